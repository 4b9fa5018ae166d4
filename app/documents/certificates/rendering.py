"""Certificates as PDF: the fixed part once, each recipient's text on it, or that text alone for a blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.documents.certificates.artwork import art_of, draw_lines_and_pictures
from app.documents.certificates.file_names import certificate_file_name
from app.documents.certificates.fitting import PT_PER_MM, SetText, set_text, text_of
from app.documents.certificates.pdf_document import PdfDocument, PdfPage
from app.documents.layouts import Box, Layout
from app.errors import FileProblemError, RuleError
from app.progress import Progress, Silent
from app.vietnamese.text import clean

_TELL_EVERY = 25  # certificates between two reports of progress


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate to print: a text for each field key, its layout, and whose it is."""

    texts: Mapping[str, str]
    layout: Layout
    name: str


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A text that had to be set smaller than its box asks: sizes in pt.

    ``recipient`` is "" when it stands on every certificate of the file (the issuer's name, say).
    """

    recipient: str
    box: str
    from_size: float
    to_size: float


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF, how many pages it has, and what had to shrink."""

    content: bytes
    pages: int
    shrunk: tuple[Shrunk, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """How a printer is corrected: shift right and down in mm, then size in % about the page's centre."""

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 100.0

    def check(self) -> None:
        """Refuse what cannot be a printer's error.

        Raises:
            RuleError: more than 100 mm or outside 50–150 %.
        """
        if not (-100 <= self.dx <= 100 and -100 <= self.dy <= 100):
            raise RuleError("Độ dịch dx, dy phải từ -100 đến 100 mm. Hãy đo lại trên trang thử.")
        if not 50 <= self.scale <= 150:
            raise RuleError("Tỷ lệ phải từ 50 đến 150 %. Hãy đo lại trên trang thử.")


_End = tuple[float, float]  # where a text ends, in pt from the top: its last baseline, its lowest ink


@dataclass(slots=True)
class _Drawn:
    """The operators of one text, and what it means for the report and for boxes that follow."""

    text: str
    paths: str
    end: _End
    shrunk: tuple[float, float] | None


class _Composer:
    """Turns the certificates of one layout into page contents; equal texts are set only once."""

    def __init__(
        self, document: PdfDocument, layout: Layout, pages: Sequence[CertificatePage], *, overlay: bool,
        placement: Placement,
    ) -> None:  # fmt: skip
        self._document = document
        self._layout = layout
        self._overlay = overlay
        self._placement = placement
        self.width, self.height = layout.width * PT_PER_MM, layout.height * PT_PER_MM
        self.shrunk: list[Shrunk] = []
        self.form = ""
        self._form_place = ""
        self._drawn: dict[tuple[str, str, float | None], _Drawn | None] = {}
        self._followed = frozenset(box.follows for box in layout.boxes if box.follows)
        boxes = tuple(box for box in layout.boxes if box.overlay or not overlay)
        self._own = boxes if overlay else self._draw_form(boxes, pages)

    def content(self, page: CertificatePage) -> bytes:
        """The operators of one certificate."""
        texts, paths = self._compose(self._own, page, page.name)
        parts = [self._form_place] if self.form else []
        if paths and not self._overlay:
            parts.extend(paths)
        if texts:
            parts += ["BT", *texts, "ET"]
        return "\n".join(parts).encode("ascii")

    def _draw_form(self, boxes: tuple[Box, ...], pages: Sequence[CertificatePage]) -> tuple[Box, ...]:
        """Put into the form what is the same on every certificate; give back the boxes that are not."""
        same = frozenset(
            box.key for box in boxes if box.key not in self._followed and _is_same(box, pages)
        )  # fmt: skip
        fixed = tuple(box for box in boxes if box.key in same and not box.follows)
        place, self._placement = self._placement, Placement()
        texts, paths = self._compose(fixed, pages[0], "")
        self._placement = place
        operators = "\n".join([*paths, "BT", *texts, "ET"] if texts else paths)

        def draw(canvas: Any) -> None:
            draw_lines_and_pictures(canvas, self._layout)
            canvas.addLiteral(operators)

        self.form = self._document.add_form(self.width, self.height, art_of(self._layout), draw)
        size = place.scale / 100
        x = self.width / 2 * (1 - size) + place.dx * PT_PER_MM
        y = self.height / 2 * (1 - size) - place.dy * PT_PER_MM
        move = "" if place == Placement() else f"{size:.6g} 0 0 {size:.6g} {x:.4f} {y:.4f} cm "
        self._form_place = f"q {move}/{self.form} Do Q"
        return tuple(box for box in boxes if box not in fixed)

    def _compose(
        self, boxes: tuple[Box, ...], page: CertificatePage, recipient: str
    ) -> tuple[list[str], list[str]]:
        texts: list[str] = []
        paths: list[str] = []
        ends: dict[str, _End] = {}
        drawn_before = self._drawn
        for box in boxes:
            text = page.texts.get(box.field, "") if box.field else box.text
            end = ends.get(box.follows) if box.follows else None
            rise_to = _rise(box, end) if end else None
            key = (box.key, text, rise_to)
            drawn = drawn_before.get(key)
            if drawn is None and key not in drawn_before:
                drawn = drawn_before[key] = self._draw(box, text, rise_to, page.name)
            if drawn is None:
                if end is not None:
                    ends[box.key] = end  # an empty box lets the next one rise in its stead
                continue
            texts.append(drawn.text)
            if drawn.paths:
                paths.append(drawn.paths)
            if drawn.shrunk:
                self.shrunk.append(Shrunk(recipient, box.label, *drawn.shrunk))
            if box.key in self._followed:
                ends[box.key] = drawn.end
        return texts, paths

    def _draw(self, box: Box, text: str, rise_to: float | None, name: str) -> _Drawn | None:
        wanted = text_of(box, text)
        if not wanted:
            if box.required:
                raise RuleError(
                    f"Giấy khen của {name or 'một người nhận'} chưa có “{box.label}”. Hãy điền trước khi in."
                )
            return None
        try:
            found = set_text(box, wanted, rise_to)
        except FileProblemError as error:
            raise FileProblemError(f"Giấy khen của {name}, ô “{box.label}”: {error.message}") from error
        if found is None:
            shown = wanted if len(wanted) <= 60 else f"{wanted[:57]}…"
            raise RuleError(
                f"Giấy khen của {clean(name)[:80]}: ô “{box.label}” không đủ chỗ cho “{clean(shown)}”. "
                "Hãy viết ngắn lại, hoặc chọn mẫu có ô rộng hơn."
            )
        shrunk = (box.style.size, found.size) if found.size < box.style.size - 1e-6 else None
        end = found.lines[-1].baseline, found.bottom
        return _Drawn(self._text_operators(found), self._rule_operators(box, found), end, shrunk)

    def _text_operators(self, found: SetText) -> str:
        scale = self._placement.scale / 100
        size = found.size * scale
        shown_size = f"{size:.4f}".rstrip("0").rstrip(".")
        style = found.style
        tracking, word_space = style.tracking / 1000 * size, style.word_space / 1000 * size
        parts = [f"{_rgb(style.colour)} rg {tracking:.4g} Tc {word_space:.4g} Tw"]
        for line in found.lines:
            x, y = self._to_page(line.x, line.baseline)
            parts.append(self._document.show(style.font, shown_size, f"{x:.4f} {y:.4f}", line.text))
        return "\n".join(parts)

    def _rule_operators(self, box: Box, found: SetText) -> str:
        rule = box.rule
        if rule is None:
            return ""
        last = found.lines[-1]
        inset = (last.right - last.left) * (1 - rule.length) / 2
        scale = self._placement.scale / 100
        x1, y = self._to_page(last.left + inset, last.baseline + rule.gap * PT_PER_MM)
        x2, _ = self._to_page(last.right - inset, last.baseline)
        width = rule.width * scale
        return f"q {_rgb(rule.colour)} RG {width:.3f} w {x1:.4f} {y:.4f} m {x2:.4f} {y:.4f} l S Q"

    def _to_page(self, x: float, y: float) -> tuple[float, float]:
        """From pt of the layout's top left corner to the PDF's bottom left, corrected for the printer."""
        place = self._placement
        scale = place.scale / 100
        centre_x, centre_y = self.width / 2, self.height / 2
        return (
            centre_x + (x - centre_x) * scale + place.dx * PT_PER_MM,
            centre_y + (self.height - y - centre_y) * scale - place.dy * PT_PER_MM,
        )


def render_certificates(
    pages: Sequence[CertificatePage],
    *,
    overlay: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
    scale: float = 100.0,
    title: str = "Giấy khen",
    author: str = "",
    progress: Progress | None = None,
) -> RenderedPdf:
    """All certificates as one PDF, in the order given.

    Args:
        pages: the certificates; they may have different layouts and page sizes.
        overlay: print only the boxes a ready-made blank lacks: text alone, no border, no line, no picture.
        dx: shift to the right in mm.
        dy: shift down in mm.
        scale: size in % about the centre of the page.
        title: of the document.
        author: of the document (the branch).
        progress: told every few certificates.

    Returns:
        The same bytes for the same input, whenever and wherever it is made.

    Raises:
        RuleError: nothing to print, or a text that does not fit its box at the smallest size; the
            recipient and the box are named.
        FileProblemError: a font lacks a letter (the letter is named).
    """
    document, written, shrunk = _compose_all(pages, Placement(dx, dy, scale), progress, overlay=overlay)
    content = document.write(written, title=title, author=author, outline=True)
    return RenderedPdf(content, len(written), shrunk)


def render_separate(
    pages: Sequence[CertificatePage],
    *,
    overlay: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
    scale: float = 100.0,
    title: str = "Giấy khen",
    author: str = "",
    progress: Progress | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Each certificate as a PDF of its own: (file name such as "01 Nguyễn Văn An.pdf", content).

    The arguments and errors are those of :func:`render_certificates`; everything is measured before the
    first file is given, so a text that does not fit leaves no half-filled folder. All files carry the same
    subset of the fonts, made once.
    """
    document, written, _ = _compose_all(pages, Placement(dx, dy, scale), progress, overlay=overlay)
    digits = max(2, len(str(len(written))))
    for number, page in enumerate(written, 1):
        file_name = certificate_file_name(number, page.title, digits)
        full_title = f"{title} – {page.title}"
        yield file_name, document.write([page], title=full_title, author=author, outline=False)


def _compose_all(
    pages: Sequence[CertificatePage], placement: Placement, progress: Progress | None, *, overlay: bool
) -> tuple[PdfDocument, list[PdfPage], tuple[Shrunk, ...]]:
    if not pages:
        raise RuleError("Chưa có giấy khen nào để in. Hãy thêm người hoặc tập thể được khen thưởng.")
    placement.check()
    listener = progress or Silent()
    document = PdfDocument(pages[0].layout.boxes[0].style.font if pages[0].layout.boxes else "Tinos-Regular")
    by_layout: dict[Layout, list[CertificatePage]] = {}
    layout_of: dict[int, list[CertificatePage]] = {}
    for page in pages:
        group = layout_of.get(id(page.layout))
        if group is None:
            group = layout_of[id(page.layout)] = by_layout.setdefault(page.layout, [])
        group.append(page)
    composers = {
        layout: _Composer(document, layout, group, overlay=overlay, placement=placement)
        for layout, group in by_layout.items()
    }
    composer_of = {known: composers[group[0].layout] for known, group in layout_of.items()}
    written: list[PdfPage] = []
    total = len(pages)
    for number, page in enumerate(pages, 1):
        composer = composer_of[id(page.layout)]
        written.append(
            PdfPage(composer.width, composer.height, composer.content(page), composer.form, clean(page.name))
        )
        if number % _TELL_EVERY == 0 or number == total:
            listener.step(number, total, page.name)
    shrunk = tuple(item for composer in composers.values() for item in composer.shrunk)
    return document, written, shrunk


def _rise(box: Box, end: _End) -> float:
    """The top (pt) to which a box rises under the text that it follows; never below its own."""
    baseline, bottom = end
    top = baseline + box.gap * PT_PER_MM
    if box.clear is not None:
        top = max(top, bottom + box.clear * PT_PER_MM)
    return min(top, box.y * PT_PER_MM)


def _is_same(box: Box, pages: Sequence[CertificatePage]) -> bool:
    """Whether the box says the same on every certificate (of a single one: whether a blank carries it)."""
    if not box.field:
        return True
    if len(pages) == 1:
        return not box.overlay
    first = pages[0].texts.get(box.field, "")
    return all(page.texts.get(box.field, "") == first for page in pages)


@lru_cache(maxsize=256)
def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return f"{red:.4g} {green:.4g} {blue:.4g}"
