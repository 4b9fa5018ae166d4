"""Import: read a foreign list, plan, show, back up, apply in one change."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.domain.branch import BRANCH_ID, Branch
from app.domain.members import Member, Policy
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.status import StatusEvent, StatusKind, require_possible
from app.errors import FieldError
from app.importers.cells import as_it_stands
from app.importers.choices import (
    AS_FOUND,
    ColumnChoice,
    DecidedBy,
    Decision,
    ImportChoices,
    RowDecision,
    SheetOffer,
)
from app.importers.matching import facts_of_draft, facts_of_member, name_key, reasons
from app.importers.members import plan_members
from app.importers.plan import (
    ExistingMember,
    ImportPlan,
    MappedColumn,
    MemberDraft,
    PlannedRow,
    Problem,
    Repair,
    RepairSum,
    RowKind,
)
from app.importers.sheets import Workbook, read_workbook
from app.importers.tables import column_letter
from app.importers.units import Units
from app.progress import Progress, Silent
from app.services.member_queries import read_members_on
from app.services.members import CodeSeries, put_edited, rejoined
from app.services.units import put_unit, read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

__all__ = [
    "AS_FOUND", "Candidate", "ColumnChoice", "DecidedBy", "Decision", "ImportChoices", "ImportPlan",
    "ImportResult", "MappedColumn", "PlannedRow", "Problem", "ReadList", "Repair", "RepairSum", "RowDecision",
    "RowKind", "SheetOffer", "apply_import", "candidates", "column_letter", "plan_import", "plan_list",
    "read_list", "summarise", "write_sample_list",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadList:
    """A foreign list once read: its cells, to be planned again and again while the user chooses."""

    path: Path
    workbook: Workbook

    def rows(self, sheet: str, *, first: int = 1, count: int = 30) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Rows of a sheet as they stand, from Excel's row number ``first``: each number and its cells."""
        of_sheet = next((each.rows for each in self.workbook.sheets if each.name == sheet), ())
        chosen = [row for row in of_sheet if row.number >= first][:count]
        return tuple((row.number, tuple(map(as_it_stands, row.cells))) for row in chosen)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member whom a row may mean, and in one sentence why: what agrees and what differs."""

    member_id: str
    name: str
    birth: str
    unit: str
    code: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: counts of rows, and every problem with its row and column as Excel shows them.

    ``repaired`` counts the cells that were repaired while reading. ``change_id`` is the change of the history
    by which this import can be taken back; ``None`` when nothing was written.
    """

    added: int
    updated: int
    duplicates: int
    skipped: int
    problems: tuple[Problem, ...]
    repaired: int = 0
    change_id: int | None = None


def read_list(path: Path, *, progress: Progress | None = None) -> ReadList:
    """Read a list, once; ``progress`` may stop it by CancelledError.

    Raises FileProblemError in one sentence when it cannot be read.
    """
    return ReadList(path, read_workbook(path, progress=progress or Silent()))


def plan_list(
    register: Register, read: ReadList, *, today: date, choices: ImportChoices = AS_FOUND
) -> ImportPlan:
    """Compare a list with the register, as the user chose; nothing is written.

    Raises FileProblemError when it is no list of members, RuleError when a choice does not fit the file.
    """
    with register.read() as reader, _one_burst():
        return _plan(reader, read.workbook, read.path, today, choices)


def plan_import(
    register: Register, path: Path, *, today: date, choices: ImportChoices = AS_FOUND
) -> ImportPlan:
    """:func:`read_list` and :func:`plan_list` in one."""
    return plan_list(register, read_list(path), today=today, choices=choices)


def _plan(reader: Reader, workbook: Workbook, path: Path, today: date, choices: ImportChoices) -> ImportPlan:
    plan = plan_members(
        workbook,
        _existing(reader, today),
        read_tree(reader, today),
        latest_year=today.year,
        file_name=path.name,
        today=today,
        choices=choices,
    )
    return _without_impossible_joins(reader, plan, today)


def _existing(reader: Reader, today: date) -> list[ExistingMember]:
    offices: dict[str, list[str]] = {}
    for office in reader.all(Office):
        offices.setdefault(office.member_id, []).append(office.name)
    policies: dict[str, list[Policy]] = {}
    for policy in reader.all(Policy):
        policies.setdefault(policy.member_id, []).append(policy)
    tree = read_tree(reader, today)
    return [
        ExistingMember(
            member=row.member,
            unit_id=tree.resolve(row.standing.unit_id),
            status=row.standing.status,
            roles=tuple(offices.get(row.member.id, ())),
            policies=tuple(policies.get(row.member.id, ())),
        )
        for row in read_members_on(reader, today)
    ]


def candidates(register: Register, row: PlannedRow, *, today: date) -> tuple[Candidate, ...]:
    """Whom a row may mean: those the plan names, else the members of the same name, and why.

    The nearest come first. For the choice whom a row is to update.
    """
    with register.read() as reader:
        tree = Units(read_tree(reader, today))
        named = {*row.candidates, *filter(None, (row.member_id,))}
        wanted = name_key(row.values.full_name)
        mine = facts_of_draft(row.values, tree.key(row.values.unit_id, row.values.chapter))
        found = []
        for each in read_members_on(reader, today):
            if each.member.id not in named and name_key(each.member.full_name) != wanted:
                continue
            unit_id = tree.resolve(each.standing.unit_id)
            his = facts_of_member(each.member, tree.key(unit_id))
            points, why = reasons(mine, his)
            candidate = Candidate(
                each.member.id,
                each.member.full_name,
                str(each.member.birth or ""),
                tree.name(unit_id),
                each.member.code,
                each.standing.status.label,
                why,
            )
            found.append(((each.member.id not in named, -points, candidate.code), candidate))
    return tuple(candidate for _, candidate in sorted(found, key=lambda pair: pair[0]))


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


def write_sample_list(path: Path, register: Register | None = None, *, replace: bool = False) -> Path:
    """Write the sample list to fill in, with the chi hội of a register to choose from.

    Filled in, it comes in without a question. Raises FileProblemError when it cannot be written, or is there
    already and is not to be replaced.
    """
    from app.documents.files import write_file
    from app.documents.workbooks.sample_list import render_sample_list

    units: tuple[str, ...] = ()
    if register is not None:
        with register.read() as reader:
            tree = read_tree(reader)
            lowest = [state for state in tree.alive() if tree.below(state.unit_id) == {state.unit_id}]
            units = tuple(tree.name(state.unit_id) for state in lowest)
    return write_file(path, render_sample_list(units), replace=replace)


def summarise(plan: ImportPlan) -> ImportResult:
    """The counts of a plan."""
    counts = plan.summary()
    return ImportResult(
        counts.added,
        counts.updated,
        counts.duplicates,
        counts.skipped,
        counts.problems,
        sum(each.cells for each in plan.repairs),
    )


def apply_import(register: Register, plan: ImportPlan, *, today: date) -> ImportResult:
    """Apply a plan in one change, which one undo takes back."""
    result = summarise(plan)
    if not (result.added or result.updated):
        return result
    label = f"Nhập danh sách {plan.file_name}: {result.added} mới, {result.updated} sửa"
    with register.change(label) as work, _one_burst():
        _Applier(work, today).apply(plan)
    return dataclasses.replace(result, change_id=work.change_id)


@contextmanager
def _one_burst() -> Iterator[None]:
    """Let a burst of plain values be made without the collector walking over them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


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
                member = row.new_member(self.codes.code(row.values.get("code") or ""))
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
