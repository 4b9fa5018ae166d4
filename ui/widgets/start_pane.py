"""What stands in the window while no register is open: what is happening, or how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.words import words


class StartPane(QWidget):
    """Signals ``new_asked()``, ``open_asked()``, ``example_asked()``."""

    new_asked = Signal()
    open_asked = Signal()
    example_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words("Đang mở sổ…", "pageTitle", self, wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._choices = QWidget(self)
        row = QHBoxLayout(self._choices)
        row.addStretch(1)
        for text, icon_name, signal, primary in (
            ("Lập sổ mới", "add", self.new_asked, True),
            ("Mở sổ có sẵn", "open", self.open_asked, False),
            ("Xem ví dụ", "preview", self.example_asked, False),
        ):
            button = QPushButton(text, self._choices)
            button.setProperty("primary", primary)
            put_icon(button, icon_name)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self._choices.hide()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(20))
        column.addStretch(2)
        column.addWidget(self._words)
        column.addWidget(self._choices)
        column.addStretch(3)

    def say_busy(self, text: str) -> None:
        """Say what is being done; nothing can be chosen meanwhile."""
        self._words.setText(text)
        self._choices.hide()

    def say_nothing_is_open(self) -> None:
        """Offer the three ways to begin."""
        self._words.setText("Chưa mở sổ nào")
        self._choices.show()
