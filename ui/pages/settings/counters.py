"""Chỉ tiêu: what the branch counts for its report besides what the register counts by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.counters import Counter
from app.errors import SoHoiError
from ui.dialogs.counter_edit import CounterDialog
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.row_deeds import RowDeeds
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.counters import CounterList

#: Pixels at 100 % from which on there is room for the words above the list.
_HIGH = 380
_KINDS = frozenset({"counters", "activities", "report_figures"})


class CountersTab(QWidget):
    """The branch's counters: add, change, order, use no more, take out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
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
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.deeds = RowDeeds(
            self.table,
            context.theme,
            ("Thêm chỉ tiêu…", self.add),
            (
                ("Sửa…", "edit", "Đổi tên, cách tính, phần của báo cáo (Enter)", self.edit),
                ("Lên", "up", "Đưa lên trước (Ctrl+↑)", lambda each: self.shift(each, -1)),
                ("Xuống", "down", "Đưa xuống sau (Ctrl+↓)", lambda each: self.shift(each, 1)),
                ("Bỏ", "delete", "Bỏ chỉ tiêu chưa ghi hoạt động nào (Del)", self.remove),
            ),
            self.shift,
            self,
        )
        self.add_button = self.deeds.add_button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        lead = (
            "Sổ tự đếm hội viên, thăm hỏi, khen thưởng, quỹ và hội họp. Việc khác, như buổi tuyên truyền, "
            "ngày công, gia đình văn hóa, được ghi ở trang Báo cáo vào các chỉ tiêu này."
        )
        self._lead = words(lead, "soft", self, wrap=True)
        column.addWidget(self._lead)
        column.addWidget(self.table, 1)
        column.addWidget(self.deeds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lead.setVisible(self.height() >= self._context.theme.px(_HIGH))

    @property
    def _counters(self) -> tuple[Counter, ...]:
        return self._found.counters if self._found is not None else ()

    def load(self) -> None:
        """Read the counters."""
        register = self._context.services.register

        def work() -> CounterList:
            from app.services.counters import list_counters

            return list_counters(register)

        self._context.ask(work, self._show)

    def add(self) -> None:
        """Ask for a new counter; it comes behind the others."""
        self._open(None, lambda new: [*self._counters, new])

    def edit(self, counter: Counter) -> None:
        """Change one counter."""

        def changed(new: Counter) -> list[Counter]:
            return [new if each.id == new.id else each for each in self._counters]

        self._open(counter, changed)

    def shift(self, counter: Counter, by: int) -> None:
        """Put a counter before (-1) or behind (1) its neighbour."""
        counters = list(self._counters)
        place = [each.id for each in counters].index(counter.id)
        if 0 <= place + by < len(counters):
            counters.insert(place + by, counters.pop(place))
            self._save(counters)

    def remove(self, counter: Counter) -> None:
        """Take out a counter that nothing was noted for; Undo brings it back."""
        self._save([each for each in self._counters if each.id != counter.id])

    # ---------------------------------------------------------------- parts

    def _share(self, counter: Counter) -> str:
        return self._found.base_words(counter) if self._found is not None else ""

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Counter], int]:
        return fixed_rows(self._counters)(offset, limit)

    def _show(self, found: CounterList) -> None:
        self._found = found
        self.model.reload()

    def _save(
        self,
        counters: Sequence[Counter],
        done: Callable[[], None] | None = None,
        failed: Callable[[SoHoiError], None] | None = None,
    ) -> None:
        register = self._context.services.register

        def work() -> CounterList:
            from app.services.counters import save_counters

            return save_counters(register, counters)

        self._context.change(work, lambda _found: done() if done else None, failed, kinds=_KINDS)

    def _open(self, counter: Counter | None, counters: Callable[[Counter], list[Counter]]) -> None:
        from app.services.counters import SHARE_FIGURES

        others = [
            (each.name, each.name) for each in self._counters if counter is None or each.id != counter.id
        ]
        measures = list(dict.fromkeys(each.measure for each in self._counters if each.measure))
        dialog = CounterDialog(self._context, [*SHARE_FIGURES, *others], measures, counter, self.window())

        def save(new: Counter, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self.table.select_id(new.id)
            self._save(counters(new), done, failed)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _part(counter: Counter) -> str:
    said = counter.part.label.removeprefix("Công tác ")
    return said[:1].upper() + said[1:]
