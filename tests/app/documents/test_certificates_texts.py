"""How a text is set: nothing outside its box, nothing lost, and lines that end where the meaning allows."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.certificates import CertificatePage, render_certificates
from app.documents.certificates.composing import rise
from app.documents.certificates.file_names import certificate_file_name
from app.documents.certificates.fitting import PT_PER_MM, SetText, set_text, text_of
from app.documents.certificates.linebreaks import break_lines, gap_prices
from app.documents.fonts import face
from app.documents.layouts import Box, Layout, Style, layout_names, load_layout
from app.domain.certificate_fields import samples
from app.vietnamese.names import proper_case
from app.vietnamese.text import VIETNAMESE_LETTERS, clean

LETTERS = VIETNAMESE_LETTERS + "abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY"
WORD = st.text(alphabet=LETTERS, min_size=1, max_size=7)
NAME = st.lists(WORD, min_size=1, max_size=6).map(lambda parts: proper_case(" ".join(parts)))
REASON = st.lists(
    st.one_of(WORD, st.sampled_from(["2023,", "–", "năm", "phường", "03"])), min_size=1, max_size=60
).map(" ".join)
SMALL = 1e-3
MIDDLE = "motto_2 gives form salutation recipient detail achievement place_date".split()
LAYOUT = st.sampled_from(layout_names())
FROZEN = Path(__file__).with_name("frozen_layout.json")


@cache
def loaded(layout: str | Path) -> Layout:
    """A layout, read once."""
    return load_layout(layout)


def box(**changes: object) -> Box:
    style = Style("Tinos-Bold", 16, 10, max_lines=4)
    return dataclasses.replace(Box("ô", 50, 100, 120, 30, style, field="achievement"), **changes)  # type: ignore[arg-type]


def lines(text: str, where: Box | None = None) -> list[str]:
    found = set_text(where or box(), text)
    assert found is not None
    return [line.text for line in found.lines]


def assert_inside(found: SetText, where: Box, top: float | None = None) -> None:
    """Every letter's ink lies within the box (pt from the top left corner)."""
    metrics = face(found.style.font)
    left, right = where.x * PT_PER_MM, (where.x + where.width) * PT_PER_MM
    upper = where.y * PT_PER_MM if top is None else top
    lower = (where.y + where.height) * PT_PER_MM
    for line in found.lines:
        pen = line.x
        for char in line.text:
            if char != " ":
                assert pen + metrics.lefts[char] * found.size >= left - SMALL
                assert pen + metrics.rights[char] * found.size <= right + SMALL
                assert line.baseline - metrics.highs[char] * found.size >= upper - SMALL
                assert line.baseline - metrics.lows[char] * found.size <= lower + SMALL
            pen += (metrics.widths[char] + found.style.tracking / 1000) * found.size
            pen += found.style.word_space / 1000 * found.size if char == " " else 0


@given(layout=LAYOUT, name=NAME)
@settings(max_examples=200)
def test_a_name_lies_inside_its_box_whole_or_is_refused(layout: str, name: str) -> None:
    where = loaded(layout).box("recipient")
    found = set_text(where, text_of(where, name))
    if found is not None:
        assert_inside(found, where)
        wanted = clean(name).upper() if found.style.case == "upper" else clean(name)
        assert " ".join(line.text for line in found.lines) == wanted
        assert found.size >= min(
            where.style.min_size, where.alternative.min_size if where.alternative else 999
        )


@given(
    text=REASON,
    align=st.sampled_from(["left", "center", "right"]),
    valign=st.sampled_from(["top", "middle", "bottom"]),
    font=st.sampled_from(["Tinos-Italic", "Charm-Bold", "GreatVibes-Regular"]),
    tracking=st.sampled_from([0.0, 60.0, -10.0]),
    rise=st.sampled_from([None, 150.0, 250.0, 290.0]),
)
@settings(max_examples=150)
def test_a_reason_lies_inside_its_box_whole_or_is_refused(
    text: str, align: str, valign: str, font: str, tracking: float, rise: float | None
) -> None:
    style = Style(font, 18, 8, max_lines=5, tracking=tracking, word_space=40)
    where = box(style=style, align=align, valign=valign)
    found = set_text(where, text, rise)
    if found is not None:
        assert_inside(found, where, None if rise is None else min(rise, where.y * PT_PER_MM))
        assert " ".join(line.text for line in found.lines) == text
        assert len(found.lines) <= 5
        assert 8 <= found.size <= 18


def test_a_reader_of_the_pdf_finds_every_letter_within_the_boxes() -> None:
    chance = random.Random(7)
    layout = load_layout("truyen-thong")
    shown = [layout.box(key) for key in ("recipient", "detail", "achievement", "register", "signer")]
    plain = dataclasses.replace(
        layout, art="", boxes=tuple(dataclasses.replace(b, follows="") for b in shown)
    )
    pages = []
    for number in range(25):
        words = ["".join(chance.choices(LETTERS, k=chance.randint(1, 6))) for _ in range(14)]
        texts = {
            "recipient": " ".join(words[:3]),
            "detail": " ".join(words[3:9]),
            "achievement": " ".join(words[5:]),
        }
        pages.append(CertificatePage(samples() | texts, plain, f"người {number}"))
    document = pypdfium2.PdfDocument(render_certificates(pages).content)
    for page in document:
        textpage = page.get_textpage()
        for index in range(textpage.count_chars()):
            left, bottom, right, top = textpage.get_charbox(index)
            if right - left < 0.01 or top - bottom < 0.01:
                continue
            upper, lower = 210 - top / PT_PER_MM, 210 - bottom / PT_PER_MM
            assert any(
                b.x - 0.2 <= left / PT_PER_MM
                and right / PT_PER_MM <= b.x + b.width + 0.2
                and b.y - 0.2 <= upper
                and lower <= b.y + b.height + 0.2
                for b in shown
            )
    document.close()


# ------------------------------------------------------------------ how lines stand to each other


def ink(found: SetText) -> tuple[float, float]:
    """(top, bottom) of a text's ink in mm, from the bounds of its glyphs."""
    metrics = face(found.style.font)
    return (
        min(l.baseline - metrics.highs[c] * found.size for l in found.lines for c in l.text) / PT_PER_MM,  # noqa: E741
        max(l.baseline - metrics.lows[c] * found.size for l in found.lines for c in l.text) / PT_PER_MM,  # noqa: E741
    )


def composed(layout: str | Path, keys: Collection[str] = MIDDLE, **texts: str) -> dict[str, SetText]:
    """The boxes of a layout as the engine sets them, each rising under the one that it follows."""
    found: dict[str, SetText] = {}
    for where in loaded(layout).boxes:
        if where.key not in keys:
            continue
        before = found.get(where.follows)
        rises_to = rise(where, (before.lines[-1].baseline, before.bottom)) if before else None
        text = text_of(where, (samples() | texts)[where.field])
        found[where.key] = set_text(where, text, rises_to)  # type: ignore[assignment]
    assert None not in found.values()
    return found


@given(
    layout=LAYOUT,
    name=NAME,
    detail=st.sampled_from(["Ẵ Ẳ Ổ", "Hội viên Chi hội phường Đức Xuân", "Ỹ gỵ\nẪ Ộ"]),
)
@settings(max_examples=200)
def test_no_name_touches_the_line_below_it(layout: str, name: str, detail: str) -> None:
    where = loaded(layout).box("recipient")
    if set_text(where, text_of(where, name)) is None:
        return
    found = composed(layout, recipient=name, detail=detail)
    assert ink(found["detail"])[0] - ink(found["recipient"])[1] >= 1.5
    assert ink(found["recipient"])[0] > ink(found["salutation"])[1]
    assert ink(found["achievement"])[0] - ink(found["detail"])[1] >= 1.0


@pytest.mark.parametrize("layout", layout_names())
def test_every_letter_of_a_name_clears_the_line_below(layout: str) -> None:
    for letter in VIETNAMESE_LETTERS:
        found = composed(layout, {"recipient", "detail"}, recipient=f"An {letter}{letter}", detail="Ẵ Ẫ Ể")
        assert ink(found["detail"])[0] - ink(found["recipient"])[1] >= 1.5, letter


@pytest.mark.parametrize("layout", layout_names())
def test_a_short_name_without_descenders_lets_the_next_line_rise(layout: str) -> None:
    plain, deep = composed(layout, recipient="Bế Văn Ước"), composed(layout, recipient="Quyền Mỵ")
    assert ink(plain["detail"])[0] < ink(deep["detail"])[0]


@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize("recipient", ["Bế Văn Ước", "Nguyễn Thị Phượng"])
@pytest.mark.parametrize("lines_wanted", [1, 2])
def test_the_achievement_stands_in_the_optical_middle(layout: str, recipient: str, lines_wanted: int) -> None:
    text = "\n".join(["Đã có thành tích xuất sắc"] * lines_wanted)
    found = composed(layout, recipient=recipient, achievement=text)
    reason, date = found["achievement"], found["place_date"]

    def cap_top(one: SetText) -> float:
        return one.lines[0].baseline - face(one.style.font).cap_height * one.size

    above = cap_top(reason) - found["detail"].lines[-1].baseline
    below = cap_top(date) - reason.lines[-1].baseline
    assert abs(above - below) / PT_PER_MM < 1.0


@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize("form", ["GIẤY KHEN", "BẰNG KHEN", "KỶ NIỆM CHƯƠNG", "BIỂU DƯƠNG", "CỜ THI ĐUA"])
def test_the_accents_of_the_title_stay_under_the_line_above(layout: str, form: str) -> None:
    found = composed(layout, form=form)
    above = "motto_2" if layout.startswith("phoi") else "gives"
    if layout != "phoi-a4-ten-truoc":  # there the title is the first line
        assert ink(found["form"])[0] - ink(found[above])[1] >= 0.35
    if layout.startswith("phoi"):
        assert ink(found["gives"])[0] > ink(found["form"])[1]


@pytest.mark.parametrize("recipient", ["Bế Văn Ước", "Quyền Mỵ"])
def test_a_layout_frozen_by_an_older_version_is_set_as_it_was(recipient: str) -> None:
    found = composed(FROZEN, recipient=recipient)
    top = found["detail"].lines[0].baseline - 14.5 * face("Tinos-Italic").ascent
    assert top / PT_PER_MM == pytest.approx(102)
    content = render_certificates([CertificatePage(samples(), load_layout(FROZEN), "An")]).content
    assert content.startswith(b"%PDF")


# ------------------------------------------------------------------ where lines end


def test_the_issuer_breaks_before_the_place() -> None:
    where = load_layout("truyen-thong").box("issuer")
    assert lines(samples()["issuer"].replace("\n", " "), where) == [
        "HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH",
        "THÀNH PHỐ BẮC KẠN",
    ]


def test_a_number_stays_with_its_noun() -> None:
    for text in (
        "Đã có thành tích xuất sắc trong công tác xây dựng Hội năm 2023",
        "Đã có nhiều đóng góp cho phong trào của 03 tập thể và 06 cá nhân trong năm 2023",
        "Có công xây dựng Hội trong nhiệm kỳ 2020 – 2025 và 15 năm hoạt động của Hội",
    ):
        for width in range(60, 150, 7):
            found = set_text(box(width=width), text)
            if found is not None and len(found.lines) > 1:
                for line in found.lines[:-1]:
                    last = line.text.split()[-1]
                    assert last not in {"năm", "kỳ", "03", "06", "15"}
                for line in found.lines[1:]:
                    assert line.text.split()[0] not in {"–", "2025"}


def test_a_name_is_not_split_while_it_fits_on_one_line() -> None:
    where = load_layout("truyen-thong").box("recipient")
    for name in (
        "Nguyễn Thị Phương Thảo",
        "Tôn Nữ Hoàng Thị Phương Quỳnh",
        "Chi hội phường Nguyễn Thị Minh Khai",
    ):
        assert lines(name, where) == [name]


def test_a_sixty_letter_name_takes_two_even_lines() -> None:
    where = load_layout("truyen-thong").box("recipient")
    name = "Tập thể Chi hội Truyền thống Trường Sơn – Đường Hồ Chí Minh phường Nguyễn Thị Minh Khai"
    found = set_text(where, name)
    assert found is not None
    assert len(found.lines) == 2
    assert found.size >= 18
    assert min(len(line.text) for line in found.lines) > 0.6 * max(len(line.text) for line in found.lines)


def test_no_line_holds_one_lonely_word_when_it_can_be_avoided() -> None:
    text = "Đã có thành tích xuất sắc trong công tác xây dựng Hội và giúp đỡ đồng đội nghèo"
    for width in range(55, 190, 5):
        found = set_text(box(width=width), text)
        if found is not None:
            assert min(len(line.text.split()) for line in found.lines) > 1


def test_names_and_words_of_two_syllables_stay_together() -> None:
    text = "Phó Chủ tịch Hội, Chi hội trưởng Chi hội phường Nguyễn Thị Minh Khai, nguyên chiến sĩ Đoàn 559"
    found = lines(text, load_layout("truyen-thong").box("detail"))
    assert len(found) <= 2
    assert any("Nguyễn Thị Minh Khai" in line for line in found)


def test_a_quoted_phrase_stays_whole() -> None:
    text = (
        "Đã có nhiều thành tích trong phong trào thi đua “Đền ơn đáp nghĩa” và hoạt động tình nghĩa năm 2023"
    )
    found = lines(text, load_layout("truyen-thong").box("achievement"))
    assert any("“Đền ơn đáp nghĩa”" in line for line in found)


def test_a_narrow_page_takes_a_third_line_rather_than_split_a_name() -> None:
    text = (
        "Chi hội trưởng Chi hội Trường Sơn phường Nguyễn Thị Minh Khai, nguyên chiến sĩ Binh trạm 14 Đoàn 559"
    )
    found = lines(text, load_layout("truyen-thong-doc").box("detail"))
    assert any("Nguyễn Thị Minh Khai" in line for line in found)


def test_line_breaks_of_the_user_are_kept() -> None:
    assert lines("Đã có thành tích\ntrong năm 2023") == ["Đã có thành tích", "trong năm 2023"]


def test_a_line_is_begun_before_the_type_shrinks() -> None:
    found = set_text(box(), "Đã có thành tích xuất sắc trong công tác xây dựng Hội, được hội viên tin yêu")
    assert found is not None
    assert (found.size, len(found.lines)) == (16, 2)


def test_a_word_wider_than_its_box_is_refused() -> None:
    assert set_text(box(width=20), "Đường" * 12) is None
    assert set_text(box(), "x" * 5000) is None


def test_a_text_too_high_for_its_box_is_refused() -> None:
    assert set_text(box(height=2), "An") is None


def test_a_box_that_follows_rises_to_the_text_before_it() -> None:
    where = box(valign="top")
    found, low = set_text(where, "An", 100.0), set_text(where, "An", 400.0)
    assert found is not None
    assert low is not None
    assert found.lines[0].baseline < low.lines[0].baseline
    assert low.lines == (set_text(where, "An") or low).lines


def test_a_prefix_stands_before_a_text_but_never_alone() -> None:
    where = box(prefix="Số: ")
    assert text_of(where, " 01/QĐ-HTS ") == "Số: 01/QĐ-HTS"
    assert text_of(where, " ") == ""


@given(st.lists(st.floats(0.5, 8), min_size=1, max_size=40), st.floats(4, 60), st.integers(1, 8))
def test_lines_are_never_too_wide_and_hold_every_word(widths: list[float], limit: float, most: int) -> None:
    prices = gap_prices([f"từ{number}" for number in range(len(widths))])
    found = break_lines(widths, prices, 0.3, limit, most)
    if found is None:
        return
    ends, _ = found
    assert ends[-1] == len(widths)
    assert len(ends) <= most
    start = 0
    for stop in ends:
        assert stop > start
        assert sum(widths[start:stop]) + 0.3 * (stop - start - 1) <= limit + 1e-6
        start = stop


# ------------------------------------------------------------------ file names


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Nguyễn Văn An", "01 Nguyễn Văn An.pdf"),
        ('Chi hội 1/2: "Đức Xuân"?', "01 Chi hội 1 2 Đức Xuân.pdf"),
        ("  CON. ", "01 CON.pdf"),
        ("...", "01 Giấy khen.pdf"),
        ("a\nb\x00", "01 a b.pdf"),
    ],
)
def test_file_names_are_safe_on_windows(name: str, file_name: str) -> None:
    assert certificate_file_name(1, name) == file_name


@given(st.text(max_size=400))
def test_any_name_gives_a_file_name_that_windows_accepts(name: str) -> None:
    made = certificate_file_name(123, name, 3)
    assert made.startswith("123 ")
    assert made.endswith(".pdf")
    assert len(made.encode("utf-16-le")) // 2 <= 255
    assert not set('<>:"/\\|?*\0\n\r\t') & set(made)
