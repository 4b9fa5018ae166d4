"""The XML spreadsheet of Excel 2002 and 2003, which many web systems save under the name of an Excel file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from app.importers.looks.sheet import LookWriter

#: What stands in the first lines of such a file.
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SHEET, _ROW, _CELL, _DATA, _STYLE, _FONT = (
    f"{NAMESPACE} {name}" for name in ("Worksheet", "Row", "Cell", "Data", "Style", "Font")
)
_OPTION = "urn:schemas-microsoft-com:office:excel Visible"
_WEB_FONT = "http://www.w3.org/TR/REC-html40 Font"
_MOST_DEPTH = 100
_MOST_ROWS = 1_048_576
_CHUNK = 1 << 20

#: What a cell can hold here; a day as its six numbers, which the answer can carry.
Value = str | float | bool | tuple[int, int, int, int, int, int]


@dataclass(slots=True)
class XmlSheet:
    """One sheet: its numbered rows and the fonts of its cells."""

    name: str
    looks: LookWriter
    hidden: bool = False
    rows: dict[int, list[Value]] = field(default_factory=dict)


def sheets_of_xml(content: bytes, most_columns: int, most_cells: int) -> list[XmlSheet]:
    """All sheets, with the numbers of their rows.

    Raises ValueError or expat's error where the file is not sound, :class:`OverflowError` where it holds
    more than ``most_cells`` cells or rows beyond those of Excel. Entities are refused, never expanded.
    """
    reader = _Reader(most_columns, most_cells)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    for start in range(0, len(content), _CHUNK):
        parser.Parse(content[start : start + _CHUNK])
    parser.Parse(b"", True)
    return reader.sheets


def _refuse_entities(*_: object) -> None:
    raise ValueError("a spreadsheet declares no entities")


class _Reader:
    def __init__(self, most_columns: int, most_cells: int) -> None:
        self.sheets: list[XmlSheet] = []
        self._most_columns = most_columns
        self._room = most_cells
        self._depth = 0
        self._style = ""
        self._fonts: dict[str, str] = {}
        self._row = self._column = 0
        self._skip = (0, 0)  # rows and columns over which the row or cell now open reaches
        self._styles = ("", "")
        self._kind = ""
        self._text: list[str] | None = None
        self._spans: list[str] = []
        self._letters: Counter[str] = Counter()

    def start(self, name: str, held: dict[str, str]) -> None:
        """A tag opens."""
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise ValueError("nested too deeply")
        own = {key.removeprefix(f"{NAMESPACE} "): value for key, value in held.items()}
        if name == _STYLE:
            self._style = own.get("ID", "")
        elif name == _FONT and not self.sheets:
            self._fonts[self._style] = own.get("FontName", "")
        elif name == _SHEET:
            self.sheets.append(XmlSheet(own.get("Name", ""), LookWriter(self._most_columns)))
            self._row = 0
        elif not self.sheets:
            return
        elif name == _ROW:
            self._begin_row(own)
        elif name == _CELL:
            self._begin_cell(own)
        elif name == _DATA:
            self._kind, self._text = own.get("Type", "String"), []
            self._spans, self._letters = [], Counter()
        elif name == _WEB_FONT:
            self._spans.append(held.get("http://www.w3.org/TR/REC-html40 Face", held.get("Face", "")))
        elif name == _OPTION:
            self._text = []

    def end(self, name: str) -> None:
        """A tag closes."""
        self._depth -= 1
        if not self.sheets:
            return
        if name == _DATA:
            self._keep()
        elif name == _CELL:
            self._column += self._skip[1]
        elif name == _ROW:
            self._row += self._skip[0]
        elif name == _WEB_FONT and self._spans:
            self._spans.pop()
        elif name == _OPTION and self._text is not None:
            self.sheets[-1].hidden = "".join(self._text).strip() in ("SheetHidden", "SheetVeryHidden")
            self._text = None

    def characters(self, text: str) -> None:
        """Letters of a cell."""
        if self._text is not None:
            self._text.append(text)
            font = next((font for font in reversed(self._spans) if font), "")
            self._letters[font] += len(text)

    def _begin_row(self, own: dict[str, str]) -> None:
        self._row = _count(own.get("Index", ""), self._row + 1)
        if self._row > _MOST_ROWS:
            raise OverflowError("more rows than a sheet has")
        self._skip = (_count(own.get("Span", ""), 0), 0)
        self._styles = (own.get("StyleID", ""), "")
        self._column = 0

    def _begin_cell(self, own: dict[str, str]) -> None:
        self._column = _count(own.get("Index", ""), self._column + 1)
        self._skip = (self._skip[0], _count(own.get("MergeAcross", ""), 0))
        self._styles = (self._styles[0], own.get("StyleID", ""))

    def _keep(self) -> None:
        text, self._text = "".join(self._text or ()), None
        sheet, column = self.sheets[-1], self._column - 1
        if not 0 <= column < self._most_columns:
            return
        row = sheet.rows.setdefault(self._row, [])
        self._room -= max(column + 1 - len(row), 1)
        if self._room < 0:
            raise OverflowError("more cells than any list has")
        row += [""] * (column + 1 - len(row))
        if self._kind == "Error":
            sheet.looks.errors.append((self._row, column))
            return
        row[column] = _value(self._kind, text)
        if self._kind == "String":
            run = max(self._letters, key=lambda each: self._letters[each]) if self._letters else ""
            of_style = next(
                (font for style in reversed(self._styles) if (font := self._fonts.get(style))), ""
            )
            sheet.looks.text(self._row, column, run or of_style or self._fonts.get("Default", ""))


def _value(kind: str, text: str) -> Value:
    """A value by its declared type; as text where it is not what it is declared to be."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            day = datetime.fromisoformat(text.strip())
            return day.year, day.month, day.day, day.hour, day.minute, day.second
    except ValueError:
        return text
    return text.strip() == "1" if kind == "Boolean" else text


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise
