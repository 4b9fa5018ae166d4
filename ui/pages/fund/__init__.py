"""Quỹ: the cash book, hội phí, the funds and the chân quỹ of the chi hội, and the year's budget."""

from ui.pages.fund.page import FundPage

__all__ = ["FundPage"]
