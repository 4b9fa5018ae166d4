"""The line that says a year of a fund's book is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.vietnamese.dates import short_date
from app.vietnamese.numbers import money
from ui.icons import pixmap
from ui.page import Context
from ui.pages.fund.tab import Scope
from ui.widgets.words import words


class LockLine(QFrame):
    """Says that the year is closed, since when and with what; offers to open it again."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._said = ("", "")
        self._is_short = False
        px = context.theme.px
        self.setObjectName("notice")
        self._picture = QLabel(self)
        self.words = words("", "", self, wrap=True)
        self.reopen_button = QPushButton("Mở lại sổ…", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(6), px(4))
        row.setSpacing(px(10))
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.reopen_button)
        self.hide()

    def shorten(self, *, is_short: bool) -> None:
        """Say it in a few words, or in full."""
        self._is_short = is_short
        self.words.setText(self._said[is_short])
        self.words.setToolTip(self._said[0])

    def show_scope(self, scope: Scope) -> None:
        """Say how the year of this scope is closed; hides when it is open."""
        row = scope.closing
        self.setVisible(row is not None)
        if row is None:
            return
        closing = row.closing
        self._picture.setPixmap(pixmap("lock", self._theme.px(22), self._theme.colours.ink))
        said = f"Sổ đã khóa đến hết năm {closing.year}"
        if closing.year == scope.year:
            said = f"Sổ năm {closing.year} đã khóa ngày {short_date(closing.closed_on)}"
            said += f", tồn {money(closing.balance)}"
        note = f"Ghi chú: {closing.note}" if closing.note else ""
        self._said = (
            f"{said}. {row.difference_words} {note}".strip(),
            f"Sổ đã khóa đến hết năm {closing.year}.",
        )
        self.shorten(is_short=self._is_short)
        self.reopen_button.setText(f"Mở lại sổ năm {scope.closed_until}…")
