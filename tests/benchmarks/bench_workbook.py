"""What a workbook costs beside openpyxl alone writing the same cells, turn by turn in one run.

Run ``python tests/benchmarks/bench_workbook.py``. Year's workbook: our time ÷ the peer's, at most 1.15. The
peer sets the same values, formulas and looks cell by cell (no chart, drawn rules or stored values); the time
of the bare values without looks stands beside it. Long list: rows a second ÷ write-only mode's, at least 0.9.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tracemalloc
from collections.abc import Callable
from copy import copy
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl

from app.documents.papers.values import ListPaper
from app.documents.workbooks.lists import render_list_workbook
from app.documents.workbooks.year_end import render_year_workbook
from app.domain.member_lists import ListTable
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


def bare(content: bytes, *, looks: bool) -> Callable[[], bytes]:
    """The peer: every cell of a written workbook by openpyxl alone; with ``looks``, dressed too."""
    sheets = []
    for source in openpyxl.load_workbook(BytesIO(content)).worksheets:
        cells = [cell for row in source.iter_rows() for cell in row if cell.value is not None]
        placed = [(cell.row, cell.column, cell.value) for cell in cells]
        dressed = [
            (copy(c.font), copy(c.alignment), copy(c.border), copy(c.fill), c.number_format)
            for c in (cells if looks else ())
        ]
        sheets.append((source.title, placed, dressed))

    def write() -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, placed, dressed in sheets:
            sheet = book.create_sheet(title)
            written = [sheet.cell(*place) for place in placed]
            for cell, look in zip(written, dressed, strict=False):
                cell.font, cell.alignment, cell.border, cell.fill, cell.number_format = look
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
        content = render_year_workbook(value)
        for looks in (True, False):
            ours, theirs = compare(
                lambda value=value: render_year_workbook(value),  # type: ignore[misc]
                bare(content, looks=looks),
                ROUNDS,
            )
            print(
                f"year's workbook, {members:>5} members: {ours * 1000:6.1f} ms; openpyxl, same cells "
                f"{'with' if looks else 'without'} looks {theirs * 1000:6.1f} ms; ratio {ours / theirs:.2f}"
            )
    count, columns = 100_000, 20
    rows = tuple(
        tuple(f"Nguyễn Văn {number}" if column % 3 else number for column in range(columns))
        for number in range(count)
    )
    kinds = (ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.TEXT)
    labels = tuple(Column(f"c{n}", f"Cột {n}", kinds[n % 3]) for n in range(columns))

    def listed(count: int) -> ListPaper:
        table = ListTable("Danh sách", "", labels, rows[:count], count)
        return ListPaper(HEADING, table, f"Danh sách có {count} người.", Signature("", "", "", ""))

    ours, theirs = compare(lambda: render_list_workbook(listed(count)), bare_rows(rows), 1)
    print(
        f"list of {count:,} × {columns}: {count / ours:.0f} rows/s; "
        f"openpyxl write-only {count / theirs:.0f} rows/s; ratio {theirs / ours:.2f}"
    )
    for size in (5_000, 20_000):
        part = listed(size)
        tracemalloc.start()
        content = render_list_workbook(part)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"memory for {size:>6,} rows: {peak / 1e6:.1f} MB, the file itself {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
