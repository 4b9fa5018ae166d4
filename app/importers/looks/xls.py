"""Fonts and cells in error of an .xls sheet: the few BIFF records of Excel 5 to 2003 that say so.

After Microsoft's [MS-XLS]: a workbook is one stream of records, each with its kind and size; the sheets
begin where the BOUNDSHEET records say.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import BinaryIO

from app.importers.compound import CompoundFile
from app.importers.looks.sheet import Look, LookWriter, is_old_font

_MOST_STREAM = 250_000_000
_BIFF8 = 0x0600
_EOF, _FONT, _CONTINUE, _BOUNDSHEET, _XF, _SST, _BOF = 0x0A, 0x31, 0x3C, 0x85, 0xE0, 0xFC, 0x809
_FORMULA, _RSTRING, _LABELSST, _LABEL, _BOOLERR = 0x06, 0xD6, 0xFD, 0x204, 0x205
_TOLD = {_FORMULA, _RSTRING, _LABELSST, _LABEL, _BOOLERR}


class XlsLooks:
    """The looks of the sheets of an .xls workbook.

    Raises ValueError, KeyError, IndexError or struct.error where it is not built as it should be.
    """

    def __init__(self, file: BinaryIO, most_columns: int) -> None:
        compound = CompoundFile(file)
        name = "Workbook" if "workbook" in compound.names else "Book"
        self._stream = compound.stream(name, _MOST_STREAM)
        self._biff8 = struct.unpack_from("<H", self._stream, 4)[0] == _BIFF8
        self._most_columns = most_columns
        self._sheets: list[int] = []
        self._names: list[str] = []
        self._fonts: list[str] = []
        self._rich: dict[int, str] = {}
        self._read_globals()

    def __call__(self, _name: str, place: int) -> Look:
        """The look of the sheet at this place of the book."""
        writer = LookWriter(self._most_columns)
        stream, at = self._stream, self._sheets[place]
        depth, most = 0, len(self._stream) - 4
        header, cell = struct.Struct("<HH"), struct.Struct("<HHH")
        while at <= most:
            kind, size = header.unpack_from(stream, at)
            at += 4
            if kind in _TOLD:
                if size >= 8 and at + size <= len(stream):
                    row, column, style = cell.unpack_from(stream, at)
                    self._cell(kind, stream[at + 6 : at + size], row + 1, column, style, writer)
            elif kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            at += size
        return writer.look()

    def _cell(self, kind: int, body: bytes, row: int, column: int, style: int, writer: LookWriter) -> None:
        if kind in (_BOOLERR, _FORMULA):
            # A formula's value, that is no number ends in FFFF and begins with its kind: 0 text, 2 error.
            text = kind == _FORMULA and body[0] == 0 and body[6:8] == b"\xff\xff"
            error = body[1] == 1 if kind == _BOOLERR else body[0] == 2 and body[6:8] == b"\xff\xff"
            if error:
                writer.errors.append((row, column))
            if not text:
                return
        if not self._fonts:
            return
        font = self._fonts[style] if style < len(self._fonts) else ""
        if kind == _LABELSST and self._rich:
            font = self._rich.get(int.from_bytes(body[:4], "little"), font)
        elif kind == _RSTRING and not self._biff8:
            font = self._of_runs(_byte_runs(body), int.from_bytes(body[:2], "little")) or font
        writer.text(row, column, font)

    def _read_globals(self) -> None:
        stream, at, names = self._stream, 0, list[str]()
        styles: list[int] = []
        strings: list[bytes] = []
        last = 0
        while at + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, at)
            body = stream[at + 4 : at + 4 + size]
            if kind == _FONT:
                names.append(self._font_name(body))
            elif kind == _XF:
                styles.append(int.from_bytes(body[:2], "little"))
            elif kind == _BOUNDSHEET:
                self._sheets.append(int.from_bytes(body[:4], "little"))
            elif kind == _SST or (kind == _CONTINUE and last == _SST):
                strings.append(body)
                kind = _SST
            elif kind == _EOF:
                break
            last = kind
            at += 4 + size
        if any(map(is_old_font, names)):
            self._names = names
            self._fonts = [self._name_at(number) for number in styles]
            self._rich = self._rich_strings(strings)

    def _font_name(self, body: bytes) -> str:
        length = body[14]
        if not self._biff8:
            return body[15 : 15 + length].decode("latin-1")
        if body[15] & 1:
            return body[16 : 16 + 2 * length].decode("utf-16-le", errors="replace")
        return body[16 : 16 + length].decode("latin-1")

    def _name_at(self, number: int) -> str:
        """The name of a font by the number that styles give; there is no font 4."""
        at = number - (number > 4)
        return self._names[at] if at < len(self._names) else ""

    def _of_runs(self, runs: list[tuple[int, int]], length: int) -> str:
        """The font of most letters of a text, whose runs begin at these letters; "" before the first run."""
        letters: Counter[str] = Counter({"": runs[0][0] if runs else length})
        for (start, number), (end, _) in zip(runs, [*runs[1:], (length, 0)], strict=True):
            letters[self._name_at(number)] += max(end - start, 0)
        return max(letters, key=lambda font: letters[font])

    def _rich_strings(self, strings: list[bytes]) -> dict[int, str]:
        """The fonts of shared texts with runs of their own, by the text's number."""
        found: dict[int, str] = {}
        if not strings:
            return found
        reader = _Strings(strings)
        count = struct.unpack("<II", reader.take(8))[1]
        for number in range(count):
            length, runs = reader.string()
            if runs and (font := self._of_runs(runs, length)):
                found[number] = font
        return found


class _Strings:
    """Walks through the shared texts, which are cut into records wherever one is full."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next bytes, from as many records as needed."""
        taken = b""
        while len(taken) < size:
            more = self._parts[self._part][self._at : self._at + size - len(taken)]
            taken += more
            self._at += len(more)
            if not more:
                self._part, self._at = self._part + 1, 0
        return taken

    def string(self) -> tuple[int, list[tuple[int, int]]]:
        """The length and the runs (first letter, font number) of the next text."""
        length, flags = struct.unpack("<HB", self.take(3))
        count = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        self._skip_letters(length, wide=bool(flags & 1))
        runs = [struct.unpack("<HH", self.take(4)) for _ in range(count)]
        self._skip(extra)
        return length, runs

    def _skip_letters(self, letters: int, *, wide: bool) -> None:
        while letters:
            part = self._parts[self._part]
            room = (len(part) - self._at) // (2 if wide else 1)
            if room >= letters:
                self._at += letters * (2 if wide else 1)
                return
            letters -= max(room, 0)
            self._part += 1
            wide = bool(self._parts[self._part][0] & 1)  # the text goes on after a word on its width
            self._at = 1

    def _skip(self, size: int) -> None:
        while self._at + size > len(self._parts[self._part]):
            size -= len(self._parts[self._part]) - self._at
            self._part, self._at = self._part + 1, 0
        self._at += size


def _byte_runs(body: bytes) -> list[tuple[int, int]]:
    """The runs of a text of Excel 5: a byte for the first letter, a byte for the font."""
    length = int.from_bytes(body[:2], "little")
    count = body[2 + length]
    held = body[3 + length : 3 + length + 2 * count]
    return list(zip(held[::2], held[1::2], strict=False))
