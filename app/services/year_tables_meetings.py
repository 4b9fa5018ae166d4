"""The rows of a report about meetings: each with its roll, and who came how often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.meetings import Attendance, Guest, Meeting, Presence, count_roll, quorum_reached
from app.domain.members import Member
from app.domain.periods import Period, meeting_day
from app.domain.year_report import Cell, Column, ColumnKind, Table
from app.store.reader import Reader
from app.vietnamese.names import name_sort_key

_DATE, _NUMBER = ColumnKind.DATE, ColumnKind.NUMBER
#: Words of the column that says whether enough came.
REACHED, MISSED = "Đủ", "Thiếu"
_QUORUM = {True: REACHED, False: MISSED, None: ""}


def _meetings_in(reader: Reader, period: Period) -> list[Meeting]:
    held = [meeting for meeting in reader.all(Meeting) if period.contains(meeting_day(meeting))]
    return sorted(held, key=lambda meeting: (meeting.on, meeting.starts))


def meetings_table(reader: Reader, period: Period, today: date) -> Table:
    """The meetings that count in the period, with the totals of their rolls.

    Of one that is still to come nobody has come, or is absent, whatever its list says already.
    """
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("kind", "Loại", width=40),
        Column("name", "Tên cuộc họp", width=64),
        Column("place", "Địa điểm", width=44),
        Column("called", "Triệu tập", _NUMBER, 18),
        Column("came", "Có mặt", _NUMBER, 18),
        Column("absent", "Vắng", _NUMBER, 16),
        Column("excused", "Vắng có lý do", _NUMBER, 20),
        Column("guests", "Khách", _NUMBER, 16),
        Column("quorum", "Đủ số dự họp", width=18),
    )
    held = _meetings_in(reader, period)
    ids = frozenset(meeting.id for meeting in held)
    rolls: dict[str, list[Attendance]] = {}
    for attendance in reader.all(Attendance, meeting_id=ids):
        rolls.setdefault(attendance.meeting_id, []).append(attendance)
    guests: dict[str, int] = {}
    for guest in reader.all(Guest, meeting_id=ids):
        guests[guest.meeting_id] = guests.get(guest.meeting_id, 0) + guest.came
    rows: list[tuple[Cell, ...]] = []
    for meeting in held:
        if meeting.on > today:
            told = (meeting.on, meeting.kind.label, meeting.name, meeting.place)
            rows.append((*told, *(None,) * 5, ""))
            continue
        roll = count_roll(rolls.get(meeting.id, ()), guests.get(meeting.id, 0))
        rows.append(
            (
                meeting.on,
                meeting.kind.label,
                meeting.name,
                meeting.place,
                roll.called,
                roll.came,
                roll.absent,
                roll.excused,
                roll.guests,
                _QUORUM[quorum_reached(meeting.quorum, roll)],
            )
        )
    return Table("meetings", "Hội họp", columns, tuple(rows))


def attendance_table(reader: Reader, units: Mapping[str, str], period: Period, today: date) -> Table:
    """Who was called how often, and came; ``units`` names the unit of each member on the last day.

    What is still to come after ``today`` counts nothing.
    """
    columns = (
        Column("full_name", "Họ và tên", width=60),
        Column("unit", "Chi hội", width=60),
        Column("called", "Được triệu tập", _NUMBER, 26),
        Column("came", "Có mặt", _NUMBER, 22),
        Column("late", "Đến muộn, về sớm", _NUMBER, 28),
        Column("excused", "Vắng có lý do", _NUMBER, 26),
        Column("absent", "Vắng không lý do", _NUMBER, 28),
    )
    ids = frozenset(meeting.id for meeting in _meetings_in(reader, period) if meeting.on <= today)
    found: dict[str, list[Presence]] = {}
    for attendance in reader.all(Attendance, meeting_id=ids):
        found.setdefault(attendance.member_id, []).append(attendance.presence)
    members = reader.all(Member, id=frozenset(found))
    rows: list[tuple[Cell, ...]] = []
    for member in sorted(members, key=lambda each: name_sort_key(each.full_name, each.given_words)):
        how = found[member.id]
        rows.append(
            (
                member.full_name,
                units.get(member.id, ""),
                len(how),
                sum(each.came for each in how),
                how.count(Presence.LATE) + how.count(Presence.LEFT_EARLY),
                how.count(Presence.EXCUSED),
                how.count(Presence.ABSENT),
            )
        )
    return Table("attendance", "Dự họp", columns, tuple(rows), listed=bool(rows))
