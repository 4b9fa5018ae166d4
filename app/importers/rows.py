"""Reads the rows under a header: tells people from headings, totals and signatures, and drafts each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.importers import cells as read
from app.importers import leaving, lines
from app.importers.drafts import CellRead, Drafter, ReadRow
from app.importers.headers import NAME_FIELDS, PARTS_OF_NAME, Header
from app.importers.letters import SheetLetters
from app.importers.plan import DATES, RowKind
from app.importers.repairs import RepairLog
from app.importers.tables import Row, Sheet, column_letter

_NAMES = NAME_FIELDS | PARTS_OF_NAME
_NOT_SIGNING = {*DATES, *leaving.LABELS, "role", "note", "rank", "military_post"}
#: By this in place of the number a sample list marks its examples.
EXAMPLE = "Ví dụ"
_EXAMPLE = frozenset({"ví dụ", "vi du", "vd"})


def read_rows(
    sheet: Sheet, header: Header, letters: SheetLetters, log: RepairLog, *, latest: date, chapter: str = ""
) -> Iterator[ReadRow]:
    """The rows under the header that hold something, in their order.

    ``chapter`` is the unit for rows before the first heading, ``latest`` the last day of a date.
    Headings, repeated headers, column numbers and rows with a number only are used or passed over without a
    word.
    """
    reader = _Reader(sheet, header, letters, Drafter(sheet, header, log, latest), chapter)
    for row in sheet.rows:
        if row.number > header.last_row:
            found = reader.read(row)
            if found is not None:
                yield found


class _Reader:
    """Walks down one sheet; remembers the last heading's chi hội and whether signatures have begun."""

    def __init__(
        self, sheet: Sheet, header: Header, letters: SheetLetters, drafter: Drafter, chapter: str
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._letters = letters
        self._drafter = drafter
        self._chapter = chapter
        self._heading: tuple[int, str, str] | None = None
        self._signed = False
        self._numbered = header.of("number") is not None
        self._errors = frozenset(row for row, _ in sheet.errors)
        self._fields = {column.field: column.letter for column in header.columns}
        name = header.of("full_name") or header.of("given") or header.columns[0]
        self._name_letter = name.letter

    def read(self, row: Row) -> ReadRow | None:
        """One row, or ``None`` for what is no row of people and needs no word."""
        reads = self._letters.read_row(row)
        cells = row.cells
        if reads:
            cells = tuple([reads[at].text if at in reads else cell for at, cell in enumerate(cells)])
        by_index = read.texts_of(cells)
        texts = [text for text in by_index if text]
        found = ReadRow(
            row.number, self._sheet.name, RowKind.SKIPPED, letters=self._fields, name_letter=self._name_letter
        )
        if not texts:
            return found if row.number in self._errors or any(map(read.is_error, row.cells)) else None
        by_field = {
            column.field: by_index[column.index]
            for column in self._header.columns
            if column.index < len(by_index) and by_index[column.index]
        }
        if lines.is_column_numbers(texts) or lines.is_repeated_header(by_field, self._header):
            return None
        number = by_field.get("number", "")
        unit = lines.heading_unit(number, texts[1:] if number and texts[0] == number else texts)
        if unit and not self._is_nameless_member(number, by_field):
            self._chapter = unit
            text = max(texts, key=len)
            self._heading = (row.number, column_letter(by_index.index(text)), text)
            return None
        if self._below_table(by_index, by_field):
            return found
        if by_field.keys() <= {"number"}:
            return found if len(texts) > len(by_field) else None
        if number.casefold().strip(" .:()") in _EXAMPLE:
            found.remark = "Dòng ví dụ của danh sách mẫu, không nhập."
            return found
        held = [
            CellRead(column, row.cells[column.index], cells[column.index], text, reads.get(column.index))
            for column in self._header.columns
            if column.index < len(by_index) and (text := by_index[column.index])
        ]
        self._drafter.fill(found, held, self._chapter)
        if found.kind is RowKind.NEW and self._heading is not None:
            found.chapter_at = found.chapter_at or self._heading
            self._heading = None
        return found

    def _is_nameless_member(self, number: str, by_field: dict[str, str]) -> bool:
        """Whether a row that names a chi hội is a member without a name: numbered, or with more than that."""
        if not by_field.keys() & {"chapter"} or by_field.keys() & _NAMES:
            return False
        return number.strip(" .)").isdigit() or bool(by_field.keys() - {"number", "chapter"})

    def _below_table(self, by_index: list[str], by_field: dict[str, str]) -> bool:
        """Whether the row is a total, a remark or a signature."""
        if by_field.get("number", "").rstrip(".").isdigit():
            return False  # numbered, as members are and nothing below a table is
        texts = [text for text in by_index if text]
        if lines.is_total(texts):
            return True
        if by_field.keys() & _NAMES:
            # A member's office may be "Thư ký" and his birth "ngày 5 tháng 1 năm 1950".
            own = {c.index for c in self._header.columns if c.field in _NOT_SIGNING}
            texts = [text for index, text in enumerate(by_index) if text and index not in own]
        if lines.is_signature(texts):
            self._signed = True
            return True
        return self._signed and (self._numbered or len(by_field) <= 2)
