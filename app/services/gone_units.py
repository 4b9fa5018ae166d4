"""Units that are no more: merged into others or dissolved, and when; nothing of them is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.units import UnitEvent, UnitEventKind, UnitState
from app.services.units import read_tree
from app.store.register import Register
from app.vietnamese.dates import PartialDate

_ENDS = (UnitEventKind.MERGED, UnitEventKind.DISSOLVED)


@dataclass(frozen=True, slots=True)
class GoneUnit:
    """A unit that ended: how, on which day, by which paper; ``into`` names where a merged one went."""

    state: UnitState
    kind: UnitEventKind
    on: PartialDate | None
    paper: str
    into: str

    @property
    def fate(self) -> str:
        """What became of it, in words: "Sáp nhập vào Chi hội A, 01/07/2025, QĐ số 5"."""
        deed = f"{self.kind.label} vào {self.into}" if self.into else self.kind.label
        return ", ".join(part for part in (deed, str(self.on or ""), self.paper) if part)


def gone_units(register: Register) -> tuple[GoneUnit, ...]:
    """The units that are no more, in their order."""
    with register.read() as reader:
        tree = read_tree(reader)
        ends: dict[str, UnitEvent] = {}
        for event in sorted(reader.all(UnitEvent), key=lambda each: each.on.iso if each.on else ""):
            if event.kind in _ENDS:
                ends[event.unit_id] = event
    return tuple(
        GoneUnit(
            state,
            ends[state.unit_id].kind,
            ends[state.unit_id].on,
            ends[state.unit_id].paper,
            tree.name(ends[state.unit_id].other_id),
        )
        for state in tree.states
        if not state.alive and state.unit_id in ends
    )
