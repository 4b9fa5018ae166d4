"""One form of commendation: its name, who gives it, and on which layouts it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.commendations import LEVELS, AwardForm
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.record_form import RecordForm

_GROUPS = (
    ("", ("name", "level", "is_own")),
    ("Giấy", ("is_printed", "layout", "collective_layout")),
)


class AwardFormDialog(EditDialog):
    """Edits an :class:`AwardForm`, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        layouts: Sequence[tuple[str, str]],
        form: AwardForm | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``layouts`` are (name, title)."""
        title = f"Sửa hình thức: {form.name}" if form else "Thêm hình thức khen"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._held = form
        usual = [("", "Như thường dùng"), *layouts]
        self.form: RecordForm[AwardForm] = RecordForm(
            AwardForm,
            _GROUPS,
            context.theme,
            suggestions={"level": LEVELS},
            editors={"layout": ChoiceBox(usual), "collective_layout": ChoiceBox(usual)},
            wide=frozenset({"is_own", "is_printed"}),
            parent=self,
        )
        self.form.cell("is_own").set_hint("Không đánh dấu: cấp trên quyết định, Hội làm tờ trình đề nghị")
        self.form.set_record(form or AwardForm(name="?", level=LEVELS[0]))
        if form is None:
            self.form.editor("name").set_value("")
        self.form.edited.connect(self._on_edited)
        self.body.addWidget(self.form, 1)
        self._fit()
        self.take_size(780, 520)
        self.form.fields["name"].setFocus()

    def result_value(self) -> AwardForm | None:
        """The form; None when something is wrong, said under its field."""
        return self.form.result_value(self._held) if self._held else self.form.new_value()

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_edited(self) -> None:
        self.mark_edited()
        self._fit()

    def _fit(self) -> None:
        is_printed = bool(self.form.editor("is_printed").value())
        for name in ("layout", "collective_layout"):
            self.form.cell(name).setVisible(is_printed)
