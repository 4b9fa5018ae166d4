"""Names: the order by tên, họ, đệm; their parts; their capitals."""

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese.names import NameParts, name_sort_key, proper_case, split_name, text_sort_key
from app.vietnamese.text import VIETNAMESE_LETTERS

ICU_ORDER = [
    line
    for line in (Path(__file__).parent / "icu_vi_order.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]

TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
RANK = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}

SYLLABLE = st.text(alphabet="abdđeghiklmnoôơtuưyfwAĐƯ" + VIETNAMESE_LETTERS, min_size=1, max_size=5)
NAME = st.lists(SYLLABLE, min_size=0, max_size=5).map(" ".join)


def syllable_tuple(syllable: str) -> tuple[tuple[int, ...], int]:
    """The plain form of the rule (domain notes §8.1), slow and easy to believe."""
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", syllable.lower()):
        if char in TONES:
            tone = TONES[char]
        elif char in "\u0306\u0302\u031b":
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return tuple(RANK[letter] for letter in letters), tone


def name_tuple(name: str) -> tuple[list[tuple[tuple[int, ...], int]], ...]:
    words = [syllable_tuple(word) for word in name.split()]
    return words[-1:], words[:1] if len(words) > 1 else [], words[1:-1]


def test_the_key_puts_words_in_the_order_of_icu() -> None:
    assert len(ICU_ORDER) > 400
    shuffled = random.Random(20240105).sample(ICU_ORDER, len(ICU_ORDER))
    assert sorted(shuffled, key=name_sort_key) == ICU_ORDER
    assert sorted(shuffled, key=text_sort_key) == ICU_ORDER


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Anh", "Ảnh", "Ánh", "Ân", "Ẩn", "Ấn"],
        ["Dạt", "Dương", "Đàn", "Đạt"],
        ["An", "Đỗ An", "Đỗ Văn An", "Nguyễn An", "Nguyễn Bá An", "Nguyễn Văn An", "Lê Bình"],
        ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"],
        ["", "An", "Lê An", "Lê Văn An", "Lê Văn Anh"],
        ["Lê 2", "Lê 10", "Lê A", "Lê Z", "Lê Я"],
    ],
)
def test_names_stand_in_the_order_of_ten_ho_dem(ordered: list[str]) -> None:
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=name_sort_key) == ordered


def test_tone_only_breaks_a_tie_of_letters_within_its_own_syllable() -> None:
    assert name_sort_key("Hồ Thế Anh") < name_sort_key("Hồ Thị Anh") < name_sort_key("Hồ Thế Ảnh")


def test_two_word_given_names_sort_by_both_words() -> None:
    lan_anh, mai_an = "Nguyễn Lan Anh", "Nguyễn Mai An"
    assert name_sort_key(mai_an) < name_sort_key(lan_anh)
    assert name_sort_key(lan_anh, given_words=2) < name_sort_key(mai_an, given_words=2)
    assert name_sort_key("Lan Anh", given_words=2) < name_sort_key("Bế Lan Anh", given_words=2)


def test_old_and_new_places_of_the_tone_and_any_case_are_one_name() -> None:
    assert name_sort_key("Lê Thị Hoà") == name_sort_key("LÊ THỊ HÒA") == name_sort_key("lê  thị hòa\u200b")
    assert name_sort_key("Phạm Thuý") == name_sort_key("Phạm Thúy")
    assert name_sort_key("H\u2019Mông") == name_sort_key("H'Mông")


def test_foreign_letters_and_marks_sort_near_their_plain_letter() -> None:
    words = ["Nuñez", "Nunez Ø", "Lñ", "ł", "Æ", "é", "\u0301", "©"]
    assert all(name_sort_key(word).isascii() for word in words)
    assert text_sort_key("façade") == text_sort_key("facade")
    assert text_sort_key("Ø") == text_sort_key("O")
    assert text_sort_key("\u0302a") == text_sort_key("a")
    assert text_sort_key("©") < text_sort_key("1") < text_sort_key("a")


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", "\x00"])
def test_the_name_without_letters_has_the_empty_key(empty: str) -> None:
    assert name_sort_key(empty) == ""
    assert text_sort_key(empty) == ""


@given(NAME, NAME)
def test_the_key_orders_names_exactly_as_the_tuple_rule(one: str, other: str) -> None:
    assert (name_sort_key(one) < name_sort_key(other)) == (name_tuple(one) < name_tuple(other))
    assert (name_sort_key(one) == name_sort_key(other)) == (name_tuple(one) == name_tuple(other))


@given(st.text(max_size=30), st.integers(min_value=-1, max_value=4))
def test_any_text_has_an_ascii_key_whatever_its_normal_form(text: str, given_words: int) -> None:
    key = name_sort_key(text, given_words)
    assert key.isascii()
    assert "\x00" not in key
    assert key == name_sort_key(unicodedata.normalize("NFD", text), given_words)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Chi hội", "Chi hội 1", "Chi hội 2", "Chi hội 02b", "Chi hội 10", "Chi hội Đức Xuân"],
        ["Tổ 9", "Tổ 10", "Tổ 11A", "Tổ 11B", "Tổ 100"],
        ["Phố 9", "Phố " + "9" * 30, "Phố 1" + "0" * 30],
        ["Hội Ba Bể", "Hội Bạch Thông", "Hội Chợ Đồn", "Hội Na Rì"],
    ],
)
def test_text_reads_left_to_right_with_numbers_as_numbers(ordered: list[str]) -> None:
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=text_sort_key) == ordered


@given(st.integers(min_value=0, max_value=10**20), st.integers(min_value=0, max_value=10**20))
def test_numbers_in_text_compare_as_numbers(one: int, other: int) -> None:
    assert (text_sort_key(f"Tổ {one}") < text_sort_key(f"Tổ {other:05}")) == (one < other)


@pytest.mark.parametrize(
    ("name", "given_words", "parts"),
    [
        ("Nguyễn Văn An", 1, NameParts("Nguyễn", "Văn", "An")),
        ("Bế Lan", 1, NameParts("Bế", "", "Lan")),
        ("Nguyễn Thị Lan Anh", 2, NameParts("Nguyễn", "Thị", "Lan Anh")),
        ("Lan Anh", 2, NameParts("", "", "Lan Anh")),
        ("An", 1, NameParts("", "", "An")),
        ("An", 0, NameParts("", "", "An")),
        ("", 1, NameParts("", "", "")),
    ],
)
def test_a_name_splits_into_ho_dem_ten(name: str, given_words: int, parts: NameParts) -> None:
    assert split_name(name, given_words) == parts


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn  văn an ", "Nguyễn Văn An"),
        ("ĐỖ ĐỨC LẠI", "Đỗ Đức Lại"),
        ("H'MÔNG", "H'Mông"),
        ("y'bion", "Y'Bion"),
        ("Y'Bion niê-kdăm", "Y'Bion Niê-Kdăm"),
        ("Nguyễn Thị minh KHAI", "Nguyễn Thị Minh Khai"),
        ("McLean", "McLean"),
        ("NGUYE\u0302\u0303N", "Nguyễn"),
        ("lê văn b (tức hùng)", "Lê Văn B (Tức Hùng)"),
        ("ßa", "ßa"),
        ("", ""),
    ],
)
def test_names_in_one_case_get_their_capitals(typed: str, proper: str) -> None:
    assert proper_case(typed) == proper


@given(NAME)
def test_proper_case_is_settled_after_once_and_changes_only_case(name: str) -> None:
    once = proper_case(name)
    assert proper_case(once) == once
    assert once.lower() == name.lower()
