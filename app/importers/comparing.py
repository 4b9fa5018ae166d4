"""What a row would change in the member it is, field by field; a blank changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.members import Member
from app.domain.status import Status
from app.errors import FieldError
from app.importers.drafts import ReadRow
from app.importers.leaving import LABELS
from app.importers.matching import is_unmarked, name_key
from app.importers.plan import (
    BESIDE_LABELS,
    MEMBER_LABELS,
    DraftPolicy,
    ExistingMember,
    FieldChange,
    MemberDraft,
    joined_note,
    shown,
)
from app.importers.units import Units
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


def changes_of(row: ReadRow, known: ExistingMember, tree: Units) -> tuple[FieldChange, ...]:
    """What a row changes in its member; a blank changes nothing, nor does a date known less exactly."""
    member = known.member
    wanted: dict[str, Any] = {}
    for name, given in row.draft.fields:
        old = getattr(member, name)
        new = joined_note(old, given) if name == "note" else given
        if name == "full_name":
            if not _is_name_of(row.draft.full_name, member):
                wanted[name] = new
        elif name != "given_words" and not equal(old, new):
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


def _is_name_of(name: str, member: Member) -> bool:
    """Whether a list says nothing new of a name: the same, or the same typed without its accents."""
    same_but_for_accents = is_unmarked(name) and fold(name) == fold(member.full_name)
    return same_but_for_accents or name_key(name) == name_key(member.full_name)


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


def equal(old: object, new: object) -> bool:
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
