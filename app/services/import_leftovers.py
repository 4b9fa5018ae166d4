"""The rows that an import left out, each with its reason, as a workbook to be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.files import write_file
from app.domain.member_lists import ListTable
from app.domain.year_report import Column, Signature
from app.errors import NotFoundError
from app.importers.cells import as_it_stands
from app.importers.choices import Decision
from app.importers.columns import column_index
from app.importers.headers import field_of
from app.importers.plan import ImportPlan, MappedColumn, PlannedRow, RowKind, label_of
from app.importers.tables import Cell
from app.services.imports import ReadList
from app.vietnamese.encodings import Encoding, decode, has_unicode_letters

REASON = "Lý do chưa nhập"
#: Titles that are understood where a field's own label means another field.
_TITLES = {"service_unit": "Đơn vị Trường Sơn"}
_DAY, _MONTH, _YEAR = "day", "month", "year"


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of the workbook: a field, and which of several columns of that field."""

    field: str
    place: int = 0


def leftovers(plan: ImportPlan) -> tuple[PlannedRow, ...]:
    """The rows of people that were not taken: doubtful, refused, and those the user left."""
    kinds = (RowKind.DOUBTFUL, RowKind.REFUSED)
    return tuple(row for row in plan.rows if row.kind in kinds or row.decision is Decision.LEAVE)


def why_left(row: PlannedRow) -> str:
    """In one line why a row was not taken, "" when nothing is to be said."""
    return " ".join(dict.fromkeys(filter(None, (row.remark, *(each.message for each in row.problems)))))


def write_leftovers(path: Path, read: ReadList, plan: ImportPlan, *, replace: bool = False) -> Path:
    """Write the rows that were not taken, in Unicode letters, under titles that the import understands.

    A date in three columns becomes one. Raises NotFoundError when every row was taken, FileProblemError
    when the file cannot be written, or is there already and is not to be replaced.
    """
    from app.documents.papers.values import ListPaper
    from app.documents.workbooks.lists import render_list_workbook

    left = leftovers(plan)
    if not left:
        raise NotFoundError("Mọi dòng đều đã nhập, không còn dòng nào phải ghi ra.")
    keys = _keys(plan)
    cells = {(sheet.name, row.number): row.cells for sheet in read.workbook.sheets for row in sheet.rows}
    rows = [
        (
            *_texts(plan, row, cells.get((row.sheet, row.row), ()), tuple(keys)),
            f"Dòng {row.row}: {why_left(row)}",
        )
        for row in left
    ]
    columns = (
        *(Column(f"{key.field}.{key.place}", title, width=34) for key, title in keys.items()),
        Column("reason", REASON, width=90),
    )
    subtitle = f"Từ {plan.file_name}. Sửa các ô sai, lưu tệp rồi đưa vào sổ như một danh sách khác."
    table = ListTable("Các dòng chưa nhập", subtitle, columns, rows, len(rows))
    paper = ListPaper((), table, "", Signature("", "", "", ""))
    return write_file(path, render_list_workbook(paper), replace=replace)


def _keys(plan: ImportPlan) -> dict[_Key, str]:
    """The columns to write, each with its title, in the order of the list."""
    found: dict[_Key, str] = {}
    for _, key, column in _placed(plan.columns):
        if key not in found:
            whole = "." not in column.field
            understood = whole and field_of(column.title) == key.field
            found[key] = column.title if understood else _TITLES.get(key.field) or label_of(key.field)
    return found


def _placed(columns: Sequence[MappedColumn]) -> Iterator[tuple[str, _Key, MappedColumn]]:
    """Each column with its sheet and its key; the number of a row and the parts of one date need no own."""
    seen: dict[tuple[str, str], int] = {}
    for column in columns:
        base, _, part = column.field.partition(".")
        if base == "number":
            continue
        place = 0 if part else seen.get((column.sheet, base), 0)
        if not part:
            seen[column.sheet, base] = place + 1
        yield column.sheet, _Key(base, place), column


def _texts(plan: ImportPlan, row: PlannedRow, cells: Sequence[Cell], keys: Sequence[_Key]) -> tuple[str, ...]:
    whole: dict[_Key, str] = {}
    parts: dict[_Key, dict[str, str]] = {}
    for sheet, key, column in _placed(plan.columns):
        index = column_index(column.letter)
        if sheet != row.sheet or index >= len(cells):
            continue
        text = _text(cells[index], column)
        part = column.field.partition(".")[2]
        if part and text:
            parts.setdefault(key, {})[part] = text
        elif text:
            whole[key] = text
    for key, held in parts.items():
        whole[key] = "/".join(held[part] for part in (_DAY, _MONTH, _YEAR) if part in held)
    return tuple(whole.get(key, "") for key in keys)


def _text(cell: Cell, column: MappedColumn) -> str:
    text = as_it_stands(cell)
    if not isinstance(cell, str) or column.encoding is Encoding.UNICODE or has_unicode_letters(text):
        return text
    return decode(text, column.encoding, capitals=column.capitals)
