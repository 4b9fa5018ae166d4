"""Fonts, formulas without a value and errors of an .xlsx sheet, read from its bytes.

Tags are found by patterns in a stream of bytes: no entity is ever expanded, no part is held as a whole, and
a sheet in which no old font occurs costs little more than unpacking it.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from zipfile import ZipFile

from app.importers.looks.sheet import Look, LookWriter, is_old_font

_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 23
#: A sheet of more bytes (some 60,000 rows) is looked at only where old fonts occur: that costs time.
_MOST_MARKED = 60_000_000
_MOST_SMALL_PART = 20_000_000
_OLD_NAME = re.compile(rb"[\"']\s*(?:\.vn|vni)", re.IGNORECASE)
_RICH_FONT = re.compile(rb"<(?:\w+:)?rFont\s+val=[\"']([^\"']*)")
_RUN_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_TEXTS = {b"s", b"str", b"inlineStr"}


class XlsxLooks:
    """The looks of the sheets of an .xlsx package.

    Raises what zipfile and zlib raise, ValueError or KeyError where the package is not built as it should be.
    """

    def __init__(self, package: ZipFile, most_columns: int) -> None:
        self._package = package
        self._most_columns = most_columns
        self._parts = parts_of(package)
        self._sheets = self._sheet_parts()
        self._fonts = self._style_fonts()
        self._rich = self._rich_strings()

    def __call__(self, name: str, _place: int) -> Look:
        """The look of the sheet of this name."""
        writer = LookWriter(self._most_columns)
        part = self._sheets.get(name)
        if part is None:
            return Look()
        if not self._fonts and not self._rich and self._package.getinfo(part).file_size > _MOST_MARKED:
            return Look(unsearched=True)
        for prefix, chunk in self._chunks(part, (b"c", b"row")):
            patterns = _patterns(prefix)
            _mark(chunk, patterns, writer)
            rich = _has_old_run(chunk)
            if self._fonts or self._rich or rich:
                self._texts(chunk, patterns.text, writer, rich=rich)
        return writer.look()

    def _texts(self, chunk: bytes, cell: re.Pattern[bytes], writer: LookWriter, *, rich: bool) -> None:
        fonts, shared, by_style = self._fonts, self._rich, dict[bytes, str]()
        for found in cell.finditer(chunk):
            column, row, style, kind, other, number = found.groups()
            if other is not None:
                column, row, style, kind = _attributes(other)
            if kind not in _TEXTS or not row:
                continue
            font = by_style.get(style)
            if font is None:
                at = int(style or 0)
                font = by_style[style] = fonts[at] if at < len(fonts) else ""
            if kind == b"inlineStr" and rich:
                font = _rich_font(chunk[found.end() : chunk.find(b"is></", found.end())]) or font
            elif number and shared and kind == b"s":
                font = shared.get(int(number), font)
            writer.text(int(row), _column(column), font)

    def _chunks(self, part: str, starts: tuple[bytes, ...]) -> Iterator[tuple[bytes, bytes]]:
        """The prefix of a part's tags, and the part in pieces that end before one of these tags."""
        held, prefix, first = b"", b"", True
        with self._package.open(part) as stream:
            while more := stream.read(_CHUNK):
                held += more
                if first:
                    root = re.search(rb"<(\w+:)?(?:worksheet|sst)[\s>]", held)
                    prefix, first = (root[1] if root else None) or b"", False
                cut = max(held.rfind(b"<" + prefix + name + b" ") for name in starts)
                cut = max(cut, *(held.rfind(b"<" + prefix + name + b">") for name in starts))
                if cut > 0:
                    yield prefix, held[:cut]
                    held = held[cut:]
                elif len(held) > _LONGEST_CELL:
                    raise ValueError("a cell without end")
        yield prefix, held

    def _small_part(self, path: str) -> bytes:
        name = self._parts.get(path)
        if name is None:
            return b""
        with self._package.open(name) as stream:
            content = stream.read(_MOST_SMALL_PART + 1)
        return content if len(content) <= _MOST_SMALL_PART else b""

    def _sheet_parts(self) -> dict[str, str]:
        """The part of each sheet, by the sheet's name."""
        targets = relations(self._small_part("xl/_rels/workbook.xml.rels"), self._parts)
        sheets = {}
        for tag in _tags(self._small_part("xl/workbook.xml"), b"sheet"):
            identity = next((text for key, text in tag.items() if key.endswith(":id")), "")
            if identity in targets:
                sheets[tag.get("name", "")] = targets[identity]
        return sheets

    def _style_fonts(self) -> list[str]:
        """The font of each cell style, by the style's number; none where no old font is among them."""
        styles = self._small_part("xl/styles.xml")
        if not _OLD_NAME.search(styles):
            return []
        fonts = []
        for font in _elements(styles, b"fonts", b"font"):
            name = re.search(rb"<(?:\w+:)?name\s+val=[\"']([^\"']*)", font)
            fonts.append(_text(name[1]) if name else "")
        by_style = []
        for style in _elements(styles, b"cellXfs", b"xf"):
            number = re.search(rb"\sfontId=[\"'](\d{1,6})[\"']", style)
            at = int(number[1]) if number else 0
            by_style.append(fonts[at] if at < len(fonts) else "")
        return by_style if any(map(is_old_font, by_style)) else []

    def _rich_strings(self) -> dict[int, str]:
        """The fonts of shared texts that carry their own, by the text's number; none without an old font."""
        part = self._parts.get("xl/sharedstrings.xml")
        found: dict[int, str] = {}
        if part is None:
            return found
        count = 0
        for prefix, chunk in self._chunks(part, (b"si",)):
            closed, empty = b"</" + prefix + b"si>", b"<" + prefix + b"si/>"
            if not self._fonts and not _has_old_run(chunk):
                count += chunk.count(closed) + chunk.count(empty)
                continue
            for string in chunk.split(closed)[:-1]:
                count += string.count(empty)
                if b"rFont" in string and (font := _rich_font(string)):
                    found[count] = font
                count += 1
        return found


def parts_of(package: ZipFile) -> dict[str, str]:
    """The names of the parts as they stand in the package, by their names in small letters."""
    return {name.replace("\\", "/").lower().lstrip("/"): name for name in package.namelist()}


def relations(content: bytes, parts: dict[str, str]) -> dict[str, str]:
    """The part to which each relation of the workbook leads, by the relation's id."""
    found = {}
    for tag in _tags(content, b"Relationship"):
        path = posixpath.normpath(posixpath.join("/xl", tag.get("Target", ""))).lower().lstrip("/")
        if path in parts:
            found[tag.get("Id", "")] = parts[path]
    return found


class _Patterns:
    """What to look for in a sheet whose tags have this prefix."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        # A text in the order of attributes that programs write; or any cell in another order.
        self.text = re.compile(
            rb"<%bc (?:r=\"([A-Z]{1,3})(\d{1,7})\"(?: s=\"(\d{1,6})\")? t=\"(s|str|inlineStr)\""
            rb"|(?!r=\"[A-Z]{1,3}\d{1,7}\"(?: s=\"\d{1,6}\")?(?: t=\"[nbed]\")?/?>)([^>]*))>"
            rb"(?:<%bv>(\d{1,9})<)?" % (p, p)
        )  # fmt: skip
        self.error = re.compile(rb"<%bc ([^>]*\bt=\"e\"[^>]*)>" % p)
        self.no_value = re.compile(
            rb"<%bc ([^>]*)>\s*<%bf(?:\s[^>]*)?(?:/>|>[^<]*</%bf>)\s*(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>"
            % ((p,) * 7)
        )


_KNOWN: dict[bytes, _Patterns] = {}


def _patterns(prefix: bytes) -> _Patterns:
    if prefix not in _KNOWN:
        _KNOWN[prefix] = _Patterns(prefix)
    return _KNOWN[prefix]


def _mark(chunk: bytes, patterns: _Patterns, writer: LookWriter) -> None:
    """Note the cells in error and the formulas whose value is missing."""
    if b't="e"' in chunk:
        for found in patterns.error.finditer(chunk):
            column, row, _, _ = _attributes(found[1])
            if row:
                writer.errors.append((int(row), _column(column)))
    if b"f>" in chunk or b"f " in chunk:
        for found in patterns.no_value.finditer(chunk):
            column, row, _, kind = _attributes(found[1])
            if row and kind != b"str":  # a text formula may well give no text
                writer.uncomputed.append((int(row), _column(column)))


def _has_old_run(chunk: bytes) -> bool:
    """Whether a rich text in these bytes names an old font."""
    return b"rFont" in chunk and any(is_old_font(_text(name)) for name in set(_RICH_FONT.findall(chunk)))


def _attributes(held: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Column, row, style and type from the attributes of a cell."""
    found = {name: first or second for name, first, second in _ATTRIBUTE.findall(held)}
    place = _REFERENCE.fullmatch(found.get(b"r", b""))
    style = found.get(b"s", b"")
    return (
        place[1] if place else b"",
        place[2] if place else b"",
        style if style.isdigit() and len(style) < 7 else b"",
        found.get(b"t", b""),
    )


@lru_cache(maxsize=2_048)
def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _rich_font(string: bytes) -> str:
    """The font in which most of a rich text's letters stand, ``""`` where its runs name none."""
    letters: Counter[bytes] = Counter()
    for run in re.split(rb"</(?:\w+:)?r>", string):
        font = _RICH_FONT.search(run)
        text = _RUN_TEXT.search(run)
        letters[font[1] if font else b""] += len(text[1]) if text else 0
    return _text(max(letters, key=lambda font: letters[font]))


def _elements(styles: bytes, of: bytes, name: bytes) -> Iterator[bytes]:
    """The children of this name in the one element ``of``."""
    whole = re.search(rb"<(?:\w+:)?%b[\s>](.*?)</(?:\w+:)?%b>" % (of, of), styles, re.DOTALL)
    starts = re.split(rb"<(?:\w+:)?%b(?=[\s/>])" % name, whole[1]) if whole else []
    yield from starts[1:]


def _tags(content: bytes, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each tag of this name."""
    for tag in re.finditer(rb"<(?:\w+:)?%b(\s[^>]*)>" % name, content):
        yield {
            key.decode("ascii", errors="replace"): _text(first or second)
            for key, first, second in _ATTRIBUTE.findall(tag[1])
        }


def _text(held: bytes) -> str:
    return unescape(held.decode("utf-8", errors="replace"))
