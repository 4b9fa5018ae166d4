"""Which backups stay: a table of ages, and the rules that hold for any."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backup.retention import to_keep

NOW = datetime.fromisoformat("2024-06-20 12:00")  # local time, a Thursday


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ([], []),
        (["2001-01-01 00"], ["2001-01-01 00"]),
        # all of today and yesterday
        (["2024-06-20 11", "2024-06-20 10", "2024-06-19 00"],
         ["2024-06-20 11", "2024-06-20 10", "2024-06-19 00"]),
        # then the newest of a day
        (["2024-06-20 11", "2024-06-18 09", "2024-06-18 17"], ["2024-06-20 11", "2024-06-18 17"]),
        (["2024-06-20 11", "2024-06-06 09", "2024-06-06 17"], ["2024-06-20 11", "2024-06-06 17"]),
        # after two weeks the newest of a week (Monday to Sunday)
        (["2024-06-20 11", "2024-05-13 09", "2024-05-19 09", "2024-05-20 09"],
         ["2024-06-20 11", "2024-05-19 09", "2024-05-20 09"]),
        # after two months the newest of a month
        (["2024-06-20 11", "2024-03-01 09", "2024-03-30 09", "2024-02-02 09"],
         ["2024-06-20 11", "2024-03-30 09", "2024-02-02 09"]),
        # after two years the newest of a year
        (["2024-06-20 11", "2021-03-01 09", "2021-12-30 09", "2010-02-02 09"],
         ["2024-06-20 11", "2021-12-30 09", "2010-02-02 09"]),
        # a clock that was wrong
        (["2031-01-01 00", "2031-01-01 01"], ["2031-01-01 00", "2031-01-01 01"]),
    ],
)  # fmt: skip
def test_the_table(times: list[str], kept: list[str]) -> None:
    def read(texts: list[str]) -> set[datetime]:
        return {datetime.fromisoformat(text) for text in texts}

    assert to_keep(read(times), NOW) == read(kept)


TIMES = st.lists(st.datetimes(datetime.fromisoformat("2000-01-01"), NOW), max_size=60)


@given(TIMES)
def test_newest_and_last_two_days_stay_and_thinning_again_drops_nothing(
    times: list[datetime],
) -> None:
    kept = to_keep(times, NOW)
    assert kept <= set(times)
    assert {at for at in times if at > NOW - timedelta(days=1)} <= kept
    if times:
        assert max(times) in kept
    assert to_keep(kept, NOW) == kept


def test_ten_years_of_daily_backups_come_down_to_a_few_dozen() -> None:
    kept: frozenset[datetime] = frozenset()
    for day in range(3650):
        now = datetime.fromisoformat("2014-01-01 18:00") + timedelta(days=day)
        kept = to_keep([*kept, now], now)
    assert len(kept) < 70
    assert len({at.year for at in kept}) == 10
