"""What the program says and asks: the only room with message boxes and file dialogs.

What is shown is logged by its kind and its error class; the sentence itself may hold names and stays out of
the log (design §7: logs without personal data).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import SoHoiError

_log = logging.getLogger(__name__)

Action = tuple[str, Callable[[], object]]

EXCEL_FILES = "Bảng tính (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.txt *.htm *.html *.xml)"
WORKBOOK_FILES = "Sổ tính Excel (*.xlsx)"
FORM_FILES = "Biểu mẫu Excel (*.xlsx *.xlsm)"
PDF_FILES = "Tệp PDF (*.pdf)"
WORD_FILES = "Văn bản Word (*.docx)"
SUBMISSION_FILES = "Báo cáo nộp cấp trên (*.sohoi-nop)"
REGISTER_FILES = "Sổ Hội (*.sohoi)"
BACKUP_FILES = "Bản sao lưu (*.sohoi-backup *.sohoi)"


@dataclass(frozen=True, slots=True)
class Notice:
    """A quiet line in the window: what was done, and what can be done with it."""

    text: str
    actions: tuple[Action, ...] = ()
    serious: bool = False


class Messages(Protocol):
    """Everything the program can say to the user or ask him for."""

    def error(self, problem: SoHoiError) -> None:
        """Show what the world did wrong, in the sentence that the error carries."""

    def tell(self, text: str) -> None:
        """Say something that must be read before going on."""

    def confirm(self, text: str, yes_label: str, no_label: str = "Hủy") -> bool:
        """Ask; the answer's button carries the deed's own word ("Xóa", "Khôi phục")."""

    def done(self, text: str, actions: Sequence[Action] = ()) -> None:
        """Say quietly that something is done, with what can follow (Mở · Mở thư mục · In · Hoàn tác)."""

    def choose_open_file(self, title: str, files: str, folder: Path | None = None) -> Path | None:
        """A file that exists; ``files`` is a filter such as :data:`EXCEL_FILES`; None when cancelled."""

    def choose_open_files(self, title: str, files: str, folder: Path | None = None) -> list[Path]:
        """Ask for one or several files to read; none when the user gives up."""

    def choose_save_file(self, title: str, suggested: Path, files: str) -> Path | None:
        """Where to write; asks before an existing file is overwritten; None when cancelled."""

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """A folder; None when cancelled."""

    def ask_text(self, title: str, label: str, initial: str = "") -> str | None:
        """One line of text; None when cancelled."""

    def open_path(self, path: Path) -> None:
        """Open a file with the program that the computer has for it."""

    def open_folder(self, path: Path) -> None:
        """Open the folder in which a file lies (or the folder itself)."""


class WindowMessages(QObject):
    """The real messages. Signal ``noticed(Notice)``: a quiet line for the window's notice bar."""

    noticed = Signal(object)

    def __init__(self, window: QWidget | None = None) -> None:
        """``window`` is what boxes stand in front of when nothing else is active."""
        super().__init__()
        self._window = window

    def stand_before(self, window: QWidget) -> None:
        """Show boxes in front of this window from now on."""
        self._window = window

    def error(self, problem: SoHoiError) -> None:
        _log.info("Shown: %s", type(problem).__name__)
        self._box(QMessageBox.Icon.Warning, problem.message, "Chưa làm được").exec()

    def tell(self, text: str) -> None:
        _log.info("Told something")
        self._box(QMessageBox.Icon.Information, text, "Sổ Hội").exec()

    def confirm(self, text: str, yes_label: str, no_label: str = "Hủy") -> bool:
        box = self._box(QMessageBox.Icon.Question, text, "Sổ Hội")
        box.setStandardButtons(QMessageBox.StandardButton.NoButton)
        yes = box.addButton(yes_label, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(no_label, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)  # what is asked loses or locks something: Enter alone must not do it
        box.setEscapeButton(no)
        box.exec()
        answer = box.clickedButton() is yes
        _log.info("Asked; answer %s", answer)
        return answer

    def done(self, text: str, actions: Sequence[Action] = ()) -> None:
        _log.info("Done shown")
        self.noticed.emit(Notice(text, tuple(actions)))

    def choose_open_file(self, title: str, files: str, folder: Path | None = None) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(self._front(), title, str(folder or ""), files)
        return Path(chosen) if chosen else None

    def choose_open_files(self, title: str, files: str, folder: Path | None = None) -> list[Path]:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self._front(), title, str(folder or ""), files)
        return [Path(each) for each in chosen]

    def choose_save_file(self, title: str, suggested: Path, files: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(self._front(), title, str(suggested), files)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suggested.suffix)

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._front(), title, str(folder or ""))
        return Path(chosen) if chosen else None

    def ask_text(self, title: str, label: str, initial: str = "") -> str | None:
        from PySide6.QtWidgets import QInputDialog, QLineEdit

        dialog = QInputDialog(self._front())
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue(initial)
        dialog.setOkButtonText("Đồng ý")
        dialog.setCancelButtonText("Hủy")
        accepted = dialog.exec()
        return dialog.textValue() if accepted else None

    def open_path(self, path: Path) -> None:
        self._open(path)

    def open_folder(self, path: Path) -> None:
        self._open(path if path.is_dir() else path.parent)

    def _open(self, path: Path) -> None:
        if not path.exists():
            self.tell(f"Không còn thấy {path}. Tệp có thể đã bị chuyển chỗ hoặc xóa.")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.tell(f"Máy chưa có chương trình mở loại tệp này. Tệp nằm ở:\n{path}")

    def _front(self) -> QWidget | None:
        return self._window.window() if self._window is not None else None

    def _box(self, picture: QMessageBox.Icon, text: str, title: str) -> QMessageBox:
        box = QMessageBox(picture, title, text, QMessageBox.StandardButton.Ok, self._front())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.button(QMessageBox.StandardButton.Ok).setText("Đã hiểu")
        return box


def openers(messages: Messages, path: Path) -> tuple[Action, Action]:
    """What can follow when a file was written: open it, or the folder in which it lies."""
    return (("Mở", lambda: messages.open_path(path)), ("Mở thư mục", lambda: messages.open_folder(path)))


@dataclass
class Recorder:
    """Messages for tests and pictures: remembers what was said, answers what was laid ready."""

    errors: list[SoHoiError] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    opened_folders: list[Path] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    paths: list[Path | None] = field(default_factory=list)

    def error(self, problem: SoHoiError) -> None:
        self.errors.append(problem)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str, yes_label: str, no_label: str = "Hủy") -> bool:
        """The next of ``answers``; raises IndexError when none is ready, a question nobody expected."""
        self.asked.append(text)
        return self.answers.pop(0)

    def done(self, text: str, actions: Sequence[Action] = ()) -> None:
        self.notices.append(Notice(text, tuple(actions)))

    def choose_open_file(self, title: str, files: str, folder: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def choose_open_files(self, title: str, files: str, folder: Path | None = None) -> list[Path]:
        """All of ``paths`` that are laid ready."""
        self.asked.append(title)
        chosen = [path for path in self.paths if path is not None]
        self.paths.clear()
        return chosen

    def choose_save_file(self, title: str, suggested: Path, files: str) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def ask_text(self, title: str, label: str, initial: str = "") -> str | None:
        self.asked.append(label)
        return self.texts.pop(0)

    def open_path(self, path: Path) -> None:
        self.opened.append(path)

    def open_folder(self, path: Path) -> None:
        self.opened_folders.append(path)
