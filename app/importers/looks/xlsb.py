"""Fonts and cells in error of an .xlsb sheet: the few binary records ([MS-XLSB]) that say so."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from zipfile import ZipFile

from app.importers.looks.sheet import Look, LookWriter, is_old_font
from app.importers.looks.xlsx import parts_of, relations

_MOST_PART = 250_000_000
_ROW, _SST_ITEM, _FONT, _XF, _SHEET, _BEGIN_STYLES, _END_STYLES = 0, 19, 43, 47, 156, 617, 618
_SHARED_TEXT = 7
_TEXTS = {6, _SHARED_TEXT, 8, 62}
_ERRORS = {3, 11}


class XlsbLooks:
    """The looks of the sheets of an .xlsb package.

    Raises what zipfile, zlib and struct raise, ValueError or LookupError where it is not built as one.
    """

    def __init__(self, package: ZipFile, most_columns: int) -> None:
        self._package = package
        self._most_columns = most_columns
        self._parts = parts_of(package)
        targets = relations(self._part("xl/_rels/workbook.bin.rels"), self._parts)
        self._sheets: dict[str, str] = {}
        for kind, body in _records(self._part("xl/workbook.bin")):
            if kind == _SHEET:
                identity, end = _wide(body, 8)
                self._sheets[_wide(body, end)[0]] = targets.get(identity, "")
        self._names, self._fonts = self._style_fonts()
        self._rich = self._rich_strings() if self._fonts else {}

    def __call__(self, name: str, _place: int) -> Look:
        """The look of the sheet of this name."""
        writer = LookWriter(self._most_columns)
        row = 0
        for kind, body in _records(self._part(self._sheets.get(name, ""))):
            if kind == _ROW:
                row = int.from_bytes(body[:4], "little") + 1
            elif kind in _ERRORS:
                writer.errors.append((row, int.from_bytes(body[:4], "little")))
            elif kind in _TEXTS and self._fonts:
                column, style = struct.unpack_from("<II", body)
                style &= 0xFFFFFF
                font = self._fonts[style] if style < len(self._fonts) else ""
                if kind == _SHARED_TEXT:
                    font = self._rich.get(int.from_bytes(body[8:12], "little"), font)
                writer.text(row, column, font)
        return writer.look()

    def _part(self, path: str) -> bytes:
        name = self._parts.get(path.lower())
        if name is None:
            return b""
        with self._package.open(name) as stream:
            content = stream.read(_MOST_PART + 1)
        return content if len(content) <= _MOST_PART else b""

    def _style_fonts(self) -> tuple[list[str], list[str]]:
        """All fonts, and the font of each cell style; no styles where no old font is among them."""
        names: list[str] = []
        styles: list[int] = []
        inside = False
        for kind, body in _records(self._part("xl/styles.bin")):
            if kind == _FONT:
                names.append(_wide(body, 21)[0])
            elif kind in (_BEGIN_STYLES, _END_STYLES):
                inside = kind == _BEGIN_STYLES
            elif kind == _XF and inside:
                styles.append(int.from_bytes(body[4:6], "little"))
        if not any(map(is_old_font, names)):
            return names, []
        return names, [names[at] if at < len(names) else "" for at in styles]

    def _rich_strings(self) -> dict[int, str]:
        found: dict[int, str] = {}
        number = 0
        for kind, body in _records(self._part("xl/sharedstrings.bin")):
            if kind == _SST_ITEM:
                if body[0] & 1 and (font := self._of_runs(body)):
                    found[number] = font
                number += 1
        return found

    def _of_runs(self, body: bytes) -> str:
        """The font of most letters of a rich text; ``""`` where they stand in the font of the cell."""
        text, at = _wide(body, 1)
        (count,) = struct.unpack_from("<I", body, at)
        runs = [struct.unpack_from("<HH", body, at + 4 + 4 * n) for n in range(min(count, len(body) // 4))]
        letters: Counter[str] = Counter({"": runs[0][0] if runs else len(text)})
        for (start, font), (end, _) in zip(runs, [*runs[1:], (len(text), 0)], strict=True):
            letters[self._names[font] if font < len(self._names) else ""] += max(end - start, 0)
        return max(letters, key=lambda font: letters[font])


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a binary part: kind and size in seven bits a byte, then the body."""
    at = 0
    while at < len(content):
        kind, size = content[at], 0
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        for shift in (0, 7, 14, 21):
            more = content[at]
            at += 1
            size |= (more & 0x7F) << shift
            if not more & 0x80:
                break
        yield kind, content[at : at + size]
        at += size


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """A text behind its length, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", errors="replace"), end
