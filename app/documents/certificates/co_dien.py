"""The border "cổ điển": a gold key pattern as around royal decrees, cloud scrolls, pale clouds."""

from __future__ import annotations

import math

from app.documents.certificates.motifs import GOLD, GOLD_DARK, RED, WHITE, frames, key_sides
from app.documents.certificates.pen import Move, Pen, Point, about, four_corners, polar

_PALE = "#f5ead0"
_CLOUD = (30.0, 30.0)  # where the pale cloud is drawn before it is shown elsewhere, mm on A4


def draw_co_dien(pen: Pen, width: float, height: float) -> None:
    """Clouds as on the paper of a decree, the band between red rules, squares and scrolls in the corners."""
    _sky(pen, width, height)
    key_sides(pen, width, height, corner=16.4, middle=11.0, high=4.2, colour=GOLD_DARK, line=1.15)
    frames(
        pen, width, height,
        ((6.4, GOLD, 1.6), (7.5, RED, 0.6), (14.5, RED, 0.6), (15.5, GOLD, 1.0)),
    )  # fmt: skip
    pen.place(_corner, four_corners(width, height))


def _sky(pen: Pen, width: float, height: float) -> None:
    """Small clouds on both sides of the words, drifting towards them; every other row is shifted."""
    u = pen.unit
    columns, rows = round(width / (46 * u)), round((height - 60 * u) / (27 * u))
    across, down = (width - 62 * u) / columns, (height - 92 * u) / (rows - 1)
    moves: list[Move] = []
    for row in range(rows):
        odd = row % 2
        for column in range(columns + 1 - odd):
            x = 31 * u + (column + odd / 2) * across
            if abs(x - width / 2) > 0.3 * width:
                turned = -1.0 if x > width / 2 else 1.0
                moves.append((turned, 0.0, 0.0, 1.0, x, 34 * u + row * down))
    origin = (_CLOUD[0] * u, _CLOUD[1] * u)

    def cloud(once: Pen) -> None:
        x, y = origin[0] - 3 * u, origin[1]
        once.stroke(_PALE, 1.4)
        _scroll(once, (x - 1.2 * u, y), 2.3 * u, turns=1.35, start=0.5)
        _scroll(once, (x + 2.6 * u, y + 0.9 * u), 1.5 * u, turns=1.25, start=0.5)
        once.curves(
            (x - 3.5 * u, y + 2.2 * u),
            [
                ((x - 1 * u, y + 3.4 * u), (x + 3 * u, y + 3.2 * u), (x + 6.2 * u, y + 2.4 * u)),
                ((x + 7.6 * u, y + 2.1 * u), (x + 8.4 * u, y + 2.2 * u), (x + 9.4 * u, y + 2.9 * u)),
            ],
        )

    pen.place(cloud, about(origin, moves))


def _scroll(pen: Pen, centre: Point, radius: float, *, turns: float, start: float) -> None:
    """A spiral from its outer end inwards; ``start`` in half turns, clockwise from the right."""

    def curve(t: float) -> Point:
        return polar(centre, radius * (1 - 0.78 * t), math.pi * start + 2 * math.pi * turns * t)

    pen.smooth(curve, 0, 1, round(turns * 8))


def _corner(pen: Pen) -> None:
    """A squared spiral in red on white over the corner of the band; inside the frame scrolls of cloud."""
    u = pen.unit
    pen.fill(WHITE)
    pen.frame(5.7 * u, 5.7 * u, 16.0 * u, 16.0 * u, fill=True)
    pen.stroke(GOLD, 1.6)
    pen.frame(6.4 * u, 6.4 * u, 15.5 * u, 15.5 * u)
    pen.stroke(RED, 1.2)
    pen.shape(
        [(x * u, y * u) for x, y in (
            (14.1, 14.1), (14.1, 7.8), (7.8, 7.8), (7.8, 14.1), (12.5, 14.1), (12.5, 9.4), (9.4, 9.4),
            (9.4, 12.5), (10.95, 12.5), (10.95, 10.95),
        )],
        close=False,
    )  # fmt: skip
    for flip in (False, True):

        def at(x: float, y: float, flip: bool = flip) -> Point:
            return (y * u, x * u) if flip else (x * u, y * u)

        for colour, line, shift in ((GOLD_DARK, 1.1, 0.0), (GOLD, 0.6, 0.95)):
            pen.stroke(colour, line)
            pen.smooth(
                lambda t, at=at, shift=shift: at(*polar(  # type: ignore[misc]
                    (23.6, 20.4), (3.0 - shift * 0.6) * (1 - 0.74 * t), math.pi * (1.18 + 2.9 * t))),
                0, 1, 16,
            )  # fmt: skip
            pen.smooth(
                lambda t, at=at, shift=shift: at(*polar(  # type: ignore[misc]
                    (30.4, 19.7), (2.2 - shift * 0.5) * (1 - 0.72 * t), math.pi * (1.0 + 2.7 * t))),
                0, 1, 14,
            )  # fmt: skip
            pen.curves(
                at(26.0, 18.0 + shift * 0.2),
                [(at(27.2, 17.4), at(28.0, 18.4), at(28.25, 19.6 + shift * 0.3))],
            )
            pen.curves(
                at(32.2, 18.4 + shift * 0.4),
                [
                    (at(34.3, 17.0 + shift), at(36.4, 17.2 + shift), at(38.0, 17.9 + shift * 0.6)),
                    (at(39.6, 18.6), at(41.2, 18.4), at(43.0, 17.6)),
                ],
            )
    pen.fill(RED)
    pen.ring(19.0 * u, 19.0 * u, 0.8 * u, stroke=False, fill=True)
