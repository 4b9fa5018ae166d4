"""“In và xuất”: what is looked at is what is written; what was chosen last time is chosen again."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ui.dialogs.print_list as module
from app.domain.member_lists import MemberQuery
from app.domain.status import Status
from app.errors import SoHoiError
from app.services.label_papers import LabelKind, Salutation
from app.services.member_papers import PaperKind
from app.services.member_queries import list_members
from ui.dialogs.print_list import PrintListDialog, open_member_sheet, open_print_list
from ui.jobs import ImmediateJobs
from ui.messages import Recorder
from ui.page import Context

ACTIVE = MemberQuery(status=Status.ACTIVE)
COLUMNS = ("full_name", "birth", "unit_name")


def choose(dialog: PrintListDialog, kind: PaperKind) -> None:
    """Choose a kind of paper as with the keyboard, and let the preview follow."""
    dialog.choices.kind.setCurrentIndex(
        dialog.choices.kind.findText("Danh sách đang hiện" if kind is PaperKind.LIST else kind.label)
    )
    dialog.choices.kind.edited.emit()
    dialog.draw()


def seen(dialog: PrintListDialog) -> set[str]:
    """The names of the fields that are shown."""
    return {name for name in dialog.choices.fields if not dialog.choices.cell(name).isHidden()}


def test_each_kind_asks_for_what_concerns_it_and_is_looked_at(qtbot: QtBot, demo_context: Context) -> None:
    dialog = open_print_list(demo_context, ACTIVE, COLUMNS, "", None)
    qtbot.addWidget(dialog)
    assert dialog.focusWidget() is dialog.choices.kind
    pages = {}
    fields = {}
    for kind in PaperKind:
        choose(dialog, kind)
        assert dialog.trouble.text() == ""
        pages[kind] = dialog.pdf.page_count
        fields[kind] = seen(dialog)
        assert dialog.excel_button.isHidden() is not kind.is_table
        assert dialog.told.text().startswith("43 người" if kind is not PaperKind.SHEETS else "Xem trước 10")
    assert pages[PaperKind.LIST] == 2
    assert pages[PaperKind.SHEETS] == 10
    assert pages[PaperKind.LABELS] == 2
    assert "sensitive" in fields[PaperKind.LIST]
    assert "by_unit" in fields[PaperKind.SUMMARY] - fields[PaperKind.LIST]
    assert {"label_sheet", "start", "dx"} <= fields[PaperKind.LABELS]
    assert "label_sheet" not in fields[PaperKind.LIST]

    # A sheet begun before: more labels do not fit on the first one; an envelope has no such question.
    choose(dialog, PaperKind.LABELS)
    dialog.choices.start.setValue(24)
    dialog.draw()
    assert dialog.pdf.page_count == 3
    dialog.choices.label_sheet.set_value("dl")
    dialog.choices.label_sheet.edited.emit()
    dialog.draw()
    assert dialog.pdf.page_count == 43
    assert "start" not in seen(dialog)
    dialog.close()


def test_what_is_written_is_what_the_list_shows_and_the_notice_opens_it(
    qtbot: QtBot, demo_context: Context, messages: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = MemberQuery(search="nguyen")
    dialog = open_print_list(demo_context, query, COLUMNS, "Danh sách họ Nguyễn", None)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    messages.paths = [tmp_path / "a.xlsx", tmp_path / "a.pdf", None]
    dialog.excel_button.setFocus()
    QTest.keyClick(dialog.excel_button, Qt.Key.Key_Return)
    services = demo_context.services
    shown = [row.full_name for row in list_members(services.register, query, today=services.today()).rows]
    rows = list(load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows if isinstance(row[0], int)] == shown
    assert ("STT", "Họ và tên", "Ngày sinh", "Chi hội") in [row[:4] for row in rows]
    assert set(dialog.notice.buttons()) == {"Mở", "Mở thư mục"}

    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    reader = pypdf.PdfReader(tmp_path / "a.pdf")
    assert "DANH SÁCH HỌ NGUYỄN" in reader.pages[0].extract_text()
    assert f"Đã ghi {len(shown)} người, {len(reader.pages)} trang" in dialog.notice.text
    dialog.notice.buttons()["Mở"].click()
    dialog.notice.buttons()["Mở thư mục"].click()
    assert messages.opened == messages.opened_folders == [tmp_path / "a.pdf"]

    printed: list[tuple[int, str]] = []

    def take(content: bytes, title: str, _parent: QWidget) -> bool:
        printed.append((len(pypdf.PdfReader(io.BytesIO(content)).pages), title))
        return True

    monkeypatch.setattr(module, "print_pdf", take)
    dialog.notice.buttons()["In…"].click()
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == [(len(reader.pages), "a"), (len(reader.pages), "Danh sách họ Nguyễn")]

    # Nothing is written when no name was given, nor once the file is gone printed.
    dialog.write_pdf()
    (tmp_path / "a.pdf").unlink()
    dialog.notice.buttons()["In…"].click()
    assert len(printed) == 2
    assert messages.errors == []
    dialog.close()


def test_choices_are_remembered_but_not_the_private_ones(
    qtbot: QtBot, demo_context: Context, messages: Recorder, tmp_path: Path
) -> None:
    dialog = open_print_list(demo_context, ACTIVE, COLUMNS, "", None)
    qtbot.addWidget(dialog)
    choose(dialog, PaperKind.LABELS)
    dialog.choices.label_kind.set_value(LabelKind.ATTENDANCE)
    dialog.choices.label_sheet.set_value("2x7")
    dialog.choices.salutation.set_value(Salutation.COMRADE)
    dialog.choices.start.setValue(3)
    dialog.choices.dx.setValue(1.5)
    dialog.choices.sensitive.set_value(True)
    messages.paths = [tmp_path / "a.pdf"]
    dialog.write_pdf()
    dialog.close()

    again = open_print_list(demo_context, ACTIVE, COLUMNS, "", None)
    qtbot.addWidget(again)
    labels = again.order().labels
    assert again.order().kind is PaperKind.LABELS
    assert (labels.kind, labels.sheet, labels.salutation) == (LabelKind.ATTENDANCE, "2x7", Salutation.COMRADE)
    assert (labels.dx, labels.start, again.order().sensitive) == (1.5, 1, False)
    again.close()

    # One member's sheet comes first where one member is asked for, and does not change what is remembered.
    member = list_members(demo_context.services.register, ACTIVE, today=demo_context.services.today()).rows[0]
    single = open_member_sheet(demo_context, member.id, None)
    qtbot.addWidget(single)
    assert single.order().kind is PaperKind.SHEETS
    assert single.pdf.page_count == 1
    messages.paths = [tmp_path / "b.pdf"]
    single.write_pdf()
    assert member.full_name.upper() in pypdf.PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
    single.close()
    demo_context.memory.put("print_list", "[broken")
    last = open_print_list(demo_context, ACTIVE, COLUMNS, "", None)
    qtbot.addWidget(last)
    assert last.order().kind is PaperKind.LIST
    last.close()


def test_an_empty_list_is_said_and_cannot_be_written(
    qtbot: QtBot, demo_context: Context, messages: Recorder
) -> None:
    dialog = open_print_list(demo_context, MemberQuery(search="không ai"), COLUMNS, "", None)
    qtbot.addWidget(dialog)
    assert "đang trống" in dialog.trouble.text()
    assert dialog.pdf.page_count == 0
    assert not dialog.pdf_button.isEnabled()
    dialog.write_pdf()
    dialog.print_out()
    assert messages.asked == []
    dialog.close()


class LaterJobs(ImmediateJobs):
    """Work that waits until it is told to go on, as a busy worker's does."""

    def __init__(self, on_problem: Callable[[SoHoiError], None]) -> None:
        super().__init__(on_problem)
        self.waiting: list[Callable[[], object]] = []

    def run(self, *arguments: Any, **options: Any) -> Any:
        self.waiting.append(lambda: ImmediateJobs.run(self, *arguments, **options))

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting, []
        for each in waiting:
            each()


def test_work_that_outlives_the_dialog_is_told_in_the_window(
    qtbot: QtBot, demo_context: Context, messages: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "print_pdf", lambda *_: pytest.fail("printed by a dialog that is closed"))
    jobs = LaterJobs(messages.error)
    dialog = PrintListDialog(dataclasses.replace(demo_context, jobs=jobs), query=ACTIVE, columns=COLUMNS)
    qtbot.addWidget(dialog)
    dialog.show()
    jobs.go_on()
    messages.paths = [tmp_path / "missing" / "a.pdf", tmp_path / "a.pdf"]
    dialog.write_pdf()
    assert "Đang ghi a.pdf" in dialog.told.text()
    assert not dialog.print_button.isEnabled()
    jobs.go_on()
    assert "Không có thư mục" in messages.errors.pop().message
    assert dialog.print_button.isEnabled()
    dialog.print_out()
    dialog.pdf_button.setEnabled(True)
    dialog.write_pdf()
    dialog.draw()
    dialog.close()
    jobs.go_on()
    (notice,) = messages.notices
    assert notice.text.startswith("Đã ghi 43 người, ")
    assert [words for words, _ in notice.actions] == ["Mở", "Mở thư mục", "In…"]
