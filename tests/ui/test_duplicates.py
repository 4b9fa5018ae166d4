"""Who stands in the register twice, in the window: the list of pairs, two records side by side, the merge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.member_lists import MemberQuery
from app.domain.members import Member
from app.errors import RuleError
from app.services import history, member_queries, members
from app.services.merging import Side
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY, texts
from ui.dialogs.duplicates import DuplicatesDialog, open_duplicates
from ui.dialogs.member_merge import MemberMergeDialog, open_merge
from ui.messages import Recorder
from ui.page import Context

FULL = PartialDate(1950, 8, 15)


def add(context: Context, name: str, **values: object) -> Member:
    member = Member(full_name=name, **values)  # type: ignore[arg-type]
    return members.add_member(context.services.register, member, unit_id=None, today=TODAY)


def names(context: Context) -> list[str]:
    page = member_queries.list_members(context.services.register, MemberQuery(), today=TODAY)
    return [row.full_name for row in page.rows]


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[QWidget]:
    """What the dialogs stand in front of."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in [*made.findChildren(MemberMergeDialog), *made.findChildren(DuplicatesDialog)]:
        dialog.done(0)


@pytest.fixture
def pair(context: Context) -> tuple[Member, Member]:
    """One woman, entered twice."""
    return (
        add(context, "Nông Thị Hiền", birth=FULL, phone="0912345678", hometown="Bạch Thông", note="Ở tổ 5."),
        add(
            context, "Nong Thi Hien", birth=FULL, phone="0987654321", hometown="Bạch Thông", note="Hay đi xa."
        ),
    )


def test_two_records_are_laid_side_by_side_chosen_by_keyboard_swapped_and_merged(
    context: Context, window: QWidget, pair: tuple[Member, Member], messages: Recorder
) -> None:
    merged: list[Member] = []
    open_merge(context, pair[0].id, pair[1].id, window, merged.append)
    (dialog,) = window.findChildren(MemberMergeDialog)
    assert dialog.windowTitle() == "Gộp hồ sơ: giữ Nông Thị Hiền (0001)"
    assert {name: row.value() for name, row in dialog.rows.items()} == {
        "code": Side.KEPT, "full_name": Side.KEPT, "phone": Side.KEPT, "note": Side.BOTH,
    }  # fmt: skip
    assert "Đang sinh hoạt" in texts(dialog)
    assert "Hồ sơ Nong Thi Hien (0002) không còn trong danh sách" in texts(dialog)

    fold = next(each for each in dialog.findChildren(QPushButton) if each.text().startswith("Xem 2 mục"))
    alike = next(each for each in dialog.findChildren(QLabel) if each.text().startswith("Ngày sinh: "))
    assert alike.isHidden()
    fold.click()
    assert not alike.isHidden()
    assert fold.text() == "Gấp 2 mục giống nhau lại"

    # The arrows choose, Tab goes to the next field.
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.rows["phone"].take_keyboard()
    held = QApplication.focusWidget()
    assert held is not None
    was_edited = dialog.is_edited
    QTest.keyClick(held, Qt.Key.Key_Right)
    assert dialog.rows["phone"].value() is Side.GONE
    assert (was_edited, dialog.is_edited) == (False, True)
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert dialog.rows["note"].isAncestorOf(dialog.focusWidget())

    dialog.swap_button.click()
    assert dialog.windowTitle() == "Gộp hồ sơ: giữ Nong Thi Hien (0002)"
    assert dialog.rows["full_name"].value() is Side.GONE
    assert dialog.rows["phone"].value() is Side.KEPT  # what was chosen is the same number
    dialog.swap_button.click()
    dialog.save_button.click()
    assert (merged[0].phone, merged[0].note) == ("0987654321", "Ở tổ 5.\nHay đi xa.")
    assert names(context) == ["Nông Thị Hiền"]
    history.undo(context.services.register)
    assert sorted(names(context)) == ["Nong Thi Hien", "Nông Thị Hiền"]
    assert messages.errors == []


def test_a_click_on_the_words_chooses_too_and_leaving_asks(
    context: Context, window: QWidget, pair: tuple[Member, Member], messages: Recorder
) -> None:
    open_merge(context, pair[0].id, pair[1].id, window)
    (dialog,) = window.findChildren(MemberMergeDialog)
    words = next(each for each in dialog.findChildren(QLabel) if each.text() == "0987654321")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert dialog.rows["phone"].value() is Side.GONE
    messages.answers = [False, True]
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    assert len(names(context)) == 2


def test_what_cannot_be_merged_stays_open_with_its_reason_at_the_field(
    context: Context, window: QWidget, messages: Recorder
) -> None:
    one = add(context, "Nông Thị Hiền", joined=PartialDate(1990))
    other = add(context, "Nông Thị Hiền", birth=PartialDate(1995))
    open_merge(context, one.id, other.id, window)
    (dialog,) = window.findChildren(MemberMergeDialog)
    dialog.save_button.click()
    assert "trước ngày sinh" in dialog.error
    assert dialog.rows["joined"].isAncestorOf(dialog.focusWidget())
    assert dialog.save_button.isEnabled()
    add(context, "Ai Đó")
    open_merge(context, one.id, one.id, window)
    assert [type(problem) for problem in messages.errors] == [RuleError]


def test_the_pairs_are_listed_with_reasons_filtered_told_apart_and_merged(
    context: Context, window: QWidget, pair: tuple[Member, Member]
) -> None:
    add(context, "Ma Văn An", birth=PartialDate(1948))
    add(context, "Ma Văn An", birth=PartialDate(1948, 3))
    open_duplicates(context, window)
    (dialog,) = window.findChildren(DuplicatesDialog)
    model = dialog.table.model()
    assert dialog.lead.text().startswith("2 cặp có thể là một người, 1 cặp rất giống.")
    cells = [model.index(1, column).data() for column in range(4)]
    assert cells[0] == "có thể"
    assert cells[1:3] == ["Ma Văn An (0003)\nsinh 1948", "Ma Văn An (0004)\nsinh 03/1948"]
    dialog.table.selectRow(1)
    assert dialog.why.text() == "Có thể: cùng họ tên, cùng năm sinh 1948."
    dialog.search.setText("hien")
    assert model.rowCount() == 1
    assert dialog.table.current_row().one.id == pair[0].id
    dialog.search.setText("khong co ai")
    assert model.rowCount() == 0
    assert not dialog.merge_button.isEnabled()
    dialog.search.clear()

    dialog.table.selectRow(1)
    dialog.apart_button.click()
    assert model.rowCount() == 1
    history.undo(context.services.register)
    context.changes.happened.emit(frozenset())
    assert model.rowCount() == 2

    dialog.search.setText("hien")
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    (merging_dialog,) = dialog.findChildren(MemberMergeDialog)
    merging_dialog.save_button.click()
    assert not merging_dialog.isVisible()
    assert sorted(names(context)) == ["Ma Văn An", "Ma Văn An", "Nông Thị Hiền"]
    dialog.search.clear()
    assert model.rowCount() == 1
    dialog.reject()
    dialog.look()  # an answer that comes when the list was closed says nothing
    assert model.rowCount() == 1
