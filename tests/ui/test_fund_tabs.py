"""Hội phí, the funds and the budget: who owes, what each chi hội holds, what was planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.funds import EntryKind
from app.services import budgets, dues, funds, history
from tests.ui.conftest import TODAY, opened, shown_page
from ui.dialogs.budget_line import BudgetLineDialog
from ui.dialogs.dues_paid import DuesPaidDialog
from ui.dialogs.dues_waive import DuesWaiveDialog
from ui.dialogs.fund_edit import FundEditDialog
from ui.dialogs.fund_transfer import FundTransferDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.fund import FundPage
from ui.widgets.share_bar import Share
from ui.widgets.tick_table import TickTable


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[FundPage]:
    with shown_page(FundPage(demo_context), qtbot) as page:
        page.year.show_year(2024)
        yield page


def line(table: TickTable) -> Any:
    """The first line that is shown."""
    return table.ticks.row_at(0)


def test_a_rate_is_set_in_its_place_for_all_or_for_one_unit(page: FundPage) -> None:
    page.tabs.setCurrentWidget(page.dues)
    page.year.show_year(2025)
    page.refresh()
    tab = page.dues
    tab.rate.setText("80 nghìn")
    QTest.keyClick(tab.rate, Qt.Key.Key_Return)
    assert {row.rate for row in tab.rows} == {80_000}
    unit_id = tab.rows[0].unit_id
    tab.rate_unit.set_value(unit_id)
    tab.rate_unit.edited.emit()
    assert tab.rate.text() == "", "a unit without a rate of its own pays what all do"
    tab.rate.setText("100.000")
    tab.rate_button.click()
    assert {row.rate for row in tab.rows if row.unit_id == unit_id} == {100_000}
    assert "100.000" in tab.own_rates.text()
    tab.no_rate_button.click()
    assert {row.rate for row in tab.rows} == {80_000}


def test_many_who_owe_are_ticked_and_pay_in_one_change(page: FundPage) -> None:
    page.tabs.setCurrentWidget(page.dues)
    tab, register = page.dues, page.context.services.register
    owing = [row for row in tab.rows if row.owes]
    tab.state.set_value("owes")
    tab.state.edited.emit()
    assert tab.table.ticks.total == len(owing)
    for number in (0, 1, 2):
        tab.table.toggle(tab.table.ticks.row_at(number))
    assert "Đã chọn 3 người" in tab.count.text()
    tab.pay_button.click()
    dialog = opened(DuesPaidDialog)
    assert dialog.total.text() == "3 người nộp, cộng 180.000 đồng (Một trăm tám mươi nghìn đồng chẵn)."
    dialog.save_button.click()
    assert not dialog.isVisible()
    assert tab.table.ticks.total == len(owing) - 3
    assert tab.table.ticked == []
    tab.state.set_value("paid")
    tab.state.edited.emit()
    tab.table.select_id(owing[0].member_id)
    action = next(each for each in tab.table.findChildren(QAction) if "trong sổ quỹ" in each.text())
    action.trigger()
    assert page.tab is page.book
    assert [line(page.book.table).entry.counterpart, page.book.table.ticks.total] == [owing[0].name, 1]
    history.undo(register)
    owed = dues.dues_of_year(register, 2024, today=TODAY).owed
    assert owed == sum(row.owes for row in owing), "one step takes back what was one change"


def test_who_is_let_off_owes_nothing_and_says_why(page: FundPage) -> None:
    page.tabs.setCurrentWidget(page.dues)
    tab = page.dues
    row = next(row for row in tab.rows if row.owes)
    tab.table.select_id(row.member_id)
    tab.waive_button.click()
    dialog = opened(DuesWaiveDialog)
    dialog.try_save()
    assert dialog.isVisible(), "without a reason nobody is let off"
    dialog.reason.set_value("Trên 80 tuổi")
    dialog.save_button.click()
    tab.state.set_value("waived")
    tab.state.edited.emit()
    shown = line(tab.table)
    assert (shown.member_id, shown.words) == (row.member_id, "Miễn: Trên 80 tuổi")
    tab.unwaive(shown)
    assert all(row.owes for row in tab.rows if row.member_id == shown.member_id)


def test_a_chi_hoi_without_chan_quy_is_named_and_gets_one(page: FundPage) -> None:
    page.tabs.setCurrentWidget(page.funds)
    tab, register = page.funds, page.context.services.register
    assert not page.year.isVisible()
    before = tab.missing.text()
    missing = next(
        (unit_id, name) for unit_id, name in tab.scope.units if name not in {x.unit_name for x in tab.lines}
    )
    assert missing[1].removeprefix("Chi hội ")[1:] in before
    tab.add()
    dialog = opened(FundEditDialog)
    dialog.form.editor("unit_id").set_value(missing[0])
    dialog.form.editor("is_base").set_value(True)
    dialog.form.edited.emit()
    name = f"Chân quỹ {missing[1].removeprefix('Chi hội ')}"
    assert dialog.name.value() == name
    dialog.save_button.click()
    line = tab.table.current_row()
    assert (line.name, line.balance) == (name, 0)
    assert tab.missing.text() != before
    tab.transfer()
    transfer = opened(FundTransferDialog)
    transfer.amount.setText("500.000")
    transfer.save_button.click()
    assert tab.table.current_row().balance == 500_000
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert page.tab is page.book
    assert page.fund.value() == line.fund.id
    assert [row.entry.amount for row in page.book.rows] == [500_000]
    page.book.write(EntryKind.INCOME)
    assert funds.find_entry(register, page.book.rows[0].entry.id).fund_id == line.fund.id


def test_a_fund_that_has_lines_stays(page: FundPage, messages: Recorder) -> None:
    page.tabs.setCurrentWidget(page.funds)
    tab = page.funds
    count = len(tab.lines)
    assert not tab.remove_button.isEnabled(), "the branch's own fund is always there"
    tab.table.select_id(next(line.fund.id for line in tab.lines if line.fund and line.balance))
    tab.remove_button.click()
    assert len(messages.errors) == 1
    assert len(tab.lines) == count


def test_plan_and_figures_stand_side_by_side(page: FundPage) -> None:
    page.tabs.setCurrentWidget(page.budget)
    tab, register = page.budget, page.context.services.register
    dues_item = next(item for item in tab.items if item.row and item.row.category == "Hội phí")
    rows = {(row.kind, row.category): row for row in budgets.budget_of_year(register, 2024)}
    planned = rows[EntryKind.INCOME, "Hội phí"]
    assert dues_item.share == Share(planned.percent or 0, is_good=True)
    assert dues_item.before == 2_580_000
    assert tab.table.current_row().row is not None, "a heading is not chosen"
    tab.table.select_id(dues_item.id)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    dialog = opened(BudgetLineDialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Năm trước thực hiện 2.580.000 đồng" in said
    dialog.amount.setText("1.000.000")
    dialog.save_button.click()
    assert tab.table.current_row().planned == 1_000_000
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    left = next(item for item in tab.items if item.row and item.row.category == "Hội phí")
    assert left.share == "ngoài dự toán"
    tab.table.select_id(left.id)
    assert tab.edit_button.text() == "Đưa vào dự toán…"


def test_the_budget_of_the_year_before_is_taken_over(page: FundPage, messages: Recorder) -> None:
    page.tabs.setCurrentWidget(page.budget)
    page.year.forward.click()
    assert page.budget.model.total == 0
    page.budget.copy_button.click()
    assert "Đã chép 05 mục" in messages.notices[-1].text
    assert sum(item.row is not None for item in page.budget.items) == 5
    page.budget.add()
    dialog = opened(BudgetLineDialog)
    dialog.category.set_value("Hội phí")
    dialog.amount.setText("1000")
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["category"], "a category stands once"


def test_what_a_plan_did_beyond_is_said() -> None:
    from ui.pages.fund.budget import BudgetItem

    assert BudgetItem(EntryKind.EXPENSE, 1_000, 1_200, 0).left == "vượt 200"
    assert BudgetItem(EntryKind.EXPENSE, 1_000, 400, 0).left == "600"
    assert BudgetItem(EntryKind.EXPENSE, 0, 400, 0).left == ""
