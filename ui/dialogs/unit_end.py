"""The end of a chi hội: merged into another, or dissolved; its past stays in the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group
from ui.dialogs.unit_edit import (
    LEVELS,
    ON_HINT,
    PAPER_HINT,
    UnitOffer,
    parent_choices,
    required_day,
)
from ui.page import Context
from ui.theme import Theme
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, PartialDateEdit, SuggestBox, TextEdit, TickBox
from ui.widgets.form import Form
from ui.widgets.words import short_unit


@dataclass(frozen=True, slots=True)
class EndAnswers:
    """Which units end, when and by which paper.

    ``into_id`` is where they are merged into, "" for a dissolved unit or for one that is founded with it:
    then ``new_name``, ``new_level`` and ``new_parent_id`` describe it.
    """

    unit_ids: tuple[str, ...]
    into_id: str
    on: PartialDate
    paper: str
    new_name: str = ""
    new_level: str = ""
    new_parent_id: str | None = None


#: The choice of a receiver that is founded with the merger.
_NEW = "new"
_NEW_WORDS = "Một đơn vị mới, lập từ ngày ấy…"


class _UnitTicks(QWidget):
    """A tick for each unit. Signals as of every editor: ``edited()``, ``problem(str)``."""

    edited = Signal()
    problem = Signal(str)

    def __init__(self, units: Sequence[UnitOffer], theme: Theme) -> None:
        super().__init__()
        self.boxes: dict[str, TickBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(4))
        beside = 2 if theme.scale <= 150 else 1  # in the largest type two names have no room side by side
        for number, unit in enumerate(units):
            box = TickBox(f"{short_unit(unit.name)} ({group(unit.members)})")
            box.setAccessibleName(f"{unit.name}, {unit.members} hội viên")
            box.edited.connect(self._on_edited)
            self.boxes[unit.unit_id] = box
            grid.addWidget(box, number // beside, number % beside)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        """The ticked units."""
        return tuple(unit_id for unit_id, box in self.boxes.items() if box.value())

    def leave_out(self, unit_id: str | None) -> None:
        """Let this unit, and no other, be out of choice."""
        for each, box in self.boxes.items():
            box.setEnabled(each != unit_id)
            if each == unit_id:
                box.set_value(False)

    def _on_edited(self) -> None:
        self.problem.emit("")
        self.edited.emit()


class MergeDialog(EditDialog):
    """Asks which units are merged into which, from which day on; :meth:`result_value` is EndAnswers."""

    def __init__(
        self, context: Context, units: Sequence[UnitOffer], chosen: str = "", parent: QWidget | None = None
    ) -> None:
        """``units`` are the living ones; ``chosen`` is ticked at first."""
        lead = "Hội viên theo sang đơn vị nhận; giấy tờ trước ngày ấy vẫn giữ tên cũ."
        super().__init__("Sáp nhập đơn vị", "Sáp nhập", context.theme, context.messages, parent, lead=lead)
        self._offers = {unit.unit_id: unit for unit in units}
        today = context.services.today()
        self.ticks = _UnitTicks(units, context.theme)
        self.into = ChoiceBox([(_NEW, _NEW_WORDS), *((unit.unit_id, unit.indented) for unit in units)])
        self.into.setPlaceholderText("Chọn đơn vị nhận")
        self.on = PartialDateEdit(label="Từ ngày", latest_year=today.year)
        self.paper = TextEdit()
        self.name = TextEdit()
        self.level = SuggestBox((*dict.fromkeys(unit.level for unit in units if unit.level), *LEVELS))
        self.level.set_value(units[0].level if units else LEVELS[0])
        self.above = ChoiceBox(parent_choices(units))
        self.form = Form(context.theme, self)
        self.form.add("unit_ids", "Những đơn vị thôi hoạt động (số hội viên)", self.ticks, wide=True)
        self._into_cell = self.form.add("other_id", "Sáp nhập vào", self.into, wide=True)
        self._new_cells = (
            self.form.add("name", "Tên đơn vị mới", self.name, wide=True),
            self.form.add("level", "Cấp", self.level),
            self.form.add("parent_id", "Trực thuộc", self.above),
        )
        self.form.add("on", "Từ ngày", self.on, hint=ON_HINT)
        self.form.add("paper", "Theo văn bản", self.paper, hint=PAPER_HINT)
        self.body.addWidget(self.form, 1)
        self.on.set_value(PartialDate.from_date(today))
        self.into.set_value(None)
        if chosen in self.ticks.boxes:
            self.ticks.boxes[chosen].set_value(True)
        for field in (self.ticks, self.into, self.name, self.level, self.above, self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.ticks.edited.connect(self._say_what_follows)
        self.into.edited.connect(self._on_into)
        self._on_into()
        self.take_size(760, 600)
        self.ticks.setFocus()

    def result_value(self) -> EndAnswers | None:
        """The answers; None when a field is wrong."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> EndAnswers:
        ending = self.ticks.value()
        if not ending:
            raise FieldError("unit_ids", "Hãy đánh dấu ít nhất một đơn vị sẽ sáp nhập.")
        into = self.into.value()
        if not into:
            raise FieldError("other_id", "Hãy chọn đơn vị nhận sáp nhập.")
        on, paper = required_day(self.on), self.paper.value()
        if into != _NEW:
            return EndAnswers(ending, into, on, paper)
        if not self.name.value():
            raise FieldError("name", "Hãy ghi tên đơn vị mới.")
        return EndAnswers(ending, "", on, paper, self.name.value(), self.level.value(), self.above.value())

    def _on_into(self) -> None:
        for cell in self._new_cells:
            cell.setVisible(self.into.value() == _NEW)
        self.ticks.leave_out(self.into.value())
        self._say_what_follows()

    def _say_what_follows(self) -> None:
        ending, into = self.ticks.value(), self.into.value()
        members = sum(self._offers[unit_id].members for unit_id in ending)
        said = ""
        if ending and into == _NEW:
            said = f"Đơn vị mới sẽ có {group(members)} người."
        elif ending and into:
            receiver = self._offers[into]
            after = group(members + receiver.members)
            said = f"{group(members)} hội viên chuyển sang; {receiver.name} sẽ có {after} người."
        self._into_cell.set_hint(said)


class DissolveDialog(EditDialog):
    """Asks from which day on a unit is no more; :meth:`result_value` is EndAnswers."""

    def __init__(self, context: Context, unit: UnitOffer, parent: QWidget | None = None) -> None:
        """A unit that still has members is refused when it is saved."""
        lead = "Tên đơn vị vẫn còn trong giấy tờ và danh sách của những năm trước."
        title = f"Giải thể {unit.name}"
        super().__init__(title, "Giải thể", context.theme, context.messages, parent, lead=lead)
        self._unit_id = unit.unit_id
        today = context.services.today()
        self.on = PartialDateEdit(label="Từ ngày", latest_year=today.year)
        self.paper = TextEdit()
        self.form = Form(context.theme, self)
        self.form.add("on", "Từ ngày", self.on, hint=ON_HINT)
        self.form.add("paper", "Theo văn bản", self.paper, hint=PAPER_HINT)
        self.body.addWidget(self.form, 1)
        self.on.set_value(PartialDate.from_date(today))
        for field in (self.on, self.paper):
            field.edited.connect(self.mark_edited)
        self.take_size(640, 400)
        self.on.setFocus()

    def result_value(self) -> EndAnswers | None:
        """The answers; None when a field is wrong."""
        return self.form.value_or_told(
            lambda: EndAnswers((self._unit_id,), "", required_day(self.on), self.paper.value())
        )

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)
