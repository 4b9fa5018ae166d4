"""The organisation as a tree of units whose names, parents and lives are dated events.

1 July 2025 is the test case: eight chi hội of one city end up in three communes (domain notes §6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from app.domain.record import Record, line, link, optional_link, require, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import text_sort_key
from app.vietnamese.text import fold


class UnitEventKind(StrEnum):
    """What happened to a unit."""

    ESTABLISHED = "established"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            UnitEventKind.ESTABLISHED: "Thành lập",
            UnitEventKind.RENAMED: "Đổi tên",
            UnitEventKind.MOVED: "Đổi cấp trên trực tiếp",
            UnitEventKind.MERGED: "Sáp nhập",
            UnitEventKind.SPLIT: "Tách ra",
            UnitEventKind.DISSOLVED: "Giải thể",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """A unit's identity; everything that can change about it lies in its events."""

    title: ClassVar[str] = "Đơn vị"

    code: str = line("Mã đơn vị", limit=40)
    position: int = value("Thứ tự", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEvent(Record):
    """One dated event of a unit.

    ``name``, ``level`` and ``parent_id`` are what holds from then on (ESTABLISHED, SPLIT, RENAMED, MOVED);
    ``other_id`` is the unit merged into (MERGED) or split from (SPLIT). ``on`` ``None`` = from the
    beginning.
    """

    title: ClassVar[str] = "Biến động đơn vị"

    unit_id: str = link("Đơn vị", "Unit")
    kind: UnitEventKind = value("Loại", UnitEventKind.ESTABLISHED)
    on: PartialDate | None = value("Ngày")
    name: str = line("Tên")
    level: str = line("Cấp", limit=60)
    parent_id: str | None = optional_link("Cấp trên trực tiếp", "Unit")
    other_id: str | None = optional_link("Đơn vị liên quan", "Unit")
    paper: str = line("Số giấy tờ")

    def validate(self) -> None:
        """Ask for the name or the other unit where the event needs it."""
        if self.kind in (UnitEventKind.ESTABLISHED, UnitEventKind.SPLIT, UnitEventKind.RENAMED):
            require("name", "Tên đơn vị", self.name)
        if self.kind is UnitEventKind.MERGED and not self.other_id:
            raise FieldError("other_id", "Sáp nhập: hãy chọn đơn vị nhận sáp nhập.")
        if self.unit_id in (self.parent_id, self.other_id):
            raise FieldError("parent_id", "Một đơn vị không thể trực thuộc hay sáp nhập vào chính nó.")


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit as it was on a day.

    ``alive`` is false once it was merged or dissolved; ``merged_into`` then says where it went. ``since`` is
    the day it was founded (``None`` = from the beginning).
    """

    unit_id: str
    code: str
    position: int
    name: str
    level: str
    parent_id: str | None
    alive: bool
    merged_into: str | None = None
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class UnitTree:
    """All units as they were on one day, in their order."""

    states: tuple[UnitState, ...]
    _by_id: dict[str, UnitState] = field(init=False, repr=False, compare=False)
    _told_apart: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the states: a list asks for its members' units one by one."""
        object.__setattr__(self, "_by_id", {state.unit_id: state for state in self.states})
        object.__setattr__(self, "_told_apart", self._names_told_apart())

    def alive(self) -> tuple[UnitState, ...]:
        """The units that exist."""
        return tuple(state for state in self.states if state.alive)

    def get(self, unit_id: str | None) -> UnitState | None:
        """One unit, living or not; ``None`` when it did not exist yet."""
        return self._by_id.get(unit_id) if unit_id is not None else None

    def name(self, unit_id: str | None) -> str:
        """The unit's name on that day, empty when there is none.

        Where living units share a name it says under which one it is: "Tổ 1 (Chi hội phường Sông Cầu)".
        """
        state = self.get(unit_id)
        return self._told_apart.get(state.unit_id, state.name) if state else ""

    def _names_told_apart(self) -> dict[str, str]:
        by_name: dict[str, list[UnitState]] = {}
        for state in self.alive():
            by_name.setdefault(_folded(state.name), []).append(state)
        told = {}
        for twins in by_name.values():
            for state in twins if len(twins) > 1 else ():
                above = self.get(self.parent(state.unit_id))
                if above is not None:
                    told[state.unit_id] = f"{state.name} ({above.name})"
        return told

    def resolve(self, unit_id: str | None) -> str | None:
        """The unit itself, or the one it was merged into by that day."""
        seen: set[str] = set()
        state = self.get(unit_id)
        while state is not None and state.merged_into and state.unit_id not in seen:
            seen.add(state.unit_id)
            state = self.get(state.merged_into)
        return state.unit_id if state else None

    def parent(self, unit_id: str) -> str | None:
        """The unit directly above, or the one that it was merged into: whoever is below follows a merger."""
        state = self.get(unit_id)
        return self.resolve(state.parent_id) if state else None

    def above(self, unit_id: str) -> tuple[str, ...]:
        """The units above one, the nearest first."""
        found: list[str] = []
        parent = self.parent(unit_id)
        while parent is not None and parent != unit_id and parent not in found:
            found.append(parent)
            parent = self.parent(parent)
        return tuple(found)

    def lines(self) -> tuple[tuple[UnitState, int], ...]:
        """The living units as a tree is written: each above those below it, with its depth from 0."""
        alive = self.alive()
        ids = {state.unit_id for state in alive}
        children: dict[str | None, list[UnitState]] = {}
        for state in alive:
            parent = self.parent(state.unit_id)
            children.setdefault(parent if parent in ids else None, []).append(state)
        found: list[tuple[UnitState, int]] = []
        waiting = [(state, 0) for state in reversed(children.get(None, ()))]
        while waiting:
            state, depth = waiting.pop()
            found.append((state, depth))
            waiting.extend((each, depth + 1) for each in reversed(children.get(state.unit_id, ())))
        return tuple(found)

    def find(self, text: str) -> UnitState | None:
        """The living unit with this name or code, whatever its case, accents and words of level.

        "Đức Xuân", "CH Đức Xuân" and "P. Đức Xuân" find "Chi hội phường Đức Xuân" where no other unit may be
        meant by them; what may mean several finds none. The name of a unit that was merged finds the one that
        it was merged into: old lists name old units.
        """
        found = {self.resolve(state.unit_id) for state in self.candidates(text)}
        return self.get(found.pop()) if len(found) == 1 else None

    def candidates(self, text: str) -> tuple[UnitState, ...]:
        """The units that a text may mean, by the strictest reading that finds any.

        A whole name or code first, then the name without "chi hội", then also without phường, xã, thị trấn;
        in each the living before those merged into a living one; of a unit and one below it that share a
        name, the lower one.
        """
        wanted = fold(text)
        if not wanted:
            return ()
        key = unit_key(text)
        readings: tuple[Callable[[UnitState], bool], ...] = (
            lambda s: wanted in (_folded(s.name), _folded(s.code), _folded(self.name(s.unit_id))),
            lambda s: unit_key(s.name) == key,
            lambda s: unit_key(s.name, s.level) == key,
            lambda s: may_be_one(key, unit_key(s.name, s.level)),
        )
        alive = self.alive()
        ids = {state.unit_id for state in alive}
        merged = tuple(s for s in self.states if not s.alive and self.resolve(s.unit_id) in ids)
        for number, reads in enumerate(readings):
            for pool in (alive, merged):
                found = tuple(state for state in pool if reads(state))
                if found:
                    return found if number == 0 else self._lowest(found)
        return ()

    def _lowest(self, states: tuple[UnitState, ...]) -> tuple[UnitState, ...]:
        """Of units of one name those that hold no other of them: people are in the chi hội of a phường."""
        if len(states) < 2:
            return states
        ids = {state.unit_id for state in states}
        return tuple(s for s in states if not (self.below(s.unit_id) - {s.unit_id}) & ids)

    def holding(self, unit_id: str) -> frozenset[str]:
        """The units whose members are in a unit: itself, those below, and those merged into any of them."""
        below = self.below(unit_id)
        return frozenset(s.unit_id for s in self.states if self.resolve(s.unit_id) in below) | below

    def below(self, unit_id: str) -> frozenset[str]:
        """The unit and everything under it."""
        found = {unit_id}
        grew = True
        while grew:
            more = {s.unit_id for s in self.states if self.parent(s.unit_id) in found} - found
            grew = bool(more)
            found |= more
        return frozenset(found)


_LEVELS = ("chi hoi", "phan hoi", "hoi", "ch")
_PLACES = {
    "phuong": "phuong", "p": "phuong", "xa": "xa", "x": "xa", "thi tran": "thi tran", "tt": "thi tran",
}  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=16_384)  # every text of a list is compared with every unit
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=16_384)  # a list names the same few units thousands of times
def unit_key(text: str, level: str = "") -> str:
    """What all spellings of one unit share: folded, without words of level, "P." read as phường.

    "CH p. Đức Xuân" gives "phuong duc xuan". ``level`` is one more word of level to take away.
    """
    words = " ".join(_NOT_WORD.sub(" ", fold(text)).split()) or fold(text)
    levels = (*_LEVELS, fold(level)) if level else _LEVELS
    while (lead := next((each for each in levels if words.startswith(each + " ")), "")) != "":
        words = words.removeprefix(lead + " ")
    for short, place in _PLACES.items():
        if words.startswith(short + " "):
            return f"{place} {words.removeprefix(short + ' ')}"
    return words


def place_less(key: str) -> str:
    """A unit's key without phường, xã or thị trấn in front."""
    for place in ("phuong", "xa", "thi tran"):
        if key.startswith(place + " "):
            return key.removeprefix(place + " ")
    return key


def may_be_one(one: str, other: str) -> bool:
    """Whether two keys can mean one unit: equal, or one of them does not say phường, xã or thị trấn."""
    return one == other or (
        place_less(one) == place_less(other) and (place_less(one) == one or place_less(other) == other)
    )


#: Which event of one day comes first.
_TURNS = {
    UnitEventKind.ESTABLISHED: 0,
    UnitEventKind.SPLIT: 0,
    UnitEventKind.MERGED: 2,
    UnitEventKind.DISSOLVED: 2,
}


def tree_on(units: Iterable[Unit], events: Iterable[UnitEvent], day: date | None = None) -> UnitTree:
    """The units as they were on ``day`` (``None`` = after all events), by position then name."""
    by_unit: dict[str, list[UnitEvent]] = {}
    for event in events:
        if day is None or event.on is None or event.on.earliest() <= day:
            by_unit.setdefault(event.unit_id, []).append(event)
    states = []
    for unit in units:
        state = _state(unit, by_unit.get(unit.id, []))
        if state is not None:
            states.append(state)
    return UnitTree(tuple(sorted(states, key=lambda s: (s.position, text_sort_key(s.name), s.unit_id))))


def in_order(events: Iterable[UnitEvent]) -> list[UnitEvent]:
    """One unit's events as they followed each other; on one day the founding comes first, the end last."""
    return sorted(events, key=lambda e: (e.on.earliest() if e.on else date.min, _TURNS.get(e.kind, 1)))


def _state(unit: Unit, events: list[UnitEvent]) -> UnitState | None:
    if not events:
        return None
    name, level, parent, merged, alive, since = "", "", None, None, True, None
    for event in in_order(events):
        name = event.name or name
        level = event.level or level
        if event.kind in (UnitEventKind.ESTABLISHED, UnitEventKind.SPLIT):
            parent, alive, merged, since = event.parent_id, True, None, event.on
        elif event.kind is UnitEventKind.MOVED:
            parent = event.parent_id
        elif event.kind is UnitEventKind.MERGED:
            merged, alive = event.other_id, False
        elif event.kind is UnitEventKind.DISSOLVED:
            alive = False
    return UnitState(unit.id, unit.code, unit.position, name, level, parent, alive, merged, since)


def short_unit(name: str) -> str:
    """A unit's name where the heading already says chi hội: "Phường Đức Xuân"."""
    bare = name.removeprefix("Chi hội ")
    return bare[:1].upper() + bare[1:]
