"""Measures of the paper and of the type: millimetres, points, and how many lines a text needs."""

from __future__ import annotations

import unicodedata

#: A4 landscape in millimetres, with the margins of Nghị định 30/2020/NĐ-CP, Phụ lục I.
PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 15.0
#: Where the page number stands, from the upper edge.
MARGIN_HEADER = 10.0
USABLE_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
USABLE_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
EMU_PER_MM = 36_000
#: One digit of the workbook's default type (Times New Roman 12 at 96 dpi): the unit of a column width.
PIXELS_PER_DIGIT = 8
#: What a spreadsheet keeps free at both sides of a cell together, with some mercy for its rounding.
CELL_PADDING = 2.2
LINE_SPACING = 1.18
#: On the screen letters are set up to a twentieth wider: a line that just fits would lose its end.
_CAUTION = 0.94
#: A step of indent in a cell.
INDENT_WIDTH = 3.2

FONT = "Times New Roman"

_ASCII = "".join(map(chr, range(32, 127)))
# Advance widths in thousandths of the type size, from a metric-compatible face.
_REGULAR = """
250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500
500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722
667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278
500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541
"""
_BOLD = """
250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500
500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778
722 556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333
556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444 394 220 394 520
"""
_EXTRA_REGULAR = {
    "đ": 500,
    "Đ": 722,
    "ơ": 529,
    "Ơ": 722,
    "ư": 542,
    "Ư": 776,
    "–": 500,
    "—": 1000,
    "…": 1000,
    "•": 350,
}
_EXTRA_BOLD = {
    "đ": 556,
    "Đ": 722,
    "ơ": 554,
    "Ơ": 778,
    "ư": 600,
    "Ư": 796,
    "–": 500,
    "—": 1000,
    "…": 1000,
    "•": 350,
}
#: For a letter that the tables do not know: wide enough to be safe.
_UNKNOWN = 722


class _Widths(dict[str, int]):
    """Widths by letter; an accented letter is as wide as the letter below its tone mark."""

    def __init__(self, ascii_widths: str, extra: dict[str, int]) -> None:
        super().__init__(zip(_ASCII, map(int, ascii_widths.split()), strict=True))
        self.update(extra)

    def __missing__(self, letter: str) -> int:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", parts[:2]) if parts[1:2] == "\u031b" else parts[0]
        if base not in self:
            base = parts[0]
        width = self[letter] = self.get(base, _UNKNOWN)
        return width


_WIDTHS = {False: _Widths(_REGULAR, _EXTRA_REGULAR), True: _Widths(_BOLD, _EXTRA_BOLD)}


def column_width(millimetres: float) -> float:
    """The width of a column as a spreadsheet stores it: digits of the default type."""
    return round(millimetres / MM_PER_INCH * 96 / PIXELS_PER_DIGIT, 3)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The length of a line of Times New Roman in millimetres; ``size`` in points."""
    widths = _WIDTHS[bold]
    return sum([widths[letter] for letter in text]) * size / 1000 / POINTS_PER_MM


def amount_width(amount: int, size: float = 12) -> float:
    """The millimetres of a column that shows this amount in bold, grouped and signed."""
    return text_width(f"+{abs(amount):,}", size, bold=True) / _CAUTION + INDENT_WIDTH + CELL_PADDING


def lines_needed(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a cell ``width`` millimetres wide, broken between words."""
    room = (width - CELL_PADDING) * _CAUTION * POINTS_PER_MM * 1000 / size
    if len(text) * 1000 <= room and "\n" not in text:
        return 1
    widths = _WIDTHS[bold]
    count = 0
    for line in _break(text, room, widths):
        # A word longer than the cell is broken by the spreadsheet.
        count += max(1, -int(-sum([widths[letter] for letter in line]) // max(room, 1)))
    return count


def balanced_lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as fit ``width`` millimetres, of lengths as even as words allow."""
    widths = _WIDTHS[bold]
    scale = POINTS_PER_MM * 1000 / size
    lines = _break(text, (width - CELL_PADDING) * scale, widths)
    narrower = width - CELL_PADDING
    while len(lines) > 1 and narrower > 10:
        narrower -= 2
        tried = _break(text, narrower * scale, widths)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _break(text: str, room: float, widths: _Widths) -> list[str]:
    lines: list[str] = []
    space = widths[" "]
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0
        for word in paragraph.split(" "):
            length = sum([widths[letter] for letter in word])
            if line and used + space + length > room:
                lines.append(" ".join(line))
                line, used = [word], length
            else:
                used += length + (space if line else 0)
                line.append(word)
        lines.append(" ".join(line))
    return lines


def row_height(lines: int, size: float, *, air: float = 3.0) -> float:
    """The height in points of a row of so many lines, with ``air`` points above and below together."""
    return round(lines * size * LINE_SPACING + air, 2)
