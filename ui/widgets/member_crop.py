"""A picture with a frame of three to four on it, moved and sized by mouse or arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

#: Width by height of a portrait.
RATIO = 3 / 4
_LEAST = 0.12  # of the picture's smaller side: less than this is a blur
_STEP = 0.02
_BIG_STEP = 0.10
_GRIP = 18.0

Fractions = tuple[float, float, float, float]


class CropView(QWidget):
    """Shows a picture; what lies in the frame becomes the portrait. Signal ``changed()``.

    Mouse: drag the frame to move it, a corner to size it, the wheel to size it. Keys: arrows move (with
    Shift further), + and - size.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._frame = QRectF()  # in pixels of the picture
        self._held: str = ""
        self._grabbed_at = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Khung cắt ảnh: phím mũi tên để dời, dấu cộng trừ để to nhỏ")
        self.setMinimumSize(theme.px(200), theme.px(80))

    # ---------------------------------------------------------------- for the owner

    @property
    def image(self) -> QImage:
        """The picture as it is shown, upright."""
        return self._image

    def set_image(self, image: QImage) -> None:
        """Show a picture, the frame as large as fits and where a face is likely: in the middle, high up."""
        self._image = image
        width, height = image.width(), image.height()
        across = min(width, height * RATIO) * (1.0 if width <= height * RATIO else 0.96)
        high = across / RATIO
        self._frame = QRectF((width - across) / 2, (height - high) * 0.3, across, high)
        self._tell()

    def turn(self, degrees: int) -> None:
        """Turn the picture by 90 or -90 degrees."""
        if not self._image.isNull():
            self.set_image(self._image.transformed(QTransform().rotate(degrees)))

    def fractions(self) -> Fractions:
        """The frame as left, top, right, bottom in fractions of the picture."""
        width, height = max(1, self._image.width()), max(1, self._image.height())
        frame = self._frame
        return frame.left() / width, frame.top() / height, frame.right() / width, frame.bottom() / height

    def portrait(self, height: int) -> QImage:
        """What lies in the frame, this many pixels high."""
        part = self._image.copy(self._frame.toRect())
        return part.scaled(
            round(height * RATIO),
            height,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def size_by(self, factor: float) -> None:
        """Make the frame larger or smaller about its middle."""
        width = self._kept_width(self._frame.width() * factor)
        middle = self._frame.center()
        self._frame = QRectF(0, 0, width, width / RATIO)
        self._frame.moveCenter(middle)
        self._tell()

    def move_by(self, across: float, down: float) -> None:
        """Move the frame by pixels of the picture; it stays within."""
        self._frame.translate(across, down)
        self._tell()

    # ---------------------------------------------------------------- the frame

    def _kept_width(self, width: float) -> float:
        most = min(self._image.width(), self._image.height() * RATIO)
        least = min(most, _LEAST * min(self._image.width(), self._image.height()))
        return max(least, min(most, width))

    def _tell(self) -> None:
        frame = self._frame
        frame.moveLeft(max(0.0, min(frame.left(), self._image.width() - frame.width())))
        frame.moveTop(max(0.0, min(frame.top(), self._image.height() - frame.height())))
        self.update()
        self.changed.emit()

    def _scale(self) -> float:
        if self._image.isNull():
            return 1.0
        return min(self.width() / self._image.width(), self.height() / self._image.height())

    def _place(self) -> QRectF:
        """Where the picture is painted."""
        size = self._image.size().toSizeF() * self._scale()
        return QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )

    def frame_on_screen(self) -> QRectF:
        """The frame in this widget's own pixels."""
        scale, place = self._scale(), self._place()
        return QRectF(
            place.left() + self._frame.left() * scale,
            place.top() + self._frame.top() * scale,
            self._frame.width() * scale,
            self._frame.height() * scale,
        )

    # ---------------------------------------------------------------- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame, at = self.frame_on_screen(), event.position()
        self._held = self._what_is_at(at)
        self._grabbed_at = at - frame.center()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if not self._held:
            shapes = {"": Qt.CursorShape.ArrowCursor, "frame": Qt.CursorShape.SizeAllCursor}
            self.setCursor(shapes.get(self._what_is_at(at), Qt.CursorShape.SizeFDiagCursor))
            return
        scale, place = self._scale(), self._place()
        if self._held == "frame":
            centre = (at - self._grabbed_at - place.topLeft()) / scale
            self._frame.moveCenter(centre)
        else:
            self._drag_corner((at - place.topLeft()) / scale)
        self._tell()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.size_by(1.06 if event.angleDelta().y() < 0 else 1 / 1.06)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = (_BIG_STEP if is_far else _STEP) * self._image.width()
        ways = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        if event.key() in ways:
            self.move_by(*ways[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.size_by(1.05)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.size_by(1 / 1.05)
        else:
            super().keyPressEvent(event)

    def _what_is_at(self, at: QPointF) -> str:
        frame, reach = self.frame_on_screen(), self._theme.px(_GRIP)
        for name, corner in _corners(frame).items():
            if (corner - at).manhattanLength() <= reach:
                return name
        return "frame" if frame.contains(at) else ""

    def _drag_corner(self, at: QPointF) -> None:
        """Size the frame from one corner; the opposite one stays."""
        corners = _corners(self._frame)
        opposite = corners[_OPPOSITE[self._held]]
        width = self._kept_width(max(abs(at.x() - opposite.x()), abs(at.y() - opposite.y()) * RATIO))
        left = opposite.x() if "right" in self._held else opposite.x() - width
        top = opposite.y() if "bottom" in self._held else opposite.y() - width / RATIO
        self._frame = QRectF(left, top, width, width / RATIO)

    # ---------------------------------------------------------------- look

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ring = palette.color(QPalette.ColorRole.Link if self.hasFocus() else QPalette.ColorRole.Mid)
        if self._image.isNull():
            self._paint_invitation(painter, ring)
            return
        place, frame = self._place(), self.frame_on_screen()
        painter.drawImage(place, self._image)
        outside = QPainterPath()
        outside.addRect(place)
        hole = QPainterPath()
        hole.addRect(frame)
        painter.fillPath(outside.subtracted(hole), QColor(0, 0, 0, 130))
        pen = painter.pen()
        pen.setColor(QColor("#ffffff"))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.drawRect(frame)
        grip = self._theme.px(10)
        for corner in _corners(frame).values():
            spot = QRectF(0, 0, grip, grip)
            spot.moveCenter(corner)
            painter.fillRect(spot, QColor("#ffffff"))
        if self.hasFocus():
            pen.setColor(ring)
            pen.setWidth(3)
            painter.setPen(pen)
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_invitation(self, painter: QPainter, ring: QColor) -> None:
        pen = painter.pen()
        pen.setColor(ring)
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setWidth(2)
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        edge = self._theme.px(20)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(
            box.adjusted(edge, edge, -edge, -edge),
            flags,
            "Kéo ảnh thả vào đây, dán bằng Ctrl+V,\nhoặc bấm “Chọn ảnh…”",
        )
        painter.end()


_OPPOSITE = {
    "top left": "bottom right",
    "top right": "bottom left",
    "bottom left": "top right",
    "bottom right": "top left",
}


def _corners(frame: QRectF) -> dict[str, QPointF]:
    return {
        "top left": frame.topLeft(),
        "top right": frame.topRight(),
        "bottom left": frame.bottomLeft(),
        "bottom right": frame.bottomRight(),
    }
