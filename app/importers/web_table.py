"""Tables of a web page, which many web systems save under the name of an Excel file."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from app.importers.delimited import text_of_bytes
from app.importers.looks.sheet import LookWriter
from app.vietnamese.text import nfc

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_TAGS = re.compile(rb"<[^>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"'}]+)", re.IGNORECASE)
_CLASS = re.compile(r"\.([\w-]{1,80})\s*\{([^{}]{0,2000})\}")
#: A bracket that opens no tag; left as it is, each would send the parser through the whole rest of the page.
_STRAY = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_STYLES = 1_000_000
_UNSEEN = {"style", "script", "title", "noscript"}
_BREAKS = {"br", "p", "div", "li"}
_MOST_SPAN = 1_000
_MOST_DEPTH = 50


@dataclass(slots=True)
class Table:
    """One table: its rows of texts, and the fonts that its cells name."""

    rows: list[list[str]] = field(default_factory=list)
    looks: LookWriter = field(default_factory=lambda: LookWriter(0))


def text_of_page(content: bytes) -> str:
    """The characters of a page: UTF-8 where it is sound, else what the page declares, else what reads best.

    Old Vietnamese letters are declared as Western ones by every program of their time, so that such a
    declaration says nothing.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:4096].replace(b"\0", b""))
    if declared:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            name = ""
        if name.startswith("cp125") and name != "cp1252":
            return nfc(content.decode(name, errors="replace"))
    return text_of_bytes(content, _TAGS.sub(b" ", content[:1_000_000]))


def tables_of_page(text: str, most_columns: int, most_cells: int) -> list[Table]:
    """All tables with rows, in the order of the page; one inside another is a table of its own.

    A cell over several rows or columns stands in the first of them, the others are empty, as in a sheet.
    Raises :class:`OverflowError` where there are more than ``most_cells`` cells.
    """
    reader = _Reader(most_columns, most_cells, _fonts_of_classes(text))
    reader.feed(_STRAY.sub("&lt;", _without_comments(text)))
    reader.close()
    reader.end_all()
    return [table for table in reader.tables if any(any(row) for row in table.rows)]


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    kept = [first]
    for part in rest:
        _, closed, after = part.partition("-->")
        kept.append(after if closed else part)
    return "".join(kept)


def _fonts_of_classes(text: str) -> dict[str, str]:
    """The fonts that the page's style sheet, which often stands in a comment, gives to its classes."""
    found = {}
    for name, rules in _CLASS.findall(text[:_STYLES]):
        if family := _FAMILY.search(rules):
            found[name] = family[1].strip()
    return found


class _Open:
    """A table that is being read."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.covered: dict[int, int] = {}  # column → how many more rows a cell above reaches down
        self.column = 0
        self.text: list[str] | None = None
        self.spans = (1, 1)
        self.fonts: list[str] = []
        self.letters: Counter[str] = Counter()


class _Reader(HTMLParser):
    def __init__(self, most_columns: int, most_cells: int, classes: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._open: list[_Open] = []
        self._most_columns = most_columns
        self._room = most_cells
        self._unseen = ""
        self._classes = classes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens; rows and cells that were not closed end here."""
        held = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "table" and len(self._open) < _MOST_DEPTH:
            self.tables.append(Table(looks=LookWriter(self._most_columns)))
            self._open.append(_Open(self.tables[-1]))
        elif not self._open:
            return
        elif tag == "tr":
            self._begin_row()
        elif tag in ("td", "th"):
            self._begin_cell(held)
        elif self._open[-1].text is not None:
            if tag in _BREAKS:
                self._open[-1].text.append("\n")
            elif tag in ("font", "span"):
                self._open[-1].fonts.append(self._font(held))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself; only a break or an empty cell means something."""
        if tag in _BREAKS or tag in ("td", "th"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag == self._unseen:
            self._unseen = ""
        elif not self._open:
            return
        elif tag == "table":
            self._end_cell()
            self._open.pop()
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in ("font", "span") and len(self._open[-1].fonts) > 1:
            self._open[-1].fonts.pop()

    def handle_data(self, data: str) -> None:
        """Letters of a cell."""
        if self._unseen:
            return
        if self._open and (text := self._open[-1].text) is not None:
            text.append(_SPACE.sub(" ", data))
            if data.strip():
                fonts = self._open[-1].fonts
                self._open[-1].letters[next((font for font in reversed(fonts) if font), "")] += len(data)

    def end_all(self) -> None:
        """Close what the page left open."""
        while self._open:
            self._end_cell()
            self._open.pop()

    def _begin_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        table.table.rows.append([])
        table.covered = {column: rows - 1 for column, rows in table.covered.items() if rows > 1}
        table.column = 0

    def _begin_cell(self, held: dict[str, str]) -> None:
        table = self._open[-1]
        if not table.table.rows:
            self._begin_row()
        self._end_cell()
        while table.column in table.covered:
            table.column += 1
        table.text = []
        table.spans = _count(held.get("rowspan", "")), _count(held.get("colspan", ""))
        table.fonts = [self._font(held)]
        table.letters = Counter()

    def _end_cell(self) -> None:
        if not self._open or self._open[-1].text is None:
            return
        table = self._open[-1]
        text = "\n".join(line.strip(" ") for line in "".join(table.text or ()).split("\n")).strip("\n ")
        table.text = None
        down, across = table.spans
        if table.column + across > self._most_columns:
            across = max(self._most_columns - table.column, 0)
        if not across:
            return
        row = table.table.rows[-1]
        row += [""] * (table.column - len(row)) + [text] + [""] * (across - 1)
        self._room -= across
        if self._room < 0:
            raise OverflowError("more cells than any list has")
        if down > 1:
            table.covered |= dict.fromkeys(range(table.column, table.column + across), down)
        if table.letters:
            font = max(table.letters, key=lambda each: table.letters[each])
            table.table.looks.text(len(table.table.rows), table.column, font)
        table.column += across

    def _font(self, held: dict[str, str]) -> str:
        family = _FAMILY.search(held.get("style", ""))
        named = family[1].strip() if family else held.get("face", "").split(",")[0].strip(" '\"")
        return named or next(
            (self._classes[name] for name in held.get("class", "").split() if name in self._classes), ""
        )


def _count(text: str) -> int:
    digits = text.strip()
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isdecimal() and len(digits) < 7 else 1
