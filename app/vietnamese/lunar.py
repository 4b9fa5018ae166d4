"""The Vietnamese lunar calendar: what day of which moon, when Tết is, what the year is called.

Reckoned for the meridian of Hà Nội (UTC+7) by Hồ Ngọc Đức's published algorithm, which follows J. Meeus,
"Astronomical Algorithms": a month begins on the day of the new moon, the winter solstice is in month 11, and
the first month without a principal term is the leap month. The law of 1967 put the north on UTC+7; before
1968 the printed calendars differ now and then, so earlier years are not reckoned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, radians, sin

FIRST_YEAR, LAST_YEAR = 1968, 2199

_ZONE = 7 / 24
_MOON = 29.530588853
_EPOCH = 2415021.076998695
_TO_JULIAN = 1721425  # what a proleptic Gregorian ordinal lacks to the Julian day

_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


@dataclass(frozen=True, slots=True)
class LunarDate:
    """A day of the lunar calendar; ``is_leap`` tells the second month of a number from the first."""

    year: int
    month: int
    day: int
    is_leap: bool = False


def year_name(year: int) -> str:
    """What a lunar year is called: 2024 is "Giáp Thìn"."""
    return f"{_STEMS[(year - 4) % 10]} {_BRANCHES[(year - 4) % 12]}"


def is_reckoned(day: date) -> bool:
    """Whether :func:`lunar_date` knows the day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def lunar_date(day: date) -> LunarDate:
    """The lunar date of a day of 1968–2199; raises ValueError outside."""
    if not is_reckoned(day):
        raise ValueError(f"no lunar date for {day}")
    number = day.toordinal() + _TO_JULIAN
    moon = floor((number - _EPOCH) / _MOON)
    begins = _new_moon(moon + 1)
    if begins > number:
        begins = _new_moon(moon)
    year, eleventh = day.year, _eleventh_month(day.year)
    if eleventh >= begins:
        next_eleventh, eleventh = eleventh, _eleventh_month(year - 1)
    else:
        year += 1
        next_eleventh = _eleventh_month(year)
    since = (begins - eleventh) // 29
    month, is_leap = since + 11, False
    if next_eleventh - eleventh > 365:
        leap = _leap_month(eleventh)
        if since >= leap:
            month, is_leap = since + 10, since == leap
    if month > 12:
        month -= 12
    if month >= 11 and since < 4:
        year -= 1
    return LunarDate(year, month, number - begins + 1, is_leap)


@lru_cache(maxsize=256)
def new_year(year: int) -> date:
    """The first day of Tết Nguyên đán in a calendar year of 1968–2199."""
    day = date(year, 1, 19)
    while (found := lunar_date(day)).month != 1 or found.day != 1:
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=512)
def _new_moon(number: int) -> int:
    """The Julian day, in Hà Nội, of the new moon that many moons after 1 January 1900."""
    t = number / 1236.85
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(2 * moon + sun)
    )
    late = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + shift - late + 0.5 + _ZONE)


@lru_cache(maxsize=512)
def _sun_sign(number: int) -> int:
    """In which twelfth of its way the sun stands when a Julian day begins in Hà Nội; 0 = spring equinox."""
    t = (number - 0.5 - _ZONE - 2451545.0) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    equation = (
        (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000290 * sin(3 * anomaly)
    )
    return floor(radians(mean + equation) % (2 * pi) / pi * 6)


@lru_cache(maxsize=512)
def _eleventh_month(year: int) -> int:
    """The Julian day on which the month with the winter solstice of a year begins."""
    moon = floor((date(year, 12, 31).toordinal() + _TO_JULIAN - 2415021) / _MOON)
    begins = _new_moon(moon)
    return begins if _sun_sign(begins) < 9 else _new_moon(moon - 1)


def _leap_month(eleventh: int) -> int:
    """Which month after an eleventh month is the leap month: the first without a principal term."""
    moon = floor((eleventh - _EPOCH) / _MOON + 0.5)
    place, last, sign = 1, -1, _sun_sign(_new_moon(moon + 1))
    while sign != last:
        place += 1
        last, sign = sign, _sun_sign(_new_moon(moon + place))
    return place - 1
