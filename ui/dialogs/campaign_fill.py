"""Who gets a gift: members ticked from those who usually do, and people outside the register by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.care import Campaign
from app.errors import RuleError
from app.vietnamese.numbers import group, money
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SearchField, TextEdit, TickBox
from ui.widgets.form import FieldCell
from ui.widgets.tick_table import TickTable
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.campaigns import GiftCandidate


@dataclass(frozen=True, slots=True)
class Recipients:
    """Members by id, and people outside the register by name; whether each is for a whole household."""

    member_ids: tuple[str, ...]
    persons: tuple[str, ...]
    household: bool


class CampaignFillDialog(EditDialog):
    """Those who usually get something on the occasion are ticked at first."""

    def __init__(
        self,
        context: Context,
        campaign: Campaign,
        candidates: Sequence[GiftCandidate],
        listed: frozenset[str],
        parent: QWidget | None = None,
    ) -> None:
        """Members whose ids are ``listed`` are on the list already and not offered again."""
        super().__init__(
            f"Thêm người: {campaign.name}",
            "Đưa vào danh sách",
            context.theme,
            context.messages,
            parent,
            lead="Những người thường được quà dịp này đã chọn sẵn; bỏ dấu ai không được, thêm dấu ai được.",
            icon_name="add",
        )
        self._campaign = campaign
        self._all = [each for each in candidates if each.member_id not in listed]
        px = context.theme.px
        self.table = TickTable(
            context,
            _COLUMNS,
            "campaign_fill",
            row_id=lambda row: row.member_id,
            parent=self,
        )
        line = FlowBox(px(8), self)
        self.search = SearchField("Tìm tên, mã, chi hội, lý do", self)
        self.search.setMinimumWidth(px(260))
        self.usual = TickBox("Chỉ người thường được", self)
        line.flow.insertWidget(0, self.search, stretch=1)
        line.flow.addWidget(self.usual)
        stops: list[QWidget] = [self.search, self.usual]
        for button in self.table.tick_buttons(self):
            line.flow.addWidget(button)
            stops.append(button)
        self.body.addWidget(line)
        self.table.setAccessibleName("Hội viên")
        self.table.setMinimumHeight(px(150))
        self.search.leads_to = self.table
        self.body.addWidget(self.table, 1)
        self.persons = TextEdit(parent=self)
        self._persons_cell = FieldCell(
            "Người, hộ ngoài danh sách hội viên (cách nhau bằng dấu phẩy)", self.persons, "", self
        )
        self.body.addWidget(self._persons_cell)
        self.household = TickBox("Tặng cả hộ gia đình", self)
        self.body.addWidget(self.household)
        self.count = words("", "soft", self, wrap=True)
        self.body.addWidget(self.count)
        for before, after in pairwise((*stops, self.table, self.persons, self.household)):
            self.setTabOrder(before, after)
        usual = frozenset(each.member_id for each in self._all if each.is_usual)
        self.usual.set_value(False)
        self.search.searched.connect(lambda _text: self._show())
        self.usual.edited.connect(self._show)
        self.table.ticks_changed.connect(self._on_ticked)
        self.persons.edited.connect(self._on_ticked)
        self._is_ready = False
        # Those who usually get something stand first.
        self._all.sort(key=lambda each: not each.is_usual)
        self.table.set_rows(self._all, usual)
        self.table.set_empty_text("Mọi hội viên đã ở trong danh sách, hoặc không ai như vậy.")
        self._is_ready = True
        self._say_count()
        self.take_size(900, 700)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def result_value(self) -> Recipients:
        """Who was chosen; raises RuleError when nobody was."""
        chosen = self._chosen()
        persons = tuple(part.strip() for part in self.persons.value().split(",") if part.strip())
        if not chosen and not persons:
            raise RuleError("Chưa chọn ai. Hãy đánh dấu ở danh sách, hoặc ghi tên người ngoài.")
        return Recipients(chosen, persons, self.household.value())

    def _chosen(self) -> tuple[str, ...]:
        # Those that a search hides stay chosen.
        ticked = self.table.ticks.ticked
        return tuple(each.member_id for each in self._all if each.member_id in ticked)

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        only = self.usual.value()
        self.table.set_rows(
            [
                each
                for each in self._all
                if (each.is_usual or not only)
                and all(
                    word in fold(f"{each.name} {each.code} {each.unit_name} {each.reason}") for word in wanted
                )
            ]
        )

    def _on_ticked(self) -> None:
        if self._is_ready:
            self.mark_edited()
            self._say_count()

    def _say_count(self) -> None:
        number = len(self._chosen()) + sum(bool(part.strip()) for part in self.persons.value().split(","))
        each = self._campaign.amount + self._campaign.gift_cost
        total = f" · {money(number * each)}" if each else ""
        self.count.setText(f"Đã chọn {group(number)} người{total}")


_COLUMNS: tuple[Column[GiftCandidate], ...] = (
    Column("name", "Họ và tên", lambda row: row.name, 210, least=180, grows=1),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 230, least=150, optional=True),
    Column("reason", "Vì sao", lambda row: row.reason, 300, least=150, grows=2),
    Column("code", "Mã", lambda row: row.code, 80, optional=True),
)
