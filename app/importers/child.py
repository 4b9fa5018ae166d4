"""The child process: opens one foreign file within bounds and writes its cells to a file for the parent.

Started as ``python -m app.importers.child FILE ANSWER MEGABYTES``; the built program starts itself as
``SoHoi --read-sheet FILE ANSWER MEGABYTES``, which ``main.py`` hands to :func:`main` before anything else.
The answer is a run of marshal values, each behind its length in 8 bytes: ("sheet", name, hidden, unclosed),
("rows", [[number, cells]…]) …, ("look", what :class:`app.importers.looks.sheet.Look` holds), then the next
sheet, at last ("end", names of broken sheets); or one ("problem", sentence).
"""

from __future__ import annotations

import gc
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.errors import FileProblemError
from app.importers.formats import Format, damaged, encrypted, no_table, recognise, too_large
from app.importers.limits import bound_memory

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from app.importers.looks.sheet import Look

#: More columns than any list has; what lies beyond is a stray format or a bomb.
MOST_COLUMNS = 250
_MOST_CELLS = 12_000_000
_MOST_ANSWER = 600_000_000
_BATCH = 2_000

_PLAIN = frozenset({str, float, int, bool, type(None)})


def main(arguments: list[str]) -> int:
    """Read ``FILE`` within ``MEGABYTES`` and write ``ANSWER``; 0 when read, 3 when refused in a sentence."""
    path, answer, megabytes = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    bound_memory(megabytes)
    gc.disable()  # millions of plain values and no cycles: collecting them only costs time
    with answer.open("wb") as out:
        try:
            write_answer(path, out)
        except FileProblemError as problem:
            _tell(out, ("problem", problem.message))
            return 3
        except (MemoryError, OverflowError):
            _tell(out, ("problem", too_large(path).message))
            return 3
    return 0


def write_answer(path: Path, out: BinaryIO) -> None:
    """Write all sheets of a file. Raises :class:`FileProblemError`, MemoryError or OverflowError."""
    _WRITERS[recognise(path)](path, out)


def _tell(out: BinaryIO, part: tuple[Any, ...]) -> None:
    # In one piece behind its length: marshal.load from a file would read it cell by cell.
    payload = marshal.dumps(part)
    out.write(len(payload).to_bytes(8, "little"))
    out.write(payload)


def _write_delimited(path: Path, out: BinaryIO) -> None:
    from app.importers.delimited import rows_of_text, text_of_bytes

    text = rows_of_text(text_of_bytes(path.read_bytes()))
    _tell(out, ("sheet", path.stem, False, text.unclosed))
    _tell_rows(out, [[row.number, list(row.cells[:MOST_COLUMNS])] for row in text.rows])
    _tell(out, ("end", ()))


def _tell_rows(out: BinaryIO, rows: list[list[Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        _tell(out, ("rows", rows[start : start + _BATCH]))


def _tell_look(out: BinaryIO, look: Look) -> None:
    parts = (look.column_fonts, look.cell_fonts, look.uncomputed, look.errors, look.unsearched)
    if any(parts):
        _tell(out, ("look", *parts))


def _write_page(path: Path, out: BinaryIO) -> None:
    from app.importers.web_table import tables_of_page, text_of_page

    tables = tables_of_page(text_of_page(path.read_bytes()), MOST_COLUMNS, _MOST_CELLS)
    if not tables:
        raise no_table(path)
    for number, table in enumerate(tables, start=1):
        _tell(out, ("sheet", path.stem if len(tables) == 1 else f"Bảng {number}", False, ()))
        _tell_rows(out, [[at, row] for at, row in enumerate(table.rows, start=1) if any(row)])
        _tell_look(out, table.looks.look())
    _tell(out, ("end", ()))


def _write_xml_sheets(path: Path, out: BinaryIO) -> None:
    from xml.parsers.expat import ExpatError

    from app.importers.xml_table import sheets_of_xml

    try:
        sheets = sheets_of_xml(path.read_bytes(), MOST_COLUMNS, _MOST_CELLS)
    except (ExpatError, ValueError, LookupError) as problem:
        raise damaged(path) from problem
    if not sheets:
        raise no_table(path)
    for sheet in sheets:
        _tell(out, ("sheet", sheet.name, sheet.hidden, ()))
        _tell_rows(out, [[at, row] for at, row in sorted(sheet.rows.items()) if any(row)])
        _tell_look(out, sheet.looks.look())
    _tell(out, ("end", ()))


def _write_workbook(path: Path, out: BinaryIO) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    from app.importers.looks.book import looks_of

    book = _open(path)
    looks = looks_of(path, MOST_COLUMNS)
    readable, seen, broken = 0, 0, list[str]()
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        try:
            with _sound(path):
                sheet = book.get_sheet_by_index(index)
        except FileProblemError:
            broken.append(about.name)  # it leaves the others alone; none at all is an error below
            continue
        readable += 1
        _tell(out, ("sheet", about.name, about.visible is not SheetVisibleEnum.Visible, ()))
        for rows in _batches(sheet):
            seen += sum(len(row[1]) for row in rows)
            _tell(out, ("rows", rows))
            if seen > _MOST_CELLS or out.tell() > _MOST_ANSWER:
                raise too_large(path)
        _tell_look(out, looks(about.name, index))
    if not readable:
        raise damaged(path)
    _tell(out, ("end", tuple(broken)))


def _open(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        # By content: a workbook whose name was changed opens as what it is.
        with _sound(path), path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except PasswordError as problem:
        raise encrypted(path) from problem


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Turn what the reading library raises, and its panics, into the sentence that the file is damaged."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise
    except (CalamineError, OSError, ValueError) as problem:
        raise damaged(path) from problem
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # it can be caught by no other name
            raise damaged(path) from problem
        raise


def _batches(sheet: CalamineSheet) -> Iterator[list[list[Any]]]:
    """The rows that hold something, each with its Excel number, some thousands at a time."""
    if sheet.start is None:
        return
    pad = [""] * min(sheet.start[1], MOST_COLUMNS)
    batch: list[list[Any]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if not any(cells):
            continue
        kept = cells if len(cells) + len(pad) <= MOST_COLUMNS else cells[: MOST_COLUMNS - len(pad)]
        batch.append([number, pad + [cell if type(cell) in _PLAIN else _plain(cell) for cell in kept]])
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(cell: object) -> object:
    """A day or a time as a tuple, which marshal can carry; :mod:`app.importers.sheets` turns it back."""
    if isinstance(cell, datetime):
        return cell.year, cell.month, cell.day, cell.hour, cell.minute, cell.second
    if isinstance(cell, date):
        return cell.year, cell.month, cell.day
    if isinstance(cell, time):
        return cell.hour, cell.minute
    if isinstance(cell, timedelta):
        return (cell.total_seconds(),)
    return str(cell)


_WRITERS = {
    Format.WORKBOOK: _write_workbook,
    Format.DELIMITED: _write_delimited,
    Format.WEB_PAGE: _write_page,
    Format.XML_SHEET: _write_xml_sheets,
}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
