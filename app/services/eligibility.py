"""Who could be honoured: years of membership, what somebody has had, and who never had anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.commendations import Award, AwardRound, RoundState, granted
from app.domain.status import Status, StatusEvent, years_active
from app.errors import RuleError
from app.services.commendations import proposed_member, save_awards
from app.services.member_queries import MemberOnDay, read_members_on
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True)
class EligibilityQuery:
    """Who is asked for.

    ``min_years`` of membership; ``form``: who never had this form; ``not_since``: nobody honoured in or
    after this year of work; ``never``: who never had anything; ``unit``: of this chi hội, by name or code.
    """

    min_years: int = 0
    form: str = ""
    not_since: int | None = None
    never: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Eligible:
    """One active member with his years of membership (``None``: unknown) and the awards he had."""

    member_id: str
    code: str
    name: str
    unit_name: str
    joined: PartialDate | None
    years: int | None
    awards: int = 0
    last_form: str = ""
    last_year: int | None = None


def eligible(register: Register, query: EligibilityQuery, *, today: date) -> tuple[Eligible, ...]:
    """The active members who fit, sorted by name; whose years are unknown are asked for only by 0 years."""
    with register.read() as reader:
        people = read_members_on(reader, today, unit=query.unit, status=Status.ACTIVE)
        events: dict[str, list[StatusEvent]] = {}
        for event in reader.all(StatusEvent):
            events.setdefault(event.member_id, []).append(event)
        had = _awards_of_members(reader)
    found = []
    for person in people:
        awards = had.get(person.member.id, [])
        row = _row(person, events.get(person.member.id, []), awards, today)
        if _fits(row, {award.form for award, _year in awards}, query):
            found.append(row)
    return tuple(found)


def _awards_of_members(reader: Reader) -> dict[str, list[tuple[Award, int]]]:
    """The awards that were decided, with their years of work, by member."""
    years = {r.id: r.year for r in reader.all(AwardRound) if r.state is not RoundState.DRAFT}
    found: dict[str, list[tuple[Award, int]]] = {}
    for award in granted(reader.all(Award, round_id=frozenset(years))):
        if award.member_id is not None:
            found.setdefault(award.member_id, []).append((award, years[award.round_id]))
    return found


def _row(
    person: MemberOnDay, events: list[StatusEvent], awards: list[tuple[Award, int]], today: date
) -> Eligible:
    member = person.member
    last = max(awards, key=lambda each: each[1], default=None)
    return Eligible(
        member_id=member.id,
        code=member.code,
        name=member.full_name,
        unit_name=person.unit_name,
        joined=member.joined,
        years=years_active(events, today, joined=member.joined),
        awards=len(awards),
        last_form=last[0].form if last else "",
        last_year=last[1] if last else None,
    )


def _fits(row: Eligible, forms: set[str], query: EligibilityQuery) -> bool:
    if query.min_years and (row.years is None or row.years < query.min_years):
        return False
    if query.never and row.awards:
        return False
    if query.form and query.form in forms:
        return False
    return query.not_since is None or row.last_year is None or row.last_year < query.not_since


def propose_many(
    register: Register, round_id: str, member_ids: list[str], *, today: date, form: str = ""
) -> tuple[Award, ...]:
    """Put members on a round's list with the usual words, in one change; who is on it already is left out.

    Raises RuleError when nobody is left to add.
    """
    with register.read() as reader:
        listed = {award.member_id for award in reader.all(Award, round_id=round_id)}
        awards = [
            proposed_member(reader, round_id, member_id, today=today, form=form, place=place)
            for place, member_id in enumerate(each for each in member_ids if each not in listed)
        ]
    if not awards:
        raise RuleError("Những người này đã có trong danh sách của đợt.")
    return save_awards(register, awards, label=f"Thêm {len(awards)} người vào danh sách khen")
