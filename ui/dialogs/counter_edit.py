"""One counter of the report: its name, in which part it stands, how it counts, what its percentage is of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.counters import Counter, CounterKind
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.record_form import RecordForm

_GROUPS = (("", ("name", "part", "measure", "kind", "share_of", "hidden")),)
_HOW = {
    CounterKind.SUM: "Các lần ghi trong kỳ cộng lại: buổi, ngày công, suất quà.",
    CounterKind.LATEST: "Mỗi chi hội lấy số ghi sau cùng trong kỳ, rồi cộng lại: số hộ, số người đạt.",
}


class CounterDialog(EditDialog):
    """Edits a :class:`Counter`, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        shares: Sequence[tuple[str, str]],
        measures: Sequence[str],
        counter: Counter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``shares`` are (value, words) of what a percentage can be of, ``measures`` those in use."""
        title = f"Sửa chỉ tiêu: {counter.name}" if counter else "Thêm chỉ tiêu"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._held = counter
        self.form: RecordForm[Counter] = RecordForm(
            Counter,
            _GROUPS,
            context.theme,
            suggestions={"measure": measures},
            editors={"share_of": ChoiceBox([("", "Không tính phần trăm"), *shares])},
            wide=frozenset({"name", "part", "kind", "share_of", "hidden"}),
            parent=self,
        )
        self.form.cell("hidden").set_hint("Số đã ghi vẫn vào báo cáo; chỉ thôi gợi ý khi ghi mới")
        self.form.set_record(counter or Counter(name="?"))
        if counter is None:
            self.form.editor("name").set_value("")
        else:
            self.form.cell("name").set_hint("Đổi tên: các hoạt động đã ghi theo tên mới")
        self.form.edited.connect(self._on_edited)
        self.body.addWidget(self.form, 1)
        self._say_how()
        self.take_size(760, 660)
        self.form.fields["name"].setFocus()

    def result_value(self) -> Counter | None:
        """The counter; None when something is wrong, said under its field."""
        return self.form.result_value(self._held) if self._held else self.form.new_value()

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_edited(self) -> None:
        self.mark_edited()
        self._say_how()

    def _say_how(self) -> None:
        kind = self.form.editor("kind").value()
        self.form.cell("kind").set_hint(_HOW.get(kind, ""))
