"""The change log: what was done, when, by whom; and which change is undone or redone next.

The log only grows. A "do" that was undone carries the id of the undo in ``undone_by`` until it is redone.
A change is in force while it is a "do" that is not undone. One that takes an earlier change back, whole or in
part, is an ordinary "do" which names that change in ``undoes``: it can be undone like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.record import Record
from app.domain.registry import KINDS
from app.errors import NotFoundError, RuleError
from app.store.mapping import Document, mapping_named
from app.store.prepared import Prepared
from app.store.reader import CHUNK
from app.store.tables import LINKS, TABLES, change_items, changes
from app.store.work import Work
from app.vietnamese.text import fold


class ChangeKind(StrEnum):
    """Whether a change was done, or took back or repeated another."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction. ``undoes`` is the id of the change that an undo, a redo or a taking back is about.

    ``taken_back`` tells that a later change in force took it back, whole or in part.
    """

    id: int
    at: datetime
    actor: str
    machine: str
    label: str
    kind: ChangeKind
    undoable: bool
    undoes: int | None
    undone: bool
    items: int
    taken_back: bool = False

    @property
    def takes_back(self) -> bool:
        """Whether it takes an earlier change back, whole or in part."""
        return self.kind is ChangeKind.DO and self.undoes is not None


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """What a change did to one record; ``before`` or ``after`` is ``None`` where the record did not exist.

    ``kind`` is the record's name in :data:`app.domain.registry.KINDS`. The documents hold every field.
    """

    change: Change
    kind: str
    record_id: str
    before: Document | None
    after: Document | None


#: A record by the name of its kind and its id.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One record, ``kind`` and ``record_id``, whose field ``column`` names the record ``to_id``."""

    kind: str
    record_id: str
    column: str
    to_kind: str
    to_id: str


_CHANGE_COLUMNS = (
    changes.c.id,
    changes.c.at,
    changes.c.actor,
    changes.c.machine,
    changes.c.label,
    changes.c.kind,
    changes.c.undoable,
    changes.c.undoes,
    changes.c.undone_by,
    changes.c.item_count,
)
#: How many changes undo looks back for one that nothing guards.
_LOOK_BACK = 200
#: How many changes are read at a time when words are looked for.
_PIECE = 1000
_INSERT_CHANGE = Prepared(
    insert(changes)
    .values({column.name: bindparam(column.name) for column in changes.c if column.name != "id"})
    .returning(changes.c.id)
)
_INSERT_ITEM = Prepared(
    insert(change_items).values(
        {column.name: bindparam(column.name) for column in change_items.c if column.name != "seq"}
    )
)


def _change(row: Sequence[Any]) -> Change:
    return Change(
        id=row[0],
        at=datetime.fromisoformat(row[1]),
        actor=row[2],
        machine=row[3],
        label=row[4],
        kind=ChangeKind(row[5]),
        undoable=bool(row[6]),
        undoes=row[7],
        undone=row[8] is not None,
        items=row[9],
    )


def _item(change: Change, row: Sequence[Any]) -> ChangeItem:
    mapping = mapping_named(row[0])
    before, after = row[2], row[3]
    return ChangeItem(
        change=change,
        kind=row[0],
        record_id=row[1],
        before=None if before is None else mapping.log_document(before),
        after=None if after is None else mapping.log_document(after),
    )


_ITEM_COLUMNS = (change_items.c.kind, change_items.c.record_id, change_items.c.before, change_items.c.after)


def latest(
    connection: Connection, *, limit: int, offset: int, words: Sequence[str] = (), label: str = ""
) -> tuple[Change, ...]:
    """Changes, the newest first: those whose label begins with ``label`` and that hold all of ``words``.

    The words (folded) are looked for in label, person and day. Only as much of the log is read as the page
    asks for.
    """
    found = select(*_CHANGE_COLUMNS).order_by(changes.c.id.desc())
    if label:
        found = found.where(func.substr(changes.c.label, 1, len(label)) == label)
    if not words:
        return _marked(
            connection, [_change(row) for row in connection.execute(found.limit(limit).offset(offset))]
        )
    page: list[Change] = []
    before = None
    while len(page) < offset + limit:
        piece = found if before is None else found.where(changes.c.id < before)
        rows = connection.execute(piece.limit(_PIECE)).all()
        page += [change for change in map(_change, rows) if _holds(change, words)]
        if len(rows) < _PIECE:
            break
        before = rows[-1][0]
    return _marked(connection, page[offset : offset + limit])


def _holds(change: Change, words: Sequence[str]) -> bool:
    text = fold(f"{change.label} {change.actor} {change.at:%d/%m/%Y}")
    return all(word in text for word in words)


def _marked(connection: Connection, page: list[Change]) -> tuple[Change, ...]:
    """Changes, the newest first, with those marked that were taken back."""
    if not page:
        return ()
    takings = connection.execute(
        select(changes.c.undoes).where(
            changes.c.kind == ChangeKind.DO.value,
            changes.c.undone_by.is_(None),
            changes.c.undoes.is_not(None),
            changes.c.id > page[-1].id,
        )
    )
    taken = set(takings.scalars())
    return tuple(replace(change, taken_back=True) if change.id in taken else change for change in page)


def by_id(connection: Connection, change_id: int) -> Change:
    """One change; raises NotFoundError when there is none with this id."""
    row = connection.execute(select(*_CHANGE_COLUMNS).where(changes.c.id == change_id)).first()
    if row is None:
        raise NotFoundError("Không có thay đổi này trong lịch sử.")
    return _marked(connection, [_change(row)])[0]


def items_of(connection: Connection, change: Change) -> tuple[ChangeItem, ...]:
    """What a change did, record by record, in the order it was done."""
    rows = connection.execute(
        select(*_ITEM_COLUMNS).where(change_items.c.change_id == change.id).order_by(change_items.c.seq)
    )
    return tuple(_item(change, row) for row in rows)


def items_of_record(connection: Connection, record_id: str) -> tuple[ChangeItem, ...]:
    """What happened to one record, the newest first."""
    rows = connection.execute(
        select(*_CHANGE_COLUMNS, *_ITEM_COLUMNS)
        .join(change_items, change_items.c.change_id == changes.c.id)
        .where(change_items.c.record_id == record_id)
        .order_by(change_items.c.seq.desc())
    ).all()
    width = len(_CHANGE_COLUMNS)
    return tuple(_item(_change(row), row[width:]) for row in rows)


def items_since(connection: Connection, change: Change) -> tuple[ChangeItem, ...]:
    """What later changes in force did to the records of a change, in the order it was done."""
    mine = select(change_items.c.record_id).where(change_items.c.change_id == change.id)
    rows = connection.execute(
        select(*_CHANGE_COLUMNS, *_ITEM_COLUMNS)
        .join(change_items, change_items.c.change_id == changes.c.id)
        .where(
            changes.c.id > change.id,
            changes.c.kind == ChangeKind.DO.value,
            changes.c.undone_by.is_(None),
            change_items.c.record_id.in_(mine),
        )
        .order_by(change_items.c.seq)
    ).all()
    width = len(_CHANGE_COLUMNS)
    known: dict[int, Change] = {}
    return tuple(_item(known.setdefault(row[0], _change(row)), row[width:]) for row in rows)


def pointing_at(connection: Connection, change: Change) -> tuple[Pointer, ...]:
    """What in the register points at the records that a change added."""
    found: list[Pointer] = []
    mine = select(change_items.c.record_id).where(
        change_items.c.change_id == change.id, change_items.c.before.is_(None)
    )
    for name in connection.execute(
        select(change_items.c.kind).where(change_items.c.change_id == change.id).distinct()
    ).scalars():
        wanted = mine.where(change_items.c.kind == name)
        for other, column in LINKS[name]:
            table = TABLES[other]
            rows = connection.execute(
                select(table.c.id, table.c[column]).where(table.c[column].in_(wanted)).order_by(table.c.seq)
            )
            found += [Pointer(other, row[0], column, name, row[1]) for row in rows]
    return tuple(found)


def write(
    work: Work,
    *,
    at: datetime,
    actor: str,
    machine: str,
    label: str,
    kind: ChangeKind,
    undoable: bool,
    undoes: int | None = None,
) -> int | None:
    """Log what a unit of work did; gives the change's id, or ``None`` when nothing was done."""
    items = work.finish()
    if not items:
        return None
    change_id: int
    ((change_id,),) = _INSERT_CHANGE.rows(
        work.connection,
        {
            "at": at.isoformat(),
            "actor": actor,
            "machine": machine,
            "label": label,
            "kind": kind.value,
            "undoable": undoable,
            "undoes": undoes,
            "undone_by": None,
            "item_count": len(items),
        },
    )
    rows = [
        {"change_id": change_id, "kind": name, "record_id": record_id, "before": before, "after": after}
        for name, record_id, before, after in items
    ]
    _INSERT_ITEM.run_many(work.connection, rows)
    return change_id


def next_to_undo(connection: Connection) -> Change | None:
    """The newest change that can be undone and whose records nothing later has touched.

    Ordinarily that is the newest of all. What cannot be undone (an issue) guards the records it touched, and
    with them the changes that led to it; what has nothing to do with it can still be taken back.
    """
    rows = connection.execute(
        select(*_CHANGE_COLUMNS)
        .where(changes.c.kind == ChangeKind.DO.value, changes.c.undone_by.is_(None), changes.c.undoable)
        .order_by(changes.c.id.desc())
        .limit(_LOOK_BACK)
    ).all()
    return next((_change(row) for row in rows if not _is_touched_later(connection, row[0])), None)


def _is_touched_later(connection: Connection, change_id: int) -> bool:
    mine = select(change_items.c.record_id).where(change_items.c.change_id == change_id)
    later = (
        select(change_items.c.seq)
        .join(changes, changes.c.id == change_items.c.change_id)
        .where(
            changes.c.kind == ChangeKind.DO.value,
            changes.c.undone_by.is_(None),
            changes.c.id > change_id,
            change_items.c.record_id.in_(mine),
        )
        .limit(1)
    )
    return connection.execute(later).first() is not None


def next_to_redo(connection: Connection) -> Change | None:
    """The change undone last, unless something new was done since."""
    newest = connection.execute(
        select(func.max(changes.c.id)).where(changes.c.kind == ChangeKind.DO.value)
    ).scalar()
    row = connection.execute(
        select(*_CHANGE_COLUMNS)
        .where(changes.c.kind == ChangeKind.DO.value, changes.c.undone_by > (newest or 0))
        .order_by(changes.c.id)
        .limit(1)
    ).first()
    return None if row is None else _change(row)


def apply(work: Work, change: Change, *, backwards: bool) -> None:
    """Do to the records what a change did, or the reverse; raises RuleError when one was altered since."""
    items = items_of(work.connection, change)
    stored = _stored(work, [(item.kind, item.record_id) for item in items])
    wanted: dict[Key, Record | None] = {}
    for item in items:
        expected, then = (item.after, item.before) if backwards else (item.before, item.after)
        mapping = mapping_named(item.kind)
        held = stored.get((item.kind, item.record_id))
        document = None if held is None else mapping.document(held)
        if _apart_from_version(document) != _apart_from_version(expected):
            verb = "hoàn tác" if backwards else "làm lại"
            raise RuleError(
                f"Không {verb} được “{change.label}”: mục “{mapping.kind.title}” đã đổi khác sau đó. "
                "Hãy sửa thẳng vào mục ấy."
            )
        wanted[item.kind, item.record_id] = None if then is None else mapping.from_log(then)
    _put(work, stored, wanted)


def put_all(work: Work, wanted: Mapping[Key, Record | None]) -> None:
    """Make records as ``wanted`` (``None`` = absent), whatever they are now."""
    _put(work, _stored(work, wanted), wanted)


def _put(work: Work, stored: Mapping[Key, Record], wanted: Mapping[Key, Record | None]) -> None:
    back = [key for key, record in wanted.items() if record is not None and key not in stored]
    versions = _last_versions(work.connection, back)
    work.put_all(
        (
            stored.get(key),
            record
            if record is None or key not in versions
            else mapping_named(key[0]).with_version(record, versions[key]),
        )
        for key, record in wanted.items()
    )


def _stored(work: Work, keys: Iterable[Key]) -> dict[Key, Record]:
    ids: dict[str, list[str]] = {}
    for name, record_id in keys:
        ids.setdefault(name, []).append(record_id)
    return {
        (name, record.id): record for name, each in ids.items() for record in work.all(KINDS[name], id=each)
    }


def mark_undone(connection: Connection, change: Change, undo_id: int | None) -> None:
    """Note on a change which undo took it back; ``None`` when it holds again."""
    connection.execute(update(changes).where(changes.c.id == change.id).values(undone_by=undo_id))


def _apart_from_version(document: Document | None) -> Document | None:
    return None if document is None else {name: held for name, held in document.items() if name != "version"}


def _last_versions(connection: Connection, keys: Sequence[Key]) -> dict[Key, int]:
    """The versions records had when they were last in the register: they come back with higher ones."""
    found: dict[Key, int] = {}
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        rows = connection.execute(
            select(*_ITEM_COLUMNS)
            .where(change_items.c.record_id.in_([record_id for _, record_id in chunk]))
            .order_by(change_items.c.seq)
        )
        for name, record_id, before, after in rows:
            found[name, record_id] = json.loads(after or before)["version"]
    return found
