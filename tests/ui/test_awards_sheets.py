"""What follows the issue, through the window: corrected, copied, made void, checked by its code, nudged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.domain.certificates import IssueKind, Printing
from app.domain.commendations import Award
from app.services import award_forms, issuing
from app.services.search import search_everything
from tests.ui.conftest import TODAY, opened
from ui.dialogs.award_form import AwardFormDialog
from ui.dialogs.award_reason import AwardReasonDialog
from ui.dialogs.award_reissue import AwardReissueDialog
from ui.dialogs.award_sheets import AwardSheetsDialog
from ui.dialogs.award_verify import AwardVerifyDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.awards import AwardsPage
from ui.pages.settings.award_forms import AwardFormsTab


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[AwardsPage]:
    page = AwardsPage(demo_context)
    demo_context.changes.happened.connect(page.on_changed)
    qtbot.addWidget(page)
    page.resize(1070, 720)
    page.show()
    yield page
    page.certificates.pdf.clear()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog):
            dialog.done(0)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def issued_award(page: AwardsPage) -> Award:
    """Issue the reference round; gives its last award."""
    assert page.card is not None
    issuing.issue(page.context.services.register, page.card.round.id, today=TODAY)
    page.on_changed(frozenset())
    return page.card.awards[-1]


def test_a_misspelt_name_is_found_after_issue_and_issued_anew(
    page: AwardsPage, messages: Recorder, tmp_path: Path
) -> None:
    award = issued_award(page)
    register = page.context.services.register
    line = page.awards.lines[-1]
    assert line.state == "đã phát hành"
    page.recipients.sheets(line)
    sheets = opened(AwardSheetsDialog)
    before = issuing.issue_pdf(register, sheets.rows[0].issue.id)
    assert sheets.rows[0].is_current
    sheets.reissue_button.click()
    dialog = opened(AwardReissueDialog)
    assert "Chưa sửa chữ nào" in dialog.changes.text()
    dialog.editors["recipient"].set_value("Lường Văn Quý")
    dialog.editors["recipient"].edited.emit()
    assert f"“{award.recipient}” → “Lường Văn Quý”" in dialog.changes.text()
    dialog.draw()
    assert dialog.pdf.page_count == 1
    dialog.save_button.click()
    assert "Hãy ghi lý do" in dialog.form.errors()["reason"], "nothing is issued without a reason"
    assert [row.issue.kind for row in sheets.rows] == [IssueKind.ORIGINAL]
    dialog.reason.set_value("In sai họ tên")
    dialog.save_button.click()
    kinds = [row.issue.kind for row in sheets.rows]
    assert kinds == [IssueKind.ORIGINAL, IssueKind.REISSUE]
    assert sheets.table.current_row().recipient == "Lường Văn Quý", "the valid one is shown"
    assert [row.issue.number for row in sheets.rows] == [award.register_number] * 2
    assert page.awards.lines[-1].award.recipient == "Lường Văn Quý"  # type: ignore[union-attr]
    assert issuing.issue_pdf(register, sheets.rows[0].issue.id) == before, "what was issued is kept"
    sheets.duplicate_button.click()
    reason = opened(AwardReasonDialog)
    reason.save_button.click()
    assert reason.isVisible(), "a copy needs a reason"
    reason.reason.set_value("Lưu hồ sơ")
    reason.save_button.click()
    copy = sheets.rows[-1].issue
    assert copy.kind is IssueKind.DUPLICATE
    assert "BẢN SAO" in text_of(issuing.issue_pdf(register, copy.id))
    path = tmp_path / "giay.pdf"
    messages.paths.append(path)
    sheets.write_button.click()
    assert path.read_bytes() == issuing.issue_pdf(register, sheets.rows[1].issue.id)
    assert sheets.notice.text.startswith("Đã ghi giay.pdf")
    sheets.table.select_id(copy.id)
    sheets.void_button.click()
    reason = opened(AwardReasonDialog)
    reason.reason.set_value("In hỏng")
    reason.save_button.click()
    assert sheets.rows[-1].issue.voided_on == TODAY
    assert "In hỏng" in sheets.told.text() or sheets.table.current_row().issue.id != copy.id
    sheets.table.select_id(copy.id)
    assert not sheets.void_button.isEnabled()


def test_a_code_is_checked_and_found_by_the_search(page: AwardsPage) -> None:
    award = issued_award(page)
    register = page.context.services.register
    issue = issuing.issues_of(register, award.id)[0].issue
    page.verify()
    dialog = opened(AwardVerifyDialog)
    QTest.keyClicks(dialog.field, issue.code.lower())
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "còn giá trị" in dialog.verdict.text()
    assert award.recipient in dialog.facts.text()
    dialog.sheets_button.click()
    sheets = opened(AwardSheetsDialog)
    assert sheets.table.current_row().issue.code == issue.code
    sheets.close_button.click()
    dialog.field.setPlainText("ZZZZ-ZZZZ")
    dialog.check()
    assert "Không có giấy nào mang mã" in dialog.problems.text()
    assert not dialog.sheets_button.isVisible()
    issuing.void(register, issue.id, reason="Thu hồi", today=TODAY)
    dialog.field.setPlainText(issue.code)
    dialog.check()
    assert "Thu hồi" in dialog.problems.text()
    hit = search_everything(register, issue.code.replace("-", ""), today=TODAY)[0]
    assert (hit.page, hit.record_id, hit.title) == ("awards", award.id, award.recipient)
    page.open_record(hit.record_id)
    assert page.awards.current_row().award.id == award.id
    named = [hit for hit in search_everything(register, "Nong Thi Hien", today=TODAY) if hit.page == "awards"]
    page.open_record(named[0].record_id)
    assert page.awards.current_row().award.recipient == "Nông Thị Hiền"


def test_a_text_is_moved_on_one_certificate_by_arrow_keys(page: AwardsPage, qtbot: QtBot) -> None:
    page.show_certificates()
    panel = page.certificates
    panel.pdf.go(1)
    award = panel.current_award()
    assert award is not None
    assert panel.nudges.box.value() == "recipient", "the name is what is moved most"
    before = panel.pdf.number
    for key, times in ((Qt.Key.Key_Right, 3), (Qt.Key.Key_Up, 2)):
        for _ in range(times):
            QTest.keyClick(panel.nudges.pad, key)
    QTest.keyClick(panel.nudges.pad, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    register = page.context.services.register

    def kept() -> str:
        with register.read() as reader:
            return reader.get(Award, award.id).nudges

    assert kept() == "", "many keys are one change"
    panel.nudges.keep()
    assert kept() == "recipient 0.3 -1.2"
    assert panel.pdf.number == before
    panel.nudges.dy.setValue(0.0)
    panel.pdf.go(2)
    assert kept() == "recipient 0.3 0", "leafing on keeps what was moved"
    assert panel.nudges.dx.value() == 0.0
    panel.pdf.go(1)
    assert panel.nudges.dx.value() == 0.3


def test_only_certificates_that_were_never_printed_are_shown_when_asked(page: AwardsPage) -> None:
    award = issued_award(page)
    register = page.context.services.register
    issue = issuing.issues_of(register, award.id)[0].issue
    with register.change("In 1 giấy khen") as work:
        work.add(Printing(issue_id=issue.id, at="2024-01-05T08:30", printer="Canon"))
    page.on_changed(frozenset())
    assert page.awards.lines[-1].state == "đã in"
    page.show_certificates()
    assert page.certificates.pdf.page_count == 9
    page.certificates.choices.only_new.click()
    assert page.certificates.pdf.page_count == 8
    page.certificates.choices.mono.click()
    assert page.certificates.pdf.page_count == 8


# ---------------------------------------------------------------- the forms


def test_forms_are_added_ordered_and_taken_out_and_undo_brings_them_back(
    demo_context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    register = demo_context.services.register
    tab = AwardFormsTab(demo_context)
    qtbot.addWidget(tab)
    tab.show()
    demo_context.changes.happened.connect(lambda _kinds: tab.load())
    tab.load()

    def names() -> list[str]:
        return [form.name for form in award_forms.list_forms(register).forms]

    assert names()[0] == "Giấy khen"
    tab.add_button.click()
    dialog = opened(AwardFormDialog)
    dialog.try_save()
    assert "name" in dialog.form.errors()
    dialog.form.editor("name").set_value("giấy khen")
    dialog.try_save()
    assert "hai lần" in dialog.form.errors()["name"]
    dialog.form.editor("name").set_value("Thư khen")
    assert not dialog.form.cell("layout").isVisible()
    dialog.form.fields["is_printed"].click()  # type: ignore[attr-defined]
    assert dialog.form.cell("layout").isVisible()
    dialog.form.editor("layout").set_value("truyen-thong-doc")
    dialog.save_button.click()
    made = next(form for form in award_forms.list_forms(register).forms if form.name == "Thư khen")
    assert (made.is_printed, made.layout, made.collective_layout) == (True, "truyen-thong-doc", "")
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    tab.table.setFocus()
    tab.table.select_id(made.id)
    QTest.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert names()[-2] == "Thư khen"
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert "Thư khen" not in names()
    assert isinstance(tab.table.model().index(0, 0).data(), str)
    assert messages.errors == []


def test_a_form_says_on_which_layout_its_certificates_are_printed(page: AwardsPage) -> None:
    register = page.context.services.register
    forms = award_forms.list_forms(register).forms
    changed = [
        dataclasses.replace(form, layout="truyen-thong-doc") if form.is_printed else form for form in forms
    ]
    award_forms.save_forms(register, changed)
    page.on_changed(frozenset())
    page.show_certificates()
    sizes = []
    for number in (0, 8):
        page.certificates.pdf.go(number)
        size = page.certificates.pdf._pages.size(number)  # type: ignore[union-attr]
        sizes.append(size.width() < size.height())
    assert sizes == [False, True], "collectives stay on the usual layout, persons get the upright one"
