"""Widgets side by side, wrapped into as many lines as the width asks: rows of buttons in large type."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget, QWidgetItem

#: A width at which everything stands on one line (pixels): what is taken to be before it is known.
_AMPLE = 100_000


class Flow(QLayout):
    """Lays its widgets out like words of a paragraph; hidden ones take no room.

    A line with room to spare gives it to its stretch, or to a widget whose policy has a horizontal stretch.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        """``spacing`` is between widgets and between lines, in pixels."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def invalidate(self) -> None:
        """Forget the heights: a widget came, went, or wants another size."""
        self._heights.clear()
        super().invalidate()

    def addStretch(self) -> None:
        """Push what follows on the same line to the right end."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def insertWidget(self, place: int, widget: QWidget, *, stretch: int = 0) -> None:
        """Put a widget before what stands in this place; with ``stretch`` it takes the room to spare."""
        policy = widget.sizePolicy()
        policy.setHorizontalStretch(stretch)
        widget.setSizePolicy(policy)
        self.addChildWidget(widget)
        self._items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # a page asks again and again while it is laid out
            self._heights[width] = self._place(QRect(0, 0, width, 0), is_moving=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_moving=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, is_moving: bool) -> int:
        y = rect.y()
        lines = self._lines(rect.width())
        for line in lines:
            sizes = [item.sizeHint() for item in line]
            sizes[0].setWidth(min(sizes[0].width(), max(rect.width(), line[0].minimumSize().width())))
            x, height = rect.x(), max(size.height() for size in sizes)
            spare = rect.width() - sum(size.width() + self.spacing() for size in sizes) + self.spacing()
            taker = next((place for place, item in enumerate(line) if _takes_room(item)), -1)
            if taker >= 0 and spare > 0:
                sizes[taker].setWidth(sizes[taker].width() + spare)
            for item, size in zip(line, sizes, strict=True):
                if is_moving:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return y - rect.y() - (self.spacing() if lines else 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._items:
            is_stretch = item.spacerItem() is not None
            if item.isEmpty() and not is_stretch:
                continue
            needed = item.sizeHint().width()
            if lines and (left >= needed or is_stretch):
                lines[-1].append(item)
            else:
                lines.append([item])
                left = width
            left -= needed + self.spacing()
        return lines


class FlowBox(QWidget):
    """A flow that keeps the height it needs: a layout around it knows no height that depends on the width."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        """``spacing`` as in :class:`Flow`."""
        super().__init__(parent)
        self.flow = Flow(spacing, self)
        self._seen = _AMPLE
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """No: a window would ask for the height at its least width, and take it."""
        return False

    def sizeHint(self) -> QSize:
        return QSize(self.flow.minimumSize().width(), self.flow.heightForWidth(self._seen))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._seen:
            self._seen = self.width()
            self.updateGeometry()


def _takes_room(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is None or widget.sizePolicy().horizontalStretch() > 0
