"""Gifts that were handed over: the day, and whether the fund pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group, money
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import PartialDateEdit, TickBox
from ui.widgets.form import FieldCell, show_in_cell
from ui.widgets.table import row_table
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class Giving:
    """The day on which gifts were handed over, and whether they are an expense of the fund."""

    on: PartialDate
    from_fund: bool


class CampaignGiveDialog(EditDialog):
    """Shows whose gifts these are; gives day and fund."""

    def __init__(
        self, context: Context, rows: Sequence[VisitRow], fund_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Đã trao quà",
            "Ghi đã trao",
            context.theme,
            context.messages,
            parent,
            lead="Mỗi suất thành một lần thăm hỏi của người nhận; tiền thành khoản chi trong sổ quỹ.",
        )
        today = context.services.today()
        self.on = PartialDateEdit(label="Ngày trao", latest_year=today.year)
        self.from_fund = TickBox(f"Chi từ {fund_name} (tự ghi vào sổ quỹ)")
        total = sum(row.visit.total for row in rows)
        hint = f"{group(len(rows))} suất, cộng {money(total)}"
        self._cell = FieldCell("Ngày trao", self.on, hint, self)
        self._cell.setFixedWidth(context.theme.px(300))
        self.body.addWidget(self._cell)
        self.body.addWidget(self.from_fund)
        self.table = row_table(_COLUMNS, rows, "campaign_give", context, lambda row: row.visit.id)
        self.table.setAccessibleName("Những người nhận")
        self.table.setMinimumHeight(context.theme.px(140))
        self.body.addWidget(self.table, 1)
        self.on.set_value(PartialDate.from_date(today))
        self.from_fund.set_value(True)
        for field in (self.on, self.from_fund):
            field.edited.connect(self.mark_edited)
        self.take_size(760, 600)
        self.on.setFocus()
        self.on.selectAll()

    def result_value(self) -> Giving:
        """Day and fund; raises FieldError when there is no day."""
        self._cell.say("")
        return Giving(self.on.told("on"), self.from_fund.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return show_in_cell({problem.field: self._cell}, problem)


_COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("person", "Người nhận", lambda row: row.person, 220, least=180, grows=1),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 230, least=150, optional=True),
    Column("total", "Số tiền", lambda row: row.visit.total or None, 130, right=True, least=110),
)
