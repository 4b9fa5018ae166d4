"""A short list that is edited in place: policy groups, honours, guests; a row of fields for each record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.record import Record
from app.errors import FieldError
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.tab_stops import lead_through
from ui.widgets.words import words

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RowField:
    """One field of a row: the record's field, its label, how its editor is made, its share of the width.

    ``second`` fields go to a second line where the editor is narrow. A field that does not ``say`` anything
    by itself (a tick that is usual) makes no record of a row in which all else is empty.
    """

    name: str
    label: str
    make: Callable[[], Any]
    share: int = 1
    second: bool = False
    says: bool = True


@dataclass(slots=True, weakref_slot=True)  # signals are connected to its methods
class _Row(Generic[R]):
    record: R | None
    editors: dict[str, Any]
    tools: QWidget
    under: QLabel
    labels: dict[str, QLabel] = field(default_factory=dict)
    #: What stands under the row while nothing in it is wrong, and in which look.
    note: tuple[str, str] = ("", "soft")

    def show_under(self, error: str) -> None:
        """Show an error under the row, or with none the note again."""
        text, look = (error, "fieldError") if error else self.note
        self.under.setText(text)
        self.under.setVisible(bool(text))
        if self.under.objectName() != look:
            self.under.setObjectName(look)
            self.under.style().polish(self.under)


class _Grip(QLabel):
    """What a row is taken by with the mouse; ``moved(int)`` says how many rows up (-) or down it goes."""

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("⠿", parent)
        self.setObjectName("soft")
        self.setToolTip("Kéo lên, xuống để đổi thứ tự")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        #: The middle of each row in pixels of the screen, and which of them is this one.
        self.places: Callable[[], tuple[list[int], int]] = lambda: ([], 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the label is not told of what follows

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        middles, own = self.places()
        if not event.buttons() & Qt.MouseButton.LeftButton or len(middles) < 2:
            return
        at = round(event.globalPosition().y())
        nearest = min(range(len(middles)), key=lambda number: abs(middles[number] - at))
        if nearest != own:
            self.moved.emit(nearest - own)


class RowsEditor(QWidget, Generic[R]):
    """Rows of fields with a button that adds one; rows that say nothing are left out of the result.

    Signal ``edited()`` after every change by the user. With ``ordered`` rows can be moved up and down.
    """

    edited = Signal()

    def __init__(
        self,
        kind: type[R],
        fields: Sequence[RowField],
        add_words: str,
        theme: Theme,
        *,
        ordered: bool = False,
        folds_below: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """``add_words`` stands on the button that adds a row ("Thêm khách mời").

        Narrower than ``folds_below`` (pixels at 100 %) every record takes two lines, each field labelled.
        """
        super().__init__(parent)
        self._kind = kind
        self._fields = tuple(fields)
        self._ordered = ordered
        self._folds_below = folds_below
        self._is_folded = False
        self._theme = theme
        self._rows: list[_Row[R]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self._box = QWidget(self)
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._labels = [words(each.label, "fieldLabel", self._box) for each in self._fields]
        column.addWidget(self._box)
        self.add_button = QPushButton(add_words, self)
        self.add_button.setAutoDefault(False)
        put_icon(self.add_button, "add")
        self.add_button.clicked.connect(self._on_add)
        column.addWidget(self.add_button)
        column.setAlignment(self.add_button, _left())
        self._lay_out()

    # ---------------------------------------------------------------- for the owner

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records, a row each."""
        for row in self._rows:
            self._throw_away(row)
        self._rows = [self._make_row(record) for record in records]
        self._lay_out()

    def records(self, **fixed: Any) -> tuple[R, ...]:
        """The records of the rows that say something; ``fixed`` fields are given to new ones.

        Raises FieldError after showing it under its row.
        """
        found: list[R] = []
        for number, row in enumerate(self._rows):
            row.show_under("")
            try:
                made = self._record(row, number, fixed)
            except FieldError as problem:
                self.fail(number, problem.message, problem.field)
                raise
            if made is not None:
                found.append(made)
        return tuple(found)

    def editors(self, number: int) -> dict[str, Any]:
        """The editors of one row by field name."""
        return self._rows[number].editors

    def fail(self, number: int, error: str, name: str = "") -> None:
        """Say what is wrong with a row and put the keyboard into the field ``name``, else the first."""
        row = self._rows[number]
        row.show_under(error)
        row.editors.get(name, row.editors[self._fields[0].name]).setFocus()

    def values(self, number: int) -> dict[str, Any]:
        """What the fields of one row hold; raises FieldError for what is no value."""
        return {name: editor.value() for name, editor in self._rows[number].editors.items()}

    def say(self, number: int, text: str, look: str = "soft") -> None:
        """Let words stand under a row while nothing in it is wrong."""
        row = self._rows[number]
        is_wrong = row.under.objectName() == "fieldError" and row.note[1] != "fieldError"
        row.note = (text, look)
        if not (is_wrong and row.under.text()):
            row.show_under("")

    def __len__(self) -> int:
        return len(self._rows)

    def add_row(self) -> None:
        """Add an empty row and put the keyboard into it."""
        self._rows.append(self._make_row(None))
        self._lay_out()
        self._rows[-1].editors[self._fields[0].name].setFocus()

    def remove_row(self, number: int) -> None:
        """Take a row out."""
        self._throw_away(self._rows.pop(number))
        self._lay_out()
        self.edited.emit()

    def move_row(self, number: int, by: int) -> None:
        """Move a row up (-1) or down (+1), or so many rows at once."""
        if by and 0 <= number + by < len(self._rows):
            self._rows.insert(number + by, self._rows.pop(number))
            self._lay_out()
            self.edited.emit()

    # ---------------------------------------------------------------- rows

    def _record(self, row: _Row[R], number: int, fixed: dict[str, Any]) -> R | None:
        values = {name: editor.value() for name, editor in row.editors.items()}
        if not any(values[each.name] for each in self._fields if each.says):
            return None
        if self._ordered:
            values["position"] = number + 1
        if row.record is not None:
            return dataclasses.replace(row.record, **values)
        return self._kind(**fixed, **values)

    def _make_row(self, record: R | None) -> _Row[R]:
        editors: dict[str, Any] = {}
        for each in self._fields:
            editor = each.make()
            editor.setParent(self._box)
            editor.setAccessibleName(each.label)
            if record is not None:
                editor.set_value(getattr(record, each.name))
            editor.edited.connect(self.edited)
            editors[each.name] = editor
        under = words("", "soft", self._box, wrap=True)
        under.hide()
        row = _Row(record, editors, QWidget(self._box), under)
        self._add_tools(row)
        for editor in editors.values():
            editor.problem.connect(row.show_under)
        return row

    def _add_tools(self, row: _Row[R]) -> None:
        from PySide6.QtWidgets import QHBoxLayout

        line = QHBoxLayout(row.tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.px(4))
        tools: list[tuple[str, str, Callable[[], None]]] = []
        if self._ordered:
            grip = _Grip(row.tools)
            grip.places = lambda: self._places(row)
            grip.moved.connect(lambda by: self.move_row(self._number(row), by))
            line.addWidget(grip)
            tools.append(("up", "Lên trên", lambda: self.move_row(self._number(row), -1)))
            tools.append(("down", "Xuống dưới", lambda: self.move_row(self._number(row), 1)))
        tools.append(("delete", "Bỏ dòng này", lambda: self.remove_row(self._number(row))))
        for name, tip, act in tools:
            button = QToolButton(row.tools)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            if name in _ARROWS:
                button.setText(_ARROWS[name])
            else:
                put_icon(button, name)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button)

    def _number(self, row: _Row[R]) -> int:
        return next(number for number, each in enumerate(self._rows) if each is row)

    def _places(self, row: _Row[R]) -> tuple[list[int], int]:
        middles = [each.tools.mapToGlobal(each.tools.rect().center()).y() for each in self._rows]
        return middles, self._number(row)

    def _throw_away(self, row: _Row[R]) -> None:
        for widget in (*row.editors.values(), *row.labels.values(), row.tools, row.under):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_folded = self.width() < self._theme.px(self._folds_below) if self._folds_below else False
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self._lay_out()

    def _lay_out(self) -> None:
        for label in self._labels:
            label.setVisible(not self._is_folded)
        if not self._is_folded:
            for number, label in enumerate(self._labels):
                self._grid.addWidget(label, 0, number)
        for number in range(_PARTS + 1):
            share = self._fields[number].share if number < len(self._fields) else 0
            self._grid.setColumnStretch(number, int(number < _PARTS) if self._is_folded else share)
        self._box.setVisible(bool(self._rows))
        stops: list[QWidget] = []
        for number, row in enumerate(self._rows):
            if self._is_folded:
                self._lay_out_folded(number, row)
            else:
                self._lay_out_line(number, row)
            row.tools.show()
            for each in self._fields:
                editor = row.editors[each.name]
                editor.show()
                stops.append(editor)
            stops += row.tools.findChildren(QToolButton)
        lead_through(stops, self.add_button, self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on into the first row, where an error sent it here."""
        first = self._rows[0].editors[self._fields[0].name] if self._rows else self.add_button
        first.setFocus(event.reason())

    def _lay_out_line(self, number: int, row: _Row[R]) -> None:
        self._grid.setRowMinimumHeight(6 + _FOLDED_ROWS * number, 0)
        for label in row.labels.values():
            label.hide()
        for place, each in enumerate(self._fields):
            self._grid.addWidget(row.editors[each.name], 1 + 2 * number, place)
        self._grid.addWidget(row.tools, 1 + 2 * number, len(self._fields))
        self._grid.addWidget(row.under, 2 + 2 * number, 0, 1, len(self._fields) + 1)

    def _lay_out_folded(self, number: int, row: _Row[R]) -> None:
        top = 1 + _FOLDED_ROWS * number
        for is_second in (False, True):
            fields = [each for each in self._fields if each.second is is_second]
            whole, place = sum(each.share for each in fields), 0
            for each in fields:
                span = _PARTS * each.share // whole
                label = row.labels.get(each.name)
                if label is None:
                    label = row.labels[each.name] = words(each.label, "fieldLabel", self._box, wrap=True)
                    label.setAlignment(Qt.AlignmentFlag.AlignBottom)  # beside one of two lines
                self._grid.addWidget(label, top + 2 * is_second, place, 1, span)
                # beside one of two lines a field stands under its label, not in the middle
                self._grid.addWidget(row.editors[each.name], top + 1 + 2 * is_second, place, 1, span, _TOP)
                label.show()
                place += span
        self._grid.addWidget(row.tools, top + 1, _PARTS, _TOP)
        self._grid.addWidget(row.under, top + 4, 0, 1, _PARTS + 1)
        self._grid.setRowMinimumHeight(top + 5, self._theme.px(8))  # records stand apart

    def _on_add(self) -> None:
        self.add_row()
        self.edited.emit()


_ARROWS = {"up": "↑", "down": "↓"}
_TOP = Qt.AlignmentFlag.AlignTop
#: A folded line is laid out in twelve equal parts, and a folded record takes six rows of the grid.
_PARTS = 12
_FOLDED_ROWS = 6


def _left() -> Any:
    return Qt.AlignmentFlag.AlignLeft
