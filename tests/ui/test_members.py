"""The members' page: found by typing, added and changed by keyboard, left by events and never by deleting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.domain.status import Status, StatusEvent, StatusKind
from app.services import history, members
from app.store.register import Register
from tests.ui.conftest import TODAY
from ui.dialogs.member_edit import MemberEditDialog
from ui.dialogs.status_event import StatusEventDialog, possible_kinds
from ui.messages import Recorder
from ui.page import Context
from ui.pages.members import MembersPage
from ui.widgets.list_and_detail import ListAndDetail


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[MembersPage]:
    made = MembersPage(demo_context)
    demo_context.changes.happened.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1070, 720)
    made.show()
    yield made
    for dialog in open_dialogs():
        dialog.hide()


def open_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def member_dialog() -> MemberEditDialog:
    return next(each for each in open_dialogs() if isinstance(each, MemberEditDialog))


def event_dialog() -> StatusEventDialog:
    return next(each for each in open_dialogs() if isinstance(each, StatusEventDialog))


def register_of(page: MembersPage) -> Register:
    return page.context.services.register


def named(page: MembersPage, name: str) -> Member:
    with register_of(page).read() as reader:
        return reader.all(Member, full_name=name)[0]


def names(page: MembersPage) -> list[str]:
    rows = [page.model.row_at(number) for number in range(page.model.total)]
    return [row.full_name for row in rows if row is not None]


def said(page: MembersPage) -> str:
    QApplication.processEvents()  # what was just laid out shows itself
    labels = page.detail.sheet.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page))


def type_into(field: object, text: str) -> None:
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    for char in text:  # QTest types ASCII only
        QApplication.sendEvent(
            field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        )


def search(page: MembersPage, text: str) -> None:
    page.search.setText(text)
    QTest.keyClick(page.search, Qt.Key.Key_Return)


def test_it_opens_on_the_active_members_sorted_by_given_name(page: MembersPage) -> None:
    assert page.count.text() == "43 hội viên"
    assert page.status.value() is Status.ACTIVE
    given = [name.split()[-1] for name in names(page)]
    assert given[:4] == ["Ái", "Ánh", "Ân", "Ấn"]


def test_searching_without_accents_finds_and_says_how_many(page: MembersPage) -> None:
    search(page, "ban van quy")
    assert names(page) == ["Bàn Văn Quý"]
    assert page.count.text() == "1 hội viên khớp với điều đang tìm"
    assert "Bàn Văn Quý" in said(page)


def test_a_chi_hoi_narrows_the_list_to_its_members(page: MembersPage) -> None:
    page.unit.setCurrentIndex(1)
    page.unit.activated.emit(1)
    units = {row.unit_name for number in range(page.model.total) if (row := page.model.row_at(number))}
    assert len(units) == 1
    assert 0 < page.model.total < 43


def test_all_statuses_show_those_who_left_too(page: MembersPage) -> None:
    place = page.status.findText("Tất cả")
    page.status.setCurrentIndex(place)
    page.status.activated.emit(place)
    assert page.model.total > 43


def test_a_click_on_a_heading_sorts_in_the_store_and_is_remembered(page: MembersPage) -> None:
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    births = [row.birth for number in range(page.model.total) if (row := page.model.row_at(number))]
    known = [birth.iso for birth in births if birth is not None]
    assert known == sorted(known, reverse=True)
    assert page.context.memory.get("members.sort") == "birth down"


def test_the_sheet_leaves_out_what_is_not_known(page: MembersPage) -> None:
    card = members.member_card(register_of(page), page.model.row_at(0).id, today=TODAY)  # type: ignore[union-attr]
    assert card.member.national_id == ""
    assert "Số căn cước" not in said(page)
    assert "Nhân thân" in said(page)
    page.detail.tabs.setCurrentIndex(1)
    assert "Kết nạp" in "\n".join(label.text() for label in page.detail.deeds.findChildren(QLabel))


def test_a_member_typed_by_keyboard_is_in_the_register_with_his_unit(page: MembersPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = member_dialog()
    fields = dialog.form.fields
    assert fields["full_name"].hasFocus() or dialog.focusWidget() is fields["full_name"]
    type_into(fields["full_name"], "Lò Văn Mới")
    type_into(fields["birth"], "8/1952")
    dialog.unit.setCurrentIndex(1)
    dialog.unit.activated.emit(1)
    dialog.try_save()
    assert not dialog.isVisible()
    added = named(page, "Lò Văn Mới")
    assert str(added.birth) == "08/1952"
    card = members.member_card(register_of(page), added.id, today=TODAY)
    assert card.unit_name
    assert card.events[0].kind is StatusKind.ADMITTED
    assert page.count.text() == "44 hội viên"
    assert page.table.current_row().id == added.id


def test_one_undo_takes_back_a_member_with_policies_and_honours(page: MembersPage) -> None:
    page.add()
    dialog = member_dialog()
    type_into(dialog.form.fields["full_name"], "Lò Văn Mới")
    QTest.mouseClick(dialog.form.policies.add_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.form.honours.add_button, Qt.MouseButton.LeftButton)
    dialog.form.honours.editors(0)["name"].setEditText("Huy chương Chiến sĩ vẻ vang")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    card = members.member_card(register_of(page), named(page, "Lò Văn Mới").id, today=TODAY)
    assert len(card.policies) == 1
    assert [honour.name for honour in card.honours] == ["Huy chương Chiến sĩ vẻ vang"]
    history.undo(register_of(page))
    page.refresh()
    assert page.count.text() == "43 hội viên"


def test_a_name_left_out_is_said_under_its_field_and_nothing_is_saved(page: MembersPage) -> None:
    page.add()
    dialog = member_dialog()
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.form.errors() == {"full_name": "Họ và tên: không được để trống."}
    assert dialog.focusWidget() is dialog.form.fields["full_name"]


def test_a_wrong_telephone_is_said_under_its_field(page: MembersPage) -> None:
    page.add()
    dialog = member_dialog()
    type_into(dialog.form.fields["full_name"], "Lò Văn Mới")
    type_into(dialog.form.fields["phone"], "hỏi con")
    dialog.try_save()
    assert list(dialog.form.errors()) == ["phone"]


def test_save_and_add_next_keeps_the_unit_and_begins_anew(page: MembersPage) -> None:
    page.add()
    dialog = member_dialog()
    dialog.unit.setCurrentIndex(2)
    unit = dialog.unit.value()
    type_into(dialog.form.fields["full_name"], "Lò Văn Một")
    QTest.mouseClick(dialog.next_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.form.fields["full_name"].value() == ""  # type: ignore[attr-defined]
    assert dialog.unit.value() == unit
    type_into(dialog.form.fields["full_name"], "Lò Văn Hai")
    dialog.try_save()
    assert named(page, "Lò Văn Một").id != named(page, "Lò Văn Hai").id
    assert page.count.text() == "45 hội viên"


def test_closing_with_unsaved_typing_asks_first(page: MembersPage, messages: Recorder) -> None:
    page.add()
    dialog = member_dialog()
    type_into(dialog.form.fields["full_name"], "Lò")
    messages.answers[:] = [False, True]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(messages.asked) == 2


def test_enter_opens_the_form_and_a_change_is_in_his_history(page: MembersPage) -> None:
    search(page, "Bàn Văn Quý")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    dialog = member_dialog()
    old = named(page, "Bàn Văn Quý").address
    dialog.form.fields["address"].set_value("Tổ 9, phường Đức Xuân")  # type: ignore[attr-defined]
    dialog.try_save()
    assert named(page, "Bàn Văn Quý").address == "Tổ 9, phường Đức Xuân"
    page.detail.tabs.setCurrentIndex(3)
    words = "\n".join(label.text() for label in page.detail.history.findChildren(QLabel))
    assert f"{old} → Tổ 9, phường Đức Xuân" in words


def test_a_death_is_an_event_and_takes_him_off_the_active_list(page: MembersPage) -> None:
    search(page, "Bàn Văn Quý")
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = event_dialog()
    dialog.kind.set_value(StatusKind.DIED)
    dialog.kind.edited.emit()
    type_into(dialog.form.fields["on"], "12/2023")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert page.model.total == 0
    card = members.member_card(register_of(page), named(page, "Bàn Văn Quý").id, today=TODAY)
    assert card.standing is not None
    assert card.standing.status is Status.DECEASED
    assert str(card.events[-1].on) == "12/2023"
    assert "Từ trần" in said(page)


def test_a_future_event_is_refused_under_its_field(page: MembersPage) -> None:
    page.record_event(page.model.row_at(0).id)  # type: ignore[union-attr]
    dialog = event_dialog()
    dialog.kind.set_value(StatusKind.TRANSFERRED_OUT)
    dialog.kind.edited.emit()
    type_into(dialog.form.fields["on"], "1/2/2030")
    dialog.try_save()
    assert dialog.isVisible()
    assert list(dialog.form.errors()) == ["on"]


def test_changing_the_chi_hoi_asks_which(page: MembersPage) -> None:
    page.record_event(page.model.row_at(0).id)  # type: ignore[union-attr]
    dialog = event_dialog()
    assert dialog.kind.value() is StatusKind.CHANGED_UNIT
    dialog.try_save()
    assert list(dialog.form.errors()) == ["unit_id"]
    dialog.unit.setCurrentIndex(3)
    target = dialog.unit.value()
    dialog.try_save()
    with register_of(page).read() as reader:
        moved = reader.all(StatusEvent, kind=StatusKind.CHANGED_UNIT)
    assert [event.unit_id for event in moved] == [target]


def test_an_event_entered_by_mistake_can_be_taken_out(page: MembersPage) -> None:
    with register_of(page).read() as reader:
        died = reader.all(StatusEvent, kind=StatusKind.DIED)[0]
    page.open_record(died.member_id)
    page.detail.event_opened.emit(died)
    dialog = event_dialog()
    removal = next(b for b in dialog.findChildren(type(dialog.save_button)) if "Xóa" in b.text())
    QTest.mouseClick(removal, Qt.MouseButton.LeftButton)
    with register_of(page).read() as reader:
        assert reader.find(StatusEvent, died.id) is None


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (None, {StatusKind.ADMITTED, StatusKind.TRANSFERRED_IN}),
        (Status.MOVED, {StatusKind.RESTORED, StatusKind.TRANSFERRED_IN, StatusKind.DIED}),
        (Status.LEFT, {StatusKind.RESTORED, StatusKind.TRANSFERRED_IN, StatusKind.DIED}),
        (Status.DECEASED, set()),
    ],
)
def test_only_what_can_follow_is_offered(status: Status | None, kinds: set[StatusKind]) -> None:
    assert set(possible_kinds(status)) == kinds


def test_a_mistaken_entry_goes_by_del_and_comes_back_by_undo(page: MembersPage) -> None:
    page.add()
    type_into(member_dialog().form.fields["full_name"], "Gõ Nhầm")
    member_dialog().try_save()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.count.text() == "43 hội viên"
    history.undo(register_of(page))
    assert named(page, "Gõ Nhầm").full_name == "Gõ Nhầm"


def test_a_member_with_a_past_is_not_deleted_but_shown_the_right_way(
    page: MembersPage, messages: Recorder
) -> None:
    search(page, "Bàn Văn Quý")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.total == 1
    assert "Biến động" in messages.errors[0].message


def test_opening_a_record_shows_him_whatever_the_list_was_narrowed_to(page: MembersPage) -> None:
    with register_of(page).read() as reader:
        gone = reader.all(StatusEvent, kind=StatusKind.DIED)[0].member_id
        name = reader.get(Member, gone).full_name
    search(page, "khong co ai")
    assert page.model.total == 0
    page.open_record(gone)
    assert name in said(page)
    assert page.table.current_row().id == gone


def test_an_empty_register_says_how_to_begin(context: Context, qtbot: QtBot) -> None:
    page = MembersPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.count.text() == "0 hội viên"
    assert "Thêm hội viên" in page.table._empty_text
    assert not page.detail.edit_button.isEnabled()


def test_a_narrow_window_shows_one_thing_at_a_time(page: MembersPage) -> None:
    page.resize(600, 700)
    both = page.findChild(ListAndDetail)
    assert isinstance(both, ListAndDetail)
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    QTest.mouseClick(both.turn_button, Qt.MouseButton.LeftButton)
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    page.resize(1100, 700)
    assert page.detail.isVisible()
    assert page.table.isVisible()


@pytest.fixture
def long_page(context: Context, qtbot: QtBot) -> MembersPage:
    register = context.services.register
    with register.change("Đưa danh sách vào") as work:
        for number in range(300):
            members.put_member(work, Member(full_name=f"Nguyễn Văn A{number:03d}"), unit_id=None, today=TODAY)
    made = MembersPage(context)
    context.changes.happened.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1070, 720)
    made.show()
    made.refresh()
    return made


def is_seen(page: MembersPage, name: str) -> bool:
    index = page.table.currentIndex()
    seen = page.table.viewport().rect().contains(page.table.visualRect(index).center())
    return seen and index.siblingAtColumn(0).data() == name


def test_the_list_goes_to_a_member_who_was_not_loaded_yet(long_page: MembersPage) -> None:
    assert long_page.model.number_of(named(long_page, "Nguyễn Văn A250").id) is None
    long_page.open_record(named(long_page, "Nguyễn Văn A250").id)
    assert is_seen(long_page, "Nguyễn Văn A250")
    assert "Nguyễn Văn A250" in said(long_page)


def test_the_list_goes_to_a_member_just_added_far_down(long_page: MembersPage) -> None:
    long_page.add()
    type_into(member_dialog().form.fields["full_name"], "Trần Thị Yên")
    member_dialog().try_save()
    assert is_seen(long_page, "Trần Thị Yên")


def test_a_member_reached_by_the_end_key_is_shown_once_he_is_loaded(long_page: MembersPage) -> None:
    long_page.table.setFocus()
    QTest.keyClick(long_page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert "Nguyễn Văn A299" in said(long_page)


def test_a_member_outside_of_what_is_searched_leaves_the_first_one_chosen(long_page: MembersPage) -> None:
    search(long_page, "A01")
    long_page.table.select_id(named(long_page, "Nguyễn Văn A250").id)
    long_page.model.reload()
    assert long_page.table.current_row().full_name == "Nguyễn Văn A010"


def test_the_list_is_written_as_it_is_shown(page: MembersPage, messages: Recorder, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.xlsx"
    messages.paths = [path, None]
    page.search.setText("nguyen")
    page._filter()
    page.write_button.click()
    (notice,) = messages.notices
    assert f"Đã ghi {page.model.rowCount()} hội viên" in notice.text
    for _, action in notice.actions:
        action()
    assert (messages.opened, messages.opened_folders) == ([path], [path])
    page.write_button.click()
    assert len(messages.notices) == 1
