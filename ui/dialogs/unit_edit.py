"""A new chi hội, or a new name for one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.form import Form

_LEVELS = ("Chi hội", "Phân hội", "Tổ", "Hội phường", "Hội xã")


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """What was typed about a unit; ``paper`` is the decision behind it."""

    name: str
    level: str
    on: PartialDate | None
    paper: str


class UnitDialog(EditDialog):
    """Asks for name, level, day and paper; saves nothing."""

    def __init__(
        self, context: Context, *, name: str = "", level: str = "Chi hội", parent: QWidget | None = None
    ) -> None:
        """With a ``name`` it is a renaming: papers of before keep the old name."""
        is_new = not name
        title = "Thêm đơn vị" if is_new else f"Đổi tên {name}"
        super().__init__(
            title,
            "Thêm" if is_new else "Đổi tên",
            context.theme,
            context.messages,
            parent,
            lead="" if is_new else "Giấy tờ trước ngày đổi vẫn giữ tên cũ.",
        )
        self.name = TextEdit()
        self.name.set_value(name)
        self.level = SuggestBox(_LEVELS)
        self.level.set_value(level)
        self.on = PartialDateEdit(label="Từ ngày", latest_year=context.services.today().year)
        self.paper = TextEdit()
        self.form = Form(context.theme)
        self.form.add("name", "Tên", self.name, wide=True)
        if is_new:
            self.form.add("level", "Loại", self.level)
        self.form.add("on", "Từ ngày", self.on)
        if not is_new:
            self.form.add("paper", "Theo văn bản", self.paper)
        for field in (self.name, self.level, self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.body.addWidget(self.form)
        self.take_size(560, 400)
        self.name.setFocus()

    def result_value(self) -> UnitAnswers | None:
        """The answers; None when a field is wrong."""
        self.form.clear_errors()
        name = self.name.value()
        if not name:
            self.form.show_error(FieldError("name", "Xin ghi tên đơn vị."))
            return None
        try:
            on = self.on.value()
        except FieldError as found:
            self.form.show_error(FieldError("on", found.message))
            return None
        return UnitAnswers(name, self.level.value(), on, self.paper.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
