"""A cell that should hold a date → the date as far as it is known, and a sentence where it was doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from app.errors import FieldError
from app.importers.cells import BRACKETED, Reading, quoted, text_of
from app.importers.tables import Cell
from app.vietnamese.dates import PartialDate, from_excel_serial, parse_partial_date
from app.vietnamese.text import clean

#: Nobody younger is in an association of veterans, so "23" is 1923 where it is a birth.
_YOUNGEST = 16
_HOW = "Hãy gõ như 1950, 8/1950 hoặc 15/8/1950."
_SHORT_YEAR = re.compile(r"(?:.*[^\d])?\d{2}", re.DOTALL)
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{4}\s*")
_TWO_NUMBERS = re.compile(r"\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*")
#: 1950, 8/1950, 15/8/1950 or 1950-08-15: forms that need no word.
_PLAIN = re.compile(r"(?:(?:\d{1,2}\s*[/.-]\s*)?\d{1,2}\s*[/.-]\s*)?\d{4}|\d{4}-\d{2}(?:-\d{2})?")
_AROUND = re.compile(r"^\D*?(?=\d)|(?<=\d)\D*$")
_ONE_YEAR = re.compile(r"\D*((?:18|19|20)\d{2})\D*")


def partial_date(cell: Cell, latest: date, label: str, *, birth: bool = False) -> Reading:
    """A date as known: dates of the sheet, years as numbers or text, every form of domain notes §8.4.

    What lies after ``latest`` (today) is left out. Two digits of a year, "~1950", "1950?" and "Canh Dần
    1950" are read and told; a month before its day is never guessed. A ``birth`` is that of a grown person.
    """
    raw = text_of(cell)
    reading = _any_date(cell, latest.year - (_YOUNGEST if birth else 0), label)
    if isinstance(reading.value, PartialDate) and reading.value.earliest() > latest:
        return Reading(message=f"{label} {quoted(raw)}: ngày này chưa tới, đã để trống.")
    return reading


def _any_date(cell: Cell, latest_year: int, label: str) -> Reading:
    if isinstance(cell, datetime | date):
        return _date_cell(cell.date() if isinstance(cell, datetime) else cell, label)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number_date(float(cell), latest_year, label)
    return _text_date(text_of(cell), latest_year, label)


@lru_cache(maxsize=16_384)  # people are born on some thousands of days
def _text_date(text: str, latest_year: int, label: str) -> Reading:
    notes = "; ".join(found.strip() for found in BRACKETED.findall(text) if found.strip())
    bare = clean(BRACKETED.sub(" ", text))
    if not bare:
        bare, notes = notes, ""
    if not bare:
        return Reading()
    if bare.isascii() and bare.isdigit() and len(bare) == 5:
        return _number_date(float(bare), latest_year, label)
    note = f"{label}: {notes}" if notes else ""
    try:
        found = parse_partial_date(bare, latest_year=latest_year)
    except FieldError as error:
        near = _approximate(bare, latest_year)
        if near is None:
            return Reading(message=f"{label} {quoted(text)}: {_reason(bare, error)}")
        told = f"{label} {quoted(text)}: đã ghi là {_spoken(near)}, xin xem lại."
        return Reading(near, told, note, "ngày ghi không rõ, lấy phần rõ")
    if _SHORT_YEAR.fullmatch(bare) and not bare.startswith(str(found.year)):
        told = f"{label} {quoted(text)}: đã hiểu là {_spoken(found)}, xin xem lại."
        return Reading(found, told, note, "năm chỉ ghi hai chữ số")
    if note:
        return Reading(found, note=note, repair="lời trong ngoặc chuyển sang ghi chú")
    return Reading(found, repair="" if _PLAIN.fullmatch(bare) else "ngày ghi khác lối, viết lại")


def month_first(texts: Sequence[str]) -> tuple[str, str] | None:
    """A date of a column that has its month first, and one that may have; ``None`` where none must or may.

    "08/15/1950" proves it of the whole column unless another has a day beyond 12 first.
    """
    surely = doubtful = ""
    for text in texts:
        parts = _MONTH_FIRST.fullmatch(text)
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[2])
        if first > 12:
            return None
        if second > 12:
            surely = surely or text.strip()
        elif first != second:
            doubtful = doubtful or text.strip()
    return (surely, doubtful) if surely and doubtful else None


def _approximate(text: str, latest_year: int) -> PartialDate | None:
    """The date inside "khoảng 8/1950" or "1950?", the year alone where no more can be told."""
    try:
        return parse_partial_date(_AROUND.sub("", text), latest_year=latest_year)
    except FieldError:
        year = _ONE_YEAR.fullmatch(text)
        return PartialDate(int(year[1])) if year else None


def _reason(text: str, error: FieldError) -> str:
    """Why a date was not taken, as the end of a sentence, and that the field was left blank."""
    parts = _MONTH_FIRST.fullmatch(text)
    if parts is not None and int(parts[1]) <= 12 < int(parts[2]) <= 31:
        return "có lẽ ghi tháng trước ngày, đã để trống. Hãy ghi ngày trước tháng."
    if isinstance(error.__cause__, FieldError):
        cause = error.__cause__.message.partition(":")[0]
        return f"{cause[:1].lower()}{cause[1:]}, đã để trống."
    if _TWO_NUMBERS.fullmatch(text):
        return "không rõ là ngày và tháng hay tháng và năm, đã để trống."
    return f"không hiểu, đã để trống. {_HOW}"


def _spoken(found: PartialDate) -> str:
    return f"năm {found}" if found.month is None else str(found)


@lru_cache(maxsize=16_384)
def _date_cell(day: date, label: str) -> Reading:
    # 1950 typed into a cell formatted as a date is stored as the 1950th day, a day of 1905.
    serial = (day - date(1899, 12, 30)).days
    if 1850 <= serial <= 2050:
        told = f"{label} “{day:%d/%m/%Y}”: Excel hiểu nhầm số {serial} là ngày, đã ghi là năm {serial}."
        return Reading(PartialDate(serial), told, repair="năm mà Excel hiểu nhầm là ngày")
    try:
        return Reading(PartialDate.from_date(day))
    except FieldError:
        return Reading(message=f"{label} “{day.isoformat()}”: không đúng, đã để trống.")


def _number_date(number: float, latest_year: int, label: str) -> Reading:
    if number.is_integer() and 1800 <= number <= 2200:
        return Reading(PartialDate(int(number)))
    if 3_000 <= number <= 60_000:  # 18/3/1908 … 8/4/2064: a date whose cell lost its date format
        found = from_excel_serial(number)
        told = f"{label} “{number:g}”: đã hiểu số này của Excel là ngày {found}, xin xem lại."
        return Reading(found, told, repair="số của Excel đổi thành ngày")
    if number.is_integer() and 0 < number < 10**9:
        return _text_date(str(int(number)), latest_year, label)
    return Reading(message=f"{label} “{number:g}”: không hiểu, đã để trống. {_HOW}")
