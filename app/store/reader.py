"""Reading records from one consistent snapshot of the register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from app.domain.record import R, Record, to_plain
from app.domain.registry import NAMES
from app.errors import NotFoundError, RegisterProblemError
from app.store.mapping import Mapping, Plain, mapping_of
from app.store.prepared import Prepared
from app.store.tables import TABLES, changes, files

#: SQLite takes at least 999 values in one statement.
CHUNK = 500

T = TypeVar("T")
_NEWEST = Prepared(select(func.max(changes.c.id)))
#: So many answers are kept at most.
_MOST = 200


class Memory:
    """What the readers of one register found since its last change; the number of the change is its age."""

    def __init__(self) -> None:
        self._held: tuple[int, dict[Hashable, Any]] = (0, {})

    def after(self, newest: int) -> dict[Hashable, Any]:
        """What is known of the register after this change; before the first change nothing is kept."""
        change, known = self._held
        if change != newest or not newest or len(known) > _MOST:
            known = {}
            self._held = (newest, known)
        return known


class Reader:
    """Reads whole records; lists for the screen are in :mod:`app.store.queries`.

    ``connection`` is for the store's own modules alone.
    """

    def __init__(self, connection: Connection, memory: Memory | None = None) -> None:
        self.connection = connection
        self._memory = memory
        self._known: dict[Hashable, Any] | None = None

    def get(self, kind: type[R], record_id: str) -> R:
        """The record with this id; raises NotFoundError."""
        found = self.find(kind, record_id)
        if found is None:
            raise not_found(kind)
        return found

    def find(self, kind: type[R], record_id: str) -> R | None:
        """The record with this id, or ``None``."""
        mapping = mapping_of(kind)
        rows = select_by_id(mapping.name).rows(self.connection, {"key": record_id})
        return mapping.record(rows[0]) if rows else None

    def all(self, kind: type[R], /, *, order_by: str | Sequence[str] = (), **equals: Any) -> tuple[R, ...]:
        """All records whose fields equal what is given, in the order they were added or by the fields named.

        A value may be ``None``, or a tuple, list, set or frozenset of values of which the field is one.
        """
        mapping = mapping_of(kind)
        ordered = (order_by,) if isinstance(order_by, str) else tuple(order_by)
        plain = _single_values(mapping, equals)
        if plain is not None:
            nulls = tuple([name for name, held in plain.items() if held is None])
            statement = _select_equal(mapping.name, tuple(plain), nulls, ordered)
            return tuple([mapping.record(row) for row in statement.rows(self.connection, plain)])
        table = TABLES[mapping.name]
        order = [table.c[name] for name in ordered]
        rows: list[Any] = []
        chunks = list(_conditions(mapping, equals))
        for conditions in chunks:
            listed = _select_all(mapping.name).where(*conditions).order_by(*order, table.c.seq)
            rows.extend(self.connection.execute(listed))
        records = [mapping.record(row) for row in rows]
        if len(chunks) > 1 and order:
            keys = [column.name for column in order]
            records.sort(key=lambda each: [_sort_value(mapping, each, key) for key in keys])
        return tuple(records)

    def count(self, kind: type[Record], /, **equals: Any) -> int:
        """How many records :meth:`all` would give."""
        mapping = mapping_of(kind)
        plain = _single_values(mapping, equals)
        if plain is not None:
            nulls = tuple([name for name, held in plain.items() if held is None])
            ((counted,),) = _count_equal(mapping.name, tuple(plain), nulls).rows(self.connection, plain)
            return int(counted)
        total = 0
        for conditions in _conditions(mapping, equals):
            statement = select(func.count()).select_from(TABLES[mapping.name]).where(*conditions)
            total += self.connection.execute(statement).scalar_one()
        return total

    def file(self, key: str) -> bytes:
        """The content of a file that a record names.

        Raises RegisterProblemError when it is missing or is not the one that was kept.
        """
        found = self.connection.execute(select(files.c.content).where(files.c.sha256 == key)).scalar()
        if found is None:
            raise RegisterProblemError(
                "Sổ thiếu một tệp ảnh hay giấy tờ đã lưu. Hãy khôi phục sổ từ bản sao lưu gần nhất."
            )
        content = bytes(found)
        if hashlib.sha256(content).hexdigest() != key:
            raise RegisterProblemError(
                "Một tệp giữ trong sổ không còn như lúc lưu: đã bị sửa ngoài chương trình hoặc đĩa hỏng. "
                "Hãy khôi phục sổ từ bản sao lưu gần nhất."
            )
        return content

    def remembered(self, key: Hashable, find: Callable[[], T]) -> T:
        """What ``find`` gave for this key since the last change of the register, or gives now.

        For what every page of a list asks again: its length, the units. It must be a value.
        """
        if self._memory is None:
            return find()
        if self._known is None:
            ((newest,),) = _NEWEST.rows(self.connection, {})
            self._known = self._memory.after(newest or 0)
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def settle(self) -> None:
        """Bring what follows from other records up to date; only a unit of work has something to do."""


def not_found(kind: type[Record]) -> NotFoundError:
    """What the user is told when a record is not in the register."""
    return NotFoundError(f"Không tìm thấy mục “{kind.title}” này trong sổ; có thể đã bị xóa.")


@cache
def select_by_id(name: str) -> Prepared:
    """Selects one record of a kind by the parameter ``key``."""
    return Prepared(_select_all(name).where(TABLES[name].c.id == bindparam("key")))


@cache
def _select_all(name: str) -> Select[Any]:
    kind = next(kind for kind, known in NAMES.items() if known == name)
    table = TABLES[name]
    return select(*(table.c[column] for column in mapping_of(kind).columns))


def _single_values(mapping: Mapping[Any], equals: dict[str, Any]) -> dict[str, Plain] | None:
    """The values asked for as the database holds them; ``None`` where some field may have one of several."""
    plain = {}
    for name, wanted in equals.items():
        if isinstance(wanted, tuple | list | set | frozenset):
            return None
        if name not in mapping.columns:
            raise TypeError(f"{mapping.kind.__name__} has no field {name!r}")
        plain[name] = to_plain(mapping.kind, wanted)
    return plain


@cache
def _select_equal(
    name: str, names: tuple[str, ...], nulls: tuple[str, ...], order: tuple[str, ...]
) -> Prepared:
    """Selects the records of a kind whose fields equal the parameters of their names, or are null."""
    ordered = [*(TABLES[name].c[each] for each in order), TABLES[name].c.seq]
    return Prepared(_select_all(name).where(*_equal(name, names, nulls)).order_by(*ordered))


@cache
def _count_equal(name: str, names: tuple[str, ...], nulls: tuple[str, ...]) -> Prepared:
    """Counts what :func:`_select_equal` would select."""
    return Prepared(select(func.count()).select_from(TABLES[name]).where(*_equal(name, names, nulls)))


def _equal(name: str, names: tuple[str, ...], nulls: tuple[str, ...]) -> list[ColumnElement[bool]]:
    columns = TABLES[name].c
    return [columns[each].is_(None) if each in nulls else columns[each] == bindparam(each) for each in names]


def _conditions(mapping: Mapping[Any], equals: dict[str, Any]) -> Iterator[list[ColumnElement[bool]]]:
    """The conditions, cut so that no statement has more values than a database takes."""
    table = TABLES[mapping.name]
    fixed: list[ColumnElement[bool]] = []
    many: tuple[ColumnElement[Any], list[Any]] | None = None
    for name, wanted in equals.items():
        if name not in mapping.columns:
            raise TypeError(f"{mapping.kind.__name__} has no field {name!r}")
        column = table.c[name]
        if isinstance(wanted, tuple | list | set | frozenset):
            values = list(dict.fromkeys(to_plain(mapping.kind, each) for each in wanted))
            if many is not None and len(values) > CHUNK < len(many[1]):
                raise TypeError("only one condition may list many values")
            if many is not None and len(values) > len(many[1]):
                many, (column, values) = (column, values), many
            elif many is None:
                many = (column, values)
                continue
            fixed.append(_is_one_of(column, values))
        else:
            plain = to_plain(mapping.kind, wanted)
            fixed.append(column.is_(None) if plain is None else column == plain)
    if many is None:
        yield fixed
        return
    listed, choices = many
    for start in range(0, len(choices), CHUNK):
        yield [*fixed, _is_one_of(listed, choices[start : start + CHUNK])]


def _is_one_of(column: ColumnElement[Any], values: list[Any]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.in_([value for value in values if value is not None])
    return condition | column.is_(None) if None in values else condition


def _sort_value(mapping: Mapping[Any], record: Record, name: str) -> tuple[bool, Any]:
    plain = to_plain(mapping.kind, getattr(record, name))
    return (plain is not None, plain)
