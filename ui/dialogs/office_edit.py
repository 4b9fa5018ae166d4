"""One office for one term: who holds it, where, from when to when."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.offices import TITLES, Office
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.member_picker import MemberPicker
from ui.widgets.record_form import RecordForm
from ui.widgets.words import words


class OfficeDialog(EditDialog):
    """Edits an office, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        units: Sequence[tuple[str, str]],
        office: Office | None = None,
        *,
        holder: str = "",
        term: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``units`` are (id, name); ``holder`` holds ``office``; ``term`` is offered for a new one."""
        title = "Sửa chức vụ" if office else "Thêm chức vụ"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._office = office
        self.picker = MemberPicker(context, self)
        where = ChoiceBox([(None, "Ban Chấp hành Hội"), *units])
        self.form: RecordForm[Office] = RecordForm(
            Office,
            [("", ("name", "unit_id", "term", "starts", "ends"))],
            context.theme,
            editors={"unit_id": where},
            suggestions={"name": TITLES},
            latest_year=context.services.today().year,
        )
        self.body.addWidget(words("Hội viên", "fieldLabel", self))
        self.body.addWidget(self.picker)
        self.body.addWidget(self.form, 1)
        self._picker_error = words("", "fieldError", self)
        self._picker_error.hide()
        self.body.insertWidget(2, self._picker_error)
        if office is not None:
            self.picker.set_value(office.member_id, holder)
            self.form.set_record(office)
        elif term:
            self.form.editor("term").set_value(term)
        self.picker.changed.connect(self._on_picker_changed)
        self.form.edited.connect(self.mark_edited)
        self.picker.field.setAccessibleName("Hội viên")
        self.picker.setFocus()
        self.take_size(780, 480)

    def result_value(self) -> Office | None:
        """The office; None when something is wrong."""
        member_id = self.picker.value()
        if not member_id:
            self._picker_error.setText("Xin chọn một hội viên trong danh sách hiện ra khi gõ tên.")
            self._picker_error.show()
            self.picker.setFocus()
            return None
        if self._office is None:
            return self.form.new_value(member_id=member_id)
        return self.form.result_value(dataclasses.replace(self._office, member_id=member_id))

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_picker_changed(self) -> None:
        self._picker_error.hide()
        self.mark_edited()
