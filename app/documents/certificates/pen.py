"""A pen that draws in millimetres from the page's top left corner, on a ReportLab canvas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Point = tuple[float, float]

_PT_PER_MM = 72 / 25.4
_THINNEST = 0.3  # pt; a laser printer drops finer lines


class Pen:
    """Draws lines and shapes; ``unit`` scales every line width with the page (1 = A4)."""

    def __init__(self, canvas: Any, height: float, unit: float = 1.0) -> None:
        self._canvas = canvas
        self._height = height
        self.unit = unit
        self.fill_colour = "#000000"

    def stroke(self, colour: str, width: float) -> None:
        """Colour and width (pt on A4) of the lines that follow."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(max(round(width * self.unit, 3), _THINNEST))

    def fill(self, colour: str) -> None:
        """Colour of the areas that follow."""
        self.fill_colour = colour
        self._canvas.setFillColor(colour)

    def shape(
        self, points: Iterable[Point], *, close: bool = True, stroke: bool = True, fill: bool = False
    ) -> None:
        """A polygon or an open broken line."""
        path = self._canvas.beginPath()
        start = True
        for x, y in points:
            (path.moveTo if start else path.lineTo)(*self._at(x, y))
            start = False
        if close:
            path.close()
        self._canvas.drawPath(path, stroke=int(stroke), fill=int(fill))

    def curves(
        self,
        start: Point,
        pieces: Iterable[Sequence[Point]],
        *,
        close: bool = False,
        stroke: bool = True,
        fill: bool = False,
    ) -> None:
        """A path of Bézier pieces (three points each) and straight ones (one point)."""
        path = self._canvas.beginPath()
        path.moveTo(*self._at(*start))
        for piece in pieces:
            if len(piece) == 1:
                path.lineTo(*self._at(*piece[0]))
            else:
                path.curveTo(*self._at(*piece[0]), *self._at(*piece[1]), *self._at(*piece[2]))
        if close:
            path.close()
        self._canvas.drawPath(path, stroke=int(stroke), fill=int(fill))

    def smooth(
        self, curve: Callable[[float], Point], start: float, end: float, steps: int, **how: bool
    ) -> None:
        """A smooth line through ``curve(t)``, as Bézier pieces with the curve's own slopes."""
        width = (end - start) / steps
        tiny = width * 1e-3
        pieces = []

        def slope(t: float) -> Point:
            (x1, y1), (x2, y2) = curve(t - tiny), curve(t + tiny)
            return (x2 - x1) / (2 * tiny), (y2 - y1) / (2 * tiny)

        here, here_slope = curve(start), slope(start)
        first = here
        for step in range(1, steps + 1):
            t = start + width * step
            there, there_slope = curve(t), slope(t)
            third = width / 3
            pieces.append(
                (
                    (here[0] + here_slope[0] * third, here[1] + here_slope[1] * third),
                    (there[0] - there_slope[0] * third, there[1] - there_slope[1] * third),
                    there,
                )
            )
            here, here_slope = there, there_slope
        self.curves(first, pieces, **how)

    def ring(self, x: float, y: float, radius: float, *, stroke: bool = True, fill: bool = False) -> None:
        """A circle."""
        self._canvas.circle(*self._at(x, y), radius * _PT_PER_MM, stroke=int(stroke), fill=int(fill))

    def frame(self, left: float, top: float, right: float, bottom: float, *, fill: bool = False) -> None:
        """A rectangle: its outline, or its area."""
        x, y = self._at(left, bottom)
        self._canvas.rect(
            x,
            y,
            (right - left) * _PT_PER_MM,
            (bottom - top) * _PT_PER_MM,
            stroke=int(not fill),
            fill=int(fill),
        )

    def _at(self, x: float, y: float) -> Point:
        return round(x * _PT_PER_MM, 3), round((self._height - y) * _PT_PER_MM, 3)


def polar(centre: Point, radius: float, angle: float) -> Point:
    """The point at ``radius`` from ``centre``; angles in radians, clockwise from the right."""
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def arc(centre: Point, radius: float, start: float, end: float) -> list[tuple[Point, Point, Point]]:
    """Bézier pieces of an arc from ``start`` to ``end`` (radians), for :meth:`Pen.curves`."""
    count = max(1, math.ceil(abs(end - start) / (math.pi / 2) - 1e-9))
    width = (end - start) / count
    reach = 4 / 3 * math.tan(width / 4) * radius
    pieces = []
    for index in range(count):
        a, b = start + width * index, start + width * (index + 1)
        (x1, y1), (x2, y2) = polar(centre, radius, a), polar(centre, radius, b)
        pieces.append(
            (
                (x1 - reach * math.sin(a), y1 + reach * math.cos(a)),
                (x2 + reach * math.sin(b), y2 - reach * math.cos(b)),
                (x2, y2),
            )
        )
    return pieces
