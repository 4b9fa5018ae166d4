"""Taking back any past change, weeks later too: what goes back, what stays, what cannot go back and why.

Field by field: what the change set and no later change in force touched goes back; the rest stays. What one
change added or removed with its owner (a member with his events) goes as a whole. It is done as one new
change of the log, which can be undone like any other.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.record import FieldInfo, Record, fields_of, from_document, to_document
from app.domain.registry import KINDS
from app.errors import FieldError, NotFoundError, RuleError
from app.services.belongings import belongs_to, owner_of
from app.services.record_names import Document, Names, text_of
from app.services.taking_back_rules import Refused, refused_by_rules
from app.store import change_log as log
from app.store import history
from app.store.change_log import Change, ChangeItem, ChangeKind, Key
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date

#: Without these a removed owner cannot come back: where he stands follows from them.
_ESSENTIAL = frozenset({"status_events", "unit_events"})
_IS_THERE = ""  # stands among the fields for "the record exists"


class Outcome(StrEnum):
    """What becomes of one record when a change is taken back."""

    RETURN = "return"
    KEEP = "keep"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Outcome.RETURN: "trả lại",
            Outcome.KEEP: "giữ vì đã sửa sau đó",
            Outcome.BLOCKED: "không trả được",
        }[self]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's old and new text, by its Vietnamese label."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TakeBackItem:
    """What becomes of one record: ``kind`` is its title, ``name`` what it is called.

    ``deed`` says what taking back does to it ("xóa khỏi sổ", "ghi lại vào sổ", "sửa lại như cũ") and
    ``fields`` which fields change from what to what. ``along`` counts what belongs to it and goes the same
    way ("1 biến động, 2 diện chính sách"). ``reason`` says why it, or some of its fields, stays.
    """

    kind: str
    record_id: str
    name: str
    outcome: Outcome
    deed: str
    fields: tuple[FieldChange, ...]
    along: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A change and what becomes of each record when it is taken back.

    ``made`` is the new entry of the history once it is done, else ``None``.
    """

    change: Change
    items: tuple[TakeBackItem, ...]
    made: Change | None = None

    def count(self, outcome: Outcome) -> int:
        """How many records have this outcome."""
        return sum(1 for item in self.items if item.outcome is outcome)


def plan_take_back(
    register: Register, change_id: int, *, today: date, record_ids: Collection[str] = ()
) -> TakeBack:
    """What taking a change back would do; writes nothing.

    With ``record_ids`` only for these records and what belongs to them. Raises NotFoundError when there is
    no such change or it did nothing to them.
    """
    with register.read() as reader:
        return _Planner(reader, change_id, today, record_ids).told()


def take_back(
    register: Register, change_id: int, *, today: date, record_ids: Collection[str] = ()
) -> TakeBack:
    """Take a change back as far as it can be, as one new change that can be undone.

    Raises RuleError when nothing of it can go back, and as :func:`plan_take_back`.
    """
    with register.read() as reader:
        label = log.by_id(reader.connection, change_id).label
    with register.change(f"Trả lại: {label}", takes_back=change_id) as work:
        planner = _Planner(work, change_id, today, record_ids)
        told = planner.told()
        if not planner.wanted:
            reason = next((item.reason for item in told.items if item.reason), "")
            raise RuleError(f"Không trả lại được “{label}”: {reason}.")
        history.put_all(work, planner.wanted)
    with register.read() as reader:
        return dataclasses.replace(told, made=log.by_id(reader.connection, work.change_id or 0))


class _Planner:
    """Judges every record of one change; ``wanted`` is what it ends with, ``None`` for absent."""

    def __init__(self, reader: Reader, change_id: int, today: date, record_ids: Collection[str] = ()) -> None:
        self._reader = reader
        self._change = log.by_id(reader.connection, change_id)
        if self._change.kind is ChangeKind.REDO and self._change.undoes is not None:
            self._change = log.by_id(reader.connection, self._change.undoes)
        self._items = self._selected(record_ids)
        if not self._items:
            raise NotFoundError("Thay đổi này không đụng đến mục ấy.")
        #: Which records later changes and links are looked for: all of the change, or these.
        self._ids = frozenset(record_id for _, record_id in self._items) if record_ids else frozenset()
        self._names = Names(reader, self._items.values())
        self._prefetch()
        #: Why records stay as they are.
        self._refused: dict[Key, Refused] = {}
        self._kept: dict[Key, str] = {}
        self._partly: dict[Key, str] = {}
        self._now: dict[Key, Record] = {}
        self.wanted: dict[Key, Record | None] = {}
        self._wholes = _wholes(self._items)
        if (reason := self._why_nothing()) != "":
            self._refused = {key: Refused(reason) for key in self._items}
        else:
            self._judge()
            self._settle(today)

    def _selected(self, record_ids: Collection[str]) -> dict[Key, ChangeItem]:
        """All records of the change, or some of them with what belongs to these."""
        connection, change = self._reader.connection, self._change
        if record_ids:
            found = [
                item
                for item in (
                    *log.items_of(connection, change, record_ids=record_ids),
                    *log.items_naming(connection, [change.id], record_ids),
                )
                if belongs_to(item, record_ids)
            ]
        else:
            found = list(log.items_of(connection, change))
        return {(item.kind, item.record_id): item for item in found}

    # ------------------------------------------------------------ judging

    def _why_nothing(self) -> str:
        """Why nothing of the change can go back, "" when it may."""
        change = self._change
        if change.undone:
            return "việc này đã được hoàn tác rồi"
        if change.kind is ChangeKind.UNDO and change.undoes is not None:
            undone = log.by_id(self._reader.connection, change.undoes)
            return "" if undone.undone else "việc đã hoàn tác ấy sau đó được làm lại rồi"
        if not change.undoable and change.kind is ChangeKind.DO:
            if any(kind == "issued_certificates" for kind, _ in self._items):
                return "giấy khen đã phát hành, đã in ra giấy nên không rút lại được"
            return "đây là việc mở đầu của sổ"
        return ""

    def _judge(self) -> None:
        ids: dict[str, list[str]] = {}
        for name, record_id in self._items:
            ids.setdefault(name, []).append(record_id)
        for name, wanted in ids.items():
            for record in self._reader.all(KINDS[name], id=frozenset(wanted)):
                self._now[name, record.id] = record
        touched = _touched_since(log.items_since(self._reader.connection, self._change, record_ids=self._ids))
        for key, item in self._items.items():
            self._judge_one(key, item, touched.get(key, {}))

    def _judge_one(self, key: Key, item: ChangeItem, touched: dict[str, Change]) -> None:
        now = self._now.get(key)
        if (item.after is None) != (now is None):
            later = touched.get(_IS_THERE)
            gone = "đã xóa" if now is None else "đã ghi lại"
            self._kept[key] = gone + _when(later)
        elif item.before is None and touched:
            self._kept[key] = "đã sửa" + _when(_latest(touched))
        elif item.before is None:
            self.wanted[key] = None
        else:
            self._merge(key, item, now, touched)

    def _merge(self, key: Key, item: ChangeItem, now: Record | None, touched: dict[str, Change]) -> None:
        """The record with the fields that go back; what was altered since stays."""
        kind = KINDS[key[0]]
        before, after = item.before or {}, item.after or {}
        held: dict[str, object] = dict(to_document(now)) if now is not None else {}
        document = dict(held)
        stay: list[FieldInfo] = []
        for info in _own_fields(kind):
            if now is None:
                document[info.name] = before[info.name]
            elif before[info.name] != after[info.name]:
                if info.name in touched or held[info.name] != after[info.name]:
                    stay.append(info)
                else:
                    document[info.name] = before[info.name]
        why = ", ".join(f"{info.label}{_when(touched.get(info.name))}" for info in stay)
        if document == held:
            self._kept[key] = f"đã sửa {why}" if why else "không còn gì để trả lại"
            return
        version = now.version if now is not None else before.get("version")
        try:
            self.wanted[key] = from_document(kind, {**document, "id": key[1], "version": version})
        except FieldError as problem:
            if why:  # what was altered since does not go with what was before
                self._kept[key] = f"đã sửa {why}"
            else:
                self._refused[key] = Refused(problem.message.rstrip("."))
            return
        if why:
            self._partly[key] = f"giữ phần đã sửa: {why}"

    def _settle(self, today: date) -> None:
        """Hold back what others point at or a rule refuses, and what belongs to it, until nothing more is."""
        pointers = log.pointing_at(self._reader.connection, self._change, record_ids=self._ids)
        grew = True
        while grew:
            self._keep_wholes()
            held = {key: Refused("", holder) for key, holder in self._held_by(pointers)}
            held |= self._without_target()
            if not held:
                held = dict(refused_by_rules(self._reader, self._change, self._now, self.wanted, today))
            grew = False
            for key, why in held.items():
                if self.wanted.pop(key, self) is not self:
                    self._refused[key] = why
                    grew = True

    def _held_by(self, pointers: Iterable[log.Pointer]) -> list[tuple[Key, Key]]:
        """Records that would go while another stays that points at them."""
        found = []
        for pointer in pointers:
            key, other = (pointer.to_kind, pointer.to_id), (pointer.kind, pointer.record_id)
            if self.wanted.get(key, self) is None:
                stays = self.wanted.get(other, self)
                if stays is self or (
                    isinstance(stays, Record) and getattr(stays, pointer.column) == pointer.to_id
                ):
                    found.append((key, other))
        return found

    def _without_target(self) -> dict[Key, Refused]:
        """Records that would point at what is not there."""
        links: dict[str, dict[str, list[Key]]] = {}
        for key, record in self.wanted.items():
            for info in fields_of(KINDS[key[0]]) if record is not None else ():
                if info.links_to and (to_id := getattr(record, info.name)):
                    links.setdefault(_kind_named(info.links_to), {}).setdefault(to_id, []).append(key)
        found: dict[Key, Refused] = {}
        for name, wanted in links.items():
            unsure = frozenset(to_id for to_id in wanted if (name, to_id) not in self._now)
            there = {record.id for record in self._reader.all(KINDS[name], id=unsure)} | (
                wanted.keys() - unsure
            )
            for to_id, keys in wanted.items():
                after = self.wanted.get((name, to_id), self)
                if after is None or (after is self and to_id not in there):
                    title = KINDS[name].title.lower()
                    found |= {key: Refused(f"{title} mà mục này thuộc về không còn trong sổ") for key in keys}
        return found

    def _keep_wholes(self) -> None:
        """Hold back all of a whole when a part of it stays."""
        for owner, keys in self._wholes.items():
            lost = next((key for key in keys if key not in self.wanted), None)
            if lost is None:
                continue
            for key in keys:
                if self.wanted.pop(key, self) is self:
                    continue
                self._partly.pop(key, None)
                if lost in self._kept:
                    part = "" if lost == owner else f"{KINDS[lost[0]].title.lower()} "
                    self._kept[key] = f"{part}{self._kept[lost]}"
                else:
                    self._refused[key] = self._refused[lost]

    # ------------------------------------------------------------ telling

    def told(self) -> TakeBack:
        """The outcome record by record; what belongs to another and goes its way is told with it."""
        holders = self._holder_names()
        lines: dict[Key, tuple[Outcome, Counter[str]]] = {}
        for key in self._items:
            lines[key] = (self._outcome(key), Counter())
        for key, item in self._items.items():
            owner = owner_of(item)
            if owner in lines and lines[owner][0] is lines[key][0]:
                lines[owner][1][KINDS[key[0]].title.lower()] += 1
                del lines[key]
        items = [
            TakeBackItem(
                kind=KINDS[key[0]].title,
                record_id=key[1],
                name=self._names.describe(key[0], self._items[key].after or self._items[key].before or {}),
                outcome=outcome,
                deed=self._deed(key),
                fields=self._fields(key),
                along=", ".join(f"{number} {title}" for title, number in along.items()),
                reason=self._reason(key, holders),
            )
            for key, (outcome, along) in lines.items()
        ]
        return TakeBack(self._change, tuple(items))

    def _outcome(self, key: Key) -> Outcome:
        if key in self.wanted:
            return Outcome.RETURN
        return Outcome.KEEP if key in self._kept else Outcome.BLOCKED

    def _deed(self, key: Key) -> str:
        if key not in self.wanted:
            return ""
        if self.wanted[key] is None:
            return "xóa khỏi sổ"
        return "sửa lại như cũ" if key in self._now else "ghi lại vào sổ"

    def _fields(self, key: Key) -> tuple[FieldChange, ...]:
        now, wanted = self._now.get(key), self.wanted.get(key)
        if now is None or wanted is None:
            return ()
        old, new = to_document(now), to_document(wanted)
        return tuple(
            FieldChange(
                info.label,
                text_of(info, old[info.name], self._names),
                text_of(info, new[info.name], self._names),
            )
            for info in _own_fields(KINDS[key[0]])
            if old[info.name] != new[info.name]
        )

    def _reason(self, key: Key, holders: dict[Key, str]) -> str:
        refused = self._refused.get(key)
        if refused is None:
            return self._kept.get(key) or self._partly.get(key, "")
        return holders[refused.holder] if refused.holder is not None else refused.reason

    def _holder_names(self) -> dict[Key, str]:
        wanted: dict[str, set[str]] = {}
        for refused in self._refused.values():
            if refused.holder is not None:
                wanted.setdefault(refused.holder[0], set()).add(refused.holder[1])
        return {
            (name, record.id): f"đã có {KINDS[name].title.lower()}: "
            + self._names.describe(name, to_document(record))
            for name, ids in wanted.items()
            for record in self._reader.all(KINDS[name], id=frozenset(ids))
        }

    def _prefetch(self) -> None:
        linked = set()
        for (name, record_id), item in self._items.items():
            document = item.after or item.before or {}
            if name == "members":
                self._names.note(record_id, str(document["full_name"]))
            elif member_id := document.get("member_id"):
                linked.add(str(member_id))
        self._names.prefetch(linked)


def _wholes(items: dict[Key, ChangeItem]) -> dict[Key, list[Key]]:
    """What was added, or removed, together with its owner and cannot be parted from it, by owner."""
    found: dict[Key, list[Key]] = {}
    for key, item in items.items():
        owner = owner_of(item)
        if owner is None or owner not in items:
            continue
        added = item.before is None and items[owner].before is None
        removed = item.after is None and items[owner].after is None and key[0] in _ESSENTIAL
        decided = owner[0] == "award_rounds" and key[0] == "awards" and item.before and item.after
        if added or removed or decided:
            found.setdefault(owner, [owner]).append(key)
    return found


def _touched_since(items: Iterable[ChangeItem]) -> dict[Key, dict[str, Change]]:
    """Which fields of which records later changes in force altered, and by which change last.

    A later change and the one that took it back cancel each other, field by field.
    """
    stacks: dict[Key, dict[str, list[Change]]] = {}
    for item in items:
        fields = stacks.setdefault((item.kind, item.record_id), {})
        for name in _altered(item):
            stack = fields.setdefault(name, [])
            if item.change.undoes is not None and stack and stack[-1].id == item.change.undoes:
                stack.pop()
            else:
                stack.append(item.change)
    return {
        key: {name: stack[-1] for name, stack in fields.items() if stack} for key, fields in stacks.items()
    }


def _altered(item: ChangeItem) -> list[str]:
    if item.before is None or item.after is None:
        return [_IS_THERE]
    after: Document = item.after
    return [name for name, held in item.before.items() if name != "version" and held != after[name]]


def _own_fields(kind: type[Record]) -> tuple[FieldInfo, ...]:
    return tuple(info for info in fields_of(kind) if info.name not in ("id", "version"))


def _kind_named(class_name: str) -> str:
    return next(name for name, kind in KINDS.items() if kind.__name__ == class_name)


def _latest(touched: dict[str, Change]) -> Change:
    return max(touched.values(), key=lambda change: change.id)


def _when(change: Change | None) -> str:
    return f" ngày {short_date(change.at.date())}" if change is not None else " sau đó"
