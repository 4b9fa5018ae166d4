"""Tables with a line for each unit and a sum below, all of it live; the picture of one of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from app.documents.workbooks.chart import add_bars, chart_height
from app.documents.workbooks.formulas import Amounts, Formulas
from app.documents.workbooks.looks import AMOUNT, CELL, CENTRED, HEADER, MONEY, Look
from app.documents.workbooks.metrics import POINTS_PER_MM, lines_needed, row_height
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.domain.year_report import Rule, UnitFigures

_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class UnitsBlock:
    """Where a table of units stands: all its rows, those of the units, their names and first column."""

    rows: tuple[int, int]
    units: tuple[int, int]
    names: tuple[str, ...]
    amounts: tuple[int, ...]


def unit_word(units: Sequence[UnitFigures]) -> str:
    """What the units are called together."""
    return "chi hội" if all(unit.name.casefold().startswith("chi hội") for unit in units) else "đơn vị"


def value_of(rule: Rule, formulas: Formulas, amount: int) -> Value:
    """A figure as a formula with its value; what no rows of the workbook give as a plain number."""
    return Live(formulas.formula(rule), amount) if formulas.has(rule) else amount


def add_units(
    sheet: Sheet,
    title: str,
    kind: str,
    columns: Sequence[str],
    units: Sequence[UnitFigures],
    formulas: Formulas,
    amounts: Amounts,
    *,
    zero: str = "0",
) -> UnitsBlock:
    """A title if there is one, the header, a line for each unit, their sums; ``zero`` is how 0 is shown."""
    look = AMOUNT if zero == "0" else replace(AMOUNT, number_format=f"{MONEY};-{MONEY};{zero}")
    start = sheet.space(12)
    if title:
        row = sheet.add([(1, title.upper(), Look(size=13, bold=True))], row_height(1, 13))
        sheet.merge(row, 1, sheet.columns)
    labels = ["STT", kind.capitalize(), *columns]
    lines = max(
        lines_needed(label, width, _SIZE, bold=True)
        for label, width in zip(labels, sheet.widths, strict=False)
    )
    sheet.add(
        [(number, label, HEADER) for number, label in enumerate(labels, 1)], row_height(lines, _SIZE, air=6)
    )
    first = sheet.next_row
    table = [[amounts.of(rule) for rule in unit.rules] for unit in units]
    for number, (unit, counted) in enumerate(zip(units, table, strict=True), 1):
        cells: list[tuple[int, Value, Look]] = [(1, number, CENTRED), (2, unit.name, CELL)]
        cells += [
            (column, value_of(rule, formulas, amount), look)
            for column, (rule, amount) in enumerate(zip(unit.rules, counted, strict=True), 3)
        ]
        sheet.add(cells, row_height(lines_needed(unit.name, sheet.widths[1], _SIZE), _SIZE), fixed=False)
    last = sheet.next_row - 1
    total = replace(CENTRED, bold=True)
    cells = [(1, "Tổng cộng", total), (2, None, total)]
    for place, column in enumerate(range(3, 3 + len(columns))):
        letter = get_column_letter(column)
        live = Live(f"SUM({letter}{first}:{letter}{last})", sum(counted[place] for counted in table))
        cells.append((column, live, replace(AMOUNT, bold=True)))
    end = sheet.add(cells, row_height(1, _SIZE), fixed=False)
    sheet.merge(end, 1, 2)
    return UnitsBlock(
        (start, end), (first, last), tuple(u.name for u in units), tuple(row[0] for row in table)
    )


def add_unit_picture(sheet: Sheet, title: str, block: UnitsBlock) -> tuple[int, int]:
    """The picture of the first column of a table of units; gives its rows."""
    first, last = block.units
    gap = sheet.space(10)
    picture = sheet.space((chart_height(len(block.names)) + 3) * POINTS_PER_MM)
    add_bars(
        sheet,
        title,
        names=(f"$B${first}:$B${last}", block.names),
        amounts=(f"$C${first}:$C${last}", block.amounts),
        row=picture,
    )
    return gap, picture
