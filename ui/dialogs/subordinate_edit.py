"""A Hội that reports here: its name, its code, whom to call when the report is late."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.reports import Subordinate
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.record_form import RecordForm


class SubordinateDialog(EditDialog):
    """Edits a Hội below, or asks for a new one; saves nothing."""

    def __init__(
        self, context: Context, subordinate: Subordinate | None, parent: QWidget | None = None
    ) -> None:
        title = "Sửa Hội trực thuộc" if subordinate else "Thêm Hội trực thuộc"
        lead = (
            ""
            if subordinate
            else "Hội đã gửi tệp báo cáo thì không cần thêm ở đây: nhận tệp là Hội tự có trong danh sách."
        )
        super().__init__(title, "Lưu", context.theme, context.messages, parent, lead=lead)
        self._subordinate = subordinate
        self.form: RecordForm[Subordinate] = RecordForm(
            Subordinate,
            [("", ("name", "code", "contact"))],
            context.theme,
            wide=frozenset({"name", "contact"}),
            parent=self,
        )
        self.form.cell("code").set_hint(
            "Đứng trước mã hội viên của Hội, như 012-0001; để trống thì đánh số tiếp"
        )
        self.form.cell("contact").set_hint("Tên và số điện thoại, để nhắc khi chưa nộp")
        self.body.addWidget(self.form, 1)
        if subordinate is not None:
            self.form.set_record(subordinate)
        self.form.edited.connect(self.mark_edited)
        self.take_size(720, 500)
        name: Any = self.form.editor("name")
        name.setFocus()

    def result_value(self) -> Subordinate | None:
        """The Hội; None when something is wrong."""
        if self._subordinate is None:
            return self.form.new_value()
        return self.form.result_value(self._subordinate)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
