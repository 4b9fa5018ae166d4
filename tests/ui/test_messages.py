"""What is said and asked: the recorder for tests, the real boxes in Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import RuleError
from ui.messages import Notice, Recorder, WindowMessages
from ui.theme import Theme
from ui.widgets.notice_bar import NoticeBar


def press(words: str, seen: list[str]) -> None:
    """Press a button of the box that is open."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    seen.append(box.text())
    next(b for b in box.findChildren(QPushButton) if b.text() == words).click()


def test_an_error_is_shown_in_its_own_words(theme: Theme, qtbot: QtBot) -> None:
    seen: list[str] = []
    messages = WindowMessages()
    QTimer.singleShot(0, messages, lambda: press("Đã hiểu", seen))
    messages.error(RuleError("Đợt này đã có quyết định."))
    assert seen == ["Đợt này đã có quyết định."]


@pytest.mark.parametrize(("button", "answer"), [("Khôi phục", True), ("Hủy", False)])
def test_a_question_is_answered_by_the_deeds_own_word(theme: Theme, button: str, answer: bool) -> None:
    seen: list[str] = []
    window = QWidget()
    messages = WindowMessages(window)
    QTimer.singleShot(0, messages, lambda: press(button, seen))
    assert messages.confirm("Khôi phục sổ?", "Khôi phục") is answer


def test_what_is_shown_is_logged_without_the_persons_name(
    theme: Theme, caplog: pytest.LogCaptureFixture
) -> None:
    messages = WindowMessages()
    with caplog.at_level("INFO"):
        QTimer.singleShot(0, messages, lambda: press("Đã hiểu", []))
        messages.error(RuleError("Đã có hội viên Nguyễn Văn An."))
    assert "RuleError" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_a_file_that_is_gone_is_said_so(theme: Theme, tmp_path: Path) -> None:
    seen: list[str] = []
    messages = WindowMessages()
    QTimer.singleShot(0, messages, lambda: press("Đã hiểu", seen))
    messages.open_path(tmp_path / "giay-khen.pdf")
    assert "giay-khen.pdf" in seen[0]


def test_done_becomes_a_quiet_notice_with_its_actions(theme: Theme, qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    messages = WindowMessages()
    messages.noticed.connect(bar.show_notice)
    pressed: list[str] = []
    messages.done("9 giấy khen, 9 trang, 182 KB", [("Mở", lambda: pressed.append("open"))])
    assert bar.text == "9 giấy khen, 9 trang, 182 KB"
    bar.buttons()["Mở"].click()
    assert pressed == ["open"]
    messages.done("Xong việc khác")
    assert bar.buttons() == {}


def test_the_recorder_answers_what_was_laid_ready_and_nothing_else(tmp_path: Path) -> None:
    recorder = Recorder(answers=[True], paths=[tmp_path], texts=["chữ"])
    assert recorder.confirm("Được không?", "Được")
    assert recorder.choose_folder("Đâu?") == tmp_path
    assert recorder.ask_text("Tên", "Ghi tên") == "chữ"
    recorder.done("Xong")
    recorder.tell("Nghe")
    recorder.open_path(tmp_path)
    recorder.open_folder(tmp_path)
    assert recorder.notices == [Notice("Xong")]
    assert recorder.asked == ["Được không?", "Đâu?", "Ghi tên"]
    with pytest.raises(IndexError):
        recorder.confirm("Câu không ai chờ", "Được")


def test_a_notice_is_plain_text(theme: Theme, qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notice("Đã lưu: <b>An</b>"))
    label = next(each for each in bar.findChildren(QLabel) if each.text())
    assert label.text() == "Đã lưu: <b>An</b>"
    assert label.textFormat().name == "PlainText"
