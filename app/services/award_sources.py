"""What the papers of a round are made of, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.commendations import Award, AwardRound, granted, in_order
from app.domain.meetings import Meeting
from app.services.meeting_people import Attendant, Head, head_of, read_attendants
from app.services.meetings import MeetingCard, meeting_card
from app.services.offices import chairman
from app.services.units import Trees
from app.store.register import Register


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
            {each: head_of(reader, each, branch, day) for each in units},
            card,
            read_attendants(reader, card) if card else (),
            signer,
            (office or "Chủ tịch").upper(),
            today,
        )
