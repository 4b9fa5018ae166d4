"""What the branch did besides: talks, labour days, donations; each feeds a counter of the year-end report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.record import Record, line, optional_link, require, require_order, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """One activity or figure: ``quantity`` in ``measure``, how many took part, what it cost in VND."""

    title: ClassVar[str] = "Hoạt động"

    on: PartialDate = value("Ngày")
    counter: str = line("Chỉ tiêu")
    name: str = line("Nội dung")
    unit_id: str | None = optional_link("Chi hội", "Unit")
    quantity: int = value("Số lượng", 1)
    measure: str = line("Đơn vị tính", limit=40)
    participants: int = value("Số người", 0)
    amount: int = value("Số tiền (đồng)", 0)
    estimate: bool = value("Ước tính", False)
    note: str = line("Ghi chú")
    ends: PartialDate | None = value("Đến ngày")

    def validate(self) -> None:
        """Ask for the counter; counts are never negative."""
        require("counter", "Chỉ tiêu", self.counter)
        require_order("ends", "Đến ngày", self.on, self.ends)
        for name, label in (("quantity", "Số lượng"), ("participants", "Số người"), ("amount", "Số tiền")):
            if getattr(self, name) < 0:
                raise FieldError(name, f"{label} không thể âm.")
