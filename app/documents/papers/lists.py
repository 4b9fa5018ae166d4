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
    text_baseline,
)
from app.documents.papers.columns import PADDING, Plan, cell_texts, plan_columns
from app.documents.papers.typesetting import (
    BOLD,
    ITALIC,
    LEADING,
    PT_PER_MM,
    REGULAR,
    Paper,
    Sheet,
    drawable,
    width,
    wrap,
)
from app.documents.papers.values import ListPaper
from app.domain.year_report import Column, ColumnKind
from app.progress import Progress, Silent

#: Free above and below the text of a row, together.
_AIR = 4.0
_TOTAL_SIZE = 12.0
_ABOVE_SIGNATURES = 8.0
_CENTRED = frozenset({ColumnKind.DATE, ColumnKind.IDENTIFIER, ColumnKind.NUMBER})
_CENTRED_KEYS = frozenset({"gender", "hardship"})
_TELL_EVERY = 250


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its number, or the heading of a group, and the lines of each cell."""

    number: str
    cells: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        return max(1, len(self.heading), *(len(cell) for cell in self.cells), 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The lines ``first`` to ``stop`` of a row, and the height they take."""

    row: _Row
    first: int
    stop: int
    height: float


@dataclass(frozen=True, slots=True)
class _Block:
    """A row with the heading of the group that it begins: the two never stand on different pages."""

    heading: _Piece | None
    row: _Piece

    @property
    def height(self) -> float:
        return self.row.height + (self.heading.height if self.heading else 0.0)

    @property
    def pieces(self) -> tuple[_Piece, ...]:
        return (self.heading, self.row) if self.heading else (self.row,)

    @property
    def lines(self) -> int:
        return self.row.stop - self.row.first


def render_list_pdf(paper: ListPaper, *, progress: Progress | None = None) -> bytes:
    """The bytes of the PDF; ``progress`` is told of rows."""
    listener = progress or Silent()
    columns = paper.table.columns
    texts = cell_texts(paper.table)
    plan = plan_columns(columns, texts, paper.shape, by_hand=paper.least_row > 0)
    book = Paper()
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
        end = table.draw(sheet, top, [piece for block in page for piece in block.pieces])
        if number == len(pages):
            table.draw_end(sheet, end)
        book.add(sheet, f"{number}")
        done += len(page)
        if number % 10 == 0:
            listener.step(done, len(blocks), "Đang vẽ trang")
    author = paper.heading[-1] if paper.heading else ""
    return book.to_bytes(title=paper.table.title, author=author)


class _Table:
    """The table of a paper under its plan."""

    def __init__(self, paper: ListPaper, columns: Sequence[Column], plan: Plan) -> None:
        self._paper, self._columns, self._plan = paper, columns, plan
        self._area: Frame = plan.area
        self._size = plan.size
        self._leading = LEADING * plan.size
        self._edges = [plan.area.left]
        for each in plan.widths:
            self._edges.append(self._edges[-1] + each)
        self._rooms = [each - 2 * PADDING for each in plan.widths]
        self._least = paper.least_row * PT_PER_MM
        labels = ["STT", *(column.label for column in columns)]
        self._header = tuple(
            wrap(drawable(label, BOLD), BOLD, plan.size, room)
            for label, room in zip(labels, self._rooms, strict=True)
        )
        self._header_height = max(map(len, self._header)) * self._leading + _AIR + 2
        self._end_height = LEADING * _TOTAL_SIZE + _ABOVE_SIGNATURES + 5
        self._end_height += signatures_height(plan.area, paper.signature)

    # ---------------------------------------------------------------- what stands on which page

    def blocks(self, texts: Sequence[Sequence[str]]) -> list[_Block]:
        """The rows with the lines of their cells, each under the heading that it begins."""
        size, rooms = self._size, self._rooms[1:]
        groups = {each.first: each.label for each in self._paper.groups}
        inside = self._area.room - 2 * PADDING
        found = []
        for number, row in enumerate(texts):
            heading = None
            if number in groups:
                label = wrap(drawable(groups[number], BOLD), BOLD, size, inside)
                heading = self._whole(_Row("", (), label))
            cells = tuple(
                [
                    wrap(text, REGULAR, size, room) if text else ()
                    for text, room in zip(row, rooms, strict=True)
                ]
            )
            found.append(_Block(heading, self._whole(_Row(str(number + 1), cells))))
        return found

    def _whole(self, row: _Row) -> _Piece:
        return self._piece(row, 0, row.lines)

    def _piece(self, row: _Row, first: int, stop: int) -> _Piece:
        height = (stop - first) * self._leading + _AIR
        return _Piece(row, first, stop, height if row.heading else max(height, self._least))

    def _cut(self, block: _Block, count: int) -> tuple[_Block, _Block]:
        """The first ``count`` lines of a row, and the rest of it."""
        row, at = block.row.row, block.row.first + count
        first = _Block(block.heading, self._piece(row, block.row.first, at))
        return first, _Block(None, self._piece(row, at, block.row.stop))

    def _fitting(self, block: _Block, room: float) -> int:
        """How many lines of a row fit, under its heading."""
        return int((room - (block.height - block.row.height) - _AIR) / self._leading)

    def pages(self, blocks: Sequence[_Block], top: float) -> list[list[_Block]]:
        """The blocks of each page; the first page begins its table at ``top``."""
        whole = self._area.bottom - self._area.top - self._header_height
        room = self._area.bottom - top - self._header_height
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

    # ---------------------------------------------------------------- drawing

    def draw(self, sheet: Sheet, top: float, page: Sequence[_Piece]) -> float:
        """Header, rows and rules; gives where the table ends."""
        edges, size = self._edges, self._size
        for place, lines in enumerate(self._header):
            middle = (edges[place] + edges[place + 1]) / 2
            start = top + (self._header_height - len(lines) * self._leading) / 2
            for line in lines:
                sheet.centred(middle, text_baseline(start, size), line, BOLD, size)
                start += self._leading
        bottom = top + self._header_height
        sheet.rule(edges[0], top, edges[-1], top)
        sheet.rule(edges[0], bottom, edges[-1], bottom)
        uprights = top  # where the inner uprights of the present run of rows begin
        for piece in page:
            if piece.row.heading:
                self._uprights(sheet, uprights, bottom)
                self._draw_heading(sheet, bottom, piece)
                uprights = bottom + piece.height
            else:
                self._draw_row(sheet, bottom, piece)
            bottom += piece.height
            sheet.rule(edges[0], bottom, edges[-1], bottom)
        self._uprights(sheet, uprights, bottom)
        for edge in (edges[0], edges[-1]):
            sheet.rule(edge, top, edge, bottom)
        return bottom

    def _uprights(self, sheet: Sheet, top: float, bottom: float) -> None:
        if bottom > top:
            for edge in self._edges[1:-1]:
                sheet.rule(edge, top, edge, bottom)

    def _draw_heading(self, sheet: Sheet, top: float, piece: _Piece) -> None:
        baseline = text_baseline(top + _AIR / 2, self._size)
        for line in piece.row.heading[piece.first : piece.stop]:
            sheet.text(self._edges[0] + PADDING, baseline, line, BOLD, self._size)
            baseline += self._leading

    def _draw_row(self, sheet: Sheet, top: float, piece: _Piece) -> None:
        size, leading, edges = self._size, self._leading, self._edges
        free = piece.height - _AIR
        if piece.first == 0:
            baseline = text_baseline(top + _AIR / 2 + self._drop(free, 1), size)
            sheet.centred((edges[0] + edges[1]) / 2, baseline, piece.row.number, REGULAR, size)
        for place, lines in enumerate(piece.row.cells):
            shown = lines[piece.first : piece.stop]
            if not shown:
                continue
            column = self._columns[place]
            left, right = edges[place + 1] + PADDING, edges[place + 2] - PADDING
            baseline = text_baseline(top + _AIR / 2 + self._drop(free, len(shown)), size)
            for line in shown:
                if column.kind is ColumnKind.MONEY:
                    x = right - width(line, REGULAR, size)
                elif column.kind in _CENTRED or column.key in _CENTRED_KEYS:
                    x = (left + right - width(line, REGULAR, size)) / 2
                else:
                    x = left
                sheet.text(x, baseline, line, REGULAR, size)
                baseline += leading

    def _drop(self, free: float, lines: int) -> float:
        """How far below the top of its row a cell begins: rows to be signed hold their text in the middle."""
        return (free - lines * self._leading) / 2 if self._least else 0.0

    def draw_end(self, sheet: Sheet, top: float) -> None:
        """Total and signatures under the table."""
        paper = self._paper
        baseline = text_baseline(top + 5, _TOTAL_SIZE)
        sheet.text(self._area.left, baseline, drawable(paper.total, ITALIC), ITALIC, _TOTAL_SIZE)
        top += 5 + LEADING * _TOTAL_SIZE + _ABOVE_SIGNATURES
        draw_signatures(sheet, self._area, top, paper.signature)
