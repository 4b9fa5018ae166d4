"""Hours of the day, as they are typed and as Vietnamese papers write them."""

from __future__ import annotations

import re

from app.vietnamese.text import fold

_TYPED = re.compile(r"(\d{1,2})\s*(?:(?:gio|h|g|[:.])\s*(?:(\d{1,2})\s*(?:phut|ph|p|\')?)?)?")


def read_time(text: str) -> str:
    """The hour that was typed, "8h", "8g30", "8 giờ 30", "8.30" or "8", as "08:00", "08:30".

    What is no hour of the day is given back as it is, for whoever checks it to name.
    """
    found = _TYPED.fullmatch(fold(text).strip())
    if found is None:
        return text
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else text
