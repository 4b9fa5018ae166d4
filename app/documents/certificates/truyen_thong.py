"""The border "truyền thống": guilloche, a bronze drum behind the words, medallions, lotus above and below."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.documents.certificates.bronze_drum import draw_drum, draw_sun
from app.documents.certificates.motifs import (
    GOLD,
    GOLD_DARK,
    GOLD_LIGHT,
    RED,
    TINT,
    WATERMARK_AREA,
    WATERMARK_LINE,
    WHITE,
    band_area,
    lotus,
)
from app.documents.certificates.pen import Pen, Point, arc, polar

_PT_PER_MM = 72 / 25.4


def draw_truyen_thong(pen: Pen, width: float, height: float) -> None:
    """Guilloche band between red lines, drum medallions in the corners, lotus above and below."""
    u = pen.unit
    centre = (width / 2, height / 2)
    draw_drum(pen, centre, 62 * u, WATERMARK_LINE, WATERMARK_AREA, 0.55)
    _metal_frame(pen, width, height, 7.1 * u)
    band_out, band_in = 8.7 * u, 13.7 * u
    band_area(pen, width, height, 8.7, 13.7, TINT)
    corner = 11.2 * u
    _guilloche_sides(pen, width, height, corner, (band_in - band_out) / 2 - 0.4 * u)
    for offset, colour, line in ((band_out, RED, 0.6), (band_in, RED, 0.6), (band_in + 0.75 * u, GOLD, 0.4)):
        pen.stroke(colour, line)
        pen.frame(offset, offset, width - offset, height - offset)
    _inner_frame(pen, width, height, corner, 16.0 * u)
    right, down = width - 2 * corner, height - 2 * corner
    pen.repeat(
        lambda once: _medallion(once, (corner, corner), 6.2 * u),
        ((0, 0), (right, 0), (0, down), (right, down)),
    )
    pen.repeat(lambda once: _cartouche(once, (centre[0], corner), u), ((0, 0), (0, down)))


def _metal_frame(pen: Pen, width: float, height: float, offset: float) -> None:
    """A gold moulding of strips from dark to light to dark: it shines without a gradient."""
    u = pen.unit
    strips = (RED, GOLD_DARK, GOLD, GOLD_LIGHT, "#efdcae", GOLD_LIGHT, GOLD, GOLD_DARK)
    step = 0.15 * u
    for index, colour in enumerate(strips):
        inset = offset + index * step
        pen.stroke(colour, step * _PT_PER_MM / u * 1.15)
        pen.frame(inset, inset, width - inset, height - inset)


def _guilloche_sides(pen: Pen, width: float, height: float, corner: float, amplitude: float) -> None:
    """Woven waves along all sides; whole periods, so that both ends of a side are alike."""
    for length, horizontal in ((width - 2 * corner, True), (height - 2 * corner, False)):
        waves = round(length / (11.5 * pen.unit))
        period = length / waves
        along = [period * index for index in range(waves)]
        pen.repeat(
            lambda once, period=period, horizontal=horizontal: _weave(  # type: ignore[misc]
                once, (corner, corner), period, amplitude, horizontal=horizontal
            ),
            [(t, y) for y in (0, height - 2 * corner) for t in along]
            if horizontal
            else [(x, t) for x in (0, width - 2 * corner) for t in along],
        )


def _weave(pen: Pen, start: Point, period: float, amplitude: float, *, horizontal: bool) -> None:
    """One period of the woven waves."""
    turn = 2 * math.pi / period

    def line(phase: float, size: float, multiple: float) -> Callable[[float], Point]:
        def curve(t: float) -> Point:
            swell = 0.80 + 0.20 * math.cos(2 * turn * t)
            across = amplitude * size * swell * math.sin(multiple * turn * t + phase)
            along, beside = (t, across) if horizontal else (across, t)
            return start[0] + along, start[1] + beside

        return curve

    pen.stroke(GOLD, 0.45)
    for index in range(8):
        pen.smooth(line(2 * math.pi * index / 8, 1.0, 1), 0, period, 8)
    pen.stroke(GOLD_LIGHT, 0.45)
    for index in range(4):
        pen.smooth(line(2 * math.pi * index / 4 + math.pi / 4, 0.55, 2), 0, period, 12)
    pen.stroke(RED, 0.42)
    for phase in (0.0, math.pi):
        pen.smooth(line(phase, 0.30, 1), 0, period, 8)


def _inner_frame(pen: Pen, width: float, height: float, corner: float, offset: float) -> None:
    """A fine double line that bows around the corner medallions."""
    u = pen.unit
    for inset, radius, colour, line in ((0.0, 11.6 * u, GOLD, 0.9), (0.9 * u, 12.5 * u, RED, 0.35)):
        near = offset + inset
        bow = math.acos((near - corner) / radius)  # where the arc meets the straight line
        reach = radius * math.sin(bow)
        half = math.pi / 2
        right, bottom, far_x, far_y = width - near, height - near, width - corner, height - corner
        pen.stroke(colour, line)
        pen.curves(
            (corner + reach, near),
            [
                ((far_x - reach, near),),
                *arc((far_x, corner), radius, 2 * half - (half - bow), half + (half - bow)),
                ((right, far_y - reach),),
                *arc((far_x, far_y), radius, 3 * half - (half - bow), 2 * half + (half - bow)),
                ((corner + reach, bottom),),
                *arc((corner, far_y), radius, 4 * half - (half - bow), 3 * half + (half - bow)),
                ((near, corner + reach),),
                *arc((corner, corner), radius, half - (half - bow), half - bow),
            ],
            close=True,
        )


def _medallion(pen: Pen, centre: Point, radius: float) -> None:
    """A small drum face on white, ringed in gold and red."""
    pen.fill(WHITE)
    pen.ring(*centre, radius, stroke=False, fill=True)
    for part, colour, line in ((1.0, RED, 1.0), (0.91, GOLD, 0.5), (0.56, GOLD, 0.4), (0.50, RED, 0.5)):
        pen.stroke(colour, line)
        pen.ring(*centre, radius * part)
    pen.stroke(GOLD, 0.38)
    for phase in range(3):
        pen.smooth(
            lambda t, turn=2 * math.pi * phase / 3: polar(  # type: ignore[misc]
                centre, radius * (0.735 + 0.14 * math.sin(12 * t + turn)), t
            ),
            0,
            2 * math.pi,
            96,
            close=True,
        )
    pen.fill(RED)
    draw_sun(pen, centre, radius * 0.44, core=0.40)
    pen.fill(WHITE)
    pen.ring(*centre, radius * 0.10, stroke=False, fill=True)
    pen.fill(GOLD)
    pen.ring(*centre, radius * 0.06, stroke=False, fill=True)


def _cartouche(pen: Pen, centre: Point, u: float) -> None:
    """A lotus that opens towards the middle of the page, on a white lens over the band."""
    x, y = centre
    half, high = 19 * u, 5.6 * u
    pen.fill(WHITE)
    for inset, colour, line in ((0.0, RED, 0.9), (0.8 * u, GOLD, 0.5)):
        pen.stroke(colour, line)
        w, h = half - 2.2 * inset, high - inset
        pen.curves(
            (x - w, y),
            [
                ((x - w * 0.62, y), (x - w * 0.50, y - h), (x, y - h)),
                ((x + w * 0.50, y - h), (x + w * 0.62, y), (x + w, y)),
                ((x + w * 0.62, y), (x + w * 0.50, y + h), (x, y + h)),
                ((x - w * 0.50, y + h), (x - w * 0.62, y), (x - w, y)),
            ],
            close=True,
            fill=inset == 0.0,
        )
    lotus(pen, (x, y + 2.5 * u), u * 0.88)
