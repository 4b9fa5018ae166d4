"""What is to be told of a list as a whole: columns left out, a quotation mark that was never closed."""

from __future__ import annotations

from collections.abc import Iterator

from app.importers.cells import quoted, text_of
from app.importers.headers import Header, field_of
from app.importers.plan import Problem
from app.importers.tables import Sheet


def list_notices(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """One problem for each column with a title and content that is left out, and for each broken row."""
    for column in header.ignored:
        if not _filled(sheet, header, column.index):
            continue
        same = header.of(field_of(column.title)) if field_of(column.title) else None
        why = f"cùng nghĩa với cột {same.letter}" if same else "chưa hiểu"
        yield Problem(header.first_row, column.letter, f"Cột {quoted(column.title)}: {why} nên không nhập.")
    for number in sheet.unclosed:
        yield Problem(
            number,
            "A",
            f'Dòng {number} có dấu nháy kép (") không đóng: đã đọc riêng dòng này, xin xem lại trong tệp.',
        )


def _filled(sheet: Sheet, header: Header, index: int) -> bool:
    return any(
        index < len(row.cells) and text_of(row.cells[index])
        for row in sheet.rows
        if row.number > header.last_row
    )
