"""The frame: pages by key and mouse, undo in words, search over everything, open and close."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Machine
from app.errors import SoHoiError
from app.paths import Paths
from app.settings import Settings
from tests.ui.conftest import add_member, fixed_clock
from ui.application import BugNet, Program
from ui.dialogs.first_start import FirstAnswers, FirstStartDialog
from ui.dialogs.problem_report import ProblemReport
from ui.dialogs.search_everything import SearchDialog
from ui.jobs import ImmediateJobs
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.messages import Notice, Recorder
from ui.page import Context
from ui.theme import Theme
from ui.words import VietnameseWords

if TYPE_CHECKING:
    from app.services.bundle import Services

pytestmark = pytest.mark.usefixtures("no_thread_is_left")


@pytest.fixture
def window(
    services: Services, theme: Theme, messages: Recorder, settings: Settings, qtbot: QtBot
) -> Iterator[MainWindow]:
    made = MainWindow(
        theme,
        ImmediateJobs(messages.error),
        messages,
        Memory(settings),
        settings,
        close_register=lambda _s: None,
    )
    qtbot.addWidget(made)
    made.attach(services, str(services.register.path))
    made.show()
    yield made
    made.close()


def test_the_branchs_name_stands_on_top(window: MainWindow) -> None:
    assert "Bắc Kạn" in window.windowTitle()
    assert "Bắc Kạn" in window._navigation._name.text()


def test_pages_are_built_when_first_opened(window: MainWindow) -> None:
    assert set(window._pages) == {"overview"}
    window.open_page("settings")
    assert set(window._pages) == {"overview", "settings"}
    assert window._stack.currentWidget() is window.page("settings")


def test_ctrl_and_a_number_opens_a_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert window._stack.currentWidget() is window.page("settings")


def test_a_change_is_told_with_undo_and_undo_takes_it_back(window: MainWindow, services: Services) -> None:
    from app.services import member_queries

    context = window.context
    assert context is not None
    context.change(lambda: add_member(services, "Nông Văn Dền"))
    assert "Nông Văn Dền" in window._notice.text
    assert "Nông Văn Dền" in window._menus.undo.text()
    window._notice.buttons()["Hoàn tác"].click()
    today = services.today()
    assert (
        member_queries.list_members(services.register, member_queries.MemberQuery(), today=today).total == 0
    )
    assert "Đã hoàn tác" in window._notice.text
    window._menus.redo.trigger()
    assert (
        member_queries.list_members(services.register, member_queries.MemberQuery(), today=today).total == 1
    )


def test_undo_with_nothing_to_undo_is_switched_off(window: MainWindow) -> None:
    assert not window._menus.undo.isEnabled()
    assert not window._menus.redo.isEnabled()


def test_a_hidden_page_reloads_only_when_it_is_shown(window: MainWindow, services: Services) -> None:
    context = window.context
    assert context is not None
    refreshed: list[str] = []
    overview = window.page("overview")
    window.open_page("settings")
    overview.refresh = lambda: refreshed.append("overview")  # type: ignore[method-assign]
    context.change(lambda: add_member(services, "Nông Văn Dền"))
    assert refreshed == []
    window.open_page("overview")
    assert refreshed == ["overview"]


def test_type_size_and_palette_are_changed_and_remembered(window: MainWindow, settings: Settings) -> None:
    window._menus.scales[150].trigger()
    window._menus.dark.trigger()
    assert (settings.current.type_scale, settings.current.dark) == (150, True)
    assert QApplication.font().pointSizeF() == pytest.approx(19.5)
    assert Settings(settings.path).current.type_scale == 150


@pytest.mark.parametrize(("scale", "height"), [(100, 768), (150, 768), (200, 1080)])
def test_the_window_fits_a_small_screen(window: MainWindow, theme: Theme, scale: int, height: int) -> None:
    theme.apply(scale, dark=False)
    QApplication.processEvents()
    window.open_page("settings")
    least = window.minimumSizeHint()
    assert least.width() <= 1366
    assert least.height() <= height


def test_everything_is_searched_without_accents(
    context: Context, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = add_member(services, "Nông Văn Dền")
    triggered: list[str] = []
    command = QAction("Sao lưu ngay")
    command.triggered.connect(lambda: triggered.append("backup"))
    dialog = SearchDialog(context, [("Sao lưu ngay", "Ctrl+B", command)])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("nong den")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert context.navigator.went == [("members", member.id)]  # type: ignore[attr-defined]
    dialog.show()
    dialog.field.setText("sao luu")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert triggered == ["backup"]


def test_qts_own_buttons_are_vietnamese() -> None:
    words = VietnameseWords()
    assert [words.translate("QPlatformTheme", text) for text in ("Save", "&Cancel", "&Yes", "&No")] == [
        "Lưu",
        "Hủy",
        "Có",
        "Không",
    ]
    assert not words.translate("QPlatformTheme", "Something else")


# ---------------------------------------------------------------- first start, and from register to register


@pytest.fixture
def program(
    qapp: QApplication, theme: Theme, paths: Paths, settings: Settings, qtbot: QtBot
) -> Iterator[Program]:
    made = Program(qapp, theme, Machine(paths, settings, fixed_clock))
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    made.jobs.close()
    made.window.deleteLater()
    made.deleteLater()
    QApplication.processEvents()


def test_the_first_questions_become_a_register_that_is_opened_closed_and_backed_up(
    program: Program, paths: Paths, settings: Settings, qtbot: QtBot
) -> None:
    program.begin()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(FirstStartDialog)))
    dialog = program.window.findChildren(FirstStartDialog)[0]
    dialog.empty_button.click()
    assert dialog.isVisible(), "the name is asked for"
    dialog.name.setText("Hội Trường Sơn phường Sông Cầu")
    dialog.code.setText("HTS")
    dialog.empty_button.click()
    qtbot.waitUntil(lambda: program.window.services is not None)
    path = Path(settings.current.last_register)
    assert path == paths.documents / "hoi-truong-son-phuong-song-cau.sohoi"
    services = program.window.services
    assert services is not None
    add_member(services, "Nông Văn Dền")
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert len(list(paths.backups.rglob("*.sohoi-backup"))) == 1


def test_a_register_that_is_gone_is_said_so_and_the_window_stays_useful(
    program: Program, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[SoHoiError] = []
    monkeypatch.setattr(program.messages, "error", shown.append)
    program.begin(tmp_path / "khong-co.sohoi")
    qtbot.waitUntil(lambda: bool(shown))
    assert "khong-co.sohoi" in shown[0].message
    assert program.window.services is None
    assert program.window._start._choices.isVisible()


def test_settings_that_cannot_be_written_keep_no_register_from_being_shown(
    program: Program, services: Services, settings: Settings, qtbot: QtBot
) -> None:
    services.register.close()
    settings.path = services.register.path / "settings.json"  # no folder can be made there
    told: list[Notice] = []
    program.messages.noticed.connect(told.append)
    program.begin(services.register.path)
    qtbot.waitUntil(lambda: program.window.services is not None)
    assert program.window.services is not None
    assert program.window.services.register.path == services.register.path
    assert "Không ghi được thiết lập" in told[0].text
    assert settings.current.last_register == str(services.register.path)


def test_a_type_size_that_cannot_be_remembered_is_still_used_and_told(
    window: MainWindow, settings: Settings, messages: Recorder, theme: Theme, tmp_path: Path
) -> None:
    (tmp_path / "tep").touch()
    settings.path = tmp_path / "tep" / "settings.json"
    window._menus.scales[125].trigger()
    window._menus.dark.trigger()
    assert (theme.scale, theme.is_dark) == (125, True)
    assert len([each for each in messages.notices if "Không ghi được thiết lập" in each.text]) == 2


def test_an_existing_register_is_never_proposed_for_a_new_one(
    theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "hoi-a.sohoi").touch()
    answered: list[FirstAnswers] = []
    dialog = FirstStartDialog(tmp_path, Recorder())
    qtbot.addWidget(dialog)
    dialog.answered.connect(answered.append)
    dialog.name.setText("Hội A")
    dialog.import_button.click()
    assert answered == [FirstAnswers("Hội A", "", "", tmp_path / "hoi-a-2.sohoi", wants_import=True)]


def test_a_bug_is_reported_once_with_versions_and_trace(
    theme: Theme, qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    net = BugNet()

    def look(report: ProblemReport) -> int:
        opened.append(report.report)
        net.catch(ValueError, ValueError("second"), None)
        QApplication.processEvents()
        report.copy_button.click()
        return 0

    monkeypatch.setattr(ProblemReport, "exec", look)
    before = sys.excepthook
    net.install()
    try:
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("first"), None)
        qtbot.waitUntil(lambda: bool(opened))
    finally:
        net.remove()
    assert sys.excepthook is before
    assert len(opened) == 1
    assert "first" in opened[0]
    assert "Qt" in opened[0]
    assert QApplication.clipboard().text() == opened[0]
    assert "second" in caplog.text


def test_a_register_that_does_not_open_is_put_back_from_a_backup(
    program: Program, services: Services, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import backups

    add_member(services, "Nông Văn Dền")
    backup = backups.back_up_now(services)[0]
    services.register.close()
    broken = tmp_path / "hong.sohoi"
    broken.write_bytes(b"no register")
    shown: list[SoHoiError] = []
    proposed: list[Path] = []
    monkeypatch.setattr(program.messages, "error", shown.append)
    monkeypatch.setattr(program.messages, "choose_open_file", lambda *_: backup)

    def choose(_title: str, suggested: Path, _files: str) -> Path:
        proposed.append(suggested)
        return suggested

    monkeypatch.setattr(program.messages, "choose_save_file", choose)
    program.begin(broken)
    qtbot.waitUntil(lambda: bool(shown))
    (action,) = [a for a in program.window.findChildren(QAction) if a.text().startswith("&Khôi phục")]
    assert action.isEnabled()
    action.trigger()
    qtbot.waitUntil(lambda: program.window.services is not None)
    assert proposed == [broken]
    assert program.window.services is not None
    assert program.window.services.register.path == broken
    assert b"no register" in [each.read_bytes() for each in tmp_path.glob("hong*") if each != broken]


def test_another_register_is_not_opened_over_unsaved_typing(
    program: Program, services: Services, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.register.close()
    program.begin(services.register.path)
    qtbot.waitUntil(lambda: program.window.services is not None)
    held = program.window.services
    program.window.open_page("settings")
    monkeypatch.setattr(program.window.page("settings"), "leave", lambda: False)
    program.open_register(tmp_path / "khac.sohoi")
    assert program.window.services is held
    monkeypatch.undo()
