"""The year-end workbook: what a second reader, a recalculation and the printer find in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.documents.workbooks.readback import SheetFacts, read_figures, read_workbook
from app.documents.workbooks.year_end import SUMMARY_TITLE, render_year_workbook
from app.domain.year_report import (
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
from app.errors import FileProblemError
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
def _book() -> bytes:
    return render_year_workbook(REPORT)


def _sheet(name: str, content: bytes | None = None) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(content or _book()))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _day(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a spreadsheet's day has no zone


def _row_of(sheet: Worksheet, text: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


def _with_members(*rows: tuple[Cell, ...]) -> YearReport:
    return replace(REPORT, tables=(replace(MEMBERS, rows=rows), VISITS, FUND))


# ---------------------------------------------------------------- figures


def test_stored_figures_are_the_reports_own() -> None:
    assert read_figures(_book()) == REPORT.amounts()


def test_a_second_reader_finds_the_same_values() -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(_book())).get_sheet_by_name(SUMMARY_TITLE).to_python()
    by_label = {row[1]: row for row in rows if len(row) > 6 and row[1]}
    amounts = REPORT.amounts()
    for figure in REPORT.figures:
        if figure.rule is not None:
            row = by_label[figure.label]
            assert row[4] == amounts[figure.key]
            assert row[3] == ("" if figure.previous is None else figure.previous)
            assert row[5] == ("" if figure.previous is None else amounts[figure.key] - figure.previous)
            assert row[6] == ("ước" if figure.estimate else "")


def test_every_counted_figure_is_a_formula_with_its_value() -> None:
    sheet = _sheet(SUMMARY_TITLE)
    for figure in REPORT.figures:
        value = sheet.cell(_row_of(sheet, figure.label), 5).value
        if figure.rule is None:
            assert value is None
        elif isinstance(figure.rule, Given):
            assert value == figure.rule.amount
        else:
            assert str(value).startswith("=")
    with ZipFile(BytesIO(_book())) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                written = archive.read(name).decode()
                assert written.count("<f>") == len(re.findall(r"<f>[^<]+</f><v>-?\d+</v>", written))


def test_units_add_up_to_the_whole() -> None:
    sheet = _sheet(SUMMARY_TITLE)
    values = CalamineWorkbook.from_filelike(BytesIO(_book())).get_sheet_by_name(SUMMARY_TITLE).to_python()
    row = _row_of(sheet, "Tổng cộng")
    assert values[row - 1][2:4] == [4.0, 550_000.0]
    assert sheet.cell(row, 3).value == f"=SUM(C{row - 2}:C{row - 1})"


def test_an_empty_register_counts_nothing() -> None:
    empty = replace(REPORT, tables=tuple(replace(table, rows=()) for table in REPORT.tables))
    content = render_year_workbook(empty)
    assert read_figures(content) == empty.amounts()
    assert empty.amounts()["no_phone"] == 0
    assert [sheet.rows for sheet in read_workbook(content).sheets] == [None, 0, 0, 0]
    assert _evaluated(content) == empty.amounts()


def test_facts_are_read_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tổng hợp.xlsx"
    path.write_bytes(_book())
    assert read_workbook(path).sheets == (
        SheetFacts(SUMMARY_TITLE, None),
        SheetFacts("Danh sách hội viên", 4),
        SheetFacts("Thăm hỏi – viếng – quà", 2),
        SheetFacts("Thu chi quỹ", 0),
    )


@pytest.mark.parametrize("content", [b"", b"not a workbook", _book()[:2000]])
def test_a_file_that_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(FileProblemError, match="không phải là tệp Excel"):
        read_workbook(content)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="Không tìm thấy"):
        read_figures(tmp_path / "không có.xlsx")


def test_keys_that_are_no_names_survive() -> None:
    figures = (
        Figure("hoạt động: 1", "Buổi", "buổi", Given(3)),
        Figure("a_x003A_b", "Lượt", "lượt", Given(4)),
    )
    content = render_year_workbook(replace(REPORT, figures=figures))
    assert read_figures(content) == {"hoạt động: 1": 3, "a_x003A_b": 4}


def test_a_rule_about_the_text_of_a_date_is_our_mistake() -> None:
    figures = (Figure("x", "X", "", Count("members", (("birth", "1950"),))),)
    with pytest.raises(ValueError, match=re.escape("members.birth")):
        render_year_workbook(replace(REPORT, figures=figures))


# ---------------------------------------------------------------- formulas against an independent evaluation

_RANGE = r"(?:'((?:[^']|'')+)'!)?\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)"
_LITERAL = r'(?:"(?:[^"]|"")*")(?:&"(?:[^"]|"")*")*'


def _evaluated(content: bytes) -> dict[str, int]:
    """Every figure from its formula and the cells it names, as Excel documents its functions."""
    formulas = openpyxl.load_workbook(BytesIO(content))
    summary = formulas[SUMMARY_TITLE]
    found: dict[str, int] = {}

    def column(sheet: str, letter: str, first: str, last: str) -> list[object]:
        cells = formulas[sheet.replace("''", "'")][f"{letter}{first}:{letter}{last}"]
        return [row[0].value for row in cells]

    def ranges(text: str) -> list[list[object]]:
        return [column(*parts) for parts in re.findall(_RANGE, text)]

    def value(text: str) -> int:
        if not text.startswith("="):
            return int(text)
        name, inside = re.match(r"=([A-Z]*)\(?(.*?)\)?$", text, re.DOTALL).groups()  # type: ignore[union-attr]
        if not name or re.fullmatch(r"=(?:[+-]?(?:\d+\*)?E\d+)+", text):
            terms = re.findall(r"([+-]?)(?:(\d+)\*)?(E\d+)", text)
            return sum(
                (-1 if sign == "-" else 1) * int(times or 1) * value(str(summary[cell].value))
                for sign, times, cell in terms
            )
        if name == "COUNT":
            return sum(isinstance(cell, int) for cell in ranges(inside)[0])
        if name == "SUM":
            return sum(cell for cell in ranges(inside)[0] if isinstance(cell, int))
        if name in {"COUNTIFS", "SUMIFS"}:
            tests = list(zip(ranges(inside), [None] * 99, strict=False))
            columns = [cells for cells, _ in tests]
            amounts = columns.pop(0) if name == "SUMIFS" else [1] * len(columns[0])
            wanted = [_unquoted(text) for text in re.findall(rf",({_LITERAL})", inside)]
            return sum(
                amount
                for place, amount in enumerate(amounts)
                if isinstance(amount, int)
                and all(_criterion(cells[place], want) for cells, want in zip(columns, wanted, strict=True))
            )
        assert name == "SUMPRODUCT"
        products = re.findall(rf"\({_RANGE}&\"\"=({_LITERAL})\)", inside)
        amounts = (
            ranges(inside)[-1] if inside.startswith("(") else [int(x is not None) for x in ranges(inside)[0]]
        )
        return sum(
            amount
            for place, amount in enumerate(amounts)
            if isinstance(amount, int)
            and all(
                str(column(*parts)[place] or "").casefold() == _unquoted(want).casefold()
                for *parts, want in products
            )
        )

    for name, defined in formulas.defined_names.items():
        if name.startswith("SL_"):
            ((_, cell),) = defined.destinations
            found[name.removeprefix("SL_")] = value(str(summary[cell.replace("$", "")].value))
    return found


def _unquoted(literal: str) -> str:
    return "".join(piece.replace('""', '"') for piece in re.findall(r'"((?:[^"]|"")*)"', literal))


def _criterion(cell: object, criterion: str) -> bool:
    """COUNTIFS as documented: operators, wildcards, numbers in texts, case ignored, at most 255 letters."""
    assert len(criterion) <= 255
    assert not criterion.startswith(("=", "<", ">"))
    assert not set("*?~") & set(criterion)
    with pytest.raises(ValueError, match="could not convert"):
        float(criterion)
    return str(cell or "").casefold() == criterion.casefold()


def test_formulas_give_what_is_stored() -> None:
    assert _evaluated(_book()) == read_figures(_book())


_tricky = st.sampled_from(
    [
        "",
        "Tày",
        "tày",
        "T?y",
        "T*",
        "~",
        "<>",
        "=Tày",
        ">5",
        "05",
        "5",
        "1/4",
        "3/4",
        "TRUE",
        "May 5",
        'a"b',
        "'",
        "T" * 300,
    ]
)


@settings(max_examples=15)
@given(
    texts=st.lists(
        st.one_of(_tricky, st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))), max_size=6
    ),
    wanted=_tricky,
)
def test_a_formula_counts_like_the_report_whatever_the_text(texts: list[str], wanted: str) -> None:
    texts.append(wanted.upper())
    rows = [("X", "Nam", None, UNITS[0], "", "", text) for text in texts]
    figures = (Figure("n", "N", "", Count("members", (("note", wanted), ("gender", "nam")))),)
    report = replace(_with_members(*rows), figures=figures)
    content = render_year_workbook(report)
    assert read_figures(content) == report.amounts()
    assert _evaluated(content) == report.amounts()


# ---------------------------------------------------------------- cells


def test_ids_and_phones_are_text_and_dates_and_money_are_not() -> None:
    sheet = _sheet(MEMBERS.title)
    row = _row_of(sheet, "Nguyễn Văn An")
    assert (sheet.cell(row, 6).value, sheet.cell(row, 6).number_format) == ("0912345678", "@")
    assert (sheet.cell(row, 7).value, sheet.cell(row, 7).number_format) == ("006050000001", "@")
    money = _sheet(VISITS.title)
    row = _row_of(money, UNITS[0])
    assert (money.cell(row, 4).value, money.cell(row, 4).number_format) == (300_000, "#,##0")
    assert (money.cell(row, 2).value, money.cell(row, 2).number_format) == (
        _day(2023, 3, 1),
        "dd/mm/yyyy",
    )


def test_a_date_is_never_padded() -> None:
    sheet = _sheet(MEMBERS.title)
    births = [sheet.cell(_row_of(sheet, str(row[0])), 4).value for row in MEMBERS.rows]
    assert births == ["1950", "08/1948", _day(1945, 8, 15), "01/02/1899"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@ai", "\t=1", '=HYPERLINK("x")'])
def test_a_text_like_a_formula_stays_text(text: str) -> None:
    content = render_year_workbook(_with_members((text, "Nam", None, text, text, text, text)))
    sheet = _sheet(MEMBERS.title, content)
    row = _row_of(sheet, "STT") + 1
    for column in (2, 5, 6, 7, 8):
        cell = sheet.cell(row, column)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_no_file_can_hold_is_left_out() -> None:
    sheet = _sheet(MEMBERS.title)
    assert sheet.cell(_row_of(sheet, "Đỗ Đức Lại"), 8).value == "A & B <c>"


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_text_makes_a_sound_file(text: str) -> None:
    report = replace(
        _with_members((text,) * 2 + (None,) + (text,) * 4), title=text, heading=(text,), prepared_by=text
    )
    with ZipFile(BytesIO(render_year_workbook(report))) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_money_has_a_live_sum_and_an_age_has_none() -> None:
    sheet = _sheet(VISITS.title)
    row = _row_of(sheet, "Tổng cộng")
    assert sheet.cell(row, 4).value == f"=SUM(D{row - 2}:D{row - 1})"
    assert sheet.cell(row, 5).value == f"=SUM(E{row - 2}:E{row - 1})"  # a figure adds the people up
    ages = Table(
        "longevity", "Mừng thọ", (Column("name", "Tên"), Column("age", "Tuổi", K.NUMBER)), (("An", 75),)
    )
    content = render_year_workbook(replace(REPORT, tables=(*REPORT.tables, ages)))
    assert all(cell.value != "Tổng cộng" for row in _sheet("Mừng thọ", content).iter_rows() for cell in row)


# ---------------------------------------------------------------- paper


def test_every_sheet_is_set_up_for_print() -> None:
    for sheet in openpyxl.load_workbook(BytesIO(_book())):
        assert isinstance(sheet, Worksheet)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.HeaderFooter.differentFirst
        assert sheet.oddHeader.center.text == "&P"  # type: ignore[union-attr]
        assert sheet.freeze_panes is not None
        texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        for expected in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "CHỦ TỊCH",
            "Bắc Kạn, ngày 05 tháng 01 năm 2024",
            "Vũ Xuân Dương",
            "NGƯỜI LẬP",
            "Nông Thị Hương",
        ):
            assert expected in texts
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert fonts == {"Times New Roman"}


def test_a_register_repeats_its_header_and_offers_a_filter() -> None:
    sheet = _sheet(MEMBERS.title)
    header = _row_of(sheet, "STT")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:H{header + 4}"


def test_annexes_name_the_report_they_belong_to() -> None:
    assert _row_of(_sheet(MEMBERS.title), "(Kèm theo Báo cáo số 05/BC-HTS)") > 0
    unnumbered = _sheet(MEMBERS.title, render_year_workbook(replace(REPORT, number="")))
    assert _row_of(unnumbered, REPORT.subtitle) > 0


def test_there_is_one_chart_and_it_carries_its_values() -> None:
    with ZipFile(BytesIO(_book())) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/")]
        assert charts == ["xl/charts/chart1.xml"]
        chart = archive.read(charts[0]).decode()
        anchored = sum(
            archive.read(n).decode().count("graphicFrame>") for n in archive.namelist() if "drawings/d" in n
        )
    assert "Hội viên theo chi hội" in chart
    assert all(f"<v>{unit}</v>" in chart for unit in UNITS)
    assert anchored == 2  # one frame: opened and closed


def test_a_long_summary_begins_each_page_with_its_header() -> None:
    figures = tuple(Figure(f"f{n}", f"Chỉ tiêu {n}", "người", Given(n), n - 1) for n in range(60))
    content = render_year_workbook(replace(REPORT, figures=figures, units=()))
    sheet = _sheet(SUMMARY_TITLE, content)
    headers = [row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "STT"]
    assert len(headers) == 3
    assert {row - 1 for row in headers[1:]} <= {page.id for page in sheet.row_breaks.brk}
    assert read_figures(content) == {f"f{n}": n for n in range(60)}


def test_many_breakdown_columns_widen_the_summary() -> None:
    rules = tuple(Count("members", (("unit", UNITS[0]),)) for _ in range(9))
    report = replace(REPORT, breakdown_columns=tuple("ABCDEFGHI"), units=(UnitFigures("Khối phố", rules),))
    sheet = _sheet(SUMMARY_TITLE, render_year_workbook(report))
    assert [sheet.cell(_row_of(sheet, "Khối phố"), column).value is not None for column in range(3, 12)] == [
        True
    ] * 9
    assert _row_of(sheet, "SỐ LIỆU THEO ĐƠN VỊ") > 0


# ---------------------------------------------------------------- file


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_year_workbook(REPORT) == _book()


def test_no_part_is_written_twice_and_each_is_well_formed() -> None:
    with ZipFile(BytesIO(_book())) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
        for name in names:
            ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_the_properties_say_what_it_is_and_not_when_it_was_made() -> None:
    properties = openpyxl.load_workbook(BytesIO(_book())).properties
    assert properties.title == REPORT.title
    assert properties.creator == REPORT.heading[-1]
    assert properties.language == "vi-VN"
    assert properties.modified == _day(2023, 12, 31, 12)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_the_same_figures(tmp_path: Path) -> None:
    awkward = [
        ("X", "Nam", None, UNITS[0], "05", "5", text) for text in ("T?y", "tay", "=1", "3/4", "May 5", "Tày")
    ]
    figures = tuple(
        Figure(f"n{number}", text, "", Count("members", (("note", text),)))
        for number, text in enumerate(("t?y", "=1", "3/4", "may 5", "tày", "", "*"))
    )
    report = replace(_with_members(*MEMBERS.rows, *awkward), figures=(*REPORT.figures, *figures))
    spoiled = tmp_path / "spoiled.xlsx"  # with false values, so that only a recalculation can put them right
    with ZipFile(BytesIO(render_year_workbook(report))) as source, ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, re.sub(r"(<f>[^<]+</f><v>)-?\d+", r"\g<1>987654", text))
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(spoiled),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    assert read_figures(out / "spoiled.xlsx") == report.amounts()
