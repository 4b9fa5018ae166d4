"""The day on which a round was handed over: who received, at which meeting, who received in whose stead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.commendations import Award, AwardRound
from app.domain.meetings import Meeting
from app.errors import FieldError, RuleError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import PartialDateEdit, TextEdit
from ui.widgets.form import FieldCell, show_in_cell
from ui.widgets.meeting_box import MeetingBox
from ui.widgets.tick_table import TickTable
from ui.widgets.words import words


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the dialog was answered with."""

    on: PartialDate
    award_ids: frozenset[str]
    meeting_id: str | None
    to: str


class AwardHandOverDialog(EditDialog):
    """Those who have not received yet are ticked; a stand-in is named for one recipient at a time."""

    def __init__(
        self,
        context: Context,
        round_: AwardRound,
        awards: Sequence[Award],
        meetings: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        """``awards`` are those of the decision, in order."""
        super().__init__(
            "Trao khen thưởng",
            "Ghi đã trao",
            context.theme,
            context.messages,
            parent,
            lead=f"{round_.name}. Người nhận thay: chỉ đánh dấu một người rồi ghi tên người nhận.",
        )
        waiting = frozenset(award.id for award in awards if award.handed_on is None)
        self.meeting = MeetingBox(meetings, "Không tại cuộc họp nào trong sổ")
        self.on = PartialDateEdit(label="Ngày trao", latest_year=context.services.today().year)
        self.to = TextEdit()
        self._cells = {
            "meeting_id": FieldCell("Trao tại cuộc họp", self.meeting, "", self),
            "handed_on": FieldCell("Ngày trao", self.on, "", self),
            "to": FieldCell("Người nhận thay", self.to, "Khi người được khen vắng mặt", self),
        }
        self.body.addWidget(self._cells["meeting_id"])
        pair = QHBoxLayout()
        pair.setSpacing(context.theme.px(16))
        pair.addWidget(self._cells["handed_on"], 1)
        pair.addWidget(self._cells["to"], 1)
        self.body.addLayout(pair)
        self.table = TickTable(context, _COLUMNS, "award_hand_over", row_id=lambda a: a.id, parent=self)
        self.table.setAccessibleName("Ai đã nhận")
        self.table.setMinimumHeight(context.theme.px(150))
        self.body.addWidget(self.table, 1)
        self.count = words("", "soft", self)
        line = FlowBox(context.theme.px(8), self)
        line.flow.addWidget(self.count)
        line.flow.addStretch()
        for button in self.table.tick_buttons(self):
            line.flow.addWidget(button)
        self.body.addWidget(line)
        self.meeting.set_value(round_.meeting_id)
        self.on.set_value(PartialDate.from_date(self.meeting.day or context.services.today()))
        self.table.set_rows(awards, waiting)
        self._count()
        self.table.select_first()
        self.table.ticks_changed.connect(self._on_ticked)
        for field in (self.on, self.to, self.meeting):
            field.edited.connect(self.mark_edited)
        self.meeting.edited.connect(self._on_meeting)
        self.take_size(820, 720)
        self.meeting.setFocus()

    def result_value(self) -> HandOver:
        """What was typed; raises FieldError or RuleError for what is wrong."""
        for cell in self._cells.values():
            cell.say("")
        on = self.on.told("handed_on")
        ticked = frozenset(self.table.ticked)
        if not ticked:
            raise RuleError("Chưa đánh dấu ai đã nhận.")
        if self.to.value() and len(ticked) > 1:
            raise FieldError("to", "Người nhận thay chỉ ghi cho một người. Hãy bỏ dấu những người khác.")
        return HandOver(on, ticked, self.meeting.value(), self.to.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return show_in_cell(self._cells, problem)

    def _on_meeting(self) -> None:
        if self.meeting.day is not None:
            self.on.set_value(PartialDate.from_date(self.meeting.day))

    def _on_ticked(self) -> None:
        self._count()
        self.mark_edited()

    def _count(self) -> None:
        self.count.setText(f"Đã chọn {group(len(self.table.ticked))} trên {group(self.table.ticks.total)}")


def _handed(award: Award) -> str:
    if award.handed_on is None:
        return "chưa"
    return f"{award.handed_on}" + (f", {award.handed_to} nhận thay" if award.handed_to else "")


_COLUMNS: tuple[Column[Award], ...] = (
    Column("recipient", "Người, tập thể được khen", lambda a: a.recipient, 280, least=200, grows=1),
    Column("detail", "Chức vụ, đơn vị", lambda a: a.detail, 260, least=180, grows=1, optional=True),
    Column("handed", "Đã trao", _handed, 190, least=120, grows=1),
)
