"""The headings of a list that can be sorted by several columns: arrows, and small numbers for their order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui.theme import Theme

#: One key of an order: the column's key, and whether it goes down.
Key = tuple[str, bool]
_MOST_KEYS = 3


class SortHeader(QHeaderView):
    """A click on a heading sorts by it, once more the other way; with Shift it becomes a further key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._order: tuple[Key, ...] = ()
        self.key_of: Callable[[int], str] = lambda _number: ""
        self.on_order: Callable[[tuple[Key, ...]], object] = lambda _order: None
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._on_clicked)

    def show_order(self, order: tuple[Key, ...]) -> None:
        """Show by which columns the list is sorted."""
        self._order = order
        self.viewport().update()

    @property
    def order(self) -> tuple[Key, ...]:
        """The keys that are shown, the first first."""
        return self._order

    def _on_clicked(self, number: int) -> None:
        key = self.key_of(number)
        if not key:
            return
        held = dict(self._order)
        is_further = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        turned = (key, not held[key] if key in held else False)
        if not is_further:
            self.on_order((turned,))
        elif key in held:
            self.on_order(tuple(turned if each[0] == key else each for each in self._order))
        else:
            self.on_order((*self._order, turned)[:_MOST_KEYS])

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        keys = [key for key, _ in self._order]
        key = self.key_of(logicalIndex)
        if key in keys:
            self._paint_arrow(painter, rect, keys.index(key), self._order[keys.index(key)][1])

    def _paint_arrow(self, painter: QPainter, rect: QRect, place: int, is_down: bool) -> None:
        px = self._theme.px
        number = str(place + 1) if len(self._order) > 1 else ""
        area = QRect(
            rect.right() - px(28 if number else 20), rect.y() + 1, px(28 if number else 20), rect.height() - 3
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(
            area, self.palette().color(QPalette.ColorRole.Button)
        )  # over a title that is too long
        half, middle = px(4), QPointF(area.x() + px(8), area.center().y() + 1)
        tip = half if is_down else -half
        arrow = [QPointF(-half, -tip / 2), QPointF(half, -tip / 2), QPointF(0, tip)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Text))
        painter.drawPolygon(QPolygonF([middle + point for point in arrow]))
        if number:
            font = painter.font()
            font.setPointSizeF(max(font.pointSizeF() * 0.8, 1))
            painter.setFont(font)
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(area.adjusted(px(15), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, number)
        painter.restore()
