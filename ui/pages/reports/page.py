"""Reports: the year's figures beside last year's, the activities noted for them, and the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QTabWidget, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.domain.year_report import Combine, Count, Figure, Given, Total, YearReport, matching
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import Flow
from ui.messages import WORKBOOK_FILES
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context, Page
from ui.pages.reports.submitting import ProvinceWays
from ui.widgets.activities_view import ActivitiesView
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words
from ui.widgets.year_choice import YearChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.activities import Activity
    from app.domain.units import UnitTree
    from app.services.counters import CounterList
    from app.services.reports import WrittenWorkbook

_FOLDER = "reports.folder"
#: In a lower page (pixels at 100 %) the figures need the room of the note below them.
_HIGH = 420
_INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class _Year:
    """What the page shows of one year, read in one go."""

    year: int
    report: YearReport
    activities: tuple[Activity, ...]
    counters: CounterList
    tree: UnitTree


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the summary as the list shows it; a heading has no amounts."""

    figure: Figure
    amount: int | None
    previous: int | None

    @property
    def is_heading(self) -> bool:
        """Whether the line only names what follows."""
        return self.figure.rule is None

    @property
    def label(self) -> str:
        """The words, set in by their level."""
        return _INDENT * (2 * self.figure.level) + self.figure.label

    @property
    def difference(self) -> str:
        """More or less than last year: "+3", "−1", "" when it is the same or not known."""
        if self.amount is None or self.previous is None or self.amount == self.previous:
            return ""
        step = self.amount - self.previous
        return f"+{group(step)}" if step > 0 else f"−{group(-step)}"

    @property
    def note(self) -> str:
        """That the figure is an estimate, and whether rows stand behind it."""
        return "ước" if self.figure.estimate else ""


def figure_rows(report: YearReport) -> tuple[FigureRow, ...]:
    """The lines of a report's summary."""
    amounts = report.amounts()
    return tuple(FigureRow(each, amounts.get(each.key), each.previous) for each in report.figures)


def _tone(row: FigureRow) -> Tone:
    if row.is_heading:
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    return Tone(ink="soft_ink") if row.figure.level else Tone(bold=True)


class ReportsPage(Page):
    """The report of one calendar year."""

    title: ClassVar[str] = "Báo cáo"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        services = context.services
        self._report: YearReport | None = None
        self._rows: tuple[FigureRow, ...] = ()
        self._year_is_known = False
        self.year = YearChoice(services.today().year, self)
        self.year.changed.connect(lambda _year: self.refresh())
        self.full_numbers = QCheckBox("In đủ số điện thoại", self)
        self.full_numbers.setToolTip("Không đánh dấu: danh sách in 0912•••678 để giữ kín số của hội viên.")
        self.province = ProvinceWays(self)
        self.add_activity_button = self.add_button(
            "Ghi hoạt động…",
            "add",
            self.add_activity,
            tip="Ghi một hoạt động hay chỉ tiêu mà sổ không tự đếm (Ctrl+N)",
        )
        QShortcut(QKeySequence("Ctrl+N"), self, self.add_activity)
        self.write_button = self.add_button(
            "Lập bảng Excel…",
            "export",
            self.write,
            primary=True,
            tip="Ghi bảng tổng hợp và các danh sách của năm thành một tệp Excel (Ctrl+E)",
        )
        QShortcut(QKeySequence("Ctrl+E"), self, self.write)
        choices = Flow(context.theme.px(20 if context.theme.scale <= 150 else 8))
        choices.addWidget(self.year)
        choices.addWidget(self.full_numbers)
        self.body.addLayout(choices)
        self._model = TonedModel(
            _columns(""),
            self._fetch,
            context.jobs,
            row_id=lambda row: row.figure.key,
            tone=_tone,
            theme=context.theme,
            parent=self,
        )
        self.table = Table(self._model, "figures", context.theme, context.memory, self)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.opened.connect(self.open_figure)
        self.table.add_row_action("Xem các dòng của số này", "preview", self.open_figure)
        self.table.set_empty_text("Năm này chưa có số liệu.")
        text = (
            "Số liệu đếm thẳng từ sổ. Bấm đúp (hoặc Enter) vào một dòng để xem số ấy gồm những ai, việc gì."
        )
        self.note = words(text, "soft", self, wrap=True)
        figures = QWidget(self)
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        self.activities = ActivitiesView(context, self)
        self.activities.saved.connect(lambda saved: self.year.show_year(saved.on.year))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(figures, "Bảng số liệu")
        self.tabs.addTab(self.activities, "Hoạt động đã ghi")
        self.province.add_tab(self.tabs)
        self.body.addWidget(self.tabs, 1)
        self.begins_at(self.table)

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """The lines that are shown now."""
        return self._rows

    def refresh(self) -> None:
        """Count the year again."""
        services = self.context.services
        asked = self.year.year if self._year_is_known else None

        def work() -> _Year:
            from app.services import activities, reports, units, years

            register, today = services.register, services.today()
            year = asked or years.report_year(register, today=today)
            return _Year(
                year,
                reports.year_report(register, year, today=today),
                activities.list_activities(register, year=year),
                activities.counters(register),
                units.tree(register),
            )

        self.context.ask(work, self._show, label="Đang tính số liệu…")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.setVisible(self.height() >= self.context.theme.px(_HIGH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.activities if self.tabs.currentWidget() is self.activities else self.table).setFocus()

    def show_year(self, year: int) -> None:
        """Show the report of a year."""
        self._year_is_known = True
        self.year.show_year(year)
        self.refresh()

    def open_record(self, record_id: str) -> None:
        """Show the report of the year that the text names."""
        self.show_year(int(record_id))

    def _show(self, found: _Year) -> None:
        year, self._report = found.year, found.report
        self._year_is_known = True
        self.year.show_year(year)
        self.province.show_period(Period.year_of(year))
        self._rows = figure_rows(self._report)
        self._model.columns = _columns(str(year))
        self._model.reload()
        self.table.horizontalHeader().viewport().update()
        if not self.table.currentIndex().isValid():
            self.table.selectRow(1)
        self.activities.show_period(
            Period.year_of(year), found.activities, found.counters, found.tree, found.report
        )

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FigureRow], int]:
        return self._rows[offset : offset + limit], len(self._rows)

    # ---------------------------------------------------------------- what is noted for the report

    def add_activity(self) -> None:
        """Write down an activity; the list of the year is shown behind the dialog."""
        self.tabs.setCurrentWidget(self.activities)
        self.activities.add()

    def edit_activity(self, activity: Activity) -> None:
        """Change an activity."""
        self.activities.edit(activity)

    # ---------------------------------------------------------------- what stands behind a figure

    def open_figure(self, row: FigureRow) -> None:
        """Show the rows that a figure counts, or say how it is made."""
        report, rule = self._report, row.figure.rule
        if report is None or rule is None or row.amount is None:
            return
        if counter := self._counter_of(row):
            self.tabs.setCurrentWidget(self.activities)
            self.activities.select_counter(counter)
            self.activities.setFocus()
        elif isinstance(rule, Count | Total):
            from ui.dialogs.report_figure import FigureDialog

            table = report.table(rule.table)
            rows = matching(table, rule.where)
            title = f"{row.figure.label}: {group(row.amount)} {row.figure.measure}"
            lead = f"Năm {report.year}, trong bảng “{table.title}”, {group(len(rows))} dòng được tính."
            dialog = FigureDialog(self.context, title, lead, table, rows, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        elif isinstance(rule, Combine):
            self.context.messages.tell(_sum_sentence(report, row, rule))
        elif isinstance(rule, Given):
            self.context.messages.tell(
                f"{row.figure.label}: {group(row.amount)} {row.figure.measure}.\n"
                "Số này lấy thẳng từ sổ, không phải đếm từ một danh sách của năm."
            )

    def _counter_of(self, row: FigureRow) -> str:
        for activity in self.activities.rows:
            key = "activity_" + fold(activity.counter).replace(" ", "_")
            if row.figure.key in (key, f"{key}_people"):
                return activity.counter
        return ""

    # ---------------------------------------------------------------- the workbook

    def write(self) -> None:
        """Ask where to, write the workbook, say what it holds."""
        context, services, year = self.context, self.context.services, self.year.year
        folder = Path(context.memory.get(_FOLDER) or services.paths.documents)
        path = context.messages.choose_save_file(
            "Ghi bảng số liệu cuối năm", folder / f"bao-cao-{year}.xlsx", WORKBOOK_FILES
        )
        if path is None:
            return
        context.memory.put(_FOLDER, str(path.parent))
        full = self.full_numbers.isChecked()

        def work() -> WrittenWorkbook:
            from app.services import reports

            return reports.write_workbook(
                services.register, year, path, today=services.today(), full_numbers=full, replace=True
            )

        context.long(lambda _progress: work(), self._say_written, label=f"Đang lập bảng Excel năm {year}…")

    def _say_written(self, written: WrittenWorkbook) -> None:
        messages, path = self.context.messages, written.path
        members = written.figures.get("members_end")
        ending = f"; cuối năm {group(members)} hội viên" if members is not None else ""
        size = max(1, round(written.size / 1024))
        messages.done(
            f"Đã ghi {path.name}: {len(written.sheets)} trang tính, {len(written.figures)} số liệu, "
            f"{group(size)} KB{ending}",
            (
                ("Mở", lambda: messages.open_path(path)),
                ("Mở thư mục", lambda: messages.open_folder(path)),
            ),
        )


def _sum_sentence(report: YearReport, row: FigureRow, rule: Combine) -> str:
    labels = {each.key: each.label for each in report.figures}
    amounts = report.amounts()
    lines = [f"{'+' if sign > 0 else '−'} {labels[key]}: {group(amounts[key])}" for sign, key in rule.terms]
    total = f"= {row.figure.label}: {group(row.amount or 0)} {row.figure.measure}"
    return "\n".join([*lines, total]).removeprefix("+ ")


def _columns(year: str) -> tuple[Column[FigureRow], ...]:
    before = str(int(year) - 1) if year else ""
    return (
        Column("label", "Nội dung", lambda row: row.label, width=400, least=300, grows=1),
        Column("amount", f"Năm {year}".strip(), lambda row: row.amount, 140, right=True, least=124),
        Column(
            "previous", f"Năm {before}".strip(), lambda row: row.previous, width=140, right=True, least=124
        ),
        Column("difference", "Hơn, kém", lambda row: row.difference, 130, right=True, least=116),
        Column("measure", "Đơn vị", lambda row: row.figure.measure, width=105),
        Column("note", "Ghi chú", lambda row: row.note, width=90),
    )
