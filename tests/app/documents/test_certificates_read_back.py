"""Certificates read back by other programs: every text whole, every letter in its box, on every layout."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.documents.certificates import CertificatePage, render_certificates, render_separate
from app.documents.layouts import Box, Layout, layout_names, load_layout
from app.domain.certificate_fields import samples
from app.errors import RuleError

MM = 72 / 25.4
LAYOUTS = {name: load_layout(name) for name in layout_names()}
HEAD = "Nguyễn Trần Lê Hoàng Nông Bế Lương Triệu Đàm Hà Vi Ma Dương Đặng Phạm Vũ Đỗ Ngô Quách".split()
TAIL = (
    "Văn Thị Đức Xuân Ước Phượng Quỳnh Mỵ Ngỗi Ẵm Hồng Hiệp Nghĩa Quyền Gấm Bích Đình Lại Thủy Uyển".split()
)
PERSON = st.lists(st.sampled_from(TAIL), min_size=1, max_size=4).flatmap(
    lambda rest: st.sampled_from(HEAD).map(lambda first: " ".join([first, *rest]))
)
COLLECTIVES = (
    "Tập thể Chi hội Truyền thống Trường Sơn phường Nguyễn Thị Minh Khai",
    "Ban Chấp hành Chi hội phường Phùng Chí Kiên, thành phố Bắc Kạn",
    "Đội văn nghệ Chi hội Trường Sơn phường Đức Xuân và phường Sông Cầu",
    "Hộ gia đình ông Nông Quốc Chấn, tổ 11A, phường Sông Cầu",
)
RECIPIENT = st.one_of(PERSON, st.sampled_from(COLLECTIVES))
DETAIL = st.sampled_from(
    (
        "", "Hội viên Chi hội phường Đức Xuân",
        "Phó Chủ tịch Hội, Chi hội trưởng Chi hội phường Nguyễn Thị Minh Khai",
        "Chi hội trưởng Chi hội phường Huyền Tụng,\nnguyên chiến sĩ Binh trạm 14 Đoàn 559",
    )
)  # fmt: skip
PHRASE = st.sampled_from(
    (
        "Đã có thành tích xuất sắc trong công tác xây dựng Hội", "giúp đỡ đồng đội gặp khó khăn",
        "vận động ủng hộ quỹ “Nghĩa tình đồng đội”", "tích cực tham gia các phong trào thi đua ở địa phương",
        "gương mẫu, giữ gìn và phát huy truyền thống Bộ đội Trường Sơn", "năm 2023",
    )
)  # fmt: skip
REASON = st.lists(PHRASE, min_size=1, max_size=4).map(", ".join)


@cache
def bare(name: str) -> Layout:
    """A bundled layout without its border, to be read faster."""
    return dataclasses.replace(LAYOUTS[name], art="", pictures=(), lines=())


def one_line(text: str) -> str:
    return " ".join(text.split())


def refused(pages: list[CertificatePage]) -> str:
    """Why certificates cannot be printed; "" when they can."""
    try:
        render_certificates(pages)
    except RuleError as refusal:
        return refusal.message
    return ""


def reach(layout: Layout, box: Box) -> tuple[float, float, float, float]:
    """Where a box's text may stand, in mm: a box that follows another may rise to that one's place."""
    top, before = box.y, box
    while before.follows:
        before = layout.box(before.follows)
        top = min(top, before.y)
    return box.x, top, box.x + box.width, box.y + box.height


@given(
    layout_name=st.sampled_from(sorted(LAYOUTS)),
    people=st.lists(st.tuples(RECIPIENT, DETAIL, REASON), min_size=3, max_size=3),
    decomposed=st.booleans(),
)
@settings(max_examples=40)
def test_every_letter_stands_in_a_box_and_every_text_comes_back_whole(
    layout_name: str, people: list[tuple[str, str, str]], decomposed: bool
) -> None:
    layout = bare(layout_name)
    pages = []
    for recipient, detail, reason in people:
        texts = samples() | {"recipient": recipient, "detail": detail, "achievement": reason}
        if decomposed:
            texts = {key: unicodedata.normalize("NFD", text) for key, text in texts.items()}
        pages.append(CertificatePage(texts, layout, recipient))
    if refused(pages):  # a layout may be too small for a long reason, and must say for whom
        reasons = {page.name: refused([page]) for page in pages}
        for name, reason in reasons.items():
            assert not reason or (name in reason and "không đủ chỗ" in reason)
        pages = [page for page in pages if not reasons[page.name]]
    if not pages:
        return
    printed = {box.field for box in layout.boxes if box.field} - {"qr"}
    document = pypdfium2.PdfDocument(render_certificates(pages).content)
    try:
        for number, page in enumerate(pages):
            textpage = document[number].get_textpage()
            copied = one_line(textpage.get_text_range())
            for field in printed:
                box = next(box for box in layout.boxes if box.field == field)
                text = unicodedata.normalize("NFC", page.texts[field])
                styles = {style.case for style in (box.style, box.alternative) if style}
                assert any(one_line(text.upper() if case == "upper" else text) in copied for case in styles)
            frames = [reach(layout, box) for box in layout.boxes]
            for index in range(textpage.count_chars()):
                left, low, right, high = (value / MM for value in textpage.get_charbox(index))
                if right - left < 0.01 or high - low < 0.01:
                    continue
                assert any(
                    x - 0.2 <= left and right <= end + 0.2
                    and y - 0.2 <= layout.height - high and layout.height - low <= bottom + 0.2
                    for x, y, end, bottom in frames
                ), textpage.get_text_range(index, 1)  # fmt: skip
    finally:
        document.close()


# ------------------------------------------------------------------ both forms of output


PEOPLE = ("Nguyễn Thị Phượng", "Đỗ Đức Lại", COLLECTIVES[0])


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    """The same three certificates as one file and as one file each, by file name."""
    pages = [CertificatePage(samples() | {"recipient": name}, bare("truyen-thong"), name) for name in PEOPLE]
    joined = render_certificates(pages, title="Giấy khen năm 2023", author="Hội Trường Sơn").content
    return {"một tệp": joined} | dict(
        render_separate(pages, title="Giấy khen năm 2023", author="Hội Trường Sơn")
    )


def test_both_forms_tell_who_made_them_for_whom_and_in_which_language(outputs: dict[str, bytes]) -> None:
    assert list(outputs) == [
        "một tệp",
        *(f"{number:02d} {name}.pdf" for number, name in enumerate(PEOPLE, 1)),
    ]
    for file, content in outputs.items():
        names = list(PEOPLE) if file == "một tệp" else [file[3:-4]]
        reader: Any = PdfReader(io.BytesIO(content), strict=True)
        title = "Giấy khen năm 2023" if file == "một tệp" else f"Giấy khen năm 2023 – {names[0]}"
        assert (reader.metadata.title, reader.metadata.author) == (title, "Hội Trường Sơn")
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "vi-VN"
        assert root["/PageMode"] == "/UseOutlines"
        assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert [entry.title for entry in reader.outline] == names
        assert [reader.get_destination_page_number(entry) for entry in reader.outline] == list(
            range(len(names))
        )
        for page, name in zip(reader.pages, names, strict=True):
            assert name in one_line(page.extract_text())
            for font in page["/Resources"]["/Font"].values():
                assert "/FontFile2" in font["/FontDescriptor"]
                assert "/ToUnicode" in font


def test_another_reader_finds_every_name_and_no_foreign_font(outputs: dict[str, bytes]) -> None:
    for file, content in outputs.items():
        names = list(PEOPLE) if file == "một tệp" else [file[3:-4]]
        with pdfplumber.open(io.BytesIO(content)) as document:
            assert len(document.pages) == len(names)
            for page, name in zip(document.pages, names, strict=True):
                assert name in one_line(page.extract_text())
                assert all("+" in char["fontname"] for char in page.chars)  # a subset, so it is embedded


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_poppler_finds_every_text_where_the_layout_puts_it(outputs: dict[str, bytes], tmp_path: Path) -> None:
    layout = LAYOUTS["truyen-thong"]
    for number, (file, content) in enumerate(outputs.items()):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(content)
        command = ["pdftotext", "-bbox", str(path), "-"]
        shown = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        reader = _Words()
        reader.feed(shown)
        names = list(PEOPLE) if file == "một tệp" else [file[3:-4]]
        for words, name in zip(reader.pages, names, strict=True):
            texts = samples() | {"recipient": name}
            for box in layout.boxes:
                if box.field == "qr":
                    continue
                wanted = one_line(texts[box.field].upper() if box.style.case == "upper" else texts[box.field])
                assert any(_stands_in(box, layout, run) for run in _runs(words, wanted.split(" "))), wanted


class _Words(HTMLParser):
    """The words of each page and their edges in mm (left, top, right, bottom), as pdftotext tells them."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[list[tuple[str, list[float]]]] = []
        self._edges: list[float] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "page":
            self.pages.append([])
        if tag == "word":
            self._edges = [float(value or "") / MM for _, value in attrs]

    def handle_data(self, data: str) -> None:
        if self._edges:
            self.pages[-1].append((data, self._edges))
            self._edges = []


def _runs(words: list[tuple[str, list[float]]], wanted: list[str]) -> Iterator[list[list[float]]]:
    """The edges of the words wherever they follow each other as wanted."""
    for start in range(len(words) - len(wanted) + 1):
        found = words[start : start + len(wanted)]
        if [word for word, _ in found] == wanted:
            yield [edges for _, edges in found]


def _stands_in(box: Box, layout: Layout, run: list[list[float]]) -> bool:
    left, right = min(edges[0] for edges in run), max(edges[2] for edges in run)
    middles = [(edges[1] + edges[3]) / 2 for edges in run]
    if not (box.x - 0.3 <= left and right <= box.x + box.width + 0.3):
        return False
    if not (reach(layout, box)[1] <= min(middles) and max(middles) <= box.y + box.height):
        return False
    if box.align == "center":
        return abs((left + right) / 2 - (box.x + box.width / 2)) <= 0.8
    return abs(left - box.x if box.align == "left" else right - box.x - box.width) <= 0.3
