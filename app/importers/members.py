"""A list of members → the plan of what it would do to the register.

Reads every sheet that has the columns of the main one, tells people from headings, totals and signatures,
finds who is
in the register already, and compares field by field. It never reads the database: the caller gives what
exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.members import Member
from app.domain.status import Status
from app.domain.units import UnitTree
from app.errors import FieldError, FileProblemError
from app.importers import lines
from app.importers.headers import SEARCHED_ROWS, Header, find_header
from app.importers.leaving import LABELS
from app.importers.matching import (
    Facts,
    Match,
    facts_of_draft,
    facts_of_member,
    match_all,
    name_key,
    same_in_list,
    weigh,
)
from app.importers.notices import list_notices
from app.importers.plan import (
    BESIDE_LABELS,
    MEMBER_LABELS,
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
    joined_note,
    shown,
)
from app.importers.rows import ReadRow, map_columns, read_rows
from app.importers.tables import Sheet, Workbook
from app.importers.units import Units, new_units, with_doubts
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

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
) -> ImportPlan:
    """What importing a workbook would do to a register that holds ``existing`` members in ``units``.

    ``latest_year`` is the year up to which a date can lie, ``today`` the day when it is known. Applying
    the plan and planning
    again gives only
    SAME, DOUBTFUL, REFUSED and SKIPPED rows. Raises :class:`FileProblemError` when no sheet has a header
    with names.
    """
    chosen, left_out = _sheets(workbook, file_name)
    notices: list[Problem] = []
    columns: list[MappedColumn] = []
    ignored: list[MappedColumn] = []
    read: list[ReadRow] = []
    for sheet, header in chosen:
        mapped = map_columns(sheet, header)
        columns += mapped
        ignored += [MappedColumn(c.letter, c.title, "", "", sheet=sheet.name) for c in header.ignored]
        chapter = lines.heading_unit("", [sheet.name]) if len(chosen) > 1 else ""
        read += read_rows(sheet, header, mapped, latest=today or date(latest_year, 12, 31), chapter=chapter)
        notices += list_notices(sheet, header)
    _require_people(read, file_name)
    tree = Units(units, (row.draft.chapter for row in read if row.kind is RowKind.NEW))
    people = _people(read, tree)
    matches = match_all(
        [person.facts for person in people],
        [facts_of_member(each.member, tree.key(each.unit_id)) for each in existing],
    )
    planned = {
        id(person.head): _planned(person, match, existing, tree)
        for person, match in zip(people, matches, strict=True)
    }
    rows = tuple(planned.get(id(each)) or _untouched(each, people) for each in _with_repeats(read, people))
    new = new_units(rows)
    letters = {column.sheet: column.letter for column in columns if column.field == "chapter"}
    return ImportPlan(
        file_name=file_name,
        header_row=chosen[0][1].first_row,
        columns=tuple(columns),
        rows=with_doubts(rows, tree.doubts(new), letters),
        new_units=new,
        ignored=tuple(ignored),
        left_out=left_out,
        notices=tuple(dict.fromkeys(notices)),
    )


def _require_people(read: Sequence[ReadRow], file_name: str) -> None:
    """Refuse a file most of whose rows have something else where a name should be: a log, a program."""
    strange = sum(row.no_name for row in read)
    if strange >= _FEWEST_STRANGE and strange * 2 > len(read):
        raise FileProblemError(
            f"Tệp {file_name} không giống danh sách hội viên: {strange} trên {len(read)} dòng không có "
            "họ tên đúng. Hãy chọn tệp danh sách có cột “Họ và tên”."
        )


def _sheets(workbook: Workbook, file_name: str) -> tuple[list[tuple[Sheet, Header]], tuple[str, ...]]:
    """The sheets to read: the one with the best header, and others built alike; and the names of the rest.

    Hidden sheets are read only when no visible one has a header.
    """
    found = [(sheet, header) for sheet in workbook.sheets if (header := find_header(sheet.rows))]
    found = [each for each in found if not each[0].hidden] or found
    if not found:
        if not any(sheet.rows for sheet in workbook.sheets):
            raise FileProblemError(f"Tệp {file_name} không có dòng nào. Hãy chọn tệp có danh sách hội viên.")
        raise FileProblemError(
            f"Không thấy dòng tiêu đề trong {SEARCHED_ROWS} dòng đầu của {file_name}. "
            "Hãy thêm dòng tiêu đề có ít nhất cột “Họ và tên” "
            "(nên có Ngày sinh, Chi hội, Điện thoại) rồi nhập lại."
        )
    main = max(found, key=lambda each: (each[1].score, len(each[0].rows)))
    fields = {column.field for column in main[1].columns}
    chosen = [each for each in found if {column.field for column in each[1].columns} == fields]
    names = {each[0].name for each in chosen}
    return chosen, tuple(sheet.name for sheet in workbook.sheets if sheet.rows and sheet.name not in names)


@dataclass(slots=True)
class _Person:
    """One person of the list: the row that speaks for him, what his rows say, the rows that repeat it."""

    head: ReadRow
    facts: Facts
    repeats: list[ReadRow]


def _people(read: Sequence[ReadRow], tree: Units) -> list[_Person]:
    """The rows of members gathered by person, before anything is compared with the register.

    So the answer is the same whatever the register holds, which is what lets a second import find nothing
    new.
    """
    people: list[_Person] = []
    by_key: dict[tuple[str, str], list[_Person]] = {}
    for row in read:
        if row.kind is not RowKind.NEW:
            continue
        if doubt_of_unit := tree.doubt(row.draft.chapter):
            row.tell("chapter", doubt_of_unit)
        row.draft = tree.placed(row.draft)
        facts = facts_of_draft(row.draft, tree.key(row.draft.unit_id, row.draft.chapter))
        near = [person for key in _keys(facts) for person in by_key.get(key, ())]
        same = next((person for person in near if same_in_list(facts, person.facts)), None)
        if same is not None:
            _repeat(same, row)
            same.facts = facts_of_draft(same.head.draft, same.facts.chapter or facts.chapter)
            keys = _keys(same.facts)
            person = same
        else:
            doubt = next((person for person in near if -3 < weigh(facts, person.facts) < 90), None)
            if doubt is not None:
                row.tell(
                    "full_name",
                    f"Cùng họ tên với dòng {doubt.head.row}; không đủ căn cứ là một người nên ghi riêng.",
                )
            person = _Person(row, facts, [])
            people.append(person)
            keys = _keys(facts)
        for key in keys:
            if person not in by_key.setdefault(key, []):
                by_key[key].append(person)
    return people


def _keys(facts: Facts) -> list[tuple[str, str]]:
    keys = [("name", facts.name), ("id", facts.national_id), ("code", facts.code)]
    return [(kind, key) for kind, key in keys if key]


def _repeat(person: _Person, row: ReadRow) -> None:
    """Take from a repeating row what the first one leaves blank; say where the two differ."""
    head, later = person.head, row.draft
    values = head.draft.values()
    for name, new in later.fields:
        old = values.get(name)
        if old is None:
            try:
                Member(**{**values, name: new})
            except FieldError as error:
                row.tell(name, f"{error.message} Đã để trống.")
            else:
                values[name] = new
        elif name not in ("given_words", "full_name", "note") and not _equal(old, new):
            row.tell(
                name,
                f"Cùng một người với dòng {head.row} nhưng {MEMBER_LABELS[name]} khác: "
                f"dòng {head.row} ghi “{shown(old)}”, dòng này ghi “{shown(new)}”. Giữ theo dòng {head.row}.",
            )
    row.tell("full_name", f"Trùng với dòng {head.row} nên chỉ ghi một lần.")
    known = {policy.kind for policy in head.draft.policies}
    head.draft = replace(
        head.draft,
        fields=tuple(values.items()),
        chapter=head.draft.chapter or later.chapter,
        unit_id=head.draft.unit_id if head.draft.chapter else later.unit_id,
        role=head.draft.role or later.role,
        leaving=head.draft.leaving or later.leaving,
        policies=head.draft.policies + tuple(each for each in later.policies if each.kind not in known),
    )
    person.repeats.append(row)


def _with_repeats(read: Sequence[ReadRow], people: Sequence[_Person]) -> list[ReadRow]:
    first = {id(repeat): person.head.row for person in people for repeat in person.repeats}
    for row in read:
        if id(row) in first:
            row.kind = RowKind.SAME
    return list(read)


def _untouched(row: ReadRow, people: Sequence[_Person]) -> PlannedRow:
    """A row that is no person of its own: refused, skipped, or the repeat of a row above."""
    same_as = None
    if row.kind is RowKind.SAME:
        same_as = next(person.head.row for person in people if row in person.repeats)
    return PlannedRow(
        row=row.row,
        kind=row.kind,
        values=row.draft,
        problems=tuple(row.problems),
        same_as=same_as,
        sheet=row.sheet,
    )


def _planned(person: _Person, match: Match, existing: Sequence[ExistingMember], tree: Units) -> PlannedRow:
    head = person.head
    plan = PlannedRow(row=head.row, kind=RowKind.NEW, values=head.draft, sheet=head.sheet)
    if match.member is not None:
        known = existing[match.member]
        changes = _changes(head, known, tree)
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
    return replace(plan, problems=tuple(head.problems))


def _described(known: ExistingMember, tree: Units) -> str:
    parts = [known.member.full_name]
    if known.member.birth:
        parts.append(f"sinh {known.member.birth}")
    if known.unit_id:
        parts.append(tree.name(known.unit_id))
    return ", ".join(parts)


def _changes(row: ReadRow, known: ExistingMember, tree: Units) -> tuple[FieldChange, ...]:
    """What a row changes in its member; a blank changes nothing, nor does a date known less exactly."""
    member = known.member
    wanted: dict[str, Any] = {}
    for name, given in row.draft.fields:
        old = getattr(member, name)
        new = joined_note(old, given) if name == "note" else given
        if name == "full_name":
            if name_key(member.full_name) != name_key(row.draft.full_name):
                wanted[name] = new
        elif name != "given_words" and not _equal(old, new):
            wanted[name] = new
    changes = [
        FieldChange(name, MEMBER_LABELS[name], shown(getattr(member, name)), shown(new))
        for name, new in _possible(row, member, wanted).items()
    ]
    leaving = row.draft.leaving
    if known.status is not Status.ACTIVE:
        if leaving is None or leaving.kind.status is not known.status:
            row.tell(
                "full_name",
                f"Trong sổ người này đã ghi “{known.status.label}”; chi hội và chức vụ giữ nguyên.",
            )
        return tuple(changes + _policy_changes(row.draft, known))
    if leaving is not None:
        row.tell(
            next((name for name in LABELS if name in row.letters), "full_name"),
            f"Danh sách ghi {member.full_name} {leaving.text}; sổ ghi đang sinh hoạt: hãy ghi ở Biến động.",
        )
    return tuple(changes + _unit_changes(row.draft, known, tree) + _policy_changes(row.draft, known))


def _possible(row: ReadRow, member: Member, wanted: dict[str, Any]) -> dict[str, Any]:
    """The changes that make a sound record; each that does not is told and left out.

    A change may be possible only after another one (birth 1950 once enlistment 1940 is 1968), so they are
    tried until none more fits.
    """
    accepted: dict[str, Any] = {}
    refused: dict[str, FieldError] = {}
    waiting = dict(wanted)
    while waiting:
        refused = {}
        for name, new in waiting.items():
            try:
                replace(member, **{**accepted, name: new})
            except FieldError as error:
                refused[name] = error
            else:
                accepted[name] = new
        if len(refused) == len(waiting):
            break
        waiting = {name: wanted[name] for name in refused}
    for name, refusal in refused.items():
        row.tell(name, f"{refusal.message} Giữ nguyên như trong sổ.")
    return {name: new for name, new in wanted.items() if name in accepted}


def _unit_changes(draft: MemberDraft, known: ExistingMember, tree: Units) -> list[FieldChange]:
    changes = []
    if draft.chapter and (draft.unit_id is None or draft.unit_id != tree.resolve(known.unit_id)):
        changes.append(
            FieldChange("chapter", BESIDE_LABELS["chapter"], tree.name(known.unit_id), draft.chapter)
        )
    held = {fold(part) for role in known.roles for part in (role, *_parts(role))}
    if (
        draft.role
        and fold(draft.role) not in held
        and not {fold(part) for part in _parts(draft.role)} <= held
    ):
        changes.append(FieldChange("role", BESIDE_LABELS["role"], "; ".join(known.roles), draft.role))
    return changes


def _parts(role: str) -> list[str]:
    return [part.strip() for part in role.replace(";", ",").split(",") if part.strip()]


def _policy_changes(draft: MemberDraft, known: ExistingMember) -> list[FieldChange]:
    held = {
        (policy.kind, fold(policy.note) if policy.kind.value == "other" else "") for policy in known.policies
    }
    new = [p for p in draft.policies if (p.kind, fold(p.note) if p.kind.value == "other" else "") not in held]
    if not new:
        return []
    old = "; ".join(DraftPolicy(policy.kind, policy.rate, policy.note).text for policy in known.policies)
    return [FieldChange("policies", BESIDE_LABELS["policies"], old, "; ".join(policy.text for policy in new))]


def _equal(old: object, new: object) -> bool:
    """Whether a list says nothing new: the same but for capitals, or a date known as well or better."""
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return old.compare(new) == 0 and len(old.iso) >= len(new.iso)
    if isinstance(old, str) and isinstance(new, str):
        return old.casefold() == new.casefold() or (
            any(c.isdigit() for c in new)
            and not any(c.isalpha() for c in old + new)
            and _digits(old) == _digits(new)
        )
    return old == new


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
