"""What a sheet tells beside its values: the fonts of its texts, formulas without a value, cells in error.

The reading library gives values alone; but whether "Héi" is TCVN3 is told by the font of the cell (domain
notes §8.3). All of it is a hint: where it cannot be read, nothing is known, and the list is read all the
same.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from app.vietnamese.encodings import Encoding, encoding_of_font, is_capitals_font

#: More cells than this are not told one by one.
_MOST_TOLD = 100_000


@dataclass(frozen=True, slots=True)
class Look:
    """The fonts and marks of one sheet, as :class:`app.importers.tables.Sheet` keeps them.

    ``unsearched`` says that the sheet was too long to be searched for marks.
    """

    column_fonts: tuple[str, ...] = ()
    cell_fonts: tuple[tuple[int, int, str], ...] = ()
    uncomputed: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    unsearched: bool = False


#: The look of a sheet, asked for by its name and its place in the book; an empty one when nothing is known.
Looks = Callable[[str, int], Look]


def is_old_font(name: str) -> bool:
    """Whether a font shows TCVN3 or VNI."""
    return encoding_of_font(name) in (Encoding.TCVN3, Encoding.VNI)


@dataclass(slots=True)
class LookWriter:
    """Gathers the fonts of a sheet's text cells, by a key of the reader's own, column by column."""

    most_columns: int
    rows: dict[tuple[int, str], array[int]] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)

    def text(self, row: int, column: int, font: str) -> None:
        """A text cell in this row (from 1) and column (from 0)."""
        try:
            self.rows[column, font].append(row)
        except KeyError:
            if column < self.most_columns:
                self.rows[column, font] = array("Q", (row,))

    def look(self) -> Look:
        """All that was gathered; fonts only where one of them is an old one."""
        return Look(
            *self._fonts(),
            tuple(self.uncomputed[:_MOST_TOLD]),
            tuple(self.errors[:_MOST_TOLD]),
        )

    def _fonts(self) -> tuple[tuple[str, ...], tuple[tuple[int, int, str], ...]]:
        if not any(_kind(font)[0] for _, font in self.rows):
            return (), ()
        main: dict[int, tuple[int, str]] = {}
        for (column, font), rows in self.rows.items():
            main[column] = max(main.get(column, (0, "")), (len(rows), font))
        columns = [main.get(column, (0, ""))[1] for column in range(max(main) + 1)]
        others = [
            (row, column, font)
            for (column, font), rows in self.rows.items()
            if _kind(font) != _kind(columns[column])
            for row in rows
        ]
        return tuple(columns), tuple(sorted(others)[:_MOST_TOLD])


def _kind(font: str) -> tuple[Encoding | None, bool]:
    """What sets the text of two fonts apart: the old encoding, and whether capitals are shown."""
    encoding = encoding_of_font(font)
    return (None if encoding is Encoding.UNICODE else encoding), is_capitals_font(font)
