"""The chi hội: add and rename; a new name is dated, papers of before keep the old one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from ui.dialogs.unit_edit import UnitAnswers, UnitDialog
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.units import UnitRow

_KINDS = frozenset({"units", "unit_events"})


class UnitsTab(QWidget):
    """The living units with their members counted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[UnitRow, ...] = ()
        columns: tuple[Column[UnitRow], ...] = (
            Column("name", "Tên", lambda row: row.state.name, width=360, grows=1),
            Column("level", "Loại", lambda row: row.state.level, width=160),
            Column("members", "Hội viên", lambda row: row.members, width=120, right=True),
        )
        self.model: TableModel[UnitRow] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda row: row.state.unit_id
        )
        self.table = Table(self.model, "units", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text("Chưa có chi hội nào. Bấm “Thêm đơn vị” để lập.")
        self.table.opened.connect(self._rename)
        add = QPushButton("Thêm đơn vị", self)
        put_icon(add, "add")
        add.clicked.connect(self.add)
        self.rename_button = QPushButton("Đổi tên…", self)
        put_icon(self.rename_button, "edit")
        self.rename_button.setEnabled(False)
        self.rename_button.clicked.connect(lambda _checked: self._rename(self.table.current_row()))
        self.table.current_changed.connect(lambda row: self.rename_button.setEnabled(row is not None))
        line = QHBoxLayout()
        line.addWidget(add)
        line.addWidget(self.rename_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        self.table.setMaximumWidth(context.theme.px(860))
        lead = "Nhấp đúp hoặc Enter để đổi tên. Đổi tên có ngày: giấy tờ cũ vẫn mang tên cũ."
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(line)

    def load(self) -> None:
        """Read the units."""
        register = self._context.services.register

        def work() -> tuple[UnitRow, ...]:
            from app.services import units

            return units.list_units(register)

        self._context.ask(work, self._show)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[UnitRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _show(self, rows: tuple[UnitRow, ...]) -> None:
        self._rows = rows
        self.model.reload()

    def add(self) -> None:
        """Ask for a new unit and add it."""
        register = self._context.services.register

        def save(
            answers: UnitAnswers, done: Callable[[], None], failed: Callable[[SoHoiError], None]
        ) -> None:
            def work() -> None:
                from app.services import units

                units.add_unit(register, answers.name, level=answers.level, on=answers.on)

            self._context.change(work, lambda _none: done(), failed, kinds=_KINDS)

        level = self._rows[0].state.level if self._rows else "Chi hội"
        dialog = UnitDialog(self._context, level=level, parent=self)
        dialog.on_save(save)
        dialog.open()

    def _rename(self, row: UnitRow | None) -> None:
        if row is None:
            return
        register = self._context.services.register

        def save(
            answers: UnitAnswers, done: Callable[[], None], failed: Callable[[SoHoiError], None]
        ) -> None:
            def work() -> None:
                from app.services import units

                units.rename_unit(
                    register, row.state.unit_id, answers.name, on=answers.on, paper=answers.paper
                )

            self._context.change(work, lambda _none: done(), failed, kinds=_KINDS)

        dialog = UnitDialog(self._context, name=row.state.name, level=row.state.level, parent=self)
        dialog.on_save(save)
        dialog.open()
