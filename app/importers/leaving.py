"""What a list says of members who are no longer active: died, moved away, left, struck off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.status import StatusKind
from app.errors import FieldError
from app.vietnamese.dates import PartialDate, parse_partial_date
from app.vietnamese.text import fold

#: The fields of columns that say it: a word, or the day on which it happened.
STATUS = "status"
LEFT_ON = {
    "died_on": StatusKind.DIED,
    "moved_on": StatusKind.TRANSFERRED_OUT,
    "left_on": StatusKind.LEFT_UNKNOWN,
}
LABELS = {
    STATUS: "Tình trạng", "died_on": "Ngày từ trần", "moved_on": "Ngày chuyển đi",
    "left_on": "Ngày ra khỏi Hội",
}  # fmt: skip

_WORDS = (
    (StatusKind.DIED, r"(?:da |moi |vua )?(?:tu tran|mat|chet|qua doi|ta the|tu vong|hy sinh|deceased)"),
    (StatusKind.REMOVED, r"(?:da |bi )*(?:xoa ten|khai tru)"),
    (StatusKind.RESIGNED, r"(?:da |co don )*(?:xin (?:ra|thoi|nghi)|tu nguyen ra)"),
    (
        StatusKind.TRANSFERRED_OUT,
        r"(?:da )?(?:chuyen di|chuyen (?:sinh hoat|vung|noi o|noi cu tru|noi khac)|chuyen$|chuyen ra|moved)",
    ),
    (
        StatusKind.LEFT_UNKNOWN,
        r"(?:da )?(?:thoi|ra khoi|ra hoi|nghi sinh hoat|khong con sinh hoat|ngung sinh hoat|left)",
    ),
)
_LEAVING = tuple((kind, re.compile(rf"{words}(?![a-z])")) for kind, words in _WORDS)
#: A person who moved away and died has died.
_WEIGHTIEST = (
    StatusKind.DIED, StatusKind.REMOVED, StatusKind.RESIGNED, StatusKind.TRANSFERRED_OUT,
    StatusKind.LEFT_UNKNOWN,
)  # fmt: skip
_STAYING = re.compile(
    r"(?:(?:dang |van |con )?(?:con )?(?:sinh hoat|sh|hoat dong|song|binh thuong|tham gia|hoi vien|active"
    r"|o tai cho|on dinh)"
    r"|chuyen (?:den|ve|chi hoi)|ket nap|moi(?: vao)?|tang|khong|0|co|x|v)(?![a-z])"
)
_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s*[/.-]\s*\d{4}|(?:19|20)\d{2}")
#: Said of a note's own person: "vợ đã mất" and "mất sức" are not.
_NOTE = re.compile(
    r"(?:^|[\s,;.(])(?P<word>đã mất|mới mất|vừa mất|đã chết|từ trần|qua đời|tạ thế"
    r"|(?:đã )?chuyển đi|chuyển sinh hoạt|xin ra|ra khỏi hội|thôi sinh hoạt|xin thôi"
    r"|x[oó][aá] tên|khai trừ)(?!\w)"
    r"|^(?P<first>mất|chết)(?=$|[\s,;.(:]*(?:năm|ngày|tháng|t?\d))"
)
_RELATIVE = re.compile(r"(?:vợ|chồng|con|bố|mẹ|cha|anh|chị|em|cháu|đồng đội)(?: \w+){0,3}\W*$")
_NOT_OF_PEOPLE = re.compile(r"\s*(?:sức|sổ|thẻ|giấy|hồ sơ|liên lạc|khả năng|huân|huy)")


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody ceased to be an active member, and when if the list says so."""

    kind: StatusKind
    on: PartialDate | None = None

    @property
    def text(self) -> str:
        """Within a sentence: "đã từ trần năm 2022"."""
        words = {
            StatusKind.DIED: "đã từ trần",
            StatusKind.TRANSFERRED_OUT: "đã chuyển đi",
            StatusKind.RESIGNED: "đã xin ra khỏi Hội",
            StatusKind.REMOVED: "đã bị xóa tên",
        }.get(self.kind, "đã thôi sinh hoạt")
        if self.on is None:
            return words
        return f"{words} {'năm' if self.on.month is None else 'ngày' if self.on.day else 'tháng'} {self.on}"


@lru_cache(maxsize=4096)  # a column of states says a few things thousands of times
def leaving_of(text: str, latest: date) -> Leaving | None:
    """What a status cell says: "Đã mất 2022", "Chuyển đi", "Xóa tên"; ``None`` when it is no leaving.

    A date that lies after ``latest`` (today) or that cannot be is left out.
    """
    folded = fold(text).strip(" .,:;-")
    for kind, words in _LEAVING:
        if words.match(folded):
            return Leaving(kind, _date_in(text, latest))
    return None


def says_staying(text: str) -> bool:
    """Whether a status cell says that the member is active: "Đang sinh hoạt", "Chuyển đến"."""
    return _STAYING.match(fold(text).strip(" .,:;-")) is not None


def settled(held: Sequence[Leaving], earlier: dict[str, PartialDate]) -> tuple[Leaving | None, str]:
    """One leaving out of all that a row says, and a sentence when its day cannot be and was left out.

    A death counts before anything else. ``earlier`` are days that must lie before, by their names within a
    sentence ("ngày sinh").
    """
    if not held:
        return None, ""
    kind = min((each.kind for each in held), key=_WEIGHTIEST.index)
    days = [each.on for each in held if each.on and each.kind in (kind, StatusKind.LEFT_UNKNOWN)]
    on = max(days, key=lambda day: len(day.iso), default=None)
    for name, day in earlier.items():
        if on is not None and on.latest() < day.earliest():
            said = Leaving(kind, on).text
            return Leaving(kind), f"Danh sách ghi {said}, trước {name} {day}, nên để trống ngày. Xin xem lại."
    return Leaving(kind, on), ""


def leaving_in_note(text: str) -> str:
    """The words of a note that say its person has left, "" when there are none."""
    for line in text.casefold().split("\n"):
        for found in _NOTE.finditer(line):
            word = found["word"] or found["first"]
            before, after = line[: found.start(found.lastgroup or 0)], line[found.end() :]
            if not _RELATIVE.search(before) and not _NOT_OF_PEOPLE.match(after):
                return word
    return ""


def _date_in(text: str, latest: date) -> PartialDate | None:
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        when = parse_partial_date(found[0], latest_year=latest.year)
    except FieldError:
        return None
    return when if when.earliest() <= latest else None
