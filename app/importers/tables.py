"""What a foreign file contains, as plain values: sheets of numbered rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: One cell: text, number, yes/no, day, time; ``""`` or ``None`` when it is empty.
Cell = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something; ``number`` is the one Excel shows, ``cells`` start at column A."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; rows without content are left out. ``hidden`` sheets are still read.

    ``unclosed`` are the rows of a plain text whose quotation marks do not pair.

    ``column_fonts`` is, column by column from A, the font of most of its text cells, ``""`` where nothing is
    known; it is empty altogether where no old font (``.VnTime``, ``VNI-Times``: domain notes §8.3) occurs
    in the file. ``cell_fonts`` are (row number, column index from 0, font) of the text cells whose font says
    another encoding, or other capitals, than that of their column.
    ``uncomputed`` are (row number, column index) of formulas whose value the file does not hold, and
    ``errors`` those of cells in error, as ``#N/A``; both read as empty. ``unsearched`` says that a very
    long sheet was not searched for either.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    unclosed: tuple[int, ...] = ()
    column_fonts: tuple[str, ...] = ()
    cell_fonts: tuple[tuple[int, int, str], ...] = ()
    uncomputed: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    unsearched: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that was read from one file; ``broken`` are the names of its sheets that could not be read."""

    sheets: tuple[Sheet, ...]
    broken: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """The letter Excel shows for a column counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
