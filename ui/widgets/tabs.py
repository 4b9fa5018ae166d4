"""Tabs that fill a page, each as high as there is room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget


def scrolled(pane: QWidget) -> QScrollArea:
    """A tab that asks for no height of its own: large type on a small screen leaves little."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(pane)
    return area


class Tabs(QTabWidget):
    """Asks for the room that the shown tab cannot do without, its wrapped lines and buttons included.

    Qt's own tabs ask for what the largest of them would like, and the page around them would scroll.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUsesScrollButtons(True)
        self.setDocumentMode(True)
        self.currentChanged.connect(lambda _number: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.currentWidget().layout() if self.count() else None
        if layout is None or not layout.hasHeightForWidth():
            return self.minimumSizeHint().height()
        return self._bar() + layout.totalMinimumHeightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        least = self.currentWidget().minimumSizeHint() if self.count() else QSize(0, 0)
        width = max(self.tabBar().minimumSizeHint().width(), least.width())
        return QSize(width, self._bar() + least.height())

    def _bar(self) -> int:
        return self.tabBar().sizeHint().height()
