"""The upper level's own form: which names it may use, and filling it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.icons import put_icon
from ui.messages import FORM_FILES, openers
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import SearchField
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.report_forms import FormName, FormValue, WrittenForm

_FOLDER = "report_form.folder"


class FormDialog(QDialog):
    """Explains how a form is prepared, lists the names, fills a form and says what was done."""

    def __init__(
        self,
        context: Context,
        period: Period,
        names: tuple[FormName, ...],
        saved_id: str | None,
        parent: QWidget | None = None,
    ) -> None:
        """``names`` are those of the period, ``saved_id`` the report whose typed figures count."""
        super().__init__(parent)
        self._context, self._period, self._saved_id = context, period, saved_id
        self._all = self._names = tuple(each for each in names if each.usual)
        theme = context.theme
        self.setWindowTitle("Điền biểu mẫu của cấp trên")
        column = QVBoxLayout(self)
        edge = theme.px(22)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words("Điền biểu mẫu của cấp trên", "pageTitle", self, wrap=True))
        column.addWidget(
            words(
                f"Số liệu {period.label} được điền vào tệp Excel của cấp trên; màu, khung, danh sách chọn, "
                "công thức của biểu giữ nguyên. Lần đầu, hãy mở biểu trong Excel và gõ vào mỗi ô cần điền "
                "một tên dưới đây trong hai ngoặc nhọn, ví dụ {{hoi_vien_cuoi_nam}}; hoặc đặt tên ấy cho ô.",
                "soft",
                self,
                wrap=True,
            )
        )
        self.search = SearchField("Tìm số liệu", self)
        self.search.searched.connect(self._filter)
        column.addWidget(self.search)
        self._model: TableModel[FormName] = TableModel(
            (
                Column("label", "Số liệu", lambda row: row.label, width=330, least=200, grows=1),
                Column("value", "Giá trị", lambda row: _shown(row.value), width=170, least=110),
                Column("name", "Tên để gõ vào biểu", lambda row: f"{{{{{row.name}}}}}", width=330, least=200),
            ),
            self._fetch,
            context.jobs,
            row_id=lambda row: row.name,
            parent=self,
        )
        self.table = Table(self._model, "form_names", theme, context.memory, self)
        self.table.set_empty_text("Không có số liệu nào như vậy.")
        self.table.opened.connect(lambda _row: self.copy_name())
        self.table.add_row_action("Chép tên này (Ctrl+C)", "copy", lambda _row: self.copy_name())
        self.search.leads_to = self.table
        self._model.reload()
        self.table.select_first()
        column.addWidget(self.table, 1)
        self.outcome = words("", "soft", self, wrap=True)
        self.outcome.hide()
        column.addWidget(self.outcome)
        self._add_buttons(column)
        take_size(self, theme, 980, 720)
        self.search.setFocus()

    def _add_buttons(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._context.theme.px(8))
        self.copy_button = QPushButton("Chép tên", self)
        put_icon(self.copy_button, "copy")
        self.copy_button.setToolTip("Chép tên đang chọn, để dán vào ô của biểu (Ctrl+C)")
        self.copy_button.clicked.connect(lambda _checked: self.copy_name())
        self.close_button = QPushButton("Đóng", self)
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.fill_button = QPushButton("Chọn biểu mẫu và điền…", self)
        self.fill_button.setProperty("primary", True)
        put_icon(self.fill_button, "export")
        self.fill_button.clicked.connect(lambda _checked: self.fill())
        for button in (self.copy_button, self.close_button, self.fill_button):
            button.setAutoDefault(False)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.fill_button)
        column.addLayout(row)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FormName], int]:
        return self._names[offset : offset + limit], len(self._names)

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        self._names = tuple(
            each
            for each in self._all
            if all(word in fold(f"{each.label} {each.name.replace('_', ' ')}") for word in wanted)
        )
        self._model.reload()
        self.table.select_first()

    def copy_name(self) -> None:
        """Put the chosen name, in its brackets, on the clipboard."""
        row = self.table.current_row()
        if row is not None:
            QApplication.clipboard().setText(f"{{{{{row.name}}}}}")
            self._say(f"Đã chép {{{{{row.name}}}}}. Sang Excel, chọn ô và bấm Ctrl+V.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_name()
        elif not press_focused_button(self, event):
            super().keyPressEvent(event)

    def fill(self) -> None:
        """Ask for the form and where the filled one goes; write it and say what was done."""
        context, services = self._context, self._context.services
        folder = Path(context.memory.get(_FOLDER) or services.paths.documents)
        template = context.messages.choose_open_file("Chọn biểu mẫu của cấp trên", FORM_FILES, folder)
        if template is None:
            return
        context.memory.put(_FOLDER, str(template.parent))
        suggested = template.with_name(f"{template.stem} - {_safe(self._period.label)}{template.suffix}")
        out = context.messages.choose_save_file("Ghi biểu đã điền", suggested, FORM_FILES)
        if out is None:
            return

        def work() -> WrittenForm:
            from app.services import report_forms

            return report_forms.fill_report_form(
                services.register,
                template,
                out,
                self._period,
                today=services.today(),
                saved_id=self._saved_id,
                replace=True,
            )

        context.ask(work, self._on_filled, lambda problem: self._say(problem.message, wrong=True), to=self)

    def _on_filled(self, written: WrittenForm) -> None:
        parts = [f"Đã ghi {written.path.name}: điền {group(len(written.cells))} ô."]
        for text, cells in (
            ("Chưa có số liệu để điền: ", written.without),
            ("Tên chương trình không biết, để nguyên: ", written.unknown),
        ):
            if cells:
                parts.append(text + ", ".join(f"{each.name} (ô {each.cell})" for each in cells[:8]) + ".")
        parts += [*written.notes[:4], *written.reminders]
        self._say("\n".join(parts))
        messages = self._context.messages
        messages.done(
            parts[0],
            openers(messages, written.path),
        )

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.outcome.setObjectName("fieldError" if wrong else "soft")
        self.outcome.style().polish(self.outcome)
        self.outcome.setText(text)
        self.outcome.show()


def _shown(value: FormValue) -> str:
    if value is None:
        return "chưa có"
    if isinstance(value, date):
        return short_date(value)
    return group(value) if isinstance(value, int) else value


def _safe(text: str) -> str:
    return "".join("-" if char in '<>:"/\\|?*' else char for char in text)
