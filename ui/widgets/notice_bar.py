"""A quiet bar above the page: "Đã lưu: … — Hoàn tác". It never takes the keyboard and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui.icons import put_icon
from ui.messages import Notice

#: How long a notice stays (milliseconds): long enough to be read twice by slow eyes.
_STAYS = 15_000


class NoticeBar(QFrame):
    """Shows the last notice with its actions as buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 6, 4)
        self._row.addWidget(self._words, 1)
        close = QToolButton(self)
        close.setProperty("flat", True)
        close.setToolTip("Đóng dòng nhắc này")
        close.setAccessibleName("Đóng dòng nhắc")
        put_icon(close, "close")
        close.clicked.connect(self.hide)
        self._row.addWidget(close)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS)
        self._timer.timeout.connect(self._on_time_over)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._words.text()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self.setProperty("serious", notice.serious)
        self.style().polish(self)
        self._words.setText(notice.text)
        for place, (words, act) in enumerate(notice.actions, start=1):
            button = QPushButton(words, self)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._row.insertWidget(place, button)
            self._buttons.append(button)
        self.show()
        if not notice.serious:
            self._timer.start()

    def buttons(self) -> dict[str, QPushButton]:
        """The action buttons by their words."""
        return {button.text(): button for button in self._buttons}

    def _on_time_over(self) -> None:
        # Do not pull a button away from under the mouse or the keyboard.
        if self.underMouse() or any(button.hasFocus() for button in self._buttons):
            self._timer.start()
        else:
            self.hide()
