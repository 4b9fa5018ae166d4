"""Which dated events of the units can follow each other: the tree must be possible on every day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.units import (
    Unit,
    UnitEvent,
    UnitEventKind,
    UnitState,
    UnitTree,
    in_order,
    may_be_one,
    place_less,
    tree_on,
    unit_key,
)
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.text import fold

BIRTHS = (UnitEventKind.ESTABLISHED, UnitEventKind.SPLIT)
ENDS = (UnitEventKind.MERGED, UnitEventKind.DISSOLVED)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the events cannot be: which unit it concerns, and the sentence for the user."""

    unit_id: str
    message: str


def starts(on: PartialDate | None) -> date:
    """The day from which a unit's event counts: its first possible one; from the beginning when unknown."""
    return on.earliest() if on is not None else date.min


def find_faults(
    units: Sequence[Unit], events: Sequence[UnitEvent], *, today: date | None = None
) -> tuple[Fault, ...]:
    """Everything that cannot be in these units' events; empty when the tree is possible on every day.

    With ``today`` an event that is still to come is a fault too: what is recorded has happened.
    """
    by_unit: dict[str, list[UnitEvent]] = {}
    for event in events:
        by_unit.setdefault(event.unit_id, []).append(event)
    last = tree_on(units, events)
    found: list[Fault] = []
    for unit in units:
        found += _of_one(unit.id, last.name(unit.id), by_unit.get(unit.id, []), today)
    changed: dict[date, set[str]] = {}
    for event in events:
        changed.setdefault(starts(event.on), set()).add(event.unit_id)
    for day, unit_ids in sorted(changed.items()):
        found += _on_day(tree_on(units, events, day), day, unit_ids, last)
    return tuple(dict.fromkeys(found))


def _of_one(unit_id: str, name: str, events: Iterable[UnitEvent], today: date | None) -> list[Fault]:
    found = []
    is_alive, founded, ended = False, "", ""
    for event in in_order(events):
        what = f"{event.kind.label} “{event.name or name}”" + (f" ngày {event.on}" if event.on else "")
        if today is not None and starts(event.on) > today:
            found.append(Fault(unit_id, f"{what}: ngày còn ở phía trước. Hãy xem lại."))
        if event.kind in BIRTHS:
            if is_alive:
                found.append(Fault(unit_id, f"{what}: đơn vị khi đó đã có rồi. Hãy xem lại ngày."))
            is_alive, founded = True, f" ({event.on})" if event.on else ""
            continue
        if not founded and not is_alive and not ended:
            first = next((e for e in in_order(events) if e.kind in BIRTHS), None)
            born = f" (thành lập {first.on})" if first is not None and first.on else ""
            found.append(Fault(unit_id, f"{what}: khi đó đơn vị chưa thành lập{born}. Hãy xem lại ngày."))
        elif not is_alive:
            found.append(Fault(unit_id, f"{what}: đơn vị đã thôi trước đó ({ended}). Hãy xem lại ngày."))
        if event.kind in ENDS:
            is_alive = False
            ended = f"{event.kind.label.lower()}{f' {event.on}' if event.on else ''}"
    return found


def _on_day(tree: UnitTree, day: date, changed: Collection[str], last: UnitTree) -> list[Fault]:
    when = f"Ngày {short_date(day)}" if day != date.min else "Khi chưa ghi ngày"
    found = []
    for state in tree.states:
        if not state.alive:
            if state.merged_into and state.unit_id in changed:
                found += _merger(tree, state, when, last)
            continue
        if state.parent_id is None:
            continue
        parent = tree.get(state.parent_id)
        name = last.name(state.parent_id)
        if parent is None:
            since = next((s.since for s in last.states if s.unit_id == state.parent_id), None)
            found.append(
                Fault(
                    state.unit_id,
                    f"{when}, cấp trên “{name}” của “{state.name}” chưa thành lập ({since}). "
                    "Hãy xem lại ngày.",
                )
            )
        elif state.unit_id in tree.above(state.parent_id) or tree.parent(state.unit_id) == state.unit_id:
            found.append(
                Fault(state.unit_id, f"“{name}” nằm dưới “{state.name}” nên không thể là cấp trên của nó.")
            )
        elif (above := tree.get(tree.parent(state.unit_id))) is None or not above.alive:
            found.append(
                Fault(
                    state.unit_id,
                    f"{when}: “{state.name}” còn trực thuộc “{name}” mà “{name}” đã thôi. "
                    "Hãy chuyển đơn vị trực thuộc đi trước.",
                )
            )
    return found + _namesakes(tree, f" (ngày {short_date(day)})" if day != date.min else "")


def _merger(tree: UnitTree, state: UnitState, when: str, last: UnitTree) -> list[Fault]:
    target = tree.get(state.merged_into)
    name = last.name(state.merged_into)
    if target is None:
        return [Fault(state.unit_id, f"{when}: đơn vị nhận sáp nhập “{name}” chưa thành lập. Hãy xem lại.")]
    end = tree.get(tree.resolve(state.unit_id))
    if end is None or not end.alive:
        return [
            Fault(
                state.unit_id,
                f"{when}: đơn vị nhận sáp nhập “{name}” không còn. Hãy chọn đơn vị đang hoạt động.",
            )
        ]
    return []


def _namesakes(tree: UnitTree, when: str) -> list[Fault]:
    """Two of one level and one name under one parent could not be told apart."""
    siblings: dict[tuple[str | None, str, str], list[UnitState]] = {}
    for state in tree.alive():
        key = (tree.parent(state.unit_id), fold(state.level), place_less(unit_key(state.name, state.level)))
        siblings.setdefault(key, []).append(state)
    return [
        Fault(other.unit_id, f"Đã có đơn vị tên “{state.name}”{when}. Hãy đặt tên khác.")
        for same in siblings.values()
        for place, state in enumerate(same)
        for other in same[place + 1 :]
        if may_be_one(unit_key(state.name, state.level), unit_key(other.name, other.level))
    ]
