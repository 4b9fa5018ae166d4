"""Write down a visit or a gift: when, why, to whom, what was given."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.care import Visit, VisitKind
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money, money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, MoneyEdit, PartialDateEdit, TextEdit, TickBox
from ui.widgets.form import Form
from ui.widgets.fund_choice import FundChoice
from ui.widgets.member_picker import NameField

#: What is said under a day that is still to come.
_PLANNED = "Ngày này chưa đến: ghi là dự kiến, chưa tính vào số liệu, chưa chi quỹ."
_PLAIN = ("on", "kind", "gift", "amount", "gift_cost", "visitors", "note", "household", "fund_id")


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
        member_id: str = "",
        from_fund: bool = True,
    ) -> None:
        """``visit`` is changed, or ``None`` for a new one, to the member ``member_id`` if given.

        ``person`` is the visited member's name.
        """
        title = "Ghi thăm hỏi" if visit is None else "Sửa lần thăm hỏi"
        title = "Sửa suất quà" if visit is not None and visit.campaign_id else title
        super().__init__(title, "Ghi vào sổ", context.theme, context.messages, parent)
        self._visit = visit
        self._today = today = context.services.today()
        self.person = NameField(context, with_hint=True)
        self.household = TickBox("Thăm cả hộ gia đình")
        self.on = PartialDateEdit(label="Ngày", latest_year=today.year)
        self.kind = ChoiceBox([(each, each.label) for each in VisitKind])
        self.gift = TextEdit()
        self.gift_cost = MoneyEdit(empty=0)
        self.amount = MoneyEdit(empty=0)
        self.visitors = TextEdit()
        self.from_fund = TickBox("Chi từ quỹ (tự ghi vào sổ quỹ)")
        self.fund = FundChoice(context)
        self.note = TextEdit()
        self.form = form = Form(context.theme, self)
        outsider = "Gõ tên hội viên rồi chọn; người ngoài Hội thì gõ tên là đủ"
        form.add("person", "Người, gia đình được thăm", self.person, wide=True, hint=outsider)
        form.add("household", "Thăm cả hộ gia đình", self.household, wide=True)
        self._day_cell = form.add("on", "Ngày", self.on)
        form.add("kind", "Lý do", self.kind)
        form.add("gift", "Quà, vòng hoa", self.gift)
        form.add("gift_cost", "Tiền mua quà, vòng hoa (đồng)", self.gift_cost)
        self._amount_cell = form.add("amount", "Số tiền trao tay (đồng)", self.amount)
        form.add("visitors", "Người đi thăm", self.visitors)
        form.add("from_fund", "Chi từ quỹ", self.from_fund)
        self._fund_cell = form.add("fund_id", "Quỹ nào", self.fund)
        form.add("note", "Ghi chú", self.note, wide=True)
        self.body.addWidget(form, 1)
        if visit is None:
            self.on.set_value(PartialDate.from_date(today))
            self.kind.set_value(VisitKind.ILLNESS)
            self.from_fund.set_value(True)
            self.person.picker.set_value(member_id, person)
        else:
            self._show(visit, person, from_fund=from_fund)
        for field in form.fields.values():
            field.edited.connect(self.mark_edited)  # type: ignore[attr-defined]
        for sums in (self.amount, self.gift_cost):
            sums.edited.connect(self._say_sum)
        self.from_fund.edited.connect(self._show_fund)
        self.on.edited.connect(self._show_fund)
        self.fund.offered.connect(self._show_fund)
        self._show_fund()
        self._say_sum()
        (self.amount if member_id or (visit is not None and visit.planned) else self.person).setFocus()
        self.take_size(800, 680)

    def result_value(self) -> VisitEntry | None:
        """What was typed; ``None`` when something is wrong, which then stands under its field."""
        self.form.clear_errors()
        name = ""
        try:
            held = {}
            for name in _PLAIN:
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
            for name in ("id", "version", "campaign_id"):
                held[name] = getattr(self._visit, name)
        held["planned"] = self._is_planned()
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
        name = person.removeprefix("Gia đình ") if visit.member_id and visit.household else person
        self.person.picker.set_value(visit.member_id or "", name or visit.person)
        for each in _PLAIN:
            self.form.fields[each].set_value(getattr(visit, each))  # type: ignore[attr-defined]
        self.from_fund.set_value(from_fund)

    def _show_fund(self) -> None:
        is_planned = self._is_planned()
        # What is only planned costs nothing yet; a gift of a campaign takes day and fund from there later.
        self.form.cell("from_fund").setVisible(not is_planned)
        self._day_cell.set_hint(_PLANNED if is_planned and not self._is_of_campaign() else "", "fieldDoubt")
        pays = not is_planned and self.from_fund.value()
        self._fund_cell.setVisible(self.fund.count() > 1 and pays)

    def _is_of_campaign(self) -> bool:
        return self._visit is not None and self._visit.campaign_id is not None

    def _is_planned(self) -> bool:
        """Whether it is still to come: by its day, but a gift of a campaign until that is handed over."""
        if self._visit is not None and self._is_of_campaign():
            return self._visit.planned
        try:
            on = self.on.value()
        except FieldError:
            return False
        return on is not None and on.earliest() > self._today

    def _say_sum(self) -> None:
        try:
            amount, gift_cost = self.amount.value() or 0, self.gift_cost.value() or 0
        except FieldError:
            return
        total = amount + gift_cost
        said = money_in_words(total) if total else ""
        self._amount_cell.set_hint(f"Cả quà {money(total)}: {said}" if amount and gift_cost else said)
