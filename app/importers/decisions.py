"""The user's decisions for single rows: to which row each belongs, and whether it still fits the register."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.members import Member
from app.domain.record import fields_of
from app.importers.choices import Decision, ImportChoices, RowDecision
from app.importers.drafts import ReadRow
from app.importers.matching import Facts
from app.importers.persons import Person
from app.importers.plan import ExistingMember, Problem, RowKind

_COMPARED = tuple(info.name for info in fields_of(Member) if info.name not in ("id", "version", "code"))
#: What is said of a row that the user leaves.
LEFT = "Bạn chọn để lại dòng này."


def by_row(read: Sequence[ReadRow], choices: ImportChoices, notices: list[Problem]) -> dict[int, RowDecision]:
    """The decisions by the identity of the row each is for; the rows to be left are left.

    What fits no row, or one that holds no person, is told: among ``notices``, or at the row.
    """
    decided: dict[int, RowDecision] = {}
    for decision in choices.rows:
        rows = [row for row in read if row.row == decision.row and decision.sheet in (row.sheet, "")]
        if len(rows) != 1:
            why = "có ở nhiều trang: hãy ghi thêm tên trang" if rows else "không có dòng nào như vậy để nhập"
            notices.append(
                Problem(decision.row, "A", f"Lời chọn “{decision.decision.label}” cho dòng này: {why}.")
            )
            continue
        (row,) = rows
        if decision.decision is Decision.LEAVE:
            row.kind, row.remark = RowKind.SKIPPED, LEFT
        elif row.kind is RowKind.NEW:
            decided[id(row)] = decision
        else:
            row.tell("full_name", f"Không “{decision.decision.label.lower()}” được: dòng này không có người.")
    return decided


def settled(
    people: Sequence[Person], existing: Sequence[ExistingMember], facts: Sequence[Facts]
) -> dict[int, int | None]:
    """Who some persons are by the user's word: a member of the register by his place, or nobody (``None``).

    A decision that does not fit any more is told at its row, and the person is left to the plan.
    """
    if not any(person.decisions for person in people):
        return {}
    place = {each.member.id: at for at, each in enumerate(existing)}
    found: dict[int, int | None] = {}
    taken: dict[int, int] = {}
    for at, person in enumerate(people):
        for decision in person.decisions:
            if at in found:
                continue
            if decision.decision is Decision.ADD:
                held = _held(person, existing, facts)
                if held is None:
                    found[at] = None
                    continue
                person.head.tell(
                    "full_name",
                    "Bạn chọn thêm là người mới, nhưng sổ đã có đúng người này nên không thêm lần nữa.",
                )
                member = held
            elif (there := place.get(decision.member_id or "")) is None:
                person.head.tell(
                    "full_name",
                    "Hội viên bạn chọn để cập nhật không có trong sổ; dòng này theo đề nghị sẵn có.",
                )
                continue
            else:
                member = there
            if member in taken:
                person.head.tell(
                    "full_name",
                    f"Hội viên được chọn đã ứng với dòng {taken[member]}; dòng này theo đề nghị sẵn có.",
                )
                continue
            taken[member] = person.head.row
            found[at] = member
    return found


def _held(person: Person, existing: Sequence[ExistingMember], facts: Sequence[Facts]) -> int | None:
    """The member who is exactly what adding this person would make: then the decision was followed before."""
    draft = person.head.draft
    made = Member(**draft.values())
    for at, (known, his) in enumerate(zip(existing, facts, strict=True)):
        if his.name != person.facts.name or his.chapter != person.facts.chapter:
            continue
        if made.code and made.code != known.member.code:
            continue
        if all(getattr(made, name) == getattr(known.member, name) for name in _COMPARED):
            return at
    return None
