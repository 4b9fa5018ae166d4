"""The rulers along the page, in mm; a guide is drawn out of them with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.designer.canvas import Canvas
from ui.designer.geometry import Frame, around, frames
from ui.designer.model import Design
from ui.theme import Theme

_THICK = 26  # pixels at 100 %
_NUMBERS_APART = 42  # pixels at 100 %


class Ruler(QWidget):
    """One ruler; it also shows where the chosen things and the mouse are."""

    def __init__(
        self, canvas: Canvas, design: Design, theme: Theme, *, level: bool, parent: QWidget | None = None
    ) -> None:
        """``level``: lies above the page; otherwise it stands at its left."""
        super().__init__(parent)
        self._canvas = canvas
        self._design = design
        self._theme = theme
        self._is_level = level
        self._mouse = -1.0
        self.setToolTip("Kéo từ thước vào trang để có đường gióng; kéo ra ngoài trang để bỏ.")
        self.setCursor(Qt.CursorShape.SplitVCursor if level else Qt.CursorShape.SplitHCursor)
        thick = theme.px(_THICK)
        if level:
            self.setFixedHeight(thick)
        else:
            self.setFixedWidth(thick)
        canvas.view_changed.connect(self.update)
        canvas.pointed.connect(self._on_pointed)
        design.changed.connect(self.update)
        design.choice_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        thick = self._theme.px(_THICK)
        return QSize(thick, thick)

    def _on_pointed(self, x: float, y: float) -> None:
        self._mouse = x if self._is_level else y
        self.update()

    def _pixel(self, mm: float) -> float:
        """Where a place of the page stands on this ruler."""
        at = self._canvas.rect_of(Frame(mm, mm, 0, 0)).topLeft()
        point = self.mapFromGlobal(self._canvas.viewport().mapToGlobal(at))
        return point.x() if self._is_level else point.y()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Button))
        self._paint_chosen(painter)
        per_mm = self._pixel(1) - self._pixel(0)
        numbers = next(
            (step for step in (5, 10, 20, 50, 100) if step * per_mm >= self._theme.px(_NUMBERS_APART)), 200
        )
        ticks = next((step for step in (1, 5, 10, 50) if step * per_mm >= 4), 100)
        font = painter.font()
        font.setPointSizeF(9 * self._theme.scale / 100)
        painter.setFont(font)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1))
        longest = int(self._design.layout.width if self._is_level else self._design.layout.height)
        for at in range(0, longest + 1, ticks):
            self._tick(painter, at, numbers)
        if self._mouse >= 0:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Link), 1))
            self._line(painter, self._pixel(self._mouse), 1.0)
        painter.end()

    def _tick(self, painter: QPainter, at: int, numbers: int) -> None:
        pixel, thick = self._pixel(at), self._theme.px(_THICK)
        is_numbered = at % numbers == 0
        self._line(painter, pixel, 1.0 if is_numbered else 0.35 if at % 5 == 0 else 0.2)
        if not is_numbered:
            return
        room = self._theme.px(_NUMBERS_APART)
        if self._is_level:
            place = QRectF(pixel + 3, 0, room, thick * 0.62)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(at))
            return
        painter.save()
        painter.translate(0, pixel + 3 + room)
        painter.rotate(-90)
        place = QRectF(0, 0, room, thick * 0.62)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(at))
        painter.restore()

    def _line(self, painter: QPainter, pixel: float, part: float) -> None:
        thick = self._theme.px(_THICK)
        if self._is_level:
            painter.drawLine(QPointF(pixel, thick * (1 - part)), QPointF(pixel, thick))
        else:
            painter.drawLine(QPointF(thick * (1 - part), pixel), QPointF(thick, pixel))

    def _paint_chosen(self, painter: QPainter) -> None:
        places = frames(self._design.layout) | self._canvas.pointer.live
        held = [places[name] for name in self._design.chosen if name in places]
        if not held:
            return
        whole, thick = around(held), self._theme.px(_THICK)
        low, high = (whole.x, whole.right) if self._is_level else (whole.y, whole.bottom)
        first, length = self._pixel(low), self._pixel(high) - self._pixel(low)
        part = QRectF(first, 0, length, thick) if self._is_level else QRectF(0, first, thick, length)
        painter.fillRect(part, self.palette().color(QPalette.ColorRole.Mid))

    # ---------------------------------------------------------------- guides come out of it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        viewport = self._canvas.viewport()
        x, y = self._canvas.mm_at(QPointF(viewport.mapFromGlobal(event.globalPosition())))
        self._canvas.pointer.drag_guide(self._kind, y if self._is_level else x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._canvas.pointer.drop_guide(self._kind)

    @property
    def _kind(self) -> str:
        return "level" if self._is_level else "upright"


class RuledCanvas(QWidget):
    """The canvas with its two rulers."""

    def __init__(self, canvas: Canvas, design: Design, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across = Ruler(canvas, design, theme, level=True, parent=self)
        self.down = Ruler(canvas, design, theme, level=False, parent=self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.across, 0, 1)
        grid.addWidget(self.down, 1, 0)
        grid.addWidget(canvas, 1, 1)
