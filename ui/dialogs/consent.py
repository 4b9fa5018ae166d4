"""One consent to the use of personal data: when, how, for what, where the signed paper lies."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.members import Consent
from app.errors import FieldError
from app.services.consents import DEFAULT_SCOPE, WAYS
from app.vietnamese.dates import PartialDate
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.record_form import RecordForm

_FIELDS = ("way", "on", "scope", "kept_at", "withdrawn", "note")


class ConsentDialog(EditDialog):
    """Edits a consent of one member, or asks for a new one; saves nothing."""

    def __init__(
        self, context: Context, member_id: str, consent: Consent | None = None, parent: QWidget | None = None
    ) -> None:
        """A new consent begins with today and the usual purposes."""
        title = "Sửa sự đồng ý" if consent else "Ghi sự đồng ý"
        lead = "Luật Bảo vệ dữ liệu cá nhân: chỉ ghi khi hội viên đã nói rõ là đồng ý, và đồng ý những gì."
        super().__init__(title, "Ghi", context.theme, context.messages, parent, lead=lead)
        today = PartialDate.from_date(context.services.today())
        self._consent = consent or Consent(member_id=member_id, on=today, way=WAYS[0], scope=DEFAULT_SCOPE)
        self.form: RecordForm[Consent] = RecordForm(
            Consent,
            [("", _FIELDS)],
            context.theme,
            suggestions={"way": WAYS},
            latest_year=context.services.today().year,
        )
        self.form.set_record(self._consent)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.form.fields["way"].setFocus()
        self.take_size(780, 520)

    def result_value(self) -> Consent | None:
        """The consent; ``None`` when something is wrong."""
        return self.form.result_value(self._consent)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
