"""Another amount for a figure that the records count: an estimate, or what is known otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.year_report import Figure
from app.errors import FieldError
from app.vietnamese.numbers import group
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import MoneyEdit, NumberEdit, TickBox
from ui.widgets.form import Form


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """What is typed for a figure; ``None`` lets it be counted again."""

    amount: int | None
    estimate: bool


class FigureEditDialog(EditDialog):
    """Gives a :class:`TypedAmount`; saves nothing."""

    def __init__(
        self,
        context: Context,
        figure: Figure,
        amount: int,
        counted: int,
        parent: QWidget | None = None,
        *,
        offers_estimate: bool,
    ) -> None:
        """``amount`` is shown now, ``counted`` what the records give."""
        super().__init__(
            figure.label,
            "Lưu",
            context.theme,
            context.messages,
            parent,
            lead=f"Sổ đếm được {group(counted)} {figure.measure}. Để trống là lấy số sổ đếm.",
        )
        self.amount = MoneyEdit(empty=None) if figure.money else NumberEdit(empty=None, label=figure.label)
        self.amount.set_value(amount)
        self.estimate = TickBox("Là số ước, ghi chữ “ước” trong báo cáo")
        self.estimate.set_value(offers_estimate)
        self.estimate.setVisible(offers_estimate)
        self.form = Form(context.theme, self)
        label = "Số đưa vào báo cáo" + (f" ({figure.measure})" if figure.measure else "")
        self.form.add("amount", label, self.amount, wide=True)
        if offers_estimate:
            self.form.add("estimate", "", self.estimate, wide=True)
        for editor in (self.amount, self.estimate):
            editor.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(560, 330)
        self.amount.setFocus()
        self.amount.selectAll()

    def result_value(self) -> TypedAmount | None:
        """The amount; None when it is none, which is then said under the field."""
        return self.form.value_or_told(self._read)

    def _read(self) -> TypedAmount:
        try:
            return TypedAmount(self.amount.value(), bool(self.estimate.value()))
        except FieldError as problem:
            raise FieldError("amount", problem.message) from problem

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
