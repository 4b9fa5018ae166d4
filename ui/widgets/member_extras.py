"""Editors for the fields that a branch defines itself; each gives and takes the stored text."""

from __future__ import annotations

from typing import Any

from app.domain.extras import ExtraField, ExtraKind
from app.vietnamese.dates import PartialDate
from ui.widgets.fields import ChoiceBox, PartialDateEdit
from ui.widgets.member_fields import CheckedLine


class _ExtraDate(PartialDateEdit):
    """A date of an extra field, whose stored text is its ISO form."""

    def set_value(self, value: Any) -> None:
        super().set_value(PartialDate.from_iso(value) if value else None)

    def text_value(self) -> str:
        """The date as it is stored; raises FieldError."""
        found = self.value()
        return found.iso if found else ""


class ExtraEditor:
    """One extra field with the editor that suits its kind.

    ``widget`` stands in the form. :meth:`text` is what is stored, as :meth:`ExtraField.checked` gives it.
    """

    def __init__(self, field: ExtraField, text: str, *, latest_year: int) -> None:
        """``text`` is what is stored now; a choice that is no longer offered stays until it is changed."""
        self.field = field
        self.widget = _widget(field, text, latest_year)
        self.set_text(text)

    def text(self) -> str:
        """What is typed, as it is stored; raises FieldError whose field is the extra field's id."""
        if isinstance(self.widget, _ExtraDate):
            return self.widget.text_value()
        return str(self.widget.value() or "")

    def set_text(self, text: str) -> None:
        """Show a stored text."""
        self.widget.set_value(text or None)


def _widget(field: ExtraField, text: str, latest_year: int) -> Any:
    if field.kind is ExtraKind.DATE:
        return _ExtraDate(label=field.name, latest_year=latest_year)
    if field.kind in (ExtraKind.YES_NO, ExtraKind.CHOICE):
        offered = ("Có", "Không") if field.kind is ExtraKind.YES_NO else field.options()
        held = (text,) if text and text not in offered else ()
        return ChoiceBox([(None, "Chưa rõ"), *((each, each) for each in (*offered, *held))])
    return CheckedLine(field.checked)
