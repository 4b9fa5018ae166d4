"""Members: list, find, add, edit, and the events that change where they stand."""

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
from app.domain.members import Consent, Gender, Honour, Member, NotSame, Policy
from app.domain.offices import Office, highest
from app.domain.places import address_on
from app.domain.status import (
    Standing,
    Status,
    StatusEvent,
    StatusKind,
    require_possible,
    standing_on,
)
from app.domain.units import UnitTree
from app.errors import NotFoundError, RuleError
from app.services.children import settle
from app.services.extra_fields import values_of
from app.services.units import read_tree
from app.store import queries
from app.store.queries import (
    MemberListRow,
    MemberQuery,
    distinct_values,
    member_ids,
    member_page,
    members_as_of,
)
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate

__all__ = ["MemberQuery"]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member for a list, as he stands now."""

    id: str
    code: str
    full_name: str
    gender: Gender | None
    birth: PartialDate | None
    unit_name: str
    role: str
    status: Status | None
    joined: PartialDate | None
    phone: str
    address: str
    hardship: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A part of a list and how long the whole is."""

    rows: tuple[MemberRow, ...]
    total: int


def list_members(
    register: Register, query: MemberQuery, *, today: date, offset: int = 0, limit: int = 50
) -> MemberPage:
    """One page of the members that ``query`` asks for, sorted by the store."""
    with register.read() as reader:
        page = member_page(reader, query, offset=offset, limit=limit)
        return MemberPage(_rows(reader, page.rows, today), page.total)


def member_position(register: Register, query: MemberQuery, member_id: str) -> int | None:
    """Where a member stands in the list that ``query`` asks for, from 0; ``None`` when he is not in it."""
    with register.read() as reader:
        return queries.member_position(reader, query, member_id)


def _rows(reader: Reader, found: tuple[MemberListRow, ...], today: date) -> tuple[MemberRow, ...]:
    tree = read_tree(reader)
    roles = roles_on(reader, today, frozenset(row.id for row in found))
    return tuple(
        MemberRow(
            id=row.id,
            code=row.code,
            full_name=row.full_name,
            gender=row.gender,
            birth=row.birth,
            unit_name=tree.name(tree.resolve(row.unit_id)),
            role=roles.get(row.id, ""),
            status=row.status,
            joined=row.joined,
            phone=row.phone,
            address=row.address,
            hardship=row.hardship,
        )
        for row in found
    )


def roles_on(reader: Reader, day: date, ids: frozenset[str] | None = None) -> dict[str, str]:
    """The highest office of each member on a day, by member id."""
    offices = reader.all(Office) if ids is None else reader.all(Office, member_id=ids)
    held: dict[str, list[Office]] = {}
    for office in offices:
        held.setdefault(office.member_id, []).append(office)
    return {member: top.name for member, each in held.items() if (top := highest(each, day)) is not None}


@dataclass(frozen=True, slots=True)
class MemberOnDay:
    """One member as he stood on a day."""

    member: Member
    standing: Standing
    unit_name: str
    role: str
    day: date

    @property
    def address(self) -> str:
        """Where the member lived in the words of that day, as papers of the day write it."""
        return address_on(self.member, self.day)


def members_on(
    register: Register, day: date, *, search: str = "", unit: str = "", status: Status | None = None
) -> tuple[MemberOnDay, ...]:
    """Everybody who had joined by ``day``, sorted by tên, họ, đệm, as he stood on that day.

    ``unit`` is a unit's name or code (as of that day), ``search`` words as in the list.
    """
    with register.read() as reader:
        return read_members_on(reader, day, search=search, unit=unit, status=status)


def read_members_on(
    reader: Reader, day: date, *, search: str = "", unit: str = "", status: Status | None = None
) -> tuple[MemberOnDay, ...]:
    """As :func:`members_on`, inside an open reading."""
    tree = read_tree(reader, day)
    roles = roles_on(reader, day)
    wanted = set(member_ids(reader, MemberQuery(search=search))) if search.strip() else None
    under: frozenset[str] | None = None
    if unit:
        found = tree.find(unit)
        under = tree.holding(found.unit_id) if found else frozenset()
    rows = []
    for member, standing in members_as_of(reader, day):
        unit_id = tree.resolve(standing.unit_id)
        if (
            (wanted is not None and member.id not in wanted)
            or (under is not None and standing.unit_id not in under)
            or (status is not None and standing.status is not status)
        ):
            continue
        rows.append(MemberOnDay(member, standing, tree.name(unit_id), roles.get(member.id, ""), day))
    return tuple(rows)


def member_document(row: MemberOnDay) -> dict[str, str | None]:
    """One member under the keys of the open contract; what is not known is ``None`` (design §4)."""
    m = row.member
    return {
        "code": m.code or None,
        "full_name": m.full_name,
        "gender": m.gender.value if m.gender else None,
        "birth": m.birth.iso if m.birth else None,
        "ethnicity": m.ethnicity or None,
        "hometown": m.hometown or None,
        "address": m.address or None,
        "phone": m.phone or None,
        "national_id": m.national_id or None,
        "chapter": row.unit_name or None,
        "role": row.role or None,
        "joined": m.joined.iso if m.joined else None,
        "enlisted": m.enlisted.iso if m.enlisted else None,
        "service_unit": m.service_unit or m.route_unit or None,
        "party_joined": m.party_joined.iso if m.party_joined else None,
        "status": row.standing.status.value,
        "note": m.note or None,
    }


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
                sorted(reader.all(Visit, member_id=member_id), key=lambda v: v.on.iso, reverse=True)
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

    def coded(self, member: Member) -> Member:
        """The member with a code: his own, or the next."""
        if member.code:
            self._given.add(member.code)
            return member
        self._number += 1
        while self._is_taken(code := f"{self._number:04d}"):
            self._number += 1
        self._given.add(code)
        return dataclasses.replace(member, code=code)

    def _is_taken(self, code: str) -> bool:
        return code in self._given or self._reader.count(Member, code=code) > 0


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
    added = work.add(CodeSeries(work).coded(member))
    event = StatusEvent(member_id=added.id, kind=kind, on=on or member.joined, unit_id=unit_id)
    require_possible([event], today=today)
    work.add(event)
    return added


def edit_member(register: Register, member: Member, *, today: date) -> Member:
    """Save a changed member; the admission event follows a corrected day of joining.

    Refused when the events could then not follow each other (joining after death).
    """
    with register.change(f"Sửa hội viên {member.full_name}") as work:
        return put_edited(work, member, today=today)


def put_edited(work: Work, member: Member, *, today: date) -> Member:
    """As :func:`edit_member`, inside an open change."""
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
