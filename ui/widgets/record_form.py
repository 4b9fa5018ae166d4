"""A form made from a record's own description: the right editor for every field, errors under the fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.record import FieldInfo, Record, fields_of
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.theme import Theme
from ui.widgets.fields import (
    ChoiceBox,
    DayEdit,
    Editor,
    LongTextEdit,
    MoneyEdit,
    NumberEdit,
    PartialDateEdit,
    SuggestBox,
    TextEdit,
    TickBox,
)
from ui.widgets.form import Form

R = TypeVar("R", bound=Record)


class RecordForm(Form, Generic[R]):
    """Edits the named fields of one kind of record; saves nothing.

    Signal ``edited()`` whenever the user changes a field.
    """

    edited = Signal()

    def __init__(
        self,
        kind: type[R],
        groups: Sequence[tuple[str, Sequence[str]]],
        theme: Theme,
        *,
        editors: dict[str, QWidget] | None = None,
        suggestions: dict[str, Sequence[str]] | None = None,
        latest_year: int | None = None,
        wide: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        """``groups`` are (title, field names).

        ``editors`` replaces the usual editor of a field (a choice of units for ``unit_id``); ``suggestions``
        offers texts for one-line fields; ``latest_year`` reads years of two digits;
        ``wide`` fields take the whole width.
        """
        super().__init__(theme, parent)
        self._kind = kind
        self._latest_year = latest_year
        plain: type[Record] = kind
        self._infos = {info.name: info for info in fields_of(plain)}
        self._own_editors = editors or {}
        self._suggestions = suggestions or {}
        self._wide = wide
        self._editors: dict[str, Any] = {}
        for title, names in groups:
            self.add_record_group(title, names)

    def add_record_group(self, title: str, names: Sequence[str]) -> None:
        """Add a further group of the record's fields."""
        self.add_group(title)
        for name in names:
            info = self._infos[name]
            field = self._own_editors.get(name) or self._editor(info, self._suggestions.get(name, ()))
            self.add(name, info.label, field, wide=info.multiline or _is_long(info) or name in self._wide)
            self._editors[name] = field
            changed = getattr(field, "edited", None)
            if changed is not None:
                changed.connect(self.edited)

    def editor(self, name: str) -> Editor:
        """The editor of one field."""
        found: Editor = self._editors[name]
        return found

    def set_record(self, record: R) -> None:
        """Show a record."""
        self.clear_errors()
        for name, editor in self._editors.items():
            editor.set_value(getattr(record, name))

    def values(self) -> dict[str, Any]:
        """What the fields hold; raises FieldError, naming the field, for what is no value."""
        held: dict[str, Any] = {}
        for name, editor in self._editors.items():
            try:
                held[name] = editor.value()
            except FieldError as found:
                raise FieldError(name, found.message) from found
        return held

    def result_value(self, record: R) -> R | None:
        """The record with what was typed; None when something is wrong, which then stands under its field."""
        self.clear_errors()
        try:
            return dataclasses.replace(record, **self.values())
        except FieldError as found:
            if not self.show_error(found):
                raise
            return None

    def new_value(self, **fixed: Any) -> R | None:
        """A new record of what was typed and ``fixed`` fields; None as in :meth:`result_value`."""
        self.clear_errors()
        try:
            return self._kind(**fixed, **self.values())
        except FieldError as found:
            if not self.show_error(found):
                raise
            return None

    def _editor(self, info: FieldInfo, suggestions: Sequence[str]) -> QWidget:
        if info.type is PartialDate:
            return PartialDateEdit(label=info.label, latest_year=self._latest_year)
        if info.type is date:
            return DayEdit(label=info.label, latest_year=self._latest_year)
        if info.type is bool:
            return TickBox(info.label)
        if issubclass(info.type, StrEnum):
            choices: list[tuple[Any, str]] = [(None, "Chưa rõ")] if info.optional else []
            return ChoiceBox([*choices, *((each, getattr(each, "label", each.value)) for each in info.type)])
        if info.type is int:
            empty = None if info.optional else 0
            is_money = "đồng" in info.label
            return MoneyEdit(empty=empty) if is_money else NumberEdit(empty=empty, label=info.label)
        if info.multiline:
            return LongTextEdit()
        return SuggestBox(suggestions) if suggestions else TextEdit()


def _is_long(info: FieldInfo) -> bool:
    return info.type is str and info.limit > 300
