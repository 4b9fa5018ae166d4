"""Dự toán: what a fund means to take in and spend in a year, beside what it did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.funds import PURPOSES, BudgetLine, EntryKind, FundEntry
from app.errors import FieldError
from app.services.closings import fund_name, require_open
from app.services.funds import read_cash_book
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import text_sort_key
from app.vietnamese.text import fold

#: Where a line stands whose purpose says nothing known.
OTHER = "Khác"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One category of a year: planned and actual, VND. Without ``line`` nothing was planned for it."""

    kind: EntryKind
    category: str
    planned: int
    actual: int
    line: BudgetLine | None

    @property
    def difference(self) -> int:
        """What came in or went out beyond the plan, below zero what is left of it."""
        return self.actual - self.planned

    @property
    def percent(self) -> int | None:
        """How much of the plan was done, rounded down; ``None`` where nothing was planned."""
        return self.actual * 100 // self.planned if self.planned else None


def category_of(entry: FundEntry, known: Iterable[str] = ()) -> str:
    """Under which category a line stands.

    Its own; else the longest of the usual and ``known`` ones with which its purpose begins ("Thăm hỏi: ốm
    đau", "Hội phí quý I"); else "Khác".
    """
    if entry.category:
        return entry.category
    words = _WORD.findall(fold(entry.purpose))
    best = OTHER
    length = 0
    for each in (*PURPOSES, *known):
        start = _WORD.findall(fold(each))
        if len(start) > length and words[: len(start)] == start:
            best, length = each, len(start)
    return best


def categories(register: Register) -> tuple[str, ...]:
    """The usual categories, then those that the branch used or planned itself, in order of the alphabet."""
    with register.read() as reader:
        held = {line.category for line in reader.all(BudgetLine)}
        held |= {entry.category for entry in reader.all(FundEntry) if entry.category}
    usual = {fold(each) for each in PURPOSES}
    own = {fold(each): each for each in sorted(held) if fold(each) not in usual}
    return (*PURPOSES, *sorted(own.values(), key=text_sort_key))


def budget_of_year(register: Register, year: int, fund_id: str | None = None) -> tuple[BudgetRow, ...]:
    """What was planned and what is, income first, each in the order of the usual categories."""
    with register.read() as reader:
        return read_budget(reader, year, fund_id)


def read_budget(reader: Reader, year: int, fund_id: str | None = None) -> tuple[BudgetRow, ...]:
    """As :func:`budget_of_year`, inside an open reading."""
    lines = reader.all(BudgetLine, year=year, fund_id=fund_id)
    planned = {(line.kind, fold(line.category)): line for line in lines}
    names = {key: line.category for key, line in planned.items()}
    actual: dict[tuple[EntryKind, str], int] = {}
    for row in read_cash_book(reader, year, fund_id).rows:
        entry = row.entry
        category = category_of(entry, (line.category for line in lines if line.kind is entry.kind))
        key = (entry.kind, fold(category))
        names.setdefault(key, category)
        actual[key] = actual.get(key, 0) + entry.amount
    rows = []
    for key in sorted(names, key=lambda each: _place(each, names[each])):
        line = planned.get(key)
        amount = line.amount if line is not None else 0
        rows.append(BudgetRow(key[0], names[key], amount, actual.get(key, 0), line))
    return tuple(rows)


def _place(key: tuple[EntryKind, str], name: str) -> tuple[bool, int, str]:
    usual = [fold(each) for each in PURPOSES if each != OTHER]
    place = usual.index(key[1]) if key[1] in usual else len(usual) + (key[1] == fold(OTHER))
    return key[0] is EntryKind.EXPENSE, place, text_sort_key(name)


def save_line(register: Register, line: BudgetLine) -> BudgetLine:
    """Add or save a line; a category stands once a year, a kind and a fund (FieldError).

    Raises RuleError where the year of the fund is closed.
    """
    with register.change(f"Dự toán {line.kind.label.lower()} năm {line.year}: {line.category}") as work:
        held = work.get(BudgetLine, line.id) if line.version else line
        for each in (held, line):
            require_open(work, each.fund_id, PartialDate(each.year))
        fund_name(work, line.fund_id)
        for other in work.all(BudgetLine, year=line.year, kind=line.kind, fund_id=line.fund_id):
            if other.id != line.id and fold(other.category) == fold(line.category):
                raise FieldError("category", f"Dự toán năm {line.year} đã có mục “{other.category}”.")
        return work.add(line) if line.version == 0 else work.replace(line)


def remove_line(register: Register, line_id: str) -> None:
    """Take out a line of the budget."""
    with register.change("Xóa dòng dự toán") as work:
        line = work.get(BudgetLine, line_id)
        require_open(work, line.fund_id, PartialDate(line.year))
        work.remove(line)


def copy_budget(register: Register, from_year: int, to_year: int, *, fund_id: str | None = None) -> int:
    """Take over the lines of a fund's budget into another year; those that it has already stay. How many."""
    with register.change(f"Lập dự toán năm {to_year} theo năm {from_year}") as work:
        require_open(work, fund_id, PartialDate(to_year))
        there = {(x.kind, fold(x.category)) for x in work.all(BudgetLine, year=to_year, fund_id=fund_id)}
        new = [
            BudgetLine(year=to_year, kind=x.kind, category=x.category, amount=x.amount, fund_id=fund_id)
            for x in work.all(BudgetLine, year=from_year, fund_id=fund_id)
            if (x.kind, fold(x.category)) not in there
        ]
        return len(work.add_all(new))
