"""Which members a query asks for: its filters as conditions of the database, and their values apart.

A statement is compiled once for every shape of question, so the shape says only which filters there are and
how many values each has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, literal, or_, select

from app.domain.member_lists import MemberQuery
from app.domain.members import Member
from app.domain.offices import TITLES
from app.domain.record import fields_of
from app.domain.status import Status, StatusKind
from app.store.sqlite import unindexed
from app.store.tables import TABLES, members
from app.vietnamese.text import fold

#: The shape of a question: names of filters, each with its number of values.
Shape = tuple[tuple[str, int], ...]

#: The filters that ``ix_members_list`` and ``ix_members_hits`` can answer without a look at the wide rows.
COVERED = ("on", "status", "units", "gender", "born", "joined_from", "joined_to", "policies", "roles")

_events = TABLES["status_events"]
_offices = TABLES["offices"]
_policies = TABLES["policies"]
_honours = TABLES["honours"]
_extra_values = TABLES["extra_values"]
_FIELDS = {info.name: info for info in fields_of(Member) if info.name not in ("id", "version")}


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one query: their shape, and the values for its parameters."""

    shape: Shape
    values: dict[str, Any]

    @property
    def as_of(self) -> bool:
        """Whether status and unit are those of a past day."""
        return ("on", 0) in self.shape

    def only(self, *names: str) -> bool:
        """Whether nothing is asked but what is named here."""
        return all(name in names for name, _ in self.shape)


@lru_cache(maxsize=256)  # a list asks the same for every page
def filters_of(query: MemberQuery, today: date | None) -> Filters:
    """The filters of a query; raises ValueError when ages or offices are asked and no day is known."""
    day = query.on or today
    asked = {name: values for name, values in _asked(query, day) if values}
    shape = [(name, len(values)) for name, values in asked.items()]
    shape += [(f"unknown:{name}", 0) for name in sorted(query.unknown) if not name.startswith("extra:")]
    named = {f"{name}_{place}": each for name, values in asked.items() for place, each in enumerate(values)}
    if day is not None:
        named["day"] = day.isoformat()
    elif query.roles or "role" in query.unknown:
        raise ValueError("an office needs a day")
    if query.on is not None:
        shape.append(("on", 0))
        named["bound"] = bound_of(query.on)
    if query.unit_ids is not None and not query.unit_ids:
        shape.append(("units", 0))
    return Filters(tuple(shape), named)


def bound_of(day: date) -> str:
    """The parameter ``bound``: behind every event of a day, see :func:`app.store.derived.counts_from`."""
    return f"{day.isoformat()} 9"


def _asked(query: MemberQuery, day: date | None) -> Iterator[tuple[str, list[Any]]]:
    yield "status", sorted(each.value for each in query.statuses)
    yield "gender", [] if query.gender is None else [query.gender.value]
    yield "units", sorted(query.unit_ids or ())
    yield "born", _born(query, day)
    yield "policies", sorted(each.value for each in query.policies)
    yield "categories", sorted(query.categories)
    yield "hardship", [] if query.hardship is None else [query.hardship]
    for name in ("joined_from", "joined_to"):
        yield name, [held.isoformat()] if (held := getattr(query, name)) is not None else []
    yield "roles", sorted(query.roles)
    yield "extra", [part for field_id, text in query.extra for part in (field_id, _like(text))]
    fields = sorted(name for name in query.unknown if name.startswith("extra:"))
    yield "unknown_extra", [name.removeprefix("extra:") for name in fields]


def _born(query: MemberQuery, day: date | None) -> list[str]:
    """The first year of birth that is asked for, and the first one that is not any more."""
    if query.age_from is None and query.age_to is None:
        return []
    if day is None:
        raise ValueError("an age needs a day")
    # As text "1950" and "1950-08-15" lie between "1950" and "1951".
    oldest = 0 if query.age_to is None else max(day.year - query.age_to, 0)
    youngest = 9998 if query.age_from is None else max(day.year - query.age_from, -1)
    return [f"{oldest:04}", f"{youngest + 1:04}"]


def _like(text: str) -> str:
    folded = fold(text)
    for sign in ("\\", "%", "_"):
        folded = folded.replace(sign, "\\" + sign)
    return f"%{folded}%"


def status_column(as_of: bool) -> ColumnElement[Any]:
    """Where a member stands: now, or on the day ``bound``; null for who had not joined."""
    return _status_on() if as_of else members.c.status_now


def unit_column(as_of: bool) -> ColumnElement[Any]:
    """The unit a member is in: now, or on the day ``bound``."""
    return _unit_on() if as_of else members.c.unit_now


def _before(*more: ColumnElement[bool]) -> Select[Any]:
    """The last event of a member up to the day; newest first."""
    return (
        select(_events.c.id)
        .where(_events.c.member_id == members.c.id, _events.c.counts_from <= bindparam("bound"), *more)
        .order_by(_events.c.counts_from.desc(), _events.c.seq.desc())
        .limit(1)
        .correlate(members)
    )


# Who had no event since stands as he does now: only the others' events are looked at.
def _status_on() -> ColumnElement[Any]:
    after = case(
        {kind.value: kind.status.value for kind in StatusKind if kind.status is not Status.ACTIVE},
        value=_events.c.kind,
        else_=Status.ACTIVE.value,
    )
    then = _before().with_only_columns(after).scalar_subquery()
    return case((members.c.stands_since <= bindparam("bound"), members.c.status_now), else_=then)


def _unit_on() -> ColumnElement[Any]:
    then = _before(_events.c.unit_id.is_not(None)).with_only_columns(_events.c.unit_id).scalar_subquery()
    return case((members.c.stands_since <= bindparam("bound"), members.c.unit_now), else_=then)


def role_rank() -> ColumnElement[Any]:
    """The rank of the highest office held on ``day``, as :func:`app.domain.offices.rank` has it."""
    place = case(
        {title: number for number, title in enumerate(TITLES)}, value=_offices.c.name, else_=len(TITLES)
    )
    rank = case((_offices.c.unit_id.is_(None), 0), else_=100) + place
    return select(func.min(rank)).where(*_holds()).correlate(members).scalar_subquery()


def _holds() -> tuple[ColumnElement[bool], ...]:
    day: ColumnElement[Any] = bindparam("day")
    return (
        _offices.c.member_id == members.c.id,
        # As text "2020" comes before all its days, and is the beginning of each.
        or_(_offices.c.starts.is_(None), _offices.c.starts <= day),
        or_(_offices.c.ends.is_(None), _offices.c.ends >= func.substr(day, 1, func.length(_offices.c.ends))),
    )


@lru_cache(maxsize=512)
def conditions(shape: Shape, exposed: tuple[str, ...] = ()) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a shape. An index serves only the filters that are ``exposed``.

    The others are tested line by line: a database that knows nothing of the values would else gather half
    the register through an index to show its first page.
    """
    as_of = ("on", 0) in shape
    found: list[ColumnElement[bool]] = []
    if as_of and not any(name == "status" for name, _ in shape):
        found.append(status_column(as_of).is_not(None))
    for name, size in shape:
        if name != "on":
            found.append(_condition(name, size, as_of, name in exposed))
    return tuple(found)


def _condition(name: str, size: int, as_of: bool, is_exposed: bool) -> ColumnElement[bool]:
    if name.startswith("unknown:"):
        return _is_unknown(name.removeprefix("unknown:"), as_of)
    if name == "extra":
        return and_(*(_has_extra(place, is_exposed) for place in range(0, size, 2)))
    if name == "unknown_extra":
        return and_(*(~_has_field(place) for place in range(size)))
    first: ColumnElement[Any] = bindparam(f"{name}_0")
    listed: list[ColumnElement[Any]] = [bindparam(f"{name}_{place}") for place in range(size)]
    column = members.c
    if name in _LINKED:
        return _LINKED[name](listed, is_exposed)
    if name == "born":
        return and_(unindexed(column.birth) >= first, unindexed(column.birth) < bindparam("born_1"))
    if name == "joined_from":
        return column.joined + func.substr(literal("-01-01"), func.length(column.joined) - 3) >= first
    if name == "joined_to":
        return unindexed(column.joined) <= first
    columns = {
        "status": status_column(as_of),
        "units": unit_column(as_of),
        "gender": column.gender,
        "categories": column.category,
        "hardship": column.hardship,
    }
    held = columns[name]
    if name in ("status", "units") and not is_exposed:
        held = unindexed(held)
    return is_one_of(held, listed)


def is_one_of(held: ColumnElement[Any], listed: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """Whether a value is one of those listed, of which there may be none."""
    if len(listed) == 1:
        return held == listed[0]
    return held.in_(listed) if listed else false()


def _has_policy(kinds: Sequence[ColumnElement[Any]], is_exposed: bool) -> ColumnElement[bool]:
    return _has(_policies.c.member_id, is_exposed, _policies.c.kind.in_(kinds))


def _has_role(names: Sequence[ColumnElement[Any]], _is_exposed: bool) -> ColumnElement[bool]:
    return select(_offices.c.id).where(*_holds(), _offices.c.name.in_(names)).exists()


_LINKED = {"policies": _has_policy, "roles": _has_role}


def _has(link: ColumnElement[Any], is_exposed: bool, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a member has a record of another kind: looked up for each, or gathered from the other side."""
    if is_exposed:
        return members.c.id.in_(select(link).where(*wanted))
    return select(link).where(link == members.c.id, *wanted).correlate(members).exists()


def _has_extra(place: int, is_exposed: bool) -> ColumnElement[bool]:
    return _has(
        _extra_values.c.member_id,
        is_exposed,
        _extra_values.c.field_id == bindparam(f"extra_{place}"),
        _extra_values.c.folded.like(bindparam(f"extra_{place + 1}"), escape="\\"),
    )


def _has_field(place: int) -> ColumnElement[bool]:
    wanted = _extra_values.c.field_id == bindparam(f"unknown_extra_{place}")
    return _has(_extra_values.c.member_id, False, wanted, _extra_values.c.text != "")


def _is_unknown(name: str, as_of: bool) -> ColumnElement[bool]:
    if name in _FIELDS:
        column = members.c[name]
        return column.is_(None) if _FIELDS[name].optional else column == ""
    if name == "unit":
        return unit_column(as_of).is_(None)
    if name == "role":
        return ~select(_offices.c.id).where(*_holds()).exists()
    kinds = {"policies": _policies, "honours": _honours}
    if name not in kinds:
        raise ValueError(f"members have no {name!r} that could be unknown")
    return ~select(kinds[name].c.id).where(kinds[name].c.member_id == members.c.id).exists()
