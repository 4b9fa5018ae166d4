"""The workbook with everything in it, and its parts as the standard wants them.

The orders of elements below are those of ECMA-376, Part 1 (transitional), as far as they are written here: a
spreadsheet that finds another order offers to repair the file.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.xml.functions import fromstring
from python_calamine import CalamineWorkbook

from app.documents.workbooks.metrics import EMU_PER_MM, POINTS_PER_MM
from app.documents.workbooks.readback import read_workbook
from app.documents.workbooks.year_end import SUMMARY_TITLE
from tests.app.documents.year_report_sample import (
    COUNTERS,
    FULL,
    UNITS,
    full_book,
    row_of,
    sheet_of,
    year_book,
)

# ---------------------------------------------------------------- what it says


def test_every_figure_and_every_row_of_the_users_own_has_a_name() -> None:
    amounts = FULL.amounts()
    assert read_workbook(full_book()).figures == {k: v for k, v in amounts.items() if k != "own_missing"}
    names = openpyxl.load_workbook(BytesIO(full_book())).defined_names
    assert len([name for name in names if name.startswith("SL_")]) == len(amounts)


def test_an_estimate_stands_beside_what_was_counted_so_far() -> None:
    sheet = sheet_of(SUMMARY_TITLE, full_book())
    row = row_of(sheet, "Hội viên cuối năm")
    cells = [sheet.cell(row, column).value for column in range(4, 10)]
    assert cells[0] == 6
    assert cells[1:3] == [1_205, f"=E{row}-D{row}"]
    assert cells[4] == "=COUNT('Danh sách hội viên'!$A$10:$A$13)"
    assert cells[5] == "ước"
    header = [sheet.cell(row_of(sheet, "STT"), column).value for column in (5, 7, 8)]
    assert header == ["Năm nay, ước\n(2023)", "Tỷ lệ", "Đã đếm\nđến nay"]


def test_a_percentage_is_live_and_says_what_it_is_of() -> None:
    formulas = sheet_of(SUMMARY_TITLE, full_book())
    values = openpyxl.load_workbook(BytesIO(full_book()), data_only=True)[SUMMARY_TITLE]
    whole, women = row_of(formulas, "Hội viên cuối năm"), row_of(formulas, "Nữ")
    assert formulas.cell(women, 7).value == f"=E{women}/E{whole}"
    assert values.cell(women, 7).value == 2 / 1_205
    assert values.cell(women, 9).value == "của 1205 hội viên cuối năm"
    assert formulas.cell(row_of(formulas, "Ốm đau"), 9).value == "của tiền thăm hỏi"
    assert formulas.cell(row_of(formulas, "Không"), 7).value is None, "nothing is no part of nothing"


def test_a_row_that_nobody_filled_in_stays_empty() -> None:
    sheet = sheet_of(SUMMARY_TITLE, full_book())
    row = row_of(sheet, "Chưa biết")
    assert [sheet.cell(row, column).value for column in (4, 5, 6)] == [2, None, None]


def test_counters_stand_by_unit_and_add_up_to_their_figures() -> None:
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(full_book()))
        .get_sheet_by_name("Chỉ tiêu theo đơn vị")
        .to_python()
    )
    totals: list[float] = []
    heads: list[object] = []
    for number, row in enumerate(rows):
        if row[0] == "Tổng cộng":
            totals += [cell for cell in row[2:] if isinstance(cell, float)]
            head = number - len(UNITS) - 2
            assert [line[1] for line in rows[head + 1 : number]] == [*UNITS, "Cả Hội"]
            heads += [cell for cell in rows[head][2:] if cell != ""]
    assert heads == list(COUNTERS)
    assert totals == [3 * 5 * number + 3 for number in range(1, 9)]


def test_no_picture_covers_anything() -> None:
    workbook = openpyxl.load_workbook(BytesIO(full_book()))
    drawn = 0
    for sheet in workbook.worksheets:
        widths = [0.0]
        for column in range(1, sheet.max_column + 1):
            widths.append(widths[-1] + sheet.column_dimensions[get_column_letter(column)].width)
        tops = [0.0]
        for row in range(1, max(sheet.row_dimensions) + 1):
            tops.append(tops[-1] + (sheet.row_dimensions[row].height or 0))
        areas = []
        for chart in sheet._charts:  # type: ignore[attr-defined]
            start, size = chart.anchor._from, chart.anchor.ext
            share = widths[-1] / (sum(w for w in _millimetres(sheet)))
            left = widths[start.col] + start.colOff / EMU_PER_MM * share
            top = tops[start.row] + start.rowOff / EMU_PER_MM * POINTS_PER_MM
            right = left + size.width / EMU_PER_MM * share
            bottom = top + size.height / EMU_PER_MM * POINTS_PER_MM
            assert bottom <= tops[-1] + 1
            assert right <= widths[-1] + 0.5
            areas.append((left, top, right, bottom))
            for line in sheet.iter_rows():
                for cell in line:
                    if cell.value is not None and top < tops[cell.row] and bottom > tops[cell.row - 1]:
                        assert widths[cell.column] <= left + 0.1, f"{sheet.title}!{cell.coordinate}"
            drawn += 1
        for one, other in pairwise(areas):
            assert one[3] <= other[1]
    assert drawn == 5  # the units on the summary, and four on a sheet of their own


def _millimetres(sheet: object) -> list[float]:
    """The widths of a sheet's columns in millimetres, from what the file keeps."""
    dimensions = sheet.column_dimensions  # type: ignore[attr-defined]
    return [dimensions[letter].width * 8 / 96 * 25.4 for letter in dimensions]


def test_a_picture_of_money_has_a_legend_and_names_both() -> None:
    with ZipFile(BytesIO(full_book())) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "/charts/chart" in name]
    (money,) = [text for text in charts if "triệu đồng" in text]
    assert "<legend>" in money
    assert re.findall(r"<tx><v>([^<]+)</v></tx>", money) == ["Thu", "Chi"]


# ---------------------------------------------------------------- parts as the standard wants them

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Children of an element, in the order that the standard's sequence gives them.
_ORDER = {
    "worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
        "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
        "customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
        "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
        "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
        "tableParts extLst"
    ),
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection",
    "c": "f v is extLst",
    "row": "c",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "workbook": (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets "
        "functionGroups externalReferences definedNames calcPr oleSize"
    ),
    "styleSheet": (
        "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
    ),
    "xf": "alignment protection",
    "chartSpace": (
        "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts "
        "protection chart spPr txPr externalData printSettings userShapes"
    ),
    "chart": (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
        "plotVisOnly dispBlanksAs"
    ),
    "title": "tx layout overlay spPr txPr",
    "plotArea": "layout barChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "ser": ("idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape"),
    "dLbls": (
        "delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
        "showPercent showBubbleSize separator"
    ),
    "cat": "strRef numRef",
    "numRef": "f numCache",
    "strRef": "f strCache",
    "numCache": "formatCode ptCount pt",
    "strCache": "ptCount pt",
    "catAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
        "majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto "
        "lblAlgn lblOffset noMultiLvlLbl"
    ),
    "valAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
        "majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt "
        "crossBetween majorUnit minorUnit dispUnits"
    ),
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "oneCellAnchor": "from ext sp grpSp graphicFrame cxnSp pic clientData",
    "from": "col colOff row rowOff",
}
#: What CT_Cell and CT_Row know.
_ATTRIBUTES = {"c": {"r", "s", "t"}, "row": {"r", "ht", "customHeight"}}


@pytest.mark.parametrize("book", [year_book, full_book])
def test_elements_stand_in_the_order_of_the_standard(book: object) -> None:
    with ZipFile(BytesIO(book())) as archive:  # type: ignore[operator]
        for name in archive.namelist():
            if name.endswith(".xml") and name.startswith("xl/"):
                for element in fromstring(archive.read(name)).iter():
                    _require_order(name, element)


def _require_order(part: str, element: ET.Element) -> None:
    tag = _local(element.tag)
    known = _ATTRIBUTES.get(tag)
    if known is not None:
        assert set(element.attrib) <= known, f"{part}: {tag}"
    order = _ORDER.get(tag)
    if order is None or (tag == "title" and not part.startswith("xl/charts")):
        return
    names = order.split()
    children = [_local(child.tag) for child in element]
    assert set(children) <= set(names), f"{part}: {tag} holds {set(children) - set(names)}"
    places = [names.index(child) for child in children]
    assert places == sorted(places), f"{part}: {tag} has {children}"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _area(ref: str | None) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(ref or "")
    assert left is not None
    assert top is not None
    assert right is not None
    assert bottom is not None
    return left, top, right, bottom


def test_cells_and_ranges_are_sound() -> None:
    with ZipFile(BytesIO(full_book())) as archive:
        styles = fromstring(archive.read("xl/styles.xml"))
        looks = len(list(styles.iter(f"{{{_MAIN}}}cellXfs")).pop())
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            sheet = fromstring(archive.read(name))
            last = 0
            for row in sheet.iter(f"{{{_MAIN}}}row"):
                number = int(row.get("r", "0"))
                assert number > last, f"{name}: rows out of order"
                last, column = number, 0
                for cell in row:
                    place = _area(cell.get("r"))
                    assert place[1] == number
                    assert place[0] > column, f"{name}: cells out of order"
                    column = place[0]
                    assert int(cell.get("s", "0")) < looks
                    value = cell.find(f"{{{_MAIN}}}v")
                    if value is not None and cell.get("t") is None:
                        float(value.text or "")
            taken: set[tuple[int, int]] = set()
            for merged in sheet.iter(f"{{{_MAIN}}}mergeCell"):
                left, top, right, bottom = _area(merged.get("ref"))
                held = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
                assert len(held) > 1
                assert not held & taken, f"{name}: merged cells overlap"
                taken |= held


def test_every_part_is_declared_and_every_relation_leads_somewhere() -> None:
    with ZipFile(BytesIO(full_book())) as archive:
        names = set(archive.namelist())
        types = fromstring(archive.read("[Content_Types].xml"))
        declared = {each.get("PartName", "").lstrip("/") for each in types if each.get("PartName")}
        assert declared <= names
        assert {name for name in names if name.endswith(".xml")} - {"[Content_Types].xml"} <= declared
        for name in names:
            if not name.endswith(".rels"):
                continue
            folder = posixpath.dirname(posixpath.dirname(name))
            source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
            ids = []
            for relation in fromstring(archive.read(name)).iter(f"{{{_RELATIONS}}}Relationship"):
                target = relation.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                assert posixpath.normpath(place) in names
                ids.append(relation.get("Id"))
            assert len(ids) == len(set(ids))
            if source in names and source.endswith(".xml"):
                used = {
                    held
                    for element in fromstring(archive.read(source)).iter()
                    for key, held in element.attrib.items()
                    if key == f"{_R}id"
                }
                assert used <= set(ids)


def test_names_of_cells_lead_to_cells_and_nothing_is_called_twice() -> None:
    workbook = openpyxl.load_workbook(BytesIO(full_book()))
    for name, defined in workbook.defined_names.items():
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,254}", name)
        ((sheet, area),) = defined.destinations
        assert workbook[sheet][area.replace("$", "").split(":")[0]] is not None
    with ZipFile(BytesIO(full_book())) as archive:
        book = fromstring(archive.read("xl/workbook.xml"))
    sheets = [each.attrib for each in book.iter(f"{{{_MAIN}}}sheet")]
    for key in ("name", "sheetId", f"{_R}id"):
        assert len({each[key] for each in sheets}) == len(sheets)
    names = [each.get("name", "").casefold() for each in book.iter(f"{{{_MAIN}}}definedName")]
    own = [name for name in names if not name.startswith("_xlnm")]
    assert len(own) == len(set(own))
