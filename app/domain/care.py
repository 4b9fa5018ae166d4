"""Care for members: visits, condolences, gifts (domain notes §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
class Campaign(Record):
    """A round of gifts for many (quà Tết, 27/7, mừng thọ): what each gets unless his line says otherwise.

    Sums in VND. Its lines are the visits that name it; those still ``planned`` were not handed over yet.
    """

    title: ClassVar[str] = "Đợt tặng quà"

    name: str = line("Tên đợt")
    kind: VisitKind = value("Dịp", VisitKind.TET)
    on: PartialDate = value("Ngày")
    gift: str = line("Quà mỗi suất")
    amount: int = value("Tiền mỗi suất (đồng)", 0)
    gift_cost: int = value("Tiền mua quà mỗi suất (đồng)", 0)
    fund_id: str | None = optional_link("Chi từ quỹ", "Fund")
    visitors: str = line("Người đi trao")
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask for a name and for no negative sums."""
        require("name", "Tên đợt", self.name)
        _refuse_negative_sums(self.amount, self.gift_cost)


def _refuse_negative_sums(amount: int, gift_cost: int) -> None:
    if amount < 0:
        raise FieldError("amount", "Số tiền thăm hỏi không thể âm.")
    if gift_cost < 0:
        raise FieldError("gift_cost", "Tiền mua quà không thể âm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """One visit or gift; ``amount`` in VND is handed over, ``gift_cost`` pays for gift or wreath.

    ``person`` names somebody who is not in the register. One that is ``planned`` has not happened: it counts
    nowhere and costs nothing.
    """

    title: ClassVar[str] = "Thăm hỏi"

    on: PartialDate = value("Ngày")
    kind: VisitKind = value("Lý do", VisitKind.ILLNESS)
    member_id: str | None = optional_link("Hội viên", "Member")
    person: str = line("Người, gia đình được thăm")
    gift: str = line("Quà")
    amount: int = value("Số tiền (đồng)", 0)
    visitors: str = line("Người đi thăm")
    note: str = line("Ghi chú")
    household: bool = value("Thăm cả hộ gia đình", False)
    gift_cost: int = value("Tiền mua quà, vòng hoa (đồng)", 0)
    fund_id: str | None = optional_link("Chi từ quỹ", "Fund")
    campaign_id: str | None = optional_link("Đợt tặng quà", "Campaign")
    planned: bool = value("Mới dự kiến", False)

    def is_to_come(self, today: date) -> bool:
        """Whether its day, as far as it is known, is after today: then it is only planned."""
        return self.on.earliest() > today

    @property
    def total(self) -> int:
        """What it cost altogether, VND."""
        return self.amount + self.gift_cost

    def validate(self) -> None:
        """Ask whom the visit was for and for no negative sum."""
        if not self.member_id:
            require("person", "Người, gia đình được thăm", self.person)
        _refuse_negative_sums(self.amount, self.gift_cost)
