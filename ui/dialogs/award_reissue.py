"""Cấp đổi: a certificate with a wrong word is issued anew under its number; old and new words are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.errors import FieldError, SoHoiError
from app.vietnamese.text import clean
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SuggestBox, TextEdit
from ui.widgets.form import Form
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How long after the last key the preview is drawn again (milliseconds).
_CALM = 300
_REASONS = ("In sai họ tên", "In sai chức vụ, đơn vị", "In sai thành tích", "Giấy bị hỏng, mất")


class AwardReissueDialog(EditDialog):
    """Gives (corrections, reason): only the words that became others."""

    def __init__(
        self, context: Context, award_id: str, texts: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """``texts`` are the fields of the certificate as it was issued."""
        super().__init__(
            "Cấp đổi giấy",
            "Cấp giấy mới",
            context.theme,
            context.messages,
            parent,
            lead="Giấy mới mang số cũ và mã kiểm tra mới; giấy cũ vẫn giữ trong sổ, ghi là đã được thay. "
            "Việc này không hoàn tác được.",
        )
        self._context = context
        self._award_id = award_id
        self._is_closed = False
        self._before = {key: texts.get(key, "") for key in _FIELDS}
        self.form = Form(context.theme, self)
        self.form.add_group("Chữ trên giấy mới")
        self.editors: dict[str, TextEdit] = {}
        for key in _FIELDS:
            editor = TextEdit()
            self.editors[key] = editor
            editor.set_value(self._before[key])
            self.form.add(key, FIELDS_BY_KEY[key].label, editor, wide=key in ("achievement", "detail"))
            editor.edited.connect(self._on_edited)
        self.form.add_group("Vì sao cấp đổi")
        self.reason = SuggestBox(_REASONS)
        self.reason.edited.connect(self.mark_edited)
        self.form.add("reason", "Lý do", self.reason, wide=True, hint="Ghi trong sổ, không in trên giấy")
        self.changes = words("", "", self, wrap=True)
        self.pdf = PdfView(context.theme, self)
        row = QHBoxLayout()
        row.setSpacing(context.theme.px(16))
        row.addWidget(self.form, 1)
        row.addWidget(self.pdf, 1)
        # The largest type on a small screen has room for the words alone.
        self.pdf.setVisible(self.screen().availableGeometry().width() >= context.theme.px(620))
        self.body.addLayout(row, 1)
        self.body.addWidget(self.changes)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.draw)
        self.finished.connect(self._on_finished)
        self._say_changes()
        self.draw()
        self.take_size(1080, 720)
        self.editors["recipient"].setFocus()

    def corrections(self) -> dict[str, str]:
        """The words that became others."""
        typed = {key: clean(str(editor.value())) for key, editor in self.editors.items()}
        return {key: text for key, text in typed.items() if text != self._before[key]}

    def result_value(self) -> tuple[dict[str, str], str] | None:
        """What was typed; None when something is wrong, which is then said under its field."""
        self.form.clear_errors()
        corrections = self.corrections()
        if not corrections.get("recipient", "x"):
            self.form.show_error(FieldError("recipient", "Họ tên không được để trống."))
            return None
        if not self.reason.value():
            self.form.show_error(FieldError("reason", "Hãy ghi lý do cấp đổi."))
            return None
        return corrections, self.reason.value()

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def draw(self) -> None:
        """Draw the new certificate."""
        register, award_id, corrections = self._context.services.register, self._award_id, self.corrections()

        def work() -> bytes:
            from app.services import issuing

            return issuing.reissue_preview(register, award_id, corrections)

        def show(content: bytes) -> None:
            if not self._is_closed:
                self.pdf.set_pdf(content)

        def refused(problem: SoHoiError) -> None:
            if not self._is_closed:
                self.pdf.clear()
                self.changes.setText(problem.message)

        self._context.ask(work, show, refused, label="Đang dựng giấy…")

    def _on_edited(self) -> None:
        self.mark_edited()
        self._say_changes()
        self._calm.start()

    def _say_changes(self) -> None:
        lines = [
            f"{FIELDS_BY_KEY[key].label}: “{self._before[key] or '(trống)'}” → “{text or '(trống)'}”"
            for key, text in self.corrections().items()
        ]
        self.changes.setText("\n".join(lines) or "Chưa sửa chữ nào: giấy mới sẽ in lại đúng như giấy cũ.")

    def _on_finished(self) -> None:
        self._is_closed = True
        self._calm.stop()
        self.pdf.clear()


_FIELDS = ("salutation", "recipient", "detail", "achievement")
