"""The frame of every dialog that edits something: title, what is edited, errors in words, save and cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError, SoHoiError
from ui.icons import put_icon
from ui.messages import Messages
from ui.theme import Theme
from ui.widgets.enter_key import press_focused_button
from ui.widgets.words import words


def take_size(dialog: QDialog, theme: Theme, width: int, height: int) -> None:
    """Make a dialog this large (pixels at 100 %), but never larger than the screen."""
    room = dialog.screen().availableGeometry()
    edge = 40
    dialog.resize(min(theme.px(width), room.width() - edge), min(theme.px(height), room.height() - edge))


def scroll_when_crowded(dialog: QDialog, body: QLayout) -> None:
    """Let this part of a dialog scroll if the whole would be larger than the screen.

    Large type on a small screen must not push the buttons off it. ``body`` is a layout within the dialog's
    own column. Does nothing where there is room; call it before the dialog is shown.
    """
    room, column = dialog.screen().availableGeometry(), dialog.layout()
    needed = dialog.minimumSizeHint()
    if not isinstance(column, QVBoxLayout):
        return
    if column.hasHeightForWidth():  # lines that wrap stand on each other where a dialog is too low for them
        width = max(dialog.width(), needed.width())
        needed.setHeight(max(needed.height(), column.totalMinimumHeightForWidth(width)))
    if needed == needed.boundedTo(room.size()):
        dialog.resize(dialog.size().expandedTo(needed))
        return
    items = [column.itemAt(number) for number in range(column.count())]
    place = next((number for number, item in enumerate(items) if item and item.layout() is body), None)
    if place is None:  # it scrolls already
        return
    focus = dialog.focusWidget()
    column.takeAt(place)
    body.setParent(None)
    inside = QWidget()
    inside.setLayout(body)
    area = QScrollArea(dialog)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    column.insertWidget(place, area, 1)
    column.activate()  # the dialog may be smaller only when the layout has said so
    dialog.resize(dialog.size().boundedTo(room.size()))
    if focus is not None:
        focus.setFocus()


def dialog_button(
    parent: QWidget, text: str, icon_name: str, act: Callable[[], object], *, primary: bool = False
) -> QPushButton:
    """A button of a dialog without a default one: Enter presses the button that has the keyboard."""
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setProperty("primary", primary)
    if icon_name:
        put_icon(button, icon_name)
    button.clicked.connect(lambda _checked: act())
    return button


class EditDialog(QDialog):
    """Saves nothing itself: hands its value to ``save`` and closes when that says it is done.

    Override :meth:`result_value` (None when something is wrong and already said under its field) and, for
    errors that the saving finds, :meth:`show_field_error`. Call :meth:`mark_edited` when the user changes
    something; closing then asks first. Ctrl+S and Ctrl+Enter save.
    """

    def __init__(
        self,
        title: str,
        save_label: str,
        theme: Theme,
        messages: Messages,
        parent: QWidget | None = None,
        *,
        lead: str = "",
        icon_name: str = "check",
    ) -> None:
        """``save_label`` is the deed's own word; ``lead`` a quiet line under the title."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.theme = theme
        self._messages = messages
        self._is_edited = False
        self._save: Callable[[Any, Callable[[], None], Callable[[SoHoiError], None]], None] | None = None
        column = QVBoxLayout(self)
        edge = theme.px(22)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        self._title = words(title, "pageTitle", self, wrap=True)
        column.addWidget(self._title)
        self.lead = words(lead, "soft", self, wrap=True)
        self.lead.setVisible(bool(lead))
        column.addWidget(self.lead)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        column.addLayout(self.body, 1)
        self._error = words("", "fieldError", self, wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self.button_row = QHBoxLayout()
        self.button_row.setSpacing(theme.px(8))
        self.button_row.addStretch(1)
        self.cancel_button = QPushButton("Hủy", self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setToolTip("Đóng, không lưu (Esc)")
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = QPushButton(save_label, self)
        self.save_button.setDefault(True)
        self.save_button.setProperty("primary", True)
        self.save_button.setToolTip("Ctrl+S")
        put_icon(self.save_button, icon_name)
        self.save_button.clicked.connect(self.try_save)
        self.button_row.addWidget(self.cancel_button)
        self.button_row.addWidget(self.save_button)
        column.addSpacing(theme.px(4))
        column.addLayout(self.button_row)
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.try_save)

    def set_title(self, title: str) -> None:
        """Say something else in the title and at the top."""
        self.setWindowTitle(title)
        self._title.setText(title)

    def take_size(self, width: int, height: int) -> None:
        """Be this large (pixels at 100 %), but never larger than the screen."""
        take_size(self, self.theme, width, height)

    def on_save(self, save: Callable[[Any, Callable[[], None], Callable[[SoHoiError], None]], None]) -> None:
        """``save(value, done, failed)`` is what the page does with the value."""
        self._save = save

    def result_value(self) -> Any:
        """What was typed; None when something is wrong, which then stands under its field.

        It may raise SoHoiError instead: the dialog says it, a FieldError under its field.
        """
        raise NotImplementedError

    def show_field_error(self, problem: FieldError) -> bool:
        """Put an error under its field and go there; False when there is no such field."""
        return False

    def mark_edited(self) -> None:
        """The user changed something."""
        self._is_edited = True

    @property
    def is_edited(self) -> bool:
        """Whether closing would lose something."""
        return self._is_edited

    @property
    def error(self) -> str:
        """The sentence above the buttons, empty when all is well."""
        return self._error.text()

    def try_save(self) -> None:
        """Hand the value over; stays open when something is wrong."""
        self._say("")
        try:
            value = self.result_value()
        except SoHoiError as problem:
            self.show_problem(problem)
            return
        if value is None:
            return
        if self._save is None:
            self._close()
            return
        self.save_button.setEnabled(False)
        self._save(value, self._close, self.show_problem)

    def show_problem(self, problem: SoHoiError) -> None:
        """Say what refused, under the field it concerns where that is known."""
        self.save_button.setEnabled(True)
        if not (isinstance(problem, FieldError) and self.show_field_error(problem)):
            self._say(problem.message)

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self.body)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close without saving; asks when something was typed."""
        question = "Những gì vừa gõ chưa được lưu. Đóng mà không lưu?"
        if self._is_edited and not self._messages.confirm(question, "Đóng, không lưu", "Ở lại"):
            return
        self._is_edited = False
        super().reject()

    def _close(self) -> None:
        self._is_edited = False
        self.accept()

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
