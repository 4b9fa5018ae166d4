"""The year report on the screen: figures beside last year, the rows behind each, the workbook."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.care import Visit, VisitKind
from app.domain.periods import Period
from app.services import activities, history, units, visits
from app.services.report_papers import sent_pdf
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY, opened, shown_page
from ui.dialogs.activity_edit import ActivityDialog
from ui.dialogs.report_figure import FigureDialog
from ui.dialogs.report_figure_edit import FigureEditDialog
from ui.dialogs.report_form import FormDialog
from ui.dialogs.report_period import PeriodDialog
from ui.dialogs.report_preview import PreviewDialog
from ui.dialogs.report_row import RowDialog
from ui.dialogs.report_send import SendDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.reports import FigureRow, ReportsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[ReportsPage]:
    with shown_page(ReportsPage(demo_context), qtbot) as page:
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        yield page


def row(page: ReportsPage, key: str) -> FigureRow:
    return next(each for each in page.rows if each.figure.key == key)


def choose(page: ReportsPage, key: str) -> None:
    page.figures.table.selectRow(next(n for n, each in enumerate(page.rows) if each.figure.key == key))


def figure_dialog() -> FigureDialog:
    return opened(FigureDialog)


def test_in_january_the_year_before_is_reported_on_with_the_one_before_beside(page: ReportsPage) -> None:
    assert TODAY.month == 1
    assert page.choice.period.year == TODAY.year - 1
    assert row(page, "members_end").amount == 43
    assert row(page, "awards_collectives").amount == 3
    assert row(page, "awards_persons").amount == 6
    talks = row(page, "activity_tuyen_truyen_truyen_thong")
    assert (talks.amount, talks.previous, talks.difference) == (4, 3, "+1")
    # Parts are set in, headings carry no figure.
    assert row(page, "women").label.startswith("\u2003")
    assert row(page, "women").note == "32,6%"
    assert row(page, "h_awards").is_heading
    assert row(page, "h_awards").amount is None


def test_enter_on_a_figure_shows_exactly_the_rows_it_counts(page: ReportsPage) -> None:
    choose(page, "awards_persons")
    QTest.keyClick(page.figures.table, Qt.Key.Key_Return)
    dialog = figure_dialog()
    model = dialog.table.model()
    assert model.rowCount() == row(page, "awards_persons").amount
    assert all(model.index(n, 0).data() == "Cá nhân" for n in range(model.rowCount()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_figure_made_of_others_says_how(page: ReportsPage) -> None:
    choose(page, "members_end")
    QTest.keyClick(page.figures.table, Qt.Key.Key_Return)
    model = figure_dialog().table.model()
    lines = [[model.index(n, c).data() for c in range(3)] for n in range(model.rowCount())]
    assert lines == [
        ["+", "Hội viên đầu năm", "44"],
        ["+", "Tăng trong năm", "3"],
        ["−", "Giảm trong năm", "4"],
    ]


# ---------------------------------------------------------------- papers


def test_one_button_writes_the_three_papers_and_tells_what_lies_there(
    page: ReportsPage, messages: Recorder, tmp_path: Path
) -> None:
    messages.paths.append(None)
    page.make_button.click()
    assert messages.notices == []
    folder = tmp_path / "giấy tờ"
    folder.mkdir()
    path = folder / "Số liệu năm 2023.xlsx"
    path.write_text("bảng cũ")
    messages.paths += [folder, folder]
    messages.answers += [False, True]  # the older file is replaced only when that was asked
    page.make_button.click()
    assert path.read_text() == "bảng cũ"
    page.full_numbers.setChecked(True)
    page.make_button.click()
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    sheets = book.sheetnames
    cells = [str(c) for sheet in book for line in sheet.iter_rows(values_only=True) for c in line if c]
    assert not any("•••" in cell for cell in cells)
    assert sorted(each.suffix for each in folder.iterdir()) == [".docx", ".pdf", ".xlsx"]
    notice = messages.notices[-1]
    assert f"{len(sheets)} trang tính" in notice.text
    assert [words for words, _ in notice.actions] == ["Mở", "Mở thư mục"]
    notice.actions[0][1]()
    assert messages.opened == [folder / "Báo cáo năm 2023.docx"]
    assert any("Thay bằng bản mới" in each for each in messages.asked)


def test_another_year_is_counted_again(page: ReportsPage) -> None:
    page.choice.year.back.click()
    assert page.choice.period.year == 2022
    assert row(page, "activity_tuyen_truyen_truyen_thong").amount == 3
    assert page.figures.table.model().headerData(1, Qt.Orientation.Horizontal) == "Năm 2022"


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
    page.tabs.setCurrentWidget(page.activities)
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


def test_what_an_activity_lacks_is_said_under_its_field(page: ReportsPage) -> None:
    page.add_activity()
    dialog = activity_dialog()
    dialog.counter.set_value("Nhà tình nghĩa")
    good = {"on": "2023", "quantity": "1", "amount": ""}
    for field, typed in (
        ("on", ""),
        ("on", "31/2/2023"),
        ("quantity", ""),
        ("quantity", "ba"),
        ("amount", "x"),
    ):
        getattr(dialog, field).setText(typed)
        dialog.save_button.click()
        assert list(dialog.form.errors()) == [field]
        getattr(dialog, field).setText(good[field])
    dialog.counter.set_value("")
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["counter"]
    assert dialog.isVisible()


def test_enter_changes_an_activity_and_the_figure_follows(page: ReportsPage) -> None:
    choose(page, "activity_tuyen_truyen_truyen_thong")
    QTest.keyClick(page.figures.table, Qt.Key.Key_Return)
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
    assert page.choice.period.year == 2021
    assert [each.counter for each in page.activities.rows] == ["Hộ làm kinh tế giỏi"]
    page.choice.year.forward.click()
    assert {each.on.year for each in page.activities.rows} == {2022}


def test_an_activity_of_a_unit_that_is_no_more_keeps_it(page: ReportsPage) -> None:
    register = page.context.services.register
    old = units.add_unit(register, "Chi hội cũ")
    held = page.activities.rows[0]
    activities.save_activity(register, dataclasses.replace(held, unit_id=old.id))
    units.dissolve_unit(register, old.id, on=PartialDate(2023), today=TODAY)
    page.on_changed(frozenset())
    page.activities.edit(next(each for each in page.activities.rows if each.id == held.id))
    dialog = activity_dialog()
    assert dialog.unit_id.currentText() == "Chi hội cũ"
    changed = dialog.result_value()
    assert changed is not None
    assert changed.unit_id == old.id


# ---------------------------------------------------------------- any period


def test_any_period_is_chosen_by_its_kind_or_its_days(page: ReportsPage, messages: Recorder) -> None:
    def pick(kind: str) -> None:
        page.choice.kind.set_value(kind)
        page.choice.kind.edited.emit()

    pick("quarter2")
    assert page.choice.period == Period.quarter(2023, 2)
    assert page.figures.table.model().headerData(1, Qt.Orientation.Horizontal) == "Kỳ này"
    page.choice.year.back.click()
    assert page.choice.period == Period.quarter(2022, 2)
    pick("days")
    dialog = opened(PeriodDialog)
    dialog.starts.setText("31/12/2023")
    dialog.ends.setText("1/1/2023")
    dialog.save_button.click()
    assert "ngày cuối" in " ".join(dialog.form.errors().values())
    dialog.starts.setText("1/9/2020")
    dialog.ends.setText("30/6/2023")
    dialog.save_button.click()
    assert page.choice.period == Period(date(2020, 9, 1), date(2023, 6, 30))
    assert page.choice.days.text() == "từ 01/9/2020 đến 30/6/2023"
    pick("term")
    assert page.choice.period.ends == TODAY
    assert page.choice.kind.value() == "term"
    assert "ước" in page.figures.note.text() or page.choice.period.ends <= TODAY


def test_an_amount_is_typed_over_a_counted_one_and_counted_again(page: ReportsPage) -> None:
    choose(page, "visits")
    QTest.keyClick(page.figures.table, Qt.Key.Key_F2)
    dialog = opened(FigureEditDialog)
    assert "Sổ đếm được 10 lượt" in dialog.lead.text()
    assert dialog.estimate.isHidden(), "the year is over: nothing is guessed any more"
    dialog.amount.setText("ba")
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["amount"]
    dialog.amount.setText("12")
    dialog.save_button.click()
    assert row(page, "visits").amount == 12
    assert row(page, "visits").note == "sổ đếm 10"
    assert page.shown is not None
    assert page.shown.draft is not None, "a draft was begun for it"
    choose(page, "visits")
    QTest.keyClick(page.figures.table, Qt.Key.Key_Delete)
    assert (row(page, "visits").amount, row(page, "visits").note) == (10, "")


def test_a_row_of_ones_own_stands_under_its_heading_and_goes(page: ReportsPage) -> None:
    choose(page, "visits")
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(RowDialog)
    assert dialog.form.editor("part").value() == "care", "where the list stood"
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["label"], "a row has to say what it counts"
    dialog.form.editor("label").set_value("Nhà tình nghĩa được sửa")
    dialog.form.editor("amount").set_value(2)
    dialog.save_button.click()
    made = page.figures.table.current_row()
    assert (made.figure.label, made.amount, made.is_own) == ("Nhà tình nghĩa được sửa", 2, True)
    keys = [each.figure.key for each in page.rows]
    assert keys.index("h_care") < keys.index(made.figure.key) < keys.index("h_awards")
    QTest.keyClick(page.figures.table, Qt.Key.Key_F2)
    dialog = opened(RowDialog)
    dialog.form.editor("amount").set_value(3)
    dialog.save_button.click()
    assert row(page, made.figure.key).amount == 3
    QTest.keyClick(page.figures.table, Qt.Key.Key_Delete)
    assert made.figure.key not in [each.figure.key for each in page.rows]


# ---------------------------------------------------------------- words, and what was sent


def test_words_are_kept_as_they_are_typed_and_stand_in_the_print(page: ReportsPage) -> None:
    tab = page.narrative
    page.tabs.setCurrentWidget(tab)
    tab.table.select_id("situation")
    assert tab.composed.isHidden()
    tab.own.setPlainText("Thuận lợi: hội viên đoàn kết.")
    tab.own.moveCursor(QTextCursor.MoveOperation.End)
    assert tab.keep()
    assert tab.own.textCursor().atEnd(), "who writes on writes on where he was"
    assert not tab.keep()
    tab.table.select_id("care")  # leaving the section keeps it
    assert tab.composed.toPlainText().startswith("Thăm hỏi, viếng, tặng quà 10 lượt")
    assert tab.composed.isReadOnly()
    tab.instead_button.click()
    assert not tab.composed.isReadOnly()
    tab.composed.setPlainText("Đã thăm hỏi chu đáo.")
    tab.own.setPlainText("Bà con phấn khởi.")
    page.tabs.setCurrentWidget(page.figures)  # and so does leaving the tab
    assert page.shown is not None
    lines = {each.key: each.lines for each in page.shown.told.sections}
    assert lines["situation"] == ("Thuận lợi: hội viên đoàn kết.",)
    assert lines["care"] == ("Đã thăm hỏi chu đáo.", "Bà con phấn khởi.")
    page.tabs.setCurrentWidget(tab)
    tab.instead_button.click()
    assert tab.composed.toPlainText().startswith("Thăm hỏi")
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(PreviewDialog)
    assert dialog.view.page_count > 2
    dialog.reject()


def test_a_report_is_sent_kept_compared_and_begun_anew(
    page: ReportsPage, messages: Recorder, tmp_path: Path
) -> None:
    register = page.context.services.register
    page.narrative.table.select_id("plan")
    page.narrative.own.setPlainText("Giữ vững sinh hoạt.")
    page.tabs.setCurrentWidget(page.sent)
    page.narrative.keep()
    page.sent.send_button.click()
    dialog = opened(SendDialog)
    assert dialog.code.value() == "01/BC-HTS"
    dialog.on.setText("")
    dialog.save_button.click()
    assert list(dialog.form.errors()) == ["on"]
    dialog.on.setText("5/1/2024")
    dialog.save_button.click()
    assert page.shown is not None
    assert page.shown.sent is not None
    assert page.sent.table.model().index(0, 1).data() == "gửi 05/01/2024"
    assert "số liệu không đổi" in page.sent.lead.text()
    visit = Visit(on=PartialDate(2023, 12, 1), kind=VisitKind.ILLNESS, person="Bà Mùi", amount=100_000)
    visits.save_visit(register, visit)
    page.on_changed(frozenset())
    model = page.sent.differences.model()
    found = {model.index(n, 0).data(): model.index(n, 2).data() for n in range(model.rowCount())}
    assert found["Lượt thăm hỏi, viếng, tặng quà"] == "11"
    messages.paths.append(tmp_path)
    page.sent.again_button.click()
    assert (tmp_path / "Báo cáo năm 2023.pdf").read_bytes() == sent_pdf(register, page.shown.sent.id)
    page.tabs.setCurrentWidget(page.narrative)
    page.narrative.table.select_id("plan")
    assert page.narrative.own.isReadOnly()
    assert "đã gửi ngày 05/01/2024" in page.narrative.notice.text()
    page.narrative.reopen_button.click()
    assert page.narrative.own.toPlainText() == "Giữ vững sinh hoạt."
    assert not page.narrative.own.isReadOnly()
    page.choice.year.forward.click()
    page.narrative.earlier_button.click()
    assert page.narrative.own.toPlainText() == "Giữ vững sinh hoạt.", "last year's words to begin with"


def test_the_upper_levels_form_is_filled_and_what_was_done_is_told(
    page: ReportsPage, messages: Recorder, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "{{hoi_vien_cuoi_nam}}"
    book.worksheets[0]["B3"] = "{{chi_tieu_la}}"
    book.save(tmp_path / "Mẫu 01.xlsx")
    page.fill_form()
    dialog = opened(FormDialog)
    dialog.search.setText("hoi vien cuoi")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.table.current_row().name == "hoi_vien_cuoi_nam"
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == "{{hoi_vien_cuoi_nam}}"
    messages.paths += [tmp_path / "Mẫu 01.xlsx", tmp_path / "xong.xlsx"]
    dialog.fill_button.click()
    assert "điền 1 ô" in dialog.outcome.text()
    assert "chi_tieu_la (ô B3)" in dialog.outcome.text()
    assert openpyxl.load_workbook(tmp_path / "xong.xlsx").worksheets[0]["B2"].value == 43
    (tmp_path / "hong.xlsx").write_bytes(b"abc")
    messages.paths += [tmp_path / "hong.xlsx", tmp_path / "xong.xlsx"]
    dialog.fill_button.click()
    assert "nguyên vẹn" in dialog.outcome.text()
