"""What the change log says: what was done, when, by whom, to which records.

A change is in force while it is a "do" that is not undone. One that takes an earlier change back, whole or in
part, is an ordinary "do" which names that change in ``undoes``: it can be undone like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, or_, select

from app.errors import NotFoundError
from app.store.mapping import Document, mapping_named
from app.store.reader import CHUNK
from app.store.tables import LINKS, TABLES, change_items, changes
from app.vietnamese.text import fold

T = TypeVar("T")


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


CHANGE_COLUMNS = (
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
#: How many changes are read at a time when words are looked for.
_PIECE = 1000


def change_from(row: Sequence[Any]) -> Change:
    """The change of a row of ``CHANGE_COLUMNS``."""
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


ITEM_COLUMNS = (change_items.c.kind, change_items.c.record_id, change_items.c.before, change_items.c.after)


def latest(
    connection: Connection, *, limit: int, offset: int, words: Sequence[str] = (), label: str = ""
) -> tuple[Change, ...]:
    """Changes, the newest first: those whose label begins with ``label`` and that hold all of ``words``.

    The words (folded) are looked for in label, person and day. Only as much of the log is read as the page
    asks for.
    """
    found = select(*CHANGE_COLUMNS).order_by(changes.c.id.desc())
    if label:
        found = found.where(func.substr(changes.c.label, 1, len(label)) == label)
    if not words:
        return _marked(
            connection, [change_from(row) for row in connection.execute(found.limit(limit).offset(offset))]
        )
    page: list[Change] = []
    before = None
    while len(page) < offset + limit:
        piece = found if before is None else found.where(changes.c.id < before)
        rows = connection.execute(piece.limit(_PIECE)).all()
        page += [change for change in map(change_from, rows) if _holds(change, words)]
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
    row = connection.execute(select(*CHANGE_COLUMNS).where(changes.c.id == change_id)).first()
    if row is None:
        raise NotFoundError("Không có thay đổi này trong lịch sử.")
    return _marked(connection, [change_from(row)])[0]


def items_of(
    connection: Connection,
    change: Change,
    *,
    record_ids: Collection[str] = (),
    kinds: Collection[str] = (),
    limit: int | None = None,
) -> tuple[ChangeItem, ...]:
    """What a change did, record by record, in the order it was done; of all or of some records or kinds."""
    of_kinds = [change_items.c.kind.in_(kinds)] if kinds else []
    rows = connection.execute(
        select(*ITEM_COLUMNS)
        .where(*_ofchange_from(change, record_ids), *of_kinds)
        .order_by(change_items.c.seq)
        .limit(limit)
    )
    return tuple(_item(change, row) for row in rows if not record_ids or row[1] in record_ids)


def _ofchange_from(change: Change, record_ids: Collection[str]) -> list[ColumnElement[bool]]:
    """Finds the items of a change; those of some records when these are few enough to be named."""
    found = [change_items.c.change_id == change.id]
    if 0 < len(record_ids) <= CHUNK:
        found.append(change_items.c.record_id.in_(record_ids))
    return found


def changes_of_records(connection: Connection, record_ids: Collection[str]) -> tuple[Change, ...]:
    """The changes that did something to any of these records, the newest first."""
    found: dict[int, Change] = {}
    for chunk in chunks(list(record_ids)):
        mine = select(change_items.c.change_id).where(change_items.c.record_id.in_(chunk))
        rows = connection.execute(select(*CHANGE_COLUMNS).where(changes.c.id.in_(mine)))
        found |= {row[0]: change_from(row) for row in rows}
    return _marked(connection, sorted(found.values(), key=lambda change: change.id, reverse=True))


def items_naming(
    connection: Connection, change_ids: Sequence[int], record_ids: Collection[str]
) -> tuple[ChangeItem, ...]:
    """What these changes did to records that name one of ``record_ids`` (few) in any field."""
    found: list[ChangeItem] = []
    naming = or_(
        *(
            column.contains(f':"{record_id}"', autoescape=True)
            for record_id in record_ids
            for column in (change_items.c.before, change_items.c.after)
        )
    )
    for chunk in chunks(list(change_ids)):
        rows = connection.execute(
            select(*CHANGE_COLUMNS, *ITEM_COLUMNS)
            .join(change_items, change_items.c.change_id == changes.c.id)
            .where(changes.c.id.in_(chunk), naming)
        )
        found += _joined(rows)
    return tuple(found)


def _joined(rows: Iterable[Sequence[Any]]) -> Iterator[ChangeItem]:
    width = len(CHANGE_COLUMNS)
    known: dict[int, Change] = {}
    for row in rows:
        yield _item(known.get(row[0]) or known.setdefault(row[0], change_from(row)), row[width:])


def chunks(held: list[T]) -> Iterator[list[T]]:
    """A long list in pieces that a statement can take."""
    for start in range(0, len(held), CHUNK):
        yield held[start : start + CHUNK]


def items_since(
    connection: Connection, change: Change, *, record_ids: Collection[str] = ()
) -> tuple[ChangeItem, ...]:
    """What later changes in force did to the records of a change, or some, in the order it was done."""
    mine = select(change_items.c.record_id).where(*_ofchange_from(change, record_ids))
    rows = connection.execute(
        select(*CHANGE_COLUMNS, *ITEM_COLUMNS)
        .join(change_items, change_items.c.change_id == changes.c.id)
        .where(
            changes.c.id > change.id,
            changes.c.kind == ChangeKind.DO.value,
            changes.c.undone_by.is_(None),
            change_items.c.record_id.in_(mine),
        )
        .order_by(change_items.c.seq)
    )
    return tuple(_joined(rows))


def added_since(connection: Connection, change: Change, record_ids: Collection[str]) -> frozenset[str]:
    """Which of these records were entered after a change."""
    found: set[str] = set()
    for chunk in chunks(list(record_ids)):
        found |= set(
            connection.execute(
                select(change_items.c.record_id).where(
                    change_items.c.record_id.in_(chunk),
                    change_items.c.change_id > change.id,
                    change_items.c.before.is_(None),
                )
            ).scalars()
        )
    return frozenset(found)


def pointing_at(
    connection: Connection, change: Change, *, record_ids: Collection[str] = ()
) -> tuple[Pointer, ...]:
    """What in the register points at the records that a change added, or at some of them."""
    found: list[Pointer] = []
    mine = select(change_items.c.record_id).where(
        *_ofchange_from(change, record_ids), change_items.c.before.is_(None)
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
