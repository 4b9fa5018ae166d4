"""Commendations: gather a list and decide it with one number."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.commendations import (
    CERTIFICATE_FORM,
    Award,
    AwardCount,
    AwardRound,
    IssuedCertificate,
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
from app.services.offices import chairman
from app.services.units import read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import document_number


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round for a list."""

    round: AwardRound
    count: AwardCount


@dataclass(frozen=True, slots=True)
class RoundCard:
    """One round with its awards in the order of the decision, and which of them are issued."""

    round: AwardRound
    awards: tuple[Award, ...]
    count: AwardCount
    issued: frozenset[str]


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
        issued = reader.all(IssuedCertificate, award_id=frozenset(a.id for a in awards))
        return RoundCard(round_, awards, count_awards(awards), frozenset(i.award_id for i in issued))


def round_of(register: Register, record_id: str) -> str:
    """The round that a record is or belongs to, by its id; raises NotFoundError."""
    with register.read() as reader:
        if reader.find(AwardRound, record_id) is not None:
            return record_id
        return reader.get(Award, record_id).round_id


def new_round(register: Register, *, year: int, name: str = "", occasion: str = "") -> AwardRound:
    """A round for a year of work, with the usual words, not saved yet."""
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
    return AwardRound(
        name=name or f"Khen thưởng công tác Hội năm {year}",
        year=year,
        occasion=occasion or f"Đã có thành tích xuất sắc trong công tác xây dựng Hội năm {year}",
        place=branch.place,
        authority=branch.authority,
        basis=branch.basis,
    )


def save_round(register: Register, round_: AwardRound) -> AwardRound:
    """Add or save a round that is not decided; number, day and signer come with the decision alone."""
    verb = "Thêm" if round_.version == 0 else "Sửa"
    with register.change(f"{verb} đợt {round_.name}") as work:
        draft = _undecided(round_)
        if round_.version == 0:
            return work.add(draft)
        require_draft(work.get(AwardRound, round_.id))
        return work.replace(draft)


def _undecided(round_: AwardRound) -> AwardRound:
    return dataclasses.replace(
        round_,
        state=RoundState.DRAFT,
        decided_on=None,
        decision_number=None,
        decision_code="",
        signer="",
        signer_office="",
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
        round_ = reader.get(AwardRound, round_id)
        member = reader.get(Member, member_id)
        standing = standing_on(reader.all(StatusEvent, member_id=member_id))
        tree = read_tree(reader)
        unit_name = tree.name(tree.resolve(standing.unit_id)) if standing else ""
        office = highest(reader.all(Office, member_id=member_id), today)
        return Award(
            round_id=round_id,
            kind=RecipientKind.MEMBER,
            member_id=member_id,
            recipient=member.full_name,
            salutation=default_salutation(RecipientKind.MEMBER),
            detail=recipient_detail(office, unit_name),
            form=CERTIFICATE_FORM,
            level="Hội",
            achievement=round_.occasion,
            position=_next_position(reader, round_id),
        )


def propose_unit(register: Register, round_id: str, unit_id: str) -> Award:
    """An award for a unit as a collective, not saved yet."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        branch = reader.get(Branch, BRANCH_ID)
        return Award(
            round_id=round_id,
            kind=RecipientKind.UNIT,
            unit_id=unit_id,
            recipient=read_tree(reader).name(unit_id),
            salutation=default_salutation(RecipientKind.UNIT),
            detail=branch.short_name,
            form=CERTIFICATE_FORM,
            level="Hội",
            achievement=round_.occasion,
            position=_next_position(reader, round_id),
        )


def propose_other(
    register: Register, round_id: str, kind: RecipientKind, name: str, detail: str = ""
) -> Award:
    """An award for somebody who is not in the register, not saved yet."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        return Award(
            round_id=round_id,
            kind=kind,
            recipient=name,
            salutation=default_salutation(kind),
            detail=detail,
            form=CERTIFICATE_FORM,
            level="Hội",
            achievement=round_.occasion,
            position=_next_position(reader, round_id),
        )


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
    with register.change(f"{verb} khen thưởng: {award.recipient}") as work:
        require_draft(work.get(AwardRound, award.round_id))
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


def decide(
    register: Register,
    round_id: str,
    *,
    decided_on: date,
    minutes_on: date | None = None,
    signer: str = "",
    signer_office: str = "",
    meeting_id: str | None = None,
) -> AwardRound:
    """Decide a round: one decision number, and register numbers for all its awards, running in the year.

    Signer and office are the chairman's of that day when not given. Raises RuleError for an empty list.
    """
    with register.change("Quyết định khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        require_draft(round_)
        awards = in_order(work.all(Award, round_id=round_id))
        if not awards:
            raise RuleError("Danh sách khen thưởng còn trống. Hãy thêm người hoặc chi hội trước.")
        if minutes_on is not None and minutes_on > decided_on:
            raise FieldError("decided_on", "Ngày quyết định trước ngày họp xét. Hãy xem lại.")
        branch = work.get(Branch, BRANCH_ID)
        if not signer:
            signer, signer_office = chairman(work, decided_on)
        if not signer:
            raise FieldError("signer", "Chưa biết ai ký: hãy ghi Chủ tịch ở Thiết lập, hoặc điền người ký.")
        number = _last_decision_number(work, decided_on.year) + 1
        decided = work.replace(
            dataclasses.replace(
                round_,
                state=RoundState.DECIDED,
                decided_on=decided_on,
                minutes_on=minutes_on or round_.minutes_on,
                decision_number=number,
                decision_code=document_number(branch.number_template, number, "QĐ", branch.code),
                signer=signer,
                signer_office=signer_office,
                place=round_.place or branch.place,
                authority=round_.authority or branch.authority,
                meeting_id=meeting_id or round_.meeting_id,
            )
        )
        last = _last_register_number(work, decided_on.year)
        for award in awards:
            last += 1
            work.replace(dataclasses.replace(award, register_number=last))
        return decided


def _last_decision_number(reader: Reader, year: int) -> int:
    decided = [r for r in reader.all(AwardRound) if r.decided_on and r.decided_on.year == year]
    return max((r.decision_number or 0 for r in decided), default=0)


def _last_register_number(work: Work, year: int) -> int:
    rounds = frozenset(r.id for r in work.all(AwardRound) if r.decided_on and r.decided_on.year == year)
    given = [a.register_number or 0 for a in work.all(Award, round_id=rounds)]
    issued = [i.number for i in work.all(IssuedCertificate, year=year)]
    return max([*given, *issued], default=0)


def decision_preview(register: Register, day: date) -> tuple[str, str, str]:
    """What a decision of that day would carry: number, signer, signer's office (texts may be empty)."""
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        number = 1 + _last_decision_number(reader, day.year)
        signer, office = chairman(reader, day)
        return document_number(branch.number_template, number, "QĐ", branch.code), signer, office


def withdraw_decision(register: Register, round_id: str) -> AwardRound:
    """Take back the newest decision of its year while nothing was issued under it.

    Its numbers are then given to the next decision; taking back an older one would leave a gap.
    """
    with register.change("Rút quyết định khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is not RoundState.DECIDED or round_.decided_on is None:
            raise RuleError(f"Đợt “{round_.name}” {round_.state.label.lower()}, không rút được quyết định.")
        if _last_decision_number(work, round_.decided_on.year) != round_.decision_number:
            raise RuleError(
                f"Sau quyết định {round_.decision_code} đã có quyết định khác trong năm. "
                "Chỉ rút được quyết định mới nhất."
            )
        for award in work.all(Award, round_id=round_id):
            work.replace(dataclasses.replace(award, register_number=None))
        return work.replace(_undecided(round_))


def decision_sentence(card: RoundCard) -> str:
    """One line on a round: "Quyết định 01/QĐ-HTS ngày 05/01/2024: 03 tập thể, 06 cá nhân"."""
    if card.round.decided_on is None:
        return f"{card.round.state.label}: {card.count.phrase()}"
    day = short_date(card.round.decided_on)
    return f"Quyết định {card.round.decision_code} ngày {day}: {card.count.phrase()}"
