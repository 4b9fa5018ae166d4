"""The figures that a Hội sent for a period, as they were sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.receiving import OpenedReport
    from app.services.submissions_format import SentFigure

_INDENT = "\u2003"


class ReceivedFiguresDialog(QDialog):
    """Who, of which period, received when; then the lines of the report."""

    def __init__(self, context: Context, opened: OpenedReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        report, theme = opened.report, context.theme
        period = Period(report.starts, report.ends)
        self.setWindowTitle(f"Báo cáo {period.label}")
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words(opened.subordinate.name, "pageTitle", self, wrap=True))
        made = datetime.fromisoformat(report.made_at)
        parts = [
            f"Báo cáo {period.label}{', số ước' if report.estimate else ''}",
            f"lập {made:%d/%m/%Y}, nhận {short_date(report.received_on)}",
        ]
        if report.members is not None:
            parts.append(f"kèm {group(report.members)} hội viên")
        column.addWidget(words("; ".join(parts) + ".", "soft", self, wrap=True))
        self._model: TonedModel[SentFigure] = TonedModel(
            _columns(period),
            fixed_rows(opened.figures),
            context.jobs,
            row_id=lambda row: row.key,
            tone=_tone,
            theme=theme,
            parent=self,
        )
        self.table = Table(self._model, "received_figures", theme, context.memory, self)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self._model.reload()
        self.table.selectRow(1)
        column.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText("Đóng")
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.table.setFocus()
        take_size(self, theme, 940, 680)


def _is_heading(figure: SentFigure) -> bool:
    return figure.amount is None and not figure.measure


def _tone(figure: SentFigure) -> Tone:
    if _is_heading(figure):
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    return Tone(ink="soft_ink") if figure.level else Tone(bold=True)


def _columns(period: Period) -> tuple[Column[SentFigure], ...]:
    now = f"Năm {period.year}" if period.is_year else "Kỳ này"
    before = f"Năm {period.year - 1}" if period.is_year else "Kỳ trước"
    return (
        Column(
            "label", "Nội dung", lambda row: _INDENT * (2 * row.level) + row.label, 420, least=280, grows=1
        ),
        Column("amount", now, lambda row: row.amount, width=150, right=True, least=124),
        Column("previous", before, lambda row: row.previous, width=150, right=True, least=124),
        Column("measure", "Đơn vị", lambda row: row.measure, width=105),
        Column("note", "Ghi chú", lambda row: "ước" if row.estimate else "", width=90),
    )
