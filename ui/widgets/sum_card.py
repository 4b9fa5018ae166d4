"""A sum with its parts in one line, "5.000.000 + 2.500.000 − 1.500.000 = 6.000.000", words below each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.theme import Theme
from ui.widgets.words import words


class SumCard(QFrame):
    """Shows figures with the signs between them; :meth:`show_parts` fills it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._grid = QGridLayout(self)
        edge, gap = (12, 6) if theme.scale <= 150 else (6, 3)  # large type needs the room for the figures
        edge = theme.px(edge)
        self._grid.setContentsMargins(edge, theme.px(8), edge, theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(gap))
        self._grid.setVerticalSpacing(0)

    def show_parts(self, parts: Sequence[tuple[str, str, str]]) -> None:
        """``parts`` are (sign before it, figure, words below it); the sign of the first is empty."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (sign, figure, label) in enumerate(parts):
            place = number * 2
            if sign:
                between = words(sign, "heading", self)
                self._grid.addWidget(between, 0, place - 1, Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(words(figure, "heading", self), 0, place)
            self._grid.addWidget(words(label, "fieldLabel", self, wrap=True), 1, place)
            self._grid.setColumnStretch(place, 1)
