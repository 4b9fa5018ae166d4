"""Commendations: rounds and their lists, from proposal on. Decisions: :mod:`app.services.decisions`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificates import IssuedCertificate, Printing
from app.domain.commendations import (
    Award,
    AwardCount,
    AwardForm,
    AwardRound,
    RecipientKind,
    RoundState,
    count_awards,
    default_salutation,
    in_order,
    require_draft,
)
from app.domain.members import Member
from app.domain.offices import Office, highest
from app.domain.status import StatusEvent, standing_on
from app.errors import FieldError, RuleError
from app.services.award_forms import read_forms
from app.services.units import read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date
from app.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round for a list."""

    round: AwardRound
    count: AwardCount


@dataclass(frozen=True, slots=True)
class RoundCard:
    """One round with its awards in the order of the decision.

    ``printed`` are the ids of those whose certificates this program makes, ``issued`` of those that have a
    valid one, ``not_sent`` of those issued that were never sent to a printer.
    """

    round: AwardRound
    awards: tuple[Award, ...]
    count: AwardCount
    issued: frozenset[str]
    printed: frozenset[str] = frozenset()
    not_sent: frozenset[str] = frozenset()

    @property
    def printable(self) -> tuple[Award, ...]:
        """The awards whose certificates this program makes, in order."""
        return tuple(award for award in self.awards if award.id in self.printed)


def list_rounds(register: Register, *, year: int | None = None) -> tuple[RoundRow, ...]:
    """The rounds of a year of work (``None`` = all), newest first."""
    with register.read() as reader:
        rounds = [r for r in reader.all(AwardRound) if year is None or r.year == year]
        awards: dict[str, list[Award]] = {}
        for award in reader.all(Award, round_id=frozenset(r.id for r in rounds)):
            awards.setdefault(award.round_id, []).append(award)
    rows = [RoundRow(r, count_awards(awards.get(r.id, []))) for r in rounds]
    return tuple(
        sorted(rows, key=lambda row: (row.round.year, row.round.decision_number or 10**6), reverse=True)
    )


def round_card(register: Register, round_id: str) -> RoundCard:
    """One round whole; raises NotFoundError."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        awards = tuple(in_order(reader.all(Award, round_id=round_id)))
        known = printable(reader, round_, awards)
        printed = frozenset(award.id for award, _issue in known)
        issues = {award.id: issue for award, issue in known if issue is not None}
        sent = {p.issue_id for p in reader.all(Printing, issue_id=frozenset(i.id for i in issues.values()))}
        not_sent = frozenset(award_id for award_id, issue in issues.items() if issue.id not in sent)
        return RoundCard(round_, awards, count_awards(awards), frozenset(issues), printed, not_sent)


def printable(
    reader: Reader, round_: AwardRound, awards: Iterable[Award]
) -> list[tuple[Award, IssuedCertificate | None]]:
    """The awards of a round whose certificates this program makes, each with its valid one if it has that.

    These are awards of our own forms that the review did not decline. What is issued stays, whatever the
    forms are called now; where the only one is void, nothing is printed until it is reissued.
    """
    if round_.is_upper:
        return []
    forms = read_forms(reader)
    known = list(awards)
    issues = reader.all(IssuedCertificate, award_id=frozenset(award.id for award in known))
    current, had = _current(issues), {issue.award_id for issue in issues}
    return [
        (award, current.get(award.id))
        for award in known
        if award.id in current or (award.id not in had and forms.is_printed(award))
    ]


def _current(issues: Sequence[IssuedCertificate]) -> dict[str, IssuedCertificate]:
    """The valid certificate of each award that has one: the newest sheet, no duplicate, not void."""
    replaced = {issue.replaces_id for issue in issues}
    return {
        issue.award_id: issue
        for issue in issues
        if issue.id not in replaced and issue.copy_of_id is None and issue.voided_on is None
    }


def round_of(register: Register, record_id: str) -> str:
    """The round that a record is or belongs to, by its id; raises NotFoundError."""
    with register.read() as reader:
        if reader.find(AwardRound, record_id) is not None:
            return record_id
        return reader.get(Award, record_id).round_id


def new_round(
    register: Register, *, year: int, name: str = "", occasion: str = "", decider: str = ""
) -> AwardRound:
    """A round for a year of work, with the usual words, not saved yet; a second of a year is called so.

    ``decider`` is the upper body for a round that is sent to it with a tờ trình.
    """
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        taken = {fold(each.name) for each in reader.all(AwardRound, year=year)}
    usual = f"{'Đề nghị cấp trên khen' if decider else 'Khen thưởng'} công tác Hội năm {year}"
    numbered = (usual, *(f"{usual} (đợt {number})" for number in range(2, len(taken) + 2)))
    return AwardRound(
        name=name or next(each for each in numbered if fold(each) not in taken),
        year=year,
        decider=decider,
        occasion=occasion or f"Đã có thành tích xuất sắc trong công tác xây dựng Hội năm {year}",
        place=branch.place,
        authority=branch.authority,
        basis=branch.basis,
    )


def save_round(register: Register, round_: AwardRound) -> AwardRound:
    """Add or save a round that is not decided; number, day and signer come with the decision alone."""
    verb = "Thêm" if round_.version == 0 else "Sửa"
    with register.change(f"{verb} đợt {round_.name}") as work:
        if round_.version == 0:
            return work.add(undecided(round_, submission_of=None))
        held = work.get(AwardRound, round_.id)
        require_draft(held)
        if bool(round_.decider) != held.is_upper and work.count(Award, round_id=round_.id):
            raise FieldError(
                "decider", "Đợt đã có danh sách nên không đổi được cấp quyết định. Hãy lập đợt khác."
            )
        return work.replace(undecided(round_, submission_of=held))


def undecided(round_: AwardRound, *, submission_of: AwardRound | None) -> AwardRound:
    """A round without what its decision gives; the tờ trình stays that of ``submission_of``."""
    return dataclasses.replace(
        round_,
        state=RoundState.DRAFT,
        decided_on=None,
        decision_number=None,
        decision_code="",
        signer="",
        signer_office="",
        heading=submission_of.heading if submission_of and submission_of.submission_code else "",
        submission_number=submission_of.submission_number if submission_of else None,
        submission_code=submission_of.submission_code if submission_of else "",
        submitted_on=submission_of.submitted_on if submission_of else None,
    )


def remove_round(register: Register, round_id: str) -> str:
    """Take out a round that was never decided, with its list; returns its name."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
    with register.change(f"Xóa đợt {round_.name}") as work:
        require_draft(work.get(AwardRound, round_id))
        for award in work.all(Award, round_id=round_id):
            work.remove(award)
        work.remove(work.get(AwardRound, round_id))
    return round_.name


def propose_member(register: Register, round_id: str, member_id: str, *, today: date) -> Award:
    """An award for a member with the words filled in, not saved yet."""
    with register.read() as reader:
        return proposed_member(reader, round_id, member_id, today=today)


def proposed_member(
    reader: Reader, round_id: str, member_id: str, *, today: date, form: str = "", place: int = 0
) -> Award:
    """As :func:`propose_member`; ``place`` counts those proposed at once, ``form`` is not the usual one."""
    round_, usual = _round_and_form(reader, round_id)
    chosen = read_forms(reader).named(form) if form else usual
    member = reader.get(Member, member_id)
    standing = standing_on(reader.all(StatusEvent, member_id=member_id))
    tree = read_tree(reader)
    unit_id = tree.resolve(standing.unit_id) if standing else None
    office = highest(reader.all(Office, member_id=member_id), today)
    return Award(
        round_id=round_id,
        kind=RecipientKind.MEMBER,
        member_id=member_id,
        recipient=member.full_name,
        salutation=default_salutation(RecipientKind.MEMBER),
        detail=recipient_detail(office, tree.name(unit_id)),
        form=chosen.name,
        level=chosen.level,
        achievement=round_.occasion,
        position=_next_position(reader, round_id) + place,
        proposer_id=unit_id,
    )


def propose_unit(register: Register, round_id: str, unit_id: str) -> Award:
    """An award for a unit as a collective, not saved yet."""
    with register.read() as reader:
        round_, form = _round_and_form(reader, round_id)
        branch = reader.get(Branch, BRANCH_ID)
        return Award(
            round_id=round_id,
            kind=RecipientKind.UNIT,
            unit_id=unit_id,
            recipient=read_tree(reader).name(unit_id),
            salutation=default_salutation(RecipientKind.UNIT),
            detail=branch.short_name,
            form=form.name,
            level=form.level,
            achievement=round_.occasion,
            position=_next_position(reader, round_id),
        )


def propose_other(
    register: Register, round_id: str, kind: RecipientKind, name: str, detail: str = ""
) -> Award:
    """An award for somebody who is not in the register, not saved yet."""
    with register.read() as reader:
        round_, form = _round_and_form(reader, round_id)
        return Award(
            round_id=round_id,
            kind=kind,
            recipient=name,
            salutation=default_salutation(kind, name),
            detail=detail,
            form=form.name,
            level=form.level,
            achievement=round_.occasion,
            position=_next_position(reader, round_id),
        )


def _round_and_form(reader: Reader, round_id: str) -> tuple[AwardRound, AwardForm]:
    round_ = reader.get(AwardRound, round_id)
    return round_, read_forms(reader).usual(own=not round_.is_upper)


def propose(register: Register, round_id: str, kind: RecipientKind, whom: str, *, today: date) -> Award:
    """An award of any kind, not saved yet; ``whom`` is a member's or unit's id, else a name."""
    if kind is RecipientKind.MEMBER:
        return propose_member(register, round_id, whom, today=today)
    if kind is RecipientKind.UNIT:
        return propose_unit(register, round_id, whom)
    return propose_other(register, round_id, kind, whom)


def recipient_detail(office: Office | None, unit_name: str) -> str:
    """The line under a member's name: "Chi hội trưởng Chi hội phường Sông Cầu", "Hội viên Chi hội …"."""
    if office is not None and office.unit_id is None:
        return office.name
    return f"{office.name if office else 'Hội viên'} {unit_name}".strip()


def _next_position(reader: Reader, round_id: str) -> int:
    return 1 + max((a.position for a in reader.all(Award, round_id=round_id)), default=0)


def save_award(register: Register, award: Award) -> Award:
    """Add or save one award of a round that is not decided yet; nobody twice for the same form."""
    verb = "Thêm" if award.version == 0 else "Sửa"
    return save_awards(register, [award], label=f"{verb} khen thưởng: {award.recipient}")[0]


def save_awards(register: Register, awards: Sequence[Award], *, label: str) -> tuple[Award, ...]:
    """As :func:`save_award` for several, in one change."""
    with register.change(label) as work:
        return tuple(_save(work, award) for award in awards)


def _save(work: Work, award: Award) -> Award:
    round_ = work.get(AwardRound, award.round_id)
    require_draft(round_)
    form = read_forms(work).of(award)
    if not round_.is_upper and not form.is_own:
        raise FieldError(
            "form", f"{form.name} do {form.level} quyết định. Hãy đưa vào một đợt đề nghị cấp trên khen."
        )
    if award.version and work.get(Award, award.id).round_id != award.round_id:
        raise RuleError("Không chuyển khen thưởng từ đợt này sang đợt khác. Hãy thêm mới ở đợt kia.")
    for other in work.all(Award, round_id=award.round_id):
        same = (award.member_id and other.member_id == award.member_id) or (
            award.unit_id and other.unit_id == award.unit_id
        )
        if other.id != award.id and same and other.form == award.form:
            raise RuleError(f"{award.recipient} đã có {award.form} trong đợt này.")
    return work.add(award) if award.version == 0 else work.replace(award)


def move_award(register: Register, award_id: str, *, earlier: bool) -> None:
    """Let an award change places with its neighbour in its group; at the end nothing moves."""
    with register.read() as reader:
        award = reader.get(Award, award_id)
    with register.change(f"Đổi thứ tự khen thưởng: {award.recipient}") as work:
        require_draft(work.get(AwardRound, award.round_id))
        group = [
            each
            for each in in_order(work.all(Award, round_id=award.round_id))
            if each.kind.is_collective == award.kind.is_collective
        ]
        place = next(number for number, each in enumerate(group) if each.id == award_id)
        other = place - 1 if earlier else place + 1
        if 0 <= other < len(group):
            group[place], group[other] = group[other], group[place]
            for position, each in enumerate(group, 1):
                if each.position != position:
                    work.replace(dataclasses.replace(each, position=position))


def remove_award(register: Register, award_id: str) -> None:
    """Take an award off a list that is not decided yet."""
    with register.read() as reader:
        award = reader.get(Award, award_id)
    with register.change(f"Bỏ khỏi danh sách khen: {award.recipient}") as work:
        require_draft(work.get(AwardRound, award.round_id))
        work.remove(work.get(Award, award_id))


def decision_sentence(card: RoundCard) -> str:
    """One line on a round: "Quyết định 01/QĐ-HTS ngày 05/01/2024: 03 tập thể, 06 cá nhân"."""
    if card.round.decided_on is None and card.round.submitted_on is not None:
        day = short_date(card.round.submitted_on)
        return f"Tờ trình {card.round.submission_code} ngày {day}: {card.count.phrase()}"
    if card.round.decided_on is None:
        return f"{card.round.state.label}: {card.count.phrase()}"
    day = short_date(card.round.decided_on)
    whose = f" của {card.round.decider}" if card.round.is_upper else ""
    return f"Quyết định {card.round.decision_code} ngày {day}{whose}: {card.count.phrase()}"
