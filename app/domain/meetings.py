"""Meetings: who was called, who came, who was the guest, what was concluded (domain notes §5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, lines, link, optional_link, require, value
from app.errors import FieldError
from app.vietnamese.text import nfc


class MeetingKind(StrEnum):
    """Kinds of meeting."""

    CONGRESS = "congress"
    COMMITTEE = "committee"
    STANDING = "standing"
    YEAR_END = "year_end"
    MID_YEAR = "mid_year"
    UNIT = "unit"
    TRADITION = "tradition"
    AWARDS = "awards"
    BY_ELECTION = "by_election"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Vietnamese name."""
        return {
            MeetingKind.CONGRESS: "Đại hội",
            MeetingKind.COMMITTEE: "Hội nghị Ban Chấp hành",
            MeetingKind.STANDING: "Họp Ban Thường vụ",
            MeetingKind.YEAR_END: "Hội nghị tổng kết năm",
            MeetingKind.MID_YEAR: "Hội nghị sơ kết",
            MeetingKind.UNIT: "Sinh hoạt chi hội",
            MeetingKind.TRADITION: "Gặp mặt truyền thống 19/5",
            MeetingKind.AWARDS: "Họp xét khen thưởng",
            MeetingKind.BY_ELECTION: "Hội nghị bầu bổ sung",
            MeetingKind.OTHER: "Cuộc họp khác",
        }[self]


class Presence(StrEnum):
    """How somebody who was called attended."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Presence.PRESENT: "Có mặt",
            Presence.LATE: "Đến muộn",
            Presence.LEFT_EARLY: "Về sớm",
            Presence.EXCUSED: "Vắng có lý do",
            Presence.ABSENT: "Vắng",
        }[self]

    @property
    def came(self) -> bool:
        """Whether the person was there at all."""
        return self in (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)


class Share(StrEnum):
    """How large a part of a whole must be: of those called to come, of votes to agree."""

    NONE = "none"
    HALF = "half"
    TWO_THIRDS = "two_thirds"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Share.NONE: "Không đặt ra",
            Share.HALF: "Quá nửa",
            Share.TWO_THIRDS: "Ít nhất hai phần ba",
        }[self]

    def needed(self, whole: int) -> int:
        """The least number that is enough of ``whole``."""
        if self is Share.NONE:
            return 0
        return whole // 2 + 1 if self is Share.HALF else -(-2 * whole // 3)


#: The meetings that decide: more than half of those called must be there (the branch's rules may ask more).
_DECIDING = frozenset(
    {MeetingKind.CONGRESS, MeetingKind.COMMITTEE, MeetingKind.STANDING, MeetingKind.BY_ELECTION}
)


def usual_quorum(kind: MeetingKind) -> Share:
    """The quorum that a new meeting of a kind begins with."""
    return Share.HALF if kind in _DECIDING else Share.NONE


_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """One meeting; ``starts`` and ``ends`` are times of day as "08:00".

    ``work_year`` is the year it belongs to when that is not the year of its date: the meeting of 05/01/2024
    sums up 2023.
    """

    title: ClassVar[str] = "Cuộc họp"

    kind: MeetingKind = value("Loại", MeetingKind.OTHER)
    name: str = line("Tên cuộc họp")
    on: date = value("Ngày")
    work_year: int | None = value("Năm công tác")
    starts: str = line("Bắt đầu", limit=5)
    ends: str = line("Kết thúc", limit=5)
    place: str = line("Địa điểm")
    unit_id: str | None = optional_link("Chi hội", "Unit")
    chair: str = line("Chủ trì")
    secretary: str = line("Thư ký")
    agenda: str = lines("Chương trình")
    discussion: str = lines("Diễn biến, ý kiến")
    conclusions: str = lines("Kết luận")
    resolution: str = lines("Nghị quyết")
    quorum: Share = value("Số người tối thiểu", Share.NONE)
    invitation_code: str = line("Số giấy mời", limit=60)
    invitation_on: date | None = value("Ngày giấy mời")
    invitation_note: str = lines("Lời dặn trong giấy mời")
    minutes_code: str = line("Số biên bản", limit=60)
    resolution_code: str = line("Số nghị quyết", limit=60)

    @property
    def year(self) -> int:
        """The year of work it is reported under."""
        return self.work_year or self.on.year

    def is_to_come(self, today: date) -> bool:
        """Whether it is still to be held: who was called is known then, who came is not."""
        return self.on > today

    def validate(self) -> None:
        """Ask for a name and sound times."""
        require("name", "Tên cuộc họp", self.name)
        for name, label in (("starts", "Bắt đầu"), ("ends", "Kết thúc")):
            _require_time(name, label, getattr(self, name))


def _require_time(name: str, label: str, held: str) -> None:
    if held and not _TIME.fullmatch(held):
        raise FieldError(name, f"{label}: ghi giờ như 08:00 (đang là “{held}”).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(Record):
    """How one member attended one meeting; ``at`` is when who was late came, or who left early left."""

    title: ClassVar[str] = "Điểm danh"

    meeting_id: str = link("Cuộc họp", "Meeting")
    member_id: str = link("Hội viên", "Member")
    presence: Presence = value("Có mặt", Presence.PRESENT)
    reason: str = line("Lý do")
    at: str = line("Giờ đến, giờ về", limit=5)

    def validate(self) -> None:
        """Ask for a sound time."""
        _require_time("at", "Giờ đến, giờ về", self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest(Record):
    """One guest of a meeting; the smallest ``position`` is named first, ``came`` tells who was there."""

    title: ClassVar[str] = "Khách mời"

    meeting_id: str = link("Cuộc họp", "Meeting")
    name: str = line("Họ và tên")
    office: str = line("Chức vụ")
    position: int = value("Thứ tự", 0)
    salutation: str = line("Cách gọi", limit=40)
    came: bool = value("Có dự", True)

    def validate(self) -> None:
        """Ask for the guest's name."""
        require("name", "Họ và tên khách mời", self.name)


@dataclass(frozen=True, slots=True)
class RollCall:
    """The totals of one meeting: called, came, absent, of the absent with a reason, guests."""

    called: int
    came: int
    absent: int
    excused: int
    guests: int = 0


def count_roll(attendances: Iterable[Attendance], guests: int = 0) -> RollCall:
    """Count one meeting's attendance; ``guests`` are those who came."""
    presences = [each.presence for each in attendances]
    came = sum(1 for p in presences if p.came)
    return RollCall(
        called=len(presences),
        came=came,
        absent=len(presences) - came,
        excused=sum(1 for p in presences if p is Presence.EXCUSED),
        guests=guests,
    )


def quorum_reached(quorum: Share, roll: RollCall) -> bool | None:
    """Whether enough of those called came; ``None`` where none is asked for or nobody was called."""
    if quorum is Share.NONE or not roll.called:
        return None
    return roll.came >= quorum.needed(roll.called)


# ---------------------------------------------------------------- guests by rank

# Written accents matter here: "tỉnh" is a province, "Hà Tĩnh" a name, and folded they are one.
_CITIES = "hà nội|hồ chí minh|hải phòng|đà nẵng|cần thơ|huế"
#: From the lowest: what is nearest names the body ("Hội Trường Sơn phường …, tỉnh …" is the ward's).
_LEVELS = tuple(
    (level, re.compile(rf"\b(?:{words})\b"))
    for level, words in (
        (4, "chi hội|chi bộ|tổ dân phố|khu phố|(?<!nông )thôn|tổ(?! quốc| chức)"),
        (3, "phường|(?<!thị )xã(?! hội)|thị trấn|đặc khu"),
        (1, f"tỉnh|(?<!cơ )sở|thành phố (?:{_CITIES})|tp\\.? ?(?:{_CITIES})"),
        (2, "thành phố|tp|thị xã|huyện|quận|thành ủy|thị ủy"),
        (0, "trung ương|tw|quốc hội|chính phủ|bộ trưởng|việt nam"),
    )
)
_LEVEL_UNKNOWN = 5
_OFFICES = tuple(
    (order, re.compile(rf"\b(?:{words})\b"))
    for order, words in (
        (3, "phó chủ tịch"),
        (2, "phó bí thư"),
        (5, "phó|thứ trưởng"),
        (6, "ủy viên"),
        (0, "bí thư"),
        (1, "chủ tịch"),
        (4, "trưởng|giám đốc|chánh|chính ủy"),
    )
)
_OFFICE_UNKNOWN = 7
#: Party before people's council, people's committee, front, and all other bodies.
_BODIES = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "(?:đảng|tỉnh|thành|thị|huyện|quận) ủy|chi bộ|đảng",
        "hđnd|hội đồng nhân dân",
        "ubnd|ủy ban nhân dân",
        "mttq|mặt trận",
    )
)


def rank_guests(guests: Iterable[Guest]) -> tuple[Guest, ...]:
    """The guests by their offices, numbered anew from 1; like offices stay as they were.

    Trung ương, tỉnh, thành phố, phường, chi hội; in each Bí thư, Chủ tịch, the deputies, heads of bodies,
    ủy viên; of like offices Party, council, committee, front, then associations. Who holds several offices
    stands by the highest.
    """
    ranked = sorted(guests, key=lambda guest: (_rank_of(guest.office), guest.position))
    return tuple(replace(guest, position=place) for place, guest in enumerate(ranked, 1))


def _rank_of(office: str) -> tuple[int, int, int]:
    # "uỷ" and "ủy" are both written.
    text = nfc(office).replace("TƯ", "trung ương").replace("T.Ư", "trung ương").casefold().replace("uỷ", "ủy")
    offices: list[str] = []
    for part in re.split("[,;]", text):
        if offices and _office_order(part) == _OFFICE_UNKNOWN:
            offices[-1] += part  # only says more of where: "…, tỉnh Bắc Kạn"
        else:
            offices.append(part)
    return min((_level(each), _office_order(each), _body(each)) for each in offices)


def _level(office: str) -> int:
    return next((level for level, words in _LEVELS if words.search(office)), _LEVEL_UNKNOWN)


def _office_order(office: str) -> int:
    return next((order for order, words in _OFFICES if words.search(office)), _OFFICE_UNKNOWN)


def _body(office: str) -> int:
    return next((place for place, words in enumerate(_BODIES) if words.search(office)), len(_BODIES))
