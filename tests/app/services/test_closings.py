"""A closed year of a fund's book stays as it is, whoever wants to write it; what is told of its balance."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.branch import new_branch
from app.domain.care import Visit
from app.domain.funds import BudgetLine, EntryKind, Fund, FundClosing, FundEntry
from app.domain.members import Member
from app.errors import FieldError, RuleError
from app.services import (
    budgets,
    closings,
    commendations,
    decisions,
    dues,
    funds,
    handing_over,
    history,
    members,
    merging,
    visits,
)
from app.services.history import Outcome
from app.services.registers import create_register, open_register
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.awards import make_round
from tests.app.services.conftest import clock

TODAY = date(2024, 1, 10)
FUND = "quy-nghia-tinh"
IN_2022 = PartialDate(2022, 5, 1)
Lines = dict[str, FundEntry]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with a second fund and one member, made once."""
    path = tmp_path_factory.mktemp("funds") / "a.sohoi"
    with create_register(path, new_branch("Hội A", place="Bắc Kạn", code="HTS"), clock=clock) as register:
        funds.save_fund(register, Fund(id=FUND, name="Quỹ Nghĩa tình đồng đội"))
        member = Member(id="an", full_name="Ma Văn An", joined=PartialDate(2015))
        members.add_member(register, member, unit_id=None, today=TODAY)
    return path


def lines(register: Register) -> Lines:
    with register.read() as reader:
        return {entry.id: dataclasses.replace(entry, version=0) for entry in reader.all(FundEntry)}


def closed(register: Register) -> dict[str, FundClosing]:
    with register.read() as reader:
        return {closing.id: closing for closing in reader.all(FundClosing)}


def locked(rows: Lines, closing: FundClosing) -> Lines:
    return {k: e for k, e in rows.items() if e.fund_id == closing.fund_id and e.on.year <= closing.year}


def raw_sum(rows: Lines, fund_id: str | None, last_day: str) -> int:
    """The balance reckoned from the rows alone; a day known to the year counts from its first."""
    total = 0
    for entry in rows.values():
        day = (entry.on.iso + "-01-01")[:10]
        if entry.fund_id == fund_id and day <= last_day:
            total += entry.amount if entry.kind is EntryKind.INCOME else -entry.amount
    return total


def nth(register: Register, number: int) -> FundEntry:
    with register.read() as reader:
        found = reader.all(FundEntry)
    if not found:
        raise RuleError("không có dòng nào")
    return found[number % len(found)]


def add(register: Register, fund: str | None, year: int, number: int) -> None:
    kind = EntryKind.EXPENSE if number % 3 == 0 else EntryKind.INCOME
    on = PartialDate(year, number % 12 + 1) if number % 2 else PartialDate(year)
    entry = FundEntry(on=on, kind=kind, amount=number * 1000 + 1, purpose="Việc", fund_id=fund)
    funds.save_entry(register, entry)


def edit(register: Register, fund: str | None, year: int, number: int) -> None:
    entry = nth(register, number)
    changed = dataclasses.replace(
        entry, amount=entry.amount + number + 1, on=PartialDate(year, 3), fund_id=fund
    )
    funds.save_entry(register, changed)


def visit(register: Register, fund: str | None, year: int, number: int) -> None:
    stored = [row.visit for row in visits.list_visits(register)]
    made = Visit(on=PartialDate(year, 2), person="Bà Mùi", amount=5000 + number, fund_id=fund)
    if stored and number % 3 == 1:
        made = dataclasses.replace(stored[0], on=made.on, amount=made.amount, fund_id=fund)
    if stored and number % 3 == 2:
        visits.remove_visit(register, stored[0].id)
    else:
        visits.save_visit(register, made)


def reopen(register: Register, fund: str | None, year: int, number: int) -> None:
    found = list(closed(register))
    if found:
        closings.reopen_year(register, found[number % len(found)])


def take_back(register: Register, fund: str | None, year: int, number: int) -> None:
    """Any change, whole or for one line alone."""
    log = history.changes(register)
    one = [nth(register, number).id] if fund else []
    history.take_back(register, log[number % len(log)].id, today=TODAY, record_ids=one)


Deed = Callable[[Register, str | None, int, int], Any]
DEEDS: dict[str, Deed] = {
    "add": add,
    "edit": edit,
    "remove": lambda r, fund, year, number: funds.remove_entry(r, nth(r, number).id),
    "visit": visit,
    "transfer": lambda r, fund, year, number: funds.transfer(
        r, source=fund, target=None if fund else FUND, amount=number + 1, on=PartialDate(year, 6)
    ),
    "dues": lambda r, fund, year, number: dues.pay_dues(
        r, ["an"], year, on=PartialDate(year, 7), amount=number + 1, fund_id=fund
    ),
    "number": lambda r, fund, year, number: funds.number_vouchers(r, list(lines(r))),
    "close": lambda r, fund, year, number: closings.close_year(r, year, on=TODAY, fund_id=fund),
    "close again": lambda r, fund, year, number: closings.close_year(r, year, on=TODAY, fund_id=fund),
    "reopen": reopen,
    "undo": lambda r, fund, year, number: history.undo(r),
    "undo more": lambda r, fund, year, number: [history.undo(r) for _ in range(2)],
    "redo": lambda r, fund, year, number: history.redo(r),
    "take back": take_back,
}


@settings(max_examples=16)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(DEEDS)),
            st.sampled_from([None, FUND]),
            st.sampled_from([2021, 2022, 2023]),
            st.integers(0, 20),
        ),
        min_size=4,
        max_size=12,
    )
)
def test_whatever_is_done_and_undone_closed_lines_stay_and_sums_are_those_of_the_rows(
    template: Path, deeds: list[tuple[str, str | None, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sohoi"
        shutil.copyfile(template, path)
        with open_register(path, clock=clock) as register:
            add(register, None, 2021, 3)
            add(register, FUND, 2022, 4)
            rows, shut = lines(register), closed(register)
            for name, fund, year, number in deeds:
                with contextlib.suppress(RuleError):
                    DEEDS[name](register, fund, year, number)
                rows_before, rows = rows, lines(register)
                shut_before, shut = shut, closed(register)
                for closing_id, closing in shut.items():
                    assert closing.balance == raw_sum(rows, closing.fund_id, f"{closing.year}-12-31"), name
                    if closing_id in shut_before:
                        assert locked(rows, closing) == locked(rows_before, closing), name
                for entry_id in (
                    each for each in rows if each.endswith("-in")
                ):  # what came out of the other fund
                    out, into = rows[entry_id.removesuffix("-in")], rows[entry_id]
                    assert (out.on, out.amount) == (into.on, into.amount), name
                transferred = [each for each in rows.values() if each.category == funds.TRANSFERS]
                assert sum(1 if each.id.endswith("-in") else -1 for each in transferred) == 0, name
            for line in funds.list_funds(register, today=TODAY):  # undo may have taken the second fund away
                fund_id = line.fund.id if line.fund else None
                assert line.balance == raw_sum(rows, fund_id, "2024-01-10")
                for year in (2021, 2022, 2023):
                    book = funds.cash_book(register, year=year, fund_id=fund_id)
                    assert book.summary.opening == raw_sum(rows, fund_id, f"{year - 1}-12-31")
                    assert book.summary.closing == raw_sum(rows, fund_id, f"{year}-12-31")
                    reached = book.summary.opening
                    for row in book.rows:
                        reached += (
                            row.entry.amount if row.entry.kind is EntryKind.INCOME else -row.entry.amount
                        )
                        assert row.balance == reached
                    assert reached == book.summary.closing
            assert register.check() == []


# ------------------------------------------------------------ one by one


def entry_of_2022(register: Register, **fields: Any) -> FundEntry:
    return funds.save_entry(register, FundEntry(on=IN_2022, amount=900_000, purpose="Ủng hộ", **fields))


def test_every_writer_is_told_to_reopen_the_year(register: Register) -> None:
    person = members.add_member(
        register, Member(full_name="Ma Văn An", joined=PartialDate(2015)), unit_id=None, today=TODAY
    )
    entry = entry_of_2022(register)
    seen = visits.save_visit(register, Visit(on=IN_2022, person="Bà Mùi", amount=100_000))
    round_id = make_round(register, "Tổ 1", year=2022)
    (award,) = commendations.round_card(register, round_id).awards
    commendations.save_award(register, dataclasses.replace(award, money=200_000))
    decisions.decide(register, round_id, decided_on=date(2022, 12, 20), signer="A")
    closings.close_year(register, 2022, on=TODAY, counted=800_000)
    before = lines(register)
    refused: list[Callable[[], object]] = [
        lambda: entry_of_2022(register),
        lambda: funds.save_entry(register, dataclasses.replace(entry, amount=1)),
        lambda: funds.save_entry(register, dataclasses.replace(entry, on=PartialDate(2023))),
        lambda: funds.remove_entry(register, entry.id),
        lambda: funds.number_vouchers(register, [entry.id]),
        lambda: funds.transfer(register, source=None, target=FUND, amount=1, on=PartialDate(2021)),
        lambda: dues.pay_dues(register, [person.id], 2023, on=PartialDate(2022, 12, 31), amount=1),
        lambda: visits.save_visit(register, Visit(on=IN_2022, person="Ông Tư", amount=1)),
        lambda: visits.save_visit(register, dataclasses.replace(seen, amount=1)),
        lambda: visits.save_visit(register, dataclasses.replace(seen, on=PartialDate(2023))),
        lambda: visits.save_visit(register, seen, from_fund=False),
        lambda: visits.remove_visit(register, seen.id),
        lambda: handing_over.pay_rewards(register, round_id, on=PartialDate(2022, 12, 21)),
    ]
    funds.save_fund(register, Fund(id=FUND, name="Quỹ khác"))
    for deed in refused:
        with pytest.raises(RuleError, match=r"đã khóa đến hết năm 2022.*mở lại sổ năm 2022"):
            deed()
    assert lines(register) == before
    # What changes nothing in the book may be written, and other funds and years are open.
    visits.save_visit(register, dataclasses.replace(seen, visitors="Ông Thành"))
    entry_of_2022(register, fund_id=FUND)
    assert handing_over.pay_rewards(register, round_id, on=PartialDate(2023)) == 200_000


def test_undo_passes_by_a_closed_year_and_taking_back_leaves_it(register: Register) -> None:
    entry = entry_of_2022(register)
    added = history.changes(register, limit=1)[0]
    closing = closings.close_year(register, 2022, on=TODAY)
    shut = history.changes(register, limit=1)[0]
    (told,) = history.plan_take_back(register, added.id, today=TODAY).items
    assert (told.outcome, told.reason) == (Outcome.BLOCKED, "sổ Quỹ Hội đã khóa đến hết năm 2022")
    with pytest.raises(RuleError, match="đã khóa"):
        history.take_back(register, added.id, today=TODAY)
    assert history.undo(register).undoes == shut.id  # closing is undone like anything else
    history.redo(register)
    # A later closing holds the one before it, and what it closed.
    closings.close_year(register, 2023, on=TODAY)
    (told,) = history.plan_take_back(register, shut.id, today=TODAY).items
    assert told.reason == "sổ năm 2023 đã khóa sau đó"
    with pytest.raises(RuleError, match="mở lại năm 2023 trước"):
        closings.reopen_year(register, closing.id)
    history.undo(register)
    closings.reopen_year(register, closing.id)
    reopened = history.changes(register, limit=1)[0]
    funds.save_entry(register, dataclasses.replace(entry, amount=1_000_000))
    (told,) = history.plan_take_back(register, reopened.id, today=TODAY).items
    assert told.reason == "số tồn trong sổ đã khác số tồn lúc khóa"
    closings.close_year(register, 2022, on=TODAY)
    (told,) = history.plan_take_back(register, reopened.id, today=TODAY).items
    assert told.reason == "sổ đã được khóa lại sau đó"


def test_undo_goes_round_what_a_closed_year_holds(register: Register) -> None:
    members.add_member(register, Member(full_name="Bế Thị Ánh"), unit_id=None, today=TODAY)
    entry_of_2022(register)
    dues.set_rate(register, 2022, 60_000)
    with register.change("Khóa sổ", undoable=False) as work:
        work.add(FundClosing(year=2022, closed_on=TODAY, balance=900_000))
    assert history.undo_state(register).undo == "Thêm hội viên Bế Thị Ánh"
    history.undo(register)
    assert len(lines(register)) == 1


def test_merging_two_records_of_a_payer_changes_nothing_in_a_closed_book(register: Register) -> None:
    kept, gone = (
        members.add_member(
            register, Member(full_name="Ma Văn An", joined=PartialDate(2015)), unit_id=None, today=TODAY
        )
        for _ in range(2)
    )
    entry = entry_of_2022(register, member_id=gone.id, dues_year=2022)
    closings.close_year(register, 2022, on=TODAY)
    merging.merge(register, merging.plan_merge(register, kept.id, gone.id, today=TODAY), today=TODAY)
    merged = history.changes(register, limit=1)[0]
    assert lines(register)[entry.id].member_id == kept.id
    history.undo(register)
    assert lines(register)[entry.id].member_id == gone.id
    history.redo(register)
    assert history.take_back(register, merged.id, today=TODAY).count(Outcome.BLOCKED) == 0
    assert lines(register)[entry.id].member_id == gone.id


def test_the_note_of_a_visit_in_a_closed_year_is_written_though_the_member_is_called_otherwise_now(
    register: Register,
) -> None:
    member = members.add_member(register, Member(full_name="Ma Văn An"), unit_id=None, today=TODAY)
    paid = visits.save_visit(register, Visit(on=PartialDate(2022, 5), member_id=member.id, amount=50_000))
    closings.close_year(register, 2022, on=TODAY)
    with register.change("Đổi tên") as work:
        work.replace(dataclasses.replace(member, full_name="Ma Văn Ân"))
    book = lines(register)
    noted = visits.save_visit(register, dataclasses.replace(paid, note="Có giấy ra viện"))
    assert (noted.note, lines(register)) == ("Có giấy ra viện", book)
    with pytest.raises(RuleError, match="đã khóa"):
        visits.save_visit(register, dataclasses.replace(noted, amount=60_000))


def test_a_closing_tells_what_the_box_held_more_or_less(register: Register) -> None:
    entry_of_2022(register)
    for counted, words in (
        (900_000, "Tiền mặt kiểm kê đúng với sổ."),
        (850_000, "Tiền mặt kiểm kê thiếu 50.000 đồng so với sổ."),
        (900_500, "Tiền mặt kiểm kê thừa 500 đồng so với sổ."),
        (None, ""),
    ):
        closings.close_year(register, 2022, on=TODAY, counted=counted)
        (row,) = closings.list_closings(register)
        assert (row.difference_words, row.closing.balance, row.fund_name) == (words, 900_000, "Quỹ Hội")
        closings.reopen_year(register, row.closing.id)
    with pytest.raises(FieldError, match="không thể âm"):
        closings.close_year(register, 2022, on=TODAY, counted=-1)
    with pytest.raises(FieldError, match="chưa đến"):
        closings.close_year(register, 2025, on=TODAY)
    closings.close_year(register, 2022, on=TODAY)
    with pytest.raises(RuleError, match="đã khóa rồi"):
        closings.close_year(register, 2021, on=TODAY)
    assert funds.cash_book(register, year=2023).summary.opening == 900_000
    assert funds.cash_book(register, year=2021).is_closed
    assert not funds.cash_book(register, year=2023).is_closed


def test_what_a_closed_year_asks_stays_as_it_is_fund_by_fund(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.sohoi"
    shutil.copy(template, path)
    with open_register(path, clock=clock) as register:
        dues.set_rate(register, 2022, 60_000)
        line = BudgetLine(year=2022, kind=EntryKind.INCOME, category="Hội phí", amount=1)
        line = budgets.save_line(register, line)
        dues.waive(register, ["an"], 2022, "Ốm")
        closing = closings.close_year(register, 2022, on=TODAY)
        refused: tuple[Callable[[], object], ...] = (
            lambda: dues.set_rate(register, 2022, 70_000),
            lambda: dues.remove_rate(register, 2022),
            lambda: dues.waive(register, ["an"], 2022, "Khó khăn"),
            lambda: dues.unwaive(register, ["an"], 2022),
            lambda: budgets.save_line(register, dataclasses.replace(line, year=2024)),
            lambda: budgets.remove_line(register, line.id),
            lambda: budgets.copy_budget(register, 2023, 2022),
        )
        for deed in refused:
            with pytest.raises(RuleError, match=r"mở lại sổ năm 2022 trước, ở trang Quỹ \(.*reopen-year\)"):
                deed()
        asked = [each for each in history.changes(register, limit=9) if "2022" in each.label][1:4]
        assert len(asked) == 3
        for change in asked:
            (told,) = history.plan_take_back(register, change.id, today=TODAY).items
            assert (told.outcome, told.reason) == (Outcome.BLOCKED, "sổ Quỹ Hội đã khóa đến hết năm 2022")
        dues.set_rate(register, 2023, 70_000)
        budgets.save_line(register, dataclasses.replace(line, id="khac", version=0, fund_id=FUND))
        closings.reopen_year(register, closing.id)
        dues.set_rate(register, 2022, 70_000)
