"""What tabs with a growing list have in common: they scroll, and keep a hand's breadth from the edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme


class ScrollTab(QScrollArea):
    """Put things into ``column``; what stands there keeps to the top."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        edge = theme.px(10)
        outer.setContentsMargins(edge, edge, edge, edge)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.px(8))
        outer.addLayout(self.column)
        outer.addStretch(1)
        self.setWidget(inside)
