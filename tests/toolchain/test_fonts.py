"""Every bundled font writes Vietnamese, may be given away, and is of the kind ReportLab embeds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = sorted(FONTS.glob("*.ttf"))

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
MARKED = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} - set(
    "aeiouy"
) | {"đ"}
VIETNAMESE = MARKED | {letter.upper() for letter in MARKED}
ASCII = {chr(code) for code in range(0x20, 0x7F)}
PAPER_SIGNS = set("–—“”‘’…°×§·•©")

USED = {
    "BeVietnamPro-Bold", "BeVietnamPro-Italic", "BeVietnamPro-Medium", "BeVietnamPro-Regular",
    "BeVietnamPro-SemiBold", "Charm-Bold", "Charm-Regular", "GreatVibes-Regular", "PlayfairDisplay-Black",
    "Tinos-Bold", "Tinos-BoldItalic", "Tinos-Italic", "Tinos-Regular",
}  # fmt: skip


def test_the_alphabet_of_this_test_has_all_134_letters() -> None:
    assert len(VIETNAMESE) == 134


def test_every_font_of_the_design_is_bundled() -> None:
    assert {file.stem for file in FILES} == USED


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_has_every_letter_digit_and_sign_of_the_papers(file: Path) -> None:
    glyphs = TTFontFile(str(file)).charToGlyph
    missing = {sign for sign in VIETNAMESE | ASCII | PAPER_SIGNS if not glyphs.get(ord(sign))}
    assert not missing


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_marked_letter_has_a_drawing_of_its_own(file: Path) -> None:
    glyphs = TTFontFile(str(file)).charToGlyph
    drawings = {glyphs[ord(letter)] for letter in VIETNAMESE}
    assert len(drawings) == len(VIETNAMESE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_has_truetype_outlines_and_one_weight_and_allows_embedding(file: Path) -> None:
    font = TTFontFile(str(file))
    assert "glyf" in font.table
    assert "fvar" not in font.table
    data: bytes = font.get_table("OS/2")  # type: ignore[no-untyped-call]
    embedding_rights = int.from_bytes(data[8:10], "big")
    assert embedding_rights == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_brings_its_open_licence(file: Path) -> None:
    licence = FONTS / "licences" / f"{file.stem.split('-')[0]}-OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text("utf-8")
