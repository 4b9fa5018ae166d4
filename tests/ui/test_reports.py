"""The year report on the screen: figures beside last year, the rows behind each, the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.conftest import TODAY
from ui.dialogs.report_figure import FigureDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.reports import FigureRow, ReportsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[ReportsPage]:
    made = ReportsPage(demo_context)
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
