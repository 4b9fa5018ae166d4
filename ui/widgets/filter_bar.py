"""The conditions of a list as a row of chips: click one to change it, its cross to take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.services.query_words import Condition
from ui.flow import Flow
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.words import words

#: A chip is as wide as this many letters at most; what is longer stands in its tip.
_LETTERS = 46
#: In type of this size (%) and more, conditions that are plain by themselves go without their label.
_LARGE = 150
_PLAIN = frozenset({"status", "unit_ids", "gender", "policies", "roles", "categories"})


class Chip(QFrame):
    """One condition. Signals: ``opened()`` by a click or Enter, ``removed()`` by its cross or Del."""

    opened = Signal()
    removed = Signal()

    def __init__(self, condition: Condition, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.condition = condition
        said = str(condition)
        shown = condition.text if theme.scale >= _LARGE and condition.key in _PLAIN else said
        self.words = QPushButton(shown if len(shown) <= _LETTERS else shown[: _LETTERS - 1] + "…", self)
        self.words.setProperty("chip", True)
        self.words.setToolTip(f"{said}\nBấm để sửa; phím Del để bỏ.")
        self.words.setAutoDefault(False)
        self.words.clicked.connect(lambda _checked: self.opened.emit())
        self.cross = QToolButton(self)
        self.cross.setProperty("chip", True)
        put_icon(self.cross, "close")
        self.cross.setToolTip(f"Bỏ điều kiện “{said}”")
        self.cross.setAccessibleName(f"Bỏ điều kiện {said}")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Del does it from the keyboard
        self.cross.clicked.connect(lambda _checked: self.removed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(4), 0)
        row.setSpacing(0)
        row.addWidget(self.words)
        row.addWidget(self.cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Chips, a button to add a condition, and one that takes all away.

    Signals: ``opened(str key)`` and ``removed(str key)`` of a condition, ``cleared()``.
    """

    opened = Signal(str)
    removed = Signal(str)
    cleared = Signal()

    def __init__(
        self, theme: Theme, fill_menu: Callable[[QMenu], object], parent: QWidget | None = None
    ) -> None:
        """``fill_menu`` puts what can be added into the menu of the button, each time it opens."""
        super().__init__(parent)
        self._theme = theme
        self.chips: tuple[Chip, ...] = ()
        self._flow = Flow(theme.px(6), self)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self._fill = fill_menu
        self.add_button = QPushButton("Thêm điều kiện", self)
        self.add_button.setAutoDefault(False)
        self.add_button.setToolTip("Chọn ai được hiện: tuổi, chi hội, diện chính sách, mục chưa rõ…")
        put_icon(self.add_button, "filter")
        self.add_button.setMenu(self.menu)
        self.clear_button = QPushButton("Bỏ hết", self)
        self.clear_button.setProperty("link", True)
        self.clear_button.setAutoDefault(False)
        self.clear_button.setToolTip("Hiện tất cả mọi người trong sổ")
        self.clear_button.clicked.connect(lambda _checked: self.cleared.emit())
        self.count = words("", "soft", self)
        self._last = (self.add_button, self.clear_button, self.count)
        self._before: QWidget | None = None
        for widget in self._last:
            self._flow.addWidget(widget)

    def come_after(self, widget: QWidget) -> None:
        """The Tab key comes to the chips from this widget."""
        self._before = widget
        self._order_stops()

    def _order_stops(self) -> None:
        stops = [self._before, *(chip.words for chip in self.chips), self.add_button, self.clear_button]
        for before, after in pairwise(stop for stop in stops if stop is not None):
            self.setTabOrder(before, after)

    def _fill_menu(self) -> None:
        self.menu.clear()
        self._fill(self.menu)

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show these, in place of those before; the keyboard stays in the bar if it was there."""
        if [chip.condition for chip in self.chips] == list(conditions):
            return
        focus = next((place for place, chip in enumerate(self.chips) if chip.words.hasFocus()), -1)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for widget in self._last:
            self._flow.removeWidget(widget)
        chips = []
        for condition in conditions:
            chip = Chip(condition, self._theme, self)
            chip.opened.connect(lambda key=condition.key: self.opened.emit(key))
            chip.removed.connect(lambda key=condition.key: self.removed.emit(key))
            self._flow.addWidget(chip)
            chip.show()
            chips.append(chip)
        self.chips = tuple(chips)
        for widget in self._last:
            self._flow.addWidget(widget)
        self._order_stops()
        self.clear_button.setVisible(len(conditions) > 1)
        if focus >= 0:
            left = self.chips[min(focus, len(self.chips) - 1)].words if self.chips else self.add_button
            left.setFocus()
        self._fit()

    def set_count(self, text: str) -> None:
        """Say behind the chips how many are shown."""
        self.count.setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The list below gives way, not the chips: a layout knows no height that depends on the width.
        self._flow.invalidate()
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))
