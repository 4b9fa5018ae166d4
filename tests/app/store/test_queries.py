"""The lists: found, sorted and counted in the database as a careful reader would by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.care import Visit, VisitKind
from app.domain.extras import ExtraField, ExtraValue
from app.domain.meetings import Meeting
from app.domain.members import CATEGORIES, Gender, Honour, Member, Policy, PolicyKind
from app.domain.offices import TITLES, Office, rank
from app.domain.record import Record
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.domain.units import Unit
from app.store import queries, search
from app.store.queries import MemberQuery, Sort
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import name_sort_key, text_sort_key
from app.vietnamese.text import fold
from tests.app.store.conftest import clock

WORDS = "Nguyễn Đỗ Do Đo Văn Đức Duc Lai Lái An Ân Ẩn Ý Yến Sông Cầu".split()
TODAY = date(2024, 1, 5)


def people(number: int) -> list[Member]:
    dice = random.Random(5)
    return [
        Member(
            id=f"m{n}",
            code=f"HV{n:04}",
            full_name=" ".join(dice.choices(WORDS, k=3)),
            gender=dice.choice([None, *Gender]),
            birth=dice.choice(
                [
                    None,
                    PartialDate(dice.randint(1930, 1980)),
                    PartialDate(1950, 8),
                    PartialDate(1950, 8, dice.randint(1, 28)),
                ]
            ),
            phone=f"09{dice.randrange(10**8):08}" if n % 5 else "",
            address=f"Tổ {n % 20}, Sông Cầu" if n % 3 else '100% _ "x"',
            hometown=dice.choice(["", "Đại Từ", "Đa Phúc", "Ba Bể", "Chợ Đồn"]),
            category=dice.choice(["", *CATEGORIES]),
            joined=dice.choice([None, PartialDate(2010), PartialDate(2010, 5), PartialDate(2011, 2, 3)]),
            hardship=n % 7 == 0,
            party_badge=dice.choice([None, 30, 50]),
        )
        for n in range(number)
    ]


def _happened(dice: random.Random, members: list[Member]) -> list[StatusEvent]:
    """Comings, movings and leavings at every precision, two on one day among them."""
    events = []
    for member in members[:-20]:
        known = [PartialDate(dice.randint(1990, 2015)), PartialDate(2015, 3), PartialDate(2012, 5, 9), None]
        events.append(
            StatusEvent(member_id=member.id, unit_id=f"u{dice.randrange(3)}", on=dice.choice(known))
        )
    events += [
        StatusEvent(
            member_id=member.id,
            kind=StatusKind.CHANGED_UNIT,
            unit_id=f"u{dice.randrange(3)}",
            on=PartialDate(2019, dice.choice([2, 3])),
        )
        for member in members[100:180]
    ]
    for member in members[:80]:
        on = dice.choice([PartialDate(2022, 2), PartialDate(2022, 2, 28), PartialDate(2020), None])
        kind = dice.choice([StatusKind.DIED, StatusKind.RESIGNED, StatusKind.TRANSFERRED_OUT])
        events.append(StatusEvent(member_id=member.id, kind=kind, on=on))
    back = PartialDate(2022, 2, 28)
    return events + [
        StatusEvent(member_id=member.id, kind=StatusKind.RESTORED, on=back, unit_id="u1")
        for member in members[:20]
    ]


def _held(dice: random.Random, members: list[Member]) -> list[Record]:
    """Offices, policies, honours and fields of the branch's own of some members."""
    records: list[Record] = [ExtraField(id="x1", name="Cỡ áo"), ExtraField(id="x2", name="Ghi riêng")]
    for member in dice.sample(members, 60):
        starts, ends = dice.choice([None, PartialDate(2020)]), dice.choice([None, PartialDate(2023, 12)])
        unit = dice.choice([None, "u1"])
        name = dice.choice([*TITLES, "Ủy viên lâm thời"])
        records.append(Office(member_id=member.id, unit_id=unit, name=name, starts=starts, ends=ends))
    for member in dice.sample(members, 90):
        records.append(Policy(member_id=member.id, kind=dice.choice([*PolicyKind])))
        records.append(Honour(member_id=member.id, name="Huân chương"))
        text = dice.choice(["Lớn", "lon hơn", "100%"])
        records.append(ExtraValue(member_id=member.id, field_id=dice.choice(["x1", "x2"]), text=text))
    return records


@dataclass
class Branch:
    """A register and what is in it, for reading by hand; each day is read once."""

    reader: Reader
    members: tuple[Member, ...]
    events: dict[str, list[StatusEvent]]
    of: dict[type[Record], dict[str, list[Any]]]
    days: dict[date | None, list[Person]] = field(default_factory=dict)
    lists: dict[MemberQuery, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    path: Path = tmp_path_factory.mktemp("queries") / "a.sohoi"
    dice = random.Random(6)
    members = people(400)
    with Register.create(path, clock=clock) as register:
        with register.change("Nhập") as work:
            units = [Unit(id=f"u{n}", position=9 - n) for n in range(3)]
            work.add_all([*units, *members, *_happened(dice, members), *_held(dice, members)])
        with register.read() as reader:
            of: dict[type[Record], dict[str, list[Any]]] = {}
            kinds: tuple[type[Any], ...] = (StatusEvent, Office, Policy, Honour, ExtraValue)
            for kind in kinds:
                held = of[kind] = {}
                for record in reader.all(kind):
                    held.setdefault(record.member_id, []).append(record)
            yield Branch(reader, reader.all(Member), of[StatusEvent], of)


@pytest.fixture(scope="module")
def filled(branch: Branch) -> Reader:
    return branch.reader


def _occurs(word: str, text: str) -> bool:
    return word in text if len(word) > 2 else any(each.startswith(word) for each in text.split())


@dataclass
class Person:
    """One member as a query sees him."""

    place: int
    member: Member
    status: Status | None
    unit: str | None
    offices: list[Office]
    policies: list[Policy]
    honours: list[Honour]
    extras: dict[str, str]
    keys: dict[str, Any] = field(default_factory=dict)


def _seen(branch: Branch, query: MemberQuery) -> list[Person]:
    if query.on not in branch.days:
        branch.days[query.on] = list(_look(branch, query))
    return branch.days[query.on]


def _look(branch: Branch, query: MemberQuery) -> Iterator[Person]:
    for place, member in enumerate(branch.members):
        standing = standing_on(branch.events.get(member.id, ()), query.on)
        if standing is None and query.on is not None:
            continue
        held = {kind: of.get(member.id, []) for kind, of in branch.of.items()}
        yield Person(
            place,
            member,
            standing.status if standing else None,
            standing.unit_id if standing else None,
            [office for office in held[Office] if office.held_on(query.on or TODAY)],
            held[Policy],
            held[Honour],
            {value.field_id: value.text for value in held[ExtraValue]},
        )


def _is_meant(person: Person, query: MemberQuery) -> bool:
    """Whether a reader with the query in his hand would put the member on the list."""
    m, year = person.member, (query.on or TODAY).year
    joined = m.joined.earliest() if m.joined else None
    empty: dict[str, object] = {
        "unit": person.unit, "role": person.offices, "policies": person.policies, "honours": person.honours,
        **{f"extra:{field}": person.extras.get(field) for field in ("x1", "x2")},
    }  # fmt: skip
    return all(
        (
            query.status in (None, person.status),
            query.unit_ids is None or person.unit in query.unit_ids,
            query.gender in (None, m.gender),
            query.age_from is None or (m.birth is not None and year - m.birth.year >= query.age_from),
            query.age_to is None or (m.birth is not None and year - m.birth.year <= query.age_to),
            not query.policies or any(policy.kind in query.policies for policy in person.policies),
            not query.categories or m.category in query.categories,
            query.hardship in (None, m.hardship),
            query.joined_from is None or (joined is not None and joined >= query.joined_from),
            query.joined_to is None or (joined is not None and joined <= query.joined_to),
            not query.roles or any(office.name in query.roles for office in person.offices),
            not any(empty[name] if name in empty else getattr(m, name) for name in query.unknown),
            all(fold(text) in fold(person.extras.get(field, "")) for field, text in query.extra if text),
            all(field in person.extras for field, _ in query.extra),
        )
    )


def _key(person: Person, sort: str) -> tuple[bool, list[Any]]:
    """What a sort compares, and whether it is known at all."""
    if not person.keys:
        person.keys.update(_keys(person))
    held = person.keys[sort]
    return held is None, [] if held is None else [held]


def _keys(person: Person) -> dict[str, Any]:
    m = person.member
    top = min((rank(office) for office in person.offices), default=None)
    units = {"u2": 7, "u1": 8, "u0": 9, None: None}
    known: dict[str, Any] = {
        "name": name_sort_key(m.full_name),
        "unit": units[person.unit],
        "age": None if m.birth is None else [-ord(letter) for letter in m.birth.iso] + [1],
        "birthday": m.birth.iso[5:] or None if m.birth else None,
        "role": top,
        "status": None if person.status is None else list(Status).index(person.status),
        "gender": None if m.gender is None else list(Gender).index(m.gender),
        "address": text_sort_key(m.address) or None,
        "hometown": text_sort_key(m.hometown) or None,
        "phone": m.phone or None,
        "hardship": not m.hardship,
        "honours": -len(person.honours),
    }
    for key in queries.SORTS:
        held = known[key] if key in known else getattr(m, key)
        known[key] = held.iso if isinstance(held, PartialDate) else held
    return known


@cache
def _text(m: Member) -> str:
    return fold(f"{m.full_name} {m.code} {m.phone} {m.address}")


def by_hand(branch: Branch, query: MemberQuery) -> list[str]:
    """The ids of a list, found without the database's help."""
    words = fold(query.search).split()
    marked = [word for word in query.search.casefold().split() if fold(word) != word]
    found = []
    for person in _seen(branch, query):
        m = person.member
        if all(_occurs(word, _text(m)) for word in words) and _is_meant(person, query):
            name = m.full_name.casefold().split()
            exact = bool(marked) and all(any(each.startswith(word) for each in name) for word in marked)
            found.append((not exact, person))
    last = query.sort[-1]
    goes_down = last.descending != (last.key in ("age", "hardship", "honours"))
    names_down = goes_down and len(query.sort) == 1 and last.key in ("birth", "joined", "code", "age")
    by_name = any(sort.key == "name" for sort in query.sort)
    found.sort(key=lambda each: each[1].place, reverse=goes_down if by_name else names_down)
    found.sort(key=lambda each: _key(each[1], "name")[1], reverse=names_down)
    for sort in reversed(query.sort):
        found.sort(key=lambda each: _key(each[1], sort.key)[1], reverse=sort.descending)
        found.sort(key=lambda each: _key(each[1], sort.key)[0])
    found.sort(key=lambda each: each[0])
    return [person.member.id for _, person in found]


SEARCHES = [
    *("", "lai", "Lái", "đỗ", "Đỗ Đức", "do duc lai", "d", "Đ", "ý", "an", "ân", "an an", "09", "0912", "hv"),
    *("hv001", "song cau", "Sông", "tổ 5", "zzz", "100%", "_", '"', '"x"', "*", "NOT", "AND nguyen"),
    *("folded:lai", "\\", "nguyen an 1"),
]


SCOPES: tuple[dict[str, Any], ...] = (
    {},
    {"status": Status.ACTIVE},
    {"unit_ids": frozenset({"u0", "u2"})},
    {"status": Status.ACTIVE, "on": date(2022, 2, 27)},
    {"age_from": 60, "age_to": 80, "gender": Gender.MALE},
)


def check(branch: Branch, query: MemberQuery) -> list[str]:
    """Hold a list, its pages, its length and the places of its members against the reader's own list."""
    if query not in branch.lists:
        branch.lists[query] = by_hand(branch, query)
    expected = branch.lists[query]
    reader = branch.reader
    assert list(queries.member_ids(reader, query, today=TODAY)) == expected, query
    first = queries.member_page(reader, query, today=TODAY, limit=7)
    later = queries.member_page(reader, query, today=TODAY, offset=5, limit=7)
    assert (first.total, later.total) == (len(expected), len(expected)), query
    assert [row.id for row in first.rows] == expected[:7], query
    assert [row.id for row in later.rows] == expected[5:12], query
    # His place is asked of one in the middle: that one may be anywhere among equals.
    for place in {len(expected) // 2} if expected else ():
        assert queries.member_position(reader, query, expected[place], today=TODAY) == place, query
    return expected


@pytest.mark.parametrize("short_list", [0, 10**9], ids=["by index", "line by line"])
@pytest.mark.parametrize("scope", SCOPES, ids=("all", "active", "two units", "a past day", "an age"))
def test_a_search_finds_and_ranks_what_a_reader_would(
    branch: Branch, scope: dict[str, Any], short_list: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_SHORT_LIST", short_list)
    for text in SEARCHES if len(scope) < 2 else SEARCHES[::3]:
        check(branch, MemberQuery(search=text, **scope))


FILTERS: dict[str, tuple[Any, ...]] = {
    "search": ("", "lai", "Đỗ", "an"),
    "unit_ids": (None, frozenset({"u1"}), frozenset({"u0", "u2"}), frozenset[str]()),
    "status": (None, *Status),
    "on": (None, date(1995, 1, 1), date(2019, 2, 28), date(2022, 2, 27), date(2022, 2, 28), TODAY),
    "gender": (None, *Gender),
    "age_from": (None, 70, 2000),
    "age_to": (None, 75, 3),
    "policies": (frozenset[PolicyKind](), frozenset({PolicyKind.WOUNDED}), frozenset(PolicyKind)),
    "categories": (frozenset[str](), frozenset({"Bộ đội", ""})),
    "hardship": (None, True, False),
    "joined_from": (None, date(2010, 1, 1), date(2010, 5, 1), date(2010, 5, 2)),
    "joined_to": (None, date(2010, 4, 30), date(2011, 2, 3)),
    "roles": (frozenset[str](), frozenset({"Chi hội trưởng", "Chủ tịch"})),
    "extra": ((), (("x1", "lớn"),), (("x1", "LON"), ("x2", "%"))),
}  # fmt: skip
UNKNOWN = ("birth", "phone", "unit", "gender", "joined", "role", "policies", "honours", "extra:x1", "rank")


@pytest.mark.parametrize("name", FILTERS)
def test_each_condition_means_what_it_says(branch: Branch, name: str) -> None:
    sizes = set()
    for value in FILTERS[name]:
        sizes.add(len(check(branch, MemberQuery(**{name: value}))))
    assert len(sizes) > 1


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_known_can_be_asked_for(branch: Branch, name: str) -> None:
    found = check(branch, MemberQuery(unknown=frozenset({name})))
    assert 0 < len(found) < 400 or name == "rank"
    check(branch, MemberQuery(unknown=frozenset({name, "phone"}), on=date(2021, 1, 1)))


@pytest.mark.parametrize("short_list", [0, 10**9], ids=["by index", "line by line"])
def test_any_conditions_together_in_any_order_give_the_readers_list(
    branch: Branch, short_list: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_SHORT_LIST", short_list)
    dice = random.Random(short_list)
    found = 0
    for _ in range(60):
        asked = {name: dice.choice(values) for name, values in FILTERS.items() if dice.random() < 0.25}
        if dice.random() < 0.2:
            asked["unknown"] = frozenset(dice.sample(UNKNOWN, 1))
        keys = dice.sample(queries.SORTS, dice.randint(1, 3))
        found += bool(
            check(branch, MemberQuery(**asked, sort=tuple(Sort(k, dice.random() < 0.5) for k in keys)))
        )
    assert found > 20


@pytest.mark.parametrize(
    "asked", [{"age_from": 70}, {"roles": frozenset({"x"})}, {"unknown": frozenset({"role"})}]
)
def test_an_age_or_an_office_without_a_day_is_our_fault(filled: Reader, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="needs a day"):
        queries.member_page(filled, MemberQuery(**asked))


@pytest.mark.parametrize("day", [date(2019, 2, 28), date(2022, 2, 28)])  # the second: people left that day
def test_the_lines_of_a_past_day_show_that_days_status_and_unit(branch: Branch, day: date) -> None:
    query = MemberQuery(on=day)
    rows = queries.member_page(branch.reader, query, limit=1000).rows
    assert {(row.id, row.status, row.unit_id) for row in rows} == {
        (person.member.id, person.status, person.unit) for person in _seen(branch, query)
    }


def test_telephones_are_found_however_they_are_typed(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(Member(full_name="Đỗ Đức Lai", phone="0912 345 678 / 0209.387.1234"))
    with register.read() as reader:
        for typed in ("0912345678", "0912 345 678", "0912.345.678", "345678", "02093871234", "345"):
            assert queries.member_page(reader, MemberQuery(search=typed)).total == 1, typed
        assert queries.member_page(reader, MemberQuery(search="6780209")).total == 0


@pytest.mark.parametrize("sort", queries.SORTS)
def test_the_list_is_sorted_as_asked_with_the_unknown_last(branch: Branch, sort: str) -> None:
    for descending in (False, True):
        check(branch, MemberQuery(sort=(Sort(sort, descending),)))
    check(branch, MemberQuery(sort=(Sort("gender", True), Sort(sort), Sort("name", True))))


def test_an_unknown_way_to_sort_is_our_fault(filled: Reader) -> None:
    with pytest.raises(ValueError, match="shoe size"):
        queries.member_page(filled, MemberQuery(sort=(Sort("shoe size"),)))


def test_a_row_shows_the_members_fields_as_they_are(filled: Reader) -> None:
    rows = {row.id: row for row in queries.member_page(filled, MemberQuery(), limit=1000).rows}
    for member in filled.all(Member):
        row = rows[member.id]
        for name in ("code", "full_name", "gender", "birth", "phone", "address", "joined", "hardship"):
            assert getattr(row, name) == getattr(member, name)
        assert row.hardship is member.hardship


def test_a_members_place_in_the_list_is_found(filled: Reader) -> None:
    ids = queries.member_ids(filled, MemberQuery(search="lai"))
    assert queries.member_position(filled, MemberQuery(search="lai"), ids[3]) == 3
    assert queries.member_position(filled, MemberQuery(search="lai"), "nobody") is None


def test_a_search_is_bounded(filled: Reader) -> None:
    assert queries.member_page(filled, MemberQuery(search="a " * 100_000)).total >= 0
    assert sum(len(part.folded) for part in search.parts("abc " * 1000 + "x" * 10_000)) <= 24


@pytest.mark.parametrize(
    "day", [date(1995, 1, 1), date(2010, 6, 30), date(2022, 4, 30), date(2022, 5, 1), date(2030, 1, 1)]
)
def test_the_members_of_any_day_are_those_of_their_events(filled: Reader, day: date) -> None:
    expected = {}
    for member in filled.all(Member):
        standing = standing_on(filled.all(StatusEvent, member_id=member.id), day)
        if standing is not None:
            expected[member.id] = standing
    found = queries.members_as_of(filled, day)
    assert {member.id: standing for member, standing in found} == expected
    assert [m.id for m, _ in found] == [
        m.id for m, _ in sorted(found, key=lambda each: name_sort_key(each[0].full_name))
    ] or [name_sort_key(m.full_name) for m, _ in found] == sorted(
        name_sort_key(m.full_name) for m, _ in found
    )


def test_a_partial_date_belongs_to_the_period_of_its_first_day(register: Register) -> None:
    dates = [
        (2022, 12, 31),
        (2023,),
        (2023, 1),
        (2023, 1, 1),
        (2023, 6, 15),
        (2023, 12),
        (2023, 12, 31),
        (2024,),
    ]
    with register.change("Thăm") as work:
        for on in dates:
            work.add(
                Visit(
                    on=PartialDate(*on),
                    person="x",
                    amount=100,
                    kind=VisitKind.TET if on[1:] else VisitKind.DEATH,
                )
            )
    for start, end in [
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2023, 1, 2), date(2023, 12, 1)),
        (date(2022, 7, 1), date(2023, 6, 30)),
    ]:
        expected = [PartialDate(*on) for on in dates if start <= PartialDate(*on).earliest() <= end]
        with register.read() as reader:
            found = queries.records_between(reader, Visit, start, end)
        assert sorted(visit.on.iso for visit in found) == sorted(on.iso for on in expected)


def test_what_was_typed_before_is_offered_the_most_frequent_first(register: Register) -> None:
    with register.change("Thêm") as work:
        for rank in ("Thượng úy", "Đại úy", "Đại úy", ""):
            work.add(Member(full_name="Đỗ Đức Lai", rank=rank))
    with register.read() as reader:
        assert queries.distinct_values(reader, Member, "rank") == ("Đại úy", "Thượng úy")
        assert queries.distinct_values(reader, Member, "rank", typed="dai") == ("Đại úy",)
        assert queries.distinct_values(reader, Member, "rank", typed="u", limit=1) == ("Đại úy",)
        with pytest.raises(TypeError):
            queries.distinct_values(reader, Member, "shoe_size")


def test_meetings_are_searched_without_accents_and_newest_first(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(Meeting(id="a", name="Đại hội", on=date(2020, 1, 1), place="Bắc Kạn"))
        work.add(Meeting(id="b", name="Họp 100%", on=date(2021, 1, 1)))
        work.add(Meeting(id="c", name="Hội nghị", on=date(2019, 1, 1), place="Bắc Kạn"))
    with register.read() as reader:
        assert [m.id for m in queries.search_records(reader, Meeting, "bac KAN")] == ["a", "c"]
        assert [m.id for m in queries.search_records(reader, Meeting, "%")] == ["b"]
        assert [m.id for m in queries.search_records(reader, Meeting, "", newest_first=False, limit=2)] == [
            "c",
            "a",
        ]
        assert queries.search_records(reader, Meeting, "bac zzz") == ()
