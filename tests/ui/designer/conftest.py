"""A designer that is open on the usual layout."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from app.services import layouts
from app.services.layouts import Layout
from app.settings import Settings
from tests.ui.conftest import NowhereNavigator, open_copy
from ui.designer.geometry import Frame, frames
from ui.designer.window import Designer, open_designer
from ui.jobs import ImmediateJobs
from ui.memory import Memory
from ui.messages import Recorder
from ui.page import Changes, Context
from ui.theme import Theme


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


@pytest.fixture(scope="module")
def workshop(
    small_file: Path, session_theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Designer, Recorder, Paths]]:
    """One designer for all tests of a module: opening it is most of their work."""
    if session_theme.scale != 100 or session_theme.is_dark:
        session_theme.apply(100, dark=False)
    folder = tmp_path_factory.mktemp("designer")
    paths = Paths(folder / "config", folder / "logs", folder / "documents", folder / "backups")
    settings, messages = Settings(paths.settings_file), Recorder()
    for services in open_copy(small_file, folder / "so.sohoi", settings, paths):
        jobs = ImmediateJobs(messages.error)
        navigator = NowhereNavigator()
        context = Context(services, jobs, messages, navigator, Changes(), Memory(), session_theme)
        window = opened(context)
        window.hide()
        yield window, messages, paths
        window.design.stack.setClean()
        window.done(0)


@pytest.fixture
def designer(workshop: tuple[Designer, Recorder, Paths], theme: Theme) -> Iterator[Designer]:
    """The designer, fresh on the usual layout."""
    window, messages, paths = workshop
    for said in (messages.errors, messages.told, messages.asked, messages.texts, messages.paths):
        said.clear()
    shutil.rmtree(paths.documents, ignore_errors=True)
    window.files.entries = layouts.list_layouts(paths)
    window.files.entries_changed.emit()
    window.design.restart(layouts.find_layout(paths, "truyen-thong"))
    window.tools.deeds.no_guides()
    window.show()
    window.canvas.fit()
    window.preview.draw_now()
    window.things.list.setFocus()
    yield window
    window.hide()


@pytest.fixture
def messages(workshop: tuple[Designer, Recorder, Paths]) -> Recorder:
    """What the shared designer says and asks."""
    return workshop[1]


@pytest.fixture
def hand(designer: Designer) -> Hand:
    return Hand(designer)
