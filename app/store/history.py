"""Undo and redo: what is written into the change log, and which change is undone or redone next.

The log only grows. A "do" that was undone carries the id of the undo in ``undone_by`` until it is redone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.record import Record
from app.domain.registry import KINDS
from app.errors import RuleError
from app.store.change_log import (
    CHANGE_COLUMNS,
    ITEM_COLUMNS,
    Change,
    ChangeKind,
    Key,
    change_from,
    chunks,
    items_of,
)
from app.store.mapping import Document, mapping_named
from app.store.prepared import Prepared
from app.store.tables import LINKS, TABLES, change_items, changes
from app.store.work import Work

#: How many changes undo looks back for one that nothing guards.
_LOOK_BACK = 200
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


def next_to_undo(connection: Connection, is_guarded: Callable[[Change], bool]) -> Change | None:
    """The newest change that can be undone and whose records nothing later has touched.

    Ordinarily that is the newest of all. What cannot be undone (an issue) guards the records it touched, and
    with them the changes that led to it; ``is_guarded`` says which others it guards. What has nothing to do
    with it can still be taken back.
    """
    rows = connection.execute(
        select(*CHANGE_COLUMNS)
        .where(changes.c.kind == ChangeKind.DO.value, changes.c.undone_by.is_(None), changes.c.undoable)
        .order_by(changes.c.id.desc())
        .limit(_LOOK_BACK)
    ).all()
    holding = select(func.max(changes.c.id)).where(
        changes.c.kind == ChangeKind.DO.value, changes.c.undone_by.is_(None)
    )
    newest = connection.execute(holding).scalar()
    for change in map(change_from, rows):
        is_held = change.id != newest and (
            _is_touched_later(connection, change.id) or _is_needed(connection, change.id)
        )
        if not is_held and not is_guarded(change):
            return change
    return None


def _is_needed(connection: Connection, change_id: int) -> bool:
    """Whether a record that the change added is pointed at by another than its own."""
    mine = select(change_items.c.record_id).where(change_items.c.change_id == change_id)
    added = mine.where(change_items.c.before.is_(None))
    kinds = select(change_items.c.kind).distinct().where(
        change_items.c.change_id == change_id, change_items.c.before.is_(None)
    )  # fmt: skip
    for kind in connection.execute(kinds).scalars().all():
        for other, column in LINKS[kind]:
            table = TABLES[other]
            pointing = select(table.c.seq).where(table.c[column].in_(added), table.c.id.not_in(mine)).limit(1)
            if connection.execute(pointing).first() is not None:
                return True
    return False


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
        select(*CHANGE_COLUMNS)
        .where(changes.c.kind == ChangeKind.DO.value, changes.c.undone_by > (newest or 0))
        .order_by(changes.c.id)
        .limit(1)
    ).first()
    return None if row is None else change_from(row)


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
    for chunk in chunks(list(keys)):
        rows = connection.execute(
            select(*ITEM_COLUMNS)
            .where(change_items.c.record_id.in_([record_id for _, record_id in chunk]))
            .order_by(change_items.c.seq)
        )
        for name, record_id, before, after in rows:
            found[name, record_id] = json.loads(after or before)["version"]
    return found
