"""Which backups to keep: a pure function of their times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

#: After the days of which everything is kept: the newest of each day, week and month for so many days.
DAILY_UNTIL = 14
WEEKLY_UNTIL = 60
MONTHLY_UNTIL = 730


def to_keep(times: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The times of the backups to keep.

    All of today and yesterday; then the newest of each day for two weeks, of each week for two months, of
    each month for two years, of each year for ever. What bears a time to come (the clock was wrong) is kept,
    and so is the newest.
    ``now`` and ``times`` are local times; an offset from UTC is ignored.
    """
    today = now.date()
    kept: set[datetime] = set()
    newest: dict[tuple[str, object], datetime] = {}
    everything = sorted(times)
    for at in everything:
        age = (today - at.date()) // timedelta(days=1)
        if age <= 1:
            kept.add(at)
            continue
        name, bucket = next((name, bucket) for until, name, bucket in _RULES if until is None or age <= until)
        newest[name, bucket(at)] = at
    return frozenset(kept | set(newest.values()) | set(everything[-1:]))


_RULES: tuple[tuple[int | None, str, Callable[[datetime], object]], ...] = (
    (DAILY_UNTIL, "day", lambda at: at.date()),
    (WEEKLY_UNTIL, "week", lambda at: at.date().isocalendar()[:2]),
    (MONTHLY_UNTIL, "month", lambda at: (at.year, at.month)),
    (None, "year", lambda at: at.year),
)
