"""Everything can be reached and done without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.commendations import Award, RecipientKind
from app.domain.meetings import Presence
from app.domain.members import Member
from app.domain.record import new_id
from app.settings import Settings
from tests.ui.conftest import TODAY
from ui.dialogs.award_edit import AwardDialog
from ui.dialogs.first_start import FirstAnswers, FirstStartDialog
from ui.dialogs.meeting_edit import MeetingEditDialog
from ui.dialogs.member_edit import MemberEditDialog
from ui.dialogs.office_edit import OfficeDialog
from ui.jobs import ImmediateJobs
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.messages import Recorder
from ui.page import Context
from ui.page_list import PAGES
from ui.theme import Theme
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox

if TYPE_CHECKING:
    from app.services.bundle import Services

_Saved = list[object]


@pytest.fixture
def window(
    demo_services: Services, theme: Theme, messages: Recorder, settings: Settings, qtbot: QtBot
) -> Iterator[MainWindow]:
    made = MainWindow(
        theme,
        ImmediateJobs(messages.error),
        messages,
        Memory(settings),
        settings,
        close_register=lambda _s: None,
    )
    qtbot.addWidget(made)
    made.attach(demo_services, "so.sohoi")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def tab_stops(window: QWidget) -> list[QWidget]:
    """What the Tab key comes to, once round."""
    seen: list[QWidget] = []
    while len(seen) < 200:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        assert at is not None
        if at in seen:
            return seen
        seen.append(at)
    raise AssertionError("the Tab key goes round for ever")


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_tab_comes_to_every_field_and_button_of_a_page(window: MainWindow, key: str) -> None:
    window.open_page(key)
    QTest.qWait(1)
    page = window.page(key)
    tabs = next((each for each in page.findChildren(QTabWidget) if each.isVisible()), None)
    for number in range(tabs.count() if tabs else 1):
        if tabs is not None:
            tabs.setCurrentIndex(number)
        seen = tab_stops(window)
        missed = [
            each
            for each in page.findChildren(QWidget)
            if isinstance(each, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView)
            and each.isVisible()
            and each.isEnabled()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.focusProxy() is None
            and each not in seen
        ]
        assert missed == [], tabs and tabs.tabText(number)


def test_a_new_page_begins_in_its_first_field_not_on_a_button_above(window: MainWindow) -> None:
    window.page("overview").take_keyboard()  # from a page that has the keyboard
    window.open_page("visits")
    at = QApplication.focusWidget()
    assert isinstance(at, QLineEdit)
    assert "người được thăm" in at.placeholderText()


def test_tab_comes_to_the_open_page_in_the_navigation(window: MainWindow) -> None:
    for entry in PAGES:
        window.open_page(entry.key)
        assert entry.words in [each.text() for each in tab_stops(window) if isinstance(each, QAbstractButton)]


def test_a_key_of_a_page_is_no_key_of_the_menu(window: MainWindow) -> None:
    from PySide6.QtGui import QAction, QShortcut

    taken = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()}
    for entry in PAGES:
        keys = {each.key().toString() for each in window.page(entry.key).findChildren(QShortcut)}
        assert keys & taken == set(), entry.key


def test_enter_presses_the_button_that_has_the_keyboard_in_the_window(window: MainWindow) -> None:
    window.open_page("members")
    button = next(each for each in window.page("members").findChildren(QPushButton) if "Thêm" in each.text())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    dialog = window.findChild(MemberEditDialog)
    assert dialog is not None
    dialog.reject()


def test_enter_on_cancel_cancels_and_saves_nothing(context: Context, qtbot: QtBot) -> None:
    dialog, saved = opened(OfficeDialog(context, ()), qtbot)
    dialog.cancel_button.setFocus()
    QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert saved == []


def test_enter_on_the_button_that_adds_a_guest_adds_one(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    messages.answers.append(True)  # closed without saving
    dialog = MeetingEditDialog(context, None, ())
    _, saved = opened(dialog, qtbot)
    dialog.tabs.setCurrentIndex(2)
    dialog.guests.add_button.setFocus()
    QTest.keyClick(dialog.guests.add_button, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(dialog.guests) == 2
    assert saved == []


def test_after_a_presence_is_chosen_the_keyboard_is_in_the_roll_again(
    context: Context, services: Services, qtbot: QtBot
) -> None:
    from app.services import members

    for name in ("Nông Văn Dền", "Lý Thị Mai"):
        members.add_member(services.register, Member(full_name=name), unit_id=None, on=None, today=TODAY)
    dialog = MeetingEditDialog(context, None, ())
    _, saved = opened(dialog, qtbot)
    dialog.tabs.setCurrentIndex(1)
    view = dialog.roll.view
    QTest.keyClick(view, Qt.Key.Key_Return)
    box = view.findChild(ChoiceBox)
    assert box is not None
    box.setCurrentIndex(1)
    box.hidePopup()
    box.activated.emit(1)
    assert dialog.focusWidget() is view
    assert dialog.roll.model.lines[0].presence is not Presence.PRESENT
    assert saved == []


def test_a_new_office_begins_with_its_holder(context: Context, qtbot: QtBot) -> None:
    dialog = OfficeDialog(context, ())
    opened(dialog, qtbot)
    assert dialog.focusWidget() is dialog.picker.field


def test_enter_goes_from_question_to_question_and_presses_a_way_to_begin(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    dialog = FirstStartDialog(context.services.paths.documents, messages)
    qtbot.addWidget(dialog)
    answers: list[FirstAnswers] = []
    dialog.answered.connect(answers.append)
    dialog.show()
    dialog.name.setFocus()
    dialog.name.setText("Hội Thử")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.place
    dialog.empty_button.setFocus()
    QTest.keyClick(dialog.empty_button, Qt.Key.Key_Return)
    assert [each.name for each in answers] == ["Hội Thử"]


def test_the_first_questions_complaint_goes_when_a_name_is_typed(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QLabel

    dialog = FirstStartDialog(context.services.paths.documents, messages)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.empty_button.click()

    def complaints() -> list[QLabel]:
        return [e for e in dialog.findChildren(QLabel) if e.objectName() == "fieldError" and e.isVisible()]

    assert len(complaints()) == 1
    QTest.keyClicks(dialog.name, "H")
    assert complaints() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("8h", "08:00"), ("8g30", "08:30"), ("14 giờ 5", "14:05"), ("7.45", "07:45"), ("08:00", "08:00")],
)
def test_hours_are_typed_as_they_are_written(context: Context, qtbot: QtBot, typed: str, kept: str) -> None:
    dialog = MeetingEditDialog(context, None, ())
    qtbot.addWidget(dialog)
    dialog.form.editor("starts").set_value(typed)
    entry = dialog.result_value()
    assert entry is not None
    assert entry.meeting.starts == kept


def test_a_time_that_is_none_is_said_so(context: Context, qtbot: QtBot) -> None:
    dialog = MeetingEditDialog(context, None, ())
    qtbot.addWidget(dialog)
    dialog.form.editor("starts").set_value("25h")
    assert dialog.result_value() is None
    assert "08:00" in dialog.form.errors()["starts"]


def test_a_name_typed_in_small_letters_gets_its_capitals(context: Context, qtbot: QtBot) -> None:
    from app.services import member_entry

    choices = member_entry.entry_choices(context.services.register)
    dialog = MemberEditDialog(context, choices, None)
    qtbot.addWidget(dialog)
    dialog.form.editor("full_name").set_value("nguyễn văn thử")
    entry = dialog.result_value()
    assert entry is not None
    assert entry.member.full_name == "Nguyễn Văn Thử"


def test_an_outsiders_changed_name_is_never_saved_under_the_first(context: Context, qtbot: QtBot) -> None:
    def propose(name: str) -> Award:
        return Award(round_id=new_id(), kind=RecipientKind.OUTSIDER, recipient=name, form="Giấy khen")

    dialog = AwardDialog(context, RecipientKind.OUTSIDER, None, propose=propose)
    _, saved = opened(dialog, qtbot)
    assert dialog.name is not None
    dialog.name.setText("Bà Một")
    dialog.try_save()  # the name was typed, the field not left: the fields below are filled in first
    assert saved == []
    assert dialog.form.editor("recipient").value() == "Bà Một"
    dialog.name.setText("Bà Hai")
    dialog.try_save()
    assert saved == []
    dialog.try_save()
    assert [each.recipient for each in saved if isinstance(each, Award)] == ["Bà Hai"]


def opened(dialog: EditDialog, qtbot: QtBot) -> tuple[EditDialog, _Saved]:
    """Show a dialog; what it would save is noted."""
    saved: _Saved = []
    # Closing a dialog that is seen would ask about what was typed, and nobody is there to answer.
    qtbot.addWidget(dialog, before_close_func=QWidget.hide)
    dialog.on_save(lambda value, _done, _failed: saved.append(value))
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog, saved
