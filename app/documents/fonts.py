"""The bundled fonts: where they lie, how wide their letters are, and which letters they lack.

Every text is measured here before it is drawn, so a letter that a font cannot draw is found by name
instead of being printed as an empty square (ReportLab stays silent about it).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.errors import FileProblemError
from app.paths import resources
from app.vietnamese.text import VIETNAMESE_LETTERS, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.pdfbase.ttfonts import TTFont

FONT_FOLDER = resources() / "fonts"

FONT_NAMES: tuple[str, ...] = (
    "Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic",
    "PlayfairDisplay-Black", "GreatVibes-Regular", "Charm-Regular", "Charm-Bold",
    "BeVietnamPro-Regular", "BeVietnamPro-Medium", "BeVietnamPro-SemiBold", "BeVietnamPro-Bold",
    "BeVietnamPro-Italic",
)  # fmt: skip
"""The fonts a layout may name; each is the file of that name in ``resources/fonts``."""

USUAL_CHARACTERS = frozenset(
    VIETNAMESE_LETTERS + "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…·"  # what Word writes by itself
)
"""What the line metrics of a font allow for."""


class _Widths(dict[str, float]):
    """Advance of each character in em; an unknown letter is refused by its name."""

    def __init__(self, font: str, known: Iterable[tuple[str, float]]) -> None:
        super().__init__(known)
        self._font = font

    def __missing__(self, char: str) -> float:
        raise FileProblemError(
            f"Phông chữ {self._font} không có chữ “{char}” (U+{ord(char):04X}). "
            "Hãy sửa chữ này hoặc chọn phông khác cho ô đó."
        )


@dataclass(frozen=True, slots=True)
class FontFace:
    """The measures of one font, all in em (1 = the type size).

    ``ascent`` and ``descent`` reach over the ink of every usual Vietnamese character, accents on capitals
    included; ``inks`` are (left, bottom, right, top) of each character.
    """

    name: str
    widths: dict[str, float]
    inks: dict[str, tuple[float, float, float, float]] = field(repr=False)
    ascent: float
    descent: float
    cap_height: float

    def advance(self, text: str) -> float:
        """Sum of the advances of ``text`` in em (no tracking)."""
        widths = self.widths
        return sum([widths[char] for char in text])

    def ink_height(self, text: str) -> tuple[float, float]:
        """Lowest and highest ink of ``text`` in em above the baseline (0, 0 for blanks)."""
        inks = [self.inks[char] for char in set(text) if char in self.inks]
        return min([i[1] for i in inks], default=0.0), max([i[3] for i in inks], default=0.0)

    def ink_extent(self, text: str, tracking: float = 0.0, word_space: float = 0.0) -> tuple[float, float]:
        """Left and right end of the ink in em, measured from the pen's start."""
        left, right, pen = 0.0, 0.0, 0.0
        started = False
        for char in text:
            if char == " ":
                pen += self.widths[char] + tracking + word_space
                continue
            ink = self.inks.get(char)
            if ink is not None:
                left = min(left, pen + ink[0]) if started else pen + ink[0]
                right = max(right, pen + ink[2]) if started else pen + ink[2]
                started = True
            pen += self.widths[char] + tracking
        return left, right


@lru_cache(maxsize=64)
def truetype(font: str) -> TTFont:
    """The ReportLab font of that name, registered once.

    Raises:
        FileProblemError: no such font is bundled, or its file is missing or damaged.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    if font not in FONT_NAMES:
        raise FileProblemError(f"Không có phông chữ “{font}”. Các phông có sẵn: {', '.join(FONT_NAMES)}.")
    path = FONT_FOLDER / f"{font}.ttf"
    try:
        loaded = TTFont(font, str(path), asciiReadable=False)
    except (OSError, TTFError) as error:
        raise FileProblemError(f"Không đọc được phông chữ {path.name}. Hãy cài lại chương trình.") from error
    pdfmetrics.registerFont(loaded)
    return loaded


@lru_cache(maxsize=64)
def face(font: str) -> FontFace:
    """The measures of a bundled font (read once)."""
    source: Any = truetype(font).face
    glyph_boxes = _glyph_boxes((FONT_FOLDER / f"{font}.ttf").read_bytes())
    characters = {
        chr(code): glyph
        for code, glyph in source.charToGlyph.items()
        if glyph and not 0xD800 <= code <= 0xDFFF
    }
    inks = {char: box for char, glyph in characters.items() if (box := glyph_boxes.get(glyph)) is not None}
    usual = [inks[char] for char in USUAL_CHARACTERS if char in inks]
    widths = _Widths(font, ((char, source.charWidths[ord(char)] / 1000) for char in characters))
    return FontFace(
        font, widths, inks, max(i[3] for i in usual), min(i[1] for i in usual), inks["H"][3],
    )  # fmt: skip


def _glyph_boxes(data: bytes) -> dict[int, tuple[float, float, float, float]]:
    """Ink of each glyph from the font's ``loca`` and ``glyf`` tables, in em."""
    tables = {}
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        tables[tag] = (offset, length)
    head, glyf = tables[b"head"][0], tables[b"glyf"][0]
    per_em, long_offsets = (
        struct.unpack_from(">H", data, head + 18)[0],
        struct.unpack_from(">h", data, head + 50)[0],
    )
    start, length = tables[b"loca"]
    offsets = (
        struct.unpack_from(f">{length // 4}L", data, start)
        if long_offsets
        else [2 * half for half in struct.unpack_from(f">{length // 2}H", data, start)]
    )
    boxes = {}
    for glyph in range(len(offsets) - 1):
        if offsets[glyph + 1] > offsets[glyph]:
            ink = struct.unpack_from(">4h", data, glyf + offsets[glyph] + 2)
            boxes[glyph] = (ink[0] / per_em, ink[1] / per_em, ink[2] / per_em, ink[3] / per_em)
    return boxes


def measure(text: str, font: str, size: float, tracking: float = 0.0) -> float:
    """Width in pt of one line of ``text``; ``tracking`` is in thousandths of an em.

    Raises:
        FileProblemError: the font lacks a letter of the text (the letter is named).
    """
    text = nfc(text)
    gaps = max(len(text) - 1, 0) * tracking / 1000
    return (face(font).advance(text) + gaps) * size


def missing_letters(font: str, text: str = VIETNAMESE_LETTERS) -> str:
    """The letters of ``text`` that the font cannot draw (all 134 Vietnamese letters by default)."""
    known = face(font).widths
    return "".join(char for char in dict.fromkeys(nfc(text)) if char not in known)
