"""The page Hội họp."""

from ui.pages.meetings.page import MeetingsPage

__all__ = ["MeetingsPage"]
