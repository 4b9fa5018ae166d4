"""Members who paid their hội phí: the day, and a sum if it is not what each owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group, money, money_in_words
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, MoneyEdit, PartialDateEdit
from ui.widgets.form import FieldCell, show_in_cell
from ui.widgets.table import row_table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.dues import DuesRow


@dataclass(frozen=True, slots=True)
class DuesPaid:
    """What the dialog was answered with; ``amount`` is each one's in VND, None for what he owes."""

    on: PartialDate
    amount: int | None
    fund_id: str | None


class DuesPaidDialog(EditDialog):
    """Shows who paid and what comes in altogether."""

    def __init__(
        self,
        context: Context,
        year: int,
        rows: Sequence[DuesRow],
        funds: Sequence[tuple[str | None, str]],
        parent: QWidget | None = None,
    ) -> None:
        """``rows`` are those who paid, ``funds`` (id, name) where the money can go."""
        super().__init__(
            f"Thu hội phí năm {year}",
            "Ghi đã nộp",
            context.theme,
            context.messages,
            parent,
            lead="Mỗi người một dòng thu trong sổ quỹ; ai không còn nợ thì bỏ qua.",
            icon_name="check",
        )
        self._rows = rows
        self.on = PartialDateEdit(label="Ngày nộp", latest_year=context.services.today().year)
        self.amount = MoneyEdit(empty=None)
        self.amount.setPlaceholderText("đủ số còn nợ")
        self.fund: ChoiceBox = ChoiceBox(funds)
        self._cells = {
            "on": FieldCell("Ngày nộp", self.on, "", self),
            "amount": FieldCell("Mỗi người nộp (đồng)", self.amount, "", self),
            "fund_id": FieldCell("Vào quỹ", self.fund, "", self),
        }
        line = FlowBox(context.theme.px(16), self)
        for cell in self._cells.values():
            cell.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            cell.setFixedWidth(context.theme.px(222))
            line.flow.addWidget(cell)
        self._cells["fund_id"].setVisible(len(funds) > 1)
        self.body.addWidget(line)
        self.table = row_table(_COLUMNS, rows, "dues_paid", context, lambda row: row.member_id)
        self.table.setAccessibleName("Những người nộp")
        self.table.setMinimumHeight(context.theme.px(140))
        self.body.addWidget(self.table, 1)
        self.total = words("", "", self, wrap=True)
        self.body.addWidget(self.total)
        self.on.set_value(PartialDate.from_date(context.services.today()))
        self.fund.set_value(None)
        for field in (self.on, self.amount, self.fund):
            field.edited.connect(self.mark_edited)
        self.amount.textChanged.connect(lambda _text: self._say_total())
        self._say_total()
        self.take_size(760, 600)
        self.on.setFocus()
        self.on.selectAll()

    def result_value(self) -> DuesPaid:
        """Day, sum and fund; raises FieldError for what is wrong."""
        for cell in self._cells.values():
            cell.say("")
        return DuesPaid(self.on.told("on"), self.amount.value(), self.fund.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return show_in_cell(self._cells, problem)

    def _say_total(self) -> None:
        try:
            each = self.amount.value()
        except FieldError:
            return
        paying = [row for row in self._rows if each is not None or row.owes]
        total = sum(row.owes if each is None else each for row in paying)
        said = f"{group(len(paying))} người nộp, cộng {money(total)}"
        self.total.setText(f"{said} ({money_in_words(total)})." if total else f"{said}.")


_COLUMNS: tuple[Column[DuesRow], ...] = (
    Column("name", "Họ và tên", lambda row: row.name, 220, least=180, grows=1),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 260, least=150, grows=1, optional=True),
    Column("owes", "Còn nợ (đồng)", lambda row: row.owes or None, 150, right=True, least=130),
)
