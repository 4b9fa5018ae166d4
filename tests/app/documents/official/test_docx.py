"""An official paper in Word: real paragraphs and tables, from a template that the branch can change."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.official.docx import WordTemplate, render_official_docx
from app.documents.official.pdf import render_official_pdf
from app.documents.official.placeholders import KINDS, placeholders
from app.documents.official.values import OfficialPaper, Paragraph
from app.errors import FileProblemError
from tests.app.documents.official.samples import (
    REASON,
    changed,
    decision,
    invitation,
    meeting_minutes,
    minutes,
    report,
    request,
    resolution,
    template,
    words_of_docx,
)
from tests.app.documents.papers.samples import PT, name, printed

NAME = "mau-cua-hoi.docx"
PAPERS = {
    "quyet-dinh-khen-thuong": decision(12, REASON),
    "to-trinh": request("to-trinh"),
    "de-nghi-khen-thuong": request("de-nghi-khen-thuong"),
    "bien-ban-xet": minutes(),
    "giay-moi": invitation(),
    "bien-ban-hop": meeting_minutes(),
    "nghi-quyet": resolution(),
    "bao-cao": report(),
}


def filled(paper: OfficialPaper, content: bytes | None = None) -> bytes:
    """The paper in a template, the shipped one of its kind unless another is given."""
    return render_official_docx(paper, WordTemplate(NAME, content or template(paper.kind)))


def words_of_pdf(paper: OfficialPaper) -> list[str]:
    """Every word of the PDF but the page numbers."""
    words: list[str] = []
    for page in printed(render_official_pdf(paper)):
        number = page.within(0, 0, page.width, 19 * PT)
        said = page.text.split()
        words += said[1:] if number and said[0] == number else said
    return words


def test_there_is_a_template_for_each_kind_and_it_says_what_the_pdf_says() -> None:
    assert set(PAPERS) == set(KINDS)
    for kind, paper in PAPERS.items():
        assert paper.kind == kind
        assert sorted(words_of_docx(filled(paper))) == sorted(words_of_pdf(paper))


def test_the_paper_is_real_paragraphs_and_tables_in_the_form_of_the_decree() -> None:
    content = filled(decision(12, REASON))
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)  # type: ignore[union-attr]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs[0].text
    article = next(each for each in document.paragraphs if each.text.startswith("Điều 1."))
    style = article.style
    assert style is not None
    assert (style.name, style.font.name) == ("Nội dung", "Times New Roman")
    assert style.font.size is not None
    assert style.font.size.pt == 14
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert style.paragraph_format.first_line_indent is not None
    assert round(style.paragraph_format.first_line_indent.mm, 1) == 12.7
    assert [run.bold for run in article.runs if run.text.strip()] == [True, None]
    basis = next(each for each in document.paragraphs if each.text.startswith("Căn cứ"))
    assert basis.style is not None
    assert basis.style.font.italic
    annex = next(each for each in document.paragraphs if each.text.startswith("DANH SÁCH"))
    assert annex.paragraph_format.page_break_before
    # Nothing of the template's commands is left, and no row for them.
    assert "{" not in "".join(words_of_docx(content))
    rows = document.tables[-1].rows
    assert len(rows) == 1 + 2 + 3 + 12
    assert rows[0]._tr.trPr is not None
    assert "tblHeader" in rows[0]._tr.trPr.xml
    assert all("cantSplit" in row._tr.xml for row in rows)
    assert [cell.text for cell in rows[0].cells] == [
        "STT", "Họ và tên, tên tập thể", "Chức vụ, đơn vị", "Thành tích", "Số vào sổ",
    ]  # fmt: skip


def test_columns_that_the_paper_lacks_are_taken_out_and_the_others_fill_the_width() -> None:
    def widths(paper: OfficialPaper) -> list[int]:
        table = Document(io.BytesIO(filled(paper))).tables[-1]
        return [int(column.width or 0) for column in table.columns]

    narrow, wide = widths(decision(2)), widths(decision(2, REASON))
    assert (len(narrow), len(wide)) == (4, 5)
    assert sum(narrow) == pytest.approx(sum(wide), rel=0.01)
    document = Document(io.BytesIO(filled(decision(2))))
    group = document.tables[-1].rows[1]._tr.tc_lst
    assert [cell.grid_span for cell in group] == [4]


def test_a_paper_for_several_people_begins_a_page_for_each() -> None:
    paper = invitation()
    pages = printed(render_official_pdf(paper))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"Ông {name(number)}," in page.text
        assert page.text.count("GIẤY MỜI") == 1
        assert not page.within(0, 0, page.width, 19 * PT)  # each is a paper of its own, without a number
    document = Document(io.BytesIO(filled(paper)))
    breaks = [each for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert len(breaks) == 2
    assert document.element.xml.count("GIẤY MỜI") == 3


def test_the_line_above_the_signatures_goes_with_them() -> None:
    document = Document(io.BytesIO(filled(decision())))
    last = next(each for each in document.paragraphs if each.text.startswith("Điều 3."))
    assert last.paragraph_format.keep_with_next
    first = next(each for each in document.paragraphs if each.text.startswith("Điều 1."))
    assert not first.paragraph_format.keep_with_next


def test_the_same_paper_is_the_same_file_with_title_and_author() -> None:
    content = filled(decision())
    assert content == filled(decision())
    properties = Document(io.BytesIO(content)).core_properties
    assert properties.title == decision().name
    assert properties.author == decision().author
    assert properties.language == "vi-VN"
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@settings(max_examples=10)
@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from("<>&\"'{}% "), max_size=60))
def test_every_text_comes_through_as_it_is(text: str) -> None:
    paper = dataclasses.replace(decision(1), body=(Paragraph(f"Đầu {text} cuối", "Điều 1."),), annexes=())
    said = " ".join(words_of_docx(filled(paper)))
    assert " ".join(f"Điều 1. Đầu {text} cuối".split()) in said


def test_what_the_branch_changes_in_word_takes_effect() -> None:
    def change(xml: str) -> str:
        return xml.replace("Nơi nhận:", "Gửi tới: {{ so_luong }}, năm {{ nam }}")

    words = " ".join(words_of_docx(filled(decision(), changed(template("quyet-dinh-khen-thuong"), change))))
    assert "Gửi tới: 03 tập thể và 06 cá nhân, năm 2023" in words
    assert "Nơi nhận:" not in words


def test_a_placeholder_may_be_any_of_those_that_are_told() -> None:
    for kind in KINDS:
        told = placeholders(kind)
        assert all(each.meaning for each in told)
        simple = [each.name for each in told if "." not in each.name][:13]
        line = " ".join(f"{{{{ {name} }}}}" for name in simple)
        content = changed(template(kind), lambda xml, line=line: xml.replace("{{ ten_loai }}", line))  # type: ignore[misc]
        assert PAPERS[kind].title.upper() in " ".join(words_of_docx(filled(PAPERS[kind], content)))


BROKEN = {
    "{{ nguoi_la }}": "“nguoi_la” mà chương trình không biết",
    "{{ so.la }}": "“.la” mà chương trình không biết",
    "{{ so.first }}": "không đúng chỗ",
    "{{ so ": "viết sai ở chỗ điền",
    "{% for x in noi_nhan %}": "viết sai ở chỗ điền",
    "{{ so | center(99999999) }}": "không",
    "{{ so.__class__ }}": "không biết",
    "{{ 'a' * 999999999 }}": "không cho dùng",
    "{% for x in range(9) %}a{% endfor %}": "không",
    "{% for a in noi_dung %}{% for b in noi_dung %}x{% endfor %}{% endfor %}": "lặp",
    "{% for a in noi_dung if a.bang %}x{% endfor %}": "không cho dùng",
    "{% set a = so %}": "không cho dùng",
    "{% include 'x' %}": "không cho dùng",
    "{{ lipsum() }}": "không",
    "{%p if so %}": "viết sai",
}


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_wrong_placeholder_is_refused_in_one_sentence_that_names_file_and_fault(wrong: str) -> None:
    content = changed(template("bien-ban-xet"), lambda xml: xml.replace("{{ ten_loai }}", wrong))
    with pytest.raises(FileProblemError) as caught:
        filled(minutes(), content)
    message = caught.value.message
    assert message.startswith(f"Mẫu {NAME} ")
    assert BROKEN[wrong] in message
    assert "\n" not in message
    assert len(message) < 260


def test_a_command_that_ends_in_another_place_than_it_began_is_refused() -> None:
    def tear(xml: str) -> str:
        # A condition begins in a cell of the heading and ends below the table: half a table would be left.
        return xml.replace("{{ so }}", "{% if noi_nhan %}{{ so }}", 1).replace(
            "{{ ten_loai }}", "{{ ten_loai }}{% endif %}", 1
        )

    with pytest.raises(FileProblemError, match=f"Mẫu {NAME} có lệnh mở ở một chỗ mà đóng ở chỗ khác"):
        filled(minutes(), changed(template("bien-ban-xet"), tear))


def test_what_is_no_word_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.documents.official.docx._LARGEST", 100_000)
    monkeypatch.setattr("app.documents.official.docx._LARGEST_UNPACKED", 600_000)
    monkeypatch.setattr("app.documents.official.docx._LARGEST_TEXT", 300_000)
    empty_zip = io.BytesIO()
    with zipfile.ZipFile(empty_zip, "w") as archive:
        archive.writestr("a.txt", "không phải Word")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", b"\0" * 600_001)
    whole = template("bien-ban-xet")
    foreign = {
        b"": "không phải là tệp Word",
        b"%PDF-1.4 gi do": "không phải là tệp Word",
        empty_zip.getvalue(): "không phải là tệp Word",
        whole[: len(whole) // 2]: "không phải là tệp Word",
        changed(whole, lambda xml: xml[: len(xml) // 2]): "không phải là tệp Word",
        changed(
            whole, lambda xml: f'<!DOCTYPE a [<!ENTITY b "{xml[:9]}">]><a>&b;</a>'
        ): "không phải là tệp Word",
        changed(whole, lambda xml: xml + " " * 300_001): "quá lớn",
        bomb.getvalue(): "quá lớn",
        b"P" * 100_001: "quá lớn",
    }
    for content, fault in foreign.items():
        with pytest.raises(FileProblemError, match=f"Mẫu {NAME} {fault}"):
            render_official_docx(minutes(), WordTemplate(NAME, content))
    monkeypatch.setattr("app.documents.official.sandbox.MOST_MADE", 5_000)
    with pytest.raises(FileProblemError, match="quá mức"):
        filled(minutes())
