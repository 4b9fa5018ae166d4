"""An Excel list into the register: read, show row by row what would happen, then do it in one change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.vietnamese.numbers import count
from ui.icons import put_icon
from ui.messages import EXCEL_FILES
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.steps import Steps
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import ImportPlan, ImportResult, MappedColumn, PlannedRow

#: How each kind of row looks, by the value of its kind.
_TONES = {
    "new": Tone(ink="good"),
    "changed": Tone(ink="gold", ground="gold_ground"),
    "same": Tone(ink="soft_ink"),
    "doubtful": Tone(bold=True, ink="warn", ground="gold_ground"),
    "refused": Tone(ink="warn", ground="warn_ground"),
    "skipped": Tone(ink="soft_ink"),
}


class ImportDialog(QDialog):
    """Shows a plan and applies it; :meth:`begin` asks for the file first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: ImportPlan | None = None
        self._rows: tuple[PlannedRow, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Đưa danh sách Excel vào sổ")
        self._columns_shown: tuple[MappedColumn, ...] = ()
        self.steps = Steps(("Chọn tệp", "Xem trước", "Đưa vào sổ"), context.theme, self)
        self.steps.show_step(1)
        self.model = TonedModel(
            _ROW_COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: f"{row.sheet}/{row.row}",
            tone=lambda row: _TONES[row.kind.value],
            theme=context.theme,
        )
        self.table = Table(self.model, "import", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_empty_text("Không có dòng nào thuộc loại này.")
        self.table.current_changed.connect(self._show_detail)
        self.detail = words("", "", self, wrap=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column_model = TonedModel(
            _MAP_COLUMNS,
            self._fetch_columns,
            context.jobs,
            row_id=lambda column: f"{column.sheet}/{column.letter}",
            tone=lambda column: Tone() if column.field else Tone(ink="warn", ground="warn_ground"),
            theme=context.theme,
        )
        self.columns = Table(self.column_model, "import.columns", context.theme, context.memory, self)
        self.column_model.setParent(self.columns)
        self.columns.setAlternatingRowColors(False)
        self.columns.setItemDelegate(TonedDelegate(self.columns))
        self.summary = words("", "heading", self, wrap=True)
        self.remarks = words("", "soft", self, wrap=True)
        self.kinds = ChoiceBox(parent=self)
        self.kinds.edited.connect(self._show_rows)
        self.apply_button = QPushButton("Đưa vào sổ", self)
        self.apply_button.setProperty("primary", True)
        put_icon(self.apply_button, "import")
        self.apply_button.clicked.connect(self._apply)
        cancel = QPushButton("Hủy, không đưa gì vào", self)
        cancel.clicked.connect(self.reject)
        self._lay_out(cancel)

    def _lay_out(self, cancel: QPushButton) -> None:
        px = self._context.theme.px
        rows = QWidget(self)
        listing = QVBoxLayout(rows)
        listing.setContentsMargins(0, px(8), 0, 0)
        listing.setSpacing(px(6))
        top = QHBoxLayout()
        top.addWidget(words("Xem các dòng:", "fieldLabel", self))
        top.addWidget(self.kinds)
        top.addStretch(1)
        listing.addLayout(top)
        listing.addWidget(self.table, 1)
        listing.addWidget(self.detail)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(rows, "Từng dòng sẽ ra sao")
        self.tabs.addTab(self.columns, "Các cột được hiểu thế nào")
        other = QPushButton("Chọn tệp khác…", self)
        other.setAutoDefault(False)
        put_icon(other, "folder")
        other.clicked.connect(self._choose_other)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        edge = px(20)
        column.setContentsMargins(edge, px(14), edge, px(16))
        column.setSpacing(px(8))
        column.addWidget(self.steps)
        column.addWidget(self.summary)
        column.addWidget(self.remarks)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        stops = (self.tabs, self.kinds, self.table, other, cancel, self.apply_button)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        room = self.screen().availableGeometry()
        self.resize(min(px(1060), room.width() - px(40)), min(px(680), room.height() - px(40)))

    def begin(self) -> None:
        """Ask for the file, read it on the worker, then show what it would do."""
        path = self._context.messages.choose_open_file("Chọn danh sách hội viên", EXCEL_FILES)
        if path is None:
            self.deleteLater()
            return
        self.read(path)

    def read(self, path: Path) -> None:
        """Read a list and show its plan; nothing is changed yet."""
        context = self._context

        def work() -> tuple[ImportPlan, ImportResult]:
            from app.services import imports

            plan = imports.plan_import(context.services.register, path, today=context.services.today())
            return plan, imports.summarise(plan)

        context.ask(work, self._show_plan, self._on_unreadable, label=f"Đang đọc {path.name}…")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def _choose_other(self) -> None:
        path = self._context.messages.choose_open_file("Chọn danh sách hội viên", EXCEL_FILES)
        if path is not None:
            self.read(path)

    def _on_unreadable(self, problem: SoHoiError) -> None:
        self._context.messages.error(problem)
        if not self.isVisible():
            self.deleteLater()

    def _show_plan(self, found: tuple[ImportPlan, ImportResult]) -> None:
        plan, result = found
        self._plan = plan
        self.setWindowTitle(f"Đưa {plan.file_name} vào sổ")
        self.summary.setText(
            f"{count(result.added)} người mới · {count(result.updated)} người có thông tin mới · "
            f"{count(result.duplicates)} người đã có, không đổi · {count(result.skipped)} dòng để lại"
        )
        self.remarks.setText("\n".join(_remarks(plan)))
        self.remarks.setVisible(bool(self.remarks.text()))
        kinds = list(dict.fromkeys(row.kind for row in plan.rows))
        choices = [(kind, f"{kind.label} ({len(plan.of_kind(kind))})") for kind in kinds]
        self.kinds.set_choices([(None, f"Tất cả ({len(plan.rows)})"), *choices])
        self.kinds.set_value(None)
        self.apply_button.setEnabled(bool(result.added or result.updated))
        self._columns_shown = (*plan.columns, *plan.ignored)
        self.column_model.reload()
        self._show_rows()
        self.table.select_first()
        self.open()
        self.table.setFocus()

    def _fetch_columns(self, offset: int, limit: int) -> tuple[Sequence[MappedColumn], int]:
        return fixed_rows(self._columns_shown)(offset, limit)

    def _show_detail(self, row: PlannedRow | None) -> None:
        self.detail.setText(f"Dòng {row.row}: {_what(row)}" if row is not None and _what(row) else "")
        self.detail.setVisible(bool(self.detail.text()))

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[PlannedRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _show_rows(self) -> None:
        if self._plan is not None:
            kind = self.kinds.value()
            self._rows = self._plan.rows if kind is None else self._plan.of_kind(kind)
            self.model.reload(from_top=True)

    def _apply(self) -> None:
        plan, context = self._plan, self._context
        if plan is None:
            return
        self.apply_button.setEnabled(False)

        def work() -> ImportResult:
            from app.services import backups, imports

            backups.back_up_now(context.services)
            return imports.apply_import(context.services.register, plan, today=context.services.today())

        context.change(work, lambda _result: self.accept(), self._on_failed, label="Đang đưa danh sách vào…")

    def _on_failed(self, problem: SoHoiError) -> None:
        self.apply_button.setEnabled(True)
        self._context.messages.error(problem)


def _name(row: PlannedRow) -> str:
    return str(row.values.values().get("full_name", ""))


def _what(row: PlannedRow) -> str:
    parts = [f"{change.label}: {change.old or '(trống)'} → {change.new}" for change in row.changes]
    parts += [f"Ô {problem.column}{problem.row}: {problem.message}" for problem in row.problems]
    if row.same_as is not None:
        parts.append(f"Trùng với dòng {row.same_as}")
    if row.kind.value == "new":
        born = row.values.get("birth")
        facts = [f"sinh {born}" if born else "", row.values.chapter, row.values.role]
        parts.insert(0, " · ".join(fact for fact in facts if fact))
    if row.kind.value == "skipped" and not parts:
        parts.append("không phải dòng của một người (dòng cộng, chữ ký, ghi chú)")
    return "; ".join(part for part in parts if part)


def _meaning(column: MappedColumn) -> str:
    return column.label if column.field else "chưa hiểu, để lại không đưa vào"


def _letters(column: MappedColumn) -> str:
    if column.encoding.value == "Unicode":
        return ""
    changed = ", ".join(f"{before} → {after}" for before, after in column.samples)
    sure = "" if column.confident else " (xin xem kỹ)"
    return f"phông cũ {column.encoding.value}{sure}: {changed}"


_ROW_COLUMNS: tuple[Column[PlannedRow], ...] = (
    Column("row", "Dòng", lambda row: str(row.row), width=70, right=True),
    Column("kind", "Sẽ làm", lambda row: row.kind.label, width=176, least=170),
    Column("name", "Họ và tên", _name, width=220, least=180),
    Column("what", "Chi tiết", _what, width=460, least=300, grows=1),
)
_MAP_COLUMNS: tuple[Column[MappedColumn], ...] = (
    Column("letter", "Cột", lambda column: column.letter, width=70),
    Column("title", "Tên trong tệp", lambda column: column.title, width=230, least=180),
    Column("meaning", "Đưa vào mục", _meaning, width=270, least=220),
    Column("letters", "Chữ", _letters, width=380, least=240, grows=1),
)


def _remarks(plan: ImportPlan) -> list[str]:
    lines = []
    repaired = plan.repaired()
    if repaired:
        lines.append("Đã chuyển phông chữ cũ ở cột " + ", ".join(column.title for column in repaired) + ".")
    if plan.new_units:
        lines.append("Sẽ lập thêm: " + ", ".join(plan.new_units) + ".")
    if plan.ignored:
        lines.append("Cột chưa hiểu, để lại: " + ", ".join(column.title for column in plan.ignored) + ".")
    if plan.left_out:
        lines.append("Trang tính không đọc: " + ", ".join(plan.left_out) + ".")
    return lines
