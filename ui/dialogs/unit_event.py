"""Correcting one dated event of a unit: its day, its paper, and a name that was typed wrongly."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QWidget

from app.domain.units import UnitEvent
from app.errors import FieldError
from ui.dialogs.unit_edit import LEVELS, ON_HINT, known_day
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.form import Form


class UnitEventDialog(EditDialog):
    """Shows the event's fields; :meth:`result_value` is the corrected UnitEvent."""

    def __init__(self, context: Context, event: UnitEvent, told: str, parent: QWidget | None = None) -> None:
        """``told`` is the event in words."""
        super().__init__(
            f"Sửa biến động: {event.kind.label}",
            "Lưu",
            context.theme,
            context.messages,
            parent,
            lead=f"Đang ghi: {told}.",
        )
        self._event = event
        self.name = TextEdit()
        self.name.set_value(event.name)
        self.level = SuggestBox(LEVELS)
        self.level.set_value(event.level)
        self.on = PartialDateEdit(label="Ngày", latest_year=context.services.today().year)
        self.on.set_value(event.on)
        self.paper = TextEdit()
        self.paper.set_value(event.paper)
        self.form = Form(context.theme, self)
        self.form.add("on", "Ngày", self.on, hint=ON_HINT)
        self.form.add("paper", "Theo văn bản", self.paper)
        if event.name:
            self.form.add("name", "Tên", self.name, hint="Chỉ sửa khi gõ nhầm; đổi tên thì dùng “Đổi tên…”.")
        if event.level:
            self.form.add("level", "Cấp", self.level)
        for field in (self.name, self.level, self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(740, 400)
        self.on.setFocus()

    def result_value(self) -> UnitEvent | None:
        """The event with what was typed; None when a field is wrong."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> UnitEvent:
        return dataclasses.replace(
            self._event,
            on=known_day(self.on),
            paper=self.paper.value(),
            name=self.name.value(),
            level=self.level.value(),
        )
