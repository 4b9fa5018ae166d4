"""That a report was sent: when, to whom, under which number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.reports import Report
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit, TextEdit
from ui.widgets.form import Form


@dataclass(frozen=True, slots=True)
class Sending:
    """What is said of the sending."""

    on: date
    to: str
    code: str


class SendDialog(EditDialog):
    """Gives a :class:`Sending`; saves nothing."""

    def __init__(
        self,
        context: Context,
        report: Report,
        code: str,
        to: str,
        parent: QWidget | None = None,
        *,
        estimate: bool,
    ) -> None:
        """``code`` and ``to`` are offered; ``estimate`` says that the period is not over."""
        guess = " Kỳ chưa hết nên báo cáo ghi số ước." if estimate else ""
        super().__init__(
            "Ghi là đã gửi",
            "Ghi đã gửi",
            context.theme,
            context.messages,
            parent,
            lead=(
                f"{report.name}. Số liệu và ba tệp (Excel, Word, PDF) được giữ lại đúng như hôm nay; "
                f"sau này vẫn in lại được, và thấy số nào đã đổi.{guess}"
            ),
        )
        self.on = DayEdit(label="Ngày gửi")
        self.on.set_value(context.services.today())
        self.to, self.code = TextEdit(), TextEdit()
        self.to.set_value(to)
        self.code.set_value(code)
        self.form = Form(context.theme, self)
        self.form.add("on", "Ngày gửi", self.on)
        self.form.add("code", "Số báo cáo", self.code)
        self.form.add("to", "Nơi nhận", self.to, wide=True)
        for editor in (self.on, self.to, self.code):
            editor.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(740, 390)
        self.on.setFocus()

    def result_value(self) -> Sending | None:
        """What was typed; None when the day is wrong, said under its field."""
        return self.form.value_or_told(self._read)

    def _read(self) -> Sending:
        try:
            on = self.on.value()
        except FieldError as problem:
            raise FieldError("on", problem.message) from problem
        if on is None:
            raise FieldError("on", "Hãy ghi ngày gửi.")
        return Sending(on, self.to.value(), self.code.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
