"""A field for an hour of the day, typed in any usual way."""

from __future__ import annotations

from app.vietnamese.times import read_time
from ui.widgets.fields import TextEdit


class TimeEdit(TextEdit):
    """Reads "8h", "8g30", "8 giờ 30" and "8.30" as "08:00" and "08:30"; what is no time stays as typed."""

    def value(self) -> str:
        """The time, or what was typed."""
        typed: str = super().value()
        return read_time(typed)
