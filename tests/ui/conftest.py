"""A register with a few members, the look of the window, and work that is done at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThread
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.paths import Paths, user_paths
from app.settings import Settings
from ui.jobs import ImmediateJobs
from ui.memory import Memory
from ui.messages import Recorder
from ui.page import Changes, Context, Page
from ui.theme import LIGHT, Theme, style_sheet

if TYPE_CHECKING:
    from app.services.bundle import Services

TODAY = date(2024, 1, 5)
W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)


def fixed_clock() -> datetime:
    """The morning of the reference branch's year-end meeting."""
    return datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


class NowhereNavigator:
    """Remembers where a page wanted to go."""

    def __init__(self) -> None:
        self.went: list[tuple[str, str]] = []

    def open_page(self, key: str) -> None:
        self.went.append((key, ""))

    def open_record(self, key: str, record_id: str) -> None:
        self.went.append((key, record_id))

    def show_history(self, record_id: str | None = None) -> None:
        self.went.append(("history", record_id or ""))

    def open_import(self) -> None:
        self.went.append(("import", ""))


@pytest.fixture
def paths(own_profile: Path) -> Paths:
    return user_paths()


@pytest.fixture
def settings(paths: Paths) -> Settings:
    return Settings(paths.settings_file)


@pytest.fixture
def messages() -> Recorder:
    return Recorder()


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    """Putting a style sheet on costs a third of a second, so it is done once."""
    qapp.setStyle("Fusion")
    return Theme(qapp)


@pytest.fixture
def theme(session_theme: Theme, qapp: QApplication) -> Theme:
    """The light look at 100 %, whatever the test before did to it."""
    is_plain = session_theme.scale == 100 and not session_theme.is_dark
    if not is_plain or qapp.styleSheet() != style_sheet(LIGHT, 100):
        session_theme.apply(100, dark=False)
    return session_theme


@pytest.fixture(autouse=True)
def widgets_end_with_their_test() -> Iterator[None]:
    """What a test closed is gone after it.

    Qt deletes later only from a running event loop; else the widgets of all tests before stay, and every
    change of the style sheet dresses them all again.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def no_thread_is_left() -> Iterator[None]:
    """Every worker has ended when its test ends."""
    yield
    alive = [worker for worker in _workers() if worker.isRunning()]
    assert alive == []


def _workers() -> list[QThread]:
    import gc

    return [each for each in gc.get_objects() if isinstance(each, QThread) and each.objectName() == "worker"]


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of a small branch without members, made once; tests work on copies."""
    from app.domain.branch import new_branch
    from app.services import registers

    path = tmp_path_factory.mktemp("small") / "so.sohoi"
    branch = new_branch("Hội Truyền thống Trường Sơn thành phố Bắc Kạn", place="Bắc Kạn", code="HTS")
    registers.create_register(path, branch, clock=fixed_clock).close()
    return path


def open_copy(source: Path, path: Path, settings: Settings, paths: Paths) -> Iterator[Services]:
    """Copy a register to ``path`` and open it there until the test ends."""
    from app.services import registers
    from app.services.bundle import Services as Bundle

    shutil.copyfile(source, path)
    with registers.open_register(path, clock=fixed_clock) as register:
        yield Bundle(register, settings, paths, fixed_clock)


@pytest.fixture
def services(small_file: Path, tmp_path: Path, settings: Settings, paths: Paths) -> Iterator[Services]:
    """An open register of a small branch in a file of its own."""
    yield from open_copy(small_file, tmp_path / "so.sohoi", settings, paths)


def opened(kind: type[W]) -> W:
    """The window of this kind that is shown."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@contextmanager
def shown_page(page: P, qtbot: QtBot) -> Iterator[P]:
    """A page as the window shows it, told of changes; dialogs that a test left are put away after it."""
    page.context.changes.happened.connect(page.on_changed)
    qtbot.addWidget(page)
    page.resize(1070, 720)
    page.show()
    yield page
    hide_dialogs()


def hide_dialogs() -> None:
    """Put away the dialogs that are shown."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.hide()


def type_into(field: object, text: str) -> None:
    """Type over what a line holds, key by key; QTest types ASCII only."""
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    for char in text:
        QApplication.sendEvent(
            field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        )


def texts(widget: QWidget) -> str:
    """What the labels of a widget say, shown or not."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def add_member(services: Services, name: str) -> Member:
    """Write down a member of whom nothing but the name is known."""
    from app.services import members

    return members.add_member(services.register, Member(full_name=name), unit_id=None, on=None, today=TODAY)


def context_of(services: Services, messages: Recorder, theme: Theme) -> Context:
    """What a page is given on these services, with work done at once and messages recorded."""
    return Context(
        services, ImmediateJobs(messages.error), messages, NowhereNavigator(), Changes(), Memory(), theme
    )


@pytest.fixture
def context(services: Services, messages: Recorder, theme: Theme) -> Context:
    """What a page is given, with work done at once and messages recorded."""
    return context_of(services, messages, theme)


@pytest.fixture
def demo_services(demo_file: Path, tmp_path: Path, settings: Settings, paths: Paths) -> Iterator[Services]:
    """An open copy of the reference branch's register."""
    yield from open_copy(demo_file, tmp_path / "demo.sohoi", settings, paths)


@pytest.fixture
def demo_context(demo_services: Services, messages: Recorder, theme: Theme) -> Context:
    """What a page is given when the reference branch's register is open."""
    return context_of(demo_services, messages, theme)
