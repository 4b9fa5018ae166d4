"""Colours as operators of a PDF page, in colour or in the greys of a black-and-white printer."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_CURVE = ((0.0, 0.0), (0.34, 0.0), (0.55, 0.28), (0.78, 0.56), (0.93, 0.86), (0.96, 1.0), (1.0, 1.0))
"""Brightness of a colour → grey. A laser printer draws grey as dots: reds become full black, golds dark
enough for a fine line to hold together, and tints of which only specks would be left become paper."""

_AREAS = ((0.0, 0.76), (0.3, 0.76), (0.78, 0.81), (0.86, 0.83), (0.94, 0.93), (0.965, 1.0), (1.0, 1.0))
"""The same for areas of a drawing, which become pale as in an engraving: a red band in full black would be a
mourning border, would swallow the gold lines on it, and large black areas come out uneven."""

_OPERATOR = re.compile(
    r"(?<![\d.])(\d*\.?\d+) (\d*\.?\d+) (\d*\.?\d+) (rg|RG)(?=\s|$)"
)  # the only ways in which our drawings name a colour


def grey_of(red: float, green: float, blue: float) -> float:
    """The grey (0 black – 1 white) in which a colour, its parts from 0 to 1, prints well without colour."""
    return _on_curve(_CURVE, red, green, blue)


def _on_curve(curve: tuple[tuple[float, float], ...], red: float, green: float, blue: float) -> float:
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    for (low, dark), (high, bright) in pairwise(curve):
        if light <= high:
            return dark + (bright - dark) * (light - low) / (high - low)
    return 1.0


@lru_cache(maxsize=512)
def fill_operator(colour: str, *, mono: bool) -> str:
    """The operator that fills with a colour written #rrggbb."""
    red, green, blue = parts_of(colour)
    return f"{grey_of(red, green, blue):.3g} g" if mono else f"{red:.4g} {green:.4g} {blue:.4g} rg"


@lru_cache(maxsize=512)
def stroke_operator(colour: str, *, mono: bool) -> str:
    """The operator that draws lines in a colour written #rrggbb."""
    red, green, blue = parts_of(colour)
    return f"{grey_of(red, green, blue):.3g} G" if mono else f"{red:.4g} {green:.4g} {blue:.4g} RG"


def parts_of(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1 of a colour written #rrggbb."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def without_colour(operators: str) -> str:
    """A drawing's operators with every colour turned into its grey, areas lighter than lines."""

    def grey(match: re.Match[str]) -> str:
        red, green, blue = (float(match[index]) for index in (1, 2, 3))
        if match[4] == "RG":
            return f"{grey_of(red, green, blue):.3g} G"
        return f"{_on_curve(_AREAS, red, green, blue):.3g} g"

    return _OPERATOR.sub(grey, operators)
