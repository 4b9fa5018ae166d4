"""The unit of work: every change of a record goes through here and is logged with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.domain.members import Member
from app.domain.record import R, Record
from app.domain.registry import KINDS, NAMES
from app.domain.status import StatusEvent
from app.errors import ConflictError, RuleError
from app.store import standing
from app.store.mapping import Mapping, mapping_named, mapping_of, row_columns
from app.store.prepared import Prepared
from app.store.reader import CHUNK, Reader, not_found
from app.store.tables import LINKS, TABLES, files

#: A record's text before and after the transaction, as the log keeps it.
Logged = tuple[str | None, str | None]


class Work(Reader):
    """One transaction: reads see its own writes; all of it is kept, or nothing.

    A record given back by :meth:`add` and :meth:`replace` carries the version it now has.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        #: Whether committing it will change the register; set when the change is logged.
        self.saves = False
        #: Under which number the change stands in the history, once it is logged.
        self.change_id: int | None = None
        self._logged: dict[tuple[str, str], Logged] = {}
        self._repeated: set[tuple[str, str]] = set()
        self._moved: set[str] = set()
        self._counts: Counter[standing.Group] = Counter()
        self._removed: dict[str, list[str]] = {}

    def add(self, record: R) -> R:
        """Store a new record; raises RuleError when its id, or a number that must be unique, is taken."""
        mapping = mapping_of(type(record))
        return self._insert(mapping, mapping.with_version(record, 1))

    def add_all(self, records: Iterable[R]) -> tuple[R, ...]:
        """Store many new records, of one or several kinds, quickly."""
        added = tuple([mapping_of(type(record)).with_version(record, 1) for record in records])
        self._insert_all(added)
        return added

    def load_all(self, records: Iterable[Record]) -> None:
        """Store many records with the versions they have, as they come from another register."""
        self._insert_all(records)

    def replace(self, record: R) -> R:
        """Store a changed record; one that is like the stored one writes nothing.

        Raises ConflictError, with both versions, when somebody else has saved it since it was read.
        """
        mapping = mapping_of(type(record))
        stored = self.find(type(record), record.id)
        if stored is None:
            raise not_found(type(record))
        if stored.version != record.version:
            raise ConflictError(
                f"{mapping.kind.title}: mục này vừa được lưu ở một cửa sổ hoặc máy khác. "
                "Hãy xem bản mới rồi sửa lại; bản đang sửa chưa được lưu.",
                mine=record,
                theirs=stored,
            )
        return self._update(mapping, stored, record)

    def remove(self, record: Record | tuple[type[Record], str]) -> None:
        """Take a record, given itself or as its kind and id, out of the register; its history stays.

        Raises RuleError when others point at it, ConflictError when it was changed since it was read.
        """
        kind, record_id = (type(record), record.id) if isinstance(record, Record) else record
        stored: Record = self.get(kind, record_id)
        if isinstance(record, Record) and record.version != stored.version:
            raise ConflictError(
                f"{kind.title}: mục này vừa được sửa ở cửa sổ hoặc máy khác. Hãy xem bản mới rồi xóa lại.",
                mine=record,
                theirs=stored,
            )
        self._delete_all([stored])

    def keep_file(self, content: bytes) -> str:
        """Keep a file's content and give the key by which a record names it; the same content is kept once.

        The record that names it must be stored in the same transaction, or nothing is.
        """
        key = hashlib.sha256(content).hexdigest()
        if self.connection.execute(select(files.c.size).where(files.c.sha256 == key)).first() is None:
            self.connection.execute(insert(files), {"sha256": key, "size": len(content), "content": content})
        return key

    def settle(self) -> None:
        """Store where members stand after the events changed so far."""
        if self._moved:
            standing.move_members(self.connection, self._moved, self._counts)
            self._moved.clear()
        if self._counts:
            standing.store_counts(self.connection, self._counts)
            self._counts.clear()

    # -- for the register: undo, redo and the log

    def put_all(self, pairs: Iterable[tuple[Record | None, Record | None]]) -> None:
        """Make many records, each as it is stored and as it is wanted (``None`` = absent), as wanted.

        Used to undo, redo and take back. Their versions go up all the same.
        """
        gone: list[Record] = []
        new: list[Record] = []
        for stored, wanted in pairs:
            if stored is None and wanted is not None:
                new.append(mapping_of(type(wanted)).with_version(wanted, wanted.version + 1))
            elif stored is not None and wanted is None:
                gone.append(stored)
            elif stored is not None and wanted is not None:
                self._update(mapping_of(type(stored)), stored, wanted)
        self._delete_all(gone)
        self._insert_all(new)

    def finish(self) -> list[tuple[str, str, str | None, str | None]]:
        """Settle, check what was removed, and give what is to be logged: kind, id, before, after."""
        self.settle()
        self._require_unneeded()
        return [
            (name, record_id, before, after)
            for (name, record_id), (before, after) in self._logged.items()
            # What was written once is not as it was.
            if (name, record_id) not in self._repeated or not _alike(mapping_named(name), before, after)
        ]

    # -- the three writes

    def _insert(self, mapping: Mapping[R], record: R) -> R:
        plain = mapping.plain(record)
        row = dict(zip(row_columns(mapping.name), plain + mapping.derived(record), strict=True))
        if isinstance(record, Member):
            row |= dict.fromkeys(standing.PLACE_COLUMNS)
        insert_into(mapping.name).run(self.connection, row)
        self._note(mapping, record.id, None, mapping.log_text(plain))
        self._note_place(None, record)
        return record

    def _insert_all(self, records: Iterable[Record]) -> None:
        rows: dict[str, list[dict[str, Any]]] = {}
        for record in records:
            mapping = mapping_of(type(record))
            plain = mapping.plain(record)
            row = dict(zip(row_columns(mapping.name), plain + mapping.derived(record), strict=True))
            rows.setdefault(mapping.name, []).append(row)
            self._note(mapping, record.id, None, mapping.log_text(plain))
            self._note_place(None, record)
        # Events first, then the members where they stand: placed afterwards each would be indexed twice.
        for name in sorted(rows, key=lambda each: each == "members"):
            if name == "members":
                self._place(rows[name])
            insert_into(name).run_many(self.connection, rows[name])

    def _place(self, rows: list[dict[str, Any]]) -> None:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            places = standing.places_from_events(self.connection, [row["id"] for row in chunk])
            for row in chunk:
                place = places[row["id"]]
                row.update(zip(standing.PLACE_COLUMNS, place, strict=True))
                self._counts[None, None] -= 1
                self._counts[place[:2]] += 1
                self._moved.discard(row["id"])

    def _update(self, mapping: Mapping[R], stored: R, record: R) -> R:
        values = mapping.changes(stored, record)
        if not values:
            return stored
        record = mapping.with_version(record, stored.version + 1)
        update_of(mapping.name, tuple(values)).run(
            self.connection, {**values, "version": record.version, "row_id": record.id}
        )
        before, after = mapping.plain(stored), mapping.plain(record)
        self._note(mapping, record.id, mapping.log_text(before), mapping.log_text(after))
        self._note_place(stored, record)
        return record

    def _delete_all(self, records: Iterable[Record]) -> None:
        kinds: dict[str, list[Record]] = {}
        for record in records:
            kinds.setdefault(NAMES[type(record)], []).append(record)
        if "members" in kinds:
            self.settle()
            for chunk in _chunks([record.id for record in kinds["members"]]):
                for place in standing.stored_places(self.connection, chunk).values():
                    self._counts[place[:2]] -= 1
        # Members first: where they stand need not be worked out again when their events go.
        for name in sorted(kinds, key=lambda each: each != "members"):
            mapping = mapping_named(name)
            delete_from(name).run_many(self.connection, [{"key": record.id} for record in kinds[name]])
            for record in kinds[name]:
                self._note(mapping, record.id, mapping.log_text(mapping.plain(record)), None)
                self._note_place(record, None)
            self._removed.setdefault(name, []).extend(record.id for record in kinds[name])

    def _note(self, mapping: Mapping[Any], record_id: str, before: str | None, after: str | None) -> None:
        key = (mapping.name, record_id)
        known = self._logged.get(key)
        if known is not None:
            self._repeated.add(key)
        self._logged[key] = (before if known is None else known[0], after)

    def _note_place(self, before: Record | None, after: Record | None) -> None:
        for record in (before, after):
            if isinstance(record, StatusEvent):
                self._moved.add(record.member_id)
        if before is None and isinstance(after, Member):
            self._counts[None, None] += 1
            # Events may be there already: a removed member comes back, or his events were added first.
            self._moved.add(after.id)

    def _require_unneeded(self) -> None:
        """Refuse to leave out what others point at."""
        for name, ids in self._removed.items():
            gone = [record_id for record_id in ids if self._logged[name, record_id][1] is None]
            for other, column in LINKS[name]:
                pointing = TABLES[other].c[column]
                for chunk in _chunks(gone):
                    found = self.connection.execute(select(pointing).where(pointing.in_(chunk)).limit(1))
                    if found.first() is not None:
                        raise RuleError(
                            f"{KINDS[name].title} này còn được dùng ở mục “{KINDS[other].title}” nên chưa "
                            "xóa được. Hãy xóa hoặc sửa các mục đó trước."
                        )


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _alike(mapping: Mapping[Any], before: str | None, after: str | None) -> bool:
    """Whether a record ended as it began: absent, or changed and changed back."""
    if before is None or after is None:
        return before is after
    documents = [mapping.log_document(text) for text in (before, after)]
    return all(documents[0][name] == documents[1][name] for name in mapping.columns if name != "version")


@cache
def insert_into(name: str) -> Prepared:
    """Inserts one row, or many, of a kind."""
    columns = [*row_columns(name), *(standing.PLACE_COLUMNS if name == "members" else ())]
    return Prepared(insert(TABLES[name]).values({column: bindparam(column) for column in columns}).inline())


@cache
def update_of(name: str, columns: Sequence[str]) -> Prepared:
    """Updates these columns and the version of the row whose id is ``row_id``, a name no field has."""
    table = TABLES[name]
    values: dict[str, Any] = {column: bindparam(column) for column in (*columns, "version")}
    return Prepared(update(table).where(table.c.id == bindparam("row_id")).values(values))


@cache
def delete_from(name: str) -> Prepared:
    """Deletes the row with the id ``key``."""
    return Prepared(delete(TABLES[name]).where(TABLES[name].c.id == bindparam("key")))
