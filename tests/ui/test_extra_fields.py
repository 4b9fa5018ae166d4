"""Thiết lập › Mục riêng: the branch's own fields are added, changed, ordered and taken out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.extras import ExtraKind
from app.domain.members import Member
from app.services import extra_fields, history, members
from tests.ui.conftest import TODAY
from ui.dialogs.extra_fields import ExtraFieldDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.settings.extra_fields import ExtraFieldsTab


@pytest.fixture
def tab(context: Context, qtbot: QtBot) -> ExtraFieldsTab:
    made = ExtraFieldsTab(context)
    qtbot.addWidget(made)
    context.changes.happened.connect(lambda _kinds: made.load())
    made.resize(1000, 600)
    made.show()
    made.load()
    return made


def names(context: Context) -> list[str]:
    return [use.field.name for use in extra_fields.list_fields(context.services.register)]


def dialog_of(tab: ExtraFieldsTab) -> ExtraFieldDialog:
    return tab.findChildren(ExtraFieldDialog)[-1]


def add(tab: ExtraFieldsTab, name: str, kind: ExtraKind = ExtraKind.TEXT, choices: str = "") -> None:
    tab.add()
    dialog = dialog_of(tab)
    dialog.form.editor("name").set_value(name)
    dialog.form.editor("kind").set_value(kind)
    dialog.form.editor("choices").set_value(choices)
    dialog.try_save()


def test_fields_are_added_refused_changed_and_ordered(context: Context, tab: ExtraFieldsTab) -> None:
    add(tab, "Cỡ áo", ExtraKind.CHOICE, "M\nL")
    add(tab, "Người liên hệ")
    assert names(context) == ["Cỡ áo", "Người liên hệ"]
    assert tab.table.current_row().field.name == "Người liên hệ"
    QTest.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert names(context) == ["Người liên hệ", "Cỡ áo"]
    QTest.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)  # is the first already
    assert names(context) == ["Người liên hệ", "Cỡ áo"]

    add(tab, "cỡ áo")
    twice = dialog_of(tab)
    assert twice.isVisible()
    assert "Có hai mục tên" in twice.form.errors()["name"]
    twice.form.editor("name").set_value("Cỡ mũ")
    twice.form.editor("kind").set_value(ExtraKind.CHOICE)
    twice.try_save()
    assert "ít nhất hai dòng" in twice.form.errors()["choices"]
    twice.hide()

    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    changed = dialog_of(tab)
    changed.form.editor("name").set_value("Người nhà")
    changed.try_save()
    assert names(context) == ["Người nhà", "Cỡ áo"]


def test_taking_out_a_used_field_says_what_goes_and_undo_brings_all_back(
    context: Context, messages: Recorder, tab: ExtraFieldsTab
) -> None:
    register = context.services.register
    add(tab, "Nhóm máu")
    add(tab, "Chưa dùng")
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert names(context) == ["Nhóm máu"]
    assert messages.asked == []  # nothing was lost, nothing was asked
    (use,) = extra_fields.list_fields(register)
    added = members.add_member(register, Member(full_name="Nông Văn Dền"), unit_id=None, today=TODAY)
    with register.change("Ghi") as work:
        extra_fields.put_values(work, added.id, {use.field.id: "AB"})
    tab.load()
    tab.table.select_first()
    messages.answers[:] = [False, True]
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert names(context) == ["Nhóm máu"]
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert names(context) == []
    assert "1 hội viên" in messages.asked[0]
    assert "Hoàn tác" in messages.asked[0]
    history.undo(register)
    card = members.member_card(register, added.id, today=TODAY)
    assert [(field.name, text) for field, text in card.extras] == [("Nhóm máu", "AB")]
