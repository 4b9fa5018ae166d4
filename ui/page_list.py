"""The one list of pages, in the order of the navigation; each is imported when it is first opened."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from ui.page import Context, Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page before it exists: its key (also its icon), its words, and where its class lies."""

    key: str
    words: str
    module: str
    class_name: str

    def build(self, context: Context) -> Page:
        """Import the page's module and make the page."""
        kind = getattr(importlib.import_module(self.module), self.class_name)
        page: Page = kind(context)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry("overview", "Tổng quan", "ui.pages.overview", "OverviewPage"),
    PageEntry("members", "Hội viên", "ui.pages.members", "MembersPage"),
    PageEntry("meetings", "Hội họp", "ui.pages.meetings", "MeetingsPage"),
    PageEntry("awards", "Khen thưởng", "ui.pages.awards", "AwardsPage"),
    PageEntry("visits", "Thăm hỏi", "ui.pages.visits", "VisitsPage"),
    PageEntry("fund", "Quỹ", "ui.pages.fund", "FundPage"),
    PageEntry("reports", "Báo cáo", "ui.pages.reports", "ReportsPage"),
    PageEntry("settings", "Thiết lập", "ui.pages.settings", "SettingsPage"),
)
