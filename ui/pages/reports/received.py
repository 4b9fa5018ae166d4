"""Hội trực thuộc: who has sent the report of a period and who has not; files are received, all become one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.domain.reports import Subordinate
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.messages import SUBMISSION_FILES, WORKBOOK_FILES, openers
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import ANYTHING, Context
from ui.widgets.fields import SearchField, TickBox
from ui.widgets.row_deeds import RowDeeds
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.errors import SoHoiError
    from app.progress import Progress
    from app.services.consolidation import WrittenConsolidation
    from app.services.receiving import OpenedReport, Received
    from app.services.subordinates import Deadline, SubordinateRow

_FOLDER, _RECEIVED_FROM = "reports.folder", "reports.received_from"
_KINDS = frozenset({"subordinates"})
#: In a lower tab (pixels at 100 %) the list needs the room of the line about the deadline.
_HIGH = 400
#: With so many Hội one looks for one by its name.
_MANY = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What the tab shows, read in one go."""

    rows: tuple[SubordinateRow, ...]
    deadline: Deadline


class ReceivedView(QWidget):
    """The Hội below with what each has sent for the period; its owner says which (:meth:`show_period`).

    Signal ``counted(int)`` tells how many Hội there are, former ones too.
    """

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._period = Period.year_of(context.services.today().year)
        self._all: tuple[SubordinateRow, ...] = ()
        self._rows: tuple[SubordinateRow, ...] = ()
        self._is_owed = False
        px = context.theme.px
        self.summary = words("", "heading", self, wrap=True)
        self.due = words("", "soft", self, wrap=True)
        self.search = SearchField("Tìm tên, mã Hội", self)
        self.search.setMinimumWidth(px(220))
        self.search.searched.connect(lambda _text: self._show_rows())
        self.missing = TickBox("Chỉ Hội chưa nộp")
        self.missing.setToolTip("Hội chưa nộp, hoặc mới nộp số ước")
        self.missing.edited.connect(self._show_rows)
        self.ended = TickBox("Cả Hội không còn trực thuộc")
        self.ended.edited.connect(self._show_rows)
        filters = FlowBox(px(12), self)
        for field in (self.search, self.missing, self.ended):
            filters.flow.addWidget(field)
        filters.flow.addStretch()
        self.write_button = self._button(
            filters,
            "Tổng hợp ra Excel…",
            "export",
            self.write,
            "Một tệp Excel cộng số liệu của mọi Hội đã nộp",
        )
        self.receive_button = self._button(
            filters,
            "Nhận tệp…",
            "import",
            self.receive,
            "Chọn một hay nhiều tệp .sohoi-nop đã nhận",
        )
        self._model: TonedModel[SubordinateRow] = TonedModel(
            _columns(with_members=False),
            lambda offset, limit: (self._rows[offset : offset + limit], len(self._rows)),
            context.jobs,
            row_id=lambda row: row.subordinate.id,
            tone=_tone,
            theme=context.theme,
            parent=self,
        )
        self.table = Table(self._model, "subordinates", context.theme, context.memory, self)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_lines(2)
        self.table.setAccessibleName("Hội trực thuộc")
        self.table.setMinimumHeight(px(150))
        self.table.opened.connect(self.open_row)
        self.table.add_row_action("Xem số liệu đã nộp", "preview", self.open_row)
        self.table.add_row_action("Sửa…", "edit", self.edit)
        self.table.add_row_action("Không còn trực thuộc, hoặc lại trực thuộc", "close", self.end)
        self.table.add_row_action("Lịch sử…", "history", self._show_history)
        self.search.leads_to = self.table
        self.deeds = RowDeeds(
            self.table,
            context.theme,
            ("Thêm Hội…", self.add),
            (
                ("Xem số liệu", "preview", "Số liệu Hội đã nộp cho kỳ này (Enter)", self.open_row),
                ("Sửa…", "edit", "Sửa tên, mã, người liên hệ", self.edit),
            ),
            self.shift,
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        for part in (self.summary, self.due, filters):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.deeds)

    def _button(
        self,
        box: FlowBox,
        text: str,
        icon_name: str,
        act: Callable[[], object],
        tip: str,
    ) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name)
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked: act())
        box.flow.addWidget(button)
        return button

    @property
    def rows(self) -> tuple[SubordinateRow, ...]:
        """The Hội that are shown now."""
        return self._rows

    # ---------------------------------------------------------------- what is shown

    def show_period(self, period: Period) -> None:
        """Show who has sent the report of this period."""
        self._period = period
        services = self._context.services

        def work() -> _Found:
            from app.services import subordinates

            return _Found(
                subordinates.list_subordinates(services.register, period, ended=True),
                subordinates.deadline(period, today=services.today()),
            )

        self._context.ask(work, self._show, to=self)

    def _show(self, found: _Found) -> None:
        from app.services.subordinates import ReportState

        self._all = found.rows
        present = [row for row in found.rows if not row.subordinate.ended]
        states = {state: sum(row.state is state for row in present) for state in ReportState}
        final = group(states[ReportState.FINAL])
        done = f"{final}/{group(len(present))} Hội đã nộp báo cáo {self._period.label}"
        if states[ReportState.ESTIMATE]:
            done += f", {group(states[ReportState.ESTIMATE])} Hội mới có số ước"
        self.summary.setText(f"{done}." if present else "Chưa có Hội trực thuộc nào.")
        self.due.setText(f"{found.deadline.words}.")
        self._is_owed = states[ReportState.FINAL] < len(present)
        self._fit()
        self.search.setVisible(len(found.rows) > _MANY)
        self.ended.setVisible(any(row.subordinate.ended for row in found.rows))
        self.missing.setVisible(bool(present))
        self.write_button.setEnabled(any(row.report is not None for row in found.rows))
        columns = _columns(with_members=any(row.report and row.report.members for row in found.rows))
        if len(columns) != len(self._model.columns):
            self.table.set_columns(columns)
        self.counted.emit(len(found.rows))
        self._show_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.due.setVisible(self._is_owed and self.height() >= self._context.theme.px(_HIGH))

    def _show_rows(self) -> None:
        from app.services.subordinates import ReportState

        wanted = fold(self.search.text()).split() if self.search.isVisibleTo(self) else []
        self._rows = tuple(
            row
            for row in self._all
            if (self.ended.value() or not row.subordinate.ended)
            and not (self.missing.value() and row.state is ReportState.FINAL)
            and all(word in fold(f"{row.subordinate.name} {row.subordinate.code}") for word in wanted)
        )
        self.table.set_empty_text(
            "Không có Hội nào như đã chọn."
            if self._all
            else "Hội cấp dưới tạo tệp bằng “Tạo tệp nộp cấp trên…” ở trang Báo cáo của họ rồi gửi đến.\n"
            "Bấm “Nhận tệp…” để nhận."
        )
        self._model.reload()
        if not self.table.currentIndex().isValid():
            self.table.select_first()

    # ---------------------------------------------------------------- files that came

    def receive(self) -> None:
        """Choose files, take them in, say what became of each."""
        context, services = self._context, self._context.services
        folder = Path(context.memory.get(_RECEIVED_FROM) or services.paths.documents)
        paths = context.messages.choose_open_files("Chọn các tệp báo cáo đã nhận", SUBMISSION_FILES, folder)
        if not paths:
            return
        context.memory.put(_RECEIVED_FROM, str(paths[0].parent))
        today = services.today()

        def work(progress: Progress) -> tuple[tuple[Received, ...], tuple[Subordinate, ...]]:
            from app.services import receiving, subordinates

            done = receiving.receive_files(services.register, paths, today=today, progress=progress)
            return done, subordinates.all_subordinates(services.register)

        context.long(work, self._say_received, label="Đang nhận báo cáo…")

    def _say_received(self, found: tuple[tuple[Received, ...], tuple[Subordinate, ...]]) -> None:
        from ui.dialogs.receive_results import ReceiveResultsDialog

        results, known = found
        self._context.changes.happened.emit(ANYTHING)
        if len(results) == 1 and results[0].outcome.is_done and not results[0].told:
            (one,) = results
            period = one.period.label if one.period else ""
            members = f", {group(one.members)} hội viên" if one.members is not None else ""
            self._context.messages.done(f"{one.outcome.label}: {one.name}, {period}{members}.")
            return
        dialog = ReceiveResultsDialog(self._context, results, known, self._take, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, row: Received, whose: str, done: Callable[[Received], None]) -> None:
        """Take in a file of which the user has said whose it is."""
        services = self._context.services

        def work() -> Received:
            from app.services import receiving

            return receiving.receive_files(
                services.register, [row.path], today=services.today(), choices={row.path: whose}
            )[0]

        self._context.change(work, done, label="Đang nhận báo cáo…")

    def open_row(self, row: SubordinateRow) -> None:
        """Show the figures that a Hội sent for the period."""
        report, services = row.report, self._context.services
        if report is None:
            self._context.messages.tell(
                f"{row.subordinate.name} chưa nộp báo cáo {self._period.label}."
                + (f"\nNgười liên hệ: {row.subordinate.contact}." if row.subordinate.contact else "")
            )
            return

        def work() -> OpenedReport:
            from app.services import receiving

            return receiving.open_report(services.register, report.id)

        self._context.ask(work, self._show_figures, to=self)

    def _show_figures(self, opened: OpenedReport) -> None:
        from ui.dialogs.receive_figures import ReceivedFiguresDialog

        dialog = ReceivedFiguresDialog(self._context, opened, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---------------------------------------------------------------- the list itself

    def add(self) -> None:
        """Write down a Hội that has not sent anything yet."""
        self._write(None)

    def edit(self, row: SubordinateRow) -> None:
        """Change a Hội's name, code, contact."""
        self._write(row.subordinate)

    def _write(self, subordinate: Subordinate | None) -> None:
        from ui.dialogs.subordinate_edit import SubordinateDialog

        dialog = SubordinateDialog(self._context, subordinate, self.window())
        dialog.on_save(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(
        self, subordinate: Subordinate, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self._context.services.register

        def work() -> Subordinate:
            from app.services import subordinates

            return subordinates.save_subordinate(register, subordinate)

        def after(saved: Subordinate) -> None:
            done()
            self.table.select_id(saved.id)

        self._context.change(work, after, failed, kinds=_KINDS)

    def end(self, row: SubordinateRow) -> None:
        """The Hội no longer reports here, or does again; the window offers Undo."""
        register, held = self._context.services.register, row.subordinate

        def work() -> None:
            from app.services import subordinates

            subordinates.end_subordinate(register, held.id, ended=not held.ended)

        self._context.change(work, kinds=_KINDS)

    def shift(self, row: SubordinateRow, by: int) -> None:
        """Move a Hội up or down; its place in the list is its place in the workbook."""
        register = self._context.services.register
        ids = [each.subordinate.id for each in self._all]
        place = ids.index(row.subordinate.id) + 1 + by
        if not 1 <= place <= len(ids):
            return

        def work() -> None:
            from app.services import subordinates

            subordinates.place_subordinate(register, row.subordinate.id, place)

        self.table.select_id(row.subordinate.id)
        self._context.change(work, kinds=_KINDS)

    def _show_history(self, row: SubordinateRow) -> None:
        self._context.navigator.show_history(row.subordinate.id)

    # ---------------------------------------------------------------- all of it as one

    def write(self) -> None:
        """Ask where to, write the workbook of all Hội, say what it holds."""
        context, services, period = self._context, self._context.services, self._period
        folder = Path(context.memory.get(_FOLDER) or services.paths.documents)
        name = f"tong-hop-{fold(period.label).replace(' ', '-').replace('/', '-')}.xlsx"
        path = context.messages.choose_save_file(
            "Ghi bảng tổng hợp các Hội trực thuộc", folder / name, WORKBOOK_FILES
        )
        if path is None:
            return
        context.memory.put(_FOLDER, str(path.parent))

        def work() -> WrittenConsolidation:
            from app.services import consolidation

            return consolidation.write_consolidation(
                services.register, period, path, today=services.today(), replace=True
            )

        context.long(lambda _progress: work(), self._say_written, label="Đang tổng hợp các Hội…")

    def _say_written(self, written: WrittenConsolidation) -> None:
        messages, path = self._context.messages, written.path
        messages.done(
            f"Đã ghi {path.name}: {group(written.reported)} Hội, {len(written.figures)} số liệu, "
            f"{len(written.sheets)} trang tính, {group(max(1, round(written.size / 1024)))} KB",
            openers(messages, path),
        )


def _tone(row: SubordinateRow) -> Tone:
    from app.services.subordinates import ReportState

    if row.subordinate.ended or row.state is ReportState.FINAL:
        return Tone(ink="soft_ink" if row.subordinate.ended else "")
    return Tone(bold=row.state is ReportState.MISSING)


def _state(row: SubordinateRow) -> str:
    return "Không còn trực thuộc" if row.subordinate.ended else row.state.label


def _sent(row: SubordinateRow) -> str:
    if row.report is not None:
        return f"nhận {short_date(row.report.received_on)}"
    if row.last is None:
        return "chưa lần nào"
    return f"gần nhất: {Period(row.last.starts, row.last.ends).label}{' (ước)' if row.last.estimate else ''}"


def _columns(*, with_members: bool) -> tuple[Column[SubordinateRow], ...]:
    # The names of Hội begin alike and end in what tells them apart: they have room for two lines.
    members: Column[SubordinateRow] = Column(
        "members",
        "Hội viên kèm",
        lambda row: row.report.members if row.report is not None else None,
        width=136,
        least=132,
        right=True,
        optional=True,
    )
    return (
        Column("code", "Mã", lambda row: row.subordinate.code, width=66, least=60),
        Column("name", "Hội", lambda row: row.subordinate.name, width=380, least=316, grows=2),
        Column("state", "Tình trạng", _state, width=146, least=138),
        Column("sent", "Đã nộp", _sent, width=180, least=172, optional=True),
        *((members,) if with_members else ()),
        Column(
            "contact",
            "Liên hệ",
            lambda row: row.subordinate.contact,
            width=220,
            least=190,
            grows=1,
            optional=True,
            tip=lambda row: row.subordinate.contact,
        ),
    )
