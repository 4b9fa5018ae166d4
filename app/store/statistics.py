"""Figures over all members for the first page, counted in the database or from bare rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import and_, func, or_, select

from app.domain.members import Gender
from app.domain.status import Status, StatusKind
from app.store.reader import Reader
from app.store.tables import TABLES, members
from app.vietnamese.dates import PartialDate

_events = TABLES["status_events"]
_visits = TABLES["visits"]
_FULL_DAY = len("2023-12-31")
_is_active = members.c.status_now == Status.ACTIVE.value


@dataclass(frozen=True, slots=True)
class BirthCount:
    """How many active members were born in a year (``None`` = not known), by sex."""

    year: int | None
    gender: Gender | None
    members: int


def active_by_birth(reader: Reader) -> tuple[BirthCount, ...]:
    """The active members by year of birth and sex."""
    reader.settle()
    year = func.substr(members.c.birth, 1, 4)
    statement = (
        select(year, members.c.gender, func.count()).where(_is_active).group_by(year, members.c.gender)
    )
    return tuple(
        BirthCount(int(born) if born else None, Gender(sex) if sex else None, number)
        for born, sex, number in reader.connection.execute(statement)
    )


def active_on(reader: Reader, days: Sequence[date]) -> tuple[int, ...]:
    """How many members were active on each day, in one pass over the events.

    The same rule as :func:`app.domain.status.standing_on`: the last event that counts by then decides.
    """
    joins = {kind.value for kind in StatusKind if kind.status is Status.ACTIVE}
    statement = select(_events.c.member_id, _events.c.on, _events.c.kind).order_by(
        _events.c.member_id, _events.c.seq
    )
    counts = [0] * len(days)
    limits = [each.isoformat() for each in days]
    for _, events in groupby(reader.connection.execute(statement), key=lambda row: row[0]):
        ordered = sorted((_counts_from(on, comes=kind in joins), kind not in joins) for _, on, kind in events)
        for place, limit in enumerate(limits):
            by_then = [leaves for day, leaves in ordered if day <= limit]
            counts[place] += bool(by_then) and not by_then[-1]
    return tuple(counts)


def _counts_from(on: str | None, *, comes: bool) -> str:
    if on is None or len(on) == _FULL_DAY:
        return on or ""
    known = PartialDate.from_iso(on)
    return (known.earliest() if comes else known.latest()).isoformat()


def hardship_unvisited(reader: Reader, since: date) -> int:
    """How many active members in hardship had no visit on or after a day."""
    reader.settle()
    last = since.isoformat()
    visited = select(_visits.c.member_id).where(
        _visits.c.member_id.is_not(None),
        or_(
            _visits.c.on >= last,
            # A visit known to the year or month may have been on its last day.
            and_(
                func.length(_visits.c.on) < 10,
                _visits.c.on >= func.substr(last, 1, func.length(_visits.c.on)),
            ),
        ),
    )
    statement = (
        select(func.count())
        .select_from(members)
        .where(_is_active, members.c.hardship, members.c.id.not_in(visited))
    )
    return int(reader.connection.execute(statement).scalar_one())
