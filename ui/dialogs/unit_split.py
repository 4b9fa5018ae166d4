"""A unit split from a day on: the new units, and for each member where he goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.domain.record import Record, line, require
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.dialogs.unit_edit import PAPER_HINT, required_day
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.choice_table import ChoiceTable
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, PartialDateEdit, TextEdit
from ui.widgets.form import Form
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.unit_split import SplitMember

_STAYS = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine(Record):
    """One new unit as it is typed: its name, and the words of addresses that belong to it."""

    name: str = line("Tên đơn vị mới")
    words: str = line("Gồm những người có địa chỉ")

    def validate(self) -> None:
        """Ask for the name."""
        require("name", "Tên đơn vị mới", self.name)


@dataclass(frozen=True, slots=True)
class SplitAnswers:
    """The new units with their members' ids; ``rest`` is the one that takes everybody else, if any."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    rest: int | None
    on: PartialDate
    paper: str


class SplitDialog(EditDialog):
    """Asks for the new units and where each member goes; :meth:`result_value` is SplitAnswers."""

    def __init__(self, context: Context, unit_id: str, name: str, parent: QWidget | None = None) -> None:
        lead = "Mỗi người về đơn vị ghi bên phải; danh sách và giấy tờ trước ngày ấy vẫn như cũ."
        super().__init__(f"Tách {name}", "Tách", context.theme, context.messages, parent, lead=lead)
        self._context, self._unit_id, self._name = context, unit_id, name
        self._people: tuple[SplitMember, ...] = ()
        self._by_hand: dict[str, int] = {}
        self._sorted: dict[str, int] = {}
        today = context.services.today()
        self.on = PartialDateEdit(label="Từ ngày", latest_year=today.year)
        self.on.set_value(PartialDate.from_date(today))
        self.paper = TextEdit()
        self.rest = ChoiceBox()
        self.parts: RowsEditor[PartLine] = RowsEditor(
            PartLine,
            (
                RowField("name", "Tên đơn vị mới", TextEdit, 3),
                RowField("words", "Gồm người ở (như: tổ 2, tổ 3)", TextEdit, 4),
            ),
            "Thêm một đơn vị mới",
            context.theme,
        )
        self.form = Form(context.theme, self)
        self.form.add("on", "Từ ngày", self.on)
        self.form.add("paper", "Theo văn bản", self.paper, hint=PAPER_HINT)
        self.form.add("parts", "", self.parts, wide=True)
        self.form.add("rest", "Những người còn lại", self.rest, wide=True)
        columns: tuple[Column[SplitMember], ...] = (
            Column("name", "Họ và tên", lambda row: row.full_name, width=220, least=160),
            Column("birth", "Sinh", lambda row: row.birth, width=128, least=122, optional=True),
            Column("address", "Nơi ở", lambda row: row.address, width=260, least=160, grows=1),
        )
        self.people: ChoiceTable[SplitMember] = ChoiceTable(
            context,
            columns,
            "Về đơn vị",
            "unit_split",
            row_id=lambda row: row.id,
            choices=lambda _row: self._choices(),
            parent=self,
        )
        self.people.table.set_empty_text("Ngày ấy đơn vị không có hội viên nào đang sinh hoạt.")
        self._count = words("", "heading", self, wrap=True)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.form, "1. Đơn vị mới")
        self.tabs.addTab(self.people, "2. Ai về đâu")
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self._count)
        self.parts.add_row()
        for field in (self.on, self.paper, self.rest, self.parts, self.people):
            field.edited.connect(self.mark_edited)
        self.on.editingFinished.connect(self._load)
        self.parts.edited.connect(self._on_parts)
        self.rest.edited.connect(self._on_parts)
        self.people.edited.connect(self._on_choice)
        self._on_parts()
        self._load()
        self.take_size(980, 640)
        self.on.setFocus()

    # ---------------------------------------------------------------- who goes where

    def _lines(self) -> list[tuple[str, str]]:
        rows = [self.parts.editors(number) for number in range(len(self.parts))]
        return [(row["name"].value(), row["words"].value()) for row in rows]

    def _choices(self) -> list[tuple[Any, str]]:
        named = [
            (number, name or f"Đơn vị mới {number + 1}") for number, (name, _) in enumerate(self._lines())
        ]
        rest = self.rest.value()
        left = self._name if rest in (None, _STAYS) else f"{dict(named).get(rest, '')} (còn lại)"
        return [(_STAYS, f"{left} (còn lại)" if rest in (None, _STAYS) else left), *named]

    def _load(self) -> None:
        try:
            on = self.on.value()
        except FieldError:
            return
        if on is None:
            return
        register, unit_id = self._context.services.register, self._unit_id

        def work() -> tuple[SplitMember, ...]:
            from app.services.unit_split import split_members

            return split_members(register, unit_id, on.earliest())

        self._context.ask(work, self._show, to=self)

    def _show(self, people: tuple[SplitMember, ...]) -> None:
        self._people = people
        self._sort_out()

    def _on_parts(self) -> None:
        held = self.rest.value()
        offered: list[tuple[Any, str]] = [(_STAYS, f"Ở lại {self._name}")]
        for number, (name, _) in enumerate(self._lines()):
            shown = name or f"Đơn vị mới {number + 1}"
            offered.append((number, f"Sang {shown}; {self._name} thôi từ ngày ấy"))
        self.rest.set_choices(offered)
        self.rest.set_value(held if held in [value for value, _ in offered] else _STAYS)
        self._sort_out()

    def _sort_out(self) -> None:
        """Put everybody where the words of his address say, but for those that were put by hand."""
        from app.services.unit_split import names_place

        lines = self._lines()
        chosen = {}
        for person in self._people:
            by_words = (n for n, (_, said) in enumerate(lines) if said and names_place(person.address, said))
            chosen[person.id] = self._by_hand.get(person.id, next(by_words, _STAYS))
        self._sorted = chosen
        self.people.set_rows(self._people, chosen)
        self._say_counts()

    def _on_choice(self) -> None:
        chosen = self.people.values()
        self._by_hand |= {person: to for person, to in chosen.items() if to != self._sorted.get(person)}
        self._say_counts()

    def _say_counts(self) -> None:
        values = list(self.people.values().values())
        said = [f"{text}: {values.count(value)}" for value, text in self._choices()]
        self._count.setText(f"{len(values)} hội viên – " + " · ".join(said))

    # ---------------------------------------------------------------- the answer

    def result_value(self) -> SplitAnswers | None:
        """The answers; None when a field is wrong."""
        found = self.form.value_or_told(self._value)
        if found is None:
            self.tabs.setCurrentWidget(self.form)
        return found

    def show_field_error(self, problem: FieldError) -> bool:
        self.tabs.setCurrentWidget(self.form)
        return self.form.show_error(problem)

    def _value(self) -> SplitAnswers:
        names = [record.name for record in self._records()]
        goes = self.people.values()
        parts = tuple(
            (name, tuple(person for person, to in goes.items() if to == number))
            for number, name in enumerate(names)
        )
        rest = self.rest.value()
        return SplitAnswers(
            parts, None if rest == _STAYS else rest, required_day(self.on), self.paper.value()
        )

    def _records(self) -> Sequence[PartLine]:
        try:
            found = self.parts.records()
        except FieldError as problem:
            raise FieldError("parts", problem.message) from problem
        if len(found) != len(self.parts) or not found:
            raise FieldError("parts", "Hãy ghi tên đơn vị mới, hoặc bỏ dòng để trống.")
        return found
