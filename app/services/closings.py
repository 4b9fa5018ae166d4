"""Closing a year of a fund's book: what is closed stays, and the next year begins with its balance."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.funds import (
    MAIN_FUND,
    BudgetLine,
    DuesRate,
    DuesWaiver,
    Fund,
    FundClosing,
    FundEntry,
    summarise,
)
from app.domain.record import Record, from_document
from app.domain.registry import NAMES
from app.errors import FieldError, RuleError
from app.store import change_log as log
from app.store.change_log import Change, ChangeItem
from app.store.mapping import Document
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money

R = TypeVar("R", bound=Record)

#: What a year asks besides the lines of its book; it is closed with them.
ASKED: tuple[type[DuesRate | DuesWaiver | BudgetLine], ...] = (DuesRate, DuesWaiver, BudgetLine)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A closed year of a fund; ``can_reopen`` only the last of its fund can."""

    closing: FundClosing
    fund_name: str
    can_reopen: bool

    @property
    def difference(self) -> int | None:
        """What the box held more (or, below zero, less) than the book says, VND; None if nobody counted."""
        return None if self.closing.counted is None else self.closing.counted - self.closing.balance

    @property
    def difference_words(self) -> str:
        """The difference as a sentence says it, "" when the money was not counted."""
        if self.difference is None:
            return ""
        if self.difference == 0:
            return "Tiền mặt kiểm kê đúng với sổ."
        said = "thừa" if self.difference > 0 else "thiếu"
        return f"Tiền mặt kiểm kê {said} {money(abs(self.difference))} so với sổ."


def fund_name(reader: Reader, fund_id: str | None) -> str:
    """What a fund is called; ``None`` is the branch's own."""
    return MAIN_FUND if fund_id is None else reader.get(Fund, fund_id).name


def last_closing(reader: Reader, fund_id: str | None, *, before: int | None = None) -> FundClosing | None:
    """The closing of the latest year of a fund that is closed, or of those before the year ``before``."""
    found = [
        closing
        for closing in reader.all(FundClosing, fund_id=fund_id)
        if before is None or closing.year < before
    ]
    return max(found, key=lambda closing: closing.year, default=None)


def require_open(reader: Reader, fund_id: str | None, on: PartialDate) -> None:
    """Refuse with RuleError to touch a line of a fund (``None`` = the branch's own) in a closed year.

    Every writer of :class:`FundEntry` calls it with the fund and the day of the line as it was and as it
    will be; what a year asks (rates and waivers of Hội phí, its budget) is closed with it. A closed year
    closes the years before it too.
    """
    closing = closed_by(reader, fund_id, on)
    if closing is not None:
        raise RuleError(
            f"Sổ {fund_name(reader, fund_id)} đã khóa đến hết năm {closing.year}. "
            f"Muốn ghi hay sửa, hãy mở lại sổ năm {closing.year} trước, ở trang Quỹ (dòng lệnh: reopen-year)."
        )


def closed_by(reader: Reader, fund_id: str | None, on: PartialDate) -> FundClosing | None:
    """The closing that holds the lines of a day of a fund; ``None`` while they may change."""
    closing = last_closing(reader, fund_id)
    return closing if closing is not None and on.year <= closing.year else None


def balance_at(reader: Reader, fund_id: str | None, day: date) -> int:
    """What a fund's book holds at the end of a day, VND; from the last closing before it on."""
    closing = last_closing(reader, fund_id, before=day.year)
    return balance_of(reader.all(FundEntry, fund_id=fund_id), closing, day)


def balance_of(entries: Iterable[FundEntry], closing: FundClosing | None, day: date) -> int:
    """As :func:`balance_at`, from the lines of one fund and its last closing of a year before."""
    if closing is None:
        return summarise(entries, day, day).closing
    return closing.balance + summarise((e for e in entries if e.on.year > closing.year), day, day).closing


# ------------------------------------------------------------ closing and reopening


def list_closings(register: Register, *, fund_id: str | None = None) -> tuple[ClosingRow, ...]:
    """The closed years of a fund (``None`` = the branch's own), the latest first."""
    with register.read() as reader:
        name = fund_name(reader, fund_id)
        found = sorted(reader.all(FundClosing, fund_id=fund_id), key=lambda c: c.year, reverse=True)
        return tuple(ClosingRow(closing, name, closing is found[0]) for closing in found)


def close_year(
    register: Register,
    year: int,
    *,
    on: date,
    counted: int | None = None,
    fund_id: str | None = None,
    note: str = "",
) -> FundClosing:
    """Close a year of a fund's book, and all years before it; no line of them changes any more.

    The balance of the book is kept; ``counted`` is the cash found in the box, VND. Raises RuleError when the
    year is closed already, FieldError for a day before the year or a sum below zero.
    """
    with register.read() as reader:
        name = fund_name(reader, fund_id)
    with register.change(f"Khóa sổ {name} năm {year}") as work:
        closed = last_closing(work, fund_id)
        if closed is not None and year <= closed.year:
            raise RuleError(f"Sổ {name} năm {year} đã khóa rồi (đã khóa đến hết năm {closed.year}).")
        if on.year < year:
            raise FieldError("closed_on", f"Năm {year} chưa đến nên chưa khóa sổ được. Hãy xem lại ngày.")
        if counted is not None and counted < 0:
            raise FieldError("counted", "Số tiền kiểm kê không thể âm.")
        return work.add(
            FundClosing(
                year=year,
                closed_on=on,
                balance=balance_at(work, fund_id, date(year, 12, 31)),
                counted=counted,
                fund_id=fund_id,
                note=note,
            )
        )


def reopen_year(register: Register, closing_id: str) -> None:
    """Let the lines of a closed year change again; only the last closed year of a fund can be reopened."""
    with register.read() as reader:
        closing = reader.get(FundClosing, closing_id)
        name = fund_name(reader, closing.fund_id)
    with register.change(f"Mở lại sổ {name} năm {closing.year}") as work:
        last = last_closing(work, closing.fund_id)
        if last is not None and last.year > closing.year:
            raise RuleError(
                f"Sổ {name} năm {last.year} cũng đã khóa. "
                f"Hãy mở lại năm {last.year} trước, rồi năm {closing.year}."
            )
        work.remove(closing)


# ------------------------------------------------------------ undo and taking back


def is_locked(reader: Reader, change: Change) -> bool:
    """Whether undoing a change would touch what a closed year holds, or bring back a wrong closing."""
    for kind in ASKED:
        for item in log.items_of(reader.connection, change, kinds=(NAMES[kind],)):
            if asked_fault(reader, _read(kind, item.after), _read(kind, item.before)):
                return True
    items = log.items_of(reader.connection, change, kinds=(NAMES[FundEntry], NAMES[FundClosing]))
    if not items:
        return False
    entries = {item.record_id: item for item in items if item.kind == NAMES[FundEntry]}
    held = {key: _read(FundEntry, item.after) for key, item in entries.items()}
    then = {key: _read(FundEntry, item.before) for key, item in entries.items()}
    closings = {
        item.record_id: _read(FundClosing, item.before) for item in items if item.kind == NAMES[FundClosing]
    }
    people = {entry.member_id for entry in (*held.values(), *then.values()) if entry and entry.member_id}
    moved = log.items_of(reader.connection, change, record_ids=people) if people else ()
    return any(lock_faults(reader, held, then, closings, merged=_come_or_gone(moved)))


def asked_fault(reader: Reader, held: Record | None, then: Record | None) -> str:
    """Why a rate, a waiver or a line of a budget may not become another: its year is closed; "" if it may.

    That it follows the person of two merged records changes nothing that is asked. A waiver for every year
    belongs to none.
    """
    if (
        isinstance(held, DuesWaiver)
        and isinstance(then, DuesWaiver)
        and dataclasses.replace(held, member_id=then.member_id, version=then.version) == then
    ):
        return ""
    for each in (held, then):
        if isinstance(each, ASKED) and each.year is not None:
            fund_id = each.fund_id if isinstance(each, BudgetLine) else None
            if closing := closed_by(reader, fund_id, PartialDate(each.year)):
                return f"sổ {fund_name(reader, fund_id)} đã khóa đến hết năm {closing.year}"
    return ""


def _read(kind: type[R], document: Document | None) -> R | None:
    return None if document is None else from_document(kind, dict(document))


def _come_or_gone(items: Iterable[ChangeItem]) -> frozenset[str]:
    return frozenset(item.record_id for item in items if item.before is None or item.after is None)


def lock_faults(
    reader: Reader,
    held: Mapping[str, FundEntry | None],
    then: Mapping[str, FundEntry | None],
    closings: Mapping[str, FundClosing | None],
    *,
    merged: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Which lines and closings may not become what they were, and why: pairs of id and reason.

    ``held`` and ``then`` are the lines as they are and would be, ``closings`` those that would be (``None`` =
    absent). ``merged`` are members that come or go with it: that a line follows the person of two merged
    records changes nothing in the book.
    """
    stored = reader.all(FundClosing)
    after = [c for c in stored if c.id not in closings] + [c for c in closings.values() if c is not None]
    for entry_id in then:
        pair = (held.get(entry_id), then[entry_id])
        if _follows_merger(*pair, merged):
            continue
        for entry in pair:
            until = max((c.year for c in after if entry and c.fund_id == entry.fund_id), default=0)
            if entry is not None and entry.on.year <= until:
                yield entry_id, f"sổ {fund_name(reader, entry.fund_id)} đã khóa đến hết năm {until}"
                break
    for closing_id, closing in closings.items():
        if reason := _why_not_closed(reader, closing_id, closing, stored, after, then):
            yield closing_id, reason


def _follows_merger(held: FundEntry | None, then: FundEntry | None, merged: Collection[str]) -> bool:
    if held is None or then is None or not {held.member_id, then.member_id} & set(merged):
        return False
    return dataclasses.replace(then, version=held.version, member_id=held.member_id) == held


def _why_not_closed(
    reader: Reader,
    closing_id: str,
    closing: FundClosing | None,
    stored: Iterable[FundClosing],
    after: Iterable[FundClosing],
    then: Mapping[str, FundEntry | None],
) -> str:
    """Why a closing cannot come back, or cannot go; "" when it can."""
    gone = closing or next((each for each in stored if each.id == closing_id), None)
    if gone is None:
        return ""
    others = [c for c in after if c.fund_id == gone.fund_id and c.id != closing_id]
    if closing is None:
        later = max((c.year for c in others), default=0)
        return f"sổ năm {later} đã khóa sau đó" if later > gone.year else ""
    if any(c.year >= closing.year for c in others):
        return "sổ đã được khóa lại sau đó"
    entries = [e for e in reader.all(FundEntry, fund_id=closing.fund_id) if e.id not in then]
    entries += [e for e in then.values() if e is not None and e.fund_id == closing.fund_id]
    before = max((c for c in others if c.year < closing.year), key=lambda c: c.year, default=None)
    if balance_of(entries, before, date(closing.year, 12, 31)) != closing.balance:
        return "số tồn trong sổ đã khác số tồn lúc khóa"
    return ""
