"""The pieces of a workbook: measures, names, cells, and lists of any length."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.documents.papers.values import ListPaper
from app.documents.workbooks.book import sheet_name
from app.documents.workbooks.cells import escape, plain_text
from app.documents.workbooks.lists import render_list_workbook
from app.documents.workbooks.metrics import balanced_lines, lines_needed, text_width
from app.documents.workbooks.names import figure_key, figure_name, table_key, table_name
from app.documents.workbooks.readback import SheetFacts, read_workbook
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind, Signature
from app.vietnamese.dates import PartialDate

COLUMNS = (
    Column("name", "Họ và tên", ColumnKind.TEXT, 60),
    Column("birth", "Ngày sinh", ColumnKind.DATE, 25),
    Column("phone", "Điện thoại", ColumnKind.IDENTIFIER, 30),
)
HEADING = ("HỘI TRUYỀN THỐNG TỈNH", "HỘI TRUYỀN THỐNG THÀNH PHỐ")


def _list(rows: tuple[tuple[Cell, ...], ...]) -> bytes:
    table = ListTable("Danh sách hội viên", "", COLUMNS, rows, len(rows))
    return render_list_workbook(ListPaper(HEADING, table, "", Signature("", "", "", "")))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Thu/chi: quỹ [2023]?*", "Thu chi quỹ 2023"),
        ("Danh sách hội viên đến ngày 31 tháng 12", "Danh sách hội viên đến ngày 31"),
        ("'Hội họp'", "Hội họp"),
        ("", "Trang"),
        ("History", "History 1"),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_sheet_name_is_one_that_excel_accepts(title: str, name: str) -> None:
    assert sheet_name(title) == name


@given(st.lists(st.text(max_size=40), max_size=8))
def test_sheet_names_are_short_and_differ(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        taken.append(sheet_name(title, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in taken)


@given(st.text(min_size=1, max_size=30))
def test_a_key_comes_back_from_its_name(key: str) -> None:
    assert figure_key(figure_name(key)) == key
    assert table_key(table_name(key)) == key
    assert figure_key(table_name(key)) is None
    assert figure_name(key).isascii()


# ---------------------------------------------------------------- text


def test_text_is_cleaned_of_what_a_file_cannot_hold() -> None:
    assert plain_text("a\x00b\x1fc\ufffe\r\nd\re") == "abc\nd\ne"
    assert len(plain_text("x" * 40_000)) == 32_767


def test_text_that_looks_like_an_escape_stays_text() -> None:
    assert escape("_x0041_ & <b>") == "_x005F_x0041_ &amp; &lt;b&gt;"


def test_an_accent_makes_no_letter_wider() -> None:
    assert text_width("Nguyễn Ấ", 12) == text_width("Nguyên Â", 12) == text_width("Nguyen A", 12)


def test_bold_is_wider_and_length_grows_with_size() -> None:
    assert text_width("Hội", 12, bold=True) > text_width("Hội", 12)
    assert text_width("Hội", 24) == pytest.approx(2 * text_width("Hội", 12))


def test_lines_are_broken_between_words_and_evenly() -> None:
    name = "HỘI TRUYỀN THỐNG TRƯỜNG SƠN ĐƯỜNG HỒ CHÍ MINH"
    lines = balanced_lines(name, 104, 12, bold=True)
    assert " ".join(lines) == name
    assert len(lines) == lines_needed(name, 104, 12, bold=True) == 2
    first, second = (text_width(line, 12, bold=True) for line in lines)
    assert abs(first - second) < 30


def test_a_word_longer_than_the_cell_takes_more_lines() -> None:
    assert lines_needed("x" * 200, 30, 12) > 5
    assert lines_needed("một\nhai", 100, 12) == 2


# ---------------------------------------------------------------- lists


def test_a_list_holds_every_row() -> None:
    content = _list(
        (("Nguyễn Văn An", PartialDate(1950), "0912345678"), ("=1+1", PartialDate(1950, 8, 15), None))
    )
    assert read_workbook(content).sheets == (SheetFacts("Danh sách hội viên", 2),)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    first = next(number for number, row in enumerate(rows, 1) if row[0] == 1)
    assert [row[1] for row in rows[first - 1 : first + 1]] == ["Nguyễn Văn An", "=1+1"]
    assert rows[first - 1][2] == "1950"
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    assert sheet.cell(first + 1, 2).data_type == "s"
    assert sheet.auto_filter.ref == f"A{first - 1}:D{first + 1}"
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"


def test_an_empty_list_is_a_list() -> None:
    assert read_workbook(_list(())).sheets == (SheetFacts("Danh sách hội viên", 0),)


def test_the_same_list_gives_the_same_bytes() -> None:
    rows = (("Nguyễn Văn An", None, None),)
    assert _list(rows) == _list(rows)


class _Rows(tuple[tuple[Cell, ...]]):
    """Rows that are made when they are asked for, so that only the writer's own memory is measured."""

    __slots__ = ()
    many = 6_000

    def __len__(self) -> int:
        return self.many

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return ((f"Hội viên {number}", PartialDate(1950), "0912345678") for number in range(self.many))


def test_a_long_list_is_written_in_little_memory() -> None:
    tracemalloc.start()
    try:
        content = _list(_Rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(content) > 60_000
    assert peak < 5_000_000
