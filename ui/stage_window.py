"""The stage of the pictures: the window on a copy of the register, and a folder for small files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow
    from ui.page import Context


@dataclass(frozen=True, slots=True)
class Stage:
    """What a picture is made with: the window on a copy of the register, and a folder for small files."""

    window: MainWindow
    context: Context
    folder: Path

    def page(self, key: str) -> Any:
        """A page, shown and with a record chosen."""
        self.window.open_page(key)
        page = self.window.page(key)
        settle()
        _choose_record(page)
        settle()
        return page


def settle() -> None:
    """Let everything that waits be done: each round ends when nothing but timers of the future is left."""
    from PySide6.QtCore import QEventLoop, QTimer

    for _ in range(3):  # what a round does may ask for another layout or picture
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()


def _choose_record(page: QWidget) -> None:
    from ui.widgets.table import Table

    for table in page.findChildren(Table):
        if table.isVisible():
            table.select_first()
