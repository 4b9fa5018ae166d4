"""One unit beside the tree: where it stands, and everything that happened to it, with its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.vietnamese.numbers import group
from ui.flow import Flow
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.unit_history import UnitFact
    from app.services.units import UnitRow


class UnitDetail(QWidget):
    """Shows a row of the tree and its history.

    Signals ``edit_asked(UnitFact)`` and ``remove_asked(UnitFact)`` for the chosen line of the history.
    """

    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._facts: tuple[UnitFact, ...] = ()
        self._unit_id = ""
        self.name = words("", "heading", self, wrap=True)
        self.place = words("", "soft", self, wrap=True)
        columns: tuple[Column[UnitFact], ...] = (
            Column("text", "Những thay đổi đã ghi", lambda fact: fact.text, width=330, least=200, grows=1),
        )
        self.model: TableModel[UnitFact] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda fact: fact.event.id
        )
        self.table = Table(self.model, "unit_history", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_lines(3)
        self.table.setMinimumHeight(context.theme.px(100))
        self.table.set_empty_text("Chọn một đơn vị để xem.")
        self.table.opened.connect(self._on_opened)
        self.table.delete_asked.connect(self._on_delete)
        self.table.current_changed.connect(self._on_current)
        self.edit_button = QPushButton("Sửa ngày…", self)
        put_icon(self.edit_button, "edit")
        self.edit_button.setToolTip("Sửa ngày hay số giấy tờ của dòng đang chọn")
        self.edit_button.clicked.connect(lambda: self._on_opened(self.table.current_row()))
        self.remove_button = QPushButton("Bỏ, ghi nhầm", self)
        put_icon(self.remove_button, "delete")
        self.remove_button.setToolTip("Bỏ dòng đang chọn; đơn vị đã thôi nhờ vậy hoạt động lại")
        self.remove_button.clicked.connect(lambda: self._on_delete(self.table.current_row()))
        buttons = Flow(context.theme.px(8))
        buttons.addWidget(self.edit_button)
        buttons.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(context.theme.px(10), 0, 0, 0)
        column.setSpacing(context.theme.px(6))
        column.addWidget(self.name)
        column.addWidget(self.place)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self._on_current(None)

    def show_unit(self, row: UnitRow | None, above: str) -> None:
        """Show a unit, or nothing; ``above`` is the name of the unit over it."""
        self._unit_id = row.state.unit_id if row is not None else ""
        self.name.setText(row.state.name if row is not None else "")
        self.place.setText(_place(row, above) if row is not None else "")
        if row is None:
            self._show(())
            return
        register, unit_id = self._context.services.register, row.state.unit_id

        def work() -> tuple[str, tuple[UnitFact, ...]]:
            from app.services.unit_history import unit_history

            return unit_id, unit_history(register, unit_id)

        def after(found: tuple[str, tuple[UnitFact, ...]]) -> None:
            if found[0] == self._unit_id:
                self._show(found[1])

        self._context.ask(work, after)

    def _show(self, facts: tuple[UnitFact, ...]) -> None:
        self._facts = facts
        self.model.reload(from_top=True)
        self.table.select_first()
        self._on_current(self.table.current_row())

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[UnitFact], int]:
        return fixed_rows(self._facts)(offset, limit)

    def _on_current(self, fact: UnitFact | None) -> None:
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(fact is not None and fact.is_own)

    def _on_opened(self, fact: UnitFact | None) -> None:
        if fact is not None and fact.is_own:
            self.edit_asked.emit(fact)

    def _on_delete(self, fact: UnitFact | None) -> None:
        if fact is not None and fact.is_own:
            self.remove_asked.emit(fact)


def _place(row: UnitRow, above: str) -> str:
    state = row.state
    members = f"{group(row.members)} hội viên"
    if row.own != row.members:
        members += f" (riêng đơn vị {group(row.own)})"
    parts = [
        state.level,
        f"mã {state.code}" if state.code else "",
        f"trực thuộc {above}" if above else "",
        row.fate or members,
    ]
    return " · ".join(part for part in parts if part)
