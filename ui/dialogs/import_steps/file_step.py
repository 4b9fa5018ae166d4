"""The first step: which file, what can be read, and a sample to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.icons import put_icon
from ui.messages import EXCEL_FILES, WORKBOOK_FILES, Notice, openers
from ui.page import Context
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.words import words

_SAMPLE_NAME = "Danh sách hội viên (mẫu).xlsx"
_RECENT = "import.recent"
_MOST_RECENT = 4
_KINDS = (
    "Đọc được Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods), CSV và bảng lưu từ trang web;\n"
    "chữ Unicode, TCVN3 (ABC) hay VNI đều được."
)


class FileStep(QWidget):
    """Signal ``chosen(Path)`` when the user names a file."""

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        px = context.theme.px
        self.error = words("", "fieldError", self, wrap=True)
        self.error.hide()
        self.choose_button = QPushButton("Chọn tệp…", self)
        self.choose_button.setProperty("primary", True)
        self.choose_button.setAutoDefault(False)
        put_icon(self.choose_button, "folder")
        self.choose_button.clicked.connect(lambda _checked: self.choose())
        self.sample_button = QPushButton("Lấy tệp mẫu để điền…", self)
        self.sample_button.setAutoDefault(False)
        put_icon(self.sample_button, "export")
        self.sample_button.clicked.connect(lambda _checked: self.write_sample())
        self.notice = NoticeBar(self)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.recent_buttons: tuple[QPushButton, ...] = ()
        self._recent_title = words("Các danh sách đã mở gần đây", "fieldLabel", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self._place(), 1)
        column.addWidget(self.notice)
        column.addWidget(self._sample())
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        self._show_recent()

    def _place(self) -> QFrame:
        """Where a file is dropped."""
        place = QFrame(self)
        place.setObjectName("card")
        px = self._context.theme.px
        column = QVBoxLayout(place)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(px(10))
        lead = words("Kéo tệp danh sách thả vào đây, hoặc bấm nút để chọn", "heading", self, wrap=True)
        kinds = words(_KINDS, "soft", self, wrap=True)
        column.addStretch(1)
        for label in (lead, kinds, self.error):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        column.addWidget(self.error)
        column.addWidget(lead)
        column.addLayout(row)
        column.addWidget(kinds)
        column.addStretch(1)
        return place

    def _sample(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.px(12))
        row.addWidget(self.sample_button)
        told = "Chưa có danh sách trên máy? Tệp mẫu có sẵn các cột, chỉ việc ghi tên vào."
        row.addWidget(words(told, "soft", self, wrap=True), 1)
        return line

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return self.choose_button, *self.notice.buttons().values(), self.sample_button, *self.recent_buttons

    # ---------------------------------------------------------------- what the owner says

    def show_problem(self, text: str) -> None:
        """Say why a file could not be read; "" when all is well again."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.choose_button.setText("Chọn tệp khác…" if text else "Chọn tệp…")
        if text:
            self.choose_button.setFocus()

    def remember(self, path: Path) -> None:
        """Put a list that was read first among the recent ones."""
        recent = [str(path), *(each for each in self._read_recent() if each != str(path))]
        self._context.memory.put(_RECENT, "\n".join(recent[:_MOST_RECENT]))
        self._show_recent()

    # ---------------------------------------------------------------- choosing

    def choose(self) -> None:
        """Ask for the file."""
        path = self._context.messages.choose_open_file("Chọn danh sách hội viên", EXCEL_FILES)
        if path is not None:
            self.chosen.emit(path)

    def _read_recent(self) -> Sequence[str]:
        return [each for each in self._context.memory.get(_RECENT).split("\n") if each]

    def _show_recent(self) -> None:
        for button in self.recent_buttons:
            self._recent.removeWidget(button)
            button.deleteLater()
        made = []
        for text in self._read_recent():
            path = Path(text)
            button = QPushButton(f"{path.name}  –  {path.parent}", self)
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.setMinimumWidth(0)
            button.setToolTip(text)
            button.clicked.connect(lambda _checked, path=path: self.chosen.emit(path))
            self._recent.addWidget(button)
            made.append(button)
        self.recent_buttons = tuple(made)
        self._recent_title.setVisible(bool(made))

    # ---------------------------------------------------------------- the sample

    def write_sample(self) -> None:
        """Ask where, then write the sample list with the chi hội of this register."""
        context = self._context
        folder = context.services.paths.documents
        path = context.messages.choose_save_file("Ghi tệp mẫu", folder / _SAMPLE_NAME, WORKBOOK_FILES)
        if path is None:
            return

        def work() -> Path:
            from app.services import imports

            return imports.write_sample_list(path, context.services.register, replace=True)

        context.ask(work, self._show_sample, label="Đang ghi tệp mẫu…")

    def _show_sample(self, path: Path) -> None:
        messages = self._context.messages
        text = f"Đã ghi tệp mẫu {path.name}. Ghi danh sách vào đó, lưu lại rồi quay lại đây chọn tệp."
        actions = openers(messages, path)
        self.notice.show_notice(Notice(text, actions))
