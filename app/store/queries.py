"""The lists of the screen: purpose-written queries that give small rows, paged and sorted in the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import Gender
from app.domain.record import R, Record
from app.domain.status import Status
from app.store import member_order, search
from app.store.mapping import mapping_of
from app.store.member_filters import (
    COVERED,
    Shape,
    bound_of,
    conditions,
    filters_of,
    is_one_of,
    status_column,
    unit_column,
)
from app.store.member_order import SORTS
from app.store.periods import members_as_of, records_between
from app.store.prepared import Prepared
from app.store.reader import Reader
from app.store.search import Search
from app.store.tables import TABLES, member_counts, members
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


class MemberListRow(NamedTuple):
    """One line of the members' list. ``status`` is ``None`` for a member without any event.

    ``status`` and ``unit_id`` are as of the day of the query, if it names one.
    """

    id: str
    code: str
    full_name: str
    gender: Gender | None
    birth: PartialDate | None
    phone: str
    address: str
    status: Status | None
    unit_id: str | None
    joined: PartialDate | None
    hardship: bool


class MemberPage(NamedTuple):
    """Some lines of the list, and how many it has in all."""

    rows: tuple[MemberListRow, ...]
    total: int


_units = TABLES["units"]
_GENDERS: dict[str | None, Gender | None] = {None: None, **{each.value: each for each in Gender}}
_STATUSES: dict[str | None, Status | None] = {None: None, **{each.value: each for each in Status}}


@lru_cache(maxsize=65_536)
def _day(iso: str | None) -> PartialDate | None:
    return PartialDate.from_iso(iso) if iso else None


def member_page(
    reader: Reader, query: MemberQuery, *, today: date | None = None, offset: int = 0, limit: int = 50
) -> MemberPage:
    """Lines ``offset`` to ``offset + limit`` of the list, and its length.

    ``today`` is asked for by ages and offices where the query names no day itself (ValueError without).
    """
    asked = _Question(reader, query, today)
    rows: list[MemberListRow] = []
    total = 0
    for part in search.parts(query.search):
        length = asked.length(part) - (total if part.without else 0)
        first, missing = max(offset - total, 0), limit - len(rows)
        total += length
        if missing > 0 and first < length:
            rows += _list_rows(asked.rows(part, length, first, missing))
    return MemberPage(tuple(rows), total)


def member_rows(reader: Reader, query: MemberQuery, ids: Sequence[str]) -> tuple[MemberListRow, ...]:
    """The lines of these members (some hundred at most) in the order of ``ids``, as of the query's day."""
    wanted = select(*_row_columns(query.on is not None)).where(members.c.id.in_(ids))
    bound = {} if query.on is None else {"bound": bound_of(query.on)}
    found = {row.id: row for row in _list_rows(reader.connection.execute(wanted, bound))}
    return tuple(found[each] for each in ids)


def member_ids(reader: Reader, query: MemberQuery, *, today: date | None = None) -> tuple[str, ...]:
    """The ids of all members of the list in its order; for what writes the whole list, never for a screen."""
    asked = _Question(reader, query, today)
    found: list[str] = []
    for part in search.parts(query.search):
        found += [row[0] for row in asked.ids(part)]
    return tuple(found)


def member_position(
    reader: Reader, query: MemberQuery, member_id: str, *, today: date | None = None
) -> int | None:
    """The place of a member in the list, counted from 0 in the database; ``None`` when he is not in it."""
    asked = _Question(reader, query, today)
    passed = 0
    for part in search.parts(query.search):
        place = asked.position(part, member_id)
        if place is not None:
            return passed + place
        passed += asked.length(part)
    return None


def count_members(reader: Reader) -> dict[tuple[Status | None, str | None], int]:
    """How many members stand where now, by status and unit."""
    reader.settle()
    return {
        (_STATUSES[status or None], unit_id or None): number
        for status, unit_id, number in reader.connection.execute(select(member_counts))
    }


def _list_rows(rows: Iterable[Sequence[Any]]) -> list[MemberListRow]:
    columns = tuple(zip(*rows, strict=True))
    if not columns:
        return []
    ids, codes, names, genders, births, phones, addresses, statuses, units, joined, hardship = columns
    # Column by column, so that no line of Python runs for each cell: a page is read at every keystroke.
    cells = zip(
        *(ids, codes, names, map(_GENDERS.__getitem__, genders), map(_day, births), phones, addresses),
        *(map(_STATUSES.__getitem__, statuses), units, map(_day, joined), map(bool, hardship)),
        strict=True,
    )
    return list(map(tuple.__new__, repeat(MemberListRow), cells))


#: A list of no more members than this is read line by line; the search index would cost more.
_SHORT_LIST = 2_000
#: Through an index, finding one line costs as much as testing some lines that lie together.
_SCATTERED = 6
#: The lists of one status or one unit by name: an index gives each in its order.
_ORDERED = ((("status", 1),), (("units", 1),))
#: Words are rare when no more than one of so many members has them.
_RARE = 20


class _Question:
    """One query, put to one reader: what is asked, and how it is best looked for."""

    def __init__(self, reader: Reader, query: MemberQuery, today: date | None) -> None:
        reader.settle()
        self._reader = reader
        self._connection = reader.connection
        self._query = query
        self._filters = filters_of(query, today)
        # What the search index can be asked: one status, as it is now.
        lone = query.on is None and len(query.statuses) == 1
        self._status = min(query.statuses).value if lone else None
        self._has_index = search.has_index(self._connection)
        shape = self._filters.shape
        # How many there are where they stand now: from the totals, whatever the number.
        counted = () if self._filters.as_of else tuple(e for e in shape if e[0] in ("status", "units"))
        self._within = self._count(_select_within(counted), self._filters.values)
        self._counts = bool(counted)
        self._is_counted = counted == shape

    def length(self, part: Search) -> int:
        """How many members have the pieces of a part; what it must not have is left aside."""
        if not part and self._is_counted:
            return self._within
        wanted = Search(part.folded, part.marked)
        shape = search.shape(wanted, by_index=self._by_index(part))
        statement = _select_length(self._asked(shape), self._exposed(shape), shape)
        return self._count(statement, self._values(wanted))

    def rows(self, part: Search, length: int, offset: int, limit: int) -> Sequence[Any]:
        """Lines of the list, of which there are ``length``."""
        if not part and self._is_counted and self._query.sort[0].key == "unit":
            rows = self._rows_of_units(offset, limit)
            if rows is not None:
                return rows
        is_ordered = not part and self._filters.shape in _ORDERED and self._query.sort == (Sort("name"),)
        gathers = not is_ordered and self._gathers(part, length, offset + limit)
        shape = search.shape(part, by_index=gathers and self._by_index(part))
        exposed = self._exposed(shape) if gathers else ()
        if is_ordered:
            exposed = (self._filters.shape[0][0],)
        # What is only sorted or passed by is not fetched whole.
        wanted = _Wanted.SEQS_FIRST if gathers or offset > _SHORT_LIST else _Wanted.ROWS
        statement = _select_rows(wanted, self._asked(shape), exposed, shape, self._query.sort)
        return statement.rows(self._connection, self._values(part) | {"limit": limit, "offset": offset})

    def _rows_of_units(self, offset: int, limit: int) -> Sequence[Any] | None:
        """Lines of a list sorted by unit: the totals tell which few units they are in.

        ``None`` where somebody without a unit is among them.
        """
        counted = _select_units(self._filters.shape, self._query.sort[0].descending)
        units: list[str] = []
        passed, first = 0, offset
        for unit_id, number in counted.rows(self._connection, self._filters.values):
            if passed + number > offset:
                if not unit_id:
                    return None
                first = first if units else offset - passed
                units.append(unit_id)
            passed += number
            if passed >= offset + limit:
                break
        filters = filters_of(dataclasses.replace(self._query, unit_ids=frozenset(units)), None)
        nothing = search.shape(Search(), by_index=False)
        statement = _select_rows(_Wanted.ROWS, filters.shape, ("units",), nothing, self._query.sort)
        return statement.rows(self._connection, filters.values | {"limit": limit, "offset": first})

    def ids(self, part: Search) -> Sequence[Any]:
        """The ids of the whole list."""
        shape = search.shape(part, by_index=self._by_index(part))
        statement = _select_rows(
            _Wanted.IDS, self._asked(shape), self._exposed(shape), shape, self._query.sort
        )
        return statement.rows(self._connection, self._values(part) | {"limit": -1, "offset": 0})

    def position(self, part: Search, member_id: str) -> int | None:
        """How many members of a part stand before one; ``None`` when he is not in it."""
        order = member_order.terms(self._query.sort, self._filters.as_of)
        wanted = conditions(self._filters.shape) + search.conditions(search.shape(part, by_index=False))
        values = self._values(part)
        own = self._joined(select(*(term.expression for term in order))).where(*wanted)
        found = self._connection.execute(
            own.where(members.c.id == bindparam("member")), values | {"member": member_id}
        ).first()
        if found is None:
            return None
        before, more = member_order.stands_before(order, found)
        shape = search.shape(part, by_index=self._by_index(part))
        exposed = conditions(self._asked(shape), self._exposed(shape)) + search.conditions(shape)
        counted = self._joined(select(func.count()).select_from(members)).where(*exposed, before)
        return int(self._connection.execute(counted, values | more).scalar_one())

    def _joined(self, statement: Select[Any]) -> Select[Any]:
        if member_order.joins_units(self._query.sort):
            return member_order.with_units(statement, self._filters.as_of)
        return statement

    @cached_property
    def _everybody(self) -> int:
        return self._count(_select_within(()), {}) if self._counts else self._within

    def _by_index(self, part: Search) -> bool:
        return bool(part) and self._has_index and self._everybody > _SHORT_LIST

    def _gathers(self, part: Search, length: int, lines: int) -> bool:
        """Whether gathering and sorting all ``length`` hits gives a page sooner than testing line by line.

        Many hits lie dense in a list sorted by an index, and the page is soon full; but all who are called
        Lan lie together in the middle of it.
        """
        if not member_order.has_index(self._query.sort) or (part and length * _RARE <= self._everybody):
            return True
        return length * length <= lines * self._everybody

    def _asked(self, shape: search.Shape) -> Shape:
        """The filters that are left to test: the search index knows where a member stands now."""
        if not shape.by_index or self._status is None:
            return self._filters.shape
        return tuple(each for each in self._filters.shape if each[0] != "status")

    def _exposed(self, shape: search.Shape) -> tuple[str, ...]:
        """The filters by which members are looked up, where they are not by their words."""
        if shape.by_index:
            return ()
        names = [name for name, _ in self._filters.shape]
        found = tuple(name for name in ("policies", "extra") if name in names)
        if found or self._filters.as_of or self._within * _SCATTERED >= self._everybody:
            return found
        return tuple(name for name in ("units", "status") if name in names)[:1]

    def _values(self, part: Search) -> dict[str, Any]:
        return self._filters.values | search.parameters(part, self._status)

    def _count(self, statement: Prepared, values: dict[str, Any]) -> int:
        return self._reader.remembered(
            (statement, *values.values()), lambda: int(statement.rows(self._connection, values)[0][0] or 0)
        )


@lru_cache(maxsize=256)
def _select_within(shape: Shape) -> Prepared:
    return Prepared(select(func.sum(member_counts.c.members)).where(*_counted(shape)))


def _counted(shape: Shape) -> Iterator[ColumnElement[bool]]:
    for name, size in shape:
        column = member_counts.c.status if name == "status" else member_counts.c.unit_id
        yield is_one_of(column, [bindparam(f"{name}_{place}") for place in range(size)])


@lru_cache(maxsize=64)
def _select_units(shape: Shape, descending: bool) -> Prepared:
    unit = member_counts.c.unit_id
    statement = select(unit, func.sum(member_counts.c.members)).where(*_counted(shape)).group_by(unit)
    statement = statement.select_from(member_counts.outerjoin(_units, _units.c.id == unit))
    order = (_units.c.position, _units.c.code, unit)
    return Prepared(
        statement.order_by(*((each.desc() if descending else each.asc()).nulls_last() for each in order))
    )


@lru_cache(maxsize=512)
def _select_length(filters: Shape, exposed: tuple[str, ...], shape: search.Shape) -> Prepared:
    if shape.by_index and not filters:
        return Prepared(search.count_hits())
    statement = select(func.count()).select_from(members)
    statement = statement.where(*conditions(filters, exposed), *search.conditions(shape))
    return Prepared(_by_hits(statement, filters, shape))


class _Wanted(Enum):
    """What a statement gives: whole rows, found in one go or after their numbers, or ids alone."""

    ROWS = "rows"
    SEQS_FIRST = "seqs first"
    IDS = "ids"


@lru_cache(maxsize=512)
def _select_rows(
    wanted: _Wanted,
    filters: Shape,
    exposed: tuple[str, ...],
    shape: search.Shape,
    sort: tuple[Sort, ...],
) -> Prepared:
    as_of = ("on", 0) in filters
    order = [term.ordered for term in member_order.terms(sort, as_of)]

    def in_order(*columns: ColumnElement[Any]) -> Select[Any]:
        statement: Select[Any] = select(*columns)
        if member_order.joins_units(sort):
            statement = member_order.with_units(statement, as_of)
        return statement.order_by(*order)

    columns = (members.c.id,) if wanted is _Wanted.IDS else _row_columns(as_of)
    inner = in_order(members.c.seq) if wanted is _Wanted.SEQS_FIRST else in_order(*columns)
    inner = inner.where(*conditions(filters, exposed), *search.conditions(shape))
    inner = inner.limit(bindparam("limit")).offset(bindparam("offset"))
    if wanted is not _Wanted.SEQS_FIRST:
        return Prepared(inner)
    inner = _by_hits(inner, filters, shape).correlate(None)
    return Prepared(in_order(*columns).where(members.c.seq.in_(inner)))


def _by_hits(statement: Select[Any], filters: Shape, shape: search.Shape) -> Select[Any]:
    """The statement, told to read what it asks of each hit from the narrow index beside the wide rows."""
    if not shape.by_index or any(name not in COVERED for name, _ in filters):
        return statement
    return statement.with_hint(members, "INDEXED BY ix_members_hits", "sqlite")


def _row_columns(as_of: bool) -> tuple[ColumnElement[Any], ...]:
    column = members.c
    return (
        *(column.id, column.code, column.full_name, column.gender, column.birth, column.phone),
        *(column.address, status_column(as_of), unit_column(as_of), column.joined, column.hardship),
    )


def distinct_values(
    reader: Reader, kind: type[Record], field: str, *, typed: str = "", limit: int = 20
) -> tuple[str, ...]:
    """What was entered in a text field before, the most frequent first, for completion.

    With ``typed`` only values that contain it, accents or not.
    """
    mapping = mapping_of(kind)
    if field not in mapping.columns:
        raise TypeError(f"{kind.__name__} has no field {field!r}")
    column = TABLES[mapping.name].c[field]
    statement = select(column).where(column != "").group_by(column).order_by(func.count().desc(), column)
    wanted = fold(typed)
    if not wanted:
        statement = statement.limit(limit)
    found = []
    for value in reader.connection.execute(statement).scalars():
        if wanted in fold(value):
            found.append(value)
            if len(found) == limit:
                break
    return tuple(found)


def search_records(
    reader: Reader, kind: type[R], typed: str, *, newest_first: bool = True, offset: int = 0, limit: int = 50
) -> tuple[R, ...]:
    """Records of a kind that has names (meetings, award rounds, awards, visits …) with every word typed.

    Sorted by date where the kind has one, else in the order they were added; an empty search gives all.
    """
    mapping = mapping_of(kind)
    table = TABLES[mapping.name]
    statement = select(*(table.c[name] for name in mapping.columns))
    for word in fold(typed).split():
        statement = statement.where(table.c.folded.contains(word, autoescape=True))
    order: list[ColumnElement[Any]] = [table.c.on] if "on" in table.c else []
    order.append(table.c.seq)
    ordered = [each.desc() if newest_first else each.asc() for each in order]
    rows = reader.connection.execute(statement.order_by(*ordered).limit(limit).offset(offset))
    return tuple([mapping.record(row) for row in rows])


__all__ = [
    "SORTS",
    "MemberListRow",
    "MemberPage",
    "MemberQuery",
    "Sort",
    "count_members",
    "distinct_values",
    "member_ids",
    "member_page",
    "member_position",
    "member_rows",
    "members_as_of",
    "records_between",
    "search_records",
]
