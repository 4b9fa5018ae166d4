"""Chỉ tiêu: what the branch counts for its report besides what the register counts by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.counters import Counter
from ui.dialogs.counter_edit import CounterDialog
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.settings.ordered_tab import OrderedTab
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate

if TYPE_CHECKING:
    from app.services.counters import CounterList

#: Pixels at 100 % from which on there is room for the words above the list.
_HIGH = 380


class CountersTab(OrderedTab):
    """The branch's counters: add, change, order, use no more, take out what nothing was noted for."""

    kinds = frozenset({"counters", "activities", "report_figures"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: CounterList | None = None
        columns: tuple[Column[Counter], ...] = (
            Column("name", "Chỉ tiêu", lambda each: each.name, 280, least=200, grows=2),
            Column("measure", "Đơn vị tính", lambda each: each.measure or "lần", 116, least=112),
            Column("part", "Phần của báo cáo", _part, 260, least=190, grows=1),
            Column("kind", "Cách tính", lambda each: each.kind.label, 126, least=124),
            Column("share", "Phần trăm của", self._share, 160, least=140),
            Column("hidden", "Ghi chú", lambda each: "thôi dùng" if each.hidden else "", 100, least=100),
        )
        self.model: TonedModel[Counter] = TonedModel(
            columns,
            self._fetch,
            context.jobs,
            row_id=lambda each: each.id,
            tone=lambda each: Tone(ink="soft_ink") if each.hidden else Tone(),
            theme=context.theme,
        )
        self.table = Table(self.model, "counters", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_lines(2)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.setAccessibleName("Các chỉ tiêu của báo cáo")
        self.lay_out(
            "Sổ tự đếm hội viên, thăm hỏi, khen thưởng, quỹ và hội họp. Việc khác, như buổi tuyên truyền, "
            "ngày công, gia đình văn hóa, được ghi ở trang Báo cáo vào các chỉ tiêu này.",
            add="Thêm chỉ tiêu…",
            edit_tip="Đổi tên, cách tính, phần của báo cáo (Enter)",
            remove_tip="Bỏ chỉ tiêu chưa ghi hoạt động nào (Del)",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lead.setVisible(self.height() >= self._context.theme.px(_HIGH))

    @property
    def items(self) -> tuple[Counter, ...]:
        return self._found.counters if self._found is not None else ()

    def load(self) -> None:
        """Read the counters."""
        register = self._context.services.register

        def work() -> CounterList:
            from app.services.counters import list_counters

            return list_counters(register)

        self._context.ask(work, self._show)

    # ---------------------------------------------------------------- parts

    def _share(self, counter: Counter) -> str:
        return self._found.base_words(counter) if self._found is not None else ""

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Counter], int]:
        return fixed_rows(self.items)(offset, limit)

    def _show(self, found: CounterList) -> None:
        self._found = found
        self.model.reload()

    def saving(self, items: Sequence[Counter]) -> Callable[[], object]:
        register = self._context.services.register

        def work() -> CounterList:
            from app.services.counters import save_counters

            return save_counters(register, items)

        return work

    def dialog_for(self, row: Counter | None) -> CounterDialog:
        from app.services.counters import SHARE_FIGURES

        others = [(each.name, each.name) for each in self.items if row is None or each.id != row.id]
        measures = list(dict.fromkeys(each.measure for each in self.items if each.measure))
        return CounterDialog(self._context, [*SHARE_FIGURES, *others], measures, row, self.window())


def _part(counter: Counter) -> str:
    said = counter.part.label.removeprefix("Công tác ")
    return said[:1].upper() + said[1:]
