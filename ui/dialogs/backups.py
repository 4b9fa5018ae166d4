"""Back up now, and put a backup in the register's place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.messages import BACKUP_FILES
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.backups import BackupRow


def size_text(size: int) -> str:
    """A file's size as a person reads it: "182 KB"."""
    return f"{group(max(1, round(size / 1024)))} KB"


def back_up_now(context: Context) -> None:
    """Back the register up to every place that is set, then say where and how large."""

    def work() -> tuple[tuple[Path, int], ...]:
        from app.services import backups

        return tuple((path, path.stat().st_size) for path in backups.back_up_now(context.services))

    def after(made: tuple[tuple[Path, int], ...]) -> None:
        first, size = made[0]
        where = " và ".join(str(path.parent) for path, _ in made)
        context.messages.done(
            f"Đã sao lưu và kiểm tra bản sao: {first.name}, {size_text(size)}, vào {where}.",
            [("Mở thư mục", lambda: context.messages.open_folder(first))],
        )

    context.ask(work, after, label="Đang sao lưu…")


class RestoreDialog(QDialog):
    """Lists the backups. Signal ``chosen(Path)`` with the backup that is to take the register's place."""

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Khôi phục từ bản sao lưu")
        columns: tuple[Column[BackupRow], ...] = (
            Column("at", "Sao lưu lúc", lambda row: f"{row.at:%d/%m/%Y %H:%M}", width=180),
            Column("size", "Cỡ", lambda row: size_text(row.size), width=110, right=True),
            Column("name", "Tệp", lambda row: row.path.name, width=320, grows=1),
        )
        self._rows: tuple[BackupRow, ...] = ()
        self._model = TableModel(
            columns,
            self._fetch,
            context.jobs,
            row_id=lambda row: str(row.path),
        )
        self.table = Table(self._model, "backups", context.theme, context.memory, self)
        self._model.setParent(self.table)
        self.table.set_empty_text("Chưa có bản sao lưu nào trong thư mục sao lưu.")
        self.table.opened.connect(lambda _row: self._restore())
        self.restore_button = QPushButton("Khôi phục bản này", self)
        self.restore_button.setProperty("primary", True)
        put_icon(self.restore_button, "history")
        self.restore_button.clicked.connect(self._restore)
        self.table.current_changed.connect(lambda row: self.restore_button.setEnabled(row is not None))
        self.restore_button.setEnabled(False)
        self._model.loaded.connect(lambda _total: self.table.select_first())  # the newest
        other = QPushButton("Chọn tệp khác…", self)
        put_icon(other, "open")
        other.clicked.connect(self._choose_file)
        cancel = QPushButton("Hủy", self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        lead = "Sổ sẽ trở lại như lúc sao lưu. Sổ hiện nay vẫn được giữ bên cạnh, dưới một tên khác."
        column.addWidget(words(lead, "", self, wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(row)
        take_size(self, context.theme, 860, 460)
        self._load()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[BackupRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _load(self) -> None:
        context = self._context

        def work() -> tuple[BackupRow, ...]:
            from app.services import backups

            return backups.list_backups(context.services)

        def after(rows: tuple[BackupRow, ...]) -> None:
            self._rows = rows
            self._model.reload(from_top=True)

        context.ask(work, after, to=self)

    def _choose_file(self) -> None:
        path = self._context.messages.choose_open_file("Chọn bản sao lưu", BACKUP_FILES)
        if path is not None:
            self._finish(path)

    def _restore(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._finish(row.path)

    def _finish(self, path: Path) -> None:
        question = f"Đưa sổ trở lại như trong {path.name}? Sổ hiện nay được giữ lại bên cạnh."
        if self._context.messages.confirm(question, "Khôi phục"):
            self.accept()
            self.chosen.emit(path)
