"""A list in which each row has a choice: what happens to a unit, where a member goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.flow import Flow
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

R = TypeVar("R")


class ChoiceTable(QWidget, Generic[R]):
    """The list, and under it the choice of the present row.

    The space key, or a click on the choice, goes on to the row's next choice; Enter leads to the box below.
    Signal ``edited()`` after every choice by the user.
    """

    edited = Signal()

    def __init__(
        self,
        context: Context,
        columns: Sequence[Column[R]],
        title: str,
        name: str,
        *,
        row_id: Callable[[R], str],
        choices: Callable[[R], Sequence[tuple[Any, str]]],
        tone: Callable[[R], Tone] | None = None,
        goes_along: Callable[[R, Any], bool] = lambda _row, _value: True,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` heads the column of choices; ``choices`` gives a row's (value, words), at least one.

        ``goes_along`` says whether a row takes a value that is chosen for all rows at once.
        """
        super().__init__(parent)
        self._row_id = row_id
        self._choices = choices
        self._goes_along = goes_along
        self._rows: tuple[R, ...] = ()
        self._chosen: dict[str, Any] = {}
        choice = Column[R]("choice", title, self._words, width=300, least=150, grows=1)
        self._choice_column = len(columns)
        self.model: TonedModel[R] = TonedModel(
            (*columns, choice),
            self._fetch,
            context.jobs,
            row_id=row_id,
            tone=tone or (lambda _row: Tone()),
            theme=context.theme,
        )
        self.table = Table(self.model, name, context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.setAlternatingRowColors(tone is None)
        self.table.set_lines(2)
        self.table.current_changed.connect(self._show_choices)
        self.table.opened.connect(self._go_to_box)
        self.table.clicked.connect(self._on_clicked)
        self.table.installEventFilter(self)
        self.box: ChoiceBox = ChoiceBox(parent=self)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMinimumContentsLength(12)
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setAccessibleName(title)
        self.box.edited.connect(self._on_box)
        self.all_button = QPushButton("Chọn vậy cho mọi dòng", self)
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(self._choose_for_all)
        px = context.theme.px
        line = Flow(px(8))
        line.addWidget(words("Dòng đang chọn (phím cách để đổi):", "fieldLabel", self))
        line.addWidget(self.all_button)
        line.insertWidget(1, self.box, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.table, 1)
        column.addLayout(line)
        self.setFocusProxy(self.table)
        self._show_choices(None)

    # ---------------------------------------------------------------- for the owner

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return self.table, self.box, self.all_button

    def set_rows(self, rows: Sequence[R], chosen: Mapping[str, Any]) -> None:
        """Show these rows; ``chosen`` is each row's value, the first of its choices where it is missing."""
        self._rows = tuple(rows)
        self._chosen = {
            self._row_id(row): chosen.get(self._row_id(row), self._choices(row)[0][0]) for row in self._rows
        }
        self.refresh()

    def refresh(self) -> None:
        """Show the rows' choices again: their words may have changed."""
        for row in self._rows:
            offered = self._choices(row)
            if self._chosen[self._row_id(row)] not in [value for value, _ in offered]:
                self._chosen[self._row_id(row)] = offered[0][0]
        self.model.reload()
        self.table.select_first()
        self._show_choices(self.table.current_row())

    def values(self) -> dict[str, Any]:
        """Each row's choice by the row's id."""
        return dict(self._chosen)

    def choose(self, row_id: str, value: Any) -> None:
        """Choose for one row, as the user does."""
        self._chosen[row_id] = value
        self.refresh()
        self.edited.emit()

    # ---------------------------------------------------------------- choosing

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[R], int]:
        return fixed_rows(self._rows)(offset, limit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            self._next_choice()
            return True
        return super().eventFilter(watched, event)

    def _go_to_box(self) -> None:
        self.box.setFocus()

    def _words(self, row: R) -> str:
        value = self._chosen.get(self._row_id(row))
        return next((text for each, text in self._choices(row) if each == value), "")

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == self._choice_column:
            self._next_choice()

    def _next_choice(self) -> None:
        row = self.table.current_row()
        if row is None:
            return
        values = [value for value, _ in self._choices(row)]
        if len(values) > 1:
            at = values.index(self._chosen[self._row_id(row)])
            self.choose(self._row_id(row), values[(at + 1) % len(values)])

    def _show_choices(self, row: R | None) -> None:
        offered = self._choices(row) if row is not None else ()
        self.box.set_choices(offered)
        self.box.set_value(self._chosen.get(self._row_id(row)) if row is not None else None)
        self.box.setEnabled(len(offered) > 1)
        self.all_button.setEnabled(len(offered) > 1 and len(self._rows) > 1)

    def _on_box(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.choose(self._row_id(row), self.box.value())

    def _choose_for_all(self) -> None:
        value = self.box.value()
        for row in self._rows:
            if self._goes_along(row, value) and value in [each for each, _ in self._choices(row)]:
                self._chosen[self._row_id(row)] = value
        self.refresh()
        self.edited.emit()
