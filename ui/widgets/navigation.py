"""The window's left edge: the branch's name and the pages, words with icons, one key each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.words import words


class Navigation(QFrame):
    """The list of pages. Signal ``chosen(str key)`` when the user picks one."""

    chosen = Signal(str)

    def __init__(
        self, entries: tuple[tuple[str, str], ...], theme: Theme, parent: QWidget | None = None
    ) -> None:
        """``entries`` are (key, words); the key is also the icon's name."""
        super().__init__(parent)
        self.setObjectName("navigation")
        self._theme = theme
        self._name = words("Chưa mở sổ", "branchName", self, wrap=True)
        self._program = words("SỔ HỘI", "programName", self)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, (key, text) in enumerate(entries, start=1):
            button = QToolButton(inside)
            button.setText(text)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setToolTip(f"{text} (Ctrl+{number})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            put_icon(button, key)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            column.addWidget(button)
        column.addStretch(1)
        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(inside)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._head = QVBoxLayout()
        self._head.addWidget(self._program)
        self._head.addWidget(self._name)
        self._column.addLayout(self._head)
        self._column.addWidget(scroller, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def show_branch(self, name: str) -> None:
        """Put the branch's name on top."""
        self._name.setText(name)
        self._name.setToolTip(name)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key].setChecked(True)
        for (
            each,
            button,
        ) in self._buttons.items():  # Tab comes to the open page's button, arrows go from there
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if each == key else Qt.FocusPolicy.NoFocus)

    def _fit(self) -> None:
        side = self._theme.px(22)
        is_huge = self._theme.scale > 150
        # Words say it all: at the largest type the pages need the room of the icons. (Without any icon Qt
        # puts the words in the middle.)
        size = QSize(1, 1) if is_huge else QSize(side + self._theme.px(8), side)
        for button in self._buttons.values():
            button.setIconSize(size)
        edge = self._theme.px(10 if is_huge else 14)
        # The room above is the label's own: the marks on capitals such as Ổ rise above the line.
        self._program.setContentsMargins(0, edge, 0, 0)
        self._head.setContentsMargins(edge, 0, edge // 2, edge)
        self._head.setSpacing(self._theme.px(2))
        self._column.setContentsMargins(0, 0, 0, self._theme.px(8))
        self.setFixedWidth(self._theme.px(160 if is_huge else 212))
