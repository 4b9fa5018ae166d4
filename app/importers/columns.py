"""What each column of a list holds and in what letters its text is stored, as found and as the user says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from app.errors import RuleError
from app.importers.cells import text_of
from app.importers.choices import ColumnChoice, ImportChoices
from app.importers.headers import PARTS_OF_NAME, REPEATABLE, Column, Header
from app.importers.letters import SheetLetters
from app.importers.plan import FIELD_OFFERS, MappedColumn, label_of
from app.importers.tables import Row, Sheet

_FIELDS = frozenset(name for name, _ in FIELD_OFFERS)
_VALUES = 3


def column_index(letter: str) -> int:
    """The place, from 0, of a column by the letter Excel shows; raises RuleError for what is none."""
    text = letter.strip().upper()
    if not (text.isascii() and text.isalpha() and len(text) <= 3):
        raise RuleError(f"“{letter}” không phải tên một cột. Hãy ghi như A, B hoặc AA.")
    index = 0
    for char in text:
        index = index * 26 + ord(char) - ord("A") + 1
    return index - 1


def width_of(rows: Sequence[Row]) -> int:
    """How many columns the rows have."""
    return max((len(row.cells) for row in rows), default=0)


def with_choices(sheet: Sheet, header: Header, choices: ImportChoices) -> Header:
    """The header as found, but for what the user says of its columns.

    A choice for every sheet is passed over where a sheet has no such column. Raises RuleError for a field or
    a column that does not exist.
    """
    wanted: dict[int, str] = {}
    width = width_of(sheet.rows)
    for choice in choices.columns_of(sheet.name):
        index = column_index(choice.letter)
        if index >= width:
            if choice.sheet and not choice.remembered:
                raise RuleError(f"Trang “{sheet.name}” không có cột {choice.letter}. Hãy xem lại tên cột.")
            continue
        if choice.field is not None:
            if choice.remembered and (choice.field in wanted.values() or choice.field not in ("", *_FIELDS)):
                continue  # said of another column now, or a field of another version of the program
            if choice.field and choice.field not in _FIELDS:
                raise RuleError(f"Không có mục nào tên “{choice.field}” để gán cho cột {choice.letter}.")
            wanted.setdefault(index, choice.field)
    return with_fields(header, wanted) if wanted else header


def with_fields(header: Header, wanted: dict[int, str]) -> Header:
    """The header with some columns, by their place, given the field the user says; "" leaves one out.

    A column found to say the same gives way to the user's. Raises RuleError where two of his say the same.
    """
    titles = {column.index: column.title for column in (*header.columns, *header.ignored)}
    given = [Column(index, titles.get(index, ""), field) for index, field in wanted.items() if field]
    taken: dict[str, Column] = {}
    for column in given:
        if column.field in taken and column.field not in REPEATABLE:
            other = taken[column.field]
            raise RuleError(
                f"Cột {other.letter} và cột {column.letter} không thể cùng là “{label_of(column.field)}”. "
                "Hãy chọn một cột."
            )
        taken[column.field] = column
    displaced = set(taken) - REPEATABLE
    if "full_name" in taken:
        displaced |= PARTS_OF_NAME
    elif taken.keys() & PARTS_OF_NAME:
        displaced.add("full_name")
    kept = [c for c in header.columns if c.index not in wanted and c.field not in displaced]
    columns = sorted((*kept, *given), key=lambda column: column.index)
    used = {column.index for column in columns}
    ignored = tuple(Column(index, title, "") for index, title in sorted(titles.items()) if index not in used)
    return replace(header, columns=tuple(columns), ignored=ignored)


def map_columns(sheet: Sheet, header: Header, letters: SheetLetters) -> tuple[MappedColumn, ...]:
    """Each understood column with its label, its letters and what its first cells say."""
    return tuple(_mapped(sheet, header, column, letters) for column in header.columns)


def ignored_columns(sheet: Sheet, header: Header, letters: SheetLetters) -> tuple[MappedColumn, ...]:
    """The columns that are left out: those with a title, then those that hold something without one."""
    known = {column.index for column in (*header.columns, *header.ignored)}
    body = [row for row in sheet.rows if row.number > header.last_row]
    bare = [
        Column(index, "", "")
        for index in range(width_of(body))
        if index not in known and _holds_something(body, index)
    ]
    return tuple(_mapped(sheet, header, column, letters) for column in (*header.ignored, *bare))


def _mapped(sheet: Sheet, header: Header, column: Column, letters: SheetLetters) -> MappedColumn:
    told = letters.of(column.index)
    body = (row for row in sheet.rows if row.number > header.last_row and column.index < len(row.cells))
    texts = (text_of(letters.text(row.number, column.index, row.cells[column.index])) for row in body)
    return MappedColumn(
        letter=column.letter,
        title=column.title,
        field=column.field,
        label=label_of(column.field) if column.field else "",
        encoding=told.encoding,
        confident=told.confident,
        samples=told.samples,
        sheet=sheet.name,
        decided_by=told.decided_by,
        capitals=told.capitals,
        values=tuple(islice((text for text in texts if text), _VALUES)),
    )


def _holds_something(rows: Sequence[Row], index: int) -> bool:
    return any(index < len(row.cells) and text_of(row.cells[index]) for row in rows)


def encoding_choices(choices: Sequence[ColumnChoice]) -> dict[int, ColumnChoice]:
    """The choices that say in which letters a column is stored, by the column's place."""
    found: dict[int, ColumnChoice] = {}
    for choice in choices:
        if choice.encoding is not None:
            found.setdefault(column_index(choice.letter), choice)
    return found
