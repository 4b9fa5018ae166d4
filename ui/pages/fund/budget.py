"""Dự toán: what a fund means to take in and spend in a year, beside what it did and did the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.funds import BudgetLine, EntryKind
from app.errors import SoHoiError
from app.vietnamese.numbers import count, group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.fund.tab import FundTab, Scope
from ui.widgets.share_bar import Share, ShareBarDelegate
from ui.widgets.sum_card import SumCard
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.services.budgets import BudgetRow

_KINDS = frozenset({"budget_lines"})
_Key = tuple[EntryKind, str]


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """One line of the list: a category, or (without ``row``) the heading of a side with its sums in VND.

    ``before`` is what was done the year before.
    """

    kind: EntryKind
    planned: int
    actual: int
    before: int
    row: BudgetRow | None = None

    @property
    def id(self) -> str:
        """What names the line over reloads."""
        return f"{self.kind}.{fold(self.row.category)}" if self.row else self.kind

    @property
    def share(self) -> Share | str:
        """How much of the plan was done, for the painted bar."""
        if not self.planned:
            return "ngoài dự toán" if self.actual else ""
        return Share(self.actual * 100 // self.planned, self.kind is EntryKind.INCOME)

    @property
    def left(self) -> str:
        """What is left of the plan, or what went beyond it."""
        if not self.planned:
            return ""
        beyond = self.actual - self.planned
        return f"vượt {group(beyond)}" if beyond > 0 else group(-beyond)


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[BudgetRow, ...]
    before: Mapping[_Key, int]
    could_copy: bool


class BudgetTab(FundTab):
    """Income above, expense below; each with its plan."""

    by_fund = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.items: tuple[BudgetItem, ...] = ()
        self.deed("In…", "print", self.print_budget, tip="Dự toán và thực hiện của năm")
        self.copy_button = self.deed(
            "Chép năm trước", "copy", self.copy, tip="Chép các mục dự toán của năm trước sang"
        )
        self.deed("Thêm mục…", "add", self.add, primary=True, tip="Thêm một mục dự toán (Ctrl+N)")
        self.sum = SumCard(context.theme, self)
        self.model: TonedModel[BudgetItem] = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda item: item.id,
            tone=_tone,
            theme=context.theme,
        )
        self.table = Table(self.model, "budget", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(ShareBarDelegate(context.theme, self.table))
        self.table.setAccessibleName("Dự toán và thực hiện")
        self.table.setMinimumHeight(context.theme.px(110))
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.current_changed.connect(self._on_chosen)
        below = FlowBox(context.theme.px(8), self)
        self.edit_button = self.row_deed(below, "Sửa…", "edit", "Sửa số dự toán (Enter)", self.edit)
        self.remove_button = self.row_deed(
            below, "Bỏ", "delete", "Bỏ mục này khỏi dự toán; có thể hoàn tác (Del)", self.remove
        )
        history = context.navigator.show_history
        self.table.add_row_action(
            "Lịch sử…", "history", lambda item: item.row and item.row.line and history(item.row.line.id)
        )
        self.column.addWidget(self.sum)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(below)

    # ---------------------------------------------------------------- showing

    def load(self, scope: Scope) -> None:
        """Read plan and figures of a fund and year, and those of the year before."""
        register = self.context.services.register
        self.scope = scope

        def work() -> _Found:
            from app.services import budgets

            rows = budgets.budget_of_year(register, scope.year, scope.fund_id)
            last = budgets.budget_of_year(register, scope.year - 1, scope.fund_id)
            before = {(row.kind, fold(row.category)): row.actual for row in last}
            return _Found(rows, before, any(row.line for row in last))

        def show(found: _Found) -> None:
            if scope == self.scope:
                self._show(found)

        self.context.ask(work, show, to=self)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[BudgetItem], int]:
        return fixed_rows(self.items)(offset, limit)

    def _show(self, found: _Found) -> None:
        items: list[BudgetItem] = []
        sums = {}
        for kind in EntryKind:
            rows = [row for row in found.rows if row.kind is kind]
            planned = sums[kind] = sum(row.planned for row in rows)
            if not rows:
                continue
            before = sum(amount for key, amount in found.before.items() if key[0] is kind)
            items.append(BudgetItem(kind, planned, sum(row.actual for row in rows), before))
            items += [
                BudgetItem(
                    kind, row.planned, row.actual, found.before.get((kind, fold(row.category)), 0), row
                )
                for row in rows
            ]
        self.items = tuple(items)
        year = self.scope.year
        gained, spent = sums[EntryKind.INCOME], sums[EntryKind.EXPENSE]
        self.sum.show_parts(
            (
                ("", group(gained), "Dự toán thu (đồng)"),
                ("−", group(spent), "Dự toán chi"),
                ("=", group(gained - spent).replace("-", "−"), "Chênh lệch thu chi"),
            )
        )
        self.copy_button.setEnabled(found.could_copy)
        self.table.set_empty_text(
            f"Năm {year} chưa có dự toán. Bấm “Thêm mục…”"
            + (f", hoặc “Chép năm trước” để chép dự toán năm {year - 1}." if found.could_copy else ".")
        )
        self.model.reload()
        self.table.select_first()
        self._on_chosen(self.table.current_row())

    def _on_chosen(self, item: BudgetItem | None) -> None:
        row = item.row if item is not None else None
        self.edit_button.setEnabled(row is not None)
        self.edit_button.setText("Đưa vào dự toán…" if row is not None and row.line is None else "Sửa…")
        self.remove_button.setEnabled(row is not None and row.line is not None)

    # ---------------------------------------------------------------- changing

    def add(self) -> None:
        """Ask for a new category."""
        item = self.table.current_row()
        self._open_dialog(None, item.kind if item is not None else EntryKind.INCOME, "")

    def edit(self, item: BudgetItem) -> None:
        """Change the plan of a category, or plan one that only was used."""
        if item.row is not None:
            self._open_dialog(item.row.line, item.kind, item.row.category)

    def remove(self, item: BudgetItem) -> None:
        """Take a category out of the plan; the window offers Undo."""
        from app.services import budgets

        register, line = self.context.services.register, item.row.line if item.row else None
        if line is not None:
            self.change(lambda: budgets.remove_line(register, line.id), kinds=_KINDS)

    def copy(self) -> None:
        """Take over last year's lines that are not here yet."""
        from app.services import budgets

        register, scope, messages = self.context.services.register, self.scope, self.context.messages

        def after(copied: int) -> None:
            said = f"Đã chép {count(copied)} mục dự toán của năm {scope.year - 1}."
            if not copied:
                said = f"Các mục dự toán của năm {scope.year - 1} đều đã có trong năm {scope.year}."
            # After the window's own line about the change, so that this one stays.
            self.context.ask(lambda: None, lambda _nothing: messages.done(said))

        self.context.change(
            lambda: budgets.copy_budget(register, scope.year - 1, scope.year, fund_id=scope.fund_id),
            after,
            kinds=_KINDS,
        )

    def print_budget(self) -> None:
        """Look at plan and figures of the year, and print or write them."""
        from ui.dialogs.fund_papers import open_fund_papers
        from ui.pages.fund import papers

        services, scope = self.context.services, self.scope
        paper = papers.budget(services, scope.year, scope.fund_id, scope.fund_name)
        open_fund_papers(self.context, paper, self.window())

    def _open_dialog(self, line: BudgetLine | None, kind: EntryKind, category: str) -> None:
        register = self.context.services.register

        def work() -> tuple[str, ...]:
            from app.services import budgets

            return budgets.categories(register)

        def show(categories: tuple[str, ...]) -> None:
            from ui.dialogs.budget_line import BudgetLineDialog

            before = {(item.kind, fold(item.row.category)): item.before for item in self.items if item.row}
            dialog = BudgetLineDialog(
                self.context,
                line,
                BudgetLine(
                    year=self.scope.year,
                    kind=kind,
                    category=category or "?",
                    amount=0,
                    fund_id=self.scope.fund_id,
                ),
                categories,
                before,
                self.window(),
            )
            if not category:
                dialog.category.set_value("")
            self.show_dialog(dialog, self._save)

        self.context.ask(work, show, to=self)

    def _save(self, line: BudgetLine, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        from app.services import budgets

        register = self.context.services.register
        self.table.select_id(f"{line.kind}.{fold(line.category)}")
        self.change(lambda: budgets.save_line(register, line), done, failed, kinds=_KINDS)


def _tone(item: BudgetItem) -> Tone:
    if item.row is None:
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    return Tone() if item.row.line is not None else Tone(ink="soft_ink")


def _name(item: BudgetItem) -> str:
    return item.row.category if item.row is not None else item.kind.label.upper()


def _sum(amount: int) -> str:
    return group(amount) if amount else ""


_COLUMNS: tuple[Column[BudgetItem], ...] = (
    Column("category", "Mục", _name, 220, least=140, grows=1),
    Column("planned", "Dự toán", lambda item: _sum(item.planned), 150, right=True, least=108),
    Column("actual", "Thực hiện", lambda item: _sum(item.actual), 150, right=True, least=108),
    Column("share", "So với dự toán", lambda item: item.share, 230, least=170, grows=1),
    Column("left", "Còn lại", lambda item: item.left, 170, right=True, least=160, optional=True),
    Column("before", "Năm trước", lambda item: _sum(item.before), 140, right=True, least=124, optional=True),
)
