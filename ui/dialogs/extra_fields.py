"""One of the branch's own fields: its name, what it holds, whether it is sensitive."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.extras import ExtraField, ExtraKind
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.record_form import RecordForm

_EXAMPLES = {
    ExtraKind.TEXT: "Ví dụ: Người liên hệ khi cần",
    ExtraKind.NUMBER: "Ví dụ: Số con, Lương hưu",
    ExtraKind.DATE: "Ví dụ: Ngày cấp sổ; ghi được cả khi chỉ biết năm",
    ExtraKind.YES_NO: "Ví dụ: Có thẻ bảo hiểm y tế",
    ExtraKind.CHOICE: "Ví dụ: Nhóm máu; các lựa chọn ghi ở dưới",
}


class ExtraFieldDialog(EditDialog):
    """Edits a field, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        field: ExtraField | None = None,
        parent: QWidget | None = None,
        *,
        used: int = 0,
    ) -> None:
        """``used`` is how many members have something in the field."""
        lead = f"{used} hội viên đã có nội dung ở mục này." if used else ""
        title = f"Sửa mục: {field.name}" if field else "Thêm mục riêng"
        super().__init__(title, "Lưu", context.theme, context.messages, parent, lead=lead)
        self._field = field
        self.form: RecordForm[ExtraField] = RecordForm(
            ExtraField,
            [("", ("name", "kind", "sensitive", "choices"))],
            context.theme,
            wide=frozenset({"sensitive"}),
        )
        if field is not None:
            self.form.set_record(field)
        self.form.editor("kind").edited.connect(self._fit_to_kind)  # type: ignore[attr-defined]
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self._fit_to_kind()
        self.form.fields["name"].setFocus()
        self.take_size(780, 540)

    def result_value(self) -> ExtraField | None:
        """The field; ``None`` when something is wrong. Choices go with another kind."""
        held = self.form.value_or_told(self.form.values)
        if held is None:
            return None
        if held["kind"] is not ExtraKind.CHOICE:
            self.form.editor("choices").set_value("")
        return self.form.result_value(self._field) if self._field else self.form.new_value()

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _fit_to_kind(self) -> None:
        kind = self.form.editor("kind").value()
        self.form.cell("choices").setVisible(kind is ExtraKind.CHOICE)
        self.form.cell("kind").set_hint(_EXAMPLES[kind])
