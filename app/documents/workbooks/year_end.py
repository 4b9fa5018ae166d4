"""The year-end workbook: a summary whose figures are live formulas, and the registers that they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from openpyxl.utils import get_column_letter

from app.documents.workbooks.blocks import (
    Heading,
    add_heading,
    add_note,
    add_signatures,
    add_title,
    annex_line,
    break_pages,
)
from app.documents.workbooks.book import Book
from app.documents.workbooks.counted import write_counters
from app.documents.workbooks.formulas import Amounts, TablePlace
from app.documents.workbooks.names import table_name
from app.documents.workbooks.pictures import write_pictures
from app.documents.workbooks.sheet import Sheet
from app.documents.workbooks.summary import summary_widths, write_summary
from app.documents.workbooks.tables import add_table, column_widths
from app.domain.year_report import Average, Combine, Count, Given, Rule, Table, Total, YearReport

SUMMARY_TITLE = "Tổng hợp số liệu"


def render_year_workbook(report: YearReport) -> bytes:
    """The bytes of an .xlsx with the summary and every table of the report; the same report, the same bytes.

    Raises KeyError for a rule that names a table, column or figure that the report does not have.
    """
    book = Book(
        title=report.title,
        creator=report.heading[-1] if report.heading else "",
        made=datetime.combine(report.ends, time(12)),
    )
    amounts = Amounts(report)
    summary = book.sheet(SUMMARY_TITLE, summary_widths(report, amounts))
    summed = _summed_columns(report)
    heading = Heading(report.heading, report.number, report.signature.place_date)
    places: dict[str, TablePlace] = {}
    for table in (each for each in report.tables if each.listed):
        sheet = book.sheet(table.title, column_widths(table))
        places[table.key] = _write_register(sheet, table, report, replace(heading, number=""), summed)
        _name_rows(book, sheet, table, places[table.key])
    formulas = write_summary(book, summary, report, heading, places, amounts)
    annex = replace(heading, number="")
    if report.counter_columns:
        write_counters(book, report, annex, formulas, amounts)
    write_pictures(book, report, annex, formulas, amounts)
    return book.to_bytes()


def _write_register(
    sheet: Sheet, table: Table, report: YearReport, heading: Heading, summed: Mapping[str, set[str]]
) -> TablePlace:
    """One register with everything that stands around it on paper."""
    add_heading(sheet, heading)
    add_title(sheet, table.title, [annex_line(report)])
    header = sheet.next_row
    place = add_table(sheet, table, summed.get(table.key, set()))
    if table.note:
        add_note(sheet, table.note)
    add_signatures(sheet, report.signature, report.prepared_by)
    # A signature never stands alone on a page: the last two rows go with it.
    break_pages(sheet, [(max(place.last - 1, place.first), sheet.last_row)], repeated=[header])
    return place


def _name_rows(book: Book, sheet: Sheet, table: Table, place: TablePlace) -> None:
    last = get_column_letter(sheet.columns)
    book.name_range(table_name(table.key), sheet, f"A{place.first}:{last}{place.last}")


def _summed_columns(report: YearReport) -> dict[str, set[str]]:
    """The columns of each table that are worth a sum: what a figure adds up; a running balance is not."""
    summed: dict[str, set[str]] = {
        table.key: set() for table in report.tables if table.rows and table.adds_up
    }
    rules: list[Rule] = [figure.rule for figure in report.figures if figure.rule is not None]
    rules += [rule for unit in report.units for rule in unit.rules]
    for rule in rules:
        match rule:
            case Total(table=table, column=column) if table in summed:
                summed[table].add(column)
            case Count() | Total() | Combine() | Average() | Given():
                pass
    return summed
