"""Meetings: plan, call the roll, name the guests, write down what was concluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.meetings import Attendance, Guest, Meeting, Presence, RollCall, count_roll
from app.domain.members import Member
from app.domain.status import Status
from app.services.children import settle
from app.services.member_queries import MemberOnDay, read_members_on
from app.services.units import Trees, read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.names import name_sort_key


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting for a list, with its totals."""

    meeting: Meeting
    roll: RollCall
    unit_name: str


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """One meeting with everybody who was called and every guest, in order."""

    meeting: Meeting
    attendances: tuple[tuple[Attendance, Member], ...]
    guests: tuple[Guest, ...]
    roll: RollCall
    unit_name: str


def list_meetings(register: Register, *, year: int | None = None) -> tuple[MeetingRow, ...]:
    """The meetings of a year of work (``None`` = all), newest first."""
    with register.read() as reader:
        return read_meetings(reader, year)


def read_meetings(reader: Reader, year: int | None = None) -> tuple[MeetingRow, ...]:
    """As :func:`list_meetings`, inside an open reading."""
    meetings = [m for m in reader.all(Meeting) if year is None or m.year == year]
    ids = frozenset(m.id for m in meetings)
    rolls: dict[str, list[Attendance]] = {}
    for attendance in reader.all(Attendance, meeting_id=ids):
        rolls.setdefault(attendance.meeting_id, []).append(attendance)
    guests: dict[str, int] = {}
    for guest in reader.all(Guest, meeting_id=ids):
        guests[guest.meeting_id] = guests.get(guest.meeting_id, 0) + 1
    trees = Trees(reader)
    rows = [
        MeetingRow(
            m, count_roll(rolls.get(m.id, []), guests.get(m.id, 0)), trees.of(m.on.year).name(m.unit_id)
        )
        for m in meetings
    ]
    return tuple(sorted(rows, key=lambda row: (row.meeting.on, row.meeting.starts), reverse=True))


def meeting_card(register: Register, meeting_id: str) -> MeetingCard:
    """One meeting whole; raises NotFoundError."""
    with register.read() as reader:
        meeting = reader.get(Meeting, meeting_id)
        attendances = reader.all(Attendance, meeting_id=meeting_id)
        members = {m.id: m for m in reader.all(Member, id=frozenset(a.member_id for a in attendances))}
        guests = tuple(sorted(reader.all(Guest, meeting_id=meeting_id), key=lambda g: g.position))
        pairs = sorted(
            ((a, members[a.member_id]) for a in attendances),
            key=lambda pair: name_sort_key(pair[1].full_name, pair[1].given_words),
        )
        return MeetingCard(
            meeting,
            tuple(pairs),
            guests,
            count_roll(attendances, len(guests)),
            Trees(reader).of(meeting.on.year).name(meeting.unit_id),
        )


def invited(register: Register, *, day: date, unit_id: str | None = None) -> tuple[MemberOnDay, ...]:
    """Who is to be called to a meeting on ``day``: the active members, of one unit if given."""
    with register.read() as reader:
        rows = read_members_on(reader, day, status=Status.ACTIVE)
        if unit_id is None:
            return rows
        tree = read_tree(reader, day)
        holding = tree.holding(unit_id)
        return tuple(row for row in rows if row.standing.unit_id in holding)


def save_meeting(
    register: Register,
    meeting: Meeting,
    *,
    attendances: Iterable[Attendance] | None = None,
    guests: Iterable[Guest] | None = None,
) -> Meeting:
    """Add or save a meeting; a list that is given becomes the meeting's list, ``None`` leaves it alone."""
    verb = "Thêm" if meeting.version == 0 else "Sửa"
    with register.change(f"{verb} cuộc họp {meeting.name} ngày {short_date(meeting.on)}") as work:
        saved = work.add(meeting) if meeting.version == 0 else work.replace(meeting)
        if attendances is not None:
            settle(work, work.all(Attendance, meeting_id=saved.id), attendances)
        if guests is not None:
            settle(work, work.all(Guest, meeting_id=saved.id), guests)
        return saved


def roll_of_present(meeting_id: str, members: Iterable[Member]) -> tuple[Attendance, ...]:
    """A roll where everybody called is present: the secretary then unticks who was not."""
    return tuple(
        Attendance(meeting_id=meeting_id, member_id=m.id, presence=Presence.PRESENT) for m in members
    )


def remove_meeting(register: Register, meeting_id: str) -> str:
    """Take out a meeting with its roll and guests; returns its name. Undo brings it back whole."""
    with register.read() as reader:
        name = reader.get(Meeting, meeting_id).name
    with register.change(f"Xóa cuộc họp {name}") as work:
        for kind in (Attendance, Guest):
            for child in work.all(kind, meeting_id=meeting_id):
                work.remove(child)
        work.remove(work.get(Meeting, meeting_id))
    return name
