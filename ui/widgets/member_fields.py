"""Fields that only a member has: the name with its capitals, which words are the tên, checked numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.members import Member
from app.vietnamese.names import proper_case, split_name
from app.vietnamese.text import clean
from ui.widgets.enter_key import is_enter
from ui.widgets.fields import TextEdit

_SEPARATORS = str.maketrans("", "", " .-")
#: A tên of more words than this is nobody's.
_MOST_WORDS = 3


class NameEdit(TextEdit):
    """A person's name; typed all in capitals or all in small letters it gets its capitals when it is left.

    Ctrl+Z in the field brings back what was typed, and that is then left alone. Signal ``tidied(bool)``:
    whether the name was changed just now.
    """

    tidied = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._as_typed = ""

    def value(self) -> str:
        """The name, with its capitals unless the user took them back."""
        text = clean(self.text())
        return text if text == self._as_typed else _with_capitals(text)

    def set_value(self, value: Any) -> None:
        """Show a name."""
        super().set_value(value)
        self._as_typed = ""

    def check(self) -> bool:
        """Give the name its capitals, in a way that Ctrl+Z takes back."""
        typed, tidy = self.text(), self.value()
        if tidy != typed:
            is_case = tidy != clean(typed)
            if is_case:
                self._as_typed = clean(typed)
            self.selectAll()
            self.insert(tidy)  # unlike setText it can be undone
            self.tidied.emit(is_case)
        self.problem.emit("")
        return True


def _with_capitals(name: str) -> str:
    return proper_case(name) if name.islower() or name.isupper() else name


class GivenNameButton(QToolButton):
    """Says which last words of the name are the tên ("Tên gọi: An"), by which lists are sorted.

    Opens a small menu to choose another number of words. ``value()`` is that number. Signal ``edited()``.
    """

    edited = Signal()
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._words = 1
        self.setProperty("small", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Tên gọi, để xếp thứ tự trong danh sách. Đổi khi tên gọi có hai chữ.")
        self.setAccessibleName("Tên gọi")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._say()

    def value(self) -> int:
        """How many last words are the tên; never more than the name has."""
        return min(self._words, max(1, len(self._name.split())))

    def set_value(self, value: Any) -> None:
        """Choose a number of words."""
        self._words = value
        self._say()

    def set_name(self, name: str) -> None:
        """Say which name it is about."""
        self._name = clean(name)
        self._say()

    def choices(self) -> tuple[str, ...]:
        """What can be the tên, the shortest first."""
        count = min(_MOST_WORDS, len(self._name.split()))
        return tuple(split_name(self._name, number).given for number in range(1, count + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self._menu.clear()
        for number, given in enumerate(self.choices(), start=1):
            action = self._menu.addAction(given)
            action.setCheckable(True)
            action.setChecked(number == self.value())
            action.triggered.connect(lambda _checked=False, number=number: self._choose(number))

    def _choose(self, number: int) -> None:
        self.set_value(number)
        self.edited.emit()

    def _say(self) -> None:
        given = split_name(self._name, self.value()).given
        self.setText(f"Tên gọi: {given}")
        self.setVisible(len(self._name.split()) > 1)


class CheckedLine(TextEdit):
    """A line that the record itself refuses or takes: a telephone, an id number.

    ``keep(text)`` gives what is kept of a text, or raises FieldError; the sentence then stands under the
    field as soon as it is left.
    """

    def __init__(self, keep: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._keep = keep

    def value(self) -> str:
        """The text as it is kept; raises FieldError."""
        text = clean(self.text())
        return self._keep(text) if text else ""


def phone_line() -> CheckedLine:
    """A line for a telephone number, checked as :class:`Member` checks it."""
    return CheckedLine(lambda text: Member(full_name="-", phone=text).phone)


def national_id_line() -> CheckedLine:
    """A line for an id number; blanks and dots between the digits are taken out."""
    return CheckedLine(lambda text: Member(full_name="-", national_id=_bare_digits(text)).national_id)


def _bare_digits(text: str) -> str:
    bare = text.translate(_SEPARATORS)
    return bare if bare.isdecimal() else text
