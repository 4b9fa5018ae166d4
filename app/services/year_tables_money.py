"""The rows of a report about money: the branch's cash book, chân quỹ and other funds, hội phí; whole VND."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.funds import EntryKind, Fund, FundEntry, summarise
from app.domain.periods import Period
from app.domain.units import UnitTree
from app.domain.year_report import Cell, Column, ColumnKind, Table, average
from app.services.dues import read_dues
from app.services.member_queries import MemberOnDay
from app.store.reader import Reader

_DATE, _MONEY, _NUMBER, _ID = ColumnKind.DATE, ColumnKind.MONEY, ColumnKind.NUMBER, ColumnKind.IDENTIFIER
#: Words of the funds table: what kind of fund a line is of, and that a chân quỹ holds money.
BASE, OTHER, HOLDS = "Chân quỹ", "Quỹ khác", "x"


def read_entries(reader: Reader) -> tuple[FundEntry, ...]:
    """All lines of all funds in the order of the cash book."""
    return tuple(sorted(reader.all(FundEntry), key=lambda e: (e.on.iso, e.kind is EntryKind.EXPENSE)))


def _signed(entry: FundEntry) -> int:
    return entry.amount if entry.kind is EntryKind.INCOME else -entry.amount


def fund_table(entries: Iterable[FundEntry], period: Period) -> Table:
    """The cash book of the branch's own fund in the period, with the balance after each line."""
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("voucher", "Số phiếu", _ID, 22),
        Column("kind", "Thu, chi", width=16),
        Column("purpose", "Nội dung", width=60),
        Column("counterpart", "Người nộp, người nhận", width=46),
        Column("income", "Thu (đồng)", _MONEY, 30),
        Column("expense", "Chi (đồng)", _MONEY, 30),
        Column("balance", "Tồn (đồng)", _MONEY, 30),
    )
    own = [entry for entry in entries if entry.fund_id is None]
    balance = summarise(own, period.starts, period.ends).opening
    rows: list[tuple[Cell, ...]] = []
    for e in own:
        if period.contains(e.on.earliest()):
            balance += _signed(e)
            sums = (e.amount, None) if e.kind is EntryKind.INCOME else (None, e.amount)
            rows.append((e.on, e.voucher, e.kind.label, e.purpose, e.counterpart, *sums, balance))
    return Table("fund", "Thu chi quỹ", columns, tuple(rows))


def fund_before_table(entries: Iterable[FundEntry], period: Period, title: str) -> Table:
    """The lines of the branch's own fund before the period: what its opening balance is made of."""
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("kind", "Thu, chi", width=16),
        Column("purpose", "Nội dung", width=70),
        Column("counterpart", "Người nộp, người nhận", width=56),
        Column("amount", "Cộng vào tồn (đồng)", _MONEY, 34),
    )
    rows: list[tuple[Cell, ...]] = [
        (e.on, e.kind.label, e.purpose, e.counterpart, _signed(e))
        for e in entries
        if e.fund_id is None and e.on.earliest() < period.starts
    ]
    return Table("fund_before", title, columns, tuple(rows), listed=False)


def funds_table(
    reader: Reader,
    tree: UnitTree,
    entries: Iterable[FundEntry],
    at_end: Iterable[MemberOnDay],
    period: Period,
) -> Table:
    """The other funds: the chân quỹ of each chi hội, shared by its members of the last day, then the rest."""
    columns = (
        Column("kind", "Loại", width=22),
        Column("name", "Tên quỹ", width=56),
        Column("unit", "Chi hội", width=50),
        Column("opening", "Tồn đầu (đồng)", _MONEY, 30),
        Column("income", "Thu (đồng)", _MONEY, 30),
        Column("expense", "Chi (đồng)", _MONEY, 30),
        Column("closing", "Tồn cuối (đồng)", _MONEY, 30),
        Column("members", "Hội viên", _NUMBER, 18),
        Column("per_member", "Bình quân (đồng)", _MONEY, 28),
        Column("has", "Có quỹ", width=14),
    )
    lines: dict[str, list[FundEntry]] = {}
    for entry in entries:
        if entry.fund_id is not None:
            lines.setdefault(entry.fund_id, []).append(entry)
    held = Counter(tree.resolve(row.standing.unit_id) for row in at_end)
    rows: list[tuple[Cell, ...]] = []
    holding: set[str | None] = set()  # merged chi hội may have two chân quỹ for a while
    for fund in sorted(reader.all(Fund), key=lambda each: (not each.is_base, each.position, each.name)):
        found = summarise(lines.get(fund.id, ()), period.starts, period.ends)
        unit_id = tree.resolve(fund.unit_id)
        members = sum(held[each] for each in tree.holding(unit_id)) if unit_id else None
        counts = found.closing > 0 and not (fund.is_base and unit_id in holding)
        holding |= {unit_id} if counts and fund.is_base else set()
        rows.append(
            (
                BASE if fund.is_base else OTHER,
                fund.name,
                tree.name(unit_id),
                found.opening,
                found.income,
                found.expense,
                found.closing,
                members,
                average(found.closing, members) if members and fund.is_base else None,
                HOLDS if counts else "",
            )
        )
    return Table("funds", "Chân quỹ, các quỹ", columns, tuple(rows), listed=bool(rows))


def dues_table(reader: Reader, entries: Iterable[FundEntry], period: Period) -> Table:
    """The hội phí of the years that the period touches, member by member.

    What came in after the period does not count: asked again later, it comes out the same.
    """
    columns = (
        Column("year", "Năm", _ID, 16),
        Column("full_name", "Họ và tên", width=60),
        Column("unit", "Chi hội", width=60),
        Column("due", "Phải nộp (đồng)", _MONEY, 32),
        Column("paid", "Đã nộp (đồng)", _MONEY, 32),
        Column("owed", "Còn nợ (đồng)", _MONEY, 32),
        Column("note", "Ghi chú", width=40),
    )
    paid: Counter[tuple[int, str]] = Counter()
    for e in entries:
        if e.dues_year and e.member_id and e.kind is EntryKind.INCOME and e.on.earliest() <= period.ends:
            paid[e.dues_year, e.member_id] += e.amount
    rows: list[tuple[Cell, ...]] = []
    for year in range(period.starts.year, period.ends.year + 1):
        for row in read_dues(reader, year, today=period.ends).rows:
            came = paid[year, row.member_id]
            if row.due or came:
                owed = max(0, row.due - came)
                note = row.words if row.waived else ""
                rows.append((str(year), row.name, row.unit_name, row.due, came, owed, note))
    return Table("dues", "Hội phí", columns, tuple(rows), listed=bool(rows))
