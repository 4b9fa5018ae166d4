"""Mục riêng: the fields that the branch adds to every member's record, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.extras import ExtraField
from ui.dialogs.extra_fields import ExtraFieldDialog
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.pages.settings.ordered_tab import OrderedTab
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.services.extra_fields import FieldUse

_COLUMNS: tuple[Column[FieldUse], ...] = (
    Column("name", "Tên mục", lambda use: use.field.name, 280, least=180, grows=1),
    Column("kind", "Loại", lambda use: use.field.kind, 220, least=216),
    Column("choices", "Lựa chọn", lambda use: ", ".join(use.field.options()), 220, grows=1, optional=True),
    Column("sensitive", "Nhạy cảm", lambda use: use.field.sensitive, 116, least=112),
    Column("used", "Đã ghi", lambda use: f"{use.used} người" if use.used else "chưa", 116, least=104),
)


class ExtraFieldsTab(OrderedTab):
    """The branch's own fields: add, change, order, take out."""

    kinds = frozenset({"extra_fields", "extra_values"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._uses: tuple[FieldUse, ...] = ()
        self.model: TableModel[FieldUse] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda use: use.field.id
        )
        self.table = Table(self.model, "extra_fields", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text(
            "Chưa có mục riêng nào.\nVí dụ: Nhóm máu, Người liên hệ khi cần, Cỡ áo. Bấm “Thêm mục…”."
        )
        self.lay_out(
            "Những mục mà mẫu chung không có. Mỗi mục thành một ô trong hồ sơ của mọi hội viên.",
            add="Thêm mục…",
            edit_tip="Đổi tên, loại, lựa chọn (Enter)",
            remove_tip="Bỏ mục này và những gì đã ghi; có thể hoàn tác (Del)",
            among="trong hồ sơ",
        )

    @property
    def items(self) -> list[ExtraField]:
        return [use.field for use in self._uses]

    def item_of(self, row: FieldUse) -> ExtraField:
        return row.field

    def load(self) -> None:
        """Read the fields and how many members use each."""
        register = self._context.services.register

        def work() -> tuple[FieldUse, ...]:
            from app.services import extra_fields

            return extra_fields.list_fields(register)

        self._context.ask(work, self._show)

    def remove(self, row: FieldUse) -> None:
        """Take a field out; asks first where members have something in it."""
        question = (
            f"Bỏ mục “{row.field.name}”? {row.used} hội viên đã có nội dung ở mục này; những nội dung ấy "
            "cũng bỏ theo.\nBấm Hoàn tác (Ctrl+Z) thì mục và mọi nội dung trở lại như cũ."
        )
        if not row.used or self._context.messages.confirm(question, "Bỏ mục này"):
            super().remove(row)

    # ---------------------------------------------------------------- parts

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[FieldUse], int]:
        return fixed_rows(self._uses)(offset, limit)

    def _show(self, uses: tuple[FieldUse, ...]) -> None:
        self._uses = uses
        self.model.reload()
        if not uses:
            self.deeds.show_row(None)

    def saving(self, items: Sequence[ExtraField]) -> Callable[[], object]:
        register = self._context.services.register

        def work() -> tuple[ExtraField, ...]:
            from app.services import extra_fields

            return extra_fields.save_fields(register, items)

        return work

    def dialog_for(self, row: FieldUse | None) -> ExtraFieldDialog:
        if row is None:
            return ExtraFieldDialog(self._context, parent=self)
        return ExtraFieldDialog(self._context, row.field, self, used=row.used)
