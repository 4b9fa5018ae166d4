"""The rows of a list gathered by person, before anything is compared with the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.members import Member
from app.errors import FieldError
from app.importers.choices import Decision, RowDecision
from app.importers.comparing import equal
from app.importers.drafts import ReadRow
from app.importers.matching import Facts, facts_of_draft, same_in_list, weigh
from app.importers.plan import MEMBER_LABELS, Repair, RowKind, shown
from app.importers.repairs import RepairLog
from app.importers.units import Units
from app.vietnamese.dates import PartialDate


@dataclass(slots=True, eq=False)
class Person:
    """One person of the list: the row that speaks for him, what his rows say, the rows that repeat it.

    ``decisions`` are what the user decided for any of his rows.
    """

    head: ReadRow
    facts: Facts
    repeats: list[ReadRow] = field(default_factory=list)
    decisions: list[RowDecision] = field(default_factory=list)


def people_of(
    read: Sequence[ReadRow], tree: Units, decided: Mapping[int, RowDecision], log: RepairLog
) -> list[Person]:
    """The rows of members gathered by person, before anything is compared with the register.

    So the answer is the same whatever the register holds, which is what lets a second import find nothing
    new. ``decided`` are the user's decisions by the identity of the row: one to be added is nobody else.
    """
    people: list[Person] = []
    by_key: dict[tuple[str, str], list[Person]] = {}
    for row in read:
        if row.kind is not RowKind.NEW:
            continue
        if doubt_of_unit := tree.doubt(row.draft.chapter):
            row.tell("chapter", doubt_of_unit)
        row.draft = tree.placed(row.draft)
        _tell_unit(row, tree, log)
        decision = decided.get(id(row))
        alone = decision is not None and decision.decision is Decision.ADD
        facts = facts_of_draft(row.draft, tree.key(row.draft.unit_id, row.draft.chapter))
        near = [person for key in _keys(facts) for person in by_key.get(key, ())]
        same = next((each for each in near if same_in_list(facts, each.facts)), None) if not alone else None
        if same is not None:
            _repeat(same, row)
            same.facts = facts_of_draft(same.head.draft, same.facts.chapter or facts.chapter)
            keys = _keys(same.facts)
            person = same
        else:
            doubt = next((person for person in near if -3 < weigh(facts, person.facts) < 90), None)
            if doubt is not None and not alone:
                row.tell(
                    "full_name",
                    f"Cùng họ tên với dòng {doubt.head.row}; không đủ căn cứ là một người nên ghi riêng.",
                )
            person = Person(row, facts)
            people.append(person)
            keys = _keys(facts)
        if decision is not None:
            person.decisions.append(decision)
        for key in keys:
            if person not in by_key.setdefault(key, []):
                by_key[key].append(person)
    return people


def _tell_unit(row: ReadRow, tree: Units, log: RepairLog) -> None:
    """Tell where the unit is not called as the list calls it."""
    if row.chapter_at is None or not row.draft.chapter:
        return
    number, letter, text = row.chapter_at
    name = tree.name(row.draft.unit_id) or row.draft.chapter
    if name != text:
        why = "chi hội đã có trong sổ" if row.draft.unit_id else "tên chi hội viết một lối"
        line = log.line(Repair(number, letter, row.sheet, text, name, why))
        if line is not None:
            row.repairs.append(line)


def _keys(facts: Facts) -> list[tuple[str, str]]:
    keys = [("name", facts.name), ("id", facts.national_id), ("code", facts.code)]
    return [(kind, key) for kind, key in keys if key]


def _fuller(new: object, old: object) -> bool:
    """Whether both are one date, the new one known more closely."""
    return (
        isinstance(new, PartialDate)
        and isinstance(old, PartialDate)
        and new.compare(old) == 0
        and len(new.iso) > len(old.iso)
    )


def _repeat(person: Person, row: ReadRow) -> None:
    """Take from a repeating row what the first leaves blank or knows less closely; say what differs."""
    head, later = person.head, row.draft
    values = head.draft.values()
    for name, new in later.fields:
        old = values.get(name)
        if old is None or _fuller(new, old):
            try:
                Member(**{**values, name: new})
            except FieldError as error:
                row.tell(name, f"{error.message} Đã để trống.")
            else:
                values[name] = new
        elif name not in ("given_words", "full_name", "note") and not equal(old, new):
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
