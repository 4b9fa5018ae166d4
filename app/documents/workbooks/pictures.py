"""The sheet of the pictures: each with its few figures beside it, and nothing under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from app.documents.workbooks.blocks import Heading, add_heading, add_title, annex_line, break_pages
from app.documents.workbooks.book import Book
from app.documents.workbooks.chart import COLOUR, SECOND_COLOUR, Frame, Series, add_chart, chart_height
from app.documents.workbooks.formulas import Amounts, Formulas
from app.documents.workbooks.looks import AMOUNT, CELL, HEADER, MONEY, Look
from app.documents.workbooks.metrics import POINTS_PER_MM, USABLE_WIDTH, lines_needed, row_height
from app.documents.workbooks.sheet import Sheet, Value
from app.documents.workbooks.units import value_of
from app.domain.year_report import Count, Given, Rule, Table, YearReport

TITLE = "Biểu đồ"
#: The table of the years that the pictures over time are drawn from.
YEARS = "years"
_SIZE = 12.0
_NAME, _AMOUNT, _GAP = 52.0, 27.0, 6.0
_WIDTHS = (_NAME, _AMOUNT, _AMOUNT, USABLE_WIDTH - _NAME - 2 * _AMOUNT)
#: Millimetres: a picture of columns, and the least of one of bars.
_UPRIGHT, _LEAST = 54.0, 40.0
_COLOURS = (COLOUR, SECOND_COLOUR)
_MILLIONS = "0.0,,;-0.0,,;0"


@dataclass(frozen=True, slots=True)
class _Picture:
    """A title, what the columns of its figures say, and its lines: a name and a rule for each column."""

    title: str
    names: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Rule, ...]], ...]
    upright: bool = False
    number_format: str = MONEY


def write_pictures(
    book: Book, report: YearReport, heading: Heading, formulas: Formulas, amounts: Amounts
) -> None:
    """Add the sheet, when there is anything to draw."""
    pictures = [
        each for each in _pictures(report) if any(amounts.of(r) for _, rules in each.lines for r in rules)
    ]
    if not pictures:
        return
    sheet = book.sheet(TITLE, _WIDTHS)
    add_heading(sheet, heading)
    add_title(sheet, f"Biểu đồ {report.period}", [annex_line(report)])
    break_pages(sheet, [_add(sheet, each, formulas, amounts) for each in pictures])


def _pictures(report: YearReport) -> Iterator[_Picture]:
    tables = {table.key: table for table in report.tables}
    if YEARS not in tables:
        return
    yield _over_years(tables[YEARS], "Hội viên cuối mỗi năm", ("members",))
    yield _by_text(tables["awards"], "unit", "Khen thưởng theo đơn vị", "Đơn vị")
    money = _over_years(tables[YEARS], "Thu, chi quỹ mỗi năm (triệu đồng)", ("income", "expense"))
    yield replace(money, number_format=_MILLIONS)
    yield _by_text(tables["visits"], "kind", "Thăm hỏi, tặng quà theo lý do", "Lý do")


def _over_years(years: Table, title: str, keys: Sequence[str]) -> _Picture:
    places = [years.index(key) for key in keys]
    lines = tuple(
        (
            str(row[0]),
            tuple(Given(amount if isinstance(amount := row[place], int) else 0) for place in places),
        )
        for row in years.rows
    )
    labels = tuple(years.columns[place].label.removesuffix(" (đồng)") for place in places)
    return _Picture(title, "Năm", labels, lines, upright=True)


def _by_text(table: Table, column: str, title: str, names: str) -> _Picture:
    place = table.index(column)
    found = dict.fromkeys(str(row[place]) for row in table.rows if row[place])
    lines = [(name, (Count(table.key, ((column, name),)),)) for name in found]
    return _Picture(title, names, ("Lượt",), tuple(lines))


def _add(sheet: Sheet, picture: _Picture, formulas: Formulas, amounts: Amounts) -> tuple[int, int]:
    """The figures at the left, the picture at their right; gives the rows of both."""
    start = sheet.space(10)
    header = sheet.add(
        [(column, label, HEADER) for column, label in enumerate((picture.names, *picture.columns), 1)],
        row_height(1, _SIZE, air=6),
    )
    look = replace(AMOUNT, number_format=picture.number_format)
    counted = [tuple(amounts.of(rule) for rule in rules) for _, rules in picture.lines]
    for (name, rules), found in zip(picture.lines, counted, strict=True):
        cells: list[tuple[int, Value, Look]] = [(1, name, CELL)]
        cells += [
            (column, value_of(rule, formulas, amount), look)
            for column, (rule, amount) in enumerate(zip(rules, found, strict=True), 2)
        ]
        sheet.add(cells, row_height(lines_needed(name, _NAME, _SIZE), _SIZE))
    first, last = header + 1, sheet.last_row
    height = _UPRIGHT if picture.upright else max(chart_height(len(counted)), _LEAST)
    taken = sum(sheet.heights[header - 1 : last]) / POINTS_PER_MM
    if taken < height + 4:
        sheet.space((height + 4 - taken) * POINTS_PER_MM)
    series = [
        Series(
            label,
            f"${(letter := get_column_letter(number + 2))}${first}:${letter}${last}",
            [line[number] for line in counted],
            _COLOURS[number],
            picture.number_format,
        )
        for number, label in enumerate(picture.columns)
    ]
    left = sum(_WIDTHS[: 1 + len(picture.columns)]) + _GAP
    add_chart(
        sheet,
        picture.title,
        names=(f"$A${first}:$A${last}", [name for name, _ in picture.lines]),
        series=series,
        frame=Frame(header, left, sum(_WIDTHS) - left, height),
        upright=picture.upright,
    )
    return start, sheet.last_row
