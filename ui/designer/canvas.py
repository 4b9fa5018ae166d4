"""The page on the screen: the printer's own picture of it, the scan of a blank under it, outlines above."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from ui.designer.editing import remove
from ui.designer.geometry import Frame, frames, move, resize
from ui.designer.model import Design
from ui.designer.painting import Overlay, paint
from ui.designer.pointing import Pointer
from ui.designer.words import mm
from ui.theme import Theme

MM_PER_INCH = 25.4
_ZOOMS = (25, 33, 50, 75, 100, 125, 150, 200, 300, 400, 600)
_AROUND = 8.0  # mm of ground around the page
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
#: How far an arrow key moves: alone, with Shift, with Alt (mm).
STEP, LONG_STEP, SHORT_STEP = 0.5, 5.0, 0.1


class Canvas(QGraphicsView):
    """Shows and moves things.

    Signals ``view_changed()`` after scrolling or zooming, ``edit_asked()`` when the chosen thing's values
    are wanted (Enter, double click), ``pointed(float, float)`` where the mouse is, in mm.
    """

    view_changed = Signal()
    edit_asked = Signal()
    pointed = Signal(float, float)

    def __init__(self, design: Design, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._design = design
        self._theme = theme
        self._page_image = QPixmap()
        self._scan = QPixmap()
        self._scan_size = (1.0, 1.0)
        self._sheet: tuple[float, float] | None = None
        self._opacity = 0.5
        self._is_fitted = True
        self.troubles: Mapping[str, str] = {}
        self._risen: Mapping[str, float] = {}
        self.hidden: frozenset[str] = frozenset()
        self.shows_outlines = True
        self.shows_grid = False
        self.pointer = Pointer(self, design)
        self.setScene(QGraphicsScene(self))
        self.setObjectName("previewGround")
        self.setAccessibleName("Trang giấy")
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(theme.px(160), theme.px(120))
        design.changed.connect(self._on_changed)
        design.choice_changed.connect(self._on_choice)
        self._on_changed()

    # ---------------------------------------------------------------- what is shown

    def show_page(self, image: QImage, troubles: Mapping[str, str], risen: Mapping[str, float]) -> None:
        """Put the printer's picture of the page on the paper; boxes in trouble and risen ones are marked."""
        self._page_image = QPixmap.fromImage(image)
        self.troubles = troubles
        self._risen = risen
        self.viewport().update()

    def show_scan(self, image: QImage, width: float, height: float) -> None:
        """Lay a scan of ``width`` × ``height`` mm under the page, middles together; a null one goes."""
        self._scan = QPixmap.fromImage(image)
        self._scan_size = (width, height)
        self.viewport().update()

    def set_opacity(self, opacity: float) -> None:
        """How strongly the scan shows, 0 to 1."""
        self._opacity = opacity
        self.viewport().update()

    # ---------------------------------------------------------------- nearer and farther

    @property
    def zoom(self) -> float:
        """100 = the paper's own size on the screen."""
        return self.transform().m11() * MM_PER_INCH / self.logicalDpiX() * 100

    @property
    def dots_per_inch(self) -> float:
        """How fine the page is shown now, in the screen's own dots."""
        return self.transform().m11() * MM_PER_INCH * self.devicePixelRatioF()

    def set_zoom(self, percent: float) -> None:
        """Show it this large from now on."""
        self._is_fitted = False
        self._scale(min(max(percent, _ZOOMS[0]), _ZOOMS[-1]) / 100 * self.logicalDpiX() / MM_PER_INCH)

    def step_zoom(self, way: int) -> None:
        """One step nearer (1) or farther (-1)."""
        nearer = [each for each in _ZOOMS if each > self.zoom + 1]
        farther = [each for each in _ZOOMS if each < self.zoom - 1]
        if way > 0 and nearer:
            self.set_zoom(nearer[0])
        elif way < 0 and farther:
            self.set_zoom(farther[-1])

    def fit(self) -> None:
        """Show the whole page, however large the window becomes."""
        self._is_fitted = True
        room, page = self.size(), self._design.layout
        across = (room.width() - 8) / (page.width + _AROUND)
        down = (room.height() - 8) / (page.height + _AROUND)
        self._scale(max(0.2, min(across, down)))
        self.centerOn(page.width / 2, page.height / 2)

    def _scale(self, pixels_per_mm: float) -> None:
        self.setTransform(QTransform.fromScale(pixels_per_mm, pixels_per_mm))
        self.view_changed.emit()

    # ---------------------------------------------------------------- from mm to pixels

    def rect_of(self, frame: Frame) -> QRectF:
        """A place of the page in pixels of the view."""
        move = self.viewportTransform()
        first = move.map(QPointF(frame.x, frame.y))
        last = move.map(QPointF(frame.right, frame.bottom))
        return QRectF(first, last)

    def mm_at(self, point: QPointF) -> tuple[float, float]:
        """The place of the page at a pixel of the view, in mm."""
        turned, _ = self.viewportTransform().inverted()
        at = turned.map(point)
        return at.x(), at.y()

    def mm_of(self, pixels: float) -> float:
        """How many mm a length on the screen is."""
        return pixels * self._theme.scale / 100 / self.transform().m11()

    # ---------------------------------------------------------------- drawing

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        layout = self._design.layout
        page = QRectF(0, 0, layout.width, layout.height)
        painter.fillRect(QRectF(rect), self.palette().color(self.backgroundRole()))
        shade = QColor(0, 0, 0, 50)
        painter.fillRect(page.translated(self.mm_of(3), self.mm_of(3)), shade)
        painter.fillRect(page, QColor("#ffffff"))
        if not self._scan.isNull():
            painter.setOpacity(self._opacity)
            painter.drawPixmap(self._in_the_middle(self._scan_size), self._scan, QRectF(self._scan.rect()))
            painter.setOpacity(1.0)
        if not self._page_image.isNull():
            # Ink on the sheet that lies under it: white paper lets everything through.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawPixmap(self._image_place(), self._page_image, QRectF(self._page_image.rect()))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _image_place(self) -> QRectF:
        """Where the picture of the page lies: a sheet of another size carries the layout in its middle."""
        layout, ratio = self._design.layout, self._page_image.width() / self._page_image.height()
        if self._sheet is None or abs(ratio - self._sheet[0] / self._sheet[1]) > 0.02:
            return QRectF(0, 0, layout.width, layout.height)
        return self._in_the_middle(self._sheet)

    def _in_the_middle(self, size: tuple[float, float]) -> QRectF:
        layout = self._design.layout
        return QRectF((layout.width - size[0]) / 2, (layout.height - size[1]) / 2, *size)

    def set_sheet(self, size: tuple[float, float] | None) -> None:
        """The pictures to come are of a sheet of this size in mm, not of the layout's own page."""
        self._sheet = size

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        paint(painter, self._overlay(), self.rect_of, self._theme)
        painter.end()

    def _overlay(self) -> Overlay:
        design, layout, pointer = self._design, self._design.layout, self.pointer
        places = frames(layout) | pointer.live
        return Overlay(
            page=Frame(0, 0, layout.width, layout.height),
            frames=places,
            chosen=design.chosen,
            troubles=frozenset(f"box:{key}" for key in self.troubles),
            hidden=self.hidden,
            risen={f"box:{key}": top for key, top in self._risen.items()},
            caption=self._caption(places),
            uprights=design.uprights,
            levels=design.levels,
            drawn_uprights=pointer.uprights,
            drawn_levels=pointer.levels,
            band=pointer.band,
            shows_outlines=self.shows_outlines,
            shows_grid=self.shows_grid,
        )

    def _caption(self, places: Mapping[str, Frame]) -> str:
        if len(self._design.chosen) != 1 or self._design.chosen[0] not in places:
            return ""
        name = self._design.chosen[0]
        frame = places[name]
        words = self._design.words_of(name)
        words = words if len(words) <= 26 else f"{words[:25]}…"
        if not self.pointer.live:
            return words
        return f"{words}: {mm(frame.x)} × {mm(frame.y)}, rộng {mm(frame.width)}, cao {mm(frame.height)} mm"

    # ---------------------------------------------------------------- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.press(event.position(), event.modifiers())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event.position(), event.modifiers())
        self.pointed.emit(*self.mm_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.release()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._design.chosen:
            self.edit_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        # Alt with an arrow, and Esc while something is chosen, are ours and nobody's shortcut.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in _STEPS or (event.key() == Qt.Key.Key_Escape and self._design.chosen))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, with_keys = Qt.Key(event.key()), event.modifiers()
        if key in _STEPS and self._design.chosen:
            self._nudge(_STEPS[key], with_keys)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._design.chosen:
            self.delete()
        elif key == Qt.Key.Key_Escape and (self.pointer.live or self._design.chosen):
            if not self.pointer.cancel():
                self._design.choose(())
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._design.choose_next(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._design.chosen:
            self.edit_asked.emit()
        elif key == Qt.Key.Key_A and with_keys & Qt.KeyboardModifier.ControlModifier:
            self._design.choose(frames(self._design.layout))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def delete(self) -> None:
        """Take the chosen things away; it can be taken back."""
        design = self._design
        words = design.words_of(design.chosen[0]) if len(design.chosen) == 1 else f"{len(design.chosen)} ô"
        design.do(f"Xóa {words}", remove(design.layout, design.chosen), chosen=())

    def _nudge(self, way: tuple[int, int], with_keys: Qt.KeyboardModifier) -> None:
        design, modifiers = self._design, Qt.KeyboardModifier
        step = LONG_STEP if with_keys & modifiers.ShiftModifier else STEP
        step = SHORT_STEP if with_keys & modifiers.AltModifier else step
        dx, dy = way[0] * step, way[1] * step
        if with_keys & modifiers.ControlModifier:
            if len(design.chosen) == 1:
                name = design.chosen[0]
                changed = resize(design.layout, name, (1, 1), dx, dy)
                design.do("Đổi cỡ ô", changed, merge=f"resize {name}")
            return
        changed = move(design.layout, design.chosen, dx, dy)
        design.do("Dời ô", changed, merge=f"move {' '.join(design.chosen)}")

    # ---------------------------------------------------------------- following the layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
        self.view_changed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.view_changed.emit()

    def _on_changed(self) -> None:
        layout = self._design.layout
        around = QRectF(
            -_AROUND / 2, -_AROUND / 2, layout.width + _AROUND, layout.height + _AROUND
        )  # fmt: skip
        if self.sceneRect() != around:
            self.setSceneRect(around)
            if self._is_fitted:
                self.fit()
        self._on_choice()

    def _on_choice(self) -> None:
        self.setAccessibleDescription(self.told_choice())
        self.viewport().update()

    def told_choice(self) -> str:
        """What is chosen and where it stands, in words."""
        design = self._design
        if not design.chosen:
            return "Chưa chọn ô nào"
        if len(design.chosen) > 1:
            return f"Đang chọn {len(design.chosen)} ô"
        frame = frames(design.layout)[design.chosen[0]]
        boxes = design.boxes()
        leader = boxes[0].follows if boxes else ""
        follows = f", dâng lên sát dưới ô {design.words_of(f'box:{leader}')}" if leader else ""
        return (
            f"{design.words_of(design.chosen[0])}: cách trái {mm(frame.x)} mm, cách trên {mm(frame.y)} mm, "
            f"rộng {mm(frame.width)} mm, cao {mm(frame.height)} mm{follows}"
        )
