"""Setting a text into a box: lines, size and the place of every line, by measurement alone.

Nothing is ever set outside its box and nothing is left out: what does not fit at the smallest size is not
set at all, and the caller refuses it by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.certificates.linebreaks import break_lines, gap_prices
from app.documents.fonts import FontFace, face
from app.documents.layouts import Box, Style
from app.vietnamese.text import clean_multiline

PT_PER_MM = 72 / 25.4
LONGEST_TEXT = 2000
_STEP = 0.25  # sizes are tried in quarter points
_ROUNDING = 1e-6
_SHRINK_PRICE = 7.0  # a tenth smaller is as bad as a name broken in two (see linebreaks)
_BEST_PRICE = 0.1  # no better break is worth looking for below this


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text: the pen's ``x`` and ``baseline`` in pt from the page's top left, the ink's ends."""

    text: str
    x: float
    baseline: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class SetText:
    """A text set into its box, in pt from the page's top left corner."""

    style: Style
    size: float
    lines: tuple[SetLine, ...]


def text_of(box: Box, text: str) -> str:
    """What the box prints for a field's text: tidy, NFC, with its prefix; "" stays "" ."""
    tidy = clean_multiline(text)
    return f"{box.prefix}{tidy}" if tidy else ""


def set_text(box: Box, text: str, rise_to: float | None = None) -> SetText | None:
    """Set ``text`` into ``box``.

    Args:
        box: the box of the layout.
        text: of :func:`text_of`; at most ``LONGEST_TEXT`` letters are tried.
        rise_to: for a box that follows another, the top (pt) it may rise to.

    Returns:
        The lines with their places, or None when they do not fit at the smallest size.

    Raises:
        FileProblemError: the font lacks a letter.
    """
    if len(text) > LONGEST_TEXT:
        return None
    top, height = box.y * PT_PER_MM, box.height * PT_PER_MM
    if rise_to is not None and rise_to < top:
        top, height = rise_to, height + top - rise_to
    width = box.width * PT_PER_MM
    alternative = box.alternative
    if alternative is None:
        found = _fit(box.style, text, width, height)
        style = box.style
    else:
        style = box.style
        found = _fit_one_line(style, text, width, height)
        if found is None:
            style = alternative
            found = _fit(style, text, width, height)
    if found is None:
        return None
    return _place(box, style, found, top, height)


def _fit(style: Style, text: str, width: float, height: float) -> tuple[float, tuple[str, ...]] | None:
    if style.max_lines == 1:
        return _fit_one_line(style, text, width, height)
    return _fit_lines(style, text, width, height)


def _cased(style: Style, text: str) -> str:
    return text.upper() if style.case == "upper" else text


def _fit_one_line(
    style: Style, text: str, width: float, height: float
) -> tuple[float, tuple[str, ...]] | None:
    if "\n" in text:
        return None
    line = _cased(style, text)
    metrics = face(style.font)
    descent, ascent = metrics.ink_height(line)
    left, right = metrics.ink_extent(line, style.tracking / 1000, style.word_space / 1000)
    # the pen's own advance counts too: a PDF reader measures that
    span = max(right, _advance(metrics, style, line)) - min(left, 0.0)
    size = min(style.size, width / span if span else style.size, height / (ascent - descent))
    if size < style.size:
        size = math.floor((size + _ROUNDING) / _STEP) * _STEP
    return (size, (line,)) if size >= style.min_size - _ROUNDING else None


def _fit_lines(style: Style, text: str, width: float, height: float) -> tuple[float, tuple[str, ...]] | None:
    metrics = face(style.font)
    paragraphs = [_cased(style, line).split(" ") for line in text.split("\n")]
    tracking, word_space = style.tracking / 1000, style.word_space / 1000
    measured = [
        (words, [metrics.advance(word) + len(word) * tracking for word in words], gap_prices(words))
        for words in paragraphs
    ]
    space = metrics.widths[" "] + tracking + word_space
    best: tuple[float, float, tuple[str, ...]] | None = None
    for size in _sizes(style):
        smaller = (style.size - size) / style.size * _SHRINK_PRICE
        if best is not None and smaller + _BEST_PRICE >= best[0]:
            break
        room = int((height / size - metrics.cap_height / 2) / style.line_spacing + _ROUNDING) + 1
        most = min(style.max_lines, room)
        lines: list[str] = []
        price = smaller
        for words, widths, prices in measured:
            chosen = break_lines(widths, prices, space, width / size + tracking, most - len(lines))
            if chosen is None:
                break
            price += chosen[1]
            start = 0
            for stop in chosen[0]:
                lines.append(" ".join(words[start:stop]))
                start = stop
        else:
            tall = metrics.ink_height(lines[0])[1] - metrics.ink_height(lines[-1])[0]
            fits = (tall + (len(lines) - 1) * style.line_spacing) * size <= height + _ROUNDING and all(
                _span(metrics, style, line) * size <= width + _ROUNDING for line in lines
            )
            if fits and (best is None or price < best[0]):
                best = (price, size, tuple(lines))
    return best and (best[1], best[2])


def _sizes(style: Style) -> Iterator[float]:
    size = style.size
    while size > style.min_size + _ROUNDING:
        yield size
        size = math.ceil((size - _ROUNDING) / _STEP) * _STEP - _STEP
    yield style.min_size


def _advance(metrics: FontFace, style: Style, line: str) -> float:
    return (
        metrics.advance(line)
        + max(len(line) - 1, 0) * style.tracking / 1000
        + line.count(" ") * style.word_space / 1000
    )


def _span(metrics: FontFace, style: Style, line: str) -> float:
    left, right = metrics.ink_extent(line, style.tracking / 1000, style.word_space / 1000)
    return max(right, _advance(metrics, style, line)) - min(left, 0.0)


def _place(
    box: Box, style: Style, found: tuple[float, tuple[str, ...]], top: float, height: float
) -> SetText:
    size, texts = found
    metrics = face(style.font)
    pitch = size * style.line_spacing
    # The font's own measures place the lines, so that all certificates agree; the ink decides at the edge.
    block = (metrics.ascent - metrics.descent) * size + (len(texts) - 1) * pitch
    valign = style.valign or box.valign
    first = (
        top + metrics.ascent * size + (height - block) * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[valign]
    )
    first = min(first, top + height + metrics.ink_height(texts[-1])[0] * size - (len(texts) - 1) * pitch)
    first = max(first, top + metrics.ink_height(texts[0])[1] * size)
    left_edge, width = box.x * PT_PER_MM, box.width * PT_PER_MM
    lines = []
    for number, text in enumerate(texts):
        ink_left, ink_right = metrics.ink_extent(text, style.tracking / 1000, style.word_space / 1000)
        pen_right = _advance(metrics, style, text)
        low, high = min(ink_left, 0.0) * size, max(ink_right, pen_right) * size
        if box.align == "left":
            x = left_edge - min(ink_left, 0.0) * size
        elif box.align == "right":
            x = left_edge + width - high
        else:  # the ink is centred, not the advances: what the eye sees
            x = left_edge + (width - (ink_left + ink_right) * size) / 2
            x = min(max(x, left_edge - low), left_edge + width - high)
        baseline = first + number * pitch
        lines.append(SetLine(text, x, baseline, x + ink_left * size, x + ink_right * size))
    return SetText(style, size, tuple(lines))
