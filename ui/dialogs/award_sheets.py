"""The sheets that were issued for one award: how each stands, what it looked like, and what can follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.progress import Progress
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from ui.flow import FlowBox
from ui.messages import PDF_FILES, Notice, openers
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog, dialog_button, scroll_when_crowded, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.issuing import IssueRow

_KINDS = frozenset({"awards", "issued_certificates"})


class AwardSheetsDialog(QDialog):
    """Lists the sheets, the newest last; the chosen one is shown as it was issued.

    Signal ``read()`` when the sheets were read, also again after a change.
    """

    read = Signal()

    def __init__(
        self, context: Context, award_id: str, name: str, parent: QWidget | None = None, *, code: str = ""
    ) -> None:
        """``name`` is the recipient's; ``code`` chooses the sheet to begin with, else the valid one."""
        super().__init__(parent)
        self.setWindowTitle("Các giấy đã phát hành")
        self._context = context
        self._award_id = award_id
        self._name = name
        self._code = code
        self._is_closed = False
        self._shown = ""
        self.rows: tuple[IssueRow, ...] = ()
        model: TonedModel[IssueRow] = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: row.issue.id,
            tone=lambda row: Tone(bold=True) if row.is_current else Tone(ink="soft_ink"),
            theme=context.theme,
        )
        self.table = Table(model, "award_sheets", context.theme, context.memory, self)
        model.setParent(self.table)
        self._model = model
        self.table.setAccessibleName("Các giấy đã phát hành")
        self.table.set_empty_text("Chưa phát hành giấy nào cho người này.")
        self.table.current_changed.connect(self._on_chosen)
        self.pdf = PdfView(context.theme, self)
        self.told = words("", "", self, wrap=True)
        self.notice = NoticeBar(self)
        self.reissue_button = dialog_button(self, "Cấp đổi…", "edit", self.reissue)
        self.reissue_button.setToolTip("Cấp giấy khác cùng số vào sổ: in sai thì sửa, hỏng thì làm lại")
        self.duplicate_button = dialog_button(self, "Bản sao…", "add", self.duplicate)
        self.duplicate_button.setToolTip("Cấp một bản có dấu BẢN SAO của giấy đang có giá trị")
        self.void_button = dialog_button(self, "Hủy giấy…", "delete", self.void)
        self.void_button.setToolTip("Ghi rằng tờ đang chọn không còn giá trị")
        self.write_button = dialog_button(self, "Ghi PDF…", "export", self.write)
        self.write_button.setToolTip("Ghi tờ đang chọn ra tệp, đúng như khi phát hành")
        self.print_button = dialog_button(self, "In…", "print", self.print_out)
        self.print_button.setToolTip("In giấy đang có giá trị")
        self.close_button = dialog_button(self, "Đóng", "", self.reject)
        self._lay_out(name)
        context.changes.happened.connect(self._on_changed)
        self.finished.connect(self._on_finished)
        self.load()
        take_size(self, context.theme, 1080, 740)
        self.table.setFocus()

    def _lay_out(self, title: str) -> None:
        px = self._context.theme.px
        column = QVBoxLayout(self)
        edge = px(22)
        column.setContentsMargins(edge, px(16), edge, edge)
        column.setSpacing(px(8))
        column.addWidget(self.notice)
        column.addWidget(words(title, "pageTitle", self, wrap=True))
        column.addWidget(words("Các giấy đã phát hành, mỗi tờ một dòng.", "soft", self, wrap=True))
        self.body = QVBoxLayout()
        self.table.setMinimumHeight(px(168))
        self.body.addWidget(self.table, 2)
        self.body.addWidget(self.told)
        row = QHBoxLayout()
        self.pdf.setMinimumHeight(px(200))
        row.addWidget(self.pdf)
        self.body.addLayout(row, 5)
        column.addLayout(self.body, 1)
        below = FlowBox(px(8), self)
        buttons = below.flow
        for button in (
            self.reissue_button,
            self.duplicate_button,
            self.void_button,
            self.write_button,
            self.print_button,
        ):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column.addWidget(below)

    # ---------------------------------------------------------------- showing

    def load(self) -> None:
        """Read the sheets again."""
        register, award_id = self._context.services.register, self._award_id

        def work() -> tuple[IssueRow, ...]:
            from app.services import issuing

            return issuing.issues_of(register, award_id)

        self._context.ask(work, self._show)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[IssueRow], int]:
        return fixed_rows(self.rows)(offset, limit)

    def _show(self, rows: tuple[IssueRow, ...]) -> None:
        if self._is_closed:
            return
        self.rows = rows
        self._shown = ""
        wanted = [r for r in rows if r.issue.code == self._code] or [r for r in rows if r.is_current] or rows
        self._code = ""
        if wanted:
            self.table.select_id(wanted[-1].issue.id)
        self._model.reload()
        self._enable()
        self.read.emit()

    def _on_chosen(self, row: IssueRow | None) -> None:
        self._enable()
        if row is None or row.issue.id == self._shown:
            return
        self._shown = issue_id = row.issue.id
        register = self._context.services.register

        def work() -> bytes:
            from app.services import issuing

            return issuing.issue_pdf(register, issue_id)

        def show(content: bytes) -> None:
            if not self._is_closed and self._shown == issue_id:
                self.pdf.set_pdf(content)

        self._context.ask(work, show, label="Đang mở giấy…")

    def _enable(self) -> None:
        row: IssueRow | None = self.table.current_row()
        is_void = row is not None and row.issue.voided_on is not None
        has_valid = any(each.is_current for each in self.rows)
        self.reissue_button.setEnabled(bool(self.rows))
        self.duplicate_button.setEnabled(has_valid)
        self.print_button.setEnabled(has_valid)
        self.void_button.setEnabled(row is not None and not is_void)
        self.write_button.setEnabled(row is not None)
        self.told.setText(_facts(row) if row is not None else "")

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not self._is_closed and (not kinds or kinds & (_KINDS | {"printings"})):
            self.load()

    def _on_finished(self) -> None:
        self._is_closed = True
        self.pdf.clear()

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self.body)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- what can follow

    def reissue(self) -> None:
        """Issue a corrected certificate in place of the last one."""
        from app.domain.certificate_fields import thaw
        from ui.dialogs.award_reissue import AwardReissueDialog

        originals = [row for row in self.rows if row.issue.copy_of_id is None]
        dialog = AwardReissueDialog(self._context, self._award_id, thaw(originals[-1].issue.fields), self)

        def made(typed: tuple[dict[str, str], str]) -> object:
            from app.services import issuing

            services = self._context.services
            return issuing.reissue(
                services.register, self._award_id, typed[0], reason=typed[1], today=services.today()
            )

        self._open(dialog, made)

    def duplicate(self) -> None:
        """Issue a copy that is marked as one."""
        from ui.dialogs.award_reason import AwardReasonDialog

        dialog = AwardReasonDialog(
            self._context,
            "Cấp bản sao",
            "Cấp bản sao",
            f"Bản sao giấy của {self._name} có dấu BẢN SAO, cùng số vào sổ, mã kiểm tra riêng. "
            "Việc này không hoàn tác được.",
            ("Lưu hồ sơ", "Bản chính bị mất", "Bản chính bị hỏng", "Theo đề nghị của người được khen"),
            self,
        )

        def made(reason: str) -> object:
            from app.services import issuing

            services = self._context.services
            return issuing.duplicate(services.register, self._award_id, reason=reason, today=services.today())

        self._open(dialog, made)

    def void(self) -> None:
        """Declare the chosen sheet void."""
        from ui.dialogs.award_reason import AwardReasonDialog

        row = self.table.current_row()
        if row is None:
            return
        dialog = AwardReasonDialog(
            self._context,
            "Hủy giấy đã phát hành",
            "Hủy giấy",
            f"Giấy mã {row.issue.code or 'cũ'} của {row.recipient} không còn giá trị; số vào sổ không cấp "
            "lại cho ai. Ghi nhầm thì hoàn tác được.",
            ("In hỏng", "Cấp nhầm người", "Thu hồi theo quyết định"),
            self,
        )

        def made(reason: str) -> object:
            from app.services import issuing

            services = self._context.services
            return issuing.void(services.register, row.issue.id, reason=reason, today=services.today())

        self._open(dialog, made)

    def write(self) -> None:
        """Write the chosen sheet to a file, as it was issued."""
        row, context = self.table.current_row(), self._context
        if row is None:
            return
        name = f"{row.issue.form or 'Giấy khen'} {row.issue.number:02d} {row.recipient}.pdf"
        suggested = context.services.paths.documents / name
        path = context.messages.choose_save_file("Ghi giấy này", suggested, PDF_FILES)
        if path is None:
            return
        register = context.services.register

        def work(_progress: Progress) -> Path:
            from app.services import issuing

            return issuing.write_issue(register, row.issue.id, path, replace=True)

        def after(written: Path) -> None:
            size = group(max(1, round(written.stat().st_size / 1024)))
            actions = openers(context.messages, written)
            # The window's own bar lies behind this dialog.
            self.notice.show_notice(Notice(f"Đã ghi {written.name}, {size} KB", actions))

        context.long(work, after, label="Đang ghi giấy…")

    def print_out(self) -> None:
        """Print the sheet that is valid."""
        register, award_id = self._context.services.register, self._award_id

        def work() -> str:
            from app.services import commendations

            return commendations.round_of(register, award_id)

        def show(round_id: str) -> None:
            from ui.dialogs.print_certificates import open_print_certificates

            open_print_certificates(self._context, round_id, self, award_ids=(award_id,))

        self._context.ask(work, show)

    def _open(self, dialog: EditDialog, work: Callable[[Any], object]) -> None:
        def save(value: Any, done: Callable[[], None], failed: Callable[..., None]) -> None:
            self._context.change(lambda: work(value), lambda _made: done(), failed, kinds=_KINDS)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def open_sheets(
    context: Context, award_id: str, name: str, parent: QWidget | None, *, code: str = ""
) -> AwardSheetsDialog:
    """Open the sheets of an award, the recipient's ``name`` above; ``code`` chooses one of them."""
    dialog = AwardSheetsDialog(context, award_id, name, parent, code=code)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _facts(row: IssueRow) -> str:
    """What the list has no room for: why it was made, and when it was printed."""
    issue = row.issue
    parts = [f"Lý do cấp: {issue.reason}." if issue.reason else ""]
    if issue.voided_on is not None:
        parts.append(f"Lý do hủy: {issue.void_reason}.")
    for printing in row.printings[-3:]:
        day, _, hour = printing.at.partition("T")
        year, month, date_ = day.split("-")
        parts.append(
            f"In {hour} ngày {date_}/{month}/{year}, máy {printing.printer or '(chưa rõ)'}"
            f"{', trên phôi' if printing.overlay else ''}."
        )
    return " ".join(part for part in parts if part)


def _state(row: IssueRow) -> str:
    if row.issue.voided_on is not None:
        return f"Đã hủy {short_date(row.issue.voided_on)}"
    return row.state


_COLUMNS: tuple[Column[IssueRow], ...] = (
    Column("kind", "Bản", lambda row: row.issue.kind.label, 120, least=106),
    Column(
        "number",
        "Vào sổ số",
        lambda row: f"{row.issue.number:02d}/{row.issue.year}",
        120,
        least=112,
        optional=True,
    ),
    Column("on", "Ngày phát hành", lambda row: row.issue.issued_on, 150, least=146, optional=True),
    Column("code", "Mã kiểm tra", lambda row: row.issue.code, 140, least=138),
    Column("recipient", "In tên", lambda row: row.recipient, 220, least=160, grows=1, optional=True),
    Column("state", "Tình trạng", _state, 230, least=200, grows=1),
    Column("printed", "Đã in", lambda row: f"{len(row.printings)} lần" if row.printings else "chưa", 96),
)
