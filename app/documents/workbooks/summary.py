"""The summary sheet: this year beside last year, the units below, one picture; all of it live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

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
from app.documents.workbooks.chart import add_bars, chart_height
from app.documents.workbooks.formulas import Amounts, Formulas, TablePlace
from app.documents.workbooks.looks import AMOUNT, CELL, CENTRED, DIFFERENCE, HEADER, HEADER_FILL, Look
from app.documents.workbooks.metrics import (
    INDENT_WIDTH,
    POINTS_PER_MM,
    USABLE_WIDTH,
    amount_width,
    lines_needed,
    row_height,
)
from app.documents.workbooks.names import figure_name
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.documents.workbooks.tables import NUMBERING_WIDTH, longest_word
from app.domain.year_report import Figure, Rule, YearReport
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import roman

_SIZE = 12.0
#: Columns: STT, the figure's name, its unit of measure, last year, this year, the difference, the remark.
_LABEL, _MEASURE, _PREVIOUS, _CURRENT, _CHANGE, _REMARK = 2, 3, 4, 5, 6, 7
_MEASURE_WIDTH, _AMOUNT_WIDTH, _LAST_WIDTH, _NARROWEST, _NARROWEST_NAME = 24.0, 29.0, 26.0, 19.0, 72.0
#: A section with no more lines than this on a page does not begin there.
_SHORT_SECTION = 6


def _line_looks(*, bold: bool, fill: str) -> tuple[Look, Look, Look, Look, Look]:
    """Looks of a line: words, last year, this year, the difference, the remark."""
    centred = replace(CENTRED, bold=bold, fill=fill)
    amount = replace(AMOUNT, bold=bold, fill=fill)
    difference = replace(amount, number_format=DIFFERENCE)
    return centred, amount, replace(amount, bold=True), difference, replace(centred, italic=True)


_HEADING_LOOKS = _line_looks(bold=True, fill=HEADER_FILL)
_FIGURE_LOOKS = _line_looks(bold=False, fill="")


def summary_widths(report: YearReport, amounts: Amounts) -> list[float]:
    """Millimetres of the columns: the figures' table and the units' table share them.

    The three columns of amounts hold the largest amount; more columns for the units are taken from the names.
    """
    columns = max(5, len(report.breakdown_columns) if report.units else 0)
    figures = [amounts.figure(figure.key) for figure in report.figures if figure.rule is not None]
    previous = [figure.previous for figure in report.figures if figure.previous is not None]
    widest = max((abs(amount) for amount in [*figures, *previous]), default=0)
    widths = [_MEASURE_WIDTH, *([max(_AMOUNT_WIDTH, amount_width(widest))] * 3)]
    widths += [_LAST_WIDTH if columns == 5 else _NARROWEST] * (columns - 4)
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
) -> None:
    """Fill the first sheet, when it is known where the rows of every table stand."""
    add_heading(sheet, heading)
    add_title(sheet, report.title, [report.subtitle])
    header = _add_header(sheet, report)
    starts = _page_starts(sheet, report.figures, header)
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
        _add_figure(sheet, stt, figure, formulas, amounts)
    for key, cell in cells.items():
        book.name_range(figure_name(key), sheet, cell)
    sheet.page.freeze_panes = f"A{header + 1}"
    blocks: list[tuple[int, int]] = []
    if report.units and report.breakdown_columns:
        blocks += _add_units(sheet, report, formulas, amounts)
    signed = add_signatures(sheet, report.signature, report.prepared_by)
    if blocks:  # the picture and the signatures stay together
        blocks[-1] = (blocks[-1][0], sheet.last_row)
    else:
        blocks.append((signed, sheet.last_row))
    break_pages(sheet, blocks)


def _add_header(sheet: Sheet, report: YearReport) -> int:
    previous, current = f"Năm trước\n({report.year - 1})", f"Năm nay\n({report.year})"
    if report.starts != date(report.year, 1, 1) or report.ends != date(report.year, 12, 31):
        previous = "Kỳ trước"
        current = f"Kỳ này\n({short_date(report.starts)} – {short_date(report.ends)})"
    labels = ["STT", "Chỉ tiêu", "Đơn vị tính", previous, current, "So sánh\n(tăng, giảm)", "Ghi chú"]
    widths = [*sheet.widths[: _REMARK - 1], sheet.width_of(_REMARK, sheet.columns)]
    lines = max(
        lines_needed(label, width, _SIZE, bold=True) for label, width in zip(labels, widths, strict=True)
    )
    row = sheet.add(
        [
            *((number, label, HEADER) for number, label in enumerate(labels, 1)),
            *((number, None, HEADER) for number in range(_REMARK + 1, sheet.columns + 1)),
        ],
        row_height(lines, _SIZE, air=6),
    )
    sheet.merge(row, _REMARK, sheet.columns)
    return row


def _page_starts(sheet: Sheet, figures: Sequence[Figure], header: int) -> set[int]:
    """The figures (by place) that begin a new page, there under a header of their own.

    The sheet repeats no rows by itself: the header would also stand above the units and the picture. A
    section of which only a few lines fit goes to the next page whole.
    """
    heights = [_figure_height(sheet, figure) for figure in figures]
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


def _figure_height(sheet: Sheet, figure: Figure) -> float:
    room = sheet.widths[_LABEL - 1] - INDENT_WIDTH * figure.level
    lines = max(
        lines_needed(figure.label, room, _SIZE, bold=figure.rule is None),
        lines_needed(figure.measure, sheet.widths[_MEASURE - 1], _SIZE),
    )
    return row_height(lines, _SIZE)


def _add_figure(sheet: Sheet, stt: str, figure: Figure, formulas: Formulas, amounts: Amounts) -> None:
    centred, amount, strong, changed, remark = _HEADING_LOOKS if figure.rule is None else _FIGURE_LOOKS
    label = replace(CELL, bold=centred.bold, fill=centred.fill, indent=figure.level)
    row = sheet.next_row
    current, change = None, None
    if figure.rule is not None:
        counted = amounts.figure(figure.key)
        current = _value(figure.rule, formulas, counted)
        if figure.previous is not None:
            change = Live(
                f"{get_column_letter(_CURRENT)}{row}-{get_column_letter(_PREVIOUS)}{row}",
                counted - figure.previous,
            )
    cells: list[tuple[int, Value, Look]] = [
        (1, stt, centred),
        (_LABEL, figure.label, label),
        (_MEASURE, figure.measure, centred),
        (_PREVIOUS, figure.previous, amount),
        (_CURRENT, current, strong),
        (_CHANGE, change, changed),
        (_REMARK, "ước" if figure.estimate else None, remark),
        *((number, None, centred) for number in range(_REMARK + 1, sheet.columns + 1)),
    ]
    sheet.add(cells, _figure_height(sheet, figure), fixed=False)
    sheet.merge(row, _REMARK, sheet.columns)


def _value(rule: Rule, formulas: Formulas, amount: int) -> Value:
    return Live(formulas.formula(rule), amount) if formulas.has(rule) else amount


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


def _add_units(
    sheet: Sheet, report: YearReport, formulas: Formulas, amounts: Amounts
) -> list[tuple[int, int]]:
    """The units' table and the picture of its first column; gives the rows of both."""
    kind = "chi hội" if all(unit.name.casefold().startswith("chi hội") for unit in report.units) else "đơn vị"
    start = sheet.space(12)
    row = sheet.add([(1, f"Số liệu theo {kind}".upper(), Look(size=13, bold=True))], row_height(1, 13))
    sheet.merge(row, 1, sheet.columns)
    labels = ["STT", kind.capitalize(), *report.breakdown_columns]
    lines = max(
        lines_needed(label, width, _SIZE, bold=True)
        for label, width in zip(labels, sheet.widths, strict=False)
    )
    sheet.add(
        [(number, label, HEADER) for number, label in enumerate(labels, 1)], row_height(lines, _SIZE, air=6)
    )
    first = sheet.next_row
    table = [[amounts.of(rule) for rule in unit.rules] for unit in report.units]
    for number, (unit, counted) in enumerate(zip(report.units, table, strict=True), 1):
        cells: list[tuple[int, Value, Look]] = [(1, number, CENTRED), (2, unit.name, CELL)]
        cells += [
            (column, _value(rule, formulas, amount), AMOUNT)
            for column, (rule, amount) in enumerate(zip(unit.rules, counted, strict=True), 3)
        ]
        sheet.add(cells, row_height(lines_needed(unit.name, sheet.widths[1], _SIZE), _SIZE), fixed=False)
    last = sheet.next_row - 1
    total = [(1, "Tổng cộng", replace(CENTRED, bold=True)), (2, None, replace(CENTRED, bold=True))]
    cells = [*total]
    for place, column in enumerate(range(3, 3 + len(report.breakdown_columns))):
        letter = get_column_letter(column)
        live = Live(f"SUM({letter}{first}:{letter}{last})", sum(counted[place] for counted in table))
        cells.append((column, live, replace(AMOUNT, bold=True)))
    end = sheet.add(cells, row_height(1, _SIZE), fixed=False)
    sheet.merge(end, 1, 2)
    gap = sheet.space(10)
    picture = sheet.space((chart_height(len(table)) + 3) * POINTS_PER_MM)
    add_bars(
        sheet,
        f"{report.breakdown_columns[0]} theo {kind}",
        names=(f"$B${first}:$B${last}", [unit.name for unit in report.units]),
        amounts=(f"$C${first}:$C${last}", [counted[0] for counted in table]),
        row=picture,
    )
    return [(start, end), (gap, picture)]
