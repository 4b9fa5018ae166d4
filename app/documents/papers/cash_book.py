"""Sổ quỹ on paper: lines with a running balance; every page carries its sums over to the next.

The columns are those of form S04a-DNN (Thông tư 133/2016/TT-BTC, Phụ lục 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.papers.blocks import (
    Frame,
    Signer,
    draw_heading,
    draw_page_number,
    draw_signers,
    draw_title,
    signers_height,
)
from app.documents.papers.columns import cell_texts, plan_columns
from app.documents.papers.table import Piece, TypesetTable
from app.documents.papers.typesetting import (
    BOLD,
    ITALIC,
    LEADING,
    PT_PER_MM,
    Paper,
    Sheet,
    block_lines,
    drawable,
    text_baseline,
    wrap,
)
from app.documents.papers.values import PageShape
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import count, group

COLUMNS = (
    Column("on", "Ngày", ColumnKind.DATE, 22),
    Column("receipt", "Phiếu thu", ColumnKind.IDENTIFIER, 16),
    Column("slip", "Phiếu chi", ColumnKind.IDENTIFIER, 16),
    Column("purpose", "Diễn giải", width=70),
    Column("income", "Thu (đồng)", ColumnKind.MONEY, 26),
    Column("expense", "Chi (đồng)", ColumnKind.MONEY, 26),
    Column("balance", "Tồn (đồng)", ColumnKind.MONEY, 26),
)
#: The words of the rows that are no line of the book.
OPENING, CLOSING, SUM = "Tồn đầu kỳ", "Tồn cuối kỳ", "Cộng phát sinh"
CARRIED, BROUGHT = "Cộng chuyển trang sau", "Cộng mang sang"
_NOTE_SIZE, _SIGNING_SIZE = 12.0, 12.0
_SIGNING_ROOM = 20 * PT_PER_MM
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line: day, numbers of the paper, words, and what came in or went out, VND; the balance after it."""

    on: PartialDate
    receipt: str
    slip: str
    purpose: str
    income: int | None
    expense: int | None
    balance: int


@dataclass(frozen=True, slots=True)
class CashBookPaper:
    """A cash book: ``opening`` is the balance before the first line, VND; ``notes`` stand under the table."""

    heading: tuple[str, ...]
    title: str
    subtitle: str
    opening: int
    lines: tuple[BookLine, ...]
    notes: tuple[str, ...]
    place_date: str
    signers: tuple[Signer, ...]

    @property
    def income(self) -> int:
        """What came in, VND."""
        return sum(line.income or 0 for line in self.lines)

    @property
    def expense(self) -> int:
        """What went out, VND."""
        return sum(line.expense or 0 for line in self.lines)

    @property
    def closing(self) -> int:
        """The balance after the last line, VND."""
        return self.opening + self.income - self.expense

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The lines as cells of :data:`COLUMNS`."""
        return tuple((x.on, x.receipt, x.slip, x.purpose, x.income, x.expense, x.balance) for x in self.lines)


def render_cash_book_pdf(paper: CashBookPaper) -> bytes:
    """The bytes of the PDF."""
    rows = paper.rows()
    texts = cell_texts(ListTable(paper.title, "", COLUMNS, rows, len(rows)))
    widest = [_sums(CARRIED, paper.income, paper.expense, max(_balances(paper), key=lambda b: len(str(b))))]
    plan = plan_columns(COLUMNS, [*texts, *widest], PageShape.AUTO)
    table = TypesetTable(COLUMNS, plan)
    book = Paper()
    sheet = Sheet(book, plan.area.width, plan.area.height)
    top = draw_heading(sheet, plan.area, paper.heading)
    top = draw_title(sheet, plan.area, top, paper.title, paper.subtitle.split("\n"))
    pages = _Pages(paper, table, plan.area).laid_out(
        [table.row(str(n), t) for n, t in enumerate(texts, 1)], top
    )
    notes = (*paper.notes, f"Sổ này có {count(len(pages))} trang.")
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet = Sheet(book, plan.area.width, plan.area.height)
            top = plan.area.top
        draw_page_number(sheet, plan.area, number)
        end = table.draw(sheet, top, page)
        if number == len(pages):
            _draw_end(sheet, plan.area, end, paper, notes)
        book.add(sheet, f"{number}")
    return book.to_bytes(title=paper.title, author=paper.heading[-1] if paper.heading else "")


def _balances(paper: CashBookPaper) -> list[int]:
    return [paper.opening, paper.closing, *(line.balance for line in paper.lines)]


def _sums(words: str, income: int | None, expense: int | None, balance: int | None) -> list[str]:
    """The cells of a row that is no line."""
    amounts = ["" if each is None else group(each) for each in (income, expense, balance)]
    return ["", "", "", words, *amounts]


class _Pages:
    """Which rows stand on which page, with the rows that carry the sums over."""

    def __init__(self, paper: CashBookPaper, table: TypesetTable, area: Frame) -> None:
        self._paper, self._table, self._area = paper, table, area
        self._carry = self._row(CARRIED, 0, 0, 0).height

    def _row(self, words: str, income: int | None, expense: int | None, balance: int | None) -> Piece:
        return self._table.row("", _sums(words, income, expense, balance), BOLD)

    def laid_out(self, lines: Sequence[Piece], top: float) -> list[list[Piece]]:
        """The rows of each page; the first page begins its table at ``top``."""
        paper, head = self._paper, self._table.header_height
        whole = self._area.bottom - self._area.top - head
        first = self._row(OPENING, None, None, paper.opening)
        last = [
            self._row(SUM, paper.income, paper.expense, None),
            self._row(CLOSING, None, None, paper.closing),
        ]
        end = sum(each.height for each in last) + _end_height(self._area, paper)
        cuts = self._cuts(lines, self._area.bottom - top - head - first.height, whole - self._carry, end)
        pages = []
        for number, (start, stop) in enumerate(zip([0, *cuts], [*cuts, len(lines)], strict=True)):
            page = [first] if number == 0 else [self._sums_up_to(start, BROUGHT)]
            page += lines[start:stop]
            page += last if number == len(cuts) else [self._sums_up_to(stop, CARRIED)]
            pages.append(page)
        return pages

    def _cuts(self, lines: Sequence[Piece], room: float, whole: float, end: float) -> list[int]:
        """With which lines new pages begin; the signatures never stand alone on one."""
        cuts: list[int] = []
        used = 0.0
        for number, line in enumerate(lines):
            if used + line.height + self._carry > room:
                cuts.append(number)
                used, room = 0.0, whole
            used += line.height
        if used + end > room:
            cuts.append(len(lines))
        if cuts:  # one line alone above the signatures gets company
            before = cuts[-2] if len(cuts) > 1 else 0
            cuts[-1] = min(cuts[-1], max(before + 1, len(lines) - 2))
        return cuts

    def _sums_up_to(self, stop: int, words: str) -> Piece:
        lines = self._paper.lines[:stop]
        income = sum(line.income or 0 for line in lines)
        expense = sum(line.expense or 0 for line in lines)
        return self._row(words, income, expense, self._paper.opening + income - expense)


def _note_lines(area: Frame, notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in wrap(drawable(note, ITALIC), ITALIC, _NOTE_SIZE, area.room)]


def _end_height(area: Frame, paper: CashBookPaper) -> float:
    lines = len(_note_lines(area, (*paper.notes, "x"))) + 1
    signing = signers_height(area, paper.signers, _SIGNING_ROOM, _SIGNING_SIZE)
    return _GAP + lines * LEADING * _NOTE_SIZE + 2 * _GAP + signing


def _draw_end(sheet: Sheet, area: Frame, top: float, paper: CashBookPaper, notes: Sequence[str]) -> None:
    """Notes, place and date, signatures under the table."""
    top += _GAP
    for line in _note_lines(area, notes):
        sheet.text(area.left, text_baseline(top, _NOTE_SIZE), line, ITALIC, _NOTE_SIZE)
        top += LEADING * _NOTE_SIZE
    top += _GAP
    wide = area.room / len(paper.signers)
    middle = area.right - max(wide, 70 * PT_PER_MM) / 2
    top = block_lines(sheet, (drawable(paper.place_date, ITALIC),), top, middle, ITALIC, _NOTE_SIZE)
    draw_signers(sheet, area, top, paper.signers, _SIGNING_ROOM, _SIGNING_SIZE)
