"""The history: what was changed, when, by whom; undo and redo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.domain.commendations import AwardRound, number_conflict
from app.domain.members import Member
from app.domain.record import fields_of, from_document
from app.domain.registry import KINDS, NAMES
from app.errors import NotFoundError
from app.services.belongings import with_belongings
from app.services.closings import is_locked
from app.services.record_names import Names, text_of
from app.services.taking_back import FieldChange, Outcome, TakeBack, TakeBackItem, plan_take_back, take_back
from app.store import change_log as log
from app.store.change_log import Change, ChangeItem, ChangeKind
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.text import fold

__all__ = ["FieldChange", "Outcome", "TakeBack", "TakeBackItem", "plan_take_back", "take_back"]

#: How the label of every import of a list begins.
IMPORTS = "Nhập danh sách"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one change did to one record. ``verb`` is "thêm", "sửa" or "xóa", ``name`` what it is called."""

    change_id: int
    at: datetime
    actor: str
    label: str
    verb: str
    kind: str
    name: str
    record_id: str
    fields: tuple[FieldChange, ...]


def changes(
    register: Register, *, limit: int = 100, offset: int = 0, search: str = "", imports_only: bool = False
) -> tuple[Change, ...]:
    """The changes, newest first: those with all words of ``search`` in label, person or day."""
    words = tuple(fold(search).split())
    label = IMPORTS if imports_only else ""
    return register.history(limit=limit, offset=offset, words=words, label=label)


def changes_of(register: Register, record_ids: Collection[str]) -> tuple[Change, ...]:
    """The changes of some records and of what belongs, or belonged, to them, newest first."""
    with register.read() as reader:
        return log.changes_of_records(reader.connection, with_belongings(reader, record_ids))


def record_history(register: Register, record_ids: Collection[str]) -> tuple[RecordChange, ...]:
    """Everything that happened to some records and to what belongs to them, newest first."""
    with register.read() as reader:
        ids = with_belongings(reader, record_ids)
        items = [
            item
            for change in log.changes_of_records(reader.connection, ids)
            for item in log.items_of(reader.connection, change, record_ids=ids)
        ]
        names = Names(reader, items)
        return tuple(_record_change(item, names) for item in items)


def change_details(
    register: Register, change_id: int, *, record_ids: Collection[str] = (), limit: int | None = None
) -> tuple[RecordChange, ...]:
    """What one change did, record by record; with ``record_ids`` to these and what belongs to them.

    ``limit`` is how many records are told at most: an import may have altered thousands.
    """
    with register.read() as reader:
        change = log.by_id(reader.connection, change_id)
        ids = with_belongings(reader, record_ids) if record_ids else ()
        items = log.items_of(reader.connection, change, record_ids=ids, limit=limit)
        names = Names(reader, items)
        return tuple(_record_change(item, names) for item in items)


def name_of(register: Register, record_id: str) -> str:
    """What a record is and is or was called: "Cuộc họp: Họp BCH, 05/01/2024"; "" when it is not known."""
    with register.read() as reader:
        found = log.changes_of_records(reader.connection, [record_id])
        items = log.items_of(reader.connection, found[0], record_ids=[record_id]) if found else ()
        for item in items:
            name = Names(reader).describe(item.kind, item.after or item.before or {})
            return f"{KINDS[item.kind].title}: {name}"
    return ""


def record_ids_of(register: Register, text: str) -> tuple[str, ...]:
    """The records that a member's code, or any record's id, stands for; raises NotFoundError."""
    with register.read() as reader:
        found = tuple(member.id for member in reader.all(Member, code=text))
        if found or log.changes_of_records(reader.connection, [text]):
            return found or (text,)
    raise NotFoundError(f"Không thấy hội viên mã “{text}” hay mục nào có mã ấy trong lịch sử.")


def _record_change(item: ChangeItem, names: Names) -> RecordChange:
    kind = KINDS[item.kind]
    before, after = item.before or {}, item.after or {}
    fields = [
        FieldChange(
            info.label,
            text_of(info, before.get(info.name), names),
            text_of(info, after.get(info.name), names),
        )
        for info in fields_of(kind)
        if info.name not in ("id", "version") and before.get(info.name) != after.get(info.name)
    ]
    # What a new record was not given says nothing: "Hoàn cảnh khó khăn: không".
    shown = tuple(f for f in fields if (f.old or f.new) and (item.before or f.new != "không"))
    verb = "sửa" if item.before and item.after else "thêm" if item.after else "xóa"
    return RecordChange(
        item.change.id,
        item.change.at,
        item.change.actor,
        item.change.label,
        verb,
        kind.title,
        names.describe(item.kind, item.after or item.before or {}),
        item.record_id,
        shown,
    )


def undo(register: Register) -> Change:
    """Take the last change back; raises RuleError when there is none or it cannot be."""
    return register.undo(_is_guarded)


def passed_by(register: Register, undone: Change) -> Change | None:
    """The newest change that an undo passed by, for it cannot be undone; None when there was none."""
    later = (each for each in changes(register, limit=20) if each.id > (undone.undoes or undone.id))
    return next(
        (each for each in later if each.kind is ChangeKind.DO and not each.undoable),
        None,
    )


def _is_guarded(reader: Reader, change: Change) -> bool:
    """Whether a change stays: later numbers go on from its own, or a year of a fund it is in was closed."""
    return _leaves_gap(reader, change) or is_locked(reader, change)


def _leaves_gap(reader: Reader, change: Change) -> bool:
    rounds = {each.id: each for each in reader.all(AwardRound)}
    items = log.items_of(reader.connection, change, record_ids=rounds) if rounds else ()
    before = {
        item.record_id: from_document(AwardRound, item.before) if item.before else None
        for item in items
        if item.kind == NAMES[AwardRound]
    }
    return any(number_conflict(rounds.values(), rounds[each], then) for each, then in before.items())


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
    undoable, redoable = register.next_undo(_is_guarded), register.next_redo()
    return UndoState(undoable.label if undoable else "", redoable.label if redoable else "")
