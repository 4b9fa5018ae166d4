"""Lists of members as values: which members in which order, and the list itself as it goes onto paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from app.domain.members import Gender, PolicyKind
from app.domain.status import Status
from app.domain.year_report import Cell, Column


@dataclass(frozen=True, slots=True)
class Sort:
    """One key of an order; what is not known stands last either way."""

    key: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class MemberQuery:
    """Which members, in which order; what is left out asks nothing.

    ``search``: every word must occur in name, code, telephone, number of identity card or of member's card,
    or address; a word of one or two letters must begin a word there. Accents do not matter, but members whose
    name has the words with the accents that were typed come first.
    ``status``: one, or one of several. ``unit_ids``: one of these.
    ``on``: status and unit are those of that day, and only who had joined by then is in the list; ``None`` =
    after everything that is recorded.
    ``age_from``, ``age_to``: both included; the age of a year, year less year of birth (domain notes §4.4).
    ``policies``, ``categories``, ``roles``: one of these at least; ``roles`` are names of offices held on the
    day. ``joined_from``, ``joined_to``: the date of joining lies between, as far as it is known.
    ``unknown``: names of fields that are all empty ("phone", "birth", "unit" …). ``extra``: ids of fields the
    branch defined, each with a text that its value must contain, accents or not.
    ``sort``: the first key first; behind them always the name.
    """

    search: str = ""
    unit_ids: frozenset[str] | None = None
    status: Status | frozenset[Status] | None = None
    on: date | None = None
    gender: Gender | None = None
    age_from: int | None = None
    age_to: int | None = None
    policies: frozenset[PolicyKind] = frozenset()
    categories: frozenset[str] = frozenset()
    hardship: bool | None = None
    joined_from: date | None = None
    joined_to: date | None = None
    roles: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    extra: tuple[tuple[str, str], ...] = ()
    sort: tuple[Sort, ...] = (Sort("name"),)

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses asked for; empty for any."""
        if self.status is None:
            return frozenset()
        return frozenset({self.status}) if isinstance(self.status, Status) else self.status

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves out anybody for more than where he stands."""
        apart = {"status", "on", "sort"}
        return any(getattr(self, f.name) != f.default for f in fields(self) if f.name not in apart)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list on its way to paper: exactly the people, columns and order that the screen shows.

    ``rows`` can be gone through more than once and are read piece by piece, however many they are; each has
    a cell for every column. ``count`` is how many there are. ``subtitle`` says what the list was narrowed to
    and as of which day. A column's ``width`` is a share (mm on an A4 landscape page).
    """

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    count: int


__all__ = ["ListTable", "MemberQuery", "Sort"]
