"""The units: the tree on any day, every dated change of it, and the history of one unit beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import FieldError
from app.vietnamese.dates import short_date
from ui.flow import Flow
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.pages.settings.unit_changes import UnitChanges, above
from ui.pages.settings.unit_detail import UnitDetail
from ui.widgets.fields import DayEdit, TickBox
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.row_deeds import row_button
from ui.widgets.table import Table
from ui.widgets.tree_cells import TreeCells
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.units import UnitRow

_LEAD = "Nhấp đúp hoặc Enter để đổi tên. Mọi thay đổi có ngày: giấy tờ cũ vẫn mang tên cũ."


class UnitsTab(QWidget):
    """The living units as a tree with their members counted; on demand those that are no more too."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[UnitRow, ...] = ()
        self._day: date | None = None
        self.changes = UnitChanges(context, lambda: self._rows, self)
        columns: tuple[Column[UnitRow], ...] = (
            Column("name", "Tên", lambda row: row.state.name, width=300, least=260, grows=2),
            Column("members", "Hội viên", _members, width=96, least=92, right=True),
            Column("own", "Riêng", _own, width=80, least=72, right=True),
            Column("fate", "Tình trạng", _standing, width=160, least=140, grows=1, optional=True),
            Column("level", "Cấp", lambda row: row.state.level, width=130, least=112, optional=True),
        )
        self.model: TableModel[UnitRow] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda row: row.state.unit_id
        )
        self.table = Table(self.model, "units", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAccessibleName("Cây tổ chức")
        self.table.setMinimumHeight(context.theme.px(150))
        self.table.setItemDelegateForColumn(0, TreeCells(lambda row: row.depth, context.theme, self.table))
        self.table.set_empty_text("Chưa có chi hội nào. Bấm “Thêm…” để lập.")
        self.table.opened.connect(self._rename)
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.state.unit_id)
        )
        self.detail = UnitDetail(context, self)
        self.detail.edit_asked.connect(self.changes.edit_event)
        self.detail.remove_asked.connect(self.changes.remove_event)
        self.day = DayEdit(label="Xem như ngày", latest_year=context.services.today().year)
        self.day.setAccessibleName("Xem như ngày")
        self.day.setPlaceholderText("hôm nay")
        self.day.editingFinished.connect(self._on_day)
        self.today_button = QPushButton("Về hôm nay", self)
        self.today_button.clicked.connect(self.show_today)
        self.all_units = TickBox("Cả đơn vị đã thôi", self)
        self.all_units.edited.connect(self._on_all_units)
        self.lead = words(_LEAD, "soft", self, wrap=True)
        self.day_error = words("", "fieldError", self, wrap=True)
        self.day.problem.connect(self._say_day)
        self._make_buttons()
        self.table.current_changed.connect(self._on_current)
        self._lay_out()
        self._on_current(None)

    def _make_buttons(self) -> None:
        self.add_button = QPushButton("Thêm…", self)
        put_icon(self.add_button, "add")
        self.add_button.setToolTip("Thêm một chi hội hay đơn vị khác")
        self.add_button.clicked.connect(lambda _checked: self.changes.add())
        self.rename_button = self._button("Đổi tên…", "edit", self.changes.rename)
        self.move_button = self._button("Đổi cấp trên…", "", self.changes.move_unit)
        self.move_button.setToolTip("Chuyển đơn vị về trực thuộc đơn vị khác, từ một ngày")
        self.merge_button = self._button("Sáp nhập…", "import", self.changes.merge)
        self.merge_button.setToolTip("Nhập một hay nhiều đơn vị vào một đơn vị khác hay đơn vị mới")
        self.split_button = self._button("Tách…", "export", self.changes.split)
        self.split_button.setToolTip("Tách thành nhiều đơn vị, xếp từng hội viên")
        self.dissolve_button = self._button("Giải thể…", "close", self.changes.dissolve)
        self.dissolve_button.setToolTip("Ghi rằng đơn vị không còn hoạt động từ một ngày")
        self.code_button = self._button("Mã, thứ tự…", "", self.changes.edit_code)
        self.convert_button = QPushButton("Sắp xếp đơn vị 1/7/2025…", self)
        self.convert_button.setToolTip("Chi hội và địa chỉ theo phường, xã mới; giữ cả tên cũ")
        self.convert_button.clicked.connect(lambda _checked: self.changes.convert())

    def _button(self, text: str, icon_name: str, act: Callable[[UnitRow], object]) -> QPushButton:
        return row_button(self.table, text, icon_name, act, self)

    def _lay_out(self) -> None:
        px = self._context.theme.px
        top = Flow(px(10))
        top.addWidget(words("Xem như ngày", "fieldLabel", self))
        self.day.setMinimumWidth(px(150))
        for widget in (self.day, self.today_button, self.all_units, self.convert_button):
            top.addWidget(widget)
        buttons = Flow(px(8))
        self._unit_buttons = (
            self.rename_button,
            self.move_button,
            self.merge_button,
            self.split_button,
            self.dissolve_button,
            self.code_button,
        )
        for button in (self.add_button, *self._unit_buttons):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(10), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.lead)
        column.addLayout(top)
        column.addWidget(self.day_error)
        panes = ListAndDetail(
            self.table,
            self.detail,
            "units",
            self._context.theme,
            self._context.memory,
            self,
            shares=(660, 340),
        )
        column.addWidget(panes, 1)
        column.addLayout(buttons)
        self.day_error.hide()
        self.today_button.hide()
        stops = (
            self.day,
            self.today_button,
            self.all_units,
            self.convert_button,
            self.table,
            self.detail.table,
            self.detail.edit_button,
            self.detail.remove_button,
            panes.turn_button,
            self.add_button,
            *self._unit_buttons,
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # ---------------------------------------------------------------- showing

    def _rename(self, row: UnitRow) -> None:
        if not row.fate and self._day is None:
            self.changes.rename(row)

    def load(self) -> None:
        """Read the units as they were on the day that is looked at."""
        register = self._context.services.register
        with_gone, day = self.all_units.value(), self._day

        def work() -> tuple[UnitRow, ...]:
            from app.services import units

            return units.list_units(register, day, gone=with_gone)

        self._context.ask(work, self._show)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[UnitRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _show(self, found: tuple[UnitRow, ...]) -> None:
        self._rows = found
        self.model.reload()
        self.table.select_first()
        self._on_current(self.table.current_row())

    def _on_current(self, row: UnitRow | None) -> None:
        is_alive = row is not None and not row.fate and self._day is None
        for button in self._unit_buttons:
            button.setEnabled(is_alive)
        for button in (self.add_button, self.convert_button):
            button.setEnabled(self._day is None)
        self.detail.show_unit(row, above(self._rows, row))

    def _on_all_units(self) -> None:
        self.table.set_lines(2 if self.all_units.value() else 1)  # what became of a unit takes two
        self.load()

    def _say_day(self, problem: str) -> None:
        self.day_error.setText(problem)
        self.day_error.setVisible(bool(problem))

    def _on_day(self) -> None:
        try:
            day = self.day.value()
        except FieldError:
            return  # said by the field itself
        if day is not None and day >= self._context.services.today():
            day = None
        if day != self._day:
            self._day = day
            self.today_button.setVisible(day is not None)
            past = f"Đang xem cây tổ chức như ngày {short_date(day)}. " if day else ""
            self.lead.setText(f"{past}Muốn thay đổi, bấm “Về hôm nay”." if day else _LEAD)
            self.load()

    def show_today(self) -> None:
        """Look at the tree as it is now."""
        self.day.set_value(None)
        self._on_day()
        self.day.setFocus()


def _members(row: UnitRow) -> int | None:
    return None if row.fate else row.members


def _own(row: UnitRow) -> int | None:
    return None if row.fate else row.own


def _standing(row: UnitRow) -> str:
    if row.fate:
        return row.fate
    return f"Từ {row.state.since}" if row.state.since else "Đang hoạt động"
