"""Rounds of gifts for many: quà Tết, 27/7, mừng thọ. Their lines are planned visits until handed over."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.care import Campaign, Visit, VisitKind
from app.domain.funds import MAIN_FUND, Fund
from app.domain.longevity import ceremony_in_year
from app.domain.members import Member, Policy, PolicyKind
from app.domain.status import Status
from app.errors import NotFoundError, RuleError
from app.services.longevity import traditional_age
from app.services.member_queries import MemberOnDay, read_members_on
from app.services.visits import VisitRow, put_out, put_visit, rows_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import name_sort_key


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One round for a list: how many get something and have it, what all costs and was spent, VND."""

    campaign: Campaign
    recipients: int
    given: int
    total: int
    spent: int


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """One round whole; its lines unit by unit, by name."""

    campaign: Campaign
    lines: tuple[VisitRow, ...]
    fund_name: str

    @property
    def total(self) -> int:
        """What all lines cost, VND."""
        return sum(line.visit.total for line in self.lines)

    @property
    def waiting(self) -> tuple[VisitRow, ...]:
        """The lines that were not handed over yet."""
        return tuple(line for line in self.lines if line.visit.planned)

    @property
    def given(self) -> tuple[VisitRow, ...]:
        """The lines that were handed over."""
        return tuple(line for line in self.lines if not line.visit.planned)


@dataclass(frozen=True, slots=True)
class GiftCandidate:
    """Somebody who could be on a round's list; ``reason`` says why he usually is, "" when he is not."""

    member_id: str
    code: str
    name: str
    unit_name: str
    reason: str

    @property
    def is_usual(self) -> bool:
        """Whether he usually is on such a list."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many gifts were handed over, or taken back, and what they cost, VND."""

    gifts: int
    total: int


def list_campaigns(register: Register, *, year: int | None = None) -> tuple[CampaignRow, ...]:
    """The rounds of a year (``None`` = all), newest first."""
    with register.read() as reader:
        found = [each for each in reader.all(Campaign) if year is None or each.on.year == year]
        lines: dict[str, list[Visit]] = {each.id: [] for each in found}
        for visit in reader.all(Visit, campaign_id=frozenset(lines)):
            lines[visit.campaign_id or ""].append(visit)
    found.sort(key=lambda each: each.on.iso, reverse=True)
    return tuple(_row(each, lines[each.id]) for each in found)


def _row(campaign: Campaign, lines: Sequence[Visit]) -> CampaignRow:
    given = [line for line in lines if not line.planned]
    return CampaignRow(
        campaign,
        recipients=len(lines),
        given=len(given),
        total=sum(line.total for line in lines),
        spent=sum(line.total for line in given),
    )


def campaign_card(register: Register, campaign_id: str) -> CampaignCard:
    """One round with its lines; raises NotFoundError."""
    with register.read() as reader:
        return read_campaign(reader, campaign_id)


def read_campaign(reader: Reader, campaign_id: str) -> CampaignCard:
    """As :func:`campaign_card`, inside an open reading."""
    campaign = reader.get(Campaign, campaign_id)
    rows = rows_of(reader, reader.all(Visit, campaign_id=campaign_id))
    ids = frozenset(row.visit.member_id for row in rows if row.visit.member_id)
    words = {member.id: member.given_words for member in reader.all(Member, id=ids)}

    def order(row: VisitRow) -> tuple[object, ...]:
        name = row.person.removeprefix("Gia đình ")
        return (
            not row.unit_name,
            row.unit_name,
            name_sort_key(name, words.get(row.visit.member_id or "", 1)),
        )

    fund = reader.find(Fund, campaign.fund_id) if campaign.fund_id else None
    return CampaignCard(campaign, tuple(sorted(rows, key=order)), fund.name if fund else MAIN_FUND)


def save_campaign(register: Register, campaign: Campaign, *, member_ids: Iterable[str] = ()) -> Campaign:
    """Add or save a round. Lines still to be handed over follow it where they say what it said before.

    A new round begins with these members on its list.
    """
    verb = "Thêm" if campaign.version == 0 else "Sửa"
    with register.change(f"{verb} đợt tặng quà {campaign.name}") as work:
        if campaign.version == 0:
            added = work.add(campaign)
            for member_id in dict.fromkeys(member_ids):
                work.add(planned_line(added, member_id=member_id))
            return added
        before = work.get(Campaign, campaign.id)
        saved = work.replace(campaign)
        for line in work.all(Visit, campaign_id=campaign.id, planned=True):
            followed = {
                name: getattr(saved, name)
                for name in _FOLLOWED
                if getattr(line, name) == getattr(before, name) != getattr(saved, name)
            }
            if followed:
                work.replace(dataclasses.replace(line, **followed))
        return saved


#: What a line says as its round does, unless it was changed on the line.
_FOLLOWED = ("kind", "on", "gift", "amount", "gift_cost", "fund_id", "visitors")


def remove_campaign(register: Register, campaign_id: str) -> str:
    """Take out a round with the lines still planned; returns its name. What was handed over stays a visit."""
    with register.read() as reader:
        name = reader.get(Campaign, campaign_id).name
    with register.change(f"Xóa đợt tặng quà {name}") as work:
        for line in work.all(Visit, campaign_id=campaign_id):
            if line.planned:
                work.remove(line)
            else:
                work.replace(dataclasses.replace(line, campaign_id=None))
        work.remove(work.get(Campaign, campaign_id))
    return name


# ---------------------------------------------------------------- who gets something


def add_recipients(
    register: Register,
    campaign_id: str,
    member_ids: Iterable[str] = (),
    *,
    persons: Iterable[str] = (),
    household: bool = False,
) -> int:
    """Put members, and people outside the register, on a round's list; gives how many were new there."""
    with register.change("Thêm người vào đợt tặng quà") as work:
        campaign = work.get(Campaign, campaign_id)
        lines = work.all(Visit, campaign_id=campaign_id)
        held = {line.member_id for line in lines if line.member_id}
        named = {line.person for line in lines if not line.member_id}
        added = 0
        for member_id in dict.fromkeys(member_ids):
            if member_id not in held:
                work.get(Member, member_id)
                work.add(planned_line(campaign, member_id=member_id, household=household))
                added += 1
        for person in dict.fromkeys(persons):
            line = planned_line(campaign, person=person, household=household)
            if line.person not in named:
                work.add(line)
                added += 1
        return added


def planned_line(
    campaign: Campaign, *, member_id: str | None = None, person: str = "", household: bool = False
) -> Visit:
    """A line of a round, as the round says what each gets."""
    said = {name: getattr(campaign, name) for name in _FOLLOWED}
    return Visit(
        member_id=member_id,
        person=person,
        household=household,
        campaign_id=campaign.id,
        planned=True,
        **said,
    )


#: The groups that are visited on Ngày Thương binh – Liệt sĩ (Pháp lệnh Ưu đãi người có công; notes §3.2).
_WAR_GROUPS = frozenset(PolicyKind) - {PolicyKind.OTHER}


def candidates(
    register: Register, kind: VisitKind, *, today: date, year: int | None = None
) -> tuple[GiftCandidate, ...]:
    """Every active member, with the reason for which he usually gets something on an occasion.

    27/7 and care in hardship are for those concerned, mừng thọ is by age in ``year`` (else this year); at
    Tết hardship, policy groups and great age are the reasons; any other day is for everybody.
    """
    with register.read() as reader:
        rows = read_members_on(reader, today, status=Status.ACTIVE)
        groups: dict[str, list[PolicyKind]] = {}
        for policy in reader.all(Policy, member_id=frozenset(row.member.id for row in rows)):
            groups.setdefault(policy.member_id, []).append(policy.kind)
        traditional = traditional_age(reader)
    found = []
    for row in rows:
        m = row.member
        reason = _reason(row, kind, groups.get(m.id, ()), year or today.year, traditional=traditional)
        found.append(GiftCandidate(m.id, m.code, m.full_name, row.unit_name, reason))
    return tuple(found)


def _reason(
    row: MemberOnDay, kind: VisitKind, groups: Sequence[PolicyKind], year: int, *, traditional: bool
) -> str:
    m = row.member
    policies = ", ".join(each.label for each in dict.fromkeys(groups) if each in _WAR_GROUPS)
    hardship = f"Khó khăn: {m.hardship_note}".removesuffix(": ") if m.hardship else ""
    due = ceremony_in_year(m.birth, year, traditional=traditional)
    age = f"{due[1]}, {due[0]} tuổi" if due else ""
    if kind is VisitKind.WAR_INVALIDS_DAY:
        return policies
    if kind is VisitKind.HARDSHIP:
        return hardship
    if kind is VisitKind.LONGEVITY:
        return age
    reasons = "; ".join(part for part in (hardship, policies, age) if part)
    return reasons if kind is VisitKind.TET else reasons or "Hội viên"


# ---------------------------------------------------------------- handing over


def hand_over_gifts(
    register: Register,
    campaign_id: str,
    *,
    on: PartialDate,
    visit_ids: Iterable[str] | None = None,
    from_fund: bool = True,
) -> HandedOver:
    """Make planned lines real on a day, all of them or those named; what they cost leaves their fund.

    Raises RuleError when none is waiting, or that year of the fund's book is closed.
    """
    with register.change("Đã trao quà") as work:
        lines = _named_lines(work, campaign_id, visit_ids, planned=True)
        if not lines:
            raise RuleError("Không còn suất quà nào chờ trao trong đợt này.")
        given = [
            put_visit(work, dataclasses.replace(line, planned=False, on=on), from_fund=from_fund)
            for line in lines
        ]
        return HandedOver(len(given), sum(line.total for line in given))


def take_back_gifts(
    register: Register, campaign_id: str, visit_ids: Iterable[str] | None = None
) -> HandedOver:
    """Set lines back to planned that were marked as handed over by mistake; their expense goes.

    Raises RuleError when none was handed over, or that year of the fund's book is closed.
    """
    with register.change("Ghi lại là chưa trao quà") as work:
        lines = _named_lines(work, campaign_id, visit_ids, planned=False)
        if not lines:
            raise RuleError("Đợt này chưa trao suất quà nào.")
        planned_on = work.get(Campaign, campaign_id).on
        for line in lines:
            put_visit(work, dataclasses.replace(line, planned=True, on=planned_on), from_fund=False)
        return HandedOver(len(lines), sum(line.total for line in lines))


def remove_recipients(register: Register, campaign_id: str, visit_ids: Iterable[str]) -> int:
    """Take lines off a round's list, those handed over with their expense; gives how many went."""
    wanted = frozenset(visit_ids)
    with register.change("Bỏ người khỏi đợt tặng quà") as work:
        lines = [line for line in work.all(Visit, campaign_id=campaign_id) if line.id in wanted]
        for line in lines:
            put_out(work, line)
        return len(lines)


def _named_lines(
    work: Work, campaign_id: str, visit_ids: Iterable[str] | None, *, planned: bool
) -> list[Visit]:
    work.get(Campaign, campaign_id)
    lines = work.all(Visit, campaign_id=campaign_id)
    wanted = None if visit_ids is None else frozenset(visit_ids)
    if wanted is not None and wanted - {line.id for line in lines}:
        raise NotFoundError(
            "Có dòng không thuộc đợt tặng quà này; có thể đã bị bỏ ra. Hãy xem lại danh sách."
        )
    return [line for line in lines if line.planned is planned and (wanted is None or line.id in wanted)]
