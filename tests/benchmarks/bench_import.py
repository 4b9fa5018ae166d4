"""How quickly a long list is read beside openpyxl in read-only mode, turn by turn in one run.

Run ``python tests/benchmarks/bench_import.py``. Both read 100,000 rows of 20 columns, ours with all that the
user waits for: the reading process from its start, its bounds, and the rows put together again. At least ten
times openpyxl's rows a second; a list in .VnTime, whose cells are looked at one by one, stands beside it.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from app.importers.sheets import read_workbook
from app.vietnamese.encodings import Encoding, encode

ROWS = 100_000
COLUMNS = 20
ROUNDS = 1
LEAST = {"Unicode": 10.0, "TCVN3 in .VnTime": 5.0}


def write_list(path: Path, font: str = "") -> Path:
    """A list of members with days, numbers and texts; two columns of names in an old font if one is given."""
    chance = random.Random(1)
    names = ["Bế Văn Đức", "Nông Thị Lưỡng", "Ma Văn An", "Hoàng Thị Bích", "Triệu Quang Hưng"]
    if font:
        names = [encode(name, Encoding.TCVN3) for name in names]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    for number in range(ROWS):
        texts = (f"{chance.choice(names)} {number}", chance.choice(names))
        row: list[object] = [number, *(_dressed(sheet, text, font) if font else text for text in texts)]
        row += [date(1950, 1, 1 + number % 28), f"09{number:08}", f"{number:012}", "Nam", "Tày", None]
        row += [f"Chi hội Phường {number % 8}", 1950, "x", f"Ghi chú {number % 100}", number * 2, number % 7]
        row += ["Bắc Kạn", "Hội viên", date(2015, 9, 1), 200_000, "thương binh 4/4"]
        assert len(row) == COLUMNS
        sheet.append(row)
    book.save(path)
    return path


def _dressed(sheet: Any, text: str, font: str) -> object:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(name=font)
    return cell


def ours(path: Path) -> float:
    """Rows a second."""
    start = perf_counter()
    (sheet,) = read_workbook(path).sheets
    taken = perf_counter() - start
    assert len(sheet.rows) == ROWS
    return ROWS / taken


def peer(path: Path) -> float:
    """Rows a second of openpyxl in read-only mode."""
    start = perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    read = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    taken = perf_counter() - start
    book.close()
    assert read == ROWS
    return ROWS / taken


def bench_reading(folder: Path) -> list[tuple[str, float, float, float]]:
    """For each kind of list: our rows a second, openpyxl's, and the middle of the ratios of the rounds."""
    found = []
    for name, font in (("Unicode", ""), ("TCVN3 in .VnTime", ".VnTime")):
        path = write_list(folder / "list.xlsx", font)
        rounds = [(ours(path), peer(path)) for _ in range(ROUNDS)]
        mine, theirs = (statistics.median(each) for each in zip(*rounds, strict=True))
        found.append((name, mine, theirs, statistics.median(one / other for one, other in rounds)))
    return found


def test_reading_beats_openpyxl(tmp_path: Path) -> None:
    for name, mine, theirs, ratio in bench_reading(tmp_path):
        print(f"{name}: {mine:,.0f} rows/s, openpyxl {theirs:,.0f}: {ratio:.1f} times")
        assert ratio >= LEAST[name], name


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, mine, theirs, ratio in bench_reading(Path(folder)):
            print(f"{name}: {mine:,.0f} rows/s, openpyxl {theirs:,.0f}: {ratio:.1f} times")
