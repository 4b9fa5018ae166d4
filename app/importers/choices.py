"""What the user decides about an import: sheets, header rows, columns, and what becomes of single rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.vietnamese.encodings import Encoding


class Decision(StrEnum):
    """What the user decides for one row, whatever the plan proposed."""

    ADD = "add"
    UPDATE = "update"
    LEAVE = "leave"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Decision.ADD: "Thêm là người mới",
            Decision.UPDATE: "Cập nhật hội viên có sẵn",
            Decision.LEAVE: "Để lại, không nhập",
        }[self]


@dataclass(frozen=True, slots=True)
class RowDecision:
    """A decision for the row with Excel's number ``row``.

    ``sheet`` may be "" where only one sheet read has such a row. ``member_id`` is the member to UPDATE;
    left out, it is the one the plan found.
    """

    sheet: str
    row: int
    decision: Decision
    member_id: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the user says of the column ``letter``; ``sheet`` "" means every sheet that is read.

    ``field`` ``None`` is as found, "" leaves the column out. ``encoding`` ``None`` is as found.
    ``remembered`` is a choice of an earlier import of the same form: it gives way to one made now.
    """

    sheet: str
    letter: str
    field: str | None = None
    encoding: Encoding | None = None
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """All that the user decided; the default leaves everything to the program.

    ``sheets`` are the names of the sheets to read. ``header_rows`` pairs a sheet's name with the Excel number
    of its header row.
    """

    sheets: tuple[str, ...] | None = None
    header_rows: tuple[tuple[str, int], ...] = ()
    columns: tuple[ColumnChoice, ...] = ()
    rows: tuple[RowDecision, ...] = ()

    @property
    def remembered(self) -> bool:
        """Whether columns were chosen at an earlier import of the same form."""
        return any(each.remembered for each in self.columns)

    def header_row(self, sheet: str) -> int | None:
        """The chosen header row of a sheet; a pair with "" counts for every sheet."""
        return next((row for name, row in self.header_rows if name in (sheet, "")), None)

    def columns_of(self, sheet: str) -> tuple[ColumnChoice, ...]:
        """The choices for the columns of a sheet, the strongest first.

        What is chosen now stands before what was remembered, what names the sheet before what names none.
        """
        mine = [each for each in self.columns if each.sheet in (sheet, "")]
        return tuple(sorted(mine, key=lambda each: (each.remembered, each.sheet == "")))


#: Everything is left to the program.
AS_FOUND = ImportChoices()


class DecidedBy(StrEnum):
    """What told in which letters a column's text was stored."""

    LETTERS = "letters"
    FONT = "font"
    CHOICE = "choice"
    REMEMBERED = "remembered"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            DecidedBy.LETTERS: "theo chữ trong cột",
            DecidedBy.FONT: "theo phông chữ",
            DecidedBy.CHOICE: "bạn chọn",
            DecidedBy.REMEMBERED: "đã chọn lần trước",
        }[self]


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """One sheet of the file: how many rows hold something, where its header is, whether it is read and why.

    ``header_row`` is ``None`` where no header was found; ``reason`` is one sentence.
    """

    name: str
    rows: int
    header_row: int | None
    chosen: bool
    reason: str
