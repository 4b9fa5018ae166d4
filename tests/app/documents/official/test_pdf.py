"""An official paper as PDF: the form of Nghị định 30, nothing torn, nothing alone, nothing lost."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import pypdf
import pytest

from app.documents.official.pdf import render_official_pdf
from app.documents.official.values import Paragraph
from app.documents.papers.blocks import MOTTO
from app.documents.papers.typesetting import BOLD, width
from tests.app.documents.official.samples import REASON, decision, minutes
from tests.app.documents.papers.samples import PT, PrintedPage, name, printed

SIGNED = "Vũ Xuân Dương"


def keeps_margins(page: PrintedPage) -> bool:
    """Whether everything but the page number stands between the margins 20, 20, 30, 15 mm."""
    return all(
        left >= 29.9 * PT and right <= page.width - 14.9 * PT and bottom <= page.height - 19.5 * PT
        for _, left, top, right, bottom in page.letters
        if top > 19 * PT
    )


def test_the_form_is_that_of_the_decree() -> None:
    pages = printed(render_official_pdf(decision(40)))
    assert (pages[0].width, pages[0].height) == pytest.approx((595.28, 841.89), abs=0.1)
    for number, page in enumerate(pages, 1):
        assert keeps_margins(page)
        # The number stands in the middle of the top margin, and on the first page not at all.
        assert page.within(0, 0, page.width, 19 * PT) == (str(number) if number > 1 else "")
        middle = (30 + 195) / 2 * PT
        assert number == 1 or page.within(middle - 10, 0, middle + 10, 19 * PT) == str(number)
    text = " ".join(pages[0].text.split())
    order = [
        "HỘI TRUYỀN THỐNG", MOTTO, "Số: 01/QĐ-HTS", "Bắc Kạn, ngày 05 tháng 01 năm 2024",
        "QUYẾT ĐỊNH Về việc", "BAN CHẤP HÀNH HỘI", "Căn cứ Điều lệ Hội;",
        "QUYẾT ĐỊNH:", "Điều 1. Tặng", "Điều 3.", "Nơi nhận:",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    # The annex begins a page of its own.
    annex = next(page for page in pages[1:] if "DANH SÁCH" in page.text)
    assert " ".join(annex.text.split()).startswith(
        "2 DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN (Kèm theo"
    )


def test_number_and_date_stand_in_one_line_under_issuer_and_motto() -> None:
    page = printed(render_official_pdf(decision()))[0]
    written = "".join(char for char, *_ in page.letters)
    number = page.letters[written.index("Số:01/QĐ")]
    day = page.letters[written.index("BắcKạn,ngày")]
    motto = page.letters[written.index("Độclập")]
    assert number[4] == pytest.approx(day[4], abs=0.5)
    assert number[1] < motto[1] < day[1] + 30
    assert motto[4] < day[2]


def test_fonts_sizes_and_slopes_are_those_of_the_decree() -> None:
    content = render_official_pdf(decision())
    reader = pypdf.PdfReader(io.BytesIO(content))
    seen: dict[str, tuple[str, float]] = {}

    parts = (
        "QUYẾT ĐỊNH:", "Căn cứ Điều lệ", "thành tích", "Nơi nhận:", "Như Điều", "TM. BAN", "Số:", "sắc trong",
    )  # fmt: skip

    def visit(text: str, _cm: Any, matrix: Any, font: Any, size: Any) -> None:
        for part in parts:
            if part in text and font:
                seen.setdefault(part, (font["/BaseFont"].split("+")[1], size * abs(matrix[0])))

    reader.pages[0].extract_text(visitor_text=visit)
    assert seen == {
        "QUYẾT ĐỊNH:": ("Tinos-Bold", 14),
        "Căn cứ Điều lệ": ("Tinos-Italic", 14),
        "thành tích": ("Tinos-Bold", 14),
        "Nơi nhận:": ("Tinos-BoldItalic", 12),
        "Như Điều": ("Tinos-Regular", 11),
        "TM. BAN": ("Tinos-Bold", 14),
        "Số:": ("Tinos-Regular", 13),
        "sắc trong": ("Tinos-Regular", 14),
    }
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith("Quyết định về việc tặng Giấy khen")
    assert reader.metadata.author == decision().author
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"  # type: ignore[index]
    assert content == render_official_pdf(decision())


def test_the_rules_are_as_long_as_the_decree_says() -> None:
    line = "Về việc tặng Giấy khen năm 2023"
    paper = dataclasses.replace(decision(), subject=line)
    page = pypdf.PdfReader(io.BytesIO(render_official_pdf(paper))).pages[0]
    drawn = page.get_contents().get_data().decode("latin-1").splitlines()  # type: ignore[union-attr]
    rules = [[float(part) for part in line.split() if part[0].isdigit()] for line in drawn if " l S" in line]
    motto, subject = rules[1], rules[2]
    assert motto[3] - motto[1] == pytest.approx(width(MOTTO, BOLD, 13), abs=0.01)
    assert width(line, BOLD, 14) / 3 <= subject[3] - subject[1] <= width(line, BOLD, 14) / 2


@pytest.mark.parametrize("articles", range(5, 13))
def test_the_signature_never_stands_alone_and_no_line_does(articles: int) -> None:
    paper = dataclasses.replace(decision(articles=articles), annexes=())
    pages = printed(render_official_pdf(paper))
    signed = [page for page in pages if SIGNED in page.text]
    assert signed == [pages[-1]]
    lines = [line.strip() for line in pages[-1].lines if line.strip()]
    # A last line of a paragraph brings the one before it along.
    above = [line for line in lines[: lines.index("TM. BAN CHẤP HÀNH")] if line not in ("Nơi nhận:", "2")]
    assert len(above) >= 2
    assert all(keeps_margins(page) for page in pages)


@pytest.mark.parametrize("persons", [0, 1, 22, 23, 24, 25, 60])
def test_rows_are_whole_under_a_repeated_header_and_never_the_last_alone(persons: int) -> None:
    pages = printed(render_official_pdf(decision(persons)))[1:]
    text = " ".join(" ".join(page.text for page in pages).split())
    assert all(name(number) in text for number in range(1, persons + 1))
    for page in pages:
        assert page.text.count("STT") == 1
        assert not page.lines[-1].startswith("II.")
    assert f"Danh sách có 03 tập thể và {persons:02} cá nhân." in " ".join(pages[-1].text.split())
    assert persons == 0 or name(persons) in pages[-1].text


def test_a_reason_longer_than_a_page_and_a_paper_without_anything_known_are_printed() -> None:
    long = " ".join(f"từ{number}" for number in range(800))
    pages = printed(render_official_pdf(decision(1, long)))
    letters = "".join(char for page in pages for char, *_ in page.letters)
    assert all(f"từ{number}" in letters for number in range(800))
    assert all(keeps_margins(page) for page in pages)
    bare = dataclasses.replace(
        decision(), heading=(), number="", place_date="", subject="", authority="", basis=(), order="",
        body=(), signers=(), recipients=(), annexes=(),
    )  # fmt: skip
    assert "QUYẾT ĐỊNH" in printed(render_official_pdf(bare))[0].text


def test_the_minutes_are_signed_at_both_sides_and_the_line_above_a_table_goes_with_it() -> None:
    page = printed(render_official_pdf(minutes()))[0]
    half = (30 + 195) / 2 * PT
    assert "THƯKÝ" in page.within(0, 0, half + 10, page.height)
    assert "CHỦTRÌ" in page.within(half, 0, page.width, page.height)
    assert "NôngThịHiền" in page.within(0, page.height / 2, half + 10, page.height)
    for filler in range(14, 30):
        paper = minutes()
        lines = tuple(Paragraph(f"Dòng {number}.") for number in range(filler))
        pages = printed(render_official_pdf(dataclasses.replace(paper, body=(*lines, *paper.body))))
        with_line = next(number for number, page in enumerate(pages) if "Kết quả như sau" in page.text)
        assert "Nhất trí" in pages[with_line].text
        assert name(1) in pages[with_line].text


def test_reasons_are_told_in_the_table_when_there_is_a_column_for_them() -> None:
    pages = printed(render_official_pdf(decision(9, REASON)))[1:]
    letters = "".join(char for page in pages for char, *_ in page.letters)
    assert letters.count(REASON.replace(" ", "")) == 3 + 9
    assert "Thànhtích" in letters
