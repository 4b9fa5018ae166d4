"""Báo cáo: the figures of a period, what is said of them, what was sent."""

from ui.pages.reports.page import FigureRow, ReportsPage

__all__ = ["FigureRow", "ReportsPage"]
