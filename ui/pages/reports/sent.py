"""Đã gửi: every report that was written or sent, and what the records say otherwise now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.domain.reports import Report
from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from ui.flow import FlowBox
from ui.models.table_model import Column, TableModel
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.reports.shown import Shown
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.page_tab import PageTab
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.saved_reports import Difference
    from ui.dialogs.report_send import Sending

_KINDS = frozenset({"reports", "report_texts", "report_figures"})


@dataclass(frozen=True, slots=True)
class _Offered:
    """What is offered when a report is sent."""

    code: str
    to: str


class SentTab(PageTab):
    """The list and its comparison. Signal ``opened(Period)``: a report that is wanted on the page."""

    opened = Signal(object)

    def __init__(
        self,
        context: Context,
        write_again: Callable[[Report], None],
        parent: QWidget | None = None,
    ) -> None:
        """``write_again`` writes the papers of a sent report once more."""
        super().__init__(context, parent)
        self._write_again = write_again
        self._reports: tuple[Report, ...] = ()
        self._differences: tuple[Difference, ...] = ()
        self._chosen: Report | None = None
        self._model: TonedModel[Report] = TonedModel(
            (
                Column("name", "Báo cáo", lambda row: row.name, width=250, least=180, grows=1),
                Column("state", "Tình trạng", _state, width=170, least=150),
                Column("code", "Số", lambda row: row.code, width=132, least=124, optional=True),
                Column("to", "Nơi nhận", lambda row: row.sent_to, width=240, least=140, optional=True),
            ),
            self._fetch,
            context.jobs,
            row_id=lambda row: row.id,
            tone=lambda row: Tone() if row.is_sent else Tone(bold=True),
            theme=context.theme,
            parent=self,
        )
        self.table = Table(self._model, "reports", context.theme, context.memory, self)
        self.table.set_lines(2)
        self.table.set_empty_text(
            "Chưa có báo cáo nào được soạn. Viết lời ở trang “Lời báo cáo”, hoặc ghi số ước ở “Bảng số liệu”."
        )
        self.table.current_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.opened.emit(Period(row.starts, row.ends)))
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Mở trên trang này", "reports", lambda row: self.opened.emit(_period(row)))
        self.table.add_row_action("Lịch sử…", "history", lambda row: context.navigator.show_history(row.id))
        self.table.add_row_action("Bỏ bản đang soạn", "delete", self.remove)
        self._make_detail()
        self.split = ListAndDetail(
            self.table, self.detail, "sent_reports", context.theme, context.memory, self, shares=(520, 480)
        )
        self.column.addWidget(self.split, 1)
        self._show_chosen(None)

    def _make_detail(self) -> None:
        theme = self.context.theme
        self.detail = QWidget(self)
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(theme.px(10), 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.heading = words("", "heading", self.detail, wrap=True)
        self.lead = words("", "soft", self.detail, wrap=True)
        self._differences_model: TableModel[Difference] = TableModel(
            (
                Column("label", "Số liệu", lambda row: row.label, width=220, least=150, grows=1),
                Column("sent", "Đã gửi", lambda row: _number(row.sent), 110, right=True, least=86),
                Column("now", "Bây giờ", lambda row: _number(row.now), 110, right=True, least=86),
            ),
            lambda offset, limit: (self._differences[offset : offset + limit], len(self._differences)),
            self.context.jobs,
            row_id=lambda row: row.key,
            parent=self,
        )
        self.differences = Table(
            self._differences_model, "report_differences", theme, self.context.memory, self.detail
        )
        self.differences.set_empty_text("Số liệu vẫn như bản đã gửi.")
        box = FlowBox(theme.px(8), self.detail)
        self.send_button = self._button(box, "Ghi là đã gửi…", self.send)
        self.again_button = self._button(box, "In lại bản đã gửi…", self._write)
        self.reopen_button = self._button(box, "Lập lại", self.reopen)
        for part in (self.heading, self.lead):
            column.addWidget(part)
        column.addWidget(self.differences, 1)
        column.addStretch()
        column.addWidget(box)

    def _button(self, box: FlowBox, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.clicked.connect(lambda _checked: act())
        box.flow.addWidget(button)
        return button

    # ---------------------------------------------------------------- showing

    def show_period(self, shown: Shown) -> None:
        """Show every report; that of the period is chosen at first."""
        self._reports = shown.reports
        self._model.reload()
        if not self.table.currentIndex().isValid() and shown.card is not None:
            self.table.select_id(shown.card.report.id)
        self.table.select_first()
        ids = {each.id: each for each in self._reports}
        chosen = ids.get(self._chosen.id) if self._chosen is not None else None
        self._show_chosen(chosen or (self._reports[0] if self._reports else None))

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Report], int]:
        return self._reports[offset : offset + limit], len(self._reports)

    def _on_chosen(self, report: Report | None) -> None:
        if report is not None and (self._chosen is None or report.id != self._chosen.id):
            self._show_chosen(report)

    def _show_chosen(self, report: Report | None) -> None:
        self._chosen = report
        is_sent = report is not None and report.is_sent
        self.heading.setText(report.name if report is not None else "")
        self.lead.setText(_lead(report))
        self.send_button.setVisible(report is not None and not is_sent)
        self.again_button.setVisible(is_sent)
        has_draft = report is not None and any(
            not each.is_sent and _period(each) == _period(report) for each in self._reports
        )
        self.reopen_button.setVisible(is_sent and not has_draft)
        self._differences = ()
        self.differences.setVisible(is_sent)
        self._differences_model.reload()
        if report is not None and is_sent:
            self._compare(report)

    def _compare(self, report: Report) -> None:
        services = self.context.services

        def work() -> tuple[Difference, ...]:
            from app.services import saved_reports

            return saved_reports.compare(services.register, report.id, today=services.today())

        def show(found: tuple[Difference, ...]) -> None:
            if self._chosen is not None and self._chosen.id == report.id:
                self._differences = found
                self._differences_model.reload()
                self.lead.setText(f"{_lead(report)} {_changed(len(found))}")

        self.context.ask(work, show, to=self)

    # ---------------------------------------------------------------- what can be done

    def send(self) -> None:
        """Record that the chosen draft was sent."""
        report = self._chosen
        if report is None or report.is_sent:
            return
        services = self.context.services
        register, today = services.register, services.today()

        def work() -> _Offered:
            from app.services import registers, saved_reports

            code = report.code or saved_reports.next_code(register, today)
            return _Offered(code, report.sent_to or registers.branch(register).parent_name)

        def ask(offered: _Offered) -> None:
            from ui.dialogs.report_send import SendDialog

            dialog = SendDialog(
                self.context,
                report,
                offered.code,
                offered.to,
                self.window(),
                estimate=_period(report).is_estimate(today),
            )
            self.show_dialog(dialog, partial(self._save_sending, report.id))

        self.context.ask(work, ask, to=self)

    def _save_sending(
        self,
        report_id: str,
        sending: Sending,
        done: Callable[[], None],
        failed: Callable[[SoHoiError], None],
    ) -> None:
        services = self.context.services

        def work() -> None:
            from app.services import saved_reports

            saved_reports.send(
                services.register,
                report_id,
                on=sending.on,
                to=sending.to,
                code=sending.code,
                paths=services.paths,
                today=services.today(),
            )

        self.change(work, done, failed, kinds=_KINDS)

    def _write(self) -> None:
        if self._chosen is not None:
            self._write_again(self._chosen)

    def reopen(self) -> None:
        """Begin a new draft from the chosen sent report, and show it."""
        report = self._chosen
        if report is None:
            return
        register = self.context.services.register

        def work() -> None:
            from app.services import saved_reports

            saved_reports.reopen(register, report.id)

        self.change(work, lambda: self.opened.emit(_period(report)), kinds=_KINDS)

    def remove(self, report: Report) -> None:
        """Take out a draft; the window offers Undo."""
        register = self.context.services.register

        def work() -> None:
            from app.services import saved_reports

            saved_reports.remove_report(register, report.id)

        self.change(work, kinds=_KINDS)


def _period(report: Report) -> Period:
    return Period(report.starts, report.ends)


def _state(report: Report) -> str:
    if report.sent_on is None:
        return "đang soạn"
    return f"gửi {short_date(report.sent_on)}{', số ước' if report.estimate else ''}"


def _lead(report: Report | None) -> str:
    if report is None:
        return "Chọn một báo cáo để xem."
    if report.sent_on is None:
        return "Đang soạn. Khi đã gửi đi, bấm “Ghi là đã gửi…” để giữ lại đúng những gì đã gửi."
    to = f" đến {report.sent_to}" if report.sent_to else ""
    number = f", số {report.code}" if report.code else ""
    return f"Gửi ngày {short_date(report.sent_on)}{to}{number}{', ghi số ước' if report.estimate else ''}."


def _changed(number: int) -> str:
    return f"Từ đó đến nay {group(number)} số liệu đã khác:" if number else "Từ đó đến nay số liệu không đổi."


def _number(amount: int | None) -> str:
    return "–" if amount is None else group(amount)
