"""The page Quỹ: one tab a subject, under one choice of year and fund."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.funds import MAIN_FUND, EntryKind
from ui.page import Context, Page
from ui.pages.fund.book import BookTab
from ui.pages.fund.budget import BudgetTab
from ui.pages.fund.dues import DuesTab
from ui.pages.fund.funds import FundsTab
from ui.pages.fund.tab import FundTab, Scope, few_letters
from ui.widgets.fields import ChoiceBox
from ui.widgets.page_tab import PageTabs
from ui.widgets.year_choice import YearChoice


class FundPage(Page):
    """Money in, money out, what is left, who owes, and what is planned."""

    title: ClassVar[str] = "Quỹ"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "fund_entries",
            "visits",
            "funds",
            "fund_closings",
            "dues_rates",
            "dues_waivers",
            "budget_lines",
            "members",
            "status_events",
            "units",
            "unit_events",
        }
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._year_is_known = False
        self._asked_id = ""
        self._scope = Scope(context.services.today().year)
        self.fund: ChoiceBox = ChoiceBox([(None, MAIN_FUND)], self)
        self.fund.setAccessibleName("Quỹ")
        few_letters(self.fund, 13)
        self.fund.edited.connect(self.refresh)
        self.year = YearChoice(context.services.today().year + 1, self)  # a budget is made before its year
        self.year.changed.connect(lambda _year: self.refresh())
        self.title_row.addWidget(self.fund)
        self.title_row.addWidget(self.year)
        self.book = BookTab(context)
        self.dues = DuesTab(context)
        self.funds = FundsTab(context)
        self.budget = BudgetTab(context)
        self.tabs = PageTabs(
            self,
            (
                (self.book, "Sổ quỹ"),
                (self.dues, "Hội phí"),
                (self.funds, "Các quỹ, chân quỹ"),
                (self.budget, "Dự toán"),
            ),
        )
        self.tabs.come_after(self.fund, self.year.back, self.year.years, self.year.forward)
        self.tabs.currentChanged.connect(lambda _number: self._turn())
        self.book.saved.connect(self._on_saved)
        self.dues.sought.connect(self.seek)
        self.funds.opened.connect(self.open_fund)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self, self._write_expense)
        context.theme.changed.connect(self._mark_closed)
        self._show_scope()

    @property
    def tab(self) -> FundTab:
        """The tab that is open."""
        tab = self.tabs.currentWidget()
        if not isinstance(tab, FundTab):
            raise TypeError("the page Quỹ has a tab that is none of its own")
        return tab

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Read funds, units and closed years again, then what the open tab shows."""
        services, year, fund_id, wanted = (
            self.context.services,
            self.year.year,
            self.fund.value(),
            self._asked_id,
        )
        is_known, self._asked_id = self._year_is_known, ""

        def work() -> Scope:
            from app.services import closings, funds, units, years

            register, shown, chosen = services.register, year, fund_id
            if wanted:
                entry = funds.find_entry(register, wanted)
                shown, chosen = entry.on.year, entry.fund_id
            elif not is_known:
                shown = years.fund_year(register, today=services.today())
            lines = funds.list_funds(register, today=services.today())
            named = tuple((line.fund.id if line.fund else None, line.name) for line in lines)
            chosen = chosen if chosen in dict(named) else None
            tree = units.tree(register)
            return Scope(
                shown,
                chosen,
                named,
                tuple((unit.unit_id, tree.name(unit.unit_id)) for unit in tree.alive()),
                tuple((unit.unit_id, unit.name) for unit in tree.states if not unit.alive),
                closings.list_closings(register, fund_id=chosen),
            )

        def show(scope: Scope) -> None:
            self._show(scope)
            if wanted:
                self.tabs.setCurrentWidget(self.book)
                self.book.select_id(wanted)

        self.context.ask(work, show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tab.table.setFocus()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list of the open tab."""
        self.tab.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard into the search field of the open tab."""
        self.tab.focus_search()

    def open_record(self, record_id: str) -> None:
        """Show a line of the cash book in the year and the fund it belongs to."""
        self._asked_id = record_id
        self.refresh()

    def open_fund(self, fund_id: str | None) -> None:
        """Show the book of a fund."""
        self.fund.set_value(fund_id)
        self.tabs.setCurrentWidget(self.book)
        self.refresh()

    def seek(self, year: int, text: str) -> None:
        """Show the lines of a year in the branch's own book that hold a text."""
        self.year.show_year(year)
        self.book.search.setText(text)
        self.open_fund(None)

    def _show(self, scope: Scope) -> None:
        self._year_is_known = True
        self._scope = scope
        self.year.show_year(scope.year)
        self._mark_closed()
        self.fund.set_choices(scope.funds)
        self.fund.set_value(scope.fund_id)
        self._show_scope()
        self.tab.load(scope)

    def _mark_closed(self) -> None:
        self.year.mark_closed(range(self._scope.closed_until + 1))

    def _turn(self) -> None:
        self._show_scope()
        if not self.tabs.tabBar().hasFocus():
            self.tab.table.setFocus()
        self.tab.load(self._scope)

    def _show_scope(self) -> None:
        tab = self.tab
        self.year.setVisible(tab.by_year)
        self.fund.setVisible(tab.by_fund and len(self._scope.funds) > 1)

    # ---------------------------------------------------------------- changing

    def _on_saved(self, entry_id: str) -> None:
        self._asked_id = entry_id

    def _add(self) -> None:
        self.tab.add()

    def _write_expense(self) -> None:
        if self.tab is self.book:
            self.book.write(EntryKind.EXPENSE)
