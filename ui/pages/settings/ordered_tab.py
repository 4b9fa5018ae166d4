"""A list of the branch's own making, in its order: add, change, move up and down, take out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import SoHoiError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.row_deeds import RowDeeds
from ui.widgets.table import Table
from ui.widgets.words import words


class OrderedTab(QWidget):
    """Every change saves the whole list. Override :attr:`items`, :meth:`dialog_for` and :meth:`saving`.

    What the list holds has an ``id``; where a row of the table is more than that, override :meth:`item_of`.
    """

    #: What changes when the list is saved.
    kinds: frozenset[str]
    table: Table

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def lay_out(self, lead: str, *, add: str, edit_tip: str, remove_tip: str, among: str = "") -> None:
        """Put ``lead`` above the table and the deeds below it; ``add`` and the tips are their words.

        ``among`` says where a row is moved ("trong hồ sơ").
        """
        theme, where = self._context.theme, f" {among}" if among else ""
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.deeds = RowDeeds(
            self.table,
            theme,
            (add, self.add),
            (
                ("Sửa…", "edit", edit_tip, self.edit),
                ("Lên", "up", f"Đưa lên trước{where} (Ctrl+↑)", lambda row: self.shift(row, -1)),
                ("Xuống", "down", f"Đưa xuống sau{where} (Ctrl+↓)", lambda row: self.shift(row, 1)),
                ("Bỏ", "delete", remove_tip, self.remove),
            ),
            self.shift,
            self,
        )
        self.add_button = self.deeds.add_button
        self.lead = words(lead, "soft", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.lead)
        column.addWidget(self.table, 1)
        column.addWidget(self.deeds)

    # ---------------------------------------------------------------- what the list is

    @property
    def items(self) -> Sequence[Any]:
        """What the list holds now, in order."""
        raise NotImplementedError

    def item_of(self, row: Any) -> Any:
        """What a row of the table stands for."""
        return row

    def dialog_for(self, row: Any | None) -> EditDialog:
        """The dialog that gives a new item, or changes that of a row."""
        raise NotImplementedError

    def saving(self, items: Sequence[Any]) -> Callable[[], object]:
        """What saves these as the whole list; it runs on the worker."""
        raise NotImplementedError

    # ---------------------------------------------------------------- what is done

    def add(self) -> None:
        """Ask for a new one; it comes behind the others."""
        self._open(self.dialog_for(None), lambda new: [*self.items, new])

    def edit(self, row: Any) -> None:
        """Change one."""

        def changed(new: Any) -> list[Any]:
            return [new if each.id == new.id else each for each in self.items]

        self._open(self.dialog_for(row), changed)

    def shift(self, row: Any, by: int) -> None:
        """Put one before (-1) or behind (1) its neighbour."""
        items = list(self.items)
        place = [each.id for each in items].index(self.item_of(row).id)
        if 0 <= place + by < len(items):
            items.insert(place + by, items.pop(place))
            self._save(items)

    def remove(self, row: Any) -> None:
        """Take one out; Undo brings it back."""
        item = self.item_of(row)
        self._save([each for each in self.items if each.id != item.id])

    def _save(
        self,
        items: Sequence[Any],
        done: Callable[[], None] | None = None,
        failed: Callable[[SoHoiError], None] | None = None,
    ) -> None:
        work = self.saving(items)
        self._context.change(work, lambda _saved: done() if done else None, failed, kinds=self.kinds)

    def _open(self, dialog: EditDialog, items: Callable[[Any], list[Any]]) -> None:
        def save(new: Any, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self.table.select_id(new.id)
            self._save(items(new), done, failed)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
