"""Plain text: normal form, hidden characters, and the form that is searched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese.text import ALPHABET, VIETNAMESE_LETTERS, clean, clean_multiline, fold, nfc

VIETNAMESE = st.text(alphabet="abcdefghij klmnop qrstuvwxyzAĐđ'-" + VIETNAMESE_LETTERS, max_size=40)


def test_there_are_29_letters_in_the_alphabet_and_134_beyond_ascii() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert len(VIETNAMESE_LETTERS) == len(set(VIETNAMESE_LETTERS)) == 134
    assert all(
        len(letter) == 1 and not letter.isascii() and letter == nfc(letter) for letter in VIETNAMESE_LETTERS
    )
    assert set(VIETNAMESE_LETTERS.lower()) | set(VIETNAMESE_LETTERS.upper()) == set(VIETNAMESE_LETTERS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn\t Văn\u00a0An \n", "Nguyễn Văn An"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Nguy\u200bễn\ufeff", "Nguyễn"),
        ("Tru\u00adong", "Truong"),
        ("An\x00\x07Bình", "AnBình"),
        ("An\u2028Bình", "An Bình"),
        ("An\x1fBình", "An Bình"),
        ("An\ufe0f\u115f", "An"),
        ("An\ud800", "An\ufffd"),
        ("An\ue000", "An\ue000"),
        ("a\u200b\u0301", "á"),
        ("", ""),
        ("\u200b \u00a0", ""),
    ],
)
def test_clean_gives_one_tidy_line(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_clean_multiline_keeps_the_breaks_and_cleans_each_line() -> None:
    assert clean_multiline("\n  một \r\nhai\u2028 ba\u200b \n\n bốn\n\n") == "một\nhai\nba\n\nbốn"


def test_clean_multiline_makes_every_kind_of_break_a_line_feed() -> None:
    assert clean_multiline("a\rb\vc\fd\x1ce\x1df\x1eg\x85h\u2029i") == "a\nb\nc\nd\ne\nf\ng\nh\ni"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đỗ Đức Lại", "do duc lai"),
        (" TRƯỜNG  SƠN – Đường Hồ Chí Minh", "truong son – duong ho chi minh"),
        ("ASCII Name", "ascii name"),
        ("Straße Ægir Łódź", "strasse aegir lodz"),
        ("\u200b An\u00adh \u0301", "anh"),
        ("a\x07b", "ab"),
        ("", ""),
    ],
)
def test_fold_drops_case_accents_and_blanks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_of_a_search_without_accents_is_part_of_the_fold_of_the_record() -> None:
    assert fold("do duc lai") in fold("Hội trưởng Đỗ Đức Lại")
    assert fold(unicodedata.normalize("NFD", "Đức")) in fold("Đỗ Đức Lại")


def test_fold_makes_every_vietnamese_letter_ascii() -> None:
    assert fold(VIETNAMESE_LETTERS).isascii()
    assert set(fold(VIETNAMESE_LETTERS)) == set("aeiouyd")


@given(st.text(max_size=40))
def test_fold_twice_is_fold_once_and_normal_form_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=40))
def test_clean_twice_is_clean_once_and_leaves_nothing_hidden(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == nfc(cleaned)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in cleaned)
    assert "  " not in cleaned


@given(VIETNAMESE)
def test_clean_changes_nothing_but_blanks_in_vietnamese(text: str) -> None:
    assert clean(text).split() == text.split()
