"""What is put into the cells of a foreign sheet, as changes of its bytes.

Only the bytes of cells that get a value change, and the stored results of formulas, which are no longer true,
go.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape

from app.documents.workbooks.form_book import column_letters, parse_area
from app.documents.workbooks.form_reading import Cell, Place, Row, Run, SharedTexts, SheetReader, tag_end

#: What may not stand in XML: such a character of a value is left out.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FOREIGN_MARK = re.compile(rb"</?\w+:")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")
_SPANS = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_KIND = re.compile(rb"\s(?:t|vm|cm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class SheetBytes:
    """A sheet to be filled in.

    ``rows`` are those in which a cell may be written, ``texts`` the shared texts that are to be found, and
    ``mark`` what is looked for in texts that lie in the cells themselves. Raises ValueError for a part that
    cannot be read.
    """

    def __init__(self, data: bytes, rows: Collection[int], texts: SharedTexts, mark: str) -> None:
        self._data = data
        self._shared, self._mark = texts, mark
        self._read = reader = SheetReader(data, _with_merged_rows(data, rows), texts.texts, mark)
        reader.read()
        self._written: dict[Place, bytes] = {}
        self._merged = [
            area for found in _MERGED.finditer(data) if (area := parse_area(found[1].decode())) is not None
        ]

    @property
    def has_formulas(self) -> bool:
        """Whether a formula stands in it."""
        return any(cell.has_formula for cell in self._read.kept.values())

    def top_left(self, place: Place) -> Place:
        """The cell that is seen at a place: the first one of merged cells."""
        row, column = place
        for top, left, bottom, right in self._merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def is_one_cell(self, area: tuple[int, int, int, int]) -> bool:
        """Whether an area is seen as one cell: one, or cells merged."""
        top, left, bottom, right = area
        return (top, left) == (bottom, right) or area in self._merged

    def has_formula(self, place: Place) -> bool:
        """Whether a formula stands at a place."""
        cell = self._read.kept.get(place)
        return cell is not None and cell.has_formula

    def style(self, place: Place) -> int:
        """The number of the cell's style: its own, its row's, its column's."""
        text = self._style(place)
        return int(text) if text.isdecimal() else 0

    def marked(self) -> Iterable[tuple[Place, list[Run]]]:
        """The cells in whose text the mark stands, with their runs."""
        for place, cell in sorted(self._read.kept.items()):
            if not cell.has_formula:
                runs = self._shared.texts.get(cell.text) if cell.kind == "s" else cell.runs
                if runs and self._mark in "".join(run.text for run in runs):
                    yield place, runs

    # ------------------------------------------------------------ writing

    def put_number(self, place: Place, number: int) -> None:
        """Write a number; the look of the cell stays."""
        self._put(place, b"", b"<%sv>%d</%sv>" % (self._read.prefix, number, self._read.prefix))

    def put_text(self, place: Place, runs: Sequence[Run]) -> None:
        """Write a text; of several runs each keeps its look where the part it came from allows."""
        p = self._read.prefix
        keeps = p == self._shared.prefix
        parts = []
        for run in runs:
            said = escape(_NOT_XML.sub("", run.text), quote=False).encode()
            text = b'<%st xml:space="preserve">%s</%st>' % (p, said, p)
            look = run.look if keeps and (p or not _FOREIGN_MARK.search(run.look)) else b""
            parts.append(text if len(runs) == 1 and not look else b"<%sr>%s%s</%sr>" % (p, look, text, p))
        self._put(place, b' t="inlineStr"', b"<%sis>%s</%sis>" % (p, b"".join(parts), p))

    def clear(self, place: Place) -> None:
        """Leave a cell empty; its look stays."""
        self._put(place, b"", b"")

    def _put(self, place: Place, kind: bytes, content: bytes) -> None:
        p, style = self._read.prefix, self._style(place)
        name = f"{column_letters(place[1])}{place[0]}".encode()
        look = b' s="%s"' % style.encode() if style.isdecimal() else b""
        start = b'<%sc r="%s"%s%s' % (p, name, look, kind)
        self._written[place] = b"%s>%s</%sc>" % (start, content, p) if content else start + b"/>"

    def _style(self, place: Place) -> str:
        cell = self._read.kept.get(place)
        if cell is not None:
            return cell.style
        row = next((each for each in self._read.rows if each.number == place[0]), None)
        if row is not None and row.style:
            return row.style
        return next((style for low, high, style in self._read.columns if low <= place[1] <= high), "")

    def content(self) -> bytes:
        """The sheet with what was written; the stored results of its formulas, no longer true, are gone."""
        edits: list[tuple[int, int, bytes]] = []
        missing: dict[int, dict[int, bytes]] = {}
        for place, made in self._written.items():
            cell = self._read.kept.get(place)
            if cell is not None:
                edits.append((cell.start, cell.end, made))
            else:
                missing.setdefault(place[0], {})[place[1]] = made
        edits += self._inserted(missing)
        edits += [edit for cell in self._read.formulas for edit in self._forgotten(cell)]
        parts, last = [], 0
        for start, end, content in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self._data[last:start], content]
            last = end
        return b"".join([*parts, self._data[last:]])

    def _forgotten(self, cell: Cell) -> Iterable[tuple[int, int, bytes]]:
        if cell.result is None or cell.place in self._written:
            return
        opened = tag_end(self._data, cell.start)
        yield cell.start, opened, _KIND.sub(b"", self._data[cell.start : opened])
        yield *cell.result, b""

    def _inserted(self, missing: Mapping[int, Mapping[int, bytes]]) -> Iterable[tuple[int, int, bytes]]:
        """What is put between the bytes for cells that the sheet does not hold yet."""
        rows = {row.number: row for row in self._read.rows}
        between: dict[int, bytes] = {}
        for number, cells in sorted(missing.items()):
            row = rows.get(number)
            if row is not None:
                yield from self._into_row(row, cells)
                continue
            after = next((each.start for each in self._read.rows if each.number > number), None)
            at = self._end_of_rows() if after is None else after
            p = self._read.prefix
            made = b'<%srow r="%d">%s</%srow>' % (p, number, b"".join(c for _, c in sorted(cells.items())), p)
            between[at] = between.get(at, b"") + made
        opened = tag_end(self._data, self._read.data_start)
        for at, made in between.items():
            if at == opened and opened == self._read.data_end:  # <sheetData/>
                p = self._read.prefix
                yield self._read.data_start, opened, b"<%ssheetData>%s</%ssheetData>" % (p, made, p)
            else:
                yield at, at, made

    def _end_of_rows(self) -> int:
        if self._read.rows:
            return self._read.rows[-1].end
        return tag_end(self._data, self._read.data_start)

    def _into_row(self, row: Row, cells: Mapping[int, bytes]) -> Iterable[tuple[int, int, bytes]]:
        """Put cells into a row, each before the first one at its right."""
        start = _SPANS.sub(b"", self._data[row.start : row.opened])
        made = b"".join(content for _, content in sorted(cells.items()))
        if row.end == row.opened:  # <row r="5"/>
            start = start.rstrip(b">").rstrip(b"/").rstrip()
            yield row.start, row.end, b"%s>%s</%srow>" % (start, made, self._read.prefix)
            return
        yield row.start, row.opened, start
        between: dict[int, bytes] = {}
        for column, content in sorted(cells.items()):
            at = next((cell.start for cell in row.cells if cell.place[1] > column), None)
            place = at if at is not None else row.cells[-1].end if row.cells else row.opened
            between[place] = between.get(place, b"") + content
        for place, content in between.items():
            yield place, place, content


def _with_merged_rows(data: bytes, rows: Collection[int]) -> frozenset[int]:
    """The rows, and those in which merged cells begin that reach into one of them."""
    found = set(rows)
    for merged in _MERGED.finditer(data):
        area = parse_area(merged[1].decode())
        if area is not None and any(area[0] <= row <= area[2] for row in rows):
            found.add(area[0])
    return frozenset(found)
