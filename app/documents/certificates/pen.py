"""A pen that draws in millimetres from the page's top left corner and gives the operators of a PDF form."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

Point = tuple[float, float]
Move = tuple[float, float, float, float, float, float]
"""Where (x, y) mm goes: to (a·x + c·y + e, b·x + d·y + f)."""

_PT_PER_MM = 72 / 25.4
_ROUND = 4 / 3 * math.tan(math.pi / 8)  # how far the handles of a quarter circle reach
_THINNEST = 0.3  # pt; a laser printer drops finer lines


class Pen:
    """Collects drawing operators; ``unit`` scales every line width with the page (1 = A4)."""

    def __init__(self, height: float, unit: float = 1.0) -> None:
        self.unit = unit
        self.fill_colour = "#000000"
        self._top = height * _PT_PER_MM
        self._operators: list[str] = []
        self.parts: list[str] = []

    def operators(self) -> str:
        """Everything drawn so far, as operators of a page or form in pt."""
        return "\n".join(["q 1 j 1 J", *self._operators, "Q"])

    def stroke(self, colour: str, width: float) -> None:
        """Colour and width (pt on A4) of the lines that follow."""
        self._operators.append(f"{_rgb(colour)} RG {max(width * self.unit, _THINNEST):.3g} w")

    def fill(self, colour: str) -> None:
        """Colour of the areas that follow."""
        self.fill_colour = colour
        self._operators.append(f"{_rgb(colour)} rg")

    def repeat(self, draw: Callable[[Pen], None], shifts: Iterable[Point]) -> None:
        """Draw something once, as a part of its own, and show it at each shift (mm right and down)."""
        self.place(draw, [(1, 0, 0, 1, x, y) for x, y in shifts])

    def place(self, draw: Callable[[Pen], None], moves: Iterable[Move]) -> None:
        """Draw something once, as a part of its own, and show it moved, mirrored or turned."""
        once = Pen(self._top / _PT_PER_MM, self.unit)
        draw(once)
        self.parts.append(once.operators())
        name, top = part_name(len(self.parts) - 1), self._top
        for a, b, c, d, e, f in moves:
            right, up = c * top + e * _PT_PER_MM, top - d * top - f * _PT_PER_MM
            self._operators.append(f"q {a:.6g} {-b:.6g} {-c:.6g} {d:.6g} {right:.3f} {up:.3f} cm {name} Do Q")

    def shape(
        self, points: Iterable[Point], *, close: bool = True, stroke: bool = True, fill: bool = False
    ) -> None:
        """A polygon or an open broken line."""
        top = self._top
        placed = [f"{x * _PT_PER_MM:.2f} {top - y * _PT_PER_MM:.2f}" for x, y in points]
        self._operators.append(f"{placed[0]} m {' l '.join(placed[1:])} l {_paint(close, stroke, fill)}")

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
        top = self._top
        parts = [f"{start[0] * _PT_PER_MM:.2f} {top - start[1] * _PT_PER_MM:.2f} m"]
        for piece in pieces:
            if len(piece) == 1:
                ((x, y),) = piece
                parts.append(f"{x * _PT_PER_MM:.2f} {top - y * _PT_PER_MM:.2f} l")
                continue
            (x1, y1), (x2, y2), (x, y) = piece
            parts.append(
                f"{x1 * _PT_PER_MM:.2f} {top - y1 * _PT_PER_MM:.2f} {x2 * _PT_PER_MM:.2f}"
                f" {top - y2 * _PT_PER_MM:.2f} {x * _PT_PER_MM:.2f} {top - y * _PT_PER_MM:.2f} c"
            )
        self._operators.append(f"{' '.join(parts)} {_paint(close, stroke, fill)}")

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
        x, y, r = x * _PT_PER_MM, self._top - y * _PT_PER_MM, radius * _PT_PER_MM
        near = r * _ROUND  # drawings hold hundreds of rings: their four arcs are written without reckoning
        self._operators.append(
            f"{x + r:.2f} {y:.2f} m"
            f" {x + r:.2f} {y - near:.2f} {x + near:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c"
            f" {x - near:.2f} {y - r:.2f} {x - r:.2f} {y - near:.2f} {x - r:.2f} {y:.2f} c"
            f" {x - r:.2f} {y + near:.2f} {x - near:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
            f" {x + near:.2f} {y + r:.2f} {x + r:.2f} {y + near:.2f} {x + r:.2f} {y:.2f} c"
            f" {_paint(close=True, stroke=stroke, fill=fill)}"
        )

    def frame(self, left: float, top: float, right: float, bottom: float, *, fill: bool = False) -> None:
        """A rectangle: its outline, or its area."""
        x, y = left * _PT_PER_MM, self._top - bottom * _PT_PER_MM
        width, height = (right - left) * _PT_PER_MM, (bottom - top) * _PT_PER_MM
        self._operators.append(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re {'f' if fill else 'S'}")


def _paint(close: bool, stroke: bool, fill: bool) -> str:
    if fill and stroke:
        return "b" if close else "B"
    if fill:
        return "f"
    return "s" if close else "S"


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


def part_name(index: int) -> str:
    """How the operators name a repeated part, until the document gives it its own name."""
    return f"/Phan{index}"


def four_corners(width: float, height: float) -> tuple[Move, ...]:
    """The moves that show what is drawn in the upper left corner of a page in all four, mirrored."""
    return (
        (1, 0, 0, 1, 0, 0),
        (-1, 0, 0, 1, width, 0),
        (1, 0, 0, -1, 0, height),
        (-1, 0, 0, -1, width, height),
    )


def about(origin: Point, moves: Iterable[Move]) -> tuple[Move, ...]:
    """The same moves for a part drawn around ``origin``: what a part has off the page is lost."""
    x, y = origin
    return tuple((a, b, c, d, e - a * x - c * y, f - b * x - d * y) for a, b, c, d, e, f in moves)


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
