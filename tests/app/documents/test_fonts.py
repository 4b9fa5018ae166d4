"""The bundled fonts: all Vietnamese letters, honest measures, and no silent empty square."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFace

from app.documents import fonts
from app.documents.font_tables import QuickFace
from app.errors import FileProblemError
from app.vietnamese.text import VIETNAMESE_LETTERS


@pytest.mark.parametrize("font", fonts.FONT_NAMES)
def test_every_font_draws_all_134_vietnamese_letters(font: str) -> None:
    assert len(VIETNAMESE_LETTERS) == 134
    assert fonts.missing_letters(font) == ""


@pytest.mark.parametrize("font", fonts.FONT_NAMES)
def test_the_usual_characters_have_ink_within_ascent_and_descent(font: str) -> None:
    face = fonts.face(font)
    for char in fonts.USUAL_CHARACTERS - {" "}:
        assert face.descent <= face.lows[char] <= face.highs[char] <= face.ascent
        assert face.lefts[char] < face.rights[char]


@pytest.mark.parametrize("font", fonts.FONT_NAMES)
def test_a_font_is_read_quickly_and_as_reportlab_reads_it(font: str) -> None:
    path = str(fonts.FONT_FOLDER / f"{font}.ttf")
    ours, theirs = vars(QuickFace(path)), vars(TTFontFace(path))
    passing = {"_pos", "_pdfScale", "glyphToChar"}  # where the reading stopped; what only shaping asks for
    assert ours.keys() - passing == theirs.keys() - passing
    for name in ours.keys() - passing:
        assert ours[name] == theirs[name], name


def test_every_font_file_lies_beside_its_licence() -> None:
    assert {path.stem for path in fonts.FONT_FOLDER.glob("*.ttf")} == set(fonts.FONT_NAMES)
    licences = " ".join(path.name for path in (fonts.FONT_FOLDER / "licences").iterdir())
    for font in fonts.FONT_NAMES:
        assert font.split("-")[0] in licences


def test_a_missing_letter_is_refused_by_name() -> None:
    with pytest.raises(FileProblemError, match=r"“漢”.*U\+6F22"):
        fonts.measure("Nguyễn 漢", "Tinos-Bold", 12)
    assert fonts.missing_letters("Tinos-Bold", "An漢An字") == "漢字"


def test_an_unknown_font_is_refused_with_the_list_of_fonts() -> None:
    with pytest.raises(FileProblemError, match=r"“Arial”.*Tinos-Regular"):
        fonts.measure("An", "Arial", 12)


def test_width_is_the_sum_of_advances_and_tracking_between_letters() -> None:
    plain = fonts.measure("TẶNG", "Tinos-Bold", 16)
    assert fonts.measure("TẶNG", "Tinos-Bold", 16, tracking=100) == pytest.approx(plain + 3 * 1.6)
    assert fonts.measure("TẶNG", "Tinos-Bold", 32) == pytest.approx(2 * plain)


@given(st.text(alphabet=VIETNAMESE_LETTERS + " abcxyz", max_size=30))
def test_nfd_text_is_as_wide_as_nfc_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fonts.measure(decomposed, "Tinos-Italic", 14) == pytest.approx(
        fonts.measure(text, "Tinos-Italic", 14)
    )


@given(
    st.sampled_from(["Charm-Bold", "GreatVibes-Regular", "Tinos-Italic"]),
    st.text(alphabet=VIETNAMESE_LETTERS + " Qfgjy–ǺŊ", min_size=1, max_size=20).filter(str.strip),
    st.sampled_from([0.0, 0.1, -0.02]),
)
def test_the_ink_of_a_line_is_found_without_looking_at_every_letter(
    font: str, text: str, tracking: float
) -> None:
    face = fonts.face(font)
    text = "".join(char for char in text if char in face.widths).strip() or "A"
    pen, lefts, rights = 0.0, [], []
    for char in text:
        if char != " ":
            lefts.append(pen + face.lefts[char])
            rights.append(pen + face.rights[char])
        pen += face.widths[char] + tracking
    line = face.line(text, tracking)
    assert line.left == pytest.approx(min(lefts))
    assert line.right == pytest.approx(max(rights))
    assert line.advance == pytest.approx(pen - tracking)
