"""The reform of 1 July 2025: which units and addresses it touches, and the change when the user agrees.

What is proposed is sure (the old commune went over whole and is surely the one meant); everything else is
listed with the reason and waits for the user (domain notes §6).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.branch import BRANCH_ID, Branch
from app.domain.members import Member
from app.domain.places import (
    REFORM_DAY,
    AddressProposal,
    OldPlace,
    PlaceChange,
    PlaceIndex,
    PlaceTable,
)
from app.domain.record import LINE_LIMIT
from app.domain.status import Status
from app.domain.units import UnitState, UnitTree, may_be_one, unit_key
from app.errors import RuleError
from app.importers.plan import ImportPlan, RowKind
from app.services.units import NewUnit, found_unit, possible, put_merger, put_move, read_tree
from app.store.queries import members_as_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.text import fold

#: How units of one commune are called, by the first word of the commune's name.
_LEVELS = {"phuong": "Hội phường", "xa": "Hội xã", "thi": "Hội thị trấn", "dac": "Hội đặc khu"}


class UnitDeed(StrEnum):
    """What is done with an old unit."""

    MOVE = "move"
    MERGE = "merge"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class UnitProposal:
    """An old commune's unit and the unit of the new commune, which is founded when ``target_id`` is None.

    ``deed`` is what is usual: a chi hội keeps its name below the new Hội, a Hội of a commune is merged.
    """

    unit_id: str
    name: str
    old_place: str
    new_place: str
    target_name: str
    target_level: str
    target_id: str | None
    parent_id: str | None
    deed: UnitDeed


@dataclass(frozen=True, slots=True)
class Untouched:
    """A unit that is named after an old commune and is not proposed, and why."""

    unit_id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A member whose address names an old commune; ``proposal`` says what it may become."""

    member_id: str
    full_name: str
    unit_name: str
    proposal: AddressProposal


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the reform of one day would change in a register; a value, nothing is written."""

    on: date
    table: PlaceTable
    units: tuple[UnitProposal, ...]
    units_left: tuple[Untouched, ...]
    addresses: tuple[AddressRow, ...]

    @property
    def sure(self) -> tuple[AddressRow, ...]:
        """The addresses that may be changed without asking about each."""
        return tuple(row for row in self.addresses if row.proposal.sure)

    @property
    def doubtful(self) -> tuple[AddressRow, ...]:
        """The addresses that stay as they are unless the user chooses."""
        return tuple(row for row in self.addresses if not row.proposal.sure)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user agreed to; nobody and nothing that is not named here is changed.

    ``units`` says what to do with a unit, ``addresses`` which option (from 0) of a member's proposal to take.
    """

    units: Mapping[str, UnitDeed] = field(default_factory=dict)
    addresses: Mapping[str, int] = field(default_factory=dict)
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """What was done: units founded (their names), moved and merged, addresses changed."""

    founded: tuple[str, ...]
    moved: int
    merged: int
    addresses: int


def usual_choices(proposal: Proposal, *, deed: UnitDeed | None = None, paper: str = "") -> Choices:
    """Every unit by its usual deed, or all by ``deed``; every sure address, and no other."""
    return Choices(
        {unit.unit_id: deed or unit.deed for unit in proposal.units},
        {row.member_id: 0 for row in proposal.sure},
        paper,
    )


def old_addresses(plan: ImportPlan, tables: Iterable[PlaceTable], *, today: date) -> int:
    """How many rows that an import writes have an address with an old commune that has a new name by now."""
    if today < REFORM_DAY:
        return 0
    indexes = [table.on(REFORM_DAY) for table in tables]
    texts = [
        str(row.values.get("address") or "")
        for row in (*plan.of_kind(RowKind.NEW), *plan.of_kind(RowKind.CHANGED))
    ]
    return sum(
        any((found := index.propose(text)) is not None and found.options for index in indexes)
        for text in texts
    )


# ---------------------------------------------------------------- what it touches


def propose(register: Register, table: PlaceTable, *, on: date = REFORM_DAY) -> Proposal:
    """What the reform of ``on`` would change; nothing is written."""
    with register.read() as reader:
        return _propose(reader, table, on)


def _propose(reader: Reader, table: PlaceTable, on: date) -> Proposal:
    index = table.on(on)
    branch = reader.get(Branch, BRANCH_ID)
    before = read_tree(reader, on - timedelta(days=1))
    now = read_tree(reader)
    named = {
        state.unit_id: found
        for state in before.alive()
        if (found := index.of_unit(state, f"{branch.name} {branch.place}"))
    }
    units, left = _of_units(before, read_tree(reader, on), now, named)
    homes = _homes(before, named)
    return Proposal(on, table, units, left, _of_members(reader, index, now, homes))


def _of_units(
    before: UnitTree, then: UnitTree, now: UnitTree, named: Mapping[str, tuple[OldPlace, ...]]
) -> tuple[tuple[UnitProposal, ...], tuple[Untouched, ...]]:
    units, left = [], []
    for unit_id, places in named.items():
        state = now.get(unit_id)
        if state is None or not state.alive or any(above in named for above in before.above(unit_id)):
            continue  # has ended since; or goes along with the unit above it
        change = places[0].successor if len(places) == 1 else None
        if change is None:
            reason = (
                f"có hơn một {places[0].name} trong bảng"
                if len(places) > 1
                else f"{places[0].name} cũ chia về nhiều nơi"
            )
            left.append(Untouched(unit_id, state.name, f"{reason}: phải tự chọn"))
            continue
        target = _target(now, change)
        # What went there that day has been done, wherever it was moved since.
        if target is not None and target.unit_id in (unit_id, *now.above(unit_id), *then.above(unit_id)):
            continue
        units.append(_unit_proposal(before, now, state, change, target))
    return tuple(units), tuple(left)


def _target(now: UnitTree, change: PlaceChange) -> UnitState | None:
    """The unit of the new commune, if there is one already."""
    name, level = _new_unit(change)
    for state in now.alive():
        is_level = fold(state.level) == fold(level)
        if fold(state.name) == fold(name) or (
            is_level and may_be_one(unit_key(state.name, state.level), unit_key(change.new_name))
        ):
            return state
    return None


def _new_unit(change: PlaceChange) -> tuple[str, str]:
    level = _LEVELS.get(fold(change.new_name).split(" ", 1)[0], "Hội cơ sở")
    return f"Hội {change.new_name[:1].lower()}{change.new_name[1:]}", level


def _unit_proposal(
    before: UnitTree, now: UnitTree, state: UnitState, change: PlaceChange, target: UnitState | None
) -> UnitProposal:
    name, level = _new_unit(change)
    is_commune = fold(state.level) in {fold(each) for each in _LEVELS.values()}
    parent = now.get(before.parent(state.unit_id))
    return UnitProposal(
        unit_id=state.unit_id,
        name=state.name,
        old_place=change.old_name,
        new_place=f"{change.new_name}, {change.new_province[:1].lower()}{change.new_province[1:]}",
        target_name=target.name if target else name,
        target_level=target.level if target else level,
        target_id=target.unit_id if target else None,
        parent_id=parent.unit_id if parent is not None and parent.alive else None,
        deed=UnitDeed.MERGE if is_commune else UnitDeed.MOVE,
    )


def _homes(before: UnitTree, named: Mapping[str, tuple[OldPlace, ...]]) -> dict[str, tuple[OldPlace, ...]]:
    """For each unit of before the old communes that it, or a unit above it, is named after."""
    homes = {}
    for state in before.states:
        line = (before.resolve(state.unit_id) or state.unit_id, state.unit_id)
        for unit_id in (*line, *before.above(state.unit_id)):
            if unit_id in named:
                homes[state.unit_id] = named[unit_id]
                break
    return homes


def _of_members(
    reader: Reader, index: PlaceIndex, now: UnitTree, homes: Mapping[str, tuple[OldPlace, ...]]
) -> tuple[AddressRow, ...]:
    rows = []
    for member, standing in members_as_of(reader, date.max):
        if standing.status is not Status.ACTIVE or not member.address:
            continue
        found = index.propose(member.address, homes.get(standing.unit_id or "", ()))
        if found is None:
            continue
        if member.old_address:
            found = AddressProposal(found.old, (), sure=False, reason="đã ghi địa chỉ cũ: để nguyên")
        elif any(len(option) > LINE_LIMIT for option in found.options):
            found = AddressProposal(found.old, (), sure=False, reason="địa chỉ mới dài quá: phải tự sửa")
        name = now.name(now.resolve(standing.unit_id))
        rows.append(AddressRow(member.id, member.full_name, name, found))
    return tuple(rows)


# ---------------------------------------------------------------- doing it


def apply(register: Register, proposal: Proposal, choices: Choices, *, today: date) -> ConversionResult:
    """Do what the user agreed to, as one change; what has changed since it was proposed is refused.

    Raises RuleError before the day has come.
    """
    if proposal.on > today:
        raise RuleError(f"Ngày {short_date(proposal.on)} chưa tới. Hãy làm việc này từ ngày ấy.")
    label = f"Sắp xếp đơn vị {short_date(proposal.on)}"
    with register.change(label) as work, possible(work, today=today):
        fresh = _propose(work, proposal.table, proposal.on)
        units = {unit.unit_id: unit for unit in fresh.units}
        rows = {row.member_id: row for row in fresh.addresses}
        asked = {row.member_id: row for row in proposal.addresses}
        deeds = {key: deed for key, deed in choices.units.items() if deed is not UnitDeed.LEAVE}
        is_same = all(rows.get(key) == asked.get(key) for key in choices.addresses)
        if not is_same or not deeds.keys() <= units.keys():
            raise RuleError("Sổ vừa thay đổi sau khi lập bảng này. Hãy mở lại bảng rồi làm lại.")
        founded, moved, merged = _convert_units(work, units, deeds, proposal.on, choices.paper)
        for member_id, option in choices.addresses.items():
            options = rows[member_id].proposal.options
            if not 0 <= option < len(options):
                raise RuleError(f"{rows[member_id].full_name}: địa chỉ này không đổi tự động được.")
            member = work.get(Member, member_id)
            work.replace(dataclasses.replace(member, address=options[option], old_address=member.address))
    return ConversionResult(founded, moved, merged, len(choices.addresses))


def _convert_units(
    work: Work, units: Mapping[str, UnitProposal], deeds: Mapping[str, UnitDeed], on: date, paper: str
) -> tuple[tuple[str, ...], int, int]:
    day = PartialDate.from_date(on)
    targets: dict[str, str] = {}
    founded = []
    merging: dict[str, list[str]] = {}
    for unit_id, deed in deeds.items():
        unit = units[unit_id]
        if unit.target_name not in targets:
            if unit.target_id is None:
                founded.append(unit.target_name)
                new = NewUnit(unit.target_name, unit.target_level, unit.parent_id)
                targets[unit.target_name] = found_unit(work, new, on=day, paper=paper)
            else:
                targets[unit.target_name] = unit.target_id
        if deed is UnitDeed.MOVE:
            put_move(work, unit_id, targets[unit.target_name], on=day, paper=paper)
        else:
            merging.setdefault(targets[unit.target_name], []).append(unit_id)
    for target_id, unit_ids in merging.items():
        put_merger(work, unit_ids, target_id, on=day, paper=paper)
    merged = sum(map(len, merging.values()))
    return tuple(founded), len(deeds) - merged, merged
