"""Periods: their names, the like period before, the term, the day a record counts on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.activities import Activity
from app.domain.branch import new_branch
from app.domain.commendations import AwardRound
from app.domain.meetings import Meeting
from app.domain.periods import Period, activity_day, meeting_day, parse_part, round_day, term_of
from app.errors import FieldError, RuleError
from app.vietnamese.dates import PartialDate


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.year_of(2023), "năm 2023"),
        (Period.half(2023, 1), "6 tháng đầu năm 2023"),
        (Period.half(2023, 2), "6 tháng cuối năm 2023"),
        (Period.quarter(2023, 2), "quý II năm 2023"),
        (Period(date(2023, 1, 1), date(2023, 9, 30)), "9 tháng đầu năm 2023"),
        (Period(date(2024, 2, 1), date(2024, 2, 29)), "tháng 2 năm 2024"),
        (Period(date(2016, 1, 1), date(2020, 12, 31)), "giai đoạn 2016 – 2020"),
        (Period(date(2020, 9, 1), date(2025, 6, 30)), "từ 01/9/2020 đến 30/6/2025"),
        (Period(date(2024, 2, 1), date(2024, 2, 28)), "từ 01/02/2024 đến 28/02/2024"),
        (Period(date(2023, 5, 19), date(2023, 5, 19)), "ngày 19/5/2023"),
    ],
)
def test_a_period_is_named_as_papers_name_it(period: Period, label: str) -> None:
    assert period.label == label


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.year_of(2023), Period.year_of(2022)),
        (Period.half(2023, 2), Period.half(2022, 2)),
        (Period.quarter(2023, 1), Period.quarter(2022, 1)),
        (Period(date(2020, 9, 1), date(2025, 6, 30)), Period(date(2015, 9, 1), date(2020, 6, 30))),
        (Period(date(2024, 2, 1), date(2024, 2, 29)), Period(date(2023, 2, 1), date(2023, 2, 28))),
        (Period(date(2020, 9, 1), date(2025, 8, 31)), Period(date(2015, 9, 1), date(2020, 8, 31))),
        (Period(date(2020, 9, 1), date(2025, 9, 1)), Period(date(2014, 9, 1), date(2019, 9, 1))),
    ],
)
def test_the_period_before_is_the_like_one_of_earlier_years(period: Period, before: Period) -> None:
    assert period.before == before


@settings(max_examples=60)
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 5000))
def test_the_period_before_ends_before_and_is_about_as_long(starts: date, days: int) -> None:
    period = Period(starts, starts + timedelta(days=days))
    before = period.before
    assert before.ends < period.starts
    assert abs((before.ends - before.starts).days - days) <= 2
    assert [period.contains(day) for day in (period.eve, period.starts, period.ends)] == [False, True, True]


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(FieldError, match="ngày cuối"):
        Period(date(2023, 2, 1), date(2023, 1, 1))
    with pytest.raises(FieldError):
        Period.half(2023, 3)
    with pytest.raises(FieldError):
        Period.quarter(2023, 0)
    with pytest.raises(FieldError):
        Period.year_of(23)


def test_a_half_or_quarter_is_read_as_it_is_typed() -> None:
    assert parse_part("2", 2023) == (2023, 2)
    assert parse_part("1/2022", 2023) == parse_part("2022-1", 2023) == (2022, 1)
    for wrong in ("", "2023", "1/2/2023", "nửa đầu"):
        with pytest.raises(FieldError):
            parse_part(wrong, 2023)


def test_the_term_runs_from_its_first_day_until_today_or_its_end() -> None:
    branch = new_branch("Hội")
    with pytest.raises(RuleError, match="Nhiệm kỳ từ"):
        term_of(branch, date(2023, 12, 1))
    branch = replace(branch, term="2020 – 2025")
    assert term_of(branch, date(2023, 12, 1)) == Period(date(2020, 1, 1), date(2023, 12, 1))
    branch = replace(branch, term_starts=PartialDate(2020, 9))
    assert term_of(branch, date(2030, 1, 1)) == Period(date(2020, 9, 1), date(2025, 8, 31))
    assert term_of(branch, date(2020, 1, 1)).ends == date(2025, 8, 31)
    assert term_of(replace(branch, term="lần thứ V"), date(2030, 1, 1)).ends == date(2025, 8, 31)


def test_a_period_not_over_is_an_estimate() -> None:
    assert Period.year_of(2023).is_estimate(date(2023, 12, 30))
    assert not Period.year_of(2023).is_estimate(date(2023, 12, 31))


def test_a_record_of_another_years_work_counts_on_that_years_last_day() -> None:
    meeting = Meeting(name="Tổng kết", on=date(2024, 1, 5))
    assert meeting_day(meeting) == date(2024, 1, 5)
    last = date(2023, 12, 31)
    assert meeting_day(Meeting(name="Tổng kết", on=date(2024, 1, 5), work_year=2023)) == last
    decided = AwardRound(name="Năm 2023", year=2023, decided_on=date(2023, 12, 20))
    assert round_day(decided) == date(2023, 12, 20)
    assert round_day(AwardRound(name="Năm 2023", year=2023, decided_on=date(2024, 1, 5))) == last
    assert round_day(AwardRound(name="Năm 2023", year=2023)) == last
    talk = Activity(counter="Tuyên truyền", on=PartialDate(2023, 5), ends=PartialDate(2023, 8, 20))
    assert activity_day(talk) == date(2023, 8, 20)
    assert activity_day(Activity(counter="Tuyên truyền", on=PartialDate(2023))) == last
