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


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text: ``x`` of the pen and ``baseline`` in pt from the page's top left, and the ink's ends."""

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
    top: float
    bottom: float
    wanted_size: float
    """The size the box asks for; larger than ``size`` when the text had to shrink."""


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
    return _place(box, style, found, top, height, box.style.size if style is box.style else style.size)


def needed_height(style: Style, lines: int) -> float:
    """Height in mm that so many lines take at the full size."""
    metrics = face(style.font)
    em = metrics.ascent - metrics.descent + (lines - 1) * style.line_spacing
    return em * style.size / PT_PER_MM


def _fit(style: Style, text: str, width: float, height: float) -> tuple[float, tuple[str, ...]] | None:
    if style.one_line_first or style.max_lines == 1:
        found = _fit_one_line(style, text, width, height)
        if found is not None or style.max_lines == 1:
            return found
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
    descent, ascent = metrics.height(line)
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
    descent, ascent = metrics.height(text if style.case == "none" else text.upper())
    for size in _sizes(style):
        room = int((height / size - (ascent - descent)) / style.line_spacing + _ROUNDING) + 1
        if height / size < ascent - descent - _ROUNDING:
            continue
        most = min(style.max_lines, room)
        lines: list[str] = []
        for words, widths, prices in measured:
            chosen = break_lines(widths, prices, space, width / size + tracking, most - len(lines))
            if chosen is None:
                break
            start = 0
            for stop in chosen[0]:
                lines.append(" ".join(words[start:stop]))
                start = stop
        else:
            if all(_span(metrics, style, line) * size <= width + _ROUNDING for line in lines):
                return size, tuple(lines)
    return None


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
    box: Box, style: Style, found: tuple[float, tuple[str, ...]], top: float, height: float, wanted: float
) -> SetText:
    size, texts = found
    metrics = face(style.font)
    descent, ascent = metrics.height("".join(texts))
    pitch = size * style.line_spacing
    block = (ascent - descent) * size + (len(texts) - 1) * pitch
    slack = max(height - block, 0.0)
    start = top + {"top": 0.0, "middle": slack / 2, "bottom": slack}[box.valign]
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
        baseline = start + ascent * size + number * pitch
        lines.append(SetLine(text, x, baseline, x + ink_left * size, x + ink_right * size))
    return SetText(style, size, tuple(lines), start, start + block, wanted)
