"""Views of a list that were given a name: which people, which columns, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.record import Record, line, lines, require, value


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView(Record):
    """One named view of a page's list; ``document`` is JSON that the page understands."""

    title: ClassVar[str] = "Chế độ xem"

    name: str = line("Tên", limit=80)
    page: str = line("Trang", limit=40)
    document: str = lines("Nội dung")
    position: int = value("Thứ tự", 0)

    def validate(self) -> None:
        """Ask for a name and the page."""
        require("name", "Tên chế độ xem", self.name)
        require("page", "Trang", self.page)
