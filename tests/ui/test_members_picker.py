"""The field in which a member is found by typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.page import Context
from ui.widgets.member_picker import MemberPicker


@pytest.fixture
def picker(demo_context: Context, qtbot: QtBot) -> MemberPicker:
    made = MemberPicker(demo_context)
    qtbot.addWidget(made)
    made.show()
    return made


def find(picker: MemberPicker, text: str, qtbot: QtBot) -> None:
    QTest.keyClicks(picker.field, text)
    qtbot.waitUntil(lambda: bool(picker.hits), timeout=2000)


def test_typing_without_accents_offers_members_and_enter_takes_the_first(
    picker: MemberPicker, qtbot: QtBot
) -> None:
    find(picker, "ban van quy", qtbot)
    assert picker.hits == ("Bàn Văn Quý",)
    assert picker.value() == ""
    told: list[tuple[str, str]] = []
    picker.picked.connect(lambda member_id, name: told.append((member_id, name)))
    picker._on_activated(picker._completer.completionModel().index(0, 0))
    assert told == [(picker.value(), "Bàn Văn Quý")]
    assert picker.text() == "Bàn Văn Quý"
    assert "Chi hội" in picker._hint.text()


def test_typing_on_after_a_choice_takes_the_choice_back(picker: MemberPicker) -> None:
    picker.set_value("abc", "Bàn Văn Quý")
    assert picker.value() == "abc"
    QTest.keyClick(picker.field, Qt.Key.Key_Backspace)
    assert picker.value() == ""


def test_clearing_leaves_nobody(picker: MemberPicker) -> None:
    picker.set_value("abc", "Bàn Văn Quý")
    picker.clear()
    assert (picker.value(), picker.text()) == ("", "")


def test_nobody_found_is_said(picker: MemberPicker, qtbot: QtBot) -> None:
    QTest.keyClicks(picker.field, "xyzxyz")
    qtbot.waitUntil(lambda: "Không thấy" in picker._hint.text(), timeout=2000)
    assert picker.hits == ()


def test_an_outsider_may_stay_when_the_field_is_free(demo_context: Context, qtbot: QtBot) -> None:
    free = MemberPicker(demo_context, free=True)
    qtbot.addWidget(free)
    QTest.keyClicks(free.field, "Ai do")
    assert (free.value(), free.text()) == ("", "Ai do")
