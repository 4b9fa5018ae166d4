"""Write down a meeting: what it was, who was called and came, the guests, votes, elections, what followed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence, usual_quorum
from app.domain.motions import Candidate, Election, Motion
from app.domain.record import new_id
from app.domain.tasks import Task
from app.errors import FieldError, SoHoiError
from app.vietnamese.dates import PartialDate
from ui.dialogs.election_edit import ElectionDialog, ElectionEntry
from ui.dialogs.meeting_tabs.elections import ElectionsTab
from ui.dialogs.meeting_tabs.guests import GuestsTab
from ui.dialogs.meeting_tabs.motions import MotionsTab
from ui.dialogs.meeting_tabs.resolution import ResolutionTab
from ui.dialogs.task_edit import TaskDialog
from ui.models.roll_model import RollLine
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit
from ui.widgets.member_picker import NameField
from ui.widgets.record_form import RecordForm
from ui.widgets.roll_call import RollCallEditor
from ui.widgets.time_edit import TimeEdit
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.domain.units import UnitState
    from app.services.meetings import MeetingCard
    from app.services.member_queries import MemberOnDay
    from app.services.tasks import TaskRow

_FIELDS = (
    "kind", "on", "name", "unit_id", "place", "starts", "ends", "chair", "secretary", "quorum", "work_year",
)  # fmt: skip
_PAPERS = ("invitation_code", "invitation_on", "minutes_code", "invitation_note")
_COURSE = ("agenda", "discussion", "conclusions")
#: The places of the tabs.
DETAILS, ROLL, GUESTS, COURSE, MOTIONS, ELECTIONS, RESOLUTION = range(7)


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting with its whole roll, and its lists in order."""

    meeting: Meeting
    attendances: tuple[Attendance, ...]
    guests: tuple[Guest, ...]
    motions: tuple[Motion, ...] = ()
    elections: tuple[tuple[Election, Sequence[Candidate]], ...] = ()
    tasks: tuple[Task, ...] = ()


def default_name(kind: MeetingKind, year: int) -> str:
    """What such a meeting is usually called."""
    if kind in (MeetingKind.YEAR_END, MeetingKind.MID_YEAR):
        middle = "năm" if kind is MeetingKind.YEAR_END else "6 tháng đầu năm"
        return f"Hội nghị {'tổng' if kind is MeetingKind.YEAR_END else 'sơ'} kết {middle} {year}"
    return "" if kind is MeetingKind.OTHER else kind.label


def default_work_year(kind: MeetingKind, on: date) -> int | None:
    """A year-end meeting in the first quarter belongs to the year before (domain notes §5)."""
    return on.year - 1 if kind is MeetingKind.YEAR_END and on.month <= 3 else None


class MeetingEditDialog(EditDialog):
    """Edits one meeting; :meth:`result_value` is a :class:`MeetingEntry`."""

    def __init__(
        self,
        context: Context,
        card: MeetingCard | None,
        units: Sequence[UnitState],
        parent: QWidget | None = None,
        *,
        tasks: Sequence[TaskRow] = (),
        term: str = "",
    ) -> None:
        """``card`` is changed with its ``tasks``, or ``None`` for a new meeting.

        ``term`` is the present term of office, offered for elections.
        """
        super().__init__(
            "Sửa cuộc họp" if card else "Thêm cuộc họp", "Lưu", context.theme, context.messages, parent
        )
        self._context = context
        self._card = card
        self._term = term
        today = context.services.today()
        self._id = card.meeting.id if card else new_id()
        self._given: dict[str, Any] = {"name": "", "work_year": None}
        self._called_for: tuple[date, str | None, MeetingKind] | None = None
        self.kind = ChoiceBox([(each, each.label) for each in MeetingKind])
        self.on = DayEdit(label="Ngày họp", latest_year=today.year + 1)
        self._units = tuple((each.unit_id, each.name) for each in units)
        self.unit = ChoiceBox([(None, "Toàn Hội"), *self._units])
        self.form: RecordForm[Meeting] = RecordForm(
            Meeting,
            (("", _FIELDS), ("Giấy mời, biên bản", _PAPERS)),
            context.theme,
            editors={
                "kind": self.kind,
                "on": self.on,
                "unit_id": self.unit,
                "starts": TimeEdit(),
                "ends": TimeEdit(),
                "chair": NameField(context),
                "secretary": NameField(context),
            },
            latest_year=today.year + 1,
            wide=frozenset({"name"}),
            parent=self,
        )
        for name, example in (
            ("starts", "ví dụ 08:00"),
            ("ends", "ví dụ 11:30"),
            ("work_year", "để trống nếu là năm của ngày họp"),
        ):
            self.form.editor(name).setPlaceholderText(example)  # type: ignore[attr-defined]
        self.form.cell("quorum").set_hint("trong số người được triệu tập")
        self.course: RecordForm[Meeting] = RecordForm(Meeting, (("", _COURSE),), context.theme, parent=self)
        self.course.cell("agenda").set_hint("mỗi việc một dòng; giấy mời và biên bản in theo thứ tự này")
        for name in ("agenda", "conclusions"):
            self.course.fields[name].setMaximumHeight(context.theme.px(130))
        self.roll = RollCallEditor(context.theme, self)
        self.guest_tab = GuestsTab(context.theme, self._id, self)
        self.guests = self.guest_tab.rows
        self.motion_tab = MotionsTab(context.theme, self._id, self._came, self)
        self.election_tab = ElectionsTab(context.theme, self._came, self)
        self.resolution = ResolutionTab(context, self)
        self.tabs = QTabWidget(self)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setProperty("many", True)
        for tab, title, tip in (
            (self.form, "Cuộc họp", "Loại, ngày giờ, địa điểm, giấy mời"),
            (self.roll, "Điểm danh", "Ai được triệu tập, ai có mặt"),
            (self.guest_tab, "Khách mời", "Khách mời theo thứ tự chức vụ"),
            (self.course, "Diễn biến", "Chương trình, diễn biến, kết luận"),
            (self.motion_tab, "Biểu quyết", "Nội dung biểu quyết và số phiếu"),
            (self.election_tab, "Bầu cử", "Bầu ai, bao nhiêu phiếu"),
            (self.resolution, "Nghị quyết", "Nghị quyết và việc giao"),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(tab, title), tip)
        self.tabs.currentChanged.connect(self._on_tab)
        self.body.addWidget(self.tabs, 1)
        self._fill(card, tasks, today)
        self.kind.edited.connect(self._suggest)
        self.on.edited.connect(self._suggest)
        self.on.edited.connect(self._show_quorum)
        quorum: ChoiceBox = self.form.fields["quorum"]  # type: ignore[assignment]
        quorum.edited.connect(self._show_quorum)
        self.election_tab.opened.connect(self._open_election)
        self.resolution.opened.connect(self._open_task)
        for part in (
            self.form,
            self.course,
            self.roll,
            self.guest_tab,
            self.motion_tab,
            self.election_tab,
            self.resolution,
        ):
            part.edited.connect(self.mark_edited)
        self.tabs.currentChanged.connect(lambda _number: self._recount())
        self.kind.setFocus()
        self.take_size(1080, 740)

    def result_value(self) -> MeetingEntry | None:
        """The meeting with its lists; ``None`` when something is wrong, which then is shown."""
        self.roll.finish()
        meeting = self._meeting()
        if meeting is None:
            return None
        try:
            attendances = self.roll.model.attendances(meeting.id)
        except FieldError as problem:
            self.tabs.setCurrentIndex(ROLL)
            self.roll.show_error(problem)
            return None
        try:
            guests = self.guest_tab.guests()
        except FieldError:
            self.tabs.setCurrentIndex(GUESTS)
            return None
        try:
            motions = self.motion_tab.motions()
        except FieldError:
            self.tabs.setCurrentIndex(MOTIONS)
            return None
        tasks = self.resolution.tasks.records()
        return MeetingEntry(meeting, attendances, guests, motions, self.election_tab.elections(), tasks)

    def show_field_error(self, problem: FieldError) -> bool:
        """Put an error under its field."""
        for place, form in ((DETAILS, self.form), (COURSE, self.course), (RESOLUTION, self.resolution)):
            if problem.field in form.fields:
                self.tabs.setCurrentIndex(place)
                return form.show_error(problem)
        return False

    def _meeting(self) -> Meeting | None:
        for form in (self.form, self.course, self.resolution):
            form.clear_errors()
        try:
            values = {**self.form.values(), **self.course.values(), **self.resolution.values()}
            if self._card is not None:
                return dataclasses.replace(self._card.meeting, **values)
            return Meeting(id=self._id, **values)
        except FieldError as problem:
            if not self.show_field_error(problem):
                raise
            return None

    # ---------------------------------------------------------------- filling

    def _fill(self, card: MeetingCard | None, tasks: Sequence[TaskRow], today: date) -> None:
        if card is None:
            self.kind.set_value(MeetingKind.COMMITTEE)
            self.on.set_value(today)
            self.unit.set_value(None)
            self._given["quorum"] = self.form.editor("quorum").value()
            self._suggest()
            self._show_quorum()
            return
        for form in (self.form, self.course, self.resolution):
            form.set_record(card.meeting)
        self.guest_tab.set_guests(card.guests)
        # At once, not after a reading: a quick save must never find an empty roll.
        self.roll.set_lines(
            RollLine(a.member_id, m.full_name, "", a.presence, a.reason, a.at, attendance=a)
            for a, m in card.attendances
        )
        self.motion_tab.set_motions(card.motions)
        self.election_tab.set_elections(card.elections)
        self.resolution.set_tasks(tasks)
        self._show_quorum()
        if card.attendances:
            self._read_called()

    def _suggest(self) -> None:
        """Give name, year of work and quorum as usual, unless the user wrote his own."""
        kind = self.kind.value()
        try:
            on = self.on.value() or self._context.services.today()
        except FieldError:
            return
        year = default_work_year(kind, on)
        if self._card is None:
            self._offer("work_year", year, (None,))
            self._offer("quorum", usual_quorum(kind))
            self._show_quorum()
        self._offer("name", default_name(kind, year or on.year), ("",))

    def _offer(self, name: str, value: Any, empty: tuple[Any, ...] = ()) -> None:
        editor = self.form.editor(name)
        if editor.value() in (*empty, self._given.get(name)):
            editor.set_value(value)
            self._given[name] = value

    def _show_quorum(self) -> None:
        today = self._context.services.today()
        try:
            on = self.on.value() or today
        except FieldError:
            on = today
        self.roll.set_quorum(self.form.editor("quorum").value(), to_come=on > today)

    def _came(self) -> int:
        return self.roll.model.roll().came

    def _recount(self) -> None:
        """Say anew where more people voted than are there: the roll may have been marked since."""
        self.motion_tab.show_results()
        self.election_tab.show_results()

    # ---------------------------------------------------------------- tabs

    def show_tab(self, number: int) -> None:
        """Turn to a tab, by its place."""
        self.tabs.setCurrentIndex(number)

    def _on_tab(self, number: int) -> None:
        if number == ROLL:
            self._read_called()
            self.roll.view.setFocus()
        elif number == GUESTS:
            self.guest_tab.begin()
        elif number == MOTIONS:
            self.motion_tab.show_results()

    def _read_called(self) -> None:
        """Put those who should be called on the roll; what is marked already stays."""
        try:
            on = self.on.value()
        except FieldError:
            return
        wanted = (on or self._context.services.today(), self.unit.value(), self.kind.value())
        if wanted == self._called_for:
            return
        self._called_for = wanted
        register = self._context.services.register

        def work() -> tuple[MemberOnDay, ...]:
            from app.services import meetings

            return meetings.invited(register, day=wanted[0], unit_id=wanted[1], kind=wanted[2])

        self._context.ask(work, self._show_called, to=self)

    def _show_called(self, rows: tuple[MemberOnDay, ...]) -> None:
        marked = {line.member_id: line for line in self.roll.model.lines}
        is_new = self._card is None or not self._card.attendances
        lines = []
        for row in rows:
            held = marked.pop(row.member.id, None)
            start = Presence.PRESENT if is_new else None
            line = held or RollLine(row.member.id, row.member.full_name, "", start)
            unit_name = short_unit(row.unit_name)
            lines.append(dataclasses.replace(line, unit_name=unit_name, role=row.role))
        # Who was on the roll stays on it, though he belongs elsewhere now.
        lines += [line for line in marked.values() if line.attendance is not None]
        self.roll.set_lines(lines)

    # ---------------------------------------------------------------- dialogs of their own

    def _open_election(self, entry: ElectionEntry | None) -> None:
        try:
            on = self.on.value()
        except FieldError:
            on = None
        dialog = ElectionDialog(
            self._context,
            entry,
            self._units,
            self._id,
            starts=PartialDate.from_date(on) if on else None,
            term=self._term,
            came=self._came(),
            parent=self,
        )
        self._open(dialog, self.election_tab.put)

    def _open_task(self, task: Task | None) -> None:
        names = self.resolution.names
        dialog = TaskDialog(self._context, task, names, parent=self, meeting_id=self._id)
        self._open(dialog, lambda saved: self.resolution.put(saved, dialog))

    def _open(self, dialog: EditDialog, take: Callable[[Any], object]) -> None:
        def save(value: Any, done: Callable[[], None], _failed: Callable[[SoHoiError], None]) -> None:
            take(value)
            done()

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
