"""A table on a page: a header that can be repeated, rows in pieces, headings of groups; all in points.

What stands on which page is for the paper to say: it asks for pieces, puts them where they fit and has them
drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.papers.columns import PADDING, Plan
from app.documents.papers.typesetting import (
    BOLD,
    LEADING,
    REGULAR,
    Sheet,
    drawable,
    text_baseline,
    width,
    wrap,
)
from app.domain.year_report import Column, ColumnKind

#: Free above and below the text of a row, together.
AIR = 4.0
_CENTRED = frozenset({ColumnKind.DATE, ColumnKind.IDENTIFIER, ColumnKind.NUMBER})
_CENTRED_KEYS = frozenset({"gender", "hardship"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, or the heading of a group, and the lines of each cell; sums are bold."""

    number: str
    cells: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...] = ()
    font: str = REGULAR

    @property
    def lines(self) -> int:
        """How many lines the highest cell has."""
        return max(1, len(self.heading), *(len(cell) for cell in self.cells), 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines ``first`` to ``stop`` of a row, and the height they take."""

    row: Row
    first: int
    stop: int
    height: float


class TypesetTable:
    """The header and rows of a table under its plan; ``least`` is the least height of a row."""

    def __init__(self, columns: Sequence[Column], plan: Plan, least: float = 0.0) -> None:
        self._columns = columns
        self.size = plan.size
        self.leading = LEADING * plan.size
        self._edges = [plan.area.left]
        for each in plan.widths:
            self._edges.append(self._edges[-1] + each)
        self._rooms = [each - 2 * PADDING for each in plan.widths]
        self._least = least
        labels = ["STT", *(column.label for column in columns)]
        self._header = tuple(
            wrap(drawable(label, BOLD), BOLD, plan.size, room)
            for label, room in zip(labels, self._rooms, strict=True)
        )
        self.header_height = max(map(len, self._header)) * self.leading + AIR + 2

    def row(self, number: str, texts: Sequence[str], font: str = REGULAR) -> Piece:
        """A row of drawable texts behind its running number."""
        size = self.size
        cells = tuple(
            [
                wrap(text, font, size, room) if text else ()
                for text, room in zip(texts, self._rooms[1:], strict=True)
            ]
        )
        return self._whole(Row(number, cells, font=font))

    def heading(self, label: str) -> Piece:
        """The heading of a group, across the table."""
        inside = self._edges[-1] - self._edges[0] - 2 * PADDING
        return self._whole(Row("", (), wrap(drawable(label, BOLD), BOLD, self.size, inside)))

    def _whole(self, row: Row) -> Piece:
        return self.piece(row, 0, row.lines)

    def piece(self, row: Row, first: int, stop: int) -> Piece:
        """Some lines of a row."""
        height = (stop - first) * self.leading + AIR
        return Piece(row, first, stop, height if row.heading else max(height, self._least))

    def fitting(self, room: float) -> int:
        """How many lines of one row a height holds."""
        return int((room - AIR) / self.leading)

    def draw(self, sheet: Sheet, top: float, page: Sequence[Piece]) -> float:
        """Header, rows and rules; gives where the table ends."""
        edges, size = self._edges, self.size
        for place, lines in enumerate(self._header):
            middle = (edges[place] + edges[place + 1]) / 2
            start = top + (self.header_height - len(lines) * self.leading) / 2
            for line in lines:
                sheet.centred(middle, text_baseline(start, size), line, BOLD, size)
                start += self.leading
        bottom = top + self.header_height
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

    def _draw_heading(self, sheet: Sheet, top: float, piece: Piece) -> None:
        baseline = text_baseline(top + AIR / 2, self.size)
        for line in piece.row.heading[piece.first : piece.stop]:
            sheet.text(self._edges[0] + PADDING, baseline, line, BOLD, self.size)
            baseline += self.leading

    def _draw_row(self, sheet: Sheet, top: float, piece: Piece) -> None:
        size, leading, edges, font = self.size, self.leading, self._edges, piece.row.font
        free = piece.height - AIR
        if piece.first == 0:
            baseline = text_baseline(top + AIR / 2 + self._drop(free, 1), size)
            sheet.centred((edges[0] + edges[1]) / 2, baseline, piece.row.number, REGULAR, size)
        for place, lines in enumerate(piece.row.cells):
            shown = lines[piece.first : piece.stop]
            if not shown:
                continue
            column = self._columns[place]
            left, right = edges[place + 1] + PADDING, edges[place + 2] - PADDING
            baseline = text_baseline(top + AIR / 2 + self._drop(free, len(shown)), size)
            for line in shown:
                if column.kind is ColumnKind.MONEY:
                    x = right - width(line, font, size)
                elif column.kind in _CENTRED or column.key in _CENTRED_KEYS:
                    x = (left + right - width(line, font, size)) / 2
                else:
                    x = left
                sheet.text(x, baseline, line, font, size)
                baseline += leading

    def _drop(self, free: float, lines: int) -> float:
        """How far below the top of its row a cell begins: rows to be signed hold their text in the middle."""
        return (free - lines * self.leading) / 2 if self._least else 0.0
