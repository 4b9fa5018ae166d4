"""Lines of text on a page: measured, wrapped, drawn as plain operators; all measures in points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from app.documents.certificates.linebreaks import break_lines, gap_prices
from app.documents.certificates.ornaments import Art
from app.documents.certificates.pdf_document import PdfDocument, PdfPage
from app.documents.fonts import USUAL_CHARACTERS, face
from app.vietnamese.text import clean_multiline

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
PT_PER_MM = 72 / 25.4
#: Lines stand so far apart, in type sizes: room for the accents of capitals.
LEADING = 1.16
#: From the top of a line to its baseline, in type sizes.
BASELINE = 0.9
#: A thin rule, as laser printers draw it well.
HAIRLINE = 0.5

#: What stands for a letter that the font lacks: one strange letter must not keep a whole list from print.
_NO_LETTER = "□"
#: Beyond so many words lines are filled one after another; nobody sees the difference.
_CAREFUL_WORDS = 16
_CAREFUL_LINES = 4
#: Against even lines, which centred words need and cells do not, a good place to break counts so much more.
_MEANING = 3.0


@lru_cache(maxsize=4_000)
def drawable(text: str, font: str = REGULAR) -> str:
    """The text tidied (line breaks kept), with a box for each letter that the font cannot draw."""
    if USUAL_CHARACTERS.issuperset(text):
        return " ".join(text.split())
    tidy = clean_multiline(text)
    known = face(font).widths
    if all(char in known for char in set(tidy) - {"\n"}):
        return tidy
    return "".join([char if char == "\n" or char in known else _NO_LETTER for char in tidy])


def one_line(text: str, font: str = REGULAR) -> str:
    """As :func:`drawable`, with blanks for line breaks."""
    return drawable(text, font).replace("\n", " ")


def width(text: str, font: str, size: float) -> float:
    """The advance of one drawable line."""
    return face(font).advance(text) * size


@lru_cache(maxsize=20_000)
def wrap(text: str, font: str, size: float, room: float, careful: int = _CAREFUL_WORDS) -> tuple[str, ...]:
    """A drawable text in as few lines as ``room`` allows, broken where a reader would; () when empty.

    A word wider than the room is broken between letters: nothing is ever drawn outside. Up to ``careful``
    words all lines are chosen together.
    """
    if not text:
        return ()
    em = room / size + 1e-6
    advance = face(font).advance
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if advance(paragraph) <= em:
            lines.append(paragraph)
        else:
            lines += _paragraph(paragraph, font, em, careful)
    return tuple(lines)


def _paragraph(text: str, font: str, em: float, careful: int) -> list[str]:
    advance = face(font).advance
    words: list[str] = []
    for word in text.split(" "):
        words += [word] if advance(word) <= em else _letters(word, font, em)
    widths = [advance(word) for word in words]
    space = face(font).widths[" "]
    lines: list[str] = []
    start, used = 0, 0.0
    for number, each in enumerate(widths):
        if number > start and used + space + each > em:
            lines.append(" ".join(words[start:number]))
            start, used = number, each
        else:
            used += each + (space if number > start else 0.0)
    lines.append(" ".join(words[start:]))
    if len(lines) <= _CAREFUL_LINES and len(words) <= careful:
        prices = [_MEANING * price for price in gap_prices(words)]
        chosen = break_lines(widths, prices, space, em, len(lines))
        if chosen is not None:
            starts = (0, *chosen[0])
            lines = [" ".join(words[a:b]) for a, b in zip(starts, chosen[0], strict=False)]
    return lines


def _letters(word: str, font: str, em: float) -> list[str]:
    """A word too wide for any line, cut between letters."""
    widths = face(font).widths
    parts, start, used = [], 0, 0.0
    for number, char in enumerate(word):
        if number > start and used + widths[char] > em:
            parts.append(word[start:number])
            start, used = number, 0.0
        used += widths[char]
    parts.append(word[start:])
    return parts


class Paper:
    """A PDF in the making."""

    def __init__(self) -> None:
        self.document = PdfDocument(REGULAR)
        self.pages: list[PdfPage] = []

    def picture_form(
        self, place: tuple[float, float, float, float], size: tuple[float, float], picture: bytes
    ) -> str:
        """A form for pages of ``size`` that shows a picture (left, top, width, height), never distorted."""
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        left, top, wide, high = place

        def draw(canvas: Any) -> None:
            canvas.drawImage(
                ImageReader(BytesIO(picture)),
                left,
                size[1] - top - high,
                wide,
                high,
                preserveAspectRatio=True,
                anchor="c",
            )

        return self.document.add_form(size[0], size[1], Art("", ()), draw)

    def add(self, sheet: Sheet, title: str, form: str = "") -> None:
        """Add a finished page; ``title`` is its line in the outline."""
        self.pages.append(PdfPage(sheet.width, sheet.height, sheet.content(form), form, title))

    def to_bytes(self, *, title: str, author: str, outline: bool = False) -> bytes:
        """The whole file."""
        return self.document.write(self.pages, title=title, author=author, outline=outline)


class Sheet:
    """One page being drawn; places are measured from its upper left corner."""

    def __init__(self, paper: Paper, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._document = paper.document
        self._texts: list[str] = []
        self._paths: list[str] = []

    def text(
        self, x: float, baseline: float, text: str, font: str, size: float, word_space: float = 0.0
    ) -> None:
        """One line of drawable text that begins at ``x``; ``word_space`` is added to each blank."""
        if text:
            place = f"{x:.3f} {self.height - baseline:.3f}"
            shown = self._document.show(font, f"{size:g}", place, text)
            self._texts.append(f"{word_space:.4f} Tw {shown} 0 Tw" if word_space else shown)

    def centred(self, middle: float, baseline: float, text: str, font: str, size: float) -> None:
        """One line around ``middle``."""
        self.text(middle - width(text, font, size) / 2, baseline, text, font, size)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = HAIRLINE) -> None:
        """A straight line."""
        a, b = self.height - y1, self.height - y2
        self._paths.append(f"{weight:g} w {x1:.3f} {a:.3f} m {x2:.3f} {b:.3f} l S")

    def dots(self, x1: float, x2: float, y: float) -> None:
        """A dotted line to write on."""
        if x2 > x1:
            y = self.height - y
            self._paths.append(f"q 0.7 w 1 J [0 2.4] 0 d {x1:.3f} {y:.3f} m {x2:.3f} {y:.3f} l S Q")

    def box(self, x: float, y: float, wide: float, high: float, weight: float = HAIRLINE) -> None:
        """The outline of a rectangle."""
        self._paths.append(f"{weight:g} w {x:.3f} {self.height - y - high:.3f} {wide:.3f} {high:.3f} re S")

    def content(self, form: str = "") -> bytes:
        """The page's operators."""
        parts = [f"q /{form} Do Q"] if form else []
        parts += self._paths
        if self._texts:
            parts += ["BT", *self._texts, "ET"]
        return "\n".join(parts).encode("ascii")


def text_baseline(top: float, size: float) -> float:
    """Where the first line under ``top`` stands."""
    return top + BASELINE * size


def block_lines(
    sheet: Sheet, lines: Sequence[str], top: float, middle: float, font: str, size: float
) -> float:
    """Centred lines under ``top``; gives where they end."""
    for line in lines:
        sheet.centred(middle, top + BASELINE * size, line, font, size)
        top += LEADING * size
    return top
