"""The workbook of all Hội below: their sum as live formulas, each Hội beside the others, and who is missing.

Each part of the report is a sheet with a row for every Hội; the sums and the sheet of all Hội point there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

from openpyxl.utils import get_column_letter, quote_sheetname

from app.documents.workbooks.blocks import (
    Heading,
    add_heading,
    add_note,
    add_signatures,
    add_title,
    break_pages,
    two_halves,
)
from app.documents.workbooks.book import Book
from app.documents.workbooks.chart import add_bars, chart_height
from app.documents.workbooks.formulas import Amounts, TablePlace
from app.documents.workbooks.looks import AMOUNT, CELL, CENTRED, Look
from app.documents.workbooks.metrics import (
    POINTS_PER_MM,
    USABLE_WIDTH,
    amount_width,
    lines_needed,
    row_height,
)
from app.documents.workbooks.names import table_name
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.documents.workbooks.summary import summary_widths, write_summary
from app.documents.workbooks.tables import (
    NUMBERING_WIDTH,
    add_header,
    add_table,
    column_widths,
    longest_word,
)
from app.documents.workbooks.year_end import SUMMARY_TITLE
from app.domain.year_report import Figure, Table, Total, YearReport

BY_UNIT_TITLE = "Theo đơn vị"
BY_UNIT_KEY = "by_unit"
PICTURE_TITLE = "Biểu đồ"
_SIZE = 12.0
_A3 = 8
#: Headings that are longer than a sheet's name may be.
_SHEET_NAMES = {
    "sub_h_movement": "Phong trào ở địa phương",
    "sub_h_economy": "Phát triển kinh tế, giảm nghèo",
    "sub_h_propaganda": "Tuyên truyền, truyền thống",
}
_CODE_WIDTH, _NAME_WIDTH, _LEAST_WIDTH, _STATE_WIDTH = 14.0, 84.0, 17.0, 17.0
_PICTURE_NAMES = 170.0
#: A picture of more bars than this cannot be read: the largest are drawn.
_MOST_BARS = 10
#: Columns of the sheet of all Hội before its figures: STT, code, name.
_BEFORE = 3


def render_consolidated(
    report: YearReport, main: Sequence[str], estimates: Sequence[bool], *, missing: str, remark: str
) -> bytes:
    """The bytes of an .xlsx; the same report, the same bytes.

    The tables of ``report`` are its parts, a row for each Hội in one order (columns "code" and "name" first),
    but for the one called ``missing``. ``main`` are the figures of the sheet of all Hội; ``estimates`` says
    of each Hội whether it sent estimates; ``remark`` stands under the title of the first sheet.
    """
    book = Book(
        title=report.title,
        creator=report.heading[-1] if report.heading else "",
        made=datetime.combine(report.ends, time(12)),
    )
    amounts = Amounts(report)
    figures = {figure.key: figure for figure in report.figures}
    shown = [figures[key] for key in main if isinstance(figures[key].rule, Total)]
    parts = [table for table in report.tables if table.key != missing]
    summary = book.sheet(SUMMARY_TITLE, summary_widths(report, amounts))
    by_unit = book.sheet(BY_UNIT_TITLE, _by_unit_widths(shown, amounts))
    left = report.table(missing)
    missing_sheet = book.sheet(left.title, column_widths(left))
    heading = Heading(report.heading, report.number, report.signature.place_date)
    plain = replace(heading, number="")
    places: dict[str, TablePlace] = {}
    for table in parts:
        sheet = book.sheet(_SHEET_NAMES.get(table.key, table.title), column_widths(table))
        sheet.page.page_setup.paperSize = _A3
        places[table.key] = _write_table(book, sheet, table, report, plain, _summed(report, table))
    _write_table(book, missing_sheet, left, report, plain, set())
    _write_by_unit(book, by_unit, report, plain, shown, places, estimates)
    if shown and parts and parts[0].rows:
        figure = shown[0]
        widths = [NUMBERING_WIDTH, _CODE_WIDTH, _PICTURE_NAMES, USABLE_WIDTH]
        widths[-1] -= sum(widths[:-1])
        _write_picture(book.sheet(PICTURE_TITLE, widths), report, figure, places)
    write_summary(book, summary, replace(report, subtitle=remark), heading, places, amounts)
    return book.to_bytes()


def _summed(report: YearReport, table: Table) -> set[str]:
    """The columns that are added up; an average or a percentage is not."""
    return {
        figure.rule.column
        for figure in report.figures
        if isinstance(figure.rule, Total) and figure.rule.table == table.key and table.rows
    }


def _write_table(
    book: Book, sheet: Sheet, table: Table, report: YearReport, heading: Heading, summed: set[str]
) -> TablePlace:
    add_heading(sheet, heading)
    add_title(sheet, table.title, [report.subtitle])
    header = sheet.next_row
    place = add_table(sheet, table, summed)
    if table.note:
        add_note(sheet, table.note)
    add_signatures(sheet, report.signature, report.prepared_by)
    break_pages(sheet, [(max(place.last - 1, place.first), sheet.last_row)], repeated=[header])
    last = get_column_letter(sheet.columns)
    book.name_range(table_name(table.key), sheet, f"A{place.first}:{last}{place.last}")
    # The names of the Hội stay in sight while one looks at a column far to the right.
    sheet.page.freeze_panes = f"D{place.first}"
    return place


# ---------------------------------------------------------------- each Hội in one line


def _by_unit_widths(shown: Sequence[Figure], amounts: Amounts) -> list[float]:
    widths = [NUMBERING_WIDTH, _CODE_WIDTH]
    figures = [
        max(_LEAST_WIDTH, amount_width(abs(amounts.figure(figure.key))), longest_word(_label(figure)))
        for figure in shown
    ]
    name = max(_NAME_WIDTH, USABLE_WIDTH - sum(widths) - sum(figures) - _STATE_WIDTH)
    return two_halves([*widths, name, *figures, _STATE_WIDTH])


def _label(figure: Figure) -> str:
    return f"{figure.label} ({figure.measure})" if figure.money else figure.label


def _write_by_unit(
    book: Book,
    sheet: Sheet,
    report: YearReport,
    heading: Heading,
    shown: Sequence[Figure],
    places: Mapping[str, TablePlace],
    estimates: Sequence[bool],
) -> None:
    """A line for each Hội; every number is that of its part's sheet."""
    add_heading(sheet, heading)
    add_title(sheet, "Số liệu chính của từng Hội", [report.subtitle])
    header = add_header(sheet, ["STT", "Mã", "Hội", *map(_label, shown), "Ghi chú"])
    columns = [_column_of(report, figure, places) for figure in shown]
    parts = [table for table in report.tables if table.key in places]
    hoi = [(str(row[0] or ""), str(row[1] or "")) for row in (parts[0].rows if parts else ())]
    first = sheet.next_row
    for number, (code, name) in enumerate(hoi):
        cells: list[tuple[int, Value, Look]] = [
            (1, number + 1, CENTRED),
            (2, code, replace(CENTRED, number_format="@")),
            (3, name, CELL),
        ]
        for place, (values, link) in enumerate(columns, _BEFORE + 1):
            amount = values[number]
            cells.append((place, None if amount is None else Live(link(number), amount), AMOUNT))
        remark = "ước" if estimates[number] else None
        cells.append((sheet.columns, remark, replace(CENTRED, italic=True)))
        sheet.add(cells, row_height(lines_needed(name, sheet.widths[2], _SIZE), _SIZE), fixed=False)
    last = sheet.last_row
    _add_sums(sheet, first, last, [values for values, _ in columns])
    page = sheet.page
    page.freeze_panes = f"D{first}"
    page.print_title_rows = f"{header}:{header}"
    page.auto_filter.ref = f"A{header}:{get_column_letter(sheet.columns)}{last}"
    sheet.text_ranges.append(f"B{first}:C{last}")
    book.name_range(table_name(BY_UNIT_KEY), sheet, f"A{first}:{get_column_letter(sheet.columns)}{last}")
    signed = add_signatures(sheet, report.signature, report.prepared_by)
    break_pages(sheet, [(min(signed, last), sheet.last_row)], repeated=[header])


def _column_of(
    report: YearReport, figure: Figure, places: Mapping[str, TablePlace]
) -> tuple[list[int | None], _Link]:
    rule = figure.rule
    if not isinstance(rule, Total):
        raise TypeError(f"{figure.key} is no sum over the Hội")
    table, place = report.table(rule.table), places[rule.table]
    at = table.index(rule.column)
    values = [cell if isinstance(cell := row[at], int) else None for row in table.rows]
    return values, _Link(place, rule.column)


class _Link:
    """Formulas that show the cell of a Hội on the sheet of a part."""

    def __init__(self, place: TablePlace, column: str) -> None:
        self._before = f"{quote_sheetname(place.sheet)}!{place.letters[column]}"
        self._first = place.first

    def __call__(self, number: int) -> str:
        return f"{self._before}{self._first + number}"


def _add_sums(sheet: Sheet, first: int, last: int, columns: Sequence[Sequence[int | None]]) -> None:
    label = replace(CENTRED, bold=True)
    cells: list[tuple[int, Value, Look]] = [(1, "Tổng cộng", label), (2, None, label), (3, None, label)]
    for place, values in enumerate(columns, _BEFORE + 1):
        letter = get_column_letter(place)
        total = sum(value for value in values if value is not None)
        cells.append((place, Live(f"SUM({letter}{first}:{letter}{last})", total), replace(AMOUNT, bold=True)))
    cells.append((sheet.columns, None, label))
    row = sheet.add(cells, row_height(1, _SIZE), fixed=False)
    sheet.merge(row, 1, _BEFORE)


def _write_picture(
    sheet: Sheet, report: YearReport, figure: Figure, places: Mapping[str, TablePlace]
) -> None:
    """The Hội that come first in a figure, as a list whose numbers are live and as bars."""
    values, link = _column_of(report, figure, places)
    parts = [table for table in report.tables if table.key in places]
    known = [(value, number) for number, value in enumerate(values) if value is not None]
    largest = sorted(known, key=lambda each: -each[0])[:_MOST_BARS]
    title = f"{figure.label} của từng Hội"
    if len(largest) < len(values):
        title = f"{len(largest)} Hội đứng đầu về “{figure.label}”"
    add_title(sheet, title, [report.subtitle])
    add_header(sheet, ["STT", "Mã", "Hội", _label(figure)])
    first = sheet.next_row
    for place, (value, number) in enumerate(largest, 1):
        code, name = (str(cell or "") for cell in parts[0].rows[number][:2])
        cells: list[tuple[int, Value, Look]] = [
            (1, place, CENTRED),
            (2, code, replace(CENTRED, number_format="@")),
            (3, name, CELL),
            (4, Live(link(number), value), AMOUNT),
        ]
        sheet.add(cells, row_height(lines_needed(name, sheet.widths[2], _SIZE), _SIZE), fixed=False)
    last = sheet.last_row
    sheet.text_ranges.append(f"B{first}:C{last}")
    sheet.space(10)
    picture = sheet.space((chart_height(len(largest)) + 3) * POINTS_PER_MM)
    add_bars(
        sheet,
        figure.label,
        names=(f"$C${first}:$C${last}", [str(parts[0].rows[number][1]) for _, number in largest]),
        amounts=(f"$D${first}:$D${last}", [value for value, _ in largest]),
        row=picture,
    )
    break_pages(sheet, [(picture, picture)])
