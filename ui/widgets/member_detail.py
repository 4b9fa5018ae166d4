"""Everything the register knows of one member: his sheet, his life in the Hội, papers, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.meetings import Presence
from app.domain.status import StatusEvent
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.numbers import money
from ui.flow import Flow
from ui.page import title_button
from ui.widgets.cards import DetailPane
from ui.widgets.history_view import HistoryView
from ui.widgets.kept_papers import KeptPapers
from ui.widgets.meeting_words import share_words
from ui.widgets.member_sheet import MemberSheet, filled, standing_line
from ui.widgets.tabs import scrolled
from ui.widgets.words import rule, words

if TYPE_CHECKING:
    from app.services.attendance import AttendanceYear
    from app.services.members import MemberCard
    from ui.page import Context

_NOBODY = "Chọn một hội viên ở danh sách để xem."
_HOI = ("joined", "card_number", "code")
_MANY = 6
#: The places of the tabs.
_SHEET, _DEEDS, _PAPERS = 0, 1, 2


class MemberDetail(QFrame):
    """Four tabs about the chosen member and what can be done with him.

    Signals: ``edit_asked()``, ``event_asked()`` (a new change of standing), ``event_opened(StatusEvent)``,
    ``photo_asked()``, ``sheet_asked()`` (his sheet on paper), ``paper_opened(Attachment)`` (its words are to
    be changed).
    """

    edit_asked = Signal()
    event_asked = Signal()
    event_opened = Signal(object)
    photo_asked = Signal()
    sheet_asked = Signal()
    paper_opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = context.theme
        self._card: MemberCard | None = None
        self._year = 0
        self._filled: set[int] = set()
        self.sheet = MemberSheet(context, _NOBODY, self)
        self.sheet.photo_asked.connect(self.photo_asked)
        self.deeds = DetailPane(context.theme, _NOBODY, self)
        self.papers = KeptPapers(context, "member_id", "Thẻ, quyết định, giấy chứng nhận đã quét.", self)
        self.papers.opened.connect(self.paper_opened)
        self.history = HistoryView(context, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for pane, title in (
            (self.sheet, "Hồ sơ"),
            (self.deeds, "Hội"),
            (self.papers, "Giấy tờ"),
            (self.history, "Lịch sử"),
        ):
            if isinstance(pane, DetailPane):
                pane.setFrameShape(QFrame.Shape.NoFrame)
                pane.setObjectName("")
                self.tabs.addTab(pane, title)
            else:
                self.tabs.addTab(scrolled(pane), title)
        self.tabs.currentChanged.connect(lambda _number: self._fill())
        self.edit_button = title_button(self, self._theme, "Sửa hồ sơ", "edit", tip="Sửa hồ sơ (Enter)")
        self.event_button = title_button(
            self,
            self._theme,
            "Biến động…",
            "members",
            tip="Chuyển chi hội, tạm vắng, chuyển đi, từ trần… (Ctrl+E)",
        )
        self.sheet_button = title_button(
            self, self._theme, "Phiếu…", "print", tip="Phiếu hội viên: hồ sơ của một người trên giấy"
        )
        self.edit_button.clicked.connect(self.edit_asked)
        self.event_button.clicked.connect(self.event_asked)
        self.sheet_button.clicked.connect(self.sheet_asked)
        self._buttons = (self.edit_button, self.event_button, self.sheet_button)
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

    def show_nothing(self) -> None:
        """Say that nobody is chosen."""
        self._card = None
        self.sheet.show_nobody()
        self.deeds.show_nothing()
        self.papers.show_nothing(_NOBODY)
        self.history.show_records(())
        self.tabs.setTabText(_PAPERS, "Giấy tờ")
        for button in self._buttons:
            button.setEnabled(False)

    def show_card(self, card: MemberCard, today_year: int) -> None:
        """Show a member; what is not known takes no room."""
        self._card, self._year = card, today_year
        self._filled.clear()
        for button in self._buttons:
            button.setEnabled(True)
        count = len(card.attachments)
        self.tabs.setTabText(_PAPERS, f"Giấy tờ ({count})" if count else "Giấy tờ")
        self._fill()

    # ---------------------------------------------------------------- parts

    def _fill(self) -> None:
        """Fill the tab that is looked at, once for each member: walking down the list must cost little."""
        card, number = self._card, self.tabs.currentIndex()
        if card is None or number in self._filled:
            return
        self._filled.add(number)
        if number == _SHEET:
            self.sheet.show_card(card, self._year)
            if self.sheet.portrait is not None:  # made anew for each member, last on the Tab key's way
                self.setTabOrder(self.tabs, self.sheet.portrait)
        elif number == _DEEDS:
            self._ask_deeds(card)
        elif number == _PAPERS:
            self.papers.show_papers(card.member.id, card.attachments)
        else:
            self.history.show_records({card.member.id}, card.member.full_name)

    def _ask_deeds(self, card: MemberCard) -> None:
        """Count his meetings, then show his life in the Hội."""
        services = self._context.services

        def work() -> tuple[AttendanceYear, ...]:
            from app.services import attendance

            return attendance.attendance_of(services.register, card.member.id, today=services.today())

        def after(years: tuple[AttendanceYear, ...]) -> None:
            if self._card is card:
                self._show_deeds(card, years)

        self._context.ask(work, after, to=self)

    def _show_deeds(self, card: MemberCard, years: tuple[AttendanceYear, ...]) -> None:
        pane = self.deeds
        pane.begin(card.member.full_name, standing_line(card))
        pane.add_section("Hội viên", filled(card.member, _HOI))
        pane.add_section(
            "Chức vụ",
            [
                (_term(o.starts, o.ends) or o.term or "—", f"{o.name} {card.tree.name(o.unit_id)}".strip())
                for o in card.offices
            ],
        )
        self._add_events(card)
        pane.add_section(
            "Khen thưởng của Hội",
            [
                (str(r.year), " · ".join(t for t in (a.form, r.occasion or r.name) if t))
                for r, a in sorted(card.awards, key=lambda pair: pair[0].year, reverse=True)
            ],
        )
        pane.add_section("Hội họp", _meetings(card))
        pane.add_section("Dự họp qua các năm", [(str(each.year), _attended(each)) for each in years])
        pane.add_section("Thăm hỏi", _visits(card))

    def _add_events(self, card: MemberCard) -> None:
        if not card.events:
            return
        pane = self.deeds
        pane.add(words("Biến động", "heading"))
        pane.add(rule())
        for event in card.events:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(8))
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(words(_event_title(event, card), "", line, wrap=True))
            if more := _event_more(event):
                text.addWidget(words(more, "soft", line, wrap=True))
            row.addLayout(text, 1)
            edit = QPushButton("Sửa", line)
            edit.setProperty("link", True)
            edit.setAccessibleName(f"Sửa biến động {event.kind.label}")
            edit.setToolTip("Sửa hoặc xóa biến động ghi nhầm")
            edit.clicked.connect(lambda _checked=False, event=event: self.event_opened.emit(event))
            row.addWidget(edit)
            pane.add(line)


def _term(starts: PartialDate | None, ends: PartialDate | None) -> str:
    if starts is None and ends is None:
        return ""
    return f"{starts or '?'} – {ends or 'nay'}"


def _event_title(event: StatusEvent, card: MemberCard) -> str:
    when = str(event.on) if event.on else "không rõ ngày"
    unit = card.tree.name(event.unit_id)
    return f"{when} · {event.kind.label}" + (f" · {unit}" if unit else "")


def _event_more(event: StatusEvent) -> str:
    return " · ".join(part for part in (event.place, event.reason, event.paper) if part)


def _attended(year: AttendanceYear) -> str:
    """A year's meetings in a line: "4/5 (80%) · muộn 1 · vắng có lý do 1"."""
    unexcused = year.absent - year.excused
    parts = [
        share_words(year.came, year.called),
        f"muộn {year.late}" if year.late else "",
        f"vắng có lý do {year.excused}" if year.excused else "",
        f"vắng không lý do {unexcused}" if unexcused else "",
    ]
    return " · ".join(part for part in parts if part)


def _meetings(card: MemberCard) -> list[tuple[str, str]]:
    return [
        (
            short_date(meeting.on),
            meeting.name + ("" if a.presence is Presence.PRESENT else f" · {a.presence.label.lower()}"),
        )
        for meeting, a in card.meetings[:_MANY]
    ]


def _visits(card: MemberCard) -> list[tuple[str, str]]:
    rows = [
        (str(v.on), " · ".join(t for t in (v.kind.label, v.gift, money(v.amount) if v.amount else "") if t))
        for v in card.visits[:_MANY]
    ]
    if len(card.visits) > _MANY:
        rows.append(("Cả thảy", f"{len(card.visits)} lần"))
    return rows
