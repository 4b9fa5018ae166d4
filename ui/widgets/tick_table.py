"""A list in which rows are ticked: who is put on a list, who received."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.models.table_model import ROW_ROLE, Column, Index, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.sort_header import Key
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate

_TICK = "tick"


class _TickModel(TonedModel[Any]):
    """Shows a box in the first column; ``ticked`` are the ids of the rows that have it ticked."""

    ticked: frozenset[str] = frozenset()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            row = super().data(index, ROW_ROLE)
            if row is not None and self._tone(row).heading:
                return None
            is_ticked = row is not None and self.id_of(row) in self.ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return super().data(index, role)


class TickTable(Table):
    """Rows that are here already; the space key or a click on the box ticks one.

    Signal ``ticks_changed()``. A column is sorted by ``sort_keys[key]`` when its heading is clicked.
    """

    ticks_changed = Signal()

    def __init__(
        self,
        context: Context,
        columns: Sequence[Column[Any]],
        name: str,
        *,
        row_id: Callable[[Any], str],
        sort_keys: Mapping[str, Callable[[Any], Any]] | None = None,
        tone: Callable[[Any], Tone] | None = None,
        tick_title: str = "Chọn",
        parent: QWidget | None = None,
    ) -> None:
        """``tone`` is how a row looks, as in :class:`ui.models.toned_model.TonedModel`; headings have no box.

        ``tick_title`` says what a tick means ("Xong").
        """
        self._rows: list[Any] = []
        self._row_id = row_id
        self._sort_keys = dict(sort_keys or {})
        self._tone = tone or (lambda _row: Tone())
        self._tick: Column[Any] = Column(_TICK, tick_title, lambda _row: "", width=64)
        self.ticks = _TickModel(
            (self._tick, *columns),
            self._fetch,
            context.jobs,
            row_id=row_id,
            tone=self._tone,
            theme=context.theme,
        )
        super().__init__(self.ticks, name, context.theme, context.memory, parent)
        self.ticks.setParent(self)
        self.setItemDelegate(TonedDelegate(self))
        self.clicked.connect(self._on_clicked)
        self.order_asked.connect(self._sort)

    def set_columns(self, columns: Sequence[Any]) -> None:
        """Show other columns beside the ticks; the rows stay."""
        super().set_columns((self._tick, *columns))
        self.ticks.reload()

    def set_rows(self, rows: Sequence[Any], ticked: frozenset[str] | None = None) -> None:
        """Show these rows; ``ticked`` are the ids of those that are ticked, else as they were."""
        self._rows = list(rows)
        if ticked is not None:
            self.ticks.ticked = ticked
        self._sort(self._order)
        self.ticks_changed.emit()

    @property
    def ticked(self) -> list[str]:
        """The ids of the ticked rows that are shown, in the order they are shown."""
        return [found for row in self._rows if (found := self._row_id(row)) in self.ticks.ticked]

    def tick_all(self, is_on: bool) -> None:
        """Tick every row that is shown, or none."""
        shown = {self._row_id(row) for row in self._rows if not self._tone(row).heading}
        self._set(self.ticks.ticked | shown if is_on else self.ticks.ticked - shown)

    def tick_buttons(self, parent: QWidget) -> tuple[QPushButton, QPushButton]:
        """Buttons that tick every row that is shown, and none; they go beside the list."""
        every, none = QPushButton("Chọn hết", parent), QPushButton("Bỏ chọn", parent)
        for button, is_on in ((every, True), (none, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, is_on=is_on: self.tick_all(is_on))
        return every, none

    def toggle(self, row: Any) -> None:
        """Tick a row, or no longer."""
        self._set(self.ticks.ticked ^ {self._row_id(row)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row() if event.key() == Qt.Key.Key_Space else None
        if row is None:
            super().keyPressEvent(event)
        else:
            self.toggle(row)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.current_row()
        if index.column() == 0 and row is not None:
            self.toggle(row)

    def _set(self, ticked: frozenset[str]) -> None:
        self.ticks.ticked = ticked
        if self.ticks.total:
            self.ticks.dataChanged.emit(self.ticks.index(0, 0), self.ticks.index(self.ticks.total - 1, 0))
        self.ticks_changed.emit()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Any], int]:
        return fixed_rows(self._rows)(offset, limit)

    @property
    def _order(self) -> tuple[Key, ...]:
        return getattr(self.horizontalHeader(), "order", ())

    def _sort(self, order: tuple[Key, ...]) -> None:
        for key, is_down in reversed(order):
            self._rows.sort(key=self._sort_keys[key], reverse=is_down)
        self.show_order(order)
        self.ticks.reload()
