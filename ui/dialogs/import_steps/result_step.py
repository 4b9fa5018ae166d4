"""The last step: what was done, what was left and why, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.vietnamese.numbers import count, group
from ui.dialogs.import_steps.row_words import TONES, name_of
from ui.dialogs.import_steps.session import ImportSession
from ui.flow import Flow
from ui.icons import put_icon
from ui.jobs import ImmediateJobs
from ui.messages import WORKBOOK_FILES, Notice, openers
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.table import Table
from ui.widgets.take_back import TakeBackDialog, preview_take_back
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import PlannedRow


@dataclass(frozen=True, slots=True)
class _Line:
    """One row that is told of, or the list as a whole; ``kind`` is what became of it."""

    key: str
    row: str
    kind: str
    label: str
    name: str
    why: str


class ResultStep(QWidget):
    """Signal ``members_asked()`` when the user wants to see the members."""

    members_asked = Signal()

    def __init__(self, context: Context, session: ImportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._lines: tuple[_Line, ...] = ()
        self.summary = words("", "heading", self, wrap=True)
        self.told = words("", "", self, wrap=True)
        self.lead = words("", "fieldLabel", self, wrap=True)
        self.model: TonedModel[_Line] = TonedModel(
            _COLUMNS,
            self._fetch,
            ImmediateJobs(),  # the rows are here: they need not wait behind the planning
            row_id=lambda line: line.key,
            tone=lambda line: TONES.get(line.kind, Tone()),
            theme=context.theme,
        )
        self.table = Table(self.model, "import.result", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_lines(2)
        self.table.setMinimumHeight(context.theme.px(150))
        self.table.set_empty_text("Không có dòng nào phải xem lại.")
        self.notice = NoticeBar(self)
        self.left_button = QPushButton("Ghi các dòng chưa nhập ra Excel…", self)
        put_icon(self.left_button, "export")
        self.left_button.clicked.connect(lambda _checked: self.write_leftovers())
        self.undo_button = QPushButton("Hoàn tác lần nhập này…", self)
        put_icon(self.undo_button, "undo")
        self.undo_button.clicked.connect(lambda _checked: self.take_back())
        self.members_button = QPushButton("Xem hội viên", self)
        put_icon(self.members_button, "members")
        self.members_button.clicked.connect(lambda _checked: self.members_asked.emit())
        self._take_back: TakeBackDialog | None = None
        px = context.theme.px
        deeds = Flow(px(8))
        for button in (self.left_button, self.undo_button, self.members_button):
            button.setAutoDefault(False)
            deeds.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.summary)
        column.addWidget(self.told)
        column.addWidget(self.notice)
        column.addWidget(self.lead)
        column.addWidget(self.table, 1)
        column.addLayout(deeds)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        deeds = (self.left_button, self.undo_button, self.members_button)
        return *self.notice.buttons().values(), self.table, *deeds

    def show_result(self) -> None:
        """Show what the session did."""
        from app.services.import_leftovers import leftovers

        plan, result = self._session.plan, self._session.result
        if plan is None or result is None:
            return
        left = leftovers(plan)
        old = self._session.old_addresses
        not_people = len(plan.skipped_rows())
        done = bool(result.change_id)
        self.summary.setText(
            f"Đã thêm {count(result.added)} người mới, cập nhật {count(result.updated)} người."
            if done
            else "Không có gì mới để đưa vào: sổ đã có đủ những người này."
        )
        said = [
            f"{group(result.duplicates)} người đã có sẵn, không đổi." if result.duplicates else "",
            f"{group(len(left))} dòng chưa nhập." if left else "",
            f"{group(not_people)} dòng không phải của một người (dòng cộng, chữ ký)." if not_people else "",
            f"Đã lập thêm: {', '.join(plan.new_units)}." if plan.new_units and done else "",
            "Trước khi nhập đã sao lưu sổ." if done else "",
            f"{group(old)} địa chỉ mang tên phường, xã cũ: xem Thiết lập › Chi hội › Sắp xếp đơn vị 1/7/2025…"
            if done and old
            else "",
        ]
        self.told.setText(" ".join(each for each in said if each))
        self._lines = (*_notices(self._session), *(_line(row) for row in plan.rows if _is_told(row)))
        self.lead.setText("Các dòng cần xem lại:" if self._lines else "")
        self.lead.setVisible(bool(self._lines))
        self.table.setVisible(bool(self._lines))
        self.left_button.setVisible(bool(left))
        self.undo_button.setVisible(done)
        self.model.reload(from_top=True)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[_Line], int]:
        return fixed_rows(self._lines)(offset, limit)

    # ---------------------------------------------------------------- what can follow

    def write_leftovers(self) -> None:
        """Ask where, then write the rows that were not taken, each with its reason."""
        plan, read, context = self._session.plan, self._session.read, self._context
        if plan is None or read is None:
            return
        suggested = read.path.with_name(f"{read.path.stem} - chưa nhập.xlsx")
        path = context.messages.choose_save_file("Ghi các dòng chưa nhập", suggested, WORKBOOK_FILES)
        if path is None:
            return

        def work() -> Path:
            from app.services import import_leftovers

            return import_leftovers.write_leftovers(path, read, plan, replace=True)

        context.ask(work, self._show_written, label="Đang ghi các dòng chưa nhập…")

    def _show_written(self, path: Path) -> None:
        messages = self._context.messages
        text = f"Đã ghi {path.name}. Sửa các ô sai, lưu lại rồi đưa tệp ấy vào sổ."
        actions = openers(messages, path)
        self.notice.show_notice(Notice(text, actions))

    def take_back(self) -> None:
        """Show what taking this import back would do; the user confirms there."""
        result = self._session.result
        if result is None or result.change_id is None:
            return

        def shown(dialog: TakeBackDialog) -> None:
            self._take_back = dialog
            dialog.done_with.connect(lambda _done: self._show_taken_back())

        preview_take_back(self._context, result.change_id, (), self, shown)

    def _show_taken_back(self) -> None:
        self.summary.setText("Đã hoàn tác lần nhập này. Sổ trở lại như trước.")
        self.told.setText("Muốn nhập lại, bấm “Nhập danh sách khác” rồi chọn tệp.")
        self.undo_button.hide()


def _is_told(row: PlannedRow) -> bool:
    from app.services.imports import Decision

    return bool(row.problems) or row.kind.value in ("doubtful", "refused") or row.decision is Decision.LEAVE


def _line(row: PlannedRow) -> _Line:
    from app.services.import_leftovers import why_left

    labels = {"new": "Đã thêm", "changed": "Đã cập nhật", "same": "Đã có"}
    label = labels.get(row.kind.value, "Chưa nhập")
    return _Line(f"{row.sheet}/{row.row}", str(row.row), row.kind.value, label, name_of(row), why_left(row))


def _notices(session: ImportSession) -> list[_Line]:
    plan = session.plan
    notices = plan.notices if plan is not None else ()
    return [
        _Line(f"!{number}", str(each.row), "", "Cả danh sách", "", each.message)
        for number, each in enumerate(notices)
    ]


_COLUMNS: tuple[Column[_Line], ...] = (
    Column("row", "Dòng", lambda line: line.row, width=66, right=True),
    Column("kind", "Kết quả", lambda line: line.label, width=140),
    Column("name", "Họ và tên", lambda line: line.name, width=210, least=150),
    Column("why", "Lý do", lambda line: line.why, width=460, least=220, grows=1),
)
