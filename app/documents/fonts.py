"""The bundled fonts: where they lie, how wide their letters are, and which letters they lack.

Every text is measured here before it is drawn, so a letter that a font cannot draw is found by name
instead of being printed as an empty square (ReportLab stays silent about it).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from struct import unpack_from
from typing import TYPE_CHECKING, Any

from app.errors import FileProblemError
from app.paths import resources
from app.vietnamese.text import VIETNAMESE_LETTERS, nfc

if TYPE_CHECKING:
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

_FAR = 1000.0  # em; no ink reaches so far


class _Widths(dict[str, float]):
    """Advance of each character in em, looked up when first met; an unknown letter is refused by name."""

    def __init__(self, font: str, source: Any) -> None:
        super().__init__()
        self._font = font
        self._source = source

    def __contains__(self, char: object) -> bool:
        return isinstance(char, str) and len(char) == 1 and bool(self._source.charToGlyph.get(ord(char)))

    def __missing__(self, char: str) -> float:
        if char not in self:
            raise FileProblemError(
                f"Phông chữ {self._font} không có chữ “{char}” (U+{ord(char):04X}). "
                "Hãy sửa chữ này hoặc chọn phông khác cho ô đó."
            )
        width: float = self._source.charWidths[ord(char)] / 1000
        self[char] = width
        return width


class _Edges(dict[str, float]):
    """One edge of the ink of each character in em, looked up when first met; a blank has none."""

    def __init__(self, ink: _Inks, side: int) -> None:
        super().__init__()
        self._ink = ink
        self._side = side

    def __missing__(self, char: str) -> float:
        value = self[char] = self._ink[char][self._side]
        return value


@dataclass(frozen=True, slots=True)
class LineMeasure:
    """One line of text in em (1 = the type size), measured from where the pen starts on the baseline.

    ``advance`` is where the pen ends; the ink lies from ``left`` to ``right`` and from ``low`` to ``high``.
    """

    advance: float
    left: float
    right: float
    low: float
    high: float

    @property
    def start(self) -> float:
        """The left end of what the line needs: ink or pen."""
        return min(self.left, 0.0)

    @property
    def span(self) -> float:
        """The width the line needs: ink and pen together."""
        return max(self.right, self.advance) - min(self.left, 0.0)


@dataclass(frozen=True, slots=True)
class FontFace:
    """The measures of one font, all in em.

    ``ascent`` and ``descent`` reach over the ink of every usual Vietnamese character, accents on capitals
    included; ``lefts``, ``lows``, ``rights`` and ``highs`` are the edges of each character's ink.
    """

    name: str
    widths: dict[str, float]
    lefts: dict[str, float]
    lows: dict[str, float]
    rights: dict[str, float]
    highs: dict[str, float]
    ascent: float
    descent: float
    cap_height: float
    most_left: float
    """How far the ink of a usual character may reach before the pen (zero or less)."""
    most_right: float
    """How far the ink of a usual character may reach beyond the pen's next position (zero or more)."""

    def advance(self, text: str) -> float:
        """Sum of the advances of ``text`` in em (no tracking)."""
        return sum(map(self.widths.__getitem__, text))

    def line(self, text: str, tracking: float = 0.0, word_space: float = 0.0) -> LineMeasure:
        """Measure one line; ``tracking`` and ``word_space`` (in em) are added after letters and blanks.

        Raises:
            FileProblemError: the font lacks a letter.
        """
        if not text:
            return LineMeasure(0.0, 0.0, 0.0, 0.0, 0.0)
        widths = self.widths
        gaps = (len(text) - 1) * tracking + (text.count(" ") * word_space if word_space else 0.0)
        advance = sum(map(widths.__getitem__, text)) + gaps
        is_usual = USUAL_CHARACTERS.issuperset(text)
        return LineMeasure(
            advance,
            self._reach(text, tracking, word_space, self.most_left if is_usual else -_FAR),
            advance + self._reach_back(text, tracking, word_space, self.most_right if is_usual else _FAR),
            min(map(self.lows.__getitem__, text)),
            max(map(self.highs.__getitem__, text)),
        )

    def _reach(self, text: str, tracking: float, word_space: float, most_left: float) -> float:
        """The leftmost ink: only the first letters can hold it."""
        edges, widths = self.lefts, self.widths
        pen, left = 0.0, edges[text[0]] if text[0] != " " else 0.0
        for char in text:
            if pen > 0 and pen + most_left >= left:
                break
            if char == " ":
                pen += word_space
            elif pen + edges[char] < left:
                left = pen + edges[char]
            pen += widths[char] + tracking
        return left

    def _reach_back(self, text: str, tracking: float, word_space: float, most_right: float) -> float:
        """The rightmost ink relative to the pen's end (without a gap after the last letter)."""
        edges, widths = self.rights, self.widths
        last = text[-1]
        pen, right = 0.0, edges[last] - widths[last] if last != " " else 0.0
        for char in reversed(text):
            if pen < 0 and pen + most_right <= right:
                break
            width = widths[char]
            if char == " ":
                pen -= word_space
            elif pen - width + edges[char] > right:
                right = pen - width + edges[char]
            pen -= width + tracking
        return right


@lru_cache(maxsize=64)
def truetype(font: str) -> TTFont:
    """The ReportLab font of that name, registered once.

    Raises:
        FileProblemError: no such font is bundled, or its file is missing or damaged.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError

    from app.documents.font_tables import QuickFont

    if font not in FONT_NAMES:
        raise FileProblemError(f"Không có phông chữ “{font}”. Các phông có sẵn: {', '.join(FONT_NAMES)}.")
    path = FONT_FOLDER / f"{font}.ttf"
    try:
        loaded = QuickFont(font, str(path))
    except (OSError, TTFError) as error:
        raise FileProblemError(f"Không đọc được phông chữ {path.name}. Hãy cài lại chương trình.") from error
    pdfmetrics.registerFont(loaded)
    return loaded


@lru_cache(maxsize=64)
def face(font: str) -> FontFace:
    """The measures of a bundled font (read once)."""
    source: Any = truetype(font).face
    ink = _Inks(source)
    widths = _Widths(font, source)
    lefts, lows, rights, highs = (_Edges(ink, side) for side in range(4))
    usual = [char for char in USUAL_CHARACTERS if char != " " and ord(char) in source.charToGlyph]
    inks = [ink[char] for char in usual]
    return FontFace(
        name=font,
        widths=widths,
        lefts=lefts,
        lows=lows,
        rights=rights,
        highs=highs,
        ascent=max(box[3] for box in inks),
        descent=min(box[1] for box in inks),
        cap_height=highs["H"],
        most_left=min(0.0, *(box[0] for box in inks)),
        most_right=max(0.0, *(box[2] - widths[char] for char, box in zip(usual, inks, strict=True))),
    )


class _Inks(dict[str, tuple[float, float, float, float]]):
    """The ink of a font's characters, (left, bottom, right, top) in em, read from ``glyf`` when asked for."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self._data: bytes = source._ttf_data  # noqa: SLF001 - ReportLab gives no other way to the tables
        self._glyphs: dict[int, int] = source.charToGlyph
        self._starts: list[int] = source.glyphPos
        self._glyf: int = source.get_table_pos("glyf")[0]
        self._per_em: int = source.unitsPerEm

    def __missing__(self, char: str) -> tuple[float, float, float, float]:
        glyph = self._glyphs.get(ord(char), 0)
        start, em = self._starts[glyph], self._per_em
        box = 0.0, 0.0, 0.0, 0.0  # of a blank
        if start != self._starts[glyph + 1]:
            left, bottom, right, top = unpack_from(">4h", self._data, self._glyf + start + 2)
            box = left / em, bottom / em, right / em, top / em
        self[char] = box
        return box


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
