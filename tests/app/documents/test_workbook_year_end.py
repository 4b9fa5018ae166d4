"""The cells, the paper and the file of the year-end workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.workbooks.metrics import CELL_PADDING, MM_PER_INCH, PIXELS_PER_DIGIT, text_width
from app.documents.workbooks.readback import read_workbook
from app.documents.workbooks.year_end import SUMMARY_TITLE, render_year_workbook
from app.domain.year_report import (
    Column,
    Count,
    Figure,
    Given,
    Table,
    UnitFigures,
)
from tests.app.documents.year_report_sample import (
    FUND,
    MEMBERS,
    REPORT,
    UNITS,
    VISITS,
    K,
    day,
    row_of,
    sheet_of,
    with_members,
    year_book,
)

# ---------------------------------------------------------------- cells


def test_ids_and_phones_are_text_and_dates_and_money_are_not() -> None:
    sheet = sheet_of(MEMBERS.title)
    row = row_of(sheet, "Nguyễn Văn An")
    assert (sheet.cell(row, 6).value, sheet.cell(row, 6).number_format) == ("0912345678", "@")
    assert (sheet.cell(row, 7).value, sheet.cell(row, 7).number_format) == ("006050000001", "@")
    money = sheet_of(VISITS.title)
    row = row_of(money, UNITS[0])
    assert (money.cell(row, 4).value, money.cell(row, 4).number_format) == (300_000, "#,##0")
    assert (money.cell(row, 2).value, money.cell(row, 2).number_format) == (
        day(2023, 3, 1),
        "dd/mm/yyyy",
    )


def test_a_date_is_never_padded() -> None:
    sheet = sheet_of(MEMBERS.title)
    births = [sheet.cell(row_of(sheet, str(row[0])), 4).value for row in MEMBERS.rows]
    assert births == ["1950", "08/1948", day(1945, 8, 15), "01/02/1899"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@ai", "\t=1", '=HYPERLINK("x")'])
def test_a_text_like_a_formula_stays_text(text: str) -> None:
    content = render_year_workbook(with_members((text, "Nam", None, text, text, text, text)))
    sheet = sheet_of(MEMBERS.title, content)
    row = row_of(sheet, "STT") + 1
    for column in (2, 5, 6, 7, 8):
        cell = sheet.cell(row, column)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_no_file_can_hold_is_left_out() -> None:
    sheet = sheet_of(MEMBERS.title)
    assert sheet.cell(row_of(sheet, "Đỗ Đức Lại"), 8).value == "A & B <c>"


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_text_makes_a_sound_file(text: str) -> None:
    report = replace(
        with_members((text,) * 2 + (None,) + (text,) * 4), title=text, heading=(text,), prepared_by=text
    )
    with ZipFile(BytesIO(render_year_workbook(report))) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_what_a_figure_adds_up_has_a_live_sum_and_an_age_has_none() -> None:
    sheet = sheet_of(VISITS.title)
    row = row_of(sheet, "Tổng cộng")
    assert sheet.cell(row, 4).value == f"=SUM(D{row - 2}:D{row - 1})"
    assert sheet.cell(row, 5).value == f"=SUM(E{row - 2}:E{row - 1})"  # a figure adds the people up
    ages = Table(
        "longevity", "Mừng thọ", (Column("name", "Tên"), Column("age", "Tuổi", K.NUMBER)), (("An", 75),)
    )
    content = render_year_workbook(replace(REPORT, tables=(*REPORT.tables, ages)))
    assert all(cell.value != "Tổng cộng" for row in sheet_of("Mừng thọ", content).iter_rows() for cell in row)


# ---------------------------------------------------------------- paper


def test_every_sheet_is_set_up_for_print() -> None:
    for sheet in openpyxl.load_workbook(BytesIO(year_book())):
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
    sheet = sheet_of(MEMBERS.title)
    header = row_of(sheet, "STT")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:H{header + 4}"


def test_annexes_name_the_report_they_belong_to() -> None:
    assert row_of(sheet_of(MEMBERS.title), "(Kèm theo Báo cáo số 05/BC-HTS)") > 0
    unnumbered = sheet_of(MEMBERS.title, render_year_workbook(replace(REPORT, number="")))
    assert row_of(unnumbered, REPORT.subtitle) > 0


def test_there_is_one_chart_and_it_carries_its_values() -> None:
    with ZipFile(BytesIO(year_book())) as archive:
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
    sheet = sheet_of(SUMMARY_TITLE, content)
    headers = [row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "STT"]
    assert len(headers) == 3
    assert {row - 1 for row in headers[1:]} <= {page.id for page in sheet.row_breaks.brk}
    assert read_workbook(content).figures == {f"f{n}": n for n in range(60)}


def test_many_breakdown_columns_widen_the_summary() -> None:
    rules = tuple(Count("members", (("unit", UNITS[0]),)) for _ in range(9))
    report = replace(REPORT, breakdown_columns=tuple("ABCDEFGHI"), units=(UnitFigures("Khối phố", rules),))
    sheet = sheet_of(SUMMARY_TITLE, render_year_workbook(report))
    assert [sheet.cell(row_of(sheet, "Khối phố"), column).value is not None for column in range(3, 12)] == [
        True
    ] * 9
    assert row_of(sheet, "SỐ LIỆU THEO ĐƠN VỊ") > 0


# ---------------------------------------------------------------- file


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_year_workbook(REPORT) == year_book()


def test_no_part_is_written_twice_and_each_is_well_formed() -> None:
    with ZipFile(BytesIO(year_book())) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
        for name in names:
            ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_the_properties_say_what_it_is_and_not_when_it_was_made() -> None:
    properties = openpyxl.load_workbook(BytesIO(year_book())).properties
    assert properties.title == REPORT.title
    assert properties.creator == REPORT.heading[-1]
    assert properties.language == "vi-VN"
    assert properties.modified == day(2023, 12, 31, 12)


def test_no_amount_is_wider_than_its_column() -> None:
    rows = tuple((date(2023, 5, 19), UNITS[0], 9_876_543_210, 2) for _ in range(12))
    report = replace(REPORT, tables=(MEMBERS, replace(VISITS, rows=rows), FUND))
    book = openpyxl.load_workbook(BytesIO(render_year_workbook(report)), data_only=True)
    for sheet in book:
        assert isinstance(sheet, Worksheet)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int) and cell.number_format != "General":
                    room = (
                        sheet.column_dimensions[cell.column_letter].width
                        * PIXELS_PER_DIGIT
                        / 96
                        * MM_PER_INCH
                    )
                    assert text_width(f"{cell.value:,}", 12, bold=True) + CELL_PADDING < room


def test_a_running_balance_is_not_added_up() -> None:
    columns = (*FUND.columns, Column("balance", "Tồn", K.MONEY))
    fund = replace(FUND, columns=columns, rows=(("Hội phí", 5, 5), ("Ủng hộ", 6, 11)))
    content = render_year_workbook(replace(REPORT, tables=(MEMBERS, VISITS, fund)))
    sheet = sheet_of(fund.title, content)
    row = row_of(sheet, "Tổng cộng")
    assert sheet.cell(row, 3).value == f"=SUM(C{row - 2}:C{row - 1})"
    assert sheet.cell(row, 4).value is None


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    unit = "Chi hội phường Sông Cầu và các tổ dân phố lân cận của thành phố"
    sheet = sheet_of(MEMBERS.title, render_year_workbook(with_members(("An", "Nam", None, unit, "", "", ""))))
    height = sheet.row_dimensions[row_of(sheet, "STT") + 1].height
    assert height is not None
    assert height > 30
