"""Merging two records of one person: seen side by side first, then done as one change."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.care import Visit
from app.domain.extras import ExtraField, ExtraValue
from app.domain.meetings import Attendance
from app.domain.members import Member
from app.domain.merging import Side, one_attendance, one_life, suggested, value_of
from app.domain.motions import Candidate
from app.domain.record import FieldInfo, Record, fields_of
from app.domain.registry import KINDS, NAMES
from app.domain.status import StatusEvent, standing_on
from app.errors import RuleError
from app.services.units import read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.store.tables import LINKS

__all__ = ["Side"]

#: Fields that follow another one's choice: how many words of the name are the given name.
_FOLLOWS = {"given_words": "full_name"}
_FIELDS = tuple(info for info in fields_of(Member) if info.name not in ("id", "version"))


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of the two records as text; ``suggested`` says whose value is the better one.

    ``differs`` tells that there is something to choose, ``both`` that the two texts can be joined. A field
    that the branch defined itself has that field's id for ``name``.
    """

    name: str
    label: str
    kept: str
    gone: str
    differs: bool
    suggested: Side
    both: bool
    sensitive: bool


@dataclass(frozen=True, slots=True)
class MovedRecords:
    """How many records of a kind ("Điểm danh") hang on the record that goes."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge will do, to be looked at first.

    ``fields`` are those that at least one record has; ``told`` sentences about what becomes one of two;
    ``standing`` where the person stands afterwards.
    """

    keep: Member
    gone: Member
    fields: tuple[FieldPair, ...]
    moves: tuple[MovedRecords, ...]
    told: tuple[str, ...]
    standing: str


def plan_merge(register: Register, keep_id: str, gone_id: str, *, today: date) -> MergePlan:
    """Lay two records side by side; nothing is changed.

    Raises NotFoundError, and RuleError when it is one record or their events cannot follow each other.
    """
    with register.read() as reader:
        return _plan(reader, keep_id, gone_id, today)


def merge(
    register: Register, plan: MergePlan, choices: Mapping[str, Side] | None = None, *, today: date
) -> Member:
    """Do what the plan says, with ``choices`` by field name where they differ from what it suggests.

    Everything that points at the gone member, of whatever kind, points at the kept one afterwards; the gone
    one leaves the register. All of it is one change. Raises RuleError when the register is no longer as the
    plan shows it, FieldError when the chosen values cannot stand together.
    """
    keep, gone = plan.keep, plan.gone
    with register.change(f"Gộp hồ sơ: {_named(gone)} vào {_named(keep)}") as work:
        if _plan(work, keep.id, gone.id, today) != plan:
            raise RuleError(
                "Một trong hai hồ sơ vừa được sửa ở cửa sổ hoặc máy khác. Hãy mở lại để xem rồi gộp."
            )
        sides = _sides(plan.fields, choices or {})
        saved = work.replace(_merged(keep, gone, sides))
        joined = _join(work, keep, gone, sides, today)
        for record in joined.changed:
            work.replace(record)
        for record in joined.dropped:
            work.remove(record)
        work.remove(gone)
        return saved


def _sides(pairs: Sequence[FieldPair], choices: Mapping[str, Side]) -> dict[str, Side]:
    """Whose value each field takes: as chosen, else as suggested."""
    sides = {pair.name: pair.suggested for pair in pairs}
    unknown = next((name for name in choices if name not in sides), None)
    if unknown is not None:
        known = ", ".join(pair.name for pair in pairs if pair.differs) or "không có"
        raise RuleError(f"Không có gì để chọn ở mục “{unknown}”. Các mục khác nhau: {known}.")
    return sides | dict(choices)


def _merged(keep: Member, gone: Member, sides: Mapping[str, Side]) -> Member:
    values = {}
    for info in _FIELDS:
        side = sides.get(_FOLLOWS.get(info.name, info.name), Side.KEPT)
        values[info.name] = value_of(info, getattr(keep, info.name), getattr(gone, info.name), side)
    return dataclasses.replace(keep, **values)


def _named(member: Member) -> str:
    return f"{member.full_name} ({member.code})" if member.code else member.full_name


# ------------------------------------------------------------------ looking


def _plan(reader: Reader, keep_id: str, gone_id: str, today: date) -> MergePlan:
    if keep_id == gone_id:
        raise RuleError("Đây là cùng một hồ sơ. Hãy chọn hai hồ sơ khác nhau để gộp.")
    keep, gone = reader.get(Member, keep_id), reader.get(Member, gone_id)
    pairs = tuple(pair for pair in _pairs(reader, keep, gone) if pair.kept or pair.gone)
    joined = _join(reader, keep, gone, _sides(pairs, {}), today)
    return MergePlan(keep, gone, pairs, joined.moves, joined.told, joined.standing)


def _pairs(reader: Reader, keep: Member, gone: Member) -> Iterator[FieldPair]:
    for info in _FIELDS:
        if info.name not in _FOLLOWS:
            yield _pair(info, getattr(keep, info.name), getattr(gone, info.name))
    texts = {
        (value.member_id, value.field_id): value.text
        for value in reader.all(ExtraValue, member_id=(keep.id, gone.id))
    }
    for field in reader.all(ExtraField, order_by="position"):
        kept, other = texts.get((keep.id, field.id), ""), texts.get((gone.id, field.id), "")
        side = Side.GONE if other and not kept else Side.KEPT
        yield FieldPair(
            name=field.id,
            label=field.name,
            kept=kept,
            gone=other,
            differs=kept != other,
            suggested=side,
            both=False,
            sensitive=field.sensitive,
        )


def _pair(info: FieldInfo, kept: Any, gone: Any) -> FieldPair:
    return FieldPair(
        name=info.name,
        label=info.label,
        kept=_shown(info, kept),
        gone=_shown(info, gone),
        differs=kept != gone,
        suggested=suggested(info, kept, gone),
        both=bool(info.multiline and kept and gone),
        sensitive=info.sensitive,
    )


def _shown(info: FieldInfo, held: Any) -> str:
    if not held:
        return ""
    if held is True:
        return "có"
    return f"có {info.label.lower()}" if info.is_file else str(getattr(held, "label", held))


# ------------------------------------------------------------------ what points at the two


@dataclass(frozen=True, slots=True)
class _Joined:
    changed: tuple[Record, ...]
    dropped: tuple[Record, ...]
    moves: tuple[MovedRecords, ...]
    told: tuple[str, ...]
    standing: str


def _join(reader: Reader, keep: Member, gone: Member, sides: Mapping[str, Side], today: date) -> _Joined:
    """What becomes of every record that points at the gone member, whatever kinds there are."""
    changed: list[Record] = []
    dropped: list[Record] = []
    moves: list[MovedRecords] = []
    told: list[str] = []
    for name, columns in _links().items():
        kind = KINDS[name]
        moving = {record.id: record for column in columns for record in reader.all(kind, **{column: gone.id})}
        if moving:
            moves.append(MovedRecords(kind.title, len(moving)))
        if kind is StatusEvent:
            continue
        staying = {r.id: r for c in columns for r in reader.all(kind, **{c: keep.id}) if r.id not in moving}
        wanted: Any = frozenset(moving)
        needed = frozenset(
            getattr(record, column)
            for other, column in LINKS[name]
            for record in reader.all(KINDS[other], **{column: wanted})
        )
        became, went, said = _Move(keep.id, gone.id, kind, columns, sides, needed).do(
            staying.values(), moving.values()
        )
        changed += became
        dropped += went
        told += said
    stored = reader.all(StatusEvent, member_id=(keep.id, gone.id))
    life = one_life(
        keep.id,
        [event for event in stored if event.member_id == keep.id],
        [event for event in stored if event.member_id == gone.id],
        today=today,
        joined=((gone if sides.get("joined") is Side.GONE else keep).joined, keep.joined, gone.joined),
    )
    known = {event.id: event for event in stored}
    changed += [event for event in life.events if known[event.id] != event]
    dropped += [known[event.id] for event in life.dropped]
    return _Joined(
        tuple(changed), tuple(dropped), tuple(moves), (*life.told, *told), _standing(reader, life.events)
    )


def _links() -> dict[str, list[str]]:
    """For every kind of record that points at members, by which fields."""
    links: dict[str, list[str]] = {}
    for name, column in LINKS[NAMES[Member]]:
        links.setdefault(name, []).append(column)
    return links


#: What is told when records of a kind say the same of both; {} is how many. Fields say it themselves.
_TOLD: dict[type[Record], str] = {
    Attendance: "Điểm danh: {} cuộc họp ghi cả hai hồ sơ, mỗi cuộc giữ một dòng; có mặt thì vẫn là có mặt.",
    Candidate: "Bầu cử: {} lần bầu ghi cả hai hồ sơ, mỗi lần giữ một dòng với số phiếu của hồ sơ được giữ.",
    Visit: "Đợt tặng quà: {} đợt ghi cả hai hồ sơ, mỗi đợt giữ một suất.",
    ExtraValue: "",
}


@dataclass(frozen=True, slots=True)
class _Move:
    """How the records of one kind go over; ``columns`` are its fields that point at members.

    ``needed`` are the ids of those that other records point at.
    """

    keep_id: str
    gone_id: str
    kind: type[Record]
    columns: Sequence[str]
    sides: Mapping[str, Side]
    needed: frozenset[str]

    def do(
        self, staying: Iterable[Record], moving: Iterable[Record]
    ) -> tuple[Iterable[Record], list[Record], list[str]]:
        """The records changed, those dropped, and what to tell of it.

        Facts about a person (whose link is required) that would stand there twice become one. What stands by
        itself – an award, a visit, money – is never taken for another's double.
        """
        known = {self._sameness(record): record for record in staying}
        changed: dict[str, Record] = {}
        dropped: list[Record] = []
        doubled = 0
        for record in moving:
            links: dict[str, Any] = {name: self._turned(getattr(record, name)) for name in self.columns}
            filled = [each for each in links.values() if each is not None]
            if len(set(filled)) < len(filled):
                dropped.append(record)  # it was about the two, who are one now
                continue
            now: Record = dataclasses.replace(record, **links)
            is_fact = record.id not in self.needed and (self._is_fact() or _is_promise(now))
            twin = known.get(self._sameness(now)) if is_fact else None
            if twin is None:
                changed[now.id] = now
            else:
                dropped.append(record)
                doubled += 1
                now = self._one(twin, now)
                if now != twin:
                    changed[now.id] = now
            known[self._sameness(now)] = now
        told = _TOLD.get(self.kind, f"{self.kind.title}: {{}} mục hai hồ sơ cùng có, mỗi mục giữ một.")
        return changed.values(), dropped, [told.format(doubled)] if doubled and told else []

    def _turned(self, member_id: str | None) -> str | None:
        return self.keep_id if member_id == self.gone_id else member_id

    def _is_fact(self) -> bool:
        """Whether records of this kind only say something of a member."""
        return all(not info.optional for info in fields_of(self.kind) if info.name in self.columns)

    def _sameness(self, record: Record) -> tuple[object, ...]:
        """What two records that say the same share; of a meeting, a ballot, an own field a person has one."""
        people = frozenset(getattr(record, column) for column in self.columns)
        if isinstance(record, Attendance):
            return people, record.meeting_id
        if isinstance(record, Candidate):
            return people, record.election_id
        if isinstance(record, Visit) and _is_promise(record):
            return people, record.campaign_id
        if isinstance(record, ExtraValue):
            return people, record.field_id
        skipped = ("id", "version", *self.columns)
        rest = tuple(getattr(record, i.name) for i in fields_of(self.kind) if i.name not in skipped)
        return people, *rest

    def _one(self, kept: Record, gone: Record) -> Record:
        if isinstance(kept, Attendance) and isinstance(gone, Attendance):
            return one_attendance(kept, gone)
        if isinstance(kept, ExtraValue) and isinstance(gone, ExtraValue):
            takes_other = self.sides.get(kept.field_id) is Side.GONE
            return dataclasses.replace(kept, text=gone.text) if takes_other else kept
        return kept


def _is_promise(record: Record) -> bool:
    """Whether it is a line of a round of gifts not handed over yet: a person has one there."""
    return isinstance(record, Visit) and record.planned and record.campaign_id is not None


def _standing(reader: Reader, events: Sequence[StatusEvent]) -> str:
    standing = standing_on(events)
    if standing is None:
        return ""
    tree = read_tree(reader)
    unit = tree.name(tree.resolve(standing.unit_id))
    return " · ".join(part for part in (standing.status.label, unit) if part)
