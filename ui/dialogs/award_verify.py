"""Kiểm tra mã: what the register knows of a certificate with this code; no network is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.issuing import Verification

_LABELLED = ("recipient", "detail", "achievement", "signer")


class AwardVerifyDialog(QDialog):
    """The code is typed, or the text pasted that a reader of the QR code gave; Enter checks it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kiểm tra mã trên giấy khen")
        self._context = context
        self._found: Verification | None = None
        self._is_closed = False
        self.finished.connect(self._on_finished)
        px = context.theme.px
        self.field = _CodeField(self)
        self.field.setPlaceholderText("Ví dụ K7QM-4D2X, hoặc cả đoạn chữ mà điện thoại đọc từ mã QR")
        self.field.setAccessibleName("Mã kiểm tra hoặc chữ đọc từ mã QR")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(px(76))
        self.check_button = QPushButton("Kiểm tra", self)
        self.check_button.setProperty("primary", True)
        self.check_button.setDefault(True)
        put_icon(self.check_button, "search")
        self.check_button.clicked.connect(self.check)
        self.field.entered.connect(self.check)
        self.verdict = words("", "heading", self, wrap=True)
        self.problems = words("", "fieldError", self, wrap=True)
        self.facts = words("", "", self, wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sheets_button = QPushButton("Xem giấy này…", self)
        self.sheets_button.setAutoDefault(False)
        put_icon(self.sheets_button, "preview")
        self.sheets_button.clicked.connect(self.show_sheets)
        close = QPushButton("Đóng", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        edge = px(22)
        column.setContentsMargins(edge, px(16), edge, edge)
        column.setSpacing(px(8))
        column.addWidget(words("Kiểm tra mã trên giấy", "pageTitle", self))
        lead = "Gõ mã in ở chân giấy. Sổ cho biết giấy ấy đã cấp cho ai và còn giá trị không; không cần mạng."
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.field)
        card = QWidget()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, px(4), px(10), 0)
        inside.setSpacing(px(6))
        for part in (self.verdict, self.problems, self.facts):
            part.hide()
            inside.addWidget(part)
        inside.addStretch(1)
        answer = QScrollArea(self)  # a long answer in large type
        answer.setWidgetResizable(True)
        answer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        answer.setWidget(card)
        column.addWidget(answer, 1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.sheets_button)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.check_button)
        column.addLayout(row)
        self.sheets_button.hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.check)
        take_size(self, context.theme, 640, 560)
        self.field.setFocus()

    def check(self) -> None:
        """Ask the register about what was typed."""
        register, text = self._context.services.register, self.field.toPlainText()

        def work() -> Verification:
            from app.services import issuing

            return issuing.verify(register, text)

        self._context.ask(work, self._show, self._refuse)

    def show_sheets(self) -> None:
        """Open the sheets of the award that was found."""
        from ui.dialogs.award_sheets import open_sheets

        if self._found is not None:
            row = self._found.row
            open_sheets(self._context, row.issue.award_id, row.recipient, self, code=row.issue.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def _on_finished(self) -> None:
        self._is_closed = True

    def _show(self, found: Verification) -> None:
        if self._is_closed:
            return
        self._found = found
        issue = found.row.issue
        self._say(
            f"Giấy thật, còn giá trị: {issue.kind.label.lower()}, phát hành {short_date(issue.issued_on)}."
            if found.is_good
            else "Giấy có trong sổ, nhưng cần xem lại:",
            "\n".join(f"• {each}" for each in found.problems),
            _facts(found.texts),
        )
        self.verdict.setProperty("tone", "good" if found.is_good else "")
        self.verdict.style().polish(self.verdict)
        self.sheets_button.show()

    def _refuse(self, problem: SoHoiError) -> None:
        if self._is_closed:
            return
        self._found = None
        self._say("", problem.message, "")
        self.sheets_button.hide()
        self.field.setFocus()

    def _say(self, verdict: str, problems: str, facts: str) -> None:
        for label, text in ((self.verdict, verdict), (self.problems, problems), (self.facts, facts)):
            label.setText(text)
            label.setVisible(bool(text))


class _CodeField(QPlainTextEdit):
    """Enter checks; what is pasted may have several lines. Signal ``entered()``."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _facts(texts: Mapping[str, str]) -> str:
    """What stands on the paper, a line each; the decision and the number carry their own words."""
    lines = [f"{FIELDS_BY_KEY[key].label}: {texts[key]}" for key in _LABELLED if texts.get(key)]
    decision = " ".join(texts.get(key, "") for key in ("decision", "decision_date")).strip()
    return "\n".join([*lines, *(line for line in (decision, texts.get("register", "")) if line)])


def open_verify(context: Context, parent: QWidget | None) -> AwardVerifyDialog:
    """Open the check of a code."""
    dialog = AwardVerifyDialog(context, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
