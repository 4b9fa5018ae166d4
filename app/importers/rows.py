"""Reads the rows under a header: tells people from headings, totals and signatures, and drafts each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.importers import cells as read
from app.importers import leaving, lines
from app.importers.drafts import CellRead, Drafter, ReadRow
from app.importers.headers import NAME_FIELDS, PARTS_OF_NAME, Header
from app.importers.leaving import leaving_of
from app.importers.letters import Read, SheetLetters
from app.importers.plan import DATES, RowKind
from app.importers.repairs import RepairLog
from app.importers.tables import Cell, Row, Sheet, column_letter

_NAMES = NAME_FIELDS | PARTS_OF_NAME
_NOT_SIGNING = {*DATES, *leaving.LABELS, "role", "note", "rank", "military_post"}
#: What nobody has as the one above has it.
_EACH_ITS_OWN = _NAMES | {"number", "national_id", "code", "card_number"}
_DITTO_BEGINS = frozenset("\"'`“”″〃(-–—.nN")
#: By this in place of the number a sample list marks its examples.
EXAMPLE = "Ví dụ"
_EXAMPLE = frozenset({"ví dụ", "vi du", "vd"})


def read_rows(
    sheet: Sheet, header: Header, letters: SheetLetters, log: RepairLog, *, latest: date, chapter: str = ""
) -> Iterator[ReadRow]:
    """The rows under the header that hold something, in their order.

    ``chapter`` is the unit for rows before the first heading where the titles above name none, ``latest``
    the last day of a date. A sheet, title or heading of those who died or left says so of its rows.
    Headings, repeated headers, column numbers and rows with a number only are used or passed over without a
    word.
    """
    reader = _Reader(sheet, header, letters, Drafter(sheet, header, log, latest), chapter, latest)
    for row in sheet.rows:
        if row.number > header.last_row:
            found = reader.read(row)
            if found is not None:
                yield found


class _Reader:
    """Walks down one sheet; remembers the last heading's chi hội and whether signatures have begun."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        letters: SheetLetters,
        drafter: Drafter,
        chapter: str,
        latest: date,
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._letters = letters
        self._drafter = drafter
        self._chapter = chapter
        self._latest = latest
        self._heading: tuple[int, str, str] | None = None
        self._leaving = leaving_of(lines.leaving_words(sheet.name), latest)
        self._above: tuple[tuple[Cell, ...], list[str]] = (), []
        self._signed = False
        self._numbered = header.of("number") is not None
        self._errors = frozenset(row for row, _ in sheet.errors)
        self._fields = {column.field: column.letter for column in header.columns}
        name = header.of("full_name") or header.of("given") or header.columns[0]
        self._name_letter = name.letter
        self._alone = frozenset(column.index for column in header.columns if column.field in _EACH_ITS_OWN)
        self._read_titles()

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
        if any(text[0] in _DITTO_BEGINS and lines.is_ditto(text) for text in texts):
            cells, by_index = self._repeated(cells, by_index, reads)
            texts = [text for text in by_index if text]
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
        words = [text for text in texts if text != number and not text.isdigit()]
        left = None
        if len(words) == 1 and (lines.heads_leavers(words[0]) or (unit and number)):
            left = leaving_of(lines.leaving_words(words[0]), self._latest)
        if left is not None or (unit and lines.names_no_unit(unit)):
            self._leaving = left
            return None
        if unit and not self._is_nameless_member(number, by_field):
            self._chapter, self._leaving = unit, None
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
        self._drafter.fill(found, held, self._chapter, self._leaving)
        self._above = cells, by_index
        if found.kind is RowKind.NEW and self._heading is not None:
            found.chapter_at = found.chapter_at or self._heading
            self._heading = None
        return found

    def _read_titles(self) -> None:
        """Take from the titles above the header whose list it is."""
        above = [row for row in self._sheet.rows if row.number < self._header.first_row]
        said = [
            (row.number, index, text)
            for row in above
            for index, cell in enumerate(row.cells)
            if (text := read.text_of(self._letters.text(row.number, index, cell)))
        ]
        for number, index, text in said:
            if self._leaving is None:
                self._leaving = leaving_of(lines.leaving_words(text), self._latest)
            unit = lines.titled_unit([text]) if not self._chapter and "chapter" not in self._fields else ""
            if unit and unit == lines.titled_unit([each for _, _, each in said]):
                self._chapter, self._heading = unit, (number, column_letter(index), text)

    def _repeated(
        self, cells: tuple[Cell, ...], by_index: list[str], reads: dict[int, Read]
    ) -> tuple[tuple[Cell, ...], list[str]]:
        """The cells of a row, those that say "as above" by what stands above them."""
        held, texts = list(cells), list(by_index)
        for index, text in enumerate(by_index):
            if index not in self._alone and lines.is_ditto(text):
                above = index < len(self._above[1])
                held[index] = self._above[0][index] if above else None
                texts[index] = self._above[1][index] if above else ""
                reads[index] = Read(texts[index], "như dòng trên")
        return tuple(held), texts

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
