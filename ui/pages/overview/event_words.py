"""How an event of the calendar reads in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.year_calendar import CalendarEvent

#: Kinds whose sentence does not say by itself what it is.
_NAMED = frozenset({"meeting", "task", "campaign", "term", "birthday"})


def event_words(event: CalendarEvent) -> str:
    """One line, "Sinh nhật: Nông Thị Hiền, 76 tuổi"; what is done says so."""
    done = " (xong)" if event.is_done else ""
    lead = f"{event.kind.label}: " if event.kind in _NAMED else ""
    return f"{lead}{event.text}{done}"
