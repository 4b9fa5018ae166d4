"""The orders of a list of members, by keys the store keeps; what is not known stands last either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, tuple_

from app.domain.member_lists import Sort
from app.domain.members import Gender
from app.domain.status import Status
from app.store.member_filters import role_rank, status_column, unit_column
from app.store.tables import TABLES, members

_units = TABLES["units"]
_honours = TABLES["honours"]

#: Dates a list can be sorted by as they are stored: "1950" before "1950-08" before "1950-08-15".
_DATES = (
    *("birth", "enlisted", "discharged", "route_from", "route_to"),
    *("joined", "party_joined", "party_official"),
)
#: What a list of members can be sorted by.
SORTS = (
    *("name", "unit", "code", "age", "birthday", "role", "status", "gender", "phone", "address", "hometown"),
    *("hardship", "party_badge", "honours"),
    *_DATES,
)
#: The keys in whose order an index gives the members, so that a page needs no look at all the others.
_INDEXED = frozenset({"name", "birth", "age", "joined", "code"})
_REVERSED = frozenset({"age", "hardship", "honours"})  # the youngest was born last; "yes" and many come first


@dataclass(frozen=True)
class Term:
    """One term of ORDER BY."""

    expression: ColumnElement[Any]
    descending: bool
    optional: bool

    @property
    def ordered(self) -> ColumnElement[Any]:
        """As ORDER BY has it."""
        found = self.expression.desc() if self.descending else self.expression.asc()
        return found.nulls_last() if self.optional else found


def has_index(sorts: Sequence[Sort]) -> bool:
    """Whether the first lines come from an index, without sorting the whole list."""
    return not sorts or sorts[0].key in _INDEXED


def joins_units(sorts: Sequence[Sort]) -> bool:
    """Whether :func:`terms` need the units beside the members."""
    return any(sort.key == "unit" for sort in sorts)


def with_units(statement: Select[Any], as_of: bool) -> Select[Any]:
    """The statement with each member's unit beside him."""
    return statement.select_from(members.outerjoin(_units, _units.c.id == unit_column(as_of)))


@lru_cache(maxsize=256)
def terms(sorts: tuple[Sort, ...], as_of: bool) -> tuple[Term, ...]:
    """The terms of an order, the name behind them; raises ValueError for a key there is none of."""
    found: list[Term] = []
    for sort in sorts:
        down = sort.descending != (sort.key in _REVERSED)
        found += [Term(each, down, optional) for each, optional in _expressions(sort.key, as_of)]
    if not any(sort.key == "name" for sort in sorts):
        # Behind a lone key with an index the names go its way: the index gives the whole order.
        found.append(
            Term(members.c.sort_key, len(found) == 1 and has_index(sorts) and found[0].descending, False)
        )
    return (*found, Term(members.c.seq, found[-1].descending, False))


def _expressions(key: str, as_of: bool) -> list[tuple[ColumnElement[Any], bool]]:
    """The expressions of a key, each with whether it can be null."""
    if key == "unit":
        return [(_units.c.position, True), (_units.c.code, True), (unit_column(as_of), True)]
    if key == "status":
        places: dict[Any, int] = {status.value: place for place, status in enumerate(Status)}
        return [(case(places, value=status_column(as_of)), True)]
    if key in _DATES:
        return [(members.c[key], True)]
    if key not in _EXPRESSIONS:
        raise ValueError(f"members cannot be sorted by {key!r}")
    return [_EXPRESSIONS[key]]


def _given(column: ColumnElement[Any]) -> tuple[ColumnElement[Any], bool]:
    """A text, null where it is not known."""
    return func.nullif(column, ""), True


_MANY_HONOURS = select(func.count()).where(_honours.c.member_id == members.c.id).correlate(members)
_EXPRESSIONS: dict[str, tuple[ColumnElement[Any], bool]] = {
    "name": (members.c.sort_key, False),
    "code": (members.c.code, False),
    "age": (members.c.birth, True),
    "birthday": _given(func.substr(members.c.birth, 6)),
    "gender": (case({each.value: place for place, each in enumerate(Gender)}, value=members.c.gender), True),
    "phone": _given(members.c.phone),
    "address": _given(members.c.address_key),
    "hometown": _given(members.c.hometown_key),
    "hardship": (members.c.hardship, False),
    "party_badge": (members.c.party_badge, True),
    "role": (role_rank(), True),
    "honours": (_MANY_HONOURS.scalar_subquery(), False),
}


def stands_before(order: Sequence[Term], values: Sequence[Any]) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """The condition to stand before the member with these values of the terms, and its parameters."""
    if len({term.descending for term in order}) == 1 and not any(term.optional for term in order):
        # Compared as one, they are a stretch of the index.
        names = {f"before_{place}": held for place, held in enumerate(values)}
        here, there = tuple_(*(term.expression for term in order)), tuple_(*map(bindparam, names))
        return here > there if order[0].descending else here < there, names
    equal: list[ColumnElement[bool]] = []
    either: list[ColumnElement[bool]] = []
    parameters: dict[str, Any] = {}
    for place, (term, held) in enumerate(zip(order, values, strict=True)):
        name = f"before_{place}"
        if held is None:
            either.append(and_(*equal, term.expression.is_not(None)))
            equal.append(term.expression.is_(None))
            continue
        parameters[name] = held
        less = term.expression > bindparam(name) if term.descending else term.expression < bindparam(name)
        either.append(and_(*equal, less))
        equal.append(term.expression == bindparam(name))
    return or_(*either), parameters
