"""A plain list of any length as a workbook: the rows are taken one at a time and none is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openpyxl.utils import get_column_letter

from app.documents.workbooks.blocks import Heading, add_heading, add_title
from app.documents.workbooks.book import Book
from app.documents.workbooks.names import table_name
from app.documents.workbooks.tables import add_header, column_widths, mark_table, row_cells
from app.domain.year_report import Table

#: What the properties of a list tell when nobody says when it was made.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone


def render_list_workbook(
    title: str, heading: Sequence[str], table: Table, *, place_date: str = "", made: datetime = _NO_DATE
) -> bytes:
    """The bytes of an .xlsx with one sheet: heading block, title, and the table's rows under a filter.

    ``heading`` are the issuer's lines, own name last; ``place_date`` the line under the motto, or empty;
    ``made`` the date in the file's properties.
    """
    book = Book(title=title, creator=heading[-1] if heading else "", made=made)
    sheet = book.sheet(table.title, column_widths(table))
    add_heading(sheet, Heading(tuple(heading), "", place_date))
    add_title(sheet, title, [table.note])
    header = add_header(sheet, ["STT", *(column.label for column in table.columns)])
    first = sheet.next_row
    last = header + max(len(table.rows), 1)
    mark_table(sheet, table, header, last)
    book.name_range(table_name(table.key), sheet, f"A{first}:{get_column_letter(sheet.columns)}{last}")
    sheet.stream(
        (f'<row r="{row}">{cells}</row>' for cells, row in row_cells(sheet, table, first)), len(table.rows)
    )
    return book.to_bytes()
