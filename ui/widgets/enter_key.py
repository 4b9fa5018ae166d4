"""Enter presses the button that has the keyboard, and no other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget


def is_enter(event: QKeyEvent) -> bool:
    """Whether this is Enter alone."""
    is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_focused_button(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button that has the keyboard if this is Enter; tells whether it was done.

    For ``keyPressEvent`` of windows and dialogs. Qt on Windows gives Enter nothing to do on a button; in a
    dialog lets it press the default button: on "Hủy" it would save.
    """
    button = window.focusWidget()
    if not is_enter(event) or not isinstance(button, QPushButton | QToolButton) or not button.isEnabled():
        return False
    event.accept()
    button.click()
    return True
