"""The report of our own bugs: says so plainly, gives versions and trace, and a button that copies both."""

from __future__ import annotations

import platform
from importlib import metadata

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app import __version__
from ui.widgets.words import words

_PARTS = ("SQLAlchemy", "reportlab", "openpyxl", "pypdfium2")


def versions() -> str:
    """The program's version, Python, Qt, the system and the libraries that matter, one a line."""
    lines = [
        f"Sổ Hội {__version__}",
        f"Python {platform.python_version()} · {platform.system()} {platform.release()} {platform.machine()}",
        f"PySide6 {PySide6.__version__} · Qt {qVersion()}",
    ]
    for part in _PARTS:
        try:
            lines.append(f"{part} {metadata.version(part)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{part} không thấy")
    return "\n".join(lines)


class ProblemReport(QDialog):
    """Shown once for a bug; the program goes on when it is closed."""

    def __init__(self, trace: str, parent: QWidget | None = None) -> None:
        """``trace`` is Python's text of what went wrong and where."""
        super().__init__(parent)
        self.setWindowTitle("Chương trình gặp lỗi")
        self.report = f"{versions()}\n\n{trace}"
        title = words("Chương trình vừa gặp một lỗi của chính nó", "heading", self, wrap=True)
        lead = words(
            "Không phải do bác làm sai. Những gì đã lưu vẫn còn nguyên trong sổ. "
            "Xin bấm “Chép báo cáo” rồi gửi cho người giúp bác cài chương trình; sau đó có thể làm tiếp.",
            "",
            self,
            wrap=True,
        )
        text = QPlainTextEdit(self.report, self)
        text.setReadOnly(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy_button = QPushButton("Chép báo cáo", self)
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton("Làm tiếp", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(lead)
        column.addWidget(text, 1)
        column.addLayout(row)
        room, letter = self.screen().availableGeometry(), self.fontMetrics()
        wide, high = letter.averageCharWidth() * 84, letter.lineSpacing() * 24
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 40))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self.copy_button.setText("Đã chép")
