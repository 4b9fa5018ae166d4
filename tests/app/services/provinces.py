"""A lower Hội for the tests: its people as records, and the file that it would send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.members import Member
from app.domain.periods import Period
from app.domain.record import Record
from app.domain.status import StatusEvent
from app.domain.units import Unit, UnitEvent
from app.services.submissions_format import (
    SENT_KINDS,
    People,
    Sender,
    SentFigure,
    SentPeople,
    Submission,
    sent_documents,
    to_bytes,
)
from app.vietnamese.dates import PartialDate

YEAR = Period.year_of(2026)
BEFORE = Period.year_of(2025)
AUTUMN = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
WINTER = datetime(2027, 1, 8, 8, 0, tzinfo=UTC)

FIGURES = (
    SentFigure("h_organisation", "Tổ chức, hội viên"),
    SentFigure("members_end", "Hội viên cuối kỳ", "người", 2, 1),
    SentFigure("women", "Nữ", "người", 1, 1, level=1),
    SentFigure("h_care", "Nghĩa tình đồng đội"),
    SentFigure("visits_amount", "Tổng số tiền thăm hỏi", "đồng", 1_500_000, 900_000, money=True),
)


@dataclass
class LowerHoi:
    """One chi hội, two members; change ``records`` and send again."""

    name: str = "Hội Trường Sơn phường Đức Xuân"
    register_id: str = "a" * 32
    code: str = "HTS"
    records: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unit = Unit(code="CH1")
        self.unit_id = unit.id
        self.put(unit, UnitEvent(unit_id=unit.id, name="Chi hội 1", level="Chi hội"))
        for number, name in enumerate(("Nông Văn Ba", "Hoàng Thị Mai"), 1):
            self.add_member(name, f"{number:04}")

    def put(self, *records: Record) -> None:
        """Add or change records."""
        self.records |= {record.id: record for record in records}

    def add_member(self, name: str, code: str) -> Member:
        """A member of the chi hội."""
        member = Member(full_name=name, code=code, phone="0912 345 678", ethnicity="Tày")
        self.put(member, StatusEvent(member_id=member.id, on=PartialDate(2010), unit_id=self.unit_id))
        return member

    def of(self, kind: type[Record]) -> list[Record]:
        """The records of a kind."""
        return [each for each in self.records.values() if isinstance(each, kind)]

    def member(self, name: str) -> Member:
        """The member of this name."""
        return next(each for each in self.of(Member) if isinstance(each, Member) and each.full_name == name)

    def change(self, name: str, **values: Any) -> None:
        """Change a member."""
        self.put(replace(self.member(name), **values))

    def submission(
        self,
        *,
        period: Period = YEAR,
        made_at: datetime = AUTUMN,
        figures: Iterable[SentFigure] = FIGURES,
        people: bool = False,
        sensitive: bool = False,
    ) -> Submission:
        """What it reports."""
        records = {
            name: sent_documents(name, self.of(kind), sensitive=sensitive)
            for name, kind in SENT_KINDS.items()
        }
        return Submission(
            Sender(self.name, self.code, self.register_id, "Bắc Kạn", "Chủ tịch Vũ Xuân Dương"),
            period,
            period.is_estimate(made_at.date()),
            made_at,
            tuple(figures),
            people=SentPeople(People.ALL, sensitive, 0, 1, records) if people else None,
        )

    def send(self, folder: Path, name: str = "nop", **said: object) -> Path:
        """The file."""
        path = folder / f"{name}.sohoi-nop"
        path.write_bytes(to_bytes(self.submission(**said)))  # type: ignore[arg-type]
        return path
