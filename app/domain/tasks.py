"""What somebody promised to do, by when: what resolutions and meetings leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.record import Record, line, lines, optional_link, require, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """One thing to be done; ``assignee`` names who does it when it is not a member alone."""

    title: ClassVar[str] = "Việc cần làm"

    text: str = line("Việc")
    meeting_id: str | None = optional_link("Giao tại cuộc họp", "Meeting")
    member_id: str | None = optional_link("Hội viên phụ trách", "Member")
    assignee: str = line("Người phụ trách")
    due: date | None = value("Hạn")
    done_on: date | None = value("Xong ngày")
    note: str = lines("Ghi chú")

    def validate(self) -> None:
        """Ask what is to be done."""
        require("text", "Việc", self.text)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before ``today``."""
        return self.done_on is None and self.due is not None and self.due < today
