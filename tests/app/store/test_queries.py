"""The lists: found, sorted and counted in the database as a careful reader would by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.care import Visit, VisitKind
from app.domain.meetings import Meeting
from app.domain.members import Gender, Member
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.domain.units import Unit
from app.store import queries, search
from app.store.queries import MemberListRow, MemberQuery, Sort
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import name_sort_key
from app.vietnamese.text import fold
from tests.app.store.conftest import clock

WORDS = "Nguyễn Đỗ Do Đo Văn Đức Duc Lai Lái An Ân Ẩn Ý Yến Sông Cầu".split()


def people(number: int) -> list[Member]:
    dice = random.Random(5)
    return [
        Member(
            id=f"m{n}",
            code=f"HV{n:04}",
            full_name=" ".join(dice.choices(WORDS, k=3)),
            gender=dice.choice([None, *Gender]),
            birth=dice.choice(
                [None, PartialDate(dice.randint(1930, 1980)), PartialDate(1950, 8, dice.randint(1, 28))]
            ),
            phone=f"09{dice.randrange(10**8):08}",
            address=f"Tổ {n % 20}, Sông Cầu" if n % 3 else '100% _ "x"',
            joined=dice.choice([None, PartialDate(2010)]),
            hardship=n % 7 == 0,
        )
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path: Path = tmp_path_factory.mktemp("queries") / "a.sohoi"
    dice = random.Random(6)
    members = people(400)
    with Register.create(path, clock=clock) as register:
        with register.change("Nhập") as work:
            events = [
                StatusEvent(
                    member_id=m.id, unit_id=f"u{dice.randrange(3)}", on=PartialDate(dice.randint(1990, 2020))
                )
                for m in members[:-20]
            ]
            events += [
                StatusEvent(
                    member_id=m.id,
                    kind=dice.choice([StatusKind.DIED, StatusKind.RESIGNED]),
                    on=PartialDate(2022, 5),
                )
                for m in members[:80]
            ]
            work.add_all([*(Unit(id=f"u{n}", position=9 - n) for n in range(3)), *members, *events])
        with register.read() as reader:
            yield reader


def _occurs(word: str, text: str) -> bool:
    return word in text if len(word) > 2 else any(each.startswith(word) for each in text.split())


def by_hand(reader: Reader, query: MemberQuery) -> list[str]:
    """The ids of a list, found without the database's help."""
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent):
        events.setdefault(event.member_id, []).append(event)
    words = fold(query.search).split()
    marked = [word for word in query.search.casefold().split() if fold(word) != word]
    found = []
    for place, member in enumerate(reader.all(Member)):
        standing = standing_on(events.get(member.id, ()))
        status, unit = (None, None) if standing is None else (standing.status, standing.unit_id)
        if query.status not in (None, status) or (query.unit_ids is not None and unit not in query.unit_ids):
            continue
        text = fold(f"{member.full_name} {member.code} {member.phone} {member.address}")
        if not all(_occurs(word, text) for word in words):
            continue
        name = member.full_name.casefold().split()
        exact = bool(marked) and all(any(each.startswith(word) for each in name) for word in marked)
        found.append((not exact, name_sort_key(member.full_name), place, member.id))
    return [member_id for *_, member_id in sorted(found)]


SEARCHES = [
    *("", "lai", "Lái", "đỗ", "Đỗ Đức", "do duc lai", "d", "Đ", "ý", "an", "ân", "an an", "09", "0912", "hv"),
    *("hv001", "song cau", "Sông", "tổ 5", "zzz", "100%", "_", '"', '"x"', "*", "NOT", "AND nguyen"),
    *("folded:lai", "\\", "nguyen an 1"),
]


@pytest.mark.parametrize("short_list", [0, 10**9], ids=["by index", "line by line"])
@pytest.mark.parametrize(
    "scope",
    [{}, {"status": Status.ACTIVE}, {"unit_ids": frozenset({"u0", "u2"})}],
    ids=("all", "active", "two units"),
)
def test_a_search_finds_and_ranks_what_a_reader_would(
    filled: Reader, scope: dict[str, object], short_list: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_SHORT_LIST", short_list)
    for text in SEARCHES:
        query = MemberQuery(search=text, **scope)  # type: ignore[arg-type]
        expected = by_hand(filled, query)
        assert list(queries.member_ids(filled, query)) == expected, text
        first = queries.member_page(filled, query, limit=7)
        later = queries.member_page(filled, query, offset=5, limit=7)
        assert (first.total, later.total) == (len(expected), len(expected)), text
        assert [row.id for row in first.rows] == expected[:7], text
        assert [row.id for row in later.rows] == expected[5:12], text


def test_telephones_are_found_however_they_are_typed(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(Member(full_name="Đỗ Đức Lai", phone="0912 345 678 / 0209.387.1234"))
    with register.read() as reader:
        for typed in ("0912345678", "0912 345 678", "0912.345.678", "345678", "02093871234", "345"):
            assert queries.member_page(reader, MemberQuery(search=typed)).total == 1, typed
        assert queries.member_page(reader, MemberQuery(search="6780209")).total == 0


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", queries.SORTS)
def test_the_list_is_sorted_as_asked_with_the_unknown_last(
    filled: Reader, sort: str, descending: bool
) -> None:
    rows = queries.member_page(filled, MemberQuery(sort=(Sort(sort, descending),)), limit=1000).rows
    assert len(rows) == 400
    keys: dict[str, Callable[[MemberListRow], Any]] = {
        "name": lambda row: name_sort_key(row.full_name),
        "birth": lambda row: row.birth and row.birth.iso,
        "joined": lambda row: row.joined and row.joined.iso,
        "code": lambda row: row.code,
        "unit": lambda row: None if row.unit_id is None else -int(row.unit_id[1:]),
    }
    values = [keys[sort](row) for row in rows]
    known = [value for value in values if value is not None]
    assert values == sorted(known, reverse=descending) + [None] * (len(values) - len(known))


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
