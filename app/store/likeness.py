"""Who might be whom: candidates by the search index and stored keys, and all members' marks of identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from app.domain.members import Member
from app.domain.status import Status
from app.store import search
from app.store.mapping import mapping_of
from app.store.reader import CHUNK, Reader
from app.store.tables import members
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import name_sort_key

#: How many candidates one look gives at most: a common name has hundreds of namesakes.
_MOST = 300


@dataclass(frozen=True, slots=True)
class Person:
    """A member and where he stands now."""

    member: Member
    status: Status | None
    unit_id: str | None


class Marks(NamedTuple):
    """What one member is told from another by; ``birth`` as stored; all "" when not known."""

    id: str
    full_name: str
    birth: str
    national_id: str
    phone: str
    unit_id: str


def candidates(
    reader: Reader, *, full_name: str, birth: PartialDate | None, national_id: str, phones: Iterable[str]
) -> tuple[str, ...]:
    """The ids of members who might be the person with these marks, by any one mark; found by indexes alone.

    A name finds those who have its first and its last word, accents or not, and no other year of birth; a
    full date of birth finds everybody born on that day. ``phones`` are digits alone.
    """
    reader.settle()
    found: dict[str, None] = {}
    if national_id:
        _add(reader, found, members.c.national_id == national_id)
    for number in phones:
        _add_searched(reader, found, number)
    words = full_name.split()
    if len(words) > 1:
        _add(reader, found, and_(members.c.sort_key == name_sort_key(full_name), _born(birth)))
        for text in dict.fromkeys((full_name, f"{words[0]} {words[-1]}")):
            _add_searched(reader, found, text, _born(birth))
    if birth is not None and birth.is_full:
        _add(reader, found, members.c.birth == birth.iso)
    return tuple(found)


def people(reader: Reader, ids: Iterable[str]) -> dict[str, Person]:
    """These members by their ids, read in batches; those who are not in the register are left out."""
    mapping = mapping_of(Member)
    columns = [members.c[name] for name in mapping.columns]
    wanted = sorted(set(ids))
    found = {}
    for start in range(0, len(wanted), CHUNK):
        chosen = members.c.id.in_(wanted[start : start + CHUNK])
        statement = select(members.c.status_now, members.c.unit_now, *columns).where(chosen)
        for status, unit_id, *row in reader.connection.execute(statement):
            member = mapping.record(row)
            found[member.id] = Person(member, Status(status) if status else None, unit_id)
    return found


def all_marks(reader: Reader) -> Iterator[Marks]:
    """The marks of every member, read piece by piece in the order they were added."""
    statement = select(
        members.c.id,
        members.c.full_name,
        func.coalesce(members.c.birth, ""),
        members.c.national_id,
        members.c.phone,
        func.coalesce(members.c.unit_now, ""),
    ).order_by(members.c.seq)
    for row in reader.connection.execute(statement.execution_options(yield_per=10_000)):
        id_, name, birth, national_id, phone, unit = row
        yield Marks(id_, intern(name), intern(birth), national_id, phone, intern(unit))


def _born(birth: PartialDate | None) -> ColumnElement[bool]:
    """Whether a member was born in this year or at a time not known."""
    if birth is None:
        return true()
    return or_(members.c.birth.is_(None), func.substr(members.c.birth, 1, 4) == f"{birth.year:04}")


def _add_searched(
    reader: Reader, found: dict[str, None], text: str, condition: ColumnElement[bool] | None = None
) -> None:
    # Without accents: the one part of the search then finds every way of writing the words.
    part = search.parts(text)[-1]
    wanted = search.Search(part.folded)
    shape = search.shape(wanted, by_index=search.has_index(reader.connection))
    conditions: list[Any] = [*search.conditions(shape)]
    if condition is not None:
        conditions.append(condition)
    _add(reader, found, and_(*conditions), search.parameters(wanted, None))


def _add(
    reader: Reader,
    found: dict[str, None],
    condition: ColumnElement[bool],
    parameters: dict[str, Any] | None = None,
) -> None:
    statement = select(members.c.id).where(condition).limit(_MOST)
    found |= dict.fromkeys(reader.connection.execute(statement, parameters or {}).scalars())
