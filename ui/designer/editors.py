"""Editors of single values beside the page: lengths, colours; and the pane that lays them out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.designer.words import font_words
from ui.messages import Messages
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox
from ui.widgets.form import FieldCell
from ui.widgets.words import rule, words

#: Colours that print well on a certificate, with their words.
COLOURS = (
    ("#1a1a1a", "Đen"), ("#a3151a", "Đỏ"), ("#b3151b", "Đỏ tươi"), ("#7a1013", "Đỏ mận"),
    ("#8a6414", "Vàng đồng"), ("#b08a2e", "Vàng"), ("#1f3f77", "Xanh lam"), ("#2b5e2f", "Xanh lá"),
    ("#5a5a5a", "Xám"),
)  # fmt: skip
_OTHER = "other"
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


class Number(QDoubleSpinBox):
    """A number with its unit; the wheel scrolls the pane, it does not change the number."""

    edited = Signal()

    def __init__(
        self,
        low: float,
        high: float,
        *,
        step: float = 0.5,
        decimals: int = 1,
        unit: str = "",
        times: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        """``times`` is what the shown number is of the value: 100 shows a part as a percentage."""
        super().__init__(parent)
        self._times = times
        self._is_shown = False
        self.setRange(low * times, high * times)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(self.fontMetrics().horizontalAdvance("0"), 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_changed)

    def value_now(self) -> float:
        """The value in its own unit."""
        return round(self.value() / self._times, 4)

    def show_value(self, value: float) -> None:
        """Show a value; what is finer than the shown digits is kept until it is changed here."""
        self._is_shown = True
        self.setValue(value * self._times)
        self._is_shown = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _on_changed(self, _value: float) -> None:
        if not self._is_shown:
            self.edited.emit()


class ColourBox(ChoiceBox):
    """One of the colours that print well, or any other by its code."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self._messages = messages
        self._colour = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setIconSize(QSize(18, 18))

    def value(self) -> Any:
        """The colour as ``#rrggbb``."""
        return self._colour

    def set_value(self, value: Any) -> None:
        """Show a colour."""
        self._colour = str(value)
        named = dict(COLOURS)
        offered = [*COLOURS, *([] if self._colour in named else [(self._colour, self._colour)])]
        self.set_choices([*offered, (_OTHER, "Màu khác…")])
        for number, (colour, _) in enumerate(offered):
            self.setItemIcon(number, _swatch(colour))
        self.setCurrentIndex([colour for colour, _ in offered].index(self._colour))

    def _on_activated(self) -> None:
        chosen = self._values[self.currentIndex()]
        if chosen == _OTHER:
            asked = "Mã màu gồm dấu # và sáu chữ số hay chữ a–f, ví dụ #a3151a:"
            typed = self._messages.ask_text("Màu khác", asked, self._colour)
            found = _COLOUR.fullmatch((typed or "").strip())
            if typed is not None and found is None:
                self._messages.tell(f"“{typed}” không phải mã màu. Mã màu viết như #a3151a.")
            self.set_value(f"#{found[1].lower()}" if found else self._colour)
            if found is None:
                return
        else:
            self._colour = chosen
        super()._on_activated()


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(18, 18)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    painter.setPen(QColor("#888888"))
    painter.drawRect(0, 0, 17, 17)
    painter.end()
    return QIcon(picture)


def narrow_choice(choices: list[tuple[Any, str]], parent: QWidget | None = None) -> ChoiceBox:
    """A choice that is as wide as its pane, however long its words."""
    box = ChoiceBox(choices, parent)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


def font_choice(parent: QWidget | None = None) -> ChoiceBox:
    """The fonts that a layout may name."""
    box = narrow_choice(list(font_words()), parent)
    box.view().setMinimumWidth(box.fontMetrics().horizontalAdvance("m" * 26))
    return box


class Pane(QScrollArea):
    """Editors by the path of what they edit, two in a row, in titled groups.

    Signal ``edited(str, object)``: path and new value. :meth:`show_values` shows others.
    """

    edited = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: dict[str, FieldCell] = {}
        self._is_showing = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.px(2), 0, theme.px(12), 0)
        self._column.setSpacing(theme.px(6))
        self._column.addStretch(1)
        self._grid = QGridLayout()
        self._place = 0
        self.setWidget(inside)

    def add_group(self, title: str) -> None:
        """Begin a titled group; editors added from now on stand in it."""
        at = self._column.count() - 1
        self._column.insertWidget(at, words(title, "heading", self))
        self._column.insertWidget(at + 1, rule(self))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(self._theme.px(10))
        self._grid.setVerticalSpacing(self._theme.px(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._place = 0
        self._column.insertLayout(at + 2, self._grid)

    def add_part(self, part: QWidget | QLayout) -> None:
        """Put something else below what is there."""
        at = self._column.count() - 1
        if isinstance(part, QWidget):
            self._column.insertWidget(at, part)
        else:
            self._column.insertLayout(at, part)

    def add(self, path: str, label: str, editor: QWidget, *, wide: bool = False) -> None:
        """An editor for what lies at ``path``; ``wide`` gives it a row of its own."""
        cell = FieldCell(label, editor, parent=self.widget())
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._cells[path] = cell
        if wide and self._place % 2:
            self._place += 1
        self._grid.addWidget(cell, self._place // 2, self._place % 2, 1, 2 if wide else 1)
        self._place += 2 if wide else 1
        editor.installEventFilter(self)
        signal: Any = editor.edited  # type: ignore[attr-defined]
        signal.connect(lambda: self._on_edited(path))

    def editor(self, path: str) -> Any:
        """The editor of a path."""
        return self._cells[path].field

    def cell(self, path: str) -> FieldCell:
        """The editor with its label and its error."""
        return self._cells[path]

    def begin(self) -> None:
        """Put the keyboard into the first editor that can be used."""
        for cell in self._cells.values():
            if cell.field.isEnabled() and not cell.isHidden():
                cell.field.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(cell)
                return

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show these; an editor without a value is off. What is just being typed is left alone."""
        self._is_showing = True
        for path, cell in self._cells.items():
            editor: Any = cell.field
            cell.setEnabled(path in values)
            if path not in values:
                continue
            cell.say("")
            if isinstance(editor, Number):
                editor.show_value(float(values[path]))  # type: ignore[arg-type]
            elif editor.value() != values[path]:
                editor.set_value(values[path])
        self._is_showing = False

    def show_only(self, paths: frozenset[str], *, of: frozenset[str]) -> None:
        """Hide those editors among ``of`` that are not in ``paths``."""
        for path in of:
            self._cells[path].setVisible(path in paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # With nothing typed to take back, Ctrl+Z belongs to the design.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_back = event.matches(QKeySequence.StandardKey.Undo)
            if is_back or event.matches(QKeySequence.StandardKey.Redo):
                return not _has_typing(watched, is_back=is_back)
        return super().eventFilter(watched, event)

    def _on_edited(self, path: str) -> None:
        if self._is_showing:
            return
        editor: Any = self._cells[path].field
        value = editor.value_now() if isinstance(editor, Number) else editor.value()
        self.edited.emit(path, value)


def _has_typing(editor: QObject, *, is_back: bool) -> bool:
    """Whether an editor has something of its own to take back, or to do again."""
    if isinstance(editor, Number):
        editor = editor.lineEdit()
    if isinstance(editor, QLineEdit):
        return editor.isUndoAvailable() if is_back else editor.isRedoAvailable()
    if isinstance(editor, QPlainTextEdit):
        document = editor.document()
        return document.isUndoAvailable() if is_back else document.isRedoAvailable()
    return True
