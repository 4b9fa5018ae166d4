"""A list with its detail pane: side by side when there is room, one at a time when there is not."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui.memory import Memory
from ui.theme import Theme

#: Narrower than this (pixels at 100 %), one of the two is shown at a time.
_SIDE_BY_SIDE_FROM = 720


class ListAndDetail(QWidget):
    """Remembers how the room was shared out; neither can be pushed away.

    When the window is narrow or the type large, a button below leads from the list to the detail and back.
    """

    def __init__(
        self,
        items: QWidget,
        detail: QWidget,
        name: str,
        theme: Theme,
        memory: Memory,
        parent: QWidget | None = None,
        *,
        shares: tuple[int, int] = (580, 420),
    ) -> None:
        """``name`` is under what the sizes are remembered ("members"); ``shares`` of the room at first."""
        super().__init__(parent)
        self._theme = theme
        self._memory = memory
        self._key = f"split.{name}"
        self._items = items
        self._detail = detail
        self._is_narrow = False
        self._shows_detail = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        layout = detail.layout()
        if layout is not None:
            # A width that was set by hand hides from the splitter what the buttons need.
            detail.setMinimumWidth(max(detail.minimumWidth(), layout.minimumSize().width()))
        self._splitter.addWidget(items)
        self._splitter.addWidget(detail)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        held = memory.get(self._key)
        if not held or not self._splitter.restoreState(QByteArray.fromBase64(held.encode())):
            self._splitter.setSizes(list(shares))
        self._splitter.splitterMoved.connect(self._remember)
        self.turn_button = QPushButton(self)
        self.turn_button.clicked.connect(lambda _checked: self.show_detail(not self._shows_detail))
        row = QHBoxLayout()
        row.addWidget(self.turn_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._splitter, 1)
        column.addLayout(row)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Whether one of the two is shown at a time."""
        return self._is_narrow

    def show_detail(self, is_shown: bool) -> None:
        """When there is room for one only: show the detail, or the list again."""
        self._shows_detail = is_shown
        self._arrange()
        if self._is_narrow:
            (self.turn_button if is_shown else self._items).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = self.width() < self._theme.px(_SIDE_BY_SIDE_FROM)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        self._items.setVisible(not (self._is_narrow and self._shows_detail))
        self._detail.setVisible(not self._is_narrow or self._shows_detail)
        self.turn_button.setVisible(self._is_narrow)
        self.turn_button.setText("‹ Về danh sách" if self._shows_detail else "Xem chi tiết ›")

    def _remember(self, *_places: int) -> None:
        self._memory.put(self._key, self._splitter.saveState().toBase64().toStdString())
