"""What a workbook costs beside bare openpyxl writing the same cells, in one run: ``python tests/benchmarks/bench_workbook.py``.

Ratios below are time ÷ time of the peer for the year's workbook (to be at most 1.15), and rows a second ÷ the peer's for
the long list (to be at least 0.9). The peer writes the same values and formulas, without looks, heading or page set-up.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl

from app.documents.workbooks.lists import render_list_workbook
from app.documents.workbooks.year_end import render_year_workbook
from app.domain.year_report import (
    Cell,
    Column,
    ColumnKind,
    Count,
    Figure,
    Signature,
    Table,
    Total,
    UnitFigures,
    YearReport,
)
from app.vietnamese.dates import PartialDate

HEADING = ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN TỈNH BẮC KẠN", "HỘI TRUYỀN THỐNG TRƯỜNG SƠN THÀNH PHỐ BẮC KẠN")
ROUNDS = 7


def report(members: int, units: int) -> YearReport:
    """A branch's year: the registers of so many members."""
    chance = random.Random(1)
    names = [f"Chi hội Phường {number}" for number in range(1, units + 1)]
    kind = ColumnKind
    listed = Table(
        "members",
        "Danh sách hội viên",
        (
            Column("name", "Họ và tên", kind.TEXT, 45),
            Column("gender", "Giới tính", kind.TEXT, 14),
            Column("birth", "Ngày sinh", kind.DATE, 24),
            Column("unit", "Chi hội", kind.TEXT, 40),
            Column("role", "Chức vụ", kind.TEXT, 30),
            Column("phone", "Điện thoại", kind.IDENTIFIER, 28),
            Column("id", "Số CCCD", kind.IDENTIFIER, 32),
            Column("joined", "Ngày vào Hội", kind.DATE, 24),
            Column("note", "Ghi chú", kind.TEXT, 30),
        ),
        tuple(
            (
                f"Nguyễn Văn {number}",
                chance.choice(("Nam", "Nữ")),
                PartialDate(1950) if number % 3 else PartialDate(1948, 5, 19),
                chance.choice(names),
                "" if number % 9 else "Chi hội trưởng",
                f"0912{number:06}",
                f"006050{number:06}",
                PartialDate(2015, 9, 11),
                "" if number % 5 else "Hoàn cảnh khó khăn, sống một mình",
            )
            for number in range(members)
        ),
    )
    visits = Table(
        "visits",
        "Thăm hỏi – viếng – quà",
        (
            Column("date", "Ngày", kind.DATE),
            Column("name", "Người được thăm", kind.TEXT, 60),
            Column("unit", "Chi hội", kind.TEXT, 50),
            Column("amount", "Số tiền", kind.MONEY, 30),
        ),
        tuple(
            (date(2023, 5, 19), f"Nguyễn Văn {n}", chance.choice(names), 200_000)
            for n in range(0, members, 4)
        ),
    )
    figures = [Figure("members", "Tổng số hội viên", "người", Count("members"), members)]
    figures += [
        Figure(f"g{n}", f"Chỉ tiêu {n}", "người", Count("members", (("gender", "Nữ"),)), 1) for n in range(25)
    ]
    figures += [
        Figure(f"m{n}", f"Số tiền {n}", "đồng", Total("visits", "amount"), 1, money=True) for n in range(5)
    ]
    return YearReport(
        HEADING,
        "05/BC-HTS",
        "Số liệu năm 2023",
        "",
        2023,
        date(2023, 1, 1),
        date(2023, 12, 31),
        Signature("Bắc Kạn, ngày 05 tháng 01 năm 2024", "TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Vũ Xuân Dương"),
        tuple(figures),
        ("Hội viên", "Nữ", "Lượt thăm", "Tiền thăm"),
        tuple(
            UnitFigures(
                name,
                (
                    Count("members", (("unit", name),)),
                    Count("members", (("unit", name), ("gender", "Nữ"))),
                    Count("visits", (("unit", name),)),
                    Total("visits", "amount", (("unit", name),)),
                ),
            )
            for name in names
        ),
        (listed, visits),
        "Nông Thị Hương",
    )


def bare(content: bytes) -> Callable[[], bytes]:
    """The peer: every cell of a written workbook again by openpyxl alone, values and formulas and nothing else."""
    source = openpyxl.load_workbook(BytesIO(content))
    sheets = [
        (
            sheet.title,
            [(c.row, c.column, c.value) for row in sheet.iter_rows() for c in row if c.value is not None],
        )
        for sheet in source.worksheets
    ]

    def write() -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value in cells:
                sheet.cell(row, column, value)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return write


def bare_rows(rows: tuple[tuple[Cell, ...], ...]) -> Callable[[], bytes]:
    """The peer of the list: openpyxl's write-only mode with the same values."""

    def write() -> bytes:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Hội viên")
        for row in rows:
            sheet.append(row)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return write


def compare(ours: Callable[[], bytes], peer: Callable[[], bytes], rounds: int) -> tuple[float, float]:
    """Median seconds of both, turn by turn in one run."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for function, taken in zip((ours, peer), times, strict=True):
            gc.collect()
            start = perf_counter()
            function()
            taken.append(perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Measure and print."""
    for members, units in ((43, 8), (2_000, 40)):
        value = report(members, units)
        peer = bare(render_year_workbook(value))
        ours, theirs = compare(lambda value=value: render_year_workbook(value), peer, ROUNDS)  # type: ignore[misc]
        print(
            f"year's workbook, {members:>5} members: {ours * 1000:7.1f} ms, openpyxl {theirs * 1000:7.1f} ms, "
            f"ratio {ours / theirs:.2f}"
        )
    count, columns = 100_000, 20
    rows = tuple(
        tuple(f"Nguyễn Văn {number}" if column % 3 else number for column in range(columns))
        for number in range(count)
    )
    kinds = (ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.TEXT)
    table = Table(
        "members", "Hội viên", tuple(Column(f"c{n}", f"Cột {n}", kinds[n % 3]) for n in range(columns)), rows
    )
    ours, theirs = compare(
        lambda: render_list_workbook("Danh sách hội viên", HEADING, table),
        bare_rows(rows),
        1 if count > 50_000 else 3,
    )
    print(
        f"list of {count:,} × {columns}: {count / ours:7.0f} rows/s, openpyxl write-only {count / theirs:7.0f} rows/s, "
        f"ratio {theirs / ours:.2f}"
    )
    for size in (5_000, 20_000):
        part = Table("members", "Hội viên", table.columns, rows[:size])
        tracemalloc.start()
        content = render_list_workbook("Danh sách", HEADING, part)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"memory for {size:>6,} rows: {peak / 1e6:.1f} MB, of it the file itself {len(content) / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()
