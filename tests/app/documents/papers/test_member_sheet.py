"""Phiếu hội viên: one person on one page, whatever the register holds."""

from __future__ import annotations

import dataclasses
import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.papers.member_sheet import render_member_sheets
from app.documents.papers.values import SENSITIVE_NOTE, Entry, Section
from tests.app.documents.papers.samples import PT, member_sheet, printed
from tests.app.documents.test_photos import picture


def assert_inside(content: bytes) -> str:
    """One page, nothing outside the margins; gives its text."""
    pages = printed(content)
    assert len(pages) == 1
    page = pages[0]
    for char, left, top, right, bottom in page.letters:
        assert left >= 29.5 * PT, char
        assert right <= page.width - 14.5 * PT, char
        assert top >= 19.5 * PT, char
        assert bottom <= page.height - 8 * PT, char
    return " ".join(page.text.split())


def test_a_light_sheet_shows_everything_and_says_nothing_of_more() -> None:
    made = render_member_sheets([member_sheet(note="Hay đi thăm con ở Hà Nội")], 1)
    text = assert_inside(made.content)
    for said in ("BẾ THỊ LAN", "Mục 7: điều 7", "Chi hội trưởng lần 0", "Giấy khen năm 1901", "NGƯỜI KHAI",
                 "TM. BAN CHẤP HÀNH", "Hay đi thăm con ở Hà Nội", "3 × 4 cm"):  # fmt: skip
        assert said in text
    assert "trong sổ" not in text
    assert made.cut == ()


@pytest.mark.parametrize("weight", [5, 12, 40, 400])
def test_a_heavy_sheet_stays_one_page_and_tells_what_it_leaves_out(weight: int) -> None:
    made = render_member_sheets([member_sheet(weight=weight, note="lời ghi chú dài " * 130)], 1)
    text = assert_inside(made.content)
    assert "CHỦ TỊCH" in text
    assert bool(made.cut) == ("trong sổ" in text)
    if weight >= 40:
        assert made.cut == ("Bế Thị Lan",)
    if weight == 400:
        shown = text.count("Giấy khen năm")
        assert f"còn {800 - shown} mục nữa trong sổ" in text


@given(
    st.text(min_size=1, max_size=80),
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=400), st.booleans()), max_size=40),
    st.lists(st.text(max_size=300), max_size=30),
)
@settings(max_examples=25)
def test_any_texts_stay_on_one_page(name: str, facts: list[tuple[str, str, bool]], lines: list[str]) -> None:
    entries = tuple(Entry(label, text, wide) for label, text, wide in facts)
    sheet = dataclasses.replace(
        member_sheet(), name=name, sections=(Section("I", entries, tuple(lines)), Section("II", entries))
    )
    assert_inside(render_member_sheets([sheet], 1).content)


def test_several_members_are_one_file_with_an_outline_by_name() -> None:
    sheets = [
        dataclasses.replace(member_sheet(f"Người {n}"), photo=picture(450, 600), foot=SENSITIVE_NOTE)
        for n in range(3)
    ]
    content = render_member_sheets(sheets, 3).content
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert [entry["/Title"] for entry in reader.outline] == ["Người 0", "Người 1", "Người 2"]  # type: ignore[call-overload]
    assert [len(page.images) for page in reader.pages] == [1, 1, 1]
    pages = printed(content)
    assert [f"Người {n}" in page.text for n, page in enumerate(pages)] == [True] * 3
    assert all(SENSITIVE_NOTE in page.text and "3 × 4" not in page.text for page in pages)


def test_facts_that_are_more_than_a_page_are_told_of() -> None:
    facts = tuple(Entry(f"Mục thứ {n} có tên rất dài " * 3, "điều " * 60, wide=True) for n in range(12))
    sheet = dataclasses.replace(member_sheet(), sections=tuple(Section(f"PHẦN {n}", facts) for n in range(9)))
    made = render_member_sheets([sheet], 1)
    text = assert_inside(made.content)
    assert made.cut == (sheet.name,)
    assert "(còn nữa trong sổ)" in text
    assert "PHẦN 0" in text
