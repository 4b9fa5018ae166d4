"""The one piece that maps any record to its row, its row to the record, and both to the change log."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Generic

from app.domain.record import FieldInfo, R, Record, fields_of, to_plain
from app.domain.registry import KINDS, NAMES
from app.errors import RegisterProblemError
from app.store.derived import DERIVED_COLUMNS, SOURCES, derived_values
from app.vietnamese.dates import PartialDate

Plain = str | int | bool | None
Document = dict[str, Plain]

partial_date = lru_cache(maxsize=65_536)(PartialDate.from_iso)
_full_date = lru_cache(maxsize=16_384)(date.fromisoformat)


class Mapping(Generic[R]):
    """How one kind of record lies in its table.

    ``columns`` are the record's own fields in order; rows given to :meth:`record` hold exactly these.
    """

    def __init__(self, kind: type[R]) -> None:
        self.kind = kind
        self.name = NAMES[kind]
        self.infos = fields_of(kind)
        self.columns = tuple(info.name for info in self.infos)
        self._version = self.columns.index("version")
        self._values = attrgetter(*self.columns)
        self._not_plain = [
            place
            for place, info in enumerate(self.infos)
            if not issubclass(info.type, str | int) or _is_enum(info)
        ]
        self._readers = [
            (place, _reader(info)) for place, info in enumerate(self.infos) if _needs_reader(info)
        ]
        # A stored record was checked when it was made, so reading fills the slots without checking again:
        # a hundred thousand members are read in a second, not in ten. ``Register.check`` checks them all.
        self._setters = [getattr(kind, column).__set__ for column in self.columns]
        self._empty: tuple[Plain, ...] = tuple(None if info.optional else "" for info in self.infos)
        # The log of an older format says nothing of a field that came later.
        defaults = {each.name: each.default for each in dataclasses.fields(kind)}
        self._unsaid: Document = {
            info.name: empty
            if info.optional or info.type is str or defaults[info.name] in (None, dataclasses.MISSING)
            else to_plain(kind, defaults[info.name])
            for info, empty in zip(self.infos, self._empty, strict=True)
        }
        self.derived: Callable[[Record], tuple[Any, ...]] = derived_values(self.name)
        self._sources = SOURCES.get(self.name, frozenset())

    def plain(self, record: Record) -> tuple[Plain, ...]:
        """The record's fields as the database holds them, in the order of ``columns``."""
        values = list(self._values(record))
        for place in self._not_plain:
            values[place] = to_plain(self.kind, values[place])
        return tuple(values)

    def document(self, record: R) -> Document:
        """The record as a JSON object, field by field."""
        return dict(zip(self.columns, self.plain(record), strict=True))

    def row(self, record: Record) -> dict[str, Any]:
        """All columns of the record's row, derived ones included."""
        return dict(zip(row_columns(self.name), self.plain(record) + self.derived(record), strict=True))

    def changes(self, before: R, after: R) -> dict[str, Plain]:
        """The columns in which the row of one record differs from another's, the version left aside."""
        old, new = self.plain(before), self.plain(after)
        found = {
            column: held
            for column, was, held in zip(self.columns, old, new, strict=True)
            if held != was and column != "version"
        }
        if not self._sources.isdisjoint(found):
            columns = row_columns(self.name)[len(self.columns) :]
            derived = zip(columns, self.derived(before), self.derived(after), strict=True)
            found |= {column: held for column, was, held in derived if held != was}
        return found

    def record(self, row: Sequence[Any]) -> R:
        """The record of one row; raises RegisterProblemError when the row holds what no record can."""
        record = object.__new__(self.kind)
        values = list(row)
        try:
            for place, read in self._readers:
                if values[place] is not None:
                    values[place] = read(values[place])
        except (ValueError, KeyError) as problem:
            raise RegisterProblemError(
                f"Sổ có bản ghi bị hỏng ({self.kind.title}, mã {values[0]}). Hãy khôi phục từ bản sao lưu."
            ) from problem
        for put, held in zip(self._setters, values, strict=True):
            put(record, held)
        return record

    def with_version(self, record: R, version: int) -> R:
        """The same record with another version."""
        if record.version == version:
            return record
        twin = object.__new__(self.kind)
        for put, held in zip(self._setters, self._values(record), strict=True):
            put(twin, held)
        self._setters[self._version](twin, version)
        return twin

    def log_text(self, plain: Sequence[Plain]) -> str:
        """The JSON that the change log keeps: what is empty is left out."""
        return _encode(
            {
                column: held
                for column, held, empty in zip(self.columns, plain, self._empty, strict=True)
                if held != empty or held is False
            }
        )

    def log_document(self, text: str) -> Document:
        """All fields of a record from the JSON of the change log."""
        return {**self._unsaid, **json.loads(text)}

    def from_log(self, document: Document) -> R:
        """A checked record from a whole document of the change log."""
        values = [document[column] for column in self.columns]
        return self.record(values)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _is_enum(info: FieldInfo) -> bool:
    return issubclass(info.type, StrEnum)


def _needs_reader(info: FieldInfo) -> bool:
    return _is_enum(info) or info.type in (PartialDate, date, bool)


def _reader(info: FieldInfo) -> Callable[[Any], Any]:
    if info.type is PartialDate:
        return partial_date
    if info.type is date:
        return _full_date
    if info.type is bool:
        return bool
    return {member.value: member for member in info.type}.__getitem__  # type: ignore[attr-defined]


_MAPPINGS: dict[type[Record], Mapping[Any]] = {}


def mapping_of(kind: type[R]) -> Mapping[R]:
    """The mapping of one kind of record; raises KeyError for a kind that is not registered (our bug)."""
    known = _MAPPINGS.get(kind)
    if known is None:
        known = _MAPPINGS[kind] = Mapping(kind)
    return known


def mapping_named(name: str) -> Mapping[Record]:
    """The mapping of the kind with this name."""
    return mapping_of(KINDS[name])


@cache
def row_columns(name: str) -> tuple[str, ...]:
    """The columns that :meth:`Mapping.row` fills: the fields, then the derived ones."""
    return tuple(info.name for info in fields_of(KINDS[name])) + DERIVED_COLUMNS.get(name, ())
