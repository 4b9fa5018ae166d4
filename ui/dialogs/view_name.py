"""The name of a view of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import TextEdit
from ui.widgets.form import Form

_LEAD = "Giữ lại điều kiện, cột và cách xếp đang hiện, để lần sau chọn một lần là có."


class ViewNameDialog(EditDialog):
    """Asks for a name; gives it."""

    def __init__(
        self,
        context: Context,
        title: str,
        deed: str,
        held: str,
        offered: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """``deed`` is the word of the button; ``offered`` are names that would be replaced."""
        super().__init__(title, deed, context.theme, context.messages, parent, lead="" if held else _LEAD)
        self.name = TextEdit(offered)
        self.name.setPlaceholderText("ví dụ Mừng thọ 2026")
        self.name.setMaxLength(80)
        self.name.set_value(held)
        self.form = Form(context.theme)
        self.form.add("name", "Tên", self.name)
        self.body.addWidget(self.form, 1)
        self.name.edited.connect(self.mark_edited)
        self.name.setFocus()
        self.take_size(520, 280)

    def result_value(self) -> str | None:
        """The name; ``None`` while there is none."""
        return self.form.value_or_told(self._read)

    def _read(self) -> str:
        name = str(self.name.value())
        if not name:
            raise FieldError("name", "Hãy đặt một tên, ví dụ “Mừng thọ 2026”.")
        return name

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
