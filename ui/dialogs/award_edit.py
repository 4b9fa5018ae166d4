"""One award: who is honoured, the words on the paper, the form and the reward."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.commendations import LEVELS, USUAL_FORMS, Award, FormList, RecipientKind
from app.errors import FieldError, SoHoiError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, TextEdit
from ui.widgets.form import FieldCell
from ui.widgets.member_picker import MemberPicker
from ui.widgets.record_form import RecordForm

_SALUTATIONS = ("Đồng chí", "Ông", "Bà", "Ông (bà)", "Tập thể", "Hộ gia đình")
_GROUPS = (
    ("Ghi trên giấy khen", ("salutation", "recipient", "detail", "achievement")),
    ("Khen thưởng", ("form", "level", "money", "proposer_id")),
)
_WHOM = {
    RecipientKind.OUTSIDER: "Họ tên người được khen",
    RecipientKind.GROUP: "Tên tập thể được khen",
    RecipientKind.HOUSEHOLD: "Tên chủ hộ",
}
_TITLES = {
    RecipientKind.MEMBER: "Khen hội viên",
    RecipientKind.UNIT: "Khen chi hội",
    RecipientKind.OUTSIDER: "Khen cá nhân ngoài Hội",
    RecipientKind.GROUP: "Khen tập thể khác",
    RecipientKind.HOUSEHOLD: "Khen hộ gia đình",
}


class AwardDialog(EditDialog):
    """Edits one :class:`Award`.

    A new award begins with whom: a member, a unit, or a name; ``propose(id or name)`` then gives the award
    with its words filled in (it is asked on the worker).
    """

    def __init__(
        self,
        context: Context,
        kind: RecipientKind,
        award: Award | None,
        parent: QWidget | None = None,
        *,
        units: Sequence[tuple[str, str]] = (),
        forms: FormList | None = None,
        is_upper: bool = False,
        propose: Callable[[str], Award] | None = None,
    ) -> None:
        """``award`` is edited or proposed; ``None`` until somebody is chosen. ``units``: id and name.

        ``forms`` are the branch's; offered are its own, or with ``is_upper`` those that the upper body gives.
        """
        is_new = award is None or award.version == 0
        title = _TITLES[kind] if is_new else f"Sửa: {award.recipient if award else ''}"
        super().__init__(
            title, "Thêm vào danh sách" if is_new else "Lưu", context.theme, context.messages, parent
        )
        self._context = context
        self._kind = kind
        self._award = award
        self._propose = propose
        #: The outsider's name that the fields below were filled in for.
        self._named = ""
        self._forms = forms or FormList(USUAL_FORMS)
        self.picker: MemberPicker | None = None
        self.unit: ChoiceBox | None = None
        self.name: TextEdit | None = None
        self._whom: FieldCell | None = None
        if award is None and kind is RecipientKind.MEMBER:
            self.picker = MemberPicker(context, self, only_active=True)
            self.picker.picked.connect(lambda member_id, _name: self._take(member_id))
            self._whom = FieldCell("Hội viên được khen", self.picker, "", self)
        elif award is None and kind is RecipientKind.UNIT:
            self.unit = ChoiceBox(units, self)
            self.unit.setCurrentIndex(-1)
            self.unit.setPlaceholderText("Chọn chi hội")
            self.unit.edited.connect(self._on_unit)
            self._whom = FieldCell("Chi hội được khen", self.unit, "", self)
        elif award is None:
            self.name = TextEdit(parent=self)
            self.name.editingFinished.connect(self._on_name)
            self._whom = FieldCell(_WHOM[kind], self.name, "Gõ xong bấm Tab, các ô dưới tự điền", self)
        if self._whom is not None:
            self.body.addWidget(self._whom)
        self.form = RecordForm(
            Award,
            _GROUPS,
            context.theme,
            wide=frozenset({"detail"}),
            suggestions={
                "salutation": _SALUTATIONS,
                "form": [form.name for form in self._forms.forms if form.is_own is not is_upper],
                "level": tuple(dict.fromkeys((*LEVELS, *(form.level for form in self._forms.forms)))),
            },
            editors={"proposer_id": ChoiceBox([(None, "Chưa rõ"), *units])},
            parent=self,
        )
        self.form.editor("form").currentTextChanged.connect(self._on_form)  # type: ignore[attr-defined]
        self.form.cell("recipient").set_hint("Đúng như sẽ in trên giấy khen")
        self.form.edited.connect(self.mark_edited)
        self.form.setEnabled(award is not None)
        if award is not None:
            self.form.set_record(award)
        self.body.addWidget(self.form, 1)
        self.take_size(780, 760 if award is None else 680)
        first = self.picker or self.unit or self.name or self.form.fields["recipient"]
        first.setFocus()

    def result_value(self) -> Award | None:
        """The award as typed; None when something is wrong, said under its field."""
        if self.name is not None and self.name.value() and self.name.value() != self._named:
            self._on_name()
            if self._whom is not None:
                self._whom.set_hint("Các ô dưới vừa được điền theo tên này. Xem lại rồi bấm lần nữa.")
            return None
        if self._award is None:
            text = "Hãy ghi tên trước." if self.name else f"Hãy chọn {self._kind.label.lower()} trước."
            if self._whom is not None:
                self._whom.say(text)
                self._whom.field.setFocus()
            return None
        return self.form.result_value(self._award)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _on_form(self, name: str) -> None:
        known = next((form for form in self._forms.forms if form.name == name), None)
        if known is not None:
            self.form.editor("level").set_value(known.level)

    def _on_unit(self) -> None:
        if self.unit is not None and self.unit.value():
            self._take(str(self.unit.value()))

    def _on_name(self) -> None:
        name = self.name.value() if self.name is not None else ""
        if name and name != self._named:
            self._named = name
            self._take(name)

    def _take(self, recipient_id: str) -> None:
        propose = self._propose
        if propose is None:
            return

        def show(award: Award) -> None:
            # Choosing somebody else later keeps the record's identity and takes that person's words.
            self._award = award if self._award is None else dataclasses.replace(award, id=self._award.id)
            if self._whom is not None:
                self._whom.say("")
            self.form.setEnabled(True)
            self.form.set_record(self._award)
            self.mark_edited()

        def refused(problem: SoHoiError) -> None:
            self._named = ""  # asked again next time
            self.show_problem(problem)

        self._context.ask(lambda: propose(recipient_id), show, refused, to=self)
