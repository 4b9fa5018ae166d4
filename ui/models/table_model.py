"""A read-only list that fetches itself page by page; sorting and filtering are the store's work."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.errors import CancelledError
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from ui.jobs import Jobs

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

#: The whole row behind a cell (``None`` while it is not fetched yet).
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
#: The value behind a cell, unformatted.
VALUE_ROLE = Qt.ItemDataRole.UserRole + 2

_PAGES_KEPT = 40
_NOT_YET = "…"


@dataclass(frozen=True)  # no slots: Column[Row](…) must be able to refuse __orig_class__ quietly
class Column(Generic[R]):
    """One column: ``key`` is what the store sorts by and is remembered, widths are in pixels at 100 %.

    A list shares its width out by ``width`` (liked), ``least`` (still readable; 0: the same), ``grows``
    (its part of what is left) and ``optional`` (steps back when room is scarce).
    """

    key: str
    title: str
    getter: Callable[[R], object]
    width: int = 140
    right: bool = False
    sortable: bool = False
    hidden: bool = False
    tip: Callable[[R], str] | None = None
    least: int = 0
    grows: int = 0
    optional: bool = False


def cell_text(value: object) -> str:
    """A value as a list shows it: dates as 05/01/2024, whole numbers in groups, choices by their label."""
    if value is None or value is False:
        return ""
    if value is True:
        return "có"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, int):
        return group(value)
    return str(value)


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows from ``fetch(offset, limit) -> (rows, total)``; only pages that are looked at are held.

    Signals: ``loaded(int total)`` after every reload; ``sought(str id, int number)`` answers :meth:`seek`,
    the number is -1 for a row that is not in the list.
    """

    loaded = Signal(int)
    sought = Signal(str, int)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[int, int], tuple[Sequence[R], int]],
        jobs: Jobs,
        *,
        row_id: Callable[[R], str],
        position: Callable[[str], int | None] | None = None,
        page_size: int = 100,
        parent: QObject | None = None,
    ) -> None:
        """``fetch`` runs on the worker; ``row_id`` names a row over reloads. Nothing is fetched yet.

        ``position`` (on the worker too) says where a row stands in the whole list, for lists of many pages.
        """
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._jobs = jobs
        self._row_id = row_id
        self._position = position
        self._page_size = page_size
        self._pages: OrderedDict[int, tuple[R, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._total = 0
        self._generation = 0
        self._last_page = 0
        self.is_loaded = False

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns; rows that lack what they show must be fetched anew by the owner."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._generation += 1
        self._pages.clear()
        self._asked.clear()
        self._total = 0
        self.is_loaded = False
        self.endResetModel()

    # ---------------------------------------------------------------- loading

    @property
    def total(self) -> int:
        """How many rows the whole list has."""
        return self._total

    def reload(self, *, from_top: bool = False) -> None:
        """Fetch again what is looked at; ``from_top`` after another search or order."""
        self._generation += 1
        self._asked.clear()
        self._ask_for(0 if from_top else self._last_page, is_reload=True)

    def row_at(self, number: int) -> R | None:
        """A row that is already fetched; asks for it otherwise."""
        if not 0 <= number < self._total:
            return None
        page, place = divmod(number, self._page_size)
        held = self._pages.get(page)
        if held is None:
            if page not in self._asked:
                self._ask_for(page, is_reload=False)
            held = self._pages.get(page)
        else:
            self._pages.move_to_end(page)
        self._last_page = page
        return held[place] if held is not None and place < len(held) else None

    def number_of(self, row_id: str) -> int | None:
        """Where a row stands, among the pages that are held."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if self._row_id(row) == row_id:
                    return page * self._page_size + place
        return None

    def seek(self, row_id: str) -> None:
        """Ask where a row stands that may not be fetched yet; ``sought`` answers unless the list changes."""
        held, generation, position = self.number_of(row_id), self._generation, self._position

        def work(_progress: object) -> int | None:
            if generation != self._generation:
                raise CancelledError
            return position(row_id) if position is not None else None

        def after(found: int | None) -> None:
            if generation == self._generation:
                self.sought.emit(row_id, -1 if found is None else found)

        if held is not None or position is None:
            self.sought.emit(row_id, -1 if held is None else held)
        else:
            self._jobs.run(work, after)

    def id_of(self, row: R) -> str:
        """The id of a row."""
        return self._row_id(row)

    def _ask_for(self, page: int, *, is_reload: bool) -> None:
        generation = self._generation
        self._asked.add(page)

        def work(_progress: object) -> tuple[tuple[R, ...], int]:
            # An older question in the queue is not worth answering any more.
            if generation != self._generation:
                raise CancelledError
            rows, total = self._fetch(page * self._page_size, self._page_size)
            return tuple(rows), total

        def after(found: tuple[tuple[R, ...], int]) -> None:
            if generation != self._generation:
                return
            rows, total = found
            if is_reload and page > 0 and page * self._page_size >= total:
                self._ask_for(max(0, (total - 1) // self._page_size), is_reload=True)
            elif is_reload:
                self._replace(page, rows, total)
            elif total != self._total:
                self.reload()
            else:
                self._add(page, rows)

        self._jobs.run(work, after)

    def _replace(self, page: int, rows: tuple[R, ...], total: int) -> None:
        is_same_length = total == self._total and self.is_loaded and total > 0
        if not is_same_length:
            self.beginResetModel()
        self._pages.clear()
        self._asked.clear()
        self._pages[page] = rows
        self._last_page = page
        self._total = total
        self.is_loaded = True
        if is_same_length:
            self.dataChanged.emit(self.index(0, 0), self.index(total - 1, len(self.columns) - 1))
        else:
            self.endResetModel()
        self.loaded.emit(total)

    def _add(self, page: int, rows: tuple[R, ...]) -> None:
        self._pages[page] = rows
        self._asked.discard(page)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * self._page_size
        last = min(first + len(rows), self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE, VALUE_ROLE):
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if row is None:
            return _NOT_YET if role == Qt.ItemDataRole.DisplayRole else None
        if role == VALUE_ROLE:
            return column.getter(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else cell_text(column.getter(row))
        return cell_text(column.getter(row))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def fixed_rows(rows: Sequence[R]) -> Callable[[int, int], tuple[Sequence[R], int]]:
    """A fetch function over rows that are already here (short lists inside dialogs)."""
    return lambda offset, limit: (rows[offset : offset + limit], len(rows))
