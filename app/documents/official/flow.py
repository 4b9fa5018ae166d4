"""What stands on which page: things of known height, some of which stay with the next one; in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.documents.papers.blocks import Frame
from app.documents.papers.table import Piece, TypesetTable
from app.documents.papers.typesetting import Sheet


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is never torn: a line, a signature block, or a row of a table.

    ``above`` is left free over it unless it begins a page. ``keep``: the next item stands on the same page.
    """

    height: float
    above: float = 0.0
    keep: bool = False
    draw: Callable[[Sheet, float], None] | None = None
    table: TypesetTable | None = None
    piece: Piece | None = None


def kept(items: Sequence[Item], last: int) -> list[Item]:
    """The items, the ``last`` ones of which stay with what follows them."""
    whole = len(items) - last
    return [replace(item, keep=True) if number >= whole else item for number, item in enumerate(items)]


def table_rows(table: TypesetTable, pieces: Sequence[Piece], area: Frame) -> list[Item]:
    """The rows of a table; the heading of a group stays with its first row.

    A row higher than a page is cut between lines: nothing is ever left out.
    """
    most = table.fitting(area.bottom - area.top - table.header_height)
    items = []
    for piece in pieces:
        parts = [
            table.piece(piece.row, first, min(first + most, piece.stop))
            for first in range(piece.first, piece.stop, most)
        ]
        items += [Item(part.height, keep=bool(part.row.heading), table=table, piece=part) for part in parts]
    return items


class _Page:
    """A page being filled."""

    def __init__(self, room: float) -> None:
        self._room = room
        self.items: list[Item] = []

    def extent(self, items: Sequence[Item]) -> float:
        """The height that the items add to what stands on the page."""
        total = 0.0
        last = self.items[-1] if self.items else None
        for item in items:
            if last is not None:
                total += item.above
            if item.table is not None and (last is None or last.table is not item.table):
                total += item.table.header_height
            total += item.height
            last = item
        return total

    def take(self, items: Sequence[Item]) -> bool:
        """Add the items if they fit."""
        needed = self.extent(items)
        if needed > self._room + 1e-6:
            return False
        self._room -= needed
        self.items += items
        return True


def fill(items: Sequence[Item], area: Frame, top: float) -> list[list[Item]]:
    """The items of each page; the first page begins at ``top``."""
    whole = area.bottom - area.top
    pages = [_Page(area.bottom - top)]
    is_fresh = top <= area.top
    for chain in _chains(items):
        if pages[-1].take(chain):
            continue
        if pages[-1].items or not is_fresh:
            pages.append(_Page(whole))
            is_fresh = True
        if pages[-1].take(chain):
            continue
        for item in chain:  # longer than a page: it has to be parted
            if not pages[-1].take([item]):
                pages.append(_Page(whole))
                pages[-1].take([item])
    return [page.items for page in pages]


def _chains(items: Sequence[Item]) -> list[list[Item]]:
    chains: list[list[Item]] = []
    is_open = False
    for item in items:
        if is_open:
            chains[-1].append(item)
        else:
            chains.append([item])
        is_open = item.keep
    return chains


def draw_items(sheet: Sheet, items: Sequence[Item], top: float) -> None:
    """Draw the items of a page from ``top`` down; the rows of a table under its header."""
    number = 0
    while number < len(items):
        item = items[number]
        if number:
            top += item.above
        if item.table is None:
            if item.draw is not None:
                item.draw(sheet, top)
            top += item.height
            number += 1
            continue
        rows = []
        while number < len(items) and items[number].table is item.table:
            piece = items[number].piece
            if piece is not None:
                rows.append(piece)
            number += 1
        top = item.table.draw(sheet, top, rows)
