"""Asks with whom a member is to be merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.form import Form
from ui.widgets.member_picker import MemberPicker

if TYPE_CHECKING:
    from app.services.member_queries import MemberRow


class MergeWithDialog(EditDialog):
    """One other member; when accepted, ``other_id`` says who."""

    def __init__(self, context: Context, row: MemberRow, parent: QWidget | None = None) -> None:
        lead = (
            f"Một người được ghi hai lần: chọn hồ sơ kia của {row.full_name}. "
            "Bước sau đặt hai hồ sơ cạnh nhau; chưa có gì thay đổi."
        )
        super().__init__(
            "Gộp với hồ sơ nào?", "Xem hai hồ sơ", context.theme, context.messages, parent, lead=lead
        )
        self._id = row.id
        self.other_id = ""
        self.picker = MemberPicker(context, self)
        self.form = Form(context.theme)
        self.form.add("other", "Hồ sơ kia", self.picker)
        self.body.addWidget(self.form, 1)
        self.picker.setFocus()
        self.take_size(560, 320)

    def result_value(self) -> str | None:
        """The other member's id; ``None`` while none is chosen."""
        self.other_id = self.form.value_or_told(self._read) or ""
        return self.other_id or None

    def _read(self) -> str:
        if not self.picker.value():
            raise FieldError("other", "Hãy gõ tên rồi chọn một người trong danh sách hiện ra.")
        if self.picker.value() == self._id:
            raise FieldError("other", "Đây chính là hồ sơ đang chọn. Hãy chọn hồ sơ kia.")
        return self.picker.value()

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
