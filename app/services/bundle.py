"""What a window or a command needs to work with one open register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.clock import Clock
from app.paths import Paths
from app.settings import Settings
from app.store.register import Register


@dataclass(frozen=True, slots=True)
class Services:
    """One open register with this machine's settings, folders and clock."""

    register: Register
    settings: Settings
    paths: Paths
    clock: Clock

    def today(self) -> date:
        """The date of the user's day."""
        return self.clock().date()
