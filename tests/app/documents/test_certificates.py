"""Certificates read back from their PDF: every word, every name, the fonts, the size, the same bytes."""

from __future__ import annotations

import base64
import ctypes
import dataclasses
import io
import itertools
import re
import string
import unicodedata
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

from app.documents.certificates import (
    CertificatePage,
    Shrunk,
    render_certificates,
    render_separate,
)
from app.documents.fonts import face
from app.documents.layouts import Line, Picture, layout_names, load_layout
from app.domain.certificate_fields import samples
from app.errors import CancelledError, FileProblemError, RuleError
from app.vietnamese.text import VIETNAMESE_LETTERS
from tests.app.documents.test_layouts import PIXEL

MM = 72 / 25.4
NAMES = ("Nguyễn Thị Phượng", "Đỗ Đức Lại", "Bế Văn Ước", "Chi hội phường Đức Xuân")
TEXT_OPERATORS = {b"BT", b"ET", b"Tf", b"Tj", b"Tm", b"rg", b"Tc", b"Tw"}


def page(name: str, layout: str = "truyen-thong", **texts: str) -> CertificatePage:
    return CertificatePage(samples() | {"recipient": name} | texts, load_layout(layout), name)


def printed_texts(layout: str, name: str) -> list[str]:
    """The texts that stand as text on a certificate of the layout; its QR code is a drawing."""
    texts = samples() | {"recipient": name}
    boxes = [box for box in load_layout(layout).boxes if box.field != "qr"]
    return [texts[box.field].upper() if box.style.case == "upper" else texts[box.field] for box in boxes]


def opened(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content))


def words(content: bytes, number: int = 0) -> str:
    """What a reader copies from a page, as one line."""
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(document[number].get_textpage().get_text_range().split())
    finally:
        document.close()


def operations(reader: Any, number: int = 0) -> list[tuple[list[object], bytes]]:
    return list(ContentStream(reader.pages[number].get_contents(), reader).operations)


def text_places(content: bytes, number: int = 0) -> list[tuple[float, ...]]:
    return [
        tuple(float(str(value)) for value in operands)
        for operands, operator in operations(opened(content), number)
        if operator == b"Tm"
    ]


def test_every_layout_prints_every_text_on_its_own_page_size() -> None:
    wanted = [(layout, name) for layout in layout_names() for name in NAMES]
    rendered = render_certificates([page(name, layout) for layout, name in wanted])
    assert rendered.pages == len(wanted)
    document = pypdfium2.PdfDocument(rendered.content)
    for number, (layout, name) in enumerate(wanted):
        size, sheet = load_layout(layout), document[number]
        assert sheet.get_size() == pytest.approx((size.width * MM, size.height * MM), abs=0.01)
        copied = " ".join(sheet.get_textpage().get_text_range().split())
        for text in printed_texts(layout, name):
            assert text in copied
        assert copied == unicodedata.normalize("NFC", copied)
    document.close()


def test_every_vietnamese_letter_comes_back_from_every_font_of_the_layout() -> None:
    halves = [VIETNAMESE_LETTERS[start : start + 12] for start in range(0, len(VIETNAMESE_LETTERS), 12)]
    pages = [page(half, detail=half[::-1], achievement=f"{half} {half}") for half in halves]
    content = render_certificates(pages).content
    for number, half in enumerate(halves):
        copied = words(content, number)
        assert half in copied
        assert half[::-1] in copied
        assert f"{half} {half}" in copied


def test_a_strict_reader_finds_no_fault_and_every_text() -> None:
    content = render_certificates([page(name) for name in NAMES]).content
    reader: Any = PdfReader(io.BytesIO(content), strict=True)
    for number, name in enumerate(NAMES):
        copied = " ".join(reader.pages[number].extract_text().split())
        for text in printed_texts("truyen-thong", name):
            assert " ".join(text.split()) in copied
    blank: Any = PdfReader(io.BytesIO(render_certificates([page("An")], overlay=True).content), strict=True)
    assert "CHỦ TỊCH" in blank.pages[0].extract_text()


def test_hundreds_of_different_letters_in_one_file_still_come_back() -> None:
    alphabet = [chr(code) for code in range(0x00C0, 0x0250) if chr(code) in face("Charm-Bold").widths]
    rare = "".join(char for char in alphabet if char.isalpha()) + VIETNAMESE_LETTERS + string.ascii_letters
    pages = [page(rare[start : start + 10]) for start in range(0, len(rare), 10)]
    assert len(set(unicodedata.normalize("NFC", rare))) > 260
    content = render_certificates(pages).content
    for number, shown in enumerate(pages):
        assert unicodedata.normalize("NFC", shown.name) in words(content, number)


def test_decomposed_names_print_as_composed_ones() -> None:
    name = "Nguyễn Thị Phượng"
    composed = render_certificates([page(name)]).content
    assert render_certificates([page(unicodedata.normalize("NFD", name))]).content == composed


def test_the_same_input_gives_the_same_bytes_and_another_input_others() -> None:
    first = render_certificates([page(name) for name in NAMES], author="Hội").content
    assert render_certificates([page(name) for name in NAMES], author="Hội").content == first
    assert render_certificates([page(name) for name in NAMES[:3]], author="Hội").content != first


def test_only_embedded_truetype_subsets_are_listed() -> None:
    reader = opened(render_certificates([page(name) for name in NAMES]).content)
    fonts = reader.pages[0]["/Resources"]["/Font"]
    named = {box.style.font for box in load_layout("truyen-thong").boxes}
    assert {str(fonts[key]["/BaseFont"]).split("+")[1] for key in fonts} == named
    for key in fonts:
        assert fonts[key]["/Subtype"] == "/TrueType"
        assert re.match(r"/[A-Z]{6}\+", str(fonts[key]["/BaseFont"]))
        assert "/FontFile2" in fonts[key]["/FontDescriptor"]
        assert "/ToUnicode" in fonts[key]


def test_title_author_language_and_no_scaling_are_written() -> None:
    content = render_certificates([page("An")], title="Giấy khen năm 2023", author="Hội Trường Sơn").content
    reader = opened(content)
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy khen năm 2023"
    assert reader.metadata.author == "Hội Trường Sơn"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_a_bookmark_leads_to_each_recipient() -> None:
    reader = opened(render_certificates([page(name) for name in NAMES]).content)
    assert [entry.title for entry in reader.outline] == list(NAMES)
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, 1, 2, 3]


def test_many_pages_hang_in_a_tree_and_all_are_found() -> None:
    pages = [page(f"Nguyễn Văn {number}") for number in range(250)]
    rendered = render_certificates(pages)
    reader = opened(rendered.content)
    assert rendered.pages == len(reader.pages) == 250
    assert len(reader.trailer["/Root"]["/Pages"]["/Kids"]) == 3
    assert "Nguyễn Văn 249" in words(rendered.content, 249)


def test_the_fixed_part_is_stored_once() -> None:
    one = len(render_certificates([page("Nguyễn Văn An")]).content)
    many = len(render_certificates([page("Nguyễn Văn An")] * 50).content)
    assert (many - one) / 49 < 2500


def test_layouts_of_different_sizes_go_into_one_file() -> None:
    rendered = render_certificates(
        [page("An", "truyen-thong"), page("Bình", "truyen-thong-doc"), page("Cúc")]
    )
    reader = opened(rendered.content)
    assert [p.mediabox.width < p.mediabox.height for p in reader.pages] == [False, True, False]
    for number, name in enumerate(("An", "Bình", "Cúc")):
        assert name in words(rendered.content, number)


def test_pictures_and_lines_of_a_layout_are_drawn_in_full_and_left_out_on_a_blank() -> None:
    layout = dataclasses.replace(
        load_layout("truyen-thong"),
        pictures=(Picture(20, 20, 10, 10, PIXEL),),
        lines=(Line(30, 60, 90, 60, 1),),
    )
    pages = [CertificatePage(samples(), layout, "An")]
    assert b"/Subtype /Image" in render_certificates(pages).content
    assert b"/Subtype /Image" not in render_certificates(pages, overlay=True).content


def test_a_damaged_picture_is_refused_by_the_name_of_the_layout() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    for content, told in ((base64.b64decode(PIXEL)[:40], "bị hỏng"), (bomb.getvalue(), "quá nhiều điểm")):
        picture = Picture(20, 20, 10, 10, base64.b64encode(content).decode())
        layout = dataclasses.replace(load_layout("truyen-thong"), pictures=(picture,))
        with pytest.raises(FileProblemError, match=f"“truyen-thong” không dùng được: ảnh.*{told}"):
            render_certificates([CertificatePage(samples(), layout, "An")])


def test_the_motto_is_ruled_exactly_as_long_as_it_is() -> None:
    layout = load_layout("truyen-thong")
    bare = dataclasses.replace(layout, art="", boxes=(layout.box("motto_2"),))
    document = pypdfium2.PdfDocument(render_certificates([CertificatePage(samples(), bare, "An")]).content)
    textpage = document[0].get_textpage()
    boxes = [textpage.get_charbox(index) for index in range(textpage.count_chars())]
    ink = [box for box in boxes if box[2] > box[0]]
    rules = [item.get_bounds() for item in document[0].get_objects(max_depth=5) if item.type == 2]
    document.close()
    assert len(rules) == 1
    assert rules[0][0] == pytest.approx(min(box[0] for box in ink), abs=0.8)
    assert rules[0][2] == pytest.approx(max(box[2] for box in ink), abs=0.8)


# ------------------------------------------------------------------ blanks


def test_a_blank_gets_text_operators_and_nothing_else() -> None:
    rendered = render_certificates([page(name) for name in NAMES], overlay=True)
    reader = opened(rendered.content)
    for number in range(len(NAMES)):
        assert {operator for _, operator in operations(reader, number)} <= TEXT_OPERATORS
        assert "/XObject" not in reader.pages[number]["/Resources"]
    assert b"/XObject" not in rendered.content


def test_a_blank_gets_only_what_it_lacks() -> None:
    copied = words(render_certificates([page("Nguyễn Văn An")], overlay=True).content)
    layout = load_layout("truyen-thong")
    for box in layout.boxes:
        assert (samples()[box.field] in copied) == (box.overlay and box.key != "recipient")
    assert "Nguyễn Văn An" in copied


@pytest.mark.parametrize(("dx", "dy"), [(1.0, 0.0), (0.0, 1.0), (-2.5, 3.5)])
def test_one_millimetre_moves_every_text_by_2_8346_points(dx: float, dy: float) -> None:
    pages = [page("Nguyễn Văn An")]
    still = text_places(render_certificates(pages, overlay=True).content)
    moved = text_places(render_certificates(pages, overlay=True, dx=dx, dy=dy).content)
    assert len(still) == len(moved) > 8
    for before, after in zip(still, moved, strict=True):
        assert after[4] - before[4] == pytest.approx(dx * 2.8346, abs=0.0003)
        assert after[5] - before[5] == pytest.approx(-dy * 2.8346, abs=0.0003)


def test_the_scale_keeps_the_centre_of_the_page() -> None:
    pages = [page("Nguyễn Văn An")]
    still = text_places(render_certificates(pages, overlay=True).content)
    grown = text_places(render_certificates(pages, overlay=True, scale_x=102, scale_y=99).content)
    for before, after in zip(still, grown, strict=True):
        assert after[4] - 148.5 * MM == pytest.approx((before[4] - 148.5 * MM) * 1.02, abs=0.001)
        assert after[5] - 105 * MM == pytest.approx((before[5] - 105 * MM) * 0.99, abs=0.001)
        assert after[0] == pytest.approx(1.02 / 0.99, abs=1e-5)  # the letters grow with the page


def test_the_full_page_moves_as_a_whole() -> None:
    content = render_certificates([page("Nguyễn Văn An")], dx=1, dy=-2, scale_x=99, scale_y=101).content
    matrix = next(o for o, operator in operations(opened(content)) if operator == b"cm")
    x, y = float(str(matrix[4])), float(str(matrix[5]))
    assert [float(str(value)) for value in matrix[:4]] == [0.99, 0, 0, 1.01]
    assert x == pytest.approx(148.5 * MM * 0.01 + MM, abs=0.001)
    assert y == pytest.approx(-105 * MM * 0.01 + 2 * MM, abs=0.001)


@pytest.mark.parametrize(
    "wrong", [{"dx": 101.0}, {"dy": -101.0}, {"scale_x": 10.0}, {"scale_y": 151.0}, {"dx": float("nan")}]
)
def test_a_correction_no_printer_needs_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleError, match="Hãy đo lại"):
        render_certificates([page("An")], **wrong)


# ------------------------------------------------------------------ what does not go


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(RuleError, match="Chưa có giấy khen nào"):
        render_certificates([])


def test_a_text_that_cannot_fit_is_refused_with_recipient_and_box() -> None:
    with pytest.raises(RuleError, match="Nguyễn Văn An: ô “Thành tích” không đủ chỗ"):
        render_certificates([page("Nguyễn Văn An", achievement="Đã có thành tích xuất sắc " * 40)])
    with pytest.raises(RuleError, match="ô “Họ tên, tập thể” không đủ chỗ") as caught:
        render_certificates([page("x" * 200_000)])
    assert len(caught.value.message) < 300


def test_a_missing_letter_is_refused_with_recipient_box_and_letter() -> None:
    with pytest.raises(FileProblemError, match=r"Giấy khen của Lý 漢, ô “Họ tên, tập thể”.*“漢”"):
        render_certificates([page("Lý 漢")])


def test_a_certificate_without_a_name_is_refused() -> None:
    with pytest.raises(RuleError, match="chưa có “Họ tên, tập thể”"):
        render_certificates([page(" ")])


def test_an_empty_optional_text_leaves_its_place_free() -> None:
    copied = words(render_certificates([page("An", detail="", register="")]).content)
    assert "Vào sổ" not in copied
    assert "Đã có thành tích" in copied


def test_what_shrank_is_listed_with_its_sizes() -> None:
    long_reason = (
        "Đã có thành tích xuất sắc trong công tác xây dựng Hội, vận động hội viên đóng góp chân quỹ, " * 3
    )
    rendered = render_certificates([page("An"), page("Bình", achievement=long_reason)])
    assert [(item.recipient, item.box, item.from_size) for item in rendered.shrunk] == [
        ("Bình", "Thành tích", 16.5)
    ]
    assert isinstance(rendered.shrunk[0], Shrunk)
    assert 11 <= rendered.shrunk[0].to_size < 16.5


def test_progress_is_told_and_may_cancel() -> None:
    class Listener:
        def __init__(self) -> None:
            self.steps: list[tuple[int, int]] = []

        def step(self, done: int, total: int, text: str = "") -> None:
            self.steps.append((done, total))
            if done >= 50:
                raise CancelledError

    listener = Listener()
    with pytest.raises(CancelledError):
        render_certificates([page("An")] * 120, progress=listener)
    assert listener.steps == [(25, 120), (50, 120)]


# ------------------------------------------------------------------ separate files


def test_separate_files_are_named_by_number_and_name_and_hold_their_own_page() -> None:
    files = dict(render_separate([page(name) for name in NAMES], author="Hội"))
    assert list(files) == [f"{number:02d} {name}.pdf" for number, name in enumerate(NAMES, 1)]
    for name, content in zip(NAMES, files.values(), strict=True):
        reader = opened(content)
        assert len(reader.pages) == 1
        assert name in words(content)
        assert reader.metadata is not None
        assert reader.metadata.title == f"Giấy khen – {name}"
        assert reader.metadata.author == "Hội"
        assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
        assert [entry.title for entry in reader.outline] == [name]


def test_nothing_is_given_when_one_of_the_separate_files_cannot_be_made() -> None:
    with pytest.raises(RuleError):
        next(render_separate([page("An"), page("x" * 3000)]))


# ------------------------------------------------------------------ the rhythm of the lines


def lines_of_ink(page: Any, height: float) -> list[tuple[float, float]]:
    """(top, bottom) in mm of every text line's ink on a page, by the reader's own glyph bounds."""
    textpage = page.get_textpage()
    rows: dict[float, tuple[float, float]] = {}
    x, baseline = ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        left, bottom, right, top = textpage.get_charbox(index)
        if right - left < 0.01 or top - bottom < 0.01:
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(baseline))
        row = round(baseline.value, 1)
        high, low = height - top / MM, height - bottom / MM
        before = rows.get(row, (high, low))
        rows[row] = min(before[0], high), max(before[1], low)
    return sorted(rows.values())


@pytest.mark.parametrize("layout", layout_names())
def test_the_ink_of_neighbouring_lines_never_meets(layout: str) -> None:
    bare = dataclasses.replace(load_layout(layout), art="")
    texts = samples() | {
        "decision": "", "decision_date": "", "register": "", "code": "",
        "detail": "Ẵm Ẫ\nỆ Ộ Ẳ", "issuer": "HỘI Ạ\nẴ Ệ",
    }  # fmt: skip
    names = ("Bế Văn Ước", "Chi hội phường Đức Xuân", "Hỷ Mỵ Ỵ Quyền", "Lữ Ẵ Ẳ")
    pages = [CertificatePage(texts | {"recipient": name}, bare, name) for name in names]
    document = pypdfium2.PdfDocument(render_certificates(pages).content)
    for printed in document:
        for above, below in itertools.pairwise(lines_of_ink(printed, bare.height)):
            assert below[0] - above[1] > 0
    document.close()
