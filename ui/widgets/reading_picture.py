"""The sheet to measure on, drawn small: which four lengths are read off it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class ReadingPicture(QWidget):
    """The sheet drawn small: which four lengths are measured."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape = (297.0, 210.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Hình tờ đo với bốn khoảng A, B, C, D")
        theme.changed.connect(self.updateGeometry)

    def show_shape(self, width: float, height: float) -> None:
        """Draw a sheet of this shape (mm)."""
        self._shape = (width, height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(176))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, px = self._theme.colours, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self._shape
        scale = min((self.width() - px(8)) / width, (self.height() - px(4)) / height)
        paper = QRectF((self.width() - width * scale) / 2, px(2), width * scale, height * scale)
        painter.setPen(QPen(QColor(colours.edge), 1.2))
        painter.setBrush(QColor(colours.surface))
        painter.drawRect(paper)
        # Larger than life, so that A and B can be told.
        inset = 0.24 * min(paper.width(), paper.height())
        left, right = paper.left() + inset, paper.right() - inset
        top, bottom = paper.top() + inset, paper.bottom() - inset
        painter.setPen(QPen(QColor(colours.warn), px(1.6)))
        arm = px(7)
        for x in (left, right):
            for y in (top, bottom):
                painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
                painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        self._length(painter, "A", QPointF(paper.left(), top), QPointF(left - arm, top))
        self._length(painter, "B", QPointF(left, paper.top()), QPointF(left, top - arm))
        self._length(painter, "C", QPointF(left + arm, top), QPointF(right - arm, top))
        self._length(painter, "D", QPointF(left, top + arm), QPointF(left, bottom - arm))
        painter.end()

    def _length(self, painter: QPainter, name: str, start: QPointF, end: QPointF) -> None:
        """A line with its letter at the middle, on the paper's ground."""
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.accent), self._theme.px(1.4), Qt.PenStyle.DashLine))
        painter.drawLine(start, end)
        middle = (start + end) / 2
        side = painter.fontMetrics().height()
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        painter.fillRect(box, QColor(colours.surface))
        painter.setPen(QColor(colours.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
