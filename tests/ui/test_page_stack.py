"""On a small screen with large type a page scrolls; it never makes the window larger than the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.page_stack import PageStack


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
