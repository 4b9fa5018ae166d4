"""How a table stands on paper: which page, which size of type, how wide each column; all in points.

Every cell is measured once, so the work grows with the rows and no faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents.fonts import face
from app.documents.papers.blocks import Frame, frame
from app.documents.papers.typesetting import BOLD, PT_PER_MM, REGULAR, drawable
from app.documents.papers.values import PageShape
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.numbers import group

#: Free at each side of a cell's text.
PADDING = 1.3 * PT_PER_MM
#: Columns of people's names: a name stays in one line when it is no longer than this (em).
NAME_KEYS = frozenset({"full_name", "name", "ten"})
_LONGEST_NAME = 15.0
#: A text that is seldom longer than this stays in one line (em); the usual room of a longer one.
_SHORT, _LONG = 8.5, 15.0
#: No word claims more than this; a longer one is broken (em).
_LONGEST_WORD = 12.0
_UNBROKEN = frozenset({ColumnKind.DATE, ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.IDENTIFIER})

_A4, _A4_LYING, _A3_LYING = (210.0, 297.0), (297.0, 210.0), (420.0, 297.0)
_SIZES_TRIED = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_SMALLEST = 7.0
#: From 10.5 pt on type must give the columns all they like; smaller type so much of it, beyond the least.
_CONTENT = {10.0: 0.7, 9.5: 0.6, 9.0: 0.5, 8.5: 0.3, 8.0: 0.0}
_LARGE_CONTENT = 0.6


def cell_texts(table: ListTable) -> list[list[str]]:
    """What the cells of a list show on paper, row by row."""
    kinds = [column.kind for column in table.columns]
    return [[_cell_text(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows]


def _cell_text(value: Cell, kind: ColumnKind) -> str:
    """What a cell shows on paper; days as "05/01/2024", at the precision that is known."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int):
        return str(value) if kind is ColumnKind.IDENTIFIER else group(value)
    return drawable(value)


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen page, size of type and widths (the column of running numbers first)."""

    area: Frame
    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a column needs at least, would like, and at most can use: em of text, without padding."""

    least: float
    liked: float
    most: float
    blank: float = 0.0


def plan_columns(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    shape: PageShape,
    *,
    by_hand: bool = False,
    large: bool = False,
) -> Plan:
    """Choose page, size and widths for drawable texts, given row by row.

    ``by_hand``: empty columns are written in by hand and keep the width they ask for. ``large``: the type is
    kept large, though texts then take more lines.
    """
    numbers = max(face(REGULAR).advance(str(len(cells) or 1)), face(BOLD).advance("STT")) + 0.2
    wishes = [_Wish(numbers, numbers, numbers)]
    for place, column in enumerate(columns):
        wish = _wish(column, {row[place] for row in cells})
        is_blank = by_hand and not any(row[place] for row in cells)
        wishes.append(replace(wish, blank=column.width * PT_PER_MM) if is_blank else wish)
    for wide, high, sizes in _trials(shape):
        area = frame(wide, high)
        for size in sizes:
            content = _LARGE_CONTENT if large else _CONTENT.get(size, 1.0)
            found = _widths(wishes, size, area.room, content)
            if found is not None:
                return Plan(area, size, found)
    area = frame(*_trials(shape)[-1][:2])
    return Plan(area, _SMALLEST, _forced(wishes, _SMALLEST, area.room))


def sheet_widths(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], size: float, *, by_hand: bool
) -> list[float]:
    """Widths in millimetres for a sheet in type of ``size`` that print makes smaller to fit its page."""
    plan = plan_columns(columns, cells, PageShape.A4_LANDSCAPE, by_hand=by_hand)
    # A spreadsheet sets a little wider than a printer and asks for more room beside the text.
    return [each / PT_PER_MM * size / plan.size * 1.06 + 1.0 for each in plan.widths]


def _trials(shape: PageShape) -> list[tuple[float, float, tuple[float, ...]]]:
    if shape is PageShape.A4_PORTRAIT:
        return [(*_A4, _SIZES_TRIED)]
    if shape is PageShape.A4_LANDSCAPE:
        return [(*_A4_LYING, _SIZES_TRIED)]
    if shape is PageShape.A3_LANDSCAPE:
        return [(*_A3_LYING, _SIZES_TRIED)]
    return [(*_A4, _SIZES_TRIED[:3]), (*_A4_LYING, _SIZES_TRIED)]


def _wish(column: Column, seen: set[str]) -> _Wish:
    advance, bold = face(REGULAR).advance, face(BOLD).advance
    label = column.label
    label_word = max(map(bold, label.split()), default=0.0)
    seen.discard("")
    if not seen:
        return _Wish(label_word, label_word, label_word)
    naturals = sorted(max(map(advance, text.split("\n"))) for text in seen)
    most = naturals[-1]
    if column.kind in _UNBROKEN:
        least = max(min(most, _LONGEST_WORD), label_word)
        return _Wish(least, least, max(least, most))
    word = max(max(map(advance, text.split())) for text in seen)
    least = max(min(word, _LONGEST_WORD), label_word)
    if column.key in NAME_KEYS:
        least = max(least, max((each for each in naturals if each <= _LONGEST_NAME), default=_LONGEST_NAME))
        return _Wish(least, least, max(least, most))
    usual = naturals[int(len(naturals) * 0.9)]
    liked = usual if usual <= _SHORT else min(max(_SHORT, usual * 0.6), _LONG)
    liked = max(least, liked, min(bold(label), 5.0))
    return _Wish(least, liked, max(liked, most))


def _pads(wishes: Sequence[_Wish]) -> float:
    return 2 * PADDING * len(wishes)


def _widths(wishes: Sequence[_Wish], size: float, room: float, content: float) -> tuple[float, ...] | None:
    """The widths at this size; None when the columns would get less than ``content`` of what they like."""
    least = [max(wish.least * size, wish.blank) for wish in wishes]
    liked = [max(wish.liked * size, wish.blank) for wish in wishes]
    free = room - _pads(wishes) - sum(least)
    wanted = sum(liked) - sum(least)
    if free < wanted * content:
        return None
    if free < wanted:
        return tuple(a + (b - a) * free / wanted + 2 * PADDING for a, b in zip(least, liked, strict=True))
    # What is left goes first to texts that would then need fewer lines, then to all but the numbers.
    left = free - wanted
    most = [max(wish.most * size, each) for wish, each in zip(wishes, liked, strict=True)]
    longer = sum(most) - sum(liked)
    if longer > 0:
        share = min(1.0, left / longer)
        liked = [a + (b - a) * share for a, b in zip(liked, most, strict=True)]
        left -= longer * share
    if len(liked) > 1 and left > 0:
        total = sum(liked[1:])
        liked = [liked[0], *(each * (1 + left / total) for each in liked[1:])]
    return tuple(each + 2 * PADDING for each in liked)


def _forced(wishes: Sequence[_Wish], size: float, room: float) -> tuple[float, ...]:
    """Too many columns for any size: all made narrower alike; words are then broken, never lost."""
    least = [wish.least * size + 2 * PADDING for wish in wishes]
    return tuple(each * room / sum(least) for each in least)
