"""The report of a period as plain values: tables of rows, and figures that say which rows they count.

A figure never holds a number of its own that the rows do not give, unless the user typed it: it is evaluated
from the tables, and the workbook writes the same rule as a live formula (domain notes §4.5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group, money

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
    """One sheet: a title, columns and rows. ``key`` is one of TABLE_KEYS.

    One that is not ``listed`` is no sheet of the workbook, only what stands behind some figure. One that does
    not ``adds_up`` has no row of sums: its rows are of different things.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    listed: bool = True
    adds_up: bool = True

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
class Average:
    """One figure divided by another, by key, to the nearest whole (half up); 0 when there is nothing."""

    of: str
    per: str


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that no record gives: the user typed it."""

    amount: int


Rule = Count | Total | Combine | Average | Given


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the summary: this period's rule, the amount of the period before, unit of measure.

    Headings have no rule. ``level`` indents ("Trong đó: …"). ``money`` is VND. ``share_of`` is the key of the
    figure that it is so many per cent of. ``counted`` is what the records give where the user typed another
    amount. ``missing``: a row of the user's own that has no amount yet. ``so_far``: what is counted of a part
    whose whole was typed as more, no estimate itself.
    """

    key: str
    label: str
    measure: str
    rule: Rule | None
    previous: int | None = None
    level: int = 0
    money: bool = False
    estimate: bool = False
    share_of: str = ""
    counted: Rule | None = None
    missing: bool = False
    so_far: bool = False

    @property
    def mark(self) -> str:
        """What is remarked beside its amount: "ước", "đến nay", or nothing."""
        return "đến nay" if self.so_far else "ước" if self.estimate else ""

    @property
    def source(self) -> Rule | None:
        """The rule whose rows stand behind it: the counting one, also where an estimate was typed."""
        return self.counted or self.rule


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
    """Everything the workbook of a period shows.

    ``heading`` are the issuer's lines at the left (upper body first, own name last), ``number`` the document
    number or empty. ``year`` is that of the last day. ``breakdown_columns`` label the columns of ``units``,
    ``counter_columns`` those of ``counter_units``. ``estimate``: the period was not over. ``period`` and
    ``before`` name this period and the one beside it ("năm 2023"); without them it is a calendar year.
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
    estimate: bool = False
    period: str = ""
    before: str = ""
    counter_columns: tuple[str, ...] = ()
    counter_units: tuple[UnitFigures, ...] = ()

    def figure(self, key: str) -> Figure:
        """The figure with this key; raises KeyError."""
        for each in self.figures:
            if each.key == key:
                return each
        raise KeyError(key)

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
        if isinstance(rule, Average):
            return average(self._amount(rules[rule.of], rules), self._amount(rules[rule.per], rules))
        table = self.table(rule.table)
        rows = matching(table, rule.where)
        if isinstance(rule, Count):
            return len(rows)
        place = table.index(rule.column)
        return sum(cell for row in rows if isinstance(cell := row[place], int))


def average(amount: int, per: int) -> int:
    """``amount / per`` to the nearest whole, half away from 0; 0 when ``per`` is 0."""
    if per == 0:
        return 0
    nearest = (2 * abs(amount) + abs(per)) // (2 * abs(per))
    return nearest if (amount < 0) == (per < 0) else -nearest


def per_mille(amount: int, whole: int) -> int | None:
    """How many thousandths of a whole, for percentages of one decimal; ``None`` of nothing."""
    return average(1000 * amount, whole) if whole > 0 else None


def percent(thousandths: int) -> str:
    """Thousandths as a percentage: "95,3%", "100%"."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole},{tenth}%" if tenth else f"{whole}%"


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with what it is a percentage of: ``per_mille`` thousandths of ``whole`` (``of``).

    ``money``: the whole is VND.
    """

    per_mille: int
    whole: int
    of: str
    money: bool = False

    @property
    def words(self) -> str:
        """As the report says it: "95,3% của 43 hội viên cuối năm"."""
        return f"{percent(self.per_mille)} của {self.whole_words}"

    @property
    def whole_words(self) -> str:
        """What it is a percentage of: "43 hội viên cuối năm", "2.700.000 đồng hội phí phải nộp"."""
        return f"{money(self.whole) if self.money else group(self.whole)} {self.of_words}"

    @property
    def of_words(self) -> str:
        """The name of the whole within a sentence: "hội viên cuối năm"."""
        named = self.of.removeprefix("Tổng số ").removeprefix("Số ")
        # A word of capitals ("NTM") keeps them.
        return named if named[1:2].isupper() else named[:1].lower() + named[1:]


def share_of(report: YearReport, figure: Figure, amounts: Mapping[str, int]) -> Share | None:
    """The percentage that a figure is of another; ``amounts`` are the report's. None for none, or of 0."""
    if figure.share_of not in amounts or figure.key not in amounts or figure.missing:
        return None
    whole = amounts[figure.share_of]
    found = per_mille(amounts[figure.key], whole)
    base = report.figure(figure.share_of)
    return None if found is None else Share(found, whole, base.label, base.money)


def rows_of(report: YearReport, figure: Figure) -> Table:
    """The list behind a figure: the rows it counts, the figures it is made of, or who typed it.

    Raises KeyError for a heading, which has none.
    """
    rule = figure.source
    if rule is None:
        raise KeyError(figure.key)
    if isinstance(rule, Count | Total):
        table = report.table(rule.table)
        return replace(table, rows=tuple(matching(table, rule.where)))
    columns = (
        Column("sign", "", width=12),
        Column("label", "Nội dung", width=110),
        Column("amount", "Số liệu", ColumnKind.MONEY, 40),
        Column("measure", "Đơn vị tính", width=30),
    )
    if isinstance(rule, Given):
        typed = (("", figure.label, None if figure.missing else rule.amount, figure.measure),)
        return Table("typed", "Số liệu tự ghi trong báo cáo", columns, typed, listed=False)
    if isinstance(rule, Combine):
        parts = [("+" if sign > 0 else "−", key) for sign, key in rule.terms]
    else:
        parts = [("", rule.of), (":", rule.per)]
    rows = [
        (sign, part.label, report.evaluate(part.rule), part.measure)
        for sign, key in parts
        if (part := report.figure(key)).rule is not None
    ]
    return Table("terms", "Cách tính", columns, tuple(rows), listed=False)


def matching(table: Table, where: Sequence[tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """The rows of a table where each named column equals the text (case does not count, as in Excel)."""
    wanted = [(table.index(column), text.casefold()) for column, text in where]
    return [row for row in table.rows if all(str(row[i] or "").casefold() == text for i, text in wanted)]


#: The keys of the tables: the sheets after the summary in their order (domain notes §4.5), then those that no
#: sheet lists and that only stand behind a figure.
TABLE_KEYS = (
    *("members", "changes", "visits", "longevity", "awards", "fund", "meetings", "attendance"),
    *("activities", "dues", "funds"),
    *("units", "members_start", "war_invalids", "fund_before", "years"),
)
