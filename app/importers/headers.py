"""Finds the header of a list and says which column holds what.

Titles of every kind stand above a header ("HỘI TRUYỀN THỐNG …", "DANH SÁCH HỘI VIÊN"), its cells may be
merged over two
rows, and each list words it differently (domain notes §3.5). Headers typed with TCVN3 and VNI fonts are read
too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.importers.tables import Row, column_letter
from app.importers.titles import EXACT, PHRASES
from app.vietnamese.encodings import Encoding, decode
from app.vietnamese.text import clean, fold

#: A header is looked for in this many rows, counted both as Excel numbers them and as rows that hold
#: something.
SEARCHED_ROWS = 15
#: A header is at most three rows, merged.
_DEPTHS = (1, 2, 3)
_LONGEST_TITLE = 120
#: What several columns may say; anything else is read from one.
REPEATABLE = frozenset({"policies", "note"})
#: The fields without which a list names nobody.
NAME_FIELDS = frozenset({"full_name", "given"})
#: A name in two columns.
PARTS_OF_NAME = frozenset({"family", "given"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BEGINNINGS = frozenset(phrase.partition(" ")[0] for phrase in PHRASES)
#: "Họ tên người ghi: Nguyễn Văn Hòa" says what it names, as no title does.
_SAYS_IT = re.compile(r":\s*\w.*\s\w")
_NOT_WORD = re.compile(r"[\W_]+")
_DATE_PARTS = {"ngày": "day", "thang": "month", "tháng": "month", "năm": "year"}
_BEHIND_DAY = ("thang", "nam")
_DATE_PARTS_IN_ORDER = ("day", "month", "year")
_SPLIT_DATES = {
    "birth", "joined", "enlisted", "discharged", "party_joined", "party_official", "route_from", "route_to",
}  # fmt: skip
_SUBTITLES = frozenset(
    {"nam", "nữ", "nu", "ngày", "tháng", "năm", "từ", "đến", "họ đệm", "họ và đệm", "tên", "họ"}
)
_SERVICE_WORDS = re.compile(
    r"\b(su doan|trung doan|tieu doan|dai doi|binh tram|doan|quan khu|quan doan|bo tu lenh|binh chung|tram"
    r"|lu doan|cong binh|lai xe|van tai|thanh nien xung phong|tnxp|mat tran)\b|\b[a-z]\s?\d{1,4}\b"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that was understood: where it stands, its own title, and the field it fills."""

    index: int
    title: str
    field: str

    @property
    def letter(self) -> str:
        """The letter Excel shows for it."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: the Excel numbers of its rows, the columns understood and the titles of the others."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    ignored: tuple[Column, ...]
    encoding: Encoding

    def of(self, field: str) -> Column | None:
        """The column that fills a field, if there is one."""
        return next((column for column in self.columns if column.field == field), None)

    @property
    def score(self) -> int:
        """How many different fields were recognised."""
        return len({column.field for column in self.columns})


def find_header(rows: Sequence[Row]) -> Header | None:
    """The header among the first 15 rows, the one with most recognised columns.

    Gives ``None`` when no row names people.

    Takes the sheet's rows with their content; the encoding of the titles is tried in its three forms.
    """
    top = [at for at, row in enumerate(rows) if at < SEARCHED_ROWS or row.number <= SEARCHED_ROWS]
    # A header of one row first: more rows count as one header only where together they say more.
    return _best([rows[at : at + depth] for depth in _DEPTHS for at in top], rows, named=True)


def header_at(rows: Sequence[Row], number: int) -> Header | None:
    """The header that the row of this Excel number is, by itself or with the row below it.

    ``None`` when there is no such row. It may name no people: the user can still say which column does.
    """
    at = next((at for at, row in enumerate(rows) if row.number == number), None)
    if at is None:
        return None
    return _best([rows[at : at + depth] for depth in _DEPTHS], rows, named=False)


def _best(trials: Iterable[Sequence[Row]], rows: Sequence[Row], *, named: bool) -> Header | None:
    best: Header | None = None
    for trial in trials:
        for encoding in _encodings(trial):
            found = _header(trial, encoding, named=named)
            if found is not None and (best is None or found.score > best.score):
                best = found
    return _refined(best, rows) if best else None


def _encodings(rows: Sequence[Row]) -> tuple[Encoding, ...]:
    """The letters in which rows may be written; plain ones read the same in all."""
    texts = (cell for row in rows for cell in row.cells if isinstance(cell, str))
    return (Encoding.UNICODE,) if all(map(str.isascii, texts)) else tuple(Encoding)


def names_people(header: Header) -> bool:
    """Whether a column holds names."""
    return any(column.field in NAME_FIELDS for column in header.columns)


def form_of(header: Header) -> str:
    """One key for all lists whose titles are the same, in the same letters and the same columns."""
    titles = sorted((column.index, _words(column.title)) for column in (*header.columns, *header.ignored))
    return hashlib.blake2b(repr((header.encoding.value, titles)).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=4096)
def field_of(title: str) -> str:
    """The field that one title means, "" when it means none ("Ngày, tháng, năm sinh" → "birth")."""
    shown = clean(title).casefold()
    if not shown or len(shown) > _LONGEST_TITLE:
        return ""
    if shown in ("năm", "ngày", "tháng", "họ", "tổ", "năm:"):
        return {"họ": "family", "tổ": "chapter"}.get(shown, "")
    if _SAYS_IT.search(_BRACKETS.sub(" ", shown)):
        return ""
    whole = _words(shown)
    if whole in EXACT:
        return EXACT[whole]
    bare = _words(_BRACKETS.sub(" ", shown))
    if bare in EXACT:
        return EXACT[bare]
    if _BEGINNINGS.isdisjoint(bare.split()):
        return ""  # most of what is asked about are people's names
    inside = [phrase for phrase in PHRASES if f" {phrase} " in f" {bare} "]
    return PHRASES[max(inside, key=len)] if inside else ""


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", fold(text)).split())


def _titles(row: Row, encoding: Encoding) -> dict[int, str]:
    found = {}
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and cell.strip() and len(cell) <= 1000:
            found[index] = _title(cell, encoding)
    return found


@lru_cache(maxsize=16_384)  # every row is read as a header of one, two and three rows
def _title(cell: str, encoding: Encoding) -> str:
    return clean(decode(cell, encoding))


def _header(rows: Sequence[Row], encoding: Encoding, *, named: bool) -> Header | None:
    """The header that one row, or up to three rows merged, would be; ``named`` asks that it names people."""
    upper = _titles(rows[0], encoding)
    found = {index: (title, field_of(title)) for index, title in upper.items()}
    for at, below in enumerate(rows[1:], start=2):
        titles = {index: title for index, (title, _) in found.items()}
        merged = _merged(titles, below, encoding, goes_on=at < len(rows))
        if merged is None:
            return None
        found = merged
    found |= _in_three_columns(found)
    columns: list[Column] = []
    ignored: list[Column] = []
    taken: set[str] = set()
    for index, (title, field) in sorted(found.items()):
        if field and (field not in taken or field in REPEATABLE):
            columns.append(Column(index, title, field))
            taken.add(field)
        else:
            ignored.append(Column(index, title, ""))
    fields = taken - {"number"}
    if named and (not fields & NAME_FIELDS or (len(fields) == 1 and len(upper) > 3)):
        return None
    return Header(rows[0].number, rows[-1].number, tuple(columns), tuple(ignored), encoding)


def _in_three_columns(found: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """The columns "Ngày sinh", "Tháng sinh", "Năm sinh" side by side, as the parts of one date."""
    parts: dict[int, tuple[str, str]] = {}
    for index, (title, _) in found.items():
        first, _, what = _words(title).partition(" ")
        near = [found.get(index + step, ("", ""))[0] for step in (1, 2)]
        if first == "ngay" and list(map(_words, near)) == [f"{part} {what}".strip() for part in _BEHIND_DAY]:
            base = field_of(title) if what else "birth"
            if base in _SPLIT_DATES:
                names = zip((title, *near), _DATE_PARTS_IN_ORDER, strict=True)
                parts |= {index + at: (name, f"{base}.{part}") for at, (name, part) in enumerate(names)}
    return parts


def _merged(
    upper: dict[int, str], second: Row, encoding: Encoding, *, goes_on: bool
) -> dict[int, tuple[str, str]] | None:
    """Titles of a header merged over two rows: a title above spreads over what stands under it.

    ``goes_on`` says that a third row follows, by which a group within a group is no title yet.
    """
    if sum(bool(field_of(title)) for title in upper.values()) < 2:
        return None
    lower = _titles(second, encoding)
    filled = [cell for cell in second.cells if cell is not None and cell != ""]
    if (
        not lower
        or len(filled) != len(lower)
        or any(any(c.isdigit() for c in title) for title in lower.values())
    ):
        return None
    named: dict[int, tuple[str, str]] = {}
    parent = ""
    for index in range(max([*upper, *lower]) + 1):
        parent = upper.get(index, parent)
        below = lower.get(index, "")
        if not below:
            if index in upper:
                named[index] = (parent, field_of(parent))
            continue
        field = _under(parent, below)
        group = goes_on and not field_of(parent)
        if not field and below.casefold() not in _SUBTITLES and index in upper and not group:
            return None  # text under a title that is no title: the second row is already data
        named[index] = (f"{parent} – {below}" if parent and parent != below else below, field)
    return named


def _under(parent: str, below: str) -> str:
    """The field of a title that stands under another one."""
    above = field_of(parent)
    word = below.casefold()
    if word in ("nam", "nữ", "nu") and above in ("birth", "gender", ""):
        return "male" if word == "nam" else "female"
    if word in _DATE_PARTS and above in _SPLIT_DATES:
        return f"{above}.{_DATE_PARTS[word]}"
    if above == "full_name" and word in ("tên", "họ", "họ đệm", "họ và đệm", "họ và tên đệm", "họ, đệm"):
        return "given" if word == "tên" else "family"
    joint = field_of(f"{parent} {below}")
    alone = field_of(below)
    if above in ("party_joined", "enlisted", "route_from", "role", "service_unit") and joint:
        return joint
    return alone or joint


def _refined(header: Header, rows: Sequence[Row]) -> Header:
    """Decide what only other columns or the cells below can tell: "Đơn vị", a name in two columns."""
    below = [row for row in rows if row.number > header.last_row][:200]
    columns = list(header.columns)
    fields = {column.field for column in columns}
    for at, column in enumerate(columns):
        if column.field == "unit":
            columns[at] = replace(column, field=_unit_field(column, fields, below, header.encoding))
    family = next((column for column in columns if column.field == "full_name"), None)
    known = {column.index for column in (*columns, *header.ignored)}
    if "given" in fields and "full_name" in fields and "family" not in fields:
        # "Họ và tên" beside "Tên": the first holds họ and đệm when its own words stop short of the name.
        columns = [replace(c, field="family") if c.field == "full_name" else c for c in columns]
    elif family is not None and family.index + 1 not in known and _split(family.index, below):
        columns[columns.index(family)] = replace(family, field="family")
        columns.append(Column(family.index + 1, family.title, "given"))
    return replace(header, columns=tuple(sorted(columns, key=lambda column: column.index)))


def _unit_field(column: Column, fields: set[str], below: Sequence[Row], encoding: Encoding) -> str:
    """Whether "Đơn vị" is the chi hội or the unit in the army: by other columns, then by what it holds."""
    cells = [text for row in below if (text := _text(row, column.index))]
    military = sum(_SERVICE_WORDS.search(_words(decode(text, encoding))) is not None for text in cells)
    if "chapter" in fields:
        return "" if "service_unit" in fields else "service_unit"
    if "service_unit" not in fields and cells and military * 2 > len(cells):
        return "service_unit"
    return "chapter"


def _split(index: int, below: Sequence[Row]) -> bool:
    """Whether the column to the right of "Họ và tên", without a title of its own, holds the given names."""
    both = sum(bool(_text(row, index)) and _is_given(_text(row, index + 1)) for row in below)
    named = sum(bool(_text(row, index)) for row in below)
    return both > 0 and both * 10 >= named * 6


def _is_given(text: str) -> bool:
    return 0 < len(text.split()) <= 2 and not any(char.isdigit() for char in text)


def _text(row: Row, index: int) -> str:
    cell = row.cells[index] if index < len(row.cells) else None
    return cell.strip() if isinstance(cell, str) else ""
