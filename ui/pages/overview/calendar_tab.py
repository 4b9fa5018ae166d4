"""The branch's calendar: a month as a grid, and everything of it as a list that opens what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from app.vietnamese.dates import date_phrase
from ui.flow import Flow
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.pages.overview.event_words import event_words
from ui.widgets.fields import ChoiceBox
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.month_view import DayMark, MonthView, first_shown, last_shown
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.year_calendar import CalendarEvent

#: What can be shown: the kinds of event by name, as in the calendar's service.
_GROUPS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("all", frozenset(), "Tất cả"),
    ("work", frozenset({"meeting", "task", "campaign", "term"}), "Việc của Hội"),
    ("people", frozenset({"birthday", "remembrance"}), "Sinh nhật, ngày giỗ"),
    ("days", frozenset({"holiday", "founding"}), "Ngày lễ, kỷ niệm"),
)
_GREAT = frozenset({"holiday", "founding"})


@dataclass(frozen=True, slots=True)
class _Month:
    """What was read for one grid."""

    day: date
    events: tuple[CalendarEvent, ...]
    lunar: dict[date, str]
    lunar_year: str


class CalendarTab(QWidget):
    """The grid at the left, the list of the month at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._events: tuple[CalendarEvent, ...] = ()
        self._shown: tuple[CalendarEvent, ...] = ()
        self._month: tuple[int, int] | None = None
        theme = context.theme
        self.grid = MonthView(context.services.today(), self)
        self.grid.day_chosen.connect(self._on_day)
        self.grid.opened.connect(self._open_day)
        self.title = words("", "heading", self)
        self.moon = words("", "soft", self)
        self.group = ChoiceBox([(key, text) for key, _, text in _GROUPS], self)
        self.group.setAccessibleName("Hiện những gì")
        self.group.edited.connect(self._show_events)
        top = Flow(theme.px(8))
        top.addWidget(self._step("‹", "Tháng trước (PageUp)", -1))
        top.addWidget(self._step("›", "Tháng sau (PageDown)", 1))
        back = QPushButton("Hôm nay", self)
        back.setToolTip("Về tháng này (Home)")
        back.clicked.connect(lambda _checked: self.grid.choose(context.services.today()))
        top.addWidget(back)
        top.addWidget(self.title)
        top.addWidget(self.moon)
        top.addStretch()
        top.addWidget(self.group)
        self.model: TableModel[CalendarEvent] = TableModel(
            (
                Column("on", "Ngày", lambda event: event.on, 140, least=136),
                Column("text", "Việc", event_words, 300, least=180, grows=1),
            ),
            self._fetch,
            context.jobs,
            row_id=lambda event: f"{event.on.isoformat()} {event.kind} {event.record_id} {event.text}",
            parent=self,
        )
        self.table = Table(self.model, "calendar", theme, context.memory, self)
        self.table.set_lines(2)
        self.table.setAccessibleName("Việc trong tháng")
        self.table.set_empty_text("Tháng này không có gì.")
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._on_event)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.addLayout(top)
        column.addWidget(ListAndDetail(self.grid, self.table, "calendar", theme, context.memory, self), 1)

    def _step(self, sign: str, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.grid.move_month(by))
        return button

    def refresh(self) -> None:
        """Read the month that is shown."""
        register, day = self.context.services.register, self.grid.day
        self._month = (day.year, day.month)
        starts, ends = first_shown(day.year, day.month), last_shown(day.year, day.month)

        def work() -> _Month:
            from app.services import year_calendar

            days = [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]
            return _Month(
                day,
                year_calendar.events_between(register, starts, ends),
                {each: year_calendar.lunar_words(each) for each in days},
                year_calendar.lunar_year_words(date(day.year, day.month, 15)),
            )

        self.context.ask(work, self._show, to=self)

    def _show(self, found: _Month) -> None:
        if self._month != (found.day.year, found.day.month):
            return  # another month was asked for meanwhile
        self.title.setText(f"Tháng {found.day.month} năm {found.day.year}")
        self.moon.setText(f"năm {found.lunar_year}" if found.lunar_year else "")
        self._events = found.events
        self._lunar = found.lunar
        self._show_events()

    def _show_events(self) -> None:
        wanted = next(kinds for key, kinds, _ in _GROUPS if key == self.group.value())
        found = [event for event in self._events if not wanted or event.kind in wanted]
        self.grid.show_marks(
            [DayMark(each.on, each.text, each.kind in _GREAT, each.is_done) for each in found], self._lunar
        )
        self._shown = tuple(each for each in found if (each.on.year, each.on.month) == self._month)
        self.model.reload(from_top=True)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[CalendarEvent], int]:
        shown = self._shown
        return shown[offset : offset + limit], len(shown)

    def _on_day(self, day: date) -> None:
        if (day.year, day.month) != self._month:
            self.refresh()
            return
        place = next((n for n, event in enumerate(self._shown) if event.on == day), None)
        if place is not None and not self.table.hasFocus():
            self.table.selectRow(place)

    def _on_event(self, event: CalendarEvent | None) -> None:
        if event is not None and self.table.hasFocus():
            self.grid.choose(event.on)

    def _open_day(self, day: date) -> None:
        event = next((each for each in self._shown if each.on == day and each.page), None)
        if event is not None:
            self._open(event)
        else:
            self.context.messages.tell(f"{date_phrase(day).capitalize()}: không có việc nào để mở.")

    def _open(self, event: CalendarEvent) -> None:
        navigator = self.context.navigator
        if event.page and event.record_id:
            navigator.open_record(event.page, event.record_id)
        elif event.page:
            navigator.open_page(event.page)
