"""Which sheets of a round are printed: a list with ticks, and the usual ways to tick it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ui.flow import Flow
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.tick_table import TickTable
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.printings import PrintableSheet


class SheetChoice(QWidget):
    """The sheets in the order of the decision. Signal ``changed()`` after every tick."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sheets: tuple[PrintableSheet, ...] = ()
        self.table = TickTable(context, _columns(), "print-certificates", row_id=lambda row: row.award_id)
        self.table.setAccessibleName("Những tờ sẽ in")
        self.table.setMinimumHeight(context.theme.px(190))
        self.table.ticks_changed.connect(self.changed)
        self.first, self.last = self._number_box("Từ tờ"), self._number_box("Đến tờ")
        px = context.theme.px
        line = Flow(px(6))
        stops: list[QWidget] = []
        for text, tick in (
            ("Chưa in", self.tick_unprinted),
            ("Chọn hết", lambda: self.table.tick_all(True)),
            ("Bỏ chọn", self.tick_none),
        ):
            stops.append(self._button(text, tick))
            line.addWidget(stops[-1])
        line.addStretch()
        together = QWidget(self)
        span = QHBoxLayout(together)
        span.setContentsMargins(0, 0, 0, 0)
        span.setSpacing(px(6))
        for text, box in (("Từ tờ", self.first), ("đến", self.last)):
            label = words(text, "fieldLabel", together)
            label.setBuddy(box)
            span.addWidget(label)
            span.addWidget(box)
        line.addWidget(together)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(line)
        column.addWidget(self.table, 1)
        for before, after in pairwise((*stops, self.first, self.last, self.table)):
            self.setTabOrder(before, after)

    def _number_box(self, name: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(1, 1)
        box.setAccessibleName(name)
        box.setToolTip("Đánh dấu từ tờ này đến tờ kia")
        box.setMaximumWidth(self._context.theme.px(78))
        box.valueChanged.connect(lambda _number: self.tick_range())
        box.lineEdit().setTextMargins(self._context.theme.px(8), 0, 0, 0)
        return box

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def show_sheets(self, sheets: Sequence[PrintableSheet], ticked: frozenset[str] | None = None) -> None:
        """Show these sheets; ``ticked`` are the awards that are ticked, else as they were."""
        is_other = len(sheets) != len(self._sheets)
        self._sheets = tuple(sheets)
        for box in (self.first, self.last):
            box.setMaximum(max(1, len(sheets)))
        if is_other:
            for box, number in ((self.first, 1), (self.last, len(sheets))):
                with QSignalBlocker(box):
                    box.setValue(number)
        self.table.set_rows(self._sheets, ticked)
        if self.table.current_row() is None:
            self.table.select_first()

    def tick_unprinted(self) -> None:
        """Tick those that never went to a printer."""
        self._tick(sheet for sheet in self._sheets if not sheet.printings)

    def tick_none(self) -> None:
        """Tick nobody."""
        self.table.tick_all(False)

    def tick_range(self) -> None:
        """Tick from one sheet of the decision's order to another, as the two numbers say."""
        first, last = sorted((self.first.value(), self.last.value()))
        self._tick(self._sheets[first - 1 : last])

    def _tick(self, sheets: Iterable[PrintableSheet]) -> None:
        self.table.set_rows(self._sheets, frozenset(sheet.award_id for sheet in sheets))

    def chosen(self) -> list[PrintableSheet]:
        """The ticked sheets in the order of the decision."""
        ticked = set(self.table.ticked)
        return [sheet for sheet in self._sheets if sheet.award_id in ticked]

    def present(self) -> PrintableSheet | None:
        """The sheet whose line is chosen."""
        found: PrintableSheet | None = self.table.current_row()
        return found


def _printed_words(sheet: PrintableSheet) -> str:
    """When a sheet was printed last, and how often: "05/01/2024 08:30 (2 lần)"."""
    if not sheet.printings:
        return "chưa in"
    last = sheet.printings[-1].at
    day = f"{last[8:10]}/{last[5:7]}/{last[:4]} {last[11:]}"
    return day if len(sheet.printings) == 1 else f"{day} ({len(sheet.printings)} lần)"


def _columns() -> list[Column[Any]]:
    return [
        Column("number", "Số", lambda row: row.number, width=56, right=True),
        Column("recipient", "Người, tập thể", lambda row: row.recipient, width=220, least=130, grows=1),
        Column("printed", "Đã in", _printed_words, width=176, least=116),
    ]
