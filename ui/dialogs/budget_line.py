"""One category of a year's budget: how much is meant to come in or go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.funds import BudgetLine, EntryKind
from app.errors import FieldError
from app.vietnamese.numbers import money, money_in_words
from app.vietnamese.text import fold
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SuggestBox
from ui.widgets.record_form import RecordForm

_GROUPS = (("", ("kind", "category", "amount", "note")),)
_WIDE = frozenset({"kind", "category", "amount", "note"})


class BudgetLineDialog(EditDialog):
    """Says beside the sum what was done under the same category the year before."""

    def __init__(
        self,
        context: Context,
        line: BudgetLine | None,
        new: BudgetLine,
        categories: Sequence[str],
        before: Mapping[tuple[EntryKind, str], int],
        parent: QWidget | None = None,
    ) -> None:
        """``line`` is changed, or ``new`` becomes one.

        ``before`` is what was done the year before, VND, by kind and folded name.
        """
        title = f"Sửa dự toán năm {new.year}" if line else f"Thêm mục dự toán năm {new.year}"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._held = line or new
        self._before = before
        self.category = SuggestBox(categories)
        self.form: RecordForm[BudgetLine] = RecordForm(
            BudgetLine, _GROUPS, context.theme, editors={"category": self.category}, wide=_WIDE, parent=self
        )
        self.form.set_record(self._held)
        self.amount: Any = self.form.fields["amount"]
        self.form.edited.connect(self._on_edited)
        self.body.addWidget(self.form, 1)
        self._say_sum()
        self.take_size(640, 500)
        is_named = line is not None or bool(new.category.strip("?"))
        (self.amount if is_named else self.category).setFocus()

    def result_value(self) -> BudgetLine | None:
        """The line; None when something is wrong, said under its field."""
        return self.form.result_value(self._held)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_edited(self) -> None:
        self.mark_edited()
        self._say_sum()

    def _say_sum(self) -> None:
        try:
            amount = self.amount.value()
        except FieldError:
            amount = 0
        done = self._before.get((self.form.editor("kind").value(), fold(self.category.value())), 0)
        said = [f"Bằng chữ: {money_in_words(amount)}." if amount else ""]
        said.append(f"Năm trước thực hiện {money(done)}." if done else "")
        self.form.cell("amount").set_hint(" ".join(text for text in said if text))
