"""One line of the cash book: money in or out, how much, what for, from or to whom, of which fund."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from app.domain.funds import EntryKind, FundEntry
from app.errors import FieldError
from app.services.dues import CATEGORY as DUES
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money_in_words
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, SuggestBox, TextEdit
from ui.widgets.member_picker import NameField
from ui.widgets.record_form import RecordForm

if TYPE_CHECKING:
    from app.services.members import MemberCard

Named = Sequence[tuple[Any, str]]

_FIELDS = (
    "fund_id",
    "on",
    "voucher",
    "amount",
    "category",
    "dues_year",
    "purpose",
    "counterpart",
    "address",
    "unit_id",
    "papers",
    "note",
)
#: What of a line that a visit wrote is written here and not with the visit.
_OF_THE_PAPER = frozenset({"voucher", "address", "papers", "note", "category"})
_WIDE = frozenset({"fund_id", "purpose", "counterpart"})


class FundEntryDialog(EditDialog):
    """Edits one :class:`FundEntry`; the sum is repeated in words so that a wrong zero is seen.

    A new line is offered the next number of its kind, year and fund.
    """

    def __init__(
        self,
        context: Context,
        entry: FundEntry | None,
        kind: EntryKind,
        parent: QWidget | None = None,
        *,
        on: PartialDate | None = None,
        funds: Named = (),
        fund_id: str | None = None,
        units: Named = (),
        used: Sequence[FundEntry] = (),
    ) -> None:
        """``entry`` is changed, or ``None`` for a new line of ``kind`` on the day ``on``.

        ``funds`` and ``units`` are (id, name); the texts of the lines ``used`` are offered again.
        """
        title = "Sửa dòng thu chi" if entry else "Ghi sổ quỹ"
        super().__init__(title, "Ghi vào sổ", context.theme, context.messages, parent)
        self._context = context
        self._entry = entry
        self._offered = ""
        self._add_sides(entry.kind if entry else kind)
        self.fund: ChoiceBox = ChoiceBox(funds)
        self.counterpart = NameField(context)
        self.voucher = TextEdit()
        self.category = SuggestBox()
        self.purpose = SuggestBox([text for text in dict.fromkeys(e.purpose for e in used) if text])
        self.form: RecordForm[FundEntry] = RecordForm(
            FundEntry,
            (("", _FIELDS),),
            context.theme,
            editors={
                "fund_id": self.fund,
                "voucher": self.voucher,
                "category": self.category,
                "purpose": self.purpose,
                "counterpart": self.counterpart,
                "unit_id": ChoiceBox([(None, "Không của riêng chi hội nào"), *units]),
            },
            suggestions={"papers": ("01 hóa đơn", "01 danh sách ký nhận", "01 giấy đề nghị")},
            latest_year=context.services.today().year,
            wide=_WIDE,
            parent=self,
        )
        self.form.cell("fund_id").setVisible(len(funds) > 1)
        self.form.cell("category").set_hint("Để trống thì xếp theo nội dung")
        self.form.cell("counterpart").set_hint("Gõ tên hội viên rồi chọn; người ngoài Hội thì gõ tên là đủ")
        self.body.addWidget(self.form, 1)
        self._show(entry, on, fund_id)
        self.form.edited.connect(self._on_edited)
        self.counterpart.picker.picked.connect(self._on_picked)
        self.on.editingFinished.connect(self._offer_number)
        self.fund.edited.connect(self._offer_number)
        self._on_changed()
        self._offer_number()
        self._offer_categories()
        if entry is not None and entry.visit_id:
            self._keep_to_paper()
        self.take_size(820, 780)
        (self.amount if self.amount.isEnabled() else self.voucher).setFocus()

    def _keep_to_paper(self) -> None:
        """Let of a line that a visit wrote only that be written which stands on its paper."""
        self.lead.setText(
            "Khoản chi này ghi từ lần thăm hỏi: ngày, số tiền và người nhận sửa ở trang Thăm hỏi."
        )
        self.lead.show()
        fixed = [field for name, field in self.form.fields.items() if name not in _OF_THE_PAPER]
        for widget in (self.income, self.expense, *fixed):
            widget.setEnabled(False)

    def _add_sides(self, kind: EntryKind) -> None:
        self.income = QRadioButton("Thu vào", self)
        self.expense = QRadioButton("Chi ra", self)
        self._sides = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(24))
        for button in (self.income, self.expense):
            self._sides.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        (self.income if kind is EntryKind.INCOME else self.expense).setChecked(True)
        self._sides.buttonClicked.connect(lambda _button: self._on_side())

    def _show(self, entry: FundEntry | None, on: PartialDate | None, fund_id: str | None) -> None:
        self.on: Any = self.form.editor("on")
        self.amount: Any = self.form.editor("amount")
        if entry is None:
            day = on or PartialDate.from_date(self._context.services.today())
            self.on.set_value(day)
            self.fund.set_value(fund_id)
            self.form.editor("unit_id").set_value(None)
        else:
            self.form.set_record(entry)
            self.counterpart.picker.set_value(entry.member_id or "", entry.counterpart)

    # ---------------------------------------------------------------- what is typed

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
        member_id = self.counterpart.member_id or None
        if self._entry is None:
            return self.form.new_value(kind=self.kind, member_id=member_id)
        return self.form.result_value(dataclasses.replace(self._entry, kind=self.kind, member_id=member_id))

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_side(self) -> None:
        self.mark_edited()
        self._offer_number()

    def _on_edited(self) -> None:
        self.mark_edited()
        self._on_changed()

    def _on_changed(self) -> None:
        self.form.cell("amount").set_hint(self.amount_words)
        self.form.cell("dues_year").setVisible(self.category.value() == DUES)

    def _on_picked(self, member_id: str, _name: str) -> None:
        """Put in where the member lives and his chi hội, unless something stands there."""
        services = self._context.services
        address: Any = self.form.editor("address")
        unit: Any = self.form.editor("unit_id")

        def work() -> MemberCard:
            from app.services import members

            return members.member_card(services.register, member_id, today=services.today())

        def show(card: MemberCard) -> None:
            if not address.value():
                address.set_value(card.member.address)
            if unit.value() is None and card.standing is not None:
                unit.set_value(card.tree.resolve(card.standing.unit_id))

        self._context.ask(work, show, to=self)

    def _offer_categories(self) -> None:
        register = self._context.services.register

        def work() -> tuple[str, ...]:
            from app.services import budgets

            return budgets.categories(register)

        self._context.ask(work, self.category.set_suggestions, to=self)

    def _offer_number(self) -> None:
        """Offer the next number, unless one was typed."""
        if self._entry is not None or self.voucher.value() != self._offered:
            return
        try:
            on = self.on.value()
        except FieldError:
            return
        if on is None:
            return
        register, kind, fund_id = (
            self._context.services.register,
            self.kind,
            self.fund.value(),
        )

        def work() -> str:
            from app.services import funds

            return funds.next_voucher(register, kind, on.year, fund_id)

        def show(number: str) -> None:
            if self.voucher.value() == self._offered:
                self._offered = number
                self.voucher.set_value(number)

        self._context.ask(work, show, to=self)
