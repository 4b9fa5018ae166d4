"""Who came to the meetings: one member over the years, all members in a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.meetings import Attendance, Meeting, Presence
from app.domain.members import Member
from app.domain.periods import Period, meeting_day
from app.domain.status import StatusEvent, standing_on
from app.services.units import Trees
from app.store.register import Register
from app.vietnamese.names import name_sort_key


@dataclass(frozen=True, slots=True)
class AttendanceYear:
    """One member's meetings of one year of work.

    ``came`` counts those who came late or left early as well, ``absent`` everybody who did not come,
    ``excused`` those of them who said why.
    """

    year: int
    called: int
    came: int
    late: int
    excused: int
    absent: int


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One member's meetings in a period, counted as in :class:`AttendanceYear`."""

    member_id: str
    code: str
    name: str
    unit_name: str
    called: int
    came: int
    late: int
    excused: int
    absent: int


def attendance_of(
    register: Register, member_id: str, *, today: date | None = None
) -> tuple[AttendanceYear, ...]:
    """One member's years, newest first; a meeting after ``today`` has not been held and counts nothing.

    Raises NotFoundError for a member who is not there.
    """
    with register.read() as reader:
        reader.get(Member, member_id)
        attendances = reader.all(Attendance, member_id=member_id)
        meetings = reader.all(Meeting, id=frozenset(each.meeting_id for each in attendances))
    years = {each.id: each.year for each in meetings if _was_held(each, today)}
    found: dict[int, list[Presence]] = {}
    for each in attendances:
        if each.meeting_id in years:
            found.setdefault(years[each.meeting_id], []).append(each.presence)
    return tuple(AttendanceYear(year, *_counts(found[year])) for year in sorted(found, reverse=True))


def attendance_table(
    register: Register, period: Period, *, today: date | None = None
) -> tuple[AttendanceRow, ...]:
    """Everybody who was called to a meeting of the period, by name; with the unit as it then was.

    A meeting counts on its reporting day; one after ``today`` counts nothing.
    """
    with register.read() as reader:
        held = [
            each
            for each in reader.all(Meeting)
            if period.contains(meeting_day(each)) and _was_held(each, today)
        ]
        found: dict[str, list[Presence]] = {}
        for attendance in reader.all(Attendance, meeting_id=frozenset(each.id for each in held)):
            found.setdefault(attendance.member_id, []).append(attendance.presence)
        ids = frozenset(found)
        members = sorted(
            reader.all(Member, id=ids), key=lambda m: (name_sort_key(m.full_name, m.given_words), m.code)
        )
        events: dict[str, list[StatusEvent]] = {}
        for event in reader.all(StatusEvent, member_id=ids):
            events.setdefault(event.member_id, []).append(event)
        tree = Trees(reader).of(period.ends.year)
    rows = []
    for member in members:
        standing = standing_on(events.get(member.id, ()), period.ends)
        unit_name = tree.name(tree.resolve(standing.unit_id)) if standing else ""
        counts = _counts(found[member.id])
        rows.append(AttendanceRow(member.id, member.code, member.full_name, unit_name, *counts))
    return tuple(rows)


def _was_held(meeting: Meeting, today: date | None) -> bool:
    return today is None or not meeting.is_to_come(today)


def _counts(presences: Iterable[Presence]) -> tuple[int, int, int, int, int]:
    """Called, came, late, excused, absent."""
    counted = Counter(presences)
    called = counted.total()
    came = sum(number for presence, number in counted.items() if presence.came)
    return called, came, counted[Presence.LATE], counted[Presence.EXCUSED], called - came
