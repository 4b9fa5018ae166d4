"""An Excel list into the register: read, show row by row what would happen, then do it in one change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.vietnamese.numbers import count
from ui.icons import put_icon
from ui.messages import EXCEL_FILES
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import ImportPlan, ImportResult, PlannedRow


class ImportDialog(QDialog):
    """Shows a plan and applies it; :meth:`begin` asks for the file first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: ImportPlan | None = None
        self._rows: tuple[PlannedRow, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Đưa danh sách Excel vào sổ")
        columns: tuple[Column[PlannedRow], ...] = (
            Column("row", "Hàng", lambda row: str(row.row), width=80, right=True),
            Column("kind", "Sẽ làm", lambda row: row.kind.label, width=150),
            Column("name", "Họ và tên", _name, width=230),
            Column("what", "Chi tiết", _what, width=460),
        )
        self.model: TableModel[PlannedRow] = TableModel(
            columns,
            self._fetch,
            context.jobs,
            row_id=lambda row: f"{row.sheet}/{row.row}",
        )
        self.table = Table(self.model, "import", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text("Không có hàng nào thuộc loại này.")
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
        top = QHBoxLayout()
        top.addWidget(words("Xem các hàng:", "fieldLabel", self))
        top.addWidget(self.kinds)
        top.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.summary)
        column.addWidget(self.remarks)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.resize(self._context.theme.px(1020), self._context.theme.px(620))

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

        context.ask(work, self._show_plan, label=f"Đang đọc {path.name}…")

    def _show_plan(self, found: tuple[ImportPlan, ImportResult]) -> None:
        plan, result = found
        self._plan = plan
        self.setWindowTitle(f"Đưa {plan.file_name} vào sổ")
        self.summary.setText(
            f"{count(result.added)} người mới · {count(result.updated)} người có thông tin mới · "
            f"{count(result.duplicates)} người đã có, không đổi · {count(result.skipped)} hàng để lại"
        )
        self.remarks.setText("\n".join(_remarks(plan)))
        self.remarks.setVisible(bool(self.remarks.text()))
        kinds = list(dict.fromkeys(row.kind for row in plan.rows))
        choices = [(kind, f"{kind.label} ({len(plan.of_kind(kind))})") for kind in kinds]
        self.kinds.set_choices([(None, f"Tất cả ({len(plan.rows)})"), *choices])
        self.kinds.set_value(None)
        self.apply_button.setEnabled(bool(result.added or result.updated))
        self._show_rows()
        self.open()

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
        parts.append(f"Trùng với hàng {row.same_as}")
    return "; ".join(parts)


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
