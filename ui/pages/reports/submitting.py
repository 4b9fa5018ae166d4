"""The ways between a Hội and those above and below it, as the page of reports offers them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QWidget

from app.domain.periods import Period
from app.vietnamese.numbers import group
from ui.messages import SUBMISSION_FILES
from ui.page import Context, Page
from ui.pages.reports.received import ReceivedView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.errors import SoHoiError
    from app.services.submissions import People, PeopleCount, WrittenSubmission
    from app.services.submissions_format import Submission

_FOLDER = "reports.folder"


class ProvinceWays:
    """The tab of the Hội below, hidden while there are none, and what the page's menu offers besides."""

    def __init__(self, page: Page) -> None:
        self._context: Context = page.context
        self._window: Callable[[], QWidget] = page.window
        self._tabs: QTabWidget | None = None
        self._period = Period.year_of(page.context.services.today().year)
        self._saved_id: str | None = None
        self.view = ReceivedView(page.context, page)
        self.view.hide()
        self.view.counted.connect(self._on_counted)

    def add_tab(self, tabs: QTabWidget) -> None:
        """Put the tab behind the others of ``tabs``; it is seen when there are Hội below."""
        self._tabs = tabs
        tabs.setTabVisible(tabs.addTab(self.view, "Hội trực thuộc"), False)

    @property
    def period(self) -> Period:
        """The period that is shown, submitted and received for."""
        return self._period

    def show_period(self, period: Period, saved_id: str | None = None) -> None:
        """The page shows another period; ``saved_id`` is the saved report whose typed figures go along."""
        self._period, self._saved_id = period, saved_id
        self.view.show_period(period)

    def entries(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Words, icon and deed of each entry of the page's menu."""
        return (
            ("Tạo tệp nộp cấp trên…", "export", self.submit),
            ("Nhận báo cáo của Hội cấp dưới…", "import", self.view.receive),
        )

    def _on_counted(self, count: int) -> None:
        # Who has Hội below finds all of it in the tab; others need not see it.
        if self._tabs is not None:
            self._tabs.setTabVisible(self._tabs.indexOf(self.view), count > 0)

    # ---------------------------------------------------------------- to the Hội above

    def submit(self) -> None:
        """Say what will be in the file, ask who goes along, then write it."""
        services, period, saved_id = self._context.services, self._period, self._saved_id

        def work() -> tuple[PeopleCount, Submission]:
            from app.services import submissions

            made = submissions.make_submission(
                services.register,
                period,
                today=services.today(),
                made_at=services.clock(),
                saved_id=saved_id,
            )
            return submissions.count_people(services.register, period), made

        self._context.ask(work, lambda found: self._ask_who(*found), label="Đang tính số liệu…")

    def _ask_who(self, count: PeopleCount, made: Submission) -> None:
        from ui.dialogs.submit_report import SubmitDialog

        figures = sum(each.amount is not None for each in made.figures)
        dialog = SubmitDialog(
            self._context, made.period, count, self._window(), figures=figures, estimate=made.estimate
        )
        dialog.on_save(lambda chosen, done, failed: self._write(made.period, chosen, done, failed))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(
        self,
        period: Period,
        chosen: tuple[People, bool],
        done: Callable[[], None],
        failed: Callable[[SoHoiError], None],
    ) -> None:
        from app.errors import RuleError
        from app.services import registers, submissions

        context, services, saved_id = self._context, self._context.services, self._saved_id
        who, sensitive = chosen
        folder = Path(context.memory.get(_FOLDER) or services.paths.documents)
        name = submissions.file_name(registers.branch(services.register), period)
        path = context.messages.choose_save_file("Ghi tệp nộp cấp trên", folder / name, SUBMISSION_FILES)
        if path is None:
            failed(RuleError("Chưa ghi tệp nào: chưa chọn nơi ghi."))
            return
        context.memory.put(_FOLDER, str(path.parent))

        def work() -> WrittenSubmission:
            return submissions.write_submission(
                services.register,
                period,
                path,
                today=services.today(),
                made_at=services.clock(),
                people=who,
                sensitive=sensitive,
                saved_id=saved_id,
                replace=True,
            )

        def after(written: WrittenSubmission) -> None:
            done()
            self._say_written(written)

        context.jobs.run(lambda _progress: work(), after, failed, label="Đang ghi tệp nộp cấp trên…")

    def _say_written(self, written: WrittenSubmission) -> None:
        path, people = written.path, written.submission.people
        left = f"; {group(people.refused)} người đã rút đồng ý không gửi" if people and people.refused else ""
        self._context.messages.done(
            f"Đã ghi {path.name}: {written.words}{left}. Hãy gửi tệp này cho Hội cấp trên",
            (("Mở thư mục", lambda: self._context.messages.open_folder(path)),),
        )
