"""One row of a list → what it says of a member, every cell that had to be repaired or left out told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.domain.members import Gender, Member
from app.domain.record import fields_of
from app.errors import FieldError
from app.importers import cells as read
from app.importers import leaving, lines
from app.importers.cells import Reading, quoted
from app.importers.dates import partial_date
from app.importers.headers import Column, Header
from app.importers.leaving import Leaving, leaving_in_note, leaving_of
from app.importers.letters import Read
from app.importers.people import person_name
from app.importers.plan import (
    DATES,
    DraftPolicy,
    MemberDraft,
    Problem,
    Repair,
    RowKind,
    label_of,
    shown,
)
from app.importers.repairs import RepairLog
from app.importers.tables import Cell, Sheet
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

_NUMBERS = frozenset(info.name for info in fields_of(Member) if info.type is int)
_DATES = frozenset(DATES)
#: Fields of plain text, which most columns are.
_PLAIN = frozenset(
    info.name for info in fields_of(Member)
    if info.type is str and info.name not in ("phone", "national_id", "hardship_note", "note", "full_name")
)  # fmt: skip
#: The id of a record that is made only to see whether it can be.
_TRIAL = "-"
_PASSED = frozenset({"number", "full_name", "family", "given", "unit"})


@dataclass(slots=True)
class ReadRow:
    """One row as read, compared with nothing yet. ``kind`` is NEW for a member, or REFUSED or SKIPPED.

    ``no_name`` says that what stands in place of the name is none, as in a file that is no list. ``remark``
    is why a row is left on purpose. ``chapter_at`` is the row, column and text of the cell that names the
    chi hội: the row's own, or for the first member below a heading that of the heading.
    """

    row: int
    sheet: str
    kind: RowKind
    draft: MemberDraft = field(default_factory=MemberDraft)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    name_letter: str = "A"
    no_name: bool = False
    remark: str = ""
    chapter_at: tuple[int, str, str] | None = None

    def tell(self, name: str, message: str) -> None:
        """Add a problem at the column that fills a field."""
        self.problems.append(Problem(self.row, self.letter(name), message))

    def letter(self, name: str) -> str:
        """The column that fills a field, that of the name where none does."""
        return self.letters.get(name, self.name_letter)


class CellRead(NamedTuple):
    """A cell of a known column that holds something.

    ``raw`` is the cell as it stands, ``cell`` the same in Unicode, ``text`` what it says, ``decoded`` what
    was repaired in its letters.
    """

    column: Column
    raw: Cell
    cell: Cell
    text: str
    decoded: Read | None


class Drafter:
    """Fills the rows of one sheet; ``latest`` is the last day that a date can be."""

    def __init__(self, sheet: Sheet, header: Header, log: RepairLog, latest: date) -> None:
        self._header = header
        self._log = log
        self._latest = latest
        self._broken: dict[int, set[int]] = {}
        for number, index in sheet.errors:
            self._broken.setdefault(number, set()).add(index)
        self._by_index = {column.index: column for column in header.columns if column.field != "number"}
        self._has_gender = header.of("gender") is not None

    def fill(
        self, found: ReadRow, cells: Sequence[CellRead], chapter: str, left: Leaving | None = None
    ) -> None:
        """Draft the member that a row's cells describe.

        ``chapter`` is that of the heading above, ``left`` how all under it left.
        """
        got = _Gathered(_Changed(found, self._log, cells), chapter)
        name, honorific = self._name(found, cells, got)
        if not name:
            found.kind = RowKind.REFUSED
            if not found.problems:
                found.tell(
                    "full_name", "Dòng này có dữ liệu nhưng thiếu họ tên nên không nhập. Hãy điền họ tên."
                )
            return
        values = got.values
        values["full_name"] = name
        given = next((each.text for each in cells if each.column.field == "given"), "")
        if 1 < len(given.split()) <= len(name.split()):
            values["given_words"] = len(given.split())
        for each in cells:
            self._take(found, each, got)
        if left is not None and not any(each.kind is left.kind for each in got.leavings):
            got.leavings.append(left)
        self._split_dates(found, got)
        if honorific is not None and not self._has_gender:
            values.setdefault("gender", honorific)
        if got.notes:
            values["note"] = "\n".join(dict.fromkeys(got.notes))
        got.policies |= _policies_of_category(values)
        self._validate(found, values)
        if got.notes and not got.leavings and (word := leaving_in_note(values.get("note", ""))):
            found.tell("note", f"Ghi chú nói “{word}”, xin ghi ở Biến động.")
        if self._broken:
            self._tell_errors(found)
        found.draft = MemberDraft(
            fields=tuple(values.items()),
            chapter=got.beside["chapter"],
            role=got.beside["role"],
            policies=tuple(got.policies.values()),
            leaving=self._left(found, got.leavings, values) if got.leavings else None,
        )
        got.changed.keep()

    def _take(self, found: ReadRow, each: CellRead, got: _Gathered) -> None:
        """Take from one cell what it says."""
        column = each.column
        if column.field in _PLAIN and each.decoded is None and type(each.raw) is str:
            got.values.setdefault(column.field, each.text)
            return
        if each.decoded is not None and each.decoded.doubt:
            found.tell(column.field, f"{column.title or label_of(column.field)}: {each.decoded.doubt}")
        base, _, part = column.field.partition(".")
        if part:
            got.parts.setdefault(base, {})[part] = each.text
        elif base in got.beside:
            tidy = lines.unit_name if base == "chapter" else lines.office_name
            said = tidy(each.text)
            if base == "chapter":
                found.chapter_at = (found.row, column.letter, each.text)
            elif said and said != each.text.strip(" .,;:–-"):
                got.changed.value(each, said, "viết lại chữ in hoa")
            got.beside[base] = said or got.beside[base]
        elif base in leaving.LABELS:
            got.leavings += self._leaving(found, each, got.notes)
        elif base == "policies":
            got.policies |= {named.text: named for named in read.policies(each.text, column.title)}
        elif base not in _PASSED:
            self._field(found, each, got)

    def _name(self, found: ReadRow, cells: Sequence[CellRead], got: _Gathered) -> tuple[str, Gender | None]:
        of_name = {each.column.field: each for each in cells}
        whole = ("full_name",) if "full_name" in of_name else ("family", "given")
        parts = [of_name[name] for name in whole if name in of_name]
        named = person_name(" ".join(each.text for each in parts))
        if named.note:
            got.notes.append(named.note)
        if named.refusal:
            found.tell("full_name", named.refusal)
            found.no_name = True
        elif named.repairs:
            raw = " ".join(str(each.raw) for each in parts)
            got.changed.name(parts[0], raw, named.name, named.repairs)
        return named.name, named.gender

    def _tell_errors(self, found: ReadRow) -> None:
        """Say which cells of a member hold an error of a formula, as #N/A, in place of a value."""
        for index in sorted(self._broken.get(found.row, ())):
            column = self._by_index.get(index)
            if column is not None:
                said = f"{label_of(column.field)}: ô báo lỗi của Excel (như #N/A), đã để trống."
                found.problems.append(Problem(found.row, column.letter, said))

    def _leaving(self, found: ReadRow, each: CellRead, notes: list[str]) -> list[Leaving]:
        """What a cell of a status column, or of the day of a death or a move, says."""
        column, text = each.column, each.text
        if column.field == leaving.STATUS:
            said = leaving_of(text, self._latest)
            if said is None and not leaving.says_staying(text):
                title = column.title or label_of(column.field)
                notes.append(f"{title}: {text}")
                found.tell(column.field, f"{title} {quoted(text)}: chưa hiểu, đã chép vào ghi chú.")
            return [said] if said else []
        kind = leaving.LEFT_ON[column.field]
        if read.says_no(text):
            return []
        if read.says_only_yes(text):
            return [Leaving(kind)]
        reading = partial_date(each.cell, self._latest, label_of(column.field))
        if reading.message:
            found.tell(column.field, reading.message)
        if reading.note:
            notes.append(reading.note)
        return [Leaving(kind, reading.value)] if isinstance(reading.value, PartialDate) else []

    def _left(self, found: ReadRow, held: list[Leaving], values: dict[str, Any]) -> Leaving | None:
        earlier = {
            label_of(name).lower(): day
            for name in ("birth", "joined")
            if isinstance(day := values.get(name), PartialDate)
        }
        left, told = leaving.settled(held, earlier)
        if told:
            found.tell(next((name for name in leaving.LABELS if name in found.letters), "note"), told)
        return left

    def _field(self, found: ReadRow, each: CellRead, got: _Gathered) -> None:
        name = each.column.field
        if name in ("male", "female"):
            self._sex_column(found, each, got)
            return
        if name in ("hardship", "note"):
            _remark(name, each.column.title, each.text, got.values, got.notes)
            return
        if name in _DATES and name != "birth" and read.says_no(each.text):
            return
        reading = self._reading(name, each)
        if reading.message:
            found.tell(name, reading.message)
        if reading.note:
            got.notes.append(reading.note)
        if reading.value is not None and name not in got.values:
            got.values[name] = reading.value
            if reading.repair:
                got.changed.value(each, shown(reading.value), reading.repair)

    def _reading(self, name: str, each: CellRead) -> Reading:
        if name in _DATES:
            return partial_date(each.cell, self._latest, label_of(name), birth=name == "birth")
        if name == "phone":
            return read.phone(each.cell)
        if name == "national_id":
            return read.national_id(each.cell)
        if name == "gender":
            return read.gender(each.text)
        if name in _NUMBERS:
            digits = "".join(char for char in each.text if char.isascii() and char.isdigit())
            return Reading(int(digits)) if 0 < len(digits) <= 3 else Reading()
        return read.text(each.cell, each.text)

    def _sex_column(self, found: ReadRow, each: CellRead, got: _Gathered) -> None:
        """A year in the column "Nam" or "Nữ" gives birth and sex, any mark gives the sex."""
        name = each.column.field
        sex = Gender.MALE if name == "male" else Gender.FEMALE
        if read.says_no(each.text):
            return
        got.values.setdefault("gender", sex)
        if read.says_only_yes(each.text) or not any(char.isdigit() for char in each.text):
            return
        reading = partial_date(each.cell, self._latest, label_of("birth"), birth=True)
        if reading.message:
            found.tell(name, reading.message)
        if reading.value is not None:
            got.values.setdefault("birth", reading.value)
            if reading.repair:
                got.changed.value(each, shown(reading.value), reading.repair)

    def _split_dates(self, found: ReadRow, got: _Gathered) -> None:
        for base, held in got.parts.items():
            year = held.get("year", "")
            text = "/".join(held.get(part) or "--" for part in ("day", "month")) + f"/{year}" if year else ""
            if not text:
                found.tell(f"{base}.day", f"{label_of(base)}: có ngày hoặc tháng mà thiếu năm, nên để trống.")
                continue
            reading = partial_date(text, self._latest, label_of(base), birth=base == "birth")
            if reading.message:
                found.tell(f"{base}.year", reading.message)
            if reading.value is not None:
                got.values.setdefault(base, reading.value)

    def _validate(self, found: ReadRow, values: dict[str, Any]) -> None:
        """Leave out, with a word, what the register would refuse; refuse the row when it is the name."""
        while True:
            try:
                Member(id=_TRIAL, **values)
            except FieldError as error:
                if error.field in values and error.field != "full_name":
                    del values[error.field]
                    found.tell(error.field, f"{error.message} Đã để trống.")
                    continue
                found.kind = RowKind.REFUSED
                found.tell("full_name", f"{error.message} Dòng này không nhập.")
                return
            found.kind = RowKind.NEW
            return


class _Gathered:
    """What the cells of one row say, gathered until they make a member."""

    def __init__(self, changed: _Changed, chapter: str) -> None:
        self.changed = changed
        self.values: dict[str, Any] = {}
        self.notes: list[str] = []
        self.beside = {"chapter": chapter, "role": ""}
        self.policies: dict[str, DraftPolicy] = {}
        self.parts: dict[str, dict[str, str]] = {}
        self.leavings: list[Leaving] = []


class _Changed:
    """The cells of one row that read otherwise than they stand, gathered into one repair a cell."""

    def __init__(self, found: ReadRow, log: RepairLog, cells: Sequence[CellRead]) -> None:
        self._found = found
        self._log = log
        self._cells: dict[str, tuple[str, str, list[str]]] = {}
        for each in cells:
            if each.decoded is not None:
                self._note(each.column.letter, str(each.raw), each.text, each.decoded.repair)

    def value(self, each: CellRead, after: str, why: str) -> None:
        """Note what understanding a cell changed."""
        self._note(each.column.letter, read.as_it_stands(each.raw), after, why)

    def name(self, first: CellRead, raw: str, after: str, why: Sequence[str]) -> None:
        """Note what untangling a name changed; a name in two columns is told at the first."""
        for each in why:
            self._note(first.column.letter, raw, after, each)

    def keep(self) -> None:
        """Give the row its repairs."""
        found = self._found
        for letter, (before, after, why) in self._cells.items():
            line = self._log.line(Repair(found.row, letter, found.sheet, before, after, "; ".join(why)))
            if line is not None:
                found.repairs.append(line)

    def _note(self, letter: str, before: str, after: str, why: str) -> None:
        known = self._cells.get(letter)
        if known is None:
            self._cells[letter] = (before, after, [why])
            return
        reasons = known[2] if why in known[2] else [*known[2], why]
        # What was understood says more than what was merely read.
        self._cells[letter] = (known[0], after, reasons)


def _remark(name: str, title: str, text: str, values: dict[str, Any], notes: list[str]) -> None:
    """A note, or what is said of hard circumstances: a mark, "không", or words."""
    if name == "note":
        notes.append(text)
        return
    if read.says_no(text):
        return
    named = fold(f"{title} {text}")
    if any(word in named for word in ("ngheo", "kho khan", "neo don")) or read.says_only_yes(text):
        values["hardship"] = True
    if not read.says_only_yes(text):
        values["hardship_note"] = text


def _policies_of_category(values: dict[str, Any]) -> dict[str, DraftPolicy]:
    """The policy groups that a column "Đối tượng" holds in truth; they leave the category."""
    if "category" not in values:
        return {}
    named = read.policies(str(values["category"]), "")
    known = {each.text: each for each in named if not each.note}
    if known:
        del values["category"]
    return known
