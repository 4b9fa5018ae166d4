"""Taking a lower Hội's members into our register: what is new, what it changed, what we changed ourselves.

A file is compared with the one before it: only what the Hội itself changed since is taken over, and where we
had changed the same thing, ours stays and is told. Nobody is ever taken out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.members import Member
from app.domain.record import Record, from_document, to_document
from app.domain.reports import Subordinate
from app.domain.status import StatusEvent, require_possible, standing_on
from app.domain.unit_rules import Fault, find_faults
from app.domain.units import Unit, UnitEvent, UnitEventKind
from app.errors import FieldError, FileProblemError
from app.services.submissions_format import SENT_KINDS, Document, SentPeople
from app.services.units import read_tree
from app.store.work import Work
from app.vietnamese.numbers import group

#: What the unit of our tree is called that stands for a Hội below.
_LEVEL = "Hội"
#: So many names are told; of more, how many.
_NAMED = 3
#: Events that say what a unit hangs under from then on.
_PLACING = tuple(kind.value for kind in (UnitEventKind.ESTABLISHED, UnitEventKind.SPLIT, UnitEventKind.MOVED))

Documents = Mapping[str, Mapping[str, Document]]


@dataclass(slots=True)
class Taken:
    """What came of it, counted in members; ``told`` are sentences about what was left as it was."""

    added: int = 0
    changed: int = 0
    told: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """What is going to be written."""

    new: dict[str, Record] = field(default_factory=dict)
    changed: dict[str, Record] = field(default_factory=dict)
    gone: dict[str, Record] = field(default_factory=dict)

    def drop(self, ids: Iterable[str]) -> None:
        for record_id in ids:
            for part in (self.new, self.changed, self.gone):
                part.pop(record_id, None)

    def of(self, kind: type[Record], stored: Iterable[Record]) -> list[Record]:
        """The records of a kind as they will be."""
        kept = [self.changed.get(each.id, each) for each in stored if each.id not in self.gone]
        return [*kept, *(each for each in self.new.values() if isinstance(each, kind))]


def take_people(
    work: Work, subordinate: Subordinate, sent: SentPeople, before: SentPeople | None, *, today: date
) -> tuple[Subordinate, Taken]:
    """Bring the members of a file under the unit of their Hội, made if there is none yet.

    ``before`` is what the Hội sent last. Gives the Hội with its unit, and what was done. Raises
    FileProblemError for members or units whose events cannot be.
    """
    if subordinate.unit_id is None:
        unit = work.add(Unit(position=subordinate.position))
        work.add(UnitEvent(unit_id=unit.id, name=subordinate.name, level=_LEVEL))
        subordinate = dataclasses.replace(subordinate, unit_id=unit.id)
    taking = _Taking(work, subordinate, sent, before, today)
    return subordinate, taking.run()


class _Taking:
    def __init__(
        self,
        work: Work,
        subordinate: Subordinate,
        sent: SentPeople,
        before: SentPeople | None,
        today: date,
    ) -> None:
        self.work = work
        self.today = today
        self.tree = read_tree(work)
        # Its unit may have been merged into another of ours since.
        self.root = self.tree.resolve(subordinate.unit_id) or subordinate.unit_id or ""
        self.code = subordinate.code
        self.sent: Documents = self._adapted(sent)
        self.before: Documents = self._adapted(before) if before else {name: {} for name in SENT_KINDS}
        self.plan = _Plan()
        self.taken = Taken()
        self.kept: dict[str, int] = {}

    def run(self) -> Taken:
        """Compare, check and write."""
        work = self.work
        below = self.tree.holding(self.root)
        units = {unit.id: unit for unit in work.all(Unit, id=frozenset(self.sent["units"]))}
        self._refuse_foreign_units(units, below)
        passed = self._passed_members(below)
        for name in SENT_KINDS:
            self._compare(name, passed, below)
        self._keep_possible_members()
        self._keep_possible_units(below)
        self._give_free_codes()
        self._count()
        work.add_all(self.plan.new.values())
        for record in self.plan.changed.values():
            work.replace(record)
        for record in self.plan.gone.values():
            work.remove(record)
        return self.taken

    # -- what the file says, as it reads in our register

    def _adapted(self, sent: SentPeople) -> Documents:
        adapted = {
            name: {str(each["id"]): dict(each) for each in documents}
            for name, documents in sent.records.items()
        }
        for name in ("units", "members"):
            for document in adapted[name].values():
                if document.get("code"):
                    document["code"] = f"{self.code}-{document['code']}"
        for event in adapted["unit_events"].values():
            if event.get("kind") in _PLACING and event.get("parent_id") is None:
                event["parent_id"] = self.root
        for office in adapted["offices"].values():
            # An office of that Hội itself is none of ours: our chairman is looked for without a unit.
            office["unit_id"] = office.get("unit_id") or self.root
        self._place_unplaced(adapted["status_events"].values())
        return adapted

    def _place_unplaced(self, events: Iterable[Document]) -> None:
        """Whoever came in without a chi hội belongs to the Hội itself."""
        events = tuple(events)
        unplaced = {event["member_id"] for event in events if event.get("unit_id") is None}
        first: dict[object, tuple[tuple[str, int], Document]] = {}
        for event in events:
            if event["member_id"] in unplaced:
                turn = (from_document(StatusEvent, event).order, event)
                first[event["member_id"]] = min(first.get(event["member_id"], turn), turn, key=_turn)
        for _order, event in first.values():
            event["unit_id"] = event.get("unit_id") or self.root

    # -- what is not the Hội's own

    def _refuse_foreign_units(self, stored: Mapping[str, Unit], below: frozenset[str]) -> None:
        foreign = set(stored) - below
        if foreign:
            raise FileProblemError(
                "Tệp có đơn vị trùng mã với đơn vị khác trong sổ này. Hãy nhờ Hội gửi cho biết sổ của Hội "
                "có phải chép từ sổ khác không."
            )

    def _passed_members(self, below: frozenset[str]) -> frozenset[str]:
        """Members of the file that are left alone: of another unit of ours, or taken out by us since."""
        ids = frozenset(self.sent["members"])
        stored = {member.id: member for member in self.work.all(Member, id=ids)}
        events = self._stored_events(stored)
        elsewhere = {
            member_id
            for member_id in stored
            if (standing := standing_on(events.get(member_id, ()))) is None or standing.unit_id not in below
        }
        if elsewhere:
            self._tell("đang thuộc đơn vị khác trong sổ nên giữ nguyên", [stored[each] for each in elsewhere])
        gone = (ids & frozenset(self.before["members"])) - stored.keys()
        if gone:
            names = [from_document(Member, self.sent["members"][each]) for each in gone]
            self._tell("sổ này đã gộp hoặc bỏ nên không thêm lại", names)
        missing = frozenset(self.before["members"]) - ids
        if missing:
            self.taken.told.append(
                f"{group(len(missing))} người có trong tệp trước không có trong tệp này: giữ nguyên trong sổ."
            )
        return frozenset(elsewhere | gone)

    def _stored_events(self, ids: Iterable[str]) -> dict[str, list[StatusEvent]]:
        events: dict[str, list[StatusEvent]] = {}
        for event in self.work.all(StatusEvent, member_id=frozenset(ids)):
            events.setdefault(event.member_id, []).append(event)
        return events

    def _tell(self, what: str, members: Iterable[Member]) -> None:
        names = sorted(member.full_name for member in members)
        said = ", ".join(names[:_NAMED]) + (
            f" và {group(len(names) - _NAMED)} người nữa" if len(names) > _NAMED else ""
        )
        self.taken.told.append(f"{said}: {what}.")

    # -- three sides: the file before, this file, our register

    def _compare(self, name: str, passed: frozenset[str], below: frozenset[str]) -> None:
        kind, sent, before = SENT_KINDS[name], self.sent[name], self.before[name]
        owner = "member_id" if name not in ("units", "unit_events", "members") else ""
        stored = {each.id: each for each in self.work.all(kind, id=frozenset(sent) | frozenset(before))}
        for record_id, document in sent.items():
            whose = str(document[owner]) if owner else record_id
            if whose in passed:
                continue
            held = stored.get(record_id)
            if held is not None:
                if self._is_of_sender(name, held, passed, below):
                    self._merge(kind, held, document, before.get(record_id), whose)
            elif record_id not in before:
                self.plan.new[record_id] = from_document(kind, document)
        if name in ("units", "members"):
            return
        for record_id in before.keys() - sent.keys():
            # A fact that the Hội took back (an event entered by mistake), if nobody here touched it.
            known = stored.get(record_id)
            whose = str(before[record_id][owner or "unit_id"])
            there = whose in self.sent["members" if owner else "units"] and whose not in passed
            if known is not None and there and _reads(known, before[record_id]):
                self.plan.gone[record_id] = known

    def _is_of_sender(self, name: str, held: Record, passed: frozenset[str], below: frozenset[str]) -> bool:
        """Whether a stored record hangs on what is the sender's; an id alone proves nothing."""
        if name == "unit_events":
            return getattr(held, "unit_id", None) in below
        whose = getattr(held, "member_id", held.id)
        return name == "units" or (whose in self.sent["members"] and whose not in passed)

    def _merge(
        self, kind: type[Record], held: Record, document: Document, before: Document | None, whose: str
    ) -> None:
        ours = to_document(held)
        chosen: Document = {}
        for name, theirs in document.items():
            if name == "id" or theirs == ours[name]:
                continue
            unknown = before is None or name not in before
            if (unknown and ours[name] in (None, "")) or (
                not unknown and before is not None and before[name] == ours[name]
            ):
                chosen[name] = theirs
            elif unknown or (before is not None and before[name] != theirs):
                self.kept[whose] = self.kept.get(whose, 0) + 1
        if not chosen:
            return
        try:
            self.plan.changed[held.id] = from_document(kind, {**ours, **chosen})
        except FieldError:
            self.kept[whose] = self.kept.get(whose, 0) + len(chosen)

    # -- only what can be

    def _keep_possible_members(self) -> None:
        planned = [
            each
            for part in (self.plan.new, self.plan.changed, self.plan.gone)
            for each in part.values()
            if isinstance(each, StatusEvent)
        ]
        moved: dict[str, list[StatusEvent]] = {}
        for event in planned:
            moved.setdefault(event.member_id, []).append(event)
        stored = self._stored_events(moved)
        odd = []
        for member_id, touched in moved.items():
            known = stored.get(member_id, [])
            ids = {event.id for event in touched}
            kept = [self.plan.changed.get(e.id, e) for e in known if e.id not in self.plan.gone]
            after = [*kept, *(self.plan.new[each] for each in ids if each in self.plan.new)]
            try:
                require_possible((e for e in after if isinstance(e, StatusEvent)), today=self.today)
            except FieldError as problem:
                name = str(self.sent["members"][member_id]["full_name"])
                if member_id in self.plan.new:
                    raise FileProblemError(f"{name}: {problem.message}") from problem
                self.plan.drop(ids)
                odd.append(self.work.get(Member, member_id))
        if odd:
            self._tell("biến động trong tệp không khớp với biến động ghi ở sổ này nên giữ nguyên", odd)

    def _keep_possible_units(self, below: frozenset[str]) -> None:
        """The tree below the Hội must be possible; where ours and theirs do not go together ours stays."""
        units = self.work.all(Unit, id=below)
        events = self.work.all(UnitEvent, unit_id=below)
        known = set(find_faults(units, events))
        faults = self._new_faults(units, events, known)
        if faults:
            old = {each.id for each in (*units, *events)}
            added = {
                each.id
                for each in self.plan.new.values()
                if isinstance(each, UnitEvent) and each.unit_id not in self.plan.new
            }
            self.plan.drop((old & (self.plan.changed.keys() | self.plan.gone.keys())) | added)
            self.taken.told.append("Các đơn vị đã có trong sổ giữ nguyên: thay đổi trong tệp không khớp.")
            faults = self._new_faults(units, events, known)
        if faults:
            raise FileProblemError(f"Cây đơn vị trong tệp chưa đúng: {faults[0]}")

    def _new_faults(
        self, units: tuple[Unit, ...], events: tuple[UnitEvent, ...], known: set[Fault]
    ) -> list[str]:
        after_units = [each for each in self.plan.of(Unit, units) if isinstance(each, Unit)]
        after = [each for each in self.plan.of(UnitEvent, events) if isinstance(each, UnitEvent)]
        return [fault.message for fault in find_faults(after_units, after) if fault not in known]

    def _give_free_codes(self) -> None:
        """A code that somebody of ours has already gets a number behind it."""
        wanted = {m.id: m.code for m in self.plan.new.values() if isinstance(m, Member) and m.code}
        used = {member.code for member in self.work.all(Member, code=frozenset(wanted.values()))}
        for member_id, code in wanted.items():
            free, number = code, 1
            while free in used:
                number += 1
                free = f"{code}-{number}"
            used.add(free)
            if free != code:
                self.plan.new[member_id] = from_document(
                    Member, {**to_document(self.plan.new[member_id]), "code": free}
                )

    def _count(self) -> None:
        new = {each.id for each in self.plan.new.values() if isinstance(each, Member)}
        touched = {
            each.id if isinstance(each, Member) else getattr(each, "member_id", "")
            for part in (self.plan.new, self.plan.changed, self.plan.gone)
            for each in part.values()
        }
        self.taken.added = len(new)
        self.taken.changed = len(touched - new - {""})
        kept = [each for each in self.kept if each in self.sent["members"]]
        if kept:
            members = self.work.all(Member, id=frozenset(kept))
            self._tell("có mục Hội gửi sửa khác với sửa đổi ở sổ này, giữ như ở sổ này", members)


def _turn(turn: tuple[tuple[str, int], Document]) -> tuple[str, int]:
    return turn[0]


def _reads(held: Record, document: Document) -> bool:
    """Whether a stored record still says what the document says."""
    ours = to_document(held)
    return all(ours[name] == said for name, said in document.items())
