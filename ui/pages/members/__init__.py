"""Hội viên: the list of members, its conditions, columns and views, and what can be done with a member."""

from ui.pages.members.page import MembersPage

__all__ = ["MembersPage"]
