"""What is drawn over the page: outlines, handles, guides, lines that draw, the grid. Pixels of the view."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui.designer.geometry import HANDLES, Frame
from ui.theme import LIGHT, Theme

# Paper is white by day and by night, so what lies on it always has the colours of the day.
_SOFT = QColor(LIGHT.edge)
_CHOSEN = QColor(LIGHT.accent)
_WRONG = QColor(LIGHT.warn)
_GUIDE = QColor("#1f6f8b")
_DRAWN_BY = QColor(LIGHT.gold)

ToView = Callable[[Frame], QRectF]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the page now; places in mm.

    ``hidden`` things are not printed on the blank; ``risen`` ones begin higher than they were placed.
    """

    page: Frame
    frames: Mapping[str, Frame]
    chosen: tuple[str, ...]
    troubles: frozenset[str]
    hidden: frozenset[str]
    risen: Mapping[str, float]
    caption: str
    uprights: tuple[float, ...]
    levels: tuple[float, ...]
    drawn_uprights: tuple[float, ...]
    drawn_levels: tuple[float, ...]
    band: Frame | None
    shows_outlines: bool
    shows_grid: bool


def handle_points(rect: QRectF) -> list[QPointF]:
    """Where the handles of a frame stand, in the order of HANDLES."""
    xs = {-1: rect.left(), 0: rect.center().x(), 1: rect.right()}
    ys = {-1: rect.top(), 0: rect.center().y(), 1: rect.bottom()}
    return [QPointF(xs[column], ys[row]) for column, row in HANDLES]


def paint(painter: QPainter, over: Overlay, to_view: ToView, theme: Theme) -> None:
    """Draw everything that lies over the page."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if over.shows_grid:
        _grid(painter, over.page, to_view)
    for name, frame in over.frames.items():
        if name not in over.chosen:
            _outline(painter, to_view(frame), over, name)
        _risen(painter, over, name, to_view)
    _lines(painter, over.uprights, over.levels, over.page, to_view, QPen(_GUIDE, 1))
    _lines(
        painter, over.drawn_uprights, over.drawn_levels, over.page, to_view,
        QPen(_DRAWN_BY, 1, Qt.PenStyle.DashLine),
    )  # fmt: skip
    for name in over.chosen:
        if name in over.frames:
            _chosen(painter, to_view(over.frames[name]), over, name, theme)
    if over.band is not None:
        fill = QColor(_GUIDE)
        fill.setAlpha(30)
        painter.setPen(QPen(_GUIDE, 1, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawRect(to_view(over.band))


def _outline(painter: QPainter, rect: QRectF, over: Overlay, name: str) -> None:
    if name in over.troubles:
        _fill(painter, rect)
        painter.setPen(QPen(_WRONG, 2))
    elif not over.shows_outlines:
        return
    else:
        style = Qt.PenStyle.DotLine if name in over.hidden else Qt.PenStyle.SolidLine
        ink = QColor(_SOFT)
        ink.setAlpha(150)
        painter.setPen(QPen(ink, 1, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _risen(painter: QPainter, over: Overlay, name: str, to_view: ToView) -> None:
    """Where a box really begins that rose under the one it follows."""
    frame, top = over.frames[name], over.risen.get(name, math.inf)
    if top < frame.y and (over.shows_outlines or name in over.chosen):
        painter.setPen(QPen(_SOFT, 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(to_view(Frame(frame.x, top, frame.width, frame.y - top)))


def _fill(painter: QPainter, rect: QRectF) -> None:
    wash = QColor(_WRONG)
    wash.setAlpha(45)
    painter.fillRect(rect, wash)


def _chosen(painter: QPainter, rect: QRectF, over: Overlay, name: str, theme: Theme) -> None:
    if name in over.troubles:
        _fill(painter, rect)
    painter.setPen(QPen(_CHOSEN, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    if len(over.chosen) > 1:
        return
    side = theme.px(9)
    painter.setPen(QPen(_CHOSEN, 1))
    painter.setBrush(QColor("#ffffff"))
    for point in handle_points(rect):
        painter.drawRect(QRectF(point.x() - side / 2, point.y() - side / 2, side, side))
    if over.caption:
        _caption(painter, rect, over.caption, theme)


def _caption(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """What it is and where, on a label above it (below, where there is no room)."""
    font = painter.font()
    font.setPointSizeF(10.5 * theme.scale / 100)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + theme.px(12), metrics.height() + theme.px(2)
    top = rect.top() - height - theme.px(8)
    if top < 0:
        top = rect.bottom() + theme.px(8)
    room = painter.viewport().width()
    left = max(2.0, min(rect.left(), room - width - 2))
    label = QRectF(left, top, width, height)
    painter.fillRect(label, _CHOSEN)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def _lines(
    painter: QPainter,
    uprights: tuple[float, ...],
    levels: tuple[float, ...],
    page: Frame,
    to_view: ToView,
    pen: QPen,
) -> None:
    painter.setPen(pen)
    for x in uprights:
        at = to_view(Frame(x, page.y, 0, page.height))
        painter.drawLine(at.topLeft(), at.bottomLeft())
    for y in levels:
        at = to_view(Frame(page.x, y, page.width, 0))
        painter.drawLine(at.topLeft(), at.topRight())


def _grid(painter: QPainter, page: Frame, to_view: ToView) -> None:
    """A line every 10 mm, every 5 mm where there is room for it."""
    step = 5 if to_view(Frame(0, 0, 5, 5)).width() >= 12 else 10
    ink = QColor(_GUIDE)
    ink.setAlpha(48)
    uprights = tuple(float(at) for at in range(step, int(page.width), step))
    levels = tuple(float(at) for at in range(step, int(page.height), step))
    _lines(painter, uprights, levels, page, to_view, QPen(ink, 1))
