"""The border "lễ hội": a red band with a gold key pattern, rays behind the words, a rosette with ribbons."""

from __future__ import annotations

import math

from app.documents.certificates.bronze_drum import draw_sun
from app.documents.certificates.motifs import (
    GOLD,
    GOLD_DARK,
    GOLD_LIGHT,
    RED,
    TINT,
    WHITE,
    band_area,
    frames,
    key_sides,
    lotus,
    scalloped,
)
from app.documents.certificates.pen import Pen, Point, four_corners, polar

_RAY = "#fdf8ea"


def draw_le_hoi(pen: Pen, width: float, height: float) -> None:
    """Rays first, then the band, then what lies on it."""
    u = pen.unit
    _rays(pen, width, height)
    frames(pen, width, height, ((5.3, GOLD, 1.3),))
    band_area(pen, width, height, 6.1, 14.6, RED)
    key_sides(pen, width, height, corner=17.6, middle=10.35, high=4.5, colour=GOLD_LIGHT, line=1.05)
    frames(
        pen, width, height,
        ((7.0, GOLD_LIGHT, 0.7), (13.7, GOLD_LIGHT, 0.7), (15.4, GOLD, 1.4), (16.5, RED, 0.5)),
    )  # fmt: skip
    pen.place(_corner, four_corners(width, height))
    pen.place(
        lambda once: _ribbon(once, (width / 2, height - 11.6 * u)),
        ((1, 0, 0, 1, 0, 0), (-1, 0, 0, 1, width, 0)),
    )
    _rosette(pen, (width / 2, height - 13.4 * u), 9.2 * u)


def _rays(pen: Pen, width: float, height: float) -> None:
    """Broad light rays from the title to the inner frame; areas, for a laser printer loses pale lines."""
    inset = 16.5 * pen.unit
    centre = (width / 2, height * 0.36)
    count = 48
    pen.fill(_RAY)
    corners = [(x, y) for x in (inset, width - inset) for y in (inset, height - inset)]

    def edge(angle: float) -> Point:
        dx, dy = math.cos(angle), math.sin(angle)
        across = ((width - inset if dx > 0 else inset) - centre[0]) / dx if abs(dx) > 1e-9 else math.inf
        down = ((height - inset if dy > 0 else inset) - centre[1]) / dy if abs(dy) > 1e-9 else math.inf
        return centre[0] + dx * min(across, down), centre[1] + dy * min(across, down)

    step = 2 * math.pi / count
    for index in range(count):
        start, end = (index - 0.18) * step + math.pi / 2, (index + 0.18) * step + math.pi / 2
        between = [
            corner for corner in corners
            if 0 < (_bearing(centre, corner) - start) % (2 * math.pi) < end - start
        ]  # fmt: skip
        pen.shape(
            [
                polar(centre, 30 * pen.unit, start),
                edge(start),
                *between,
                edge(end),
                polar(centre, 30 * pen.unit, end),
            ],
            stroke=False,
            fill=True,
        )


def _bearing(centre: Point, there: Point) -> float:
    return math.atan2(there[1] - centre[1], there[0] - centre[0])


def _corner(pen: Pen) -> None:
    """A gold square over the corner of the band, a sun in a ring on red in it."""
    u = pen.unit
    low, high = 4.6 * u, 17.2 * u
    centre = ((low + high) / 2, (low + high) / 2)
    pen.fill(GOLD)
    pen.frame(low, low, high, high, fill=True)
    pen.fill(TINT)
    pen.frame(low + 0.55 * u, low + 0.55 * u, high - 0.55 * u, high - 0.55 * u, fill=True)
    pen.fill(RED)
    pen.frame(low + 1.1 * u, low + 1.1 * u, high - 1.1 * u, high - 1.1 * u, fill=True)
    pen.stroke(GOLD_LIGHT, 0.7)
    pen.ring(*centre, 4.35 * u)
    pen.fill(GOLD_LIGHT)
    draw_sun(pen, centre, 3.7 * u, rays=16, core=0.52)
    pen.fill(RED)
    pen.ring(*centre, 1.55 * u, stroke=False, fill=True)
    pen.fill(GOLD_LIGHT)
    pen.ring(*centre, 0.85 * u, stroke=False, fill=True)
    for x in (-1, 1):
        for y in (-1, 1):
            pen.ring(centre[0] + x * 3.95 * u, centre[1] + y * 3.95 * u, 0.45 * u, stroke=False, fill=True)


def _ribbon(pen: Pen, start: Point) -> None:
    """One half of the ribbon: it runs along the band behind the rosette, folds once and ends in a fork."""
    u = pen.unit
    x, y = start

    def at(right: float, down: float) -> Point:
        return x + right * u, y + down * u

    pen.stroke(GOLD_DARK, 0.6)
    pen.fill(GOLD)
    pen.curves(  # the fold, in shadow
        at(19, 1.2), [(at(22.5, 1.2),), (at(22.5, 6.4),), (at(19, 4.6),)], close=True, fill=True,
    )  # fmt: skip
    pen.fill("#f3e2b6")
    pen.curves(  # the tail
        at(18, -0.8),
        [
            (at(24, -2.0), at(28, 1.8), at(36, 0.2)),
            (at(33.4, 2.9),),
            (at(36.6, 5.4),),
            (at(28.5, 7.0), at(24, 3.4), at(18, 4.6)),
        ],
        close=True, fill=True,
    )  # fmt: skip
    pen.curves(  # the part at the rosette
        at(0, -2.6),
        [
            (at(8, -3.6), at(14, -1.2), at(22.5, -2.2)),
            (at(22.5, 3.4),),
            (at(14, 4.4), at(8, 2.0), at(0, 3.0)),
        ],
        close=True, fill=True,
    )  # fmt: skip
    pen.stroke(RED, 0.6)
    pen.curves(at(0, -1.8), [(at(8, -2.8), at(14, -0.4), at(22.5, -1.4))])
    pen.curves(at(22.5, 2.6), [(at(14, 3.6), at(8, 1.2), at(0, 2.2))])


def _rosette(pen: Pen, centre: Point, radius: float) -> None:
    """A pleated rosette of gold, its heart red with a lotus on white."""
    u = pen.unit
    pen.stroke(GOLD_DARK, 0.6)
    pen.fill("#f3e2b6")
    pen.curves(polar(centre, radius, 0), scalloped(centre, radius, 28, 0.9 * u), close=True, fill=True)
    pen.stroke(GOLD, 0.6)
    for index in range(28):
        angle = 2 * math.pi * index / 28
        pen.shape([polar(centre, radius * 0.76, angle), polar(centre, radius * 0.99, angle)], close=False)
    for part, fill, line, thick in (
        (0.78, RED, GOLD_DARK, 0.7), (0.70, RED, GOLD_LIGHT, 0.6), (0.62, WHITE, GOLD_LIGHT, 0.9),
    ):  # fmt: skip
        pen.fill(fill)
        pen.stroke(line, thick)
        pen.ring(*centre, radius * part, fill=True)
    lotus(pen, (centre[0], centre[1] + 2.4 * u), u * 0.66)
