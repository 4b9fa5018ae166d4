"""The page Thăm hỏi: one tab a subject, under one choice of year."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QKeySequence, QShortcut

from ui.page import Context, Page
from ui.pages.visits.campaigns_tab import CampaignsTab
from ui.pages.visits.longevity_tab import LongevityTab
from ui.pages.visits.tab import CareTab
from ui.pages.visits.unvisited_tab import UnvisitedTab
from ui.pages.visits.visits_tab import VisitsTab
from ui.widgets.page_tab import PageTabs
from ui.widgets.year_choice import YearChoice


class VisitsPage(Page):
    """Who was visited, who gets a gift, who is honoured for age, who was forgotten."""

    title: ClassVar[str] = "Thăm hỏi"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "visits",
            "campaigns",
            "members",
            "policies",
            "status_events",
            "fund_entries",
            "funds",
            "attachments",
            "branch",
            "units",
            "unit_events",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._is_new = True
        self._asked_id = ""
        self.year = YearChoice(context.services.today().year + 1, self)  # gifts are planned before their year
        self.year.changed.connect(lambda _year: self.refresh())
        self.title_row.addWidget(self.year)
        self.visits = VisitsTab(context)
        self.campaigns = CampaignsTab(context)
        self.longevity = LongevityTab(context)
        self.unvisited = UnvisitedTab(context)
        self._all: tuple[CareTab, ...] = (self.visits, self.campaigns, self.longevity, self.unvisited)
        names = ("Thăm hỏi", "Đợt tặng quà", "Mừng thọ", "Chưa được thăm")
        self.tabs = PageTabs(self, tuple(zip(self._all, names, strict=True)))
        self.tabs.come_after(self.year.back, self.year.years, self.year.forward)
        self.tabs.currentChanged.connect(lambda _number: self._turn())
        self.visits.saved.connect(self._show_year)
        self.campaigns.saved.connect(self._show_year)
        self.longevity.campaign_made.connect(self._open_campaign)
        self.unvisited.visit_asked.connect(self.visits.add_for)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)
        self.year.setVisible(self.tab.by_year)

    @property
    def tab(self) -> CareTab:
        """The tab that is open."""
        return self._all[self.tabs.currentIndex()]

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Read what the open tab shows; the first time, of the last year that has visits."""
        if not self._is_new:
            self.tab.load(self.year.year)
            return
        self._is_new = False
        services = self.context.services

        def work() -> int:
            from app.services import visits

            years = [row.visit.on.year for row in visits.list_visits(services.register)]
            return max(years, default=services.today().year)

        def after(year: int) -> None:
            self.year.show_year(year)
            self.tab.load(self.year.year)

        self.context.ask(work, after)

    def take_keyboard(self) -> None:
        """Put the keyboard where the open tab begins."""
        self.tab.take_keyboard()

    def focus_search(self) -> None:
        """Put the keyboard into the search field of the open tab."""
        self.tab.focus_search()

    def open_record(self, record_id: str) -> None:
        """Show one visit, or one round of gifts, whatever year it is of."""
        register = self.context.services.register

        def work() -> tuple[bool, int] | None:
            from app.services import campaigns, visits

            for row in visits.list_visits(register):
                if row.visit.id == record_id:
                    return True, row.visit.on.year
            for each in campaigns.list_campaigns(register):
                if each.campaign.id == record_id:
                    return False, each.campaign.on.year
            return None

        def after(found: tuple[bool, int] | None) -> None:
            if found is None:
                return
            self._is_new = False
            is_visit, year = found
            tab: VisitsTab | CampaignsTab = self.visits if is_visit else self.campaigns
            self.year.show_year(year)
            tab.select(record_id)
            self.tabs.setCurrentWidget(tab)
            tab.load(year)

        self.context.ask(work, after)

    def _show_year(self, year: int) -> None:
        self.year.show_year(year)
        self._is_new = False

    def _open_campaign(self, campaign_id: str, year: int) -> None:
        self.year.show_year(year)
        self.campaigns.select(campaign_id)
        self.tabs.setCurrentWidget(self.campaigns)

    def _turn(self) -> None:
        self.year.setVisible(self.tab.by_year)
        self.tab.load(self.year.year)
        if not self.tabs.tabBar().hasFocus():
            self.tab.take_keyboard()

    def _add(self) -> None:
        self.tab.add()
