"""The history: every change with its day and words, what it did field by field, and undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui.icons import put_icon
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.cards import DetailPane
from ui.widgets.edit_dialog import take_size
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.history import RecordChange


class Change(Protocol):
    """One change as ``history.changes`` gives it."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def machine(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def undone(self) -> bool: ...


class HistoryDialog(QDialog):
    """The history of the register, or of one record."""

    def __init__(self, context: Context, record_id: str | None = None, parent: QWidget | None = None) -> None:
        """``record_id`` limits the history to one record; None shows everything."""
        super().__init__(parent)
        self._context = context
        self._record_id = record_id
        self.setWindowTitle("Lịch sử thay đổi")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._columns: tuple[Column[Change], ...] = (
            Column("at", "Lúc", lambda row: f"{row.at:%d/%m/%Y %H:%M}", width=178),
            Column("label", "Việc đã làm", _label, width=310, grows=1),
            Column("actor", "Người làm", lambda row: row.actor, width=140, hidden=True),
        )
        self._record_columns: tuple[Column[RecordChange], ...] = (
            Column("at", "Lúc", lambda row: f"{row.at:%d/%m/%Y %H:%M}", width=178),
            Column("label", "Việc đã làm", lambda row: row.label, width=310, grows=1),
            Column("actor", "Người làm", lambda row: row.actor, width=140, hidden=True),
        )
        self.detail = DetailPane(context.theme, "Chọn một dòng để xem đã thay đổi những gì.", self)
        self._record_rows: Sequence[RecordChange] = ()
        self._known = 0
        self.table = self._table()
        self.undo_button = QPushButton("Hoàn tác việc gần nhất", self)
        put_icon(self.undo_button, "undo")
        self.undo_button.clicked.connect(self._undo)
        close = QPushButton("Đóng", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.undo_button)
        row.addStretch(1)
        row.addWidget(close)
        split = QSplitter(self)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([640, 420])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        lead = (
            "Mọi thay đổi đều được ghi lại, mới nhất ở trên. Không có gì bị mất: có thể hoàn tác từng việc."
        )
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(split, 1)
        column.addLayout(row)
        take_size(self, context.theme, 1120, 640)
        context.changes.happened.connect(self._reload)
        self._reload()

    def _table(self) -> Table:
        context, record_id = self._context, self._record_id
        if record_id is None:
            model = TableModel(self._columns, self._fetch, context.jobs, row_id=lambda row: str(row.id))
            table = Table(model, "history", context.theme, context.memory, self)
            table.current_changed.connect(self._on_change_chosen)
        else:
            record_model = TableModel(
                self._record_columns,
                lambda offset, limit: (self._read_record()[offset : offset + limit], len(self._record_rows)),
                context.jobs,
                row_id=lambda row: f"{row.change_id}/{row.record_id}",
            )
            record_model.setParent(self)
            table = Table(record_model, "record_history", context.theme, context.memory, self)
            table.current_changed.connect(self._on_record_change_chosen)
        table.set_empty_text("Chưa có thay đổi nào được ghi.")
        model_of_table = table.model()
        if isinstance(model_of_table, TableModel):
            model_of_table.loaded.connect(lambda _total: table.select_first())
        return table

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Change], int]:
        from app.services import history

        rows = history.changes(self._context.services.register, limit=limit + 1, offset=offset)
        # The store counts nothing here: one row more than asked says that the list goes on.
        self._known = max(self._known, offset + len(rows))
        return rows[:limit], self._known

    def _read_record(self) -> Sequence[RecordChange]:
        from app.services import history

        self._record_rows = history.record_history(
            self._context.services.register, (self._record_id,) if self._record_id else ()
        )
        return self._record_rows

    def _reload(self) -> None:
        self._known = 0
        model = self.table.model()
        if isinstance(model, TableModel):
            model.reload(from_top=True)
        context = self._context

        def work() -> str:
            from app.services import history

            return history.undo_state(context.services.register).undo

        context.ask(work, self._show_undo)

    def _show_undo(self, label: str) -> None:
        self.undo_button.setEnabled(bool(label))
        self.undo_button.setToolTip(label)

    def _undo(self) -> None:
        context = self._context

        def work() -> str:
            from app.services import history

            return history.undo(context.services.register).label

        context.change(work)

    def _on_change_chosen(self, row: Change | None) -> None:
        if row is None:
            self.detail.show_nothing()
            return
        context = self._context

        def work() -> tuple[RecordChange, ...]:
            from app.services import history

            return history.change_details(context.services.register, row.id)

        def after(details: tuple[RecordChange, ...]) -> None:
            current = self.table.current_row()
            if current is None or current.id == row.id:
                lead = _lead(row.at, row.actor, f"máy {row.machine}" if row.machine else "")
                self._show(_label(row), lead, details)

        context.ask(work, after)

    def _on_record_change_chosen(self, row: RecordChange | None) -> None:
        if row is None:
            self.detail.show_nothing()
        else:
            self._show(row.label, _lead(row.at, row.actor), (row,))

    def _show(self, title: str, lead: str, details: Sequence[RecordChange]) -> None:
        self.detail.begin(title, lead)
        for each in details[:60]:
            lines = [(field.label, _from_to(field.old, field.new)) for field in each.fields]
            self.detail.add_section(f"{each.verb.capitalize()} {each.kind.lower()}", lines)
        if len(details) > 60:
            self.detail.add_lines("Và nữa", [f"… cùng {len(details) - 60} mục khác."])


def _label(row: Change) -> str:
    return f"{row.label} (đã hoàn tác)" if row.undone else row.label


def _lead(at: datetime, *parts: str) -> str:
    return " · ".join([f"{at:%d/%m/%Y %H:%M}", *(part for part in parts if part)])


def _from_to(old: str, new: str) -> str:
    if not old:
        return new
    return f"{old} → {new}" if new else f"{old} → (bỏ trống)"
