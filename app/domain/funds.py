"""The branch's money: income and expense, whole VND."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, optional_link, require, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


class EntryKind(StrEnum):
    """Money in, or money out."""

    INCOME = "income"
    EXPENSE = "expense"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return "Thu" if self is EntryKind.INCOME else "Chi"


#: Suggestions for what money comes from and goes to.
PURPOSES = ("Hội phí", "Ủng hộ", "Chân quỹ", "Thăm hỏi", "Khen thưởng", "Hội nghị", "Văn phòng phẩm", "Khác")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEntry(Record):
    """One line of the cash book; ``amount`` is positive VND.

    A day that is not known stays so; the sum then counts from the first day it can be.
    An expense that a visit made carries ``visit_id``: the sum is typed once, with the visit.
    """

    title: ClassVar[str] = "Thu chi quỹ"

    on: PartialDate = value("Ngày")
    kind: EntryKind = value("Thu hay chi", EntryKind.INCOME)
    amount: int = value("Số tiền (đồng)", None)
    purpose: str = line("Nội dung")
    counterpart: str = line("Người nộp, người nhận")
    voucher: str = line("Số phiếu", limit=60)
    member_id: str | None = optional_link("Hội viên", "Member")
    unit_id: str | None = optional_link("Chi hội", "Unit")
    visit_id: str | None = optional_link("Lần thăm hỏi", "Visit")
    award_id: str | None = optional_link("Khen thưởng", "Award")

    def validate(self) -> None:
        """Ask for a purpose and a sum above zero."""
        require("purpose", "Nội dung thu, chi", self.purpose)
        if self.amount <= 0:
            raise FieldError("amount", "Số tiền phải lớn hơn 0.")


@dataclass(frozen=True, slots=True)
class FundSummary:
    """Balance before, income, expense and balance after a period, VND."""

    opening: int
    income: int
    expense: int

    @property
    def closing(self) -> int:
        """What is left at the end."""
        return self.opening + self.income - self.expense


def summarise(entries: Iterable[FundEntry], start: date, end: date) -> FundSummary:
    """The cash book between two days, both included."""
    opening = income = expense = 0
    for entry in entries:
        signed = entry.amount if entry.kind is EntryKind.INCOME else -entry.amount
        if entry.on.earliest() < start:
            opening += signed
        elif entry.on.earliest() <= end:
            if signed > 0:
                income += signed
            else:
                expense -= signed
    return FundSummary(opening, income, expense)
