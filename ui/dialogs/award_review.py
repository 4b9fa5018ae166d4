"""The review of a round: which meeting, and what it said of every proposal."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.domain.commendations import Award, AwardRound, Verdict
from app.domain.meetings import Meeting, MeetingKind
from app.errors import FieldError
from ui.flow import FlowBox
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.award_table import votes_text
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit, Editor, NumberEdit, TextEdit, TickBox
from ui.widgets.form import FieldCell, show_in_cell
from ui.widgets.meeting_box import MeetingBox, last_of_kind
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.decisions import Vote


@dataclass(frozen=True, slots=True)
class Review:
    """What the dialog was answered with; ``votes`` by the awards' ids."""

    meeting_id: str | None
    minutes_on: date | None
    by_ballot: bool
    votes: dict[str, Vote]


class AwardReviewDialog(EditDialog):
    """The meeting above, the proposals in a list, and under it what was said of the chosen one."""

    def __init__(
        self,
        context: Context,
        round_: AwardRound,
        awards: Sequence[Award],
        meetings: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        """``awards`` in the order of the list; ``meetings`` may be the one that considered them."""
        super().__init__(
            "Họp xét khen thưởng",
            "Ghi kết quả",
            context.theme,
            context.messages,
            parent,
            lead=f"{round_.name}. Ai không được nhất trí vẫn ở trong biên bản, không vào quyết định.",
        )
        #: Each proposal with what is said of it so far.
        self.awards = list(awards)
        self.meeting = MeetingBox(meetings, "Không có trong sổ họp, chỉ ghi ngày")
        self.minutes_on = DayEdit(label="Ngày họp xét", latest_year=context.services.today().year)
        self.by_ballot = TickBox("Bỏ phiếu kín")
        self.voters = NumberEdit(empty=None, label="Tổng số phiếu")
        self.all_button = QPushButton("Tất cả nhất trí", self)
        self.all_button.setAutoDefault(False)
        self.all_button.setToolTip("Mọi đề nghị được nhất trí, với tổng số phiếu ghi ở trên")
        self.all_button.clicked.connect(self.approve_all)
        self.verdict = ChoiceBox([(each, each.label) for each in Verdict])
        self.votes_for = NumberEdit(empty=None, label="Số phiếu nhất trí")
        self.votes_against = NumberEdit(empty=None, label="Số phiếu không nhất trí")
        self.reason = TextEdit()
        self._model: TonedModel[Award] = TonedModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda a: a.id, tone=_tone, theme=context.theme
        )
        self.table = Table(self._model, "award_review", context.theme, context.memory, self)
        self._model.setParent(self.table)
        self.table.setAccessibleName("Các đề nghị khen thưởng")
        self._cells: dict[str, FieldCell] = {}
        self._lay_out()
        held = round_.review_meeting_id or ""
        likely = last_of_kind(meetings, round_.year, MeetingKind.AWARDS)
        if not held and round_.minutes_on is None and likely is not None:
            held = likely.id
        self.meeting.set_value(held or None)
        self.minutes_on.set_value(round_.minutes_on)
        self.by_ballot.set_value(round_.by_ballot)
        self._on_meeting()
        self._connect()
        self._model.reload()
        self.table.select_first()
        self.take_size(900, 760)
        self.meeting.setFocus()

    def _lay_out(self) -> None:
        px = self.theme.px
        top = QGridLayout()
        top.setHorizontalSpacing(px(16))
        top.setVerticalSpacing(px(6))
        wide = self.screen().availableGeometry().width() >= px(860)
        places = {
            "meeting_id": ("Cuộc họp xét", self.meeting, (0, 0, 1, 2)),
            "minutes_on": ("Ngày họp", self.minutes_on, (0, 2, 1, 1) if wide else (1, 0, 1, 1)),
            "voters": ("Tổng số phiếu", self.voters, (0, 3, 1, 1) if wide else (1, 1, 1, 1)),
        }
        for name, (label, head, place) in places.items():
            self._cells[name] = FieldCell(label, head, "", self)
            top.addWidget(self._cells[name], *place)
        for column, share in enumerate((2, 2, 1, 1) if wide else (1, 1)):
            top.setColumnStretch(column, share)
        self.body.addLayout(top)
        line = FlowBox(px(12), self)
        line.flow.addWidget(self.by_ballot)
        line.flow.addStretch()
        line.flow.addWidget(self.all_button)
        self.body.addWidget(line)
        self.table.setMinimumHeight(px(150))
        self.body.addWidget(self.table, 1)
        self.whom = words("", "heading", self, wrap=True)
        self.body.addWidget(self.whom)
        below = QGridLayout()
        below.setHorizontalSpacing(px(16))
        cells = (
            ("verdict", "Kết quả (phím cách để đổi)", self.verdict, (0, 0, 1, 1)),
            ("votes_for", "Phiếu nhất trí", self.votes_for, (0, 1, 1, 1)),
            ("votes_against", "Phiếu không nhất trí", self.votes_against, (0, 2, 1, 1)),
            ("verdict_reason", "Ý kiến khi xét", self.reason, (1, 0, 1, 3)),
        )
        for name, label, editor, span in cells:
            self._cells[name] = FieldCell(label, editor, "", self)
            below.addWidget(self._cells[name], *span)
        for column in range(3):
            below.setColumnStretch(column, 1)
        self.body.addLayout(below)
        for before, after in pairwise((self.by_ballot, self.all_button, self.table, self.verdict)):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        for head in (self.minutes_on, self.by_ballot, self.voters):
            head.edited.connect(self.mark_edited)
        self.meeting.edited.connect(self._on_meeting)
        self.meeting.edited.connect(self.mark_edited)
        for field in (self.verdict, self.votes_for, self.votes_against, self.reason):
            field.edited.connect(self._take_row)
        self.table.current_changed.connect(self._show_row)
        self.table.opened.connect(lambda _row: self.verdict.setFocus())
        self.table.installEventFilter(self)

    # ---------------------------------------------------------------- for the page

    def result_value(self) -> Review | None:
        """What was typed; None when something is wrong, which is then said under its field."""
        from app.services.decisions import Vote as Said

        for cell in self._cells.values():
            cell.say("")
        try:
            minutes_on = self.minutes_on.value()
        except FieldError as problem:
            self._cells["minutes_on"].say(problem.message)
            self.minutes_on.setFocus()
            return None
        if not self._row_is_good():
            return None
        votes = {a.id: Said(a.verdict, a.votes_for, a.votes_against, a.verdict_reason) for a in self.awards}
        return Review(self.meeting.value(), minutes_on, self.by_ballot.value(), votes)

    def show_field_error(self, problem: FieldError) -> bool:
        return show_in_cell(self._cells, problem)

    def approve_all(self) -> None:
        """Every proposal was agreed to, with all votes where it is known how many there were."""
        try:
            voters = self.voters.value()
        except FieldError as problem:
            self._cells["voters"].say(problem.message)
            self.voters.setFocus()
            return
        against = None if voters is None else 0
        self.awards = [
            dataclasses.replace(
                award,
                verdict=Verdict.APPROVED,
                votes_for=voters,
                votes_against=against,
                verdict_reason="",
            )
            for award in self.awards
        ]
        self._changed()
        self._show_row(self.table.current_row())

    # ---------------------------------------------------------------- the chosen row

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Award], int]:
        return fixed_rows(self.awards)(offset, limit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if watched is self.table and is_key and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]
            values = list(Verdict)
            at = values.index(self.verdict.value()) if self.verdict.value() in values else 0
            self.verdict.set_value(values[(at + 1) % len(values)])
            self._take_row()
            return True
        return super().eventFilter(watched, event)

    def _on_meeting(self) -> None:
        day = self.meeting.day
        self.minutes_on.setEnabled(day is None)
        if day is not None:
            self.minutes_on.set_value(day)

    def _place(self) -> int | None:
        chosen = self.table.current_row()
        if chosen is None:
            return None
        return next((n for n, each in enumerate(self.awards) if each.id == chosen.id), None)

    def _show_row(self, _row: Award | None) -> None:
        place = self._place()
        fields = (self.verdict, self.votes_for, self.votes_against, self.reason)
        for field in fields:
            field.setEnabled(place is not None)
        if place is None:
            return
        award = self.awards[place]
        self.whom.setText(award.recipient)
        values = (award.verdict, award.votes_for, award.votes_against, award.verdict_reason)
        typing = next((field for field in fields[1:] if field.hasFocus()), None)
        editors: tuple[Editor, ...] = fields
        for editor, value in zip(editors, values, strict=True):
            if editor is not typing:
                editor.set_value(value)

    def _take_row(self) -> None:
        place = self._place()
        if place is None or not self._row_is_good():
            return
        self.awards[place] = dataclasses.replace(
            self.awards[place],
            verdict=self.verdict.value(),
            votes_for=self.votes_for.value(),
            votes_against=self.votes_against.value(),
            verdict_reason=self.reason.value(),
        )
        self._changed()

    def _row_is_good(self) -> bool:
        for name, field in (("votes_for", self.votes_for), ("votes_against", self.votes_against)):
            try:
                field.value()
            except FieldError as problem:
                self._cells[name].say(problem.message)
                return False
        return True

    def _changed(self) -> None:
        self.mark_edited()
        self._model.reload()


def _tone(award: Award) -> Tone:
    return Tone(ink="soft_ink") if award.verdict is Verdict.DECLINED else Tone()


_COLUMNS: tuple[Column[Award], ...] = (
    Column("recipient", "Người, tập thể được đề nghị", lambda a: a.recipient, 300, least=220, grows=1),
    Column("form", "Hình thức", lambda a: a.form, 120, optional=True),
    Column("verdict", "Kết quả", lambda a: a.verdict.label, 150, least=140),
    Column("votes", "Phiếu", votes_text, 96),
    Column("reason", "Ý kiến", lambda a: a.verdict_reason, 180, least=120, grows=1, optional=True),
)
