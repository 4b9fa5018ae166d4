"""A new unit, a new name for one, another unit above it, its code and place."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.units import Unit
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, NumberEdit, PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.form import Form

#: Usual levels, suggested beside those that the branch has; any other may be typed.
LEVELS = ("Chi hội", "Phân hội", "Tổ", "Hội phường", "Hội xã")
ON_HINT = "Có thể chỉ ghi tháng hoặc năm."
PAPER_HINT = "Ví dụ: Quyết định số 12/QĐ-HTS."
TOP = "Thẳng dưới Hội"


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """A living unit as the dialogs show it, with its active members counted, and how deep it stands."""

    unit_id: str
    name: str
    members: int
    depth: int = 0
    level: str = ""

    @property
    def indented(self) -> str:
        """The name as a line of the tree."""
        return "\u2003" * self.depth + self.name


def parent_choices(units: Sequence[UnitOffer]) -> list[tuple[str | None, str]]:
    """What a unit can stand under: the branch itself or another unit."""
    return [(None, TOP), *((unit.unit_id, unit.indented) for unit in units)]


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """What was typed about a unit; ``paper`` is the decision behind it, ``parent_id`` the unit above."""

    name: str
    level: str
    on: PartialDate | None
    paper: str
    parent_id: str | None = None
    code: str = ""


class UnitDialog(EditDialog):
    """Asks for name, level, unit above, code, day and paper; saves nothing."""

    def __init__(
        self,
        context: Context,
        *,
        name: str = "",
        level: str = "Chi hội",
        units: Sequence[UnitOffer] = (),
        parent_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """With a ``name`` it is a renaming: papers of before keep the old name. ``units`` can be above."""
        is_new = not name
        title = "Thêm đơn vị" if is_new else f"Đổi tên {name}"
        super().__init__(
            title,
            "Thêm" if is_new else "Đổi tên",
            context.theme,
            context.messages,
            parent,
            lead="" if is_new else "Giấy tờ trước ngày đổi vẫn giữ tên cũ.",
        )
        today = context.services.today()
        self.name = TextEdit()
        self.name.set_value(name)
        self.level = SuggestBox((*dict.fromkeys(unit.level for unit in units if unit.level), *LEVELS))
        self.level.set_value(level)
        self.above = ChoiceBox(parent_choices(units))
        self.above.set_value(parent_id)
        self.code = TextEdit()
        self.on = PartialDateEdit(label="Từ ngày", latest_year=today.year)
        self.paper = TextEdit()
        self.form = Form(context.theme, self)
        self.form.add("name", "Tên", self.name, wide=True)
        if is_new:
            self.form.add("level", "Cấp", self.level)
            self.form.add("parent_id", "Trực thuộc", self.above)
            self.form.add("on", "Ngày thành lập", self.on, hint="Không rõ thì để trống.")
            self.form.add("code", "Mã đơn vị", self.code, hint="Không cần thì để trống.")
        else:
            self.form.add("on", "Từ ngày", self.on, hint=ON_HINT)
            self.on.set_value(PartialDate.from_date(today))
        self.form.add("paper", "Theo văn bản", self.paper, hint=PAPER_HINT)
        for field in (self.name, self.level, self.above, self.code, self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(740, 520 if is_new else 390)
        self.name.setFocus()

    def result_value(self) -> UnitAnswers | None:
        """The answers; None when a field is wrong."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> UnitAnswers:
        name = self.name.value()
        if not name:
            raise FieldError("name", "Xin ghi tên đơn vị.")
        return UnitAnswers(
            name,
            self.level.value(),
            known_day(self.on),
            self.paper.value(),
            self.above.value(),
            self.code.value(),
        )


@dataclass(frozen=True, slots=True)
class MoveAnswers:
    """Under which unit from when on; ``parent_id`` None = the branch itself."""

    parent_id: str | None
    on: PartialDate
    paper: str


class MoveDialog(EditDialog):
    """Asks what a unit stands under from a day on; :meth:`result_value` is MoveAnswers."""

    def __init__(
        self,
        context: Context,
        unit: UnitOffer,
        units: Sequence[UnitOffer],
        now: str = TOP,
        parent: QWidget | None = None,
    ) -> None:
        """``units`` can be above it; ``now`` says where it stands."""
        lead = f"Hiện nay: {now}. Hội viên và đơn vị bên dưới đi theo; trước ngày ấy vẫn như cũ."
        super().__init__(
            f"Đổi cấp trên của {unit.name}", "Chuyển", context.theme, context.messages, parent, lead=lead
        )
        today = context.services.today()
        self.above = ChoiceBox(parent_choices(units))
        self.above.setPlaceholderText("Chọn cấp trên mới")
        self.on = PartialDateEdit(label="Từ ngày", latest_year=today.year)
        self.on.set_value(PartialDate.from_date(today))
        self.paper = TextEdit()
        self.form = Form(context.theme, self)
        self.form.add("parent_id", "Cấp trên mới", self.above, wide=True)
        self.form.add("on", "Từ ngày", self.on, hint=ON_HINT)
        self.form.add("paper", "Theo văn bản", self.paper, hint=PAPER_HINT)
        self.above.setCurrentIndex(-1)
        for field in (self.above, self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(740, 400)
        self.above.setFocus()

    def result_value(self) -> MoveAnswers | None:
        """The answers; None when a field is wrong."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> MoveAnswers:
        if self.above.currentIndex() < 0:
            raise FieldError("parent_id", "Hãy chọn cấp trên mới.")
        return MoveAnswers(self.above.value(), required_day(self.on), self.paper.value())


class UnitCodeDialog(EditDialog):
    """Asks for a unit's code and its place among its like; :meth:`result_value` is the Unit."""

    def __init__(self, context: Context, unit: Unit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Mã, thứ tự của {name}",
            "Lưu",
            context.theme,
            context.messages,
            parent,
            lead="Đơn vị có số thứ tự nhỏ đứng trước trong cây và trong giấy tờ.",
        )
        self._unit = unit
        self.code = TextEdit()
        self.code.set_value(unit.code)
        self.position = NumberEdit(label="Thứ tự")
        self.position.set_value(unit.position)
        self.form = Form(context.theme, self)
        self.form.add("code", "Mã đơn vị", self.code)
        self.form.add("position", "Thứ tự", self.position)
        for field in (self.code, self.position):
            field.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.take_size(620, 340)
        self.code.setFocus()

    def result_value(self) -> Unit | None:
        """The unit with what was typed; None when a field is wrong."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> Unit:
        try:
            position = self.position.value()
        except FieldError as problem:
            raise FieldError("position", problem.message) from problem
        return dataclasses.replace(self._unit, code=self.code.value(), position=position or 0)


def known_day(field: PartialDateEdit) -> PartialDate | None:
    """The day in a field called "on", None when it is empty; raises FieldError under that name."""
    try:
        return field.value()
    except FieldError as problem:
        raise FieldError("on", problem.message) from problem


def required_day(field: PartialDateEdit) -> PartialDate:
    """As :func:`known_day`, but the day must be there."""
    on = known_day(field)
    if on is None:
        raise FieldError("on", "Hãy ghi ngày, hoặc chỉ tháng, hoặc chỉ năm.")
    return on
