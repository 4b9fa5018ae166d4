"""Justified paragraphs: all lines of a paragraph are chosen together, so that no line has holes.

Where a Vietnamese line may well end is known to ``certificates.linebreaks``; here its prices are weighed
against the width of the spaces. All measures in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.documents.certificates.linebreaks import gap_prices
from app.documents.papers.typesetting import LEADING, Sheet, one_line, text_baseline, width, wrap

#: A space may become so much narrower, of its own width.
_SHRINK = 0.12
#: Spaces wider than so many usual ones are holes: such a line is left as it is.
_HOLE = 3.5
#: What a space twice as wide as usual costs, and one that gives all it can.
_WIDE, _TIGHT = 4.0, 0.6
#: A last line shorter than this share of the room looks lost.
_LOST, _LOST_PRICE = 0.12, 1.5
_NEVER = 1e12


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one font."""

    text: str
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, where it begins from the left of the text, and what is added to each space."""

    runs: tuple[Run, ...]
    indent: float
    word_space: float

    def draw(self, sheet: Sheet, left: float, top: float, size: float) -> None:
        """Draw the line under ``top``."""
        x, baseline = left + self.indent, text_baseline(top, size)
        for run in self.runs:
            sheet.text(x, baseline, run.text, run.font, size, self.word_space)
            x += width(run.text, run.font, size) + run.text.count(" ") * self.word_space


def line_height(size: float) -> float:
    """The height of one line."""
    return LEADING * size


def set_paragraph(runs: Sequence[Run], size: float, room: float, indent: float = 0.0) -> tuple[Line, ...]:
    """The lines of a paragraph, justified but for the last; the first begins ``indent`` to the right.

    A word wider than the room is broken between letters: nothing is ever drawn outside.
    """
    words = [
        Run(part, run.font)
        for run in runs
        for word in one_line(run.text, run.font).split()
        for part in wrap(word, run.font, size, room - indent)
    ]
    if not words:
        return ()
    widths = [width(word.text, word.font, size) for word in words]
    spaces = [width(" ", word.font, size) for word in words]
    prices = [max(price, 0.0) for price in gap_prices([word.text for word in words])]
    ends = _best_ends(widths, spaces, prices, room, indent)
    lines, start = [], 0
    for end in ends:
        free = room - (indent if start == 0 else 0.0) - _natural(widths, spaces, start, end)
        gaps = end - start - 1
        usual = sum(spaces[start : end - 1])
        # A last line is stretched never, and pressed only where it must be.
        is_set = gaps and (free < 0 or (end < len(words) and free <= _HOLE * usual))
        lines.append(
            Line(_runs(words[start:end]), indent if start == 0 else 0.0, free / gaps if is_set else 0.0)
        )
        start = end
    return tuple(lines)


def _runs(words: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours of one font together; the space between two fonts belongs to the first."""
    groups = [(font, [word.text for word in group]) for font, group in groupby(words, lambda w: w.font)]
    return tuple(
        Run(" ".join(texts) + (" " if number < len(groups) else ""), font)
        for number, (font, texts) in enumerate(groups, 1)
    )


def _natural(widths: Sequence[float], spaces: Sequence[float], start: int, end: int) -> float:
    return sum(widths[start:end]) + sum(spaces[start : end - 1])


def _best_ends(
    widths: Sequence[float], spaces: Sequence[float], prices: Sequence[float], room: float, indent: float
) -> list[int]:
    """The index after the last word of each line, the sum of all prices being least."""
    count = len(widths)
    best = [0.0] + [_NEVER] * count
    before = [0] * (count + 1)
    for start in range(count):
        here = room - (indent if start == 0 else 0.0)
        used, blank = 0.0, 0.0
        for end in range(start + 1, count + 1):
            if end - 1 > start:
                blank += spaces[end - 2]
            used += widths[end - 1]
            free = here - used - blank
            if end - 1 > start and free < -_SHRINK * blank - 1e-6:
                break
            price = best[start] + _price(free, blank, here, is_last=end == count)
            if end < count:
                price += prices[end - 1]
            if price < best[end]:
                best[end], before[end] = price, start
    ends, end = [], count
    while end:
        ends.append(end)
        end = before[end]
    return ends[::-1]


def _price(free: float, blank: float, room: float, *, is_last: bool) -> float:
    if free < 0:
        return _TIGHT * (free / (_SHRINK * blank)) ** 2 if blank else 0.0
    if is_last:
        return _LOST_PRICE if free > (1 - _LOST) * room else 0.0
    stretch = free / blank if blank else 10.0
    return _WIDE * stretch**2
