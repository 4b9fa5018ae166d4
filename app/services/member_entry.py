"""One member as the entry form knows him: the record with all that hangs on him, saved as one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.extras import ExtraField
from app.domain.members import CATEGORIES, ROUTE_UNITS, Consent, Honour, Member, Policy
from app.domain.offices import TITLES, Office
from app.domain.status import StatusKind
from app.domain.units import UnitState
from app.services.children import settle
from app.services.extra_fields import put_values, read_fields
from app.services.members import put_edited, put_member, require_unused_code, suggestions
from app.services.units import read_tree
from app.store.queries import distinct_values
from app.store.register import Register

#: The text fields of a member for which the form offers what was typed before.
SUGGESTED = (
    "ethnicity", "religion", "hometown", "address", "category", "rank", "military_post", "service_unit",
    "route_unit", "party_cell", "education", "profession", "health",
)  # fmt: skip

_ALWAYS: dict[str, tuple[str, ...]] = {"category": CATEGORIES, "route_unit": ROUTE_UNITS}


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """What the form hands over; ``unit_id`` and ``kind`` say how a new member came in.

    ``offices`` and ``consents`` of ``None`` stay as they are; ``extras`` are texts by the id of the branch's
    own field, a field that is not named stays as it is.
    """

    member: Member
    policies: tuple[Policy, ...] = ()
    honours: tuple[Honour, ...] = ()
    unit_id: str | None = None
    kind: StatusKind = StatusKind.ADMITTED
    offices: tuple[Office, ...] | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[Consent, ...] | None = None


@dataclass(frozen=True, slots=True)
class EntryChoices:
    """What the form offers: texts typed before, by field, living units, the branch's own fields, offices."""

    suggestions: Mapping[str, tuple[str, ...]]
    units: tuple[UnitState, ...]
    fields: tuple[ExtraField, ...] = ()
    titles: tuple[str, ...] = ()


def entry_choices(register: Register) -> EntryChoices:
    """Read what the entry form offers."""
    texts = {
        name: tuple(dict.fromkeys((*suggestions(register, name), *_ALWAYS.get(name, ()))))
        for name in SUGGESTED
    }
    with register.read() as reader:
        return EntryChoices(
            suggestions=texts,
            units=read_tree(reader).alive(),
            fields=read_fields(reader),
            titles=tuple(dict.fromkeys((*TITLES, *distinct_values(reader, Office, "name")))),
        )


def save_entry(register: Register, entry: MemberEntry, *, today: date) -> Member:
    """Add or save a member with all that was entered in one change, so that one undo takes all back."""
    member = entry.member
    verb = "Thêm" if member.version == 0 else "Sửa"
    with register.change(f"{verb} hội viên {member.full_name}") as work:
        if member.version == 0:
            saved = put_member(work, member, unit_id=entry.unit_id, today=today, kind=entry.kind)
        else:
            if member.code != work.get(Member, member.id).code:
                require_unused_code(work, member)
            saved = put_edited(work, member, today=today)
        settle(work, work.all(Policy, member_id=saved.id), entry.policies)
        settle(work, work.all(Honour, member_id=saved.id), entry.honours)
        if entry.offices is not None:
            settle(work, work.all(Office, member_id=saved.id), entry.offices)
        if entry.consents is not None:
            settle(work, work.all(Consent, member_id=saved.id), entry.consents)
        put_values(work, saved.id, entry.extras)
        return saved
