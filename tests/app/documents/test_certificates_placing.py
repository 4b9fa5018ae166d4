"""What is printed where: on blanks, nudged, marked as a copy, as a QR code, in greys, after calibration."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream
from reportlab.graphics.barcode import qrencoder

from app.documents.blanks import Blank
from app.documents.certificates import (
    CertificatePage,
    calibration_from,
    render_certificates,
    render_separate,
    render_test_page,
)
from app.documents.certificates.colours import grey_of, parts_of, without_colour
from app.documents.layouts import Box, Layout, Line, Picture, Style, load_layout
from app.domain.certificate_fields import samples
from app.errors import RuleError
from tests.app.documents.test_layouts import PIXEL

MM = 72 / 25.4
TEXT_OPERATORS = {b"BT", b"ET", b"Tf", b"Tj", b"Tm", b"rg", b"Tc", b"Tw"}
A4 = Blank("phôi", "Phôi A4", 297, 210)
QR = Box("qr", 240, 20, 30, 26, Style("Tinos-Regular", 8, 8, "#123456"), field="qr", overlay=False)
KEYS = ("recipient", "detail", "achievement", "register")


def page(
    name: str = "Nguyễn Văn An",
    layout: Layout | None = None,
    nudges: Mapping[str, tuple[float, float]] | None = None,
    mark: str = "",
    **texts: str,
) -> CertificatePage:
    used = layout or load_layout("truyen-thong")
    return CertificatePage(samples() | {"recipient": name} | texts, used, name, nudges or {}, mark)


def coded(**changes: Any) -> Layout:
    usual = load_layout("truyen-thong")
    return dataclasses.replace(usual, boxes=(*usual.boxes, dataclasses.replace(QR, **changes)))


def opened(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content))


def operations(content: bytes, number: int = 0) -> list[tuple[list[Any], bytes]]:
    reader = opened(content)
    return list(ContentStream(reader.pages[number].get_contents(), reader).operations)


def places(content: bytes, number: int = 0) -> list[tuple[float, ...]]:
    """The matrix of every line of text that stands on the page itself."""
    return [
        tuple(float(value) for value in operands)
        for operands, operator in operations(content, number)
        if operator == b"Tm"
    ]


def words(content: bytes, number: int = 0) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(document[number].get_textpage().get_text_range().split())
    finally:
        document.close()


def ink_of(content: bytes, text: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in mm of a text's ink, by the reader's own bounds of its glyphs."""
    document = pypdfium2.PdfDocument(content)
    try:
        height = document[0].get_height()
        textpage = document[0].get_textpage()
        start, count = textpage.search(text).get_next()
        found = [textpage.get_charbox(index) for index in range(start, start + count)]
        ink = [box for box in found if box[2] > box[0]]
        return (
            min(box[0] for box in ink) / MM, (height - max(box[3] for box in ink)) / MM,
            max(box[2] for box in ink) / MM, (height - min(box[1] for box in ink)) / MM,
        )  # fmt: skip
    finally:
        document.close()


# ------------------------------------------------------------------ blanks


def test_the_blank_decides_which_boxes_are_printed() -> None:
    blank = dataclasses.replace(A4, prints=("recipient", "achievement", "form", "không có"), backdrop=PIXEL)
    rendered = render_certificates([page(), page("Đỗ Đức Lại")], overlay=True, blank=blank)
    copied = words(rendered.content)
    texts = samples() | {"recipient": "Nguyễn Văn An"}
    shown = {box.field for box in load_layout("truyen-thong").boxes if texts[box.field] in copied}
    assert shown == {"recipient", "achievement", "form"}
    for number in (0, 1):
        assert {operator for _, operator in operations(rendered.content, number)} <= TEXT_OPERATORS
        assert "/XObject" not in opened(rendered.content).pages[number]["/Resources"]
    assert b"/Subtype /Image" not in rendered.content  # the scan of the blank is never printed


def test_a_blank_without_a_choice_gets_what_the_layout_says() -> None:
    plain = render_certificates([page()], overlay=True).content
    assert render_certificates([page()], overlay=True, blank=A4).content == plain
    assert render_certificates([page()], blank=dataclasses.replace(A4, prints=("signer",))).content == (
        render_certificates([page()]).content
    )  # whole pages are printed on white paper


@pytest.mark.parametrize("recipient", ["Quyền Mỵ", "Bế Văn Ước"])
def test_every_text_stands_on_a_blank_where_it_stands_on_the_whole_page(recipient: str) -> None:
    whole = render_certificates([page(recipient)]).content
    blank = dataclasses.replace(A4, prints=("achievement", "signer"))  # not the lines these follow
    overlay = render_certificates([page(recipient)], overlay=True, blank=blank).content
    for text in ("Đã có thành tích", "Vũ Đình Trường"):
        assert ink_of(overlay, text) == pytest.approx(ink_of(whole, text), abs=0.01)
    assert recipient not in words(overlay)


def test_a_larger_sheet_carries_the_layout_in_its_middle() -> None:
    sheet = Blank("lớn", "Khổ 360 × 270", 360, 270)
    small = places(render_certificates([page()], overlay=True).content)
    rendered = render_certificates([page()], overlay=True, blank=sheet)
    assert float(opened(rendered.content).pages[0].mediabox.width) == pytest.approx(360 * MM, abs=0.01)
    for before, after in zip(small, places(rendered.content), strict=True):
        assert after[4] - before[4] == pytest.approx((360 - 297) / 2 * MM, abs=0.001)
        assert after[5] - before[5] == pytest.approx((270 - 210) / 2 * MM, abs=0.001)


def test_a_sheet_that_cannot_take_a_box_is_refused() -> None:
    with pytest.raises(RuleError, match="ô “Thẩm quyền ký” nằm ra ngoài tờ giấy 210 × 148 mm"):
        render_certificates([page()], overlay=True, blank=Blank("nhỏ", "A5", 210, 148, ("authority",)))
    with pytest.raises(RuleError, match="không có ô nào mà phôi “Phôi A4” cần in"):
        render_certificates([page()], overlay=True, blank=dataclasses.replace(A4, prints=("lạ",)))


@given(
    dx=st.floats(-5, 5), dy=st.floats(-5, 5), keys=st.sets(st.sampled_from(KEYS), min_size=1),
    name=st.sampled_from(["Quyền Mỵ", "Nguyễn Thị Phượng"]),
)  # fmt: skip
@settings(max_examples=15)
def test_whatever_is_printed_every_text_moves_with_the_paper(
    dx: float, dy: float, keys: set[str], name: str
) -> None:
    blank = dataclasses.replace(A4, prints=tuple(sorted(keys)))
    still = render_certificates([page(name)], overlay=True, blank=blank).content
    moved = render_certificates([page(name)], overlay=True, blank=blank, dx=dx, dy=dy).content
    before, after = places(still), places(moved)
    assert len(before) == len(after) >= len(keys)
    for old, new in zip(before, after, strict=True):
        assert new[4] - old[4] == pytest.approx(dx * 2.8346, abs=0.0006)
        assert new[5] - old[5] == pytest.approx(-dy * 2.8346, abs=0.0006)


def test_separate_files_are_printed_on_the_blank_too() -> None:
    blank = dataclasses.replace(A4, prints=("recipient",))
    files = dict(render_separate([page("An"), page("Bình")], overlay=True, blank=blank, dx=1.0))
    assert [words(content) for content in files.values()] == ["An", "Bình"]


# ------------------------------------------------------------------ nudges


@pytest.mark.parametrize("overlay", [False, True])
def test_a_nudge_moves_one_box_of_one_recipient(overlay: bool) -> None:
    pages = [page("An", nudges={"detail": (1.0, -2.0), "không có": (9.0, 9.0)}), page("Bình")]
    still = render_certificates([page("An"), page("Bình")], overlay=overlay).content
    moved = render_certificates(pages, overlay=overlay).content
    detail, signer = "Hội viên Chi hội phường Đức Xuân", "Vũ Đình Trường"
    old, new = ink_of(still, detail), ink_of(moved, detail)
    assert [b - a for a, b in zip(old, new, strict=True)] == pytest.approx([1, -2, 1, -2], abs=0.01)
    for text in ("Đã có thành tích", signer):  # what follows the nudged box stays
        assert ink_of(moved, text) == pytest.approx(ink_of(still, text), abs=0.01)
    assert words(moved, 1) == words(still, 1)


def test_a_nudged_box_that_is_the_same_for_all_moves_for_one_only() -> None:
    content = render_certificates([page("An", nudges={"signer": (3.0, 1.0)}), page("Bình")]).content
    first, second = ({(round(x, 2), round(y, 2)) for *_, x, y in places(content, n)} for n in (0, 1))
    assert len(first - second) >= 1
    assert words(content).count("Vũ Đình Trường") == words(content, 1).count("Vũ Đình Trường") == 1


def test_a_rule_goes_with_its_nudged_text_and_nothing_leaves_the_paper() -> None:
    content = render_certificates([page(nudges={"motto_2": (0.0, 5.0)})]).content
    assert any(operator == b"l" for _, operator in operations(content))
    with pytest.raises(RuleError, match="“Người ký” nằm ra ngoài tờ giấy"):
        render_certificates([page(nudges={"signer": (80.0, 0.0)})])


# ------------------------------------------------------------------ the mark


@pytest.mark.parametrize("layout", ["truyen-thong", "truyen-thong-doc", "truyen-thong-a3", "phoi-a4"])
def test_the_mark_of_a_copy_stands_framed_and_red_inside_the_border(layout: str) -> None:
    used = load_layout(layout)
    plain = render_certificates([page(layout=used)]).content
    content = render_certificates([page(layout=used, mark="BẢN SAO"), page(layout=used)]).content
    assert "BẢN SAO" in words(content)
    assert "BẢN SAO" not in words(content, 1) + words(plain)
    unit = min(used.width, used.height) / 210
    left, top, right, bottom = ink_of(content, "BẢN SAO")
    (x, y, width, height), = [
        [float(value) / MM for value in operands] for operands, sign in operations(content) if sign == b"re"
    ]  # fmt: skip
    assert 17 * unit < x < left < right < x + width < used.width / 3
    assert 17 * unit < used.height - y - height < top < bottom < used.height - y
    assert (left + right) / 2 == pytest.approx(x + width / 2, abs=0.3 * unit)
    colours = [operands for operands, operator in operations(content) if operator == b"RG"]
    assert [float(value) for value in colours[-1]] == pytest.approx(parts_of("#a3151a"), abs=0.001)
    for box in used.boxes:
        if box.field in {"motto_1", "issuer", "form"}:
            other = ink_of(content, samples()[box.field].split(" – ")[0])
            assert other[0] > x + width or other[1] > used.height - y


def test_on_a_blank_the_mark_is_text_alone() -> None:
    content = render_certificates([page(mark="BẢN SAO")], overlay=True).content
    assert "BẢN SAO" in words(content)
    assert {operator for _, operator in operations(content)} <= TEXT_OPERATORS


# ------------------------------------------------------------------ the QR code


def modules_on(content: bytes, box: Box, height: float = 210) -> list[list[bool]]:
    """The code's modules as they are drawn, read from the picture of the page."""
    scale = 5
    document = pypdfium2.PdfDocument(content)
    try:
        picture = document[0].render(scale=scale).to_pil().convert("L")
    finally:
        document.close()
    side = min(box.width, box.height)
    left, top = box.x + (box.width - side) / 2, box.y + (box.height - side) / 2
    count = len(expected_modules())
    step = side / (count + 8)
    return [
        [
            picture.getpixel(
                (
                    int((left + (column + 4.5) * step) * MM * scale),
                    int((top + (row + 4.5) * step) * MM * scale),
                )
            )
            < 128
            for column in range(count)
        ]
        for row in range(count)
    ]


def expected_modules() -> list[list[bool]]:
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(samples()["qr"]))
    code.make()
    return [[bool(module) for module in row] for row in code.modules]


def test_a_qr_box_shows_its_text_as_a_code_with_a_quiet_zone() -> None:
    bare = dataclasses.replace(coded(), art="")
    content = render_certificates([page(layout=bare)]).content
    assert modules_on(content, QR) == expected_modules()
    assert samples()["qr"].split("\n")[0] not in words(content)
    squares = [
        [float(value) for value in operands]
        for operands, operator in operations(content)
        if operator == b"re"
    ]
    count = len(expected_modules())
    assert all(x >= 0 and x + wide <= count and -count <= y < 0 for x, y, wide, _ in squares)
    moved = render_certificates([page(layout=bare, nudges={"qr": (2.0, 3.0)})]).content
    assert modules_on(moved, dataclasses.replace(QR, x=QR.x + 2, y=QR.y + 3)) == expected_modules()


def test_a_blank_gets_a_qr_code_only_when_it_asks_for_one() -> None:
    without = render_certificates([page(layout=coded())], overlay=True).content
    assert {operator for _, operator in operations(without)} <= TEXT_OPERATORS
    asked = dataclasses.replace(A4, prints=("recipient", "qr"))
    content = render_certificates([page(layout=coded())], overlay=True, blank=asked).content
    assert modules_on(content, QR) == expected_modules()
    assert "/XObject" not in opened(content).pages[0]["/Resources"]


def test_a_code_too_small_to_read_or_too_long_is_refused_and_an_empty_one_left_out() -> None:
    with pytest.raises(
        RuleError, match=r"Nguyễn Văn An, ô “.*”: ô mã QR rộng 8 mm là quá nhỏ, cần ít nhất 1"
    ):
        render_certificates([page(layout=coded(width=8, height=8))])
    with pytest.raises(RuleError, match="dài quá 300 byte"):
        render_certificates([page(layout=coded(), qr="x" * 301)])
    signs = {
        operator for _, operator in operations(render_certificates([page(layout=coded(), qr="")]).content)
    }
    assert b"re" not in signs


# ------------------------------------------------------------------ without colour


def colours_of(content: bytes) -> list[tuple[str, ...]]:
    """Every colour operator in the file, forms included."""
    found = []
    reader = opened(content)
    streams = [reader.pages[0].get_contents().get_data()]
    waiting = list(reader.pages[0]["/Resources"].get("/XObject", {}).values())
    while waiting:
        form = waiting.pop().get_object()
        streams.append(form.get_data())
        waiting += form.get("/Resources", {}).get("/XObject", {}).values()
    for stream in streams:
        found += [
            tuple(match.split())
            for match in re.findall(r"[\d. ]+(?:rg|RG|g|G|k|K)\b", stream.decode("latin-1"))
        ]
    return found


@pytest.mark.parametrize("overlay", [False, True])
def test_without_colour_everything_is_grey_and_every_text_black(overlay: bool) -> None:
    layout = dataclasses.replace(coded(), lines=(Line(30, 60, 90, 60, 1, "#b4832a"),))
    shown = [page(layout=layout, mark="BẢN SAO")]
    mono = render_certificates(shown, mono=True, overlay=overlay).content
    assert {colour[-1] for colour in colours_of(mono)} <= {"g", "G"}
    texts = [operands for operands, operator in operations(mono) if operator == b"g"]
    assert {float(operands[0]) for operands in texts} == {0.0}
    colour = render_certificates(shown, overlay=overlay).content
    assert {one[-1] for one in colours_of(colour)} & {"rg", "RG"}
    assert words(mono) == words(colour)
    assert places(mono) == places(colour)


def test_greys_keep_their_order_and_faint_tints_become_paper() -> None:
    ramp = [grey_of(level / 100, level / 100, level / 100) for level in range(101)]
    assert ramp == sorted(ramp)
    assert (ramp[0], ramp[-1]) == (0.0, 1.0)
    assert grey_of(*parts_of("#a3151a")) == 0  # the red of titles and frames
    assert 0.15 < grey_of(*parts_of("#b4832a")) < 0.4  # gold lines hold together
    assert grey_of(*parts_of("#fcf6e6")) == 1  # specks would be left of it
    assert without_colour("1 0 0 rg 1 1 1 rg") == "0.76 g 1 g"  # no mourning border, and paper stays paper
    assert without_colour("q 1 0 0 RG 0.5 w .2 1e-05 m") == "q 0 G 0.5 w .2 1e-05 m"


def test_pictures_lose_their_colour_too() -> None:
    for mode in ("RGB", "RGBA"):
        stream = io.BytesIO()
        Image.new(mode, (4, 4), "#ff2010").save(stream, "PNG")
        picture = Picture(20, 20, 10, 10, base64.b64encode(stream.getvalue()).decode())
        layout = dataclasses.replace(load_layout("truyen-thong"), art="", pictures=(picture,))
        content = render_certificates([page(layout=layout)], mono=True).content
        document = pypdfium2.PdfDocument(content)
        shown = (
            document[0].render(scale=2).to_pil().convert("RGB").getpixel((int(25 * MM * 2), int(25 * MM * 2)))
        )
        document.close()
        assert max(shown) - min(shown) <= 1
        assert max(shown) < 160


# ------------------------------------------------------------------ calibration


@given(
    size=st.sampled_from([(297, 210), (420, 297), (210, 297)]),
    off=st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
    grown=st.tuples(st.floats(0.96, 1.04), st.floats(0.96, 1.04)),
)  # fmt: skip
@settings(max_examples=60)
def test_four_readings_put_a_printer_right_to_a_tenth_of_a_millimetre(
    size: tuple[float, float], off: tuple[float, float], grown: tuple[float, float]
) -> None:
    """A printer draws x at off + grown · x; with the correction the crosses stand where they should."""
    width, height = size

    def printed(x: float, y: float) -> tuple[float, float]:
        return off[0] + grown[0] * x, off[1] + grown[1] * y

    left, top = printed(20, 20)
    right, bottom = printed(width - 20, height - 20)
    found = calibration_from(width, height, left=left, top=top, across=right - left, down=bottom - top)
    for x, y in ((width / 2, height / 2), (20, 20), (width - 20, height - 20)):
        sent_x = width / 2 + (x - width / 2) * found.scale_x / 100 + found.dx
        sent_y = height / 2 + (y - height / 2) * found.scale_y / 100 + found.dy
        shown_x, shown_y = printed(sent_x, sent_y)
        reach = 0.06 + 0.0006 * max(abs(x - width / 2), abs(y - height / 2))  # half a step each
        assert shown_x == pytest.approx(x, abs=reach)
        assert shown_y == pytest.approx(y, abs=reach)


def test_exact_readings_ask_for_no_correction_and_impossible_ones_are_refused() -> None:
    exact = {"left": 20.0, "top": 20.0, "across": 257.0, "down": 170.0}
    none = calibration_from(297, 210, **exact)
    assert (none.dx, none.dy, none.scale_x, none.scale_y) == (0, 0, 100, 100)
    moved = calibration_from(297, 210, **(exact | {"left": 21.5, "top": 19.0}))
    assert (moved.dx, moved.dy) == (-1.5, 1.0)
    for wrong in ({"across": 170.0}, {"down": 257.0}, {"left": -1.0}, {"top": 90.0}, {"left": float("nan")}):
        with pytest.raises(RuleError, match="đo lại"):
            calibration_from(297, 210, **(exact | wrong))


def test_a_blank_has_a_test_page_of_its_own_size() -> None:
    content = render_test_page(Blank("phôi", "Phôi tỉnh", 360, 270, ("recipient",)))
    assert float(opened(content).pages[0].mediabox.width) == pytest.approx(360 * MM, abs=0.01)
    copied = words(content)
    for text in ("TRANG THỬ – Phôi tỉnh – 360 × 270 mm", "đúng ra 320 mm", "đúng ra 230"):
        assert text in copied
