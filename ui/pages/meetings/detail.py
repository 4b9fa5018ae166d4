"""The pane that shows one meeting, the papers kept with it, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.meetings import Guest, Presence
from app.vietnamese.dates import date_phrase
from ui.dialogs.attachment import edit_paper
from ui.flow import Flow
from ui.icons import put_icon
from ui.models.roll_model import NOT_MARKED, quorum_words
from ui.page import Context, title_button
from ui.pages.meetings.deeds import MeetingDeeds
from ui.pages.meetings.papers import MeetingPapersMenu
from ui.widgets.cards import DetailPane
from ui.widgets.fields import TickBox
from ui.widgets.kept_papers import KeptPapers
from ui.widgets.meeting_words import election_words, motion_words, task_words
from ui.widgets.tabs import scrolled
from ui.widgets.words import rule, words

if TYPE_CHECKING:
    from app.domain.commendations import Award
    from app.domain.meetings import Attendance
    from app.services.meetings import ElectionCard
    from app.services.tasks import TaskRow
    from ui.pages.meetings.reading import WholeMeeting

_EDIT = "Sửa, điểm danh"
#: From this width on (pixels at 100 %) the button has room for all its words.
_WIDE = 430
_NOTHING = "Chọn một cuộc họp ở danh sách để xem."


class MeetingDetail(QFrame):
    """Two tabs, the meeting and its papers, with the deeds below."""

    def __init__(self, context: Context, deeds: MeetingDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deeds = deeds
        self._shown: WholeMeeting | None = None
        self._focus_task = ""
        self.pane = DetailPane(context.theme, _NOTHING, self)
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setObjectName("")
        self.papers = KeptPapers(
            context, "meeting_id", "Giấy mời, báo cáo, biên bản đã ký, ảnh cuộc họp.", self
        )
        self.papers.opened.connect(lambda paper: edit_paper(context, paper, self.window()))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.pane, "Cuộc họp")
        self.tabs.addTab(scrolled(self.papers), "Kèm theo")
        self.edit_button = title_button(
            self, context.theme, _EDIT, "edit", tip="Sửa, điểm danh, ghi diễn biến (Enter)"
        )
        self.edit_button.clicked.connect(lambda _checked: deeds.edit(self.meeting_id))
        self.papers_menu = MeetingPapersMenu(context, self)
        self.papers_button = title_button(
            self,
            context.theme,
            "Giấy tờ",
            "reports",
            tip="Giấy mời, danh sách ký tên, biên bản, nghị quyết: PDF hoặc Word",
        )
        self.papers_button.setMenu(self.papers_menu)
        self.more_button = title_button(
            self, context.theme, "Khác", "", tip="Ghi chức vụ cho người trúng cử, lịch sử, xóa"
        )
        self.more = QMenu(self)
        self.more_button.setMenu(self.more)
        self._buttons = (self.edit_button, self.papers_button, self.more_button)
        row = Flow(context.theme.px(8))
        for button in self._buttons:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(6))
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        self.setMinimumWidth(context.theme.px(300))
        self.show_nothing()

    @property
    def meeting_id(self) -> str:
        """The meeting that is shown, "" for none."""
        return self._shown.card.meeting.id if self._shown is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in one row: a low window has no room for two."""
        super().resizeEvent(event)
        is_wide = self.width() >= self._context.theme.px(_WIDE)
        self.edit_button.setText(_EDIT if is_wide else "Sửa")

    def show_nothing(self) -> None:
        """Say that no meeting is chosen."""
        self._shown = self.papers_menu.card = None
        self.pane.show_nothing()
        self.papers.show_nothing(_NOTHING)
        self.tabs.setTabText(1, "Kèm theo")
        for button in self._buttons:
            button.setEnabled(False)

    def show_meeting(self, found: WholeMeeting) -> None:
        """Show a meeting; what is not known takes no room."""
        self._shown = found
        self.papers_menu.card = found.card
        for button in self._buttons:
            button.setEnabled(True)
        count = len(found.papers)
        self.tabs.setTabText(1, f"Kèm theo ({count})" if count else "Kèm theo")
        self.papers.show_papers(found.card.meeting.id, found.papers)
        self._fill_more(found)
        self._show_facts(found)
        self._show_course(found)

    # ---------------------------------------------------------------- what it says

    def _show_facts(self, found: WholeMeeting) -> None:
        card, pane = found.card, self.pane
        meeting, roll = card.meeting, card.roll
        when = date_phrase(meeting.on)
        pane.begin(meeting.name, when[:1].upper() + when[1:])
        absent = f"{roll.absent}" + (f" (có lý do {roll.excused})" if roll.excused else "")
        came, enough = [("Có mặt", str(roll.came)), ("Vắng", absent)], quorum_words(meeting.quorum, roll)[0]
        to_come = meeting.is_to_come(self._context.services.today())
        if to_come:
            came, enough = [("Có mặt", NOT_MARKED)], ""
        figures = [
            ("Triệu tập", str(roll.called)),
            *came,
            ("Khách dự", str(roll.guests) if roll.guests else ""),
            ("Số người tối thiểu", enough),
        ]
        pane.add_section("Điểm danh", figures if roll.called else ())
        pane.add_section(
            "Cuộc họp",
            [
                ("Loại", meeting.kind.label if meeting.kind.label != meeting.name else ""),
                ("Năm công tác", str(meeting.year) if meeting.year != meeting.on.year else ""),
                ("Giờ", " – ".join(time for time in (meeting.starts, meeting.ends) if time)),
                ("Địa điểm", meeting.place),
                ("Chi hội", card.unit_name),
                ("Chủ trì", meeting.chair),
                ("Thư ký", meeting.secretary),
            ],
        )
        self._show_tasks(found.tasks)
        pane.add_lines("Khách mời", [_guest(number, each) for number, each in enumerate(card.guests, 1)])
        marked = [(a.presence, (m.full_name, _absence(a))) for a, m in card.attendances]
        late = (Presence.LATE, Presence.LEFT_EARLY)
        pane.add_section("Vắng mặt", [row for presence, row in marked if not presence.came and not to_come])
        pane.add_section("Đến muộn, về sớm", [row for presence, row in marked if presence in late])

    def _show_course(self, found: WholeMeeting) -> None:
        card, pane = found.card, self.pane
        meeting = card.meeting
        pane.add_lines("Chương trình", meeting.agenda.split("\n"))
        pane.add_lines("Diễn biến", meeting.discussion.split("\n"))
        votes = [
            f"{number}. {each.text}\n{motion_words(each)}" for number, each in enumerate(card.motions, 1)
        ]
        pane.add_lines("Biểu quyết", votes)
        pane.add_lines("Bầu cử", [_election(each) for each in card.elections])
        pane.add_lines("Kết luận", meeting.conclusions.split("\n"))
        code = f" số {meeting.resolution_code}" if meeting.resolution_code else ""
        pane.add_lines(f"Nghị quyết{code}", meeting.resolution.split("\n"))
        pane.add_lines("Trao khen thưởng tại cuộc họp", [_award(each) for each in found.awards])

    def _show_tasks(self, rows: tuple[TaskRow, ...]) -> None:
        """The tasks with a box to tick; what is ticked keeps the keyboard."""
        if not rows:
            return
        today = self._context.services.today()
        self.pane.add(words("Việc giao", "heading"))
        self.pane.add(rule())
        for row in rows:
            first, _, more = task_words(row.task, row.who, today).partition("\n")
            line = QWidget()
            tick = TickBox("", line)
            tick.setChecked(row.task.done_on is not None)
            tick.setAccessibleName(f"Đã xong: {first}")
            tick.setToolTip("Đánh dấu khi việc đã xong")
            tick.clicked.connect(lambda is_done, task_id=row.task.id: self._mark(task_id, is_done))
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(words(first, "", line, wrap=True))
            is_late = row.task.is_overdue(today)
            text.addWidget(words(more, "fieldError" if is_late else "soft", line, wrap=True))
            box = QHBoxLayout(line)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(self._context.theme.px(4))
            box.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
            box.addLayout(text, 1)
            self.pane.add(line)
            if row.task.id == self._focus_task:
                tick.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus_task = ""

    def _mark(self, task_id: str, is_done: bool) -> None:
        self._focus_task = task_id
        self._deeds.mark_task(task_id, self._context.services.today() if is_done else None)

    # ---------------------------------------------------------------- buttons

    def _fill_more(self, found: WholeMeeting) -> None:
        """Offer what can be done with this meeting."""
        self.more.clear()
        meeting_id = found.card.meeting.id
        for card in found.card.elections:
            if card.outcome.elected:
                words_ = f"Ghi chức vụ cho người trúng cử: {card.election.name}"
                self._add("members", words_, partial(self._deeds.make_offices, card.election.id))
        if found.card.elections:
            self.more.addSeparator()
        self._add("history", "Lịch sử…", lambda: self._context.navigator.show_history(meeting_id))
        self._add("delete", "Xóa cuộc họp", lambda: self._deeds.remove(meeting_id))

    def _add(self, icon_name: str, text: str, act: Callable[[], object]) -> None:
        action = self.more.addAction(text)
        put_icon(action, icon_name)
        action.triggered.connect(lambda _checked: act())


def _guest(number: int, guest: Guest) -> str:
    name = " ".join(part for part in (guest.salutation, guest.name) if part)
    return (
        f"{number}. {name}"
        + (f", {guest.office}" if guest.office else "")
        + ("" if guest.came else " (không dự)")
    )


def _absence(attendance: Attendance) -> str:
    """How somebody attended: "đến muộn lúc 08:30: nhà xa"."""
    said = attendance.presence.label.lower() + (f" lúc {attendance.at}" if attendance.at else "")
    return f"{said}: {attendance.reason}" if attendance.reason else said


def _election(card: ElectionCard) -> str:
    names = {member.id: member.full_name for _, member in card.candidates}
    return election_words(card.election, [each for each, _ in card.candidates], card.outcome, names)


def _award(award: Award) -> str:
    if award.handed_on is None:
        state = " (chưa trao)"
    else:
        state = f" ({award.handed_to} nhận thay)" if award.handed_to else ""
    return f"{award.form}: {award.recipient}{state}"
