"""About the program, and the list of keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.problem_report import versions
from ui.widgets.words import rule, words

_OTHER_KEYS = (
    ("Ctrl+F", "Tìm trong trang đang mở"),
    ("Enter", "Mở dòng đang chọn trong danh sách"),
    ("Delete", "Xóa dòng đang chọn (có thể hoàn tác)"),
    ("Tab", "Sang ô tiếp theo; Shift+Tab: về ô trước"),
    ("Esc", "Đóng cửa sổ con, hoặc xóa chữ đang tìm"),
    ("Alt + chữ gạch chân", "Mở thực đơn"),
)


class AboutDialog(QDialog):
    """What the program is, its versions and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Về chương trình Sổ Hội")
        inside = QWidget()
        text = QVBoxLayout(inside)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(10)
        about = (
            "Giữ sổ hội viên, hội họp, khen thưởng, thăm hỏi và quỹ của Hội trong một tệp trên máy này; "
            "in giấy khen và lập báo cáo cuối năm. Chương trình không dùng mạng."
        )
        text.addWidget(words(about, "", inside, wrap=True))
        shown = words(versions(), "soft", inside)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.addWidget(shown)
        text.addWidget(rule(inside))
        licences = (
            "Mã nguồn theo giấy phép MIT. Chữ Be Vietnam Pro, Tinos, Playfair Display, Great Vibes và Charm "
            "theo giấy phép SIL Open Font. Giao diện dùng Qt theo LGPL."
        )
        text.addWidget(words(licences, "soft", inside, wrap=True))
        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        scroller.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(words("Sổ Hội", "pageTitle", self))
        column.addWidget(scroller, 1)
        column.addLayout(_close_row(self))
        room, letter = self.screen().availableGeometry(), self.fontMetrics()
        wide = min(letter.averageCharWidth() * 64, room.width() - 40)
        self.resize(wide, min(letter.lineSpacing() * 23, room.height() - 60))


class KeysDialog(QDialog):
    """Every key and what it does."""

    def __init__(self, commands: Sequence[tuple[str, str, QAction]], parent: QWidget | None = None) -> None:
        """``commands`` are (words, key, action) as the menus give them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Các phím tắt")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        rows = [(key, text) for text, key, _ in commands if key]
        for number, (key, text) in enumerate([*rows, *_OTHER_KEYS]):
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if "+" in key else key
            grid.addWidget(words(shown or key, "heading", inside), number, 0)
            grid.addWidget(words(text, "", inside, wrap=True), number, 1)
        grid.setColumnStretch(1, 1)
        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        scroller.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.addWidget(words("Các phím tắt", "pageTitle", self))
        column.addWidget(scroller, 1)
        column.addLayout(_close_row(self))
        type_size = self.fontMetrics()
        room = self.screen().availableGeometry()
        high = min(type_size.lineSpacing() * 30, room.height() - 60)
        self.resize(min(type_size.averageCharWidth() * 68, room.width() - 40), high)


def _close_row(dialog: QDialog) -> QHBoxLayout:
    close = QPushButton("Đóng", dialog)
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    return row
