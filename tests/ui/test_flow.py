"""Widgets in lines: they wrap where the width asks, and the box around them keeps the height they need."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.flow import FlowBox


def block(width: int) -> QWidget:
    found = QWidget()
    found.setFixedSize(width, 30)
    return found


def test_a_box_of_wrapped_widgets_keeps_its_height_and_what_is_below_gives_way(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box, below = FlowBox(10, window), QPlainTextEdit(window)
    blocks = [block(100) for _ in range(3)]
    for each in blocks:
        box.flow.addWidget(each)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(box)
    column.addWidget(below, 1)
    assert window.minimumSizeHint().height() < 30 + below.minimumSizeHint().height() + 10, "one line at first"
    window.resize(400, 300)
    window.show()
    qtbot.waitUntil(lambda: box.height() == 30)
    window.resize(220, 300)
    qtbot.waitUntil(lambda: box.height() == 70)
    assert blocks[2].geometry().bottom() < below.geometry().top()
    blocks[2].hide()
    qtbot.waitUntil(lambda: box.height() == 30)
    window.resize(90, 300)
    qtbot.waitUntil(lambda: box.height() == 70)
    assert blocks[0].width() == 100, "what cannot shrink keeps its width"
