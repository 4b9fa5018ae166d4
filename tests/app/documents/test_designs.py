"""The bundled designs: what a laser printer can hold, and room around every text, long ones too."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from app.documents.art_names import ART_NAMES
from app.documents.certificates import CertificatePage, render_certificates
from app.documents.certificates.ornaments import Art, draw_art
from app.documents.layouts import Box, Layout, Style, layout_names, load_layout
from app.domain.certificate_fields import samples

CENTRED = "motto_1 motto_2 issuer gives form salutation recipient detail achievement".split()
SHORT = {"recipient": "Lý A", "detail": "", "achievement": "Có thành tích trong công tác Hội"}
LONG = {
    "salutation": "Tập thể",
    "recipient": "Chi hội Truyền thống Trường Sơn phường Nguyễn Thị Minh Khai",
    "detail": "Phó Chủ tịch Hội, Chi hội trưởng Chi hội phường Nguyễn Thị Minh Khai,\n"
    "nguyên chiến sĩ Binh trạm 14 Đoàn 559",
    "achievement": "Đã có thành tích đặc biệt xuất sắc trong phong trào thi đua “Đền ơn đáp nghĩa”, giúp đỡ "
    "đồng đội có hoàn cảnh khó khăn, xây dựng Hội vững mạnh, giáo dục truyền thống cách mạng cho thế hệ trẻ "
    "và xây dựng nghĩa tình đồng đội trên địa bàn thành phố Bắc Kạn, góp phần hoàn thành xuất sắc nhiệm vụ "
    "công tác Hội nhiệm kỳ 2020 – 2025",
}
PIXELS = 600  # a page across
INK = 180  # of 255: the lines of the borders are darker, the tints behind the words are lighter


def everything(art: Art) -> str:
    return "\n".join((art.operators, *art.parts))


@pytest.fixture(scope="module")
def arts() -> dict[tuple[str, float, float], Image.Image]:
    """Every border alone, as a grey picture."""
    wanted = dict.fromkeys(
        (layout.art, layout.width, layout.height) for layout in map(load_layout, layout_names())
    )
    dot = Style("Tinos-Regular", 4, 4, colour="#ffffff")
    pages = [
        CertificatePage({}, Layout(art, art, w, h, (Box("ô", w / 2, h / 2, 5, 5, dot, text="."),), art), art)
        for art, w, h in wanted
    ]
    document: Any = pypdfium2.PdfDocument(render_certificates(pages).content)
    try:
        return {
            key: document[number].render(scale=PIXELS / (key[1] / 25.4 * 72), grayscale=True).to_pil().copy()
            for number, key in enumerate(wanted)
        }
    finally:
        document.close()


def has_ink(picture: Image.Image, layout: Layout, box: Box, around: float, below: float) -> bool:
    """Whether the border has a line or a dark area in the box or so many mm about it."""
    scale = picture.width / layout.width
    part = picture.crop(
        (
            round((box.x - around) * scale), round((box.y - around) * scale),
            round((box.x + box.width + around) * scale), round((box.y + box.height + below) * scale),
        )
    )  # fmt: skip
    darkest: int = part.getextrema()[0]  # type: ignore[assignment]
    return darkest < INK


@pytest.mark.parametrize("name", layout_names())
def test_no_text_comes_closer_than_three_millimetres_to_the_border(
    name: str, arts: dict[tuple[str, float, float], Image.Image]
) -> None:
    layout = load_layout(name)
    picture = arts[layout.art, layout.width, layout.height]
    for box in layout.boxes:
        below = 5.5 if box.key in {"signer", "register"} else 3.0
        assert not has_ink(picture, layout, box, 3.0, below), box.key


def test_short_and_long_texts_print_on_every_layout_and_long_ones_stay_large_enough_to_read() -> None:
    layouts = [load_layout(name) for name in layout_names()]
    pages = [
        CertificatePage(samples() | texts, layout, f"{layout.name} {texts['recipient']}")
        for layout in layouts
        for texts in (SHORT, LONG)
    ]
    rendered = render_certificates(pages)
    assert rendered.pages == 2 * len(layouts)
    for shrunk in rendered.shrunk:
        assert not shrunk.recipient.endswith("Lý A"), shrunk
        assert shrunk.to_size >= 11, shrunk


@pytest.mark.parametrize("name", layout_names())
def test_the_column_stands_on_the_axis_and_the_rule_is_as_long_as_the_motto(name: str) -> None:
    layout = load_layout(name)
    for box in layout.boxes:
        if box.key in CENTRED:
            assert box.x + box.width / 2 == pytest.approx(layout.width / 2, abs=0.02)
        if box.key == "motto_2":
            assert box.rule is not None
            assert box.rule.length == 1
    for line in layout.lines:  # on both sides of “Tặng”, alike
        assert any(other.x1 == pytest.approx(layout.width - line.x2, abs=0.02) for other in layout.lines)
        gives = layout.box("gives")
        assert gives.y < line.y1 == line.y2 < gives.y + gives.height


@pytest.mark.parametrize("art", ART_NAMES)
def test_a_border_is_lines_and_solid_areas_that_a_laser_printer_holds(art: str) -> None:
    drawn = everything(draw_art(art, 297, 210))
    operators = set(re.findall(r"(?<![\w/.])[a-zA-Z*']+(?=\s|$)", drawn))
    assert operators <= set(
        "q Q cm w j J m l c h re f S s B b rg RG Do".split()
    )  # no shading, no transparency
    assert min(float(width) for width in re.findall(r"([\d.]+) w\b", drawn)) >= 0.3
    draw_art.cache_clear()
    assert everything(draw_art(art, 297, 210)) == drawn


@pytest.mark.parametrize("art", ART_NAMES)
def test_one_certificate_of_every_design_is_a_small_file(art: str) -> None:
    content = render_certificates([CertificatePage(samples(), load_layout(art), "An")]).content
    assert len(content) <= 120_000


def test_names_come_in_the_order_from_the_usual_and_restrained_to_the_festive_then_blanks() -> None:
    names = layout_names()
    assert [name for name in names if name in ART_NAMES] == list(ART_NAMES)
    assert all(name.startswith("phoi") for name in names[-2:])
    titles = [load_layout(name).title for name in names]
    assert len(set(titles)) == len(titles)
