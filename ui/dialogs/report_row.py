"""A row of the report that the user adds himself: what the upper level asks for and no record counts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.counters import ReportPart
from app.domain.reports import ReportFigure
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, NumberEdit, SuggestBox
from ui.widgets.record_form import RecordForm

_MEASURES = ("người", "lượt", "suất", "buổi", "hộ", "nhà", "cuộc", "đồng", "m²", "công", "chi hội")
_GROUPS = (("", ("label", "part", "amount", "measure", "previous", "estimate")),)


class RowDialog(EditDialog):
    """Edits a :class:`ReportFigure` that is a row of the user's own; saves nothing."""

    def __init__(self, context: Context, row: ReportFigure, parent: QWidget | None = None) -> None:
        title = f"Sửa dòng: {row.label}" if row.version else "Thêm dòng số liệu"
        super().__init__(
            title,
            "Lưu",
            context.theme,
            context.messages,
            parent,
            lead="Dành cho số liệu mà cấp trên hỏi nhưng sổ không đếm.",
        )
        self._held = row
        known = [(part.value, part.label) for part in ReportPart]
        if row.part and row.part not in dict(known):
            known.append((row.part, row.part))
        self.form: RecordForm[ReportFigure] = RecordForm(
            ReportFigure,
            _GROUPS,
            context.theme,
            editors={
                "part": ChoiceBox([*known, ("", "Công tác khác")]),
                "measure": SuggestBox(_MEASURES),
                "amount": NumberEdit(empty=None, label="Số liệu"),
                "previous": NumberEdit(empty=None, label="Kỳ trước"),
            },
            wide=frozenset({"label", "part"}),
            parent=self,
        )
        self.form.cell("amount").set_hint("Để trống khi chưa biết")
        self.form.set_record(row)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(760, 500)
        self.form.fields["label"].setFocus()

    def result_value(self) -> ReportFigure | None:
        """The row; None when something is wrong, said under its field."""
        return self.form.result_value(self._held)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
