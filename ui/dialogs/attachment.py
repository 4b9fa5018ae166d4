"""The words of a paper that is kept with a record: what it is, of which day, a note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.attachments import Attachment
from app.errors import FieldError, SoHoiError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.kept_papers import size_words
from ui.widgets.record_form import RecordForm


class AttachmentDialog(EditDialog):
    """Edits name, day and note of a kept paper; the file itself stays as it is."""

    def __init__(self, context: Context, paper: Attachment, parent: QWidget | None = None) -> None:
        lead = f"Tệp: {paper.file_name}, {size_words(paper.size)}"
        super().__init__("Giấy tờ", "Lưu", context.theme, context.messages, parent, lead=lead)
        self._paper = paper
        self.form: RecordForm[Attachment] = RecordForm(
            Attachment,
            [("", ("name", "on", "note"))],
            context.theme,
            latest_year=context.services.today().year,
            wide=frozenset({"name", "note"}),
        )
        self.form.set_record(paper)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.form.fields["name"].setFocus()
        self.take_size(620, 420)

    def result_value(self) -> Attachment | None:
        """The paper with its new words; ``None`` when something is wrong."""
        return self.form.result_value(self._paper)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)


def edit_paper(context: Context, paper: Attachment, parent: QWidget) -> AttachmentDialog:
    """Open the dialog for a kept paper and save what it gives."""
    register = context.services.register
    dialog = AttachmentDialog(context, paper, parent)

    def save(value: Attachment, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        def work() -> Attachment:
            from app.services import attachments

            return attachments.edit(register, value)

        context.change(work, lambda _paper: done(), failed, kinds=frozenset({"attachments"}))

    dialog.on_save(save)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
