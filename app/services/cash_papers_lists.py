"""Lists of the fund on paper: who owes dues, the chân quỹ of the chi hội, the budget beside what is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.documents.papers.values import ListPaper, PageShape, RowGroup
from app.domain.funds import EntryKind
from app.domain.member_lists import ListTable
from app.domain.units import short_unit
from app.domain.year_report import Cell, Column, ColumnKind, average
from app.errors import NotFoundError
from app.services.budgets import BudgetRow, read_budget
from app.services.closings import fund_name
from app.services.dues import DuesRow, read_dues
from app.services.funds import read_funds
from app.services.list_papers import write_list
from app.services.official_papers import Written
from app.services.paper_frame import paper_frame
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import count, group, money, roman

#: A row that is signed by hand is so high (mm).
_SIGNED_ROW = 9.5

# ------------------------------------------------------------ hội phí


class DuesListKind(StrEnum):
    """Which list of dues."""

    ALL = "all"
    OWING = "owing"
    SIGNING = "signing"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            DuesListKind.ALL: "Danh sách thu hội phí",
            DuesListKind.OWING: "Danh sách hội viên chưa nộp đủ hội phí",
            DuesListKind.SIGNING: "Danh sách ký nộp hội phí",
        }[self]


_MONEY = ColumnKind.MONEY
_NAME = Column("full_name", "Họ và tên", width=50)
_DUES = (
    _NAME,
    Column("rate", "Mức đóng (đồng)", _MONEY, 26),
    Column("paid", "Đã nộp (đồng)", _MONEY, 26),
    Column("owes", "Còn nợ (đồng)", _MONEY, 26),
    Column("paid_on", "Ngày nộp", ColumnKind.DATE, 24),
    Column("words", "Ghi chú", width=36),
)
_DUES_SIGNED = (
    _NAME,
    Column("owes", "Phải nộp (đồng)", _MONEY, 26),
    Column("given", "Số tiền nộp (đồng)", width=30),
    Column("given_on", "Ngày nộp", width=24),
    Column("signature", "Ký nộp", width=34),
)


def dues_paper(
    register: Register,
    year: int,
    *,
    kind: DuesListKind = DuesListKind.ALL,
    unit_id: str | None = None,
    today: date,
) -> ListPaper:
    """Who paid and who owes for a year, chi hội by chi hội; or the form on which they sign what they pay.

    ``unit_id``: only that chi hội. Raises NotFoundError when the list would be empty.
    """
    with register.read() as reader:
        rows = [
            row
            for row in read_dues(reader, year, today=today).rows
            if (unit_id is None or row.unit_id == unit_id)
            and (row.owes or (kind is DuesListKind.ALL and (row.rate or row.paid)))
        ]
        frame = paper_frame(reader, today)
    if not rows:
        raise NotFoundError(_nobody(year, kind))
    signing = kind is DuesListKind.SIGNING
    columns = _DUES_SIGNED if signing else _DUES
    cells = tuple(map(_signed_cells if signing else _dues_cells, rows))
    return ListPaper(
        heading=frame.heading,
        table=ListTable(f"{kind.label} năm {year}", _as_of(year, today), columns, cells, len(cells)),
        total=_dues_total(rows),
        signature=frame.signature,
        groups=_groups([row.unit_name or "Chưa rõ chi hội" for row in rows], lambda a, b: _sums(rows[a:b])),
        least_row=_SIGNED_ROW if signing else 0.0,
        shape=PageShape.A4_PORTRAIT if signing else PageShape.AUTO,
    )


def write_dues_list(
    register: Register,
    year: int,
    path: Path,
    *,
    kind: DuesListKind = DuesListKind.ALL,
    unit_id: str | None = None,
    today: date,
    replace: bool = False,
) -> Written:
    """Write :func:`dues_paper` as .pdf or .xlsx and measure what lies on the disk."""
    paper = dues_paper(register, year, kind=kind, unit_id=unit_id, today=today)
    return write_list(paper, path, replace=replace)


def _nobody(year: int, kind: DuesListKind) -> str:
    if kind is DuesListKind.ALL:
        return f"Năm {year} chưa có ai phải nộp hay đã nộp hội phí. Hãy đặt mức hội phí của năm trước."
    return f"Không còn ai nợ hội phí năm {year}."


def _as_of(year: int, today: date) -> str:
    return f"(Tính đến ngày {short_date(today)})" if today.year == year else ""


def _dues_cells(row: DuesRow) -> tuple[Cell, ...]:
    told = f"{row.words} {group(row.over)} đồng" if row.over else "" if row.words == "Đã nộp" else row.words
    return (row.name, row.due or None, row.paid or None, row.owes or None, row.paid_on, told)


def _signed_cells(row: DuesRow) -> tuple[Cell, ...]:
    return (row.name, row.owes, "", "", "")


def _dues_total(rows: Sequence[DuesRow]) -> str:
    due, paid, owed = (sum(each) for each in zip(*((r.due, r.paid, r.owes) for r in rows), strict=True))
    return (
        f"Cộng {count(len(rows))} người: phải nộp {money(due)}; đã nộp {money(paid)}; còn nợ {money(owed)}."
    )


def _sums(rows: Sequence[DuesRow]) -> str:
    paid, owed = sum(row.paid for row in rows), sum(row.owes for row in rows)
    return f"{count(len(rows))} người, đã nộp {money(paid)}, còn nợ {money(owed)}"


def _groups(labels: Sequence[str], sums: Callable[[int, int], str]) -> tuple[RowGroup, ...]:
    """A heading for each run of like labels, where there is more than one: "I. Chi hội A: 05 người, …"."""
    starts = [place for place, label in enumerate(labels) if place == 0 or labels[place - 1] != label]
    if len(starts) < 2:
        return ()
    ends = [*starts[1:], len(labels)]
    return tuple(
        RowGroup(start, f"{roman(number)}. {labels[start]}: {sums(start, end)}")
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


# ------------------------------------------------------------ chân quỹ, dự toán

_FUNDS = (
    Column("name", "Tên quỹ", width=52),
    Column("unit", "Chi hội", width=50),
    Column("members", "Hội viên", ColumnKind.NUMBER, 18),
    Column("balance", "Số tiền (đồng)", _MONEY, 30),
    Column("per_member", "Bình quân (đồng/người)", _MONEY, 34),
)


def base_funds_paper(register: Register, *, today: date) -> ListPaper:
    """The chân quỹ of the chi hội, with what that makes for a member; NotFoundError when there is none."""
    with register.read() as reader:
        main, *others = read_funds(reader, today)
        lines = [line for line in others if line.fund is not None and line.fund.is_base]
        frame = paper_frame(reader, today)
    if not lines:
        raise NotFoundError("Chưa có chân quỹ nào. Hãy lập quỹ của chi hội ở trang Quỹ trước.")
    cells = tuple((x.name, short_unit(x.unit_name), x.members, x.balance, x.per_member) for x in lines)
    total, members = sum(x.balance for x in lines), sum(x.members for x in lines)
    # As the report reckons it: of all members, whether their chi hội has a chân quỹ or not.
    as_of = f"(Tính đến ngày {short_date(today)})"
    each = f"; bình quân một hội viên của Hội {money(average(total, main.members))}" if main.members else ""
    return ListPaper(
        heading=frame.heading,
        table=ListTable("Danh sách chân quỹ các chi hội", as_of, _FUNDS, cells, len(cells)),
        total=f"Cộng {count(len(lines))} chân quỹ, {count(members)} hội viên: {money(total)}{each}.",
        signature=frame.signature,
    )


def write_base_funds(register: Register, path: Path, *, today: date, replace: bool = False) -> Written:
    """Write :func:`base_funds_paper` as .pdf or .xlsx and measure what lies on the disk."""
    return write_list(base_funds_paper(register, today=today), path, replace=replace)


_BUDGET = (
    Column("category", "Mục thu, chi", width=56),
    Column("planned", "Dự toán (đồng)", _MONEY, 32),
    Column("actual", "Thực hiện (đồng)", _MONEY, 32),
    Column("difference", "Chênh lệch (đồng)", _MONEY, 32),
    Column("percent", "Thực hiện (%)", ColumnKind.NUMBER, 22),
)


def budget_paper(register: Register, year: int, *, fund_id: str | None = None, today: date) -> ListPaper:
    """What was planned for a year beside what is; raises NotFoundError when there is neither."""
    with register.read() as reader:
        rows = read_budget(reader, year, fund_id)
        name = fund_name(reader, fund_id)
        frame = paper_frame(reader, today)
    if not rows:
        raise NotFoundError(f"Năm {year} chưa có dự toán và chưa có thu chi.")
    title = f"Dự toán và thực hiện thu chi năm {year}"
    cells = tuple(map(_budget_cells, rows))
    sums = [f"{kind.label}: {_planned([row for row in rows if row.kind is kind])}" for kind in EntryKind]
    return ListPaper(
        heading=frame.heading,
        table=ListTable(title, _budget_subtitle(name, year, today), _BUDGET, cells, len(cells)),
        total="; ".join(sums) + ".",
        signature=frame.signature,
        groups=_groups([row.kind.label for row in rows], lambda a, b: _planned(rows[a:b])),
    )


def write_budget(
    register: Register,
    year: int,
    path: Path,
    *,
    fund_id: str | None = None,
    today: date,
    replace: bool = False,
) -> Written:
    """Write :func:`budget_paper` as .pdf or .xlsx and measure what lies on the disk."""
    return write_list(budget_paper(register, year, fund_id=fund_id, today=today), path, replace=replace)


def _budget_subtitle(name: str, year: int, today: date) -> str:
    return f"({name}, tính đến ngày {short_date(today)})" if today.year == year else f"({name})"


def _budget_cells(row: BudgetRow) -> tuple[Cell, ...]:
    planned = row.planned if row.line is not None else None
    return (row.category, planned, row.actual, row.difference, row.percent)


def _planned(rows: Sequence[BudgetRow]) -> str:
    planned, actual = sum(row.planned for row in rows), sum(row.actual for row in rows)
    return f"dự toán {money(planned)}, thực hiện {money(actual)}"
