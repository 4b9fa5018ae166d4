"""One tab of a page of several: its own buttons in the title line, its own dialogs, its own list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from ui.page import ANYTHING, Context, Page, title_button
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.tabs import Tabs


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
        button = title_button(self, self.context.theme, text, icon_name, primary=primary, tip=tip)
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


class PageTabs(Tabs):
    """The tabs of a page; the title line carries the deeds of the open one."""

    def __init__(self, page: Page, tabs: Sequence[tuple[PageTab, str]]) -> None:
        """``tabs`` with their names, in order; they fill the page."""
        super().__init__(page)
        self._all = tuple(tab for tab, _text in tabs)
        for tab, text in tabs:
            for button in tab.deeds:
                page.title_row.addWidget(button)
            self.addTab(tab, text)
        self.currentChanged.connect(lambda _number: self._show_deeds())
        self._show_deeds()
        page.body.addWidget(self, 1)

    def come_after(self, *stops: QWidget) -> None:
        """Let the Tab key go through these, the deeds and the tabs, then what is in the open one."""
        deeds = [button for tab in self._all for button in tab.deeds]
        for before, after in pairwise((*stops, *deeds, self.tabBar())):
            self.setTabOrder(before, after)

    def _show_deeds(self) -> None:
        for tab in self._all:
            for button in tab.deeds:
                button.setVisible(tab is self.currentWidget())
