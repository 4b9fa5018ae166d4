"""A unit split from a day on: new units beside it, and who goes into which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.status import Status, StatusEvent, StatusKind, require_possible
from app.domain.unit_rules import starts
from app.domain.units import Unit, UnitEvent, UnitEventKind
from app.errors import FieldError, RuleError
from app.services.units import possible, put_move, read_tree, require_free_code, require_left
from app.store.queries import members_as_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SplitMember:
    """A member of the unit on the day of the split, for choosing where he goes."""

    id: str
    code: str
    full_name: str
    birth: PartialDate | None
    address: str


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One new unit and the ids of the members who go into it."""

    name: str
    member_ids: tuple[str, ...] = ()
    level: str = ""
    code: str = ""


def names_place(address: str, words: str) -> bool:
    """Whether an address holds one of the phrases, given between commas or semicolons, word for word.

    "tổ 1" is in "Tổ 1, phường Đức Xuân" and not in "Tổ 12"; case and accents do not matter.
    """
    told = _folded_words(address)
    for phrase in re.split(r"[,;\n]", words):
        wanted = _folded_words(phrase)
        if wanted and any(told[at : at + len(wanted)] == wanted for at in range(len(told))):
            return True
    return False


def _folded_words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def split_members(register: Register, unit_id: str, on: date) -> tuple[SplitMember, ...]:
    """The members who were active in the unit on a day, by name."""
    with register.read() as reader:
        return _members(reader, unit_id, on)


def _members(reader: Reader, unit_id: str, on: date) -> tuple[SplitMember, ...]:
    tree = read_tree(reader, on)
    return tuple(
        SplitMember(member.id, member.code, member.full_name, member.birth, member.address)
        for member, standing in members_as_of(reader, on)
        if standing.status is Status.ACTIVE and tree.resolve(standing.unit_id) == unit_id
    )


def split_unit(
    register: Register,
    unit_id: str,
    parts: Sequence[SplitPart],
    *,
    rest: int | None = None,
    on: PartialDate,
    paper: str = "",
    today: date,
) -> tuple[str, ...]:
    """Split a unit into new ones from a day on, in one change; gives the new units' ids in their order.

    Who is in no part stays in the unit; with ``rest`` (a part's place from 0) he goes there instead, as do
    the units below, and the unit is dissolved that day. New units stand under the same parent, with the
    unit's level unless told.
    """
    if not parts:
        raise RuleError("Hãy ghi ít nhất một đơn vị mới được tách ra.")
    chosen = [member_id for part in parts for member_id in part.member_ids]
    if len(set(chosen)) != len(chosen):
        raise RuleError("Có hội viên được xếp vào hai đơn vị mới. Mỗi người chỉ vào một đơn vị.")
    with register.read() as reader:
        label = f"Tách {read_tree(reader).name(unit_id)}"
    with register.change(label) as work, possible(work, today=today):
        source = read_tree(work, starts(on)).get(unit_id)
        if source is None or not source.alive:
            raise FieldError("on", f"Ngày {on} đơn vị này chưa thành lập hoặc đã thôi. Hãy xem lại ngày.")
        here = {member.id for member in _members(work, unit_id, starts(on))}
        if strangers := set(chosen) - here:
            raise RuleError(
                f"{len(strangers)} người được chọn không sinh hoạt ở đơn vị này ngày {on}. "
                "Hãy xem lại ngày hoặc danh sách."
            )
        made = []
        for place, part in enumerate(parts):
            require_free_code(work, part.code)
            unit = work.add(Unit(code=part.code, position=work.count(Unit) + 1))
            work.add(
                UnitEvent(
                    unit_id=unit.id,
                    kind=UnitEventKind.SPLIT,
                    on=on,
                    name=part.name,
                    level=part.level or source.level,
                    parent_id=source.parent_id,
                    other_id=unit_id,
                    paper=paper,
                )
            )
            going = set(part.member_ids) | (here - set(chosen) if place == rest else set())
            _send(work, going, unit.id, on=on, paper=paper, today=today)
            made.append(unit.id)
        if rest is not None:
            for below in read_tree(work, starts(on)).alive():
                if below.parent_id == unit_id:
                    put_move(work, below.unit_id, made[rest], on=on, paper=paper)
            end = UnitEvent(unit_id=unit_id, kind=UnitEventKind.DISSOLVED, on=on, paper=paper)
            require_left(work, end)
            work.add(end)
        return tuple(made)


def _send(
    work: Work, member_ids: set[str], unit_id: str, *, on: PartialDate, paper: str, today: date
) -> None:
    held: dict[str, list[StatusEvent]] = {}
    for event in work.all(StatusEvent, member_id=frozenset(member_ids)):
        held.setdefault(event.member_id, []).append(event)
    for member_id in sorted(member_ids):
        move = StatusEvent(
            member_id=member_id,
            kind=StatusKind.CHANGED_UNIT,
            on=on,
            unit_id=unit_id,
            reason="Tách đơn vị",
            paper=paper,
        )
        require_possible([*held.get(member_id, ()), move], today=today)
        work.add(move)
