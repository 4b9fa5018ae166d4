"""A member's death in one dialog: day, condolence, wreath, what the fund pays, the end of his offices."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.care import Visit, VisitKind
from app.errors import FieldError, SoHoiError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money, money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import MoneyEdit, PartialDateEdit, SuggestBox, TextEdit, TickBox
from ui.widgets.form import Form
from ui.widgets.fund_choice import FundChoice
from ui.widgets.member_picker import MemberPicker

if TYPE_CHECKING:
    from app.services.deaths import Death, KnownDeath, RecordedDeath

#: What changes with a death.
KINDS = frozenset({"members", "status_events", "visits", "fund_entries", "offices"})
_WREATH = "Vòng hoa"
_OF_VISIT = ("visit_on", "gift", "gift_cost", "amount", "visitors", "from_fund")


@dataclass(frozen=True, slots=True)
class DeathEntry:
    """Whose death, and what is recorded of it."""

    member_id: str
    death: Death


class DeathDialog(EditDialog):
    """Gives a :class:`DeathEntry`; what is known already of the member's death stands in it at first."""

    def __init__(
        self, context: Context, known: KnownDeath | None = None, parent: QWidget | None = None
    ) -> None:
        """``known`` is of the member it is about; without it he is chosen here."""
        super().__init__(
            "Ghi từ trần",
            "Ghi vào sổ",
            context.theme,
            context.messages,
            parent,
            lead="Ghi một lần là đủ: biến động, lần viếng, khoản chi và chức vụ đều theo; "
            "hoàn tác cũng một lần.",
        )
        self._context = context
        self._known: KnownDeath | None = None
        today = context.services.today()
        self.member = MemberPicker(context)
        self.on = PartialDateEdit(label="Ngày mất", latest_year=today.year)
        self.reason = TextEdit()
        self.place = TextEdit()
        self.paper = TextEdit()
        self.visited = TickBox("Hội đã đi viếng")
        self.visit_on = PartialDateEdit(label="Ngày viếng", latest_year=today.year)
        self.gift = SuggestBox((_WREATH, "Vòng hoa, hương", "Bức trướng"))
        self.gift_cost = MoneyEdit(empty=0)
        self.amount = MoneyEdit(empty=0)
        self.visitors = TextEdit()
        self.from_fund = TickBox("Chi từ quỹ (tự ghi vào sổ quỹ)")
        self.fund = FundChoice(context)
        self.end_offices = TickBox("Thôi các chức vụ đang giữ")
        self.form = form = Form(context.theme, self)
        form.add("member_id", "Hội viên", self.member, wide=True)
        form.add("on", "Ngày mất", self.on)
        form.add("reason", "Nguyên nhân", self.reason)
        form.add("place", "Nơi mất", self.place)
        form.add("paper", "Số giấy chứng tử", self.paper)
        form.add("end_offices", "Thôi chức vụ", self.end_offices, wide=True)
        form.add_group("Viếng")
        form.add("visited", "Hội đã đi viếng", self.visited, wide=True)
        form.add("visit_on", "Ngày viếng", self.visit_on)
        form.add("gift", "Vòng hoa, lễ viếng", self.gift)
        form.add("gift_cost", "Tiền vòng hoa, lễ viếng (đồng)", self.gift_cost)
        form.add("amount", "Tiền phúng viếng (đồng)", self.amount)
        form.add("visitors", "Người đi viếng", self.visitors, wide=True)
        form.add("from_fund", "Chi từ quỹ", self.from_fund)
        form.add("fund_id", "Quỹ nào", self.fund)
        self.body.addWidget(form, 1)
        self._begin()
        if known is not None:
            self._show(known)
        for field in form.fields.values():
            changed = getattr(field, "edited", None) or field.changed  # type: ignore[attr-defined]
            changed.connect(self.mark_edited)
        self.member.picked.connect(lambda member_id, _name: self._look_up(member_id))
        for tick in (self.visited, self.from_fund):
            tick.edited.connect(self._fit)
        self.fund.offered.connect(self._fit)
        for sums in (self.amount, self.gift_cost):
            sums.edited.connect(self._say_sum)
        self._fit()
        self._say_sum()
        self._is_edited = False
        (self.on if known is not None else self.member).setFocus()
        self.take_size(820, 800)

    def result_value(self) -> DeathEntry | None:
        """What was typed; ``None`` when something is wrong, said under its field."""
        from app.services.deaths import Death

        self.form.clear_errors()
        try:
            held = self._values()
            known = self._known
            if known is None:
                raise FieldError("member_id", "Hãy gõ tên rồi chọn hội viên trong danh sách hiện ra.")
            visit = self._visit(held, known)
        except FieldError as problem:
            self.show_field_error(problem)
            return None
        death = Death(
            on=held["on"],
            reason=held["reason"],
            place=held["place"],
            paper=held["paper"],
            visit=visit,
            from_fund=held["from_fund"],
            end_offices=bool(known.offices) and held["end_offices"],
        )
        return DeathEntry(known.member.id, death)

    def show_field_error(self, problem: FieldError) -> bool:
        name = "visit_on" if problem.field == "visit.on" else problem.field
        return self.form.show_error(FieldError(name, problem.message))

    # ---------------------------------------------------------------- what stands there

    def _begin(self) -> None:
        today = PartialDate.from_date(self._context.services.today())
        self.on.set_value(today)
        self.visit_on.set_value(today)
        self.visited.set_value(True)
        self.gift.set_value(_WREATH)
        self.from_fund.set_value(True)
        self.end_offices.set_value(True)

    def _look_up(self, member_id: str) -> None:
        services = self._context.services

        def work() -> KnownDeath:
            from app.services import deaths

            return deaths.known_death(services.register, member_id, today=services.today())

        self._context.ask(work, self._show, to=self)

    def _show(self, known: KnownDeath) -> None:
        """Put in whose death it is, and what is known of it."""
        self._known = known
        self.member.set_value(known.member.id, known.member.full_name)
        self.form.cell("member_id").say("")
        if known.event is not None:
            if known.event.on is not None:
                self.on.set_value(known.event.on)
            for name in ("reason", "place", "paper"):
                getattr(self, name).set_value(getattr(known.event, name))
            self.visited.set_value(known.visit is not None)
        if known.visit is not None:
            self.visit_on.set_value(known.visit.on)
            for name in ("gift", "gift_cost", "amount", "visitors"):
                getattr(self, name).set_value(getattr(known.visit, name))
            self.fund.set_value(known.visit.fund_id)
            self.from_fund.set_value(known.from_fund)
        names = ", ".join(dict.fromkeys(office.name for office in known.offices))
        self.end_offices.setText(f"Thôi chức vụ: {names}")
        self._fit()
        self._say_sum()

    def _fit(self) -> None:
        is_visited = self.visited.value()
        for name in _OF_VISIT:
            self.form.cell(name).setVisible(is_visited)
        pays = is_visited and self.from_fund.value() and self.fund.count() > 1
        self.form.cell("fund_id").setVisible(pays)
        self.form.cell("end_offices").setVisible(self._known is not None and bool(self._known.offices))

    def _say_sum(self) -> None:
        try:
            amount, cost = self.amount.value() or 0, self.gift_cost.value() or 0
        except FieldError:
            return
        total = amount + cost
        said = money_in_words(total) if total else ""
        self.form.cell("amount").set_hint(f"Cộng {money(total)}: {said}" if amount and cost else said)

    # ---------------------------------------------------------------- what was typed

    def _values(self) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for name in ("on", "reason", "place", "paper", "end_offices", "from_fund"):
            held[name] = self._value(name)
        if held["on"] is None:
            raise FieldError("on", "Hãy ghi ngày mất; chỉ nhớ tháng hay năm cũng được.")
        return held

    def _value(self, name: str) -> Any:
        try:
            return self.form.fields[name].value()  # type: ignore[attr-defined]
        except FieldError as problem:
            raise FieldError(name, problem.message) from problem

    def _visit(self, held: dict[str, Any], known: KnownDeath) -> Visit | None:
        if not self.visited.value():
            return None
        on = self._value("visit_on") or held["on"]
        said = {name: self._value(name) for name in ("gift", "gift_cost", "amount", "visitors", "fund_id")}
        base = known.visit or Visit(on=on, member_id=known.member.id, kind=VisitKind.DEATH)
        return dataclasses.replace(base, on=on, **said)


def open_death(
    context: Context,
    parent: QWidget,
    member_id: str = "",
    on_done: Callable[[RecordedDeath], object] | None = None,
) -> None:
    """Open the dialog for a member, or to choose one, and save what it gives."""
    services = context.services

    def work() -> KnownDeath | None:
        from app.services import deaths

        if not member_id:
            return None
        return deaths.known_death(services.register, member_id, today=services.today())

    def show(known: KnownDeath | None) -> None:
        dialog = DeathDialog(context, known, parent)
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(entry: DeathEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        def record() -> RecordedDeath:
            from app.services import deaths

            return deaths.record_death(
                services.register, entry.member_id, entry.death, today=services.today()
            )

        def after(told: RecordedDeath) -> None:
            done()
            if on_done is not None:
                on_done(told)
            if told.planned:
                context.messages.tell(
                    f"Còn {told.planned} suất quà dự kiến mang tên người vừa mất.\n"
                    "Xem ở Thăm hỏi › Đợt tặng quà: bỏ ra, hoặc trao cho gia đình."
                )

        context.change(record, after, failed, kinds=KINDS)

    context.ask(work, show)
