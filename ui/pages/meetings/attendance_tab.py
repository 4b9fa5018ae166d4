"""Who came to the meetings of a year, or of all years; Enter opens the member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.vietnamese.names import name_sort_key
from app.vietnamese.numbers import group, percent_text
from app.vietnamese.text import fold
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.sort_header import Key
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.attendance import AttendanceRow


def came_share(row: AttendanceRow) -> str:
    """How often somebody came of the times he was called: "92,3%"."""
    return percent_text(row.came, row.called)


def _figure(key: str, title: str, width: int, *, optional: bool = False) -> Column[AttendanceRow]:
    return Column(
        key,
        title,
        lambda row: getattr(row, key) or None,
        width,
        right=True,
        least=width,
        sortable=True,
        optional=optional,
    )


_COLUMNS: tuple[Column[AttendanceRow], ...] = (
    Column("name", "Hội viên", lambda row: row.name, 230, least=170, grows=2, sortable=True),
    Column(
        "unit",
        "Chi hội",
        lambda row: short_unit(row.unit_name),
        266,
        least=264,
        sortable=True,
        optional=True,
    ),
    _figure("called", "Được mời", 102),
    _figure("came", "Có mặt", 84),
    Column("share", "Tỷ lệ dự", came_share, 98, right=True, least=96, sortable=True),
    _figure("absent", "Vắng", 68, optional=True),
    _figure("excused", "Có lý do", 94, optional=True),
    _figure("late", "Đến muộn", 106, optional=True),
    Column("code", "Mã", lambda row: row.code, 110, hidden=True),
)


class AttendanceTab(QWidget):
    """A row for each member who was called to a meeting."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[AttendanceRow, ...] = ()
        self._shown: list[AttendanceRow] = []
        self._order: tuple[Key, ...] = ()
        self.search = SearchField("Tìm hội viên, chi hội", self)
        self.search.searched.connect(lambda _text: self._show())
        self.year = ChoiceBox([(None, "Mọi năm")], self)
        self.year.setAccessibleName("Năm công tác")
        self.year.edited.connect(self.load)
        self.count = words("", "soft", self, wrap=True)
        self.model: TableModel[AttendanceRow] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda row: row.member_id, parent=self
        )
        self.table = Table(self.model, "attendance", context.theme, context.memory, self)
        self.table.setAccessibleName("Dự họp qua các năm")
        self.table.set_empty_text("Chưa điểm danh cuộc họp nào.")
        self.table.opened.connect(lambda row: context.navigator.open_record("members", row.member_id))
        self.table.order_asked.connect(self._sort)
        self.search.leads_to = self.table
        px = context.theme.px
        filters = QHBoxLayout()
        filters.setSpacing(px(10))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.year)
        hint = "Bấm tên cột để xếp theo cột ấy; Enter mở hồ sơ hội viên."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        column.addLayout(filters)
        column.addWidget(self.count)
        column.addWidget(self.table, 1)
        column.addWidget(words(hint, "soft", self, wrap=True))

    def load(self) -> None:
        """Read the years, and the table of the one that is chosen."""
        services, year = self._context.services, self.year.value()
        today = services.today()

        def work() -> tuple[list[int], tuple[AttendanceRow, ...]]:
            from app.services import attendance, meetings

            held = meetings.list_meetings(services.register)
            years = sorted({row.meeting.year for row in held if row.roll.called}, reverse=True)
            if not years:
                return [], ()
            if year in years:
                period = Period.year_of(year)
            else:
                period = Period(date(years[-1], 1, 1), date(years[0], 12, 31))
            return years, attendance.attendance_table(services.register, period, today=today)

        self._context.ask(work, self._take)

    def _take(self, found: tuple[list[int], tuple[AttendanceRow, ...]]) -> None:
        years, self._rows = found
        self.year.set_choices([(None, "Mọi năm"), *((year, f"Năm {year}") for year in years)])
        if self.year.currentIndex() < 0:
            self.year.set_value(None)
        self._show()

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        self._shown = [
            row for row in self._rows if all(word in fold(f"{row.name} {row.unit_name}") for word in wanted)
        ]
        called, came = (sum(getattr(row, name) for row in self._shown) for name in ("called", "came"))
        share = f" · {group(came)} lượt có mặt trên {group(called)} lượt mời" if called else ""
        if called:
            share += f" ({percent_text(came, called)})"
        self.count.setText(f"{group(len(self._shown))} hội viên{share}")
        self._sort(self._order)
        self.table.select_first()

    def _sort(self, order: tuple[Key, ...]) -> None:
        self._order = order
        for key, is_down in reversed(order):
            self._shown.sort(key=lambda row: _sort_key(row, key), reverse=is_down)
        self.table.show_order(order)
        self.model.reload()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[AttendanceRow], int]:
        return fixed_rows(self._shown)(offset, limit)


def _sort_key(row: AttendanceRow, key: str) -> Any:
    if key == "name":
        return name_sort_key(row.name)
    if key == "unit":
        return fold(row.unit_name)
    return Fraction(row.came, row.called) if key == "share" else getattr(row, key)
