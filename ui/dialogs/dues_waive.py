"""Members who need not pay hội phí: why, and for one year or for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.vietnamese.numbers import count
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SuggestBox, TickBox
from ui.widgets.form import FieldCell

if TYPE_CHECKING:
    from app.services.dues import DuesRow

_USUAL = ("Trên 80 tuổi", "Hoàn cảnh khó khăn", "Đau ốm dài ngày", "Thương binh nặng", "Đi vắng cả năm")
_NAMED = 8


@dataclass(frozen=True, slots=True)
class DuesWaive:
    """What the dialog was answered with; ``always`` for every year."""

    reason: str
    always: bool


class DuesWaiveDialog(EditDialog):
    """Names those whom it concerns and asks for the reason."""

    def __init__(
        self, context: Context, year: int, rows: Sequence[DuesRow], parent: QWidget | None = None
    ) -> None:
        """``rows`` are those who are let off."""
        names = ", ".join(row.name for row in rows[:_NAMED])
        more = f" và {len(rows) - _NAMED} người nữa" if len(rows) > _NAMED else ""
        super().__init__(
            f"Miễn hội phí năm {year}",
            "Miễn",
            context.theme,
            context.messages,
            parent,
            lead=f"{count(len(rows))} hội viên: {names}{more}.",
            icon_name="check",
        )
        self.reason = SuggestBox(_USUAL)
        self._cell = FieldCell("Lý do", self.reason, "In trong danh sách nộp hội phí", self)
        self.always = TickBox(f"Miễn mọi năm, không riêng năm {year}")
        self.body.addWidget(self._cell)
        self.body.addWidget(self.always)
        self.body.addStretch(1)
        self.reason.edited.connect(self.mark_edited)
        self.always.edited.connect(self.mark_edited)
        self.take_size(660, 360)
        self.reason.setFocus()

    def result_value(self) -> DuesWaive | None:
        """Reason and years; None when there is no reason, said under its field."""
        self._cell.say("")
        if not self.reason.value():
            self._cell.say("Hãy ghi lý do, sau này xem lại còn biết.")
            self.reason.setFocus()
            return None
        return DuesWaive(self.reason.value(), self.always.value())
