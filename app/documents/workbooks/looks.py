"""How a cell looks, as a value, and the number under which the workbook keeps that look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from app.documents.workbooks.metrics import FONT

Align = Literal["left", "center", "right"]
VerticalAlign = Literal["top", "center", "bottom"]

MONEY = "#,##0"
DIFFERENCE = "+#,##0;-#,##0;0"
DATE = "dd/mm/yyyy"
TEXT = "@"
#: A grey that a laser printer shows as a tint and a screen as paper.
HEADER_FILL = "F2F2F2"

_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Look:
    """Type size in points, weight, place in the cell, number format, border and tint of a cell."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    vertical: VerticalAlign = "center"
    wrap: bool = True
    indent: int = 0
    boxed: bool = False
    fill: str = ""
    number_format: str = "General"
    quoted: bool = False


CELL = Look(boxed=True)
CENTRED = replace(CELL, align="center")
#: Indented at the right, so that a figure does not touch the words of the next column.
AMOUNT = replace(CELL, align="right", indent=1, wrap=False, number_format=MONEY)
HEADER = replace(CENTRED, bold=True, fill=HEADER_FILL)


class Looks:
    """The looks of one workbook; asking twice for the same look gives the same number."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[Look, int] = {}
        face = Font(name=FONT, size=12, family=1)
        # The first font of a workbook is the unit of its column widths: it has to be the paper's own.
        workbook._fonts = IndexedList([face])  # type: ignore[attr-defined]  # noqa: SLF001
        workbook._named_styles["Normal"].font = face  # type: ignore[attr-defined]  # noqa: SLF001

    def number(self, look: Look) -> int:
        """The index of a look in the workbook's styles."""
        known = self._known.get(look)
        if known is not None:
            return known
        cell = Cell(self._workbook.worksheets[0], row=1, column=1)
        cell.font = Font(name=FONT, size=look.size, family=1, bold=look.bold, italic=look.italic)
        cell.alignment = Alignment(
            horizontal=look.align, vertical=look.vertical, wrap_text=look.wrap or None, indent=look.indent
        )
        if look.boxed:
            cell.border = _BOX
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        cell.number_format = look.number_format
        if look.quoted:
            cell._style.quotePrefix = 1  # type: ignore[attr-defined]  # noqa: SLF001
        self._known[look] = number = cell.style_id
        return number
