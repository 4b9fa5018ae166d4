"""A quiet notice above the form: who in the register may be the same person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.member_picker import member_hint
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.duplicates import Likeness

_SHOWN = 2


class LikenessNotice(QFrame):
    """The likest people, each with a button that opens the record. Signal ``opened(str member_id)``.

    It never takes the keyboard while somebody types.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._theme = theme
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        edge = theme.px(10)
        self._column.setContentsMargins(edge, theme.px(4), theme.px(4), theme.px(4))
        self._column.setSpacing(0)
        self.hide()

    def show_found(self, found: Sequence[Likeness]) -> None:
        """Show who may be the same person, the likest first; nobody hides the notice."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            self._lines.append(words(f"và {len(found) - _SHOWN} người nữa cũng giống.", "soft", self))
        for line in self._lines:
            self._column.addWidget(line)
            line.show()
        self.setVisible(bool(found))

    def _line(self, like: Likeness) -> QWidget:
        from app.services.duplicates import score_words  # loaded since somebody alike was found
        from app.services.likeness import LIKELY

        row = like.row
        line = QWidget(self)
        parts = QHBoxLayout(line)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(self._theme.px(8))
        who = ", ".join(part for part in (row.full_name, member_hint(row) or row.code) if part)
        how = f"{score_words(like.score)}: " if like.score >= LIKELY else ""
        text = f"Có thể đã có trong sổ: {who} – {how}{', '.join(like.reasons)}"
        parts.addWidget(words(text, "", line, wrap=True), 1)
        go = QPushButton("Mở hồ sơ", line)
        go.setProperty("link", True)
        go.setAutoDefault(False)
        go.setAccessibleName(f"Mở hồ sơ {row.full_name}")
        go.clicked.connect(lambda _checked: self.opened.emit(row.id))
        parts.addWidget(go)
        return line
