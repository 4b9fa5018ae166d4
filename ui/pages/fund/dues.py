"""Hội phí: who owes what for a year; many are ticked and have paid in one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import FieldError, RuleError, SoHoiError
from app.vietnamese.names import name_sort_key
from app.vietnamese.numbers import group, money
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.models.toned_model import Tone
from ui.page import Context
from ui.pages.fund.tab import FundTab, Scope, few_letters, unit_choices
from ui.widgets.fields import ChoiceBox, MoneyEdit, SearchField
from ui.widgets.sum_card import SumCard
from ui.widgets.tick_table import TickTable
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.dues import DuesRow, DuesYear
    from ui.dialogs.dues_paid import DuesPaid
    from ui.dialogs.dues_waive import DuesWaive

_RATES = frozenset({"dues_rates"})
#: So many units with a rate of their own are named.
_NAMED = 2
_WAIVERS = frozenset({"dues_waivers"})
#: The choices of the filter: words, and whether a row is shown.
_STATES: dict[str, tuple[str, Callable[[DuesRow], bool]]] = {
    "": ("Mọi người", lambda _row: True),
    "owes": ("Còn nợ", lambda row: row.owes > 0),
    "paid": ("Đã nộp", lambda row: row.paid > 0 and not row.owes),
    "waived": ("Được miễn", lambda row: row.waived),
    "over": ("Nộp thừa", lambda row: row.over > 0),
}


class DuesTab(FundTab):
    """Rates, the members with what they owe, and the deeds for those who are ticked.

    Signal ``sought(int year, str name)``: the lines of a member in the cash book are wanted.
    """

    sought = Signal(int, str)
    table: TickTable

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._dues: DuesYear | None = None
        self._shown: tuple[DuesRow, ...] = ()
        self._make_deeds()
        self.sum = SumCard(context.theme, self)
        self._make_rates()
        self._make_filters()
        self._make_table()
        self.column.addWidget(self.sum)
        self.column.addWidget(self.rates)
        self.column.addWidget(self.filters)
        self.column.addWidget(self.table, 1)
        below = FlowBox(context.theme.px(8), self)
        self.count = words("", "soft", self)
        below.flow.addWidget(self.count)
        below.flow.addStretch()
        for button in self.table.tick_buttons(self):
            below.flow.addWidget(button)
        self.column.addWidget(below)

    # ---------------------------------------------------------------- the parts

    def _make_deeds(self) -> None:
        self.list_button = self.deed(
            "Danh sách…", "print", self.print_list, tip="Danh sách nộp hội phí, còn nợ, ký nộp"
        )
        self.waive_button = self.deed("Miễn…", "close", self.waive, tip="Miễn cho những người được chọn")
        self.pay_button = self.deed(
            "Ghi đã nộp…",
            "check",
            self.add,
            primary=True,
            tip="Những người được chọn đã nộp hội phí (Ctrl+N)",
        )

    def _make_rates(self) -> None:
        context = self.context
        self.rates = FlowBox(context.theme.px(8), self)
        self.rate_unit: ChoiceBox = ChoiceBox([(None, "Cả Hội")], self)
        self.rate_unit.setAccessibleName("Mức của")
        few_letters(self.rate_unit, 8)
        self.rate = MoneyEdit(empty=None, parent=self)
        self.rate.setAccessibleName("Mức hội phí một năm (đồng)")
        self.rate.setFixedWidth(context.theme.px(130))
        self.rate_button = QPushButton("Đặt mức", self)
        self.no_rate_button = QPushButton("Bỏ mức riêng", self)
        self.own_rates = words("", "soft", self)
        for part in (
            words("Mức (đồng/năm):", "fieldLabel", self),
            self.rate_unit,
            self.rate,
            self.rate_button,
            self.no_rate_button,
            self.own_rates,
        ):
            self.rates.flow.addWidget(part)
        self.rate_unit.edited.connect(self._show_rate)
        self.rate.returnPressed.connect(self.set_rate)
        self.rate_button.clicked.connect(lambda _checked: self.set_rate())
        self.no_rate_button.clicked.connect(lambda _checked: self.remove_rate())

    def _make_filters(self) -> None:
        px = self.context.theme.px
        self.filters = FlowBox(px(8), self)
        self.search = SearchField("Tìm tên, mã", self)
        self.search.setMinimumWidth(px(200))
        self.unit: ChoiceBox = ChoiceBox([(None, "Mọi chi hội")], self)
        self.unit.setAccessibleName("Chi hội")
        few_letters(self.unit, 10)
        self.state: ChoiceBox = ChoiceBox([(key, text) for key, (text, _) in _STATES.items()], self)
        self.state.setAccessibleName("Đã nộp hay còn nợ")
        self.filters.flow.insertWidget(0, self.search, stretch=1)
        self.filters.flow.addWidget(self.unit)
        self.filters.flow.addWidget(self.state)
        self.search.searched.connect(lambda _text: self._show_rows())
        self.unit.edited.connect(self._show_rows)
        self.state.edited.connect(self._show_rows)

    def _make_table(self) -> None:
        context = self.context
        self.table = TickTable(
            context,
            _COLUMNS,
            "dues",
            row_id=lambda row: row.member_id,
            sort_keys=_SORT_KEYS,
            tone=_tone,
            parent=self,
        )
        self.table.setAccessibleName("Hội viên và hội phí")
        self.table.setMinimumHeight(context.theme.px(96))
        self.search.leads_to = self.table
        self.table.opened.connect(lambda row: self.pay([row.member_id]))
        self.table.ticks_changed.connect(self._say_count)
        add = self.table.add_row_action
        add("Ghi đã nộp…", "check", lambda row: self.pay([row.member_id]))
        add("Miễn…", "close", lambda row: self.waive([row.member_id]))
        add("Bỏ miễn", "undo", self.unwaive)
        add("Khoản đã nộp, trong sổ quỹ", "fund", self._seek)
        add("Hồ sơ hội viên", "members", lambda row: context.navigator.open_record("members", row.member_id))

    # ---------------------------------------------------------------- showing

    def load(self, scope: Scope) -> None:
        """Read who owes and paid for a year."""
        services, is_other_year = self.context.services, scope.year != self.scope.year
        self.scope = scope

        def work() -> DuesYear:
            from app.services import dues

            return dues.dues_of_year(services.register, scope.year, today=services.today())

        def show(found: DuesYear) -> None:
            if scope == self.scope:
                self._show(found, is_other_year=is_other_year)

        self.context.ask(work, show, to=self)

    def fold(self, *, is_low: bool) -> None:
        super().fold(is_low=is_low)
        self.own_rates.setVisible(bool(self.own_rates.text()) and not is_low)

    @property
    def rows(self) -> tuple[DuesRow, ...]:
        """Everybody of the year, whatever is searched for."""
        return self._dues.rows if self._dues is not None else ()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show(self, dues: DuesYear, *, is_other_year: bool) -> None:
        is_first, self._dues = self._dues is None, dues
        over = (("+", group(dues.over), "Nộp thừa"),) if dues.over else ()
        self.sum.show_parts(
            (
                ("", group(dues.due), "Phải thu (đồng)"),
                ("−", group(dues.paid), "Đã nộp"),
                *over,
                ("=", group(dues.owed), "Còn nợ"),
            )
        )
        self.unit.set_choices(unit_choices(self.scope.units, "Mọi chi hội"))
        self.rate_unit.set_choices(unit_choices(self.scope.units, "Cả Hội"))
        if is_first or is_other_year:
            self.table.tick_all(is_on=False)
        self._show_rate()
        own = [f"{short_unit(name)} {group(rate.amount)}" for rate, name in dues.rates if name]
        more = f" và {len(own) - _NAMED} chi hội nữa" if len(own) > _NAMED else ""
        self.own_rates.setText(f"Riêng: {', '.join(own[:_NAMED])}{more}" if own else "")
        self.own_rates.setToolTip("\n".join(own))
        self.own_rates.setVisible(bool(own) and not self.sum.isHidden())
        self._show_rows()

    def _show_rate(self) -> None:
        unit_id = self.rate_unit.value()
        rates = self._dues.rates if self._dues is not None else ()
        held = next((rate.amount for rate, _name in rates if rate.unit_id == unit_id), None)
        if not self.rate.hasFocus() or not self.rate.isModified():
            self.rate.set_value(held)
        self.no_rate_button.setVisible(unit_id is not None and held is not None)

    def _show_rows(self) -> None:
        wanted, unit_id = fold(self.search.text()).split(), self.unit.value()
        _words, fits = _STATES[self.state.value()]
        name = dict(self.scope.units).get(unit_id, "")
        shown = tuple(
            row
            for row in self.rows
            if fits(row)
            and (unit_id is None or row.unit_id == unit_id or row.unit_name == name)
            and all(word in fold(f"{row.name} {row.code}") for word in wanted)
        )
        is_narrowed = len(shown) < len(self.rows)
        self.table.set_empty_text(
            "Không có hội viên nào như vậy."
            if is_narrowed
            else f"Năm {self.scope.year} chưa có hội viên nào phải nộp hội phí."
        )
        self._shown = shown
        self.table.set_rows(shown)
        self.table.select_first()

    def _say_count(self) -> None:
        ticked = self._chosen_rows()
        if ticked:
            owed = sum(row.owes for row in ticked)
            self.count.setText(f"Đã chọn {group(len(ticked))} người · còn nợ {money(owed)}")
        else:
            owed = sum(row.owes for row in self._shown)
            self.count.setText(f"{group(len(self._shown))} người · còn nợ {money(owed)}")

    def _chosen_rows(self) -> list[DuesRow]:
        ticked = set(self.table.ticked)
        return [row for row in self.rows if row.member_id in ticked]

    # ---------------------------------------------------------------- deeds

    def add(self) -> None:
        """Those who are ticked, or the chosen one, have paid."""
        self.pay()

    def pay(self, member_ids: Sequence[str] | None = None) -> None:
        """Ask for day and sum, and write an income for each."""
        from ui.dialogs.dues_paid import DuesPaidDialog

        rows = self._asked_for(member_ids)
        year, register = self.scope.year, self.context.services.register
        if not rows:
            return

        def save(paid: DuesPaid, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            from app.services import dues

            def after() -> None:
                self.table.tick_all(is_on=False)
                done()

            self.change(
                lambda: dues.pay_dues(
                    register,
                    [row.member_id for row in rows],
                    year,
                    on=paid.on,
                    amount=paid.amount,
                    fund_id=paid.fund_id,
                ),
                after,
                failed,
                kinds=frozenset({"fund_entries"}),
            )

        self.show_dialog(DuesPaidDialog(self.context, year, rows, self.scope.funds, self.window()), save)

    def waive(self, member_ids: Sequence[str] | None = None) -> None:
        """Ask for the reason, and let them off."""
        from ui.dialogs.dues_waive import DuesWaiveDialog

        rows = self._asked_for(member_ids)
        year, register = self.scope.year, self.context.services.register
        if not rows:
            return

        def save(waived: DuesWaive, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            from app.services import dues

            def after() -> None:
                self.table.tick_all(is_on=False)
                done()

            when = None if waived.always else year
            ids = [row.member_id for row in rows]
            self.change(lambda: dues.waive(register, ids, when, waived.reason), after, failed, kinds=_WAIVERS)

        self.show_dialog(DuesWaiveDialog(self.context, year, rows, self.window()), save)

    def unwaive(self, row: DuesRow) -> None:
        """Let one pay again."""
        from app.services import dues

        register, when = self.context.services.register, None if row.always else self.scope.year
        self.change(lambda: dues.unwaive(register, [row.member_id], when), kinds=_WAIVERS)

    def _asked_for(self, member_ids: Sequence[str] | None) -> list[DuesRow]:
        if member_ids is not None:
            return [row for row in self.rows if row.member_id in member_ids]
        row = self.table.current_row()
        return self._chosen_rows() or ([row] if row is not None else [])

    def _seek(self, row: DuesRow) -> None:
        year = row.paid_on.year if row.paid_on is not None else self.scope.year
        self.sought.emit(year, row.name)

    # ---------------------------------------------------------------- rates

    def set_rate(self) -> None:
        """Take over the rate that was typed."""
        from app.services import dues

        register, year, unit_id = self.context.services.register, self.scope.year, self.rate_unit.value()
        try:
            amount = self.rate.value()
            if amount is None:
                raise RuleError("Hãy ghi mức hội phí một năm, ví dụ 60.000.")
        except FieldError as problem:
            self.context.messages.error(problem)
            self.rate.setFocus()
            return
        self.rate.setModified(False)
        self.change(lambda: dues.set_rate(register, year, amount, unit_id), kinds=_RATES)

    def remove_rate(self) -> None:
        """Let the unit pay as all do."""
        from app.services import dues

        register, year, unit_id = self.context.services.register, self.scope.year, self.rate_unit.value()
        if unit_id is not None:
            self.change(lambda: dues.remove_rate(register, year, unit_id), kinds=_RATES)

    # ---------------------------------------------------------------- the paper

    def print_list(self) -> None:
        """Look at the list of the year, of the unit that is chosen, and print or write it."""
        from ui.dialogs.fund_papers import open_fund_papers
        from ui.pages.fund import papers

        services, unit_id = self.context.services, self.unit.value()
        unit_name = dict(self.scope.units).get(unit_id, "")
        paper = papers.dues_list(
            services,
            self.scope.year,
            unit_id,
            unit_name,
            only_owing=self.state.value() == "owes",
        )
        open_fund_papers(self.context, paper, self.window())


def _tone(row: DuesRow) -> Tone:
    return Tone(ink="" if row.owes else "soft_ink")


def _sum(amount: int) -> str:
    return group(amount) if amount else ""


_SORT_KEYS: dict[str, Callable[[DuesRow], object]] = {
    "name": lambda row: name_sort_key(row.name),
    "unit": lambda row: fold(row.unit_name),
    "owes": lambda row: row.owes,
    "words": lambda row: row.words,
}
_COLUMNS: tuple[Column[DuesRow], ...] = (
    Column("code", "Mã", lambda row: row.code, 90, least=78, optional=True),
    Column("name", "Họ và tên", lambda row: row.name, 210, least=150, grows=1, sortable=True),
    Column(
        "unit", "Chi hội", lambda row: short_unit(row.unit_name), 190, least=160, sortable=True, optional=True
    ),
    Column("rate", "Mức", lambda row: _sum(row.rate), 104, right=True, optional=True),
    Column("paid", "Đã nộp", lambda row: _sum(row.paid), 110, right=True, least=98),
    Column("owes", "Còn nợ", lambda row: _sum(row.owes), 110, right=True, sortable=True, least=98),
    Column("words", "Tình trạng", lambda row: row.words, 190, least=132, grows=2, sortable=True),
    Column("paid_on", "Ngày nộp", lambda row: row.paid_on, 134, least=130, optional=True),
)
