"""Facts about a written workbook, found by opening it: the stored figures, the rows of each sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from app.documents.workbooks.names import figure_key, table_key
from app.errors import FileProblemError

Source = bytes | Path


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet's name, and how many rows of a register it lists (None: it lists none, it is the summary)."""

    name: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """What was found in a workbook: its sheets in order, and the stored value of each named figure."""

    sheets: tuple[SheetFacts, ...]
    figures: dict[str, int]


def read_workbook(source: Source) -> WorkbookFacts:
    """Open the bytes or the file of a workbook written here and tell what it holds.

    Raises FileProblemError when the file cannot be read or is no workbook.
    """
    with _opened(source) as workbook:
        counted = _row_counts(workbook)
        sheets = tuple(SheetFacts(name, counted.get(name)) for name in workbook.sheetnames)
        return WorkbookFacts(sheets, _figures(workbook))


@contextmanager
def _opened(source: Source) -> Iterator[Workbook]:
    name = f"“{source.name}”" if isinstance(source, Path) else "bảng tính vừa lập"
    try:
        workbook = load_workbook(
            BytesIO(source) if isinstance(source, bytes) else source, read_only=True, data_only=True
        )
    except FileNotFoundError as problem:
        raise FileProblemError(f"Không tìm thấy tệp {name}: hãy xem lại tên và thư mục.") from problem
    except OSError as problem:
        raise FileProblemError(f"Không mở được {name}: hãy đóng tệp trong Excel rồi thử lại.") from problem
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError) as problem:
        raise FileProblemError(
            f"{name} không phải là tệp Excel còn nguyên vẹn: hãy lập lại tệp."
        ) from problem
    try:
        yield workbook
    finally:
        workbook.close()


def _figures(workbook: Workbook) -> dict[str, int]:
    wanted: dict[str, dict[tuple[int, int], str]] = {}
    for name, defined in workbook.defined_names.items():
        key = figure_key(name)
        if key is not None:
            for sheet, area in defined.destinations:
                column, row, _, _ = range_boundaries(area)
                if column is not None and row is not None:
                    wanted.setdefault(sheet, {})[row, column] = key
    found: dict[str, int] = {}
    for sheet, places in wanted.items():
        last_row, last_column = (max(place[n] for place in places) for n in (0, 1))
        rows = workbook[sheet].iter_rows(max_row=last_row, max_col=last_column, values_only=True)
        for number, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                key = places.get((number, column))
                if key is not None and isinstance(value, int | float):
                    found[key] = int(value)
    return found


def _row_counts(workbook: Workbook) -> dict[str, int]:
    """The rows that carry a running number, by sheet."""
    counted: dict[str, int] = {}
    for name, defined in workbook.defined_names.items():
        if table_key(name) is None:
            continue
        for sheet, area in defined.destinations:
            column, first, _, last = range_boundaries(area)
            rows = workbook[sheet].iter_rows(
                min_row=first, max_row=last, min_col=column, max_col=column, values_only=True
            )
            counted[sheet] = sum(1 for (value,) in rows if isinstance(value, int | float))
    return counted
