"""The border "hoa sen": lotus flowers in the corners, a vine of lotus leaves and buds between, soft gold."""

from __future__ import annotations

import math

from app.documents.certificates.motifs import (
    GOLD,
    GOLD_DARK,
    GOLD_LIGHT,
    RED,
    ROSE,
    TINT,
    WATERMARK_LINE,
    WHITE,
    frames,
    petal,
)
from app.documents.certificates.pen import Move, Pen, Point, about, four_corners, polar

_ROSE_DEEP = "#eec3b5"
_LEAF = "#efe2bd"
_PALE = "#fbf6ea"
_MIDDLE = 11.6  # of the vine, mm from the edge
_CORNER = 31.0  # where the vine leaves the corner flower, mm


def draw_hoa_sen(pen: Pen, width: float, height: float) -> None:
    """A large pale lotus behind the words, the frame, the vine, the corners."""
    u = pen.unit
    _pale_lotus(pen, (width / 2, height / 2 + 34 * u))
    frames(
        pen, width, height,
        ((6.6, GOLD_DARK, 1.5), (7.6, RED, 0.45), (15.6, RED, 0.45), (16.5, GOLD, 0.9)),
    )  # fmt: skip
    _vine_sides(pen, width, height)
    pen.place(_corner, four_corners(width, height))


def _pale_lotus(pen: Pen, foot: Point) -> None:
    """The flower of the corners, a hand high and hardly there."""
    u = pen.unit
    for angle, length, wide in (
        (-78, 62, 10), (78, 62, 10), (-58, 66, 13), (58, 66, 13), (-38, 68, 15.5), (38, 68, 15.5),
        (-19, 70, 16.5), (19, 70, 16.5), (0, 73, 17.5),
    ):  # fmt: skip
        petal(
            pen, foot, angle, length * u, wide * u,
            fill=_PALE, line=WATERMARK_LINE, vein=WATERMARK_LINE, width=0.9,
        )  # fmt: skip
    pen.stroke(WATERMARK_LINE, 1.1)
    x, y = foot
    for drop, reach in ((5, 46), (9, 31), (13, 17)):
        pen.curves(
            (x - reach * u, y + (drop - 1) * u),
            [((x - reach * 0.5 * u, y + (drop + 3) * u), (x + reach * 0.5 * u, y + (drop + 3) * u),
              (x + reach * u, y + (drop - 1) * u))],
        )  # fmt: skip


def _vine_sides(pen: Pen, width: float, height: float) -> None:
    """Whole periods of the vine along each side, mirrored in the middle of the side."""
    u = pen.unit
    for length, horizontal in ((width - 2 * _CORNER * u, True), (height - 2 * _CORNER * u, False)):
        half = length / 2 - 4.2 * u  # the middle is kept for a flower
        count = max(1, round(half / (17.5 * u)))
        period = half / count

        def unit(once: Pen, period: float = period) -> None:
            _vine(once, period)

        moves: list[Move] = []
        for index in range(count):
            t = _CORNER * u + index * period
            if horizontal:
                m = _MIDDLE * u
                moves += [(1, 0, 0, 1, t, m), (-1, 0, 0, 1, width - t, m)]
                moves += [(1, 0, 0, -1, t, height - m), (-1, 0, 0, -1, width - t, height - m)]
            else:
                m = _MIDDLE * u
                moves += [(0, 1, 1, 0, m, t), (0, -1, 1, 0, m, height - t)]
                moves += [(0, 1, -1, 0, width - m, t), (0, -1, -1, 0, width - m, height - t)]
        pen.place(unit, about((_MIDDLE * u, _MIDDLE * u), moves))
    m = _MIDDLE * u
    moves = [
        (1, 0, 0, 1, width / 2, m), (1, 0, 0, -1, width / 2, height - m),
        (0, 1, 1, 0, m, height / 2), (0, 1, -1, 0, width - m, height / 2),
    ]  # fmt: skip
    pen.place(_side_flower, about((m, m), moves))


def _vine(pen: Pen, period: float) -> None:
    """One period of the stem from the origin, with a round leaf in one bend and a bud in the other."""
    u = pen.unit
    high, origin = 1.9 * u, _MIDDLE * u

    def stem(t: float) -> Point:
        return origin + t, origin + high * math.sin(2 * math.pi * t / period)

    pen.stroke(GOLD_DARK, 0.75)
    pen.smooth(stem, 0, period, 8)
    # a lotus leaf stands in the first bend, above the stem; a bud hangs in the second
    root = stem(period * 0.02)
    centre = (origin + period * 0.27, origin - 1.15 * u)
    pen.stroke(GOLD_DARK, 0.5)
    pen.curves(
        root, [((root[0] + 1.2 * u, origin - 0.6 * u), (centre[0] - 1.6 * u, centre[1] + 0.9 * u), centre)]
    )
    _round_leaf(pen, centre, 2.05 * u)
    root = stem(period * 0.52)
    foot = (origin + period * 0.70, origin + 0.9 * u)
    pen.stroke(GOLD_DARK, 0.5)
    pen.curves(root, [((root[0] + 0.8 * u, origin + 1.5 * u), (foot[0] - 1.6 * u, origin + 1.6 * u), foot)])
    _bud(pen, foot, 68)
    tip = stem(period * 0.93)
    pen.fill(GOLD)
    pen.ring(tip[0], tip[1] - 1.25 * u, 0.42 * u, stroke=False, fill=True)


def _round_leaf(pen: Pen, centre: Point, radius: float) -> None:
    """A lotus leaf from above: a wavy disc with a notch's veins."""
    pen.fill(_LEAF)
    pen.stroke(GOLD_DARK, 0.5)
    pen.smooth(
        lambda t: polar(centre, radius * (1 + 0.06 * math.cos(7 * t)), t), 0, 2 * math.pi, 14,
        close=True, fill=True,
    )  # fmt: skip
    pen.stroke(GOLD, 0.4)
    for index in range(7):
        angle = 2 * math.pi * (index + 0.5) / 7
        pen.shape([polar(centre, radius * 0.18, angle), polar(centre, radius * 0.78, angle)], close=False)


def _bud(pen: Pen, foot: Point, angle: float) -> None:
    u = pen.unit
    for side in (-24, 24):
        petal(pen, foot, angle + side, 3.0 * u, 0.75 * u, fill=TINT, line=RED, vein=GOLD, width=0.45)
    petal(pen, foot, angle, 3.7 * u, 0.95 * u, fill=_ROSE_DEEP, line=RED, vein=RED, width=0.45)


def _side_flower(pen: Pen) -> None:
    """An open flower in the middle of a side, standing towards the words; around the origin."""
    u = pen.unit
    foot = (_MIDDLE * u, (_MIDDLE - 1.9) * u)
    for angle, length, wide, fill in (
        (112, 4.6, 1.0, TINT), (-112, 4.6, 1.0, TINT), (136, 4.7, 1.25, TINT), (-136, 4.7, 1.25, TINT),
        (159, 4.8, 1.4, ROSE), (-159, 4.8, 1.4, ROSE), (180, 5.0, 1.5, _ROSE_DEEP),
    ):  # fmt: skip
        petal(pen, foot, angle, length * u, wide * u, fill=fill, width=0.45)


def _corner(pen: Pen) -> None:
    """A full flower that opens from the corner to the page; the stems of both sides begin at it."""
    u = pen.unit
    foot = (9.6 * u, 9.6 * u)
    pen.fill(WHITE)
    pen.frame(5.8 * u, 5.8 * u, 17.4 * u, 17.4 * u, fill=True)
    pen.stroke(GOLD_DARK, 1.5)
    pen.shape([(6.6 * u, 20 * u), (6.6 * u, 6.6 * u), (20 * u, 6.6 * u)], close=False)
    pen.stroke(RED, 0.45)
    pen.shape([(7.6 * u, 20 * u), (7.6 * u, 7.6 * u), (20 * u, 7.6 * u)], close=False)
    for flip in (False, True):

        def at(x: float, y: float, flip: bool = flip) -> Point:
            return (y * u, x * u) if flip else (x * u, y * u)

        pen.stroke(GOLD_DARK, 0.75)
        pen.curves(at(9.6, 9.6), [(at(17, 14.5), at(26.5, 9.1), at(_CORNER, _MIDDLE))])
        pen.curves(at(22.4, 11.4), [(at(23.2, 12.0), at(23.6, 12.6), at(25.4, 13.2))])
        _round_leaf(pen, at(25.8, 13.2), 1.75 * u)
        pen.fill(GOLD)
        pen.ring(*at(24.4, 9.5), 0.42 * u, stroke=False, fill=True)
    for angle, length, wide, fill in (
        (78, 11.0, 2.3, TINT), (192, 11.0, 2.3, TINT), (92, 12.4, 2.8, TINT), (178, 12.4, 2.8, TINT),
        (106, 13.2, 3.2, ROSE), (164, 13.2, 3.2, ROSE), (120, 13.8, 3.5, ROSE), (150, 13.8, 3.5, ROSE),
        (135, 14.6, 3.8, _ROSE_DEEP),
    ):  # fmt: skip
        petal(pen, foot, angle, length * u, wide * u, fill=fill, line=RED, vein=GOLD, width=0.6)
    pen.fill(GOLD_LIGHT)
    pen.stroke(GOLD_DARK, 0.5)
    pen.ring(*foot, 1.5 * u, fill=True)
    pen.fill(RED)
    for index in range(5):
        pen.ring(*polar(foot, 0.8 * u, 2 * math.pi * index / 5), 0.2 * u, stroke=False, fill=True)
