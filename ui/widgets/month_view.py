"""A month as a grid: the days with their lunar days, and a line for each thing that falls on them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.vietnamese.dates import date_phrase

_ROLE = QPalette.ColorRole
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WEEKS = 6
_SUNDAY = 6
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = _TOP_LEFT | Qt.TextFlag.TextWordWrap
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


@dataclass(frozen=True, slots=True)
class DayMark:
    """One line in a day's cell; ``is_great`` for the days of the nation and of the branch."""

    on: date
    text: str
    is_great: bool = False
    is_done: bool = False


def first_shown(year: int, month: int) -> date:
    """The Monday on which the grid of a month begins."""
    first = date(year, month, 1)
    return first - timedelta(days=first.weekday())


def last_shown(year: int, month: int) -> date:
    """The Sunday on which it ends."""
    return first_shown(year, month) + timedelta(days=7 * _WEEKS - 1)


class MonthView(QWidget):
    """Signals: ``day_chosen(date)`` when another day is chosen, ``opened(date)`` by double-click or Enter.

    The arrows go from day to day, PageUp and PageDown from month to month, Home to today.
    """

    day_chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._day = today
        self._marks: dict[date, list[DayMark]] = {}
        self._lunar: dict[date, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Lịch tháng")
        self._describe()

    @property
    def day(self) -> date:
        """The chosen day, whose month is shown."""
        return self._day

    def choose(self, day: date) -> None:
        """Choose a day; its month is shown."""
        if day == self._day:
            return
        self._day = day
        self._describe()
        self.update()
        self.day_chosen.emit(day)

    def show_marks(self, marks: Sequence[DayMark], lunar: dict[date, str]) -> None:
        """What falls on the days that are shown, and their lunar days."""
        self._marks = {}
        for mark in marks:
            self._marks.setdefault(mark.on, []).append(mark)
        self._lunar = lunar
        self._describe()
        self.update()

    def move_month(self, by: int) -> None:
        """Go so many months on, to the same day or the last there is."""
        months = self._day.year * 12 + self._day.month - 1 + by
        year, month = months // 12, months % 12 + 1
        if not 1900 <= year <= 2199:
            return
        self.choose(date(year, month, min(self._day.day, calendar.monthrange(year, month)[1])))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(self.fontMetrics().averageCharWidth() * 7 * 11, line * (2 + _WEEKS * 3))

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(self.fontMetrics().averageCharWidth() * 7 * 6, round(line * (1.6 + _WEEKS * 1.9)))

    # ---------------------------------------------------------------- keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.choose(self._day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.move_month(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self.choose(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().x(), event.position().y())
        if day is not None:
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().x(), event.position().y())
        if day is not None:
            self.opened.emit(day)

    def _day_at(self, x: float, y: float) -> date | None:
        head, width, height = self._sizes()
        column, row = int(x // width), int((y - head) // height)
        if y < head or not (0 <= column < 7 and 0 <= row < _WEEKS):
            return None
        return first_shown(self._day.year, self._day.month) + timedelta(days=row * 7 + column)

    def _sizes(self) -> tuple[float, float, float]:
        head = self.fontMetrics().height() * 1.5
        return head, self.width() / 7, (self.height() - head) / _WEEKS

    def _describe(self) -> None:
        when = date_phrase(self._day)
        marks = "; ".join(mark.text for mark in self._marks.get(self._day, ()))
        self.setAccessibleDescription(f"{_WEEKDAYS[self._day.weekday()]}, {when}. {marks}".strip())

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, width, height = self._sizes()
        names = _WEEKDAYS if width > self.fontMetrics().horizontalAdvance("Chủ nhật ") else _SHORT
        for column, name in enumerate(names):
            painter.setPen(self._colour(_ROLE.Link if column == _SUNDAY else _ROLE.PlaceholderText))
            painter.drawText(QRectF(column * width, 0, width, head), _MIDDLE, name)
        first = first_shown(self._day.year, self._day.month)
        for place in range(7 * _WEEKS):
            cell = QRectF(place % 7 * width, head + place // 7 * height, width, height)
            self._paint_day(painter, cell.adjusted(1.5, 1.5, -1.5, -1.5), first + timedelta(days=place))
        painter.end()

    def _paint_day(self, painter: QPainter, cell: QRectF, day: date) -> None:
        is_other = day.month != self._day.month
        painter.setPen(QPen(self._colour(_ROLE.Mid), 1))
        painter.setBrush(self._colour(_ROLE.Window if is_other else _ROLE.Base))
        painter.drawRoundedRect(cell, 4, 4)
        if day == self._day:
            painter.setPen(QPen(self._colour(_ROLE.Link if self.hasFocus() else _ROLE.Dark), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
        inner = cell.adjusted(6, 3, -6, -3)
        metrics = self.fontMetrics()
        line = float(metrics.height())
        number = QFont(self.font())
        number.setBold(not is_other)
        painter.setFont(number)
        if day == self._today:
            badge = QRectF(inner.left() - 3, inner.top(), metrics.horizontalAdvance("00") + 12, line)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(_ROLE.Highlight))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(self._colour(_ROLE.HighlightedText))
            painter.drawText(badge, _MIDDLE, str(day.day))
        else:
            role = _ROLE.PlaceholderText if is_other else _ROLE.Text
            if day.weekday() == _SUNDAY and not is_other:
                role = _ROLE.Link
            painter.setPen(self._colour(role))
            painter.drawText(inner, _TOP_LEFT, str(day.day))
        self._paint_lunar(painter, inner, day)
        self._paint_marks(
            painter, QRectF(inner.left(), inner.top() + line, inner.width(), inner.height() - line), day
        )

    def _paint_lunar(self, painter: QPainter, inner: QRectF, day: date) -> None:
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.8)
        painter.setFont(small)
        text = self._lunar.get(day, "")
        painter.setPen(self._colour(_ROLE.LinkVisited if "/" in text else _ROLE.PlaceholderText))
        painter.drawText(inner.adjusted(0, 1, 0, 0), _TOP_RIGHT, text)

    def _paint_marks(self, painter: QPainter, room: QRectF, day: date) -> None:
        marks = self._marks.get(day, [])
        if not marks:
            return
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.85)
        painter.setFont(small)
        metrics = painter.fontMetrics()
        line = float(metrics.height())
        fits = int(room.height() // line)
        if fits < 1:  # no room for words: a dot says that there is something
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(_ROLE.Link))
            painter.drawEllipse(QRectF(room.right() - 8, room.bottom() - 8, 7, 7))
            return
        if len(marks) == 1:  # all the lines are its own
            painter.setPen(self._mark_colour(marks[0]))
            place = QRectF(room.left(), room.top(), room.width(), fits * line)
            painter.drawText(place, _WRAPPED if fits > 1 else _LINE, _fitted(metrics, marks[0].text, place))
            return
        shown = marks if len(marks) <= fits else marks[: fits - 1]
        rows = [mark.text for mark in shown]
        if len(shown) < len(marks):
            rows.append(f"+ {len(marks) - len(shown)} việc")
        for number, text in enumerate(rows):
            mark = marks[number] if number < len(shown) else None
            painter.setPen(self._mark_colour(mark))
            place = QRectF(room.left(), room.top() + number * line, room.width(), line)
            painter.drawText(
                place, _LINE, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            )

    def _mark_colour(self, mark: DayMark | None) -> QColor:
        if mark is None or mark.is_done:
            return self._colour(_ROLE.PlaceholderText)
        return self._colour(_ROLE.LinkVisited if mark.is_great else _ROLE.Text)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def _fitted(metrics: QFontMetrics, text: str, place: QRectF) -> str:
    """``text`` as much of it as stands in ``place`` wrapped at words, ending in "…" where it was longer.

    How much of a line a break leaves empty depends on the words: the length is tried, not reckoned.
    """
    room = place.toRect()
    low = QRectF(place).adjusted(0, 0, 0, 10 * place.height()).toRect()
    shown, length = text, len(text)
    while length > 1:
        taken = metrics.boundingRect(low, _WRAPPED, shown)
        if taken.height() <= room.height() and taken.width() <= room.width():
            break
        length -= 1
        shown = f"{text[:length].rstrip()}…"
    return shown
