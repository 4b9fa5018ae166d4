"""The branch's money: income and expense, whole VND."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Protocol

from app.domain.record import Record, line, link, optional_link, require, value
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
class Fund(Record):
    """A fund beside the branch's own: Quỹ Nghĩa tình đồng đội, or the chân quỹ of a chi hội (``is_base``).

    The branch's own fund (Quỹ Hội) has no record: an entry without a fund belongs to it.
    """

    title: ClassVar[str] = "Quỹ"

    name: str = line("Tên quỹ")
    unit_id: str | None = optional_link("Của chi hội", "Unit")
    is_base: bool = value("Là chân quỹ", False)
    position: int = value("Thứ tự", 0)
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask for a name."""
        require("name", "Tên quỹ", self.name)


#: What the branch's own fund is called.
MAIN_FUND = "Quỹ Hội"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEntry(Record):
    """One line of the cash book; ``amount`` is positive VND.

    A day that is not known stays so; the sum then counts from the first day it can be.
    An expense that a visit made carries ``visit_id``: the sum is typed once, with the visit. Without
    ``fund_id`` it is the branch's own fund. ``dues_year`` says for which year a member paid his hội phí;
    ``category`` is the line of the budget (one of :data:`PURPOSES` or the branch's own).
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
    fund_id: str | None = optional_link("Quỹ", "Fund")
    category: str = line("Mục thu, chi", limit=100)
    dues_year: int | None = value("Hội phí năm")
    address: str = line("Địa chỉ người nộp, người nhận")
    papers: str = line("Chứng từ kèm theo", limit=100)
    note: str = line("Ghi chú")

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


class Posting(Protocol):
    """A sum that came in or went out: a line of the cash book, or several of one day together."""

    @property
    def on(self) -> PartialDate:
        """The day."""

    @property
    def kind(self) -> EntryKind:
        """In or out."""

    @property
    def amount(self) -> int:
        """Positive VND."""


def summarise(entries: Iterable[Posting], start: date, end: date) -> FundSummary:
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


def _require_year(year: int) -> None:
    if not 1900 <= year <= 2200:
        raise FieldError("year", f"Năm {year} không đúng. Hãy ghi năm bốn chữ số.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesRate(Record):
    """What one member pays in a year, VND; of one unit where its rate is another."""

    title: ClassVar[str] = "Mức hội phí"

    year: int = value("Năm", None)
    amount: int = value("Mức đóng (đồng/năm)", None)
    unit_id: str | None = optional_link("Riêng cho chi hội", "Unit")

    def validate(self) -> None:
        """Ask for a sound year and no negative sum."""
        _require_year(self.year)
        if self.amount < 0:
            raise FieldError("amount", "Mức hội phí không thể âm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesWaiver(Record):
    """A member who need not pay, in one year or (without a year) in any."""

    title: ClassVar[str] = "Miễn hội phí"

    member_id: str = link("Hội viên", "Member")
    year: int | None = value("Năm")
    reason: str = line("Lý do")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Record):
    """What the branch means to take in or spend in a year under one category, VND."""

    title: ClassVar[str] = "Dự toán"

    year: int = value("Năm", None)
    kind: EntryKind = value("Thu hay chi", EntryKind.EXPENSE)
    category: str = line("Mục thu, chi", limit=100)
    amount: int = value("Dự toán (đồng)", None)
    fund_id: str | None = optional_link("Quỹ", "Fund")
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask for year, category and no negative sum."""
        _require_year(self.year)
        require("category", "Mục thu, chi", self.category)
        if self.amount < 0:
            raise FieldError("amount", "Số dự toán không thể âm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundClosing(Record):
    """A year of a fund's book that is closed: no line of it, or of years before, changes any more.

    ``balance`` is what the book says, ``counted`` what was found in the box, both VND.
    """

    title: ClassVar[str] = "Khóa sổ quỹ"

    year: int = value("Năm", None)
    closed_on: date = value("Ngày khóa sổ")
    balance: int = value("Tồn theo sổ (đồng)", 0)
    counted: int | None = value("Tồn kiểm kê (đồng)")
    fund_id: str | None = optional_link("Quỹ", "Fund")
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask for a sound year."""
        _require_year(self.year)
