"""Care: visits, condolences and gifts; what they cost leaves the fund in the same save."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.care import Visit
from app.domain.funds import EntryKind, FundEntry
from app.domain.members import Member
from app.domain.status import StatusEvent, standing_on
from app.services.units import Trees
from app.store.queries import records_between
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit for a list: whom it was for and in which unit."""

    visit: Visit
    person: str
    unit_name: str
    from_fund: bool


def list_visits(register: Register, *, year: int | None = None) -> tuple[VisitRow, ...]:
    """The visits of a year (``None`` = all), newest first."""
    with register.read() as reader:
        return tuple(reversed(read_visits(reader, year)))


def read_visits(reader: Reader, year: int | None = None) -> tuple[VisitRow, ...]:
    """The visits of a year inside an open reading, oldest first."""
    visits = (
        reader.all(Visit)
        if year is None
        else records_between(reader, Visit, date(year, 1, 1), date(year, 12, 31))
    )
    ids = frozenset(v.member_id for v in visits if v.member_id)
    members = {m.id: m for m in reader.all(Member, id=ids)}
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=ids):
        events.setdefault(event.member_id, []).append(event)
    trees = Trees(reader)
    paid = {e.visit_id for e in reader.all(FundEntry, visit_id=frozenset(v.id for v in visits))}
    rows = [
        VisitRow(
            v,
            members[v.member_id].full_name if v.member_id else v.person,
            _unit_name(v, events.get(v.member_id or "", ()), trees),
            v.id in paid,
        )
        for v in visits
    ]
    return tuple(sorted(rows, key=lambda row: row.visit.on.iso))


def _unit_name(visit: Visit, events: Iterable[StatusEvent], trees: Trees) -> str:
    """The unit the visited member was in at the time, as that year's papers name it."""
    standing = standing_on(events, visit.on.latest())
    tree = trees.of(visit.on.year)
    return tree.name(tree.resolve(standing.unit_id)) if standing else ""


def save_visit(register: Register, visit: Visit, *, from_fund: bool = True) -> Visit:
    """Add or save a visit. With ``from_fund`` its sum is an expense of the fund, typed once."""
    verb = "Ghi" if visit.version == 0 else "Sửa"
    with register.change(f"{verb} thăm hỏi: {visit.kind.label}") as work:
        return put_visit(work, visit, from_fund=from_fund)


def put_visit(work: Work, visit: Visit, *, from_fund: bool) -> Visit:
    """As :func:`save_visit`, inside an open change."""
    saved = work.add(visit) if visit.version == 0 else work.replace(visit)
    person = work.get(Member, visit.member_id).full_name if visit.member_id else visit.person
    entries = work.all(FundEntry, visit_id=saved.id)
    if not from_fund or saved.amount == 0:
        for entry in entries:
            work.remove(entry)
        return saved
    entry = dataclasses.replace(
        entries[0] if entries else FundEntry(on=saved.on, amount=saved.amount, purpose="Thăm hỏi"),
        on=saved.on,
        kind=EntryKind.EXPENSE,
        amount=saved.amount,
        purpose=f"Thăm hỏi: {saved.kind.label.lower()}",
        counterpart=person,
        member_id=saved.member_id,
        visit_id=saved.id,
    )
    if entries:
        work.replace(entry)
    else:
        work.add(entry)
    return saved


def remove_visit(register: Register, visit_id: str) -> None:
    """Take out a visit and the expense it made."""
    with register.change("Xóa lần thăm hỏi") as work:
        for entry in work.all(FundEntry, visit_id=visit_id):
            work.remove(entry)
        work.remove(work.get(Visit, visit_id))
