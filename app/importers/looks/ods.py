"""Fonts of the text cells of an .ods sheet, from its styles and its cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from app.importers.looks.sheet import Look, LookWriter

_CHUNK = 1 << 20
_MOST_STYLES = 20_000_000
_OLD_FONT = re.compile(
    rb"(?:font-name|font-family)=[\"'](?:'|&apos;|&quot;|\")?\s*(?:\.vn|vni)", re.IGNORECASE
)
#: A cell or row that is repeated more often counts as this many.
_MOST_REPEATS = 1_000
_MOST_PARENTS = 20


def ods_looks(package: ZipFile, most_columns: int) -> dict[str, Look]:
    """The look of each sheet by its name; nothing where no style names an old font.

    Raises what zipfile and expat raise, and ValueError.
    """
    if not any(_OLD_FONT.search(_head(package, part)) for part in ("content.xml", "styles.xml")):
        return {}
    styles = _Styles()
    _parse(package, "styles.xml", styles)
    cells = _Cells(styles, most_columns)
    _parse(package, "content.xml", cells)
    return {name: writer.look() for name, writer in cells.sheets.items()}


def _head(package: ZipFile, part: str) -> bytes:
    """What stands before the body: all fonts and styles."""
    if part not in package.namelist():
        return b""
    held = b""
    with package.open(part) as stream:
        while b"<office:body" not in held and len(held) < _MOST_STYLES and (more := stream.read(_CHUNK)):
            held += more
    return held


def _parse(package: ZipFile, part: str, reader: _Styles) -> None:
    if part not in package.namelist():
        return
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    with package.open(part) as stream:
        while more := stream.read(_CHUNK):
            parser.Parse(more)


def _refuse_entities(*_: object) -> None:
    raise ValueError("a spreadsheet declares no entities")


@dataclass(slots=True)
class _Styles:
    """The fonts of the styles."""

    families: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    style: str = ""

    def start(self, name: str, held: dict[str, str]) -> None:
        """A tag opens."""
        if name == "style:style":
            self.style = held.get("style:name", "")
            self.parents[self.style] = held.get("style:parent-style-name", "")
        elif name == "style:font-face":
            self.families[held.get("style:name", "")] = held.get("svg:font-family", "").strip("'\" ")
        elif name == "style:default-style":
            self.style = "" if held.get("style:family") == "table-cell" else "\0"
        elif name == "style:text-properties":
            named = held.get("style:font-name", "")
            family = self.families.get(named, named) or held.get("fo:font-family", "").strip("'\" ")
            if family:
                self.fonts[self.style] = family

    def end(self, name: str) -> None:
        """A tag closes."""

    def characters(self, text: str) -> None:
        """Letters between tags."""

    def font(self, style: str) -> str:
        """The font of a style, its own or that of the style it stands on."""
        for _ in range(_MOST_PARENTS):
            if style in self.fonts or not style:
                break
            style = self.parents.get(style, "")
        return self.fonts.get(style, "")


class _Cells(_Styles):
    """The fonts of the text cells of every sheet."""

    __slots__ = (
        "_cell", "_column", "_columns", "_depth", "_letters", "_most", "_repeat", "_row", "_row_style",
        "_rows", "_span", "_writer", "sheets",
    )  # fmt: skip

    def __init__(self, styles: _Styles, most_columns: int) -> None:
        super().__init__(styles.families, styles.fonts, styles.parents)
        self.sheets: dict[str, LookWriter] = {}
        self._most = most_columns
        self._depth = 0
        self._writer = LookWriter(most_columns)
        self._columns: list[str] = []
        self._row = self._column = 0
        self._rows = self._repeat = 1
        self._row_style = self._cell = ""
        self._span: list[str] = []
        self._letters: Counter[str] = Counter()

    def start(self, name: str, held: dict[str, str]) -> None:
        """A tag opens."""
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._writer = self.sheets[held.get("table:name", "")] = LookWriter(self._most)
                self._columns, self._row = [], 0
        elif not self._depth:
            super().start(name, held)
        elif name == "table:table-column":
            room = max(self._most - len(self._columns), 0)
            count = min(_count(held, "table:number-columns-repeated"), room)
            self._columns += [held.get("table:default-cell-style-name", "")] * count
        elif name == "table:table-row":
            self._rows = _count(held, "table:number-rows-repeated")
            self._row_style = held.get("table:default-cell-style-name", "")
            self._column = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._repeat = _count(held, "table:number-columns-repeated")
            by_column = self._columns[self._column] if self._column < len(self._columns) else ""
            self._cell = held.get("table:style-name") or self._row_style or by_column
            self._span = [self._cell]
            self._letters.clear()
        elif name == "text:span":
            self._span.append(held.get("text:style-name", ""))

    def end(self, name: str) -> None:
        """A tag closes."""
        if name == "table:table":
            self._depth -= 1
        elif not self._depth:
            return
        elif name == "text:span" and len(self._span) > 1:
            self._span.pop()
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if self._letters:
                font = max(self._letters, key=lambda each: self._letters[each])
                for column in range(self._column, self._column + min(self._repeat, _MOST_REPEATS)):
                    for row in range(self._row, self._row + min(self._rows, _MOST_REPEATS)):
                        self._writer.text(row + 1, column, font)
            self._column += self._repeat
        elif name == "table:table-row":
            self._row += self._rows

    def characters(self, text: str) -> None:
        """Letters of a cell."""
        if self._depth and text.strip():
            own = next((font for style in reversed(self._span) if (font := self.font(style))), "")
            self._letters[own] += len(text)


def _count(held: dict[str, str], name: str) -> int:
    text = held.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
