"""The mouse on the page: choose, drag, pull a handle, draw a frame around things, move a guide.

While the button is down only outlines move (``live``); letting go makes one step that can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget

from app.services.layouts import Layout
from ui.designer.geometry import (
    HANDLES,
    Frame,
    Handle,
    Targets,
    around,
    at_point,
    frames,
    move,
    resize,
    snapped_move,
    snapped_pull,
    targets,
    within,
)
from ui.designer.model import Design
from ui.designer.painting import handle_points

#: How near is near enough, in pixels at 100 % type size.
_DRAWN = 5.0
_TAKEN = 9.0
_SLACK = 3.0
#: However far away the page is seen from, nothing is drawn farther than this (mm).
_FARTHEST = 2.0
#: Less than this is a trembling hand, not a drag (pixels).
_STILL = 4.0

_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor, (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor, (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor, (0, 1): Qt.CursorShape.SizeVerCursor,
}  # fmt: skip


class Paper(Protocol):
    """What the mouse needs of the page on the screen."""

    def viewport(self) -> QWidget:
        """What is painted on."""

    def rect_of(self, frame: Frame) -> QRectF:
        """A place of the page in pixels."""

    def mm_at(self, point: QPointF) -> tuple[float, float]:
        """The place of the page at a pixel, in mm."""

    def mm_of(self, pixels: float) -> float:
        """How many mm a length of the 100 % design is on the screen now."""


@dataclass(slots=True)
class _Grip:
    """What the pressed button holds: where it was pressed (pixels, mm), and what (a handle, a guide, …)."""

    at: QPointF
    x: float
    y: float
    kind: str
    handle: Handle = (0, 0)
    guide: float = 0.0
    toggles: str = ""
    is_moving: bool = False


class Pointer:
    """Turns the mouse into changes of a design."""

    def __init__(self, canvas: Paper, design: Design) -> None:
        self._canvas = canvas
        self._design = design
        self._grip: _Grip | None = None
        self._result: Layout | None = None
        self._targets = Targets((), ())
        self._dragged: float | None = None
        self.live: dict[str, Frame] = {}
        self.uprights: tuple[float, ...] = ()
        self.levels: tuple[float, ...] = ()
        self.band: Frame | None = None

    # ---------------------------------------------------------------- the button goes down

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """The left button was pressed at a pixel of the view."""
        design = self._design
        x, y = self._canvas.mm_at(at)
        handle = self._handle_at(at)
        if handle is not None:
            self._grip = _Grip(at, x, y, "pull", handle)
        elif name := at_point(design.layout, x, y, self._canvas.mm_of(_SLACK)):
            adds = keys & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            toggles = name if adds and name in design.chosen else ""
            if adds:
                design.choose((*design.chosen, name))
            elif name not in design.chosen:
                design.choose((name,))
            self._grip = _Grip(at, x, y, "move", toggles=toggles)
        elif (guide := self._guide_at(x, y)) is not None:
            self._grip = _Grip(at, x, y, *guide)
        else:
            if not keys & Qt.KeyboardModifier.ShiftModifier:
                design.choose(())
            self._grip = _Grip(at, x, y, "band")
        self._targets = targets(design.layout, design.chosen, design.uprights, design.levels)

    def _handle_at(self, at: QPointF) -> Handle | None:
        if len(self._design.chosen) != 1:
            return None
        rect = self._canvas.rect_of(frames(self._design.layout)[self._design.chosen[0]])
        reach = self._canvas.rect_of(Frame(0, 0, self._canvas.mm_of(_TAKEN), 0)).width()
        near = [
            ((point - at).manhattanLength(), handle)
            for point, handle in zip(handle_points(rect), HANDLES, strict=True)
        ]
        best = min(near)
        return best[1] if best[0] <= reach else None

    def _guide_at(self, x: float, y: float) -> tuple[str, Handle, float] | None:
        reach = self._canvas.mm_of(_DRAWN)
        for kind, at, lines in (("upright", x, self._design.uprights), ("level", y, self._design.levels)):
            for line in lines:
                if abs(line - at) <= reach:
                    return kind, (0, 0), line
        return None

    # ---------------------------------------------------------------- it moves

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """The mouse is at another pixel; with Alt nothing draws what is being moved."""
        grip = self._grip
        if grip is None:
            self._show_cursor(at)
            return
        if not grip.is_moving and (at - grip.at).manhattanLength() < _STILL:
            return
        grip.is_moving = True
        x, y = self._canvas.mm_at(at)
        is_free = keys & Qt.KeyboardModifier.AltModifier
        reach = 0.0 if is_free else min(self._canvas.mm_of(_DRAWN), _FARTHEST)
        if grip.kind == "band":
            self.band = Frame(min(x, grip.x), min(y, grip.y), abs(x - grip.x), abs(y - grip.y))
        elif grip.kind in ("upright", "level"):
            self.drag_guide(grip.kind, x if grip.kind == "upright" else y)
        else:
            self._drag(grip, x - grip.x, y - grip.y, reach)
        self._canvas.viewport().update()

    def _drag(self, grip: _Grip, dx: float, dy: float, reach: float) -> None:
        design = self._design
        found = frames(design.layout)
        chosen = [name for name in design.chosen if name in found]
        if not chosen:
            return
        if grip.kind == "move":
            by = snapped_move(around(found[name] for name in chosen), dx, dy, self._targets, reach)
            self._result = move(design.layout, chosen, by.dx, by.dy)
        else:
            by = snapped_pull(found[chosen[0]], grip.handle, dx, dy, self._targets, reach)
            self._result = resize(design.layout, chosen[0], grip.handle, by.dx, by.dy)
        moved = frames(self._result)
        self.live = {name: moved[name] for name in chosen}
        self.uprights, self.levels = by.uprights, by.levels

    def _show_cursor(self, at: QPointF) -> None:
        handle = self._handle_at(at)
        x, y = self._canvas.mm_at(at)
        if handle is not None:
            shape = _CURSORS[handle]
        elif at_point(self._design.layout, x, y, self._canvas.mm_of(_SLACK)):
            shape = Qt.CursorShape.SizeAllCursor
        elif guide := self._guide_at(x, y):
            upright = guide[0] == "upright"
            shape = Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self._canvas.viewport().setCursor(shape)

    # ---------------------------------------------------------------- the button comes up

    def release(self) -> None:
        """The button was let go: what moved stays there."""
        grip, result, band = self._grip, self._result, self.band
        self._let_go()
        if grip is None:
            return
        design = self._design
        if grip.kind in ("upright", "level") and grip.is_moving:
            self.drop_guide(grip.kind, grip.guide)
        elif grip.kind == "band" and band is not None:
            design.choose((*design.chosen, *within(design.layout, band)))
        elif result is not None:
            design.do("Dời ô" if grip.kind == "move" else "Đổi cỡ ô", result)
        elif grip.toggles and not grip.is_moving:
            design.choose([name for name in design.chosen if name != grip.toggles])
        self._canvas.viewport().update()

    def cancel(self) -> bool:
        """Put back what is being dragged; False when nothing is."""
        was_moving = self._grip is not None
        self._let_go()
        self._canvas.viewport().update()
        return was_moving

    def _let_go(self) -> None:
        self._grip = self._result = self.band = None
        self.live = {}
        if not self._dragged:
            self.uprights = self.levels = ()

    # ---------------------------------------------------------------- guides

    def drag_guide(self, kind: str, at: float) -> None:
        """A guide is being dragged (from a ruler, or from where it was) to a place in mm."""
        self._dragged = round(at * 2) / 2
        self.uprights, self.levels = ((self._dragged,), ()) if kind == "upright" else ((), (self._dragged,))
        self._canvas.viewport().update()

    def drop_guide(self, kind: str, old: float | None = None) -> None:
        """It was let go: it stays where it is, or is gone when it is off the page."""
        design, layout, at = self._design, self._design.layout, self._dragged
        self._dragged = None
        self.uprights = self.levels = ()
        if at is not None:
            is_upright = kind == "upright"
            held = [each for each in (design.uprights if is_upright else design.levels) if each != old]
            if 0 <= at <= (layout.width if is_upright else layout.height):
                held.append(at)
            design.set_guides(**{"uprights" if is_upright else "levels": tuple(dict.fromkeys(held))})
        self._canvas.viewport().update()
