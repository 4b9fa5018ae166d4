"""Colours and motifs that several borders share: rules, key patterns, lotus flowers, rosettes.

Gold is one solid ochre, in strong lines where it matters: a laser printer screens pale or fine gold
into dots. Nothing shines by gradient or transparency, and no line is finer than 0.3 pt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from app.documents.certificates.pen import Pen, Point, about, polar

RED = "#a3151a"
GOLD = "#b4832a"
GOLD_DARK = "#8f651a"
GOLD_LIGHT = "#dcc084"
TINT = "#fcf6e6"
ROSE = "#f7e3dc"
WATERMARK_LINE = "#f1e5c8"
WATERMARK_AREA = "#f8f1df"
WHITE = "#ffffff"

# A regular key pattern: one unit is 4 wide and 3 high, all lines 1 apart.
_KEY: tuple[Point, ...] = ((0, 0), (3, 0), (3, 2), (2, 2), (2, 1), (1, 1), (1, 3), (4, 3), (4, 0))


def frames(pen: Pen, width: float, height: float, lines: Iterable[tuple[float, str, float]]) -> None:
    """Rectangles inside each other: (offset from the edge in mm on A4, colour, width in pt)."""
    for offset, colour, line in lines:
        inset = offset * pen.unit
        pen.stroke(colour, line)
        pen.frame(inset, inset, width - inset, height - inset)


def band_area(pen: Pen, width: float, height: float, outer: float, inner: float, colour: str) -> None:
    """The area between two rectangles (offsets in mm on A4), filled."""
    pen.fill(colour)
    outer, inner = outer * pen.unit, inner * pen.unit
    for box in (
        (outer, outer, width - outer, inner),
        (outer, height - inner, width - outer, height - outer),
        (outer, inner, inner, height - inner),
        (width - inner, inner, width - outer, height - inner),
    ):
        pen.frame(*box, fill=True)


def key_sides(
    pen: Pen,
    width: float,
    height: float,
    *,
    corner: float,
    middle: float,
    high: float,
    colour: str,
    line: float,
) -> None:
    """A key pattern along all four sides, turned so that it runs around; whole units between the corners.

    ``corner``: where it begins; ``middle``: the middle of the band, from the edge; ``high``: mm; all of A4.
    """
    corner, middle, high = corner * pen.unit, middle * pen.unit, high * pen.unit
    for length, across in ((width - 2 * corner, height), (height - 2 * corner, width)):
        count = round(length / (high * 4 / 3))
        step = length / count / 4

        def unit(once: Pen, step: float = step) -> None:
            once.stroke(colour, line)
            once.shape([(high + x * step, high * 1.5 - y * high / 3) for x, y in _KEY], close=False)

        along = [corner + step * 4 * index for index in range(count)]
        far = corner + length
        if length == width - 2 * corner:
            moves = [(1.0, 0.0, 0.0, 1.0, t, middle) for t in along]
            moves += [(-1.0, 0.0, 0.0, -1.0, far - t + corner, across - middle) for t in along]
        else:
            moves = [(0.0, 1.0, -1.0, 0.0, across - middle, t) for t in along]
            moves += [(0.0, -1.0, 1.0, 0.0, middle, far - t + corner) for t in along]
        pen.place(unit, about((high, high), moves))


def petal(
    pen: Pen, foot: Point, angle: float, length: float, wide: float, *,
    fill: str, line: str = RED, vein: str = GOLD, width: float = 0.55,
) -> None:  # fmt: skip
    """One lotus petal from ``foot``, ``angle`` degrees clockwise from upright."""
    turn = math.radians(angle)

    def at(across: float, along: float) -> Point:
        return (
            foot[0] + across * math.cos(turn) + along * math.sin(turn),
            foot[1] + across * math.sin(turn) - along * math.cos(turn),
        )

    pen.fill(fill)
    pen.stroke(line, width)
    pen.curves(
        at(0, 0),
        [
            (at(-wide * 0.9, length * 0.20), at(-wide * 1.15, length * 0.62), at(0, length)),
            (at(wide * 1.15, length * 0.62), at(wide * 0.9, length * 0.20), at(0, 0)),
        ],
        close=True,
        fill=True,
    )
    pen.stroke(vein, width * 0.64)
    for side in (-0.35, 0.0, 0.35):
        pen.curves(
            at(0, length * 0.12),
            [
                (at(side * wide, length * 0.30), at(side * wide * 1.1, length * 0.55),
                 at(side * wide * 0.45, length * (0.82 - abs(side) * 0.2))),
            ],
        )  # fmt: skip


def lotus(pen: Pen, foot: Point, u: float) -> None:
    """A lotus in flower seen from the side: seven petals from the back to the front, and its water."""
    for angle, length, wide, fill in (
        (-68, 6.6, 1.5, TINT), (68, 6.6, 1.5, TINT), (-46, 6.4, 1.9, TINT), (46, 6.4, 1.9, TINT),
        (-24, 6.3, 2.0, WHITE), (24, 6.3, 2.0, WHITE), (0, 6.7, 2.2, ROSE),
    ):  # fmt: skip
        petal(pen, foot, angle, length * u, wide * u, fill=fill)
    pen.stroke(GOLD, 0.5)
    for side in (-1, 1):
        x, y = foot
        pen.curves(
            (x, y + 0.5 * u),
            [
                (
                    (x + side * 2.2 * u, y + 1.5 * u),
                    (x + side * 5 * u, y + 1.2 * u),
                    (x + side * 7.6 * u, y - 0.6 * u),
                )
            ],
        )


def smooth_through(points: Sequence[Point], softness: float = 1.0) -> list[tuple[Point, Point, Point]]:
    """Bézier pieces of a smooth line through all points (Catmull-Rom), for :meth:`Pen.curves`.

    ``softness`` 0 joins the points by straight lines.
    """
    part = softness / 6
    pieces = []
    for index in range(len(points) - 1):
        before, here = points[max(index - 1, 0)], points[index]
        there, after = points[index + 1], points[min(index + 2, len(points) - 1)]
        pieces.append(
            (
                (here[0] + (there[0] - before[0]) * part, here[1] + (there[1] - before[1]) * part),
                (there[0] - (after[0] - here[0]) * part, there[1] - (after[1] - here[1]) * part),
                there,
            )
        )
    return pieces


def scalloped(centre: Point, radius: float, count: int, depth: float) -> list[tuple[Point, Point, Point]]:
    """Bézier pieces of a rosette's edge with ``count`` rounded pleats, beginning at the right."""
    step = 2 * math.pi / count
    pieces = []
    for index in range(count):
        a, b = index * step, (index + 1) * step
        pieces.append(
            (
                polar(centre, radius + depth, a + step * 0.12),
                polar(centre, radius + depth, b - step * 0.12),
                polar(centre, radius, b),
            )
        )
    return pieces
