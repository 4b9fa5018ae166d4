"""The page Báo cáo: the figures of a period, the words, the activities behind them, and what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.activities import Activity
from app.domain.periods import Period
from app.domain.reports import Report
from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.messages import openers
from ui.page import Context, Page
from ui.pages.reports.activities import ActivitiesView
from ui.pages.reports.figures import FigureRow, FiguresTab
from ui.pages.reports.narrative import NarrativeTab
from ui.pages.reports.period_choice import PeriodChoice
from ui.pages.reports.sent import SentTab
from ui.pages.reports.shown import Shown, read_shown
from ui.pages.reports.submitting import ProvinceWays
from ui.widgets.tabs import Tabs
from ui.widgets.template_menu import add_template_menu, empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.report_forms import FormName
    from app.services.report_papers import WrittenPapers

_FOLDER = "reports.folder"
#: The year that text names of a record to be opened.
_YEAR_DIGITS = 4


class ReportsPage(Page):
    """One period at a time, chosen above; one button makes all of its papers."""

    title: ClassVar[str] = "Báo cáo"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._period: Period | None = None
        self._shown: Shown | None = None
        self.choice = PeriodChoice(context.theme, context.services.today().year, self)
        self.choice.changed.connect(self.show_period)
        self.choice.term_asked.connect(self._show_term)
        self.choice.days_asked.connect(self._ask_days)
        self.title_row.insertWidget(1, self.choice)
        self.figures = FiguresTab(context)
        self.figures.activities_asked.connect(self._show_activities)
        self.narrative = NarrativeTab(context)
        self.activities = ActivitiesView(context)
        self.activities.saved.connect(self._on_activity)
        self.sent = SentTab(context, self.write_again)
        self.sent.opened.connect(self._open_period)
        self._add_title_line()
        self.tabs = Tabs(self)
        for tab, text in (
            (self.figures, "Bảng số liệu"),
            (self.narrative, "Lời báo cáo"),
            (self.activities, "Hoạt động đã ghi"),
            (self.sent, "Đã gửi"),
        ):
            self.tabs.addTab(tab, text)
        self.province.add_tab(self.tabs)
        self.tabs.currentChanged.connect(lambda _number: self._turn())
        self.body.addWidget(self.tabs, 1)
        self._show_deeds()

    def _add_title_line(self) -> None:
        for button in (*self.figures.deeds, *self.narrative.deeds):
            self.title_row.addWidget(button)
        self.province = ProvinceWays(self)
        self.more_button = self.add_button("Việc khác", "reports", lambda: None)
        self.menu = QMenu(self)
        self.full_numbers = QAction("In đủ số điện thoại trong bảng Excel", self)
        self.full_numbers.setCheckable(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more_button.setMenu(self.menu)
        self.make_button = self.add_button(
            "Lập báo cáo…",
            "export",
            self.make_papers,
            primary=True,
            tip="Ghi cả bảng Excel, báo cáo Word và PDF vào một thư mục (Ctrl+E)",
        )
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)
        QShortcut(QKeySequence("Ctrl+E"), self, self.make_papers)
        QShortcut(QKeySequence("Ctrl+P"), self, self.narrative.preview)

    def _fill_menu(self) -> None:
        empty(self.menu)
        for text, icon_name, act in (
            ("Xem bản in (Ctrl+P)", "preview", self.narrative.preview),
            ("Điền biểu mẫu của cấp trên…", "import", self.fill_form),
            *self.province.entries(),
        ):
            put_icon(self.menu.addAction(text, act), icon_name)
        self.menu.addSeparator()
        self.menu.addAction(self.full_numbers)
        add_template_menu(self.menu, self.context, (("bao-cao", "Báo cáo"),))

    # ---------------------------------------------------------------- showing

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """The lines of the figures that are shown now."""
        return self.figures.rows

    @property
    def shown(self) -> Shown | None:
        """What is shown, as it was last read."""
        return self._shown

    def refresh(self) -> None:
        """Read the period again."""
        asked = self._period
        self.context.ask(lambda: read_shown(self.context, asked), self._show, label="Đang tính số liệu…")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list of the open tab."""
        # Its table, and no focus proxy: with one, the Tab key passes over what stands beside the table.
        shown = self.tabs.currentWidget()
        parts = (self.figures, self.narrative, self.activities, self.sent, self.province.view)
        table = next(each.table for each in parts if each is shown)
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Keep what was typed a moment ago."""
        self.narrative.keep()
        return True

    def show_period(self, period: Period) -> None:
        """Show a period."""
        self.narrative.keep()
        self._period = period
        self.choice.show_period(period)
        self.refresh()

    def open_record(self, record_id: str) -> None:
        """Show a saved report; or the report of the year that the text names."""
        if len(record_id) == _YEAR_DIGITS and record_id.isdecimal():
            self.show_period(Period.year_of(int(record_id)))
            return
        register = self.context.services.register

        def work() -> Period:
            from app.services import saved_reports

            return saved_reports.report_card(register, record_id).period

        self.context.ask(work, self._open_period)

    def _open_period(self, period: Period) -> None:
        self.tabs.setCurrentWidget(self.narrative)
        self.show_period(period)

    def _show(self, shown: Shown) -> None:
        if self._period is not None and shown.period != self._period:
            return  # another period was chosen meanwhile
        self._period, self._shown = shown.period, shown
        is_term = self.choice.kind.value() == "term" and self.choice.period == shown.period
        self.choice.show_period(shown.period, is_term=is_term)
        self.figures.show_period(shown)
        self.narrative.show_period(shown)
        self.sent.show_period(shown)
        self.province.show_period(shown.period, shown.draft.id if shown.draft is not None else None)
        self.activities.show_period(shown.period, shown.activities, shown.counters, shown.tree, shown.report)

    def _show_term(self) -> None:
        services = self.context.services

        def work() -> Period:
            from app.services import reports

            return reports.term_period(services.register, today=services.today())

        def show(period: Period) -> None:
            self.narrative.keep()
            self._period = period
            self.choice.show_period(period, is_term=True)
            self.refresh()

        def refused(problem: Exception) -> None:
            self.choice.show_period(self.choice.period)
            self.context.messages.tell(str(problem))

        self.context.ask(work, show, refused)

    def _ask_days(self) -> None:
        from ui.dialogs.report_period import PeriodDialog

        period = self.choice.period

        def save(chosen: Period, done: Callable[[], None], _failed: object) -> None:
            done()
            self.show_period(chosen)

        dialog = PeriodDialog(self.context, period, self.window())
        dialog.on_save(save)
        dialog.rejected.connect(lambda: self.choice.show_period(period))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _turn(self) -> None:
        self._show_deeds()
        if not self.tabs.tabBar().hasFocus():
            self.take_keyboard()

    def _show_deeds(self) -> None:
        tab = self.tabs.currentWidget()
        deeds: list[tuple[QWidget, QPushButton]] = [
            (each, button) for each in (self.figures, self.narrative) for button in each.deeds
        ]
        for owner, button in deeds:
            button.setVisible(owner is tab)

    # ---------------------------------------------------------------- activities

    def _add(self) -> None:
        if self.tabs.currentWidget() is self.activities:
            self.add_activity()
        elif self.tabs.currentWidget() is self.figures:
            self.figures.add()

    def add_activity(self) -> None:
        """Write down an activity; the list of the period is shown behind the dialog."""
        self.tabs.setCurrentWidget(self.activities)
        self.activities.add()

    def _show_activities(self, counter: str) -> None:
        self.tabs.setCurrentWidget(self.activities)
        self.activities.select_counter(counter)
        self.take_keyboard()

    def _on_activity(self, activity: Activity) -> None:
        """Show the year of what was written down, where it is not of the period."""
        from app.domain.periods import activity_day

        day = activity_day(activity)
        if self._period is not None and not self._period.contains(day):
            self.show_period(Period.year_of(day.year))

    # ---------------------------------------------------------------- papers

    def make_papers(self) -> None:
        """Ask for a folder and write workbook, Word file and PDF there."""
        shown = self._shown
        if shown is None:
            return
        self.narrative.keep()
        if shown.sent is not None:
            self.write_again(shown.sent)
            return
        context, services = self.context, self.context.services
        folder = self._folder_for(shown.period, estimate=shown.report.estimate)
        if folder is None:
            return
        full = self.full_numbers.isChecked()

        def work() -> WrittenPapers:
            from app.services import report_papers, saved_reports

            draft = saved_reports.find_draft(services.register, shown.period)
            return report_papers.make_year_papers(
                services.register,
                shown.period,
                folder,
                saved_id=draft.id if draft is not None else None,
                paths=services.paths,
                today=services.today(),
                full_numbers=full,
                replace=True,
            )

        label = f"Đang lập báo cáo {shown.period.label}…"
        context.long(lambda _progress: work(), self._say_written, label=label)

    def write_again(self, sent: Report) -> None:
        """Write the papers of a sent report as they went out."""
        folder = self._folder_for(Period(sent.starts, sent.ends), estimate=sent.estimate)
        if folder is None:
            return
        register = self.context.services.register

        def work() -> WrittenPapers:
            from app.services import report_papers

            return report_papers.write_sent(register, sent.id, folder, replace=True)

        self.context.long(lambda _progress: work(), self._say_written, label="Đang ghi bản đã gửi…")

    def _folder_for(self, period: Period, *, estimate: bool) -> Path | None:
        """Where the papers go; asks before older ones of the same names are replaced."""
        from app.services.report_papers import paper_names

        context = self.context
        last = Path(context.memory.get(_FOLDER) or context.services.paths.documents)
        folder = context.messages.choose_folder("Chọn thư mục để ghi báo cáo", last)
        if folder is None:
            return None
        context.memory.put(_FOLDER, str(folder))
        taken = [name for name in paper_names(period, estimate=estimate) if (folder / name).exists()]
        question = f"Thư mục này đã có {', '.join(taken)}. Thay bằng bản mới?"
        if taken and not context.messages.confirm(question, "Thay bằng bản mới"):
            return None
        return folder

    def _say_written(self, written: WrittenPapers) -> None:
        messages = self.context.messages
        messages.done(
            f"Đã lập báo cáo: {written.workbook.path.name} ({written.sheets} trang tính, "
            f"{group(written.figures)} số liệu), {written.document.path.name}, "
            f"{written.pdf.path.name} ({written.pdf.words})",
            openers(messages, written.document.path),
        )

    def fill_form(self) -> None:
        """Fill the upper level's own form with the figures that are shown."""
        shown, services = self._shown, self.context.services
        if shown is None:
            return
        saved_id = shown.card.report.id if shown.card is not None else None

        def work() -> tuple[FormName, ...]:
            from app.services import report_forms

            return report_forms.form_names(
                services.register, shown.period, today=services.today(), saved_id=saved_id
            )

        def show(names: tuple[FormName, ...]) -> None:
            from ui.dialogs.report_form import FormDialog

            dialog = FormDialog(self.context, shown.period, names, saved_id, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.context.ask(work, show)
