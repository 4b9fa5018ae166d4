"""What the rules of the register refuse when a past change is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from app.domain.care import Visit
from app.domain.commendations import Award, AwardRound, RoundState, done_since, number_conflict
from app.domain.funds import EntryKind, FundClosing, FundEntry
from app.domain.members import Member
from app.domain.record import Record, fields_of
from app.domain.registry import KINDS, NAMES
from app.domain.status import Status, StatusEvent, require_possible, standing_on
from app.domain.unit_rules import find_faults
from app.domain.units import Unit, UnitEvent, UnitTree, tree_on
from app.errors import FieldError
from app.services.closings import ASKED, asked_fault, lock_faults
from app.services.funds import twin_id
from app.services.handing_over import paid_of
from app.store import change_log
from app.store.change_log import Change, Key
from app.store.queries import MemberQuery, member_page
from app.store.reader import Reader

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a record cannot go back: a reason in words, or the record that points at it."""

    reason: str
    holder: Key | None = None


Wanted = Mapping[Key, Record | None]
#: What makes two records say the same; of the other kinds that hang on one record, every field.
_ONCE: dict[str, tuple[str, ...]] = {
    "attendances": ("meeting_id", "member_id"),
    "awards": ("round_id", "kind", "member_id", "unit_id", "recipient", "form"),
    "extra_values": ("field_id", "member_id"),
    "policies": ("member_id", "kind", "rate"),
    "honours": ("member_id", "name", "received"),
    "offices": ("member_id", "unit_id", "name", "starts", "ends"),
    "guests": ("meeting_id", "name"),
}


def refused_by_rules(
    reader: Reader, change: Change, now: Mapping[Key, Record], wanted: Wanted, today: date
) -> Iterator[tuple[Key, Refused]]:
    """Which of the ``wanted`` records (``None`` = absent) the rules refuse, and why.

    ``change`` is what is taken back, ``now`` holds those of them that are in the register. What is refused
    has to stay as it is; then the rest is to be asked again.
    """
    yield from _impossible_events(reader, now, wanted, today)
    yield from _units(reader, wanted)
    yield from _decided(reader, now, wanted)
    yield from _visits(reader, now, wanted)
    yield from _closed_years(reader, now, wanted)
    yield from _transfers(reader, change, wanted)
    yield from _twice(reader, change, now, wanted)


def _of(wanted: Wanted, kind: type[R]) -> dict[str, R | None]:
    name = NAMES[kind]
    return {
        key[1]: record
        for key, record in wanted.items()
        if key[0] == name and (record is None or isinstance(record, kind))
    }


def _after(records: Iterable[R], wanted: dict[str, R | None]) -> list[R]:
    """These records of one kind as they would be."""
    kept = [record for record in records if record.id not in wanted]
    return kept + [record for record in wanted.values() if record is not None]


# ------------------------------------------------------------ where members stand


def _impossible_events(
    reader: Reader, now: Mapping[Key, Record], wanted: Wanted, today: date
) -> Iterator[tuple[Key, Refused]]:
    changed = _of(wanted, StatusEvent)
    members = _of(wanted, Member)
    back = {
        member_id
        for member_id in members
        if members[member_id] is not None and ("members", member_id) not in now
    }
    if not changed and not back:
        return
    stored = reader.all(StatusEvent, id=frozenset(changed))
    touched = {e.member_id for e in (*stored, *changed.values()) if e is not None} | back
    staying = frozenset(member_id for member_id in touched if members.get(member_id, now) is not None)
    by_member: dict[str, list[StatusEvent]] = {member_id: [] for member_id in staying}
    mine: dict[str, list[str]] = {member_id: [] for member_id in staying}
    for event in _after(reader.all(StatusEvent, member_id=staying), changed):
        if event.member_id in by_member:
            by_member[event.member_id].append(event)
    for event in (*stored, *(e for e in changed.values() if e is not None)):
        if event.member_id in mine:
            mine[event.member_id].append(event.id)
    tree = _tree_after(reader, wanted)
    for member_id, events in by_member.items():
        reason = _why_impossible(events, tree, today)
        if reason:
            yield from ((("status_events", event_id), Refused(reason)) for event_id in mine[member_id])
            yield ("members", member_id), Refused(reason)


def _why_impossible(events: list[StatusEvent], tree: UnitTree, today: date) -> str:
    try:
        require_possible(events, today=today)
    except FieldError as problem:
        return problem.message.rstrip(".")
    standing = standing_on(events)
    if standing is None:
        return "hội viên sẽ không còn biến động nào ghi lúc vào Hội"
    unit = tree.get(tree.resolve(standing.unit_id))
    if standing.status is Status.ACTIVE and unit is not None and not unit.alive:
        return f"{unit.name} không còn hoạt động"
    return ""


# ------------------------------------------------------------ units


def _tree_after(reader: Reader, wanted: Wanted) -> UnitTree:
    units = _after(reader.all(Unit), _of(wanted, Unit))
    return tree_on(units, _after(reader.all(UnitEvent), _of(wanted, UnitEvent)))


def _units(reader: Reader, wanted: Wanted) -> Iterator[tuple[Key, Refused]]:
    changed = _of(wanted, UnitEvent)
    if not changed and not _of(wanted, Unit):
        return
    units, events = reader.all(Unit), reader.all(UnitEvent)
    then = (_after(units, _of(wanted, Unit)), _after(events, changed))
    known = set(find_faults(units, events))
    found = [(fault.unit_id, fault.message.rstrip(".")) for fault in find_faults(*then) if fault not in known]
    found += _left_behind(reader, tree_on(units, events), tree_on(*then))
    for unit_id, reason in found:
        of_unit = {each.id for each in (*events, *then[1]) if each.unit_id == unit_id} & changed.keys()
        for event_id in of_unit or changed:
            yield ("unit_events", event_id), Refused(f"{reason[:1].lower()}{reason[1:]}")


def _left_behind(reader: Reader, tree: UnitTree, after: UnitTree) -> list[tuple[str, str]]:
    """Units that would end, without being merged, while they have active members."""
    found = []
    for state in tree.alive():
        then = after.get(state.unit_id)
        if then is not None and not then.alive and then.merged_into is None:
            query = MemberQuery(unit_ids=tree.holding(state.unit_id), status=Status.ACTIVE)
            if member_page(reader, query, offset=0, limit=1).total:
                found.append((state.unit_id, f"{state.name} còn hội viên đang sinh hoạt"))
    return found


# ------------------------------------------------------------ commendations


#: What is recorded of a round and its awards after the decision, and says nothing else than the decision.
_AFTERWARDS = frozenset({"version", "meeting_id", "handed_on", "handed_to", "nudges"})


def _decided(reader: Reader, now: Mapping[Key, Record], wanted: Wanted) -> Iterator[tuple[Key, Refused]]:
    rounds, awards = _of(wanted, AwardRound), _of(wanted, Award)
    if not rounds and not awards:
        return
    stored = {each.id: each for each in now.values() if isinstance(each, Award) and each.id in awards}
    listed: dict[str, set[str]] = {}
    for award_id, then in awards.items():
        held = stored.get(award_id)
        for award in (held, then):
            if award is not None and _says_otherwise(held, then):
                listed.setdefault(award.round_id, set()).add(award_id)
    known = {each.id: each for each in reader.all(AwardRound)}
    for round_id in rounds.keys() | listed.keys():
        held_round = known.get(round_id)
        then_round = rounds.get(round_id) if round_id in rounds else held_round
        if round_id not in listed and not _says_otherwise(held_round, then_round):
            continue
        reason = _why_decided(known.values(), held_round, then_round) or _why_done(reader, held_round)
        if reason and round_id in rounds:
            yield ("award_rounds", round_id), Refused(reason)
        yield from ((("awards", each), Refused(reason)) for each in listed.get(round_id, ()) if reason)


def _says_otherwise(held: Record | None, then: Record | None) -> bool:
    """Whether a round or an award would say something else than the decision does."""
    if held is None or then is None:
        return held is not then
    names = {info.name for info in fields_of(type(held))} - _AFTERWARDS
    return any(getattr(held, name) != getattr(then, name) for name in names)


def _why_decided(rounds: Iterable[AwardRound], held: AwardRound | None, then: AwardRound | None) -> str:
    """Why the list of a round cannot change; only the newest paper can be taken back, whole."""
    if held is not None and held.state is RoundState.ISSUED:
        return f"giấy khen của đợt “{held.name}” đã phát hành"
    if held is None or held.state is RoundState.DRAFT:
        if then is not None and then.state is not RoundState.DRAFT:
            return "quyết định đã rút thì phải ghi lại, để có số đúng thứ tự"
        submitted = held.submission_code if held is not None else ""
        if then is not None and then.submission_code and not submitted:
            return "tờ trình đã rút thì phải trình lại, để có số đúng thứ tự"
        if held is not None and submitted and (then is None or then.submission_code):
            return f"đợt “{held.name}” đã trình theo tờ trình {submitted}"
    elif then is None or then.state is not RoundState.DRAFT:
        return f"đợt “{held.name}” đã có quyết định {held.decision_code}"
    elif then.decision_number is not None or then.decided_on is not None:
        return f"quyết định {held.decision_code} đã sửa sau đó"
    return number_conflict(rounds, held, then)


def _why_done(reader: Reader, held: AwardRound | None) -> str:
    """Why a decision of ours stays though it is the newest: awards were handed over or paid on it."""
    if held is None or held.state is RoundState.DRAFT or held.is_upper:
        return ""
    awards = reader.all(Award, round_id=held.id)
    done = done_since(awards, paid_of(reader, awards))
    return f"đợt “{held.name}” {done}" if done else ""


# ------------------------------------------------------------ visits and what they cost


def _visits(reader: Reader, now: Mapping[Key, Record], wanted: Wanted) -> Iterator[tuple[Key, Refused]]:
    visits, entries = _of(wanted, Visit), _of(wanted, FundEntry)
    ids = set(visits) | {
        each.visit_id
        for each in (*now.values(), *entries.values())
        if isinstance(each, FundEntry) and each.id in entries and each.visit_id
    }
    if not ids:
        return
    then = {visit.id: visit for visit in _after(reader.all(Visit, id=frozenset(ids)), visits)}
    paid: dict[str, list[FundEntry]] = {}
    stored = reader.all(FundEntry, visit_id=frozenset(ids))
    for entry in _after(stored, entries):
        if entry.visit_id in then:
            paid.setdefault(entry.visit_id, []).append(entry)
    for visit_id, expenses in paid.items():
        if len(expenses) == 1 and _is_paid_by(then[visit_id], expenses[0]):
            continue
        reason = Refused("khoản chi trong sổ quỹ sẽ không khớp với lần thăm hỏi")
        if visit_id in visits:
            yield ("visits", visit_id), reason
        yield from ((("fund_entries", e.id), reason) for e in (*stored, *expenses) if e.id in entries)


def _is_paid_by(visit: Visit, entry: FundEntry) -> bool:
    made = (EntryKind.EXPENSE, visit.on, visit.total, visit.fund_id)
    return not visit.planned and made == (entry.kind, entry.on, entry.amount, entry.fund_id)


def _closed_years(reader: Reader, now: Mapping[Key, Record], wanted: Wanted) -> Iterator[tuple[Key, Refused]]:
    for kind in ASKED:
        for record_id, then in _of(wanted, kind).items():
            if reason := asked_fault(reader, now.get((NAMES[kind], record_id)), then):
                yield (NAMES[kind], record_id), Refused(reason)
    entries, closings = _of(wanted, FundEntry), _of(wanted, FundClosing)
    if not entries and not closings:
        return
    held = {each.id: each for each in now.values() if isinstance(each, FundEntry) and each.id in entries}
    members = _of(wanted, Member)
    merged = {each for each in members if members[each] is None or ("members", each) not in now}
    for record_id, reason in lock_faults(reader, held, entries, closings, merged=merged):
        yield (NAMES[FundEntry if record_id in entries else FundClosing], record_id), Refused(reason)


def _transfers(reader: Reader, change: Change, wanted: Wanted) -> Iterator[tuple[Key, Refused]]:
    """Lines of a transfer whose other line would not say the same of the other fund."""
    entries = _of(wanted, FundEntry)
    twins = {twin_id(entry_id): entry_id for entry_id in entries}
    if not twins:
        return
    stored = {each.id: each for each in reader.all(FundEntry, id=frozenset(twins))}
    known = {item.record_id for item in change_log.items_of(reader.connection, change, record_ids=twins)}
    for twin, entry_id in twins.items():
        if twin in stored or twin in known or twin in entries:
            then, other = entries[entry_id], entries[twin] if twin in entries else stored.get(twin)
            if _sum_of(then) != _sum_of(other):
                reason = "tiền chuyển giữa hai quỹ phải trả lại ở cả hai bên"
                yield (NAMES[FundEntry], entry_id), Refused(reason)


def _sum_of(entry: FundEntry | None) -> object:
    return None if entry is None else (entry.on, entry.amount)


# ------------------------------------------------------------ nothing twice


def _twice(
    reader: Reader, change: Change, now: Mapping[Key, Record], wanted: Wanted
) -> Iterator[tuple[Key, Refused]]:
    """Records that would come back beside one that says the same and was entered in their place."""
    for name, fields in _ONCE.items():
        back = {
            _said(record, fields): record.id
            for key, record in wanted.items()
            if key[0] == name and record is not None and key not in now
        }
        if not back:
            continue
        place = 1 if name == "extra_values" else 0
        of_owners: dict[str, Any] = {fields[place]: frozenset(said[place] for said in back)}
        twins = {
            each.id: back[said]
            for each in reader.all(KINDS[name], **of_owners)
            if wanted.get((name, each.id), each) is not None and (said := _said(each, fields)) in back
        }
        for twin in change_log.added_since(reader.connection, change, twins.keys()):
            yield (name, twins[twin]), Refused("đã được ghi lại sau đó")


def _said(record: Record, fields: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in fields)
