"""Dates at the precision that is known, and dates as Vietnamese papers write them.

"1950" stays "1950": nothing here ever pads a year with a day or month that nobody knows (domain notes §8.4).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from unicodedata import decimal

from app.errors import FieldError
from app.vietnamese.text import clean, fold

FIRST_YEAR = 1800
LAST_YEAR = 2200
_LAST_SERIAL = 108_000  # days: year 2195 counted from 1900, 2199 from 1904

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

# What parse_partial_date reads, on folded text ("nam sinh: 1950").
_LONGEST = 60  # nobody writes a longer date; keeps the patterns quick on any input
_BLANKS = r"[-–—_?x.…\s]*"
_BLANK = re.compile(_BLANKS + r"|0{1,4}")
_LEAD = re.compile(r"(?:(?:ngay thang nam sinh|nam sinh|sinh|sn|s\.n|ngay|nam)(?![a-z])[\s:.]*)+")
_TIME_OF_DAY = re.compile(r"(?<=\d)(?:t|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
_PHRASE = re.compile(
    rf"(?:m[uo]ng\s+)?(?P<day>\d{{1,2}}|{_BLANKS})\s*(?:thang|t)\s*(?P<month>\d{{1,2}}|{_BLANKS})"
    r"(?:\s*[,/.–-]\s*|\s+)(?:nam\s*)?(?P<year>\d{4}|\d{2})"
)
_MARKS = ("/", ".", ",", "-", "–", "—", " ")
_ANY_MARK = re.compile(r"\s*[/.,–—-]\s*")
_NUMBER = re.compile(r"\d{1,4}")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day; sorts by (year, month or 0, day or 0).

    Raises :class:`FieldError` (field ``"date"``) for a day without month, a day that the calendar does not
    have, or a year outside 1800–2200.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise FieldError(
                "date", f"Năm {self.year} không đúng: hãy nhập năm từ {FIRST_YEAR} đến {LAST_YEAR}."
            )
        if self.month is None:
            if self.day is not None:
                raise FieldError("date", "Có ngày mà thiếu tháng: hãy nhập thêm tháng, hoặc chỉ nhập năm.")
            return
        if not 1 <= self.month <= 12:
            raise FieldError("date", f"Không có tháng {self.month}: hãy nhập tháng từ 1 đến 12.")
        if self.day is not None and not 1 <= self.day <= _days_in(self.year, self.month):
            raise FieldError(
                "date",
                f"Tháng {self.month} năm {self.year} không có ngày {self.day}: hãy xem lại ngày.",
            )

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """From "1950", "1950-08" or "1950-08-15", the form that is stored; nothing else."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise FieldError("date", f"“{text}” không phải là ngày dạng 1950, 1950-08 hoặc 1950-08-15.")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """The full date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        """What is stored: "1950", "1950-08" or "1950-08-15"; as text it sorts like the date itself."""
        return "-".join(
            [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        )

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def display(self) -> str:
        """What is shown: "1950", "08/1950" or "15/08/1950", only what is known."""
        return "/".join(
            [*(f"{part:02}" for part in (self.day, self.month) if part is not None), f"{self.year:04}"]
        )

    __str__ = display

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._sort_tuple() < other._sort_tuple()

    def earliest(self) -> date:
        """The first calendar day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last calendar day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or _days_in(self.year, month))

    def to_date(self) -> date | None:
        """The calendar day, or None when it is not known."""
        return self.earliest() if self.is_full else None

    def compare(self, other: PartialDate) -> int:
        """-1, 0 or 1 at the precision both have: 0 also when they agree as far as both are known."""
        mine, theirs = self._known(), other._known()
        common = min(len(mine), len(theirs))
        return (mine[:common] > theirs[:common]) - (mine[:common] < theirs[:common])

    def age_in_year(self, year: int) -> int:
        """Age as mừng thọ lists count it: the year less the year of birth (domain notes §4.4)."""
        return year - self.year

    def _sort_tuple(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def _known(self) -> tuple[int, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)


def parse_partial_date(text: str, *, latest_year: int | None = None, field: str = "date") -> PartialDate:
    """Read a date as people type it, at the precision typed (domain notes §8.4).

    Reads "1950", "05/1950", "5/3/1950" (5 March), "-", "." or a space between the numbers, "--", "00", "__"
    or "??" for an unknown part, "sinh năm 1950", "tháng 8 năm 1950", "ngày 15 tháng 8 năm 1950", ISO dates,
    a time of day after the date (dropped), and "15081950" or "081950" without marks. A year of two digits is
    of the 1900s; with ``latest_year`` it is the latest such year that is not after it (with 2024, "23" is
    2023 and "49" is 1949).

    Raises :class:`FieldError` (with ``field``) for what cannot be read, and for "05/12", which may be a day
    and month or a month and year: a doubtful date is asked about, never guessed.
    """
    shown = clean(text)
    if not shown:
        raise FieldError(field, "Chưa có ngày: hãy gõ như 1950, 8/1950 hoặc 15/8/1950.")
    try:
        found = _read(fold(shown), latest_year) if len(shown) <= _LONGEST else None
    except FieldError as error:
        raise FieldError(field, f"“{shown}”: {error.message}") from error
    if found is None:
        start = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        raise FieldError(field, f"Không hiểu ngày “{start}”: hãy gõ như 1950, 8/1950 hoặc 15/8/1950.")
    return found


def _read(text: str, latest_year: int | None) -> PartialDate | None:
    text = _TIME_OF_DAY.sub("", "".join(str(decimal(char, char)) for char in text))  # full-width digits too
    lead = _LEAD.match(text)
    if lead is not None:
        text = text[lead.end() :]
    phrase = _PHRASE.fullmatch(text)
    if phrase is not None:
        day, month, year = phrase["day"], phrase["month"], phrase["year"]
    elif text.isdecimal() and len(text) == 8:
        if text[2:4] > "12":  # 19500815: no month 50, so the year stands first
            text = text[6:] + text[4:6] + text[:4]
        day, month, year = text[:2], text[2:4], text[4:]
    elif text.isdecimal() and len(text) == 6:
        day, month, year = "", text[:2], text[2:]
    else:
        parts = _parts(text.strip(" ,;.")) or _parts(_ANY_MARK.sub("/", text))
        ordered = _in_order(parts)
        if ordered is None:
            return None
        day, month, year = ordered
    if _BLANK.fullmatch(year):
        return None
    return PartialDate(_full_year(year, latest_year), _known_number(month), _known_number(day))


def _parts(text: str) -> list[str]:
    """The one to three numbers or blanks that a mark separates; none when it is no such text."""
    for mark in _MARKS:
        parts = [part.strip() for part in text.split(mark)]
        if len(parts) <= 3 and all(_NUMBER.fullmatch(part) or _BLANK.fullmatch(part) for part in parts):
            return parts
    return []


def _in_order(parts: list[str]) -> tuple[str, str, str] | None:
    """The parts as day, month, year, unknown ones as blanks; None when their order is in doubt."""
    if not parts:
        return None
    first, last = parts[0], parts[-1]
    year_first = len(parts) > 1 and _is_year(first) and not _is_year(last)
    others = parts[1:] if year_first else parts[:-1]
    if any(part.isdecimal() and len(part) > 2 for part in others):
        return None
    if year_first:
        return "".join(parts[2:]), parts[1], first
    if not _is_year(last):
        if not last.isdecimal() or len(last) != 2:
            return None
        if len(parts) == 2 and int(last) <= 12 and not _BLANK.fullmatch(first):
            return None  # "05/12": day and month, or month and year?
    padded = ["", "", *parts]
    return padded[-3], padded[-2], padded[-1]


def _is_year(part: str) -> bool:
    return part.isdecimal() and len(part) == 4


def _known_number(part: str) -> int | None:
    return None if _BLANK.fullmatch(part) else int(part)


def _full_year(digits: str, latest_year: int | None) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    if latest_year is None:
        return 1900 + year
    return latest_year - (latest_year - year) % 100


def from_excel_serial(serial: float, *, epoch_1904: bool = False) -> PartialDate:
    """The day that a spreadsheet's serial number stands for; a time of day is dropped.

    ``epoch_1904`` is the workbook's own setting (old Macintosh files). A number such as 1950 in a plain cell
    is a year, not a serial: only a cell with a date format may come here. Raises :class:`FieldError` for
    serial 60, the 29 February 1900 that Excel invented, and for numbers outside the calendar.
    """
    if epoch_1904 and 0 <= serial < _LAST_SERIAL:
        return PartialDate.from_date(date(1904, 1, 1) + timedelta(days=int(serial)))
    if not epoch_1904 and (1 <= serial < 60 or 61 <= serial < _LAST_SERIAL):
        epoch = date(1899, 12, 31) if serial < 60 else date(1899, 12, 30)
        return PartialDate.from_date(epoch + timedelta(days=int(serial)))
    raise FieldError("date", f"Ô có số {serial:g}, không phải là ngày: hãy gõ lại dạng 15/8/1950.")


def short_date(day: date) -> str:
    """Write a day as in tables: "05/01/2024"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_phrase(day: date, *, pad_every_month: bool = False) -> str:
    """Write a day as in papers: "ngày 05 tháng 01 năm 2024".

    Days below 10 and months 1 and 2 get a zero, months 3 to 9 none (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    ``pad_every_month`` writes "tháng 08" for those who want it.
    """
    month = f"{day.month:02}" if pad_every_month or day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def dated_place(place: str, day: date, *, pad_every_month: bool = False) -> str:
    """Write the line under the motto: "Bắc Kạn, ngày 05 tháng 01 năm 2024".

    Without a place it is the date alone with a capital, "Ngày 05 …".
    """
    phrase = date_phrase(day, pad_every_month=pad_every_month)
    return f"{place}, {phrase}" if place else phrase[0].upper() + phrase[1:]


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
