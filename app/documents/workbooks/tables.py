"""A table as rows of a sheet: widths, header, numbered rows, totals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from openpyxl.utils import get_column_letter

from app.documents.workbooks.blocks import two_halves
from app.documents.workbooks.cells import (
    begins_like_formula,
    blank_xml,
    can_be_date,
    number_xml,
    serial,
    text_xml,
)
from app.documents.workbooks.formulas import TablePlace
from app.documents.workbooks.looks import AMOUNT, CELL, CENTRED, DATE, HEADER, MONEY, TEXT, Look
from app.documents.workbooks.metrics import (
    CELL_PADDING,
    USABLE_WIDTH,
    amount_width,
    lines_needed,
    row_height,
    text_width,
)
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind, Table
from app.vietnamese.dates import PartialDate

#: What a sheet can list.
Listed = Table | ListTable

#: The column of running numbers, in millimetres.
NUMBERING_WIDTH = 12.0
_SIZE = 12.0

_LOOKS: dict[ColumnKind, Look] = {
    ColumnKind.TEXT: CELL,
    ColumnKind.NUMBER: replace(CENTRED, number_format=MONEY),
    ColumnKind.MONEY: AMOUNT,
    ColumnKind.DATE: replace(CENTRED, number_format=DATE),
    ColumnKind.IDENTIFIER: replace(CENTRED, number_format=TEXT),
}
_DAY = _LOOKS[ColumnKind.DATE]
_PART_OF_DATE = _LOOKS[ColumnKind.IDENTIFIER]


def column_widths(table: Listed) -> list[float]:
    """Millimetres for the numbers and each column: at least the width of the page, shared as the table asks.

    A table that asks for more than the page keeps its shares; print makes it smaller as a whole.
    """
    asked = [
        max(float(column.width), longest_word(column.label), _least_width(table, place))
        for place, column in enumerate(table.columns)
    ]
    room = USABLE_WIDTH - NUMBERING_WIDTH
    scale = max(1.0, room / sum(asked)) if asked else 1.0
    return two_halves([NUMBERING_WIDTH, *(width * scale for width in asked)])


def add_table(sheet: Sheet, table: Table, totals: Collection[str]) -> TablePlace:
    """Header, rows and, for the columns named in ``totals``, a row of sums. Gives where the rows stand."""
    header = add_header(sheet, ["STT", *(column.label for column in table.columns)])
    first = sheet.next_row
    if table.rows:
        heights = row_heights(table, sheet.widths)
        for (cells, _), height in zip(row_cells(sheet, table, first), heights, strict=True):
            sheet.add_xml(cells, height)
    else:
        _add_empty(sheet)
    last = sheet.next_row - 1
    letters = {column.key: get_column_letter(number) for number, column in enumerate(table.columns, 2)}
    place = TablePlace(sheet.title, first, last, "A", letters)
    mark_table(sheet, table, header, last, filtered=bool(table.rows))
    if totals:
        _add_totals(sheet, table, place, totals)
    return place


def add_header(sheet: Sheet, labels: Sequence[str]) -> int:
    """A row of column labels; gives its number."""
    lines = max(
        lines_needed(label, width, _SIZE, bold=True)
        for label, width in zip(labels, sheet.widths, strict=False)
    )
    cells: list[tuple[int, Value, Look]] = [(number, label, HEADER) for number, label in enumerate(labels, 1)]
    return sheet.add(cells, row_height(lines, _SIZE, air=6))


def mark_table(sheet: Sheet, table: Listed, header: int, last: int, *, filtered: bool) -> None:
    """Freeze and repeat the header, offer a filter, and keep numbers that are text free of warnings."""
    page = sheet.page
    page.freeze_panes = f"A{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    if filtered:
        page.auto_filter.ref = f"A{header}:{get_column_letter(len(table.columns) + 1)}{last}"
    sheet.text_ranges += [
        f"{letter}{header + 1}:{letter}{last}"
        for letter, column in ((get_column_letter(n), c) for n, c in enumerate(table.columns, 2))
        if column.kind in {ColumnKind.IDENTIFIER, ColumnKind.DATE, ColumnKind.TEXT}
    ]


def row_cells(
    sheet: Sheet, table: Listed, first: int, places: Iterator[int] | None = None
) -> Iterator[tuple[str, int]]:
    """The written cells of each row, and the row's number; the rows are taken one at a time.

    They stand one under the other from ``first``, or in the rows that ``places`` gives.
    """
    places = places or count(first)
    numbering = sheet.looks.number(CENTRED)
    writers = [
        (get_column_letter(number), _writer(sheet, column)) for number, column in enumerate(table.columns, 2)
    ]
    for number, values in enumerate(table.rows, 1):
        row = next(places)
        parts = [f'<c r="A{row}" s="{numbering}"><v>{number}</v></c>']
        parts += [
            write(f"{letter}{row}", value) for (letter, write), value in zip(writers, values, strict=True)
        ]
        yield "".join(parts), row


def _writer(sheet: Sheet, column: Column) -> Callable[[str, Cell], str]:
    """How one column is written: its looks are looked up once, not for every cell."""
    looks = sheet.looks
    look = _LOOKS[column.kind]
    usual, day, part = looks.number(look), looks.number(_DAY), looks.number(_PART_OF_DATE)
    partly = part if column.kind is ColumnKind.DATE else usual
    identifier = column.kind is ColumnKind.IDENTIFIER

    def write(place: str, value: Cell) -> str:
        if value is None or value == "":
            return blank_xml(place, usual)
        if isinstance(value, str):
            if begins_like_formula(value):
                quoted = replace(look, quoted=True, number_format=TEXT)
                return text_xml(place, looks.number(quoted), value)
            return text_xml(place, partly, value)
        if isinstance(value, int):
            return text_xml(place, usual, str(value)) if identifier else number_xml(place, usual, value)
        if isinstance(value, PartialDate):
            full = value.to_date()
            if full is None or not can_be_date(full):
                return text_xml(place, partly, value.display())
            return number_xml(place, day, serial(full))
        if not can_be_date(value):
            return text_xml(place, partly, PartialDate.from_date(value).display())
        return number_xml(place, day, serial(value))

    return write


def row_heights(table: Listed, widths: Sequence[float]) -> Iterable[float]:
    """The height of each row, by the cell that needs most lines."""
    one = row_height(1, _SIZE)
    for values in table.rows:
        lines = 1
        for value, width in zip(values, widths[1:], strict=True):
            # Three millimetres hold nearly any letter: a short text needs no measuring.
            if isinstance(value, str) and len(value) * 3 > width:
                lines = max(lines, lines_needed(value, width, _SIZE))
        yield one if lines == 1 else row_height(lines, _SIZE)


def _add_empty(sheet: Sheet) -> None:
    nothing = replace(CENTRED, italic=True)
    cells: list[tuple[int, Value, Look]] = [(1, None, CENTRED), (2, "Không phát sinh", nothing)]
    cells += [(number, None, nothing) for number in range(3, sheet.columns + 1)]
    row = sheet.add(cells, row_height(1, _SIZE))
    sheet.merge(row, 2, sheet.columns)


def _add_totals(sheet: Sheet, table: Table, place: TablePlace, totals: Collection[str]) -> None:
    label = replace(CENTRED, bold=True)
    cells: list[tuple[int, Value, Look]] = [(1, "Tổng cộng", label)]
    first_sum = 0
    for number, column in enumerate(table.columns, 2):
        if column.key in totals:
            first_sum = first_sum or number
            letter = place.letters[column.key]
            amount = sum(value for row in table.rows if isinstance(value := row[number - 2], int))
            look = replace(_LOOKS[column.kind], bold=True)
            cells.append((number, Live(f"SUM({letter}{place.first}:{letter}{place.last})", amount), look))
        else:
            cells.append((number, None, label))
    row = sheet.add(cells, row_height(1, _SIZE))
    sheet.merge(row, 1, first_sum - 1)


def _least_width(table: Listed, place: int) -> float:
    """What a column of amounts or dates must have: a number that does not fit is shown as #."""
    kind = table.columns[place].kind
    if kind is ColumnKind.DATE:
        return text_width("30/12/2026", _SIZE) * 1.06 + CELL_PADDING
    if kind in {ColumnKind.MONEY, ColumnKind.NUMBER}:
        return amount_width(
            sum(abs(value) for row in table.rows if isinstance(value := row[place], int)), _SIZE
        )
    return 0.0


def longest_word(label: str) -> float:
    """A label is never broken inside a word: the column is as wide as its longest one."""
    return max((text_width(word, _SIZE, bold=True) for word in label.split()), default=0.0) + 3.5
