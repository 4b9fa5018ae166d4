"""A list of members → the plan of what it would do to the register.

Reads every sheet that has the columns of the main one, tells people from headings, totals and signatures,
finds who is in the register already, and compares field by field. It never reads the database: the caller
gives what exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.units import UnitTree
from app.errors import FileProblemError
from app.importers import decisions, lines
from app.importers.choices import AS_FOUND, Decision, ImportChoices
from app.importers.choosing import Selection, select
from app.importers.columns import ignored_columns, map_columns
from app.importers.comparing import changes_of
from app.importers.drafts import ReadRow
from app.importers.matching import Match, facts_of_member, match_all
from app.importers.notices import book_notices, list_notices, sheet_notices
from app.importers.persons import Person, people_of
from app.importers.plan import (
    DraftPolicy,
    ExistingMember,
    FieldChange,
    ImportPlan,
    ImportSummary,
    MappedColumn,
    MemberDraft,
    PlannedRow,
    Problem,
    RowKind,
)
from app.importers.repairs import RepairLog
from app.importers.rows import read_rows
from app.importers.tables import Workbook
from app.importers.units import Units, new_units, with_doubts

#: Fewer rows than this without a proper name are told one by one.
_FEWEST_STRANGE = 3

__all__ = [
    "DraftPolicy", "ExistingMember", "FieldChange", "ImportPlan", "ImportSummary", "MappedColumn",
    "MemberDraft", "PlannedRow", "Problem", "RowKind", "plan_members",
]  # fmt: skip


def plan_members(
    workbook: Workbook,
    existing: Sequence[ExistingMember],
    units: UnitTree,
    *,
    latest_year: int,
    file_name: str,
    today: date | None = None,
    choices: ImportChoices = AS_FOUND,
) -> ImportPlan:
    """What importing a workbook would do to a register that holds ``existing`` members in ``units``.

    ``latest_year`` is the year up to which a date can lie, ``today`` the day when it is known. Applying
    the plan and planning again gives only SAME, DOUBTFUL, REFUSED and SKIPPED rows, also with the same
    ``choices``. Raises :class:`FileProblemError` when no sheet has a header with names (unless the user named
    a sheet or a header row: then the plan says so and has no rows), RuleError when a choice does not fit.
    """
    selection = select(workbook, choices, file_name)
    if selection.refusal:
        return _plan(selection, choices, file_name)
    log = RepairLog()
    notices: list[Problem] = list(book_notices(workbook))
    if choices.sheets is None:
        notices += sheet_notices(selection.offers)
    read: list[ReadRow] = []
    latest = today or date(latest_year, 12, 31)
    named = lines.sheet_units([each.sheet.name for each in selection.chosen])
    for each in selection.chosen:
        chapter = named[each.sheet.name] if len(named) > 1 else ""
        rows = list(read_rows(each.sheet, each.header, each.letters, log, latest=latest, chapter=chapter))
        people_rows = {row.row for row in rows if row.kind is RowKind.NEW}
        notices += list_notices(each.sheet, each.header, people_rows, each.unwanted)
        read += rows
    _require_people(read, file_name)
    decided = decisions.by_row(read, choices, notices)
    tree = Units(units, (row.draft.chapter for row in read if row.kind is RowKind.NEW))
    people = people_of(read, tree, decided, log)
    known = [facts_of_member(each.member, tree.key(each.unit_id)) for each in existing]
    fixed = decisions.settled(people, existing, known)
    matches = match_all([person.facts for person in people], known, fixed)
    planned: dict[int, PlannedRow] = {}
    for at, (person, match) in enumerate(zip(people, matches, strict=True)):
        row = _planned(person, match, existing, tree)
        planned[id(person.head)] = replace(row, decision=_followed(person, match)) if at in fixed else row
        for repeat in person.repeats:
            planned[id(repeat)] = _repeated(repeat, person)
    planned_rows = tuple(planned.get(id(each)) or _untouched(each) for each in read)
    new = new_units(planned_rows)
    plan = _plan(selection, choices, file_name)
    letters = {column.sheet: column.letter for column in plan.columns if column.field == "chapter"}
    return replace(
        plan,
        rows=with_doubts(planned_rows, tree.doubts(new), letters),
        new_units=new,
        notices=tuple(dict.fromkeys(notices)),
        repairs=log.sums(),
    )


def _plan(selection: Selection, choices: ImportChoices, file_name: str) -> ImportPlan:
    """The plan without its rows: sheets and columns."""
    chosen = selection.chosen
    return ImportPlan(
        file_name=file_name,
        header_row=chosen[0].header.first_row if chosen else 0,
        columns=tuple(c for each in chosen for c in map_columns(each.sheet, each.header, each.letters)),
        ignored=tuple(c for each in chosen for c in ignored_columns(each.sheet, each.header, each.letters)),
        rows=(),
        left_out=tuple(offer.name for offer in selection.offers if offer.rows and not offer.chosen),
        sheets=selection.offers,
        form=selection.form,
        remembered=choices.remembered,
        refusal=selection.refusal,
    )


def _followed(person: Person, match: Match) -> Decision:
    """Which decision it was that made a person a member, or nobody."""
    if match.member is None:
        return Decision.ADD
    return next((each.decision for each in person.decisions if each.member_id), Decision.UPDATE)


def _require_people(read: Sequence[ReadRow], file_name: str) -> None:
    """Refuse a file most of whose rows have something else where a name should be: a log, a program."""
    strange = sum(row.no_name for row in read)
    if strange >= _FEWEST_STRANGE and strange * 2 > len(read):
        raise FileProblemError(
            f"Tệp {file_name} không giống danh sách hội viên: {strange} trên {len(read)} dòng không có "
            "họ tên đúng. Hãy chọn tệp danh sách có cột “Họ và tên”."
        )


def _repeated(row: ReadRow, person: Person) -> PlannedRow:
    """A row that repeats one above."""
    return replace(_untouched(row), kind=RowKind.SAME, same_as=person.head.row)


def _untouched(row: ReadRow) -> PlannedRow:
    """A row that is no person of its own: refused, skipped, left."""
    return PlannedRow(
        row=row.row,
        kind=row.kind,
        values=row.draft,
        problems=tuple(row.problems),
        sheet=row.sheet,
        repairs=tuple(row.repairs),
        decision=Decision.LEAVE if row.remark == decisions.LEFT else None,
        remark=row.remark,
    )


def _planned(person: Person, match: Match, existing: Sequence[ExistingMember], tree: Units) -> PlannedRow:
    head = person.head
    plan = PlannedRow(row=head.row, kind=RowKind.NEW, values=head.draft, sheet=head.sheet)
    if match.member is not None:
        known = existing[match.member]
        changes = changes_of(head, known, tree)
        plan = replace(
            plan,
            kind=RowKind.CHANGED if changes else RowKind.SAME,
            values=head.draft,
            member_id=known.member.id,
            changes=changes,
        )
    elif match.doubtful:
        who = "; ".join(_described(existing[at], tree) for at in match.doubtful[:3])
        head.tell(
            "full_name",
            f"Có thể là hội viên đã có trong sổ ({who}) hoặc người trùng tên, nên chưa nhập. "
            "Hãy ghi thêm ngày sinh, số căn cước hoặc mã hội viên.",
        )
        plan = replace(
            plan, kind=RowKind.DOUBTFUL, candidates=tuple(existing[at].member.id for at in match.doubtful)
        )
    elif match.namesake is not None:
        head.tell(
            "full_name",
            f"Trùng họ tên với hội viên đã có trong sổ ({_described(existing[match.namesake], tree)}) nhưng "
            "không đủ căn cứ là một người nên ghi là người mới. Nếu là một người, hãy gộp hai hồ sơ.",
        )
    return replace(plan, problems=tuple(head.problems), repairs=tuple(head.repairs))


def _described(known: ExistingMember, tree: Units) -> str:
    parts = [known.member.full_name]
    if known.member.birth:
        parts.append(f"sinh {known.member.birth}")
    if known.unit_id:
        parts.append(tree.name(known.unit_id))
    return ", ".join(parts)
