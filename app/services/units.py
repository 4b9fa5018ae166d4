"""Units of the branch: chi hội and whatever lies above or below them; every change of them is dated."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from app.domain.status import Status, StatusEvent
from app.domain.unit_rules import ENDS, find_faults, starts
from app.domain.units import Unit, UnitEvent, UnitEventKind, UnitState, UnitTree, in_order, tree_on
from app.errors import FieldError, RuleError
from app.store.periods import standings_on
from app.store.queries import count_members
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


def read_tree(reader: Reader, day: date | None = None) -> UnitTree:
    """The units as they were on ``day`` (``None`` = as they are now)."""
    return tree_on(reader.all(Unit), reader.all(UnitEvent), day)


class Trees:
    """The units as they were on any day, read once, so that old papers keep old names."""

    def __init__(self, reader: Reader) -> None:
        """Read the units once."""
        self._units = reader.all(Unit)
        self._events = reader.all(UnitEvent)
        self._known: dict[date | None, UnitTree] = {}

    def on(self, day: date | None) -> UnitTree:
        """The tree on a day (``None`` = after all that happened)."""
        if day not in self._known:
            self._known[day] = tree_on(self._units, self._events, day)
        return self._known[day]

    def of(self, year: int) -> UnitTree:
        """The tree on the last day of a year."""
        return self.on(date(year, 12, 31))


def tree(register: Register, day: date | None = None) -> UnitTree:
    """The units as they were on ``day`` (``None`` = as they are now)."""
    with register.read() as reader:
        return read_tree(reader, day)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the tree.

    ``depth`` counts from 0; ``own`` are the active members in the unit itself, ``members`` those below it
    too. ``fate`` says what became of a unit that is no more ("" while it lives).
    """

    state: UnitState
    depth: int
    own: int
    members: int
    fate: str = ""


def list_units(register: Register, day: date | None = None, *, gone: bool = False) -> tuple[UnitRow, ...]:
    """The living units as a tree, with their active members counted, on ``day`` (``None`` = now).

    With ``gone`` the units that had ended by then follow at the end.
    """
    with register.read() as reader:
        events = reader.all(UnitEvent)
        found = tree_on(reader.all(Unit), events, day)
        own = _own_members(reader, found, day)
    whole: Counter[str] = Counter()
    for unit_id, number in own.items():
        for each in (unit_id, *found.above(unit_id)):
            whole[each] += number
    rows = [UnitRow(state, depth, own[state.unit_id], whole[state.unit_id]) for state, depth in found.lines()]
    if gone:
        ended = [state for state in found.states if not state.alive]
        rows += [UnitRow(state, 0, 0, 0, _fate(state, found, events, day)) for state in ended]
    return tuple(rows)


def _own_members(reader: Reader, tree: UnitTree, day: date | None) -> Counter[str]:
    own: Counter[str] = Counter()
    if day is None:
        for (status, unit_id), number in count_members(reader).items():
            if status is Status.ACTIVE and (now := tree.resolve(unit_id)) is not None:
                own[now] += number
    else:
        for standing in standings_on(reader, day).values():
            if standing.status is Status.ACTIVE and (then := tree.resolve(standing.unit_id)) is not None:
                own[then] += 1
    return own


def _fate(state: UnitState, tree: UnitTree, events: Sequence[UnitEvent], day: date | None) -> str:
    """What became of a unit, in words: "Sáp nhập vào Chi hội A, 01/07/2025, QĐ số 5"."""
    of_unit = [e for e in events if e.unit_id == state.unit_id and (day is None or starts(e.on) <= day)]
    end = next(event for event in reversed(in_order(of_unit)) if event.kind in ENDS)
    deed = end.kind.label + (f" vào {tree.name(end.other_id)}" if end.other_id else "")
    return ", ".join(part for part in (deed, str(end.on or ""), end.paper) if part)


# ---------------------------------------------------------------- what every change goes through


@contextmanager
def possible(work: Work, *, today: date | None = None) -> Iterator[None]:
    """Changes of units inside: refused with one sentence when they make the tree impossible on some day.

    What was impossible before (a register from elsewhere) hinders nobody. ``today`` also refuses days that
    are still to come.
    """
    units, events = work.all(Unit), work.all(UnitEvent)
    yield
    found = find_faults(work.all(Unit), work.all(UnitEvent), today=today)
    if found:
        known = set(find_faults(units, events, today=today))
        for fault in found:
            if fault not in known:
                raise FieldError("on", fault.message)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that is founded together with another change; ``parent_id`` ``None`` = the branch itself."""

    name: str
    level: str = "Chi hội"
    parent_id: str | None = None
    code: str = ""


def put_unit(
    work: Work,
    name: str,
    *,
    level: str,
    parent_id: str | None = None,
    on: PartialDate | None = None,
    code: str = "",
    paper: str = "",
) -> Unit:
    """Add a unit inside an open change."""
    unit = work.add(Unit(code=code, position=work.count(Unit) + 1))
    work.add(
        UnitEvent(
            unit_id=unit.id,
            kind=UnitEventKind.ESTABLISHED,
            on=on,
            name=name,
            level=level,
            parent_id=parent_id,
            paper=paper,
        )
    )
    return unit


def found_unit(work: Work, new: NewUnit, *, on: PartialDate | None, paper: str) -> str:
    """Found a unit that another change needs, inside it; gives its id."""
    require_free_code(work, new.code)
    return put_unit(
        work, new.name, level=new.level, parent_id=new.parent_id, on=on, code=new.code, paper=paper
    ).id


def require_free_code(work: Work, code: str, unit_id: str = "") -> None:
    """Refuse a code that another unit has."""
    for unit in work.all(Unit) if code else ():
        if unit.id != unit_id and fold(unit.code) == fold(code):
            raise FieldError("code", f"Mã “{code}” đã dùng cho đơn vị khác. Hãy chọn mã khác.")


# ---------------------------------------------------------------- one unit


def add_unit(
    register: Register,
    name: str,
    *,
    level: str = "Chi hội",
    parent_id: str | None = None,
    on: PartialDate | None = None,
    code: str = "",
    paper: str = "",
    today: date | None = None,
) -> Unit:
    """Add a unit; ``on`` is its founding day if known, not after ``today``.

    Refuses a second unit of that name and level under the same parent, and a parent that did not exist then.
    """
    with register.change(f"Thêm {level.lower()} {name}") as work, possible(work, today=today):
        require_free_code(work, code)
        return put_unit(work, name, level=level, parent_id=parent_id, on=on, code=code, paper=paper)


def rename_unit(
    register: Register, unit_id: str, name: str, *, on: PartialDate | None, paper: str = "", today: date
) -> None:
    """Rename a unit from a day on; papers of before keep the old name."""
    with register.change(f"Đổi tên đơn vị thành {name}") as work, possible(work, today=today):
        work.get(Unit, unit_id)
        work.add(UnitEvent(unit_id=unit_id, kind=UnitEventKind.RENAMED, on=on, name=name, paper=paper))


def edit_unit(register: Register, unit: Unit) -> Unit:
    """Save another code or place among its like; neither is dated."""
    with register.change(f"Sửa mã, thứ tự: {tree(register).name(unit.id)}") as work:
        require_free_code(work, unit.code, unit.id)
        return work.replace(unit)


def get_unit(register: Register, unit_id: str) -> Unit:
    """One unit's record; raises NotFoundError."""
    with register.read() as reader:
        return reader.get(Unit, unit_id)


def move_unit(
    register: Register,
    unit_id: str,
    parent_id: str | None,
    *,
    on: PartialDate | None,
    paper: str = "",
    today: date,
) -> None:
    """Put a unit under another from a day on (``None`` = under the branch itself); its members go along."""
    label = f"Chuyển cấp trên: {tree(register).name(unit_id)}"
    with register.change(label) as work, possible(work, today=today):
        work.get(Unit, unit_id)
        if read_tree(work).parent(unit_id) == parent_id:
            raise FieldError("parent_id", "Đơn vị đang trực thuộc chính nơi ấy. Hãy chọn nơi khác.")
        put_move(work, unit_id, parent_id, on=on, paper=paper)


def put_move(
    work: Work, unit_id: str, parent_id: str | None, *, on: PartialDate | None, paper: str
) -> UnitEvent:
    """As :func:`move_unit`, inside an open change and unchecked."""
    return work.add(
        UnitEvent(unit_id=unit_id, kind=UnitEventKind.MOVED, on=on, parent_id=parent_id, paper=paper)
    )


def dissolve_unit(
    register: Register, unit_id: str, *, on: PartialDate | None, paper: str = "", today: date
) -> None:
    """End a unit; refused while members, or units below it, are in it on that day or come later."""
    label = f"Giải thể {tree(register).name(unit_id)}"
    with register.change(label) as work, possible(work, today=today):
        work.get(Unit, unit_id)
        event = UnitEvent(unit_id=unit_id, kind=UnitEventKind.DISSOLVED, on=on, paper=paper)
        require_left(work, event)
        work.add(event)


def require_left(work: Work, end: UnitEvent) -> None:
    """Refuse the end of a unit in which somebody still is on that day, or is later."""
    day = end.on.latest() if end.on is not None else date.min
    found = read_tree(work)
    group = frozenset(s.unit_id for s in found.states if found.resolve(s.unit_id) == end.unit_id)
    came = {event.member_id for event in work.all(StatusEvent, unit_id=group | {end.unit_id})}
    by_member: dict[str, list[StatusEvent]] = {}
    for event in work.all(StatusEvent, member_id=frozenset(came)):
        by_member.setdefault(event.member_id, []).append(event)
    left = sum(_is_there_after(events, group | {end.unit_id}, day) for events in by_member.values())
    if left:
        raise RuleError(
            f"Ngày {end.on or 'ấy'} hoặc sau đó đơn vị còn {left} hội viên đang sinh hoạt. "
            "Hãy chuyển họ sang đơn vị khác trước."
        )


def _is_there_after(events: Sequence[StatusEvent], group: frozenset[str], day: date) -> bool:
    """Whether a member is active in one of these units on ``day`` or later."""
    unit_id: str | None = None
    ordered = sorted(events, key=lambda each: each.order)
    for place, event in enumerate(ordered):
        unit_id = event.unit_id or unit_id
        following = ordered[place + 1].counts_from if place + 1 < len(ordered) else date.max
        if (
            event.kind.status is Status.ACTIVE
            and unit_id in group
            and (following is not None and following > day)
        ):
            return True
    return False


# ---------------------------------------------------------------- several units


def merge_units(
    register: Register,
    unit_ids: Sequence[str],
    into: str | NewUnit,
    *,
    on: PartialDate | None,
    paper: str = "",
    today: date,
) -> str:
    """Merge whole units into another, or into one founded that day; gives the receiver's id.

    Members and units below follow by the tree, not by retyping; all of it is one change.
    """
    with register.change("Sáp nhập đơn vị") as work, possible(work, today=today):
        return put_merger(work, unit_ids, into, on=on, paper=paper)


def put_merger(
    work: Work, unit_ids: Sequence[str], into: str | NewUnit, *, on: PartialDate | None, paper: str
) -> str:
    """As :func:`merge_units`, inside an open change and unchecked but for who is there."""
    found = read_tree(work)
    ended = next((s for each in unit_ids if (s := found.get(each)) is not None and not s.alive), None)
    if ended is not None:
        raise RuleError(f"“{ended.name}” đã thôi hoạt động nên không sáp nhập được nữa.")
    if isinstance(into, NewUnit):
        if into.parent_id in unit_ids:
            into = dataclasses.replace(into, parent_id=None)
        into_id = found_unit(work, into, on=on, paper=paper)
    else:
        into_id = into
        target = found.get(into_id)
        if target is None or not target.alive:
            raise RuleError("Đơn vị nhận sáp nhập không còn. Hãy chọn đơn vị đang hoạt động.")
        for unit_id in unit_ids:
            if into_id in found.holding(unit_id):
                raise RuleError(f"“{target.name}” nằm trong đơn vị được sáp nhập. Hãy chọn đơn vị khác.")
    for unit_id in unit_ids:
        work.add(UnitEvent(unit_id=unit_id, kind=UnitEventKind.MERGED, on=on, other_id=into_id, paper=paper))
    return into_id
