"""The first page's figures follow the same rules as the records themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.care import Visit
from app.domain.funds import EntryKind, Fund, FundEntry, summarise
from app.domain.members import Gender, Member
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.store.register import Register
from app.store.statistics import (
    active_as_of,
    active_by_birth,
    active_on,
    hardship_unvisited,
    own_fund_sums,
)
from app.vietnamese.dates import PartialDate

DAYS = tuple(date(year, 7, 1) for year in range(2018, 2025))
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(2017, 2024)),
    st.builds(PartialDate, st.integers(2017, 2024), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(2017, 2024), st.integers(6, 8), st.integers(1, 2)),
)


def new(tmp_path: Path, name: str = "a.sohoi") -> Register:
    return Register.create(tmp_path / name, clock=lambda: datetime(2024, 1, 1, tzinfo=UTC))


@settings(max_examples=25)
@given(st.lists(st.lists(st.tuples(st.sampled_from(StatusKind), DATES), max_size=4), max_size=6))
def test_active_members_of_a_day_are_those_whose_standing_says_so(
    tmp_path_factory: object, people: list[list[tuple[StatusKind, PartialDate | None]]]
) -> None:
    with new(tmp_path_factory.mktemp("r")) as register:  # type: ignore[attr-defined]
        with register.change("x") as work:
            histories = []
            for number, events in enumerate(people):
                member = work.add(Member(full_name=f"Ma Văn {number}"))
                histories.append([StatusEvent(member_id=member.id, kind=k, on=on) for k, on in events])
                for event in histories[-1]:
                    work.add(event)
        with register.read() as reader:
            counted = active_on(reader, DAYS)
            units, births = zip(*(active_as_of(reader, day) for day in DAYS), strict=True)
    expected = [
        sum(1 for h in histories if (s := standing_on(h, day)) and s.status is Status.ACTIVE) for day in DAYS
    ]
    assert list(counted) == expected
    assert [sum(each.values()) for each in units] == expected
    assert [sum(b.members for b in each) for each in births] == expected


def test_births_are_counted_by_year_and_sex_whatever_their_precision(tmp_path: Path) -> None:
    with new(tmp_path) as register:
        with register.change("x") as work:
            for birth, sex in (
                (PartialDate(1950), Gender.MALE),
                (PartialDate(1950, 8), Gender.MALE),
                (PartialDate(1950, 8, 15), Gender.FEMALE),
                (None, None),
            ):
                member = work.add(Member(full_name="Ma Văn An", birth=birth, gender=sex))
                work.add(StatusEvent(member_id=member.id))
            work.add(Member(full_name="Chưa vào Hội", birth=PartialDate(1950)))
        with register.read() as reader:
            found = {(b.year, b.gender): b.members for b in active_by_birth(reader)}
    assert found == {(1950, Gender.MALE): 2, (1950, Gender.FEMALE): 1, (None, None): 1}


def test_a_visit_known_to_the_year_counts_for_the_whole_year(tmp_path: Path) -> None:
    with new(tmp_path) as register:
        with register.change("x") as work:
            for on in (PartialDate(2023), PartialDate(2023, 5), PartialDate(2023, 5, 9), None):
                member = work.add(Member(full_name="Ma Văn An", hardship=True))
                work.add(StatusEvent(member_id=member.id))
                if on is not None:
                    work.add(Visit(on=on, member_id=member.id))
        with register.read() as reader:
            waiting = [hardship_unvisited(reader, day) for day in (date(2023, 5, 9), date(2023, 5, 10))]
            later = hardship_unvisited(reader, date(2023, 6, 1))
    assert waiting == [1, 2]
    assert later == 3


def test_the_sums_of_days_are_the_book_of_the_branchs_own_fund(tmp_path: Path) -> None:
    with new(tmp_path) as register:
        with register.change("x") as work:
            other = work.add(Fund(name="Quỹ Nghĩa tình đồng đội"))
            for on in (
                PartialDate(2022),
                PartialDate(2023, 5),
                PartialDate(2023, 5, 1),
                PartialDate(2024, 1, 1),
            ):
                for kind, amount in ((EntryKind.INCOME, 70), (EntryKind.INCOME, 30), (EntryKind.EXPENSE, 20)):
                    for fund_id in (None, other.id):
                        work.add(FundEntry(on=on, kind=kind, amount=amount, purpose="x", fund_id=fund_id))
        with register.read() as reader:
            own, sums = reader.all(FundEntry, fund_id=None), own_fund_sums(reader)
    assert len(sums) < len(own)
    for year in (2022, 2023, 2024):
        span = (date(year, 1, 1), date(year, 12, 31))
        assert summarise(sums, *span) == summarise(own, *span)
