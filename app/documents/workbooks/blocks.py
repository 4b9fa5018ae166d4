"""What stands around a table on paper: heading, title, signatures, and where a page may end.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, as the Hội itself uses it (domain notes §2.2, §2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.documents.workbooks.looks import Look
from app.documents.workbooks.metrics import (
    POINTS_PER_MM,
    USABLE_HEIGHT,
    USABLE_WIDTH,
    balanced_lines,
    lines_needed,
    row_height,
    text_width,
)
from app.documents.workbooks.sheet import DrawnLine, Sheet, Value
from app.domain.year_report import Signature, YearReport

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
#: The motto is half a point larger than the state's name in every printed example; here 13 under 12.
_STATE_SIZE, _MOTTO_SIZE, _ISSUER_SIZE = 12.0, 13.0, 12.0
#: The rule under the issuer's name: between a third and a half of the line.
_ISSUER_RULE = 0.4
_SIGNING_ROOM = 21 * POINTS_PER_MM

#: Millimetres: half of a long issuer's name, and the state's name in one line.
_LEAST_LEFT, _LEAST_RIGHT = 104.0, 104.0

_CENTRED = Look(align="center", vertical="top")


@dataclass(frozen=True, slots=True)
class Heading:
    """The issuer's lines (own name last), the document's number or "", and the place and date or ""."""

    issuer: tuple[str, ...]
    number: str = ""
    place_date: str = ""


def split_column(widths: Sequence[float]) -> int:
    """The last column of the left half: the heading and the signatures stand in two halves."""
    total = sum(widths)
    reached, best, nearest = 0.0, 1, total
    for number, width in enumerate(widths[:-1], 1):
        reached += width
        if abs(reached - total * 0.48) < nearest:
            best, nearest = number, abs(reached - total * 0.48)
    return best


def two_halves(widths: Sequence[float]) -> list[float]:
    """The widths, moved as little as needed for two halves wide enough to hold the heading."""
    if len(widths) < 2:
        return list(widths)
    split = split_column(widths)
    total, left = sum(widths), sum(widths[:split])
    wanted = min(max(left, _LEAST_LEFT), total - _LEAST_RIGHT)
    return [
        width * (wanted / left if number < split else (total - wanted) / (total - left))
        for number, width in enumerate(widths)
    ]


def add_heading(sheet: Sheet, heading: Heading) -> None:
    """The issuer at the left and the state's name and motto at the right, then number, place and date."""
    last, split = sheet.columns, split_column(sheet.widths)
    left_width, right_width = sheet.width_of(1, split), sheet.width_of(split + 1, last)
    left: list[tuple[str, bool]] = []
    for place, line in enumerate(heading.issuer, 1):
        own = place == len(heading.issuer)
        left += [(text, own) for text in _issuer_lines(line, left_width, bold=own)]
    right = [(STATE, _STATE_SIZE), (MOTTO, _MOTTO_SIZE)]
    for place in range(max(len(left), len(right))):
        cells: list[tuple[int, Value, Look]] = []
        if place < len(left):
            text, own = left[place]
            cells.append((1, text, replace(_CENTRED, size=_ISSUER_SIZE, bold=own, wrap=False)))
        if place < len(right):
            text, size = right[place]
            cells.append((split + 1, text, replace(_CENTRED, size=size, bold=True, wrap=False)))
        _add_halves(sheet, cells, split, row_height(1, 13, air=1))
    if left:
        own_width = text_width(left[-1][0], _ISSUER_SIZE, bold=True)
        _rule(sheet, 0, left_width, len(left) + 1, own_width * _ISSUER_RULE)
    _rule(sheet, left_width, right_width, len(right) + 1, text_width(MOTTO, _MOTTO_SIZE, bold=True))
    sheet.space(7)
    if heading.number or heading.place_date:
        cells = [
            (1, f"Số: {heading.number}" if heading.number else None, replace(_CENTRED, size=13)),
            (split + 1, heading.place_date or None, replace(_CENTRED, size=13, italic=True)),
        ]
        _add_halves(sheet, cells, split, row_height(1, 13, air=2))


def annex_line(report: YearReport) -> str:
    """To which report an annex belongs, for the line under its title."""
    if not report.number:
        return report.subtitle
    return f"(Kèm theo Báo cáo số {report.number}{', số ước' if report.estimate else ''})"


def add_title(sheet: Sheet, title: str, below: Iterable[str]) -> None:
    """The title in bold capitals, and lines under it in italics."""
    sheet.space(8)
    _add_wide(sheet, title.upper(), Look(size=14, bold=True, align="center"))
    for line in below:
        if line:
            _add_wide(sheet, line, Look(size=13, italic=True, align="center"))
    sheet.space(8)


def add_note(sheet: Sheet, note: str) -> None:
    """A remark under the table."""
    sheet.space(4)
    _add_wide(sheet, note, Look(italic=True))


def add_signatures(sheet: Sheet, signature: Signature, prepared_by: str, *, place_date: str = "") -> int:
    """Who prepared the sheet at the left, who signs it at the right; gives the first row.

    ``place_date`` stands above the right one when the heading does not say it.
    """
    split = split_column(sheet.widths)
    first = sheet.space(10)
    if place_date:
        dated = [(split + 1, place_date, replace(_CENTRED, size=13, italic=True))]
        _add_halves(sheet, dated, split, row_height(1, 13, air=1))
    office = replace(_CENTRED, size=13, bold=True)
    right = [line.upper() for line in (signature.authority, signature.office) if line]
    left = ["NGƯỜI LẬP"] if prepared_by else []
    for place in range(max(len(left), len(right))):
        cells: list[tuple[int, Value, Look]] = []
        for column, lines in ((1, left), (split + 1, right)):
            if place < len(lines):
                cells.append((column, lines[place], office))
        widths = {1: sheet.width_of(1, split), split + 1: sheet.width_of(split + 1, sheet.columns)}
        lines_high = max(lines_needed(str(text), widths[column], 13, bold=True) for column, text, _ in cells)
        _add_halves(sheet, cells, split, row_height(lines_high, 13, air=1))
    sheet.space(_SIGNING_ROOM)
    names: list[tuple[int, Value, Look]] = []
    for column, name in ((1, prepared_by), (split + 1, signature.name)):
        if name:
            names.append((column, name, office))
    if names:
        _add_halves(sheet, names, split, row_height(1, 13, air=2))
    return first


def page_room(sheet: Sheet) -> float:
    """The points of rows that one printed page of the sheet holds, when it is made as wide as the page."""
    return USABLE_HEIGHT * POINTS_PER_MM / min(1.0, USABLE_WIDTH / sum(sheet.widths))


def break_pages(sheet: Sheet, blocks: Sequence[tuple[int, int]], repeated: Sequence[int] = ()) -> None:
    """Begin a new page before each block of rows (first, last) that a page would otherwise tear apart.

    ``repeated`` are the rows that head every page. A block longer than a page is left to the spreadsheet.
    """
    room = page_room(sheet)
    head = sum(sheet.heights[row - 1] for row in repeated)
    ends = dict(blocks)
    used = 0.0
    for row, height in enumerate(sheet.heights, 1):
        if row in sheet.breaks:
            used = head
        needed = sum(sheet.heights[row - 1 : ends[row]]) if row in ends else height
        if used + needed > room and used > head:
            if row in ends and needed + head <= room:
                sheet.break_before(row)
                used = head
            elif used + height > room:
                used = head
        used += height


def _issuer_lines(line: str, width: float, *, bold: bool) -> list[str]:
    """An issuer's name in as few lines as fit; broken after its dash rather than elsewhere."""
    lines = balanced_lines(line, width, _ISSUER_SIZE, bold=bold)
    start, dash, end = line.partition(" – ")
    if len(lines) == 2 and dash:
        parts = [f"{start} –", end]
        if all(len(balanced_lines(part, width, _ISSUER_SIZE, bold=bold)) == 1 for part in parts):
            return parts
    return lines


def _add_wide(sheet: Sheet, text: str, look: Look) -> None:
    lines = lines_needed(text, sheet.width_of(1, sheet.columns), look.size, bold=look.bold)
    row = sheet.add([(1, text, look)], row_height(lines, look.size, air=2))
    sheet.merge(row, 1, sheet.columns)


def _add_halves(sheet: Sheet, cells: Sequence[tuple[int, Value, Look]], split: int, height: float) -> None:
    row = sheet.add(cells, height)
    for column, _, _ in cells:
        if column == 1:
            sheet.merge(row, 1, split)
        else:
            sheet.merge(row, column, sheet.columns)


def _rule(sheet: Sheet, left: float, width: float, row: int, length: float) -> None:
    length = min(length, width)
    sheet.lines.append(DrawnLine(left + (width - length) / 2, row, length))
