"""Units of the branch: chi hội and whatever lies above or below them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.status import Status
from app.domain.units import Unit, UnitEvent, UnitEventKind, UnitState, UnitTree, tree_on
from app.errors import RuleError
from app.store.queries import MemberQuery, member_page
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate


def read_tree(reader: Reader, day: date | None = None) -> UnitTree:
    """The units as they were on ``day`` (``None`` = as they are now)."""
    return tree_on(reader.all(Unit), reader.all(UnitEvent), day)


class YearTrees:
    """The units as they were at the end of each year of work, so that old papers keep old names."""

    def __init__(self, reader: Reader) -> None:
        """Read the units once."""
        self._units = reader.all(Unit)
        self._events = reader.all(UnitEvent)
        self._known: dict[int, UnitTree] = {}

    def of(self, year: int) -> UnitTree:
        """The tree on the last day of a year."""
        if year not in self._known:
            self._known[year] = tree_on(self._units, self._events, date(year, 12, 31))
        return self._known[year]


def tree(register: Register, day: date | None = None) -> UnitTree:
    """The units as they were on ``day`` (``None`` = as they are now)."""
    with register.read() as reader:
        return read_tree(reader, day)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit for a list: its state and how many active members it has."""

    state: UnitState
    members: int


def list_units(register: Register) -> tuple[UnitRow, ...]:
    """The living units with their active members counted."""
    with register.read() as reader:
        found = read_tree(reader)
        return tuple(UnitRow(state, _active(reader, found, state.unit_id)) for state in found.alive())


def _active(reader: Reader, tree: UnitTree, unit_id: str) -> int:
    query = MemberQuery(unit_ids=tree.holding(unit_id), status=Status.ACTIVE)
    return member_page(reader, query, offset=0, limit=1).total


def put_unit(
    work: Work,
    name: str,
    *,
    level: str,
    parent_id: str | None = None,
    on: PartialDate | None = None,
    code: str = "",
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
        )
    )
    return unit


def add_unit(
    register: Register,
    name: str,
    *,
    level: str = "Chi hội",
    parent_id: str | None = None,
    on: PartialDate | None = None,
    code: str = "",
) -> Unit:
    """Add a unit; ``on`` is its founding day if known. Refuses a second living unit of the same name."""
    with register.change(f"Thêm {level.lower()} {name}") as work:
        if read_tree(work).find(name) is not None:
            raise RuleError(f"Đã có đơn vị tên “{name}”. Hãy đặt tên khác.")
        return put_unit(work, name, level=level, parent_id=parent_id, on=on, code=code)


def rename_unit(
    register: Register, unit_id: str, name: str, *, on: PartialDate | None, paper: str = ""
) -> None:
    """Rename a unit from a day on; papers of before keep the old name."""
    with register.change(f"Đổi tên đơn vị thành {name}") as work:
        found = read_tree(work).find(name)
        if found is not None and found.unit_id != unit_id:
            raise RuleError(f"Đã có đơn vị tên “{name}”. Hãy đặt tên khác.")
        work.get(Unit, unit_id)
        work.add(UnitEvent(unit_id=unit_id, kind=UnitEventKind.RENAMED, on=on, name=name, paper=paper))


def dissolve_unit(register: Register, unit_id: str, *, on: PartialDate | None, paper: str = "") -> None:
    """End a unit; refused while it has active members."""
    with register.change("Giải thể đơn vị") as work:
        work.get(Unit, unit_id)
        if left := _active(work, read_tree(work), unit_id):
            raise RuleError(
                f"Đơn vị còn {left} hội viên đang sinh hoạt. Hãy chuyển họ sang đơn vị khác trước."
            )
        work.add(UnitEvent(unit_id=unit_id, kind=UnitEventKind.DISSOLVED, on=on, paper=paper))


def merge_units(
    register: Register, unit_ids: tuple[str, ...], into_id: str, *, on: PartialDate | None, paper: str = ""
) -> None:
    """Merge whole units into another from a day on; their members follow by the tree, not by retyping."""
    with register.change("Sáp nhập đơn vị") as work:
        found = read_tree(work)
        target = found.get(into_id)
        if target is None or not target.alive:
            raise RuleError("Đơn vị nhận sáp nhập không còn. Hãy chọn đơn vị đang hoạt động.")
        for unit_id in unit_ids:
            if into_id in found.holding(unit_id):
                raise RuleError(f"“{target.name}” nằm trong đơn vị được sáp nhập. Hãy chọn đơn vị khác.")
            work.add(
                UnitEvent(unit_id=unit_id, kind=UnitEventKind.MERGED, on=on, other_id=into_id, paper=paper)
            )
