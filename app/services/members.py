"""Members: find, add, edit, and the events that change where they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.attachments import Attachment
from app.domain.care import Visit
from app.domain.commendations import Award, AwardRound
from app.domain.extras import ExtraField, ExtraValue
from app.domain.meetings import Attendance, Meeting
from app.domain.members import Consent, Honour, Member, NotSame, Policy
from app.domain.offices import Office, highest
from app.domain.status import (
    Standing,
    StatusEvent,
    StatusKind,
    require_possible,
    standing_on,
)
from app.domain.units import UnitTree
from app.errors import FieldError, NotFoundError, RuleError
from app.services.children import settle
from app.services.extra_fields import values_of
from app.services.units import read_tree
from app.store.queries import distinct_values
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Everything the register knows of one member."""

    member: Member
    standing: Standing | None
    unit_name: str
    role: str
    policies: tuple[Policy, ...]
    honours: tuple[Honour, ...]
    offices: tuple[Office, ...]
    events: tuple[StatusEvent, ...]
    visits: tuple[Visit, ...]
    awards: tuple[tuple[AwardRound, Award], ...]
    meetings: tuple[tuple[Meeting, Attendance], ...]
    extras: tuple[tuple[ExtraField, str], ...]
    consents: tuple[Consent, ...]
    attachments: tuple[Attachment, ...]
    tree: UnitTree


def member_card(register: Register, member_id: str, *, today: date) -> MemberCard:
    """One member with everything that hangs on him; raises NotFoundError."""
    with register.read() as reader:
        member = reader.get(Member, member_id)
        events = tuple(sorted(reader.all(StatusEvent, member_id=member_id), key=lambda e: e.order))
        tree = read_tree(reader)
        standing = standing_on(events)
        offices = reader.all(Office, member_id=member_id)
        top = highest(offices, today)
        awards = reader.all(Award, member_id=member_id)
        rounds = {r.id: r for r in reader.all(AwardRound, id=frozenset(a.round_id for a in awards))}
        attendances = reader.all(Attendance, member_id=member_id)
        meetings = {m.id: m for m in reader.all(Meeting, id=frozenset(a.meeting_id for a in attendances))}
        return MemberCard(
            member=member,
            standing=standing,
            unit_name=tree.name(tree.resolve(standing.unit_id)) if standing else "",
            role=top.name if top else "",
            policies=reader.all(Policy, member_id=member_id),
            honours=reader.all(Honour, member_id=member_id),
            offices=offices,
            events=events,
            visits=tuple(
                sorted(
                    reader.all(Visit, member_id=member_id, planned=False),
                    key=lambda v: v.on.iso,
                    reverse=True,
                )
            ),
            awards=tuple((rounds[a.round_id], a) for a in awards),
            meetings=tuple(
                sorted(
                    ((meetings[a.meeting_id], a) for a in attendances), key=lambda p: p[0].on, reverse=True
                )
            ),
            extras=values_of(reader, member_id),
            consents=reader.all(Consent, member_id=member_id),
            attachments=reader.all(Attachment, member_id=member_id),
            tree=tree,
        )


def by_code(register: Register, code: str) -> Member:
    """The one member with this code; raises NotFoundError for none, RuleError when several have it."""
    with register.read() as reader:
        found = reader.all(Member, code=code.strip())
    if not found:
        raise NotFoundError(f"Không có hội viên nào mang mã “{code}”. Hãy xem lại mã ở danh sách hội viên.")
    if len(found) > 1:
        names = ", ".join(member.full_name for member in found[:3])
        raise RuleError(f"Mã “{code}” đang dùng cho {len(found)} người ({names}). Hãy sửa mã cho khác nhau.")
    return found[0]


class CodeSeries:
    """Gives new members their codes, four digits running ("0044"); a code in use is passed over."""

    def __init__(self, reader: Reader) -> None:
        """Begin behind the members there are."""
        self._reader = reader
        self._given: set[str] = set()
        self._number = reader.count(Member)
        self._looked_up = 0
        self._ahead = 1

    def coded(self, member: Member) -> Member:
        """The member with a code: his own, or the next."""
        code = self.code(member.code)
        return member if code == member.code else dataclasses.replace(member, code=code)

    def code(self, own: str = "") -> str:
        """A new member's own code, noted as given; or the next where he has none."""
        if not own:
            self._number += 1
            while self._is_taken(own := f"{self._number:04d}"):
                self._number += 1
        self._given.add(own)
        return own

    def _is_taken(self, code: str) -> bool:
        if self._number >= self._looked_up:
            # Two at first, then more and more at once: who asks for many codes asks the database rarely.
            self._ahead = min(self._ahead * 2, 500)
            self._looked_up = self._number + self._ahead
            codes = frozenset(f"{number:04d}" for number in range(self._number, self._looked_up))
            self._given.update(member.code for member in self._reader.all(Member, code=codes))
        return code in self._given


def add_member(
    register: Register,
    member: Member,
    *,
    unit_id: str | None,
    today: date,
    kind: StatusKind = StatusKind.ADMITTED,
    on: PartialDate | None = None,
) -> Member:
    """Put a new member into the register and into a unit.

    ``on`` is the day of admission or transfer; left out, the day of joining the Hội counts.
    """
    with register.change(f"Thêm hội viên {member.full_name}") as work:
        return put_member(work, member, unit_id=unit_id, today=today, kind=kind, on=on)


def put_member(
    work: Work,
    member: Member,
    *,
    unit_id: str | None,
    today: date,
    kind: StatusKind = StatusKind.ADMITTED,
    on: PartialDate | None = None,
) -> Member:
    """As :func:`add_member`, inside an open change."""
    require_unused_code(work, member)
    require_unit(work, unit_id)
    added = work.add(CodeSeries(work).coded(member))
    event = StatusEvent(member_id=added.id, kind=kind, on=on or member.joined, unit_id=unit_id)
    require_possible([event], today=today)
    work.add(event)
    return added


def require_unused_code(work: Work, member: Member) -> None:
    """Refuse a code that another member has: people are looked up by it."""
    others = work.all(Member, code=member.code) if member.code else ()
    other = next((each for each in others if each.id != member.id), None)
    if other is not None:
        raise FieldError("code", f"Mã “{member.code}” đang dùng cho {other.full_name}. Hãy đặt mã khác.")


def require_unit(work: Work, unit_id: str | None) -> None:
    """Refuse a unit that has ended; one that was merged leads to the unit that took it in."""
    units = read_tree(work) if unit_id is not None else None
    state = units.get(units.resolve(unit_id)) if units else None
    if state is not None and not state.alive:
        raise FieldError("unit_id", f"{state.name} đã thôi hoạt động. Hãy chọn chi hội khác.")


def put_edited(work: Work, member: Member, *, today: date) -> Member:
    """Save a changed member inside an open change; the admission follows a corrected day of joining.

    Refused when the events could then not follow each other (joining after death).
    """
    stored = work.get(Member, member.id)
    saved = work.replace(member)
    if saved.joined != stored.joined:
        before = work.all(StatusEvent, member_id=member.id)
        events = rejoined(before, stored, saved)
        require_possible(events, today=today)
        settle(work, before, events)
    return saved


def rejoined(events: Iterable[StatusEvent], stored: Member, saved: Member) -> list[StatusEvent]:
    """A member's events when the day of joining is corrected: the admission of that day moves with it."""
    return [
        dataclasses.replace(e, on=saved.joined)
        if e.kind is StatusKind.ADMITTED and e.on == stored.joined
        else e
        for e in events
    ]


def set_policies(register: Register, member_id: str, policies: Iterable[Policy]) -> None:
    """Make these the member's policy groups."""
    with register.change("Sửa diện chính sách") as work:
        settle(work, work.all(Policy, member_id=member_id), policies)


def set_honours(register: Register, member_id: str, honours: Iterable[Honour]) -> None:
    """Make these the member's medals and titles."""
    with register.change("Sửa huân, huy chương") as work:
        settle(work, work.all(Honour, member_id=member_id), honours)


def record_event(register: Register, event: StatusEvent, *, today: date) -> StatusEvent:
    """Record that a member joined, moved, left or died; refuses what cannot follow what is known."""
    with register.change(_event_label(register, event)) as work:
        member = work.get(Member, event.member_id)
        events = [e for e in work.all(StatusEvent, member_id=member.id) if e.id != event.id]
        require_possible([*events, event], today=today)
        require_unit(work, event.unit_id)
        return work.add(event)


def _event_label(register: Register, event: StatusEvent) -> str:
    with register.read() as reader:
        return f"{event.kind.label}: {reader.get(Member, event.member_id).full_name}"


def edit_event(register: Register, event: StatusEvent, *, today: date) -> StatusEvent:
    """Correct a recorded event."""
    with register.change(f"Sửa biến động: {event.kind.label}") as work:
        others = [e for e in work.all(StatusEvent, member_id=event.member_id) if e.id != event.id]
        require_possible([*others, event], today=today)
        return work.replace(event)


def remove_event(register: Register, event_id: str, *, today: date) -> None:
    """Take out an event that was entered by mistake; the one that brought the member in stays."""
    with register.change("Xóa biến động ghi nhầm") as work:
        event = work.get(StatusEvent, event_id)
        others = [e for e in work.all(StatusEvent, member_id=event.member_id) if e.id != event.id]
        if not others:
            raise RuleError(
                "Đây là lần vào Hội của hội viên. Hãy sửa ngày, hoặc xóa hội viên nếu ghi nhầm người."
            )
        require_possible(others, today=today)
        work.remove(event)


def remove_member(register: Register, member_id: str) -> str:
    """Take out a member who was entered by mistake, with what hangs on him; returns the name.

    Somebody who moved, left or died is never removed: his events belong to past figures. Refused (by the
    store) while meetings, awards or money name the member.
    """
    with register.change("Xóa hội viên ghi nhầm") as work:
        member = work.get(Member, member_id)
        if work.count(StatusEvent, member_id=member_id) > 1:
            raise RuleError(
                f"{member.full_name} đã có biến động trong sổ nên không xóa được. "
                "Người chuyển đi, thôi hay từ trần thì ghi ở “Biến động”."
            )
        for kind in (StatusEvent, Policy, Honour, Office, ExtraValue, Consent, Attachment, NotSame):
            for child in work.all(kind, member_id=member_id):
                work.remove(child)
        for told_apart in work.all(NotSame, other_id=member_id):
            work.remove(told_apart)
        work.remove(member)
        return member.full_name


def suggestions(register: Register, field: str, *, limit: int = 200) -> tuple[str, ...]:
    """What was already typed into a text field of members, most used first."""
    with register.read() as reader:
        return distinct_values(reader, Member, field, limit=limit)
