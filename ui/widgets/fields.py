"""One-line editors for the kinds of value that records hold; each knows its value or says why it has none.

Every editor has ``value()`` (raises FieldError), ``set_value(value)`` and the signals ``edited()`` and
``problem(str)`` (the sentence under the field, empty when all is well).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.errors import FieldError
from app.vietnamese.dates import PartialDate, parse_partial_date
from app.vietnamese.numbers import group, parse_money
from app.vietnamese.text import clean, clean_multiline, fold


class Editor(Protocol):
    """What every editor can do."""

    def value(self) -> Any:
        """The value; raises FieldError when what was typed is none."""

    def set_value(self, value: Any) -> None:
        """Show a value."""


class _Line(QLineEdit):
    """A line that checks itself when it is left and shows the tidy form."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._on_text_edited)

    def value(self) -> Any:
        """The value; raises FieldError."""
        return clean(self.text())

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self.setText(self.show_form(value))
        self.setCursorPosition(0)  # a long text shows its beginning, not its end
        self.problem.emit("")

    def show_form(self, value: Any) -> str:
        """How a value looks in the line."""
        return "" if value is None else str(value)

    def check(self) -> bool:
        """Tidy what was typed; False, with the reason under the field, when it is no value."""
        try:
            value = self.value()
        except FieldError as found:
            self.problem.emit(found.message)
            return False
        tidy = self.show_form(value)
        if tidy != self.text():
            self.setText(tidy)
        self.problem.emit("")
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.check()
            self.setCursorPosition(0)

    def _on_text_edited(self) -> None:
        self.problem.emit("")
        self.edited.emit()


class TextEdit(_Line):
    """One line of text, with optional suggestions that are found without accents."""

    def __init__(self, suggestions: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if suggestions:
            self.set_suggestions(suggestions)

    def set_suggestions(self, suggestions: Iterable[str]) -> None:
        """Offer these while typing; any other text may be typed too."""
        self.setCompleter(FoldingCompleter(tuple(suggestions), self))


class FoldingCompleter(QCompleter):
    """Offers the suggestions that hold the typed words, accents or not, whatever their case."""

    def __init__(self, suggestions: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._all = tuple(dict.fromkeys(suggestions))
        self._folded = tuple(fold(each) for each in self._all)
        self._list = QStringListModel(list(self._all), self)
        self.setModel(self._list)
        # The list is filtered here, by folded text; Qt's own comparing knows nothing of đ.
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(10)

    def splitPath(self, path: str) -> list[str]:
        self._list.setStringList(self.matching(path))
        return [""]

    def matching(self, typed: str) -> list[str]:
        """The suggestions that hold every typed word; those that begin with the first come first."""
        wanted = fold(typed).split()
        found = [
            (not folded.startswith(wanted[0]) if wanted else False, place)
            for place, folded in enumerate(self._folded)
            if all(word in folded for word in wanted)
        ]
        return [self._all[place] for _, place in sorted(found)]


class PartialDateEdit(_Line):
    """A date at the precision that is known: "1950", "8/1950" or "15/8/1950", typed in any usual form."""

    def __init__(
        self, *, label: str = "Ngày", latest_year: int | None = None, parent: QWidget | None = None
    ) -> None:
        """``latest_year`` tells years of two digits apart (see ``parse_partial_date``)."""
        super().__init__(parent)
        self._label = label
        self._latest_year = latest_year
        self.setPlaceholderText("ví dụ 1950 hoặc 15/8/1950")

    def told(self, field: str) -> PartialDate:
        """The date; raises FieldError of ``field`` where there is none."""
        try:
            day = PartialDateEdit.value(self)
        except FieldError as problem:
            raise FieldError(field, problem.message) from problem
        if day is None:
            raise FieldError(field, f"Hãy ghi {self._label.lower()}; chỉ nhớ tháng hay năm cũng được.")
        return day

    def value(self) -> PartialDate | None:
        """The date, None when the line is empty; raises FieldError for what is no date."""
        text = clean(self.text())
        return parse_partial_date(text, latest_year=self._latest_year) if text else None


class DayEdit(PartialDateEdit):
    """A whole calendar day; a lone year or month is asked about."""

    def __init__(
        self, *, label: str = "Ngày", latest_year: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(label=label, latest_year=latest_year, parent=parent)
        self.setPlaceholderText("ví dụ 15/8/2024")

    def value(self) -> date | None:  # type: ignore[override]
        """The day, None when the line is empty; raises FieldError when the day is not known."""
        found = super().value()
        if found is None:
            return None
        day = found.to_date()
        if day is None:
            raise FieldError("date", f"{self._label}: cần đủ ngày, tháng, năm, ví dụ 15/8/2024.")
        return day

    def show_form(self, value: Any) -> str:
        return "" if value is None else PartialDate.from_date(value).display()


class MoneyEdit(_Line):
    """Whole VND, typed as "500 nghìn", "1,5 triệu" or "2.950.000"; shown with dots."""

    def __init__(self, *, empty: int | None = 0, parent: QWidget | None = None) -> None:
        """``empty`` is the value of an empty line: 0, or None where a sum is required."""
        super().__init__(parent)
        self._empty = empty
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("ví dụ 300.000 hoặc 300 nghìn")

    def value(self) -> int | None:
        """The sum in đồng; raises FieldError for what is no sum."""
        text = clean(self.text())
        return parse_money(text) if text else self._empty

    def show_form(self, value: Any) -> str:
        return "" if value is None or (value == 0 and self._empty == 0) else group(value)


class NumberEdit(_Line):
    """A whole number that is not negative."""

    def __init__(self, *, empty: int | None = 0, label: str = "Số", parent: QWidget | None = None) -> None:
        """``empty`` is the value of an empty line."""
        super().__init__(parent)
        self._empty = empty
        self._label = label
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | None:
        """The number; raises FieldError for what is none."""
        text = clean(self.text()).replace(".", "").replace(" ", "")
        if not text:
            return self._empty
        if not text.isascii() or not text.isdecimal() or len(text) > 15:
            raise FieldError("number", f"{self._label}: hãy gõ một số, ví dụ 12.")
        return int(text)

    def show_form(self, value: Any) -> str:
        return "" if value is None else str(value)


class LongTextEdit(QPlainTextEdit):
    """Several lines of text; Tab goes to the next field."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        self.textChanged.connect(self.edited)

    def value(self) -> str:
        """The tidy text."""
        return clean_multiline(self.toPlainText())

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setPlainText(value or "")
        self.problem.emit("")


class ChoiceBox(QComboBox):
    """One of a few values, each with its words. The wheel scrolls the page, it does not change the choice."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, choices: Sequence[tuple[Any, str]] = (), parent: QWidget | None = None) -> None:
        """``choices`` are (value, words); a value None is how nothing is chosen."""
        super().__init__(parent)
        self._values: list[Any] = []
        self.setMaxVisibleItems(14)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_choices(choices)
        self.activated.connect(lambda _number: self._on_activated())

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; what was chosen stays chosen if it is still offered."""
        held = self.value() if self._values else None
        self.clear()
        self._values = [value for value, _ in choices]
        self.addItems([text for _, text in choices])
        if held in self._values:
            self.setCurrentIndex(self._values.index(held))

    def value(self) -> Any:
        """The chosen value, None when there is none."""
        number = self.currentIndex()
        return self._values[number] if 0 <= number < len(self._values) else None

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not offered chooses nothing."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.problem.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; words that have no room end in an ellipsis, and not in half a letter."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _on_activated(self) -> None:
        self.problem.emit("")
        self.edited.emit()


class SuggestBox(QComboBox):
    """A free text with a list of usual ones to open; typing finds them without accents."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, suggestions: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.set_suggestions(suggestions)
        self.editTextChanged.connect(lambda _text: self.edited.emit())

    def set_suggestions(self, suggestions: Iterable[str]) -> None:
        """Offer other texts; what is typed stays."""
        held = self.currentText()
        offered = tuple(dict.fromkeys(suggestions))
        self.clear()
        self.addItems(offered)
        self.setCompleter(FoldingCompleter(offered, self))
        self.setEditText(held)

    def value(self) -> str:
        """The tidy text."""
        return clean(self.currentText())

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setEditText(value or "")
        self.problem.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TickBox(QCheckBox):
    """Yes or no."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.clicked.connect(lambda _ticked: self.edited.emit())

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick or untick."""
        self.setChecked(bool(value))


class SearchField(QLineEdit):
    """Search as you type. Signal ``searched(str)`` a moment after the last key (120 ms); Esc empties it.

    ``leads_to`` is the list that is searched: the arrow down goes there.
    """

    searched = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """``hint`` says what can be found here."""
        super().__init__(parent)
        from PySide6.QtCore import QTimer

        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self._tell)
        self._last = ""
        self.leads_to: QWidget | None = None
        self.textChanged.connect(lambda _text: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.setText("")  # unlike clear() it leaves nothing for Ctrl+Z, which is the register's again
            self._tell()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Down and self.leads_to is not None:
            self._tell()
            self.leads_to.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # With nothing typed to take back, Ctrl+Z belongs to the register.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
            and not (self.isUndoAvailable() or self.isRedoAvailable())
        ):
            event.ignore()
            return False
        return super().event(event)

    def _tell(self) -> None:
        self._timer.stop()
        text = clean(self.text())
        if text != self._last:
            self._last = text
            self.searched.emit(text)
