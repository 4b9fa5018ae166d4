"""A list on paper: whole, in the form of Nghị định 30, with its header on every page."""

from __future__ import annotations

import dataclasses
import io
import re
import sys

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.papers.blocks import MOTTO
from app.documents.papers.columns import cell_texts, plan_columns
from app.documents.papers.lists import render_list_pdf
from app.documents.papers.typesetting import BOLD, REGULAR, drawable, width, wrap
from app.documents.papers.values import SENSITIVE_NOTE, PageShape, RowGroup
from app.domain.year_report import Column, ColumnKind
from app.vietnamese.dates import PartialDate
from tests.app.documents.papers.samples import COLUMNS, PT, list_paper, name, printed, row

LONG_NAME = "Công Tằng Tôn Nữ Thị Nguyễn Phạm Hoàng Thiên Hương Diễm Quỳnh"


def test_every_page_repeats_the_header_and_every_name_is_whole() -> None:
    pages = printed(render_list_pdf(list_paper(300)))
    assert len(pages) > 5
    text = "\n".join(page.text for page in pages)
    for number in range(300):
        assert name(number) in text
    for number, page in enumerate(pages, 1):
        # The header stands on each page; the number in the middle of the top margin on all but the first.
        assert page.text.count("Họ và tên") == 1
        margin = page.within(0, 0, page.width, 19 * PT)
        assert margin == (str(number) if number > 1 else "")
        for _, left, top, right, bottom in page.letters:
            assert left >= 29.5 * PT
            assert right <= page.width - 14.5 * PT
            assert top >= 9 * PT
            assert bottom <= page.height - 19.5 * PT
    assert pages[-1].text.count("Vũ Xuân Dương") == 1
    assert "Danh sách có 300 người." in pages[-1].text
    assert (pages[0].width, pages[0].height) == pytest.approx((595.28, 841.89), abs=0.1)


def test_the_file_carries_its_fonts_its_title_and_its_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_list_pdf(list_paper(3))))
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert fonts
    for each in fonts.values():
        font = each.get_object()
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "Tinos" in font["/BaseFont"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Danh sách hội viên"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"  # type: ignore[index]


def test_the_rule_under_the_motto_is_as_long_as_the_motto() -> None:
    page = pypdf.PdfReader(io.BytesIO(render_list_pdf(list_paper(3)))).pages[0]
    lines = [line for line in page.get_contents().get_data().decode("latin-1").splitlines() if " l S" in line]  # type: ignore[union-attr]
    issuer, motto = ([float(part) for part in line.split() if part[0].isdigit()] for line in lines[:2])
    assert motto[3] - motto[1] == pytest.approx(width(MOTTO, BOLD, 13), abs=0.01)
    # The rule under the issuer is between a third and a half of its last line.
    last = width("SƠN THÀNH PHỐ BẮC KẠN", BOLD, 11)
    assert last / 3 <= issuer[3] - issuer[1] <= width("HỘI TRUYỀN THỐNG TRƯỜNG SƠN", BOLD, 12) / 2


@pytest.mark.parametrize("count", [1, 2, 3, 20, 24, *range(30, 37)])
def test_the_signatures_never_stand_alone(count: int) -> None:
    pages = printed(render_list_pdf(list_paper(count)))
    assert "Vũ Xuân Dương" in pages[-1].text
    assert name(count - 1) in pages[-1].text
    assert count == 1 or name(count - 2) in pages[-1].text


def test_a_heading_row_stands_with_its_first_row_and_spans_the_table() -> None:
    groups = tuple(RowGroup(first, f"Tổ thứ {first}") for first in range(0, 120, 3))
    pages = printed(render_list_pdf(dataclasses.replace(list_paper(120), groups=groups)))
    assert sum(page.text.count("Tổ thứ") for page in pages) == 40
    for page in pages:
        assert not page.lines[-1].startswith("Tổ thứ")


def test_a_note_of_two_thousand_letters_and_a_name_of_sixty_are_printed_whole() -> None:
    note = " ".join(f"lời{number}" for number in range(330))
    word = "x" * 300
    columns = (*COLUMNS[:2], Column("note", "Ghi chú"))
    rows = (
        (LONG_NAME, PartialDate(1950), note),
        (name(1), None, word),
        (name(2), None, "🙂 lạ"),
        *(row(number)[:3] for number in range(60)),
    )
    pages = printed(render_list_pdf(list_paper(0, rows=rows, columns=columns)))
    letters = "".join(char for page in pages for char, *_ in page.letters)
    for number in range(330):
        assert f"lời{number}" in letters
    assert letters.count("x") == 300
    assert LONG_NAME.replace(" ", "") in letters
    assert "□" in letters  # a letter that no font draws costs nobody the list
    for page in pages:
        assert all(
            left >= 29.5 * PT and right <= page.width - 14.5 * PT for _, left, _, right, _ in page.letters
        )


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    columns = (COLUMNS[0], Column("note", "Ghi chú"))
    rows = ((name(0), " ".join(f"từ{number}" for number in range(4_000))),)
    pages = printed(render_list_pdf(list_paper(0, rows=rows, columns=columns)))
    letters = "".join(char for page in pages for char, *_ in page.letters)
    assert all(f"từ{number}" in letters for number in range(4_000))
    assert all("Họ và tên" in page.text for page in pages)
    assert "từ3999" in pages[-1].text
    assert "Vũ Xuân Dương" in pages[-1].text


def test_wide_lists_lie_and_the_type_stays_readable() -> None:
    many = (*COLUMNS, *(Column(f"c{n}", f"Cột số {n}") for n in range(6)))
    rows = tuple((*row(number), *(["vài chữ nữa"] * 6)) for number in range(5))
    paper = list_paper(0, rows=rows, columns=many)
    plan = plan_columns(many, cell_texts(paper.table), PageShape.AUTO)
    assert plan.area.width > plan.area.height
    assert plan.size >= 10
    assert sum(plan.widths) == pytest.approx(plan.area.room)
    asked = dataclasses.replace(paper, shape=PageShape.A3_LANDSCAPE)
    page = printed(render_list_pdf(asked))[0]
    assert (page.width, page.height) == pytest.approx((420 * PT, 297 * PT), abs=0.1)


def test_a_name_is_not_parted_where_the_page_has_room() -> None:
    rows = tuple(
        (name(number), None, "Chi hội phường Nguyễn Thị Minh Khai", "0912345678") for number in range(9)
    )
    plan = plan_columns(COLUMNS, cell_texts(list_paper(0, rows=rows).table), PageShape.AUTO)
    assert all(len(wrap(name(n), REGULAR, plan.size, plan.widths[1] - 2 * 1.3 * PT)) == 1 for n in range(9))


def test_a_sheet_to_sign_has_room_to_sign_and_a_foot_where_data_are_sensitive() -> None:
    columns = (COLUMNS[0], COLUMNS[2], Column("signature", "Ký tên", width=42))
    rows = tuple((name(number), "Chi hội A", "") for number in range(50))
    paper = list_paper(0, rows=rows, columns=columns)
    pages = printed(render_list_pdf(dataclasses.replace(paper, least_row=10.0, foot=SENSITIVE_NOTE)))
    assert len(pages) >= 50 * 10 / 257
    assert all(SENSITIVE_NOTE in page.text for page in pages)
    plan = plan_columns(columns, cell_texts(paper.table), PageShape.AUTO, by_hand=True)
    assert plan.widths[3] >= 42 * PT


def test_twice_the_rows_are_twice_the_work() -> None:
    def calls(first: int, count: int) -> int:
        # Counted, not timed; no text occurs twice, so that nothing is remembered from before.
        rows = tuple(
            (f"Nguyễn Văn {first + n}", None, f"Tổ {first + n}, xã Nông Thượng", "") for n in range(count)
        )
        paper = list_paper(0, rows=rows)
        made = 0

        def count_call(_frame: object, event: str, _argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(count_call)
        try:
            render_list_pdf(paper)
        finally:
            sys.setprofile(None)
        return made

    calls(0, 10)
    small, middle, large = calls(10_000, 100), calls(20_000, 200), calls(30_000, 400)
    assert (large - middle) / (middle - small) == pytest.approx(2, rel=0.1)


@given(
    st.text(max_size=120),
    st.floats(20, 200),
    st.floats(6, 14),
)
@settings(max_examples=100)
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float, size: float) -> None:
    shown = drawable(text)
    lines = wrap(shown, REGULAR, size, room)
    assert "".join(lines).replace(" ", "") == shown.replace("\n", "").replace(" ", "")
    for line in lines:
        assert width(line, REGULAR, size) <= room + 1e-3 or len(line) == 1


def test_kinds_of_cells_are_written_as_papers_write_them() -> None:
    columns = (
        Column("a", "A", ColumnKind.MONEY),
        Column("b", "B", ColumnKind.DATE),
        Column("c", "C", ColumnKind.IDENTIFIER),
        Column("d", "D", ColumnKind.NUMBER),
    )
    table = list_paper(0, rows=((1_500_000, PartialDate(1950, 8), 7, None),), columns=columns).table
    assert cell_texts(table) == [["1.500.000", "08/1950", "7", ""]]


@given(
    st.lists(st.tuples(st.integers(1, 70), st.booleans()), min_size=1, max_size=9),
    st.sampled_from([PageShape.AUTO, PageShape.A4_PORTRAIT, PageShape.A4_LANDSCAPE]),
)
@settings(max_examples=30)
def test_rows_of_any_length_stand_whole_and_in_order_on_their_pages(
    lengths: list[tuple[int, bool]], shape: PageShape
) -> None:
    columns = (COLUMNS[0], Column("note", "Ghi chú"))
    rows = tuple(
        (f"Người {number}", "\n".join(f"{number}từ{place}." for place in range(length)))
        for number, (length, _) in enumerate(lengths)
    )
    groups = tuple(RowGroup(n, f"Tổ thứ {n}") for n, (_, heads) in enumerate(lengths) if heads)
    paper = dataclasses.replace(list_paper(0, rows=rows, columns=columns), groups=groups, shape=shape)
    pages = printed(render_list_pdf(paper))
    letters = "".join(char for page in pages for char, *_ in page.letters)
    words = [f"{n}từ{place}." for n, (length, _) in enumerate(lengths) for place in range(length)]
    assert re.findall(r"\dtừ\d+\.", letters) == words
    for page in pages:
        assert page.lines[-1][:6] != "Tổ thứ"
        assert all(bottom <= page.height - 19.5 * PT for *_, bottom in page.letters)
    assert "Vũ Xuân Dương" in pages[-1].text
    assert "từ" in pages[-1].text


def test_too_many_columns_for_any_page_are_made_narrower_and_lose_nothing() -> None:
    columns = tuple(Column(f"c{n}", f"Cột{n}") for n in range(40))
    rows = (tuple(f"chữdàimột{n}" for n in range(40)),)
    (page,) = printed(render_list_pdf(list_paper(0, rows=rows, columns=columns)))
    letters = sorted(char for char, *_ in page.letters)
    for char in "chữdàimột":
        assert letters.count(char) >= 40
    assert all(right <= page.width - 14.5 * PT for _, _, _, right, _ in page.letters)
