"""Write down a meeting: what it was, who was called and came, the guests, what was concluded."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence
from app.domain.record import new_id
from app.errors import FieldError
from ui.models.roll_model import RollLine
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit, TextEdit
from ui.widgets.member_picker import NameField
from ui.widgets.record_form import RecordForm
from ui.widgets.roll_call import RollCallEditor
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.time_edit import TimeEdit
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.domain.units import UnitState
    from app.services.meetings import MeetingCard
    from app.services.member_queries import MemberOnDay

_FIELDS = (
    "kind", "on", "name", "unit_id", "starts", "ends", "place", "work_year", "chair", "secretary",
    "agenda", "conclusions",
)  # fmt: skip
_ROLL_TAB = 1


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting with its whole roll and its guests in order."""

    meeting: Meeting
    attendances: tuple[Attendance, ...]
    guests: tuple[Guest, ...]


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
    ) -> None:
        """``card`` is changed, or ``None`` for a new meeting."""
        super().__init__(
            "Sửa cuộc họp" if card else "Thêm cuộc họp", "Lưu", context.theme, context.messages, parent
        )
        self._context = context
        self._card = card
        today = context.services.today()
        self._id = card.meeting.id if card else new_id()
        self._given_name = ""
        self._given_year: int | None = None
        self._called_for: tuple[date, str | None] | None = None
        self.kind = ChoiceBox([(each, each.label) for each in MeetingKind])
        self.on = DayEdit(label="Ngày họp", latest_year=today.year + 1)
        self.unit = ChoiceBox([(None, "Toàn Hội"), *((u.unit_id, u.name) for u in units)])
        self.form: RecordForm[Meeting] = RecordForm(
            Meeting,
            (("", _FIELDS),),
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
            latest_year=today.year,
            parent=self,
        )
        self.form.cell("starts").set_hint("ví dụ 08:00")
        self.form.cell("work_year").set_hint("để trống nếu là năm của ngày họp")
        self.roll = RollCallEditor(context.theme, self)
        self.guests = RowsEditor(
            Guest,
            (RowField("name", "Họ và tên", TextEdit, 2), RowField("office", "Chức vụ, đơn vị", TextEdit, 3)),
            "Thêm khách mời",
            context.theme,
            ordered=True,
        )
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.form, "Cuộc họp")
        self.tabs.addTab(self.roll, "Điểm danh")
        self.tabs.addTab(self._guest_tab(), "Khách mời")
        self.tabs.currentChanged.connect(self._on_tab)
        self.body.addWidget(self.tabs, 1)
        self._fill(card, today)
        self.kind.edited.connect(self._suggest)
        self.on.edited.connect(self._suggest)
        for changed in (self.form.edited, self.roll.edited, self.guests.edited):
            changed.connect(self.mark_edited)
        self.kind.setFocus()
        room = self.screen().availableGeometry()
        wide, high = context.theme.px(960), context.theme.px(740)
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 60))

    def result_value(self) -> MeetingEntry | None:
        """The meeting with roll and guests; ``None`` when something is wrong, which then is shown."""
        if self._card is not None:
            meeting = self.form.result_value(self._card.meeting)
        else:
            meeting = self.form.new_value(id=self._id)
        if meeting is None:
            self.tabs.setCurrentIndex(0)
            return None
        try:
            guests = self.guests.records(meeting_id=meeting.id)
        except FieldError:
            self.tabs.setCurrentIndex(2)
            return None
        return MeetingEntry(meeting, self.roll.model.attendances(meeting.id), guests)

    def show_field_error(self, problem: FieldError) -> bool:
        """Put an error under its field."""
        self.tabs.setCurrentIndex(0)
        return self.form.show_error(problem)

    # ---------------------------------------------------------------- parts

    def _guest_tab(self) -> QWidget:
        from PySide6.QtWidgets import QScrollArea

        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        edge = self.theme.px(10)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self.guests)
        column.addStretch(1)
        scroller.setWidget(inside)
        return scroller

    def _fill(self, card: MeetingCard | None, today: date) -> None:
        if card is None:
            self.kind.set_value(MeetingKind.COMMITTEE)
            self.on.set_value(today)
            self.unit.set_value(None)
            self._suggest()
            return
        self.form.set_record(card.meeting)
        self.guests.set_records(card.guests)
        # At once, not after a reading: a quick save must never find an empty roll.
        self.roll.set_lines(
            RollLine(a.member_id, m.full_name, "", a.presence, a.reason, a) for a, m in card.attendances
        )
        if card.attendances:
            self._read_called()

    def _suggest(self) -> None:
        """Give name and year of work as usual, unless the user wrote his own."""
        kind = self.kind.value()
        try:
            on = self.on.value() or self._context.services.today()
        except FieldError:
            return
        year_box = self.form.editor("work_year")
        year = default_work_year(kind, on)
        if self._card is None and year_box.value() in (None, self._given_year):
            year_box.set_value(year)
            self._given_year = year
        name_box = self.form.editor("name")
        name = default_name(kind, year or on.year)
        if name_box.value() in ("", self._given_name):
            name_box.set_value(name)
            self._given_name = name

    def _on_tab(self, number: int) -> None:
        if number == _ROLL_TAB:
            self._read_called()
            self.roll.view.setFocus()
        elif number == _ROLL_TAB + 1 and not len(self.guests):
            self.guests.add_row()

    def _read_called(self) -> None:
        """Put those who should be called on the roll; what is marked already stays."""
        try:
            on = self.on.value()
        except FieldError:
            return
        wanted = (on or self._context.services.today(), self.unit.value())
        if wanted == self._called_for:
            return
        self._called_for = wanted
        register = self._context.services.register

        def work() -> tuple[MemberOnDay, ...]:
            from app.services import meetings

            return meetings.invited(register, day=wanted[0], unit_id=wanted[1])

        self._context.ask(work, self._show_called, to=self)

    def _show_called(self, rows: tuple[MemberOnDay, ...]) -> None:
        marked = {line.member_id: line for line in self.roll.model.lines}
        is_new = self._card is None or not self._card.attendances
        lines = []
        for row in rows:
            held = marked.pop(row.member.id, None)
            start = Presence.PRESENT if is_new else None
            line = held or RollLine(row.member.id, row.member.full_name, "", start)
            lines.append(dataclasses.replace(line, unit_name=short_unit(row.unit_name)))
        # Who was on the roll stays on it, though he belongs elsewhere now.
        lines += [line for line in marked.values() if line.attendance is not None]
        self.roll.set_lines(lines)
