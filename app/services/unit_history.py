"""What happened to a unit, in words; and correcting what was recorded wrongly."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from app.domain.status import StatusEvent, StatusKind, require_possible
from app.domain.unit_rules import BIRTHS, starts
from app.domain.units import Unit, UnitEvent, UnitEventKind, UnitTree, in_order, tree_on
from app.errors import RuleError
from app.services.units import possible, read_tree, require_left
from app.store.register import Register
from app.store.work import Work

_DISSOLVED = UnitEventKind.DISSOLVED


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One line of a unit's history.

    ``is_own`` is false where another unit's event tells of this one (it received a merger): such a line is
    corrected at that unit.
    """

    event: UnitEvent
    text: str
    is_own: bool


def unit_history(register: Register, unit_id: str) -> tuple[UnitFact, ...]:
    """The dated events that concern a unit, the oldest first, in words with day and paper."""
    with register.read() as reader:
        units, events = reader.all(Unit), reader.all(UnitEvent)
    now = tree_on(units, events)
    told = [e for e in events if unit_id in (e.unit_id, e.other_id)]
    return tuple(
        UnitFact(event, _told(event, unit_id, tree_on(units, events, starts(event.on)), now), is_own)
        for event in in_order(told)
        for is_own in (event.unit_id == unit_id,)
    )


def _told(event: UnitEvent, unit_id: str, then: UnitTree, now: UnitTree) -> str:
    def name(other: str | None) -> str:
        return then.name(other) or now.name(other)

    if event.unit_id != unit_id:
        received = event.kind is UnitEventKind.MERGED
        deed = f"{'nhận' if received else 'tách ra'} {name(event.unit_id)}"
        if received:
            deed += " sáp nhập vào"
    elif event.kind is UnitEventKind.MERGED:
        deed = f"sáp nhập vào {name(event.other_id)}"
    elif event.kind is UnitEventKind.MOVED:
        deed = f"về trực thuộc {name(event.parent_id)}" if event.parent_id else "về trực thuộc thẳng Hội"
    elif event.kind is UnitEventKind.RENAMED:
        deed = f"đổi tên thành {event.name}"
    elif event.kind is UnitEventKind.SPLIT:
        deed = f"tách từ {name(event.other_id)}, tên {event.name}"
    elif event.kind is UnitEventKind.ESTABLISHED:
        deed = f"thành lập, tên {event.name}"
        if event.parent_id:
            deed += f", trực thuộc {name(event.parent_id)}"
    else:
        deed = "giải thể"
    when = str(event.on) if event.on else "Chưa rõ ngày"
    return f"{when}: {deed}" + (f", {event.paper}" if event.paper else "")


def edit_unit_event(register: Register, event: UnitEvent, *, today: date) -> UnitEvent:
    """Correct a unit's event: its day, its paper, or a name typed wrongly.

    Members who went into a unit by its split go with its corrected day. Refused when the units, or the
    members, could then not be.
    """
    with register.change(f"Sửa biến động đơn vị: {event.kind.label}") as work, possible(work, today=today):
        stored = work.get(UnitEvent, event.id)
        saved = work.replace(event)
        if saved.kind is UnitEventKind.SPLIT and saved.on != stored.on:
            _move_with_split(work, stored, saved, today)
            ends = work.all(UnitEvent, unit_id=saved.other_id, kind=_DISSOLVED)
        else:
            ends = (saved,) if saved.kind is _DISSOLVED else ()
        for end in ends:
            require_left(work, end)
        return saved


def _move_with_split(work: Work, stored: UnitEvent, saved: UnitEvent, today: date) -> None:
    for move in work.all(StatusEvent, unit_id=saved.unit_id, kind=StatusKind.CHANGED_UNIT, on=stored.on):
        moved = dataclasses.replace(move, on=saved.on)
        others = [e for e in work.all(StatusEvent, member_id=move.member_id) if e.id != move.id]
        require_possible([*others, moved], today=today)
        work.replace(moved)


def remove_unit_event(register: Register, event_id: str, *, today: date) -> str:
    """Take back an event entered by mistake: an end (the unit lives again), a rename, a move.

    The founding goes together with the unit, if nothing else ever used the unit. Gives what was taken back,
    in words.
    """
    with register.read() as reader:
        event = reader.get(UnitEvent, event_id)
        name = read_tree(reader).name(event.unit_id)
    label = f"Bỏ biến động ghi nhầm: {event.kind.label} {name}"
    with register.change(label) as work, possible(work, today=today):
        event = work.get(UnitEvent, event_id)
        others = [e for e in work.all(UnitEvent, unit_id=event.unit_id) if e.id != event_id]
        if event.kind in BIRTHS and others:
            raise RuleError("Đơn vị còn biến động về sau. Hãy bỏ các biến động ấy trước, từ mới đến cũ.")
        work.remove(event)
        if not others:
            work.remove((Unit, event.unit_id))
    return label
