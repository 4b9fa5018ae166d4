"""Words that official papers share: lists in a sentence, shares of votes, times of day, bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.services.official_papers import BLANK
from app.vietnamese.dates import date_phrase

#: How a point of a list begins: "1. ", "2.1. ", "a) ", "II. ", "- ".
_POINT = re.compile(r"(?:\d+(?:\.\d+)*|[a-zđ]|[IVX]+)[.)/]\s|[-–+•*]\s?")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def listed(words: Sequence[str]) -> str:
    """Words in a sentence, “A, B và C”."""
    return " và ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def at_time(clock: str) -> str:
    """A time of day as minutes write it: "08 giờ 00 phút"; "" when it is not known."""
    hours, _, minutes = clock.partition(":")
    return f"{int(hours):02} giờ {minutes} phút" if minutes else ""


def time_or_blank(clock: str) -> str:
    """The same, with dots where it is left to be written by hand."""
    return at_time(clock) or f"{BLANK} giờ {BLANK} phút"


def day_or_blank(day: date | None, today: date) -> str:
    """A day as papers write it, with dots for one that is not known yet."""
    return date_phrase(day) if day else f"ngày {BLANK} tháng {BLANK} năm {today.year}"


def weekday(day: date) -> str:
    """The day of the week: "thứ Sáu"."""
    return _WEEKDAYS[day.weekday()]


def is_point(line: str) -> bool:
    """Whether a typed line is one point of a list, numbered or with a dash."""
    return _POINT.match(line) is not None


def in_sentence(text: str) -> str:
    """Words that begin with a capital as they stand inside a sentence; a name in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def body_name(authority: str, branch_name: str) -> str:
    """The body that decides, "Ban Chấp hành Hội …", from "TM. BAN CHẤP HÀNH"; else its chairman."""
    for mark in ("TM.", "T/M", "TM"):
        if authority.upper().startswith(mark):
            return f"{in_prose(authority[len(mark) :].strip())} {branch_name}"
    return f"Chủ tịch {branch_name}"


def in_prose(words: str) -> str:
    """Words in capitals as a sentence writes them: "BAN CHẤP HÀNH" is "Ban Chấp hành"."""
    if not words.isupper():
        return words
    known = {"BAN CHẤP HÀNH": "Ban Chấp hành", "BAN THƯỜNG VỤ": "Ban Thường vụ", "CHỦ TỊCH": "Chủ tịch"}
    return known.get(words, words.capitalize())
