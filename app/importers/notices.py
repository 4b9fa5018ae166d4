"""What is to be told of a list as a whole: columns left out, formulas without a value, a broken sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from app.importers.cells import quoted, text_of
from app.importers.choices import SheetOffer
from app.importers.dates import month_first
from app.importers.headers import Header, field_of
from app.importers.plan import DATES, Problem
from app.importers.tables import Sheet, Workbook, column_letter


def list_notices(
    sheet: Sheet, header: Header, people: Collection[int], unwanted: Collection[int]
) -> Iterator[Problem]:
    """One problem for each column with content that is left out, and for each broken row.

    A column without a title is one where it says something of ``people``, the rows of members. ``unwanted``
    are the columns, by their place, that the user leaves out himself.
    """
    for index in _untitled(sheet, header, people):
        if index not in unwanted:
            letter = column_letter(index)
            yield Problem(
                header.first_row, letter, f"Cột {letter} có dữ liệu mà không có tiêu đề nên không nhập."
            )
    for column in header.ignored:
        if column.index in unwanted or not _filled(sheet, header, column.index):
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

    for column in header.columns:
        if column.field in DATES:
            texts = [cell for row in sheet.rows for cell in row.cells[column.index : column.index + 1]]
            told = month_first([cell for cell in texts if isinstance(cell, str)])
            if told is not None:
                yield Problem(
                    header.first_row,
                    column.letter,
                    f"Cột {quoted(column.title)} có ngày ghi tháng trước ({told[0]}), mà {told[1]} được hiểu "
                    "là ngày trước tháng. Xin xem lại các ngày của cột này.",
                )
    if sheet.unsearched:
        yield Problem(
            header.first_row,
            "A",
            f"Trang tính {quoted(sheet.name)} rất dài nên không tìm các ô báo lỗi hoặc công thức chưa có "
            "kết quả; các ô ấy coi là trống.",
        )
    for index, rows in _uncomputed(sheet, header).items():
        yield Problem(
            rows[0],
            column_letter(index),
            f"Cột {column_letter(index)} có {len(rows)} ô là công thức mà tệp chưa giữ kết quả, nên coi là "
            "trống. Hãy mở tệp bằng Excel, bấm Lưu rồi nhập lại.",
        )


def book_notices(workbook: Workbook) -> Iterator[Problem]:
    """One problem for each sheet that could not be read beside the others."""
    for name in workbook.broken:
        yield Problem(
            1,
            "A",
            f"Trang tính {quoted(name)} bị hỏng nên không đọc được. Nếu danh sách nằm ở đó, "
            "hãy mở tệp bằng Excel, lưu lại rồi nhập lại.",
        )


def sheet_notices(offers: Sequence[SheetOffer]) -> Iterator[Problem]:
    """One problem for each sheet that lists people too and is not read."""
    for offer in offers:
        if offer.header_row is not None and offer.rows and not offer.chosen:
            yield Problem(
                offer.header_row,
                "A",
                f"Trang tính {quoted(offer.name)} cũng có cột họ tên nhưng không nhập: "
                f"{offer.reason[:1].lower()}{offer.reason[1:]}",
            )


def _uncomputed(sheet: Sheet, header: Header) -> dict[int, list[int]]:
    """The rows of formulas without a value in the columns that are read, by column."""
    read = {column.index for column in header.columns}
    numbers = {row.number for row in sheet.rows if row.number > header.last_row}
    found: dict[int, list[int]] = {}
    for number, index in sheet.uncomputed:
        if index in read and number in numbers:
            found.setdefault(index, []).append(number)
    return found


def _untitled(sheet: Sheet, header: Header, people: Collection[int]) -> list[int]:
    known = {column.index for column in (*header.columns, *header.ignored)}
    found: set[int] = set()
    for row in sheet.rows:
        if row.number in people:
            found.update(
                index for index, cell in enumerate(row.cells) if cell and index not in known and text_of(cell)
            )
    return sorted(found)


def _filled(sheet: Sheet, header: Header, index: int) -> bool:
    return any(
        index < len(row.cells) and text_of(row.cells[index])
        for row in sheet.rows
        if row.number > header.last_row
    )
