"""One sheet while it is being written, from the top to the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.chart._chart import ChartBase
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.workbooks.cells import blank_xml, live_xml, number_xml, serial, text_xml
from app.documents.workbooks.looks import Look, Looks
from app.documents.workbooks.metrics import column_width


@dataclass(frozen=True, slots=True)
class Live:
    """A formula without its equals sign, and the amount (or text) that it gives."""

    formula: str
    amount: float | str


Value = str | int | date | Live | None


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A drawn line: from ``left`` millimetres, at the top of a row, ``length`` millimetres long."""

    left: float
    row: int
    length: float


class Sheet:
    """Rows go in from the top to the bottom; ``widths`` of the columns are millimetres."""

    def __init__(self, page: Worksheet, looks: Looks, widths: Sequence[float]) -> None:
        self.page = page
        self.looks = looks
        self.widths = tuple(widths)
        self.rows: list[str] = []
        self.heights: list[float] = []
        self.streamed: Iterable[str] = ()
        self.streamed_count = 0
        self.last_rows: list[str] = []
        self.lines: list[DrawnLine] = []
        self.charts: list[ChartBase] = []
        self.breaks: set[int] = set()
        self.merged: list[str] = []
        self.text_ranges: list[str] = []
        for number, width in enumerate(self.widths, 1):
            page.column_dimensions[get_column_letter(number)].width = column_width(width)

    @property
    def title(self) -> str:
        """The name on the sheet's tab."""
        return str(self.page.title)

    @property
    def next_row(self) -> int:
        """The number of the row that is added next."""
        return self.last_row + 1

    @property
    def last_row(self) -> int:
        """The number of the last row, streamed ones counted."""
        return len(self.rows) + self.streamed_count + len(self.last_rows)

    @property
    def columns(self) -> int:
        """How many columns the page is laid out on."""
        return len(self.widths)

    def add(self, cells: Iterable[tuple[int, Value, Look]], height: float, *, fixed: bool = True) -> int:
        """Add one row of (column, value, look); ``height`` in points. Gives the row's number.

        A row that is not ``fixed`` still grows by itself when somebody types more into it.
        """
        row = self.next_row
        self.add_xml(
            "".join(
                [
                    self._cell(f"{get_column_letter(column)}{row}", value, look)
                    for column, value, look in cells
                ]
            ),
            height,
            fixed=fixed,
        )
        return row

    def add_xml(self, cells: str, height: float, *, fixed: bool = False) -> None:
        """Add one row whose cells are written already."""
        kept = ' customHeight="1"' if fixed else ""
        rows = self.last_rows if self.streamed_count else self.rows
        rows.append(f'<row r="{self.next_row}" ht="{height:g}"{kept}>{cells}</row>')
        self.heights.append(height)

    def stream(self, rows: Iterable[str], count: int) -> None:
        """Leave ``count`` rows to be written while the file is saved; none is kept. Others may follow."""
        self.streamed = rows
        self.streamed_count = count

    def space(self, height: float) -> int:
        """Add an empty row."""
        return self.add((), height)

    def merge(self, row: int, first: int, last: int) -> None:
        """Make one cell of the columns from ``first`` to ``last``."""
        if last > first:
            self.merged.append(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")

    def break_before(self, row: int) -> None:
        """Begin a new printed page with this row."""
        self.breaks.add(row)
        self.page.row_breaks.append(Break(id=row - 1))

    def width_of(self, first: int, last: int) -> float:
        """Millimetres from the left edge of one column to the right edge of another."""
        return sum(self.widths[first - 1 : last])

    def _cell(self, place: str, value: Value, look: Look) -> str:
        style = self.looks.number(look)
        if value is None:
            return blank_xml(place, style)
        if isinstance(value, Live):
            return live_xml(place, style, value.formula, value.amount)
        if isinstance(value, date):
            return number_xml(place, style, serial(value))
        if isinstance(value, int):
            return number_xml(place, style, value)
        return text_xml(place, style, value)
