"""A small branch's year as a report, its workbook, and how to find a cell in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.workbooks.year_end import render_year_workbook
from app.domain.year_report import (
    Average,
    Cell,
    Column,
    ColumnKind,
    Combine,
    Count,
    Figure,
    Given,
    Signature,
    Table,
    Total,
    UnitFigures,
    YearReport,
)
from app.vietnamese.dates import PartialDate

K = ColumnKind
UNITS = ("Chi hội Đức Xuân", "Chi hội Sông Cầu")

MEMBERS = Table(
    "members",
    "Danh sách hội viên",
    (
        Column("name", "Họ và tên", K.TEXT, 50),
        Column("gender", "Giới tính", K.TEXT, 15),
        Column("birth", "Ngày sinh", K.DATE, 25),
        Column("unit", "Chi hội", K.TEXT, 50),
        Column("phone", "Điện thoại", K.IDENTIFIER, 30),
        Column("cccd", "Số CCCD", K.IDENTIFIER, 35),
        Column("note", "Ghi chú", K.TEXT, 40),
    ),
    (
        ("Nguyễn Văn An", "Nam", PartialDate(1950), UNITS[0], "0912345678", "006050000001", "=1+1"),
        ("Bế Thị Lan", "nữ", PartialDate(1948, 8), UNITS[1], "0987654321", "006048000002", "+84 gọi con"),
        ("Đỗ Đức Lại", "Nam", PartialDate(1945, 8, 15), UNITS[1], "", "", "A & B <c>\x07"),
        ("Ma Thị Hoa", "Nữ", PartialDate(1899, 2, 1), UNITS[0], "@ai", "-1", None),
    ),
)
VISITS = Table(
    "visits",
    "Thăm hỏi – viếng – quà",
    (
        Column("date", "Ngày", K.DATE, 25),
        Column("unit", "Chi hội", K.TEXT, 60),
        Column("amount", "Số tiền (đồng)", K.MONEY, 30),
        Column("people", "Số người đi", K.NUMBER, 30),
    ),
    ((date(2023, 3, 1), UNITS[0], 300_000, 2), (date(2023, 5, 19), UNITS[1], 250_000, 3)),
)
FUND = Table("fund", "Thu chi quỹ", (Column("what", "Nội dung"), Column("in", "Thu", K.MONEY)), ())

REPORT = YearReport(
    heading=("HỘI TRUYỀN THỐNG TRƯỜNG SƠN TỈNH", "HỘI TRUYỀN THỐNG TRƯỜNG SƠN THÀNH PHỐ"),
    number="05/BC-HTS",
    title="Số liệu công tác Hội năm 2023",
    subtitle="(Từ ngày 01/01/2023 đến ngày 31/12/2023)",
    year=2023,
    starts=date(2023, 1, 1),
    ends=date(2023, 12, 31),
    signature=Signature(
        "Bắc Kạn, ngày 05 tháng 01 năm 2024", "TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Vũ Xuân Dương"
    ),
    figures=(
        Figure("org", "Tổ chức", "", None),
        Figure("start", "Hội viên đầu năm", "người", Given(6), 7),
        Figure("members", "Tổng số hội viên", "người", Count("members"), 6),
        Figure("women", "Trong đó: Nữ", "người", Count("members", (("gender", "NỮ"),)), 1, level=1),
        Figure("no_phone", "Không có điện thoại", "người", Count("members", (("phone", ""),)), level=1),
        Figure("lost", "Giảm", "người", Combine(((1, "start"), (-1, "members"))), 1),
        Figure("money", "Thăm hỏi", "đồng", Total("visits", "amount"), 400_000, money=True, estimate=True),
        Figure("people", "Lượt người đi", "lượt", Total("visits", "people", (("unit", UNITS[1]),))),
        Figure("income", "Thu quỹ", "đồng", Total("fund", "in"), money=True),
        Figure("entries", "Khoản thu", "khoản", Count("fund", (("what", ""),))),
    ),
    breakdown_columns=("Hội viên", "Tiền thăm hỏi"),
    units=tuple(
        UnitFigures(unit, (Count("members", (("unit", unit),)), Total("visits", "amount", (("unit", unit),))))
        for unit in UNITS
    ),
    tables=(MEMBERS, VISITS, FUND),
    prepared_by="Nông Thị Hương",
)


@cache
def year_book() -> bytes:
    return render_year_workbook(REPORT)


def sheet_of(name: str, content: bytes | None = None) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(content or year_book()))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def day(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a spreadsheet's day has no zone


def row_of(sheet: Worksheet, text: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


def with_members(*rows: tuple[Cell, ...]) -> YearReport:
    return replace(REPORT, tables=(replace(MEMBERS, rows=rows), VISITS, FUND))


#: A branch with everything: percentages, an estimate, a row of its own, counters by unit, pictures.
FULL_VISITS = Table(
    "visits",
    "Thăm hỏi",
    (Column("on", "Ngày", K.DATE), Column("kind", "Lý do"), Column("amount", "Số tiền (đồng)", K.MONEY)),
    (
        (date(2023, 3, 1), "Ốm đau", 300_000),
        (date(2023, 5, 1), "Ốm đau", 0),
        (date(2023, 8, 1), "Tết", 1_250_000),
    ),
)
AWARDS = Table(
    "awards",
    "Khen thưởng",
    (Column("recipient", "Ai", width=60), Column("unit", "Chi hội", width=60)),
    (("An", UNITS[0]), ("Lan", UNITS[1]), ("Hoa", UNITS[0])),
)
ACTIVITIES = Table(
    "activities",
    "Hoạt động, chỉ tiêu",
    (Column("counter", "Chỉ tiêu"), Column("unit", "Chi hội"), Column("counted", "Được tính", K.NUMBER)),
    tuple(
        (f"Chỉ tiêu {counter}", unit, 5 * counter + place)
        for counter in range(1, 9)
        for place, unit in enumerate((*UNITS, "Cả Hội"))
    ),
    adds_up=False,
)
YEARS = Table(
    "years",
    "Qua các năm",
    (
        Column("year", "Năm", K.IDENTIFIER),
        Column("members", "Hội viên", K.NUMBER),
        Column("income", "Thu (đồng)", K.MONEY),
        Column("expense", "Chi (đồng)", K.MONEY),
    ),
    (("2021", 6, 0, 0), ("2022", 7, 6_400_000, 1_150_000), ("2023", 4, 5_880_000, 7_300_000)),
    listed=False,
)
BEFORE = Table("start", "Hội viên đầu năm", (Column("name", "Họ và tên"),), (("An",), ("Lan",)), listed=False)
COUNTERS = tuple(dict.fromkeys(str(row[0]) for row in ACTIVITIES.rows))
FULL = replace(
    REPORT,
    estimate=True,
    period="năm 2023",
    before="năm 2022",
    figures=(
        Figure("h_org", "Tổ chức", "", None),
        Figure("start", "Hội viên đầu năm", "người", Count("start"), 7),
        Figure(
            "members", "Hội viên cuối năm", "người", Given(1_205), 6, estimate=True, counted=Count("members")
        ),
        Figure("women", "Nữ", "người", Count("members", (("gender", "nữ"),)), 1, level=1, share_of="members"),
        Figure("spent", "Tiền thăm hỏi", "đồng", Total("visits", "amount"), 400_000, money=True),
        Figure("sick", "Ốm đau", "đồng", Total("visits", "amount", (("kind", "Ốm đau"),)), share_of="spent"),
        Figure("visits", "Lượt thăm", "lượt", Count("visits"), share_of="start"),
        Figure("each", "Bình quân", "đồng", Average("spent", "visits"), level=1, money=True),
        Figure("nothing", "Không có gì", "đồng", Average("spent", "zero")),
        Figure("zero", "Không", "người", Count("awards", (("unit", "Không đâu"),)), share_of="zero"),
        Figure(
            "activity_1", "Chỉ tiêu 1", "hộ", Total("activities", "counted", (("counter", "Chỉ tiêu 1"),))
        ),
        Figure("h_own", "Số liệu khác", "", None),
        Figure("Dòng tự ghi “3 tốt”", "Chi hội “3 tốt”", "chi hội", Given(6), 5, estimate=True),
        Figure("own_missing", "Chưa biết", "bài", Given(0), 2, missing=True),
    ),
    units=tuple(UnitFigures(unit, (Count("members", (("unit", unit),)),) * 2) for unit in UNITS),
    tables=(MEMBERS, FULL_VISITS, AWARDS, ACTIVITIES, BEFORE, YEARS),
    counter_columns=COUNTERS,
    counter_units=tuple(
        UnitFigures(
            unit, tuple(Total("activities", "counted", (("counter", c), ("unit", unit))) for c in COUNTERS)
        )
        for unit in (*UNITS, "Cả Hội")
    ),
)


@cache
def full_book() -> bytes:
    return render_year_workbook(FULL)
