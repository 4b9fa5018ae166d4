"""Numbers, money and document numbers as papers write them."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import FieldError
from app.vietnamese.numbers import (
    LARGEST_IN_WORDS,
    count,
    decimal_text,
    document_number,
    group,
    money,
    money_in_words,
    number_in_words,
    number_of_document,
    parse_money,
    percent_text,
    roman,
)

AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)
DIGITS = {
    word: digit
    for digit, word in enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))
} | {
    "mốt": 1,
    "lăm": 5,
}


def read_aloud(words: str) -> int:
    """The number that the words say: what a listener would write down."""
    if words.startswith("âm "):
        return -read_aloud(words.removeprefix("âm "))
    before, billion, after = words.rpartition("tỷ")
    if billion:
        return read_aloud(before.strip()) * 10**9 + (read_aloud(after.strip()) if after.strip() else 0)
    total = group_value = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group_value, digit = group_value + digit * 100, 0
        elif word == "mươi":
            group_value, digit = group_value + digit * 10, 0
        elif word == "mười":
            group_value += 10
        elif word in ("nghìn", "triệu"):
            total += (group_value + digit) * (1_000 if word == "nghìn" else 1_000_000)
            group_value = digit = 0
        else:
            assert word in ("linh", "lẻ")
    return total + group_value + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (111, "một trăm mười một"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (105000, "một trăm linh năm nghìn"),
        (2950000, "hai triệu chín trăm năm mươi nghìn"),
        (3000000, "ba triệu"),
        (3050000, "ba triệu không trăm năm mươi nghìn"),
        (10**9 + 5, "một tỷ không trăm linh năm"),
        (1_050 * 10**9, "một nghìn không trăm năm mươi tỷ"),
        (10**18, "một tỷ tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_numbers_are_said_as_in_the_north(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_the_south_says_le() -> None:
    assert number_in_words(105, linh="lẻ") == "một trăm lẻ năm"
    assert money_in_words(105000, linh="lẻ") == "Một trăm lẻ năm nghìn đồng chẵn"


@given(st.integers(min_value=-LARGEST_IN_WORDS + 1, max_value=LARGEST_IN_WORDS - 1))
def test_words_say_exactly_their_number(number: int) -> None:
    assert read_aloud(number_in_words(number)) == number


@pytest.mark.parametrize("number", [LARGEST_IN_WORDS + 1, -LARGEST_IN_WORDS - 1])
def test_numbers_nobody_says_are_refused(number: int) -> None:
    with pytest.raises(FieldError):
        number_in_words(number)


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (3000000, "Ba triệu đồng chẵn"),
        (2950000, "Hai triệu chín trăm năm mươi nghìn đồng chẵn"),
        (105200, "Một trăm linh năm nghìn hai trăm đồng"),
        (0, "Không đồng"),
        (-500000, "Âm năm trăm nghìn đồng chẵn"),
    ],
)
def test_chan_closes_a_sum_of_whole_thousands(dong: int, words: str) -> None:
    assert money_in_words(dong) == words


def test_thousands_have_dots() -> None:
    assert [group(n) for n in (0, 999, 1000, 3000000, -2950000)] == [
        "0",
        "999",
        "1.000",
        "3.000.000",
        "-2.950.000",
    ]
    assert money(2950000) == "2.950.000 đồng"


def test_parts_of_a_paper_are_counted_in_roman_numerals() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 1994, 3999)] == [
        "I", "IV", "IX", "XIV", "XL", "MCMXCIV", "MMMCMXCIX",
    ]  # fmt: skip
    for number in (0, 4000):
        with pytest.raises(ValueError, match=str(number)):
            roman(number)


def test_counts_below_ten_have_two_digits() -> None:
    assert [count(n) for n in (0, 3, 6, 9, 10, 43, 1234, -1)] == [
        "00",
        "03",
        "06",
        "09",
        "10",
        "43",
        "1.234",
        "-1",
    ]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.125"), 2, "-0,13"),
        (Decimal("-0.001"), 2, "0,00"),
        (Fraction(1, 3), 3, "0,333"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(5, 2), 1, "2,5"),
        (7, 1, "7,0"),
        (1234567, 0, "1.234.567"),
    ],
)
def test_decimals_have_a_comma(value: int | Decimal | Fraction, digits: int, text: str) -> None:
    assert decimal_text(value, digits) == text


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("2.950.000", 2950000),
        ("2,950,000đ", 2950000),
        ("2 950 000 đồng", 2950000),
        ("2950000", 2950000),
        ("2950000.0", 2950000),
        ("2.950.000,00", 2950000),
        ("2,950,000.00 VND", 2950000),
        ("2.950.000 VNĐ", 2950000),
        ("300 000₫", 300000),
        ("3.000.000 đồng chẵn.", 3000000),
        ("500 nghìn", 500000),
        ("500 ngàn đồng", 500000),
        ("500k", 500000),
        ("500K", 500000),
        ("3 triệu", 3000000),
        ("1,5 triệu", 1500000),
        ("1.5tr", 1500000),
        ("2tr5", 2500000),
        ("1tr250", 1250000),
        ("2 triệu rưỡi", 2500000),
        ("2 triệu 950 nghìn", 2950000),
        ("1 tỷ 200 triệu", 1200000000),
        ("1.500 triệu", 1500000000),
        ("0", 0),
        ("-500.000", -500000),
        ("\u2212 500k", -500000),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, dong: int) -> None:
    assert parse_money(typed) == dong


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "đồng",
        "abc",
        "1.5",
        "1,50",
        "12.34.56",
        "1.5.2 triệu",
        "1.2.34",
        "3 nghìn 2 triệu",
        "2 triệu 500",
        "2tr5000",
        "triệu",
        "1,0001 nghìn",
        "1.234,567",
        "9" * 16,
        "9" * 70,
        "3 trieux",
        "2.950,000",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(FieldError) as refused:
        parse_money(typed, field="reward")
    assert refused.value.field == "reward"
    assert "hãy gõ" in refused.value.message


@given(AMOUNTS)
def test_written_money_reads_back(dong: int) -> None:
    assert parse_money(money(dong)) == parse_money(group(dong)) == parse_money(str(dong)) == dong


@given(st.text(max_size=70))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with contextlib.suppress(FieldError):
        assert abs(parse_money(text)) <= 10**15


@pytest.mark.parametrize(
    ("template", "number", "written"),
    [
        ("{so:02}/{loai}-{ky_hieu}", 1, "01/QĐ-HTS"),
        ("{so:02}/{loai}-{ky_hieu}", 12, "12/QĐ-HTS"),
        ("{so}/{ky_hieu}", 63, "63/HTS"),
        ("{so:3} / {loai} – {ky_hieu}", 281, "281 / QĐ – HTS"),
        ("{so:02}/{nam}/{loai}", 5, "05/2023/QĐ"),
        ("{{{so}}}", 5, "{5}"),
    ],
)
def test_document_numbers_follow_the_branch_pattern(template: str, number: int, written: str) -> None:
    assert document_number(template, number, "QĐ", "HTS", year=2023) == written


@pytest.mark.parametrize(
    "template",
    [
        "{so",
        "so}",
        "{}",
        "{0}",
        "{ten}",
        "{so.real}",
        "{so!r}",
        "{so:x}",
        "{so:999999999}",
        "{loai:>99}",
        "{loai[0]}",
        "{so:{loai}}",
        "{nam}",
    ],
)
def test_anything_else_in_braces_is_refused(template: str) -> None:
    with pytest.raises(FieldError) as refused:
        document_number(template, 1, "QĐ", "HTS")
    assert refused.value.field == "template"


@given(
    st.integers(1, 9999),
    st.sampled_from(
        ["{so:02}/{loai}-{ky_hieu}", "{loai}-{ky_hieu}/{so:02}", "{nam}/{ky_hieu}-{so}", "{so}-{so}"]
    ),
)
def test_the_number_of_a_paper_is_read_where_the_template_writes_it(number: int, template: str) -> None:
    written = document_number(template, number, "BC", "HTS5", year=2024)
    assert number_of_document(template, written, "BC", "HTS5") == number


def test_a_number_written_by_hand_is_the_digits_it_begins_with() -> None:
    for written, number in (("05/BC-HTS", 5), ("7", 7), ("BC5", None), ("", None)):
        assert number_of_document("{loai}-{ky_hieu}/{so:02}", written, "BC", "HTS5") == number
    assert number_of_document("{so:02}/{loai}-HTS", "05/BC-HTS", "BC", "") == 5


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(38, 40, "95%"), (35, 37, "94,6%"), (0, 3, "0%"), (7, 7, "100%"), (0, 0, "")]
)
def test_a_share_has_a_comma_only_where_it_is_not_whole(part: int, whole: int, text: str) -> None:
    assert percent_text(part, whole) == text
