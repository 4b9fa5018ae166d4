"""Hình thức khen: which forms of commendation there are, who gives them, on which paper they are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.commendations import AwardForm, FormList
from ui.dialogs.award_form import AwardFormDialog
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.pages.settings.ordered_tab import OrderedTab
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.services.layouts import LayoutEntry


class AwardFormsTab(OrderedTab):
    """The branch's forms of commendation; what was given under one stays when it is taken out."""

    kinds = frozenset({"award_forms"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._forms: tuple[AwardForm, ...] = ()
        self._layouts: dict[str, str] = {}
        columns: tuple[Column[AwardForm], ...] = (
            Column("name", "Hình thức", lambda form: form.name, 200, least=150, grows=1),
            Column("level", "Cấp khen", lambda form: form.level, 190, least=150, grows=1),
            Column("own", "Ai quyết định", _whose, 150, least=130),
            Column("printed", "Mẫu giấy", self._paper, 300, least=200, grows=1),
        )
        self.model: TableModel[AwardForm] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda form: form.id
        )
        self.table = Table(self.model, "award_forms", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAccessibleName("Các hình thức khen")
        self.lay_out(
            "Hình thức đầu tiên Hội tự quyết định được điền sẵn cho đợt của Hội; hình thức đầu tiên của cấp "
            "trên được điền sẵn cho đợt đề nghị cấp trên.",
            add="Thêm hình thức…",
            edit_tip="Đổi tên, cấp, mẫu giấy (Enter)",
            remove_tip="Bỏ hình thức này; khen thưởng đã ghi vẫn còn (Del)",
        )

    @property
    def items(self) -> tuple[AwardForm, ...]:
        return self._forms

    def load(self) -> None:
        """Read the forms, and the titles of the layouts."""
        services = self._context.services

        def work() -> tuple[FormList, tuple[LayoutEntry, ...]]:
            from app.services import award_forms, layouts

            return award_forms.list_forms(services.register), layouts.list_layouts(services.paths)

        self._context.ask(work, self._show)

    # ---------------------------------------------------------------- parts

    def _paper(self, form: AwardForm) -> str:
        if not form.is_printed:
            return "không in ở đây"
        names = [self._layouts.get(name, name) for name in (form.layout, form.collective_layout) if name]
        return " · ".join(dict.fromkeys(names)) or "mẫu thường dùng"

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[AwardForm], int]:
        return fixed_rows(self._forms)(offset, limit)

    def _show(self, found: tuple[FormList, tuple[LayoutEntry, ...]]) -> None:
        self._forms = found[0].forms
        self._layouts = {each.name: each.title for each in found[1]}
        self.model.reload()

    def saving(self, items: Sequence[AwardForm]) -> Callable[[], object]:
        import dataclasses

        register = self._context.services.register
        placed = [dataclasses.replace(form, position=place) for place, form in enumerate(items, 1)]

        def work() -> FormList:
            from app.services import award_forms

            return award_forms.save_forms(register, placed)

        return work

    def dialog_for(self, row: AwardForm | None) -> AwardFormDialog:
        return AwardFormDialog(self._context, tuple(self._layouts.items()), row, self.window())


def _whose(form: AwardForm) -> str:
    return "Hội" if form.is_own else "cấp trên"
