"""The visits' page: whom, why, what, from which purse; the fund follows by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.care import Visit
from app.domain.funds import FundEntry
from app.services import history
from app.store.register import Register
from tests.ui.conftest import NowhereNavigator, opened, shown_page, type_into
from ui.dialogs.visit_edit import VisitEditDialog
from ui.page import Context
from ui.pages.visits import VisitsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[VisitsPage]:
    with shown_page(VisitsPage(demo_context), qtbot) as page:
        yield page


def dialog_of() -> VisitEditDialog:
    return opened(VisitEditDialog)


def register_of(page: VisitsPage) -> Register:
    return page.context.services.register


def expenses_of(page: VisitsPage, visit_id: str) -> list[int]:
    with register_of(page).read() as reader:
        return [entry.amount for entry in reader.all(FundEntry, visit_id=visit_id)]


def test_it_opens_on_the_last_year_with_visits_and_says_the_totals(page: VisitsPage) -> None:
    assert page.year.year == 2023
    assert page.visits.count.text() == "10 lượt · 2.950.000 đồng"


def test_a_search_narrows_list_and_totals(page: VisitsPage) -> None:
    page.visits.search.setText("ban van quy")
    QTest.keyClick(page.visits.search, Qt.Key.Key_Return)
    assert page.visits.count.text() == "1 lượt · 50.000 đồng"


def test_a_visit_to_a_member_is_an_expense_of_the_fund(page: VisitsPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of()
    picker = dialog.person.picker
    type_into(picker.field, "ban van quy")
    qtbot.waitUntil(lambda: picker.hits == ("Bàn Văn Quý",), timeout=2000)
    picker._on_activated(picker._completer.completionModel().index(0, 0))
    type_into(dialog.amount, "300 nghìn")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert page.year.year == 2024
    row = page.visits.table.current_row()
    assert (row.person, row.visit.person, row.visit.amount) == ("Bàn Văn Quý", "", 300_000)
    assert row.visit.member_id
    assert expenses_of(page, row.visit.id) == [300_000]


def test_a_visit_of_a_day_to_come_is_planned_and_costs_nothing_until_it_was_made(page: VisitsPage) -> None:
    page.visits.add()
    dialog = dialog_of()
    type_into(dialog.person.picker.field, "Bà Hà Thị Mùi")
    type_into(dialog.on, "31/12/2024")
    type_into(dialog.amount, "100.000")
    assert any("ghi là dự kiến" in each.text() for each in dialog.form.cell("on").findChildren(QLabel))
    assert not dialog.form.cell("from_fund").isVisibleTo(dialog)
    dialog.try_save()
    row = page.visits.table.current_row()
    assert row.visit.planned
    assert expenses_of(page, row.visit.id) == []
    assert page.visits.count.text().endswith("· 1 lượt dự kiến")
    page.visits.edit(row)
    again = dialog_of()
    type_into(again.on, "2/1/2024")
    again.try_save()
    assert not page.visits.table.current_row().visit.planned
    assert expenses_of(page, row.visit.id) == [100_000]


def test_an_outsider_is_named_and_need_not_be_in_the_register(page: VisitsPage) -> None:
    page.visits.add()
    dialog = dialog_of()
    type_into(dialog.person.picker.field, "Gia đình ông Lò Văn Xa")
    type_into(dialog.on, "2023")
    dialog.from_fund.click()
    type_into(dialog.amount, "100.000")
    dialog.try_save()
    row = page.visits.table.current_row()
    assert row.person == "Gia đình ông Lò Văn Xa"
    assert str(row.visit.on) == "2023"
    assert expenses_of(page, row.visit.id) == []


def test_nobody_visited_is_said_under_the_field(page: VisitsPage) -> None:
    page.visits.add()
    dialog = dialog_of()
    dialog.try_save()
    assert dialog.isVisible()
    assert list(dialog.form.errors()) == ["person"]


@pytest.mark.parametrize(("field", "text"), [("on", "32/1/2023"), ("on", ""), ("amount", "nhiều")])
def test_what_is_no_date_or_no_sum_is_said_under_its_field(page: VisitsPage, field: str, text: str) -> None:
    page.visits.add()
    dialog = dialog_of()
    type_into(dialog.person.picker.field, "Ai đó")
    dialog.form.fields[field].setText(text)  # type: ignore[attr-defined]
    dialog.try_save()
    assert list(dialog.form.errors()) == [field]


def test_the_sum_is_repeated_in_words(page: VisitsPage) -> None:
    page.visits.add()
    dialog = dialog_of()
    type_into(dialog.amount, "1500000")
    assert "Một triệu năm trăm nghìn đồng chẵn" in [label.text() for label in dialog.findChildren(QLabel)]


def test_changing_the_sum_changes_the_expense(page: VisitsPage) -> None:
    row = page.visits.table.current_row()
    page.visits.table.setFocus()
    QTest.keyClick(page.visits.table, Qt.Key.Key_Return)
    dialog = dialog_of()
    assert dialog.person.value() == row.person
    type_into(dialog.amount, "700.000")
    dialog.try_save()
    assert expenses_of(page, row.visit.id) == [700_000]
    assert page.visits.count.text() == "10 lượt · 3.150.000 đồng"


def test_del_takes_visit_and_expense_out_and_undo_brings_both_back(page: VisitsPage) -> None:
    row = page.visits.table.current_row()
    before = expenses_of(page, row.visit.id)
    page.visits.table.setFocus()
    QTest.keyClick(page.visits.table, Qt.Key.Key_Delete)
    with register_of(page).read() as reader:
        assert reader.find(Visit, row.visit.id) is None
    assert expenses_of(page, row.visit.id) == []
    history.undo(register_of(page))
    assert expenses_of(page, row.visit.id) == before


def test_the_visited_members_sheet_is_one_click_away(page: VisitsPage) -> None:
    row = page.visits.table.current_row()
    QTest.mouseClick(page.visits.member_button, Qt.MouseButton.LeftButton)
    navigator = page.context.navigator
    assert isinstance(navigator, NowhereNavigator)
    assert navigator.went == [("members", row.visit.member_id)]


def test_opening_a_record_goes_to_its_year(page: VisitsPage) -> None:
    row = page.visits.table.current_row()
    page.year.show_year(2020)
    page.year.changed.emit(2020)
    assert page.visits.model.total == 0
    page.open_record(row.visit.id)
    assert page.year.year == 2023
    assert page.visits.table.current_row().visit.id == row.visit.id
