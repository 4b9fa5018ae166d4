"""The numbers of receipts and payment slips: one row of numbers a year, a fund and a kind, without gaps."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from app.domain.funds import EntryKind, FundEntry
from app.store.periods import records_between
from app.store.reader import Reader
from app.vietnamese.text import fold

#: How numbers begin that the program gives: "PT05" phiếu thu, "PC03" phiếu chi.
PREFIXES = {EntryKind.INCOME: "PT", EntryKind.EXPENSE: "PC"}
#: The number in "PT05", "PT 5", "05", "05/PT", "PT-05/2026".
_NUMBER = re.compile(r"(?:(?P<kind>pt|pc)\W*)?0*(?P<number>\d{1,6})(?:\W.*)?")


def number_in(voucher: str, kind: EntryKind) -> int | None:
    """The running number in what stands on a paper, ``None`` for what is none of this kind's."""
    found = _NUMBER.fullmatch(fold(voucher))
    if found is None or found["kind"] not in (None, PREFIXES[kind].lower()):
        return None
    return int(found["number"])


def next_number(reader: Reader, kind: EntryKind, year: int, fund_id: str | None) -> str:
    """The next number of a kind of paper, for a year of a fund: "PT05"."""
    return written(kind, next_after(given_numbers(reader, kind, year, fund_id)))


def given_numbers(reader: Reader, kind: EntryKind, year: int, fund_id: str | None) -> set[int]:
    """The numbers that papers of a kind have, in a year of a fund."""
    given = (number_in(each.voucher, kind) for each in _of_year(reader, kind, year, fund_id))
    return {number for number in given if number is not None}


def next_after(numbers: Collection[int]) -> int:
    """The number that is missing among those given, if there is one (its line was removed); else the next.

    A book that was begun by hand goes on from where it stood.
    """
    number = min(numbers, default=1)
    while number in numbers:
        number += 1
    return number


def written(kind: EntryKind, number: int) -> str:
    """A number as it stands on the paper: "PT05"."""
    return f"{PREFIXES[kind]}{number:02}"


def is_taken(reader: Reader, entry: FundEntry, stored: FundEntry | None) -> bool:
    """Whether the number that a line newly gets stands on another paper of its year, fund and kind."""
    key = (entry.voucher, entry.kind, entry.on.year, entry.fund_id)
    if stored is not None and key == (stored.voucher, stored.kind, stored.on.year, stored.fund_id):
        return False  # as it was before there was a rule
    number = number_in(entry.voucher, entry.kind)
    return number is not None and any(
        number_in(each.voucher, each.kind) == number
        for each in _of_year(reader, entry.kind, entry.on.year, entry.fund_id)
        if each.id != entry.id
    )


def _of_year(reader: Reader, kind: EntryKind, year: int, fund_id: str | None) -> list[FundEntry]:
    lines = records_between(reader, FundEntry, date(year, 1, 1), date(year, 12, 31))
    return [each for each in lines if each.kind is kind and each.fund_id == fund_id and each.voucher]
