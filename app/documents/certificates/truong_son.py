"""The border "Trường Sơn": mountains in pale gold at the foot, the road winding up, the sun behind."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.documents.certificates.motifs import (
    GOLD,
    GOLD_LIGHT,
    RED,
    WHITE,
    smooth_through,
)
from app.documents.certificates.pen import Pen, Point, four_corners, polar

_INSET = 10.3  # where the landscape begins, mm from the edge
_STEPS = (
    (10.3, 22.4),
    (15.2, 22.4),
    (15.2, 15.2),
    (22.4, 15.2),
    (22.4, 10.3),
)  # its corner, from edge to edge
_SUN = "#f9e9c0"
_SUN_RING = "#f7e9c8"
# Ridges from far to near: colour, shade of the slopes turned from the sun, and (part of the width, mm high).
_RANGES: tuple[tuple[str, str, tuple[Point, ...]], ...] = (
    ("#faf4e5", "#f6eedb", (
        (0, 38), (0.03, 42), (0.05, 41), (0.085, 52), (0.10, 48.5), (0.12, 49), (0.15, 41), (0.18, 36),
        (0.20, 38), (0.225, 45), (0.25, 40), (0.28, 37), (0.32, 33), (0.36, 31), (0.40, 30.5),
        (0.44, 32), (0.48, 37), (0.50, 37.5), (0.535, 46), (0.555, 50), (0.575, 45), (0.59, 45.5),
        (0.62, 38), (0.655, 34), (0.69, 39), (0.715, 41), (0.75, 53), (0.768, 58), (0.79, 51),
        (0.81, 51.5), (0.84, 43), (0.87, 39), (0.90, 43), (0.93, 51), (0.95, 47), (0.97, 47.5), (1, 42))),
    ("#f6edd6", "#f0e5c8", (
        (0, 33), (0.02, 30), (0.045, 27), (0.07, 29), (0.10, 34), (0.13, 39), (0.15, 35), (0.17, 34.5),
        (0.20, 28), (0.24, 24.5), (0.27, 24), (0.31, 23.5), (0.35, 22.6), (0.385, 22), (0.42, 23.5),
        (0.45, 27), (0.47, 29), (0.495, 36), (0.52, 30), (0.54, 29.5), (0.57, 22), (0.60, 18),
        (0.63, 21), (0.655, 25), (0.685, 33), (0.70, 37), (0.72, 32), (0.74, 31.5), (0.77, 25),
        (0.81, 21), (0.85, 24), (0.88, 30), (0.905, 34.5), (0.93, 29), (0.955, 27.5), (1, 32))),
    ("#f3e8cc", "#eadcb8", (
        (0, 14.5), (0.03, 16.5), (0.06, 17), (0.10, 21), (0.13, 17.5), (0.16, 17), (0.20, 14),
        (0.26, 12.5), (0.32, 12), (0.38, 12.5), (0.43, 14.5), (0.475, 17.5), (0.51, 14), (0.55, 11),
        (0.61, 8.5), (0.67, 10.5), (0.72, 13), (0.75, 13.5), (0.79, 19), (0.82, 16), (0.85, 15.5),
        (0.89, 12.5), (0.93, 14.5), (0.965, 19), (1, 16))),
)  # fmt: skip
# The road from the foot of the page to the pass: part of the width, mm high, mm wide.
_ROAD = (
    (0.595, 0.0, 9.6), (0.565, 3.2, 8.4), (0.475, 5.8, 6.6), (0.42, 8.2, 5.4), (0.445, 10.6, 4.3),
    (0.487, 12.6, 3.4), (0.492, 14.5, 2.7), (0.455, 16.1, 2.1), (0.418, 17.5, 1.65), (0.409, 18.8, 1.3),
    (0.425, 20.0, 1.05), (0.420, 21.0, 0.85), (0.399, 21.8, 0.7), (0.389, 22.2, 0.6),
)  # fmt: skip


def draw_truong_son(pen: Pen, width: float, height: float) -> None:
    """The landscape from the sun forward, the road, then the frame with its key corners."""
    u = pen.unit
    base = height - _INSET * u
    sun = (width * 0.385, base - 39 * u)
    _sun(pen, sun, 11.5 * u)
    for number, (colour, shade, ridge) in enumerate(_RANGES):
        points = [(_INSET * u + x * (width - 2 * _INSET * u), base - y * u) for x, y in ridge]
        _range(pen, points, (width, height), colour, shade)
        if number == 1:
            _birds(pen, (sun[0] + 23 * u, sun[1] - 11 * u))
    _road(pen, width, base)
    pen.place(_corner, four_corners(width, height))
    _rules(pen, width, height)


def _rules(pen: Pen, width: float, height: float) -> None:
    """The straight parts of the frame, between the corners."""
    far = 24.0 * pen.unit
    for offset, colour, line in ((7.6, RED, 1.6), (9.0, GOLD, 0.7)):
        near = offset * pen.unit
        pen.stroke(colour, line)
        for start, end in (
            ((far, near), (width - far, near)),
            ((far, height - near), (width - far, height - near)),
            ((near, far), (near, height - far)),
            ((width - near, far), (width - near, height - far)),
        ):
            pen.shape([start, end], close=False)


def _sun(pen: Pen, centre: Point, radius: float) -> None:
    """A disc and three rings of light that thin out; below the ridges the mountains cover them."""
    for part, line in ((1.75, 0.9), (1.5, 1.3), (1.25, 1.7)):
        pen.stroke(_SUN_RING, line)
        pen.ring(*centre, radius * part)
    pen.fill(_SUN)
    pen.ring(*centre, radius, stroke=False, fill=True)


def _range(pen: Pen, points: Sequence[Point], page: tuple[float, float], colour: str, shade: str) -> None:
    """One range from edge to edge, stepping around the corners, and the dark side of each of its peaks."""
    (width, height), u = page, pen.unit
    left = [(x * u, height - y * u) for x, y in _STEPS]
    right = [(width - x, y) for x, y in left]
    pen.fill(colour)
    pen.curves(
        left[0],
        [(points[0],), *smooth_through(points, 0.6), *((corner,) for corner in (*right, *left[:0:-1]))],
        close=True, stroke=False, fill=True,
    )  # fmt: skip
    pen.fill(shade)
    for index in range(1, len(points) - 1):
        (x, y) = points[index]
        if points[index - 1][1] < y or points[index + 1][1] < y:
            continue
        end = index + 1
        while end + 1 < len(points) and _falls((x, y), points[end], points[end + 1], u):
            end += 1
        wide, deep = points[end][0] - x, points[end][1] - y
        if deep < 4 * u:
            continue
        zigzag = ((0.62, 0.98), (0.60, 0.74), (0.38, 0.92), (0.34, 0.60), (0.16, 0.70), (0.10, 0.34))
        pen.curves(
            (x, y),
            [*smooth_through(points[index - 1 : end + 1], 0.6)[1:],
             *(((x + wide * right_by, y + deep * down),) for right_by, down in zigzag)],
            close=True, stroke=False, fill=True,
        )  # fmt: skip


def _falls(peak: Point, here: Point, there: Point, u: float) -> bool:
    """Whether the slope goes on: a shoulder may interrupt it, a flat foot ends it."""
    return there[1] > here[1] - u and there[1] - peak[1] > 0.4 * (there[0] - peak[0])


def _road(pen: Pen, width: float, base: float) -> None:
    """The road: wide at the foot of the page, it winds up to the pass and grows narrow with the distance."""
    u = pen.unit
    left: list[Point] = []
    right: list[Point] = []
    middle = [(x * width, base - y * u) for x, y, _ in _ROAD]
    for index, (x, y) in enumerate(middle):
        (x1, y1), (x2, y2) = middle[max(index - 1, 0)], middle[min(index + 1, len(middle) - 1)]
        size = math.hypot(x2 - x1, y2 - y1)
        half = _ROAD[index][2] * u / 2
        # seen at a slant the road keeps its width from left to right and loses it up and down
        dx, dy = -(y2 - y1) / size * half, (x2 - x1) / size * half * 0.42
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    x, half = middle[0][0], _ROAD[0][2] * u / 2
    left[0], right[0] = (x + half, base), (x - half, base)
    back = right[::-1]
    pen.fill(WHITE)
    pen.curves(
        left[0], [*smooth_through(left), (back[0],), *smooth_through(back)],
        close=True, stroke=False, fill=True,
    )  # fmt: skip
    pen.stroke(GOLD_LIGHT, 0.6)
    for side in (left, right):
        pen.curves(side[0], smooth_through(side))


def _birds(pen: Pen, centre: Point) -> None:
    """Five birds on their way, each two strokes of a brush."""
    u = pen.unit
    pen.stroke(GOLD_LIGHT, 0.7)
    for right, down, size in (
        (0, 0, 2.4),
        (5.5, -2.6, 2.1),
        (10.5, -4.4, 1.8),
        (6.2, 1.8, 1.8),
        (12.4, 0.2, 1.5),
    ):
        x, y, s = centre[0] + right * u, centre[1] + down * u, size * u
        pen.curves(
            (x - s, y - s * 0.25),
            [
                ((x - s * 0.6, y - s * 0.5), (x - s * 0.2, y - s * 0.35), (x, y)),
                ((x + s * 0.2, y - s * 0.4), (x + s * 0.6, y - s * 0.6), (x + s, y - s * 0.45)),
            ],
        )


def _corner(pen: Pen) -> None:
    """A key pattern of one stroke in the outer rule; the inner one steps around it."""
    u = pen.unit
    for colour, line, points in (
        (RED, 1.6, ((24.0, 7.6), (18.9, 7.6), (18.9, 12.2), (15.5, 12.2), (15.5, 7.6), (7.6, 7.6))),
        (GOLD, 0.7, ((24.0, 9.0), (20.9, 9.0), (20.9, 13.9), (13.9, 13.9))),
    ):
        pen.stroke(colour, line)
        there = [(x * u, y * u) for x, y in points]
        pen.shape([*there, *((y, x) for x, y in there[-2::-1])], close=False)
    pen.fill(GOLD)
    pen.frame(9.4 * u, 9.4 * u, 12.7 * u, 12.7 * u, fill=True)
    pen.fill(RED)
    middle = (11.05 * u, 11.05 * u)
    pen.shape([polar(middle, 1.3 * u, turn * math.pi / 2) for turn in range(4)], stroke=False, fill=True)
