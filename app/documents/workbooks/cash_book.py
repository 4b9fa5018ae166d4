"""Sổ quỹ as a workbook: the running balance and the sums are formulas, each with its value beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from openpyxl.utils import get_column_letter

from app.documents.papers.cash_book import CLOSING, COLUMNS, OPENING, SUM, BookLine, CashBookPaper
from app.documents.workbooks.blocks import (
    Heading,
    add_heading,
    add_note,
    add_title,
    break_pages,
    split_column,
)
from app.documents.workbooks.book import Book
from app.documents.workbooks.cells import begins_like_formula, can_be_date
from app.documents.workbooks.looks import AMOUNT, CELL, CENTRED, DATE, TEXT, Look
from app.documents.workbooks.metrics import POINTS_PER_MM, lines_needed, row_height
from app.documents.workbooks.names import table_name
from app.documents.workbooks.sheet import Live, Sheet, Value
from app.documents.workbooks.tables import add_header, column_widths, mark_table
from app.domain.member_lists import ListTable

#: What the properties of a book tell when nobody says when it was made.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone
_SIZE = 12.0
#: The rows of the book are named by this key.
KEY = "cash_book"
_WORDS, _INCOME, _EXPENSE, _BALANCE = 5, 6, 7, 8
_SIGNING_ROOM = 20 * POINTS_PER_MM


def render_cash_book_workbook(paper: CashBookPaper, *, made: datetime = _NO_DATE) -> bytes:
    """The bytes of an .xlsx with one sheet; ``made`` is the date in the file's properties."""
    rows = paper.rows()
    table = ListTable(paper.title, paper.subtitle, COLUMNS, rows, len(rows))
    book = Book(title=paper.title, creator=paper.heading[-1] if paper.heading else "", made=made)
    sheet = book.sheet(paper.title, column_widths(table))
    add_heading(sheet, Heading(paper.heading))
    add_title(sheet, paper.title, paper.subtitle.split("\n"))
    header = add_header(sheet, ["STT", *(column.label for column in COLUMNS)])
    _add_sum(sheet, OPENING, {_BALANCE: paper.opening})
    first = sheet.next_row
    for number, line in enumerate(paper.lines, 1):
        _add_line(sheet, number, line)
    last = max(sheet.last_row, first)
    if paper.lines:
        book.name_range(table_name(KEY), sheet, f"A{first}:{get_column_letter(sheet.columns)}{last}")
    _add_end(sheet, paper, first)
    mark_table(sheet, table, header, sheet.last_row, filtered=False)
    for note in paper.notes:
        add_note(sheet, note)
    begins = sheet.next_row
    _add_signers(sheet, paper)
    break_pages(sheet, [(max(begins - 3 - len(paper.notes) * 2, first), sheet.last_row)], repeated=[header])
    return book.to_bytes()


def _add_line(sheet: Sheet, number: int, line: BookLine) -> None:
    row = sheet.next_row
    day = line.on.to_date()
    is_day = day is not None and can_be_date(day)
    formula = f"H{row - 1}+F{row}-G{row}"
    cells: list[tuple[int, Value, Look]] = [
        (1, number, CENTRED),
        (2, day if is_day else line.on.display(), replace(CENTRED, number_format=DATE if is_day else TEXT)),
        *((place, text, _text_look(text, CENTRED)) for place, text in ((3, line.receipt), (4, line.slip))),
        (_WORDS, line.purpose, _text_look(line.purpose, CELL)),
        (_INCOME, line.income, AMOUNT),
        (_EXPENSE, line.expense, AMOUNT),
        (_BALANCE, Live(formula, line.balance), AMOUNT),
    ]
    sheet.add(
        cells, row_height(lines_needed(line.purpose, sheet.widths[_WORDS - 1], _SIZE), _SIZE), fixed=False
    )


def _text_look(text: str, look: Look) -> Look:
    """Text that a spreadsheet would take for a formula stays text, also when somebody edits it."""
    return replace(look, quoted=begins_like_formula(text), number_format=TEXT)


def _add_sum(sheet: Sheet, words: str, amounts: dict[int, Value]) -> None:
    cells: list[tuple[int, Value, Look]] = [(column, None, CELL) for column in range(1, _WORDS)]
    cells.append((_WORDS, words, replace(CELL, bold=True)))
    cells += [
        (column, amounts.get(column), replace(AMOUNT, bold=True)) for column in (_INCOME, _EXPENSE, _BALANCE)
    ]
    sheet.add(cells, row_height(1, _SIZE))


def _add_end(sheet: Sheet, paper: CashBookPaper, first: int) -> None:
    """The sums of the lines and the balance after them, as formulas."""
    last, opening, row = sheet.last_row, first - 1, sheet.next_row
    sums: dict[int, Value] = {_INCOME: paper.income, _EXPENSE: paper.expense}
    if paper.lines:
        sums = {
            _INCOME: Live(f"SUM(F{first}:F{last})", paper.income),
            _EXPENSE: Live(f"SUM(G{first}:G{last})", paper.expense),
        }
    _add_sum(sheet, SUM, sums)
    _add_sum(sheet, CLOSING, {_BALANCE: Live(f"H{opening}+F{row}-G{row}", paper.closing)})


def _add_signers(sheet: Sheet, paper: CashBookPaper) -> None:
    """Those who sign side by side, each over some columns of the sheet."""
    centred = Look(size=13, align="center", vertical="top")
    places = _parts(sheet, len(paper.signers))
    half = (split_column(sheet.widths) + 1, sheet.columns)
    sheet.space(8)
    _add_texts(sheet, [half], [paper.place_date], replace(centred, italic=True))
    _add_texts(sheet, places, [signer.office for signer in paper.signers], replace(centred, bold=True))
    hints = replace(centred, size=11, italic=True)
    _add_texts(sheet, places, [signer.hint for signer in paper.signers], hints)
    sheet.space(_SIGNING_ROOM)
    _add_texts(sheet, places, [signer.name for signer in paper.signers], replace(centred, bold=True))


def _add_texts(sheet: Sheet, places: Sequence[tuple[int, int]], texts: Sequence[str], look: Look) -> None:
    """One row of texts, each over the columns (first, last) of its place."""
    cells = [(first, text, look) for (first, _), text in zip(places, texts, strict=True)]
    row = sheet.add(cells, row_height(1, look.size, air=2))
    for first, last in places:
        sheet.merge(row, first, last)


def _parts(sheet: Sheet, parts: int) -> list[tuple[int, int]]:
    """The columns of the sheet in so many groups of about equal width: first and last of each."""
    whole = sheet.width_of(1, sheet.columns)
    ends = [
        min(range(part, sheet.columns), key=lambda last: abs(sheet.width_of(1, last) - whole * part / parts))
        for part in range(1, parts)
    ]
    return list(zip([1, *(end + 1 for end in ends)], [*ends, sheet.columns], strict=True))
