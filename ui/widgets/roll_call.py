"""Calling the roll: a tick for who came, the space bar for the next, totals that follow at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.meetings import Presence
from app.vietnamese.text import fold
from ui.icons import put_icon
from ui.models.roll_model import NAME, NOT_CALLED, PRESENCE, REASON, UNIT, RollLine, RollModel, roll_words
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.words import words


class _PresenceDelegate(QStyledItemDelegate):
    """Chooses a presence from a list."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        box = ChoiceBox([*((each, each.label) for each in Presence), (None, NOT_CALLED)], parent)
        box.edited.connect(lambda: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, ChoiceBox):
            editor.set_value(index.data(Qt.ItemDataRole.EditRole))
            editor.showPopup()

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, ChoiceBox):
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)

    def _finish(self, box: ChoiceBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class _RollView(QTableView):
    """Space ticks or unticks and goes on to the next line; Enter does not reach the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, index = self.model(), self.currentIndex()
        if event.key() == Qt.Key.Key_Space and isinstance(model, RollModel) and index.isValid():
            model.toggle(index.row())
            following = index.row() + 1
            while following < model.rowCount() and self.isRowHidden(following):
                following += 1
            if following < model.rowCount():
                self.setCurrentIndex(model.index(following, index.column()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            column = REASON if index.column() == REASON else PRESENCE
            self.setCurrentIndex(index.siblingAtColumn(column))
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        # A choice made in the open list took the keyboard with it; the next Enter would press "Lưu".
        self.setFocus()


class RollCallEditor(QWidget):
    """The roll with search, tick-all and totals. Signal ``edited()``."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RollModel(self)
        self.search = SearchField("Tìm tên, chi hội", self)
        self.search.searched.connect(self._filter)
        self.all_button = self._button("Tất cả có mặt", "check", lambda: self._mark_shown(Presence.PRESENT))
        self.none_button = self._button("Bỏ hết dấu", "close", lambda: self._mark_shown(Presence.ABSENT))
        self.totals = words("", "heading", self)
        hint = words(
            "Phím cách: đánh dấu rồi xuống dòng · Enter: chọn vắng, đến muộn… · gõ lý do ở cột cuối", "soft"
        )
        hint.setWordWrap(True)
        self.view = _RollView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegateForColumn(PRESENCE, _PresenceDelegate(self.view))
        self.view.setAlternatingRowColors(True)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.px(42))
        self.view.horizontalHeader().setStretchLastSection(True)
        for column, width in ((NAME, 230), (UNIT, 180), (PRESENCE, 150)):
            self.view.setColumnWidth(column, theme.px(width))
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(8))
        tools.addWidget(self.search, 1)
        tools.addWidget(self.all_button)
        tools.addWidget(self.none_button)
        column_box = QVBoxLayout(self)
        edge = theme.px(10)
        column_box.setContentsMargins(edge, edge, edge, edge)
        column_box.setSpacing(theme.px(6))
        column_box.addWidget(self.totals)
        column_box.addLayout(tools)
        column_box.addWidget(self.view, 1)
        column_box.addWidget(hint)
        self.model.edited.connect(self._on_edited)
        self.model.modelReset.connect(self._show_totals)
        self._show_totals()

    def set_lines(self, lines: Iterable[RollLine]) -> None:
        """Show a roll."""
        self.model.set_lines(lines)
        self._filter(self.search.text())

    def _shown_rows(self) -> list[int]:
        return [row for row in range(self.model.rowCount()) if not self.view.isRowHidden(row)]

    def _mark_shown(self, presence: Presence) -> None:
        # Who was not called on purpose stays so.
        called = [row for row in self._shown_rows() if self.model.lines[row].presence is not None]
        self.model.mark(called, presence)

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for row, line in enumerate(self.model.lines):
            folded = fold(f"{line.name} {line.unit_name}")
            self.view.setRowHidden(row, not all(word in folded for word in wanted))
        shown = self._shown_rows()
        if shown:
            self.view.setCurrentIndex(self.model.index(shown[0], NAME))

    def _on_edited(self) -> None:
        self._show_totals()
        self.edited.emit()

    def _show_totals(self) -> None:
        self.totals.setText(roll_words(self.model.roll()))

    def _button(self, text: str, icon_name: str, act: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        put_icon(button, icon_name)
        button.clicked.connect(lambda _checked=False: act())
        return button
