"""A list of any length as a workbook: the rows of a long one are taken one at a time and none is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

from app.documents.papers.columns import cell_texts, sheet_widths
from app.documents.papers.values import ListPaper, PageShape
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
from app.documents.workbooks.cells import blank_xml, text_xml
from app.documents.workbooks.looks import CELL
from app.documents.workbooks.metrics import FONT, row_height
from app.documents.workbooks.names import table_name
from app.documents.workbooks.sheet import Sheet
from app.documents.workbooks.tables import add_header, column_widths, mark_table, row_cells, row_heights

#: What the properties of a list tell when nobody says when it was made.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone
#: A list of no more rows is measured, so that its pages end well; a longer one is written row by row.
_MEASURED = 2_000
_SIZE = 12.0
_POINTS_PER_MM = 72 / 25.4
_A3 = 8
#: The rows of the list are named by this key.
KEY = "members"
_GROUP = replace(CELL, bold=True)


def render_list_workbook(paper: ListPaper, *, made: datetime = _NO_DATE) -> bytes:
    """The bytes of an .xlsx with one sheet: heading block, title, the table under a filter, signatures.

    ``made`` is the date in the file's properties. Rows under heading rows have no filter: sorting would tear
    them from their headings.
    """
    table = paper.table
    heading = tuple(line.upper() for line in paper.heading)
    book = Book(title=table.title, creator=heading[-1] if heading else "", made=made)
    measured = table.count <= _MEASURED
    if measured:
        texts = cell_texts(table)
        widths = sheet_widths(table.columns, texts, _SIZE, by_hand=paper.least_row > 0)
    else:
        widths = column_widths(table)
    sheet = book.sheet(table.title, two_halves(widths))
    if paper.shape is PageShape.A3_LANDSCAPE:
        sheet.page.page_setup.paperSize = _A3
    if paper.foot:
        foot = HeaderFooterItem(center=_HeaderFooterPart(paper.foot, f"{FONT},Italic", 10))
        sheet.page.HeaderFooter.oddFooter = sheet.page.HeaderFooter.firstFooter = foot
    if heading:  # a working sheet of nobody's has none
        add_heading(sheet, Heading(heading))
    add_title(sheet, table.title.upper(), table.subtitle.split("\n"))
    header = add_header(sheet, ["STT", *(column.label for column in table.columns)])
    first = sheet.next_row
    last = header + max(table.count + len(paper.groups), 1)
    mark_table(sheet, table, header, last, filtered=table.count > 0 and not paper.groups)
    book.name_range(table_name(KEY), sheet, f"A{first}:{get_column_letter(sheet.columns)}{last}")
    if measured:
        for written, height in _measured(sheet, paper, first):
            sheet.add_xml(written, height)
    else:
        count = table.count + len(paper.groups)
        sheet.stream((f'<row r="{row}">{cells}</row>' for cells, row in _rows(sheet, paper, first)), count)
    for group_row in _group_rows(paper, first):
        sheet.merge(group_row, 1, sheet.columns)
    _add_end(sheet, paper, header, last)
    return book.to_bytes()


def _group_rows(paper: ListPaper, first: int) -> dict[int, str]:
    """The headings of groups by the row of the sheet in which they stand."""
    return {first + group.first + number: group.label for number, group in enumerate(paper.groups)}


def _rows(sheet: Sheet, paper: ListPaper, first: int) -> Iterator[tuple[str, int]]:
    """The cells of each row and its number, the headings of groups among them."""
    headings = _group_rows(paper, first)
    if not headings:
        yield from row_cells(sheet, paper.table, first)
        return
    look = sheet.looks.number(_GROUP)
    letters = [get_column_letter(number) for number in range(2, sheet.columns + 1)]

    def places() -> Iterator[int]:
        row = first
        while True:
            if row not in headings:
                yield row
            row += 1

    row = first
    for cells, place in row_cells(sheet, paper.table, first, places()):
        while row < place:
            blanks = "".join(blank_xml(f"{letter}{row}", look) for letter in letters)
            yield text_xml(f"A{row}", look, headings[row]) + blanks, row
            row += 1
        yield cells, row
        row += 1


def _measured(sheet: Sheet, paper: ListPaper, first: int) -> Iterator[tuple[str, float]]:
    """The cells and the height of each row."""
    headings = _group_rows(paper, first)
    heights = iter(row_heights(paper.table, sheet.widths))
    one, least = row_height(1, _SIZE), paper.least_row * _POINTS_PER_MM
    for cells, row in _rows(sheet, paper, first):
        yield cells, one if row in headings else max(next(heights), least)


def _add_end(sheet: Sheet, paper: ListPaper, header: int, last: int) -> None:
    """Total, place and date, signatures; they never stand alone on a page of a measured list."""
    add_note(sheet, paper.total)
    add_signatures(sheet, paper.signature, "", place_date=paper.signature.place_date)
    if not sheet.streamed_count:
        break_pages(sheet, [(max(last - 1, header + 1), sheet.last_row)], repeated=[header])
