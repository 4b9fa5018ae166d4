"""Write down a visit or a gift: when, why, to whom, what was given."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.care import Visit, VisitKind
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, LongTextEdit, MoneyEdit, PartialDateEdit, TextEdit, TickBox
from ui.widgets.form import Form
from ui.widgets.member_picker import NameField


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """A visit, and whether its sum is an expense of the fund."""

    visit: Visit
    from_fund: bool


class VisitEditDialog(EditDialog):
    """Edits one :class:`Visit`; :meth:`result_value` is a :class:`VisitEntry`."""

    def __init__(
        self,
        context: Context,
        visit: Visit | None,
        parent: QWidget | None = None,
        *,
        person: str = "",
        from_fund: bool = True,
    ) -> None:
        """``visit`` is changed, or ``None`` for a new one; ``person`` is the visited member's name."""
        title = "Sửa lần thăm hỏi" if visit else "Ghi thăm hỏi"
        super().__init__(title, "Ghi vào sổ", context.theme, context.messages, parent)
        self._visit = visit
        today = context.services.today()
        self.person = NameField(context, with_hint=True)
        self.on = PartialDateEdit(label="Ngày", latest_year=today.year)
        self.kind = ChoiceBox([(each, each.label) for each in VisitKind])
        self.gift = TextEdit()
        self.amount = MoneyEdit(empty=0)
        self.visitors = TextEdit()
        self.from_fund = TickBox("Chi từ quỹ Hội (tự ghi vào sổ quỹ)")
        self.note = LongTextEdit()
        self.form = form = Form(context.theme, self)
        outsider = "Gõ tên hội viên rồi chọn; người ngoài Hội thì gõ tên là đủ"
        form.add("person", "Người, gia đình được thăm", self.person, wide=True, hint=outsider)
        form.add("on", "Ngày", self.on)
        form.add("kind", "Lý do", self.kind)
        form.add("gift", "Quà", self.gift)
        self._amount_cell = form.add("amount", "Số tiền (đồng)", self.amount)
        form.add("visitors", "Người đi thăm", self.visitors)
        form.add("from_fund", "Chi từ quỹ", self.from_fund)
        form.add("note", "Ghi chú", self.note, wide=True)
        self.body.addWidget(form, 1)
        if visit is None:
            self.on.set_value(PartialDate.from_date(today))
            self.kind.set_value(VisitKind.ILLNESS)
            self.from_fund.set_value(True)
        else:
            self._show(visit, person, from_fund=from_fund)
        for field in form.fields.values():
            field.edited.connect(self.mark_edited)  # type: ignore[attr-defined]
        self.amount.edited.connect(self._say_sum)
        self._say_sum()
        self.person.setFocus()
        self.take_size(800, 720)

    def result_value(self) -> VisitEntry | None:
        """What was typed; ``None`` when something is wrong, which then stands under its field."""
        self.form.clear_errors()
        name = ""
        try:
            held = {}
            for name in ("on", "kind", "gift", "amount", "visitors", "note"):
                held[name] = self.form.fields[name].value()  # type: ignore[attr-defined]
            name = "on"
            if held["on"] is None:
                raise FieldError("on", "Ngày: hãy ghi ngày, hoặc chỉ tháng, hoặc chỉ năm.")
        except FieldError as problem:
            self.form.show_error(FieldError(name, problem.message))
            return None
        member_id = self.person.member_id or None
        held["member_id"] = member_id
        held["person"] = "" if member_id else self.person.value()
        if self._visit is not None:
            held |= {"id": self._visit.id, "version": self._visit.version}
        try:
            visit = Visit(**held)
        except FieldError as problem:
            if not self.form.show_error(problem):
                raise
            return None
        return VisitEntry(visit, self.from_fund.value())

    def show_field_error(self, problem: FieldError) -> bool:
        """Put an error under its field."""
        return self.form.show_error(problem)

    def _show(self, visit: Visit, person: str, *, from_fund: bool) -> None:
        self.person.picker.set_value(visit.member_id or "", person or visit.person)
        for name in ("on", "kind", "gift", "amount", "visitors", "note"):
            self.form.fields[name].set_value(getattr(visit, name))  # type: ignore[attr-defined]
        self.from_fund.set_value(from_fund)

    def _say_sum(self) -> None:
        try:
            amount = self.amount.value()
        except FieldError:
            return
        self._amount_cell.set_hint(money_in_words(amount) if amount else "")
