"""The pages of the window, one shown at a time; on a small screen with large type they scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class PageStack(QScrollArea):
    """A stack of pages that never makes the window larger than the screen: what has no room scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = QStackedWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._pages)

    def addWidget(self, page: QWidget) -> None:
        """Put a page on the stack."""
        self._pages.addWidget(page)
        page.installEventFilter(self)

    def removeWidget(self, page: QWidget) -> None:
        """Take a page off the stack; it still belongs to its owner."""
        page.removeEventFilter(self)
        self._pages.removeWidget(page)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show one page, from its top."""
        self._pages.setCurrentWidget(page)
        self._fit()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def currentWidget(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As large as the room there is, or as the shown page cannot do without.

        Qt's own fitting asks for the height a page would like, and for that of the largest page.
        """
        room, shown = self.viewport().size(), self._pages.currentWidget()
        layout = shown.layout() if shown is not None else None
        if layout is None:
            self._pages.resize(room)
            return
        least = layout.totalMinimumSize()
        if layout.hasHeightForWidth():  # a row of buttons that wraps needs its second line too
            width = max(room.width(), least.width())
            least.setHeight(max(least.height(), layout.totalMinimumHeightForWidth(width)))
        self._pages.resize(room.expandedTo(least))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A page that needs more or less room than before says so.
        if event.type() == QEvent.Type.LayoutRequest and watched is self._pages.currentWidget():
            self._fit()
        return super().eventFilter(watched, event)
