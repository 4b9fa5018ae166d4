"""Import: read a foreign list, plan, show, back up, apply in one change."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.domain.branch import BRANCH_ID, Branch
from app.domain.members import Member, Policy
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.status import StatusEvent, StatusKind, require_possible
from app.errors import FieldError
from app.importers.members import plan_members
from app.importers.plan import (
    ExistingMember,
    ImportPlan,
    MappedColumn,
    MemberDraft,
    PlannedRow,
    Problem,
    RowKind,
)
from app.importers.sheets import Workbook, read_workbook
from app.services.members import CodeSeries, put_edited, read_members_on, rejoined
from app.services.units import put_unit, read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

__all__ = ["ImportPlan", "MappedColumn", "PlannedRow", "Problem", "RowKind"]


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


def _plan(reader: Reader, workbook: Workbook, path: Path, today: date) -> ImportPlan:
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
    plan = plan_members(workbook, existing, tree, latest_year=today.year, file_name=path.name, today=today)
    return _without_impossible_joins(reader, plan, today)


def _without_impossible_joins(reader: Reader, plan: ImportPlan, today: date) -> ImportPlan:
    """Leave out a day of joining that a member's other events contradict, and say so at its row."""
    column = next((c.letter for c in plan.columns if c.field == "joined"), "")
    rejoining = [row for row in plan.rows if row.member_id and "joined" in row.changed_fields()]
    ids = frozenset(row.member_id for row in rejoining if row.member_id)
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=ids):
        events.setdefault(event.member_id, []).append(event)
    stored = {member.id: member for member in reader.all(Member, id=ids)}
    mended: dict[int, PlannedRow] = {}
    for row in rejoining:
        member = stored[row.member_id or ""]
        try:
            moved = rejoined(events[member.id], member, row.changed_member(member))
            require_possible(moved, today=today)
        except FieldError as refused:
            mended[id(row)] = row.without(
                "joined", Problem(row.row, column, f"{refused.message} Giữ ngày vào Hội cũ.")
            )
    return dataclasses.replace(plan, rows=tuple(mended.get(id(row), row) for row in plan.rows))


def summarise(plan: ImportPlan) -> ImportResult:
    """The counts of a plan."""
    counts = plan.summary()
    return ImportResult(counts.added, counts.updated, counts.duplicates, counts.skipped, counts.problems)


def apply_import(register: Register, plan: ImportPlan, *, today: date) -> ImportResult:
    """Apply a plan in one change, which one undo takes back."""
    result = summarise(plan)
    if not (result.added or result.updated):
        return result
    with register.change(
        f"Nhập danh sách {plan.file_name}: {result.added} mới, {result.updated} sửa"
    ) as work:
        _Applier(work, today).apply(plan)
    return result


class _Applier:
    """Writes the rows of one plan into an open change."""

    def __init__(self, work: Work, today: date) -> None:
        self.work = work
        self.today = today
        branch = work.find(Branch, BRANCH_ID)
        self.level = branch.unit_level if branch and branch.unit_level else "Chi hội"
        self.tree = read_tree(work)
        self.units: dict[str, str] = {}
        self.codes = CodeSeries(work)

    def apply(self, plan: ImportPlan) -> None:
        for name in plan.new_units:
            self.units[name] = put_unit(self.work, name, level=self.level).id
        members: list[Member] = []
        beside: list[Record] = []
        for row in plan.rows:
            if row.kind is RowKind.NEW:
                member = self.codes.coded(row.new_member())
                members.append(member)
                events = self._events(member, row.values)
                require_possible(events, today=self.today)
                beside += events
                if row.values.leaving is None:  # who left or died holds no office any more
                    beside += self._office(member.id, row.values)
                beside += self._policies(member.id, row.values)
            elif row.kind is RowKind.CHANGED and row.member_id is not None:
                beside += self._change(row, row.member_id)
        # Together, so that the store works out each member's standing once.
        self.work.add_all([*members, *beside])

    def _events(self, member: Member, draft: MemberDraft) -> list[StatusEvent]:
        """Joining, and leaving where the list says so; an unknown day of leaving leaves both undated."""
        unit_id = self._unit(draft)
        kind, left_on = draft.leaving_kind, draft.left_on
        if kind is None:
            return [StatusEvent(member_id=member.id, on=member.joined, unit_id=unit_id)]
        joined = member.joined if left_on is not None else None
        return [
            StatusEvent(member_id=member.id, on=joined, unit_id=unit_id),
            StatusEvent(member_id=member.id, kind=kind, on=left_on, reason="Theo danh sách nhập vào"),
        ]

    def _unit(self, draft: MemberDraft) -> str | None:
        if draft.unit_id or not draft.chapter:
            return draft.unit_id
        if draft.chapter in self.units:
            return self.units[draft.chapter]
        found = self.tree.find(draft.chapter)
        return found.unit_id if found else None

    def _office(self, member_id: str, draft: MemberDraft) -> list[Record]:
        if not draft.role:
            return []
        in_unit = fold(draft.role).startswith("chi hoi")
        return [Office(member_id=member_id, name=draft.role, unit_id=self._unit(draft) if in_unit else None)]

    def _new_office(self, member_id: str, draft: MemberDraft) -> list[Record]:
        """A changed office begins today; the one it takes the place of ended yesterday."""
        yesterday = PartialDate.from_date(self.today - timedelta(days=1))
        offices = [
            dataclasses.replace(office, starts=PartialDate.from_date(self.today))
            for office in self._office(member_id, draft)
            if isinstance(office, Office)
        ]
        for office in offices:
            for held in self.work.all(Office, member_id=member_id, unit_id=office.unit_id):
                if held.held_on(self.today) and (held.starts is None or held.starts.earliest() < self.today):
                    self.work.replace(dataclasses.replace(held, ends=yesterday))
        return list(offices)

    def _policies(self, member_id: str, draft: MemberDraft) -> list[Record]:
        return [Policy(member_id=member_id, kind=p.kind, rate=p.rate, note=p.note) for p in draft.policies]

    def _change(self, row: PlannedRow, member_id: str) -> list[Record]:
        """Save one changed member; returns what is to be added beside."""
        stored = self.work.get(Member, member_id)
        put_edited(self.work, row.changed_member(stored), today=self.today)
        beside: list[Record] = []
        changes = row.changes_beside()
        if "chapter" in changes:
            unit_id = self._unit(row.values)
            beside.append(
                StatusEvent(
                    member_id=member_id,
                    kind=StatusKind.CHANGED_UNIT,
                    on=PartialDate.from_date(self.today),
                    unit_id=unit_id,
                )
            )
        if "role" in changes:
            beside += self._new_office(member_id, row.values)
        if "policies" in changes:
            have = {(p.kind, p.rate) for p in self.work.all(Policy, member_id=member_id)}
            beside += [
                Policy(member_id=member_id, kind=p.kind, rate=p.rate, note=p.note)
                for p in row.values.policies
                if (p.kind, p.rate) not in have
            ]
        return beside
