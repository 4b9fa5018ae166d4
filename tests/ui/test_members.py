"""The members' page: found by typing, added and changed by keyboard, left by events and never by deleting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.extras import ExtraField
from app.domain.member_lists import Sort
from app.domain.members import Member
from app.domain.status import Status, StatusEvent, StatusKind
from app.paths import Paths
from app.services import extra_fields, history, members, registers
from app.services.bundle import Services
from app.services.member_columns import USUAL
from app.services.saved_views import BUILT_IN
from app.settings import Settings
from app.store.queries import members_as_of
from app.store.register import Register
from tests.ui.conftest import TODAY, context_of, fixed_clock, open_copy, type_into
from ui.dialogs.condition import DayDialog, RangeDialog, TickDialog, WordsDialog
from ui.dialogs.member_edit import MemberEditDialog
from ui.dialogs.merge_with import MergeWithDialog
from ui.dialogs.status_event import StatusEventDialog, possible_kinds
from ui.messages import Recorder
from ui.page import Context
from ui.pages.members import MembersPage
from ui.theme import Theme
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.sort_header import SortHeader


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
    QApplication.processEvents()  # what was just put into a layout is shown a moment later
    QApplication.processEvents()  # what was just laid out shows itself
    labels = page.detail.sheet.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page))


def search(page: MembersPage, text: str) -> None:
    page.search.setText(text)
    QTest.keyClick(page.search, Qt.Key.Key_Return)


def test_it_opens_on_the_active_members_sorted_by_given_name(page: MembersPage) -> None:
    assert page.count.text() == "43 hội viên"
    assert page.query.status is Status.ACTIVE
    assert chips(page) == ["Tình trạng: Đang sinh hoạt"]
    given = [name.split()[-1] for name in names(page)]
    assert given[:4] == ["Ái", "Ánh", "Ân", "Ấn"]


def test_the_tab_key_goes_from_the_search_over_the_conditions_to_the_list(page: MembersPage) -> None:
    page.conditions.take(replace(page.conditions.query, age_from=70))
    stops = [page.search, page.views.button, page.columns_button]
    stops += [chip.words for chip in page.conditions.bar.chips]
    stops += [page.conditions.bar.add_button, page.conditions.bar.clear_button, page.table]
    page.take_keyboard()
    for stop in stops:
        assert page.focusWidget() is stop
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)


def test_searching_without_accents_finds_and_says_how_many(page: MembersPage) -> None:
    search(page, "ban van quy")
    assert names(page) == ["Bàn Văn Quý"]
    assert page.count.text() == "1 hội viên khớp với điều đang tìm"
    assert "Bàn Văn Quý" in said(page)


def chips(page: MembersPage) -> list[str]:
    return [chip.words.text() for chip in page.conditions.bar.chips]


def open_condition(page: MembersPage, name: str) -> TickDialog | RangeDialog | DayDialog | WordsDialog:
    """Choose a condition from the menu and give its editor."""
    menu = page.conditions.bar.menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(name)).trigger()
    found = open_dialogs()[-1]
    assert isinstance(found, TickDialog | RangeDialog | DayDialog | WordsDialog)
    return found


def tick(dialog: object, *texts: str) -> None:
    assert isinstance(dialog, TickDialog)
    for item in dialog.items():
        wanted = item.text().strip() in texts
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    dialog.try_save()


def click_heading(page: MembersPage, key: str, *, shift: bool = False) -> None:
    header = page.table.horizontalHeader()
    number = [column.key for column in page.model.columns].index(key)
    place = QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_conditions_are_built_by_clicking_and_taken_away_by_their_cross(page: MembersPage) -> None:
    unit = page.conditions.known.tree.alive()[1]
    tick(open_condition(page, "Đơn vị"), unit.name)
    shown = {row.unit_name for number in range(page.model.total) if (row := page.model.row_at(number))}
    assert shown == {unit.name}
    ages = open_condition(page, "Tuổi")
    ages.form.fields["first"].set_value(70)  # type: ignore[union-attr]
    ages.form.fields["last"].set_value(80)  # type: ignore[union-attr]
    ages.try_save()
    assert chips(page)[1:] == [f"Đơn vị: {unit.name}", "Tuổi: 70–80"]
    narrowed = page.model.total
    QTest.mouseClick(page.conditions.bar.chips[1].cross, Qt.MouseButton.LeftButton)
    assert page.model.total > narrowed
    page.conditions.bar.chips[1].words.setFocus()
    QTest.keyClick(page.conditions.bar.chips[1].words, Qt.Key.Key_Delete)
    assert (chips(page), page.model.total) == (["Tình trạng: Đang sinh hoạt"], 43)
    tick(open_condition(page, "Tình trạng"), "Từ trần", "Chuyển đi", "Thôi")
    gone = page.model.total
    assert gone > 0
    page.conditions.bar.cleared.emit()
    assert page.model.total == 43 + gone
    assert chips(page) == []


def test_the_list_of_a_past_day_says_so_and_what_is_missing_is_found(page: MembersPage) -> None:
    day = open_condition(page, "Tính đến")
    type_into(day.form.fields["on"], "1/1/2030")  # type: ignore[union-attr]
    day.try_save()
    assert list(day.form.errors()) == ["on"]  # type: ignore[union-attr]
    type_into(day.form.fields["on"], "30/6/2023")  # type: ignore[union-attr]
    day.try_save()
    with register_of(page).read() as reader:
        expected = [row for row in members_as_of(reader, date(2023, 6, 30)) if row[1].status is Status.ACTIVE]
    assert page.model.total == len(expected)
    assert page.count.text().endswith("theo tình trạng ngày 30/06/2023")
    tick(open_condition(page, "Chưa rõ"), "Số căn cước", "Điện thoại")
    rows = [page.model.row_at(number) for number in range(page.model.total)]
    assert {row.phone for row in rows if row} == {""}
    assert "Chưa rõ: Số căn cước" in chips(page)


def test_ranges_the_wrong_way_round_are_said_under_their_field(page: MembersPage) -> None:
    ages = open_condition(page, "Tuổi")
    type_into(ages.form.fields["first"], "80")  # type: ignore[union-attr]
    type_into(ages.form.fields["last"], "70")  # type: ignore[union-attr]
    ages.try_save()
    assert ages.form.errors() == {"last": "“Đến” phải sau “Từ”."}  # type: ignore[union-attr]
    type_into(ages.form.fields["last"], "bảy mươi")  # type: ignore[union-attr]
    ages.try_save()
    assert list(ages.form.errors()) == ["last"]  # type: ignore[union-attr]


def test_offices_and_the_branchs_own_fields_are_conditions_too(page: MembersPage) -> None:
    (size,) = extra_fields.save_fields(register_of(page), [ExtraField(name="Cỡ áo")])
    with register_of(page).change("Ghi") as work:
        extra_fields.put_values(work, named(page, "Bàn Văn Quý").id, {size.id: "Lớn"})
    page.refresh()
    words = page.conditions.open(f"extra:{size.id}")
    assert isinstance(words, WordsDialog)
    words.form.fields["text"].set_value("lon")  # type: ignore[attr-defined]
    words.try_save()
    assert names(page) == ["Bàn Văn Quý"]
    page.conditions.bar.cleared.emit()
    tick(open_condition(page, "Chức vụ"), "Chủ tịch")
    assert page.model.total == 1
    page.conditions.bar.menu.aboutToShow.emit()
    page.conditions.open("gender")
    assert "Giới tính: Nam" in chips(page)
    page.conditions.open("gender")
    assert "Giới tính: Nữ" in chips(page)


def test_a_click_on_a_heading_sorts_in_the_store_and_shift_adds_a_key(page: MembersPage) -> None:
    click_heading(page, "birth")
    click_heading(page, "birth")
    births = [row.birth for number in range(page.model.total) if (row := page.model.row_at(number))]
    known = [birth.iso for birth in births if birth is not None]
    assert known == sorted(known, reverse=True)
    assert page.context.memory.get("members.sort") == "birth down"
    click_heading(page, "unit_name")
    click_heading(page, "full_name", shift=True)
    click_heading(page, "full_name", shift=True)
    assert page.query.sort == (Sort("unit"), Sort("name", descending=True))
    header = page.table.horizontalHeader()
    assert isinstance(header, SortHeader)
    assert header.order == (("unit_name", False), ("full_name", True))
    again = MembersPage(page.context)
    assert again.query.sort == page.query.sort
    again.deleteLater()


def test_any_fact_can_be_a_column_and_the_choice_is_kept(page: MembersPage) -> None:
    dialog = page.choose_columns()
    assert dialog.keys() == page.shown_keys() == USUAL
    dialog.search.setText("quê")
    shown = [item for item in dialog._items if not item.isHidden()]
    assert [item.text(0) for item in shown] == ["Quê quán"]
    shown[0].setCheckState(0, Qt.CheckState.Checked)
    dialog.move_column(-1)
    dialog.shown.setCurrentRow(0)
    dialog.drop_column()
    dialog.sorts[0][0].set_value("hometown")
    dialog.sorts[0][1].set_value(True)
    dialog.try_save()
    assert page.shown_keys() == ("birth", "unit_name", "phone", "hometown", "role")
    assert page.query.sort == (Sort("hometown", descending=True),)
    row = page.model.row_at(0)
    assert row is not None
    number = [column.key for column in page.model.columns].index("hometown")
    assert page.model.index(0, number).data() == named(page, row.full_name).hometown != ""
    assert page.context.memory.get("members.columns") == "birth,unit_name,phone,hometown,role"
    again = MembersPage(page.context)
    assert again.shown_keys() == page.shown_keys()
    again.deleteLater()
    everything = page.choose_columns()
    while everything.shown.count():
        everything.drop_column()
    everything.try_save()
    assert everything.error == "Hãy để lại ít nhất một cột."


def test_a_view_keeps_conditions_columns_and_order_under_a_name(page: MembersPage) -> None:
    view = next(each for each in BUILT_IN if each.name == "70 tuổi trở lên")
    page.views.chosen.emit(view)
    assert chips(page) == ["Tình trạng: Đang sinh hoạt", "Tuổi: từ 70 trở lên"]
    assert page.shown_keys() == view.columns
    page.views._fill()
    assert [a.text() for a in page.views.menu.actions() if a.isChecked()] == ["70 tuổi trở lên"]
    dialog = page.views.save()
    dialog.try_save()
    assert list(dialog.form.errors()) == ["name"]
    dialog.name.set_value("70 tuổi trở lên")
    dialog.try_save()
    assert "có sẵn" in dialog.form.errors()["name"]
    dialog.name.set_value("Mừng thọ 2026")
    dialog.try_save()
    (kept,) = page.views.own
    assert (kept.name, kept.query, kept.columns) == ("Mừng thọ 2026", view.query, view.columns)
    other = page.views.rename(kept)
    other.name.set_value("Mừng thọ")
    other.try_save()
    assert [each.name for each in page.views.own] == ["Mừng thọ"]
    page.views.remove(page.views.own[0])
    assert page.views.own == ()


def test_merging_asks_with_whom_and_not_with_himself(page: MembersPage) -> None:
    row = page.model.row_at(0)
    assert row is not None
    page.deeds.merge(row)
    dialog = next(each for each in open_dialogs() if isinstance(each, MergeWithDialog))
    dialog.try_save()
    assert list(dialog.form.errors()) == ["other"]
    dialog.picker.set_value(row.id, row.full_name)
    dialog.try_save()
    assert "chính là" in dialog.form.errors()["other"]


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


@pytest.fixture(scope="module")
def long_file(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with 300 members, made once; copy it, never change it."""
    path = tmp_path_factory.mktemp("long") / "dai.sohoi"
    shutil.copyfile(small_file, path)
    with (
        registers.open_register(path, clock=fixed_clock) as register,
        register.change("Đưa danh sách vào") as work,
    ):
        for number in range(300):
            members.put_member(work, Member(full_name=f"Nguyễn Văn A{number:03d}"), unit_id=None, today=TODAY)
    return path


@pytest.fixture
def long_services(long_file: Path, tmp_path: Path, settings: Settings, paths: Paths) -> Iterator[Services]:
    yield from open_copy(long_file, tmp_path / "dai.sohoi", settings, paths)


@pytest.fixture
def long_page(long_services: Services, messages: Recorder, theme: Theme, qtbot: QtBot) -> MembersPage:
    context = context_of(long_services, messages, theme)
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


def test_the_list_is_printed_as_it_is_shown(page: MembersPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("ui.dialogs.print_list.open_print_list", lambda *said: asked.append(said[1:3]))
    search(page, "nguyen")
    page.open_print()
    assert asked == [(page.query, page.shown_keys())]
    assert page.query.search == "nguyen"
