"""A round of gifts: the occasion, what each gets, from which fund."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QWidget

from app.domain.care import Campaign, VisitKind
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SuggestBox
from ui.widgets.fund_choice import FundChoice
from ui.widgets.record_form import RecordForm

_FIELDS = ("name", "kind", "on", "gift", "gift_cost", "amount", "fund_id", "visitors", "note")


class CampaignEditDialog(EditDialog):
    """Edits one :class:`Campaign`."""

    def __init__(
        self,
        context: Context,
        campaign: Campaign | None,
        parent: QWidget | None = None,
        *,
        kind: VisitKind = VisitKind.TET,
        year: int | None = None,
        lead: str = "",
    ) -> None:
        """``campaign`` is changed, or ``None`` for a new one of this occasion and year."""
        title = "Sửa đợt tặng quà" if campaign else "Lập đợt tặng quà"
        super().__init__(
            title, "Ghi vào sổ", context.theme, context.messages, parent,
            lead=lead or "Mỗi suất như nhau; riêng ai khác thì sửa ở danh sách sau.",
        )  # fmt: skip
        self._campaign = campaign
        today = context.services.today()
        self._year = year or today.year
        names = [f"{_NAMES.get(each, each.label)} năm {self._year}" for each in VisitKind if each in _NAMES]
        self.name = SuggestBox(names)
        self.fund = FundChoice(context)
        self.form: RecordForm[Campaign] = RecordForm(
            Campaign,
            (("", _FIELDS),),
            context.theme,
            editors={"name": self.name, "fund_id": self.fund},
            latest_year=self._year,
            wide=frozenset({"name", "note"}),
            parent=self,
        )
        self.body.addWidget(self.form, 1)
        if campaign is not None:
            self.form.set_record(campaign)
        else:
            day = PartialDate.from_date(today) if self._year == today.year else PartialDate(self._year)
            name = f"{_NAMES.get(kind, kind.label)} năm {self._year}"
            self.form.set_record(Campaign(name=name, kind=kind, on=day))
        self.fund.offered.connect(self._show_fund)
        self._show_fund()
        self._amount = self.form.editor("amount")
        self.form.edited.connect(self.mark_edited)
        self.form.edited.connect(self._say_sum)
        self._say_sum()
        self.take_size(800, 640)
        self.name.setFocus()

    def result_value(self) -> Campaign | None:
        """The round as typed; ``None`` when something is wrong, said under its field."""
        if self._campaign is None:
            return self.form.new_value()
        return self.form.result_value(dataclasses.replace(self._campaign))

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _show_fund(self) -> None:
        self.form.cell("fund_id").setVisible(self.fund.count() > 1)

    def _say_sum(self) -> None:
        try:
            amount = self._amount.value()
        except FieldError:
            return
        self.form.cell("amount").set_hint(money_in_words(amount) if amount else "")


#: How a round of an occasion is usually called.
_NAMES = {
    VisitKind.TET: "Quà Tết",
    VisitKind.WAR_INVALIDS_DAY: "Quà 27/7",
    VisitKind.TRADITION_DAY: "Quà ngày truyền thống 19/5",
    VisitKind.LONGEVITY: "Quà mừng thọ",
    VisitKind.HARDSHIP: "Quà hội viên khó khăn",
}
