"""What can be done with members from their page: add, change, record what became of them, merge, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.status import StatusEvent
from app.errors import RuleError, SoHoiError
from ui.dialogs.member_edit import MemberEditDialog
from ui.dialogs.status_event import StatusEventDialog, possible_kinds
from ui.page import Context

if TYPE_CHECKING:
    from app.services.member_entry import EntryChoices, MemberEntry
    from app.services.member_queries import MemberRow
    from app.services.members import MemberCard

_KINDS = frozenset({"members", "status_events", "policies", "honours", "offices", "extra_values", "consents"})


class MemberDeeds(QObject):
    """Opens the dialogs and saves what they give.

    Signals: ``saved(str id)`` when a member was added or changed, ``gone()`` when one was removed.
    """

    saved = Signal(str)
    gone = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self.context = context
        self._page = page
        #: The member who is shown, with everything that hangs on him.
        self.card: MemberCard | None = None

    def _window(self) -> QWidget:
        return self._page.window()

    def add(self, unit_id: str | None) -> None:
        """Open an empty form; a new member is first taken to be in this unit."""
        self._with_choices(lambda choices: self._open_form(choices, None, unit_id))

    def edit(self, member_id: str) -> None:
        """Open a member's form."""
        if not member_id:
            return
        services = self.context.services

        def work() -> MemberCard:
            from app.services import members

            return members.member_card(services.register, member_id, today=services.today())

        self.context.ask(work, lambda card: self._with_choices(lambda c: self._open_form(c, card, None)))

    def record_event(self, member_id: str) -> None:
        """Record what became of a member."""
        card = self.card
        if card is None or card.member.id != member_id:
            return
        status = card.standing.status if card.standing else None
        is_away = card.standing is not None and card.standing.away_since is not None
        kinds = possible_kinds(status, is_away=is_away)
        if not kinds:
            self.context.messages.tell(
                "Hội viên này đã từ trần nên không có biến động mới.\n"
                "Nếu ghi nhầm, bấm “Sửa” ở dòng Từ trần trong hồ sơ."
            )
            return
        event = StatusEvent(member_id=member_id, kind=kinds[0])
        dialog = StatusEventDialog(
            self.context, card.member.full_name, event, kinds, card.tree.alive(), self._window()
        )
        self._open(dialog, self._record)

    def record_death(self, member_id: str) -> None:
        """Record a member's death with the condolence and all that follows."""
        from ui.dialogs.death_edit import open_death

        open_death(self.context, self._window(), member_id, lambda _told: self.saved.emit(member_id))

    def edit_event(self, event: StatusEvent) -> None:
        """Correct what was recorded of the member who is shown."""
        card = self.card
        if card is None:
            return
        dialog = StatusEventDialog(
            self.context,
            card.member.full_name,
            event,
            tuple(type(event.kind)),
            card.tree.alive(),
            self._window(),
        )
        dialog.offer_removal(lambda: self._remove_event(event, dialog))
        self._open(dialog, self._record)

    def change_photo(self) -> None:
        """Choose another portrait of the member who is shown."""
        from ui.dialogs.photo import change_photo

        if self.card is not None:
            change_photo(self.context, self.card.member, self._window())

    def print_sheet(self) -> None:
        """Show the sheet of the member who is shown as it is printed."""
        from ui.dialogs.print_list import open_member_sheet

        if self.card is not None:
            open_member_sheet(self.context, self.card.member.id, self._window())

    def merge(self, row: MemberRow) -> None:
        """Ask with whom a member is to be merged, and show both side by side."""
        from ui.dialogs.member_merge import open_merge
        from ui.dialogs.merge_with import MergeWithDialog

        dialog = MergeWithDialog(self.context, row, self._window())
        dialog.accepted.connect(
            lambda: open_merge(
                self.context, row.id, dialog.other_id, self._window(), lambda kept: self.saved.emit(kept.id)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_form(self, choices: EntryChoices, card: MemberCard | None, unit_id: str | None) -> None:
        dialog = MemberEditDialog(self.context, choices, card, self._window(), unit_id=unit_id)
        self._open(dialog, self._save)

    def _open(self, dialog: Any, save: Callable[..., None]) -> None:
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _with_choices(self, go_on: Callable[[EntryChoices], None]) -> None:
        register = self.context.services.register

        def work() -> EntryChoices:
            from app.services import member_entry

            return member_entry.entry_choices(register)

        self.context.ask(work, go_on)

    def _save(
        self, entry: MemberEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        services = self.context.services

        def work() -> str:
            from app.services import member_entry

            return member_entry.save_entry(services.register, entry, today=services.today()).id

        def after(member_id: str) -> None:
            done()
            self.saved.emit(member_id)

        self.context.change(work, after, failed, kinds=_KINDS)

    def _record(
        self, event: StatusEvent, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        services = self.context.services

        def work() -> None:
            from app.services import members

            save = members.record_event if event.version == 0 else members.edit_event
            save(services.register, event, today=services.today())

        def after(_nothing: None) -> None:
            done()
            self.saved.emit(event.member_id)

        self.context.change(work, after, failed, kinds=_KINDS)

    def _remove_event(self, event: StatusEvent, dialog: StatusEventDialog) -> None:
        services = self.context.services

        def work() -> None:
            from app.services import members

            members.remove_event(services.register, event.id, today=services.today())

        def after(_nothing: None) -> None:
            dialog.close_without_asking()
            self.saved.emit(event.member_id)

        self.context.change(work, after, dialog.show_problem, kinds=_KINDS)

    def remove(self, row: MemberRow) -> None:
        """Take out somebody who was entered by mistake; Undo brings him back."""
        services = self.context.services

        def work() -> str:
            from app.services import members

            return members.remove_member(services.register, row.id)

        def refused(problem: SoHoiError) -> None:
            self.context.messages.error(
                RuleError(
                    f"{problem.message}\nNếu hội viên đã chuyển đi, thôi hoặc từ trần, hãy bấm “Biến động…” "
                    "để ghi; hồ sơ và khen thưởng cũ vẫn còn."
                )
            )

        def after(_name: str) -> None:
            self.gone.emit()

        self.context.change(work, after, refused, kinds=_KINDS)
