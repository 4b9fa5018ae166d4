"""Mục riêng: the fields that the branch adds to every member's record, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.extras import ExtraField
from app.errors import SoHoiError
from ui.dialogs.extra_fields import ExtraFieldDialog
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.row_deeds import RowDeeds
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.extra_fields import FieldUse

_KINDS = frozenset({"extra_fields", "extra_values"})
_COLUMNS: tuple[Column[FieldUse], ...] = (
    Column("name", "Tên mục", lambda use: use.field.name, 280, least=180, grows=1),
    Column("kind", "Loại", lambda use: use.field.kind, 220, least=216),
    Column("choices", "Lựa chọn", lambda use: ", ".join(use.field.options()), 220, grows=1, optional=True),
    Column("sensitive", "Nhạy cảm", lambda use: use.field.sensitive, 116, least=112),
    Column("used", "Đã ghi", lambda use: f"{use.used} người" if use.used else "chưa", 116, least=104),
)


class ExtraFieldsTab(QWidget):
    """The branch's own fields: add, change, order, take out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._uses: tuple[FieldUse, ...] = ()
        self.model: TableModel[FieldUse] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda use: use.field.id
        )
        self.table = Table(self.model, "extra_fields", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text(
            "Chưa có mục riêng nào.\nVí dụ: Nhóm máu, Người liên hệ khi cần, Cỡ áo. Bấm “Thêm mục…”."
        )
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.deeds = RowDeeds(
            self.table,
            context.theme,
            ("Thêm mục…", self.add),
            (
                ("Sửa…", "edit", "Đổi tên, loại, lựa chọn (Enter)", self.edit),
                ("Lên", "up", "Đưa lên trước trong hồ sơ (Ctrl+↑)", lambda use: self.shift(use, -1)),
                ("Xuống", "down", "Đưa xuống sau trong hồ sơ (Ctrl+↓)", lambda use: self.shift(use, 1)),
                ("Bỏ", "delete", "Bỏ mục này và những gì đã ghi; có thể hoàn tác (Del)", self.remove),
            ),
            self.shift,
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        lead = "Những mục mà mẫu chung không có. Mỗi mục thành một ô trong hồ sơ của mọi hội viên."
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.deeds)

    def load(self) -> None:
        """Read the fields and how many members use each."""
        register = self._context.services.register

        def work() -> tuple[FieldUse, ...]:
            from app.services import extra_fields

            return extra_fields.list_fields(register)

        self._context.ask(work, self._show)

    def add(self) -> None:
        """Ask for a new field; it comes behind the others."""
        self._open(ExtraFieldDialog(self._context, parent=self), lambda new: [*self._fields(), new])

    def edit(self, use: FieldUse) -> None:
        """Change one field."""

        def changed(new: ExtraField) -> list[ExtraField]:
            return [new if each.id == new.id else each for each in self._fields()]

        self._open(ExtraFieldDialog(self._context, use.field, self, used=use.used), changed)

    def shift(self, use: FieldUse, by: int) -> None:
        """Put a field before (-1) or behind (1) its neighbour."""
        fields = self._fields()
        place = [each.id for each in fields].index(use.field.id)
        if 0 <= place + by < len(fields):
            fields.insert(place + by, fields.pop(place))
            self._save(fields)

    def remove(self, use: FieldUse) -> None:
        """Take a field out; asks first where members have something in it."""
        question = (
            f"Bỏ mục “{use.field.name}”? {use.used} hội viên đã có nội dung ở mục này; những nội dung ấy "
            "cũng bỏ theo.\nBấm Hoàn tác (Ctrl+Z) thì mục và mọi nội dung trở lại như cũ."
        )
        if use.used and not self._context.messages.confirm(question, "Bỏ mục này"):
            return
        self._save([each for each in self._fields() if each.id != use.field.id])

    # ---------------------------------------------------------------- parts

    def _fields(self) -> list[ExtraField]:
        return [use.field for use in self._uses]

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FieldUse], int]:
        return fixed_rows(self._uses)(offset, limit)

    def _show(self, uses: tuple[FieldUse, ...]) -> None:
        self._uses = uses
        self.model.reload()
        if not uses:
            self.deeds.show_row(None)

    def _save(
        self,
        fields: Sequence[ExtraField],
        done: Callable[[], None] | None = None,
        failed: Callable[[SoHoiError], None] | None = None,
    ) -> None:
        register = self._context.services.register

        def work() -> tuple[ExtraField, ...]:
            from app.services import extra_fields

            return extra_fields.save_fields(register, fields)

        self._context.change(work, lambda _fields: done() if done else None, failed, kinds=_KINDS)

    def _open(self, dialog: ExtraFieldDialog, fields: Callable[[ExtraField], list[ExtraField]]) -> None:
        def save(new: ExtraField, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self.table.select_id(new.id)
            self._save(fields(new), done, failed)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
