"""The .xlsx archive: our rows between openpyxl's head and tail of each sheet, undated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.related import Related
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, SubElement

from app.documents.workbooks.metrics import EMU_PER_MM
from app.documents.workbooks.sheet import DrawnLine, Sheet

#: Every part carries the earliest date an archive knows, so that nothing tells when it was made.
_ARCHIVE_DATE = (1980, 1, 1, 0, 0, 0)
_ROWS_AT_ONCE = 512
#: As one or the other of the XML libraries writes it that openpyxl may find.
_NO_ROWS = re.compile(rb"<sheetData ?/>")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def workbook_bytes(workbook: Workbook, sheets: Sequence[Sheet]) -> bytes:
    """The whole file."""
    out = BytesIO()
    with _Archive(out, "w", ZIP_DEFLATED) as archive:
        _BookWriter(workbook, archive, {sheet.title: sheet for sheet in sheets}).write_data()
    return out.getvalue()


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name, _ARCHIVE_DATE)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0  # the same bytes on Windows and elsewhere
    return info


class _Archive(ZipFile):
    """An archive whose parts all carry the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *arguments: Any, **options: Any) -> None:
        if isinstance(zinfo_or_arcname, str):
            zinfo_or_arcname = _part(zinfo_or_arcname)
        super().writestr(zinfo_or_arcname, data, *arguments, **options)


class _Drawing(SpreadsheetDrawing):
    """Charts, and the rules of the heading as real lines, exactly as long as they have to be."""

    __elements__ = SpreadsheetDrawing.__elements__  # openpyxl forgets them in a subclass

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.charts = list(sheet.charts)
        self.sheet = sheet

    def __bool__(self) -> bool:
        return bool(self.charts or self.sheet.lines)

    def __hash__(self) -> int:
        return id(self)

    def _write(self) -> Element:
        tree: Element = super()._write()  # type: ignore[misc]
        for number, line in enumerate(self.sheet.lines, len(self.charts) + 1):
            tree.append(_drawn(line, self.sheet.widths, number))
        return tree


def _drawn(line: DrawnLine, widths: Sequence[float], number: int) -> Element:
    column, offset = 0, line.left
    while column < len(widths) - 1 and offset >= widths[column]:
        offset -= widths[column]
        column += 1
    length = str(round(line.length * EMU_PER_MM))
    anchor = Element(f"{_DRAWING}oneCellAnchor")
    start = SubElement(anchor, f"{_DRAWING}from")
    offsets = {"col": column, "colOff": round(offset * EMU_PER_MM), "row": line.row - 1, "rowOff": 12_700}
    for tag, amount in offsets.items():
        SubElement(start, f"{_DRAWING}{tag}").text = str(amount)
    SubElement(anchor, f"{_DRAWING}ext", cx=length, cy="0")
    shape = SubElement(anchor, f"{_DRAWING}cxnSp", macro="")
    about = SubElement(shape, f"{_DRAWING}nvCxnSpPr")
    SubElement(about, f"{_DRAWING}cNvPr", id=str(number + 1), name=f"Kẻ {number}")
    SubElement(about, f"{_DRAWING}cNvCxnSpPr")
    look = SubElement(shape, f"{_DRAWING}spPr")
    box = SubElement(look, f"{_SHAPE}xfrm")
    SubElement(box, f"{_SHAPE}off", x="0", y="0")
    SubElement(box, f"{_SHAPE}ext", cx=length, cy="0")
    SubElement(SubElement(look, f"{_SHAPE}prstGeom", prst="line"), f"{_SHAPE}avLst")
    stroke = SubElement(look, f"{_SHAPE}ln", w="9525")
    SubElement(SubElement(stroke, f"{_SHAPE}solidFill"), f"{_SHAPE}srgbClr", val="000000")
    SubElement(anchor, f"{_DRAWING}clientData")
    return anchor


class _SheetWriter(WorksheetWriter):
    """What stands before and after the rows of a sheet; the rows are put between them later."""

    _rels: RelationshipList  # of the base class, missing in its stub

    def __init__(self, sheet: Sheet, drawing: _Drawing) -> None:
        self.sheet = sheet
        self.drawing = drawing
        super().__init__(sheet.page, BytesIO())

    def write_dimensions(self) -> None:
        last = max(self.sheet.last_row, 1)
        self.xf.send(SheetDimension(f"A1:{get_column_letter(self.sheet.columns)}{last}").to_tree())

    def write_rows(self) -> None:
        self.xf.send(Element("sheetData"))

    def write_merged_cells(self) -> None:
        # openpyxl keeps them as a set: their order would change from run to run.
        if self.sheet.merged:
            merged = Element("mergeCells", count=str(len(self.sheet.merged)))
            for area in self.sheet.merged:
                SubElement(merged, "mergeCell", ref=area)
            self.xf.send(merged)

    def write_drawings(self) -> None:
        if self.sheet.text_ranges:
            # Years and numbers that are kept as text are meant so: no green corners on the screen.
            ignored = Element("ignoredErrors")
            SubElement(
                ignored, "ignoredError", sqref=" ".join(self.sheet.text_ranges), numberStoredAsText="1"
            )
            self.xf.send(ignored)
        if self.drawing:
            relation = Relationship(Id="rId1", type="drawing", Target="")
            self._rels.append(relation)
            self.xf.send(Related(id=relation.id).to_tree("drawing"))


class _BookWriter(ExcelWriter):
    """openpyxl's writer, but for the rows."""

    _archive: ZipFile  # of the base class, missing in its stub

    def __init__(self, workbook: Workbook, archive: ZipFile, sheets: Mapping[str, Sheet]) -> None:
        super().__init__(workbook, archive)
        self.sheets = sheets

    def write_worksheet(self, ws: Any) -> None:
        sheet = self.sheets[ws.title]
        drawing = ws._drawing = _Drawing(sheet)  # noqa: SLF001 - where openpyxl's own writer puts it
        writer = _SheetWriter(sheet, drawing)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        parts = _NO_ROWS.split(writer.read())
        if len(parts) != 2:
            raise RuntimeError("openpyxl no longer writes an empty sheetData as expected")
        head, tail = parts
        with self._archive.open(_part(ws.path[1:]), "w", force_zip64=True) as out:
            out.write(head + b"<sheetData>")
            out.write("".join(sheet.rows).encode())
            streamed = iter(sheet.streamed)
            while chunk := "".join(islice(streamed, _ROWS_AT_ONCE)):
                out.write(chunk.encode())
            out.write("".join(sheet.last_rows).encode())
            out.write(b"</sheetData>" + tail)
        self.manifest.append(ws)
