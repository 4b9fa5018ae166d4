"""Các quỹ, chân quỹ: what each fund holds, what that is for each member, and which chi hội have none yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.funds import Fund
from app.domain.year_report import average
from app.errors import SoHoiError
from app.vietnamese.numbers import group
from ui.flow import FlowBox
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.fund.tab import FundTab, Scope
from ui.widgets.sum_card import SumCard
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.funds import FundLine
    from ui.dialogs.fund_transfer import Transfer

_KINDS = frozenset({"funds"})
_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Found:
    """The funds, the names of the chi hội without a chân quỹ, and how many chi hội there are."""

    lines: tuple[FundLine, ...]
    missing: tuple[str, ...]
    units: int


class FundsTab(FundTab):
    """Signal ``opened(fund id or None)``: its book is wanted."""

    opened = Signal(object)
    by_year = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.lines: tuple[FundLine, ...] = ()
        self.deed("Danh sách…", "print", self.print_list, tip="Danh sách chân quỹ các chi hội")
        self.transfer_button = self.deed(
            "Chuyển quỹ…", "export", self.transfer, tip="Chuyển tiền từ quỹ này sang quỹ khác"
        )
        self.deed("Thêm quỹ…", "add", self.add, primary=True, tip="Thêm một quỹ hoặc chân quỹ (Ctrl+N)")
        self.sum = SumCard(context.theme, self)
        self.model: TonedModel[FundLine] = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda line: line.fund.id if line.fund else "main",
            tone=lambda line: Tone(bold=line.fund is None),
            theme=context.theme,
        )
        self.table = Table(self.model, "funds", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.setAccessibleName("Các quỹ")
        self.table.setMinimumHeight(context.theme.px(110))
        self.table.opened.connect(self.open)
        self.table.delete_asked.connect(self.remove)
        self.table.current_changed.connect(self._on_chosen)
        self.missing = words("", "soft", self, wrap=True)
        below = FlowBox(context.theme.px(8), self)
        self.open_button = self.row_deed(
            below, "Mở sổ quỹ", "fund", "Xem thu, chi của quỹ (Enter)", self.open
        )
        self.edit_button = self.row_deed(below, "Sửa…", "edit", "Đổi tên, chi hội, ghi chú", self.edit)
        self.remove_button = self.row_deed(
            below, "Bỏ", "delete", "Bỏ quỹ chưa có khoản nào; có thể hoàn tác (Del)", self.remove
        )
        history = context.navigator.show_history
        self.table.add_row_action("Lịch sử…", "history", lambda line: line.fund and history(line.fund.id))
        self.column.addWidget(self.sum)
        self.column.addWidget(self.missing)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(below)

    # ---------------------------------------------------------------- showing

    def load(self, scope: Scope) -> None:
        """Read all funds as they stand today."""
        services = self.context.services
        self.scope = scope

        def work() -> _Found:
            from app.services import funds, units

            lines = funds.list_funds(services.register, today=services.today())
            tree = units.tree(services.register)
            parents = {tree.parent(unit.unit_id) for unit in tree.alive()}
            leaves = [unit.unit_id for unit in tree.alive() if unit.unit_id not in parents]
            having = {tree.resolve(line.fund.unit_id) for line in lines if line.fund and line.fund.is_base}
            missing = [tree.name(unit) for unit in leaves if not having & {unit, *tree.above(unit)}]
            return _Found(lines, tuple(missing), len(leaves))

        self.context.ask(work, self._show, to=self)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FundLine], int]:
        return fixed_rows(self.lines)(offset, limit)

    def _show(self, found: _Found) -> None:
        self.lines = found.lines
        base = [line for line in found.lines if line.fund is not None and line.fund.is_base]
        total = sum(line.balance for line in base)
        # As the report reckons it: of all members, whether their chi hội has a chân quỹ or not.
        members = next(line.members for line in found.lines if line.fund is None)
        self.sum.show_parts(
            (
                ("", group(total), "Tổng chân quỹ (đồng)"),
                ("", group(average(total, members)) if members else "–", "Bình quân một hội viên"),
                ("", f"{found.units - len(found.missing)}/{found.units}", "Chi hội đã lập chân quỹ"),
            )
        )
        self.missing.setText(_missing_words(found.missing))
        self.missing.setVisible(bool(found.missing))
        self.transfer_button.setEnabled(len(found.lines) > 1)
        self.model.reload()
        self.table.select_first()
        self._on_chosen(self.table.current_row())

    def _on_chosen(self, line: FundLine | None) -> None:
        self.open_button.setEnabled(line is not None)
        is_own = line is not None and line.fund is not None
        self.edit_button.setEnabled(is_own)
        self.remove_button.setEnabled(is_own)

    # ---------------------------------------------------------------- changing

    def open(self, line: FundLine) -> None:
        """Show the book of a fund."""
        self.opened.emit(line.fund.id if line.fund else None)

    def add(self) -> None:
        """Ask for a new fund; it comes behind the others."""
        last = max((line.fund.position for line in self.lines if line.fund), default=0)
        self._open_dialog(None, last + 1)

    def edit(self, line: FundLine) -> None:
        """Change what is known of a fund; the branch's own has nothing to change."""
        if line.fund is not None:
            self._open_dialog(line.fund, line.fund.position)

    def remove(self, line: FundLine) -> None:
        """Take out a fund that has no lines; the window offers Undo."""
        from app.services import funds

        register, fund = self.context.services.register, line.fund
        if fund is not None:
            self.change(lambda: funds.remove_fund(register, fund.id), kinds=_KINDS)

    def transfer(self) -> None:
        """Move money from one fund to another."""
        from ui.dialogs.fund_transfer import FundTransferDialog

        row = self.table.current_row()
        self.show_dialog(FundTransferDialog(self.context, self.lines, row, self.window()), self._transfer)

    def print_list(self) -> None:
        """Look at the list of the chân quỹ, and print or write it."""
        from ui.dialogs.fund_papers import open_fund_papers
        from ui.pages.fund import papers

        paper = papers.base_funds(self.context.services)
        open_fund_papers(self.context, paper, self.window())

    def _open_dialog(self, fund: Fund | None, position: int) -> None:
        from ui.dialogs.fund_edit import FundEditDialog

        unit_id = fund.unit_id if fund is not None else None
        gone = [each for each in self.scope.past_units if each[0] == unit_id]
        units = (*self.scope.units, *gone)
        self.show_dialog(FundEditDialog(self.context, fund, position, units, self.window()), self._save)

    def _save(self, fund: Fund, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        from app.services import funds

        register = self.context.services.register
        self.table.select_id(fund.id)
        self.change(lambda: funds.save_fund(register, fund), done, failed, kinds=_KINDS)

    def _transfer(
        self, asked: Transfer, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        from app.services import funds

        register = self.context.services.register
        self.change(
            lambda: funds.transfer(
                register,
                source=asked.source,
                target=asked.target,
                amount=asked.amount,
                on=asked.on,
                purpose=asked.purpose,
            ),
            done,
            failed,
            kinds=frozenset({"fund_entries"}),
        )


def _missing_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(short_unit(name) for name in names[:_NAMED])
    more = f" và {len(names) - _NAMED} chi hội nữa" if len(names) > _NAMED else ""
    return f"Chưa lập chân quỹ: {shown}{more}."


def _kind(line: FundLine) -> str:
    if line.fund is None:
        return "quỹ chung"
    return "chân quỹ" if line.fund.is_base else "quỹ riêng"


_COLUMNS: tuple[Column[FundLine], ...] = (
    Column("name", "Tên quỹ", lambda line: line.name, 380, least=250, grows=2),
    Column("kind", "Loại", _kind, 120, least=112),
    Column("balance", "Hiện có (đồng)", lambda line: group(line.balance), 150, right=True, least=146),
    Column("members", "Hội viên", lambda line: line.members, 104, right=True, least=98, optional=True),
    Column(
        "per_member",
        "Bình quân",
        lambda line: "" if line.per_member is None else group(line.per_member),
        120,
        right=True,
        least=112,
        tip=lambda _line: "Bình quân một hội viên (đồng)",
        optional=True,
    ),
    # The name of a chân quỹ names its chi hội already and needs the room.
    Column("unit", "Chi hội", lambda line: short_unit(line.unit_name), 240, least=200, hidden=True),
    Column("note", "Ghi chú", lambda line: line.fund.note if line.fund else "", 220, hidden=True),
)
