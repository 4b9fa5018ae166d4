"""Periods of report: a year, half, quarter, the term of office, any days; and the day a record counts on."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from app.domain.activities import Activity
from app.domain.branch import Branch
from app.domain.commendations import AwardRound
from app.domain.meetings import Meeting
from app.errors import FieldError, RuleError
from app.vietnamese.dates import FIRST_YEAR, LAST_YEAR, short_date
from app.vietnamese.numbers import roman

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
#: A term of office, in years, when the branch does not say until when.
_TERM_YEARS = 5


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``starts`` to ``ends``, both included; raises FieldError when there are none.

    ``is_term``: asked for as the term of office, whose last day moves on while it lasts.
    """

    starts: date
    ends: date
    is_term: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            first, last = short_date(self.starts), short_date(self.ends)
            raise FieldError("ends", f"Kỳ báo cáo: ngày cuối ({last}) phải sau ngày đầu ({first}).")

    @classmethod
    def year_of(cls, year: int) -> Self:
        """A calendar year; raises FieldError for one that is none."""
        _require_year(year)
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def half(cls, year: int, number: int) -> Self:
        """The first (1) or second (2) six months of a year."""
        return cls._part(year, number, 2)

    @classmethod
    def quarter(cls, year: int, number: int) -> Self:
        """One of the four quarters of a year."""
        return cls._part(year, number, 4)

    @classmethod
    def _part(cls, year: int, number: int, parts: int) -> Self:
        _require_year(year)
        if not 1 <= number <= parts:
            name = "Quý" if parts == 4 else "Nửa năm"
            raise FieldError("period", f"{name} phải từ 1 đến {parts} (đang là {number}).")
        months = 12 // parts
        return cls(date(year, months * (number - 1) + 1, 1), _month_end(year, months * number))

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return self == Period.year_of(self.ends.year)

    @property
    def year(self) -> int:
        """The year of its last day: whose report it is."""
        return self.ends.year

    @property
    def label(self) -> str:
        """How papers name it: "năm 2023", "6 tháng đầu năm 2023", "từ 01/9/2020 đến 30/6/2025"."""
        first, last = self.starts, self.ends
        if first.day != 1 or last != _month_end(last.year, last.month):
            return self._days()
        if first.year != last.year:
            whole = first.month == 1 and last.month == 12
            return f"giai đoạn {first.year} – {last.year}" if whole else self._days()
        months, year = last.month - first.month + 1, f"năm {last.year}"
        if months == 12:
            return year
        if months == 1:
            return f"tháng {last.month} {year}"
        if months == 3 and last.month % 3 == 0:
            return f"quý {roman(last.month // 3)} {year}"
        if first.month == 1:
            return f"{months} tháng đầu {year}"
        if last.month == 12:
            return f"{months} tháng cuối {year}"
        return self._days()

    def _days(self) -> str:
        if self.starts == self.ends:
            return f"ngày {paper_date(self.ends)}"
        return f"từ {paper_date(self.starts)} đến {paper_date(self.ends)}"

    @property
    def before(self) -> Self:
        """The like period before: as many whole years earlier as leave no day in both."""
        years = self.ends.year - self.starts.year
        while _earlier(self.ends, years) >= self.starts:
            years += 1
        return type(self)(_earlier(self.starts, years), _earlier(self.ends, years))

    @property
    def eve(self) -> date:
        """The day before its first."""
        return self.starts - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts <= day <= self.ends

    def is_estimate(self, today: date) -> bool:
        """Whether a report of it made today is an estimate: it is not over yet."""
        return today < self.ends


def paper_date(day: date) -> str:
    """A day within a sentence: "01/9/2020", "05/01/2024" (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def term_of(branch: Branch, today: date) -> Period:
    """The term of office from its first day until today, or until its last day when that is over.

    It lasts until the second year named in the branch's "Nhiệm kỳ", else five years. Raises RuleError when
    the branch does not say when it began.
    """
    years = [int(found) for found in _YEAR.findall(branch.term)]
    if branch.term_starts is not None:
        starts = branch.term_starts.earliest()
    elif years:
        starts = date(years[0], 1, 1)
    else:
        raise RuleError("Chưa biết nhiệm kỳ bắt đầu khi nào. Hãy ghi “Nhiệm kỳ từ” ở Thiết lập › Hội.")
    length = years[-1] - starts.year if len(years) > 1 and years[-1] > starts.year else _TERM_YEARS
    ends = _earlier(starts, -length) - timedelta(days=1)
    return Period(starts, min(ends, today) if starts <= today else ends, is_term=True)


def parse_part(text: str, default_year: int) -> tuple[int, int]:
    """Year and number of a half or quarter as typed on the command line: "2/2023", "2023-2" or just "2"."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) == 1:
        return default_year, int(numbers[0])
    if len(numbers) == 2:
        year, number = sorted((int(each) for each in numbers), reverse=True)
        return year, number
    raise FieldError("period", f"Không hiểu kỳ “{text}”: hãy gõ như 1/2023.")


def meeting_day(meeting: Meeting) -> date:
    """The day a meeting counts on: its own, or the last of the year of work that it belongs to."""
    return meeting.on if meeting.on.year == meeting.year else date(meeting.year, 12, 31)


def round_day(round_: AwardRound) -> date:
    """The day an award round counts on: its decision's, or the last of its year when decided in another."""
    decided = round_.decided_on
    return decided if decided is not None and decided.year == round_.year else date(round_.year, 12, 31)


def activity_day(activity: Activity) -> date:
    """The day an activity counts on: its last, for a figure of some months is known when they are over."""
    return (activity.ends or activity.on).latest()


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldError("year", f"Năm {year} không đúng. Hãy ghi năm bốn chữ số.")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _earlier(day: date, years: int) -> date:
    """The same day of a year before; the last of February stays the last of February."""
    last = calendar.monthrange(day.year - years, day.month)[1]
    whole = day == _month_end(day.year, day.month)
    return date(day.year - years, day.month, last if whole else min(day.day, last))
