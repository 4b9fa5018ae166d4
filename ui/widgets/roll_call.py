"""Calling the roll: a tick for who came, the space bar for the next, totals that follow at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.meetings import Presence, Share
from app.errors import FieldError
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.models.roll_model import (
    AT,
    NAME,
    NOT_CALLED,
    PRESENCE,
    REASON,
    UNIT,
    RollLine,
    RollModel,
    quorum_words,
    roll_words,
)
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.time_edit import TimeEdit
from ui.widgets.words import words

#: What is asked for after a presence was chosen.
_ASKED = {Presence.LATE: AT, Presence.LEFT_EARLY: AT, Presence.EXCUSED: REASON}

#: Widths of columns in pixels at 100 %; the unit's is between two, the reason has this and what is left.
_WIDTHS = ((NAME, 205), (PRESENCE, 152), (AT, 76))
_UNIT = (176, 278)
_REASON = 190
#: What the edges of the tab and the scroll bar take.
_EDGES = 46


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


class _HourDelegate(QStyledItemDelegate):
    """Asks when who was late came, or who left early left: "8h30" is kept as "08:30"."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        return TimeEdit(parent=parent)

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, TimeEdit):
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)


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
        elif self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what a field in the list has no use for, as Enter after typing
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            is_typed = index.column() in (AT, REASON) and index.flags() & Qt.ItemFlag.ItemIsEditable
            self.setCurrentIndex(index if is_typed else index.siblingAtColumn(PRESENCE))
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def finish(self) -> None:
        """Take what is being typed in a cell: Ctrl+S saves without leaving it."""
        if self.state() is QAbstractItemView.State.EditingState:
            self.setFocus()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        at, model = self.currentIndex(), self.model()
        if at.column() == PRESENCE and isinstance(model, RollModel):
            # Where something is left to say the next Enter asks for it.
            following = _ASKED.get(model.lines[at.row()].presence or Presence.PRESENT)
            if following is not None:
                self.setCurrentIndex(at.siblingAtColumn(following))
        # A choice made in the open list took the keyboard with it; the next Enter would press "Lưu".
        self.setFocus()


class RollCallEditor(QWidget):
    """The roll with search, tick-all, totals and whether enough came. Signal ``edited()``."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RollModel(self)
        self._quorum, self._to_come = Share.NONE, False
        self.search = SearchField("Tìm tên, chi hội", self)
        self.search.setMinimumWidth(theme.px(200))
        self.search.searched.connect(self._filter)
        self.all_button = self._button("Tất cả có mặt", "check", lambda: self._mark_shown(Presence.PRESENT))
        self.all_button.setToolTip("Đánh dấu có mặt cho mọi người đang hiện, rồi bỏ dấu người vắng")
        self.none_button = self._button("Bỏ hết dấu", "close", lambda: self._mark_shown(Presence.ABSENT))
        self.call_button = self._button("Triệu tập", "members", lambda: None)
        self.call_button.setToolTip("Ai được mời họp: cả danh sách, người giữ chức vụ, hay bớt đi")
        self._make_call_menu()
        self.totals = words("", "heading", self, wrap=True)
        self.quorum = words("", "soft", self, wrap=True)
        self.error = words("", "fieldError", self, wrap=True)
        hint = words(
            "Phím cách: đánh dấu rồi xuống dòng · Enter: chọn vắng, đến muộn… rồi ghi giờ, lý do", "soft"
        )
        hint.setWordWrap(True)
        self.view = _RollView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("Điểm danh")
        self.view.setItemDelegateForColumn(PRESENCE, _PresenceDelegate(self.view))
        self.view.setItemDelegateForColumn(AT, _HourDelegate(self.view))
        self.view.setAlternatingRowColors(True)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setStretchLastSection(True)
        self._theme = theme
        for column, width in _WIDTHS:
            self.view.setColumnWidth(column, theme.px(width))
        tools = FlowBox(theme.px(8), self)
        tools.flow.insertWidget(0, self.search, stretch=1)
        for button in (self.all_button, self.none_button, self.call_button):
            tools.flow.addWidget(button)
        column_box = QVBoxLayout(self)
        edge = theme.px(10)
        column_box.setContentsMargins(edge, edge, edge, edge)
        column_box.setSpacing(theme.px(6))
        for part in (self.totals, self.quorum, tools, self.view, self.error, hint):
            column_box.addWidget(part, int(part is self.view))
        self.error.hide()
        self.model.edited.connect(self._on_edited)
        self.model.modelReset.connect(self._show_totals)
        self._show_totals()

    def set_lines(self, lines: Iterable[RollLine]) -> None:
        """Show a roll."""
        self.model.set_lines(lines)
        self._filter(self.search.text())

    def set_quorum(self, quorum: Share, *, to_come: bool = False) -> None:
        """Say how many of those called must come; of a meeting ``to_come`` nothing is counted yet."""
        self._quorum, self._to_come = quorum, to_come
        self._show_totals()

    def finish(self) -> None:
        """Take what is being typed in a cell."""
        self.view.finish()

    def show_error(self, problem: FieldError) -> None:
        """Say what is wrong, and go to the first hour that is none."""
        self.error.setText(problem.message)
        self.error.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        for row, line in enumerate(self.model.lines):
            if line.at and f"“{line.at}”" in problem.message:
                self.search.setText("")
                self._filter("")
                self.view.setCurrentIndex(self.model.index(row, AT))
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whole names of chi hội where there is room for them beside the reasons."""
        super().resizeEvent(event)
        px = self._theme.px
        spare = self.width() - px(_EDGES) - sum(px(width) for _, width in _WIDTHS) - px(_REASON)
        width = min(max(spare, px(_UNIT[0])), px(_UNIT[1]))
        self.view.setColumnWidth(UNIT, width)
        # Where there is not, they take two lines.
        self.view.verticalHeader().setDefaultSectionSize(px(42) if width == px(_UNIT[1]) else px(54))

    def _make_call_menu(self) -> None:
        menu = QMenu(self.call_button)
        menu.addAction("Triệu tập mọi người đang hiện", lambda: self._call(lambda _line: True))
        menu.addAction("Chỉ người giữ chức vụ trong Hội", lambda: self._call(lambda line: bool(line.role)))
        menu.addAction("Không triệu tập những người đang hiện", lambda: self._call(lambda _line: False))
        self.call_button.setMenu(menu)

    def _call(self, is_called: Callable[[RollLine], bool]) -> None:
        """Call some of those that are shown and not the others; who is marked already stays marked."""
        for row in self._shown_rows():
            line = self.model.lines[row]
            if is_called(line) and line.presence is None:
                self.model.mark((row,), Presence.PRESENT)
            elif not is_called(line) and line.presence is not None:
                self.model.mark((row,), None)

    def _shown_rows(self) -> list[int]:
        return [row for row in range(self.model.rowCount()) if not self.view.isRowHidden(row)]

    def _mark_shown(self, presence: Presence) -> None:
        # Who was not called on purpose stays so.
        called = [row for row in self._shown_rows() if self.model.lines[row].presence is not None]
        self.model.mark(called, presence)

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for row, line in enumerate(self.model.lines):
            folded = fold(f"{line.name} {line.unit_name} {line.role}")
            self.view.setRowHidden(row, not all(word in folded for word in wanted))
        shown = self._shown_rows()
        if shown:
            self.view.setCurrentIndex(self.model.index(shown[0], NAME))

    def _on_edited(self) -> None:
        self.error.hide()
        self._show_totals()
        self.edited.emit()

    def _show_totals(self) -> None:
        roll = self.model.roll()
        self.totals.setText(roll_words(roll, to_come=self._to_come))
        text, is_enough = ("", True) if self._to_come else quorum_words(self._quorum, roll)
        self.quorum.setText(text)
        self.quorum.setVisible(bool(text))
        look = "soft" if is_enough else "fieldDoubt"
        if self.quorum.objectName() != look:
            self.quorum.setObjectName(look)
            self.quorum.style().polish(self.quorum)

    def _button(self, text: str, icon_name: str, act: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        put_icon(button, icon_name)
        button.clicked.connect(lambda _checked=False: act())
        return button
