"""Báo cáo: the figures of a period, what is said of them, what was sent."""

from ui.pages.reports.figures import FigureRow
from ui.pages.reports.page import ReportsPage

__all__ = ["FigureRow", "ReportsPage"]
