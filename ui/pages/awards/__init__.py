"""Khen thưởng: the rounds, the list of one round, its papers, its certificates, and what was issued."""

from ui.pages.awards.page import AwardsPage

__all__ = ["AwardsPage"]
