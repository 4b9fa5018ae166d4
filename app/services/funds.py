"""The cash books: the branch's own fund and the others; money in, money out, what is left."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.funds import MAIN_FUND, EntryKind, Fund, FundClosing, FundEntry, FundSummary, summarise
from app.domain.record import new_id
from app.domain.status import Status
from app.domain.year_report import average
from app.errors import FieldError, RuleError
from app.services.closings import balance_of, fund_name, last_closing, require_open
from app.services.units import read_tree
from app.services.vouchers import given_numbers, is_taken, next_after, next_number, written
from app.store.queries import count_members
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money
from app.vietnamese.text import fold

#: Under which line of the budget money stands that goes from one fund to another.
TRANSFERS = "Chuyển quỹ"
#: How the id of a transfer's income ends; the rest is the id of its expense.
_TARGET = "-in"


@dataclass(frozen=True, slots=True)
class FundRow:
    """One line of the cash book with the balance after it, VND."""

    entry: FundEntry
    balance: int


@dataclass(frozen=True, slots=True)
class CashBook:
    """The lines of a fund between two days, oldest first, and its totals.

    ``fund_id`` is ``None`` for the branch's own fund. ``closing`` is the closing of the year it ends in;
    ``is_closed`` tells that this year or a later one is closed, so that no line changes.
    """

    rows: tuple[FundRow, ...]
    summary: FundSummary
    starts: date
    ends: date
    fund_id: str | None
    fund_name: str
    closing: FundClosing | None
    is_closed: bool

    @property
    def overdrawn(self) -> FundRow | None:
        """The first line after which the fund holds less than nothing: something is missing or wrong."""
        return next((row for row in self.rows if row.balance < 0), None)


@dataclass(frozen=True, slots=True)
class FundLine:
    """A fund and what it holds, VND; ``fund`` is ``None`` for the branch's own.

    ``members`` are the active members of its unit (or of the branch), ``per_member`` what that makes for
    each, whole VND; ``None`` where there is nobody.
    """

    fund: Fund | None
    name: str
    unit_name: str
    balance: int
    members: int
    per_member: int | None


# ------------------------------------------------------------ reading


def cash_book(register: Register, *, year: int, fund_id: str | None = None) -> CashBook:
    """The cash book of one calendar year of a fund; ``None`` is the branch's own."""
    with register.read() as reader:
        return read_cash_book(reader, year, fund_id)


def read_cash_book(reader: Reader, year: int, fund_id: str | None = None) -> CashBook:
    """As :func:`cash_book`, inside an open reading."""
    return read_book(reader, date(year, 1, 1), date(year, 12, 31), fund_id)


def read_book(reader: Reader, starts: date, ends: date, fund_id: str | None = None) -> CashBook:
    """The book of a fund between two days, both included.

    It begins with the balance of the last year that was closed before, and what came since. A line whose
    day is not known counts from the first day it can be.
    """
    closing = last_closing(reader, fund_id, before=starts.year)
    base = closing.balance if closing is not None else 0
    entries = [
        entry
        for entry in reader.all(FundEntry, fund_id=fund_id)
        if closing is None or entry.on.year > closing.year
    ]
    summary = summarise(entries, starts, ends)
    summary = dataclasses.replace(summary, opening=base + summary.opening)
    balance = summary.opening
    rows = []
    for entry in in_order(entries):
        if starts <= entry.on.earliest() <= ends:
            balance += signed(entry)
            rows.append(FundRow(entry, balance))
    last = last_closing(reader, fund_id)
    return CashBook(
        rows=tuple(rows),
        summary=summary,
        starts=starts,
        ends=ends,
        fund_id=fund_id,
        fund_name=fund_name(reader, fund_id),
        closing=next(iter(reader.all(FundClosing, fund_id=fund_id, year=ends.year)), None),
        is_closed=last is not None and ends.year <= last.year,
    )


def in_order(entries: Iterable[FundEntry]) -> list[FundEntry]:
    """Lines as the book has them: by day, on one day what came in first."""
    return sorted(entries, key=lambda e: (e.on.iso, e.kind is EntryKind.EXPENSE))


def signed(entry: FundEntry) -> int:
    """What a line does to the balance, VND: below zero what goes out."""
    return entry.amount if entry.kind is EntryKind.INCOME else -entry.amount


def list_funds(register: Register, *, today: date) -> tuple[FundLine, ...]:
    """The branch's own fund first, then the others in their order, with what each holds today."""
    with register.read() as reader:
        return read_funds(reader, today)


def read_funds(reader: Reader, day: date) -> tuple[FundLine, ...]:
    """As :func:`list_funds`, inside an open reading; the balances at the end of ``day``."""
    tree = read_tree(reader)
    entries: dict[str | None, list[FundEntry]] = {}
    for entry in reader.all(FundEntry):
        entries.setdefault(entry.fund_id, []).append(entry)
    here = {unit: n for (status, unit), n in count_members(reader).items() if status is Status.ACTIVE}

    def held(fund: Fund | None) -> FundLine:
        fund_id = fund.id if fund is not None else None
        unit_id = tree.resolve(fund.unit_id) if fund is not None else None
        within = tree.holding(unit_id) if unit_id is not None else None
        members = sum(n for unit, n in here.items() if within is None or tree.resolve(unit) in within)
        closing = last_closing(reader, fund_id, before=day.year)
        balance = balance_of(entries.get(fund_id, ()), closing, day)
        return FundLine(
            fund=fund,
            name=fund.name if fund is not None else MAIN_FUND,
            unit_name=tree.name(unit_id),
            balance=balance,
            members=members,
            per_member=average(balance, members) if members else None,
        )

    return (held(None), *map(held, reader.all(Fund, order_by=("position", "name"))))


def find_entry(register: Register, entry_id: str) -> FundEntry:
    """One line; raises NotFoundError."""
    with register.read() as reader:
        return reader.get(FundEntry, entry_id)


def entries_named(register: Register, word: str) -> tuple[FundEntry, ...]:
    """The line with this id, else those whose paper has this number: "PT05", of one year "PT05/2023"."""
    with register.read() as reader:
        entry = reader.find(FundEntry, word)
        entries = reader.all(FundEntry) if entry is None else ()
    if entry is not None:
        return (entry,)
    number, _, year = word.rpartition("/")
    return tuple(
        each
        for each in entries
        if each.voucher
        and (
            fold(each.voucher) == fold(word)
            or (str(each.on.year) == year.strip() and fold(each.voucher) == fold(number))
        )
    )


# ------------------------------------------------------------ lines


def save_entry(register: Register, entry: FundEntry) -> FundEntry:
    """Add or save a line. What a visit made keeps its sum and day; the lines of a transfer change together.

    Raises RuleError when the year is closed, FieldError when the number of the paper is taken.
    """
    verb = "Ghi" if entry.version == 0 else "Sửa"
    with register.change(f"{verb} {entry.kind.label.lower()} {money(entry.amount)}: {entry.purpose}") as work:
        stored = work.get(FundEntry, entry.id) if entry.version else None
        for each in (stored, entry):
            if each is not None:
                require_open(work, each.fund_id, each.on)
        if is_taken(work, entry, stored):
            raise FieldError(
                "voucher",
                f"Số phiếu {entry.voucher} năm {entry.on.year} đã dùng cho một khoản khác. "
                f"Số tiếp theo là {next_number(work, entry.kind, entry.on.year, entry.fund_id)}.",
            )
        if stored is None:
            return work.add(entry)
        _require_own(stored, entry)
        _save_twin(work, stored, entry)
        return work.replace(entry)


def remove_entry(register: Register, entry_id: str) -> None:
    """Take out a line of the cash book; of a transfer both lines."""
    with register.change("Xóa dòng thu chi") as work:
        entry = work.get(FundEntry, entry_id)
        _require_own(entry, None)
        for each in (entry, twin_of(work, entry)):
            if each is not None:
                require_open(work, each.fund_id, each.on)
                work.remove(each)


#: What of a line that a visit made may still be written: the rest is written with the visit.
_OF_THE_PAPER = ("voucher", "address", "papers", "note", "category")


def _require_own(stored: FundEntry, wanted: FundEntry | None) -> None:
    if not stored.visit_id:
        return
    kept = {name: getattr(wanted, name) for name in _OF_THE_PAPER} if wanted is not None else {}
    if wanted is None or dataclasses.replace(stored, **kept, version=wanted.version) != wanted:
        raise RuleError("Khoản chi này ghi từ lần thăm hỏi. Hãy sửa ở trang Thăm hỏi, sổ quỹ sẽ đổi theo.")


# ------------------------------------------------------------ funds, and money between them


def save_fund(register: Register, fund: Fund) -> Fund:
    """Add or save a fund; its name is its own, and a chân quỹ the only one of its chi hội (FieldError)."""
    with register.change(f"{'Lập' if fund.version == 0 else 'Sửa'} quỹ {fund.name}") as work:
        others = [each for each in work.all(Fund) if each.id != fund.id]
        if fold(fund.name) in map(fold, (MAIN_FUND, *(each.name for each in others))):
            raise FieldError("name", f"Đã có quỹ tên “{fund.name}”. Hãy đặt tên khác.")
        if fund.is_base and fund.unit_id is None:
            raise FieldError("unit_id", "Chân quỹ là của một chi hội. Hãy chọn chi hội.")
        for other in others if fund.is_base else ():
            if other.is_base and other.unit_id == fund.unit_id:
                raise FieldError("unit_id", f"Chi hội này đã có “{other.name}”. Hãy chọn chi hội khác.")
        return work.add(fund) if fund.version == 0 else work.replace(fund)


def remove_fund(register: Register, fund_id: str) -> None:
    """Take out a fund that nothing names yet; raises RuleError when something does."""
    with register.read() as reader:
        name = fund_name(reader, fund_id)
    with register.change(f"Xóa quỹ {name}") as work:
        work.remove(work.get(Fund, fund_id))


def transfer(
    register: Register,
    *,
    source: str | None,
    target: str | None,
    amount: int,
    on: PartialDate,
    purpose: str = "",
) -> tuple[FundEntry, FundEntry]:
    """Move money from one fund to another (``None`` = the branch's own): an expense there, an income here.

    ``amount`` in VND. Both lines are one change, and are changed and removed together later. Raises
    FieldError for the same fund twice, RuleError when the year is closed in either.
    """
    if source == target:
        raise FieldError("target", "Hãy chọn hai quỹ khác nhau.")
    with register.read() as reader:
        from_name, to_name = fund_name(reader, source), fund_name(reader, target)
    words = f"{TRANSFERS}: {from_name} sang {to_name}"
    with register.change(f"{words}, {money(amount)}") as work:
        require_open(work, source, on)
        require_open(work, target, on)
        out = FundEntry(
            id=new_id(),
            on=on,
            kind=EntryKind.EXPENSE,
            amount=amount,
            purpose=purpose or words,
            counterpart=to_name,
            fund_id=source,
            category=TRANSFERS,
        )
        into = dataclasses.replace(
            out, id=out.id + _TARGET, kind=EntryKind.INCOME, counterpart=from_name, fund_id=target
        )
        return work.add(out), work.add(into)


def twin_id(entry_id: str) -> str:
    """The id that the other line of a transfer has, if the line is one of a transfer."""
    return entry_id.removesuffix(_TARGET) if entry_id.endswith(_TARGET) else entry_id + _TARGET


def twin_of(reader: Reader, entry: FundEntry) -> FundEntry | None:
    """The other line of a transfer; ``None`` for what is no transfer."""
    return reader.find(FundEntry, twin_id(entry.id))


def _save_twin(work: Work, stored: FundEntry, entry: FundEntry) -> None:
    """Let the other line of a transfer follow the day, sum and words of one."""
    twin = twin_of(work, stored)
    if twin is None:
        return
    if (entry.kind, entry.fund_id) != (stored.kind, stored.fund_id):
        raise RuleError("Đây là khoản chuyển giữa hai quỹ. Muốn đổi quỹ, hãy xóa rồi chuyển lại.")
    require_open(work, twin.fund_id, twin.on)
    require_open(work, twin.fund_id, entry.on)
    work.replace(dataclasses.replace(twin, on=entry.on, amount=entry.amount, purpose=entry.purpose))


# ------------------------------------------------------------ numbers of papers


def next_voucher(register: Register, kind: EntryKind, year: int, fund_id: str | None = None) -> str:
    """The number of the next receipt ("PT05") or payment slip ("PC03") of a fund in a year."""
    with register.read() as reader:
        return next_number(reader, kind, year, fund_id)


def number_vouchers(register: Register, entry_ids: Collection[str]) -> tuple[FundEntry, ...]:
    """Give numbers to those of some lines that have none, by day, in one change; gives these lines.

    Raises RuleError when a year they are in is closed.
    """
    with register.change("Đánh số phiếu thu, phiếu chi") as work:
        numbered = []
        given: dict[tuple[EntryKind, int, str | None], set[int]] = {}
        for entry in in_order(work.all(FundEntry, id=frozenset(entry_ids))):
            if entry.voucher:
                continue
            require_open(work, entry.fund_id, entry.on)
            key = (entry.kind, entry.on.year, entry.fund_id)
            numbers = given[key] if key in given else given.setdefault(key, given_numbers(work, *key))
            number = next_after(numbers)
            numbers.add(number)
            numbered.append(work.replace(dataclasses.replace(entry, voucher=written(entry.kind, number))))
        return tuple(numbered)
