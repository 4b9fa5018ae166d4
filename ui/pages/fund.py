"""The fund: the cash book of a year with its running balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.funds import EntryKind, FundEntry
from app.errors import SoHoiError
from app.vietnamese.numbers import group
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context, Page
from ui.widgets.sum_card import SumCard
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words
from ui.widgets.year_choice import YearChoice

if TYPE_CHECKING:
    from app.services.funds import CashBook, FundRow

#: In a lower page (pixels at 100 %) the book needs the room of the note below it.
_HIGH = 420
_KINDS = frozenset({"fund_entries"})


class FundPage(Page):
    """Money in, money out, what is left."""

    title: ClassVar[str] = "Quỹ"
    watches: ClassVar[frozenset[str]] = frozenset({"fund_entries", "visits"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._book: CashBook | None = None
        self._year_is_known = False
        self._asked_id = ""
        self.year = YearChoice(context.services.today().year, self)
        self.year.changed.connect(lambda _year: self.refresh())
        self.title_row.addWidget(self.year)
        self.expense_button = self.add_button(
            "Ghi chi…", "edit", lambda: self.add(EntryKind.EXPENSE), tip="Ghi một khoản chi (Ctrl+Shift+C)"
        )
        self.income_button = self.add_button(
            "Ghi thu…",
            "add",
            lambda: self.add(EntryKind.INCOME),
            primary=True,
            tip="Ghi một khoản thu (Ctrl+N)",
        )
        QShortcut(QKeySequence("Ctrl+N"), self, lambda: self.add(EntryKind.INCOME))
        QShortcut(QKeySequence("Ctrl+Shift+C"), self, lambda: self.add(EntryKind.EXPENSE))
        self.sum = SumCard(context.theme, self)
        self.body.addWidget(self.sum)
        self._model = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: row.entry.id,
            tone=_tone,
            theme=context.theme,
            parent=self,
        )
        self.table = Table(self._model, "fund", context.theme, context.memory, self)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_empty_text(
            "Năm này sổ quỹ chưa có dòng nào. Bấm “Ghi thu…” để ghi khoản đầu tiên, ví dụ hội phí."
        )
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Sửa…", "edit", self.edit)
        self.table.add_row_action("Lịch sử…", "history", self._show_history)
        self.table.add_row_action("Xóa", "delete", self.remove)
        self.body.addWidget(self.table, 1)
        note = "Dòng ghi “thăm hỏi” do trang Thăm hỏi ghi sang; muốn sửa, hãy sửa lần thăm hỏi ở trang ấy."
        self.note = words(note, "soft", self, wrap=True)
        self.body.addWidget(self.note)
        self.begins_at(self.table)

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Read the book of the year again."""
        services, asked, wanted = self.context.services, self.year.year, self._asked_id
        is_known, self._asked_id = self._year_is_known, ""

        def work() -> tuple[int, CashBook]:
            from app.services import funds, years

            year = asked
            if wanted:
                year = funds.find_entry(services.register, wanted).on.year
            elif not is_known:
                year = years.fund_year(services.register, today=services.today())
            return year, funds.cash_book(services.register, year=year)

        def show(found: tuple[int, CashBook]) -> None:
            self._show(*found)
            if wanted:
                self.table.select_id(wanted)

        self.context.ask(work, show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.setVisible(self.height() >= self.context.theme.px(_HIGH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def open_record(self, record_id: str) -> None:
        """Show a line in the year it belongs to."""
        self._asked_id = record_id
        self.refresh()

    @property
    def rows(self) -> Sequence[FundRow]:
        """The lines that are shown now."""
        return self._book.rows if self._book is not None else ()

    def _show(self, year: int, book: CashBook) -> None:
        self._year_is_known = True
        self.year.show_year(year)
        self._book = book
        summary = book.summary
        self.sum.show_parts(
            (
                ("", group(summary.opening), "Tồn đầu năm (đồng)"),
                ("+", group(summary.income), "Thu trong năm (đồng)"),
                ("−", group(summary.expense), "Chi trong năm (đồng)"),
                ("=", group(summary.closing), "Tồn cuối năm (đồng)"),
            )
        )
        self._model.reload()
        if not self.table.currentIndex().isValid() and book.rows:
            self.table.selectRow(len(book.rows) - 1)
            self.table.scrollToBottom()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FundRow], int]:
        return self.rows[offset : offset + limit], len(self.rows)

    # ---------------------------------------------------------------- changing

    def add(self, kind: EntryKind) -> None:
        """Write a new line."""
        self._open_dialog(None, kind)

    def edit(self, row: FundRow) -> None:
        """Change a line; what a visit wrote is changed with the visit."""
        if row.entry.visit_id:
            self.context.messages.done(
                "Khoản chi này ghi từ một lần thăm hỏi; sửa ở trang Thăm hỏi thì sổ quỹ đổi theo.",
                (("Mở lần thăm hỏi", lambda: self._open_visit(row.entry.visit_id or "")),),
            )
            return
        self._open_dialog(row.entry, row.entry.kind)

    def remove(self, row: FundRow) -> None:
        """Take a line out; the window offers Undo."""
        from app.services import funds

        register = self.context.services.register
        self.context.change(lambda: funds.remove_entry(register, row.entry.id), kinds=_KINDS)

    def _open_visit(self, visit_id: str) -> None:
        self.context.navigator.open_record("visits", visit_id)

    def _show_history(self, row: FundRow) -> None:
        self.context.navigator.show_history(row.entry.id)

    def _open_dialog(self, entry: FundEntry | None, kind: EntryKind) -> None:
        from ui.dialogs.fund_entry import FundEntryDialog

        dialog = FundEntryDialog(
            self.context,
            entry,
            kind,
            self.window(),
            purposes=_used(row.entry.purpose for row in self.rows),
            counterparts=_used(row.entry.counterpart for row in self.rows),
        )
        dialog.on_save(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, entry: FundEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        from app.services import funds

        register = self.context.services.register

        def after(saved: FundEntry) -> None:
            done()
            self._asked_id = saved.id

        self.context.change(lambda: funds.save_entry(register, entry), after, failed, kinds=_KINDS)


def _used(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _tone(row: FundRow) -> Tone:
    return Tone(ink="soft_ink") if row.entry.visit_id else Tone()


def _side(kind: EntryKind) -> Callable[[FundRow], object]:
    return lambda row: group(row.entry.amount) if row.entry.kind is kind else ""


_COLUMNS: tuple[Column[FundRow], ...] = (
    Column("on", "Ngày", lambda row: row.entry.on, width=134),
    Column("voucher", "Số phiếu", lambda row: row.entry.voucher, width=100, least=92),
    Column("purpose", "Nội dung", lambda row: row.entry.purpose, width=330, least=220, grows=2),
    Column("income", "Thu (đồng)", _side(EntryKind.INCOME), width=120, right=True),
    Column("expense", "Chi (đồng)", _side(EntryKind.EXPENSE), width=120, right=True),
    Column("balance", "Tồn (đồng)", lambda row: group(row.balance), width=120, right=True),
    Column("source", "Ghi từ", lambda row: "thăm hỏi" if row.entry.visit_id else "", width=100, least=92),
    Column(
        "counterpart", "Người nộp, người nhận", lambda row: row.entry.counterpart, width=210, optional=True
    ),
)
