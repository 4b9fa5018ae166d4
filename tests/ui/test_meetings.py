"""The meetings page: the roll is called by the space bar, guests keep their order, all is typed once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.meetings import Attendance, Meeting, MeetingKind, Presence
from app.services import history, meetings
from app.services.meetings import MeetingCard
from tests.ui.conftest import opened, shown_page, type_into
from ui.dialogs.meeting_edit import MeetingEditDialog, default_name, default_work_year
from ui.messages import Recorder
from ui.models.roll_model import NAME, PRESENCE, REASON, RollLine, RollModel, roll_words
from ui.page import Context
from ui.pages.meetings import MeetingsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[MeetingsPage]:
    with shown_page(MeetingsPage(demo_context), qtbot) as page:
        yield page


def dialog_of(page: MeetingsPage) -> MeetingEditDialog:
    return opened(MeetingEditDialog)


def opened_meeting(page: MeetingsPage) -> MeetingEditDialog:
    """The dialog of the year-end meeting, the newest of the list, opened by Enter."""
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    return dialog_of(page)


def stored(page: MeetingsPage, meeting_id: str) -> MeetingCard:
    return meetings.meeting_card(page.context.services.register, meeting_id)


def said(page: MeetingsPage) -> str:
    labels = page.list.detail.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page))


def test_the_newest_meeting_is_shown_with_its_roll_guests_and_absentees(page: MeetingsPage) -> None:
    text = said(page)
    assert "Ngày 05 tháng 01 năm 2024" in text
    assert "6 (có lý do 6)" in text
    assert "1. Đỗ Đức Lại" in text
    assert "vắng có lý do" in text


def test_a_year_end_meeting_is_listed_under_its_year_of_work(page: MeetingsPage) -> None:
    place = page.list.year.findText("Năm 2023")
    page.list.year.setCurrentIndex(place)
    page.list.year.activated.emit(place)
    days = [row.meeting.on for n in range(page.list.model.total) if (row := page.list.model.row_at(n))]
    assert date(2024, 1, 5) in days


@pytest.mark.parametrize(
    ("kind", "on", "year"),
    [
        (MeetingKind.YEAR_END, date(2024, 1, 5), 2023),
        (MeetingKind.YEAR_END, date(2024, 3, 31), 2023),
        (MeetingKind.YEAR_END, date(2023, 12, 28), None),
        (MeetingKind.COMMITTEE, date(2024, 1, 5), None),
    ],
)
def test_a_year_end_meeting_of_the_first_quarter_belongs_to_the_year_before(
    kind: MeetingKind, on: date, year: int | None
) -> None:
    assert default_work_year(kind, on) == year


def test_the_kind_gives_the_usual_name_until_one_is_typed(page: MeetingsPage) -> None:
    page.add()
    dialog = dialog_of(page)
    name = dialog.form.fields["name"]
    assert name.value() == "Hội nghị Ban Chấp hành"  # type: ignore[attr-defined]
    dialog.kind.set_value(MeetingKind.YEAR_END)
    dialog.kind.edited.emit()
    assert name.value() == "Hội nghị tổng kết năm 2023"  # type: ignore[attr-defined]
    assert dialog.form.editor("work_year").value() == 2023
    type_into(name, "Tổng kết chung")
    dialog.kind.set_value(MeetingKind.COMMITTEE)
    dialog.kind.edited.emit()
    assert name.value() == "Tổng kết chung"  # type: ignore[attr-defined]
    assert dialog.form.editor("work_year").value() is None


def test_every_kind_has_a_name_but_the_free_one() -> None:
    assert [kind for kind in MeetingKind if not default_name(kind, 2024)] == [MeetingKind.OTHER]


def test_a_new_meeting_calls_who_usually_comes_and_the_space_bar_marks_who_is_absent(
    page: MeetingsPage,
) -> None:
    page.add()
    dialog = dialog_of(page)
    dialog.tabs.setCurrentIndex(1)
    assert 0 < len(dialog.roll.model.lines) < 12  # a meeting of Ban Chấp hành
    dialog.tabs.setCurrentIndex(0)
    dialog.kind.set_value(MeetingKind.TRADITION)
    dialog.kind.edited.emit()
    dialog.tabs.setCurrentIndex(1)
    assert dialog.roll.totals.text() == "Triệu tập 43 · Có mặt 43 · Vắng 0"
    QTest.keyClick(dialog.roll.view, Qt.Key.Key_Space)
    QTest.keyClick(dialog.roll.view, Qt.Key.Key_Space)
    assert dialog.roll.totals.text() == "Triệu tập 43 · Có mặt 41 · Vắng 2 (có lý do 0)"
    assert dialog.roll.view.currentIndex().row() == 2
    dialog.try_save()
    newest = page.list.table.current_row().meeting
    assert newest.name == "Gặp mặt truyền thống 19/5"
    assert stored(page, newest.id).roll.came == 41


def test_a_meeting_of_a_chi_hoi_calls_its_members_only(page: MeetingsPage) -> None:
    page.add()
    dialog = dialog_of(page)
    dialog.unit.setCurrentIndex(1)
    dialog.tabs.setCurrentIndex(1)
    lines = dialog.roll.model.lines
    assert 0 < len(lines) < 43
    assert len({line.unit_name for line in lines}) == 1


def test_a_meeting_whose_roll_was_never_opened_keeps_it(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    before = stored(page, page.list._shown_id)
    type_into(dialog.form.fields["place"], "Nhà văn hóa")
    dialog.try_save()
    after = stored(page, before.meeting.id)
    assert after.meeting.place == "Nhà văn hóa"
    assert after.attendances == before.attendances
    assert after.guests == before.guests


def test_one_absence_with_its_reason_is_saved(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    dialog.tabs.setCurrentIndex(1)
    dialog.roll.search.setText("ban van quy")
    QTest.keyClick(dialog.roll.search, Qt.Key.Key_Return)
    row = dialog.roll.view.currentIndex().row()
    model = dialog.roll.model
    assert model.lines[row].name == "Bàn Văn Quý"
    model.setData(model.index(row, PRESENCE), Presence.ABSENT)
    model.setData(model.index(row, REASON), "ốm")
    dialog.try_save()
    card = stored(page, page.list._shown_id)
    saved = next(a for a, m in card.attendances if m.full_name == "Bàn Văn Quý")
    assert (saved.presence, saved.reason) == (Presence.EXCUSED, "ốm")


def test_all_present_marks_only_those_that_the_search_shows(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    dialog.tabs.setCurrentIndex(1)
    QTest.mouseClick(dialog.roll.none_button, Qt.MouseButton.LeftButton)
    assert dialog.roll.model.roll().came == 0
    dialog.roll.search.setText("ban van quy")
    QTest.keyClick(dialog.roll.search, Qt.Key.Key_Return)
    QTest.mouseClick(dialog.roll.all_button, Qt.MouseButton.LeftButton)
    assert dialog.roll.model.roll().came == 1


def test_guests_are_saved_in_the_order_they_stand(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    dialog.tabs.setCurrentIndex(2)
    QTest.mouseClick(dialog.guests.add_button, Qt.MouseButton.LeftButton)
    last = len(dialog.guests) - 1
    type_into(dialog.guests.editors(last)["name"], "Lò Thị Khách")
    dialog.guests.move_row(last, -1)
    dialog.try_save()
    guests = stored(page, page.list._shown_id).guests
    assert guests[last - 1].name == "Lò Thị Khách"
    assert [guest.position for guest in guests] == sorted(guest.position for guest in guests)


def test_an_empty_row_for_a_guest_is_no_guest(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    before = len(stored(page, page.list._shown_id).guests)
    dialog.guests.add_row()
    dialog.try_save()
    assert len(stored(page, page.list._shown_id).guests) == before


def test_a_wrong_time_is_said_under_its_field(page: MeetingsPage) -> None:
    dialog = opened_meeting(page)
    type_into(dialog.form.fields["starts"], "25h")
    dialog.tabs.setCurrentIndex(2)
    dialog.try_save()
    assert dialog.tabs.currentIndex() == 0
    assert list(dialog.form.errors()) == ["starts"]


def test_del_takes_a_meeting_out_and_undo_brings_it_back_whole(page: MeetingsPage) -> None:
    page.list.table.selectRow(page.list.model.total - 1)
    whole = stored(page, page.list._shown_id)
    assert whole.roll.called
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    register = page.context.services.register
    with register.read() as reader:
        assert reader.find(Meeting, whole.meeting.id) is None
        assert reader.all(Attendance, meeting_id=whole.meeting.id) == ()
    history.undo(register)
    again = stored(page, whole.meeting.id)
    assert again.roll == whole.roll
    assert [guest.name for guest in again.guests] == [guest.name for guest in whole.guests]


def test_a_meeting_at_which_awards_were_given_stays(page: MeetingsPage, messages: Recorder) -> None:
    meeting_id = page.list._shown_id
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    assert stored(page, meeting_id).meeting.id == meeting_id
    assert "Đợt khen thưởng" in messages.errors[0].message


def test_the_roll_counts_what_its_lines_say(qtbot: QtBot) -> None:
    model = RollModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_lines(
        RollLine(str(number), f"Người {number}", "", presence)
        for number, presence in enumerate([*Presence, None])
    )
    assert roll_words(model.roll()) == "Triệu tập 5 · Có mặt 3 · Vắng 2 (có lý do 1)"
    model.setData(model.index(4, NAME), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert model.lines[4].presence is Presence.PRESENT
    model.setData(model.index(5, PRESENCE), Presence.LATE)
    assert roll_words(model.roll()) == "Triệu tập 6 · Có mặt 5 · Vắng 1 (có lý do 1)"
    assert not model.setData(QModelIndex(), "gì đó")
