"""A deed of a round that asks for its day alone: sending it up, paying the rewards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.commendations import Award
from app.errors import FieldError
from app.vietnamese.numbers import group
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit
from ui.widgets.form import FieldCell
from ui.widgets.table import row_table


class AwardDayDialog(EditDialog):
    """Shows whom it concerns, and gives the day."""

    def __init__(
        self,
        context: Context,
        title: str,
        deed: str,
        lead: str,
        awards: Sequence[Award],
        parent: QWidget | None = None,
        *,
        with_money: bool = False,
    ) -> None:
        """``deed`` is on the button; ``with_money`` shows each award's reward and their sum."""
        super().__init__(title, deed, context.theme, context.messages, parent, lead=lead)
        self.day = DayEdit(label="Ngày", latest_year=context.services.today().year)
        self.day.set_value(context.services.today())
        self.day.edited.connect(self.mark_edited)
        self._cell = FieldCell("Ngày", self.day, "", self)
        self.body.addWidget(self._cell)
        columns = _COLUMNS if with_money else _COLUMNS[:-1]
        self.table = row_table(columns, awards, "award_day", context, lambda award: award.id)
        self.table.setAccessibleName("Danh sách")
        self.table.setMinimumHeight(context.theme.px(140))
        self.body.addWidget(self.table, 1)
        if with_money:
            self._cell.set_hint(f"Tổng số tiền: {group(sum(award.money for award in awards))} đồng")
        self.take_size(720, 560)
        self.day.setFocus()
        self.day.selectAll()

    def result_value(self) -> date | None:
        """The day; None when it is no day, which is then said under it."""
        self._cell.say("")
        try:
            day = self.day.value()
        except FieldError as problem:
            self._refuse(problem.message)
            return None
        if day is None:
            self._refuse("Hãy ghi ngày.")
        return day

    def show_field_error(self, problem: FieldError) -> bool:
        self._refuse(problem.message)
        return True

    def _refuse(self, text: str) -> None:
        self._cell.say(text)
        self.day.setFocus()


_COLUMNS: tuple[Column[Award], ...] = (
    Column("recipient", "Người, tập thể", lambda a: a.recipient, 300, least=220, grows=1),
    Column("form", "Hình thức", lambda a: a.form, 140, optional=True),
    Column("money", "Tiền thưởng (đồng)", lambda a: a.money, 190, right=True, least=180),
)
