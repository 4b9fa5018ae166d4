"""A workbook in the making: A4 landscape, the paper's own type, and no trace of the moment it was made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.workbooks.archive import workbook_bytes
from app.documents.workbooks.looks import Looks
from app.documents.workbooks.metrics import (
    FONT,
    MARGIN_BOTTOM,
    MARGIN_HEADER,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    MM_PER_INCH,
)
from app.documents.workbooks.sheet import Sheet

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LONGEST_SHEET_NAME = 31


class Book:
    """Sheets are added in their order; ``made`` is the date that the file's properties tell."""

    def __init__(self, *, title: str, creator: str, made: datetime) -> None:
        self.workbook = Workbook()
        self.looks = Looks(self.workbook)
        self.sheets: list[Sheet] = []
        self.workbook.calculation = CalcProperties(fullCalcOnLoad=True)
        properties = self.workbook.properties
        properties.title = _property(title)
        properties.creator = properties.lastModifiedBy = _property(creator)
        properties.language = "vi-VN"
        properties.created = properties.modified = made

    def sheet(self, title: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet set up for print; ``widths`` of its columns in millimetres."""
        name = sheet_name(title, [sheet.title for sheet in self.sheets])
        if self.sheets:
            page = self.workbook.create_sheet(name)
        else:  # a new workbook has one sheet already
            page = self.workbook.worksheets[0]
            page.title = name
        _set_up(page)
        sheet = Sheet(page, self.looks, widths)
        self.sheets.append(sheet)
        return sheet

    def name_range(self, name: str, sheet: Sheet, area: str) -> None:
        """Give a cell or a range a name that formulas and readers can use."""
        place = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(area)}"
        self.workbook.defined_names[name] = DefinedName(name, attr_text=place)

    def to_bytes(self) -> bytes:
        """The whole file."""
        return workbook_bytes(self.workbook, self.sheets)


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    r"""A name that spreadsheets accept: at most 31 letters, none of ``[]:*?/\``, not yet taken."""
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", title).split()).strip("' ") or "Trang"
    if plain.casefold() == "history":  # reserved by Excel
        plain = "History 1"
    used = {name.casefold() for name in taken}
    name, number = _shorten(plain, _LONGEST_SHEET_NAME), 2
    while name.casefold() in used:
        tail = f" ({number})"
        name = _shorten(plain, _LONGEST_SHEET_NAME - len(tail)) + tail
        number += 1
    return name


def _shorten(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    head = text[: length + 1]
    return (head.rsplit(" ", 1)[0] if " " in head else text[:length]).rstrip(" -–,.'")


def _property(text: str) -> str:
    return " ".join(_NOT_IN_SHEET_NAMES.sub(" ", text).split())[:255]


def _set_up(page: Worksheet) -> None:
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.sheet_format.defaultRowHeight = 15.75
    page.sheet_view.showGridLines = False
    setup, margins, header = page.page_setup, page.page_margins, page.HeaderFooter
    setup.orientation, setup.paperSize = "landscape", 9
    setup.firstPageNumber, setup.useFirstPageNumber = 1, True  # each annex is numbered by itself
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins.left, margins.right = MARGIN_LEFT / MM_PER_INCH, MARGIN_RIGHT / MM_PER_INCH
    margins.top, margins.bottom = MARGIN_TOP / MM_PER_INCH, MARGIN_BOTTOM / MM_PER_INCH
    margins.header = margins.footer = MARGIN_HEADER / MM_PER_INCH
    header.differentFirst = True  # no number on the first page (Nghị định 30/2020/NĐ-CP, Phụ lục I)
    header.oddHeader = HeaderFooterItem(center=_HeaderFooterPart("&P", f"{FONT},Regular", 13))
