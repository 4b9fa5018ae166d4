"""The border "trang nhã": two fine rules with hollowed corners, a small flower in each, and much white."""

from __future__ import annotations

import math

from app.documents.certificates.motifs import GOLD, GOLD_DARK, RED, ROSE, TINT, WHITE, petal
from app.documents.certificates.pen import Pen, Point, arc, four_corners, polar


def draw_trang_nha(pen: Pen, width: float, height: float) -> None:
    """A strong and a fine gold rule, a thread of red between, tendrils that leave the corner flowers."""
    u = pen.unit
    for inset, radius, colour, line in (
        (8.5, 9.0, GOLD_DARK, 1.7), (9.75, 10.25, RED, 0.4), (11.0, 11.5, GOLD, 0.6),
    ):  # fmt: skip
        pen.stroke(colour, line)
        _hollowed(pen, width, height, inset * u, radius * u, 8.5 * u)
    pen.place(_corner, four_corners(width, height))
    pen.place(
        lambda once: _bud(once, (width / 2, 11.0 * u), u), ((1, 0, 0, 1, 0, 0), (1, 0, 0, -1, 0, height))
    )


def _hollowed(pen: Pen, width: float, height: float, inset: float, radius: float, corner: float) -> None:
    """A rectangle whose corners are hollowed by arcs about the points ``corner`` mm from both edges."""
    bow = math.acos((inset - corner) / radius)
    reach, quarter = radius * math.sin(bow), math.pi / 2
    right, bottom, far_x, far_y = width - inset, height - inset, width - corner, height - corner
    rest = quarter - bow
    pen.curves(
        (corner + reach, inset),
        [
            ((far_x - reach, inset),),
            *arc((far_x, corner), radius, 2 * quarter - rest, quarter + rest),
            ((right, far_y - reach),),
            *arc((far_x, far_y), radius, 3 * quarter - rest, 2 * quarter + rest),
            ((corner + reach, bottom),),
            *arc((corner, far_y), radius, 4 * quarter - rest, 3 * quarter + rest),
            ((inset, corner + reach),),
            *arc((corner, corner), radius, quarter - rest, rest),
        ],
        close=True,
    )


def _corner(pen: Pen) -> None:
    """A flower of four petals in the hollow, and tendrils along both rules inside."""
    u = pen.unit
    centre = (10.2 * u, 10.2 * u)
    for turn in (45, 135, 225, 315):
        petal(pen, centre, turn, 3.5 * u, 1.15 * u, fill=TINT, line=GOLD_DARK, width=0.45)
    for turn in (0, 90, 180, 270):
        petal(pen, centre, turn, 4.6 * u, 1.35 * u, fill=ROSE, width=0.5)
    pen.fill(WHITE)
    pen.stroke(RED, 0.5)
    pen.ring(*centre, 0.95 * u, fill=True)
    pen.fill(GOLD)
    pen.ring(*centre, 0.5 * u, stroke=False, fill=True)
    for flip in (False, True):
        _tendril(pen, u, flip=flip)


def _tendril(pen: Pen, u: float, *, flip: bool) -> None:
    """A thin stem that leaves the hollow, runs inside the rule and rolls up; two leaves on it."""

    def at(x: float, y: float) -> Point:
        return (y * u, x * u) if flip else (x * u, y * u)

    pen.stroke(GOLD, 0.6)
    pen.curves(
        at(18.6, 18.6),
        [
            (at(20.6, 16.2), at(22.6, 13.6), at(26.5, 13.6)),
            (at(30.5, 13.6), at(32.5, 16.4), at(36.5, 15.8)),
            (at(39.4, 15.3), at(39.6, 12.6), at(37.4, 12.7)),
            (at(36.0, 12.8), at(36.2, 14.3), at(37.3, 14.1)),
        ],
    )
    pen.fill(GOLD)
    for x, y, turn, size in ((23.6, 14.2, 118, 3.0), (29.6, 14.2, 50, 2.6), (33.5, 15.9, 122, 2.4)):
        _leaf(pen, at(x, y), (90 - turn) if flip else turn, size * u)
    pen.fill(RED)
    x, y = at(18.6, 18.6)
    pen.ring(x, y, 0.55 * u, stroke=False, fill=True)


def _leaf(pen: Pen, foot: Point, angle: float, length: float) -> None:
    turn = math.radians(angle)
    tip = (foot[0] + length * math.sin(turn), foot[1] - length * math.cos(turn))
    wide = length * 0.26
    side = (wide * math.cos(turn), wide * math.sin(turn))
    middle = ((foot[0] + tip[0]) / 2, (foot[1] + tip[1]) / 2)
    pen.curves(
        foot,
        [
            (foot, (middle[0] - side[0], middle[1] - side[1]), tip),
            ((middle[0] + side[0], middle[1] + side[1]), foot, foot),
        ],
        close=True, stroke=False, fill=True,
    )  # fmt: skip


def _bud(pen: Pen, centre: Point, u: float) -> None:
    """A lotus bud in the middle of a rule, between two dots."""
    x, y = centre
    pen.fill(WHITE)
    pen.frame(x - 7.5 * u, y - 3.2 * u, x + 7.5 * u, y + 1.4 * u, fill=True)
    for side in (-1, 1):
        petal(pen, (x, y + 0.9 * u), side * 58, 4.4 * u, 1.0 * u, fill=TINT, line=GOLD_DARK, width=0.45)
    for side in (-1, 1):
        petal(pen, (x, y + 0.9 * u), side * 30, 4.3 * u, 1.2 * u, fill=TINT, width=0.45)
    petal(pen, (x, y + 0.9 * u), 0, 4.7 * u, 1.4 * u, fill=ROSE, width=0.45)
    pen.fill(GOLD)
    for side in (-1, 1):
        for part, size in ((5.9, 0.55), (7.3, 0.35)):
            pen.shape([polar((x + side * part * u, y), size * u, k * math.pi / 2) for k in range(4)],
                      stroke=False, fill=True)  # fmt: skip
