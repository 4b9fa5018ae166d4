"""The page as it will be printed, drawn on the worker a moment after the last change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.errors import SoHoiError
from app.services.layouts import Blank, Shrunk, layout_preview
from ui.designer.model import Design
from ui.page import Context
from ui.printing import PdfPages

#: How long after the last change the page is drawn again (milliseconds).
CALM = 150
_FINEST = 220


@dataclass(frozen=True, slots=True)
class Way:
    """What to draw: the words on it, whole or only what a blank lacks, on which blank."""

    texts: Mapping[str, str] = field(default_factory=dict)
    overlay: bool = False
    mono: bool = False
    blank: Blank | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that was drawn: its picture, what had to shrink, what could not be set or rose, by box."""

    image: QImage
    shrunk: tuple[Shrunk, ...]
    troubles: Mapping[str, str]
    risen: Mapping[str, float]


class Preview(QObject):
    """Signals ``drawn(Drawn)`` and ``refused(str)``; what was overtaken by a newer wish is never shown."""

    drawn = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, design: Design, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._design = design
        self._way = Way()
        self._dots = 96.0
        self._wish = 0
        self._timer = QTimer(self, singleShot=True, interval=CALM)
        self._timer.timeout.connect(self.draw_now)
        design.changed.connect(self._timer.start)

    def show_way(self, way: Way) -> None:
        """Draw it another way."""
        self._way = way
        self.draw_now()

    def set_dots(self, dots_per_inch: float) -> None:
        """Draw it this fine from now on: the page came nearer or went farther."""
        if abs(dots_per_inch - self._dots) > 1:
            self._dots = dots_per_inch
            self._timer.start()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        self._wish += 1

    def draw_now(self) -> None:
        """Draw without waiting."""
        self._timer.stop()
        self._wish += 1
        wish, layout, way, dots = self._wish, self._design.layout, self._way, min(self._dots, _FINEST)

        def work() -> Drawn:
            made = layout_preview(layout, way.texts, overlay=way.overlay, mono=way.mono, blank=way.blank)
            pages = PdfPages(made.content)
            try:
                return Drawn(pages.image(0, dots), made.shrunk, made.troubles, made.risen)
            finally:
                pages.close()

        def show(found: Drawn) -> None:
            if wish == self._wish:
                self.drawn.emit(found)

        def refuse(problem: SoHoiError) -> None:
            if wish == self._wish:
                self.refused.emit(problem.message)

        self._context.ask(work, show, refuse)
