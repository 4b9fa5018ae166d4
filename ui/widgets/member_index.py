"""The groups of a long form beside it: which one the keyboard is in, a click or Alt+digit goes to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.fields import ChoiceBox


class GroupIndex(QWidget):
    """A column of group names, or a drop-down list where there is no room for a column.

    Signal ``chosen(str)``: the user wants to go to that group.
    """

    chosen = Signal(str)

    def __init__(self, groups: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(2))
        for number, group in enumerate(groups, start=1):
            button = QPushButton(group, self)
            button.setProperty("index", True)
            button.setCheckable(True)
            button.setAutoDefault(False)
            # The keyboard comes here by Alt+digit; with Tab it would be seven stops before the first field.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"Alt+{number}")
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda group=group: self._choose(group))
            button.clicked.connect(lambda _checked=False, group=group: self._choose(group))
            column.addWidget(button)
            self._buttons[group] = button
        self._short = ChoiceBox([(group, group) for group in groups], self)
        self._short.setAccessibleName("Tới phần")
        self._short.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._short.edited.connect(lambda: self._choose(self._short.value()))
        self._short.hide()
        column.addWidget(self._short)
        column.addStretch(1)
        self.set_current(groups[0])

    def set_short(self, is_short: bool) -> None:
        """Be a drop-down list instead of a column."""
        self._short.setVisible(is_short)
        for button in self._buttons.values():
            button.setVisible(not is_short)

    def set_current(self, group: str) -> None:
        """Mark the group that the keyboard is in."""
        for name, button in self._buttons.items():
            button.setChecked(name == group)
        self._short.set_value(group)

    def _choose(self, group: str) -> None:
        self.set_current(group)
        self.chosen.emit(group)
