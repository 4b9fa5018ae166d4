"""A list on a page: remembers its columns, opens by Enter or double click, says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QItemSelection, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ui.icons import put_icon
from ui.memory import Memory
from ui.models.table_model import TableModel
from ui.theme import Theme
from ui.widgets.column_widths import ColumnNeed, share_width
from ui.widgets.sort_header import Key, SortHeader

R = TypeVar("R")

#: The keys that go from row to row.
_WAYS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class Table(QTableView):
    """A table over a :class:`TableModel`.

    Signals: ``opened(row)`` for Enter or a double click, ``delete_asked(row)`` for Del,
    ``current_changed(row)`` when another row is chosen (``None`` when there is none), ``order_asked``.
    """

    opened = Signal(object)
    delete_asked = Signal(object)
    current_changed = Signal(object)
    order_asked = Signal(object)

    def __init__(
        self,
        model: TableModel[Any],
        name: str,
        theme: Theme,
        memory: Memory,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is under what columns are remembered ("members").

        A click on the heading of a sortable column asks for its order, Shift+click adds a key:
        ``order_asked`` gives the keys of columns, each with whether it goes down, and the owner answers with
        :meth:`show_order`.
        """
        super().__init__(parent)
        if any(column.sortable for column in model.columns):
            many = SortHeader(theme, self)
            many.key_of = self._sort_key
            many.on_order = self.order_asked.emit
            self.setHorizontalHeader(many)
        self._table_model = model
        self._memory_name = f"table.{name}"
        self._theme = theme
        self._memory = memory
        self._empty_text = "Chưa có gì ở đây."
        self._wanted_id = ""
        self._sought_id = ""
        self._is_last_search = False
        self._is_awaited = False
        self._is_shared = True
        self._is_sharing = False
        self._lines = 1
        self._row_actions: list[QAction] = []
        self._choose_columns: Callable[[], object] | None = None
        self.setModel(model)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_row_menu)
        self.doubleClicked.connect(lambda _index: self._open())
        model.loaded.connect(self._on_loaded)
        model.modelReset.connect(self._reselect)
        model.sought.connect(self._on_sought)
        model.dataChanged.connect(self._announce_awaited)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._remember)
        self._fit()
        self._restore_columns()
        theme.changed.connect(self._fit)

    # ---------------------------------------------------------------- for the owner

    def set_empty_text(self, text: str) -> None:
        """What the list says while it has no rows: what belongs here and how to begin."""
        self._empty_text = text
        self.viewport().update()

    def set_lines(self, lines: int) -> None:
        """Let a cell have this many lines of text."""
        self._lines = lines
        self.setWordWrap(lines > 1)
        self._fit()

    def show_order(self, order: tuple[Key, ...]) -> None:
        """Show by which columns the list is sorted."""
        header = self.horizontalHeader()
        if isinstance(header, SortHeader):
            header.show_order(order)

    def set_columns(self, columns: Sequence[Any]) -> None:
        """Show other columns, in the widths and the order the user gave them when they were last shown."""
        self._is_sharing = True  # what Qt does to the headings meanwhile is not the user's doing
        self._table_model.set_columns(columns)
        self._is_sharing = False
        self._reset_columns()
        self._restore_columns()

    def offer_columns(self, choose: Callable[[], object]) -> None:
        """Let the menu of the headings lead to a choice of columns instead of hiding single ones."""
        self._choose_columns = choose

    def shown_keys(self) -> tuple[str, ...]:
        """The keys of the columns in the order they are seen; one that steps back for lack of room counts."""
        header = self.horizontalHeader()
        numbers = sorted(range(header.count()), key=header.visualIndex)
        columns = self._table_model.columns
        return tuple(columns[n].key for n in numbers if self._is_shared or not header.isSectionHidden(n))

    def _sort_key(self, number: int) -> str:
        columns = self._table_model.columns
        return columns[number].key if number < len(columns) and columns[number].sortable else ""

    def current_row(self) -> Any:
        """The chosen row, or None."""
        index = self.currentIndex()
        return self._table_model.row_at(index.row()) if index.isValid() else None

    def select_id(self, row_id: str) -> None:
        """Choose the row with this id and go there, now or as soon as the list holds it."""
        self._wanted_id = self._sought_id = row_id
        self._is_last_search = False  # the owner may be about to load another list
        self._reselect()
        if self._table_model.number_of(row_id) is None:
            self._table_model.seek(row_id)

    def select_first(self) -> None:
        """Choose the first row if none is chosen or looked for."""
        if self.currentIndex().isValid() or self._sought_id:
            return
        for number in range(self._table_model.total):
            if self._table_model.flags(self._table_model.index(number, 0)) & Qt.ItemFlag.ItemIsEnabled:
                self.selectRow(number)
                return

    def add_row_action(self, words: str, icon_name: str, act: Callable[[Any], object]) -> QAction:
        """A command in the row's context menu; ``act`` is given the row."""
        action = QAction(words, self)
        if icon_name:
            put_icon(action, icon_name)
        action.triggered.connect(lambda: self._do_with_row(act))
        self._row_actions.append(action)
        return action

    # ---------------------------------------------------------------- keyboard, mouse, menus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            row = self.current_row()
            if row is not None:
                self.delete_asked.emit(row)
        elif event.key() in _WAYS and not self.currentIndex().isValid():
            self.select_first()  # Qt would go to the first line, and stay outside where that is a heading
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self._do_with_row(self.opened.emit)

    def _do_with_row(self, act: Callable[[Any], object]) -> None:
        row = self.current_row()
        if row is not None:
            act(row)

    def _show_row_menu(self, place: QPoint) -> None:
        if self._row_actions and self.indexAt(place).isValid():
            menu = QMenu(self)
            menu.addActions(self._row_actions)
            menu.popup(self.viewport().mapToGlobal(place))
            menu.aboutToHide.connect(menu.deleteLater)

    def _show_column_menu(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.popup(self.horizontalHeader().mapToGlobal(place))
        menu.aboutToHide.connect(menu.deleteLater)

    def column_menu(self) -> QMenu:
        """A menu that shows and hides columns; the last visible one stays."""
        menu = QMenu(self)
        if self._choose_columns is not None:
            menu.addAction("Chọn cột…", self._choose_columns)
            menu.addAction("Chia lại độ rộng các cột", self._forget_columns)
            return menu
        header = self.horizontalHeader()
        shown = header.count() - header.hiddenSectionCount()
        for number, column in enumerate(self._table_model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.setEnabled(header.isSectionHidden(number) or shown > 1)
            action.triggered.connect(lambda ticked, number=number: self._show_column(number, ticked))
        menu.addSeparator()
        menu.addAction("Về như ban đầu", self._forget_columns)
        return menu

    def _show_column(self, number: int, is_shown: bool) -> None:
        self._take_over()
        header = self.horizontalHeader()
        header.setSectionHidden(number, not is_shown)
        if is_shown and not header.sectionSize(number):
            header.resizeSection(number, self._theme.px(self._table_model.columns[number].width))
        self._remember()

    # ---------------------------------------------------------------- selection over reloads

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        row = self.current_row() if self.selectionModel().hasSelection() else None
        # A row of a page that is still being fetched is announced when it is here.
        self._is_awaited = row is None and self.selectionModel().hasSelection()
        if row is not None:
            self._want(row)
        self.current_changed.emit(row)

    def _announce_awaited(self) -> None:
        row = self.current_row() if self._is_awaited else None
        if row is not None:
            self._is_awaited = False
            self._want(row)
            self.current_changed.emit(row)

    def _want(self, row: Any) -> None:
        self._wanted_id = self._table_model.id_of(row)
        if self._wanted_id != self._sought_id:
            self._sought_id = ""

    def _on_loaded(self, total: int) -> None:
        self._reselect()
        if self._sought_id and self._table_model.number_of(self._sought_id) is None:
            self._is_last_search = True
            self._table_model.seek(self._sought_id)
        else:
            self._sought_id = ""
        self.viewport().update()

    def _on_sought(self, row_id: str, number: int) -> None:
        if row_id != self._sought_id:
            return
        if self._is_last_search:
            self._sought_id = ""
        row = self._table_model.row_at(number)
        # Another row in his place: the list on the screen is older than the answer and is about to change.
        if 0 <= number < self._table_model.total and (row is None or self._table_model.id_of(row) == row_id):
            self.selectRow(number)
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self._table_model.index(number, 0), middle)
        elif self._is_last_search:
            self.select_first()

    def _reselect(self) -> None:
        number = self._table_model.number_of(self._wanted_id) if self._wanted_id else None
        if number is None:
            return
        if self.currentIndex().row() == number and self.selectionModel().hasSelection():
            self.current_changed.emit(self._table_model.row_at(number))
        else:
            self.selectRow(number)
            self.scrollTo(self._table_model.index(number, 0))

    # ---------------------------------------------------------------- look

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._table_model.rowCount() or not self._table_model.is_loaded:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        edge = self._theme.px(24)
        place = QRect(self.viewport().rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)
        painter.end()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(18 + 22 * self._lines))
        self.horizontalHeader().setMinimumSectionSize(self._theme.px(48))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give the columns the width there is, until the user has given them his own widths."""
        if not self._is_shared:
            return
        px, header = self._theme.px, self.horizontalHeader()
        columns = [(n, c) for n, c in enumerate(self._table_model.columns) if not c.hidden]
        needs = [ColumnNeed(px(c.width), px(c.least or c.width), c.grows, c.optional) for _, c in columns]
        self._is_sharing = True
        for (number, _), width in zip(columns, share_width(self.viewport().width(), needs), strict=True):
            header.setSectionHidden(number, not width)
            if width:
                header.resizeSection(number, width)
        self._is_sharing = False

    def _on_resized(self, *_sizes: int) -> None:
        if not self._is_sharing:
            self._take_over()
            self._remember()

    def _take_over(self) -> None:
        """From now on the widths are the user's."""
        if self._is_shared:
            self._is_shared = False
            self._is_sharing = True
            self.horizontalHeader().setStretchLastSection(True)
            self._is_sharing = False

    def _remember(self, *_places: int) -> None:
        if self._is_sharing:
            return
        held = self.horizontalHeader().saveState().toBase64().toStdString()
        self._memory.put(self._memory_name, f"{self._version()}:{self._theme.scale}:{held}")

    def _restore_columns(self) -> None:
        version, _, rest = self._memory.get(self._memory_name).partition(":")
        scale, _, held = rest.partition(":")
        # A layout of columns made for another set of columns or another type size does not fit.
        if version == self._version() and scale == str(self._theme.scale):
            self._take_over()
            self.horizontalHeader().restoreState(QByteArray.fromBase64(held.encode()))
        else:
            self._reset_columns()

    def _reset_columns(self) -> None:
        header = self.horizontalHeader()
        self._is_sharing = True
        header.setStretchLastSection(False)
        for number, column in enumerate(self._table_model.columns):
            header.moveSection(header.visualIndex(number), number)
            header.setSectionHidden(number, column.hidden)
            header.resizeSection(number, self._theme.px(column.width))
        self._is_sharing = False
        self._is_shared = True
        self._share()

    def _forget_columns(self) -> None:
        self._reset_columns()
        self._memory.put(self._memory_name, "")

    def _version(self) -> str:
        return "+".join(column.key for column in self._table_model.columns)


def row_table(
    columns: Sequence[Any], rows: Sequence[Any], name: str, context: Any, row_id: Callable[[Any], str]
) -> Table:
    """A table over rows that are already here, for dialogs and detail panes."""
    from ui.models.table_model import fixed_rows

    model: TableModel[Any] = TableModel(columns, fixed_rows(rows), context.jobs, row_id=row_id)
    table = Table(model, name, context.theme, context.memory)
    model.setParent(table)
    model.reload()
    return table
