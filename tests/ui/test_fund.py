"""The cash book: what comes in, what goes out, what is left, and where a line is changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.funds import EntryKind, FundEntry
from app.services import funds, history
from tests.ui.conftest import TODAY, NowhereNavigator
from ui.dialogs.fund_entry import FundEntryDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.fund import FundPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[FundPage]:
    made = FundPage(demo_context)
    demo_context.changes.happened.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1070, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_record(entry_of(made, "Hội phí năm 2023").id)
    yield made
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog):
            dialog.hide()


def entry_of(page: FundPage, purpose: str) -> FundEntry:
    with page.context.services.register.read() as reader:
        return reader.all(FundEntry, purpose=purpose)[0]


def entry_dialog() -> FundEntryDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FundEntryDialog) and w.isVisible())


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


def test_an_empty_book_says_how_to_begin(context: Context, qtbot: QtBot) -> None:
    page = FundPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.book.rows == ()
    assert page.year.year == TODAY.year
