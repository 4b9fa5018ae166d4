"""Ctrl+K: one field that finds members, meetings, awards, visits and commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.vietnamese.text import fold
from ui.icons import icon
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.fields import SearchField
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.search import Hit

_PLACE = Qt.ItemDataRole.UserRole


class SearchDialog(QDialog):
    """Type, choose with the arrows, Enter goes there."""

    def __init__(
        self,
        context: Context,
        commands: Sequence[tuple[str, str, QAction]],
        parent: QWidget | None = None,
    ) -> None:
        """``commands`` are (words, key, action) as the menus give them."""
        super().__init__(parent)
        self._context = context
        self._commands = tuple(commands)
        self._asked = ""
        self._hits: tuple[Hit, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tìm khắp sổ")
        self.field = SearchField("Gõ tên người, cuộc họp, đợt khen… không cần dấu", self)
        self.field.searched.connect(self._search)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self._take())
        self._note = words("↑ ↓ để chọn · Enter để mở · Esc để thôi", "soft", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self._note)
        take_size(self, context.theme, 640, 460)
        self._show((), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None and self.list.count():
                place = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
                self.list.setCurrentRow(place)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self._asked = text
        context = self._context

        def work() -> tuple[Hit, ...]:
            from app.services import search

            return search.search_everything(context.services.register, text, today=context.services.today())

        def after(hits: tuple[Hit, ...]) -> None:
            if text == self._asked:
                self._show(hits, text)

        context.ask(work, after, to=self)

    def _show(self, hits: tuple[Hit, ...], text: str) -> None:
        self._hits = hits
        self.list.clear()
        for number, hit in enumerate(hits):
            shown = f"{hit.title}   {hit.kind}" + (f" · {hit.detail}" if hit.detail else "")
            item = QListWidgetItem(icon(hit.page), shown)
            item.setData(_PLACE, ("hit", number))
            self.list.addItem(item)
        wanted = fold(text).split()
        for number, (title, key, _) in enumerate(self._commands):
            if all(word in fold(title) for word in wanted):
                item = QListWidgetItem(icon("settings"), f"{title}   Lệnh" + (f" · {key}" if key else ""))
                item.setData(_PLACE, ("command", number))
                self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
            self._note.setText("↑ ↓ để chọn · Enter để mở · Esc để thôi")
        else:
            self._note.setText(f"Không thấy gì có chữ “{text}”. Thử gõ ít chữ hơn.")

    def _take(self) -> None:
        if self.list.currentRow() < 0:
            return
        what, number = self.list.currentItem().data(_PLACE)
        self.accept()
        if what == "hit":
            hit = self._hits[number]
            self._context.navigator.open_record(hit.page, hit.record_id)
        else:
            self._commands[number][2].trigger()
