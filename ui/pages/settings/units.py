"""The units: the tree on any day, every dated change of it, and the history of one unit beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import FieldError, SoHoiError
from app.vietnamese.dates import short_date
from ui.dialogs.place_conversion import PlaceConversionDialog
from ui.dialogs.unit_edit import (
    TOP,
    MoveAnswers,
    MoveDialog,
    UnitAnswers,
    UnitCodeDialog,
    UnitDialog,
    UnitOffer,
)
from ui.dialogs.unit_end import DissolveDialog, EndAnswers, MergeDialog
from ui.dialogs.unit_event import UnitEventDialog
from ui.dialogs.unit_split import SplitAnswers, SplitDialog
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.pages.settings.unit_detail import UnitDetail
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit, TickBox
from ui.widgets.flow import Flow
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.table import Table
from ui.widgets.tree_cells import TreeCells
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.units import Unit, UnitEvent
    from app.services.unit_history import UnitFact
    from app.services.units import UnitRow

D = TypeVar("D", bound=EditDialog)

_KINDS = frozenset({"units", "unit_events"})
_LEAD = "Nhấp đúp hoặc Enter để đổi tên. Mọi thay đổi có ngày: giấy tờ cũ vẫn mang tên cũ."


class UnitsTab(QWidget):
    """The living units as a tree with their members counted; on demand those that are no more too."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[UnitRow, ...] = ()
        self._day: date | None = None
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
        self.detail = UnitDetail(context, self)
        self.detail.edit_asked.connect(self.edit_event)
        self.detail.remove_asked.connect(self.remove_event)
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
        self.add_button.clicked.connect(lambda _checked: self.add())
        self.rename_button = self._button("Đổi tên…", "edit", self._rename)
        self.move_button = self._button("Đổi cấp trên…", "", self.move_unit)
        self.move_button.setToolTip("Chuyển đơn vị về trực thuộc đơn vị khác, từ một ngày")
        self.merge_button = self._button("Sáp nhập…", "import", self.merge)
        self.merge_button.setToolTip("Nhập một hay nhiều đơn vị vào một đơn vị khác hay đơn vị mới")
        self.split_button = self._button("Tách…", "export", self.split)
        self.split_button.setToolTip("Tách thành nhiều đơn vị, xếp từng hội viên")
        self.dissolve_button = self._button("Giải thể…", "close", self.dissolve)
        self.dissolve_button.setToolTip("Ghi rằng đơn vị không còn hoạt động từ một ngày")
        self.code_button = self._button("Mã, thứ tự…", "", self.edit_code)
        self.convert_button = QPushButton("Sắp xếp đơn vị 1/7/2025…", self)
        self.convert_button.setToolTip("Chi hội và địa chỉ theo phường, xã mới; giữ cả tên cũ")
        self.convert_button.clicked.connect(lambda _checked: self.convert())

    def _button(self, text: str, icon_name: str, act: Callable[[UnitRow], object]) -> QPushButton:
        button = QPushButton(text, self)
        if icon_name:
            put_icon(button, icon_name)

        def on_click() -> None:
            row = self.table.current_row()
            if row is not None:
                act(row)

        button.clicked.connect(on_click)
        return button

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        # Tabs do not ask how high their wrapped lines are; without this the tree would be crushed.
        needed = layout.minimumHeightForWidth(self.width()) if layout is not None else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    # ---------------------------------------------------------------- showing

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
        self.detail.show_unit(row, self._above(row))

    def _above(self, row: UnitRow | None) -> str:
        """The name of the unit over a row: the nearest row before it that stands less deep."""
        if row is None or row.fate:
            return ""
        before = self._rows[: next(n for n, each in enumerate(self._rows) if each is row or each == row)]
        return next((each.state.name for each in reversed(before) if each.depth < row.depth), "")

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

    # ---------------------------------------------------------------- changing

    def _offers(self, without: frozenset[str] = frozenset()) -> tuple[UnitOffer, ...]:
        return tuple(
            UnitOffer(row.state.unit_id, row.state.name, row.members, row.depth, row.state.level)
            for row in self._rows
            if not row.fate and row.state.unit_id not in without
        )

    def _offer(self, row: UnitRow) -> UnitOffer:
        return next(each for each in self._offers() if each.unit_id == row.state.unit_id)

    def _ask(self, dialog: D, work: Callable[[Any], object], *, more: frozenset[str] = frozenset()) -> D:
        def save(answers: Any, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self._context.change(lambda: work(answers), lambda _done: done(), failed, kinds=_KINDS | more)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def add(self) -> UnitDialog:
        """Ask for a new unit and add it."""
        services = self._context.services

        def work(answers: UnitAnswers) -> None:
            from app.services import units

            units.add_unit(
                services.register,
                answers.name,
                level=answers.level,
                parent_id=answers.parent_id,
                on=answers.on,
                code=answers.code,
                paper=answers.paper,
                today=services.today(),
            )

        offers = self._offers()
        level = next((each.level for each in reversed(offers) if each.level), "Chi hội")
        return self._ask(UnitDialog(self._context, level=level, units=offers, parent=self), work)

    def _rename(self, row: UnitRow) -> None:
        if row.fate or self._day is not None:
            return
        services = self._context.services

        def work(answers: UnitAnswers) -> None:
            from app.services import units

            units.rename_unit(
                services.register,
                row.state.unit_id,
                answers.name,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        self._ask(UnitDialog(self._context, name=row.state.name, level=row.state.level, parent=self), work)

    def move_unit(self, row: UnitRow) -> MoveDialog:
        """Ask what this unit stands under from a day on."""
        services = self._context.services
        at = self._rows.index(row)
        below = [row.state.unit_id]
        for each in self._rows[at + 1 :]:
            if each.depth <= row.depth:
                break
            below.append(each.state.unit_id)

        def work(answers: MoveAnswers) -> None:
            from app.services import units

            units.move_unit(
                services.register,
                row.state.unit_id,
                answers.parent_id,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        offers = self._offers(frozenset(below))
        now = self._above(row) or TOP[:1].lower() + TOP[1:]
        return self._ask(MoveDialog(self._context, self._offer(row), offers, now, self), work)

    def merge(self, row: UnitRow) -> MergeDialog:
        """Ask what this unit, and perhaps others, are merged into."""
        services = self._context.services

        def work(answers: EndAnswers) -> None:
            from app.services.units import NewUnit, merge_units

            new = NewUnit(answers.new_name, answers.new_level, answers.new_parent_id)
            merge_units(
                services.register,
                answers.unit_ids,
                answers.into_id or new,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        return self._ask(MergeDialog(self._context, self._offers(), row.state.unit_id, self), work)

    def split(self, row: UnitRow) -> SplitDialog:
        """Ask for the new units and who goes where."""
        services = self._context.services

        def work(answers: SplitAnswers) -> None:
            from app.services.unit_split import SplitPart, split_unit

            split_unit(
                services.register,
                row.state.unit_id,
                [SplitPart(name, member_ids) for name, member_ids in answers.parts],
                rest=answers.rest,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        dialog = SplitDialog(self._context, row.state.unit_id, row.state.name, self)
        return self._ask(dialog, work, more=frozenset({"status_events", "members"}))

    def dissolve(self, row: UnitRow) -> DissolveDialog:
        """Ask from when on this unit is no more."""
        services = self._context.services

        def work(answers: EndAnswers) -> None:
            from app.services import units

            units.dissolve_unit(
                services.register,
                answers.unit_ids[0],
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        return self._ask(DissolveDialog(self._context, self._offer(row), self), work)

    def edit_code(self, row: UnitRow) -> None:
        """Ask for the unit's code and place; neither is dated."""
        register, unit_id = self._context.services.register, row.state.unit_id

        def read() -> Unit:
            from app.services import units

            return units.get_unit(register, unit_id)

        def work(unit: Unit) -> None:
            from app.services import units

            units.edit_unit(register, unit)

        def show(unit: Unit) -> None:
            self._ask(UnitCodeDialog(self._context, unit, row.state.name, self), work)

        self._context.ask(read, show)

    def edit_event(self, fact: UnitFact) -> UnitEventDialog:
        """Ask for the right day and paper of something recorded."""
        services = self._context.services

        def work(event: UnitEvent) -> None:
            from app.services.unit_history import edit_unit_event

            edit_unit_event(services.register, event, today=services.today())

        dialog = UnitEventDialog(self._context, fact.event, fact.text, self)
        return self._ask(dialog, work, more=frozenset({"status_events", "members"}))

    def remove_event(self, fact: UnitFact) -> None:
        """Take back something recorded by mistake; the window offers Undo."""
        services = self._context.services

        def work() -> str:
            from app.services.unit_history import remove_unit_event

            return remove_unit_event(services.register, fact.event.id, today=services.today())

        self._context.change(work, kinds=_KINDS)

    def convert(self) -> PlaceConversionDialog:
        """Show what 1 July 2025 means for units and addresses."""
        dialog = PlaceConversionDialog(self._context, self)
        dialog.begin()
        return dialog


def _members(row: UnitRow) -> int | None:
    return None if row.fate else row.members


def _own(row: UnitRow) -> int | None:
    return None if row.fate else row.own


def _standing(row: UnitRow) -> str:
    if row.fate:
        return row.fate
    return f"Từ {row.state.since}" if row.state.since else "Đang hoạt động"
