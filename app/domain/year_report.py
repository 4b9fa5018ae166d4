"""The year-end report as plain values: tables of rows, and figures that say which rows they count.

A figure never holds a number of its own that the rows do not give: it is evaluated from the tables, and the
workbook writes the same rule as a live formula (domain notes §4.5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.vietnamese.dates import PartialDate

#: What a cell of a report table can hold.
Cell = str | int | date | PartialDate | None


class ColumnKind(StrEnum):
    """How a column is written: text stays text, dates are real dates, money is grouped."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a report table; ``width`` in millimetres on an A4 landscape page, as a share."""

    key: str
    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 25


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a title, columns and rows. ``key`` is one of TABLE_KEYS."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def index(self, column: str) -> int:
        """The place of a column; raises KeyError for a column the table does not have."""
        for place, each in enumerate(self.columns):
            if each.key == column:
                return place
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure that counts the rows of a table where each named column equals a text."""

    table: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that adds up a number column of a table where each named column equals a text."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Combine:
    """A figure made of other figures: the sum of sign × figure, by key."""

    terms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that no sheet of this workbook lists (as of the first day, or typed by the user)."""

    amount: int


Rule = Count | Total | Combine | Given


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the summary: this period's rule, last period's amount, unit of measure.

    ``heading`` lines carry no figure. ``level`` indents ("Trong đó: …"). ``money`` is VND.
    """

    key: str
    label: str
    measure: str
    rule: Rule | None
    previous: int | None = None
    level: int = 0
    money: bool = False
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit's line in the breakdown: a rule for each of the breakdown's columns."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature block at the end of a sheet: authority, office, name; and the place and date above it."""

    place_date: str
    authority: str
    office: str
    name: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """Everything the year-end workbook shows.

    ``heading`` are the issuer's lines at the left (upper body first, own name last), ``number`` the document
    number or empty. ``breakdown_columns`` label the columns of ``units``.
    """

    heading: tuple[str, ...]
    number: str
    title: str
    subtitle: str
    year: int
    starts: date
    ends: date
    signature: Signature
    figures: tuple[Figure, ...]
    breakdown_columns: tuple[str, ...]
    units: tuple[UnitFigures, ...]
    tables: tuple[Table, ...]
    prepared_by: str = ""

    def table(self, key: str) -> Table:
        """The table with this key; raises KeyError."""
        for each in self.tables:
            if each.key == key:
                return each
        raise KeyError(key)

    def amounts(self) -> dict[str, int]:
        """Every figure's amount by key."""
        found: dict[str, int] = {}
        rules = {figure.key: figure.rule for figure in self.figures if figure.rule is not None}
        for key, rule in rules.items():
            found[key] = self._amount(rule, rules)
        return found

    def evaluate(self, rule: Rule) -> int:
        """The amount of any rule over this report's tables."""
        rules = {figure.key: figure.rule for figure in self.figures if figure.rule is not None}
        return self._amount(rule, rules)

    def _amount(self, rule: Rule, rules: Mapping[str, Rule]) -> int:
        if isinstance(rule, Given):
            return rule.amount
        if isinstance(rule, Combine):
            return sum(sign * self._amount(rules[key], rules) for sign, key in rule.terms)
        table = self.table(rule.table)
        rows = matching(table, rule.where)
        if isinstance(rule, Count):
            return len(rows)
        place = table.index(rule.column)
        return sum(cell for row in rows if isinstance(cell := row[place], int))


def matching(table: Table, where: Sequence[tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """The rows of a table where each named column equals the text (case does not count, as in Excel)."""
    wanted = [(table.index(column), text.casefold()) for column, text in where]
    return [row for row in table.rows if all(str(row[i] or "").casefold() == text for i, text in wanted)]


#: The keys of the tables, in the order of the sheets after the summary (domain notes §4.5).
TABLE_KEYS = ("members", "changes", "visits", "longevity", "awards", "fund", "meetings")
