"""What the steps of the reference branch's story hand on to each other."""

from __future__ import annotations

from datetime import date

from app.domain.members import Member
from app.store.register import Register

#: The year that is told.
YEAR = 2023
#: The day of the year-end meeting, which the year's papers carry.
DAY = date(2024, 1, 5)


class Story:
    """The register that is being filled, with its units and members by name."""

    def __init__(self, register: Register, today: date) -> None:
        self.register = register
        self.today = today
        self.units: dict[str, str] = {}
        self.members: dict[str, Member] = {}

    def member(self, name: str) -> Member:
        """Somebody of the story; raises KeyError."""
        return self.members[name]
