"""What the papers of a round are made of, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.commendations import Award, AwardRound, granted, in_order
from app.domain.meetings import Meeting
from app.domain.members import Member
from app.domain.offices import Office, highest, rank
from app.services.meetings import MeetingCard, meeting_card
from app.services.offices import chairman
from app.services.units import Trees
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class Head:
    """Who heads a unit: the office as it is called there, and the name, which may be unknown."""

    office: str
    name: str


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody at the review meeting with the office held then, in order of rank."""

    name: str
    office: str
    came: bool
    reason: str = ""

    @property
    def words(self) -> str:
        """Name and office, “Vũ Xuân Dương, Chủ tịch”."""
        return f"{self.name}, {self.office}" if self.office else self.name


@dataclass(frozen=True, slots=True)
class AwardSource:
    """A round with everything that its papers say; ``awards`` are all, the declined ones too.

    ``units`` are the proposing units by id, in the order of the list; ``chairs`` says who signs for the
    branch on the day of each paper.
    """

    branch: Branch
    round: AwardRound
    awards: tuple[Award, ...]
    units: Mapping[str, str]
    heads: Mapping[str, Head]
    meeting: MeetingCard | None
    attendants: tuple[Attendant, ...]
    signer: str
    signer_office: str
    today: date

    @property
    def granted(self) -> list[Award]:
        """The awards that the review did not decline."""
        return granted(self.awards)

    @property
    def heading(self) -> tuple[str, ...]:
        """The issuer's lines: those of the decision, or of the tờ trình, once there is one."""
        frozen = tuple(line for line in self.round.heading.split("\n") if line)
        lines = frozen or tuple(line for line in (self.branch.parent_name, self.branch.name) if line)
        return tuple(line.upper() for line in lines)

    @property
    def own_name(self) -> str:
        """The branch's name as it was when the round was decided or sent up."""
        return self.round.heading.split("\n")[-1] or self.branch.name


def read_award_source(register: Register, round_id: str, today: date) -> AwardSource:
    """Read a round whole; raises NotFoundError."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        meeting_id = round_.review_meeting_id
        held = reader.find(Meeting, meeting_id) if meeting_id else None
    card = meeting_card(register, held.id) if held is not None else None
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        awards = tuple(in_order(reader.all(Award, round_id=round_id)))
        tree = Trees(reader).of(round_.year)
        proposers = dict.fromkeys(award.proposer_id for award in awards if award.proposer_id)
        units = {each: tree.name(tree.resolve(each)) for each in proposers}
        day = (None if round_.is_upper else round_.decided_on) or round_.submitted_on or today
        signer, office = chairman(reader, day)
        if round_.signer and not round_.is_upper:
            signer, office = round_.signer, round_.signer_office
        return AwardSource(
            branch,
            round_,
            awards,
            units,
            {each: _head(reader, each, branch, day) for each in units},
            card,
            _attendants(reader, card) if card else (),
            signer,
            (office or "Chủ tịch").upper(),
            today,
        )


def _head(reader: Reader, unit_id: str, branch: Branch, day: date) -> Head:
    """Who heads a unit on a day: by the office that is called after the unit's level, "Chi hội trưởng"."""
    usual = f"{branch.unit_level or 'Chi hội'} trưởng"
    for office in reader.all(Office, unit_id=unit_id):
        if office.held_on(day) and fold(office.name).startswith(fold(usual)):
            return Head(office.name, reader.get(Member, office.member_id).full_name)
    return Head(usual, "")


def _attendants(reader: Reader, card: MeetingCard) -> tuple[Attendant, ...]:
    """Everybody who was called, the highest office first."""
    called = frozenset(attendance.member_id for attendance, _ in card.attendances)
    offices: dict[str, list[Office]] = {}
    for office in reader.all(Office, member_id=called):
        offices.setdefault(office.member_id, []).append(office)
    found = []
    for place, (attendance, member) in enumerate(card.attendances):
        held = highest(offices.get(member.id, []), card.meeting.on)
        order = (rank(held) if held else (2, 0), place)
        attendant = Attendant(
            member.full_name, held.name if held else "", attendance.presence.came, attendance.reason
        )
        found.append((order, attendant))
    return tuple(attendant for _, attendant in sorted(found, key=lambda pair: pair[0]))
