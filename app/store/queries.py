"""The lists of the screen: purpose-written queries that give small rows, paged and sorted in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import Gender
from app.domain.record import R, Record
from app.domain.status import Status
from app.store import search
from app.store.mapping import mapping_of, partial_date
from app.store.periods import members_as_of, records_between
from app.store.prepared import Prepared
from app.store.reader import Reader
from app.store.search import Search
from app.store.tables import TABLES, member_counts, members
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

#: What a list of members can be sorted by.
SORTS = ("name", "birth", "unit", "code", "joined")


class MemberListRow(NamedTuple):
    """One line of the members' list. ``status`` is ``None`` for a member without any event."""

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


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some lines of the list, and how many it has in all."""

    rows: tuple[MemberListRow, ...]
    total: int


_units = TABLES["units"]
_ROW_COLUMNS = (
    members.c.id,
    members.c.code,
    members.c.full_name,
    members.c.gender,
    members.c.birth,
    members.c.phone,
    members.c.address,
    members.c.status_now,
    members.c.unit_now,
    members.c.joined,
    members.c.hardship,
)
_GENDERS: dict[str | None, Gender | None] = {None: None, **{each.value: each for each in Gender}}
_STATUSES: dict[str | None, Status | None] = {None: None, **{each.value: each for each in Status}}


def member_page(reader: Reader, query: MemberQuery, *, offset: int = 0, limit: int = 50) -> MemberPage:
    """Lines ``offset`` to ``offset + limit`` of the list, and its length."""
    reader.settle()
    within = _count_all(reader, query)
    rows: list[MemberListRow] = []
    total = 0
    for part in search.parts(query.search):
        length = _length(reader, query, part, within) - (total if part.without else 0)
        first, missing = max(offset - total, 0), limit - len(rows)
        total += length
        if missing > 0 and first < length:
            by_index = bool(part) and _gathers(reader, query, within, length, first + missing)
            rows += _list_rows(_select(reader, query, part, by_index, _ROW_COLUMNS, first, missing))
    return MemberPage(tuple(rows), total)


def member_ids(reader: Reader, query: MemberQuery) -> tuple[str, ...]:
    """The ids of all members of the list in its order."""
    reader.settle()
    within = _count_all(reader, query)
    found: list[str] = []
    for part in search.parts(query.search):
        by_index = bool(part) and _gathers(reader, query, within, 0, within)
        found += [row[0] for row in _select(reader, query, part, by_index, (members.c.id,), 0, -1)]
    return tuple(found)


def member_position(reader: Reader, query: MemberQuery, member_id: str) -> int | None:
    """The place of a member in the list, counted from 0; ``None`` when it is not in it."""
    ids = member_ids(reader, query)
    return ids.index(member_id) if member_id in ids else None


def count_members(reader: Reader) -> dict[tuple[Status | None, str | None], int]:
    """How many members stand where now, by status and unit."""
    reader.settle()
    return {
        (_STATUSES[status or None], unit_id or None): number
        for status, unit_id, number in reader.connection.execute(select(member_counts))
    }


def _list_rows(rows: Iterable[Sequence[Any]]) -> list[MemberListRow]:
    make, kind, day = tuple.__new__, MemberListRow, partial_date
    return [
        make(
            kind,
            (
                id_,
                code,
                name,
                _GENDERS[gender],
                birth and day(birth),
                phone,
                address,
                _STATUSES[status],
                unit_id,
                joined and day(joined),
                hardship == 1,
            ),
        )
        for id_, code, name, gender, birth, phone, address, status, unit_id, joined, hardship in rows
    ]


#: A list of no more members than this is read line by line; the search index would cost more.
_SHORT_LIST = 2_000


def _gathers(reader: Reader, query: MemberQuery, within: int, length: int, lines: int) -> bool:
    """Whether gathering and sorting all ``length`` hits gives a page sooner than testing the list in order.

    Many hits lie dense in a list sorted by an index, and the first page is soon full.
    """
    if within <= _SHORT_LIST or not search.has_index(reader.connection):
        return False
    return query.sort[0].key == "unit" or query.unit_ids is not None or length * length <= lines * within


def _parameters(query: MemberQuery, part: Search) -> dict[str, Any]:
    status = None if query.status is None else query.status.value
    parameters = search.parameters(part, status)
    parameters["status"] = status
    if query.unit_ids is not None:
        parameters["units"] = sorted(query.unit_ids)
    return parameters


def _run(
    reader: Reader, query: MemberQuery, statement: Prepared, parameters: dict[str, Any]
) -> Sequence[Any]:
    if query.unit_ids is None:
        return statement.rows(reader.connection, parameters)
    return reader.connection.execute(statement.statement, parameters).all()  # a list of units has any length


def _count_all(reader: Reader, query: MemberQuery) -> int:
    """How many members are in the list when nothing is searched; from the totals, whatever their number."""
    statement = _select_count_all(query.status is not None, query.unit_ids is not None)
    return int(_run(reader, query, statement, _parameters(query, Search()))[0][0] or 0)


def _length(reader: Reader, query: MemberQuery, part: Search, within: int) -> int:
    """How many members have the pieces of a part; what it must not have is left aside."""
    if not part:
        return within
    wanted = Search(part.folded, part.marked)
    by_index = within > _SHORT_LIST and search.has_index(reader.connection)
    shape = search.shape(wanted, by_index=by_index)
    statement = _select_length(query.status is not None, query.unit_ids is not None, shape)
    return int(_run(reader, query, statement, _parameters(query, wanted))[0][0])


def _select(
    reader: Reader,
    query: MemberQuery,
    part: Search,
    by_index: bool,
    columns: tuple[ColumnElement[Any], ...],
    offset: int,
    limit: int,
) -> Sequence[Any]:
    shape = search.shape(part, by_index=by_index)
    by_status, by_unit = query.status is not None, query.unit_ids is not None
    statement = _select_rows(columns, query.sort[0].key, query.sort[0].descending, by_status, by_unit, shape)
    parameters = _parameters(query, part) | {"limit": limit, "offset": offset}
    return _run(reader, query, statement, parameters)


@cache
def _select_count_all(by_status: bool, by_unit: bool) -> Prepared:
    statement = select(func.sum(member_counts.c.members))
    if by_status:
        statement = statement.where(member_counts.c.status == bindparam("status"))
    if by_unit:
        statement = statement.where(member_counts.c.unit_id.in_(bindparam("units", expanding=True)))
    return Prepared(statement)


@cache
def _select_length(by_status: bool, by_unit: bool, shape: search.Shape) -> Prepared:
    if shape.by_index and not by_unit:
        return Prepared(search.count_hits())
    return Prepared(_where(select(func.count()).select_from(members), by_status, by_unit, shape))


def _where(statement: Select[Any], by_status: bool, by_unit: bool, shape: search.Shape) -> Select[Any]:
    if by_status and not shape.by_index:
        statement = statement.where(members.c.status_now == bindparam("status"))
    if by_unit:
        unit: ColumnElement[Any] = members.c.unit_now
        if shape.by_index:
            unit = func.coalesce(unit, "")  # the hits are looked at one by one, not the whole unit
        statement = statement.where(unit.in_(bindparam("units", expanding=True)))
    return statement.where(*search.conditions(shape))


@cache
def _select_rows(
    columns: tuple[ColumnElement[Any], ...],
    sort: str,
    descending: bool,
    by_status: bool,
    by_unit: bool,
    shape: search.Shape,
) -> Prepared:
    statement = select(*columns)
    order: list[ColumnElement[Any]] = []
    if sort == "unit":
        statement = statement.outerjoin(_units, _units.c.id == members.c.unit_now)
        order = [_units.c.position, _units.c.code, members.c.unit_now]
    elif sort in ("birth", "joined", "code"):
        order = [members.c[sort]]
    elif sort != "name":
        raise ValueError(f"members cannot be sorted by {sort!r}")
    order += [members.c.sort_key, members.c.seq]
    # What is not known stands last, whichever way the list is sorted.
    ordered = [each.desc() if descending else each.asc() for each in order]
    if sort in ("birth", "joined", "unit"):
        ordered[0] = ordered[0].nulls_last()
    statement = _where(statement, by_status, by_unit, shape)
    return Prepared(statement.order_by(*ordered).limit(bindparam("limit")).offset(bindparam("offset")))


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
    "members_as_of",
    "records_between",
    "search_records",
]
