"""One round of commendations: name, who decides, year of work, what is honoured, what it rests on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.commendations import AwardRound
from app.errors import FieldError
from ui.page import Context
from ui.theme import Theme
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, SuggestBox
from ui.widgets.record_form import RecordForm

_GROUPS = (
    ("", ("name", "decider", "year", "occasion")),
    ("Ghi trên quyết định và giấy khen", ("place", "authority", "basis")),
)
_OWN, _UPPER = "Khen thưởng công tác Hội", "Đề nghị cấp trên khen công tác Hội"


class AwardRoundDialog(EditDialog):
    """Edits an :class:`AwardRound` that is not decided yet."""

    def __init__(
        self,
        context: Context,
        round_: AwardRound,
        parent: QWidget | None = None,
        *,
        upper: str = "",
        has_list: bool = False,
    ) -> None:
        """``round_`` as proposed or as stored; ``upper`` is the body above the branch, if it is known.

        With a list (``has_list``) it is settled who decides.
        """
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
        self.decider = _Decider(upper, context.theme)
        self.form = RecordForm(
            AwardRound,
            _GROUPS,
            context.theme,
            editors={"decider": self.decider},
            wide=frozenset({"name", "occasion"}),
            parent=self,
        )
        self.form.cell("basis").set_hint("Mỗi dòng một căn cứ")
        self.form.set_record(round_)
        self.decider.setEnabled(not has_list)
        if has_list:
            self.form.cell("decider").set_hint("Đã có danh sách nên không đổi được")
        self.decider.edited.connect(self._on_decider)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(780, 780)
        self.form.fields["name"].setFocus()

    def result_value(self) -> AwardRound | None:
        """The round as typed; None when something is wrong, said under its field."""
        return self.form.result_value(self._round)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_decider(self) -> None:
        name = self.form.editor("name")
        before, after = (_OWN, _UPPER) if self.decider.is_upper else (_UPPER, _OWN)
        name.set_value(str(name.value()).replace(before, after))  # only where it is the usual name


class _Decider(QWidget):
    """Who decides: the branch itself, which is the value "", or the body above it, by its name."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, upper: str, theme: Theme) -> None:
        super().__init__()
        self._upper = upper
        self.whose = ChoiceBox([(False, "Hội tự quyết định"), (True, "Đề nghị cấp trên khen")], self)
        self.whose.setAccessibleName("Cấp quyết định")
        self.name = SuggestBox([upper] if upper else [], self)
        self.name.setAccessibleName("Cấp trên quyết định")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.whose)
        column.addWidget(self.name)
        self.setFocusProxy(self.whose)
        self.whose.edited.connect(self._on_whose)
        self.name.edited.connect(self._on_edited)

    @property
    def is_upper(self) -> bool:
        """Whether the upper body decides."""
        return bool(self.whose.value())

    def value(self) -> str:
        """The upper body's name, or ""; raises FieldError when it is not named."""
        if self.is_upper and not self.name.value():
            raise FieldError("decider", "Hãy ghi cấp trên nào quyết định khen.")
        return self.name.value() if self.is_upper else ""

    def set_value(self, value: str) -> None:
        """Show who decides."""
        self.whose.set_value(bool(value))
        self.name.set_value(value)
        self.name.setVisible(bool(value))

    def _on_whose(self) -> None:
        if self.is_upper and not self.name.value():
            self.name.set_value(self._upper)
        self.name.setVisible(self.is_upper)
        self._on_edited()

    def _on_edited(self) -> None:
        self.problem.emit("")
        self.edited.emit()
