"""Thăm hỏi: visits, rounds of gifts, mừng thọ, and who was not visited."""

from ui.pages.visits.page import VisitsPage

__all__ = ["VisitsPage"]
