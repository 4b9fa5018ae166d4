"""The summary sheet: this year beside last year, the units below, one picture; all of it live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from openpyxl.utils import get_column_letter

from app.documents.workbooks.blocks import (
    Heading,
    add_heading,
    add_signatures,
    add_title,
    break_pages,
    page_room,
)
from app.documents.workbooks.book import Book
from app.documents.workbooks.formulas import Amounts, Formulas, TablePlace, literal
from app.documents.workbooks.looks import (
    AMOUNT,
    CELL,
    CENTRED,
    DIFFERENCE,
    HEADER,
    HEADER_FILL,
    PERCENT,
    Look,
)
from app.documents.workbooks.metrics import (
    INDENT_WIDTH,
    USABLE_WIDTH,
    amount_width,
    lines_needed,
    row_height,
)
from app.documents.workbooks.names import figure_name
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.documents.workbooks.tables import NUMBERING_WIDTH, longest_word
from app.documents.workbooks.units import add_unit_picture, add_units, unit_word, value_of
from app.domain.year_report import Figure, YearReport, share_of
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group, roman

_SIZE = 12.0
#: Columns: STT, the figure's name, its unit of measure, the period before, this period, the difference; then,
#: where a figure has them, the percentage and what was counted so far; at last the remark.
_LABEL, _MEASURE, _PREVIOUS, _CURRENT, _CHANGE, _NEXT = 2, 3, 4, 5, 6, 7
_MEASURE_WIDTH, _AMOUNT_WIDTH, _LAST_WIDTH, _NARROWEST, _NARROWEST_NAME = 24.0, 29.0, 26.0, 19.0, 72.0
#: What the remark needs to say what a percentage is of.
_SHARE_REMARK = 50.0
#: A section with no more lines than this on a page does not begin there.
_SHORT_SECTION = 6


@dataclass(frozen=True, slots=True)
class _Places:
    """The columns that a report may have or not, 0 for none, and that of the remark."""

    share: int
    counted: int
    remark: int


def _places(report: YearReport) -> _Places:
    share = int(any(figure.share_of for figure in report.figures))
    counted = int(any(figure.counted is not None for figure in report.figures))
    return _Places(_NEXT * share, (_NEXT + share) * counted, _NEXT + share + counted)


@dataclass(frozen=True, slots=True)
class _Looks:
    """Looks of a line: words, the period before, this period, the difference, the percentage, the remark."""

    centred: Look
    amount: Look
    strong: Look
    difference: Look
    percent: Look
    remark: Look


def _line_looks(*, bold: bool, fill: str) -> _Looks:
    centred = replace(CENTRED, bold=bold, fill=fill)
    amount = replace(AMOUNT, bold=bold, fill=fill)
    return _Looks(
        centred,
        amount,
        replace(amount, bold=True),
        replace(amount, number_format=DIFFERENCE),
        replace(centred, number_format=PERCENT),
        replace(centred, italic=True),
    )


@cache
def _label_look(level: int, *, heading: bool) -> Look:
    return replace(CELL, bold=heading, fill=HEADER_FILL if heading else "", indent=level)


_HEADING_LOOKS = _line_looks(bold=True, fill=HEADER_FILL)
_FIGURE_LOOKS = _line_looks(bold=False, fill="")


def summary_widths(report: YearReport, amounts: Amounts) -> list[float]:
    """Millimetres of the columns: the figures' table and the units' table share them.

    The three columns of amounts hold the largest amount; more columns for the units are taken from the names.
    """
    places = _places(report)
    columns = max(places.remark - _LABEL, len(report.breakdown_columns) if report.units else 0)
    figures = [amounts.figure(figure.key) for figure in report.figures if figure.rule is not None]
    figures += [amounts.of(figure.counted) for figure in report.figures if figure.counted is not None]
    previous = [figure.previous for figure in report.figures if figure.previous is not None]
    widest = max((abs(amount) for amount in [*figures, *previous]), default=0)
    widths = [_MEASURE_WIDTH, *([max(_AMOUNT_WIDTH, amount_width(widest))] * 3)]
    widths += [_LAST_WIDTH if columns == 5 else _NARROWEST] * (columns - 4)
    if places.counted:
        widths[places.counted - _MEASURE] = widths[1]
    remark = sum(widths[places.remark - _MEASURE :])
    widths[-1] += max(0.0, (_SHARE_REMARK if places.share else 0.0) - remark)
    for place, (width, label) in enumerate(zip(widths, report.breakdown_columns, strict=False)):
        total = sum(abs(amounts.of(unit.rules[place])) for unit in report.units)
        widths[place] = max(width, amount_width(total), longest_word(label))
    names = max(USABLE_WIDTH - NUMBERING_WIDTH - sum(widths), _NARROWEST_NAME)
    return [NUMBERING_WIDTH, names, *widths]


def write_summary(
    book: Book,
    sheet: Sheet,
    report: YearReport,
    heading: Heading,
    places: Mapping[str, TablePlace],
    amounts: Amounts,
) -> Formulas:
    """Fill the first sheet, when it is known where the rows of every table stand; gives what writes rules."""
    add_heading(sheet, heading)
    add_title(sheet, report.title, [report.subtitle])
    header = _add_header(sheet, report)
    lines = _Lines(report, amounts)
    starts = _page_starts(sheet, report.figures, header, lines)
    cells: dict[str, str] = {}
    row = header
    for number, figure in enumerate(report.figures):
        row += 2 if number in starts else 1
        if figure.rule is not None:
            cells[figure.key] = f"{get_column_letter(_CURRENT)}{row}"
    formulas = Formulas({table.key: table for table in report.tables}, places, cells)
    for number, (stt, figure) in enumerate(zip(_numbers(report.figures), report.figures, strict=True)):
        if number in starts:
            sheet.break_before(_add_header(sheet, report))
        lines.add(sheet, stt, figure, formulas)
    for key, cell in cells.items():
        book.name_range(figure_name(key), sheet, cell)
    sheet.page.freeze_panes = f"A{header + 1}"
    blocks: list[tuple[int, int]] = []
    if report.units and report.breakdown_columns:
        kind = unit_word(report.units)
        block = add_units(
            sheet, f"Số liệu theo {kind}", kind, report.breakdown_columns, report.units, formulas, amounts
        )
        blocks += [block.rows, add_unit_picture(sheet, f"{report.breakdown_columns[0]} theo {kind}", block)]
    signed = add_signatures(sheet, report.signature, report.prepared_by)
    if blocks:  # the picture and the signatures stay together
        blocks[-1] = (blocks[-1][0], sheet.last_row)
    else:
        blocks.append((signed, sheet.last_row))
    break_pages(sheet, blocks)
    return formulas


def _add_header(sheet: Sheet, report: YearReport) -> int:
    labels = ["STT", "Chỉ tiêu", "Đơn vị tính", *_period_labels(report), "So sánh\n(tăng, giảm)"]
    places = _places(report)
    labels += ["Tỷ lệ"] if places.share else []
    labels += ["Đã đếm\nđến nay"] if places.counted else []
    labels += ["Ghi chú"]
    widths = [*sheet.widths[: places.remark - 1], sheet.width_of(places.remark, sheet.columns)]
    lines = max(
        lines_needed(label, width, _SIZE, bold=True) for label, width in zip(labels, widths, strict=True)
    )
    row = sheet.add(
        [
            *((number, label, HEADER) for number, label in enumerate(labels, 1)),
            *((number, None, HEADER) for number in range(places.remark + 1, sheet.columns + 1)),
        ],
        row_height(lines, _SIZE, air=6),
    )
    sheet.merge(row, places.remark, sheet.columns)
    return row


def _period_labels(report: YearReport) -> tuple[str, str]:
    guessed = ", ước" if report.estimate else ""
    if report.starts == date(report.year, 1, 1) and report.ends == date(report.year, 12, 31):
        return f"Năm trước\n({report.year - 1})", f"Năm nay{guessed}\n({report.year})"
    named = report.period or f"{short_date(report.starts)} – {short_date(report.ends)}"
    return f"Kỳ trước\n({report.before})" if report.before else "Kỳ trước", f"Kỳ này{guessed}\n({named})"


def _page_starts(sheet: Sheet, figures: Sequence[Figure], header: int, lines: _Lines) -> set[int]:
    """The figures (by place) that begin a new page, there under a header of their own.

    The sheet repeats no rows by itself: the header would also stand above the units and the picture. A
    section of which only a few lines fit goes to the next page whole.
    """
    heights = [lines.height(sheet, figure) for figure in figures]
    head, room = sheet.heights[header - 1], page_room(sheet)
    used, begun = sum(sheet.heights), 0
    starts: set[int] = set()
    for number, height in enumerate(heights):
        if used + height > room:
            near = range(number, max(begun, number - _SHORT_SECTION), -1)
            start = next((n for n in near if figures[n].rule is None and figures[n].level == 0), number)
            starts.add(start)
            begun, used = start, head + sum(heights[start:number])
        used += height
    return starts


class _Lines:
    """Writes the lines of the figures."""

    def __init__(self, report: YearReport, amounts: Amounts) -> None:
        self.places = _places(report)
        self._amounts = amounts
        self._heights: dict[str, float] = {}
        known = {
            figure.key: amounts.figure(figure.key) for figure in report.figures if figure.rule is not None
        }
        self._shares = {figure.key: share_of(report, figure, known) for figure in report.figures}

    def remark(self, figure: Figure) -> str:
        """The remark as it is read."""
        share = self._shares[figure.key]
        of = "" if share is None else f"của {share.of_words if share.money else share.whole_words}"
        return "; ".join(part for part in (figure.mark, of) if part)

    def height(self, sheet: Sheet, figure: Figure) -> float:
        """The points that the line needs; asked twice, when pages are divided and when it is written."""
        known = self._heights.get(figure.key)
        if known is not None:
            return known
        room = sheet.widths[_LABEL - 1] - INDENT_WIDTH * figure.level
        lines = max(
            lines_needed(figure.label, room, _SIZE, bold=figure.rule is None),
            lines_needed(figure.measure, sheet.widths[_MEASURE - 1], _SIZE),
            lines_needed(self.remark(figure), sheet.width_of(self.places.remark, sheet.columns), _SIZE),
        )
        height = self._heights[figure.key] = row_height(lines, _SIZE)
        return height

    def add(self, sheet: Sheet, stt: str, figure: Figure, formulas: Formulas) -> None:
        """Add the line of a figure, or a heading."""
        looks = _HEADING_LOOKS if figure.rule is None else _FIGURE_LOOKS
        label = _label_look(figure.level, heading=figure.rule is None)
        row, places = sheet.next_row, self.places
        current, change, share, counted, remark = None, None, None, None, None
        if figure.rule is not None and not figure.missing:
            amount = self._amounts.figure(figure.key)
            here = f"{get_column_letter(_CURRENT)}{row}"
            current = value_of(figure.rule, formulas, amount)
            if figure.previous is not None:
                change = Live(f"{here}-{get_column_letter(_PREVIOUS)}{row}", amount - figure.previous)
            if figure.counted is not None:
                counted = value_of(figure.counted, formulas, self._amounts.of(figure.counted))
            remark, share = self._share(figure, formulas, here, amount)
        cells: list[tuple[int, Value, Look]] = [
            (1, stt, looks.centred),
            (_LABEL, figure.label, label),
            (_MEASURE, figure.measure, looks.centred),
            (_PREVIOUS, figure.previous, looks.amount),
            (_CURRENT, current, looks.strong),
            (_CHANGE, change, looks.difference),
            *([(places.share, share, looks.percent)] if places.share else []),
            *([(places.counted, counted, looks.amount)] if places.counted else []),
            (places.remark, remark, looks.remark),
            *((number, None, looks.centred) for number in range(places.remark + 1, sheet.columns + 1)),
        ]
        sheet.add(cells, self.height(sheet, figure), fixed=False)
        sheet.merge(row, places.remark, sheet.columns)

    def _share(self, figure: Figure, formulas: Formulas, here: str, amount: int) -> tuple[Value, Value]:
        """The remark and the percentage; both name the whole by its cell, so that they follow it."""
        share, said = self._shares[figure.key], self.remark(figure)
        if share is None:
            return said or None, None
        whole = formulas.figure(figure.share_of)
        percentage = Live(f"{here}/{whole}", amount / share.whole)
        if share.money:  # a large number without dots would be no help
            return said, percentage
        start, end = said.split(group(share.whole), 1)
        words = f"{literal(start)}&{whole}&{literal(end)}"
        return Live(words, f"{start}{share.whole}{end}"), percentage


def _numbers(figures: Sequence[Figure]) -> list[str]:
    """I, II … for headings; 1, 2 … for the figures below each; nothing for a part ("Trong đó")."""
    numbers = []
    section = line = 0
    for figure in figures:
        if figure.rule is None and figure.level == 0:
            section, line = section + 1, 0
            numbers.append(roman(section))
        elif figure.level == 0:
            line += 1
            numbers.append(str(line))
        else:
            numbers.append("")
    return numbers
