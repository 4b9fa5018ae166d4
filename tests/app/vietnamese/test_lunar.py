"""The lunar calendar: known Tết days (where Hà Nội and Beijing differ too), leap months, days in order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese.lunar import (
    FIRST_YEAR,
    LAST_YEAR,
    LunarDate,
    is_reckoned,
    lunar_date,
    new_year,
    year_name,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1968, 1, 29), "Mậu Thân"),
        (date(1985, 1, 21), "Ất Sửu"),  # a month before the Chinese new year
        (date(2000, 2, 5), "Canh Thìn"),
        (date(2007, 2, 17), "Đinh Hợi"),  # a day before
        (date(2022, 2, 1), "Nhâm Dần"),
        (date(2023, 1, 22), "Quý Mão"),
        (date(2024, 2, 10), "Giáp Thìn"),
        (date(2025, 1, 29), "Ất Tỵ"),
        (date(2026, 2, 17), "Bính Ngọ"),
        (date(2027, 2, 6), "Đinh Mùi"),
        (date(2030, 2, 2), "Canh Tuất"),  # a day before
    ],
)
def test_tet_falls_on_the_day_that_the_calendar_of_hanoi_says(day: date, name: str) -> None:
    assert new_year(day.year) == day
    assert lunar_date(day) == LunarDate(day.year, 1, 1)
    assert year_name(day.year) == name


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2023, 3, 22), LunarDate(2023, 2, 1, is_leap=True)),
        (date(2025, 7, 25), LunarDate(2025, 6, 1, is_leap=True)),
        (date(2020, 5, 23), LunarDate(2020, 4, 1, is_leap=True)),
        (date(2024, 9, 17), LunarDate(2024, 8, 15)),
        (date(2023, 12, 25), LunarDate(2023, 11, 13)),
        (date(2024, 2, 9), LunarDate(2023, 12, 30)),
        (date(2025, 1, 28), LunarDate(2024, 12, 29)),
    ],
)
def test_leap_months_and_the_last_day_of_the_year_are_known(day: date, found: LunarDate) -> None:
    assert lunar_date(day) == found


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 30)))
def test_a_day_follows_its_day_before(day: date) -> None:
    here, after = lunar_date(day), lunar_date(day + timedelta(days=1))
    if after.day == 1:
        assert here.day in (29, 30)
        assert after.is_leap or after.month == here.month % 12 + 1
        assert after.year == here.year + (here.month == 12 and after.month == 1)
    else:
        assert after == LunarDate(here.year, here.month, here.day + 1, here.is_leap)


def test_years_outside_are_refused_and_every_year_has_its_tet() -> None:
    assert not is_reckoned(date(1967, 12, 31))
    with pytest.raises(ValueError, match="1967"):
        lunar_date(date(1967, 12, 31))
    days = [new_year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    assert all((1, 20) <= (day.month, day.day) <= (2, 21) for day in days)
