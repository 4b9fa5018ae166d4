"""Sổ quỹ: the cash book of a fund and year with its running balance, its vouchers, and its closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.funds import EntryKind, FundEntry
from app.errors import SoHoiError
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.page import Context
from ui.pages.fund.book_columns import COLUMNS, NARROW, searched, tone
from ui.pages.fund.lock_line import LockLine
from ui.pages.fund.tab import FundTab, Scope, few_letters
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.sum_card import SumCard
from ui.widgets.tick_table import TickTable
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.funds import CashBook, FundRow
    from ui.dialogs.closing_year import Closing

KINDS = frozenset({"fund_entries"})
#: In a lower tab (pixels at 100 %) the book needs the room of the note below it.
_HIGH = 420
#: A narrower one (pixels at 100 %) has one column for money in and out.
_WIDE = 700


class BookTab(FundTab):
    """The lines of a year, oldest first; what is ticked is printed as phiếu thu and phiếu chi.

    Signal ``saved(str id)`` after a line was written.
    """

    saved = Signal(str)
    table: TickTable
    by_fund = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._book: CashBook | None = None
        self._is_narrow = False
        self._wanted_id = ""
        self._shown: tuple[FundRow, ...] = ()
        self._make_deeds()
        self.search = SearchField("Tìm nội dung, người, số phiếu, số tiền", self)
        self.search.searched.connect(lambda _text: self._show_rows())
        self.side: ChoiceBox = ChoiceBox(
            [(None, "Cả thu và chi"), (EntryKind.INCOME, "Chỉ thu"), (EntryKind.EXPENSE, "Chỉ chi")], self
        )
        self.side.setAccessibleName("Thu hay chi")
        few_letters(self.side, 13)
        self.side.edited.connect(self._show_rows)
        self.count = words("", "soft", self)
        line = FlowBox(context.theme.px(8), self)
        self.search.setMinimumWidth(context.theme.px(300))
        line.flow.insertWidget(0, self.search, stretch=1)
        line.flow.addWidget(self.side)
        self.sum = SumCard(context.theme, self)
        self.lock = LockLine(context, self)
        self.lock.reopen_button.clicked.connect(lambda _checked: self.reopen())
        self._make_table()
        self.column.addWidget(self.sum)
        self.column.addWidget(self.lock)
        self.column.addWidget(line)
        self.column.addWidget(self.table, 1)
        note = "Dòng ghi “thăm hỏi” do trang Thăm hỏi ghi sang; muốn sửa, hãy sửa lần thăm hỏi ở trang ấy."
        self.note = words(note, "soft", self, wrap=True)
        below = FlowBox(context.theme.px(8), self)
        below.flow.addWidget(self.count)
        below.flow.addStretch()
        for button in self.table.tick_buttons(self):
            below.flow.addWidget(button)
        self.column.addWidget(below)
        self.column.addWidget(self.note)

    def _make_deeds(self) -> None:
        self.papers_button = self.deed("Phiếu và sổ", "print", tip="Phiếu thu, phiếu chi, sổ quỹ, khóa sổ")
        menu = QMenu(self)
        self.vouchers_action = menu.addAction("Phiếu của dòng đang chọn…", self.print_vouchers)
        self.number_action = menu.addAction("Đánh số những phiếu chưa có số", self.number_vouchers)
        menu.addSeparator()
        menu.addAction("Sổ quỹ cả năm…", self.print_book)
        menu.addSeparator()
        self.close_action = menu.addAction("Khóa sổ năm…", self.close_year)
        put_icon(self.close_action, "lock")
        menu.aboutToShow.connect(self._fill_menu)
        self.papers_button.setMenu(menu)
        self.expense_button = self.deed(
            "Ghi chi…",
            "edit",
            lambda: self.write(EntryKind.EXPENSE),
            tip="Ghi một khoản chi (Ctrl+Shift+C)",
        )
        self.income_button = self.deed(
            "Ghi thu…",
            "add",
            lambda: self.write(EntryKind.INCOME),
            primary=True,
            tip="Ghi một khoản thu (Ctrl+N)",
        )

    def _make_table(self) -> None:
        context = self.context
        self.table = TickTable(
            context, COLUMNS, "cash_book", row_id=lambda row: row.entry.id, tone=tone, parent=self
        )
        self.table.setAccessibleName("Sổ quỹ")
        self.table.setMinimumHeight(context.theme.px(110))
        self.search.leads_to = self.table
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.ticks_changed.connect(self._say_count)
        self.table.add_row_action("Sửa…", "edit", self.edit)
        self.table.add_row_action("In phiếu…", "print", lambda row: self.print_vouchers([row.entry.id]))
        self.table.add_row_action("Chọn, bỏ chọn (phím cách)", "check", self.table.toggle)
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.entry.id)
        )
        self.table.add_row_action("Xóa", "delete", self.remove)

    # ---------------------------------------------------------------- showing

    def load(self, scope: Scope) -> None:
        """Read the book of a fund and year."""
        register = self.context.services.register
        self.scope = scope

        def work() -> CashBook:
            from app.services import funds

            return funds.cash_book(register, year=scope.year, fund_id=scope.fund_id)

        self.context.ask(work, lambda book: self._show(scope, book), to=self)

    @property
    def book(self) -> CashBook | None:
        """The book that is shown, None before it was read."""
        return self._book

    @property
    def rows(self) -> tuple[FundRow, ...]:
        """The lines of the year, whatever is searched for."""
        return self._book.rows if self._book is not None else ()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def select_id(self, entry_id: str) -> None:
        """Go to a line, shown or about to be loaded; nothing is searched for any more."""
        self.search.setText("")
        self.side.set_value(None)
        self._wanted_id = entry_id
        self._show_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.context.theme.px(_WIDE)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.table.set_columns(NARROW if is_narrow else COLUMNS)
        self.note.setVisible(self.height() >= self.context.theme.px(_HIGH))

    def fold(self, *, is_low: bool) -> None:
        super().fold(is_low=is_low)
        self.lock.shorten(is_short=is_low)
        self._say_count()

    def _show(self, scope: Scope, book: CashBook) -> None:
        if scope != self.scope:
            return
        known, self._book = self._book, book
        is_other = known is None or (known.starts, known.fund_id) != (book.starts, book.fund_id)
        if is_other and book.rows and not self._wanted_id:
            self._wanted_id = book.rows[-1].entry.id  # the newest stands at the end
        summary = book.summary
        self.sum.show_parts(
            (
                ("", group(summary.opening), "Tồn đầu năm (đồng)"),
                ("+", group(summary.income), "Thu trong năm"),
                ("−", group(summary.expense), "Chi trong năm"),
                ("=", group(summary.closing), "Tồn cuối năm"),
            )
        )
        self.lock.show_scope(scope)
        self._show_rows()

    def _show_rows(self) -> None:
        wanted, side = fold(self.search.text()).split(), self.side.value()
        self._shown = shown = tuple(
            row
            for row in self.rows
            if side in (None, row.entry.kind) and all(word in searched(row) for word in wanted)
        )
        if any(row.entry.id == self._wanted_id for row in shown):
            self.table.select_id(self._wanted_id)
            self._wanted_id = ""
        elif shown and not self.table.currentIndex().isValid():
            self.table.select_id(shown[-1].entry.id)
        is_narrowed = bool(wanted) or side is not None
        self.table.set_empty_text(
            "Không có dòng nào như vậy trong năm này."
            if is_narrowed
            else "Năm này sổ quỹ chưa có dòng nào. Bấm “Ghi thu…” để ghi khoản đầu tiên, ví dụ hội phí."
        )
        self.table.set_rows(shown)

    def _say_count(self) -> None:
        ticked = set(self.table.ticked)
        chosen = [row.entry for row in self.rows if row.entry.id in ticked]
        entries = chosen or [row.entry for row in self._shown]
        sums = [
            f"{kind.label.lower()} {group(total)}"
            for kind in EntryKind
            if (total := sum(entry.amount for entry in entries if entry.kind is kind))
        ]
        what = f"{'Đã chọn ' if chosen else ''}{group(len(entries))} dòng"
        if self._book is not None and not chosen and self.sum.isHidden():
            sums.append(f"tồn {group(self._book.summary.closing)}")
        self.count.setText(" · ".join([what, *sums]) + (" đồng" if sums else ""))

    # ---------------------------------------------------------------- lines

    def add(self) -> None:
        self.write(EntryKind.INCOME)

    def write(self, kind: EntryKind) -> None:
        """Write a new line."""
        self._open_dialog(None, kind)

    def edit(self, row: FundRow) -> None:
        """Change a line; what a visit wrote is changed with the visit."""
        if row.entry.visit_id:
            self.context.messages.done(
                "Khoản chi này ghi từ một lần thăm hỏi; sửa ở trang Thăm hỏi thì sổ quỹ đổi theo.",
                (
                    ("Mở lần thăm hỏi", lambda: self._open_visit(row.entry.visit_id or "")),
                    ("Số phiếu, chứng từ…", lambda: self.write_paper(row)),
                ),
            )
            return
        self._open_dialog(row.entry, row.entry.kind)

    def write_paper(self, row: FundRow) -> None:
        """Write number, address and papers of a line, whoever made it."""
        self._open_dialog(row.entry, row.entry.kind)

    def remove(self, row: FundRow) -> None:
        """Take a line out; the window offers Undo."""
        from app.services import funds

        register = self.context.services.register
        self.change(lambda: funds.remove_entry(register, row.entry.id), kinds=KINDS)

    def _open_visit(self, visit_id: str) -> None:
        self.context.navigator.open_record("visits", visit_id)

    def _open_dialog(self, entry: FundEntry | None, kind: EntryKind) -> None:
        from ui.dialogs.fund_entry import FundEntryDialog

        scope, used = self.scope, [row.entry for row in self.rows]
        # Somebody who copies an old paper book goes on from its last line.
        is_old = scope.year < self.context.services.today().year - 1
        unit_id = entry.unit_id if entry is not None else None
        gone = [each for each in scope.past_units if each[0] == unit_id]
        dialog = FundEntryDialog(
            self.context,
            entry,
            kind,
            self.window(),
            on=used[-1].on if is_old and used else None,
            funds=scope.funds,
            fund_id=scope.fund_id,
            units=(*scope.units, *gone),
            used=used,
        )
        self.show_dialog(dialog, self._save)

    def _save(self, entry: FundEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        from app.services import funds

        register = self.context.services.register

        def after(saved: FundEntry) -> None:
            done()
            self.saved.emit(saved.id)

        self.context.change(lambda: funds.save_entry(register, entry), after, failed, kinds=KINDS)

    # ---------------------------------------------------------------- papers

    def _fill_menu(self) -> None:
        many, bare = len(self._for_vouchers()), len(self._without_number())
        self.vouchers_action.setEnabled(bool(many))
        self.vouchers_action.setText(
            f"{group(many)} phiếu thu, phiếu chi đã chọn…" if many > 1 else "Phiếu của dòng đang chọn…"
        )
        self.number_action.setEnabled(bool(bare) and self.scope.closing is None)
        self.number_action.setText(
            f"Đánh số {group(bare)} phiếu chưa có số" if bare else "Mọi phiếu của năm đều có số"
        )
        self.close_action.setEnabled(self.scope.closing is None)
        self.close_action.setText(f"Khóa sổ năm {self.scope.year}…")

    def _without_number(self) -> list[str]:
        return [row.entry.id for row in self.rows if not row.entry.voucher]

    def number_vouchers(self) -> None:
        """Give the lines of the year that have no number theirs, by day."""
        from app.services import funds

        register, bare = self.context.services.register, self._without_number()
        self.change(lambda: funds.number_vouchers(register, bare), kinds=KINDS)

    def _for_vouchers(self) -> list[str]:
        row = self.table.current_row()
        return self.table.ticked or ([row.entry.id] if row is not None else [])

    def print_vouchers(self, entry_ids: list[str] | None = None) -> None:
        """Look at the phiếu of these lines, else of the ticked ones or the chosen one, to print or write."""
        from ui.dialogs.fund_papers import open_fund_papers
        from ui.pages.fund import papers

        chosen = set(entry_ids or self._for_vouchers())
        entries = [row.entry for row in self.rows if row.entry.id in chosen]
        if entries:
            paper = papers.vouchers(self.context.services, entries)
            open_fund_papers(self.context, paper, self.window())

    def print_book(self) -> None:
        """Look at the book of the year, and print or write it."""
        from ui.dialogs.fund_papers import open_fund_papers
        from ui.pages.fund import papers

        services, scope = self.context.services, self.scope
        paper = papers.cash_book(services, scope.year, scope.fund_id, scope.fund_name)
        open_fund_papers(self.context, paper, self.window())

    # ---------------------------------------------------------------- closing

    def close_year(self) -> None:
        """Compare the book with the cash that was counted, and close the year."""
        from ui.dialogs.closing_year import ClosingYearDialog

        if self._book is None:
            return
        scope = self.scope
        dialog = ClosingYearDialog(
            self.context, scope.year, scope.fund_id, scope.fund_name, self._book.summary, self.window()
        )
        self.show_dialog(dialog, self._close)

    def _close(
        self, closing: Closing, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        from app.services import closings

        register, scope = self.context.services.register, self.scope
        self.change(
            lambda: closings.close_year(
                register,
                scope.year,
                on=closing.on,
                counted=closing.counted,
                fund_id=scope.fund_id,
                note=closing.note,
            ),
            done,
            failed,
            kinds=frozenset({"fund_closings"}),
        )

    def reopen(self) -> None:
        """Let the last closed year be changed again; asks first."""
        from app.services import closings

        register, scope = self.context.services.register, self.scope
        if not scope.closings:
            return
        last = scope.closings[0].closing
        question = (
            f"Mở lại sổ {scope.fund_name} năm {last.year}? Các dòng của năm {last.year} lại sửa, xóa được; "
            "số đã báo cáo có thể không còn khớp. Sửa xong nên khóa lại."
        )
        if self.context.messages.confirm(question, f"Mở lại sổ năm {last.year}"):
            self.change(lambda: closings.reopen_year(register, last.id), kinds=frozenset({"fund_closings"}))
