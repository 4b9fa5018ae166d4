"""On a small screen with large type a page scrolls; it never makes the window larger than the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.flow import Flow
from ui.widgets.edit_dialog import scroll_when_crowded
from ui.widgets.page_stack import PageStack
from ui.widgets.tabs import Tabs
from ui.widgets.words import words


def tall_page(height: int) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    block = QWidget()
    block.setMinimumHeight(height)
    column.addWidget(block)
    return page


def test_a_page_without_room_scrolls_and_the_next_one_needs_no_bar(qtbot: QtBot) -> None:
    stack = PageStack()
    qtbot.addWidget(stack)
    tall, short = tall_page(900), tall_page(40)
    stack.addWidget(tall)
    stack.addWidget(short)
    stack.resize(500, 400)
    stack.show()
    stack.setCurrentWidget(tall)
    qtbot.waitUntil(lambda: stack.verticalScrollBar().maximum() > 0)
    assert (stack.width(), stack.height()) == (500, 400)
    stack.setCurrentWidget(short)
    qtbot.waitUntil(lambda: stack.verticalScrollBar().maximum() == 0)
    assert stack.currentWidget() is short


def test_tabs_take_the_room_there_is_and_scroll_only_where_the_shown_one_has_none(qtbot: QtBot) -> None:
    page, tabs, first = QWidget(), Tabs(), QWidget()
    column = QVBoxLayout(first)
    column.addWidget(words("Lời dẫn dài phải xuống dòng " * 6, wrap=True))
    column.addWidget(QPlainTextEdit())
    tabs.addTab(first, "Danh sách")
    tabs.addTab(tall_page(900), "Cao")
    QVBoxLayout(page).addWidget(tabs)
    stack = PageStack()
    qtbot.addWidget(stack)
    stack.addWidget(page)
    stack.resize(360, 300)
    stack.show()
    stack.setCurrentWidget(page)
    qtbot.waitUntil(lambda: tabs.height() > 200)
    assert stack.verticalScrollBar().maximum() == 0
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: stack.verticalScrollBar().maximum() > 500)


def test_what_is_behind_a_stretch_stands_at_the_right_and_wraps_to_the_next_line(qtbot: QtBot) -> None:
    bar = QWidget()
    qtbot.addWidget(bar)
    flow = Flow(8, bar)
    title, first, last = (QPushButton(text, bar) for text in ("Hội viên", "In", "Thêm"))
    flow.addWidget(title)
    flow.addStretch()
    flow.addWidget(first)
    flow.insertWidget(flow.count(), last)
    bar.resize(900, 80)
    bar.show()
    assert title.x() == 0
    assert last.geometry().right() == bar.width() - 1
    assert first.geometry().right() < last.x()
    bar.resize(title.sizeHint().width() + first.sizeHint().width() + 24, 200)
    assert first.y() == title.y()
    assert (last.x(), last.y()) == (0, title.geometry().bottom() + 1 + 8)


def test_a_dialog_larger_than_the_screen_keeps_its_buttons_on_it(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column, body = QVBoxLayout(dialog), QVBoxLayout()
    room = dialog.screen().availableGeometry().size()
    block = QWidget()
    block.setMinimumSize(room.width() + 200, room.height() + 200)
    body.addWidget(block)
    save = QPushButton("Lưu", dialog)
    column.addLayout(body, 1)
    column.addWidget(save)
    scroll_when_crowded(dialog, body)
    dialog.resize(room)
    dialog.show()
    assert dialog.size() == dialog.size().boundedTo(room)
    assert dialog.rect().contains(save.geometry())


def test_lines_that_wrap_never_stand_on_each_other_in_a_low_dialog(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column, body = QVBoxLayout(dialog), QVBoxLayout()
    labels = [words("Lời nhắc dài phải xuống nhiều dòng " * 9, wrap=True) for _ in range(4)]
    for label in labels:
        body.addWidget(label)
    column.addLayout(body, 1)
    dialog.resize(240, 160)
    scroll_when_crowded(dialog, body)
    dialog.show()
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)
