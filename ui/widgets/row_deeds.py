"""Buttons under a list that has an order: add, and what is done with the row that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.flow import FlowBox
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.table import Table

#: Words, icon, hint and deed of a button; the deed is given the row.
RowDeed = tuple[str, str, str, Callable[[Any], object]]


def row_button(
    table: Table, text: str, icon_name: str, act: Callable[[Any], object], parent: QWidget, *, tip: str = ""
) -> QPushButton:
    """A button whose deed is given the row of ``table`` that is chosen; without one it does nothing."""

    def with_current() -> None:
        row = table.current_row()
        if row is not None:
            act(row)

    button = QPushButton(text, parent)
    if icon_name:
        put_icon(button, icon_name)
    button.setToolTip(tip)
    button.clicked.connect(lambda _checked: with_current())
    return button


class RowDeeds(FlowBox):
    """Its buttons are greyed while no row is chosen; Ctrl+↑ and Ctrl+↓ move the row."""

    def __init__(
        self,
        table: Table,
        theme: Theme,
        add: tuple[str, Callable[[], object]],
        deeds: Sequence[RowDeed],
        shift: Callable[[Any, int], object],
        parent: QWidget | None = None,
    ) -> None:
        """``add`` are the words and the deed of adding; ``shift`` is given the row and -1 or 1."""
        super().__init__(theme.px(8), parent)
        self._table = table
        self.add_button = QPushButton(add[0], self)
        put_icon(self.add_button, "add")
        self.add_button.clicked.connect(lambda _checked: add[1]())
        self._buttons = [
            row_button(table, text, icon_name, act, self, tip=tip) for text, icon_name, tip, act in deeds
        ]
        for button in (self.add_button, *self._buttons):
            self.flow.addWidget(button)
        for keys, by in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._shift, shift, by))
        table.current_changed.connect(self.show_row)
        self.show_row(None)

    def show_row(self, row: object) -> None:
        """Offer what can be done with this row; with None nothing."""
        for button in self._buttons:
            button.setEnabled(row is not None)

    def _shift(self, shift: Callable[[Any, int], object], by: int) -> None:
        row = self._table.current_row()
        if row is not None:
            shift(row, by)
