"""The members' list and how everybody stood on a day: what screens, papers and commands read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.extras import ExtraValue
from app.domain.member_lists import MemberQuery
from app.domain.members import Gender, Honour, Member, Policy
from app.domain.offices import Office, highest
from app.domain.places import address_on
from app.domain.record import R
from app.domain.status import Standing, Status
from app.domain.units import UnitTree
from app.services.units import read_tree
from app.store import queries
from app.store.queries import MemberListRow
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate

__all__ = ["MemberQuery"]

#: So many members are read at once where a whole list is gone through.
_PIECE = 500


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member for a list, as he stands now or stood on the day of the query.

    ``more`` holds what was asked for beyond the usual, by the column's key.
    """

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
    more: Mapping[str, object] = field(default_factory=dict)

    def value(self, key: str) -> object:
        """What a column shows of the member; raises KeyError for one that was not asked for."""
        return getattr(self, key) if key in _USUAL else self.more[key]


_USUAL = frozenset(each.name for each in dataclasses.fields(MemberRow)) - {"id", "more"}


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A part of a list and how long the whole is."""

    rows: tuple[MemberRow, ...]
    total: int


def list_members(
    register: Register,
    query: MemberQuery,
    *,
    today: date,
    columns: Iterable[str] = (),
    offset: int = 0,
    limit: int = 50,
) -> MemberPage:
    """One page of the members that ``query`` asks for, sorted by the store.

    ``columns`` are keys of what is to be shown (:mod:`app.services.member_columns`); only what they need is
    read. A unit of the query stands for all that are below it or were merged into it.
    """
    with register.read() as reader:
        tree = _tree(reader, query.on)
        asked = in_units(query, tree)
        page = queries.member_page(reader, asked, today=today, offset=offset, limit=limit)
        return MemberPage(_rows(reader, tree, page.rows, columns, query.on or today, query.on), page.total)


def member_position(register: Register, query: MemberQuery, member_id: str, *, today: date) -> int | None:
    """Where a member stands in the list that ``query`` asks for, from 0; ``None`` when he is not in it."""
    with register.read() as reader:
        asked = in_units(query, _tree(reader, query.on))
        return queries.member_position(reader, asked, member_id, today=today)


def _tree(reader: Reader, on: date | None) -> UnitTree:
    """The units, read again only after a change: a list asks for them with every page."""
    return reader.remembered((read_tree, on), lambda: read_tree(reader, on))


def all_rows(
    register: Register, query: MemberQuery, *, today: date, columns: Iterable[str], most: int | None = None
) -> Iterator[MemberRow]:
    """Every member of a list in its order, read piece by piece; ``most`` ends it early."""
    keys = tuple(columns)
    with register.read() as reader:
        tree = read_tree(reader, query.on)
        ids = queries.member_ids(reader, in_units(query, tree), today=today)[:most]
        for start in range(0, len(ids), _PIECE):
            piece = ids[start : start + _PIECE]
            rows = queries.member_rows(reader, query, piece)
            yield from _rows(reader, tree, rows, keys, query.on or today, query.on)


def in_units(query: MemberQuery, tree: UnitTree) -> MemberQuery:
    """The query with every unit it names and all whose members belong to one of them."""
    if query.unit_ids is None:
        return query
    held = frozenset(each for unit_id in query.unit_ids for each in tree.holding(unit_id))
    return dataclasses.replace(query, unit_ids=held)


def _rows(
    reader: Reader,
    tree: UnitTree,
    found: Sequence[MemberListRow],
    columns: Iterable[str],
    day: date,
    on: date | None,
) -> tuple[MemberRow, ...]:
    ids = frozenset(row.id for row in found)
    roles = roles_on(reader, day, ids)
    more = _More(reader, ids, [key for key in columns if key not in _USUAL], day)
    # On paper of before the reform an address reads as it did then.
    then = {each.id: address_on(each, on) for each in reader.all(Member, id=ids)} if on else {}
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
            address=then.get(row.id, row.address),
            hardship=row.hardship,
            more=more.of(row),
        )
        for row in found
    )


class _More:
    """What the unusual columns show, read for one page of members at once."""

    def __init__(self, reader: Reader, ids: frozenset[str], keys: Sequence[str], day: date) -> None:
        self._keys = keys
        self._day = day
        fields = {key for key in keys if key in _FIELDS}
        self._members = {each.id: each for each in reader.all(Member, id=ids)} if fields else {}
        self._policies = _by_member(reader, Policy, ids) if "policies" in keys else {}
        wants_honours = "honours" in keys or "honour_names" in keys
        self._honours = _by_member(reader, Honour, ids) if wants_honours else {}
        extra = [key for key in keys if key.startswith("extra:")]
        self._extras = _by_member(reader, ExtraValue, ids) if extra else {}

    def of(self, row: MemberListRow) -> dict[str, object]:
        """The values of one member by key."""
        return {key: self._value(key, row) for key in self._keys}

    def _value(self, key: str, row: MemberListRow) -> object:
        if key in _FIELDS:
            return getattr(self._members[row.id], key)
        if key == "age":
            return self._day.year - row.birth.year if row.birth else None
        if key == "policies":
            return ", ".join(dict.fromkeys(each.kind.label for each in self._policies.get(row.id, ())))
        if key == "honours":
            return len(self._honours.get(row.id, ())) or None
        if key == "honour_names":
            return ", ".join(each.name for each in self._honours.get(row.id, ()))
        field_id = key.removeprefix("extra:")
        held = [each.text for each in self._extras.get(row.id, ()) if each.field_id == field_id]
        return held[0] if held else ""


_FIELDS = frozenset(each.name for each in dataclasses.fields(Member)) - {"id", "version", "photo"}


def _by_member(reader: Reader, kind: type[R], ids: frozenset[str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for record in reader.all(kind, member_id=ids):
        found.setdefault(getattr(record, "member_id"), []).append(record)  # noqa: B009 - a Record has none
    return found


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


def members_asked(register: Register, query: MemberQuery, *, today: date) -> tuple[MemberOnDay, ...]:
    """The members that a query asks for in its order, as they stood on its day or stand today."""
    day = query.on or today
    with register.read() as reader:
        asked = in_units(dataclasses.replace(query, on=day), read_tree(reader, day))
        ids = queries.member_ids(reader, asked, today=today)
        rows = {row.member.id: row for row in read_members_on(reader, day)}
    return tuple(rows[each] for each in ids)


def read_members_on(
    reader: Reader, day: date, *, search: str = "", unit: str = "", status: Status | None = None
) -> tuple[MemberOnDay, ...]:
    """As :func:`members_on`, inside an open reading."""
    tree = read_tree(reader, day)
    roles = roles_on(reader, day)
    wanted = set(queries.member_ids(reader, MemberQuery(search=search))) if search.strip() else None
    under: frozenset[str] | None = None
    if unit:
        found = tree.find(unit)
        under = tree.holding(found.unit_id) if found else frozenset()
    rows = []
    for member, standing in queries.members_as_of(reader, day):
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
