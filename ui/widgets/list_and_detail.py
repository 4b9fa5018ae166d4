"""A list with its detail pane: side by side when there is room, one above the other when there is not."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.memory import Memory
from ui.theme import Theme

#: Narrower than this (pixels at 100 %), the detail stands under the list.
_SIDE_BY_SIDE_FROM = 720


class ListAndDetail(QSplitter):
    """Remembers how the room was shared out; the two can be pushed, none can be pushed away."""

    def __init__(
        self,
        items: QWidget,
        detail: QWidget,
        name: str,
        theme: Theme,
        memory: Memory,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is under what the sizes are remembered ("members")."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._memory = memory
        self._name = name
        self._restored = ""
        self.setChildrenCollapsible(False)
        self.addWidget(items)
        self.addWidget(detail)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.splitterMoved.connect(self._remember)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def _turn(self) -> None:
        is_wide = self.width() >= self._theme.px(_SIDE_BY_SIDE_FROM)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self.orientation() is not wanted:
            self.setOrientation(wanted)
        key = self._key()
        if self._restored != key:
            self._restored = key
            held = self._memory.get(key)
            if not held or not self.restoreState(QByteArray.fromBase64(held.encode())):
                self.setSizes([580, 420])

    def _remember(self, *_places: int) -> None:
        self._memory.put(self._key(), self.saveState().toBase64().toStdString())

    def _key(self) -> str:
        side = "across" if self.orientation() is Qt.Orientation.Horizontal else "down"
        return f"split.{self._name}.{side}"
