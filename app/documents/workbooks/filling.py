"""Filling the upper level's own form: values go into named cells and into texts with {{a name}}.

The user's file is edited part by part: the bytes of the cells that get a value change, and where there are
formulas their stored results go and the file asks to be reckoned anew when it is opened. Every other part
(drop-downs, looks, conditional formats, pictures, comments, print settings, macros) is the same byte for
byte. Macros are never run.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.documents.workbooks.form_book import (
    DefinedName,
    FormBook,
    FormSheet,
    column_letters,
    parse_place,
)
from app.documents.workbooks.form_reading import Place, Run, SharedTexts, shared_texts
from app.documents.workbooks.form_sheet import SheetBytes
from app.documents.workbooks.names import figure_key
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

FormValue = int | str | date | None
"""What goes into a cell; ``None`` for a name that is known, of which nothing is known."""

_MARK = "{{"
_IN_TEXT = re.compile(r"\{\{\s*([^{}]{1,120}?)\s*\}\}")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_BLANK = "……"
#: Day 0 of a workbook, and how many days later those begin that were made on an old Macintosh.
_DAY_ZERO, _LATER = date(1899, 12, 30), 1462
_CALCULATION = re.compile(rb"<(\w+:)?calcPr\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)\s*(/?)>")
_AT_OPENING = re.compile(rb"\sfullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')")
#: After the last of these comes how a workbook is reckoned (ECMA-376, CT_Workbook).
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell of the form ("B5") and what was put there under which name."""

    sheet: str
    cell: str
    name: str
    value: FormValue = None


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled in, and what was done.

    ``cells`` got a value; ``without`` have a known name but nothing is known; ``unknown`` have a name that
    nobody knows and were left alone; ``notes`` are sentences on what could not be filled and why.
    With ``has_formulas`` their old results are gone until a spreadsheet works them out.
    """

    content: bytes
    cells: tuple[FilledCell, ...]
    without: tuple[FilledCell, ...]
    unknown: tuple[FilledCell, ...]
    notes: tuple[str, ...]
    has_macros: bool
    has_formulas: bool


def form_name(text: str) -> str:
    """The form of a name that is compared: "Hội viên cuối năm" and "HOI_VIEN_CUOI_NAM" are the same.

    The names that our own workbook gives its figures ("SL_members_end") are those of their keys.
    """
    return _NOT_IN_NAMES.sub("_", fold(figure_key(text) or text)).strip("_")


def fill_form(content: bytes, values: Mapping[str, FormValue], *, name: str) -> FilledForm:
    """Fill the values (by :func:`form_name`) into a workbook that is called ``name``.

    Raises FileProblemError for a file that is no whole .xlsx or .xlsm, needs a password, is signed, or is
    too large; the sentence says what to do.
    """
    book = FormBook(content, name)
    try:
        return _Filling(book, values).made()
    except (ValueError, KeyError, OverflowError, zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise book.broken() from problem


class _Filling:
    """One form being filled in."""

    def __init__(self, book: FormBook, values: Mapping[str, FormValue]) -> None:
        self._book, self._values = book, values
        self._cells: list[FilledCell] = []
        self._without: list[FilledCell] = []
        self._unknown: list[FilledCell] = []
        self._notes: dict[str, None] = {}

    def made(self) -> FilledForm:
        texts = (
            shared_texts(self._book.part(self._book.strings), _MARK)
            if self._book.strings
            else SharedTexts({})
        )
        wanted = self._wanted()
        sheets = {}
        for sheet in self._book.sheets:
            names = wanted.get(sheet.name, [])
            rows = {area[0] for _, area in names}
            sheets[sheet.part] = held = SheetBytes(self._book.part(sheet.part), rows, texts, _MARK)
            filled = self._fill_names(sheet, held, names)
            self._fill_texts(sheet, held, filled)
        has_formulas = any(held.has_formulas for held in sheets.values())
        changed: dict[str, bytes] = {}
        if self._cells or self._without:
            for part, held in sheets.items():
                content = held.content()
                if content != self._book.part(part):
                    changed[part] = content
            if has_formulas:
                changed[self._book.workbook] = _reckoned_at_opening(self._book.part(self._book.workbook))
        return FilledForm(
            self._book.with_parts(changed),
            tuple(self._cells),
            tuple(self._without),
            tuple(self._unknown),
            tuple(self._notes),
            self._book.has_macros,
            has_formulas,
        )

    # ------------------------------------------------------------ named cells

    def _wanted(self) -> dict[str, list[tuple[DefinedName, tuple[int, int, int, int]]]]:
        """The names that point at an area, by the sheet where it lies."""
        sheets = {sheet.name.casefold(): sheet.name for sheet in self._book.sheets}
        found: dict[str, list[tuple[DefinedName, tuple[int, int, int, int]]]] = {}
        for each in self._book.names:
            place = parse_place(each.points_at)
            sheet = sheets.get(place[0].casefold()) if place is not None else None
            if place is not None and sheet is not None:
                found.setdefault(sheet, []).append((each, place[1]))
            elif form_name(each.name) in self._values:
                self._note(f"Tên “{each.name}” không trỏ vào một ô của tệp nên không điền được.")
        return found

    def _fill_names(
        self,
        sheet: FormSheet,
        held: SheetBytes,
        names: Iterable[tuple[DefinedName, tuple[int, int, int, int]]],
    ) -> set[Place]:
        filled: set[Place] = set()
        for each, area in names:
            known = form_name(each.name) in self._values
            if not held.is_one_cell(area):
                if known:
                    self._note(
                        f"Tên “{each.name}” trỏ vào nhiều ô của trang “{sheet.name}”: hãy cho trỏ vào một ô."
                    )
                continue
            place = held.top_left((area[0], area[1]))
            if not known:
                self._unknown.append(_cell(sheet, place, each.name))
            elif place not in filled and self._may_write(sheet, held, place, each.name):
                filled.add(place)
                self._put(sheet, held, place, each.name)
        return filled

    def _may_write(self, sheet: FormSheet, held: SheetBytes, place: Place, name: str) -> bool:
        where = f"Ô {_letters(place)} của trang “{sheet.name}” (tên “{name}”)"
        if held.has_formula(place):
            self._note(f"{where} có công thức của biểu mẫu nên để nguyên.")
            return False
        row, column = place
        if any(
            top <= row <= bottom and left <= column <= right for top, left, bottom, right in sheet.headers
        ):
            self._note(f"{where} là tiêu đề cột của một bảng Excel nên để nguyên.")
            return False
        return True

    def _put(self, sheet: FormSheet, held: SheetBytes, place: Place, name: str) -> None:
        value = self._values[form_name(name)]
        told = _cell(sheet, place, name, value)
        if value is None:
            self._without.append(told)
            return
        self._cells.append(told)
        number = self._as_number(held, place, value)
        if number is not None:
            held.put_number(place, number)
        else:
            held.put_text(place, [Run(_said(value))])

    def _as_number(self, held: SheetBytes, place: Place, value: FormValue) -> int | None:
        """A number as it is; a day where the cell shows days."""
        if isinstance(value, int):
            return value
        if isinstance(value, date) and held.style(place) in self._book.date_styles:
            return (value - _DAY_ZERO).days - (_LATER if self._book.is_1904 else 0)
        return None

    # ------------------------------------------------------------ texts

    def _fill_texts(self, sheet: FormSheet, held: SheetBytes, filled: set[Place]) -> None:
        for place, runs in list(held.marked()):
            if place in filled:
                continue
            text = "".join(run.text for run in runs)
            marks = list(_IN_TEXT.finditer(text))
            known = [mark for mark in marks if form_name(mark[1]) in self._values]
            self._unknown += [_cell(sheet, place, mark[1]) for mark in marks if mark not in known]
            if not known or not self._may_write(sheet, held, place, known[0][1]):
                continue
            if len(marks) == 1 and marks[0][0] == text.strip():
                self._put_alone(sheet, held, place, marks[0][1])
                continue
            for mark in known:
                value = self._values[form_name(mark[1])]
                (self._without if value is None else self._cells).append(_cell(sheet, place, mark[1], value))
            held.put_text(place, _replaced(runs, [(m.span(), self._values[form_name(m[1])]) for m in known]))

    def _put_alone(self, sheet: FormSheet, held: SheetBytes, place: Place, name: str) -> None:
        if self._values[form_name(name)] is None:
            held.clear(place)
        self._put(sheet, held, place, name)

    def _note(self, sentence: str) -> None:
        self._notes[sentence] = None


def _replaced(runs: list[Run], spans: Iterable[tuple[tuple[int, int], FormValue]]) -> list[Run]:
    """The runs with places of their whole text replaced; the new words look as what they begin in."""
    made = [replace(run) for run in runs]
    starts = [0]
    for run in made:
        starts.append(starts[-1] + len(run.text))
    for (first, last), value in sorted(spans, key=lambda each: -each[0][0]):
        is_said = False
        for number, run in enumerate(made):
            low, high = max(first - starts[number], 0), min(last, starts[number + 1]) - starts[number]
            if low < high:
                run.text = run.text[:low] + ("" if is_said else _said(value)) + run.text[high:]
                is_said = True
    return [run for run in made if run.text]


def _said(value: FormValue) -> str:
    if value is None:
        return _BLANK
    if isinstance(value, int):
        return group(value)
    return short_date(value) if isinstance(value, date) else value


def _cell(sheet: FormSheet, place: Place, name: str, value: FormValue = None) -> FilledCell:
    return FilledCell(sheet.name, _letters(place), name, value)


def _letters(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0]}"


def _reckoned_at_opening(workbook: bytes) -> bytes:
    """The workbook's own part, asking that every formula be worked out when the file is opened."""
    found = _CALCULATION.search(workbook)
    if found is not None:
        kept = _AT_OPENING.sub(b"", found[2])
        made = b'<%scalcPr%s fullCalcOnLoad="1"%s>' % (found[1] or b"", kept, found[3])
        return workbook[: found.start()] + made + workbook[found.end() :]
    last = max(
        (
            mark
            for tag in _BEFORE_CALCULATION
            for mark in re.finditer(
                rb"</(\w+:)?%s\s*>|<(\w+:)?%s\s*/>" % (tag.encode(), tag.encode()), workbook
            )
        ),
        key=lambda mark: mark.end(),
        default=None,
    )
    if last is None:
        raise ValueError("a workbook without sheets")
    prefix = last[1] or last[2] or b""
    return workbook[: last.end()] + b'<%scalcPr fullCalcOnLoad="1"/>' % prefix + workbook[last.end() :]
