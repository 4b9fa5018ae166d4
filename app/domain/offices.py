"""Offices held in the association, each with its term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.record import Record, line, link, optional_link, require, require_order, value
from app.vietnamese.dates import PartialDate

#: Titles in order of rank; a free field, these are suggestions (domain notes §3.1).
TITLES = (
    "Chủ tịch",
    "Phó Chủ tịch Thường trực",
    "Phó Chủ tịch",
    "Ủy viên Ban Thường vụ",
    "Trưởng Ban Kiểm tra",
    "Ủy viên Ban Chấp hành",
    "Ủy viên Ban Kiểm tra",
    "Chi hội trưởng",
    "Chi hội phó",
)

#: Of these titles, held in the branch itself, Ban Thường vụ and Ban Chấp hành consist.
STANDING_TITLES, COMMITTEE_TITLES = TITLES[:4], TITLES[:6]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Record):
    """One member's office for one term; without a unit it is an office of the branch itself."""

    title: ClassVar[str] = "Chức vụ"

    member_id: str = link("Hội viên", "Member")
    unit_id: str | None = optional_link("Đơn vị", "Unit")
    name: str = line("Chức vụ")
    term: str = line("Nhiệm kỳ", limit=60)
    starts: PartialDate | None = value("Từ")
    ends: PartialDate | None = value("Đến")

    def validate(self) -> None:
        """Ask for the office's name and a sound term."""
        require("name", "Chức vụ", self.name)
        require_order("ends", "Nhiệm kỳ", self.starts, self.ends)

    def held_on(self, day: date) -> bool:
        """Whether the office was held on that day, as far as its dates are known."""
        return (self.starts is None or self.starts.earliest() <= day) and (
            self.ends is None or self.ends.latest() >= day
        )


def rank(office: Office) -> tuple[int, int]:
    """Sorts offices: the branch before its units, then by title."""
    order = TITLES.index(office.name) if office.name in TITLES else len(TITLES)
    return (1 if office.unit_id else 0, order)


def highest(offices: Iterable[Office], day: date) -> Office | None:
    """The highest office held on that day."""
    return min((o for o in offices if o.held_on(day)), key=rank, default=None)
