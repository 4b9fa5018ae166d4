"""What was so on a day, and what happened between two days."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal, or_, select

from app.domain.members import Member
from app.domain.record import R
from app.domain.status import Standing, StatusEvent, standing_on
from app.store.mapping import mapping_of
from app.store.reader import Reader
from app.store.tables import TABLES, members

_events = TABLES["status_events"]


def standings_on(reader: Reader, day: date) -> dict[str, Standing]:
    """Where every member who had joined by then stood on ``day``, by the member's id; in one pass."""
    mapping = mapping_of(StatusEvent)
    statement = (
        select(*(_events.c[name] for name in mapping.columns))
        # As text "2010" and "2010-05" come before any of their days: exactly the earliest day they can be.
        .where(or_(_events.c.on.is_(None), _events.c.on <= day.isoformat()))
        .order_by(_events.c.seq)
    )
    of_member: dict[str, list[StatusEvent]] = {}
    for row in reader.connection.execute(statement):
        event = mapping.record(row)
        of_member.setdefault(event.member_id, []).append(event)
    found = {}
    for member_id, events in of_member.items():
        standing = standing_on(events, day)
        if standing is not None:
            found[member_id] = standing
    return found


def members_as_of(reader: Reader, day: date) -> tuple[tuple[Member, Standing], ...]:
    """Every member who had joined by ``day``, those who left included, and where he stood; sorted by name."""
    standings = standings_on(reader, day)
    mapping = mapping_of(Member)
    statement = select(*(members.c[name] for name in mapping.columns)).order_by(
        members.c.sort_key, members.c.seq
    )
    return tuple(
        [
            (mapping.record(row), standings[row[0]])
            for row in reader.connection.execute(statement)
            if row[0] in standings
        ]
    )


def records_between(reader: Reader, kind: type[R], start: date, end: date) -> tuple[R, ...]:
    """The records of a kind with a date ``on`` between two days, both included, in order of date.

    A date known to the year or month only counts from its first day.
    """
    mapping = mapping_of(kind)
    table = TABLES[mapping.name]
    statement = (
        select(*(table.c[name] for name in mapping.columns))
        .where(*_between(mapping.name))
        .order_by(table.c.on, table.c.seq)
    )
    return tuple([mapping.record(row) for row in reader.connection.execute(statement, _bounds(start, end))])


@cache
def _between(name: str) -> tuple[ColumnElement[bool], ...]:
    column: ColumnElement[Any] = TABLES[name].c.on
    first_day = column + func.substr(literal("-01-01"), func.length(column) - 3)
    return (
        column >= bindparam("year"),  # an index serves this one
        column <= bindparam("end"),
        first_day >= bindparam("start"),
        first_day <= bindparam("end"),
    )


def _bounds(start: date, end: date) -> dict[str, str]:
    return {"year": f"{start.year:04}", "start": start.isoformat(), "end": end.isoformat()}
