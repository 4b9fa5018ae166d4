"""A designer that is open on the usual layout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.layouts import Layout
from ui.designer.geometry import Frame, frames
from ui.designer.window import Designer, open_designer
from ui.page import Context


class Hand:
    """The user's hand on the mouse over the page; places are in mm."""

    def __init__(self, designer: Designer) -> None:
        self.designer = designer
        self.canvas = designer.canvas

    def pixel(self, x: float, y: float) -> QPoint:
        return self.canvas.rect_of(Frame(x, y, 0, 0)).topLeft().toPoint()

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.canvas.viewport(), Qt.MouseButton.LeftButton, keys, self.pixel(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self.canvas.viewport(), self.pixel(x, y))

    def release(self, x: float, y: float) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseRelease(self.canvas.viewport(), button, none, self.pixel(x, y))

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.press(x, y, keys)
        self.release(x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.press(*start)
        self.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.move(*end)
        self.release(*end)

    def frame(self, name: str) -> Frame:
        return frames(self.layout)[name]

    @property
    def layout(self) -> Layout:
        return self.designer.design.layout


def opened(context: Context) -> Designer:
    """Open the designer as the menu does."""
    open_designer(context)
    found = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Designer) and each.isVisible()
    ]
    return found[-1]


@pytest.fixture
def designer(context: Context) -> Iterator[Designer]:
    window = opened(context)
    yield window
    window.design.stack.setClean()
    window.done(0)


@pytest.fixture
def hand(designer: Designer) -> Hand:
    return Hand(designer)
