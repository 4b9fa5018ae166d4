"""The test page: its size, what it tells to measure, and words that lie over no box."""

from __future__ import annotations

import dataclasses
from functools import cache

import pypdfium2
import pytest

from app.documents.certificates import render_test_page
from app.documents.layouts import layout_names, load_layout
from tests.app.documents.test_certificates import MM, opened, words


@cache
def sheet_of(layout: str) -> bytes:
    """The test page of a layout, drawn once."""
    return render_test_page(load_layout(layout))


@pytest.mark.parametrize("layout", layout_names())
def test_the_test_page_has_the_size_of_the_layout_and_says_how_to_measure(layout: str) -> None:
    content = sheet_of(layout)
    reader = opened(content)
    assert len(reader.pages) == 1
    assert float(reader.pages[0].mediabox.width) == pytest.approx(load_layout(layout).width * MM, abs=0.01)
    copied = words(content)
    for text in ("TRANG THỬ", "A, B: từ mép trái", "Họ tên, tập thể", "Thành tích", "100 %"):
        assert text in copied
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.metadata is not None
    assert reader.metadata.creator == "Sổ Hội"
    assert reader.metadata.title == f"Trang thử – {load_layout(layout).title}"
    fonts = reader.pages[0]["/Resources"]["/Font"]
    assert all("/FontFile2" in fonts[key]["/FontDescriptor"] for key in fonts)


@pytest.mark.parametrize("layout", layout_names())
def test_the_words_of_the_test_page_lie_over_no_box(layout: str) -> None:
    shown = [box for box in load_layout(layout).boxes if box.overlay]
    document = pypdfium2.PdfDocument(sheet_of(layout))
    textpage = document[0].get_textpage()
    copied = textpage.get_text_range()
    height = load_layout(layout).height
    for key in (
        "TRANG THỬ",
        "1. In",
        "2. Lấy",
        "A, B",
        "C: giữa",
        "D: giữa",
        "3. Gõ",
        "tỷ lệ ngang",
        "4. In lại",
    ):
        found = textpage.search(key).get_next()
        assert found is not None, copied
        start, length = found
        for index in range(start, start + length):
            left, bottom, right, top = (value / MM for value in textpage.get_charbox(index))
            for box in shown:
                beside = right < box.x or left > box.x + box.width
                assert beside or height - top > box.y + box.height or height - bottom < box.y
    white = [item for item in document[0].get_objects(max_depth=3) if item.type == 2]
    assert len(white) > len(shown)
    document.close()


def test_a_test_page_is_the_same_bytes_whenever_it_is_drawn() -> None:
    assert render_test_page(load_layout("truyen-thong")) == sheet_of("truyen-thong")


def test_a_layout_without_free_room_gets_the_words_on_a_second_page() -> None:
    layout = load_layout("truyen-thong")
    full = dataclasses.replace(layout.box("recipient"), x=0, y=0, width=297, height=210)
    content = render_test_page(dataclasses.replace(layout, boxes=(full,)))
    assert len(opened(content).pages) == 2
    assert "Họ tên, tập thể" in words(content)
    assert "TRANG THỬ" not in words(content)
    assert "TRANG THỬ" in words(content, 1)
