"""Visits and gifts of a year, with what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.errors import SoHoiError
from app.vietnamese.numbers import group, money
from app.vietnamese.text import fold
from ui.dialogs.visit_edit import VisitEditDialog, VisitEntry
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel
from ui.page import Context, Page
from ui.widgets.cards import DetailPane
from ui.widgets.fields import SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words
from ui.widgets.year_choice import YearChoice

if TYPE_CHECKING:
    from app.services.visits import VisitRow

_COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("on", "Ngày", lambda row: row.visit.on, 134, least=130),
    Column("person", "Người được thăm", lambda row: row.person, 200, least=170, grows=2),
    Column("kind", "Lý do", lambda row: row.visit.kind, 160, least=152),
    Column("amount", "Số tiền", lambda row: row.visit.amount or None, 120, right=True, least=97),
    Column("gift", "Quà", lambda row: row.visit.gift, 240, least=180, grows=1, optional=True),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 260, least=266, optional=True),
    Column("visitors", "Người đi thăm", lambda row: row.visit.visitors, 260, least=220, optional=True),
    Column("fund", "Chi từ quỹ", lambda row: row.from_fund, 120, hidden=True),
)
_KINDS = frozenset({"visits", "fund_entries"})


def visit_totals(rows: tuple[VisitRow, ...]) -> str:
    """How often and how much: "10 lượt · 2.950.000 đồng"."""
    return f"{group(len(rows))} lượt · {money(sum(row.visit.amount for row in rows))}"


class VisitsPage(Page):
    """The visits of one year at the left, the chosen one at the right."""

    title: ClassVar[str] = "Thăm hỏi"
    watches: ClassVar[frozenset[str]] = frozenset({"visits", "members", "fund_entries", "status_events"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[VisitRow, ...] = ()
        self._chosen: VisitRow | None = None
        self._wanted: tuple[int, tuple[str, ...]] = (context.services.today().year, ())
        add = self.add_button(
            "Ghi thăm hỏi", "add", self.add, primary=True, tip="Ghi một lần thăm hỏi (Ctrl+N)"
        )
        self.search = SearchField("Tìm người được thăm, quà, người đi thăm", self)
        self.search.searched.connect(lambda _text: self._reload_list())
        self.year = YearChoice(context.services.today().year, self)
        self.year.changed.connect(lambda _year: self._reload_list())
        self.count = words("", "soft", self)
        filters = QHBoxLayout()
        filters.setSpacing(context.theme.px(10))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.year)
        self.body.addLayout(filters)
        self.body.addWidget(self.count)
        self.model: TableModel[VisitRow] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda row: row.visit.id, parent=self
        )
        self.table = Table(self.model, "visits", context.theme, context.memory, self)
        self.search.leads_to = self.table
        self.model.loaded.connect(self._on_loaded)
        self.table.current_changed.connect(self._show)
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self._remove)
        self.table.add_row_action("Sửa…", "edit", self.edit)
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.visit.id)
        )
        self.table.add_row_action("Xóa", "delete", self._remove)
        self.detail = DetailPane(context.theme, "Chọn một lần thăm hỏi ở danh sách để xem.", self)
        self.edit_button = self._detail_button("Sửa", "edit", "Sửa (Enter)", self.edit)
        self.member_button = self._detail_button(
            "Hồ sơ", "members", "Mở hồ sơ hội viên được thăm", self._open_member
        )
        self.delete_button = self._detail_button("Xóa", "delete", "Xóa, có thể hoàn tác (Del)", self._remove)
        self.detail.buttons.addStretch(1)
        self.body.addWidget(
            ListAndDetail(self.table, self.detail, "visits", context.theme, context.memory, self), 1
        )
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self, self.add)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.begins_at(self.search)
        # The keyboard begins in the search field, not on a button above it.
        self.setTabOrder(self.table, add)
        self._show(None)
        self._is_new = True

    def refresh(self) -> None:
        """Load the list; the first time, of the last year that has visits."""
        if not self._is_new:
            self.model.reload()
            return
        self._is_new = False
        services = self.context.services

        def work() -> int:
            from app.services import visits

            years = [row.visit.on.year for row in visits.list_visits(services.register)]
            return max(years, default=services.today().year)

        def after(year: int) -> None:
            self.year.show_year(year)
            self._reload_list()

        self.context.ask(work, after)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_record(self, record_id: str) -> None:
        """Show one visit, whatever year it is of."""
        register = self.context.services.register
        self._is_new = False

        def work() -> int | None:
            from app.services import visits

            rows = visits.list_visits(register)
            return next((row.visit.on.year for row in rows if row.visit.id == record_id), None)

        def after(year: int | None) -> None:
            if year is None:
                return
            self.search.clear()
            self.year.show_year(year)
            self.table.select_id(record_id)
            self._reload_list()

        self.context.ask(work, after)

    # ---------------------------------------------------------------- the list

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[VisitRow, ...], int]:
        from app.services import visits

        year, wanted = self._wanted
        rows = tuple(
            row
            for row in visits.list_visits(self.context.services.register, year=year)
            if all(word in _searched(row) for word in wanted)
        )
        self._rows = rows
        return rows[offset : offset + limit], len(rows)

    def _reload_list(self) -> None:
        # The worker must not ask widgets: what they say is taken here.
        self._wanted = (self.year.year, tuple(fold(self.search.text()).split()))
        self.model.reload(from_top=True)

    def _on_loaded(self, total: int) -> None:
        self.count.setText(visit_totals(self._rows))
        if self.search.text():
            self.table.set_empty_text("Không có lần thăm hỏi nào như vậy trong năm này.")
        else:
            self.table.set_empty_text(
                f"Năm {self.year.year} chưa ghi lần thăm hỏi nào.\nBấm “Ghi thăm hỏi” (Ctrl+N) để bắt đầu."
            )
        self.table.select_first()
        if not total:
            self._show(None)

    def _show(self, row: VisitRow | None) -> None:
        self._chosen = row
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(row is not None)
        self.member_button.setEnabled(row is not None and row.visit.member_id is not None)
        if row is None:
            self.detail.show_nothing()
            return
        visit = row.visit
        self.detail.begin(row.person, " · ".join(t for t in (visit.kind.label, row.unit_name) if t))
        self.detail.add_section(
            "Lần thăm hỏi",
            [
                ("Ngày", str(visit.on)),
                ("Lý do", visit.kind.label),
                ("Quà", visit.gift),
                ("Số tiền", money(visit.amount) if visit.amount else ""),
                ("Chi từ quỹ", ("có" if row.from_fund else "không") if visit.amount else ""),
                ("Người đi thăm", visit.visitors),
                ("Ghi chú", visit.note),
            ],
        )

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Write down a visit."""
        self._open(VisitEditDialog(self.context, None, self.window()))

    def edit(self, row: VisitRow) -> None:
        """Change a visit."""
        # A visit without a sum has no line in the cash book; a sum that comes later is the fund's as usual.
        from_fund = row.from_fund or row.visit.amount == 0
        self._open(
            VisitEditDialog(self.context, row.visit, self.window(), person=row.person, from_fund=from_fund)
        )

    def _open(self, dialog: VisitEditDialog) -> None:
        dialog.on_save(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(
        self, entry: VisitEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self.context.services.register

        def work() -> str:
            from app.services import visits

            return visits.save_visit(register, entry.visit, from_fund=entry.from_fund).id

        def after(visit_id: str) -> None:
            done()
            self.year.show_year(entry.visit.on.year)
            self.table.select_id(visit_id)
            self._reload_list()

        self.context.change(work, after, failed, kinds=_KINDS)

    def _remove(self, row: VisitRow) -> None:
        register = self.context.services.register

        def work() -> None:
            from app.services import visits

            visits.remove_visit(register, row.visit.id)

        self.context.change(work, kinds=_KINDS)

    def _open_member(self, row: VisitRow) -> None:
        if row.visit.member_id:
            self.context.navigator.open_record("members", row.visit.member_id)

    def _detail_button(
        self, text: str, icon_name: str, tip: str, act: Callable[[VisitRow], object]
    ) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.setToolTip(tip)
        put_icon(button, icon_name)
        button.clicked.connect(lambda _checked=False: act(self._chosen) if self._chosen else None)
        self.detail.buttons.addWidget(button)
        return button


def _searched(row: VisitRow) -> str:
    visit = row.visit
    return fold(f"{row.person} {visit.gift} {visit.visitors} {visit.kind.label} {row.unit_name} {visit.note}")
