"""The history: what was changed, when, by whom; undo and redo."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.domain.record import TEXT_LIMIT, FieldInfo, fields_of, from_plain
from app.domain.registry import KINDS
from app.domain.units import UnitTree
from app.services.units import read_tree
from app.store.history import Change, ChangeItem
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group

#: Numbers that are years: 2024, never 2.024.
_YEARS = frozenset({"year", "work_year"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's old and new text, by its Vietnamese label."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one change did to one record. ``verb`` is "thêm", "sửa" or "xóa"."""

    change_id: int
    at: datetime
    actor: str
    label: str
    verb: str
    kind: str
    record_id: str
    fields: tuple[FieldChange, ...]


def changes(register: Register, *, limit: int = 100, offset: int = 0) -> tuple[Change, ...]:
    """The changes, newest first."""
    return register.history(limit=limit, offset=offset)


def record_history(register: Register, record_ids: Iterable[str]) -> tuple[RecordChange, ...]:
    """Everything that happened to some records (a member with what hangs on him), newest first."""
    found = [item for record_id in record_ids for item in register.record_history(record_id)]
    rows = _told(register, found)
    return tuple(sorted(rows, key=lambda row: row.change_id, reverse=True))


def change_details(register: Register, change_id: int) -> tuple[RecordChange, ...]:
    """What one change did, record by record."""
    return tuple(_told(register, register.changes_items(change_id)))


def _told(register: Register, items: Iterable[ChangeItem]) -> list[RecordChange]:
    with register.read() as reader:
        names = _Names(reader)
        return [_record_change(item, names) for item in items]


class _Names:
    """What records are called, so that a link reads as a name and not as an id; each is looked up once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, str] = {}
        self._tree: UnitTree | None = None

    def name(self, links_to: str, record_id: str) -> str:
        """The name of a linked record; one that is gone is said to be."""
        if record_id not in self._known:
            self._known[record_id] = self._look_up(links_to, record_id)
        return self._known[record_id]

    def _look_up(self, links_to: str, record_id: str) -> str:
        if links_to == "Unit":
            self._tree = self._tree or read_tree(self._reader)
            return self._tree.name(record_id)
        kind = next(kind for kind in KINDS.values() if kind.__name__ == links_to)
        record = self._reader.find(kind, record_id)
        if record is None:
            return "(đã xóa)"
        for field in ("full_name", "name", "recipient", "person"):
            if held := getattr(record, field, ""):
                return str(held)
        return kind.title


def _record_change(item: ChangeItem, names: _Names) -> RecordChange:
    kind = KINDS[item.kind]
    before, after = item.before or {}, item.after or {}
    fields = [
        FieldChange(
            info.label, _text(info, before.get(info.name), names), _text(info, after.get(info.name), names)
        )
        for info in fields_of(kind)
        if info.name not in ("id", "version") and before.get(info.name) != after.get(info.name)
    ]
    shown = tuple(f for f in fields if f.old or f.new)
    verb = "sửa" if item.before and item.after else "thêm" if item.after else "xóa"
    return RecordChange(
        item.change.id,
        item.change.at,
        item.change.actor,
        item.change.label,
        verb,
        kind.title,
        item.record_id,
        shown,
    )


def _text(info: FieldInfo, plain: object, names: _Names) -> str:
    held = from_plain(info, plain)
    if held is None or held == "":
        return ""
    if info.links_to:
        return names.name(info.links_to, str(held))
    if info.limit > TEXT_LIMIT:
        return "(mẫu in đã khóa)"
    if isinstance(held, bool):
        return "có" if held else "không"
    if isinstance(held, date):
        return short_date(held)
    if isinstance(held, int):
        return str(held) if info.name in _YEARS else group(held)
    if info.name == "fields":
        return _printed(str(held))
    label = getattr(held, "label", None)
    return str(label if label is not None else held)


def _printed(fields: str) -> str:
    """What a certificate says, line by line; the plain words of a later version's unknown form."""
    try:
        printed = json.loads(fields)
    except ValueError:
        return fields
    known = ((key, FIELDS_BY_KEY.get(key), text) for key, text in printed.items() if text)
    return "\n".join(f"{field.label if field else key}: {text}" for key, field, text in known)


def undo(register: Register) -> Change:
    """Take the last change back; raises RuleError when there is none or it cannot be."""
    return register.undo()


def redo(register: Register) -> Change:
    """Do the change that was last taken back again; raises RuleError when there is none."""
    return register.redo()


@dataclass(frozen=True, slots=True)
class UndoState:
    """The labels of what undo and redo would do, empty when there is nothing."""

    undo: str
    redo: str


def undo_state(register: Register) -> UndoState:
    """What Ctrl+Z and Ctrl+Y would do now."""
    undoable, redoable = register.next_undo(), register.next_redo()
    return UndoState(undoable.label if undoable else "", redoable.label if redoable else "")
