"""Tables of changed communes: the one that is shipped, and the user's own, read from JSON or CSV and checked.

Both forms have the same columns: old_name, old_code, old_district, old_province, new_name, new_code,
new_province, date (2025-07-01 or 01/07/2025), kind (whole, part).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.domain.places import PlaceChange, PlaceTable
from app.errors import FieldError, FileProblemError, RuleError
from app.paths import Paths, resources
from app.vietnamese.dates import parse_partial_date
from app.vietnamese.text import clean

COLUMNS = (
    "old_name", "old_code", "old_district", "old_province",
    "new_name", "new_code", "new_province", "date", "kind",
)  # fmt: skip
_KINDS = {"whole": True, "part": False}
_ENDINGS = (".json", ".csv")
_MOST_BYTES = 20_000_000
_MOST_ROWS = 50_000


def own_folder(paths: Paths) -> Path:
    """Where the user puts tables of his own province."""
    return paths.documents / "dia-danh"


def table_files(paths: Paths) -> tuple[Path, ...]:
    """The tables there are: the user's own first, then what is shipped."""
    found: list[Path] = []
    for folder in (own_folder(paths), resources() / "places"):
        if folder.is_dir():
            found += sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS)
    return tuple(found)


def sound_tables(paths: Paths) -> tuple[PlaceTable, ...]:
    """The tables that can be read; what is wrong with another is told where it is chosen."""
    found = []
    for path in table_files(paths):
        with suppress(FileProblemError):
            found.append(load_table(path))
    return tuple(found)


def load_table(path: Path) -> PlaceTable:
    """A table from a file; raises FileProblemError with the line and the reason when it is not one."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _problem(path, "tệp quá lớn")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise FileProblemError(f"Không đọc được tệp {path}. Hãy kiểm tra lại đường dẫn.") from problem
    except UnicodeDecodeError as problem:
        raise _problem(path, "chữ không phải mã UTF-8") from problem
    title, source, rows = _from_csv(path, text) if path.suffix.lower() == ".csv" else _from_json(path, text)
    if not rows:
        raise _problem(path, "không có dòng nào")
    if len(rows) > _MOST_ROWS:
        raise _problem(path, f"có hơn {_MOST_ROWS} dòng")
    changes = tuple(_change(path, number, row) for number, row in enumerate(rows, 1))
    try:
        return PlaceTable(title, source, changes)
    except RuleError as problem:
        raise _problem(path, problem.message) from problem


def _problem(path: Path, reason: str) -> FileProblemError:
    return FileProblemError(
        f"Bảng địa danh “{path.name}” không dùng được: {reason}. Hãy sửa tệp hoặc chọn tệp khác."
    )


def _from_json(path: Path, text: str) -> tuple[str, str, list[Any]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise _problem(path, "không phải tệp JSON đúng dạng") from problem
    if not isinstance(document, dict):
        raise _problem(path, "phải là một bộ giá trị có “title”, “source” và “rows”")
    if unknown := sorted(set(document) - {"title", "source", "rows"}):
        raise _problem(path, f"không hiểu “{unknown[0]}”")
    title, source, rows = (document.get(key) for key in ("title", "source", "rows"))
    if not isinstance(title, str) or not isinstance(source, str) or not clean(title) or not clean(source):
        raise _problem(path, "thiếu “title” (tên bảng) hoặc “source” (lấy từ đâu)")
    if not isinstance(rows, list):
        raise _problem(path, "thiếu “rows” (các dòng)")
    return clean(title), clean(source), rows


def _from_csv(path: Path, text: str) -> tuple[str, str, list[Any]]:
    first = text.split("\n", 1)[0]
    marks = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=marks))
    except csv.Error as problem:
        raise _problem(path, "không đọc được các cột") from problem
    return path.stem, path.name, [row for row in rows if any(row.values())]


def _change(path: Path, number: int, row: object) -> PlaceChange:
    where = f"dòng {number}"
    if not isinstance(row, Mapping):
        raise _problem(path, f"{where} phải là một bộ giá trị")
    unknown = [str(key) for key in row if key not in COLUMNS]
    if unknown:
        raise _problem(path, f"{where}: không hiểu cột “{unknown[0][:40]}”")
    held: dict[str, str] = {}
    for column in COLUMNS:
        value = row.get(column)
        if not isinstance(value, str) or not clean(value) or len(value) > 200:
            raise _problem(path, f"{where}: thiếu “{column}”")
        held[column] = clean(value)
    for column in ("old_code", "new_code"):
        if not held[column].isascii() or not held[column].isdigit():
            raise _problem(path, f"{where}: “{column}” phải là mã bằng chữ số, như 01843")
    if held["kind"] not in _KINDS:
        raise _problem(path, f"{where}: “kind” phải là whole (toàn bộ) hoặc part (một phần)")
    try:
        day = parse_partial_date(held["date"]).to_date()
    except FieldError:
        day = None
    if day is None:
        raise _problem(path, f"{where}: “date” phải là một ngày, như 2025-07-01")
    return PlaceChange(
        held["old_name"], held["old_code"], held["old_district"], held["old_province"],
        held["new_name"], held["new_code"], held["new_province"], day, _KINDS[held["kind"]],
    )  # fmt: skip
