"""Who was not visited for long: the longest forgotten first; a double click writes a visit down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.domain.units import UnitTree
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.pages.visits.tab import CareTab
from ui.widgets.fields import ChoiceBox, SearchField, TickBox
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.visits import UnvisitedRow

#: How long ago the last visit may be, in days.
_SPANS = ((91, "3 tháng nay"), (182, "6 tháng nay"), (365, "một năm nay"), (730, "hai năm nay"))
#: Where it is remembered that gifts of the rounds are no visits.
_ALONE = "unvisited-alone"


class UnvisitedTab(CareTab):
    """Signal ``visit_asked(str member id, str name)``: a visit to this member is to be written down."""

    visit_asked = Signal(str, str)
    by_year = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._all: tuple[UnvisitedRow, ...] = ()
        self._shown: Sequence[UnvisitedRow] = ()
        px = context.theme.px
        self.deed("Ghi thăm hỏi", "add", self.add, primary=True, tip="Ghi lần thăm người đang chọn (Ctrl+N)")
        filters = FlowBox(px(10), self)
        self.search = SearchField("Tìm tên, nơi ở", self)
        self.search.setMinimumWidth(px(220))
        self.span: ChoiceBox = ChoiceBox([(days, f"Chưa thăm {text}") for days, text in _SPANS], self)
        self.span.setAccessibleName("Chưa được thăm từ")
        self.span.setMinimumContentsLength(20)
        self.span.set_value(365)
        self.unit: ChoiceBox = ChoiceBox([(None, "Mọi chi hội")], self)
        self.unit.setAccessibleName("Chi hội")
        self.unit.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.setMinimumContentsLength(14)
        self.hardship = TickBox("Chỉ hội viên khó khăn", self)
        self.alone = TickBox("Không tính quà của các đợt", self)
        self.alone.setToolTip("Quà Tết, quà 27/7 trao cả đợt không phải là một lần thăm riêng")
        self.alone.set_value(context.memory.get(_ALONE) == "1")
        self.alone.edited.connect(lambda: context.memory.put(_ALONE, str(int(self.alone.value()))))
        filters.flow.insertWidget(0, self.search, stretch=1)
        for part in (self.span, self.unit, self.hardship, self.alone):
            filters.flow.addWidget(part)
            part.edited.connect(lambda: self.load(self.year))
        self.count = words("", "soft", self, wrap=True)
        self.column.addWidget(filters)
        self.column.addWidget(self.count)
        self.model: TableModel[UnvisitedRow] = TableModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: row.member_id,
            parent=self,
        )
        self.table = Table(self.model, "unvisited", context.theme, context.memory, self)
        self.table.setAccessibleName("Hội viên chưa được thăm")
        self.table.opened.connect(self._ask)
        self.table.add_row_action("Ghi thăm hỏi…", "add", self._ask)
        self.table.add_row_action(
            "Hồ sơ hội viên",
            "members",
            lambda row: context.navigator.open_record("members", row.member_id),
        )
        self.search.leads_to = self.table
        self.search.searched.connect(lambda _text: self._show())
        self.column.addWidget(self.table, 1)

    def load(self, year: int) -> None:
        """Read who was not visited; the year does not matter."""
        self.year = year
        services = self.context.services
        since = services.today() - timedelta(days=self.span.value())
        hardship, unit_id, alone = self.hardship.value(), self.unit.value(), self.alone.value()

        def work() -> tuple[date, tuple[UnvisitedRow, ...], UnitTree]:
            from app.services import units, visits

            tree = units.tree(services.register)
            held = unit_id if tree.get(unit_id) is not None else None
            found = visits.unvisited(
                services.register, since=since, hardship=hardship, unit_id=held, without_campaigns=alone
            )
            return since, found, tree

        def show(found: tuple[date, tuple[UnvisitedRow, ...], UnitTree]) -> None:
            _since, self._all, tree = found
            named = [(state.unit_id, short_unit(tree.name(state.unit_id))) for state in tree.alive()]
            self.unit.set_choices([(None, "Mọi chi hội"), *named])
            self._show()

        self.context.ask(work, show, to=self)

    def add(self) -> None:
        """Write down a visit to who is chosen."""
        row = self.table.current_row()
        if row is not None:
            self._ask(row)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[UnvisitedRow], int]:
        return fixed_rows(self._shown)(offset, limit)

    def _ask(self, row: UnvisitedRow) -> None:
        self.visit_asked.emit(row.member_id, row.name)

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        self._shown = tuple(
            row
            for row in self._all
            if all(word in fold(f"{row.name} {row.address} {row.unit_name}") for word in wanted)
        )
        never = sum(row.last is None for row in self._shown)
        told = f" · {group(never)} người chưa được thăm lần nào" if never else ""
        self.count.setText(f"{group(len(self._shown))} người{told}")
        self.table.set_empty_text("Không ai như vậy: mọi người đều đã được thăm.")
        self.model.reload()
        self.table.select_first()


_COLUMNS: tuple[Column[UnvisitedRow], ...] = (
    Column("name", "Họ và tên", lambda row: row.name, 210, least=180, grows=1),
    Column("last", "Thăm lần cuối", lambda row: row.last or "chưa lần nào", 150, least=144),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 230, least=160, optional=True),
    Column(
        "hardship",
        "Hoàn cảnh",
        lambda row: row.hardship_note or (row.hardship and "Khó khăn"),
        190,
        least=120,
    ),
    Column("birth", "Sinh", lambda row: row.birth, 134, least=130, optional=True),
    Column("address", "Nơi ở", lambda row: row.address, 280, least=180, grows=1, optional=True),
    Column("phone", "Điện thoại", lambda row: row.phone, 130, hidden=True),
)
