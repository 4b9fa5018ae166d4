"""Tổng quan: what there is to do this season, the figures of the day, and a few honest pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.vietnamese.dates import date_phrase, short_date
from ui.icons import pixmap, put_icon
from ui.page import Context, Page
from ui.pages.overview.event_words import event_words
from ui.pages.overview.pictures import picture_cards
from ui.widgets.cards import Card, FigureCard
from ui.widgets.tabs import Tabs
from ui.widgets.words import words
from ui.widgets.year_choice import YearChoice

if TYPE_CHECKING:
    from app.services.overview import Overview, Todo
    from app.services.year_calendar import CalendarEvent
    from ui.pages.overview.calendar_tab import CalendarTab

#: So many events of the next days stand on the first page.
_UPCOMING = 6


class OverviewPage(Page):
    """The first page."""

    title: ClassVar[str] = "Tổng quan"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._cards: list[Card] = []
        self._columns = 0
        today = context.services.today()
        self._date = words("", "soft", self)
        self.title_row.insertWidget(1, self._date)
        self.year = YearChoice(today.year, self)
        self.year.setToolTip("Số liệu và biểu đồ của năm nào")
        self.year.changed.connect(lambda _year: self._read_all())
        self.title_row.addWidget(self.year)
        self._scroller = QScrollArea(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.calendar: CalendarTab | None = None
        self._calendar_place = QWidget(self)
        column = QVBoxLayout(self._calendar_place)
        column.setContentsMargins(0, 0, 0, 0)
        self.tabs = Tabs(self)
        self.tabs.addTab(self._scroller, "Việc và số liệu")
        self.tabs.addTab(self._calendar_place, "Lịch của Hội")
        self.tabs.currentChanged.connect(self._on_tab)
        self.body.addWidget(self.tabs)
        self.begins_at(self._scroller)  # the arrow keys scroll it

    def refresh(self) -> None:
        """Read the overview and show it; the figures come first when nothing is shown yet."""
        services = self.context.services
        today = services.today()

        def work() -> Overview:
            from app.services import overview

            return overview.headlines(services.register, today=today)

        self._date.setText(date_phrase(today).capitalize())
        if self.calendar is not None:
            self.calendar.refresh()
        if self._scroller.widget() is None:
            self.context.ask(work, self._show_headlines)
        else:
            self._read_all()

    def show_calendar(self) -> None:
        """Turn to the calendar."""
        self.tabs.setCurrentWidget(self._calendar_place)

    def _on_tab(self, _number: int) -> None:
        is_calendar = self.tabs.currentWidget() is self._calendar_place
        self.year.setVisible(not is_calendar)
        if not is_calendar:
            return
        if self.calendar is None:  # made when first looked at: the window opens on this page
            from ui.pages.overview.calendar_tab import CalendarTab

            self.calendar = CalendarTab(self.context, self._calendar_place)
            place = self._calendar_place.layout()
            if place is not None:
                place.addWidget(self.calendar)
            self.calendar.refresh()
        self.calendar.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_headlines(self, found: Overview) -> None:
        self._show(found)
        if self.isVisible():
            self._read_all()
        else:  # left meanwhile: the rest is read when the page is seen again
            self._is_stale = True

    def _read_all(self) -> None:
        services = self.context.services
        today, year = services.today(), self.year.year

        def work() -> Overview:
            from app.services import backups, overview

            found = overview.overview(services.register, today=today, year=year)
            due = backups.backup_due(services, today=today)
            if not due:
                return found
            todo = overview.Todo(due, "settings", urgent=True)
            return dataclasses.replace(found, todos=(*(found.todos or ()), todo))

        self.context.ask(work, self._show)

    def _show(self, found: Overview) -> None:
        if found.is_whole and found.year != self.year.year:
            return  # another year was asked for meanwhile
        theme = self.context.theme
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, theme.px(10), theme.px(10), 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._todo_card(found))
        if found.upcoming:
            column.addWidget(self._upcoming_card(found.upcoming))
        self._figures = QGridLayout()
        self._figures.setSpacing(theme.px(12))
        self._figure_cards = [FigureCard(label, text, theme) for label, text in found.figures]
        column.addLayout(self._figures)
        self._pictures = QGridLayout()
        self._pictures.setSpacing(theme.px(12))
        self._cards = picture_cards(found, theme)
        column.addLayout(self._pictures)
        column.addStretch(1)
        self._columns = 0
        at = self._scroller.verticalScrollBar().value()
        self._scroller.setWidget(inside)
        self._reflow()
        self._scroller.verticalScrollBar().setValue(at)

    def _todo_card(self, found: Overview) -> Card:
        card = Card("Việc mùa này", self.context.theme)
        if not found.is_whole:
            card.body.addWidget(words("Đang xem sổ…", "soft", card))
            return card
        for todo in found.todos:
            card.body.addWidget(self._todo_row(todo))
        if not found.todos:
            card.body.addWidget(words("Không có việc gì đang chờ.", "", card, wrap=True))
        return card

    def _todo_row(self, todo: Todo) -> QWidget:
        theme = self.context.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(10))
        mark = words("", "", row)
        colour = theme.colours.warn if todo.urgent else theme.colours.gold
        mark.setPixmap(pixmap(todo.page, theme.px(22), colour))
        mark.setFixedWidth(theme.px(26))
        text = words(todo.text, "", row, wrap=True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        go = QPushButton("Mở", row)
        go.setAccessibleName(f"Mở: {todo.text}")
        put_icon(go, "open")
        go.clicked.connect(lambda _checked: self._go(todo))
        line.addWidget(mark)
        line.addWidget(text, 1)
        line.addWidget(go)
        return row

    def _upcoming_card(self, upcoming: Sequence[CalendarEvent]) -> Card:
        """What the next days hold; more than a few are left to the calendar."""
        theme = self.context.theme
        card = Card("Hai tuần tới", theme)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(4))
        # A single line stands in the middle beside the button, several begin at its top.
        at = Qt.AlignmentFlag.AlignTop if len(upcoming) > 1 else Qt.AlignmentFlag.AlignVCenter
        for number, event in enumerate(upcoming[:_UPCOMING]):
            grid.addWidget(words(short_date(event.on), "soft", card), number, 0, at)
            grid.addWidget(words(event_words(event), "", card, wrap=True), number, 1, at)
        grid.setColumnStretch(1, 1)
        more = len(upcoming) - _UPCOMING
        button = QPushButton(f"Xem lịch (còn {more} việc nữa)" if more > 0 else "Xem lịch", card)
        put_icon(button, "open")
        button.clicked.connect(lambda _checked: self.show_calendar())
        grid.addWidget(button, 0, 2, max(1, min(len(upcoming), _UPCOMING)), 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        return card

    def _go(self, todo: Todo) -> None:
        if todo.record_id:
            self.context.navigator.open_record(todo.page, todo.record_id)
        else:
            self.context.navigator.open_page(todo.page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reflow()

    def _reflow(self) -> None:
        if not self._cards and self._scroller.widget() is None:
            return
        width = self._scroller.viewport().width() / self.context.theme.px(100)
        columns = 2 if width >= 7.2 else 1
        figures = 4 if width >= 7.2 else 2 if width >= 4 else 1
        if figures == self._columns:
            return
        self._columns = figures
        for number, figure in enumerate(self._figure_cards):
            self._figures.addWidget(figure, number // figures, number % figures)
        for number in range(4):
            self._figures.setColumnStretch(number, 1 if number < figures else 0)
        for number in range(2):
            self._pictures.setColumnStretch(number, 1 if number < columns else 0)
        for number, card in enumerate(self._cards):
            is_last_alone = columns == 2 and number == len(self._cards) - 1 and number % 2 == 0
            self._pictures.addWidget(card, number // columns, number % columns, 1, 2 if is_last_alone else 1)
