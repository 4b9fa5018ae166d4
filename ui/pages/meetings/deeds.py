"""What is done with meetings: added, changed, taken out; offices written for those who were elected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import SoHoiError
from ui.dialogs.meeting_edit import MeetingEditDialog, MeetingEntry
from ui.page import Context

if TYPE_CHECKING:
    from datetime import date

    from app.domain.offices import Office
    from app.domain.units import UnitState
    from app.services.meetings import MeetingCard
    from app.services.motions import OfficeLeft
    from app.services.tasks import TaskRow

_KINDS = frozenset({"meetings", "attendances", "guests", "motions", "elections", "candidates", "tasks"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the dialog of a meeting needs to know."""

    card: MeetingCard | None
    tasks: tuple[TaskRow, ...]
    units: tuple[UnitState, ...]
    term: str


class MeetingDeeds(QObject):
    """Signal ``saved(str meeting id, int year of work)``."""

    saved = Signal(str, int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent

    def add(self) -> None:
        """Write down a meeting."""
        self._ask_and_open(None)

    def edit(self, meeting_id: str) -> None:
        """Change a meeting with all that belongs to it."""
        self._ask_and_open(meeting_id)

    def remove(self, meeting_id: str) -> None:
        """Take a meeting out; the window offers Undo."""
        register = self._context.services.register

        def work() -> str:
            from app.services import meetings

            return meetings.remove_meeting(register, meeting_id)

        self._context.change(work, kinds=_KINDS | {"attachments"})

    def make_offices(self, election_id: str) -> None:
        """Write down the offices of those who were elected, and say what was written."""
        context = self._context
        register = context.services.register

        def work() -> tuple[tuple[Office, ...], tuple[OfficeLeft, ...]]:
            from app.services import motions

            made = motions.make_offices(register, election_id)
            return made, motions.offices_left(register, made)

        def after(found: tuple[tuple[Office, ...], tuple[OfficeLeft, ...]]) -> None:
            offices, left = found
            self._end_left(left)
            context.messages.done(
                f"Đã ghi chức vụ {offices[0].name} cho {len(offices)} người"
                + (f", nhiệm kỳ {offices[0].term}." if offices[0].term else "."),
                (("Xem ở Thiết lập", lambda: context.navigator.open_page("settings")),),
            )

        context.change(work, after, kinds=frozenset({"offices", "candidates"}))

    def _end_left(self, left: Sequence[OfficeLeft]) -> None:
        """Ask once whether those elected leave the offices they held beside the new one."""
        if not left:
            return
        held = "; ".join(f"{each.name} còn giữ chức {each.office.name}" for each in left)
        if not self._context.messages.confirm(
            f"{held}. Ghi thôi chức cũ, hết ngày {left[0].ends}?", "Thôi chức cũ", "Vẫn giữ"
        ):
            return
        register = self._context.services.register

        def work() -> None:
            from app.services import motions

            motions.end_offices_left(register, left)

        self._context.change(work, kinds=frozenset({"offices"}))

    def mark_task(self, task_id: str, on: date | None) -> None:
        """Say that a task was done on a day, or with None that it is not done after all."""
        register = self._context.services.register

        def work() -> object:
            from app.services import tasks

            if on is None:
                return tasks.reopen_task(register, task_id)
            return tasks.finish_task(register, task_id, on)

        self._context.change(work, kinds=frozenset({"tasks"}))

    # ---------------------------------------------------------------- the dialog

    def _ask_and_open(self, meeting_id: str | None) -> None:
        context = self._context
        register = context.services.register

        def work() -> _Wanted:
            from app.services import meetings, registers, tasks, units

            return _Wanted(
                meetings.meeting_card(register, meeting_id) if meeting_id else None,
                tasks.list_tasks(register, open_only=False, meeting_id=meeting_id) if meeting_id else (),
                units.tree(register).alive(),
                registers.branch(register).term,
            )

        def after(found: _Wanted) -> None:
            window = self._parent.window()
            dialog = MeetingEditDialog(
                context, found.card, found.units, window, tasks=found.tasks, term=found.term
            )
            dialog.on_save(self._save)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        context.ask(work, after)

    def _save(
        self, entry: MeetingEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self._context.services.register

        def work() -> str:
            from app.services import meetings

            return meetings.save_meeting(
                register,
                entry.meeting,
                attendances=entry.attendances,
                guests=entry.guests,
                motions=entry.motions,
                elections=entry.elections,
                tasks=entry.tasks,
            ).id

        def after(meeting_id: str) -> None:
            done()
            self.saved.emit(meeting_id, entry.meeting.year)

        self._context.change(work, after, failed, kinds=_KINDS)
