"""Bảng số liệu: every figure beside the period before, the rows behind it, and what the user types."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.periods import Period, paper_date
from app.domain.year_report import Figure, YearReport, percent, rows_of, share_of
from app.errors import SoHoiError
from app.vietnamese.numbers import group
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.reports.shown import Shown
from ui.widgets.page_tab import PageTab
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.reports import ReportFigure
    from ui.dialogs.report_figure_edit import TypedAmount

#: In a lower tab (pixels at 100 %) the figures need the room of the note below them.
_HIGH = 400
_INDENT = "\u2003"
_KINDS = frozenset({"reports", "report_figures"})


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the summary as the list shows it; a heading has no amounts."""

    figure: Figure
    amount: int | None
    previous: int | None
    counted: int | None = None
    share: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the line only names what follows."""
        return self.figure.rule is None

    @property
    def is_own(self) -> bool:
        """Whether the user added the line."""
        from app.services.saved_reports import is_own

        return is_own(self.figure.key)

    @property
    def label(self) -> str:
        """The words, set in by their level."""
        return _INDENT * (2 * self.figure.level) + self.figure.label

    @property
    def difference(self) -> str:
        """More or less than before: "+3", "−1", "" when it is the same or not known."""
        if self.amount is None or self.previous is None or self.amount == self.previous:
            return ""
        step = self.amount - self.previous
        return f"+{group(step)}" if step > 0 else f"−{group(-step)}"

    @property
    def note(self) -> str:
        """That it is an estimate, what the records count where another amount was typed, the percentage."""
        parts = [self.figure.mark] if self.figure.mark else []
        parts += [f"sổ đếm {group(self.counted)}"] if self.counted is not None else []
        parts += ["dòng tự thêm"] if self.is_own else []
        return ", ".join([*parts, *((self.share,) if self.share else ())])


def figure_rows(report: YearReport) -> tuple[FigureRow, ...]:
    """The lines of a report's summary."""
    amounts = report.amounts()
    rows = []
    for each in report.figures:
        share = share_of(report, each, amounts)
        rows.append(
            FigureRow(
                each,
                None if each.missing else amounts.get(each.key),
                each.previous,
                report.evaluate(each.counted) if each.counted is not None else None,
                percent(share.per_mille) if share is not None else "",
            )
        )
    return tuple(rows)


def _tone(row: FigureRow) -> Tone:
    if row.is_heading:
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    return Tone(ink="soft_ink") if row.figure.level else Tone(bold=True)


class _FigureTable(Table):
    """Enter shows the rows behind a figure; F2 and a double click type one. Signal ``typed_asked(row)``."""

    typed_asked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self._do_with_row(self.typed_asked.emit)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self._do_with_row(self.typed_asked.emit)


class FiguresTab(PageTab):
    """The list; signal ``activities_asked(str)``: the label of a counter whose activities are wanted."""

    activities_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: Shown | None = None
        self._rows: tuple[FigureRow, ...] = ()
        self.row_button = self.deed(
            "Thêm dòng…",
            "add",
            self.add,
            tip="Thêm một dòng số liệu mà sổ không đếm, theo biểu của cấp trên (Ctrl+N)",
        )
        self._model = TonedModel(
            _columns(None),
            self._fetch,
            context.jobs,
            row_id=lambda row: row.figure.key,
            tone=_tone,
            theme=context.theme,
            parent=self,
        )
        self.table = _FigureTable(self._model, "figures", context.theme, context.memory, self)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.opened.connect(self.open_figure)
        self.table.typed_asked.connect(self.edit_figure)
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Xem các dòng của số này (Enter)", "preview", self.open_figure)
        self.table.add_row_action("Ghi số khác, số ước… (F2)", "edit", self.edit_figure)
        self.table.add_row_action("Lấy lại số sổ đếm, hoặc xóa dòng tự thêm", "undo", self.remove)
        self.table.set_empty_text("Kỳ này chưa có số liệu.")
        self.column.addWidget(self.table, 1)
        self.note = words("", "soft", self, wrap=True)
        self.column.addWidget(self.note)

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """The lines that are shown now."""
        return self._rows

    def show_period(self, shown: Shown) -> None:
        """Show the figures of a period."""
        self._shown = shown
        self._rows = figure_rows(shown.report)
        self._model.columns = _columns(shown.period)
        self._model.reload()
        self.table.horizontalHeader().viewport().update()
        if not self.table.currentIndex().isValid():
            self.table.selectRow(1)
        guess = (
            f"Kỳ chưa hết nên các số là số ước đến {paper_date(shown.period.ends)}. "
            if shown.report.estimate
            else ""
        )
        self.note.setText(
            f"{guess}Số đếm thẳng từ sổ. Enter: xem số ấy gồm những ai, việc gì. "
            "F2 hoặc bấm đúp: ghi số khác. Del: lấy lại số sổ đếm."
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.setVisible(self.height() >= self.context.theme.px(_HIGH))

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FigureRow], int]:
        return self._rows[offset : offset + limit], len(self._rows)

    # ---------------------------------------------------------------- what stands behind a figure

    def open_figure(self, row: FigureRow) -> None:
        """Show the rows that a figure counts, or how it is made of others."""
        if self._shown is None or row.is_heading or row.amount is None:
            return
        if row.figure.key.startswith("activity_") and row.figure.level == 0:
            self.activities_asked.emit(row.figure.label)
            return
        from ui.dialogs.report_figure import FigureDialog

        table = rows_of(self._shown.report, row.figure)
        title = f"{row.figure.label}: {group(row.amount)} {row.figure.measure}"
        lead = f"{_capital(self._shown.period.label)}, “{table.title}”: {group(len(table.rows))} dòng."
        dialog = FigureDialog(self.context, title, lead, table, table.rows, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---------------------------------------------------------------- what the user types

    def add(self) -> None:
        """Add a row of the user's own, under the heading where the list stands."""
        self._edit_row(None)

    def edit_figure(self, row: FigureRow) -> None:
        """Type an amount for a figure, or change a row of the user's own."""
        if row.is_heading or self._shown is None:
            return
        if row.is_own:
            self._edit_row(row)
            return
        from ui.dialogs.report_figure_edit import FigureEditDialog

        counted = row.counted if row.counted is not None else row.amount
        dialog = FigureEditDialog(
            self.context,
            row.figure,
            row.amount or 0,
            counted or 0,
            self.window(),
            offers_estimate=self._shown.period.is_estimate(self.context.services.today()),
        )
        key = row.figure.key
        self.show_dialog(dialog, lambda value, done, failed: self._save_typed(key, value, done, failed))

    def remove(self, row: FigureRow) -> None:
        """Take a row of the user's own out, or let a figure be counted again; the window offers Undo."""
        if self._shown is None or self._shown.card is None:
            return
        typed = next((each for each in self._shown.card.typed if each.key == row.figure.key), None)
        if typed is None or self._shown.draft is None:
            return
        services, draft_id = self.context.services, self._shown.draft.id

        def work() -> None:
            from app.services import saved_reports

            if row.is_own:
                saved_reports.remove_row(services.register, typed.id)
            else:
                saved_reports.set_figure(services.register, draft_id, typed.key, None, today=services.today())

        self.change(work, kinds=_KINDS)

    def _save_typed(
        self,
        key: str,
        value: TypedAmount,
        done: Callable[[], None],
        failed: Callable[[SoHoiError], None],
    ) -> None:
        services, period = self.context.services, self._period()

        def work() -> None:
            from app.services import saved_reports

            draft = saved_reports.draft_for(services.register, period)
            saved_reports.set_figure(
                services.register,
                draft.id,
                key,
                value.amount,
                today=services.today(),
                estimate=value.estimate,
            )

        self.change(work, done, failed, kinds=_KINDS)

    def _edit_row(self, row: FigureRow | None) -> None:
        if self._shown is None:
            return
        from app.services import saved_reports
        from ui.dialogs.report_row import RowDialog

        card = self._shown.card
        held = (
            next((each for each in card.own_rows if each.key == row.figure.key), None)
            if row is not None and card is not None
            else None
        )
        offered = held or saved_reports.new_row(
            card.report.id if card is not None else "?", part=self._part()
        )
        if held is None and self._shown.period.is_estimate(self.context.services.today()):
            offered = dataclasses.replace(offered, estimate=True)
        self.show_dialog(RowDialog(self.context, offered, self.window()), self._save_row)

    def _save_row(
        self, row: ReportFigure, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register, period = self.context.services.register, self._period()

        def work() -> None:
            from app.services import saved_reports

            draft = saved_reports.draft_for(register, period)
            if row.version and row.report_id != draft.id:  # it was of the sent report: its copy is changed
                copies = saved_reports.report_card(register, draft.id).own_rows
                copy = next(each for each in copies if each.key == row.key)
                saved = dataclasses.replace(row, id=copy.id, version=copy.version, report_id=draft.id)
            else:
                saved = dataclasses.replace(row, report_id=draft.id)
            saved_reports.save_row(register, saved)

        def after() -> None:
            done()
            self.table.select_id(row.key)

        self.change(work, after, failed, kinds=_KINDS)

    def _period(self) -> Period:
        if self._shown is None:
            raise RuntimeError("nothing is shown yet")
        return self._shown.period

    def _part(self) -> str:
        """The words of the part in which the chosen line stands."""
        from app.services.saved_reports import part_of

        chosen = self.table.current_row()
        heading = ""
        for each in self._rows:
            if each.is_heading:
                heading = each.figure.key
            if chosen is not None and each.figure.key == chosen.figure.key:
                break
        return part_of(heading)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _columns(period: Period | None) -> tuple[Column[FigureRow], ...]:
    now = "Kỳ này" if period is None or not period.is_year else f"Năm {period.year}"
    before = "Kỳ trước" if period is None or not period.is_year else f"Năm {period.year - 1}"
    return (
        Column("label", "Nội dung", lambda row: row.label, width=400, least=236, grows=1),
        Column("amount", now, lambda row: row.amount, width=136, right=True, least=118),
        Column("previous", before, lambda row: row.previous, width=136, right=True, least=118),
        Column(
            "difference", "Hơn, kém", lambda row: row.difference, 126, right=True, least=110, optional=True
        ),
        Column("measure", "Đơn vị", lambda row: row.figure.measure, width=100, least=84, optional=True),
        Column("note", "Ghi chú", lambda row: row.note, width=150, least=96, tip=lambda row: row.note),
    )
