"""Several funds: money between them, numbers of papers without gaps, the budget beside the book."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.care import Visit
from app.domain.funds import BudgetLine, EntryKind, Fund, FundEntry
from app.domain.members import Member
from app.errors import FieldError, RuleError
from app.services import budgets, closings, funds, history, members, units, visits
from app.services.budgets import category_of
from app.services.vouchers import number_in
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
IN_2023 = PartialDate(2023, 5, 1)
INCOME, EXPENSE = EntryKind.INCOME, EntryKind.EXPENSE


def put(register: Register, amount: int = 1000, kind: EntryKind = INCOME, **fields: Any) -> FundEntry:
    values: dict[str, Any] = {"on": IN_2023, "purpose": "Việc", **fields}
    return funds.save_entry(register, FundEntry(kind=kind, amount=amount, **values))


def lines(register: Register) -> tuple[FundEntry, ...]:
    with register.read() as reader:
        return reader.all(FundEntry)


# ------------------------------------------------------------ funds and transfers


def test_a_chan_quy_tells_what_it_holds_for_each_member(register: Register) -> None:
    with register.change("Lập") as work:
        unit = units.put_unit(work, "Chi hội 1", level="Chi hội")
    for name in ("Ma Văn An", "Bế Thị Ánh", "Lý Thị Sinh"):
        members.add_member(
            register, Member(full_name=name, joined=PartialDate(2015)), unit_id=unit.id, today=TODAY
        )
    base = funds.save_fund(register, Fund(name="Chân quỹ", unit_id=unit.id, is_base=True))
    put(register, 100_000, fund_id=base.id)
    put(register, 40_000)
    put(register, 5, fund_id=base.id, on=PartialDate(2024, 1, 11))  # tomorrow
    own, other = funds.list_funds(register, today=TODAY)
    assert (own.fund, own.name, own.balance, own.members) == (None, "Quỹ Hội", 40_000, 3)
    assert (other.unit_name, other.balance, other.per_member) == ("Chi hội 1", 100_000, 33_333)
    with pytest.raises(FieldError, match="Đã có quỹ tên"):
        funds.save_fund(register, Fund(name="chân quỹ"))
    with pytest.raises(FieldError, match="Đã có quỹ tên"):
        funds.save_fund(register, dataclasses.replace(base, name="QUỸ HỘI"))
    with pytest.raises(FieldError, match="chọn chi hội"):
        funds.save_fund(register, Fund(name="Khác", is_base=True))
    with pytest.raises(FieldError, match="đã có “Chân quỹ”"):  # one each
        funds.save_fund(register, Fund(name="Khác", unit_id=unit.id, is_base=True))
    with pytest.raises(RuleError, match="còn được dùng"):
        funds.remove_fund(register, base.id)


def test_the_two_lines_of_a_transfer_are_made_changed_and_removed_together(register: Register) -> None:
    fund = funds.save_fund(register, Fund(name="Quỹ Nghĩa tình"))
    out, into = funds.transfer(register, source=None, target=fund.id, amount=70_000, on=IN_2023)
    assert (out.kind, out.fund_id, out.counterpart) == (EXPENSE, None, "Quỹ Nghĩa tình")
    assert (into.kind, into.fund_id, into.counterpart) == (INCOME, fund.id, "Quỹ Hội")
    assert out.purpose == into.purpose == "Chuyển quỹ: Quỹ Hội sang Quỹ Nghĩa tình"
    funds.save_entry(register, dataclasses.replace(into, amount=50_000, voucher="PT01"))
    assert {(entry.amount, entry.voucher) for entry in lines(register)} == {(50_000, ""), (50_000, "PT01")}
    history.undo(register)
    assert {entry.amount for entry in lines(register)} == {70_000}
    held = funds.find_entry(register, out.id)
    with pytest.raises(RuleError, match="hai quỹ"):
        funds.save_entry(register, dataclasses.replace(held, kind=INCOME))
    funds.remove_entry(register, out.id)
    assert lines(register) == ()
    history.undo(register)
    assert len(lines(register)) == 2
    with pytest.raises(FieldError, match="hai quỹ khác nhau"):
        funds.transfer(register, source=None, target=None, amount=1, on=IN_2023)
    with pytest.raises(FieldError, match="lớn hơn 0"):
        funds.transfer(register, source=None, target=fund.id, amount=0, on=IN_2023)


def test_a_transfer_is_taken_back_on_both_sides_or_not_at_all(register: Register) -> None:
    fund = funds.save_fund(register, Fund(name="Quỹ Nghĩa tình"))
    out, into = funds.transfer(register, source=None, target=fund.id, amount=70_000, on=IN_2023)
    moved = history.changes(register, limit=1)[0].id

    def blocked(change_id: int, *ids: str) -> set[str]:
        plan = history.plan_take_back(register, change_id, today=TODAY, record_ids=ids)
        assert {item.outcome for item in plan.items} == {history.Outcome.BLOCKED}
        return {item.reason for item in plan.items}

    both = "tiền chuyển giữa hai quỹ phải trả lại ở cả hai bên"
    assert blocked(moved, out.id) == blocked(moved, into.id) == {both}
    closings.close_year(register, 2023, on=TODAY, fund_id=fund.id)
    assert blocked(moved) == {both, "sổ Quỹ Nghĩa tình đã khóa đến hết năm 2023"}
    history.undo(register)
    history.take_back(register, moved, today=TODAY)
    assert lines(register) == ()
    gone = history.changes(register, limit=1)[0].id
    assert blocked(gone, out.id) == {both}
    assert len(history.take_back(register, gone, today=TODAY).items) == 2
    assert sum(funds.signed(entry) for entry in lines(register)) == 0


# ------------------------------------------------------------ numbers of papers


@settings(max_examples=100)
@given(st.integers(1, 99_999), st.sampled_from(list(EntryKind)), st.data())
def test_a_number_is_read_however_it_was_written(number: int, kind: EntryKind, data: st.DataObject) -> None:
    mark = {INCOME: "PT", EXPENSE: "PC"}[kind]
    other = {INCOME: "PC", EXPENSE: "PT"}[kind]
    forms = ("{m}{n:02}", "{m} {n}", "{n}", "{n:03}/{m}", "{m}-{n:02}/2023", "{m}.{n}", "{n}/2023")
    form = data.draw(st.sampled_from(forms))
    assert number_in(form.format(m=mark, n=number), kind) == number
    assert number_in(f"{other}{number}", kind) is None
    assert number_in("Không số", kind) is None


def test_numbers_run_without_gaps_for_each_year_fund_and_kind(register: Register) -> None:
    fund = funds.save_fund(register, Fund(name="Quỹ khác"))
    assert funds.next_voucher(register, INCOME, 2023) == "PT01"
    made = [put(register) for _ in range(4)]
    put(register, kind=EXPENSE)
    numbered = funds.number_vouchers(register, [entry.id for entry in lines(register)])
    assert [entry.voucher for entry in numbered] == ["PT01", "PT02", "PT03", "PT04", "PC01"]
    assert funds.number_vouchers(register, [entry.id for entry in made]) == ()
    funds.remove_entry(register, made[1].id)
    assert funds.next_voucher(register, INCOME, 2023) == "PT02"
    put(register, voucher="PT02")
    assert funds.next_voucher(register, INCOME, 2023) == "PT05"
    assert funds.next_voucher(register, INCOME, 2024) == "PT01"
    assert funds.next_voucher(register, INCOME, 2023, fund.id) == "PT01"
    with pytest.raises(FieldError, match=r"đã dùng cho một khoản khác\. Số tiếp theo là PT05"):
        put(register, voucher="pt 2")
    put(register, voucher="PT02", fund_id=fund.id)
    put(register, voucher="PT17", on=PartialDate(2022))
    assert funds.next_voucher(register, INCOME, 2022) == "PT18"  # a book begun by hand goes on


def test_a_paper_may_be_numbered_for_what_a_visit_made_but_its_sum_stays(register: Register) -> None:
    visits.save_visit(register, Visit(on=IN_2023, person="Bà Mùi", amount=100_000))
    (entry,) = lines(register)
    numbered = funds.save_entry(register, dataclasses.replace(entry, voucher="PC01", papers="1"))
    assert numbered.voucher == "PC01"
    for wrong in ({"amount": 1}, {"on": PartialDate(2022)}, {"counterpart": "Ai"}):
        with pytest.raises(RuleError, match="Thăm hỏi"):
            funds.save_entry(register, dataclasses.replace(numbered, **wrong))


# ------------------------------------------------------------ the budget


def test_a_line_belongs_to_the_category_with_which_its_purpose_begins() -> None:
    def of(purpose: str, *known: str, category: str = "") -> str:
        return category_of(FundEntry(on=IN_2023, amount=1, purpose=purpose, category=category), known)

    assert of("Thăm hỏi: ốm đau") == "Thăm hỏi"
    assert of("HỘI PHÍ quý I") == "Hội phí"
    assert of("Hội phíx") == "Khác"
    assert of("Hội nghị tổng kết") == "Hội nghị"
    assert of("Hội nghị tổng kết", "Hội nghị tổng kết") == "Hội nghị tổng kết"
    assert of("Hội phí", category="Khác hẳn") == "Khác hẳn"


def test_the_budget_stands_beside_what_the_book_says(register: Register) -> None:
    save = budgets.save_line
    line = save(register, BudgetLine(year=2023, kind=EXPENSE, category="Khánh tiết", amount=300_000))
    save(register, BudgetLine(year=2023, kind=INCOME, category="Hội phí", amount=100_000))
    save(register, BudgetLine(year=2023, kind=EXPENSE, category="Thăm hỏi", amount=0))
    put(register, 30_000, purpose="Hội phí quý I")
    put(register, 45_000, purpose="Hội phí", category="hội phí")
    put(register, 9_000, EXPENSE, purpose="Khánh tiết 19/5")
    put(register, 8_000, EXPENSE, purpose="Hoa", category="Khánh tiết")
    put(register, 7_000, EXPENSE, purpose="Thăm hỏi: ốm đau")
    put(register, 6_000, EXPENSE, purpose="Mua đất")
    put(register, 5_000, EXPENSE, purpose="Khánh tiết", on=PartialDate(2022))
    rows = budgets.budget_of_year(register, 2023)
    assert [(r.kind, r.category, r.planned, r.actual, r.percent) for r in rows] == [
        (INCOME, "Hội phí", 100_000, 75_000, 75),
        (EXPENSE, "Thăm hỏi", 0, 7_000, None),
        (EXPENSE, "Khánh tiết", 300_000, 17_000, 5),
        (EXPENSE, "Khác", 0, 6_000, None),
    ]
    assert (
        sum(r.actual for r in rows if r.kind is EXPENSE)
        == funds.cash_book(register, year=2023).summary.expense
    )
    assert "Khánh tiết" in budgets.categories(register)
    with pytest.raises(FieldError, match="đã có mục “Khánh tiết”"):
        save(register, BudgetLine(year=2023, kind=EXPENSE, category="khánh tiết", amount=1))
    save(register, BudgetLine(year=2024, kind=INCOME, category="hội phí", amount=5))
    assert budgets.copy_budget(register, 2023, 2024) == 2
    assert {(r.category, r.planned) for r in budgets.budget_of_year(register, 2024)} == {
        ("hội phí", 5), ("Khánh tiết", 300_000), ("Thăm hỏi", 0),
    }  # fmt: skip
    budgets.remove_line(register, line.id)
    rows = budgets.budget_of_year(register, 2023)
    # A line keeps the category it names; one whose purpose alone said it is no longer known.
    assert [(r.category, r.actual) for r in rows if r.kind is EXPENSE and r.line is None] == [
        ("Khánh tiết", 8_000),
        ("Khác", 15_000),
    ]
