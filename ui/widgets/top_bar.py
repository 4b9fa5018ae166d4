"""The strip above the page: search over everything, undo and redo in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.icons import put_icon
from ui.theme import Theme


class TopBar(QFrame):
    """Signal ``search_asked()`` when the user wants to search everything."""

    search_asked = Signal()

    def __init__(self, undo: QAction, redo: QAction, theme: Theme, parent: QWidget | None = None) -> None:
        """``undo`` and ``redo`` are the window's actions; their buttons follow them."""
        super().__init__(parent)
        self.setObjectName("topBar")
        search = QPushButton("Tìm trong cả sổ…   Ctrl+K", self)
        search.setToolTip("Tìm hội viên, cuộc họp, khen thưởng, lệnh (Ctrl+K)")
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        search.setStyleSheet("text-align: left;")
        put_icon(search, "search")
        search.clicked.connect(self.search_asked)
        self._search = search
        self._theme = theme
        self._undo = self._button("Hoàn tác", "undo", undo)
        self._redo = self._button("Làm lại", "redo", redo)
        row = self._row = QHBoxLayout(self)
        row.addWidget(search, 10)
        row.addStretch(1)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        row.setSpacing(6)
        theme.changed.connect(self._fit)
        self._fit()

    def show_undo(self, undo: str, redo: str) -> None:
        """Say in the tips what would be undone and done again."""
        for button, words, label, key in (
            (self._undo, "Hoàn tác", undo, "Ctrl+Z"),
            (self._redo, "Làm lại", redo, "Ctrl+Y"),
        ):
            button.setToolTip(f"{words}: {label} ({key})" if label else "")

    def _button(self, words: str, icon_name: str, action: QAction) -> QPushButton:
        button = QPushButton(words, self)
        put_icon(button, icon_name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say of the search what there is room for; the window may be as narrow as the shortest words."""
        edge = 16 if self._theme.scale <= 150 else 8
        self._row.setContentsMargins(edge, 6, edge, 6)
        others = self._undo.sizeHint().width() + self._redo.sizeHint().width()
        room = self.width() - others - 2 * edge - 3 * self._row.spacing()
        self._search.setText("Tìm")
        least = self._search.sizeHint().width()
        self._search.setMinimumWidth(least)
        for text in ("Tìm trong cả sổ…   Ctrl+K", "Tìm (Ctrl+K)", "Tìm"):
            self._search.setText(text)
            if self._search.sizeHint().width() <= room:
                break
        self._search.setMaximumWidth(self._theme.px(520))
