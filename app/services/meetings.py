"""Meetings: plan, call the roll, name the guests, vote and elect, write down what was concluded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.attachments import Attachment
from app.domain.meetings import (
    Attendance,
    Guest,
    Meeting,
    MeetingKind,
    Presence,
    RollCall,
    count_roll,
    quorum_reached,
)
from app.domain.members import Member
from app.domain.motions import Candidate, Election, Motion, Outcome, outcome, require_countable
from app.domain.offices import COMMITTEE_TITLES, STANDING_TITLES, Office
from app.domain.record import Record
from app.domain.status import Status
from app.domain.tasks import Task
from app.services.children import settle
from app.services.member_queries import MemberOnDay, read_members_on
from app.services.units import Trees, read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date
from app.vietnamese.names import name_sort_key

#: Whose meeting a kind is, by the offices that belong to it.
_BODIES = {
    MeetingKind.COMMITTEE: COMMITTEE_TITLES,
    MeetingKind.AWARDS: COMMITTEE_TITLES,
    MeetingKind.STANDING: STANDING_TITLES,
}
#: What belongs to a meeting and goes with it.
_CHILDREN: tuple[type[Record], ...] = (Attendance, Guest, Motion, Election, Task, Attachment)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting for a list, with its totals."""

    meeting: Meeting
    roll: RollCall
    unit_name: str


@dataclass(frozen=True, slots=True)
class ElectionCard:
    """One election with who stood, in order, and who is elected as far as votes are counted."""

    election: Election
    candidates: tuple[tuple[Candidate, Member], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """One meeting with everybody who was called, every guest, what was voted on and promised, in order.

    ``quorum`` says whether enough came; ``None`` where none is asked for or nobody was called.
    """

    meeting: Meeting
    attendances: tuple[tuple[Attendance, Member], ...]
    guests: tuple[Guest, ...]
    roll: RollCall
    unit_name: str
    motions: tuple[Motion, ...] = ()
    elections: tuple[ElectionCard, ...] = ()
    tasks: tuple[Task, ...] = ()
    quorum: bool | None = None


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
    for guest in reader.all(Guest, meeting_id=ids, came=True):
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
        return read_meeting_card(reader, meeting_id)


def read_meeting_card(reader: Reader, meeting_id: str) -> MeetingCard:
    """As :func:`meeting_card`, inside an open reading."""
    meeting = reader.get(Meeting, meeting_id)
    attendances = reader.all(Attendance, meeting_id=meeting_id)
    members = {m.id: m for m in reader.all(Member, id=frozenset(a.member_id for a in attendances))}
    guests = tuple(sorted(reader.all(Guest, meeting_id=meeting_id), key=lambda g: g.position))
    pairs = sorted(
        ((a, members[a.member_id]) for a in attendances),
        key=lambda pair: name_sort_key(pair[1].full_name, pair[1].given_words),
    )
    roll = count_roll(attendances, sum(guest.came for guest in guests))
    return MeetingCard(
        meeting,
        tuple(pairs),
        guests,
        roll,
        Trees(reader).of(meeting.on.year).name(meeting.unit_id),
        tuple(sorted(reader.all(Motion, meeting_id=meeting_id), key=lambda m: m.position)),
        _election_cards(reader, meeting_id),
        tuple(sorted(reader.all(Task, meeting_id=meeting_id), key=lambda t: (t.due or date.max, t.text))),
        quorum_reached(meeting.quorum, roll),
    )


def _election_cards(reader: Reader, meeting_id: str) -> tuple[ElectionCard, ...]:
    elections = sorted(reader.all(Election, meeting_id=meeting_id), key=lambda e: e.position)
    candidates = sorted(
        reader.all(Candidate, election_id=frozenset(e.id for e in elections)), key=lambda c: c.position
    )
    members = {m.id: m for m in reader.all(Member, id=frozenset(c.member_id for c in candidates))}
    cards = []
    for election in elections:
        standing = [c for c in candidates if c.election_id == election.id]
        pairs = tuple((c, members[c.member_id]) for c in standing)
        cards.append(ElectionCard(election, pairs, outcome(election, standing)))
    return tuple(cards)


def invited(
    register: Register, *, day: date, unit_id: str | None = None, kind: MeetingKind = MeetingKind.OTHER
) -> tuple[MemberOnDay, ...]:
    """Who is usually called to a meeting on ``day``: the active members, of one unit if given.

    To a meeting of Ban Chấp hành or Ban Thường vụ those of them who held its offices that day, if any are
    known.
    """
    with register.read() as reader:
        rows = read_members_on(reader, day, status=Status.ACTIVE)
        if unit_id is not None:
            holding = read_tree(reader, day).holding(unit_id)
            return tuple(row for row in rows if row.standing.unit_id in holding)
        titles = _BODIES.get(kind)
        if titles is None:
            return rows
        offices = reader.all(Office, unit_id=None, name=frozenset(titles))
        body = frozenset(office.member_id for office in offices if office.held_on(day))
        return tuple(row for row in rows if row.member.id in body) or rows


def save_meeting(
    register: Register,
    meeting: Meeting,
    *,
    attendances: Iterable[Attendance] | None = None,
    guests: Iterable[Guest] | None = None,
    motions: Iterable[Motion] | None = None,
    elections: Iterable[tuple[Election, Iterable[Candidate]]] | None = None,
    tasks: Iterable[Task] | None = None,
) -> Meeting:
    """Add or save a meeting; a list that is given becomes the meeting's list, ``None`` leaves it alone.

    Raises ConflictError when the meeting, or something of its lists, was saved elsewhere since it was read,
    FieldError where somebody would have more votes than there are valid ballots.
    """
    verb = "Thêm" if meeting.version == 0 else "Sửa"
    with register.change(f"{verb} cuộc họp {meeting.name} ngày {short_date(meeting.on)}") as work:
        saved = work.add(meeting) if meeting.version == 0 else work.replace(meeting)
        if attendances is not None:
            settle(work, work.all(Attendance, meeting_id=saved.id), attendances)
        if guests is not None:
            settle(work, work.all(Guest, meeting_id=saved.id), guests)
        if motions is not None:
            settle(work, work.all(Motion, meeting_id=saved.id), motions)
        if elections is not None:
            _settle_elections(work, saved.id, [(each, tuple(standing)) for each, standing in elections])
        if tasks is not None:
            settle(work, work.all(Task, meeting_id=saved.id), tasks)
        return saved


def _settle_elections(
    work: Work, meeting_id: str, wanted: Sequence[tuple[Election, tuple[Candidate, ...]]]
) -> None:
    stored = work.all(Election, meeting_id=meeting_id)
    standing = work.all(Candidate, election_id=frozenset(each.id for each in stored))
    kept = frozenset(election.id for election, _ in wanted)
    for candidate in standing:
        if candidate.election_id not in kept:
            work.remove(candidate)
    settle(work, stored, [election for election, _ in wanted])
    for election, candidates in wanted:
        require_countable(election, candidates)
        settle(work, [each for each in standing if each.election_id == election.id], candidates)


def roll_of_present(meeting_id: str, members: Iterable[Member]) -> tuple[Attendance, ...]:
    """A roll where everybody called is present: the secretary then unticks who was not."""
    return tuple(
        Attendance(meeting_id=meeting_id, member_id=m.id, presence=Presence.PRESENT) for m in members
    )


def remove_meeting(register: Register, meeting_id: str) -> str:
    """Take out a meeting with its roll, guests, votes, elections, tasks and papers; returns its name.

    The offices that an election made stay. Undo brings the meeting back whole. Raises RuleError for a
    meeting that an award round names.
    """
    with register.read() as reader:
        name = reader.get(Meeting, meeting_id).name
    with register.change(f"Xóa cuộc họp {name}") as work:
        elections = frozenset(each.id for each in work.all(Election, meeting_id=meeting_id))
        for candidate in work.all(Candidate, election_id=elections):
            work.remove(candidate)
        for kind in _CHILDREN:
            for child in work.all(kind, meeting_id=meeting_id):
                work.remove(child)
        work.remove(work.get(Meeting, meeting_id))
    return name
