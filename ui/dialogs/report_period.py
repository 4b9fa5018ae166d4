"""The first and last day of a report of any days: an instalment, ten years, half a term."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.periods import Period
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit
from ui.widgets.form import Form


class PeriodDialog(EditDialog):
    """Gives a :class:`Period`."""

    def __init__(self, context: Context, period: Period, parent: QWidget | None = None) -> None:
        """``period`` is what is shown now, to begin with."""
        super().__init__(
            "Kỳ báo cáo",
            "Xem kỳ này",
            context.theme,
            context.messages,
            parent,
            lead="Cấp trên có thể hỏi số liệu của nhiều năm, ví dụ từ 1/9/2020 đến 30/6/2025.",
        )
        self.starts, self.ends = DayEdit(label="Từ ngày"), DayEdit(label="Đến hết ngày")
        self.starts.set_value(period.starts)
        self.ends.set_value(period.ends)
        self.form = Form(context.theme, self)
        self.form.add("starts", "Từ ngày", self.starts)
        self.form.add("ends", "Đến hết ngày", self.ends)
        self.body.addWidget(self.form, 1)
        self.take_size(760, 380)
        self.starts.setFocus()
        self.starts.selectAll()

    def result_value(self) -> Period | None:
        """The period; None when a day is wrong, said under its field."""
        return self.form.value_or_told(self._read)

    def _read(self) -> Period:
        days = {}
        for name, editor in (("starts", self.starts), ("ends", self.ends)):
            try:
                days[name] = editor.value()
            except FieldError as problem:
                raise FieldError(name, problem.message) from problem
            if days[name] is None:
                raise FieldError(name, "Hãy ghi đủ ngày, tháng, năm.")
        starts, ends = days["starts"], days["ends"]
        if starts is None or ends is None:
            raise FieldError("starts", "Hãy ghi đủ ngày, tháng, năm.")
        return Period(starts, ends)
