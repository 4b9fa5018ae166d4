"""Which columns of a form of list were chosen before, kept in the settings of this machine.

A form is every list with the same titles in the same columns (:attr:`ImportPlan.form`): who sorts out one
list of a chi hội has sorted out those of the next years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.importers.choices import ColumnChoice, ImportChoices
from app.settings import Settings
from app.vietnamese.encodings import Encoding

#: So many forms are remembered; the one not used for longest is forgotten.
MOST_FORMS = 50
#: What marks the day on which the columns of a form were chosen, among the texts of its columns.
_DAY = "@"


def remembered(settings: Settings, form: str) -> tuple[ColumnChoice, ...]:
    """The columns chosen at the last import of this form, to be added to :attr:`ImportChoices.columns`."""
    held = settings.current.import_forms.get(form, ()) if form else ()
    return tuple(choice for text in held if (choice := _from_text(text)) is not None)


def remembered_on(settings: Settings, form: str) -> date | None:
    """The day on which the columns of this form were last kept, ``None`` when nobody knows."""
    for text in settings.current.import_forms.get(form, ()):
        if text.startswith(_DAY):
            try:
                return date.fromisoformat(text.removeprefix(_DAY))
            except ValueError:
                return None
    return None


def remember(settings: Settings, form: str, choices: ImportChoices, *, today: date) -> None:
    """Keep the columns chosen for a form as of today; without any the form is forgotten.

    Raises FileProblemError when the settings cannot be written.
    """
    if not form:
        return
    kept = {key: held for key, held in settings.current.import_forms.items() if key != form}
    by_letter: dict[str, ColumnChoice] = {}
    for choice in choices.columns:
        first = by_letter.get(choice.letter, ColumnChoice("", choice.letter))
        field = choice.field if first.field is None else first.field
        by_letter[choice.letter] = replace(first, field=field, encoding=first.encoding or choice.encoding)
    texts = tuple(map(_to_text, by_letter.values()))
    if texts:
        kept = dict([*kept.items()][-(MOST_FORMS - 1) :]) | {form: (*texts, f"{_DAY}{today.isoformat()}")}
    settings.change(import_forms=kept)


def _to_text(choice: ColumnChoice) -> str:
    """The column, its field if one was chosen, its letters if they were: "B=birth~TCVN3"."""
    field = "" if choice.field is None else f"={choice.field}"
    return f"{choice.letter}{field}" + (f"~{choice.encoding.value}" if choice.encoding else "")


def _from_text(text: str) -> ColumnChoice | None:
    rest, _, letters = text.partition("~")
    letter, chosen, field = rest.partition("=")
    encoding = next((each for each in Encoding if each.value == letters), None)
    if not (letter.isascii() and letter.isalpha()) or (letters and encoding is None):
        return None
    return ColumnChoice("", letter, field if chosen else None, encoding, remembered=True)
