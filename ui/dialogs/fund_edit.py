"""A fund beside the branch's own: its name, and whose chân quỹ it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.funds import Fund
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, SuggestBox
from ui.widgets.record_form import RecordForm

_USUAL = ("Quỹ Nghĩa tình đồng đội", "Quỹ Khuyến học", "Quỹ Đền ơn đáp nghĩa")
_GROUPS = (("", ("is_base", "unit_id", "name", "note")),)
_ALL = frozenset({"is_base", "unit_id", "name", "note"})


class FundEditDialog(EditDialog):
    """Edits a :class:`Fund`, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        fund: Fund | None,
        position: int,
        units: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """``units`` are (id, name); a new fund gets the ``position``."""
        title = f"Sửa quỹ: {fund.name}" if fund else "Thêm quỹ"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._held = fund
        self._position = position
        self._names = dict(units)
        self._offered = ""
        self.name = SuggestBox(_USUAL)
        self.form: RecordForm[Fund] = RecordForm(
            Fund,
            _GROUPS,
            context.theme,
            editors={"name": self.name, "unit_id": ChoiceBox([(None, "Của chung cả Hội"), *units])},
            wide=_ALL,
            parent=self,
        )
        self.form.cell("is_base").set_hint(
            "Chân quỹ là quỹ gây dựng của một chi hội, tính bình quân theo hội viên"
        )
        self.form.set_record(fund or Fund(name="?", position=position))
        if fund is None:
            self.name.set_value("")
        self.form.edited.connect(self._on_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(700, 480)
        self.name.setFocus()

    def result_value(self) -> Fund | None:
        """The fund; None when something is wrong, said under its field."""
        if self._held is not None:
            return self.form.result_value(self._held)
        return self.form.new_value(position=self._position)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_edited(self) -> None:
        self.mark_edited()
        unit = self._names.get(self.form.editor("unit_id").value())
        is_base = bool(self.form.editor("is_base").value())
        if self._held is None and unit and is_base and self.name.value() == self._offered:
            self._offered = f"Chân quỹ {unit.removeprefix('Chi hội ')}"
            self.name.set_value(self._offered)
