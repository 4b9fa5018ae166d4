"""The counters of the report: the usual ones and the branch's own (domain notes §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, require, value


class ReportPart(StrEnum):
    """The parts of the results in a year-end report (domain notes §4.1, II)."""

    ORGANISATION = "organisation"
    PROPAGANDA = "propaganda"
    CARE = "care"
    MOVEMENT = "movement"
    ECONOMY = "economy"
    EMULATION = "emulation"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """The heading in the report."""
        return {
            ReportPart.ORGANISATION: "Công tác tổ chức, xây dựng Hội",
            ReportPart.PROPAGANDA: "Công tác tuyên truyền, giáo dục truyền thống",
            ReportPart.CARE: "Công tác nghĩa tình đồng đội",
            ReportPart.MOVEMENT: "Tham gia phong trào ở địa phương",
            ReportPart.ECONOMY: "Phát triển kinh tế, giúp nhau giảm nghèo",
            ReportPart.EMULATION: "Thi đua, khen thưởng",
            ReportPart.FINANCE: "Tài chính",
        }[self]


class CounterKind(StrEnum):
    """How the figures of a period make one: added up, or the last one known of each unit."""

    SUM = "sum"
    LATEST = "latest"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return "Cộng dồn" if self is CounterKind.SUM else "Số mới nhất"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Record):
    """One counter; activities name it by ``name``.

    ``share_of`` names what its percentage is a percentage of: the key of a figure ("members_end") or the
    name of another counter; empty for none.
    """

    title: ClassVar[str] = "Chỉ tiêu"

    name: str = line("Tên chỉ tiêu")
    measure: str = line("Đơn vị tính", limit=40)
    part: ReportPart = value("Phần của báo cáo", ReportPart.MOVEMENT)
    kind: CounterKind = value("Cách tính", CounterKind.SUM)
    share_of: str = line("Phần trăm của")
    position: int = value("Thứ tự", 0)
    hidden: bool = value("Không dùng nữa", False)

    def validate(self) -> None:
        """Ask for a name."""
        require("name", "Tên chỉ tiêu", self.name)
