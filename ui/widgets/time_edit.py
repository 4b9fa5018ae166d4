"""A field for an hour of the day, typed in any usual way."""

from __future__ import annotations

import re

from ui.widgets.fields import TextEdit

_TYPED = re.compile(
    r"(\d{1,2})\s*(?:(?:giờ|gio|h|g|[:.])\s*(?:(\d{1,2})\s*(?:phút|ph|p|\')?)?)?", re.IGNORECASE
)


class TimeEdit(TextEdit):
    """Reads "8h", "8g30", "8 giờ 30" and "8.30" as "08:00" and "08:30"; what is no time stays as typed."""

    def value(self) -> str:
        """The time, or what was typed."""
        typed: str = super().value()
        found = _TYPED.fullmatch(typed)
        if found is None:
            return typed
        hour, minute = int(found[1]), int(found[2] or 0)
        return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else typed
