"""What an election leads to: who was elected holds the office, who held it before is relieved."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.meetings import Meeting, MeetingKind
from app.domain.members import Member
from app.domain.motions import Candidate, Election, outcome
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, standing_on
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
    of them where a congress elects, and always that of a single head; where the next election is written down
    already, those made now end by it. Doing it twice adds nothing; an office that was written by hand is
    taken as it is. When votes were corrected, who is not elected after all loses what was made of them.
    Gives the offices of those elected, by votes.

    Raises RuleError while nobody is elected, and where one of them had died or left before.
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
        stored = work.all(Office, name=election.office, unit_id=election.unit_id)
        held = _without_losers(work, stored, candidates, elected, election, starts)
        offices = [_office_of(work, each, election, starts, held) for each in elected]
        _relieve(work, held, offices, election, meeting, starts)
        return tuple(offices)


@dataclass(frozen=True, slots=True)
class OfficeLeft:
    """An office held beside the new one: who was Phó Chủ tịch is elected Chủ tịch."""

    office: Office
    name: str
    ends: PartialDate


def offices_left(register: Register, made: Iterable[Office]) -> tuple[OfficeLeft, ...]:
    """The offices of the same body that those who hold the offices ``made`` still hold as head or deputy.

    ``ends`` is the day before the new one begins.
    """
    left = []
    with register.read() as reader:
        for new in made:
            if new.starts is None:
                continue
            before = PartialDate.from_date(new.starts.earliest() - timedelta(days=1))
            for old in reader.all(Office, member_id=new.member_id, unit_id=new.unit_id):
                is_held = old.name != new.name and old.held_on(new.starts.earliest())
                if is_held and _body(old.name) == _body(new.name):
                    name = reader.get(Member, new.member_id).full_name
                    left.append(OfficeLeft(old, name, before))
    return tuple(left)


def end_offices_left(register: Register, left: Iterable[OfficeLeft]) -> None:
    """Write down that these offices ended."""
    with register.change("Thôi chức vụ cũ của người trúng cử") as work:
        for each in left:
            work.replace(dataclasses.replace(each.office, ends=each.ends))


def _body(name: str) -> str:
    """What head and deputy have in common: "chu tich", "chi hoi", "ban kiem tra"."""
    return " ".join(word for word in fold(name).split() if word not in ("pho", "truong"))


def _without_losers(
    work: Work,
    held: Iterable[Office],
    candidates: Iterable[Candidate],
    elected: Iterable[Candidate],
    election: Election,
    starts: PartialDate,
) -> list[Office]:
    """Take out what an earlier count made of those who are not elected; gives the offices that stay."""
    won = frozenset(each.id for each in elected)
    lost = [each for each in candidates if each.id not in won and each.office_id]
    for each in lost:
        work.replace(dataclasses.replace(each, office_id=None))
    gone = frozenset(each.office_id for each in lost)
    stay = []
    for office in held:
        if office.id in gone and (office.term, office.starts) == (election.term, starts):
            work.remove(office)
        else:
            stay.append(office)
    return stay


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
        _require_member(work, candidate.member_id, starts)
        known = work.add(
            Office(
                member_id=candidate.member_id,
                unit_id=election.unit_id,
                name=election.office,
                term=election.term,
                starts=starts,
                ends=election.ends or _until_next(held, election, starts),
            )
        )
    if candidate.office_id != known.id:
        work.replace(dataclasses.replace(candidate, office_id=known.id))
    return known


def _require_member(work: Work, member_id: str, starts: PartialDate) -> None:
    """Refuse an office to somebody who had died or left before it begins."""
    member = work.get(Member, member_id)
    standing = standing_on(work.all(StatusEvent, member_id=member_id), starts.latest())
    if standing is not None and standing.status is not Status.ACTIVE:
        raise RuleError(
            f"{member.full_name} khi ấy đã {standing.status.label.lower()} nên không ghi chức vụ được. "
            "Hãy xem lại người trúng cử hoặc biến động của hội viên."
        )


def _until_next(held: Iterable[Office], election: Election, starts: PartialDate) -> PartialDate | None:
    """The day before the next who held the office, where one is known already and took the place."""
    later = [
        each.starts
        for each in held
        if each.starts is not None
        and each.starts.earliest() > starts.latest()
        and (_is_head(election) or "" != each.term != election.term != "")
    ]
    return _before(min(later)) if later else None


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
    older_term = "" != office.term != election.term != ""
    return _is_head(election) or older_term or meeting.kind is MeetingKind.CONGRESS


def _is_head(election: Election) -> bool:
    name = fold(election.office)
    return name.startswith(_HEADS) or name.endswith(" truong")


def _before(starts: PartialDate) -> PartialDate:
    """The day before a day, as exactly as that is known: before "2022" comes "2021"."""
    day = PartialDate.from_date(starts.earliest() - timedelta(days=1))
    return PartialDate(day.year, day.month if starts.month else None, day.day if starts.day else None)
