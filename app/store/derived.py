"""Columns that follow from a record: what is sorted by and what is searched."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.domain.members import Member
from app.domain.record import Record
from app.domain.status import StatusEvent
from app.vietnamese.names import name_sort_key, text_sort_key
from app.vietnamese.text import fold

#: The columns that each kind has besides its own fields.
DERIVED_COLUMNS: dict[str, tuple[str, ...]] = {
    "members": ("sort_key", "folded", "marked", "address_key", "hometown_key"),
    "status_events": ("counts_from",),
    "unit_events": ("folded",),
    "offices": ("folded",),
    "meetings": ("folded",),
    "guests": ("folded",),
    "award_rounds": ("folded",),
    "awards": ("folded",),
    "visits": ("folded",),
    "fund_entries": ("folded",),
    "activities": ("folded",),
    "extra_values": ("folded",),
}

_SEARCHED: dict[str, tuple[str, ...]] = {
    "unit_events": ("name",),
    "offices": ("name",),
    "meetings": ("name", "place", "chair"),
    "guests": ("name", "office"),
    "award_rounds": ("name", "occasion", "decision_code"),
    "awards": ("recipient", "detail"),
    "visits": ("person", "gift"),
    "fund_entries": ("purpose", "counterpart"),
    "activities": ("name", "counter"),
    "extra_values": ("text",),
}

#: The fields from which the derived columns of each kind follow; a change of others leaves them alone.
SOURCES: dict[str, frozenset[str]] = {
    "members": frozenset(
        ("full_name", "given_words", "code", "phone", "national_id", "card_number", "address", "hometown")
    ),
    "status_events": frozenset({"on", "kind"}),
    **{name: frozenset(fields) for name, fields in _SEARCHED.items()},
}

_NOT_DIGITS = re.compile(r"[^0-9]+")
_NUMBER_SEPARATORS = re.compile(r"[/;,]")


def derive(name: str, record: Record) -> dict[str, str]:
    """The derived columns of one record of the kind called ``name``; most kinds have few or none."""
    if isinstance(record, Member):
        return _of_member(record)
    if isinstance(record, StatusEvent):
        return {"counts_from": counts_from(record)}
    searched = _SEARCHED.get(name)
    if searched is None:
        return {}
    return {"folded": fold(" ".join(getattr(record, each) for each in searched))}


def counts_from(event: StatusEvent) -> str:
    """The order of events as text: the day an event counts from ("" for from before) and its place on it."""
    day, place = event.order
    return f"{day} {place}"


def _of_member(member: Member) -> dict[str, str]:
    # Searched is what the list shows, and the numbers a person is known by.
    phones = " ".join(digits_of(each) for each in _NUMBER_SEPARATORS.split(member.phone))
    numbers = f"{member.code} {phones} {member.national_id} {member.card_number}"
    return {
        "sort_key": name_sort_key(member.full_name, member.given_words),
        "folded": spaced(fold(f"{member.full_name} {numbers} {member.address}")),
        "marked": spaced(member.full_name.casefold()),
        "address_key": text_sort_key(member.address),
        "hometown_key": text_sort_key(member.hometown),
    }


def digits_of(text: str) -> str:
    """Only the digits, as telephone numbers are searched."""
    return _NOT_DIGITS.sub("", text)


def spaced(text: str) -> str:
    """Two spaces before every word, so that the beginning of a word, even of one letter, is three characters.

    An index of all runs of three characters then finds "  a" (a word with a), " an" and "anh" alike.
    """
    return "".join([f"  {word}" for word in text.split()])


def derived_values(name: str) -> Callable[[Record], tuple[Any, ...]]:
    """A function that gives the derived columns of one kind in their order."""
    columns = DERIVED_COLUMNS.get(name, ())
    if not columns:
        return lambda _record: ()

    def values(record: Record) -> tuple[Any, ...]:
        derived = derive(name, record)
        return tuple(derived[column] for column in columns)

    return values
