"""One condition of a list: a few things to tick, or a value from–to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.errors import FieldError
from app.vietnamese.text import fold
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit, NumberEdit, SearchField, SuggestBox
from ui.widgets.form import Form

#: A list longer than this has a field to find things in.
_LONG = 12


class TickDialog(EditDialog):
    """Several of many: gives the values ticked, in their order. Space ticks, Enter takes them."""

    def __init__(
        self,
        context: Context,
        title: str,
        choices: Sequence[tuple[Any, str]],
        ticked: Collection[Any],
        parent: QWidget | None = None,
        *,
        lead: str = "",
    ) -> None:
        """``choices`` are (value, words)."""
        super().__init__(title, "Áp dụng", context.theme, context.messages, parent, lead=lead)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.fill(choices, ticked)
        if len(choices) > _LONG:
            self.search = SearchField("Tìm trong danh sách này", self)
            self.search.textChanged.connect(self._narrow)
            self.search.installEventFilter(self)
            self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        (self.search if len(choices) > _LONG else self.list).setFocus()
        self.take_size(460, 230 + (min(len(choices), _LONG) or 8) * 34)

    def fill(self, choices: Sequence[tuple[Any, str]], ticked: Collection[Any]) -> None:
        """Offer these instead."""
        self.list.clear()
        self._values = [value for value, _ in choices]  # Qt would give a choice back as a bare text
        for value, text in choices:
            item = QListWidgetItem(text, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)

    def items(self) -> list[QListWidgetItem]:
        """The lines in their order."""
        return [self.list.item(number) for number in range(self.list.count())]

    def result_value(self) -> tuple[Any, ...]:
        """The values ticked; none at all takes the condition away."""
        pairs = zip(self._values, self.items(), strict=True)
        return tuple(value for value, item in pairs if item.checkState() is Qt.CheckState.Checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrow down leads from the search to what it found.
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        wanted = fold(text).split()
        for item in self.items():
            item.setHidden(not all(word in fold(item.text()) for word in wanted))
        shown = next((item for item in self.items() if not item.isHidden()), None)
        if shown is not None:
            self.list.setCurrentItem(shown)


class RangeDialog(EditDialog):
    """From–to: years of age or days; either may be left open. Gives (from, to)."""

    def __init__(
        self,
        context: Context,
        title: str,
        held: tuple[Any, Any],
        parent: QWidget | None = None,
        *,
        days: bool = False,
        lead: str = "",
    ) -> None:
        """``days``: the ends are days, else whole numbers."""
        super().__init__(title, "Áp dụng", context.theme, context.messages, parent, lead=lead)
        year = context.services.today().year
        self.form = Form(context.theme)
        for name, label, value in (("first", "Từ", held[0]), ("last", "Đến", held[1])):
            field = DayEdit(label=label, latest_year=year) if days else NumberEdit(empty=None, label=label)
            if not days:
                field.setAlignment(Qt.AlignmentFlag.AlignLeft)
                field.setPlaceholderText("ví dụ 70" if name == "first" else "ví dụ 79")
            field.set_value(value)
            self.form.add(name, label, field)
        self.body.addWidget(self.form, 1)
        self.form.fields["first"].setFocus()
        self.take_size(520, 390)

    def result_value(self) -> tuple[Any, Any] | None:
        """Both ends; ``None`` when one of them is no number or no day."""
        return self.form.value_or_told(self._read)

    def _read(self) -> tuple[Any, Any]:
        found = []
        for name, field in self.form.fields.items():
            try:
                found.append(field.value())  # type: ignore[attr-defined]
            except FieldError as problem:
                raise FieldError(name, problem.message) from problem
        if None not in found and found[0] > found[1]:
            raise FieldError("last", "“Đến” phải sau “Từ”.")
        return found[0], found[1]

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)


class DayDialog(EditDialog):
    """One day that is not to come: gives it, ``None`` within a tuple for now."""

    def __init__(self, context: Context, title: str, held: Any, parent: QWidget | None = None) -> None:
        lead = "Danh sách hiện tình trạng và chi hội của mọi người đúng như ngày ấy. Để trống là hiện nay."
        super().__init__(title, "Áp dụng", context.theme, context.messages, parent, lead=lead)
        self._today = context.services.today()
        self.form = Form(context.theme)
        field = DayEdit(label="Ngày", latest_year=self._today.year)
        field.set_value(held)
        self.form.add("on", "Ngày", field)
        self.body.addWidget(self.form, 1)
        field.setFocus()
        self.take_size(520, 280)

    def result_value(self) -> tuple[Any] | None:
        """The day in a tuple of one."""
        return self.form.value_or_told(self._read)

    def _read(self) -> tuple[Any]:
        try:
            day = self.form.fields["on"].value()  # type: ignore[attr-defined]
        except FieldError as problem:
            raise FieldError("on", problem.message) from problem
        if day is not None and day > self._today:
            raise FieldError("on", "Ngày này chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua.")
        return (day,)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)


class WordsDialog(EditDialog):
    """Words that a field must contain; none: whatever it holds."""

    def __init__(
        self,
        context: Context,
        title: str,
        held: str,
        suggestions: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        lead = "Để trống là mọi người có ghi mục này."
        super().__init__(title, "Áp dụng", context.theme, context.messages, parent, lead=lead)
        self.form = Form(context.theme)
        field = SuggestBox(suggestions)
        field.set_value(held)
        self.form.add("text", "Có chữ", field)
        self.body.addWidget(self.form, 1)
        field.setFocus()
        self.take_size(520, 280)

    def result_value(self) -> str:
        """The words."""
        return str(self.form.fields["text"].value())  # type: ignore[attr-defined]
