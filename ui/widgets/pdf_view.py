"""A PDF in the window: one page at a time, leaf through, nearer and farther, fit to the pane."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from ui.flow import FlowBox
from ui.printing import POINTS_PER_INCH, PdfPages
from ui.theme import Theme
from ui.widgets.words import words

_ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class _Sheet(QWidget):
    """Paints one page as a sheet of paper."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def show_image(self, image: QImage, size: QSize) -> None:
        self.image = image
        self.setFixedSize(size)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.image.isNull():
            painter.drawImage(QRectF(self.rect()), self.image)
        painter.end()


class PdfView(QWidget):
    """Shows PDF bytes. Signal ``page_changed(int number, int of)`` counts from 1."""

    page_changed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._number = 0
        self._zoom = 0.0  # 0 = the whole page fits the pane
        self._sheet = _Sheet()
        self._scroller = QScrollArea(self)
        self._scroller.setObjectName("previewGround")
        self._scroller.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroller.setWidget(self._sheet)
        self._scroller.viewport().installEventFilter(self)
        self._scroller.setMinimumSize(theme.px(150), theme.px(90))
        self._where = words("", "soft", self)
        below = FlowBox(theme.px(6), self)
        self._row = below.flow
        self._back = self._button("‹", "Trang trước (PgUp)", lambda: self.go(self._number - 1))
        self._row.addWidget(self._where)
        self._on = self._button("›", "Trang sau (PgDn)", lambda: self.go(self._number + 1))
        self._row.addStretch()
        self._button("−", "Nhỏ hơn", lambda: self._step_zoom(-1))
        self._button("+", "Lớn hơn", lambda: self._step_zoom(1))
        self._button("Vừa", "Vừa khung: thấy cả trang", lambda: self.set_zoom(0.0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroller, 1)
        column.addWidget(below)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Trang xem trước")
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys come here; it would be a second stop
        self._show()

    def set_pdf(self, content: bytes) -> None:
        """Show a PDF from its first page, or from the page that was looked at if it still exists."""
        if self._pages is not None:
            self._pages.close()
        self._pages = PdfPages(content)
        self.go(min(self._number, len(self._pages) - 1))

    def clear(self) -> None:
        """Show nothing."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None
        self._number = 0
        self._show()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._pages) if self._pages is not None else 0

    @property
    def number(self) -> int:
        """Which page is shown, counted from 0."""
        return self._number

    def go(self, number: int) -> None:
        """Show a page, counted from 0; a number outside the PDF is ignored."""
        if 0 <= number < self.page_count:
            self._number = number
            self._show()
            self.page_changed.emit(number + 1, self.page_count)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the paper's own size on the screen; 0 fits the whole page into the pane."""
        self._zoom = zoom
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_Right):
            self.go(self._number + 1)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_Left):
            self.go(self._number - 1)
        elif event.key() == Qt.Key.Key_Home:
            self.go(0)
        elif event.key() == Qt.Key.Key_End:
            self.go(self.page_count - 1)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._step_zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self._step_zoom(-1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):  # a page that is larger than the pane
            bar, way = self._scroller.verticalScrollBar(), -1 if event.key() == Qt.Key.Key_Up else 1
            bar.setValue(bar.value() + way * bar.pageStep() // 5)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light(is_on=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light(is_on=False)

    def _light(self, *, is_on: bool) -> None:
        self._scroller.setProperty("lit", is_on)
        self._scroller.style().polish(self._scroller)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self._zoom:
            self._show()
        if (
            event.type() is QEvent.Type.Wheel
            and isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._step_zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _step_zoom(self, way: int) -> None:
        present = self._zoom or self._fitting_zoom()
        nearer = [z for z in _ZOOMS if z > present + 0.01]
        farther = [z for z in _ZOOMS if z < present - 0.01]
        if way > 0 and nearer:
            self.set_zoom(nearer[0])
        elif way < 0 and farther:
            self.set_zoom(farther[-1])

    def _fitting_zoom(self) -> float:
        if self._pages is None:
            return 1.0
        size = self._pages.size(self._number) * (self.logicalDpiX() / POINTS_PER_INCH)
        room = self._scroller.size()
        return max(0.05, min((room.width() - 12) / size.width(), (room.height() - 12) / size.height()))

    def _show(self) -> None:
        count = self.page_count
        self._back.setEnabled(self._number > 0)
        self._on.setEnabled(self._number + 1 < count)
        self._where.setText(f"Trang {self._number + 1} / {count}" if count else "Chưa có gì")
        if self._pages is None:
            self._sheet.show_image(QImage(), QSize(1, 1))
            return
        dots = self.logicalDpiX() * (self._zoom or self._fitting_zoom())
        ratio = self.devicePixelRatioF()
        points = self._pages.size(self._number)
        size = QSize(
            round(points.width() * dots / POINTS_PER_INCH), round(points.height() * dots / POINTS_PER_INCH)
        )
        self._sheet.show_image(self._pages.image(self._number, dots * ratio), size)

    def _button(self, text: str, tip: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        self._row.addWidget(button)
        return button
