"""The chi hội: add, rename, merge, dissolve; all of it is dated, papers of before keep what was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.units import UnitState
from app.errors import SoHoiError
from ui.dialogs.unit_edit import UnitAnswers, UnitDialog
from ui.dialogs.unit_end import DissolveDialog, EndAnswers, MergeDialog, UnitOffer
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.fields import TickBox
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.units import UnitRow

_KINDS = frozenset({"units", "unit_events"})


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line of the list; a unit that is no more has no members and says what became of it."""

    state: UnitState
    members: int | None
    fate: str


class UnitsTab(QWidget):
    """The living units with their members counted; on demand also those that are no more."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[UnitLine, ...] = ()
        columns: tuple[Column[UnitLine], ...] = (
            Column("name", "Tên", lambda row: row.state.name, width=320, least=230, grows=1),
            Column("level", "Loại", lambda row: row.state.level, width=120, least=100),
            Column("members", "Hội viên", lambda row: row.members, width=104, least=100, right=True),
            Column("fate", "Tình trạng", lambda row: row.fate, width=300, least=170, grows=1),
        )
        self.model: TableModel[UnitLine] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda row: row.state.unit_id
        )
        self.table = Table(self.model, "units", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text("Chưa có chi hội nào. Bấm “Thêm…” để lập.")
        self.table.opened.connect(self._rename)
        self.all_units = TickBox("Cả đơn vị đã thôi", self)
        self.all_units.edited.connect(self._on_all_units)
        add = QPushButton("Thêm…", self)
        put_icon(add, "add")
        add.setToolTip("Thêm một chi hội hay đơn vị khác")
        add.clicked.connect(self.add)
        self.rename_button = self._button("Đổi tên…", "edit", self._rename)
        self.merge_button = self._button("Sáp nhập…", "import", self.merge)
        self.merge_button.setToolTip("Nhập một hay nhiều đơn vị vào một đơn vị khác, từ một ngày")
        self.dissolve_button = self._button("Giải thể…", "close", self.dissolve)
        self.dissolve_button.setToolTip("Ghi rằng đơn vị không còn hoạt động từ một ngày")
        self.table.current_changed.connect(self._on_current)
        self._on_current(None)
        line = QHBoxLayout()
        for button in (add, self.rename_button, self.merge_button, self.dissolve_button):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        lead = "Nhấp đúp hoặc Enter để đổi tên. Mọi thay đổi có ngày: giấy tờ cũ vẫn mang tên cũ."
        top = QHBoxLayout()
        top.addWidget(words(lead, "soft", self, wrap=True), 1)
        top.addWidget(self.all_units)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(line)

    def load(self) -> None:
        """Read the units."""
        register = self._context.services.register
        with_gone = self.all_units.value()

        def work() -> tuple[UnitRow, ...]:
            from app.services import units

            return units.list_units(register, gone=with_gone)

        self._context.ask(work, self._show)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[UnitLine], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _show(self, found: tuple[UnitRow, ...]) -> None:
        self._rows = tuple(
            UnitLine(row.state, None if row.fate else row.members, row.fate or "Đang hoạt động")
            for row in found
        )
        self.model.reload()

    def _button(self, text: str, icon_name: str, act: Callable[[UnitLine], object]) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name)

        def on_click() -> None:
            row = self.table.current_row()
            if row is not None:
                act(row)

        button.clicked.connect(on_click)
        return button

    def _on_current(self, row: UnitLine | None) -> None:
        is_alive = row is not None and row.state.alive
        for button in (self.rename_button, self.dissolve_button):
            button.setEnabled(is_alive)
        self.merge_button.setEnabled(is_alive and len(self._offers()) > 1)

    def _on_all_units(self) -> None:
        self.table.set_lines(2 if self.all_units.value() else 1)  # what became of a unit takes two
        self.load()

    def _offers(self) -> tuple[UnitOffer, ...]:
        return tuple(
            UnitOffer(row.state.unit_id, row.state.name, row.members or 0)
            for row in self._rows
            if row.state.alive
        )

    def merge(self, row: UnitLine) -> None:
        """Ask what this unit, and perhaps others, are merged into."""
        register = self._context.services.register

        def work(answers: EndAnswers) -> None:
            from app.services import units

            units.merge_units(
                register,
                answers.unit_ids,
                answers.into_id,
                on=answers.on,
                paper=answers.paper,
                today=self._context.services.today(),
            )

        self._end(MergeDialog(self._context, self._offers(), row.state.unit_id, self), work)

    def dissolve(self, row: UnitLine) -> None:
        """Ask from when on this unit is no more."""
        register = self._context.services.register

        def work(answers: EndAnswers) -> None:
            from app.services import units

            units.dissolve_unit(
                register,
                answers.unit_ids[0],
                on=answers.on,
                paper=answers.paper,
                today=self._context.services.today(),
            )

        offer = UnitOffer(row.state.unit_id, row.state.name, row.members or 0)
        self._end(DissolveDialog(self._context, offer, self), work)

    def _end(self, dialog: MergeDialog | DissolveDialog, work: Callable[[EndAnswers], None]) -> None:
        def save(answers: EndAnswers, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self._context.change(lambda: work(answers), lambda _none: done(), failed, kinds=_KINDS)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self) -> None:
        """Ask for a new unit and add it."""
        register = self._context.services.register

        def save(
            answers: UnitAnswers, done: Callable[[], None], failed: Callable[[SoHoiError], None]
        ) -> None:
            def work() -> None:
                from app.services import units

                units.add_unit(
                    register,
                    answers.name,
                    level=answers.level,
                    on=answers.on,
                    today=self._context.services.today(),
                )

            self._context.change(work, lambda _none: done(), failed, kinds=_KINDS)

        level = self._rows[0].state.level if self._rows else "Chi hội"
        dialog = UnitDialog(self._context, level=level, parent=self)
        dialog.on_save(save)
        dialog.open()

    def _rename(self, row: UnitLine) -> None:
        if not row.state.alive:
            return
        register = self._context.services.register

        def save(
            answers: UnitAnswers, done: Callable[[], None], failed: Callable[[SoHoiError], None]
        ) -> None:
            def work() -> None:
                from app.services import units

                units.rename_unit(
                    register,
                    row.state.unit_id,
                    answers.name,
                    on=answers.on,
                    paper=answers.paper,
                    today=self._context.services.today(),
                )

            self._context.change(work, lambda _none: done(), failed, kinds=_KINDS)

        dialog = UnitDialog(self._context, name=row.state.name, level=row.state.level, parent=self)
        dialog.on_save(save)
        dialog.open()
