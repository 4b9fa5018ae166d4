"""What an election leads to: who was elected holds the office, who held it before is relieved."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import timedelta

from app.domain.meetings import Meeting, MeetingKind
from app.domain.members import Member
from app.domain.motions import Candidate, Election, outcome
from app.domain.offices import Office
from app.errors import RuleError
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

#: Offices that one person holds at a time: whoever is elected takes the place of the one before.
_HEADS = ("chu tich", "truong ")


def make_offices(register: Register, election_id: str) -> tuple[Office, ...]:
    """Write down the offices of those elected, from the election's start or the meeting's day.

    Offices of that name in that unit whose term is replaced end the day before: those of an older term, all
    of them where a congress elects, and always that of a single head. Doing it twice adds nothing; an office
    that was written by hand is taken as it is. Gives the offices of those elected, by votes.

    Raises RuleError while nobody is elected.
    """
    with register.read() as reader:
        name = reader.get(Election, election_id).name
    with register.change(f"Ghi chức vụ theo kết quả bầu: {name}") as work:
        election = work.get(Election, election_id)
        meeting = work.get(Meeting, election.meeting_id)
        candidates = work.all(Candidate, election_id=election_id)
        elected = outcome(election, candidates).elected
        if not elected:
            raise RuleError(
                f"“{election.name}” chưa có ai trúng cử. Hãy ghi số phiếu hợp lệ và số phiếu của từng người "
                "(trúng cử khi quá nửa số phiếu hợp lệ)."
            )
        starts = election.starts or PartialDate.from_date(meeting.on)
        held = work.all(Office, name=election.office, unit_id=election.unit_id)
        offices = [_office_of(work, each, election, starts, held) for each in elected]
        _relieve(work, held, offices, election, meeting, starts)
        return tuple(offices)


def _office_of(
    work: Work, candidate: Candidate, election: Election, starts: PartialDate, held: Iterable[Office]
) -> Office:
    """The office of one elected candidate: the one that is there, else a new one."""
    known = work.find(Office, candidate.office_id) if candidate.office_id else None
    if known is None:
        known = next(
            (
                each
                for each in held
                if each.member_id == candidate.member_id
                and (each.starts == starts or (each.starts is None and each.term == election.term != ""))
            ),
            None,
        )
    if known is None:
        work.get(Member, candidate.member_id)
        known = work.add(
            Office(
                member_id=candidate.member_id,
                unit_id=election.unit_id,
                name=election.office,
                term=election.term,
                starts=starts,
                ends=election.ends,
            )
        )
    if candidate.office_id != known.id:
        work.replace(dataclasses.replace(candidate, office_id=known.id))
    return known


def _relieve(
    work: Work,
    held: Iterable[Office],
    made: Iterable[Office],
    election: Election,
    meeting: Meeting,
    starts: PartialDate,
) -> None:
    new = frozenset(each.id for each in made)
    for office in held:
        began_before = office.starts is None or office.starts.latest() < starts.earliest()
        if office.id in new or not began_before or not office.held_on(starts.earliest()):
            continue
        if _is_replaced(office, election, meeting):
            work.replace(dataclasses.replace(office, ends=_before(starts)))


def _is_replaced(office: Office, election: Election, meeting: Meeting) -> bool:
    name = fold(election.office)
    is_head = name.startswith(_HEADS) or name.endswith(" truong")
    older_term = "" != office.term != election.term != ""
    return is_head or older_term or meeting.kind is MeetingKind.CONGRESS


def _before(starts: PartialDate) -> PartialDate:
    """The day before a day, as exactly as that is known: before "2022" comes "2021"."""
    day = PartialDate.from_date(starts.earliest() - timedelta(days=1))
    return PartialDate(day.year, day.month if starts.month else None, day.day if starts.day else None)
