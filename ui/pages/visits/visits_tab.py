"""Visits and gifts of a year, with what they cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from app.errors import SoHoiError
from app.progress import Progress
from app.vietnamese.numbers import group, money
from app.vietnamese.text import fold
from ui.dialogs.visit_edit import VisitEditDialog, VisitEntry
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.pages.visits.tab import KINDS, CareTab
from ui.widgets.cards import DetailPane
from ui.widgets.fields import SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.official_papers import Written
    from app.services.visits import VisitRow


def _kind(row: VisitRow) -> str:
    return f"{row.visit.kind.label} (dự kiến)" if row.visit.planned else row.visit.kind.label


_COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("on", "Ngày", lambda row: row.visit.on, 134, least=130),
    Column("person", "Người được thăm", lambda row: row.person, 200, least=170, grows=2),
    Column("kind", "Lý do", _kind, 166, least=160),
    Column("amount", "Số tiền", lambda row: row.visit.total or None, 120, right=True, least=97),
    Column("gift", "Quà", lambda row: row.visit.gift, 240, least=180, grows=1, optional=True),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 260, least=266, optional=True),
    Column("visitors", "Người đi thăm", lambda row: row.visit.visitors, 260, least=220, optional=True),
    Column("campaign", "Đợt tặng quà", lambda row: row.campaign, 220, hidden=True),
    Column("fund", "Chi từ quỹ", lambda row: row.from_fund, 120, hidden=True),
)


def visit_totals(rows: tuple[VisitRow, ...]) -> str:
    """How often and how much: "10 lượt · 2.950.000 đồng"."""
    made = [row.visit for row in rows if not row.visit.planned]
    planned = f" · {group(len(rows) - len(made))} lượt dự kiến" if len(made) < len(rows) else ""
    return f"{group(len(made))} lượt · {money(sum(visit.total for visit in made))}{planned}"


class VisitsTab(CareTab):
    """The visits of one year at the left, the chosen one at the right.

    Signal ``saved(int year)`` when a visit of that year was written down.
    """

    saved = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[VisitRow, ...] = ()
        self._chosen: VisitRow | None = None
        self._wanted: tuple[int, tuple[str, ...]] = (self.year, ())
        self._papers = PaperWriting(context, "care_papers")
        self._make_deeds()
        self.search = SearchField("Tìm người được thăm, quà, người đi thăm", self)
        self.search.searched.connect(lambda _text: self._reload_list())
        self.count = words("", "soft", self)
        self.column.addWidget(self.search)
        self.column.addWidget(self.count)
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
        self.column.addWidget(
            ListAndDetail(
                self.table, self.detail, "visits", context.theme, context.memory, self, shares=(620, 380)
            ),
            1,
        )
        self._show(None)

    def _make_deeds(self) -> None:
        self.list_button = self.deed("Danh sách", "print", tip="Danh sách thăm hỏi của năm, để in")
        menu = QMenu(self)
        menu.addAction("PDF, để in…", lambda: self.write_list(".pdf"))
        menu.addAction("Excel (.xlsx)…", lambda: self.write_list(".xlsx"))
        self.list_button.setMenu(menu)
        self.deed(
            "Ghi từ trần…",
            "members",
            self.record_death,
            tip="Biến động, viếng, vòng hoa, khoản chi, thôi chức vụ: ghi một lần",
        )
        self.deed("Ghi thăm hỏi", "add", self.add, primary=True, tip="Ghi một lần thăm hỏi (Ctrl+N)")

    def load(self, year: int) -> None:
        """Load the list of a year."""
        is_other, self.year = year != self.year, year
        self._wanted = (year, tuple(fold(self.search.text()).split()))
        self.model.reload(from_top=is_other)

    def take_keyboard(self) -> None:
        """The keyboard begins in the search field."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def select(self, record_id: str) -> None:
        """Choose a visit when the list is loaded next."""
        self.search.clear()
        self.table.select_id(record_id)

    # ---------------------------------------------------------------- the list

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[VisitRow, ...], int]:
        from app.services import visits

        year, wanted = self._wanted
        register = self.context.services.register
        # Gifts of a round that wait are on its own tab.
        to_come = visits.list_visits(register, year=year, planned=True)
        planned = [row for row in to_come if not row.visit.campaign_id]
        rows = tuple(
            row
            for row in (*planned, *visits.list_visits(register, year=year))
            if all(word in _searched(row) for word in wanted)
        )
        self._rows = rows
        return rows[offset : offset + limit], len(rows)

    def _reload_list(self) -> None:
        # The worker must not ask widgets: what they say is taken here.
        self._wanted = (self.year, tuple(fold(self.search.text()).split()))
        self.model.reload(from_top=True)

    def _on_loaded(self, total: int) -> None:
        self.count.setText(visit_totals(self._rows))
        if self.search.text():
            self.table.set_empty_text("Không có lần thăm hỏi nào như vậy trong năm này.")
        else:
            self.table.set_empty_text(
                f"Năm {self.year} chưa ghi lần thăm hỏi nào.\nBấm “Ghi thăm hỏi” (Ctrl+N) để bắt đầu."
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
                ("Lý do", _kind(row)),
                ("Đợt tặng quà", row.campaign),
                ("Quà", visit.gift),
                ("Tiền mua quà", money(visit.gift_cost) if visit.gift_cost else ""),
                ("Số tiền", money(visit.amount) if visit.amount else ""),
                (
                    "Chi từ quỹ",
                    ("có" if row.from_fund else "không") if visit.total and not visit.planned else "",
                ),
                ("Người đi thăm", visit.visitors),
                ("Ghi chú", visit.note),
            ],
        )

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Write down a visit."""
        self._open(VisitEditDialog(self.context, None, self.window()))

    def add_for(self, member_id: str, name: str) -> None:
        """Write down a visit to a member."""
        self._open(VisitEditDialog(self.context, None, self.window(), person=name, member_id=member_id))

    def record_death(self) -> None:
        """Write down a death, with the condolence and all that follows."""
        from ui.dialogs.death_edit import open_death

        open_death(self.context, self.window())

    def write_list(self, suffix: str) -> None:
        """Write the list of the year (``suffix`` .pdf, .xlsx)."""
        services, year = self.context.services, self.year

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import care_papers

            return care_papers.write_visit_list(
                services.register, year, path, today=services.today(), replace=True
            )

        self._papers.write("Ghi danh sách thăm hỏi", f"Thăm hỏi năm {year}{suffix}", work)

    def edit(self, row: VisitRow) -> None:
        """Change a visit."""
        # A visit without a sum has no line in the cash book; a sum that comes later is the fund's as usual.
        from_fund = row.from_fund or row.visit.total == 0 or row.visit.planned
        self._open(
            VisitEditDialog(self.context, row.visit, self.window(), person=row.person, from_fund=from_fund)
        )

    def _open(self, dialog: VisitEditDialog) -> None:
        self.show_dialog(dialog, self._save)

    def _save(
        self, entry: VisitEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self.context.services.register

        def work() -> str:
            from app.services import visits

            return visits.save_visit(register, entry.visit, from_fund=entry.from_fund).id

        def after(visit_id: str) -> None:
            done()
            self.year = entry.visit.on.year
            self.saved.emit(self.year)
            self.table.select_id(visit_id)
            self._reload_list()

        self.context.change(work, after, failed, kinds=KINDS)

    def _remove(self, row: VisitRow) -> None:
        register = self.context.services.register

        def work() -> None:
            from app.services import visits

            visits.remove_visit(register, row.visit.id)

        self.context.change(work, kinds=KINDS)

    def _open_member(self, row: VisitRow) -> None:
        if row.visit.member_id:
            self.context.navigator.open_record("members", row.visit.member_id)

    def _detail_button(
        self, text: str, icon_name: str, tip: str, act: Callable[[VisitRow], object]
    ) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.setToolTip(tip)
        if self.context.theme.scale <= 150:  # the largest type needs the room for the words
            put_icon(button, icon_name)
        button.clicked.connect(lambda _checked=False: act(self._chosen) if self._chosen else None)
        self.detail.buttons.addWidget(button)
        return button


def _searched(row: VisitRow) -> str:
    visit = row.visit
    return fold(f"{row.person} {visit.gift} {visit.visitors} {visit.kind.label} {row.unit_name} {visit.note}")
