"""The one picture of the workbook: the units beside each other, in one quiet colour."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import quote_sheetname

from app.documents.workbooks.cells import plain_text
from app.documents.workbooks.metrics import EMU_PER_MM, FONT
from app.documents.workbooks.sheet import Sheet

COLOUR = "7F1D1D"
_INK = "262626"
#: Millimetres: one bar with its name, what stands above them, the tallest that a row can hold.
_BAR, _ABOVE, _TALLEST = 8.5, 18.0, 138.0


def chart_height(bars: int) -> float:
    """Millimetres that a chart of so many bars needs."""
    return min(_ABOVE + _BAR * max(bars, 2), _TALLEST)


def add_bars(
    sheet: Sheet,
    title: str,
    *,
    names: tuple[str, Sequence[str]],
    amounts: tuple[str, Sequence[int]],
    row: int,
) -> None:
    """Put a bar chart at the top of ``row``, across the page; names and amounts as (range, values).

    The values are kept in the chart too, so that a preview draws it without recalculating anything.
    """
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", None, 55
    chart.legend = None
    chart.roundedCorners = False
    chart.title = _title(title)
    place, values = amounts
    series = Series(Reference(range_string=f"{_sheet(sheet)}!{place}"), title=None)
    series.val.numRef.numCache = NumData(
        formatCode="#,##0",
        ptCount=len(values),
        pt=[NumVal(idx=n, v=str(value)) for n, value in enumerate(values)],
    )
    place, texts = names
    series.cat = _names(f"{_sheet(sheet)}!{place}", texts)
    series.graphicalProperties = GraphicalProperties(solidFill=COLOUR)
    series.graphicalProperties.line.noFill = True
    series.invertIfNegative = False
    series.dLbls = DataLabelList(
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        dLblPos="outEnd",
    )
    series.dLbls.txPr = _type(1100, bold=True)
    chart.series.append(series)
    chart.x_axis.scaling.orientation = "maxMin"  # the first unit of the table on top
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.txPr = _type(1100)
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="A6A6A6", w=9525))
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = min(0, *values) if values else 0
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    width = sum(sheet.widths) * 0.8
    left = (sum(sheet.widths) - width) / 2
    column = 0
    while left >= sheet.widths[column]:
        left -= sheet.widths[column]
        column += 1
    chart.anchor = OneCellAnchor(  # type: ignore[assignment]
        _from=AnchorMarker(col=column, colOff=round(left * EMU_PER_MM), row=row - 1, rowOff=EMU_PER_MM),
        ext=XDRPositiveSize2D(round(width * EMU_PER_MM), round(chart_height(len(values)) * EMU_PER_MM)),
    )
    sheet.charts.append(chart)


def _sheet(sheet: Sheet) -> str:
    return quote_sheetname(sheet.title)


def _names(place: str, texts: Sequence[str]) -> AxDataSource:
    points = [StrVal(idx=number, v=plain_text(text)) for number, text in enumerate(texts)]
    return AxDataSource(strRef=StrRef(f=place, strCache=StrData(ptCount=len(points), pt=points)))


def _letters(size: int, *, bold: bool) -> CharacterProperties:
    """Type of the paper; ``size`` in hundredths of a point."""
    return CharacterProperties(latin=Font(typeface=FONT), sz=size, b=bold, solidFill=_INK)


def _type(size: int, *, bold: bool = False) -> RichText:
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=_letters(size, bold=bold)), endParaRPr=CharacterProperties()
    )
    return RichText(p=[paragraph])


def _title(text: str) -> Title:
    letters = _letters(1300, bold=True)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=letters), r=[RegularTextRun(rPr=letters, t=plain_text(text))]
    )
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
