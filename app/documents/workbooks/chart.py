"""The pictures of the workbook: bars beside each other in quiet colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart import Series as ChartSeries
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import quote_sheetname

from app.documents.workbooks.cells import plain_text
from app.documents.workbooks.looks import MONEY
from app.documents.workbooks.metrics import EMU_PER_MM, FONT
from app.documents.workbooks.sheet import Sheet

COLOUR = "7F1D1D"
#: For what stands beside it: money out beside money in.
SECOND_COLOUR = "B8860B"
_INK = "262626"
#: Millimetres: one bar with its name, what stands above them, the tallest that a row can hold.
_BAR, _ABOVE, _TALLEST = 8.5, 18.0, 138.0


def chart_height(bars: int) -> float:
    """Millimetres that a chart of so many bars needs."""
    return min(_ABOVE + _BAR * max(bars, 2), _TALLEST)


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one kind: what they are called, where their amounts stand, the amounts, their colour.

    ``number_format`` is how the cells of the amounts are written, and so the bars.
    """

    label: str
    place: str
    amounts: Sequence[int]
    colour: str = COLOUR
    number_format: str = MONEY


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture stands: at the top of a row, ``left``, ``width`` and ``height`` in millimetres."""

    row: int
    left: float
    width: float
    height: float


def add_bars(
    sheet: Sheet,
    title: str,
    *,
    names: tuple[str, Sequence[str]],
    amounts: tuple[str, Sequence[int]],
    row: int,
) -> None:
    """Put a bar chart at the top of ``row``, across the page; names and amounts as (range, values)."""
    width = sum(sheet.widths) * 0.8
    place, values = amounts
    frame = Frame(row, (sum(sheet.widths) - width) / 2, width, chart_height(len(values)))
    add_chart(sheet, title, names=names, series=(Series("", place, values),), frame=frame)


def add_chart(
    sheet: Sheet,
    title: str,
    *,
    names: tuple[str, Sequence[str]],
    series: Sequence[Series],
    frame: Frame,
    upright: bool = False,
) -> None:
    """Put a chart into a frame: lying bars, or ``upright`` columns for what follows in time.

    The values are kept in the chart too, so that a preview draws it without recalculating anything. More than
    one series is told apart by a legend.
    """
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "col" if upright else "bar", None, 55
    chart.roundedCorners = False
    chart.title = _title(title)
    chart.legend = None
    if len(series) > 1:
        chart.legend = Legend(legendPos="b", overlay=False)
        chart.legend.txPr = _type(1100)
        chart.overlap = -10
    place, texts = names
    for number, each in enumerate(series):
        chart.series.append(_bars(sheet, each, number))
        chart.series[-1].cat = _names(f"{_sheet(sheet)}!{place}", texts)
    if not upright:
        chart.x_axis.scaling.orientation = "maxMin"  # the first line of the table on top
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.txPr = _type(1100)
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="A6A6A6", w=9525))
    chart.y_axis.majorGridlines = None
    values = [amount for each in series for amount in each.amounts]
    chart.y_axis.scaling.min = min(0, *values) if values else 0
    if upright and values:  # room for the number above the tallest
        chart.y_axis.scaling.max = max(1, round(max(values) * 1.18))
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    column, left = 0, frame.left
    while column < len(sheet.widths) - 1 and left >= sheet.widths[column]:
        left -= sheet.widths[column]
        column += 1
    chart.anchor = OneCellAnchor(  # type: ignore[assignment]
        _from=AnchorMarker(col=column, colOff=round(left * EMU_PER_MM), row=frame.row - 1, rowOff=EMU_PER_MM),
        ext=XDRPositiveSize2D(round(frame.width * EMU_PER_MM), round(frame.height * EMU_PER_MM)),
    )
    sheet.charts.append(chart)


def _bars(sheet: Sheet, told: Series, number: int) -> Any:
    values = told.amounts
    bars = ChartSeries(Reference(range_string=f"{_sheet(sheet)}!{told.place}"), title=told.label or None)
    bars.idx = bars.order = number
    bars.val.numRef.numCache = NumData(
        formatCode=told.number_format,
        ptCount=len(values),
        pt=[NumVal(idx=n, v=str(value)) for n, value in enumerate(values)],
    )
    bars.graphicalProperties = GraphicalProperties(solidFill=told.colour)
    bars.graphicalProperties.line.noFill = True
    bars.invertIfNegative = False
    bars.dLbls = DataLabelList(
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        dLblPos="outEnd",
    )
    bars.dLbls.txPr = _type(1100, bold=True)
    return bars


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
