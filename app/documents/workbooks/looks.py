"""How a cell looks, as a value, and the number under which the workbook keeps that look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList

from app.documents.workbooks.metrics import FONT

Align = Literal["left", "center", "right"]
VerticalAlign = Literal["top", "center", "bottom"]

MONEY = "#,##0"
DIFFERENCE = "+#,##0;-#,##0;0"
PERCENT = "0.0%"
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
        self._parts: dict[tuple[object, ...], int] = {}
        face = Font(name=FONT, size=12, family=1)
        # The first font of a workbook is the unit of its column widths: it has to be the paper's own.
        workbook._fonts = IndexedList([face])  # type: ignore[attr-defined]  # noqa: SLF001
        workbook._named_styles["Normal"].font = face  # type: ignore[attr-defined]  # noqa: SLF001

    def number(self, look: Look) -> int:
        """The index of a look in the workbook's styles."""
        known = self._known.get(look)
        if known is None:
            known = self._known[look] = self._add(look)
        return known

    def _add(self, look: Look) -> int:
        cell = Cell(self._workbook.worksheets[0], row=1, column=1)
        style = cell._style = StyleArray()  # type: ignore[attr-defined]  # noqa: SLF001
        # openpyxl finds a part of a style by hashing all of it, slowly: each part is looked for once.
        parts = self._parts
        face = ("font", look.size, look.bold, look.italic)
        if face in parts:
            style.fontId = parts[face]
        else:
            cell.font = Font(name=FONT, size=look.size, family=1, bold=look.bold, italic=look.italic)
            parts[face] = style.fontId
        place = ("alignment", look.align, look.vertical, look.wrap, look.indent)
        if place in parts:
            style.alignmentId = parts[place]
        else:
            cell.alignment = Alignment(
                horizontal=look.align, vertical=look.vertical, wrap_text=look.wrap or None, indent=look.indent
            )
            parts[place] = style.alignmentId
        if look.boxed:
            if ("box",) in parts:
                style.borderId = parts["box",]
            else:
                cell.border = _BOX
                parts["box",] = style.borderId
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        if look.number_format != "General":
            cell.number_format = look.number_format
        style.quotePrefix = int(look.quoted)
        return cell.style_id
