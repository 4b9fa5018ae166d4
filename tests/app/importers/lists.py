"""Lists as branches keep them, and a register in memory to which a plan is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.members import Policy
from app.domain.status import Status
from app.domain.units import Unit, UnitEvent, UnitTree, tree_on
from app.importers.choices import AS_FOUND, ImportChoices
from app.importers.members import plan_members
from app.importers.plan import ExistingMember, ImportPlan, RowKind
from app.importers.tables import Cell, Row, Sheet, Workbook

YEAR = 2024
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Chi hội", "Điện thoại", "Số CCCD")


def table(*rows: Sequence[Cell], name: str = "Danh sách", hidden: bool = False) -> Workbook:
    """A workbook of one sheet with these rows, numbered from 1, as the reader would give it."""
    kept = (Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1) if any(cells))
    return Workbook((Sheet(name, tuple(kept), hidden),))


class Memory:
    """Stands where the services stand: holds members and units, and applies a plan to them."""

    def __init__(self, *units: str) -> None:
        self.members: list[ExistingMember] = []
        self.units: list[Unit] = []
        self.events: list[UnitEvent] = []
        for name in units:
            self.add_unit(name)

    def add_unit(self, name: str) -> str:
        unit = Unit()
        self.units.append(unit)
        self.events.append(UnitEvent(unit_id=unit.id, name=name, level="Chi hội"))
        return unit.id

    @property
    def tree(self) -> UnitTree:
        return tree_on(self.units, self.events)

    def plan(self, workbook: Workbook, choices: ImportChoices = AS_FOUND) -> ImportPlan:
        return plan_members(
            workbook,
            self.members,
            self.tree,
            latest_year=YEAR,
            file_name="danh sách.xlsx",
            choices=choices,
        )

    def apply(self, workbook: Workbook, choices: ImportChoices = AS_FOUND) -> ImportPlan:
        """Plan and carry out, as design §4 asks: new members get a code when the list has none."""
        plan = self.plan(workbook, choices)
        for name in plan.new_units:
            self.add_unit(name)
        at = {each.member.id: place for place, each in enumerate(self.members)}
        for row in plan.rows:
            draft = row.values
            state = self.tree.get(draft.unit_id) or self.tree.find(draft.chapter)
            if row.kind is RowKind.NEW:
                member = row.new_member()
                member = replace(member, code=member.code or f"{len(self.members) + 1:04}")
                self.members.append(
                    ExistingMember(
                        member,
                        unit_id=state.unit_id if state else None,
                        status=draft.leaving_kind.status if draft.leaving_kind else Status.ACTIVE,
                        roles=(draft.role,) if draft.role else (),
                        policies=tuple(
                            Policy(member_id=member.id, kind=p.kind, rate=p.rate, note=p.note)
                            for p in draft.policies
                        ),
                    )
                )
            elif row.kind is RowKind.CHANGED:
                assert row.member_id is not None
                known = self.members[at[row.member_id]]
                beside = row.changes_beside()
                self.members[at[row.member_id]] = ExistingMember(
                    row.changed_member(known.member),
                    unit_id=state.unit_id if state and "chapter" in beside else known.unit_id,
                    status=known.status,
                    roles=(*known.roles, draft.role) if "role" in beside else known.roles,
                    policies=known.policies
                    + tuple(
                        Policy(member_id=known.member.id, kind=p.kind, rate=p.rate, note=p.note)
                        for p in draft.policies
                        if "policies" in beside
                    ),
                )
        return plan


def figures(plan: ImportPlan) -> tuple[int, int, int, int]:
    """Added, updated, duplicates, skipped."""
    sums = plan.summary()
    return sums.added, sums.updated, sums.duplicates, sums.skipped
