"""Reads the rows under a header: decides each column's encoding, turns each row into a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.members import Gender, Member
from app.errors import FieldError
from app.importers import cells as read
from app.importers import leaving, lines
from app.importers.cells import Reading, quoted
from app.importers.dates import partial_date
from app.importers.headers import Column, Header
from app.importers.leaving import Leaving, leaving_in_note, leaving_of
from app.importers.people import person_name
from app.importers.plan import (
    BESIDE_LABELS,
    MEMBER_LABELS,
    DraftPolicy,
    MappedColumn,
    MemberDraft,
    Problem,
    RowKind,
)
from app.importers.tables import Cell, Row, Sheet
from app.vietnamese.dates import PartialDate
from app.vietnamese.encodings import Detection, Encoding, decode, detect_column
from app.vietnamese.text import fold

_OTHER_LABELS = {
    "number": "Số thứ tự", "family": "Họ và đệm", "given": "Tên", "male": "Nam", "female": "Nữ",
    "unit": "Đơn vị", **leaving.LABELS,
}  # fmt: skip
_DATES = {
    "birth", "joined", "enlisted", "discharged", "party_joined", "party_official", "route_from", "route_to",
}  # fmt: skip
_NAMES = {"full_name", "family", "given"}
_NOT_SIGNING = {*_DATES, *leaving.LABELS, "role", "note", "rank", "military_post"}
_SAMPLE = 3_000
_FEW_WORDS = 8


@dataclass(slots=True)
class ReadRow:
    """One row as read, compared with nothing yet. ``kind`` is NEW for a member, or REFUSED or SKIPPED.

    ``no_name`` says that what stands in place of the name is none, as in a file that is no list.
    """

    row: int
    sheet: str
    kind: RowKind
    draft: MemberDraft = field(default_factory=MemberDraft)
    problems: list[Problem] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    name_letter: str = "A"
    no_name: bool = False

    def tell(self, name: str, message: str) -> None:
        """Add a problem at the column that fills a field."""
        self.problems.append(Problem(self.row, self.letters.get(name, self.name_letter), message))


def map_columns(sheet: Sheet, header: Header) -> tuple[MappedColumn, ...]:
    """Each understood column with its label and the encoding of its text, decided over the whole column."""
    body = [row for row in sheet.rows if row.number > header.last_row]
    found = [detect_column(_texts(body, column.index)) for column in header.columns]
    common = _common(found, header.encoding)
    mapped = []
    for column, detection in zip(header.columns, found, strict=True):
        encoding = _settled(detection, common)
        mapped.append(
            MappedColumn(
                letter=column.letter,
                title=column.title,
                field=column.field,
                label=label_of(column.field),
                encoding=encoding,
                confident=detection.confident or encoding is common,
                samples=detection.samples if encoding is detection.encoding else (),
                sheet=sheet.name,
            )
        )
    return tuple(mapped)


def label_of(name: str) -> str:
    """The Vietnamese label of a field, also for the day, month and year of a date in three columns."""
    base, _, part = name.partition(".")
    label = MEMBER_LABELS.get(base) or BESIDE_LABELS.get(base) or _OTHER_LABELS.get(base, base)
    return f"{label} ({ {'day': 'ngày', 'month': 'tháng', 'year': 'năm'}[part] })" if part else label


def read_rows(
    sheet: Sheet, header: Header, mapped: Sequence[MappedColumn], *, latest: date, chapter: str = ""
) -> Iterator[ReadRow]:
    """The rows under the header that hold something, in their order.

    ``chapter`` is the unit for rows before the first heading. Headings, repeated headers, column numbers
    and rows with
    a number only are used or passed over without a word.
    """
    reader = _Reader(sheet, header, mapped, latest, chapter)
    for row in sheet.rows:
        if row.number > header.last_row:
            found = reader.read(row)
            if found is not None:
                yield found


def _texts(rows: Sequence[Row], index: int) -> list[str]:
    texts = []
    for row in rows:
        if index < len(row.cells) and isinstance(cell := row.cells[index], str) and cell:
            texts.append(cell)
            if len(texts) == _SAMPLE:
                break
    return texts


def _common(found: Sequence[Detection], of_header: Encoding) -> Encoding:
    """The encoding of the sheet as a whole: what most words of sure columns say, else the header's."""
    weight = dict.fromkeys(Encoding, 0)
    for detection in found:
        if detection.confident and detection.examined:
            weight[detection.encoding] += detection.examined
    best = max(weight, key=lambda each: (weight[each], each is of_header))
    return best if weight[best] else of_header


def _settled(detection: Detection, common: Encoding) -> Encoding:
    """A column with few or doubtful words follows the rest of the sheet if it reads as well that way."""
    if detection.encoding is common or (detection.confident and detection.examined >= _FEW_WORDS):
        return detection.encoding
    valid = dict(detection.valid_words)
    if not detection.examined or valid.get(common, 0) * 10 < valid.get(detection.encoding, 0) * 8:
        return detection.encoding
    return common


class _Reader:
    """Walks down one sheet; remembers the last heading's chi hội and whether signatures have begun."""

    def __init__(
        self, sheet: Sheet, header: Header, mapped: Sequence[MappedColumn], latest: date, chapter: str
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._latest = latest
        self._chapter = chapter
        self._signed = False
        self._numbered = header.of("number") is not None
        self._encodings = {
            column.index: each.encoding for column, each in zip(header.columns, mapped, strict=True)
        }
        main = {each.encoding for each in mapped} - {Encoding.UNICODE}
        self._other = main.pop() if len(main) == 1 else Encoding.UNICODE
        self._letters = {column.field: column.letter for column in header.columns}
        name = header.of("full_name") or header.of("given") or header.columns[0]
        self._name_letter = name.letter
        self._titles = {column.field: column.title for column in header.columns}

    def read(self, row: Row) -> ReadRow | None:
        """One row, or ``None`` for what is no row of people and needs no word."""
        decoded = [self._decoded(index, cell) for index, cell in enumerate(row.cells)]
        by_index = [read.text_of(cell) for cell in decoded]
        texts = [text for text in by_index if text]
        found = ReadRow(
            row.number,
            self._sheet.name,
            RowKind.SKIPPED,
            letters=self._letters,
            name_letter=self._name_letter,
        )
        if not texts:
            return found if any(isinstance(c, str) and c.startswith("#") for c in row.cells) else None
        by_column = [
            (column, decoded[column.index])
            for column in self._header.columns
            if column.index < len(by_index) and by_index[column.index]
        ]
        by_field = {column.field: by_index[column.index] for column, _ in by_column}
        if lines.is_column_numbers(texts) or lines.is_repeated_header(by_field, self._header):
            return None
        number = by_field.get("number", "")
        unit = lines.heading_unit(number, texts[1:] if number and texts[0] == number else texts)
        if unit and not self._is_nameless_member(number, by_field):
            self._chapter = unit
            return None
        if self._below_table(by_index, by_field):
            return found
        if by_field.keys() <= {"number"}:
            return found if len(texts) > len(by_field) else None
        self._fill(found, by_column)
        return found

    def _decoded(self, index: int, cell: Cell) -> Cell:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        encoding = self._encodings.get(index, self._other)
        text = decode(cell, encoding)
        if encoding is Encoding.TCVN3:
            plain = [char for char in cell if char.isascii() and char.isalpha()]
            if len(plain) > 1 and all(char.isupper() for char in plain):
                return text.upper()  # its fonts have small accented letters only: the rest tells the case
        return text

    def _is_nameless_member(self, number: str, by_field: dict[str, str]) -> bool:
        """Whether a row that names a chi hội is a member without a name: numbered, or with more than that."""
        if not by_field.keys() & {"chapter"} or by_field.keys() & _NAMES:
            return False
        return number.strip(" .)").isdigit() or bool(by_field.keys() - {"number", "chapter"})

    def _below_table(self, by_index: list[str], by_field: dict[str, str]) -> bool:
        """Whether the row is a total, a remark or a signature."""
        numbered = by_field.get("number", "").rstrip(".").isdigit()
        texts = [text for text in by_index if text]
        if lines.is_total(texts):
            return not numbered
        if by_field.keys() & _NAMES:
            # A member's office may be "Thư ký" and his birth "ngày 5 tháng 1 năm 1950".
            own = {c.index for c in self._header.columns if c.field in _NOT_SIGNING}
            texts = [text for index, text in enumerate(by_index) if text and index not in own]
        if not numbered and lines.is_signature(texts):
            self._signed = True
            return True
        return self._signed and not numbered and (self._numbered or len(by_field) <= 2)

    def _fill(self, found: ReadRow, by_column: list[tuple[Column, Cell]]) -> None:
        values: dict[str, Any] = {}
        notes: list[str] = []
        name, honorific = self._name(found, {column.field: cell for column, cell in by_column}, notes)
        if not name:
            found.kind = RowKind.REFUSED
            if not found.problems:
                found.tell(
                    "full_name", "Dòng này có dữ liệu nhưng thiếu họ tên nên không nhập. Hãy điền họ tên."
                )
            return
        values["full_name"] = name
        held: list[Leaving] = []
        given = next((read.text_of(cell) for column, cell in by_column if column.field == "given"), "")
        if 1 < len(given.split()) <= len(name.split()):
            values["given_words"] = len(given.split())
        beside: dict[str, str] = {"chapter": self._chapter, "role": ""}
        policies: dict[str, DraftPolicy] = {}
        parts: dict[str, dict[str, str]] = {}
        for column, cell in by_column:
            base, _, part = column.field.partition(".")
            if part:
                parts.setdefault(base, {})[part] = read.text_of(cell)
            elif column.field in beside:
                tidy = lines.unit_name if column.field == "chapter" else lines.office_name
                beside[column.field] = tidy(read.text_of(cell)) or beside[column.field]
            elif column.field in leaving.LABELS:
                held += self._leaving(found, column, cell, notes)
            elif column.field == "policies":
                policies |= {each.text: each for each in read.policies(read.text_of(cell), column.title)}
            else:
                self._field(found, column, cell, values, notes)
        self._split_dates(found, parts, values)
        if honorific is not None and self._header.of("gender") is None:
            values.setdefault("gender", honorific)
        if notes:
            values["note"] = "\n".join(dict.fromkeys(notes))
        policies |= _policies_of_category(values)
        self._validate(found, values)
        if not held and (word := leaving_in_note(str(values.get("note", "")))):
            found.tell("note", f"Ghi chú nói “{word}”, xin ghi ở Biến động.")
        found.draft = MemberDraft(
            fields=tuple(values.items()),
            chapter=beside["chapter"],
            role=beside["role"],
            policies=tuple(policies.values()),
            leaving=self._left(found, held, values),
        )

    def _name(self, found: ReadRow, by_field: dict[str, Cell], notes: list[str]) -> tuple[str, Gender | None]:
        whole = [read.text_of(by_field.get(name)) for name in ("full_name", "family", "given")]
        named = person_name(" ".join(part for part in whole if part))
        if named.note:
            notes.append(named.note)
        if named.refusal:
            found.tell("full_name", named.refusal)
            found.no_name = True
        return named.name, named.gender

    def _leaving(self, found: ReadRow, column: Column, cell: Cell, notes: list[str]) -> list[Leaving]:
        """What a cell of a status column, or of the day of a death or a move, says."""
        text = read.text_of(cell)
        if column.field == leaving.STATUS:
            said = leaving_of(text, self._latest)
            if said is None and not leaving.says_staying(text):
                notes.append(f"{column.title}: {text}")
                found.tell(column.field, f"{column.title} {quoted(text)}: chưa hiểu, đã chép vào ghi chú.")
            return [said] if said else []
        kind = leaving.LEFT_ON[column.field]
        if read.says_no(text):
            return []
        if read.says_only_yes(text):
            return [Leaving(kind)]
        reading = partial_date(cell, self._latest, label_of(column.field))
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
            found.tell(next((name for name in leaving.LABELS if name in self._letters), "note"), told)
        return left

    def _field(
        self, found: ReadRow, column: Column, cell: Cell, values: dict[str, Any], notes: list[str]
    ) -> None:
        name = column.field
        if name in ("number", "full_name", "family", "given", "unit"):
            return
        if name in ("male", "female"):
            self._sex_column(found, name, cell, values)
            return
        if name in ("hardship", "note"):
            _remark(name, column.title, read.text_of(cell), values, notes)
            return
        reading = self._reading(name, cell)
        if reading.message:
            found.tell(name, reading.message)
        if reading.note:
            notes.append(reading.note)
        if reading.value is not None and name not in values:
            values[name] = reading.value

    def _reading(self, name: str, cell: Cell) -> Reading:
        if name in _DATES:
            return partial_date(cell, self._latest, label_of(name), birth=name == "birth")
        by_name: dict[str, Callable[[Cell], Reading]] = {
            "phone": read.phone,
            "national_id": read.national_id,
        }
        if name in by_name:
            return by_name[name](cell)
        text = read.text_of(cell)
        if name == "gender":
            return read.gender(text)
        if name == "party_badge":
            digits = "".join(char for char in text if char.isascii() and char.isdigit())
            return Reading(int(digits)) if 0 < len(digits) <= 3 else Reading()
        return Reading(text or None)

    def _sex_column(self, found: ReadRow, name: str, cell: Cell, values: dict[str, Any]) -> None:
        """A year in the column "Nam" or "Nữ" gives birth and sex, any mark gives the sex."""
        sex = Gender.MALE if name == "male" else Gender.FEMALE
        text = read.text_of(cell)
        if read.says_no(text):
            return
        values.setdefault("gender", sex)
        if read.says_only_yes(text) or not any(char.isdigit() for char in text):
            return
        reading = partial_date(cell, self._latest, label_of("birth"), birth=True)
        if reading.message:
            found.tell(name, reading.message)
        if reading.value is not None:
            values.setdefault("birth", reading.value)

    def _split_dates(self, found: ReadRow, parts: dict[str, dict[str, str]], values: dict[str, Any]) -> None:
        for base, held in parts.items():
            year = held.get("year", "")
            text = "/".join(held.get(part) or "--" for part in ("day", "month")) + f"/{year}" if year else ""
            if not text:
                found.tell(f"{base}.day", f"{label_of(base)}: có ngày hoặc tháng mà thiếu năm, nên để trống.")
                continue
            reading = partial_date(text, self._latest, label_of(base), birth=base == "birth")
            if reading.message:
                found.tell(f"{base}.year", reading.message)
            if reading.value is not None:
                values.setdefault(base, reading.value)

    def _validate(self, found: ReadRow, values: dict[str, Any]) -> None:
        """Leave out, with a word, what the register would refuse; refuse the row when it is the name."""
        while True:
            try:
                Member(**values)
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
    named = read.policies(str(values.get("category", "")), "")
    known = {each.text: each for each in named if not each.note}
    if known:
        del values["category"]
    return known
