"""The activities of a year: the list behind those figures of the report that nothing else counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.activities import Activity
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.domain.units import UnitTree

_KINDS = frozenset({"activities"})


@dataclass(frozen=True, slots=True)
class DialogValues:
    """What is offered for an activity: (counter, measure), (unit id, name), the date begun with."""

    counters: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    on: PartialDate


class ActivitiesView(QWidget):
    """The list; its owner gives the rows by :meth:`show_year`.

    Signal ``edit_asked(Activity)`` for Enter or a double click.
    """

    edit_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._year = context.services.today().year
        self._rows: tuple[Activity, ...] = ()
        self._counters: tuple[tuple[str, str], ...] = ()
        self._tree: UnitTree | None = None
        self._model: TableModel[Activity] = TableModel(
            self._columns(), self._fetch, context.jobs, row_id=lambda row: row.id, parent=self
        )
        self.table = Table(self._model, "activities", context.theme, context.memory, self)
        self.table.set_lines(2)
        self.table.set_empty_text(
            "Năm này chưa ghi hoạt động nào. Bấm “Ghi hoạt động…” để ghi buổi tuyên truyền, "
            "ngày công, đợt ủng hộ… vào báo cáo."
        )
        self.table.opened.connect(self.edit_asked)
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Sửa…", "edit", self.edit_asked.emit)
        self.table.add_row_action("Lịch sử…", "history", self._show_history)
        self.table.add_row_action("Xóa", "delete", self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)

    @property
    def rows(self) -> tuple[Activity, ...]:
        """The activities that are shown now."""
        return self._rows

    def show_year(
        self,
        year: int,
        rows: tuple[Activity, ...],
        counters: tuple[tuple[str, str], ...],
        tree: UnitTree,
    ) -> None:
        """Show a year's activities; ``counters`` and the units of ``tree`` are offered for a new one."""
        self._year, self._rows, self._counters, self._tree = year, rows, counters, tree
        self._model.reload()
        self.table.select_first()

    def select_counter(self, counter: str) -> None:
        """Choose the first activity of a counter."""
        row = next((each for each in self._rows if fold(each.counter) == fold(counter)), None)
        if row is not None:
            self.table.select_id(row.id)

    def remove(self, activity: Activity) -> None:
        """Take an activity out; the window offers Undo."""
        register = self._context.services.register

        def work() -> None:
            from app.services import activities

            activities.remove_activity(register, activity.id)

        self._context.change(work, kinds=_KINDS)

    def dialog_values(self, activity: Activity | None) -> DialogValues:
        """What is offered when an activity, or with ``None`` a new one, is written."""
        today = self._context.services.today()
        begun = PartialDate.from_date(today) if self._year == today.year else PartialDate(self._year)
        return DialogValues(self._counters, self._units(activity), begun)

    def _units(self, activity: Activity | None) -> tuple[tuple[str, str], ...]:
        if self._tree is None:
            return ()
        offered = [(state.unit_id, state.name) for state in self._tree.alive()]
        held = activity.unit_id if activity else None
        if held and held not in {unit_id for unit_id, _ in offered}:
            offered.append((held, self._tree.name(held)))
        return tuple(offered)

    def _show_history(self, activity: Activity) -> None:
        self._context.navigator.show_history(activity.id)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Activity], int]:
        return self._rows[offset : offset + limit], len(self._rows)

    def _unit_name(self, activity: Activity) -> str:
        return self._tree.name(activity.unit_id) if self._tree is not None else ""

    def _columns(self) -> tuple[Column[Activity], ...]:
        return (
            Column("on", "Ngày", lambda row: row.on, width=112, least=104),
            Column("counter", "Chỉ tiêu", lambda row: row.counter, width=260, least=220, grows=1),
            Column("name", "Nội dung", lambda row: row.name, width=280, least=200, grows=2),
            Column("quantity", "Số lượng", lambda row: row.quantity, width=98, least=96, right=True),
            Column("measure", "Đơn vị", lambda row: row.measure, width=86, least=80),
            Column("participants", "Số người", _participants, width=98, least=96, right=True),
            Column("amount", "Số tiền", _amount, width=112, least=104, right=True),
            Column("estimate", "Ghi chú", _note, width=104, least=98, tip=lambda row: row.note),
            Column("unit", "Chi hội", self._unit_name, width=220, hidden=True),
        )


def _participants(activity: Activity) -> str:
    return group(activity.participants) if activity.participants else ""


def _amount(activity: Activity) -> str:
    return group(activity.amount) if activity.amount else ""


def _note(activity: Activity) -> str:
    return ", ".join(part for part in ("ước" if activity.estimate else "", activity.note) if part)
