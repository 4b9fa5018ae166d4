"""Care for members: visits, condolences, gifts (domain notes §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, optional_link, require, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


class VisitKind(StrEnum):
    """Why somebody was visited."""

    ILLNESS = "illness"
    DEATH = "death"
    BEREAVEMENT = "bereavement"
    HARDSHIP = "hardship"
    TET = "tet"
    WAR_INVALIDS_DAY = "war_invalids_day"
    TRADITION_DAY = "tradition_day"
    LONGEVITY = "longevity"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            VisitKind.ILLNESS: "Ốm đau",
            VisitKind.DEATH: "Qua đời",
            VisitKind.BEREAVEMENT: "Tang gia",
            VisitKind.HARDSHIP: "Khó khăn",
            VisitKind.TET: "Tết Nguyên đán",
            VisitKind.WAR_INVALIDS_DAY: "Ngày 27/7",
            VisitKind.TRADITION_DAY: "Ngày truyền thống 19/5",
            VisitKind.LONGEVITY: "Mừng thọ",
            VisitKind.OTHER: "Việc khác",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """One visit or gift; ``amount`` in VND. ``person`` names somebody who is not in the register."""

    title: ClassVar[str] = "Thăm hỏi"

    on: PartialDate = value("Ngày")
    kind: VisitKind = value("Lý do", VisitKind.ILLNESS)
    member_id: str | None = optional_link("Hội viên", "Member")
    person: str = line("Người, gia đình được thăm")
    gift: str = line("Quà")
    amount: int = value("Số tiền (đồng)", 0)
    visitors: str = line("Người đi thăm")
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask whom the visit was for and for no negative sum."""
        if not self.member_id:
            require("person", "Người, gia đình được thăm", self.person)
        if self.amount < 0:
            raise FieldError("amount", "Số tiền thăm hỏi không thể âm.")
