"""A form: labelled fields in titled groups, one or two columns, the error of a field in words under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError
from ui.theme import Theme
from ui.widgets.words import rule, words

T = TypeVar("T")


def show_in_cell(cells: Mapping[str, FieldCell], problem: FieldError) -> bool:
    """Put an error under its field and go there; False when there is no such cell."""
    cell = cells.get(problem.field)
    if cell is None:
        return False
    cell.say(problem.message)
    cell.field.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


class FieldCell(QWidget):
    """One field with its label above and its error below."""

    def __init__(self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self._hint_look = "soft"
        self._under: QLabel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._name: QLabel | None = None
        if not isinstance(field, QCheckBox):
            self._name = words(label, "fieldLabel", self)
            self._name.setBuddy(field)
            self._column.addWidget(self._name)
        field.setAccessibleName(label)
        at = field
        while (proxy := at.focusProxy()) is not None:  # what is typed in says whose words these are
            at = proxy
            at.setAccessibleName(label)
        self._column.addWidget(field)
        self._column.addStretch(1)
        if hint:
            self._show(hint, "soft")
        # Ignored: what a field would like to take must not make one column wider than the other.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        problem = getattr(field, "problem", None)
        if problem is not None:
            problem.connect(self.say)

    def put_beside_label(self, widget: QWidget) -> None:
        """Put something small at the right end of the label's line."""
        if self._name is None:
            raise ValueError("a tick box carries its own words")
        line = QHBoxLayout()
        line.setSpacing(0)
        self._column.insertLayout(0, line)
        line.addWidget(self._name)
        line.addStretch(1)
        widget.setMaximumHeight(self._name.sizeHint().height())  # the fields of one row stand level
        line.addWidget(widget)

    @property
    def error(self) -> str:
        """The sentence under the field, empty when all is well."""
        is_error = self._under is not None and self._under.objectName() == "fieldError"
        return self._under.text() if self._under is not None and is_error else ""

    def set_hint(self, hint: str, look: str = "soft") -> None:
        """Say something else under the field while it has no error; ``look`` may be "fieldDoubt"."""
        self._hint, self._hint_look = hint, look
        if not self.error:
            self._show(hint, look)

    def say(self, error: str) -> None:
        """Show the error of the field, or its hint again when it is empty."""
        if error == self.error:
            return
        self._show(error or self._hint, "fieldError" if error else self._hint_look)
        self.field.setProperty("wrong", bool(error))
        self.field.style().polish(self.field)

    def _show(self, text: str, look: str) -> None:
        if self._under is None:
            if not text:
                return
            # Most fields never have anything to say: forty labels less when a large form is opened.
            self._under = words(text, look, self, wrap=True)
            self._column.insertWidget(self._column.indexOf(self.field) + 1, self._under)
            self._under.show()
            return
        self._under.setText(text)
        self._under.setVisible(bool(text))
        if self._under.objectName() != look:
            self._under.setObjectName(look)
            self._under.style().polish(self._under)


class _Group(QWidget):
    """A titled group that lays its cells in one or two columns."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[tuple[FieldCell, bool]] = []
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(10))
        column.setSpacing(theme.px(6))
        if title:
            column.addWidget(words(title, "heading", self))
            column.addWidget(rule(self))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(8))
        column.addLayout(self._grid)

    def add(self, cell: FieldCell, *, wide: bool) -> None:
        self._cells.append((cell, wide))
        self._columns = 0

    def lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        row = place = 0
        for cell, _ in self._cells:
            self._grid.removeWidget(cell)
        for cell, wide in self._cells:
            span = columns if wide else 1
            if place + span > columns:
                row, place = row + 1, 0
            self._grid.addWidget(cell, row, place, 1, span)
            place += span
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)


class Form(QScrollArea):
    """Fields by name; scrolls when the window is small, has two columns when it is wide.

    ``fields`` gives the widget under a name; :meth:`show_error` puts a FieldError under its field.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: list[_Group] = []
        self._cells: dict[str, FieldCell] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(theme.px(4), theme.px(4), theme.px(14), theme.px(4))
        self._column.setSpacing(theme.px(8))
        self._column.addStretch(1)
        self.setWidget(self._inside)

    def add_group(self, title: str = "") -> QWidget:
        """Begin a titled group, and give it; fields added from now on stand in it."""
        group = _Group(title, self._theme, self._inside)
        self._groups.append(group)
        self._column.insertWidget(self._column.count() - 1, group)
        return group

    def add(self, name: str, label: str, field: QWidget, *, wide: bool = False, hint: str = "") -> FieldCell:
        """Put a field into the present group; ``wide`` gives it the whole width."""
        if not self._groups:
            self.add_group()
        cell = FieldCell(label, field, hint, self._groups[-1])
        self._cells[name] = cell
        self._groups[-1].add(cell, wide=wide)
        self._reflow()
        return cell

    @property
    def fields(self) -> dict[str, QWidget]:
        """The fields by name, in their order."""
        return {name: cell.field for name, cell in self._cells.items()}

    def cell(self, name: str) -> FieldCell:
        """One field with its label and error."""
        return self._cells[name]

    def errors(self) -> dict[str, str]:
        """The errors that are shown now, by field."""
        return {name: cell.error for name, cell in self._cells.items() if cell.error}

    def show_error(self, problem: FieldError) -> bool:
        """Put the error under its field and go there; False when this form has no such field."""
        cell = self._cells.get(problem.field)
        if cell is None:
            return False
        cell.say(problem.message)
        self._inside.adjustSize()
        self.ensureWidgetVisible(cell)
        cell.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def value_or_told(self, read: Callable[[], T]) -> T | None:
        """What ``read`` gives; None when a field is wrong, which is then said under it.

        Raises FieldError for a field that this form does not have.
        """
        self.clear_errors()
        try:
            return read()
        except FieldError as problem:
            if not self.show_error(problem):
                raise
            return None

    def clear_errors(self) -> None:
        """Take all errors away."""
        for cell in self._cells.values():
            cell.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reflow()

    def _reflow(self) -> None:
        columns = 2 if self.viewport().width() >= self._theme.px(680) else 1
        for group in self._groups:
            group.lay_out(columns)
