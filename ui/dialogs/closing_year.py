"""Khóa sổ năm: what the book says, what was counted, and the difference in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.funds import FundClosing, FundSummary
from app.errors import FieldError
from app.services.closings import ClosingRow
from app.vietnamese.numbers import group, money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit, MoneyEdit, TextEdit
from ui.widgets.form import Form
from ui.widgets.sum_card import SumCard
from ui.widgets.words import words


@dataclass(frozen=True, slots=True)
class Closing:
    """What the dialog was answered with; ``counted`` in VND, None when nobody counted."""

    on: date
    counted: int | None
    note: str


class ClosingYearDialog(EditDialog):
    """Shows the balance of the book and compares it with the cash in the box while it is typed."""

    def __init__(
        self,
        context: Context,
        year: int,
        fund_id: str | None,
        fund_name: str,
        summary: FundSummary,
        parent: QWidget | None = None,
    ) -> None:
        """``summary`` is the book of the year."""
        super().__init__(
            f"Khóa sổ {fund_name} năm {year}",
            "Khóa sổ",
            context.theme,
            context.messages,
            parent,
            lead=f"Khóa rồi thì không dòng nào của năm {year} và các năm trước còn sửa được. "
            "Khi cần vẫn mở lại được.",
            icon_name="lock",
        )
        self._year, self._fund_id, self._fund_name = year, fund_id, fund_name
        self._balance = summary.closing
        self.sum = SumCard(context.theme, self)
        self.sum.show_parts(
            (
                ("", group(summary.opening), "Tồn đầu năm (đồng)"),
                ("+", group(summary.income), "Thu trong năm"),
                ("−", group(summary.expense), "Chi trong năm"),
                ("=", group(summary.closing), "Tồn theo sổ"),
            )
        )
        self.body.addWidget(self.sum)
        self.body.addWidget(
            words(f"Tồn theo sổ, bằng chữ: {_said(summary.closing)}", "soft", self, wrap=True)
        )
        self.on = DayEdit(label="Ngày khóa sổ", latest_year=context.services.today().year)
        self.counted = MoneyEdit(empty=None)
        self.note = TextEdit()
        self.form = Form(context.theme, self)
        self.form.add("closed_on", "Ngày khóa sổ", self.on)
        self._counted_cell = self.form.add("counted", "Tiền mặt kiểm kê (đồng)", self.counted)
        self.form.add("note", "Ghi chú (lý do thừa, thiếu; ai cùng kiểm)", self.note, wide=True)
        self.body.addWidget(self.form, 1)
        self.on.set_value(context.services.today())
        for field in (self.on, self.counted, self.note):
            field.edited.connect(self.mark_edited)
        self.counted.textChanged.connect(lambda _text: self._compare())
        self._compare()
        self.take_size(860, 540)
        self.counted.setFocus()

    def result_value(self) -> Closing | None:
        """Day, counted cash and note; None when something is wrong, said under its field."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    @property
    def comparison(self) -> str:
        """What stands under the counted cash."""
        try:
            counted = self.counted.value()
        except FieldError:
            return ""
        if counted is None:
            return "Đếm tiền trong quỹ rồi ghi vào đây; chưa đếm thì để trống."
        held = FundClosing(
            year=self._year,
            closed_on=date(self._year, 12, 31),
            balance=self._balance,
            counted=counted,
            fund_id=self._fund_id,
        )
        row = ClosingRow(held, self._fund_name, can_reopen=False)
        if not row.difference:
            return row.difference_words
        return f"{row.difference_words} Bằng chữ: {_said(abs(row.difference))}."

    def _value(self) -> Closing:
        try:
            on = self.on.value()
        except FieldError as problem:
            raise FieldError("closed_on", problem.message) from problem
        if on is None:
            raise FieldError("closed_on", "Hãy ghi ngày khóa sổ.")
        try:
            counted = self.counted.value()
        except FieldError as problem:
            raise FieldError("counted", problem.message) from problem
        return Closing(on, counted, self.note.value())

    def _compare(self) -> None:
        said = self.comparison
        is_off = "thừa" in said or "thiếu" in said
        self._counted_cell.set_hint(said, "fieldDoubt" if is_off else "soft")


def _said(dong: int) -> str:
    words_ = money_in_words(abs(dong))
    return f"âm {words_[0].lower()}{words_[1:]}" if dong < 0 else words_
