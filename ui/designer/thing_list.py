"""Everything on the page as a list: to choose by keyboard, and to set the order."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.designer.editing import reorder, reordered_name
from ui.designer.geometry import frames
from ui.designer.model import Design
from ui.theme import Theme
from ui.widgets.enter_key import is_enter
from ui.widgets.words import words


class _List(QListWidget):
    """Enter goes to the page, Delete takes away."""

    entered = Signal()
    delete_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)


class ThingList(QWidget):
    """Signals ``entered()`` (Enter: on to the page) and ``delete_asked()``."""

    entered = Signal()
    delete_asked = Signal()

    def __init__(self, design: Design, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._design = design
        self._theme = theme
        self._troubles: frozenset[str] = frozenset()
        self._names: list[str] = []
        self.list = _List(self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Các ô trên giấy")
        self.list.setToolTip("Enter: sang trang giấy để dời ô bằng phím mũi tên")
        self.list.setMinimumHeight(theme.px(90))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.entered.connect(self.entered)
        self.list.delete_asked.connect(self.delete_asked)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        self.up = self._button("↑", "Lên trước trong thứ tự (Ctrl+Shift+Lên)", earlier=True)
        self.down = self._button("↓", "Xuống sau trong thứ tự (Ctrl+Shift+Xuống)", earlier=False)
        row = QHBoxLayout()
        row.addWidget(words("Các ô", "heading", self))
        row.addStretch(1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.list, 1)
        design.changed.connect(self.follow)
        design.choice_changed.connect(self._show_chosen)
        self.follow()

    def mark(self, troubles: Collection[str]) -> None:
        """Tell which boxes have a text that does not fit, by key."""
        if frozenset(troubles) != self._troubles:
            self._troubles = frozenset(troubles)
            self.follow()

    def follow(self) -> None:
        """Show what is on the page now."""
        names = list(frames(self._design.layout))
        names.sort(key=lambda name: name.partition(":")[0])  # boxes first, in the order of the layout
        told = [self._words(name) for name in names]
        with QSignalBlocker(self.list):
            if told != [self.list.item(n).text() for n in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(told)
            self._names = names
            for number, name in enumerate(names):
                self._tint(self.list.item(number), name)
        self._show_chosen()

    def _words(self, name: str) -> str:
        what = self._design.words_of(name)
        return f"{what} – không vừa chỗ" if name.removeprefix("box:") in self._troubles else what

    def _tint(self, item: QListWidgetItem, name: str) -> None:
        is_wrong = name.removeprefix("box:") in self._troubles
        item.setForeground(QBrush(QColor(self._theme.colours.warn)) if is_wrong else QBrush())

    def _show_chosen(self) -> None:
        chosen = self._design.chosen
        with QSignalBlocker(self.list):
            for number, name in enumerate(self._names):
                self.list.item(number).setSelected(name in chosen)
            current = self._names[self.list.currentRow()] if self.list.currentRow() >= 0 else ""
            if chosen and chosen[0] in self._names and current not in chosen:
                self.list.setCurrentRow(
                    self._names.index(chosen[0]), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        layout = self._design.layout
        for button, earlier in ((self.up, True), (self.down, False)):
            can_move = len(chosen) == 1 and reorder(layout, chosen[0], earlier=earlier) != layout
            button.setEnabled(can_move)

    def _on_chosen(self) -> None:
        self._design.choose([self._names[index.row()] for index in self.list.selectedIndexes()])

    def move_chosen(self, *, earlier: bool) -> None:
        """Put the chosen thing one place earlier or later."""
        design = self._design
        if len(design.chosen) != 1:
            return
        name = design.chosen[0]
        changed = reorder(design.layout, name, earlier=earlier)
        design.do("Đổi thứ tự", changed, chosen=(reordered_name(design.layout, name, earlier=earlier),))

    def _button(self, text: str, tip: str, *, earlier: bool) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _checked: self.move_chosen(earlier=earlier))
        return button
