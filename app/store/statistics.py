"""Figures over all members for the first page, counted in the database or from bare rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from app.domain.funds import EntryKind
from app.domain.members import Gender
from app.domain.status import Status, StatusKind
from app.store.member_filters import bound_of, status_column, unit_column
from app.store.prepared import Prepared
from app.store.reader import CHUNK, Reader
from app.store.sqlite import unindexed
from app.store.tables import TABLES, members
from app.vietnamese.dates import PartialDate

_events = TABLES["status_events"]
_visits = TABLES["visits"]
_entries = TABLES["fund_entries"]
# Most members are active: they are counted from the narrow index that has all that is asked, not looked up.
_is_active = unindexed(members.c.status_now) == Status.ACTIVE.value


@dataclass(frozen=True, slots=True)
class BirthCount:
    """How many active members were born in a year (``None`` = not known), by sex."""

    year: int | None
    gender: Gender | None
    members: int


_BIRTHS = Prepared(select(members.c.birth, members.c.gender).where(_is_active))


def active_by_birth(reader: Reader) -> tuple[BirthCount, ...]:
    """The active members by year of birth and sex."""
    reader.settle()
    # Counted here: grouping them, SQLite would sort them all first, which takes three times as long.
    return _births(Counter(_BIRTHS.rows(reader.connection, {})))


def _births(alike: Counter[tuple[str | None, str | None]]) -> tuple[BirthCount, ...]:
    found: Counter[tuple[str | None, str | None]] = Counter()
    for (birth, sex), number in alike.items():
        found[birth[:4] if birth else None, sex] += number
    return tuple(
        BirthCount(int(year) if year else None, Gender(sex) if sex else None, number)
        for (year, sex), number in found.items()
    )


# The active members of whom nothing is recorded after ``bound``.
_SETTLED = Prepared(
    select(func.count()).select_from(members).where(_is_active, members.c.stands_since <= bindparam("bound"))
)
# All events of the others, in the order they count.
_OTHERS = select(members.c.id).where(members.c.stands_since > bindparam("bound"))
_ORDER = (_events.c.member_id, _events.c.counts_from, _events.c.seq)
_LIVES = Prepared(
    select(_events.c.member_id, _events.c.counts_from, _events.c.kind)
    .where(_events.c.member_id.in_(_OTHERS))
    .order_by(*_ORDER)
)


def active_on(reader: Reader, days: Sequence[date]) -> tuple[int, ...]:
    """How many members were active on each day; only who had events since the first is looked at closely.

    The same rule as :func:`app.domain.status.standing_on`: the last event that counts by then decides.
    """
    if not days:
        return ()
    reader.settle()
    first = {"bound": bound_of(min(days))}
    ((settled,),) = _SETTLED.rows(reader.connection, first)
    counts = [settled] * len(days)
    bounds = [bound_of(each) for each in days]
    joins = {kind.value for kind in StatusKind if kind.status is Status.ACTIVE}
    for _, events in groupby(_LIVES.rows(reader.connection, first), key=itemgetter(0)):
        life = [(counts_from, kind in joins) for _, counts_from, kind in events]
        for place, bound in enumerate(bounds):
            counts[place] += next((stays for since, stays in reversed(life) if since <= bound), False)
    return tuple(counts)


_AS_OF = Prepared(
    select(unit_column(as_of=True), members.c.birth, members.c.gender).where(
        status_column(as_of=True) == Status.ACTIVE.value
    )
)


def active_as_of(reader: Reader, day: date) -> tuple[dict[str | None, int], tuple[BirthCount, ...]]:
    """The active members of a day by unit, and by year of birth and sex."""
    reader.settle()
    rows = _AS_OF.rows(reader.connection, {"bound": bound_of(day)})
    return dict(Counter(row[0] for row in rows)), _births(Counter(row[1:] for row in rows))


_SETTLED_UNITS = Prepared(
    select(members.c.id, members.c.unit_now).where(_is_active, members.c.stands_since <= bindparam("bound"))
)
_OTHER_IDS = Prepared(_OTHERS)


def settled_on(reader: Reader, day: date) -> tuple[dict[str, str | None], frozenset[str]]:
    """The active members of whom nothing is recorded after ``day``, with their units.

    And the ids of those of whom anything is: their events tell where they stood.
    """
    reader.settle()
    bound = {"bound": bound_of(day)}
    settled = dict(_SETTLED_UNITS.rows(reader.connection, bound))
    return settled, frozenset(row[0] for row in _OTHER_IDS.rows(reader.connection, bound))


_NAMES = select(members.c.id, members.c.code, members.c.full_name, members.c.sort_key)
_ALL_NAMES = Prepared(_NAMES)


def names_of(reader: Reader, ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Code, name and the key that sorts by name of some members, by id."""
    reader.settle()
    if len(ids) > CHUNK:  # cheaper than asking for each
        rows = _ALL_NAMES.rows(reader.connection, {})
        return {row[0]: (row[1], row[2], row[3]) for row in rows if row[0] in ids}
    found = reader.connection.execute(_NAMES.where(members.c.id.in_(ids)))
    return {row[0]: (row[1], row[2], row[3]) for row in found}


@dataclass(frozen=True, slots=True)
class DaySum:
    """What came into a fund, or went out of it, on one day as it was noted; VND."""

    on: PartialDate
    kind: EntryKind
    amount: int


_OWN_SUMS = Prepared(
    select(_entries.c.on, _entries.c.kind, func.sum(_entries.c.amount))
    .where(_entries.c.fund_id.is_(None))
    .group_by(_entries.c.on, _entries.c.kind)
)


def own_fund_sums(reader: Reader) -> tuple[DaySum, ...]:
    """The cash book of the branch's own fund, added up by day."""
    rows = _OWN_SUMS.rows(reader.connection, {})
    return tuple(DaySum(PartialDate.from_iso(on), EntryKind(kind), int(amount)) for on, kind, amount in rows)


_SINCE: ColumnElement[str] = bindparam("since")
_HAPPENED = ~_visits.c.planned & _visits.c.member_id.is_not(None)
_VISITED = select(_visits.c.member_id).where(
    _HAPPENED,
    # A visit known to the year or month may have been on its last day.
    _visits.c.on >= func.substr(_SINCE, 1, func.length(_visits.c.on)),
)
_FORGOTTEN = (_is_active, members.c.id.not_in(_VISITED))
_COUNT_HARDSHIP = Prepared(select(func.count()).select_from(members).where(*_FORGOTTEN, members.c.hardship))


def hardship_unvisited(reader: Reader, since: date) -> int:
    """How many active members in hardship had no visit on or after a day; what is planned is no visit."""
    reader.settle()
    ((number,),) = _COUNT_HARDSHIP.rows(reader.connection, {"since": since.isoformat()})
    return int(number)


@dataclass(frozen=True, slots=True)
class Unvisited:
    """An active member without a visit since a day, his unit, and the last visit there was before."""

    member_id: str
    unit_id: str | None
    last: PartialDate | None


#: Set to 1 where a gift handed over in a round of gifts is no visit: those reach everybody.
_ALONE: ColumnElement[int] = bindparam("alone")
_COUNTED = or_(_ALONE == 0, _visits.c.campaign_id.is_(None))
_LAST = (
    select(_visits.c.member_id, func.max(_visits.c.on).label("last"))
    .where(_HAPPENED, _COUNTED)
    .group_by(_visits.c.member_id)
    .subquery()
)
_FORGOTTEN_ROWS = (
    select(members.c.id, members.c.unit_now, _LAST.c.last)
    .outerjoin(_LAST, _LAST.c.member_id == members.c.id)
    .where(_is_active, members.c.id.not_in(_VISITED.where(_COUNTED)))
    .order_by(members.c.sort_key, members.c.seq)
)
_ALL_FORGOTTEN = Prepared(_FORGOTTEN_ROWS)
_IN_HARDSHIP = Prepared(_FORGOTTEN_ROWS.where(members.c.hardship))


def unvisited_ids(
    reader: Reader, since: date, *, hardship: bool, without_campaigns: bool = False
) -> tuple[Unvisited, ...]:
    """The active members, or those in hardship, who had no visit on or after a day; sorted by name.

    ``without_campaigns``: what was handed over in a round of gifts is no visit, here or as the last one.
    """
    reader.settle()
    asked = _IN_HARDSHIP if hardship else _ALL_FORGOTTEN
    bound = {"since": since.isoformat(), "alone": int(without_campaigns)}
    found = asked.rows(reader.connection, bound)
    return tuple(
        Unvisited(member_id, unit_id, PartialDate.from_iso(last) if last else None)
        for member_id, unit_id, last in found
    )


def birthdays(reader: Reader, months: Sequence[int]) -> tuple[tuple[str, str, str], ...]:
    """Id, name and ISO date of birth of the active members whose birthday falls in these months."""
    reader.settle()
    wanted = [f"{month:02}" for month in months]
    asked = (
        select(members.c.id, members.c.full_name, members.c.birth)
        .where(
            _is_active,
            func.length(members.c.birth) == len("1950-08-15"),
            func.substr(members.c.birth, 6, 2).in_(wanted),
        )
        .order_by(func.substr(members.c.birth, 6), members.c.sort_key)
    )
    return tuple((row[0], row[1], row[2]) for row in reader.connection.execute(asked))
