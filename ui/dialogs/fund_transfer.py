"""Money from one fund to another: an expense there and an income here, in one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money, money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit, MoneyEdit, SuggestBox
from ui.widgets.form import Form

if TYPE_CHECKING:
    from app.services.funds import FundLine


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the dialog was answered with: fund ids (None = the branch's own), VND, day, words."""

    source: str | None
    target: str | None
    amount: int
    on: PartialDate
    purpose: str


class FundTransferDialog(EditDialog):
    """Says what is left in the fund that gives."""

    def __init__(
        self,
        context: Context,
        lines: Sequence[FundLine],
        chosen: FundLine | None,
        parent: QWidget | None = None,
    ) -> None:
        """``lines`` are the funds, two at least; the money goes into the ``chosen`` one at first."""
        super().__init__(
            "Chuyển tiền giữa các quỹ",
            "Chuyển",
            context.theme,
            context.messages,
            parent,
            lead="Ghi một khoản chi ở quỹ chuyển và một khoản thu ở quỹ nhận, cùng số tiền.",
        )
        named = [(line.fund.id if line.fund else None, line.name) for line in lines]
        self._balances = {fund_id: line.balance for (fund_id, _), line in zip(named, lines, strict=True)}
        # None is a fund here, so that the choices are places in the list.
        self._ids = [fund_id for fund_id, _ in named]
        choices = [(place, name) for place, (_, name) in enumerate(named)]
        self.source: ChoiceBox = ChoiceBox(choices)
        self.target: ChoiceBox = ChoiceBox(choices)
        self.amount = MoneyEdit(empty=None)
        self.on = DayEdit(label="Ngày", latest_year=context.services.today().year)
        self.purpose = SuggestBox(
            ("Gây dựng chân quỹ", "Hỗ trợ hoạt động chi hội", "Góp Quỹ Nghĩa tình đồng đội")
        )
        self.form = Form(context.theme, self)
        self._source_cell = self.form.add("source", "Từ quỹ", self.source)
        self.form.add("target", "Sang quỹ", self.target)
        self._amount_cell = self.form.add("amount", "Số tiền (đồng)", self.amount)
        self.form.add("on", "Ngày", self.on)
        self.form.add("purpose", "Nội dung (không ghi cũng được)", self.purpose, wide=True)
        self.body.addWidget(self.form, 1)
        place = next((n for n, line in enumerate(lines) if line is chosen), 1)
        self.source.set_value(0 if place else 1)
        self.target.set_value(place)
        self.on.set_value(context.services.today())
        for field in (self.source, self.target, self.amount, self.on, self.purpose):
            field.edited.connect(self.mark_edited)
        self.source.edited.connect(self._say_sums)
        self.amount.textChanged.connect(lambda _text: self._say_sums())
        self._say_sums()
        self.take_size(800, 480)
        self.amount.setFocus()

    def result_value(self) -> Transfer | None:
        """What was typed; None when something is wrong, said under its field."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> Transfer:
        amount = self.amount.value()
        if not amount:
            raise FieldError("amount", "Hãy ghi số tiền, ví dụ 300.000 hoặc 300 nghìn.")
        try:
            on = self.on.value()
        except FieldError as problem:
            raise FieldError("on", problem.message) from problem
        if on is None:
            raise FieldError("on", "Hãy ghi ngày chuyển.")
        source, target = self._ids[self.source.value()], self._ids[self.target.value()]
        return Transfer(source, target, amount, PartialDate.from_date(on), self.purpose.value())

    def _say_sums(self) -> None:
        held = self._balances[self._ids[self.source.value()]]
        try:
            amount = self.amount.value() or 0
        except FieldError:
            amount = 0
        self._amount_cell.set_hint(f"Bằng chữ: {money_in_words(amount)}" if amount else "")
        is_short = amount > held
        self._source_cell.set_hint(
            f"Chỉ có {money(held)}: chuyển rồi quỹ này sẽ âm." if is_short else f"Đang có {money(held)}.",
            "fieldDoubt" if is_short else "soft",
        )
