"""Honest pictures: bars by name, pairs of bars, a pyramid of ages, a line over years; all figures written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

_ROLE = QPalette.ColorRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class PyramidRow:
    """One band of ages: men to the left, women to the right, unknown written beside."""

    label: str
    men: int
    women: int
    unknown: int = 0


class _Chart(QWidget):
    """What the charts share: colours from the palette, room by the type size, a text for screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)

    def line_height(self) -> int:
        return round(self.fontMetrics().height() * 1.4)

    def shown(self, text: str, room: float) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.colour(_ROLE.Text))
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw the chart; each kind of chart does."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def without_shared_words(names: Sequence[str]) -> list[str]:
    """The names without the first words that all of them share ("Chi hội phường …"), if two or more.

    A number never stands alone: of "Chi hội Tổ 1" and "Chi hội Tổ 2" the word before it stays.
    """
    split = [name.split() for name in names]
    shared = 0
    if len(split) > 1:
        while all(len(words) > shared + 1 and words[shared] == split[0][shared] for words in split):
            shared += 1
        if any(words[shared].isdecimal() for words in split):
            shared = max(0, shared - 1)
    return [" ".join(words[shared:]) for words in split]


class BarChart(_Chart):
    """Horizontal bars, one a name, each with its figure at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, int], ...] = ()

    def set_rows(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show (name, count)."""
        self.setAccessibleDescription("; ".join(f"{name}: {count}" for name, count in rows))
        names = without_shared_words([name for name, _ in rows])
        self._rows = tuple((name, count) for name, (_, count) in zip(names, rows, strict=True))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 30
        return QSize(wide, self.line_height() * max(1, len(self._rows)))

    def paint(self, painter: QPainter) -> None:
        if not self._rows:
            return
        step = self.height() / len(self._rows)
        step = min(step, self.line_height() * 1.3)
        metrics = self.fontMetrics()
        names = min(self.width() * 0.6, max(metrics.horizontalAdvance(name) for name, _ in self._rows) + 10)
        figures = max(metrics.horizontalAdvance(str(count)) for _, count in self._rows) + 12
        room = max(1.0, self.width() - names - figures)
        most = max(1, *(count for _, count in self._rows))
        for number, (name, count) in enumerate(self._rows):
            top = number * step
            painter.setPen(self.colour(_ROLE.Text))
            painter.drawText(QRectF(0, top, names - 8, step), _LEFT, self.shown(name, names - 8))
            length = room * count / most
            bar = QRectF(names, top + step * 0.22, length, step * 0.56)
            painter.fillRect(bar, self.colour(_ROLE.Highlight))
            painter.drawText(QRectF(bar.right() + 6, top, figures, step), _LEFT, str(count))


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two figures of one name side by side, each with the words that are written at its bar."""

    name: str
    first: int
    second: int
    first_text: str
    second_text: str


class PairChart(_Chart):
    """Two bars under each other for every name, as income and expense of each year."""

    def __init__(self, first: str, second: str, parent: QWidget | None = None) -> None:
        """``first`` and ``second`` say what the two bars are."""
        super().__init__(parent)
        self._labels = (first, second)
        self._rows: tuple[PairRow, ...] = ()

    def set_rows(self, rows: Sequence[PairRow]) -> None:
        """Show the pairs, from the top."""
        self._rows = tuple(rows)
        first, second = self._labels
        self.setAccessibleDescription(
            "; ".join(
                f"{row.name}: {first} {row.first_text}, {second} {row.second_text}" for row in self._rows
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 30
        return QSize(wide, round(self.line_height() * (1.2 + 1.9 * max(1, len(self._rows)))))

    def paint(self, painter: QPainter) -> None:
        if not self._rows:
            return
        metrics, line = self.fontMetrics(), self.line_height()
        colours = (self.colour(_ROLE.LinkVisited), self.colour(_ROLE.Highlight))
        place = 0.0
        for label, colour in zip(self._labels, colours, strict=True):
            painter.fillRect(QRectF(place, line * 0.3, line * 0.5, line * 0.4), colour)
            painter.setPen(self.colour(_ROLE.Text))
            wide = metrics.horizontalAdvance(label) + 24
            painter.drawText(QRectF(place + line * 0.5 + 8, 0, wide, line), _LEFT, label)
            place += line * 0.5 + wide
        names = max(metrics.horizontalAdvance(row.name) for row in self._rows) + 14
        texts = [text for row in self._rows for text in (row.first_text, row.second_text)]
        figures = max(metrics.horizontalAdvance(text) for text in texts) + 12
        room = max(1.0, self.width() - names - figures)
        most = max(1, *(max(row.first, row.second) for row in self._rows))
        for number, row in enumerate(self._rows):
            top = line * (1.2 + 1.9 * number)
            painter.setPen(self.colour(_ROLE.Text))
            painter.drawText(QRectF(0, top, names, line * 1.6), _LEFT, row.name)
            pairs = ((row.first, row.first_text), (row.second, row.second_text))
            for step, ((figure, text), colour) in enumerate(zip(pairs, colours, strict=True)):
                bar = QRectF(names, top + line * (0.12 + 0.8 * step), room * figure / most, line * 0.56)
                painter.fillRect(bar, colour)
                painter.drawText(
                    QRectF(bar.right() + 6, bar.top() - line * 0.2, figures, bar.height() + line * 0.4),
                    _LEFT,
                    text,
                )


class AgePyramid(_Chart):
    """Bands of ages, the oldest on top; men left, women right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PyramidRow, ...] = ()

    def set_rows(self, rows: Sequence[PyramidRow]) -> None:
        """Show the bands, given from the youngest."""
        self._rows = tuple(reversed(rows))
        self.setAccessibleDescription(
            "; ".join(f"{r.label} tuổi: {r.men} nam, {r.women} nữ, {r.unknown} chưa rõ" for r in self._rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 30
        return QSize(wide, self.line_height() * (len(self._rows) + 1))

    def paint(self, painter: QPainter) -> None:
        if not self._rows:
            return
        metrics = self.fontMetrics()
        step = min(self.height() / (len(self._rows) + 1), self.line_height() * 1.3)
        middle = max(metrics.horizontalAdvance(row.label) for row in self._rows) + 18
        figures = metrics.horizontalAdvance("888") + 8
        half = max(1.0, (self.width() - middle) / 2 - figures)
        most = max(1, *(max(row.men, row.women) for row in self._rows))
        left, right = figures + half, figures + half + middle
        painter.drawText(QRectF(left - half, 0, half, step), _RIGHT, "Nam")
        painter.drawText(QRectF(left, 0, middle, step), _MIDDLE, "Tuổi")
        painter.drawText(QRectF(right, 0, half, step), _LEFT, "Nữ")
        for number, row in enumerate(self._rows, start=1):
            top = number * step
            painter.setPen(self.colour(_ROLE.Text))
            painter.drawText(QRectF(left, top, middle, step), _MIDDLE, row.label)
            for count, is_left in ((row.men, True), (row.women, False)):
                length = half * count / most
                start = left - length if is_left else right
                bar = QRectF(start, top + step * 0.18, length, step * 0.64)
                painter.fillRect(bar, self.colour(_ROLE.Highlight if is_left else _ROLE.LinkVisited))
                if count:
                    place = QRectF(start - figures - 4 if is_left else bar.right() + 4, top, figures, step)
                    painter.drawText(place, _RIGHT if is_left else _LEFT, str(count))


class LineChart(_Chart):
    """One figure over the years; the axis begins at zero and every point is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[tuple[int, int], ...] = ()

    def set_points(self, points: Sequence[tuple[int, int]]) -> None:
        """Show (year, figure)."""
        self._points = tuple(points)
        self.setAccessibleDescription("; ".join(f"{year}: {figure}" for year, figure in self._points))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, self.line_height() * 7)

    def paint(self, painter: QPainter) -> None:
        if not self._points:
            return
        line = self.line_height()
        ground = self.height() - line
        most = max(1, *(figure for _, figure in self._points))
        step = self.width() / len(self._points)
        painter.setPen(QPen(self.colour(_ROLE.Dark), 1))
        painter.drawLine(QPointF(0, ground), QPointF(self.width(), ground))
        places = [
            QPointF((number + 0.5) * step, ground - (ground - line * 1.2) * figure / most)
            for number, (_, figure) in enumerate(self._points)
        ]
        painter.setPen(QPen(self.colour(_ROLE.Highlight), 3))
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(QBrush(self.colour(_ROLE.Highlight)))
        for place, (year, figure) in zip(places, self._points, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(place, 5, 5)
            painter.setPen(self.colour(_ROLE.Text))
            painter.drawText(QRectF(place.x() - step / 2, place.y() - line, step, line), _MIDDLE, str(figure))
            painter.drawText(QRectF(place.x() - step / 2, ground, step, line), _MIDDLE, str(year))
