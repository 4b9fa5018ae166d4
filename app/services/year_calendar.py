"""The branch's calendar: meetings, what is due, birthdays, days of remembrance, the year's great days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Campaign, Visit
from app.domain.meetings import Meeting
from app.domain.members import Member
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.services.tasks import read_tasks
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import birthdays
from app.vietnamese.dates import short_date
from app.vietnamese.lunar import LunarDate, is_reckoned, lunar_date, year_name


class EventKind(StrEnum):
    """What a day of the calendar is marked for."""

    MEETING = "meeting"
    TASK = "task"
    CAMPAIGN = "campaign"
    TERM = "term"
    HOLIDAY = "holiday"
    FOUNDING = "founding"
    BIRTHDAY = "birthday"
    REMEMBRANCE = "remembrance"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            EventKind.MEETING: "Cuộc họp",
            EventKind.TASK: "Việc đến hạn",
            EventKind.CAMPAIGN: "Tặng quà",
            EventKind.TERM: "Hết nhiệm kỳ",
            EventKind.HOLIDAY: "Ngày lễ, kỷ niệm",
            EventKind.FOUNDING: "Ngày thành lập",
            EventKind.BIRTHDAY: "Sinh nhật",
            EventKind.REMEMBRANCE: "Ngày giỗ",
        }[self]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event of a day: a sentence, and the record behind it (page key and id, "" for none)."""

    on: date
    kind: EventKind
    text: str
    page: str = ""
    record_id: str = ""
    is_done: bool = False


#: Days of every year that such a branch keeps: (month, day, what).
GREAT_DAYS = (
    (1, 1, "Tết Dương lịch"),
    (2, 3, "Thành lập Đảng Cộng sản Việt Nam"),
    (3, 8, "Quốc tế Phụ nữ"),
    (4, 30, "Giải phóng miền Nam, thống nhất đất nước"),
    (5, 1, "Quốc tế Lao động"),
    (5, 19, "Ngày truyền thống Trường Sơn; sinh nhật Bác Hồ"),
    (6, 6, "Ngày truyền thống người cao tuổi Việt Nam"),
    (7, 27, "Ngày Thương binh - Liệt sĩ"),
    (9, 2, "Quốc khánh"),
    (10, 1, "Ngày quốc tế người cao tuổi"),
    (10, 20, "Ngày Phụ nữ Việt Nam"),
    (11, 18, "Ngày truyền thống Mặt trận Tổ quốc Việt Nam"),
    (12, 22, "Thành lập Quân đội nhân dân Việt Nam"),
)

#: Days of every lunar year: (month, day, what).
LUNAR_DAYS = (
    (1, 1, "Tết Nguyên đán"),
    (1, 2, "Mùng hai Tết"),
    (1, 3, "Mùng ba Tết"),
    (3, 10, "Giỗ Tổ Hùng Vương"),
    (7, 15, "Rằm tháng Bảy"),
    (8, 15, "Tết Trung thu"),
    (12, 23, "Ông Công, ông Táo"),
)


def events_between(register: Register, starts: date, ends: date) -> tuple[CalendarEvent, ...]:
    """Everything between two days, both included, in order of days."""
    with register.read() as reader:
        return read_events(reader, starts, ends)


def read_events(reader: Reader, starts: date, ends: date) -> tuple[CalendarEvent, ...]:
    """As :func:`events_between`, inside an open reading."""
    days = [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]
    found = [
        *_planned(reader, starts, ends),
        *_great_days(reader, days),
        *_birthdays(reader, days),
        *_remembrance(reader, days),
    ]
    kinds = list(EventKind)
    return tuple(sorted(found, key=lambda event: (event.on, kinds.index(event.kind))))


def lunar_words(day: date) -> str:
    """The lunar day as a calendar shows it small: "15", on the first of a month "1/8"; "" when unknown."""
    if not is_reckoned(day):
        return ""
    found = lunar_date(day)
    return (
        f"{found.day}/{found.month}{' nhuận' if found.is_leap else ''}" if found.day == 1 else str(found.day)
    )


def lunar_year_words(day: date) -> str:
    """The name of the lunar year of a day, "Giáp Thìn"; "" when unknown."""
    return year_name(lunar_date(day).year) if is_reckoned(day) else ""


def _planned(reader: Reader, starts: date, ends: date) -> Iterator[CalendarEvent]:
    for meeting in reader.all(Meeting):
        if starts <= meeting.on <= ends:
            text = f"{meeting.starts} {meeting.name}".strip()
            yield CalendarEvent(meeting.on, EventKind.MEETING, text, "meetings", meeting.id)
    for row in read_tasks(reader, open_only=False):
        task = row.task
        if task.due is not None and starts <= task.due <= ends:
            who = f" ({row.who})" if row.who else ""
            done = task.done_on is not None
            yield CalendarEvent(task.due, EventKind.TASK, task.text + who, "meetings", task.id, done)
    for campaign in reader.all(Campaign):
        day = campaign.on.to_date()
        if day is not None and starts <= day <= ends:
            lines = reader.all(Visit, campaign_id=campaign.id)
            done = bool(lines) and not any(line.planned for line in lines)
            yield CalendarEvent(day, EventKind.CAMPAIGN, campaign.name, "visits", campaign.id, done)
    for office in reader.all(Office):
        day = office.ends.to_date() if office.ends else None
        if day is not None and starts <= day <= ends:
            holder = reader.get(Member, office.member_id).full_name
            text = f"{office.name}: {holder}"
            yield CalendarEvent(day, EventKind.TERM, text, "members", office.member_id)


def _great_days(reader: Reader, days: Iterable[date]) -> Iterator[CalendarEvent]:
    branch = reader.find(Branch, BRANCH_ID)
    founded = branch.founded.to_date() if branch and branch.founded else None
    by_sun = {(month, day): text for month, day, text in GREAT_DAYS}
    by_moon = {(month, day): text for month, day, text in LUNAR_DAYS}
    for day in days:
        if text := by_sun.get((day.month, day.day)):
            yield CalendarEvent(day, EventKind.HOLIDAY, text)
        if is_reckoned(day):
            moon = lunar_date(day)
            if not moon.is_leap and (text := by_moon.get((moon.month, moon.day))):
                named = f" {year_name(moon.year)}" if (moon.month, moon.day) == (1, 1) else ""
                yield CalendarEvent(day, EventKind.HOLIDAY, text + named)
        if founded and day > founded and (day.month, day.day) == (founded.month, founded.day):
            text = f"Kỷ niệm {day.year - founded.year} năm thành lập Hội ({short_date(founded)})"
            yield CalendarEvent(day, EventKind.FOUNDING, text)


def _birthdays(reader: Reader, days: list[date]) -> Iterator[CalendarEvent]:
    on = {(day.month, day.day): day for day in days}
    for member_id, name, birth in birthdays(reader, sorted({day.month for day in days})):
        day = on.get((int(birth[5:7]), int(birth[8:])))
        if day is not None and day.year > int(birth[:4]):
            text = f"{name}, {day.year - int(birth[:4])} tuổi"
            yield CalendarEvent(day, EventKind.BIRTHDAY, text, "members", member_id)


def _remembrance(reader: Reader, days: list[date]) -> Iterator[CalendarEvent]:
    """The days of remembrance fall by the lunar calendar, as families keep them."""
    moons = {day: lunar_date(day) for day in days if is_reckoned(day)}
    if not moons:
        return
    died: list[tuple[StatusEvent, date, LunarDate]] = []
    for event in reader.all(StatusEvent, kind=StatusKind.DIED.value):
        day = event.on.to_date() if event.on else None
        if day is not None and is_reckoned(day):
            died.append((event, day, lunar_date(day)))
    on: dict[tuple[int, int], list[date]] = {}
    for day, moon in moons.items():
        if not moon.is_leap:
            on.setdefault((moon.month, moon.day), []).append(day)
            # Who died on the thirtieth of a month that has twenty-nine days now is remembered on its last.
            if moon.day == 29 and _is_last(day):
                on.setdefault((moon.month, 30), []).append(day)
    hits = [
        (event, dead, moon, day)
        for event, dead, moon in died
        for day in on.get((moon.month, moon.day), ())
        if day > dead
    ]
    wanted = frozenset(event.member_id for event, *_ in hits)
    members = {member.id: member for member in reader.all(Member, id=wanted)}
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=wanted):
        events.setdefault(event.member_id, []).append(event)
    for event, dead, moon, day in hits:
        standing = standing_on(events[event.member_id], day)
        if standing is not None and standing.status is Status.DECEASED:
            name = members[event.member_id].full_name
            text = f"Giỗ đồng chí {name} (mất {short_date(dead)}, tức {moon.day}/{moon.month} âm lịch)"
            yield CalendarEvent(day, EventKind.REMEMBRANCE, text, "members", event.member_id)


def _is_last(day: date) -> bool:
    return is_reckoned(after := day + timedelta(days=1)) and lunar_date(after).day == 1
