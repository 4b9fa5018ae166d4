"""Setting a text into a box: lines, size and the place of every line, by measurement alone.

Nothing is ever set outside its box and nothing is left out: what does not fit at the smallest size is not
set at all, and the caller refuses it by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.certificates.linebreaks import break_lines, gap_prices
from app.documents.fonts import LineMeasure, face
from app.documents.layouts import Box, Style
from app.vietnamese.text import clean, clean_multiline

PT_PER_MM = 72 / 25.4
LONGEST_TEXT = 2000
_STEP = 0.25  # sizes are tried in quarter points
_ROUNDING = 1e-6
_SHRINK_PRICE = 7.0  # a tenth smaller is as bad as a name broken in two (see linebreaks)
_BEST_PRICE = 0.1  # no better break is worth looking for below this


_SLACK_ABOVE = {"top": 0.0, "middle": 0.5, "bottom": 1.0}

_Fitted = tuple[float, tuple[str, ...], tuple[LineMeasure, ...]]  # size, lines, their measures


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
    """A text set into its box, in pt from the page's top left corner; ``bottom`` is where its ink ends."""

    style: Style
    size: float
    lines: tuple[SetLine, ...]
    bottom: float


def text_of(box: Box, text: str) -> str:
    """What the box prints for a field's text: tidy, NFC, with its prefix; "" stays "" ."""
    tidy = clean(text) if text.isprintable() else clean_multiline(text)
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


def _fit(style: Style, text: str, width: float, height: float) -> _Fitted | None:
    if style.max_lines == 1:
        return _fit_one_line(style, text, width, height)
    return _fit_lines(style, text, width, height)


def _cased(style: Style, text: str) -> str:
    return text.upper() if style.case == "upper" else text


def _measure(style: Style, line: str) -> LineMeasure:
    return face(style.font).line(line, style.tracking / 1000, style.word_space / 1000)


def _fit_one_line(style: Style, text: str, width: float, height: float) -> _Fitted | None:
    if "\n" in text:
        return None
    line = _cased(style, text)
    measure = _measure(style, line)
    size = min(style.size, width / (measure.span or 1.0), height / ((measure.high - measure.low) or 1.0))
    if size < style.size:
        size = math.floor((size + _ROUNDING) / _STEP) * _STEP
    return (size, (line,), (measure,)) if size >= style.min_size - _ROUNDING else None


def _fit_lines(style: Style, text: str, width: float, height: float) -> _Fitted | None:
    metrics = face(style.font)
    paragraphs = [_cased(style, line).split(" ") for line in text.split("\n")]
    tracking, word_space = style.tracking / 1000, style.word_space / 1000
    measured = [
        (words, [metrics.advance(word) + len(word) * tracking for word in words], gap_prices(words))
        for words in paragraphs
    ]
    space = metrics.widths[" "] + tracking + word_space
    best: tuple[float, _Fitted] | None = None
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
            set_lines = tuple([_measure(style, line) for line in lines])
            tall = set_lines[0].high - set_lines[-1].low + (len(lines) - 1) * style.line_spacing
            fits = tall * size <= height + _ROUNDING and all(
                line.span * size <= width + _ROUNDING for line in set_lines
            )
            if fits and (best is None or price < best[0]):
                best = (price, (size, tuple(lines), set_lines))
    return best and best[1]


def _sizes(style: Style) -> Iterator[float]:
    size = style.size
    while size > style.min_size + _ROUNDING:
        yield size
        size = math.ceil((size - _ROUNDING) / _STEP) * _STEP - _STEP
    yield style.min_size


def _place(box: Box, style: Style, found: _Fitted, top: float, height: float) -> SetText:
    size, texts, measures = found
    metrics = face(style.font)
    pitch = size * style.line_spacing
    # The font's own measures place the lines, so that all certificates agree; the ink decides at the edge.
    block = (metrics.ascent - metrics.descent) * size + (len(texts) - 1) * pitch
    first = top + metrics.ascent * size + (height - block) * _SLACK_ABOVE[style.valign or box.valign]
    first = min(first, top + height + measures[-1].low * size - (len(texts) - 1) * pitch)
    first = max(first, top + measures[0].high * size)
    left_edge, width = box.x * PT_PER_MM, box.width * PT_PER_MM
    right_edge = left_edge + width
    lines = []
    for number, (text, line) in enumerate(zip(texts, measures, strict=True)):
        start = min(line.left, 0.0)  # what the line needs: ink and pen together
        low, high = start * size, max(line.right, line.advance) * size
        if box.align == "left":
            x = left_edge - low
        elif box.align == "right":
            x = right_edge - high
        else:  # the ink is centred, not the advances: what the eye sees
            x = left_edge + (width - (line.left + line.right) * size) / 2
            x = min(max(x, left_edge - low), right_edge - high)
        lines.append(SetLine(text, x, first + number * pitch, x + line.left * size, x + line.right * size))
    return SetText(style, size, tuple(lines), lines[-1].baseline - measures[-1].low * size)
