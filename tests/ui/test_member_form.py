"""The form of a member: quick from the keyboard, checked while typed, saved with all that hangs on him."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.extras import ExtraField, ExtraKind
from app.domain.members import Consent, Gender, Honour, Member, Policy, PolicyKind
from app.domain.offices import Office
from app.errors import SoHoiError
from app.services import extra_fields, history, member_entry, members, units
from app.services.consents import DEFAULT_SCOPE
from app.services.member_entry import MemberEntry
from app.services.members import MemberCard
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY
from ui.dialogs.consent import ConsentDialog
from ui.dialogs.member_edit import MemberEditDialog
from ui.messages import Recorder
from ui.page import Context


def open_form(context: Context, qtbot: QtBot, card: MemberCard | None = None) -> MemberEditDialog:
    register = context.services.register
    dialog = MemberEditDialog(context, member_entry.entry_choices(register), card)

    def save(entry: MemberEntry, done: Any, failed: Any) -> None:
        try:
            member_entry.save_entry(register, entry, today=TODAY)
        except SoHoiError as problem:
            failed(problem)
        else:
            done()

    dialog.on_save(save)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.hide())
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def card_of(context: Context, name: str) -> MemberCard:
    with context.services.register.read() as reader:
        (member,) = reader.all(Member, full_name=name)
    return members.member_card(context.services.register, member.id, today=TODAY)


def type_text(widget: Any, text: str) -> None:
    for char in text:  # QTest types ASCII only
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        )


def press(dialog: MemberEditDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog.focusWidget(), key)


def held_name(dialog: MemberEditDialog) -> str:
    held = dialog.focusWidget()
    return next((name for name, field in dialog.form.fields.items() if field is held), "")


@pytest.fixture
def dialog(context: Context, qtbot: QtBot) -> Iterator[MemberEditDialog]:
    made = open_form(context, qtbot)
    yield made
    made.hide()


def test_a_name_of_a_paper_list_is_entered_with_enter_alone(
    context: Context, dialog: MemberEditDialog
) -> None:
    type_text(dialog.form.name, "NÔNG THỊ HẢI YẾN")
    press(dialog, Qt.Key.Key_Return)
    assert dialog.form.name.text() == "Nông Thị Hải Yến"
    assert "Ctrl+Z" in "".join(label.text() for label in dialog.form.cell("full_name").findChildren(QLabel))
    assert held_name(dialog) == "birth"
    type_text(dialog.focusWidget(), "8/1950")
    seen = ["birth"]
    for _ in range(60):
        is_long = held_name(dialog) == "note"  # there Enter begins a new line
        press(dialog, Qt.Key.Key_Tab if is_long else Qt.Key.Key_Return)
        if dialog.focusWidget() is dialog.save_button:
            break
        seen.append(held_name(dialog))
    fields = [name for name in dialog.form.fields if name not in ("policies", "honours", "offices")]
    assert [name for name in fields if name not in ("privacy", "consents")] == ["full_name", *seen]
    assert dialog.isVisible()  # Enter never saved on the way
    assert len(dialog.form.offices) == 0
    press(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert card_of(context, "Nông Thị Hải Yến").member.birth == PartialDate(1950, 8)


def test_capitals_are_taken_back_with_ctrl_z_and_then_left_alone(dialog: MemberEditDialog) -> None:
    name = dialog.form.name
    type_text(name, "nông văn dền")
    press(dialog, Qt.Key.Key_Tab)
    assert name.text() == "Nông Văn Dền"
    name.setFocus()
    name.undo()
    press(dialog, Qt.Key.Key_Tab)
    assert name.text() == "nông văn dền"
    entry = dialog.result_value()
    assert entry is not None
    assert entry.member.full_name == "nông văn dền"


def test_the_given_name_is_chosen_from_the_words_of_the_name(dialog: MemberEditDialog) -> None:
    given = dialog.form.given
    assert given.isHidden()
    dialog.form.name.set_value("Nguyễn Thị Hải Yến")
    assert given.text() == "Tên gọi: Yến"
    given.menu().aboutToShow.emit()
    actions = given.menu().actions()
    assert [action.text() for action in actions] == ["Yến", "Hải Yến", "Thị Hải Yến"]
    actions[1].trigger()
    entry = dialog.result_value()
    assert entry is not None
    assert entry.member.given_words == 2
    dialog.form.name.set_value("Yến")
    entry = dialog.result_value()
    assert entry is not None
    assert entry.member.given_words == 1


def test_telephone_and_id_number_are_checked_when_they_are_left(dialog: MemberEditDialog) -> None:
    form = dialog.form
    form.fields["phone"].setFocus()
    type_text(form.fields["phone"], "hỏi con gái")
    press(dialog, Qt.Key.Key_Tab)
    assert "không phải số điện thoại" in form.cell("phone").error
    type_text(form.fields["national_id"], "006 050 00567")
    press(dialog, Qt.Key.Key_Tab)
    assert "11 ký tự" in form.cell("national_id").error
    form.fields["national_id"].setFocus()
    QTest.keyClick(form.fields["national_id"], Qt.Key.Key_End)
    type_text(form.fields["national_id"], "8")
    press(dialog, Qt.Key.Key_Tab)
    assert form.cell("national_id").error == ""
    assert form.editor("national_id").value() == "006050005678"


def test_an_id_number_of_somebody_else_is_a_doubt_and_no_refusal(
    context: Context, dialog: MemberEditDialog
) -> None:
    form = dialog.form
    form.name.set_value("Lý Thị Mai")
    form.editor("birth").set_value(PartialDate(1951))
    form.editor("gender").set_value(Gender.FEMALE)
    form.fields["national_id"].setFocus()
    type_text(form.fields["national_id"], "006050005678")
    press(dialog, Qt.Key.Key_Tab)
    said = "".join(label.text() for label in form.cell("national_id").findChildren(QLabel))
    assert "1950" in said
    assert "của nam" in said
    assert form.errors() == {}
    dialog.try_save()
    assert card_of(context, "Lý Thị Mai").member.national_id == "006050005678"


def test_a_namesake_is_warned_of_while_typing_and_can_be_opened(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    held = members.add_member(
        context.services.register,
        Member(full_name="Bàn Văn Quý", birth=PartialDate(1950)),
        unit_id=None,
        today=TODAY,
    )
    dialog = open_form(context, qtbot)
    type_text(dialog.form.name, "Ban Van Quy")
    qtbot.waitUntil(lambda: not dialog.likeness.isHidden(), timeout=2000)
    assert "Bàn Văn Quý, sinh 1950" in "".join(x.text() for x in dialog.likeness.findChildren(QLabel))
    assert dialog.focusWidget() is dialog.form.name  # the keyboard stays where it is
    messages.answers[:] = [False, True]
    (go,) = dialog.likeness.findChildren(QPushButton)
    go.click()
    assert dialog.isVisible()
    go.click()
    assert not dialog.isVisible()
    assert context.navigator.went == [("members", held.id)]  # type: ignore[attr-defined]


def test_the_groups_are_reached_by_keys_and_the_index_follows(dialog: MemberEditDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert held_name(dialog) == "category"
    QTest.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert held_name(dialog) == "unit_id"
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert held_name(dialog) == "category"
    dialog.form.fields["health"].setFocus()
    checked = [each.text() for each in dialog.index.findChildren(QPushButton) if each.isChecked()]
    assert checked == ["Riêng tư"]
    dialog.resize(560, 600)
    assert not any(each.isVisible() for each in dialog.index.findChildren(QPushButton))
    QTest.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert held_name(dialog) == "full_name"


def test_save_and_next_keeps_what_names_of_one_list_have_in_common(
    context: Context, dialog: MemberEditDialog
) -> None:
    form = dialog.form
    form.name.set_value("Lò Văn Một")
    form.editor("hometown").set_value("Bạch Thông")
    form.editor("category").set_value("Bộ đội")
    form.editor("phone").set_value("0912345678")
    form.policies.add_row()
    QTest.keyClick(
        dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert card_of(context, "Lò Văn Một").policies
    assert dialog.isVisible()
    assert not dialog.is_edited
    assert held_name(dialog) == "full_name"
    kept = {name: form.editor(name).value() for name in ("full_name", "phone", "hometown", "category")}
    assert kept == {"full_name": "", "phone": "", "hometown": "Bạch Thông", "category": "Bộ đội"}
    assert len(form.policies) == 0


def test_everything_that_hangs_on_a_member_is_saved_as_one_change(context: Context, qtbot: QtBot) -> None:
    register = context.services.register
    unit = units.add_unit(register, "Chi hội Sông Cầu")
    size, day, own = (
        ExtraField(name="Cỡ áo", kind=ExtraKind.CHOICE, choices="M\nL"),
        ExtraField(name="Ngày cấp sổ", kind=ExtraKind.DATE),
        ExtraField(name="Nhóm máu", sensitive=True),
    )
    extra_fields.save_fields(register, [size, day, own])
    added = members.add_member(register, Member(full_name="Nông Văn Dền"), unit_id=None, today=TODAY)
    dialog = open_form(context, qtbot, members.member_card(register, added.id, today=TODAY))
    form = dialog.form
    form.policies.add_row()
    form.policies.editors(0)["kind"].set_value(PolicyKind.SICK_SOLDIER)
    form.honours.add_row()
    form.honours.editors(0)["name"].set_value("Huy chương Chiến sĩ vẻ vang")
    form.offices.add_row()
    form.offices.editors(0)["name"].set_value("Chi hội trưởng")
    form.offices.editors(0)["unit_id"].set_value(unit.id)
    form.offices.add_row()  # an empty row is no office
    form.fields[size.id].set_value("L")  # type: ignore[attr-defined]
    form.fields[day.id].setFocus()
    type_text(form.fields[day.id], "8/2020")
    form.fields[own.id].set_value("O")  # type: ignore[attr-defined]
    form.consents.add_button.click()
    consent = dialog.findChildren(ConsentDialog)[-1]
    consent.try_save()
    dialog.try_save()
    assert not dialog.isVisible()
    card = card_of(context, "Nông Văn Dền")
    assert [each.kind for each in card.policies] == [PolicyKind.SICK_SOLDIER]
    assert [each.name for each in card.honours] == ["Huy chương Chiến sĩ vẻ vang"]
    assert [(each.name, each.unit_id) for each in card.offices] == [("Chi hội trưởng", unit.id)]
    assert [text for _, text in card.extras] == ["L", "2020-08", "O"]
    assert [(each.scope, each.withdrawn) for each in card.consents] == [(DEFAULT_SCOPE, None)]
    history.undo(register)
    card = card_of(context, "Nông Văn Dền")
    assert [*card.policies, *card.honours, *card.offices, *card.consents] == []
    assert [text for _, text in card.extras] == ["", "", ""]


def test_what_a_stored_member_has_is_shown_and_saved_again_unchanged(context: Context, qtbot: QtBot) -> None:
    register = context.services.register
    gone = units.add_unit(register, "Chi hội Cũ")
    number = ExtraField(name="Số sổ", kind=ExtraKind.NUMBER)
    extra_fields.save_fields(register, [number])
    added = members.add_member(
        register, Member(full_name="Nông Thị Hải Yến", given_words=2), unit_id=None, today=TODAY
    )
    with register.change("Thêm") as work:
        work.add(Policy(member_id=added.id, kind=PolicyKind.WOUNDED, rate="21%"))
        work.add(Honour(member_id=added.id, name="Huân chương", received=PartialDate(1985)))
        work.add(Office(member_id=added.id, name="Chi hội phó", unit_id=gone.id, ends=PartialDate(2020)))
        work.add(Consent(member_id=added.id, way="Ký vào phiếu đồng ý"))
        extra_fields.put_values(work, added.id, {number.id: "1250"})
    units.dissolve_unit(register, gone.id, on=PartialDate(2021), today=TODAY)
    before = card_of(context, "Nông Thị Hải Yến")
    dialog = open_form(context, qtbot, before)
    assert dialog.form.given.text() == "Tên gọi: Hải Yến"
    dialog.try_save()
    assert card_of(context, "Nông Thị Hải Yến") == before


def test_an_extra_field_that_cannot_hold_what_was_typed_says_so(context: Context, qtbot: QtBot) -> None:
    number = ExtraField(name="Số sổ", kind=ExtraKind.NUMBER)
    extra_fields.save_fields(context.services.register, [number])
    dialog = open_form(context, qtbot)
    dialog.form.name.set_value("Lò Văn Một")
    type_text(dialog.form.fields[number.id], "mười hai")
    dialog.try_save()
    assert list(dialog.form.errors()) == [number.id]
    assert dialog.focusWidget() is dialog.form.fields[number.id]
    dialog.hide()


def test_rows_take_two_lines_where_there_is_no_room_for_one(dialog: MemberEditDialog, qtbot: QtBot) -> None:
    rows = dialog.form.honours
    rows.add_row()
    name, year = rows.editors(0)["name"], rows.editors(0)["received"]
    dialog.resize(1040, 700)
    qtbot.waitUntil(lambda: name.y() == year.y())
    dialog.resize(600, 700)
    qtbot.waitUntil(lambda: name.y() < year.y())
    assert "Năm nhận" in [label.text() for label in rows.findChildren(QLabel) if label.isVisibleTo(rows)]


def test_a_new_row_is_reached_where_it_stands_not_after_everything(dialog: MemberEditDialog) -> None:
    rows = dialog.form.policies
    rows.add_button.click()
    editors = rows.editors(0)
    assert dialog.focusWidget() is editors["kind"]
    for _ in range(8):  # its fields and its tools
        if dialog.focusWidget() is rows.add_button:
            break
        press(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is rows.add_button
    press(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.form.honours.add_button
