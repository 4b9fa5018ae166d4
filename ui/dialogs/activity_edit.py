"""One activity of the branch: what it counts for, when, how much, of which chi hội, who took part."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.activities import Activity
from app.domain.counters import CounterKind
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import (
    ChoiceBox,
    MoneyEdit,
    NumberEdit,
    PartialDateEdit,
    SuggestBox,
    TextEdit,
    TickBox,
)
from ui.widgets.form import Form

if TYPE_CHECKING:
    from app.domain.counters import Counter
    from app.services.counters import CounterList

#: The fields of the form, as the record names them.
_FIELDS = (
    "counter",
    "name",
    "on",
    "ends",
    "unit_id",
    "quantity",
    "measure",
    "participants",
    "amount",
    "estimate",
    "note",
)


class ActivityDialog(EditDialog):
    """Edits one :class:`Activity`; a known counter says how it counts, and in what."""

    def __init__(
        self,
        context: Context,
        activity: Activity | None,
        counters: CounterList,
        units: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        on: PartialDate | None = None,
        share: Callable[[Counter, int], str] | None = None,
    ) -> None:
        """``activity`` is changed, or ``None`` for a new one begun with the date ``on``.

        ``units`` are (id, name) of what can be chosen; ``share`` says what percentage a quantity is.
        """
        title = "Sửa hoạt động" if activity else "Ghi hoạt động"
        lead = "Mỗi hoạt động được tính vào một chỉ tiêu của báo cáo."
        super().__init__(title, "Ghi vào sổ", context.theme, context.messages, parent, lead=lead)
        self._activity = activity
        self._counters = counters
        self._share = share
        self._filled = ""
        latest = context.services.today().year
        offered = counters.offered
        measures = dict.fromkeys(each.measure for each in offered if each.measure)
        self.on = PartialDateEdit(label="Ngày", latest_year=latest)
        self.on.setPlaceholderText("ví dụ 15/8/2024, 8/2024 hoặc 2024")
        self.ends = PartialDateEdit(label="Đến ngày", latest_year=latest)
        self.ends.setPlaceholderText("để trống nếu chỉ một ngày")
        self.counter = SuggestBox([each.name for each in offered])
        self.name = TextEdit()
        self.quantity = NumberEdit(label="Số lượng", empty=None)
        self.measure = SuggestBox(list(measures))
        self.participants = NumberEdit(label="Số người")
        self.amount = MoneyEdit()
        self.unit_id = ChoiceBox([(None, "Cả Hội"), *units])
        self.estimate = TickBox("Số ước tính (báo cáo ghi “ước”)")
        self.note = TextEdit()
        self.form = form = Form(context.theme, self)
        self._counter_cell = form.add("counter", "Chỉ tiêu", self.counter, wide=True)
        form.add("name", "Nội dung", self.name, wide=True)
        form.add("on", "Ngày", self.on, hint="Có thể chỉ ghi tháng hoặc năm.")
        form.add("ends", "Đến ngày", self.ends, hint="Ghi khi kéo dài, hoặc là số của cả quý, cả năm.")
        form.add("unit_id", "Chi hội", self.unit_id, wide=True)
        self._quantity_cell = form.add("quantity", "Số lượng", self.quantity)
        form.add("measure", "Đơn vị tính", self.measure)
        form.add("participants", "Số người tham gia", self.participants)
        self._amount_cell = form.add("amount", "Số tiền (đồng)", self.amount)
        form.add("estimate", "Ước tính", self.estimate, wide=True)
        form.add("note", "Ghi chú", self.note, wide=True)
        self.body.addWidget(form, 1)
        self._show(activity, on)
        for field in form.fields.values():
            field.edited.connect(self.mark_edited)  # type: ignore[attr-defined]
        self.counter.editTextChanged.connect(self._fill_measure)
        self.counter.editTextChanged.connect(lambda _text: self._say_counter())
        self.quantity.textChanged.connect(lambda _text: self._say_counter())
        self.amount.textChanged.connect(lambda _text: self._say_sum())
        self._say_sum()
        self._say_counter()
        self.take_size(800, 850)
        self.counter.setFocus()

    def result_value(self) -> Activity | None:
        """What was typed; None when something is wrong, which then stands under its field."""
        self.form.clear_errors()
        held: dict[str, Any] = {}
        for name in _FIELDS:
            try:
                held[name] = self.form.fields[name].value()  # type: ignore[attr-defined]
            except FieldError as problem:
                self.form.show_error(FieldError(name, problem.message))
                return None
        try:
            if held["on"] is None:
                raise FieldError("on", "Hãy ghi ngày, hoặc chỉ tháng, hoặc chỉ năm.")
            # Typed in another case or without accents it is still the same counter, not a second one.
            known = self._counters.find(held["counter"])
            held["counter"] = known.name if known else held["counter"]
            if held["quantity"] is None:
                raise FieldError("quantity", "Hãy ghi số lượng, ví dụ 1.")
            return dataclasses.replace(self._activity, **held) if self._activity else Activity(**held)
        except FieldError as problem:
            if not self.form.show_error(problem):
                raise
            return None

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _show(self, activity: Activity | None, on: PartialDate | None) -> None:
        for name in _FIELDS:
            if activity is not None:
                self.form.fields[name].set_value(getattr(activity, name))  # type: ignore[attr-defined]
        if activity is None:
            self.on.set_value(on)
            self.quantity.set_value(1)
            self.unit_id.set_value(None)

    def _fill_measure(self, counter: str) -> None:
        known = self._counters.find(counter)
        # What the user typed himself is his; only an empty or an earlier filled measure is replaced.
        if known and known.measure and self.measure.value() in ("", self._filled):
            self._filled = known.measure
            self.measure.set_value(known.measure)

    def _say_counter(self) -> None:
        """Say where the counter stands in the report and, of the quantity, what percentage it is."""
        known = self._counters.find(self.counter.value())
        if known is None:
            self._counter_cell.set_hint("Chọn trong danh sách hoặc gõ tên mới.")
            self._quantity_cell.set_hint("")
            return
        how = "các lần ghi cộng lại"
        if known.kind is CounterKind.LATEST:
            how = "chỉ lấy số mới nhất của từng chi hội"
        self._counter_cell.set_hint(f"{known.part.label}; {how}.")
        try:
            quantity = self.quantity.value()
        except FieldError:
            return
        said = self._share(known, quantity) if self._share is not None and quantity else ""
        self._quantity_cell.set_hint(said)

    def _say_sum(self) -> None:
        try:
            amount = self.amount.value()
        except FieldError:
            return
        self._amount_cell.set_hint(f"Bằng chữ: {money_in_words(amount)}" if amount else "")
