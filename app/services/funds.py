"""The cash book: money in, money out, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.funds import EntryKind, FundEntry, FundSummary, summarise
from app.errors import RuleError
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.numbers import money


@dataclass(frozen=True, slots=True)
class FundRow:
    """One line of the cash book with the balance after it, VND."""

    entry: FundEntry
    balance: int


@dataclass(frozen=True, slots=True)
class CashBook:
    """The lines of a period, oldest first, and its totals."""

    rows: tuple[FundRow, ...]
    summary: FundSummary


def cash_book(register: Register, *, year: int) -> CashBook:
    """The cash book of one calendar year."""
    with register.read() as reader:
        return read_cash_book(reader, year)


def read_cash_book(reader: Reader, year: int) -> CashBook:
    """As :func:`cash_book`, inside an open reading."""
    starts, ends = date(year, 1, 1), date(year, 12, 31)
    entries = sorted(reader.all(FundEntry), key=lambda e: (e.on.iso, e.kind is EntryKind.EXPENSE))
    summary = summarise(entries, starts, ends)
    balance = summary.opening
    rows = []
    for entry in entries:
        if entry.on.year == year:
            balance += entry.amount if entry.kind is EntryKind.INCOME else -entry.amount
            rows.append(FundRow(entry, balance))
    return CashBook(tuple(rows), summary)


def find_entry(register: Register, entry_id: str) -> FundEntry:
    """One line; raises NotFoundError."""
    with register.read() as reader:
        return reader.get(FundEntry, entry_id)


def save_entry(register: Register, entry: FundEntry) -> FundEntry:
    """Add or save a line; a line that a visit made is changed with the visit."""
    verb = "Ghi" if entry.version == 0 else "Sửa"
    with register.change(f"{verb} {entry.kind.label.lower()} {money(entry.amount)}: {entry.purpose}") as work:
        if entry.version == 0:
            return work.add(entry)
        _require_own(work.get(FundEntry, entry.id))
        return work.replace(entry)


def remove_entry(register: Register, entry_id: str) -> None:
    """Take out a line of the cash book."""
    with register.change("Xóa dòng thu chi") as work:
        entry = work.get(FundEntry, entry_id)
        _require_own(entry)
        work.remove(entry)


def _require_own(entry: FundEntry) -> None:
    if entry.visit_id:
        raise RuleError("Khoản chi này ghi từ lần thăm hỏi. Hãy sửa ở trang Thăm hỏi, sổ quỹ sẽ đổi theo.")
