"""On the page of reports: the file for the Hội above, and what the Hội below send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.members import Consent, Member
from app.domain.periods import Period
from app.domain.reports import ReceivedReport
from app.services import consents, members
from app.services.submissions import People
from app.vietnamese.dates import PartialDate
from tests.app.services.provinces import LowerHoi
from tests.ui.conftest import TODAY, fixed_clock, opened, shown_page
from ui.dialogs.receive_figures import ReceivedFiguresDialog
from ui.dialogs.receive_results import ReceiveResultsDialog
from ui.dialogs.submit_report import SubmitDialog
from ui.dialogs.subordinate_edit import SubordinateDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.reports import ReportsPage

YEAR = Period.year_of(2023)


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[ReportsPage]:
    with shown_page(ReportsPage(context), qtbot) as page:
        page.show_period(YEAR)
        yield page


def send(folder: Path, name: str, hoi: LowerHoi, **said: Any) -> Path:
    return hoi.send(folder, name, period=YEAR, made_at=fixed_clock(), **said)


def test_files_are_received_into_the_list(
    page: ReportsPage, context: Context, messages: Recorder, tmp_path: Path
) -> None:
    province, view = page.province, page.province.view
    place = page.tabs.indexOf(view)
    assert not page.tabs.isTabVisible(place), "who has no Hội below sees nothing of it"
    # One file that says all by itself needs no dialog.
    messages.paths = [send(tmp_path, "mot", LowerHoi())]
    next(act for words, _icon, act in province.entries() if words.startswith("Nhận"))()
    assert messages.notices[-1].text == "Đã nhận: Hội Trường Sơn phường Đức Xuân, năm 2023."
    assert page.tabs.isTabVisible(place)
    page.tabs.setCurrentWidget(view)
    assert view.summary.text() == "1/1 Hội đã nộp báo cáo năm 2023."
    # Nothing chosen is nothing done.
    messages.paths = []
    view.receive()
    # Of several files each is told; where nobody can know whose one is, it is asked.
    bad = tmp_path / "hong.sohoi-nop"
    bad.write_text("không phải")
    like = LowerHoi(name="Hội Trường Sơn – phường Đức Xuân", register_id="c" * 32)
    other = LowerHoi(name="Hội Trường Sơn xã Phong Quang", register_id="d" * 32)
    messages.paths = [bad, send(tmp_path, "giong", like), send(tmp_path, "khac", other, people=True)]
    view.receive_button.click()
    dialog = opened(ReceiveResultsDialog)
    assert "1 đã nhận; 1 cần chọn Hội; 1 không nhận được" in dialog.summary.text()
    assert dialog.table.current_row().path == bad
    assert "hong.sohoi-nop" in dialog.told.text()
    assert not dialog.question.isVisible()
    dialog.table.select_id(str(tmp_path / "giong.sohoi-nop"))
    assert dialog.question.isVisible()
    assert dialog.whose.currentText() == "Hội Trường Sơn phường Đức Xuân"
    dialog.whose.set_value("new")
    dialog.take_button.click()
    assert "2 đã nhận; 1 không nhận được" in dialog.summary.text()
    dialog.reject()
    assert [row.subordinate.code for row in view.rows] == ["001", "002", "003"]
    with context.services.register.read() as reader:
        assert reader.count(ReceivedReport) == 3
        assert reader.count(Member) == 2
    view.table.select_first()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    figures = opened(ReceivedFiguresDialog)
    assert figures.table.model().rowCount() == 5
    figures.reject()


def test_the_list_is_kept_and_becomes_one_workbook(
    page: ReportsPage, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    view = page.province.view
    view.add()
    dialog = opened(SubordinateDialog)
    dialog.try_save()
    assert "name" in dialog.form.errors()
    dialog.form.editor("name").set_value("Hội xã còn nợ")
    dialog.form.editor("contact").set_value("Bà Mận")
    dialog.try_save()
    assert not dialog.isVisible()
    assert not view.write_button.isEnabled()
    messages.paths = [send(tmp_path, "mot", LowerHoi(name="Hội phường B"))]
    view.receive()
    assert [row.subordinate.name for row in view.rows] == ["Hội xã còn nợ", "Hội phường B"]
    # One that has not sent says so and whom to call; the order is the user's.
    view.open_row(view.rows[0])
    assert messages.told[-1].endswith("chưa nộp báo cáo năm 2023.\nNgười liên hệ: Bà Mận.")
    page.tabs.setCurrentWidget(view)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    view.table.select_first()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [row.subordinate.name for row in view.rows] == ["Hội phường B", "Hội xã còn nợ"]
    view.missing.setChecked(True)
    view.missing.edited.emit()
    assert [row.subordinate.name for row in view.rows] == ["Hội xã còn nợ"]
    view.edit(view.rows[0])
    dialog = opened(SubordinateDialog)
    dialog.form.editor("name").set_value("Hội phường B")
    dialog.try_save()
    assert "Đã có" in dialog.form.errors()["name"]
    messages.answers = [True]
    dialog.reject()
    view.end(view.rows[0])
    assert not view.rows
    view.ended.setChecked(True)
    view.ended.edited.emit()
    assert [row.subordinate.ended for row in view.rows] == [True]
    path = tmp_path / "tong-hop.xlsx"
    messages.paths = [path]
    view.write_button.click()
    assert path.exists()
    assert messages.notices[-1].text.startswith("Đã ghi tong-hop.xlsx: 1 Hội, 3 số liệu")


def test_what_goes_to_the_hoi_above_is_said_before_it_is_written(
    page: ReportsPage, context: Context, messages: Recorder, tmp_path: Path
) -> None:
    register = context.services.register
    people = [
        members.add_member(
            register,
            Member(full_name=name, joined=PartialDate(2010), religion="Phật giáo"),
            unit_id=None,
            today=TODAY,
        )
        for name in ("An", "Bình", "Chi")
    ]
    for member in people[:2]:
        consents.give(register, Consent(member_id=member.id, way="Ký vào phiếu"))
    consents.withdraw(register, people[1].id, on=PartialDate(2023))
    page.menu.aboutToShow.emit()
    next(each for each in page.menu.actions() if each.text() == "Tạo tệp nộp cấp trên…").trigger()
    dialog = opened(SubmitDialog)
    assert dialog.who is People.NONE
    assert "Không có tên hội viên nào" in dialog.contents.text()
    assert not dialog.sensitive.isEnabled()
    dialog.choose(People.ALL)
    assert "2 hội viên của kỳ" in dialog.contents.text()
    assert "Không gửi: 1 người đã rút đồng ý." in dialog.left_out.text()
    assert "1 người chưa ghi đồng ý" in dialog.left_out.text()
    dialog.choose(People.AGREED)
    assert "1 hội viên của kỳ" in dialog.contents.text()
    assert "Không có dân tộc" in dialog.contents.text()
    # Whoever gives up the choice of a file is back in the dialog.
    messages.paths = [None]
    dialog.try_save()
    assert dialog.isVisible()
    assert "chưa chọn nơi ghi" in dialog.error
    path = tmp_path / "nop.sohoi-nop"
    messages.paths = [path]
    dialog.try_save()
    assert not dialog.isVisible()
    assert "1 hội viên" in messages.notices[-1].text
    sent = json.loads(path.read_text("utf-8"))
    assert [each["full_name"] for each in sent["people"]["records"]["members"]] == ["An"]
    assert "Phật giáo" not in path.read_text("utf-8")
