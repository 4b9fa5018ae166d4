"""One round of commendations: name, year of work, what is honoured, what the decision rests on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.commendations import AwardRound
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.record_form import RecordForm

_GROUPS = (
    ("", ("name", "occasion", "year")),
    ("Ghi trên quyết định và giấy khen", ("place", "authority", "basis")),
)


class AwardRoundDialog(EditDialog):
    """Edits an :class:`AwardRound` that is not decided yet."""

    def __init__(self, context: Context, round_: AwardRound, parent: QWidget | None = None) -> None:
        """``round_`` as proposed or as stored."""
        is_new = round_.version == 0
        super().__init__(
            "Đợt khen thưởng mới" if is_new else "Sửa đợt khen thưởng",
            "Lập đợt" if is_new else "Lưu",
            context.theme,
            context.messages,
            parent,
            lead="Các ô đã điền sẵn theo Thiết lập; sửa chỗ nào cần rồi bấm nút ở dưới." if is_new else "",
        )
        self._round = round_
        self.form = RecordForm(
            AwardRound, _GROUPS, context.theme, wide=frozenset({"name", "occasion"}), parent=self
        )
        self.form.cell("basis").set_hint("Mỗi dòng một căn cứ")
        self.form.set_record(round_)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(780, 740)

    def result_value(self) -> AwardRound | None:
        """The round as typed; None when something is wrong, said under its field."""
        return self.form.result_value(self._round)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
