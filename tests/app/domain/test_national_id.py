"""What an id number says of its holder, against what the register says of him."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.members import Gender
from app.domain.national_id import doubts
from app.vietnamese.dates import PartialDate


@given(st.integers(1, 96), st.integers(1900, 2099), st.sampled_from(Gender), st.integers(0, 999_999))
def test_a_number_made_by_the_rule_is_never_doubted(
    province: int, year: int, gender: Gender, rest: int
) -> None:
    digit = 2 * ((year - 1900) // 100) + (gender is Gender.FEMALE)
    number = f"{province:03}{digit}{year % 100:02}{rest:06}"
    assert doubts(number, PartialDate(year, 8), gender) == ()
    assert doubts(number, None, None) == ()


@pytest.mark.parametrize(
    ("number", "birth", "gender", "said"),
    [
        ("006050005678", PartialDate(1951), Gender.MALE, "năm 1950"),
        ("006150005678", PartialDate(1950), Gender.MALE, "của nữ"),
        ("006050005678", PartialDate(1950), Gender.FEMALE, "của nam"),
        ("099050005678", PartialDate(1950), Gender.MALE, "099"),
    ],
)
def test_what_does_not_agree_is_named(number: str, birth: PartialDate, gender: Gender, said: str) -> None:
    (only,) = doubts(number, birth, gender)
    assert said in only


@pytest.mark.parametrize("number", ["", "095012345", "00605000567", "00605000567x"])
def test_a_number_without_twelve_digits_says_nothing(number: str) -> None:
    assert doubts(number, PartialDate(1900), Gender.MALE) == ()
