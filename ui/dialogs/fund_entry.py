"""One line of the cash book: money in or out, how much, what for, from or to whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from app.domain.funds import PURPOSES, EntryKind, FundEntry
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import MoneyEdit, PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.form import Form


class FundEntryDialog(EditDialog):
    """Edits one :class:`FundEntry`; the sum is repeated in words so that a wrong zero is seen."""

    def __init__(
        self,
        context: Context,
        entry: FundEntry | None,
        kind: EntryKind,
        parent: QWidget | None = None,
        *,
        purposes: Sequence[str] = (),
        counterparts: Sequence[str] = (),
        voucher: str = "",
    ) -> None:
        """``entry`` is changed, or ``None`` for a new line of ``kind``; ``purposes`` … are offered."""
        title = "Sửa dòng thu chi" if entry else "Ghi sổ quỹ"
        super().__init__(title, "Ghi vào sổ", context.theme, context.messages, parent)
        self._entry = entry
        self._held_kind = entry.kind if entry else kind
        today = context.services.today()
        self.income = QRadioButton("Thu vào", self)
        self.expense = QRadioButton("Chi ra", self)
        sides = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(context.theme.px(24))
        for button in (self.income, self.expense):
            sides.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.on = PartialDateEdit(latest_year=today.year)
        self.amount = MoneyEdit(empty=None)
        self.purpose = SuggestBox([*purposes, *PURPOSES])
        self.counterpart = SuggestBox(counterparts)
        self.voucher = TextEdit()
        self.form = Form(context.theme, self)
        self.form.add("on", "Ngày", self.on)
        self.form.add("voucher", "Số phiếu (nếu có)", self.voucher)
        self._words = self.form.add("amount", "Số tiền (đồng)", self.amount, wide=True)
        self.form.add("purpose", "Nội dung", self.purpose, wide=True)
        self.form.add("counterpart", "Người nộp, người nhận", self.counterpart, wide=True)
        self.body.addWidget(self.form, 1)
        self.on.set_value(entry.on if entry else PartialDate.from_date(today))
        self.amount.set_value(entry.amount if entry else None)
        self.purpose.set_value(entry.purpose if entry else "")
        self.counterpart.set_value(entry.counterpart if entry else "")
        self.voucher.set_value(entry.voucher if entry else voucher)
        (self.income if self._held_kind is EntryKind.INCOME else self.expense).setChecked(True)
        for field in (self.on, self.amount, self.purpose, self.counterpart, self.voucher):
            field.edited.connect(self.mark_edited)
        sides.buttonClicked.connect(lambda _button: self.mark_edited())
        self.amount.textChanged.connect(lambda _text: self._show_words())
        self._show_words()
        self.take_size(740, 540)
        self.amount.setFocus()

    @property
    def kind(self) -> EntryKind:
        """Money in or out, as chosen now."""
        return EntryKind.INCOME if self.income.isChecked() else EntryKind.EXPENSE

    @property
    def amount_words(self) -> str:
        """The sum in words as it stands under the field."""
        try:
            amount = self.amount.value()
            return f"Bằng chữ: {money_in_words(amount)}" if amount else ""
        except FieldError:
            return ""

    def result_value(self) -> FundEntry | None:
        """The line as typed; None when something is wrong, said under its field."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> FundEntry:
        try:
            on = self.on.value()
        except FieldError as problem:
            raise FieldError("on", problem.message) from problem
        if on is None:
            raise FieldError("on", "Hãy ghi ngày thu hoặc chi.")
        amount = self.amount.value()
        if amount is None:
            raise FieldError("amount", "Hãy ghi số tiền, ví dụ 300.000 hoặc 300 nghìn.")
        values = {
            "on": on,
            "kind": self.kind,
            "amount": amount,
            "purpose": self.purpose.value(),
            "counterpart": self.counterpart.value(),
            "voucher": self.voucher.value(),
        }
        return dataclasses.replace(self._entry, **values) if self._entry else FundEntry(**values)

    def _show_words(self) -> None:
        self._words.set_hint(self.amount_words)
