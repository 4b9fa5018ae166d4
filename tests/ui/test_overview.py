"""The first page: a year of figures, and the calendar, by keyboard too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.meetings import Meeting
from app.domain.tasks import Task
from ui.page import Context
from ui.pages.overview import OverviewPage
from ui.theme import Theme
from ui.widgets.cards import FigureCard
from ui.widgets.month_view import DayMark, MonthView, first_shown, last_shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.bundle import Services
from tests.ui.conftest import TODAY, add_member, texts


def test_the_grid_is_walked_with_the_keys_and_the_mouse(context: Context, qtbot: QtBot) -> None:
    view = MonthView(TODAY)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    chosen: list[date] = []
    opened: list[date] = []
    view.day_chosen.connect(chosen.append)
    view.opened.connect(opened.append)
    keys = Qt.Key
    for key in (
        keys.Key_Right,
        keys.Key_Down,
        keys.Key_PageDown,
        keys.Key_PageUp,
        keys.Key_Left,
        keys.Key_Up,
    ):
        QTest.keyClick(view, key)
    assert chosen == [
        date(2024, 1, 6), date(2024, 1, 13), date(2024, 2, 13), date(2024, 1, 13), date(2024, 1, 12), TODAY,
    ]  # fmt: skip
    view.choose(date(2024, 1, 31))
    QTest.keyClick(view, keys.Key_PageDown)
    assert view.day == date(2024, 2, 29)
    QTest.keyClick(view, keys.Key_Home)
    QTest.keyClick(view, keys.Key_Return)
    assert opened == [TODAY]
    assert (first_shown(2024, 1), last_shown(2024, 1)) == (date(2024, 1, 1), date(2024, 2, 11))
    view.show_marks([DayMark(TODAY, "Hội nghị tổng kết")], {TODAY: "24"})
    assert view.accessibleDescription() == "Thứ sáu, ngày 05 tháng 01 năm 2024. Hội nghị tổng kết"
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 595))
    assert view.day == date(2024, 2, 5)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 3))  # on the names of the days
    assert view.day == date(2024, 2, 5)
    view.show_marks([DayMark(view.day, f"Việc {n}") for n in range(9)], {})
    assert not view.grab().isNull()
    view.resize(300, 160)
    assert not view.grab().isNull()


def test_the_calendar_opens_what_it_names_and_the_first_page_leads_there(
    context: Context, services: Services, qtbot: QtBot
) -> None:
    add_member(services, "Nông Văn Dền")
    meeting = Meeting(name="Họp Ban Chấp hành", on=date(2024, 1, 9))
    with services.register.change("Ghi") as work:
        work.add(meeting)
        task = work.add(Task(text="Gửi báo cáo", due=date(2024, 1, 2), meeting_id=meeting.id))
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    assert "quá hạn từ 02/01/2024" in texts(page)
    buttons = {each.text() or each.accessibleName(): each for each in page.findChildren(QPushButton)}
    next(each for each in page.findChildren(QPushButton) if "Gửi báo cáo" in each.accessibleName()).click()
    assert context.navigator.went == [("meetings", task.id)]  # type: ignore[attr-defined]
    buttons["Xem lịch"].click()
    calendar = page.calendar
    assert calendar is not None
    assert not page.year.isVisible()
    assert [event.text for event in calendar._shown if event.page] == ["Gửi báo cáo", "Họp Ban Chấp hành"]
    calendar.grid.choose(date(2024, 1, 9))
    QTest.keyClick(calendar.grid, Qt.Key.Key_Return)
    assert context.navigator.went[-1] == ("meetings", meeting.id)  # type: ignore[attr-defined]
    calendar.grid.move_month(-1)
    assert calendar.title.text() == "Tháng 12 năm 2023"
    assert [event.text for event in calendar._shown] == ["Thành lập Quân đội nhân dân Việt Nam"]
    calendar.group.set_value("work")
    calendar._show_events()
    assert calendar._shown == ()
    calendar.grid.opened.emit(date(2023, 12, 3))
    assert context.messages.told[-1].endswith("không có việc nào để mở.")  # type: ignore[attr-defined]


def test_another_year_changes_the_figures_and_not_the_work_of_today(
    context: Context, services: Services, qtbot: QtBot
) -> None:
    add_member(services, "Nông Văn Dền")
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.show()
    assert "Cuộc họp năm 2024" in texts(page)
    page.year.back.click()
    assert "Cuộc họp năm 2023" in texts(page)
    assert "Tồn quỹ cuối năm 2023" in texts(page)
    assert "chưa có bản sao lưu nào" in texts(page)


def test_a_figure_below_nothing_is_written_with_a_minus_and_warns(theme: Theme, qtbot: QtBot) -> None:
    for figure, said, look in (("-50 đồng", "−50 đồng", "bigFigureLow"), ("5-6", "5-6", "bigFigure")):
        card = FigureCard("Tồn quỹ", figure, theme)
        qtbot.addWidget(card)
        assert said in [each.text() for each in card.findChildren(QLabel, look)]
