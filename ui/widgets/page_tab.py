"""One tab of a page of several: its own buttons in the title line, its own dialogs, its own list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from ui.icons import put_icon
from ui.page import ANYTHING, Context
from ui.widgets.edit_dialog import EditDialog


class PageTab(QWidget):
    """Lays its parts into ``column``; the page puts its ``deeds`` into the title line while it is open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        #: Buttons that stand in the title line of the page while this tab is open.
        self.deeds: list[QPushButton] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, context.theme.px(8), 0, 0)
        self.column.setSpacing(context.theme.px(8))

    def add(self) -> None:
        """Begin something new (Ctrl+N)."""

    def focus_search(self) -> None:
        """Put the keyboard into the search field, where there is one."""

    def deed(
        self,
        text: str,
        icon_name: str,
        act: Callable[[], object] | None = None,
        *,
        primary: bool = False,
        tip: str = "",
    ) -> QPushButton:
        """A button for the title line of the page."""
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        if self.context.theme.scale <= 150:  # the largest type needs the room for the words
            put_icon(button, icon_name)
        button.setToolTip(tip)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        self.deeds.append(button)
        return button

    def show_dialog(self, dialog: EditDialog, save: Callable[..., None]) -> None:
        """Open a dialog; ``save(value, done, failed)`` takes what it gives."""
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def change(
        self,
        work: Callable[[], Any],
        done: Callable[[], None] | None = None,
        failed: Callable[[SoHoiError], None] | None = None,
        *,
        kinds: frozenset[str] = ANYTHING,
    ) -> None:
        """Change the register; the window offers Undo."""
        self.context.change(work, lambda _result: done() if done else None, failed, kinds=kinds)
