"""Tổng quan: the page that the window opens on."""

from ui.pages.overview.page import OverviewPage

__all__ = ["OverviewPage"]
