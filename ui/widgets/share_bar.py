"""A cell with a painted bar: how much of a plan was done, with the percent written beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ui.models.table_model import VALUE_ROLE, Index
from ui.theme import Theme
from ui.widgets.toned_delegate import TonedDelegate


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a plan was done, in percent; ``is_good`` whether more than all of it is welcome."""

    percent: int
    is_good: bool

    def __str__(self) -> str:
        return f"{self.percent}%"


class ShareBarDelegate(TonedDelegate):
    """Paints a cell whose value is a :class:`Share`; every other cell as usual."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(VALUE_ROLE)
        if not isinstance(share, Share):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor) and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, ground)
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        px, colours = self._theme.px, self._theme.colours
        # The figures of one column stand under each other; one of thousands of percent takes what it needs.
        edge, figure = px(10), max(map(option.fontMetrics.horizontalAdvance, ("888%", text))) + px(8)
        room = QRectF(option.rect).adjusted(edge, 0, -edge, 0)
        track = QRectF(room.left(), 0, max(0.0, room.width() - figure), px(12))
        track.moveCenter(QRectF(room.left(), room.top(), track.width(), room.height()).center())
        is_over = share.percent > 100
        name = "good" if share.is_good and share.percent >= 100 else "warn" if is_over else "gold"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(track, px(4), px(4))
        done = QRectF(track)
        done.setWidth(track.width() * min(100, share.percent) / 100)
        painter.setBrush(QColor(str(getattr(colours, name))))
        painter.drawRoundedRect(done, px(4), px(4))
        painter.setFont(option.font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
