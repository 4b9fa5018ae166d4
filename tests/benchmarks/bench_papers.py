"""What a printed list costs beside ReportLab's own tables with the same cells, turn by turn in one run.

Run ``python tests/benchmarks/bench_papers.py``. The peer is Platypus: a LongTable with a repeated header,
cells as paragraphs where they may wrap, given its widths (ours finds them itself). Our seconds ÷ the peer's,
and seconds a row at each size: the same row costs the same in a long list.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.documents.fonts import truetype
from app.documents.papers.lists import render_list_pdf
from app.documents.papers.values import ListPaper
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind, Signature

HEADING = ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN TỈNH BẮC KẠN", "HỘI TRUYỀN THỐNG TRƯỜNG SƠN THÀNH PHỐ BẮC KẠN")
COLUMNS = (
    Column("full_name", "Họ và tên"),
    Column("birth", "Ngày sinh", ColumnKind.IDENTIFIER),
    Column("unit", "Chi hội"),
    Column("role", "Chức vụ"),
    Column("address", "Nơi ở"),
    Column("phone", "Điện thoại", ColumnKind.IDENTIFIER),
)


def rows_of(count: int) -> tuple[tuple[Cell, ...], ...]:
    """So many people, no two alike."""
    return tuple(
        (
            f"Nguyễn Thị Khương {number}",
            "15/08/1950",
            f"Chi hội phường Đức Xuân {number % 300}",
            "Ủy viên Ban Chấp hành" if number % 9 == 0 else "",
            f"Số nhà {number}, tổ {number % 20}, phường Đức Xuân, thành phố Bắc Kạn",
            "0912345678",
        )
        for number in range(count)
    )


def ours(rows: tuple[tuple[Cell, ...], ...]) -> bytes:
    """The list as the program prints it."""
    table = ListTable("Danh sách hội viên", "(Tính đến ngày 05 tháng 01 năm 2024)", COLUMNS, rows, len(rows))
    return render_list_pdf(ListPaper(HEADING, table, "", Signature("", "", "CHỦ TỊCH", "Vũ Xuân Dương")))


def platypus(rows: tuple[tuple[Cell, ...], ...]) -> bytes:
    """The same cells as ReportLab's own table."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    truetype("Tinos-Regular")
    style = ParagraphStyle("cell", fontName="Tinos-Regular", fontSize=11, leading=13)
    wrapped = (2, 3, 4)
    cells: list[list[object]] = [["STT", *(column.label for column in COLUMNS)]]
    for number, row in enumerate(rows, 1):
        cells.append(
            [str(number)]
            + [
                Paragraph(str(each), style) if place in wrapped else str(each)
                for place, each in enumerate(row)
            ]
        )
    looks = TableStyle(
        [("FONT", (0, 0), (-1, -1), "Tinos-Regular", 11), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    )
    table = LongTable(cells, repeatRows=1, style=looks, colWidths=[34, 140, 62, 130, 100, 170, 78])
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([table])
    return out.getvalue()


def seconds(
    make: Callable[[tuple[tuple[Cell, ...], ...]], bytes], rows: tuple[tuple[Cell, ...], ...]
) -> float:
    """Processor seconds of one run."""
    gc.collect()
    start = process_time()
    make(rows)
    return process_time() - start


def main() -> None:
    """Measure and print."""
    ours(rows_of(10))
    platypus(rows_of(10))
    for count in (43, 1_000, 5_000, 10_000):
        rows = rows_of(count)
        mine, theirs = seconds(ours, rows), seconds(platypus, rows)
        print(
            f"list of {count:>6,}: {mine:6.2f} s, {mine / count * 1e6:5.0f} µs a row; "
            f"Platypus {theirs:6.2f} s, {theirs / count * 1e6:5.0f} µs a row; ratio {mine / theirs:.2f}"
        )


if __name__ == "__main__":
    main()
