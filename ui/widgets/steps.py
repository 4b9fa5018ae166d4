"""How far something has come: numbered steps in a row, those that are done ticked, the present one filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class Steps(QWidget):
    """Paints the steps; ``present`` counts from 0, the number of steps means all are done.

    Where there is no room for all names, only the present step is named.
    """

    def __init__(self, names: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._theme = theme
        self.present = 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self._describe()

    def show_step(self, present: int, names: Sequence[str] = ()) -> None:
        """Show another step as the present one; ``names`` when the steps are others."""
        self.present = present
        self._names = tuple(names) or self._names
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        if self.present < len(self._names):
            text = f"Bước {self.present + 1} trên {len(self._names)}: {self._names[self.present]}"
        else:
            text = "Đã xong mọi bước"
        self.setAccessibleName(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return self._size(self._names)

    def minimumSizeHint(self) -> QSize:
        return self._size(self._short_names())

    def _size(self, names: Sequence[str]) -> QSize:
        return QSize(round(self._place_of(len(names), names) - self._gap(names)), self._theme.px(36))

    def _short_names(self) -> tuple[str, ...]:
        return tuple(name if n == self.present else "" for n, name in enumerate(self._names))

    def _gap(self, names: Sequence[str]) -> float:
        """Between two steps; less where there is no room for all the names."""
        return self._theme.px(26 if all(names) else 14)

    def _mark(self) -> float:
        return self._theme.px(24)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _place_of(self, number: int, names: Sequence[str]) -> float:
        from PySide6.QtGui import QFontMetricsF

        metrics = QFontMetricsF(self._bold())
        place = 1.0
        for name in names[:number]:
            gap = self._theme.px(7) if name else 0
            place += self._mark() + gap + metrics.horizontalAdvance(name) + self._gap(names)
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, mark = self.height() / 2, self._mark()
        names = self._names if self.width() >= self.sizeHint().width() else self._short_names()
        for number, name in enumerate(names):
            left = self._place_of(number, names)
            is_done, is_present = number < self.present, number == self.present
            circle = QRectF(left, middle - mark / 2, mark, mark)
            painter.setPen(QPen(QColor(colours.accent if is_present else colours.edge), 1.5))
            painter.setBrush(QColor(colours.accent if is_present else colours.surface))
            painter.drawEllipse(circle)
            painter.setFont(self._bold() if is_present else self.font())
            if is_done:
                self._tick(painter, circle)
            else:
                painter.setPen(QColor(colours.on_accent if is_present else colours.soft_ink))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            painter.setPen(QColor(colours.ink if is_present or is_done else colours.soft_ink))
            text = QRectF(circle.right() + self._theme.px(7), 0, self.width(), self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            if number + 1 < len(self._names):
                end = self._place_of(number + 1, names)
                painter.setPen(QPen(QColor(colours.edge), 1.5))
                gap = self._gap(names)
                edge = min(self._theme.px(7), gap / 4)
                painter.drawLine(QPointF(end - gap + edge, middle), QPointF(end - edge, middle))
        painter.end()

    def _tick(self, painter: QPainter, circle: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.colours.good), self._theme.px(2)))
        side = circle.width()
        points = [(0.27, 0.53), (0.44, 0.70), (0.75, 0.34)]
        corners = [QPointF(circle.left() + x * side, circle.top() + y * side) for x, y in points]
        painter.drawPolyline(corners)
