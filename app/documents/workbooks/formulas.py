"""The rules of the figures as live formulas equal to what the domain counts, and their amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import quote_sheetname

from app.domain.year_report import (
    Average,
    Cell,
    ColumnKind,
    Combine,
    Count,
    Given,
    Rule,
    Table,
    Total,
    YearReport,
    average,
)

_LONGEST_LITERAL = 255
#: Texts that COUNTIFS takes as they stand: no wildcard, no operator, no number, date or truth value.
_PLAIN_CRITERION = re.compile(r"[^\W\d_](?:[\w ,.()/–’'-]*[\w,.()])?")
_MISREAD = re.compile(
    r"(?:true|false|tháng|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,/-]*\d).*",
    re.IGNORECASE,
)

Where = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where the rows of a table stand: the sheet, the first and last row, and the letter of each column.

    ``numbering`` is the letter of the STT column: filled in every row, empty in an empty register.
    """

    sheet: str
    first: int
    last: int
    numbering: str
    letters: Mapping[str, str]

    def range(self, letter: str) -> str:
        """The rows of one column, as a formula names them."""
        return f"{quote_sheetname(self.sheet)}!${letter}${self.first}:${letter}${self.last}"

    def column(self, key: str) -> str:
        """The rows of a column of the table; raises KeyError."""
        return self.range(self.letters[key])


class Formulas:
    """Writes rules as formulas; ``figures`` says in which cell of the summary each figure stands."""

    def __init__(
        self, tables: Mapping[str, Table], places: Mapping[str, TablePlace], figures: Mapping[str, str]
    ) -> None:
        self._tables = tables
        self._places = places
        self._figures = figures

    def has(self, rule: Rule) -> bool:
        """Whether the rows or figures that the rule names stand somewhere in this workbook."""
        if isinstance(rule, Count | Total):
            return rule.table in self._places
        return not isinstance(rule, Given)

    def formula(self, rule: Rule) -> str:
        """The formula, without its equals sign; a given amount is just a number."""
        if isinstance(rule, Given):
            return str(rule.amount)
        if isinstance(rule, Combine):
            return self._arithmetic(rule)
        if isinstance(rule, Average):
            of, per = self._figures[rule.of], self._figures[rule.per]
            return f"IF({per}=0,0,ROUND({of}/{per},0))"
        self._refuse_dates(rule)
        place = self._places[rule.table]
        if isinstance(rule, Count):
            return self._count(place, rule.where)
        return self._total(place, place.column(rule.column), rule.where)

    def figure(self, key: str) -> str:
        """The cell of the summary in which a figure stands."""
        return self._figures[key]

    def _arithmetic(self, rule: Combine) -> str:
        written = ""
        for sign, key in rule.terms:
            factor = "" if abs(sign) == 1 else f"{abs(sign)}*"
            written += ("-" if sign < 0 else "+" if written else "") + factor + self._figures[key]
        return written or "0"

    def _count(self, place: TablePlace, where: Where) -> str:
        numbering = place.range(place.numbering)
        if not where:
            return f"COUNT({numbering})"
        if all(_is_plain(text) for _, text in where):
            return f"COUNTIFS({_criteria(place, where)})"
        # A row without number is the blank line of an empty register, not a member without unit.
        return f"SUMPRODUCT(ISNUMBER({numbering})*{_products(place, where)})"

    def _total(self, place: TablePlace, amounts: str, where: Where) -> str:
        if not where:
            return f"SUM({amounts})"
        if all(_is_plain(text) for _, text in where):
            return f"SUMIFS({amounts},{_criteria(place, where)})"
        return f"SUMPRODUCT({_products(place, where)}*1,{amounts})"

    def _refuse_dates(self, rule: Count | Total) -> None:
        table = self._tables[rule.table]
        for column, _ in rule.where:
            if table.columns[table.index(column)].kind is ColumnKind.DATE:
                raise ValueError(f"a figure cannot be found by the text of a date: {rule.table}.{column}")


def _is_plain(text: str) -> bool:
    return (
        len(text) <= _LONGEST_LITERAL
        and _PLAIN_CRITERION.fullmatch(text) is not None
        and "  " not in text
        and _MISREAD.fullmatch(text) is None
    )


def _criteria(place: TablePlace, where: Where) -> str:
    return ",".join(f"{place.column(column)},{literal(text)}" for column, text in where)


def _products(place: TablePlace, where: Where) -> str:
    # ="" joined to the cell compares a number or a blank as the text that it shows.
    return "*".join(f'({place.column(column)}&""={literal(text)})' for column, text in where)


def literal(text: str) -> str:
    """A text in a formula; longer than Excel allows is joined from pieces."""
    pieces = [text[at : at + _LONGEST_LITERAL] for at in range(0, len(text), _LONGEST_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


class Amounts:
    """The amounts of a report's rules, equal to ``YearReport.evaluate``, found in one walk for all units.

    A unit's line asks the same question for another unit; grouping the rows once answers all of them.
    """

    def __init__(self, report: YearReport) -> None:
        self._report = report
        self._tables = {table.key: table for table in report.tables}
        self._rules = {figure.key: figure.rule for figure in report.figures if figure.rule is not None}
        self._groups: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[tuple[Cell, ...]]]] = {}
        self._known: dict[str, int] = {}

    def of(self, rule: Rule) -> int:
        """The amount of a rule."""
        if isinstance(rule, Given):
            return rule.amount
        if isinstance(rule, Combine):
            return sum(sign * self.figure(key) for sign, key in rule.terms)
        if isinstance(rule, Average):
            return average(self.figure(rule.of), self.figure(rule.per))
        table = self._tables[rule.table]
        rows = self._rows(table, rule.where)
        if isinstance(rule, Count):
            return len(rows)
        place = table.index(rule.column)
        return sum(cell for row in rows if isinstance(cell := row[place], int))

    def figure(self, key: str) -> int:
        """The amount of a figure of the summary; raises KeyError."""
        if key not in self._known:
            self._known[key] = self.of(self._rules[key])
        return self._known[key]

    def _rows(self, table: Table, where: Where) -> Sequence[tuple[Cell, ...]]:
        if not where:
            return table.rows
        columns = tuple(column for column, _ in where)
        groups = self._groups.get((table.key, columns))
        if groups is None:
            groups = self._groups[table.key, columns] = {}
            places = [table.index(column) for column in columns]
            for row in table.rows:
                groups.setdefault(tuple([str(row[place] or "").casefold() for place in places]), []).append(
                    row
                )
        return groups.get(tuple([text.casefold() for _, text in where]), ())
