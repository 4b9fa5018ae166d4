"""The year report on the screen: figures beside last year, the rows behind each, the workbook."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.services import activities, history, units
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY
from ui.dialogs.activity_edit import ActivityDialog
from ui.dialogs.report_figure import FigureDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.reports import FigureRow, ReportsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[ReportsPage]:
    made = ReportsPage(demo_context)
    demo_context.changes.happened.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1070, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog):
            dialog.hide()


def row(page: ReportsPage, key: str) -> FigureRow:
    return next(each for each in page.rows if each.figure.key == key)


def choose(page: ReportsPage, key: str) -> None:
    page.table.selectRow(next(n for n, each in enumerate(page.rows) if each.figure.key == key))


def figure_dialog() -> FigureDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FigureDialog) and w.isVisible())


def test_in_january_the_year_before_is_reported_on(page: ReportsPage) -> None:
    assert TODAY.month == 1
    assert page.year.year == TODAY.year - 1


def test_the_figures_are_those_of_the_register_with_last_year_beside(page: ReportsPage) -> None:
    assert row(page, "members_end").amount == 43
    assert row(page, "awards_collectives").amount == 3
    assert row(page, "awards_persons").amount == 6
    talks = row(page, "activity_tuyen_truyen_truyen_thong")
    assert (talks.amount, talks.previous, talks.difference) == (4, 3, "+1")


def test_parts_are_set_in_and_headings_carry_no_figure(page: ReportsPage) -> None:
    assert row(page, "women").label.startswith("\u2003")
    assert row(page, "h_awards").is_heading
    assert row(page, "h_awards").amount is None


def test_enter_on_a_figure_shows_exactly_the_rows_it_counts(page: ReportsPage) -> None:
    choose(page, "awards_persons")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    dialog = figure_dialog()
    model = dialog.table.model()
    assert model.rowCount() == row(page, "awards_persons").amount
    assert all(model.index(n, 0).data() == "Cá nhân" for n in range(model.rowCount()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_figure_made_of_others_says_how(page: ReportsPage, messages: Recorder) -> None:
    choose(page, "members_end")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert messages.told == [
        "Hội viên đầu năm: 44\n+ Tăng trong năm: 3\n− Giảm trong năm: 4\n= Hội viên cuối năm: 43 người"
    ]


def test_the_workbook_is_written_and_what_is_said_was_read_from_it(
    page: ReportsPage, messages: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao-2023.xlsx"
    messages.paths.append(path)
    page.write_button.click()
    sheets = openpyxl.load_workbook(path).sheetnames
    notice = messages.notices[0]
    assert f"{len(sheets)} trang tính" in notice.text
    assert "cuối năm 43 hội viên" in notice.text
    assert [words for words, _ in notice.actions] == ["Mở", "Mở thư mục"]
    notice.actions[1][1]()
    assert messages.opened_folders == [path]


@pytest.mark.parametrize("full", [False, True])
def test_telephone_numbers_are_masked_unless_asked_for(
    page: ReportsPage, messages: Recorder, tmp_path: Path, full: bool
) -> None:
    page.full_numbers.setChecked(full)
    messages.paths.append(tmp_path / "b.xlsx")
    page.write_button.click()
    book = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
    assert any("•••" in cell for cell in cells) is not full


def test_a_cancelled_choice_of_file_writes_nothing(page: ReportsPage, messages: Recorder) -> None:
    messages.paths.append(None)
    page.write_button.click()
    assert messages.notices == []


def test_another_year_is_counted_again(page: ReportsPage) -> None:
    page.year.back.click()
    assert page.year.year == 2022
    assert row(page, "activity_tuyen_truyen_truyen_thong").amount == 3
    assert page.table.model().headerData(1, Qt.Orientation.Horizontal) == "Năm 2022"


def test_an_empty_register_has_a_report_too(context: Context, qtbot: QtBot) -> None:
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.show()
    assert row(page, "members_end").amount == 0


# ---------------------------------------------------------------- activities


def activity_dialog() -> ActivityDialog:
    return next(
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, ActivityDialog) and each.isVisible()
    )


def test_an_activity_is_written_by_keys_and_counts_at_once(page: ReportsPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = activity_dialog()
    assert dialog.on.text() == "2023", "the year that is shown"
    QTest.keyClicks(dialog.counter, "tang qua le, tet")
    assert dialog.measure.value() == "suất", "a known counter fills in what it is counted in"
    dialog.name.set_value("Tết Quý Mão")
    dialog.quantity.setText("12")
    dialog.amount.setText("3,6 triệu")
    dialog.estimate.click()
    dialog.save_button.click()
    assert not dialog.isVisible()
    assert page.tabs.currentWidget() is page.activities
    assert page.activities.table.current_row().name == "Tết Quý Mão"
    figure = next(each for each in page.rows if each.figure.label == "Tặng quà lễ, Tết")
    assert (figure.amount, figure.figure.measure, figure.note) == (12, "suất", "ước")


def test_a_measure_that_the_user_typed_is_kept(page: ReportsPage) -> None:
    page.add_activity()
    dialog = activity_dialog()
    dialog.measure.set_value("lần")
    dialog.counter.set_value("Tuyên truyền truyền thống")
    assert dialog.measure.value() == "lần"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("on", ""), ("on", "31/2/2023"), ("quantity", ""), ("quantity", "ba"), ("amount", "x")],
)
def test_what_an_activity_lacks_is_said_under_its_field(page: ReportsPage, field: str, typed: str) -> None:
    page.add_activity()
    dialog = activity_dialog()
    dialog.counter.set_value("Nhà tình nghĩa")
    getattr(dialog, field).setText(typed)
    dialog.save_button.click()
    assert list(dialog.form.errors()) == [field]
    dialog.counter.set_value("")
    getattr(dialog, field).setText({"on": "2023", "quantity": "1", "amount": ""}[field])
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["counter"]
    assert dialog.isVisible()


def test_enter_changes_an_activity_and_the_figure_follows(page: ReportsPage) -> None:
    choose(page, "activity_tuyen_truyen_truyen_thong")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.activities, "the figure leads to its activities"
    assert page.activities.table.current_row().counter == "Tuyên truyền truyền thống"
    QTest.keyClick(page.activities.table, Qt.Key.Key_Return)
    dialog = activity_dialog()
    dialog.quantity.setText("6")
    dialog.save_button.click()
    assert row(page, "activity_tuyen_truyen_truyen_thong").amount == 6


def test_del_takes_an_activity_out_and_undo_brings_it_back(page: ReportsPage) -> None:
    page.tabs.setCurrentWidget(page.activities)
    page.activities.select_counter("Ngày công xây dựng nông thôn mới")
    QTest.keyClick(page.activities.table, Qt.Key.Key_Delete)
    key = "activity_ngay_cong_xay_dung_nong_thon_moi"
    assert all(each.figure.key != key for each in page.rows)
    history.undo(page.context.services.register)
    page.on_changed(frozenset())
    assert row(page, key).amount == 86


def test_an_activity_of_another_year_is_shown_in_its_year(page: ReportsPage) -> None:
    page.add_activity()
    dialog = activity_dialog()
    dialog.on.setText("9/2021")
    dialog.counter.set_value("Hộ làm kinh tế giỏi")
    dialog.save_button.click()
    assert page.year.year == 2021
    assert [each.counter for each in page.activities.rows] == ["Hộ làm kinh tế giỏi"]
    page.year.forward.click()
    assert {each.on.year for each in page.activities.rows} == {2022}


def test_an_activity_of_a_unit_that_is_no_more_keeps_it(page: ReportsPage) -> None:
    register = page.context.services.register
    old = units.add_unit(register, "Chi hội cũ")
    held = page.activities.rows[0]
    activities.save_activity(register, dataclasses.replace(held, unit_id=old.id))
    units.dissolve_unit(register, old.id, on=PartialDate(2023), today=TODAY)
    page.on_changed(frozenset())
    page.edit_activity(next(each for each in page.activities.rows if each.id == held.id))
    dialog = activity_dialog()
    assert dialog.unit_id.currentText() == "Chi hội cũ"
    changed = dialog.result_value()
    assert changed is not None
    assert changed.unit_id == old.id
