"""Which year a page shows first."""

from __future__ import annotations

from datetime import date

from app.domain.care import Visit
from app.domain.commendations import AwardRound
from app.domain.funds import FundEntry
from app.domain.meetings import Meeting
from app.store.register import Register

#: Until the end of this month the year before is still being reported on.
_LAST_REPORT_MONTH = 3


def report_year(register: Register, *, today: date) -> int:
    """The year whose report is wanted now.

    This year; in the first quarter the year before; when nothing was noted in either, the last year in which
    something was, so that an old register does not open on an empty table.
    """
    due = today.year - 1 if today.month <= _LAST_REPORT_MONTH else today.year
    with register.read() as reader:
        years = {meeting.work_year or meeting.on.year for meeting in reader.all(Meeting)}
        years |= {visit.on.year for visit in reader.all(Visit, planned=False)}
        years |= {round_.year for round_ in reader.all(AwardRound)}
    if years & {today.year, today.year - 1}:
        return due
    return max((year for year in years if year < due), default=due)


def fund_year(register: Register, *, today: date) -> int:
    """The last year up to now in which the cash book has a line; this year when it has none."""
    with register.read() as reader:
        years = [entry.on.year for entry in reader.all(FundEntry) if entry.on.earliest() <= today]
    return max(years, default=today.year)
