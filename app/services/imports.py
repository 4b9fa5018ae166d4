"""Import: read a foreign list, plan, show, back up, apply in one change."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.branch import BRANCH_ID, Branch
from app.domain.members import Member, Policy
from app.domain.offices import Office
from app.domain.status import StatusEvent, StatusKind
from app.importers.members import ExistingMember, ImportPlan, PlannedRow, Problem, RowKind, plan_members
from app.importers.sheets import read_workbook
from app.services.members import read_members_on
from app.services.units import put_unit, read_tree
from app.store.register import Reader, Register, Work

__all__ = ["ImportPlan", "Problem", "RowKind"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: counts of rows, and every problem with its row and column as Excel shows them."""

    added: int
    updated: int
    duplicates: int
    skipped: int
    problems: tuple[Problem, ...]


def plan_import(register: Register, path: Path, *, today: date) -> ImportPlan:
    """Read a list and compare it with the register; nothing is written."""
    workbook = read_workbook(path)
    with register.read() as reader:
        return _plan(reader, workbook, path, today)


def _plan(reader: Reader, workbook: object, path: Path, today: date) -> ImportPlan:
    offices: dict[str, list[str]] = {}
    for office in reader.all(Office):
        offices.setdefault(office.member_id, []).append(office.name)
    policies: dict[str, list[Policy]] = {}
    for policy in reader.all(Policy):
        policies.setdefault(policy.member_id, []).append(policy)
    tree = read_tree(reader, today)
    existing = [
        ExistingMember(
            member=row.member,
            unit_id=tree.resolve(row.standing.unit_id),
            status=row.standing.status,
            roles=tuple(offices.get(row.member.id, ())),
            policies=tuple(policies.get(row.member.id, ())),
        )
        for row in read_members_on(reader, today)
    ]
    return plan_members(workbook, existing, tree, latest_year=today.year, file_name=path.name)


def summarise(plan: ImportPlan) -> ImportResult:
    """The counts of a plan."""
    counts = plan.summary()
    return ImportResult(counts.added, counts.updated, counts.duplicates, counts.skipped, plan.problems)


def apply_import(register: Register, plan: ImportPlan) -> ImportResult:
    """Apply a plan in one change, which one undo takes back."""
    result = summarise(plan)
    if not (result.added or result.updated):
        return result
    with register.change(
        f"Nhập danh sách {plan.file_name}: {result.added} mới, {result.updated} sửa"
    ) as work:
        _Applier(work).apply(plan)
    return result


class _Applier:
    """Writes the rows of one plan into an open change."""

    def __init__(self, work: Work) -> None:
        self.work = work
        branch = work.find(Branch, BRANCH_ID)
        self.level = branch.unit_level if branch and branch.unit_level else "Chi hội"
        self.tree = read_tree(work)
        self.units: dict[str, str] = {}
        self.codes = {m.code for m in work.all(Member)}
        self.next = len(self.codes)

    def apply(self, plan: ImportPlan) -> None:
        for name in plan.new_units:
            self.units[name] = put_unit(self.work, name, level=self.level).id
        members: list[Member] = []
        others: list[StatusEvent | Office | Policy] = []
        for row in plan.rows:
            if row.kind is RowKind.NEW:
                member = self._coded(row.draft.member())
                members.append(member)
                others.append(self._event(member, row))
                others += self._office(member, row)
                others += [dataclasses.replace(p, member_id=member.id) for p in row.draft.policies(member.id)]
            elif row.kind is RowKind.CHANGED and row.member_id is not None:
                self._change(row)
        self.work.add_all(members)
        self.work.add_all(others)

    def _coded(self, member: Member) -> Member:
        if member.code:
            return member
        self.next += 1
        while (code := f"{self.next:04d}") in self.codes:
            self.next += 1
        self.codes.add(code)
        return dataclasses.replace(member, code=code)

    def _unit(self, name: str) -> str | None:
        if not name:
            return None
        if name in self.units:
            return self.units[name]
        found = self.tree.find(name)
        return found.unit_id if found else None

    def _event(self, member: Member, row: PlannedRow) -> StatusEvent:
        return StatusEvent(
            member_id=member.id,
            kind=StatusKind.ADMITTED,
            on=member.joined,
            unit_id=self._unit(row.draft.chapter),
        )

    def _office(self, member: Member, row: PlannedRow) -> list[StatusEvent | Office | Policy]:
        if not row.draft.role:
            return []
        in_unit = row.draft.role.lower().startswith("chi hội")
        unit_id = self._unit(row.draft.chapter) if in_unit else None
        return [Office(member_id=member.id, name=row.draft.role, unit_id=unit_id)]

    def _change(self, row: PlannedRow) -> None: ...
