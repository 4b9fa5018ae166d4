"""The sheet of the counters: what each unit contributed, some counters beside each other at a time."""

from __future__ import annotations

from app.documents.workbooks.blocks import (
    Heading,
    add_heading,
    add_signatures,
    add_title,
    annex_line,
    break_pages,
)
from app.documents.workbooks.book import Book
from app.documents.workbooks.formulas import Amounts, Formulas
from app.documents.workbooks.metrics import USABLE_WIDTH, amount_width
from app.documents.workbooks.tables import NUMBERING_WIDTH, longest_word
from app.documents.workbooks.units import add_units
from app.domain.year_report import UnitFigures, YearReport

TITLE = "Chỉ tiêu theo đơn vị"
_NAMES, _NARROWEST = 72.0, 28.0
#: So many counters stand beside each other at most.
_MOST = 6


def counter_widths(report: YearReport, amounts: Amounts) -> list[float]:
    """Millimetres of the columns: numbers, units, and as many counters as stand side by side."""
    beside = _beside(report)
    widest = max(
        (
            sum(abs(amounts.of(unit.rules[place])) for unit in report.counter_units)
            for place in range(len(report.counter_columns))
        ),
        default=0,
    )
    words = max((longest_word(label) for label in report.counter_columns), default=0.0)
    width = max(_NARROWEST, amount_width(widest), words, (USABLE_WIDTH - NUMBERING_WIDTH - _NAMES) / beside)
    return [NUMBERING_WIDTH, _NAMES, *([width] * beside)]


def write_counters(
    book: Book, report: YearReport, heading: Heading, formulas: Formulas, amounts: Amounts
) -> None:
    """Add the sheet."""
    sheet = book.sheet(TITLE, counter_widths(report, amounts))
    add_heading(sheet, heading)
    add_title(sheet, TITLE, [annex_line(report)])
    blocks = []
    beside = _beside(report)
    for first in range(0, len(report.counter_columns), beside):
        part = slice(first, first + beside)
        columns = report.counter_columns[part]
        units = [UnitFigures(unit.name, unit.rules[part]) for unit in report.counter_units]
        blocks.append(add_units(sheet, "", "đơn vị", columns, units, formulas, amounts, zero="").rows)
    signed = add_signatures(sheet, report.signature, report.prepared_by)
    break_pages(
        sheet, [*blocks[:-1], (blocks[-1][0], sheet.last_row)] if blocks else [(signed, sheet.last_row)]
    )


def _beside(report: YearReport) -> int:
    """How many counters stand beside each other: as many in each table, but perhaps for the last."""
    number = len(report.counter_columns)
    return -(-number // -(-number // _MOST))
