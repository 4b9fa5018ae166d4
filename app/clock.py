"""The only place that asks the computer what time it is; everywhere else it is a parameter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The local time of this machine, with its offset from UTC, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)
