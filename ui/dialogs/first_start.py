"""The first start: three questions, then one of three ways to begin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.paths import REGISTER_SUFFIX
from app.vietnamese.text import clean, fold
from ui.icons import put_icon
from ui.messages import REGISTER_FILES, Messages
from ui.widgets.edit_dialog import scroll_when_crowded
from ui.widgets.enter_key import is_enter, press_focused_button
from ui.widgets.words import words


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What the first questions were answered with; ``path`` is where the register will lie."""

    name: str
    place: str
    code: str
    path: Path
    wants_import: bool


class FirstStartDialog(QDialog):
    """Asks for the branch, its place and its mark.

    Signals: ``answered(FirstAnswers)``, ``example_asked()``. Nothing is made here.
    """

    answered = Signal(object)
    example_asked = Signal()

    def __init__(self, folder: Path, messages: Messages, parent: QWidget | None = None) -> None:
        """``folder`` is where registers usually lie."""
        super().__init__(parent)
        self._folder = folder
        self._messages = messages
        self._path: Path | None = None
        self.setWindowTitle("Lập sổ mới")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(6)
        column.addWidget(words("Chào bác! Sổ này của Hội nào?", "pageTitle", self))
        lead = "Chỉ ba câu hỏi. Điều gì cũng sửa lại được sau trong Thiết lập."
        column.addWidget(words(lead, "soft", self, wrap=True))
        body = self._body = QVBoxLayout()
        body.setSpacing(6)
        self.name = self._question(
            body,
            "1. Tên đầy đủ của Hội",
            "Hội Truyền thống Trường Sơn thành phố Bắc Kạn",
        )
        self.place = self._question(body, "2. Địa danh ghi trên văn bản", "Bắc Kạn")
        self.code = self._question(body, "3. Ký hiệu của Hội trong số văn bản (như 01/QĐ-HTS)", "HTS")
        self._error = words("", "fieldError", self, wrap=True)
        self._error.hide()
        body.addWidget(self._error)
        where = QHBoxLayout()
        self._where = words("", "soft", self, wrap=True)
        where.addWidget(self._where, 1)
        change = QPushButton("Đặt chỗ khác…", self)
        change.setAutoDefault(False)
        put_icon(change, "folder")
        change.clicked.connect(self._choose_place)
        where.addWidget(change)
        body.addSpacing(8)
        body.addLayout(where)
        body.addStretch(1)
        column.addLayout(body, 1)
        column.addSpacing(14)
        self.import_button = self._way(column, "Đưa danh sách Excel vào", "import", primary=True)
        self.import_button.clicked.connect(lambda: self._answer(wants_import=True))
        self.empty_button = self._way(column, "Bắt đầu sổ trống", "add")
        self.empty_button.clicked.connect(lambda: self._answer(wants_import=False))
        self.example_button = self._way(column, "Xem ví dụ (một Hội có sẵn, để thử thoải mái)", "preview")
        self.example_button.clicked.connect(self._on_example)
        self.name.textChanged.connect(self._show_path)
        self.name.textChanged.connect(self._error.hide)
        self._show_path()
        room = self.screen().availableGeometry().width() - 40
        self.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 72, room))

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self._body)
        super().showEvent(event)

    def path(self) -> Path:
        """Where the register will lie: the chosen place, or a file named after the branch."""
        if self._path is not None:
            return self._path
        words = fold(self.name.text()) or "so hoi"
        kept = "".join(c if c.isalnum() else "-" for c in words)[:60].strip("-") or "so-hoi"
        path = self._folder / f"{kept}{REGISTER_SUFFIX}"
        number = 2
        while path.exists():
            path = self._folder / f"{kept}-{number}{REGISTER_SUFFIX}"
            number += 1
        return path

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if press_focused_button(self, event):
            return
        if is_enter(event):  # from one question to the next
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _question(self, column: QVBoxLayout, text: str, example: str) -> QLineEdit:
        label = QLabel(text, self)
        field = QLineEdit(self)
        field.setPlaceholderText(f"Ví dụ: {example}")
        label.setBuddy(field)
        column.addSpacing(8)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def _way(self, column: QVBoxLayout, text: str, icon_name: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        button.setAutoDefault(False)
        put_icon(button, icon_name)
        column.addWidget(button)
        return button

    def _show_path(self) -> None:
        self._where.setText(f"Sổ sẽ nằm ở: {self.path()}")

    def _choose_place(self) -> None:
        chosen = self._messages.choose_save_file("Đặt sổ ở đâu?", self.path(), REGISTER_FILES)
        if chosen is not None:
            self._path = (
                chosen
                if chosen.suffix == REGISTER_SUFFIX
                else chosen.with_name(chosen.name + REGISTER_SUFFIX)
            )
            self._show_path()

    def _answer(self, *, wants_import: bool) -> None:
        name = clean(self.name.text())
        if not name:
            self._error.setText("Xin ghi tên của Hội ở câu 1, rồi bấm lại.")
            self._error.show()
            self.name.setFocus()
            return
        answers = FirstAnswers(
            name, clean(self.place.text()), clean(self.code.text()), self.path(), wants_import
        )
        self.accept()
        self.answered.emit(answers)

    def _on_example(self) -> None:
        self.accept()
        self.example_asked.emit()
