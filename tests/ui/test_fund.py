"""The cash book: what comes in, what goes out, what is left, and where a line is changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.funds import EntryKind, FundEntry
from app.domain.members import Member
from app.services import funds, history
from app.vietnamese.numbers import group
from tests.ui.conftest import TODAY, NowhereNavigator, opened, shown_page
from ui.dialogs.closing_year import ClosingYearDialog
from ui.dialogs.fund_entry import FundEntryDialog
from ui.dialogs.fund_papers import FundPapersDialog
from ui.jobs import WorkerJobs
from ui.messages import Recorder
from ui.page import Context
from ui.pages.fund import FundPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[FundPage]:
    with shown_page(FundPage(demo_context), qtbot) as page:
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.open_record(entry_of(page, "Hội phí năm 2023").id)
        yield page


def entry_of(page: FundPage, purpose: str) -> FundEntry:
    with page.context.services.register.read() as reader:
        return reader.all(FundEntry, purpose=purpose)[0]


def entry_dialog() -> FundEntryDialog:
    return opened(FundEntryDialog)


def figures(page: FundPage) -> str:
    return " ".join(label.text() for label in page.book.sum.findChildren(QLabel) if label.isVisible())


def test_every_line_carries_the_balance_after_it(page: FundPage) -> None:
    summary = funds.cash_book(page.context.services.register, year=2023).summary
    balance = summary.opening
    for row in page.book.rows:
        balance += row.entry.amount if row.entry.kind is EntryKind.INCOME else -row.entry.amount
        assert row.balance == balance
    assert page.book.rows[-1].balance == summary.closing
    assert "5.030.000" in figures(page)


def test_a_line_found_elsewhere_is_chosen_in_its_year(page: FundPage) -> None:
    assert page.year.year == 2023
    assert page.book.table.current_row().entry.purpose == "Hội phí năm 2023"


def test_the_sum_is_repeated_in_words_before_it_is_saved(page: FundPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = entry_dialog()
    assert dialog.kind is EntryKind.INCOME
    dialog.on.set_value(TODAY)
    QTest.keyClicks(dialog.amount, "2,5 trieu")
    assert dialog.amount_words == "Bằng chữ: Hai triệu năm trăm nghìn đồng chẵn"
    dialog.purpose.set_value("Ủng hộ")
    dialog.save_button.click()
    assert entry_of(page, "Ủng hộ").amount == 2_500_000
    assert page.year.year == 2024, "the line that was just written is shown"


@pytest.mark.parametrize(
    ("amount", "purpose", "field"),
    [("", "Hội phí", "amount"), ("0", "Hội phí", "amount"), ("5000", "", "purpose")],
)
def test_what_is_missing_is_said_under_its_field(
    page: FundPage, amount: str, purpose: str, field: str
) -> None:
    page.book.write(EntryKind.EXPENSE)
    dialog = entry_dialog()
    assert dialog.kind is EntryKind.EXPENSE
    dialog.amount.setText(amount)
    dialog.purpose.set_value(purpose)
    dialog.try_save()
    assert list(dialog.form.errors()) == [field]
    assert dialog.isVisible()


def test_enter_changes_a_line_and_the_book_follows(page: FundPage) -> None:
    before = funds.cash_book(page.context.services.register, year=2023).summary.closing
    QTest.keyClick(page.book.table, Qt.Key.Key_Return)
    dialog = entry_dialog()
    assert dialog.amount.text() == "2.580.000"
    dialog.amount.setText("2.600.000")
    dialog.save_button.click()
    assert funds.cash_book(page.context.services.register, year=2023).summary.closing == before + 20_000
    assert page.book.table.current_row().entry.amount == 2_600_000


def test_del_takes_a_line_out_and_undo_brings_it_back(page: FundPage) -> None:
    count = len(page.book.rows)
    QTest.keyClick(page.book.table, Qt.Key.Key_Delete)
    assert len(page.book.rows) == count - 1
    history.undo(page.context.services.register)
    page.on_changed(frozenset())
    assert len(page.book.rows) == count


def test_a_line_made_by_a_visit_says_where_it_is_changed(page: FundPage, messages: Recorder) -> None:
    row = next(row for row in page.book.rows if row.entry.visit_id)
    page.book.table.select_id(row.entry.id)
    QTest.keyClick(page.book.table, Qt.Key.Key_Return)
    assert "trang Thăm hỏi" in messages.notices[0].text
    messages.notices[0].actions[0][1]()
    navigator = page.context.navigator
    assert isinstance(navigator, NowhereNavigator)
    assert navigator.went == [("visits", row.entry.visit_id)]
    messages.notices[0].actions[1][1]()
    dialog = entry_dialog()
    assert not dialog.amount.isEnabled()
    dialog.form.editor("papers").set_value("01 giấy nhận tiền")
    dialog.save_button.click()
    assert funds.find_entry(page.context.services.register, row.entry.id).papers == "01 giấy nhận tiền"
    QTest.keyClick(page.book.table, Qt.Key.Key_Delete)
    assert "Thăm hỏi" in messages.errors[0].message


def test_another_year_is_one_step_away(page: FundPage) -> None:
    page.year.back.click()
    assert page.year.year == 2022
    assert all(row.entry.on.year == 2022 for row in page.book.rows)
    page.year.forward.click()
    page.year.forward.click()
    page.year.forward.click()
    assert page.year.year == 2025, "a budget is made before its year"
    assert not page.year.forward.isEnabled()


def test_the_next_number_of_its_kind_is_offered_until_one_is_typed(page: FundPage) -> None:
    register = page.context.services.register
    page.book.write(EntryKind.INCOME)
    dialog = entry_dialog()
    year = TODAY.year
    assert dialog.voucher.value() == funds.next_voucher(register, EntryKind.INCOME, year)
    dialog.expense.click()
    assert dialog.voucher.value() == funds.next_voucher(register, EntryKind.EXPENSE, year)
    base = next(line.fund for line in funds.list_funds(register, today=TODAY) if line.fund)
    dialog.fund.set_value(base.id)
    dialog.fund.edited.emit()
    assert dialog.voucher.value() == funds.next_voucher(register, EntryKind.EXPENSE, year, base.id)
    dialog.voucher.setText("12/HĐ")
    dialog.income.click()
    assert dialog.voucher.value() == "12/HĐ"
    assert not dialog.form.cell("dues_year").isVisible()
    dialog.category.set_value("Hội phí")
    assert dialog.form.cell("dues_year").isVisible()


def test_a_member_who_pays_brings_his_address_and_his_unit(page: FundPage) -> None:
    register = page.context.services.register
    with register.read() as reader:
        member = next(each for each in reader.all(Member) if each.address and each.full_name)
    page.book.write(EntryKind.INCOME)
    dialog = entry_dialog()
    dialog.counterpart.picker.set_value(member.id, member.full_name)
    dialog.counterpart.picker.picked.emit(member.id, member.full_name)
    dialog.amount.setText("60 nghìn")
    dialog.purpose.set_value("Ủng hộ quỹ")
    assert dialog.form.editor("address").value() == member.address
    dialog.save_button.click()
    entry = entry_of(page, "Ủng hộ quỹ")
    assert (entry.member_id, entry.counterpart) == (member.id, member.full_name)
    assert entry.unit_id is not None


def test_search_and_side_narrow_the_book_and_their_sums_are_said(page: FundPage) -> None:
    book = page.book
    shown = book.table.ticks
    book.side.set_value(EntryKind.INCOME)
    book.side.edited.emit()
    income = [row.entry.amount for row in book.rows if row.entry.kind is EntryKind.INCOME]
    assert shown.total == len(income)
    assert f"thu {group(sum(income))}" in book.count.text()
    book.search.setText("2.580")
    book.search.searched.emit("2.580")
    assert shown.total == 1
    assert book.table.current_row().entry.purpose == "Hội phí năm 2023"
    page.open_record(next(row.entry.id for row in book.rows if row.entry.kind is EntryKind.EXPENSE))
    assert book.table.current_row().entry.kind is EntryKind.EXPENSE, "what is narrowed hides nothing sought"
    page.resize(560, 400)
    assert "Thu, chi" in [column.title for column in shown.columns], "no room for two columns of money"
    assert shown.total == len(book.rows)
    assert book.sum.isHidden()
    assert "tồn 5.030.000" in book.count.text()


def test_ticked_lines_are_numbered_looked_at_and_written_together(
    page: FundPage, messages: Recorder, tmp_path: Path
) -> None:
    book = page.book
    book.number_vouchers()
    assert all(row.entry.voucher for row in book.rows)
    book.papers_button.menu().aboutToShow.emit()
    assert not book.number_action.isEnabled()
    for number in (0, 2):
        book.table.toggle(book.table.ticks.row_at(number))
    assert "Đã chọn 2 dòng" in book.count.text()
    book.print_vouchers()
    dialog = opened(FundPapersDialog)
    assert dialog.pdf.page_count == 2
    dialog.choices["two_up"].set_value(True)
    dialog.choices["two_up"].edited.emit()
    assert dialog.pdf.page_count == 1
    target = tmp_path / "phieu.pdf"
    messages.paths = [target]
    dialog.pdf_button.click()
    assert "1 trang" in dialog.notice.text
    assert target.exists()
    dialog.reject()
    book.print_book()
    dialog = opened(FundPapersDialog)
    target = tmp_path / "so-quy.xlsx"
    messages.paths = [target]
    dialog.excel_button.click()
    assert f"{len(book.rows)} dòng" in dialog.notice.text


def test_a_year_is_closed_with_what_was_counted_and_opened_again(page: FundPage, messages: Recorder) -> None:
    assert not page.book.lock.isVisible()
    page.book.close_year()
    dialog = opened(ClosingYearDialog)
    QTest.keyClicks(dialog.counted, "5.010.000")
    assert dialog.comparison == (
        "Tiền mặt kiểm kê thiếu 20.000 đồng so với sổ. Bằng chữ: Hai mươi nghìn đồng chẵn."
    )
    dialog.save_button.click()
    assert page.book.lock.isVisible()
    assert "thiếu 20.000" in page.book.lock.words.text()
    assert not page.year.years.itemIcon(page.year.years.findData(2023)).isNull()
    assert page.year.years.itemIcon(page.year.years.findData(2024)).isNull()
    count = len(page.book.rows)
    QTest.keyClick(page.book.table, Qt.Key.Key_Delete)
    assert "đã khóa" in messages.errors[-1].message
    assert len(page.book.rows) == count
    page.year.back.click()
    assert "Mở lại sổ năm 2023" in page.book.lock.reopen_button.text(), "only the last closed year opens"
    messages.answers = [True]
    page.book.lock.reopen_button.click()
    page.year.forward.click()
    assert not page.book.lock.isVisible()


def test_a_line_is_found_though_the_book_is_still_being_read(
    demo_context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    jobs = WorkerJobs(messages.error)
    page = FundPage(dataclasses.replace(demo_context, jobs=jobs))
    qtbot.addWidget(page)
    page.show()
    entry = entry_of(page, "Hội phí năm 2023")
    page.open_record(entry.id)

    def chosen() -> str:
        row = page.book.table.current_row()
        return row.entry.id if row is not None else ""

    try:
        qtbot.waitUntil(lambda: chosen() == entry.id)
        page.year.forward.click()
        qtbot.waitUntil(lambda: page.book.rows[-1].entry.on.year == 2024)
        qtbot.waitUntil(lambda: chosen() == page.book.rows[-1].entry.id)
    finally:
        jobs.close()


def test_an_empty_book_says_how_to_begin(context: Context, qtbot: QtBot) -> None:
    page = FundPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.book.rows == ()
    assert page.year.year == TODAY.year
