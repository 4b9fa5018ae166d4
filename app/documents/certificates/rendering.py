"""Certificates as PDF: the fixed part once, each recipient's text on it, or that text alone for a blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.blanks import Blank
from app.documents.certificates.composing import CertificatePage, Composer, PrintWay, Shrunk
from app.documents.certificates.file_names import certificate_file_name
from app.documents.certificates.pdf_document import PdfDocument, PdfPage
from app.documents.certificates.placement import Placement
from app.documents.layouts import Layout
from app.errors import RuleError
from app.progress import Progress, Silent
from app.vietnamese.text import clean

_TELL_EVERY = 25  # certificates between two reports of progress


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF, how many pages it has, and what had to shrink."""

    content: bytes
    pages: int
    shrunk: tuple[Shrunk, ...]


def render_certificates(  # noqa: PLR0913 - each is a choice of the person who prints
    pages: Sequence[CertificatePage],
    *,
    overlay: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
    scale_x: float = 100.0,
    scale_y: float = 100.0,
    mono: bool = False,
    blank: Blank | None = None,
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
        scale_x: width in % about the centre of the page.
        scale_y: height in %.
        mono: in black and greys that a printer without colour prints well.
        blank: with ``overlay``, the sheet printed on: its size, and which boxes it gets.
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
    way = PrintWay(overlay, Placement(dx, dy, scale_x, scale_y), mono, blank)
    document, written, shrunk = _compose_all(pages, way, progress)
    content = document.write(written, title=title, author=author)
    return RenderedPdf(content, len(written), shrunk)


def render_separate(  # noqa: PLR0913 - as above
    pages: Sequence[CertificatePage],
    *,
    overlay: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
    scale_x: float = 100.0,
    scale_y: float = 100.0,
    mono: bool = False,
    blank: Blank | None = None,
    title: str = "Giấy khen",
    author: str = "",
    progress: Progress | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Each certificate as a PDF of its own: (file name such as "01 Nguyễn Văn An.pdf", content).

    The arguments and errors are those of :func:`render_certificates`; everything is measured before the
    first file is given, so a text that does not fit leaves no half-filled folder. All files carry the same
    subset of the fonts, made once.
    """
    way = PrintWay(overlay, Placement(dx, dy, scale_x, scale_y), mono, blank)
    document, written, _ = _compose_all(pages, way, progress)
    digits = max(2, len(str(len(written))))
    for number, page in enumerate(written, 1):
        file_name = certificate_file_name(number, page.title, digits)
        full_title = f"{title} – {page.title}"
        yield file_name, document.write([page], title=full_title, author=author)


def _compose_all(
    pages: Sequence[CertificatePage], way: PrintWay, progress: Progress | None
) -> tuple[PdfDocument, list[PdfPage], tuple[Shrunk, ...]]:
    if not pages:
        raise RuleError("Chưa có giấy khen nào để in. Hãy thêm người hoặc tập thể được khen thưởng.")
    way.placement.check()
    listener = progress or Silent()
    document = PdfDocument(pages[0].layout.boxes[0].style.font if pages[0].layout.boxes else "Tinos-Regular")
    by_layout: dict[Layout, list[CertificatePage]] = {}
    layout_of: dict[int, list[CertificatePage]] = {}
    for page in pages:
        group = layout_of.get(id(page.layout))
        if group is None:
            group = layout_of[id(page.layout)] = by_layout.setdefault(page.layout, [])
        group.append(page)
    composers = {layout: Composer(document, layout, group, way) for layout, group in by_layout.items()}
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
