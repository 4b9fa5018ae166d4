"""A list as PDF: heading, title, a table whose header stands on every page, total and signatures.

A row is never torn between pages unless it is longer than a page; the signatures never stand alone on one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.papers.blocks import (
    Frame,
    draw_foot,
    draw_heading,
    draw_page_number,
    draw_signatures,
    draw_title,
    signatures_height,
)
from app.documents.papers.columns import Plan, cell_texts, plan_columns
from app.documents.papers.table import Piece, TypesetTable
from app.documents.papers.typesetting import (
    ITALIC,
    LEADING,
    PT_PER_MM,
    Paper,
    Sheet,
    drawable,
    text_baseline,
    wrap,
)
from app.documents.papers.values import ListPaper
from app.domain.year_report import Column
from app.progress import Progress, Silent

_TOTAL_SIZE = 12.0
_ABOVE_SIGNATURES = 8.0


@dataclass(frozen=True, slots=True)
class _Block:
    """A row with the heading of the group that it begins: the two never stand on different pages."""

    heading: Piece | None
    row: Piece

    @property
    def height(self) -> float:
        return self.row.height + (self.heading.height if self.heading else 0.0)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (self.heading, self.row) if self.heading else (self.row,)

    @property
    def lines(self) -> int:
        return self.row.stop - self.row.first


def render_list_pdf(paper: ListPaper, *, progress: Progress | None = None) -> bytes:
    """The bytes of the PDF; ``progress`` is told of rows."""
    return render_lists_pdf((paper,), progress=progress)


def render_lists_pdf(papers: Sequence[ListPaper], *, progress: Progress | None = None) -> bytes:
    """One PDF of several lists, at least one, each on pages of its own; it is titled as the first."""
    book = Paper()
    for paper in papers:
        _add(book, paper, progress or Silent())
    first = papers[0]
    return book.to_bytes(title=first.table.title, author=first.heading[-1] if first.heading else "")


def _add(book: Paper, paper: ListPaper, listener: Progress) -> None:
    """Add the pages of a list, numbered from 1."""
    columns = paper.table.columns
    texts = cell_texts(paper.table)
    plan = plan_columns(columns, texts, paper.shape, by_hand=paper.least_row > 0)
    table = _Table(paper, columns, plan)
    blocks = table.blocks(texts)
    sheet = Sheet(book, plan.area.width, plan.area.height)
    top = draw_heading(sheet, plan.area, paper.heading)
    top = draw_title(sheet, plan.area, top, paper.table.title, paper.table.subtitle.split("\n"))
    pages = table.pages(blocks, top)
    done = 0
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet = Sheet(book, plan.area.width, plan.area.height)
            top = plan.area.top
        draw_page_number(sheet, plan.area, number)
        draw_foot(sheet, plan.area, paper.foot)
        end = table.draw(sheet, top, page)
        if number == len(pages):
            table.draw_end(sheet, end)
        book.add(sheet, f"{number}")
        done += len(page)
        if number % 10 == 0:
            listener.step(done, len(blocks), "Đang vẽ trang")


class _Table:
    """The table of a paper under its plan, and which rows stand on which page."""

    def __init__(self, paper: ListPaper, columns: Sequence[Column], plan: Plan) -> None:
        self._paper = paper
        self._area: Frame = plan.area
        self._table = TypesetTable(columns, plan, paper.least_row * PT_PER_MM)
        self._total = wrap(drawable(paper.total, ITALIC), ITALIC, _TOTAL_SIZE, plan.area.room)
        self._end_height = LEADING * _TOTAL_SIZE * max(1, len(self._total)) + _ABOVE_SIGNATURES + 5
        self._end_height += signatures_height(plan.area, paper.signature)

    def blocks(self, texts: Sequence[Sequence[str]]) -> list[_Block]:
        """The rows with the lines of their cells, each under the heading that it begins."""
        groups = {each.first: each.label for each in self._paper.groups}
        found = []
        for number, row in enumerate(texts):
            heading = self._table.heading(groups[number]) if number in groups else None
            found.append(_Block(heading, self._table.row(str(number + 1), row)))
        return found

    def _cut(self, block: _Block, count: int) -> tuple[_Block, _Block]:
        """The first ``count`` lines of a row, and the rest of it."""
        row, at = block.row.row, block.row.first + count
        first = _Block(block.heading, self._table.piece(row, block.row.first, at))
        return first, _Block(None, self._table.piece(row, at, block.row.stop))

    def _fitting(self, block: _Block, room: float) -> int:
        """How many lines of a row fit, under its heading."""
        return self._table.fitting(room - (block.height - block.row.height))

    def pages(self, blocks: Sequence[_Block], top: float) -> list[list[_Block]]:
        """The blocks of each page; the first page begins its table at ``top``."""
        whole = self._area.bottom - self._area.top - self._table.header_height
        room = self._area.bottom - top - self._table.header_height
        pages: list[list[_Block]] = [[]]
        used = 0.0
        for block in blocks:
            while used + block.height > room:
                if block.height > whole or not pages[-1]:
                    # Longer than any page, or than the first one: it fills this one and goes on on the next.
                    count = min(self._fitting(block, room - used), block.lines - 1)
                    if count >= min(2, block.lines - 1) > 0:
                        part, block = self._cut(block, count)  # noqa: PLW2901 - the rest of it
                        pages[-1].append(part)
                    elif not pages[-1] and room == whole:
                        break  # higher than a page and not to be cut: no page holds it better
                pages.append([])
                used, room = 0.0, whole
            pages[-1].append(block)
            used += block.height
        if used + self._end_height > room:
            self._carry(pages, whole - self._end_height)
        elif len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 2:
            # One row alone with the signatures gets company.
            both = pages[-2][-1].height + pages[-1][0].height
            if both <= whole - self._end_height:
                pages[-1].insert(0, pages[-2].pop())
        return pages

    def _carry(self, pages: list[list[_Block]], space: float) -> None:
        """Begin another page for the signatures; two rows go with them, or what there is room for."""
        last = pages[-1]
        moved: list[_Block] = []
        while last and len(moved) < 2 and sum(each.height for each in moved) + last[-1].height <= space:
            moved.insert(0, last.pop())
        if not moved or (not last and len(moved) == 1 and len(pages) == 1):
            # The last lines of a long row go along, or of the only row: the first page is not left empty.
            block = moved.pop() if moved else last.pop()
            if block.lines > 1:
                count = max(1, min(self._fitting(block, space), block.lines // 2))
                part, block = self._cut(block, block.lines - count)
                last.append(part)
            moved = [block]
        elif not last and len(pages) == 1:
            last.append(moved.pop(0))
        pages.append(moved)

    def draw(self, sheet: Sheet, top: float, page: Sequence[_Block]) -> float:
        """Header, rows and rules; gives where the table ends."""
        return self._table.draw(sheet, top, [piece for block in page for piece in block.pieces])

    def draw_end(self, sheet: Sheet, top: float) -> None:
        """Total and signatures under the table."""
        paper = self._paper
        top += 5
        for line in self._total or ("",):
            sheet.text(self._area.left, text_baseline(top, _TOTAL_SIZE), line, ITALIC, _TOTAL_SIZE)
            top += LEADING * _TOTAL_SIZE
        top += _ABOVE_SIGNATURES
        draw_signatures(sheet, self._area, top, paper.signature)
