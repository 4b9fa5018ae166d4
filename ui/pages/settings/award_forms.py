"""Hình thức khen: which forms of commendation there are, who gives them, on which paper they are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.commendations import AwardForm, FormList
from app.errors import SoHoiError
from ui.dialogs.award_form import AwardFormDialog
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.row_deeds import RowDeeds
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.layouts import LayoutEntry

_KINDS = frozenset({"award_forms"})


class AwardFormsTab(QWidget):
    """The branch's forms of commendation: add, change, order, take out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
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
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.deeds = RowDeeds(
            self.table,
            context.theme,
            ("Thêm hình thức…", self.add),
            (
                ("Sửa…", "edit", "Đổi tên, cấp, mẫu giấy (Enter)", self.edit),
                ("Lên", "up", "Đưa lên trước (Ctrl+↑)", lambda form: self.shift(form, -1)),
                ("Xuống", "down", "Đưa xuống sau (Ctrl+↓)", lambda form: self.shift(form, 1)),
                ("Bỏ", "delete", "Bỏ hình thức này; khen thưởng đã ghi vẫn còn (Del)", self.remove),
            ),
            self.shift,
            self,
        )
        self.add_button = self.deeds.add_button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        lead = (
            "Hình thức đầu tiên Hội tự quyết định được điền sẵn cho đợt của Hội; hình thức đầu tiên của cấp "
            "trên được điền sẵn cho đợt đề nghị cấp trên."
        )
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.deeds)

    def load(self) -> None:
        """Read the forms, and the titles of the layouts."""
        services = self._context.services

        def work() -> tuple[FormList, tuple[LayoutEntry, ...]]:
            from app.services import award_forms, layouts

            return award_forms.list_forms(services.register), layouts.list_layouts(services.paths)

        self._context.ask(work, self._show)

    def add(self) -> None:
        """Ask for a new form; it comes behind the others."""
        self._open(None, lambda new: [*self._forms, new])

    def edit(self, form: AwardForm) -> None:
        """Change one form."""

        def changed(new: AwardForm) -> list[AwardForm]:
            return [new if each.id == new.id else each for each in self._forms]

        self._open(form, changed)

    def shift(self, form: AwardForm, by: int) -> None:
        """Put a form before (-1) or behind (1) its neighbour."""
        forms = list(self._forms)
        place = [each.id for each in forms].index(form.id)
        if 0 <= place + by < len(forms):
            forms.insert(place + by, forms.pop(place))
            self._save(forms)

    def remove(self, form: AwardForm) -> None:
        """Take a form out of the list; what was given under it stays, and Undo brings it back."""
        self._save([each for each in self._forms if each.id != form.id])

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

    def _save(
        self,
        forms: Sequence[AwardForm],
        done: Callable[[], None] | None = None,
        failed: Callable[[SoHoiError], None] | None = None,
    ) -> None:
        import dataclasses

        register = self._context.services.register
        placed = [dataclasses.replace(form, position=place) for place, form in enumerate(forms, 1)]

        def work() -> FormList:
            from app.services import award_forms

            return award_forms.save_forms(register, placed)

        self._context.change(work, lambda _forms: done() if done else None, failed, kinds=_KINDS)

    def _open(self, form: AwardForm | None, forms: Callable[[AwardForm], list[AwardForm]]) -> None:
        dialog = AwardFormDialog(self._context, tuple(self._layouts.items()), form, self.window())

        def save(new: AwardForm, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self.table.select_id(new.id)
            self._save(forms(new), done, failed)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _whose(form: AwardForm) -> str:
    return "Hội" if form.is_own else "cấp trên"
