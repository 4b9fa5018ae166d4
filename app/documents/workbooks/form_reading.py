"""Where the cells of a foreign sheet, and the texts that sheets share, lie in their bytes.

Read once by expat, which tells the place of each mark; a document type is refused, so nothing is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from app.documents.workbooks.form_book import NAMESPACES, parse_area

Place = tuple[int, int]
"""Row and column, from 1."""

_TAG_END = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


class DocumentTypeError(ValueError):
    """The part has a document type, as no spreadsheet writes it."""


@dataclass(slots=True)
class Run:
    """Some words of a text in one look; ``look`` is the mark of the look as it was written, or empty."""

    text: str = ""
    look: bytes = b""


@dataclass(slots=True)
class Cell:
    """A cell as it lies in the bytes of its sheet, from ``start`` to before ``end``.

    ``text`` is its stored value; ``runs`` are those of a text inside the cell; ``result`` are the bytes of
    the stored value.
    """

    place: Place
    start: int
    end: int = 0
    style: str = ""
    kind: str = ""
    text: str = ""
    has_formula: bool = False
    result: tuple[int, int] | None = None
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row as it lies in the bytes; ``opened`` is where its start tag ends."""

    number: int
    start: int
    opened: int
    end: int = 0
    style: str = ""
    cells: list[Cell] = field(default_factory=list)


def tag_end(data: bytes, start: int) -> int:
    """Where the mark that begins at ``start`` ends; raises ValueError where it does not."""
    found = _TAG_END.match(data, start)
    if found is None:
        raise ValueError("a mark without end")
    return found.end()


def _prefix(data: bytes, start: int) -> bytes:
    """The prefix of a mark's name with its colon, or nothing."""
    found = re.match(rb"<(\w+:)?", data[start : start + 80])
    return (found[1] if found else None) or b""


class _Reader:
    """What sheets and shared texts have in common: element names without namespace, runs of text."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.prefix = b""
        self._local = {f"{space} {tag}": tag for space in NAMESPACES for tag in self.tags}
        self._run: Run | None = None
        self._look_from = 0
        self._phonetic = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    tags: tuple[str, ...] = ()

    def read(self) -> None:
        """Go through the part; raises ValueError where it is no sound XML of its kind."""
        try:
            self._parser.Parse(self.data, True)
        except expat.ExpatError as problem:
            raise ValueError(str(problem)) from problem

    @property
    def at(self) -> int:
        return self._parser.CurrentByteIndex

    def after(self, start: int) -> int:
        """Where the element that begins at ``start`` and ends here ends."""
        opened = tag_end(self.data, start)
        return opened if self.data[opened - 2 : opened] == b"/>" else tag_end(self.data, self.at)

    def _doctype(self, *_args: object) -> None:
        raise DocumentTypeError("a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._local.get(name)
        if tag is not None:
            self._started(tag, attributes)

    def _end(self, name: str) -> None:
        tag = self._local.get(name)
        if tag is not None:
            self._ended(tag)

    def _characters(self, text: str) -> None:
        self._said(text)

    def _started(self, tag: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def _ended(self, tag: str) -> None:
        raise NotImplementedError

    def _said(self, text: str) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------ the runs of one text

    def run_started(self, tag: str, runs: list[Run]) -> None:
        if tag == "r":
            runs.append(Run())
        elif tag == "rPr":
            self._look_from = self.at
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t" and not self._phonetic:
            if not runs:
                runs.append(Run())
            self._run = runs[-1]

    def run_ended(self, tag: str, runs: list[Run]) -> None:
        if tag == "rPr" and runs:
            runs[-1].look = self.data[self._look_from : self.after(self._look_from)]
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "t":
            self._run = None


class _StringsReader(_Reader):
    tags = ("sst", "si", "r", "rPr", "rPh", "t")

    def __init__(self, data: bytes, mark: str) -> None:
        super().__init__(data)
        self._mark = mark
        self._number = -1
        self._runs: list[Run] = []
        self.found: dict[str, list[Run]] = {}

    def _started(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "sst":
            self.prefix = _prefix(self.data, self.at)
        elif tag == "si":
            self._number += 1
            self._runs = []
        else:
            self.run_started(tag, self._runs)

    def _ended(self, tag: str) -> None:
        if tag == "si":
            if self._mark in "".join(run.text for run in self._runs):
                self.found[str(self._number)] = self._runs
        else:
            self.run_ended(tag, self._runs)

    def _said(self, text: str) -> None:
        if self._run is not None:
            self._run.text += text


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The shared texts that hold a mark, by their number as cells name it."""

    texts: Mapping[str, list[Run]]
    prefix: bytes = b""


def shared_texts(data: bytes, mark: str) -> SharedTexts:
    """The shared texts in which ``mark`` stands; raises ValueError for a part that cannot be read."""
    reader = _StringsReader(data, mark)
    reader.read()
    return SharedTexts(reader.found, reader.prefix)


class SheetReader(_Reader):
    """A sheet read once.

    Kept are the cells of ``rows``, those with a formula, and those whose text is one of the shared ``texts``
    or holds ``mark``.
    """

    tags = ("worksheet", "col", "sheetData", "row", "c", "f", "v", "is", "r", "rPr", "rPh", "t")

    def __init__(self, data: bytes, rows: Collection[int], texts: Collection[str], mark: str) -> None:
        super().__init__(data)
        self._rows, self._texts, self._mark = rows, texts, mark
        self._row: Row | None = None
        self._cell: Cell | None = None
        self._column = 0
        self._value_from = 0
        self._in_value = False
        self.kept: dict[Place, Cell] = {}
        self.rows: list[Row] = []
        self.columns: list[tuple[int, int, str]] = []
        self.formulas: list[Cell] = []
        self.data_start = self.data_end = 0

    def _started(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c" and self._row is not None:
            self._start_cell(attributes)
        elif tag == "v":
            self._value_from, self._in_value = self.at, True
        elif tag == "f" and self._cell is not None:
            self._cell.has_formula = True
        elif tag == "row":
            last = self._row.number if self._row else self.rows[-1].number if self.rows else 0
            number = int(attributes.get("r", last + 1))
            style = attributes.get("s", "") if attributes.get("customFormat") in ("1", "true") else ""
            self._row = Row(number, self.at, tag_end(self.data, self.at), style=style)
            self._column = 0
        elif tag == "sheetData":
            self.data_start = self.at
        elif tag == "col":
            self.columns.append(
                (int(attributes.get("min", 0)), int(attributes.get("max", 0)), attributes.get("style", ""))
            )
        elif tag == "worksheet":
            self.prefix = _prefix(self.data, self.at)
        elif self._cell is not None:
            self.run_started(tag, self._cell.runs)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        row = self._row
        if row is None:
            return
        area = parse_area(attributes.get("r", ""))
        self._column = area[1] if area else self._column + 1
        self._cell = Cell(
            (row.number, self._column), self.at, style=attributes.get("s", ""), kind=attributes.get("t", "n")
        )

    def _ended(self, tag: str) -> None:
        cell = self._cell
        if tag == "c" and cell is not None:
            cell.end = self.after(cell.start)
            self._keep(cell)
            self._cell = None
        elif tag == "v":
            self._in_value = False
            if cell is not None:
                cell.result = (self._value_from, self.after(self._value_from))
        elif tag == "row" and self._row is not None:
            self._row.end = self.after(self._row.start)
            self.rows.append(self._row)
            self._row = None
        elif tag == "sheetData":
            self.data_end = self.after(self.data_start)
        elif cell is not None:
            self.run_ended(tag, cell.runs)

    def _keep(self, cell: Cell) -> None:
        row = self._row
        if row is not None and row.number in self._rows:
            row.cells.append(cell)
            self.kept[cell.place] = cell
        if cell.has_formula:
            if cell.result is not None:
                self.formulas.append(cell)
            self.kept[cell.place] = cell
        elif (cell.kind == "s" and cell.text in self._texts) or (
            cell.runs and self._mark in "".join(run.text for run in cell.runs)
        ):
            self.kept[cell.place] = cell

    def _said(self, text: str) -> None:
        if self._in_value and self._cell is not None:
            self._cell.text += text
        elif self._run is not None:
            self._run.text += text
