"""How the designer shares out its room: everything beside the page, or, where it is narrow, behind tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from ui.designer.tools import Tools
from ui.theme import Theme

_LIST, _SIDE = 210, 312  # pixels at 100 %
#: Narrower than this (pixels at 100 %) list, values and view take turns beside the page.
_WIDE_FROM = 1080


class Room(QWidget):
    """The page with what belongs to it; ``reveal`` brings a part to the front when they take turns."""

    def __init__(
        self,
        theme: Theme,
        tools: Tools,
        page: QWidget,
        parts: tuple[QWidget, QWidget, QWidget, QWidget],
        parent: QWidget | None = None,
    ) -> None:
        """``parts`` are the list of things, the values, which layout it is, and with whose words."""
        super().__init__(parent)
        self._theme = theme
        self._tools = tools
        self._things, self._values, self._which, self._bar = parts
        self._is_wide: bool | None = None
        self._view = QWidget(self)
        self._view_column = QVBoxLayout(self._view)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._halves = QSplitter(Qt.Orientation.Horizontal, self)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(page)
        self._halves.setStretchFactor(0, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._column.addWidget(self._halves, 1)
        self._values.setMinimumWidth(theme.px(236))
        self._things.setMinimumWidth(theme.px(150))
        self._arrange(is_wide=True)

    def reveal(self, part: QWidget) -> None:
        """Bring a part to the front."""
        if self._tabs.indexOf(part) >= 0:
            self._tabs.setCurrentWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        px = self._theme.px
        is_wide = self.width() >= px(_WIDE_FROM)
        if is_wide != self._is_wide:
            held = self.window().focusWidget()
            self._arrange(is_wide=is_wide)
            if held is not None:  # what is moved elsewhere loses the keyboard
                held.setFocus()
        rest = self.width() - px(_SIDE)
        self._halves.setSizes([px(_LIST), rest - px(_LIST), px(_SIDE)] if is_wide else [rest, px(_SIDE)])
        super().resizeEvent(event)

    def _arrange(self, *, is_wide: bool) -> None:
        self._is_wide = is_wide
        if is_wide:
            self._tabs.clear()
            self._halves.insertWidget(0, self._things)
            self._halves.addWidget(self._values)
            self._tabs.setParent(None)
            self._tools.add_widget(self._which)
            self._column.addWidget(self._bar)
        else:
            self._halves.addWidget(self._tabs)
            self._view_column.addWidget(self._which)
            self._view_column.addWidget(self._bar)
            self._view_column.addStretch(1)
            for part, words in ((self._things, "Các ô"), (self._values, "Sửa"), (self._view, "Xem, mẫu")):
                self._tabs.addTab(part, words)
            self._tabs.show()
        for part in (self._which, self._bar, *((self._things, self._values) if is_wide else ())):
            part.show()
