"""What a meeting decides, in the window: votes, elections, tasks, its papers, and who came over the years."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence, Share
from app.domain.members import Member
from app.domain.motions import Motion
from app.domain.offices import Office
from app.domain.record import new_id
from app.domain.tasks import Task
from app.errors import FieldError
from app.services import history, meetings, tasks
from app.services.meetings import MeetingCard
from tests.ui.conftest import TODAY, NowhereNavigator, opened, shown_page
from ui.dialogs.election_edit import ElectionDialog
from ui.dialogs.meeting_edit import ELECTIONS, GUESTS, MOTIONS, ROLL, MeetingEditDialog
from ui.dialogs.meeting_tabs.guests import GuestsTab
from ui.dialogs.meeting_tabs.motions import MotionsTab
from ui.dialogs.task_edit import TaskDialog
from ui.messages import Recorder
from ui.models.roll_model import AT, NAME, PRESENCE, REASON, RollLine, RollModel, quorum_words
from ui.page import Context
from ui.pages.meetings import MeetingsPage
from ui.pages.meetings.tasks_tab import TasksTab
from ui.theme import Theme
from ui.widgets.fields import TickBox
from ui.widgets.member_picker import MemberEdit
from ui.widgets.roll_call import RollCallEditor
from ui.widgets.rows_editor import RowsEditor
from ui.widgets.time_edit import TimeEdit


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[MeetingsPage]:
    with shown_page(MeetingsPage(demo_context), qtbot) as page:
        yield page


def new_meeting(page: MeetingsPage, kind: MeetingKind = MeetingKind.CONGRESS) -> MeetingEditDialog:
    page.add()
    dialog = opened(MeetingEditDialog)
    dialog.kind.set_value(kind)
    dialog.kind.edited.emit()
    dialog.show_tab(ROLL)
    return dialog


def saved(page: MeetingsPage, dialog: MeetingEditDialog) -> MeetingCard:
    dialog.try_save()
    assert not dialog.isVisible()
    row = page.list.table.current_row()
    return meetings.meeting_card(page.context.services.register, row.meeting.id)


def said(widget: QWidget) -> str:
    QApplication.processEvents()  # what is new is shown a moment later
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def fill(rows: RowsEditor[Motion], number: int, **values: object) -> None:
    for name, value in values.items():
        rows.editors(number)[name].set_value(value)
    rows.edited.emit()


def people(page: MeetingsPage, number: int) -> list[Member]:
    with page.context.services.register.read() as reader:
        return sorted(reader.all(Member), key=lambda each: each.code)[:number]


# ---------------------------------------------------------------- the roll


def test_the_roll_keeps_the_hour_of_the_late_and_says_whether_enough_came(theme: Theme, qtbot: QtBot) -> None:
    editor = RollCallEditor(theme)
    qtbot.addWidget(editor)
    editor.set_lines([RollLine(str(n), f"Người {n}", "", Presence.PRESENT) for n in range(4)])
    editor.set_quorum(Share.TWO_THIRDS)
    assert editor.quorum.text() == "Đủ số người để họp (cần ít nhất hai phần ba: 3 trong 4 người)."
    model = editor.model
    model.mark((0, 1), Presence.EXCUSED)
    assert editor.quorum.text().startswith("Chưa đủ số người để họp, còn thiếu 1 (")
    assert editor.quorum.objectName() == "fieldDoubt"
    assert not model.flags(model.index(2, AT)) & Qt.ItemFlag.ItemIsEditable
    model.setData(model.index(2, PRESENCE), Presence.LATE)
    assert model.flags(model.index(2, AT)) & Qt.ItemFlag.ItemIsEditable
    editor.view.setCurrentIndex(model.index(2, AT))
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    QTest.keyClick(editor.view, Qt.Key.Key_Return)
    field = editor.view.findChild(TimeEdit)
    assert field is not None
    QTest.keyClicks(field, "8h30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.lines[2].at == "08:30")
    assert [each.at for each in model.attendances("m")] == ["", "", "08:30", ""]
    editor.view.setCurrentIndex(model.index(0, REASON))
    QTest.keyClick(editor.view, Qt.Key.Key_Return)
    reason = next(each for each in editor.view.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(reason, "om")
    editor.finish()  # Ctrl+S comes while the keyboard is in the cell
    assert model.lines[0].reason == "om"
    model.setData(model.index(2, PRESENCE), Presence.PRESENT)
    assert model.lines[2].at == ""  # who was there all the time has no hour


def test_only_those_who_hold_an_office_can_be_called(theme: Theme, qtbot: QtBot) -> None:
    editor = RollCallEditor(theme)
    qtbot.addWidget(editor)
    roles = ("Chủ tịch", "", "Chi hội trưởng", "")
    editor.set_lines(
        RollLine(str(n), f"Người {n}", "", Presence.PRESENT, role=role) for n, role in enumerate(roles)
    )
    editor.model.mark((0,), Presence.ABSENT)
    menu = editor.call_button.menu()
    only_officers = next(each for each in menu.actions() if "chức vụ" in each.text())
    only_officers.trigger()
    presences = [line.presence for line in editor.model.lines]
    assert presences == [Presence.ABSENT, None, Presence.PRESENT, None]
    menu.actions()[0].trigger()
    assert [line.presence for line in editor.model.lines][1::2] == [Presence.PRESENT] * 2


def test_an_hour_that_is_none_is_not_saved_and_the_keyboard_goes_to_it(page: MeetingsPage) -> None:
    dialog = new_meeting(page)
    model = dialog.roll.model
    model.setData(model.index(3, PRESENCE), Presence.LEFT_EARLY)
    model.setData(model.index(3, AT), "trưa")
    dialog.show_tab(GUESTS)
    dialog.try_save()
    assert dialog.isVisible()
    assert dialog.tabs.currentIndex() == ROLL
    assert "trưa" in dialog.roll.error.text()
    assert (dialog.roll.view.currentIndex().row(), dialog.roll.view.currentIndex().column()) == (3, AT)
    model.setData(model.index(3, AT), "10:15")
    assert not dialog.roll.error.isVisibleTo(dialog)
    card = saved(page, dialog)
    assert [a.at for a, _ in card.attendances if a.presence is Presence.LEFT_EARLY] == ["10:15"]
    assert card.meeting.quorum is Share.HALF  # as usual for a congress
    assert "về sớm lúc 10:15" in said(page.list.detail)


def test_a_meeting_still_to_come_has_no_roll_yet(page: MeetingsPage) -> None:
    dialog = new_meeting(page)
    assert "Có mặt 43" in dialog.roll.totals.text()
    dialog.on.set_value(page.context.services.today() + timedelta(days=30))
    dialog.on.edited.emit()
    assert dialog.roll.totals.text() == "Triệu tập 43 · chưa điểm danh"
    assert not dialog.roll.quorum.isVisibleTo(dialog)
    saved(page, dialog)
    assert page.list.model.index(0, 2).data() == "chưa điểm danh"
    assert "chưa điểm danh" in said(page.list.detail)


def test_the_words_of_a_quorum_say_what_is_missing() -> None:
    model = RollModel()
    model.set_lines([RollLine("1", "Một", "", Presence.ABSENT), RollLine("2", "Hai", "", None)])
    assert quorum_words(Share.NONE, model.roll()) == ("", True)
    text, is_enough = quorum_words(Share.HALF, model.roll())
    assert not is_enough
    assert text == "Chưa đủ số người để họp, còn thiếu 1 (cần quá nửa: 1 trong 1 người)."
    model.setData(model.index(0, REASON), "ốm")
    assert model.lines[0].presence is Presence.EXCUSED
    assert model.data(model.index(0, NAME)) == "Một"


# ---------------------------------------------------------------- guests and votes


def test_guests_are_put_in_order_of_their_offices_and_moved_by_the_mouse(theme: Theme, qtbot: QtBot) -> None:
    tab = GuestsTab(theme, new_id())
    qtbot.addWidget(tab)
    meeting_id = new_id()
    offices = ("Phó Chủ tịch UBND phường Đức Xuân", "Chủ tịch Hội Trường Sơn tỉnh Bắc Kạn", "Bạn của Hội")
    tab.set_guests(
        [
            Guest(meeting_id=meeting_id, name=f"Khách {n}", office=office, position=n, came=n != 1)
            for n, office in enumerate(offices)
        ]
    )
    tab.resize(1000, 500)
    tab.show()
    QTest.mouseClick(tab.rank_button, Qt.MouseButton.LeftButton)
    assert [each.name for each in tab.guests()] == ["Khách 1", "Khách 0", "Khách 2"]
    assert [each.came for each in tab.guests()] == [False, True, True]
    grips = [each for each in tab.findChildren(QLabel) if each.text() == "⠿" and each.isVisibleTo(tab)]
    grips.sort(key=lambda each: each.mapToGlobal(QPoint()).y())
    first, last = grips[0], grips[-1]
    QTest.mousePress(first, Qt.MouseButton.LeftButton)
    QTest.mouseMove(first, first.mapFromGlobal(last.mapToGlobal(last.rect().center())))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton)
    assert [each.name for each in tab.guests()] == ["Khách 0", "Khách 2", "Khách 1"]
    assert [each.position for each in tab.guests()] == [1, 2, 3]
    tab.rows.editors(1)["name"].set_value("")
    with pytest.raises(FieldError):
        tab.guests()
    tab.rank()  # an unsound row stays where it is
    assert len(tab.rows) == 3


def test_a_vote_says_at_once_whether_it_was_agreed_to(theme: Theme, qtbot: QtBot) -> None:
    tab = MotionsTab(theme, new_id(), lambda: 37)
    qtbot.addWidget(tab)
    tab.show()
    tab.rows.add_row()
    assert tab.motions() == ()  # a way of voting alone is no vote
    fill(tab.rows, 0, text="Thông qua báo cáo", votes_for=35, votes_against=2)
    assert "Được thông qua, tán thành 35/37 (94,6%)" in said(tab)
    fill(tab.rows, 0, majority=Share.TWO_THIRDS, votes_for=24, votes_against=13)
    assert "Không được thông qua, tán thành 24/37" in said(tab)
    fill(tab.rows, 0, votes_for=36)
    assert "Tổng 49 phiếu, nhiều hơn 37 người có mặt" in said(tab)
    assert [(m.position, m.majority, m.cast) for m in tab.motions()] == [(1, Share.TWO_THIRDS, 49)]
    fill(tab.rows, 0, text="")
    with pytest.raises(FieldError):
        tab.motions()
    assert "Nội dung biểu quyết" in said(tab)
    assert tab.rows.editors(0)["text"].hasFocus() or not tab.isActiveWindow()


def test_a_wrong_vote_shows_its_tab(page: MeetingsPage) -> None:
    dialog = new_meeting(page)
    dialog.motion_tab.rows.add_row()
    fill(dialog.motion_tab.rows, 0, votes_for=3)
    dialog.try_save()
    assert dialog.tabs.currentIndex() == MOTIONS
    fill(dialog.motion_tab.rows, 0, text="Bầu đoàn chủ tịch bằng giơ tay")
    card = saved(page, dialog)
    assert [(m.text, m.votes_for) for m in card.motions] == [("Bầu đoàn chủ tịch bằng giơ tay", 3)]
    assert "1. Bầu đoàn chủ tịch bằng giơ tay" in said(page.list.detail)


# ---------------------------------------------------------------- elections


def test_an_election_tells_who_won_and_its_offices_are_written_once(
    page: MeetingsPage, messages: Recorder
) -> None:
    dialog = new_meeting(page)
    dialog.show_tab(ELECTIONS)
    dialog.election_tab.lines.add_button.click()
    box = opened(ElectionDialog)
    box.form.editor("office").set_value("Ủy viên Ban Liên lạc")
    box.form.edited.emit()
    assert box.form.editor("name").value() == "Bầu Ủy viên Ban Liên lạc"
    values = {"seats": 2, "ballots_issued": 40, "ballots_returned": 40, "ballots_valid": 40}
    for name, value in values.items():
        box.form.editor(name).set_value(value)
    members = people(page, 3)
    for number, (member, votes) in enumerate(zip(members, (38, 30, 30), strict=True)):
        box.candidates.add_row()
        editors = box.candidates.editors(number)
        editors["member_id"].picker.set_value(member.id, member.full_name)
        editors["votes"].set_value(votes)
    box.candidates.edited.emit()
    first, second, third = (each.full_name for each in members)
    assert box.outcome.text() == (
        f"Trúng cử 1/2: {first}. Bằng phiếu, phải bầu lại để chọn 1: {second}, {third}."
    )
    assert "Trúng cử, 38/40 (95%)" in said(box)
    box.candidates.editors(2)["votes"].set_value(41)
    box.candidates.edited.emit()
    assert "Nhiều hơn 40 phiếu hợp lệ" in said(box)
    box.candidates.editors(2)["votes"].set_value(12)
    box.candidates.edited.emit()
    assert box.outcome.text() == f"Trúng cử 2/2: {first}, {second}."
    box.candidates.editors(2)["member_id"].picker.set_value(members[0].id, first)
    box.try_save()
    assert "Người này đã có tên ở trên" in said(box)
    box.candidates.editors(2)["member_id"].picker.set_value(members[2].id, third)
    box.try_save()
    assert not box.isVisible()
    assert f"Trúng cử 2/2: {first}, {second}." in said(dialog.election_tab)
    card = saved(page, dialog)
    assert [len(each.outcome.elected) for each in card.elections] == [2]

    register = page.context.services.register
    for _ in range(2):
        action = next(a for a in page.list.detail.more.actions() if "trúng cử" in a.text())
        action.trigger()
        with register.read() as reader:
            made = reader.all(Office, name="Ủy viên Ban Liên lạc")
        assert {each.member_id for each in made} == {members[0].id, members[1].id}
        assert len(made) == 2
    assert "Đã ghi chức vụ Ủy viên Ban Liên lạc cho 2 người" in messages.notices[0].text
    dialog = opened_meeting(page)
    dialog.election_tab.lines.opened.emit(card.elections[0].election)
    again = opened(ElectionDialog)
    assert not again.is_edited  # nothing was typed yet
    assert [each.votes for each in again.result_value().candidates] == [38, 30, 12]  # type: ignore[union-attr]


def opened_meeting(page: MeetingsPage) -> MeetingEditDialog:
    page.list.edit(page.list.table.current_row().meeting.id)
    return opened(MeetingEditDialog)


def test_by_show_of_hands_no_ballots_go_out(context: Context, messages: Recorder, qtbot: QtBot) -> None:
    box = ElectionDialog(context, None, (), new_id(), term="2024–2029", came=37)
    qtbot.addWidget(box)
    box.show()
    assert box.form.editor("term").value() == "2024–2029"
    box.form.editor("ballots_issued").set_value(40)
    box.form.edited.emit()  # more ballots than people: said, and no hindrance
    assert box.doubt.text() == "40 phiếu, nhiều hơn 37 người có mặt; xin xem lại số phiếu, điểm danh."
    tick = box.form.fields["by_ballot"]
    assert isinstance(tick, TickBox)
    tick.click()
    assert not box.form.cell("ballots_issued").isVisibleTo(box)
    box.form.editor("office").set_value("Chủ tịch")
    box.form.edited.emit()
    assert not box.doubt.isVisibleTo(box)
    entry = box.result_value()
    assert entry is not None
    assert (entry.election.by_ballot, entry.election.ballots_issued) == (False, None)
    messages.answers = [True]  # what was typed is asked for
    box.reject()
    assert not box.isVisible()


def test_a_name_that_is_no_members_cannot_stand(context: Context, qtbot: QtBot) -> None:
    field = MemberEdit(context, {"x": "Nguyễn Văn An"}, "Hội viên")
    qtbot.addWidget(field)
    assert field.value() is None
    field.set_value("x")
    assert (field.value(), field.text()) == ("x", "Nguyễn Văn An")
    field.picker.field.setText("Ai do")
    field.picker.field.textEdited.emit("Ai do")
    with pytest.raises(FieldError):
        field.value()


# ---------------------------------------------------------------- tasks


def listed(tab: TasksTab) -> list[str]:
    rows = (tab.table.ticks.row_at(number) for number in range(tab.table.ticks.total))
    return [row.task.text for row in rows if row is not None]


def test_a_task_given_at_a_meeting_is_listed_ticked_and_brought_back(page: MeetingsPage) -> None:
    register = page.context.services.register
    with register.change("Bỏ các việc có sẵn") as work:
        for each in work.all(Task):
            work.remove(each)
    dialog = new_meeting(page)
    dialog.resolution.tasks.add_button.click()
    box = opened(TaskDialog)
    member = people(page, 1)[0]
    box.form.editor("text").set_value("Nộp báo cáo lên Hội tỉnh")
    box.who.picker.set_value(member.id, member.full_name)
    box.form.editor("due").set_value(date(2024, 1, 2))
    box.try_save()
    assert "Nộp báo cáo lên Hội tỉnh" in said(dialog.resolution)
    assert f"{member.full_name} · hạn 02/01/2024, quá hạn" in said(dialog.resolution)
    card = saved(page, dialog)
    later = tasks.save_task(register, Task(text="Thu hội phí", due=date(2024, 3, 31), assignee="Các chi hội"))
    page.on_changed(frozenset({"tasks"}))
    assert page.tabs.tabText(1) == "Việc cần làm (2)"
    page.tabs.setCurrentIndex(1)
    tab = page.tasks
    assert listed(tab) == ["Nộp báo cáo lên Hội tỉnh", later.text]
    assert tab.count.text() == "2 việc, 1 quá hạn"
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Qt.Key.Key_Space)
    assert tab.table.ticks.total == 1
    done = tasks.list_tasks(register, open_only=False, meeting_id=card.meeting.id)[0].task
    assert done.done_on == TODAY
    history.undo(register)
    page.on_changed(frozenset())
    assert tab.table.ticks.total == 2
    tab.search.setText("hoi phi")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    assert listed(tab) == [later.text]
    tab.search.setText("")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    tab.table.selectRow(1)
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert [row.task.text for row in tasks.list_tasks(register)] == ["Nộp báo cáo lên Hội tỉnh"]


def test_a_task_is_written_and_changed_on_its_tab_and_ticked_in_the_meeting(page: MeetingsPage) -> None:
    register = page.context.services.register
    page.tabs.setCurrentIndex(1)
    page.add()
    box = opened(TaskDialog)
    box.try_save()
    assert list(box.form.errors()) == ["text"]
    meeting = meetings.list_meetings(register)[0].meeting
    box.form.editor("text").set_value("Sửa nhà văn hóa")
    box.form.editor("meeting_id").set_value(meeting.id)
    box.try_save()
    row = page.tasks.table.current_row()
    assert (row.task.text, row.meeting_name) == ("Sửa nhà văn hóa", meeting.name)
    page.tasks.table.opened.emit(row)
    box = opened(TaskDialog)
    box.form.editor("assignee").set_value("Chi hội Đức Xuân")
    box.try_save()
    assert page.tasks.table.current_row().who == "Chi hội Đức Xuân"
    page.tasks.meeting_asked.emit(meeting.id)
    assert page.tabs.currentIndex() == 0
    ticks = page.list.detail.findChildren(TickBox)
    tick = next(each for each in ticks if "Sửa nhà văn hóa" in each.accessibleName())
    tick.click()
    with register.read() as reader:
        assert reader.get(Task, row.task.id).done_on == TODAY
    again = page.focusWidget()  # the pane was filled anew; the keyboard is where it was
    assert again is not tick
    assert again.accessibleName() == "Đã xong: Sửa nhà văn hóa"
    page.open_record(row.task.id)  # done or not, it is found
    assert page.tabs.currentIndex() == 1
    assert page.tasks.table.current_row().task.id == row.task.id
    page.tasks.table.toggle(page.tasks.table.current_row())
    with register.read() as reader:
        assert reader.get(Task, row.task.id).done_on is None


# ---------------------------------------------------------------- over the years


def test_the_table_of_a_year_counts_what_the_rolls_say(page: MeetingsPage) -> None:
    tab = page.attendance
    page.tabs.setCurrentIndex(2)
    tab.year.set_value(2023)
    tab.year.edited.emit()
    with page.context.services.register.read() as reader:
        held = {each.id for each in reader.all(Meeting) if (each.work_year or each.on.year) == 2023}
        rolls = [each for each in reader.all(Attendance) if each.meeting_id in held]
    counted: dict[str, list[int]] = {}
    for each in rolls:
        counts = counted.setdefault(each.member_id, [0, 0])
        counts[0] += 1
        counts[1] += each.presence in (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)
    rows = [row for n in range(tab.model.total) if (row := tab.model.row_at(n)) is not None]
    assert {row.member_id: [row.called, row.came] for row in rows} == counted
    came, called = sum(each[1] for each in counted.values()), len(rolls)
    assert f"{came} lượt có mặt trên {called} lượt mời" in tab.count.text()
    tab.table.order_asked.emit((("share", False),))
    shares = [row.came / row.called for n in range(tab.model.total) if (row := tab.model.row_at(n))]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    tab.table.selectRow(0)
    tab.table.setFocus()
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    navigator = page.context.navigator
    assert isinstance(navigator, NowhereNavigator)
    assert navigator.went == [("members", tab.table.current_row().member_id)]
    tab.search.setText("khong co ai")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    assert tab.model.total == 0


# ---------------------------------------------------------------- papers


def test_papers_of_a_meeting_are_written_where_asked(
    page: MeetingsPage, messages: Recorder, tmp_path: Path
) -> None:
    menu = page.list.detail.papers_menu
    assert menu.card is not None
    offered: dict[str, QMenu] = {}
    for resolution in ("Nâng mức hội phí", ""):  # what is not written down cannot be printed
        meeting = dataclasses.replace(menu.card.meeting, resolution=resolution)
        menu.card = dataclasses.replace(menu.card, meeting=meeting)
        menu.fill()
        offered = {each.title(): each for each in menu.findChildren(QMenu) if each.parent() is menu}
        assert list(offered)[-4:] == ["Giấy mời", "Biên bản họp", "Nghị quyết", "Sửa mẫu Word"]
        assert offered["Nghị quyết"].menuAction().isEnabled() is bool(resolution)
    sheet = next(each for each in menu.actions() if "ký tên" in each.text())
    word = next(each for each in offered["Biên bản họp"].actions() if "Word" in each.text())
    for action, suffix, begins in ((sheet, ".pdf", b"%P"), (word, ".docx", b"PK")):
        path = tmp_path / f"giay{suffix}"
        messages.paths.append(path)
        action.trigger()
        assert path.read_bytes()[:2] == begins
        assert [words for words, _ in messages.notices[-1].actions] == ["Mở", "Mở thư mục"]


def test_papers_are_kept_with_a_meeting(page: MeetingsPage, messages: Recorder, tmp_path: Path) -> None:
    detail = page.list.detail
    scan = tmp_path / "Báo cáo.pdf"
    scan.write_bytes(b"%PDF-1.4 thu")
    messages.paths.append(scan)
    detail.papers.add()
    assert detail.tabs.tabText(1) == "Kèm theo (1)"
    assert [each.meeting_id for each in detail.papers._papers] == [detail.meeting_id]
    detail.tabs.setCurrentIndex(1)
    detail.papers.table.selectRow(0)
    QTest.keyClick(detail.papers.table, Qt.Key.Key_Delete)
    assert detail.tabs.tabText(1) == "Kèm theo"


def test_what_was_typed_about_a_meeting_is_asked_for_before_it_is_lost(
    page: MeetingsPage, messages: Recorder
) -> None:
    dialog = new_meeting(page)
    dialog.course.editor("discussion").set_value("Ông An phát biểu")
    assert dialog.is_edited
    messages.answers = [False, True]
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
