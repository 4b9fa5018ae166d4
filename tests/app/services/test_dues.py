"""Who owes hội phí: the rate of his unit and year, what he paid, who need not; reckoned from the raw rows."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.branch import new_branch
from app.domain.funds import DuesRate, DuesWaiver, EntryKind, FundEntry
from app.domain.members import Member
from app.domain.status import StatusEvent, StatusKind
from app.errors import FieldError, NotFoundError, RuleError
from app.services import dues, funds, history, units
from app.services.registers import create_register, open_register
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.conftest import clock

TODAY = date(2024, 6, 30)
#: Each member's life: what happened, when, in which unit ("a", "b", or "b1" below "b").
LIVES: dict[str, list[tuple[StatusKind, PartialDate | None, str | None]]] = {
    "always": [(StatusKind.ADMITTED, None, "a")],
    "joined-2023": [(StatusKind.ADMITTED, PartialDate(2023, 12, 31), "b")],
    "joined-in-2023": [(StatusKind.TRANSFERRED_IN, PartialDate(2023), "b1")],
    "died-2022": [(StatusKind.ADMITTED, None, "a"), (StatusKind.DIED, PartialDate(2022), None)],
    "died-2023": [(StatusKind.ADMITTED, None, "a"), (StatusKind.DIED, PartialDate(2023, 5), None)],
    "left-2023": [(StatusKind.ADMITTED, None, "b"), (StatusKind.RESIGNED, PartialDate(2023, 2, 1), None)],
    "moved-b": [(StatusKind.ADMITTED, None, "a"), (StatusKind.CHANGED_UNIT, PartialDate(2023, 3), "b")],
    "came-back": [
        (StatusKind.ADMITTED, None, "a"),
        (StatusKind.TRANSFERRED_OUT, PartialDate(2022, 1, 5), None),
        (StatusKind.RESTORED, PartialDate(2024, 2, 1), "a"),
    ],
    "away": [(StatusKind.ADMITTED, None, "b1"), (StatusKind.AWAY, PartialDate(2022), None)],
}
#: Who is asked in which year, said by hand, with the unit of the end of that year.
ASKED: dict[int, dict[str, str]] = {
    2022: {"always": "a", "died-2022": "a", "died-2023": "a", "left-2023": "b", "moved-b": "a",
           "came-back": "a", "away": "b1"},
    2023: {"always": "a", "joined-2023": "b", "joined-in-2023": "b1", "died-2023": "a", "left-2023": "b",
           "moved-b": "b", "away": "b1"},
    2024: {"always": "a", "joined-2023": "b", "joined-in-2023": "b1", "moved-b": "b", "came-back": "a",
           "away": "b1"},
}  # fmt: skip
DIED = {2022: "died-2022", 2023: "died-2023"}
ABOVE = {"a": ["a", None], "b": ["b", None], "b1": ["b1", "b", None]}


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with units a, b and b1 below b, and a member for each life, made once."""
    path = tmp_path_factory.mktemp("dues") / "a.sohoi"
    branch = new_branch("Hội A", place="Bắc Kạn", code="HTS")
    with (
        create_register(path, branch, clock=clock) as register,
        register.change("Lập", undoable=False) as work,
    ):
        ids: dict[str | None, str | None] = {None: None}
        for name, parent in (("a", None), ("b", None), ("b1", "b")):
            unit = units.put_unit(work, f"Chi hội {name}", level="Chi hội", parent_id=ids[parent])
            ids[name] = unit.id
        for code, life in LIVES.items():
            work.add(Member(id=code, code=code, full_name=f"Ma Văn {code}", address=f"Xóm {code}"))
            for kind, on, place in life:
                work.add(StatusEvent(member_id=code, kind=kind, on=on, unit_id=ids[place]))
    return path


@pytest.fixture
def branch(lived: Path) -> Iterator[Register]:
    with copied(lived) as register:
        yield register


@contextlib.contextmanager
def copied(path: Path) -> Iterator[Register]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "a.sohoi"
        shutil.copyfile(path, copy)
        with open_register(copy, clock=clock) as register:
            yield register


def unit_ids(register: Register) -> dict[str, str]:
    return {row.state.name.removeprefix("Chi hội "): row.state.unit_id for row in units.list_units(register)}


YEARS = st.sampled_from([2022, 2023, 2024])
PEOPLE = st.sampled_from(sorted(LIVES))
AMOUNTS = st.integers(1, 4).map(lambda n: n * 30_000)
DEEDS = st.one_of(
    st.tuples(st.just("rate"), YEARS, st.sampled_from([None, "a", "b", "b1"]), AMOUNTS),
    st.tuples(st.just("pay"), YEARS, PEOPLE, st.one_of(st.none(), AMOUNTS)),
    st.tuples(st.just("waive"), st.one_of(st.none(), YEARS), PEOPLE, st.none()),
    st.tuples(st.just("unwaive"), st.one_of(st.none(), YEARS), PEOPLE, st.none()),
    st.tuples(st.sampled_from(["undo", "redo", "noise"]), st.none(), st.none(), st.none()),
)


def do(register: Register, name: str, year: int | None, who: str | None, amount: int | None) -> None:
    if name == "rate":
        dues.set_rate(register, year or 0, amount or 0, unit_ids(register)[who] if who else None)
    elif name == "pay":
        dues.pay_dues(register, [who or ""], year or 0, on=PartialDate(2024, 3, 1), amount=amount)
    elif name == "waive":
        dues.waive(register, [who or ""], year, "Ốm")
    elif name == "unwaive":
        dues.unwaive(register, [who or ""], year)
    elif name == "noise":  # what was typed before, and what goes out, is nobody's dues
        funds.save_entry(register, FundEntry(on=PartialDate(2023), amount=70_000, purpose="Hội phí"))
        given = FundEntry(
            on=PartialDate(2023),
            kind=EntryKind.EXPENSE,
            amount=1,
            purpose="Trả",
            member_id="always",
            dues_year=2023,
        )
        funds.save_entry(register, given)
    else:
        (history.undo if name == "undo" else history.redo)(register)


@settings(max_examples=16)
@given(st.lists(DEEDS, min_size=3, max_size=12))
def test_dues_are_what_the_raw_rows_say_also_after_undo(
    lived: Path, deeds: list[tuple[str, int | None, str | None, int | None]]
) -> None:
    with copied(lived) as register:
        dues.set_rate(register, 2023, 50_000)
        for deed in deeds:
            with contextlib.suppress(RuleError):
                do(register, *deed)
        with register.read() as reader:
            entries, rates = reader.all(FundEntry), reader.all(DuesRate)
            waivers = {(each.member_id, each.year) for each in reader.all(DuesWaiver)}
        names = {unit_id: name for name, unit_id in unit_ids(register).items()}
        for year, asked in ASKED.items():
            rate_of = {names.get(r.unit_id or ""): r.amount for r in rates if r.year == year}
            paid: dict[str, int] = {}
            for entry in entries:
                if entry.kind is EntryKind.INCOME and entry.dues_year == year and entry.member_id:
                    paid[entry.member_id] = paid.get(entry.member_id, 0) + entry.amount
            found = dues.dues_of_year(register, year, today=TODAY)
            rows = {row.member_id: row for row in found.rows}
            assert rows.keys() == asked.keys() | paid.keys()
            due = owed = 0
            for code, row in rows.items():
                unit = asked.get(code)
                rate = next((rate_of[each] for each in ABOVE[unit] if each in rate_of), 0) if unit else 0
                free = bool({(code, year), (code, None)} & waivers) or code == DIED.get(year)
                assert (row.rate, row.paid, row.waived) == (rate, paid.get(code, 0), free)
                assert row.unit_name == (f"Chi hội {unit}" if unit else "")
                due += 0 if free else rate
                owed += 0 if free else max(0, rate - row.paid)
                assert row.owes - row.over == row.due - row.paid
            assert (found.due, found.paid, found.owed) == (due, sum(paid.values()), owed)


def test_paying_is_one_change_and_asks_only_what_is_owed(branch: Register) -> None:
    dues.set_rate(branch, 2023, 60_000)
    dues.set_rate(branch, 2023, 40_000, unit_ids(branch)["b"])
    dues.pay_dues(branch, ["always"], 2023, on=PartialDate(2023, 1, 5), amount=20_000)
    before = len(history.changes(branch))
    entries = dues.pay_dues(branch, list(ASKED[2023]), 2023, on=PartialDate(2023, 6, 1))
    assert len(history.changes(branch)) == before + 1
    amounts = {entry.member_id: entry.amount for entry in entries}
    assert amounts == {
        "always": 40_000, "joined-2023": 40_000, "joined-in-2023": 40_000, "left-2023": 40_000,
        "moved-b": 40_000, "away": 40_000,
    }  # fmt: skip
    first = entries[0]
    assert (first.purpose, first.category, first.dues_year) == ("Hội phí năm 2023", "Hội phí", 2023)
    assert (first.counterpart, first.address) == ("Ma Văn always", "Xóm always")
    found = dues.dues_of_year(branch, 2023, today=TODAY)
    assert (found.owed, found.paid) == (0, 260_000)
    assert {row.words for row in found.rows} == {"Đã nộp", "Từ trần"}
    with pytest.raises(RuleError, match="còn nợ"):
        dues.pay_dues(branch, list(ASKED[2023]), 2023, on=PartialDate(2023, 6, 1))
    with pytest.raises(FieldError, match="lớn hơn 0"):
        dues.pay_dues(branch, ["always"], 2023, on=PartialDate(2023), amount=0)
    dues.pay_dues(branch, ["always", "died-2022"], 2023, on=PartialDate(2023, 7, 1), amount=5_000)
    over = {
        r.member_id: (r.over, r.words) for r in dues.dues_of_year(branch, 2023, today=TODAY).rows if r.over
    }
    assert over == {"always": (5_000, "Nộp thừa"), "died-2022": (5_000, "Nộp thừa")}


def test_a_waiver_for_every_year_is_taken_back_as_such(branch: Register) -> None:
    assert dues.waive(branch, ["always", "away"], None, "Thương binh nặng") == 2
    assert dues.waive(branch, ["always"], None, "Thương binh 1/4") == 0
    row = next(r for r in dues.dues_of_year(branch, 2023, today=TODAY).rows if r.member_id == "always")
    assert (row.always, row.words) == (True, "Miễn: Thương binh 1/4")
    with pytest.raises(NotFoundError, match="mọi năm, không riêng năm 2023"):
        dues.unwaive(branch, ["always"], 2023)
    assert dues.unwaive(branch, ["always", "away"], None) == 2
    with pytest.raises(NotFoundError, match="chưa đặt"):
        dues.remove_rate(branch, 2023)


def test_the_dues_of_this_year_are_asked_of_those_here_today(branch: Register) -> None:
    asked = {row.member_id for row in dues.dues_of_year(branch, 2024, today=date(2024, 1, 31)).rows}
    assert "came-back" not in asked
    assert asked == ASKED[2024].keys() - {"came-back"}


def test_what_is_asked_of_some_members_is_what_the_whole_list_says_of_them(branch: Register) -> None:
    dues.set_rate(branch, 2023, 60_000)
    dues.pay_dues(branch, ["always", "left-2023"], 2023, on=PartialDate(2023, 4), amount=20_000)
    some = ["left-2023", "died-2022", "died-2023", "always", "moved-b"]
    with branch.read() as reader:
        for year in (2022, 2023, 2024):
            whole = dues.read_dues(reader, year, today=TODAY).rows
            asked = dues.read_dues(reader, year, today=TODAY, member_ids=some).rows
            assert asked == tuple(row for row in whole if row.member_id in some)


def test_who_is_of_a_merged_unit_pays_what_it_asked_unless_the_new_one_says_otherwise(
    branch: Register,
) -> None:
    ids = unit_ids(branch)
    for unit, amount in ((None, 10_000), ("a", 20_000), ("b", 30_000)):
        dues.set_rate(branch, 2023, amount, ids[unit] if unit else None)
    units.merge_units(
        branch,
        [ids["a"], ids["b"]],
        units.NewUnit(name="Chi hội ab"),
        on=PartialDate(2023, 7, 1),
        today=TODAY,
    )

    def rates() -> dict[str, int]:
        return {row.code: row.rate for row in dues.dues_of_year(branch, 2023, today=TODAY).rows}

    found = rates()
    assert {found[each] for each in ASKED[2023] if ASKED[2023][each] == "a"} == {20_000}
    assert {found[each] for each in ASKED[2023] if ASKED[2023][each] != "a"} == {30_000}
    assert len(dues.dues_of_year(branch, 2023, today=TODAY).rates) == 3
    new = unit_ids(branch)["ab"]
    dues.set_rate(branch, 2023, 40_000, new)
    assert set(rates().values()) == {40_000}
    with pytest.raises(FieldError, match="năm 2022 chưa có"):
        dues.set_rate(branch, 2022, 5_000, new)
    with branch.change("Đặt mức từ trước") as work:
        work.add(DuesRate(year=2022, amount=5_000, unit_id=new))
    dues.set_rate(branch, 2022, 10_000)
    assert {row.rate for row in dues.dues_of_year(branch, 2022, today=TODAY).rows} == {10_000}
