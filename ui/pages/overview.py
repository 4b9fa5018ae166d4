"""Tổng quan: what there is to do this season, the figures of the day, and a few honest pictures."""

from __future__ import annotations

import dataclasses
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

from app.vietnamese.dates import date_phrase
from ui.icons import pixmap, put_icon
from ui.page import Context, Page
from ui.widgets.cards import Card, FigureCard
from ui.widgets.charts import AgePyramid, BarChart, LineChart, PyramidRow
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.overview import Overview, Todo


class OverviewPage(Page):
    """The first page."""

    title: ClassVar[str] = "Tổng quan"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._cards: list[Card] = []
        self._columns = 0
        self._date = words("", "soft", self)
        self.title_row.insertWidget(1, self._date)
        self._scroller = QScrollArea(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._scroller)
        self.begins_at(self._scroller)  # the arrow keys scroll it

    def refresh(self) -> None:
        """Read the overview and show it; the figures come first when nothing is shown yet."""
        services = self.context.services
        today = services.today()

        def work() -> Overview:
            from app.services import overview

            return overview.headlines(services.register, today=today)

        self._date.setText(date_phrase(today).capitalize())
        if self._scroller.widget() is None:
            self.context.ask(work, self._show_headlines)
        else:
            self._read_all()

    def _show_headlines(self, found: Overview) -> None:
        self._show(found)
        if self.isVisible():
            self._read_all()
        else:  # left meanwhile: the rest is read when the page is seen again
            self._is_stale = True

    def _read_all(self) -> None:
        services = self.context.services
        today = services.today()

        def work() -> Overview:
            from app.services import backups, overview

            found = overview.overview(services.register, today=today)
            due = backups.backup_due(services, today=today)
            if not due:
                return found
            todo = overview.Todo(due, "settings", urgent=True)
            return dataclasses.replace(found, todos=(*(found.todos or ()), todo))

        self.context.ask(work, self._show)

    def _show(self, found: Overview) -> None:
        theme = self.context.theme
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(10), 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._todo_card(found))
        self._figures = QGridLayout()
        self._figures.setSpacing(theme.px(12))
        self._figure_cards = [FigureCard(label, text, theme) for label, text in found.figures]
        column.addLayout(self._figures)
        self._pictures = QGridLayout()
        self._pictures.setSpacing(theme.px(12))
        self._cards = self._picture_cards(found)
        column.addLayout(self._pictures)
        column.addStretch(1)
        self._columns = 0
        self._scroller.setWidget(inside)
        self._reflow()

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
        go.clicked.connect(lambda _checked, key=todo.page: self.context.navigator.open_page(key))
        line.addWidget(mark)
        line.addWidget(text, 1)
        line.addWidget(go)
        return row

    def _picture_cards(self, found: Overview) -> list[Card]:
        theme = self.context.theme
        cards = []
        if found.by_unit:
            card = Card("Hội viên theo chi hội", theme)
            bars = BarChart()
            bars.set_rows(found.by_unit)
            card.body.addWidget(bars)
            card.body.addStretch(1)
            cards.append(card)
        if found.ages:
            card = Card("Tuổi hội viên", theme)
            pyramid = AgePyramid()
            pyramid.set_rows([PyramidRow(b.label, b.men, b.women, b.unknown) for b in found.ages])
            card.body.addWidget(pyramid)
            unknown_gender = sum(band.unknown for band in found.ages)
            notes = [
                f"{number} người chưa rõ {what}"
                for number, what in ((found.age_unknown, "năm sinh"), (unknown_gender, "giới tính"))
                if number
            ]
            if notes:
                card.body.addWidget(words("Không tính: " + ", ".join(notes) + ".", "soft", card, wrap=True))
            card.body.addStretch(1)
            cards.append(card)
        if found.by_year:
            card = Card("Số hội viên qua các năm", theme)
            line = LineChart()
            line.set_points(found.by_year)
            card.body.addWidget(line, 1)
            cards.append(card)
        return cards

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
