"""Reading a TrueType file's tables whole instead of number by number: what ReportLab's reader finds, sooner.

It reads what the bundled fonts have, a Unicode cmap of format 4, and leaves any other font to ReportLab's own
reader. The tests hold the two readers against each other, font by font.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import unpack_from
from typing import Any, Literal
from weakref import WeakKeyDictionary

from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace

_MICROSOFT_UNICODE = (3, 1)
_SEGMENTS = 4  # the format of a cmap that maps ranges of characters


class QuickFace(TTFontFace):
    """ReportLab's TrueType face, its character tables read at once."""

    _ttf_data: bytes  # ReportLab's own, which its types do not tell of
    _pdfScale: Callable[[float], float]  # noqa: N815

    def extractInfo(self, charInfo: Literal[0, 1] | bool = 1) -> None:  # noqa: N802, N803 - ReportLab's own name
        """Read the tables; called by ReportLab when the file is opened."""
        if not charInfo or (cmap := self._cmap()) is None:
            super().extractInfo(charInfo)
            return
        super().extractInfo(0)
        self._read_characters(cmap)

    def _at(self, tag: str) -> int:
        offset: int = self.get_table_pos(tag)[0]
        return offset

    def _cmap(self) -> int | None:
        """Where the map from Unicode to glyphs lies; None when there is none of the usual form."""
        data = self._ttf_data
        start = self._at("cmap")
        for index in range(unpack_from(">H", data, start + 2)[0]):
            *platform, offset = unpack_from(">HHL", data, start + 4 + 8 * index)
            if tuple(platform) == _MICROSOFT_UNICODE:
                found = start + offset
                return found if unpack_from(">H", data, found)[0] == _SEGMENTS else None
        return None

    def _read_characters(self, cmap: int) -> None:
        data = self._ttf_data
        glyphs = _segments(data, cmap)
        count, full = self.numGlyphs, unpack_from(">H", data, self._at("hhea") + 34)[0]
        hmtx = self._at("hmtx")
        pairs = unpack_from(f">{2 * full}H", data, hmtx)
        scale = self._pdfScale(1)
        widths = [width * scale for width in pairs[::2]]
        last = widths[-1]
        rest = unpack_from(f">{count - full}H", data, hmtx + 4 * full)
        # ReportLab repeats the last width scaled; so it stands in subsets, where no reader asks for it
        self.hmetrics = [*zip(pairs[::2], pairs[1::2], strict=True), *((last, bearing) for bearing in rest)]
        self.defaultWidth = widths[0]
        widths += [last] * (count - full)
        self.charToGlyph = glyphs
        self.charWidths = {char: widths[glyph] for char, glyph in glyphs.items() if glyph < count}
        is_long = unpack_from(">H", data, self._at("head") + 50)[0]
        offsets = unpack_from(f">{count + 1}{'L' if is_long else 'H'}", data, self._at("loca"))
        self.glyphPos = list(offsets) if is_long else [offset << 1 for offset in offsets]
        for blank, other in ((0xA0, 0x20), (0x20, 0xA0)):
            if other in glyphs:
                glyphs[blank], self.charWidths[blank] = glyphs[other], self.charWidths[other]
                break


def _segments(data: bytes, start: int) -> dict[int, int]:
    """Character → glyph from a cmap of format 4."""
    limit = start + unpack_from(">H", data, start + 2)[0]
    count = unpack_from(">H", data, start + 6)[0] // 2
    ends = unpack_from(f">{count}H", data, start + 14)
    begins = unpack_from(f">{count}H", data, start + 16 + 2 * count)
    shifts = unpack_from(f">{count}h", data, start + 16 + 4 * count)
    ranges_at = start + 16 + 6 * count
    ranges = unpack_from(f">{count}H", data, ranges_at)
    glyphs: dict[int, int] = {}
    for index, (begin, end, shift, offset) in enumerate(zip(begins, ends, shifts, ranges, strict=True)):
        if offset == 0:
            for char in range(begin, end + 1):
                glyphs[char] = (char + shift) & 0xFFFF
            continue
        here = ranges_at + 2 * index + offset
        length = end - begin + 1
        known = unpack_from(f">{max(0, min(length, (limit - here) // 2))}H", data, here)
        for char, glyph in zip(range(begin, end + 1), known + (0,) * (length - len(known)), strict=True):
            glyphs[char] = (glyph + shift) & 0xFFFF if glyph else 0
    return glyphs


class QuickFont(TTFont):
    """ReportLab's TrueType font on a :class:`QuickFace`; the letters are numbered as they come."""

    def __init__(self, name: str, path: str) -> None:
        """Read the font file at ``path``; ReportLab knows it by ``name``.

        Raises:
            OSError, TTFError: it cannot be read, or is no TrueType font.
        """
        new_face: Any = QuickFace
        self.fontName = name
        self.face = new_face(path)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False
