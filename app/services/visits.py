"""Care: visits, condolences and gifts; what they cost leaves the fund in the same save."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.care import Campaign, Visit
from app.domain.funds import EntryKind, FundEntry
from app.domain.members import Member
from app.domain.status import Status, StatusEvent, standing_on
from app.domain.units import UnitTree
from app.services.closings import closed_by, require_open
from app.services.units import Trees, read_tree
from app.store.queries import records_between
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import unvisited_ids
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

#: The line of the budget that visits are paid from.
CATEGORY = "Thăm hỏi"


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit for a list: whom it was for and in which unit; ``campaign`` is the round it was given in.

    ``deceased``: the member has died, as is to be known of a gift that is still to be handed over.
    """

    visit: Visit
    person: str
    unit_name: str
    from_fund: bool
    campaign: str = ""
    deceased: bool = False


def list_visits(
    register: Register, *, year: int | None = None, planned: bool = False
) -> tuple[VisitRow, ...]:
    """The visits of a year (``None`` = all), newest first; with ``planned`` those that are still to come."""
    with register.read() as reader:
        return tuple(reversed(read_visits(reader, year, planned=planned)))


def read_visits(reader: Reader, year: int | None = None, *, planned: bool = False) -> tuple[VisitRow, ...]:
    """The visits of a year inside an open reading, oldest first."""
    if year is None:
        visits = reader.all(Visit, planned=planned)
    else:
        found = records_between(reader, Visit, date(year, 1, 1), date(year, 12, 31))
        visits = tuple(visit for visit in found if visit.planned is planned)
    return rows_of(reader, visits)


def rows_of(reader: Reader, visits: Iterable[Visit]) -> tuple[VisitRow, ...]:
    """The rows of some visits, oldest first."""
    visits = tuple(visits)
    ids = frozenset(v.member_id for v in visits if v.member_id)
    members = {m.id: m for m in reader.all(Member, id=ids)}
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=ids):
        events.setdefault(event.member_id, []).append(event)
    trees = Trees(reader)
    paid = {e.visit_id for e in reader.all(FundEntry, visit_id=frozenset(v.id for v in visits))}
    rounds = frozenset(v.campaign_id for v in visits if v.campaign_id)
    campaigns = {each.id: each.name for each in reader.all(Campaign, id=rounds)}
    rows = []
    for v in visits:
        lived = events.get(v.member_id or "", [])
        standing = standing_on(lived, v.on.latest())
        now = standing_on(lived)
        tree = trees.of(v.on.year)
        rows.append(
            VisitRow(
                visit=v,
                person=visited(v, members[v.member_id] if v.member_id else None),
                # The unit of the time, as that year's papers name it.
                unit_name=tree.name(tree.resolve(standing.unit_id)) if standing else "",
                from_fund=v.id in paid,
                campaign=campaigns.get(v.campaign_id or "", ""),
                deceased=now is not None and now.status is Status.DECEASED,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.visit.on.iso))


def visited(visit: Visit, member: Member | None) -> str:
    """Whom a visit was for, in words: the member, his family, or who is named."""
    if member is None:
        return visit.person
    return f"Gia đình {member.full_name}" if visit.household else member.full_name


def save_visit(register: Register, visit: Visit, *, from_fund: bool = True) -> Visit:
    """Add or save a visit. With ``from_fund`` its total is an expense of its fund, typed once.

    Raises RuleError when that year of the fund's book is closed.
    """
    verb = "Ghi" if visit.version == 0 else "Sửa"
    with register.change(f"{verb} thăm hỏi: {visit.kind.label}") as work:
        return put_visit(work, visit, from_fund=from_fund)


def put_visit(work: Work, visit: Visit, *, from_fund: bool) -> Visit:
    """As :func:`save_visit`, inside an open change. What is only planned costs nothing yet.

    An edit that says nothing new of the expense leaves its line in a closed year as it was written, though
    the member is called otherwise by now.
    """
    stored = work.get(Visit, visit.id) if visit.version else None
    saved = work.add(visit) if visit.version == 0 else work.replace(visit)
    entries = work.all(FundEntry, visit_id=saved.id)
    if not from_fund or saved.planned or saved.total == 0:
        _take_out(work, entries)
        return saved
    entry = _expense(work, saved, entries[0] if entries else None)
    if entries == (entry,):
        return saved
    says_the_same = stored is not None and entries and _expense(work, stored, entries[0]) == entry
    if says_the_same and closed_by(work, entry.fund_id, entry.on) is not None:
        return saved
    for each in (*entries, entry):
        require_open(work, each.fund_id, each.on)
    if entries:
        work.replace(entry)
    else:
        work.add(entry)
    return saved


def _take_out(work: Work, entries: Iterable[FundEntry]) -> None:
    for entry in entries:
        require_open(work, entry.fund_id, entry.on)
        work.remove(entry)


def _gift_purpose(name: str) -> str:
    """What a gift is entered for; most campaigns' names say already that it is one."""
    return name if fold(name).startswith("tang qua") else f"Tặng quà: {name}"


def _expense(work: Work, visit: Visit, before: FundEntry | None) -> FundEntry:
    """The line of the cash book that a visit makes."""
    member = work.get(Member, visit.member_id) if visit.member_id else None
    campaign = work.get(Campaign, visit.campaign_id) if visit.campaign_id else None
    purpose = _gift_purpose(campaign.name) if campaign else f"Thăm hỏi: {visit.kind.label.lower()}"
    return dataclasses.replace(
        before or FundEntry(on=visit.on, amount=visit.total, purpose=purpose, category=CATEGORY),
        on=visit.on,
        kind=EntryKind.EXPENSE,
        amount=visit.total,
        purpose=purpose[:300],
        counterpart=visited(visit, member)[:300],
        member_id=visit.member_id,
        visit_id=visit.id,
        fund_id=visit.fund_id,
    )


def remove_visit(register: Register, visit_id: str) -> None:
    """Take out a visit and the expense it made; raises RuleError when that year's book is closed."""
    with register.change("Xóa lần thăm hỏi") as work:
        put_out(work, work.get(Visit, visit_id))


def put_out(work: Work, visit: Visit) -> None:
    """As :func:`remove_visit`, inside an open change."""
    _take_out(work, work.all(FundEntry, visit_id=visit.id))
    work.remove(visit)


# ---------------------------------------------------------------- who was not visited


@dataclass(frozen=True, slots=True)
class UnvisitedRow:
    """An active member nobody visited since a day; ``last`` is the last visit before, if there was one."""

    member_id: str
    code: str
    name: str
    unit_id: str | None
    unit_name: str
    birth: PartialDate | None
    address: str
    phone: str
    hardship: bool
    hardship_note: str
    last: PartialDate | None


def unvisited(
    register: Register,
    *,
    since: date,
    hardship: bool = False,
    unit_id: str | None = None,
    without_campaigns: bool = False,
) -> tuple[UnvisitedRow, ...]:
    """The active members whom nobody visited on or after ``since``: the longest forgotten first.

    A visit that is only planned is none. ``hardship`` asks for those in hardship alone, ``unit_id`` for
    one unit and all below it. ``without_campaigns``: what was handed over in a round of gifts, as at Tết to
    everybody, is no visit.
    """
    with register.read() as reader:
        tree = read_tree(reader)
        units = tree.holding(unit_id) if unit_id is not None else None
        found = unvisited_ids(reader, since, hardship=hardship, without_campaigns=without_campaigns)
        if units is not None:
            found = tuple(each for each in found if each.unit_id in units)
        members = {m.id: m for m in reader.all(Member, id=frozenset(each.member_id for each in found))}
        rows = [_unvisited_row(members[each.member_id], each.unit_id, each.last, tree) for each in found]
    # Who was never visited comes first, then by how long ago; by name among those.
    return tuple(sorted(rows, key=lambda row: row.last.iso if row.last else ""))


def _unvisited_row(
    member: Member, unit_id: str | None, last: PartialDate | None, tree: UnitTree
) -> UnvisitedRow:
    now = tree.resolve(unit_id)
    return UnvisitedRow(
        member_id=member.id,
        code=member.code,
        name=member.full_name,
        unit_id=now,
        unit_name=tree.name(now),
        birth=member.birth,
        address=member.address,
        phone=member.phone,
        hardship=member.hardship,
        hardship_note=member.hardship_note,
        last=last,
    )
