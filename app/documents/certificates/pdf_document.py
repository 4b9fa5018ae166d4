"""One PDF file: ReportLab makes the fonts and the fixed part, the pages are added to it as plain bytes.

Everything that stands once in a file (embedded fonts, the drawn form, pictures) is ReportLab's work. The page
of a certificate is three small objects of known shape, so they are written directly; that makes ten thousand
certificates a matter of seconds and lets separate files share one set of fonts.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.documents.certificates.ornaments import Art
from app.documents.certificates.pen import part_name
from app.documents.fonts import truetype

HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_XOBJECT = "FormXob."  # ReportLab's own prefix for the names of forms
_KIDS = 100  # pages under one node of the page tree


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page to be written: size in pt, content operators, the fixed form it shows, outline title."""

    width: float
    height: float
    content: bytes
    form: str
    title: str


@dataclass(frozen=True, slots=True)
class _Head:
    """What every file of a document begins with: its bytes, objects, their table, numbers and digest."""

    content: bytes
    objects: int
    table: str
    numbers: dict[str, int]
    digest: Any


class _Codes(dict[int, int]):
    """Unicode → the byte that means it in the first subset of one font; grows as texts are encoded."""

    def __init__(self, font: Any, document: Any) -> None:
        super().__init__()
        self._font = font
        self._document = document
        self.one_subset = True

    def __missing__(self, char: int) -> int:
        subset, code = self._font.splitString(chr(char), self._document)[0]
        self.one_subset &= subset == 0
        value: int = code[0]
        self[char] = value
        return value


class PdfDocument:
    """Collects the fonts, forms and letters of a file, then writes it once or many times over."""

    def __init__(self, font: str) -> None:
        """Begin a document; ``font`` is one that it will use."""
        from reportlab.pdfgen import canvas

        truetype(font)  # one of ours must be named first: else ReportLab lists an unembedded Helvetica
        new_canvas: Any = canvas.Canvas
        self._canvas = new_canvas(BytesIO(), pageCompression=1, invariant=1, initialFontName=font)
        self._document: Any = self._canvas._doc  # noqa: SLF001 - ReportLab offers no public way to it
        self._codes: dict[str, _Codes] = {}
        self._names: dict[str, str] = {}
        self._forms = 0
        self._head: _Head | None = None

    def add_form(self, width: float, height: float, art: Art, draw: Callable[[Any], None]) -> str:
        """Make a fixed part of the art and of what ``draw`` adds; gives the name by which pages show it."""
        name = f"Nen{self._forms}"
        self._forms += 1
        operators = art.operators
        parts = []
        for index, part in enumerate(art.parts):
            parts.append(f"{name}Phan{index}")
            self._add_literal(parts[-1], width, height, part, ())
            operators = operators.replace(f"{part_name(index)} ", f"/{_XOBJECT}{parts[-1]} ")
        border = []
        if operators:
            border.append(f"{name}Khung")
            self._add_literal(border[0], width, height, operators, parts)
        self._add_drawn(name, width, height, border, draw)
        return name

    def _add_literal(
        self, name: str, width: float, height: float, operators: str, parts: Sequence[str]
    ) -> None:
        """A form of ready-made operators; they go past ReportLab's canvas, which would encode them slowly."""
        from reportlab.pdfbase import pdfdoc

        form: Any = pdfdoc.PDFFormXObject(0, 0, width, height)
        form.stream = operators.encode("ascii")
        form.compression = 1
        form.Resources = self._resources(parts)
        self._document.addForm(name, form)

    def _add_drawn(
        self, name: str, width: float, height: float, border: Sequence[str], draw: Callable[[Any], None]
    ) -> None:
        """A form that shows the border and of what ``draw`` adds on a canvas."""
        canvas = self._canvas
        canvas.beginForm(name, 0, 0, width, height)
        for form in border:
            canvas.addLiteral(f"/{_XOBJECT}{form} Do")
        draw(canvas)
        resources = self._resources([*border, *canvas._formsinuse])  # noqa: SLF001 - endForm would forget
        resources.setShading(canvas._shadingUsed)  # noqa: SLF001 - these three
        state = canvas._extgstate.getState()  # noqa: SLF001
        if state:
            resources.ExtGState = state
        canvas.endForm(Resources=resources)

    def _resources(self, shown: Sequence[str]) -> Any:
        from reportlab.pdfbase import pdfdoc

        resources: Any = pdfdoc.PDFResourceDictionary()
        resources.basicFonts()
        resources.allProcs()
        if shown:
            resources.XObject = self._document.xobjDict(shown)
        return resources

    def show(self, font: str, size: str, place: str, text: str, stretch: str = "1") -> str:
        """Operators that choose the font, go to ``place`` ("x y") and show the text, ``stretch`` times wider.

        A rare letter may need a second subset, which is shown on from where the first one ends.
        """
        codes = self._codes.get(font)
        if codes is None:
            codes = self._codes[font] = _Codes(truetype(font), self._document)
            self._names[font] = truetype(font).getSubsetInternalName(0, self._document)
        shown = text.translate(codes)
        if codes.one_subset:
            # the font comes first: readers tell lines apart by the size that holds when the pen moves
            hexadecimal = shown.encode("latin-1").hex()
            return f"{self._names[font]} {size} Tf {stretch} 0 0 1 {place} Tm <{hexadecimal}> Tj"
        source: Any = truetype(font)
        runs = source.splitString(text, self._document)
        names = [source.getSubsetInternalName(subset, self._document) for subset, _ in runs]
        first = f"{names[0]} {size} Tf {stretch} 0 0 1 {place} Tm <{runs[0][1].hex()}> Tj"
        rest = [
            f"{name} {size} Tf <{run.hex()}> Tj" for name, (_, run) in zip(names[1:], runs[1:], strict=True)
        ]
        return " ".join([first, *rest])

    def write(self, pages: Sequence[PdfPage], *, title: str, author: str, outline: bool = True) -> bytes:
        """The whole file. After the first call no new letter or form can be added."""
        head = self._closed_head()
        objects = _Objects(head.objects)
        catalog, root, info = objects.reserve(3)
        fonts = head.numbers["BasicFonts"]
        resources = {
            form: objects.add(
                b"<< /Font %d 0 R%s >>"
                % (
                    fonts,
                    b" /XObject << /%s %d 0 R >>" % (form.encode(), head.numbers[f"{_XOBJECT}{form}"])
                    if form
                    else b"",
                )
            )
            for form in dict.fromkeys(page.form for page in pages)
        }
        page_numbers = _add_pages(objects, root, pages, resources)
        entries = _add_outline(objects, pages, page_numbers) if outline else None
        objects.put(
            catalog,
            b"<< /Type /Catalog /Pages %d 0 R /Lang (vi-VN)%s /ViewerPreferences << /PrintScaling /None"
            b" /DisplayDocTitle true /PickTrayByPDFSize true >> >>"
            % (root, b" /Outlines %d 0 R /PageMode /UseOutlines" % entries if entries else b""),
        )
        objects.put(
            info,
            b"<< /Title %s /Author %s /Creator %s /Producer %s >>"
            % (_text(title), _text(author), _text("Sổ Hội"), _text("Sổ Hội (ReportLab)")),
        )
        return objects.finish(head, catalog, info)

    def _closed_head(self) -> _Head:
        """Everything ReportLab makes, as bytes: the same for every file written from this document."""
        if self._head is None:
            from reportlab import rl_config
            from reportlab.pdfbase import pdfdoc

            rl_config.useA85 = 0  # plain bytes: text encoding would make the drawings a quarter larger
            document = self._document
            for font in document.delayedFonts:
                font.addObjects(document)
            parts = [HEADER]
            offsets: list[int] = []
            length = len(HEADER)
            while len(offsets) + 1 in document.numberToId:  # formatting an object may add further ones
                name = document.numberToId[len(offsets) + 1]
                part = pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document)
                offsets.append(length)
                parts.append(part)
                length += len(part)
            numbers = {name: number for name, (number, _) in document.idToObjectNumberAndVersion.items()}
            content = b"".join(parts)
            table = "".join([f"{offset:010d} 00000 n \n" for offset in offsets])
            self._head = _Head(content, len(offsets), table, numbers, hashlib.sha256(content))
        return self._head


class _Objects:
    """The objects written behind the head, numbered on from it."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._bodies: list[bytes] = []

    def reserve(self, count: int) -> range:
        """Numbers for objects whose content is known later."""
        start = self._first + len(self._bodies) + 1
        self._bodies.extend([b""] * count)
        return range(start, start + count)

    def put(self, number: int, body: bytes) -> None:
        """The content of a reserved number."""
        self._bodies[number - self._first - 1] = body

    def add(self, body: bytes) -> int:
        """A new object; its number."""
        self._bodies.append(body)
        return self._first + len(self._bodies)

    def next_number(self) -> int:
        """The number the next object will get."""
        return self._first + len(self._bodies) + 1

    def finish(self, head: _Head, catalog: int, info: int) -> bytes:
        """Head, objects, cross-reference table and trailer as one file."""
        parts = [head.content]
        length = len(head.content)
        table = [head.table]
        for number, body in enumerate(self._bodies, self._first + 1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(part)
            table.append(f"{length:010d} 00000 n \n")
            length += len(part)
        entries = "".join(table).encode()
        digest = head.digest.copy()
        for part in parts[1:]:
            digest.update(part)
        name = digest.hexdigest()[:32].encode()
        size = self._first + len(self._bodies) + 1
        parts.append(
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n"
            b"<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (size, entries, size, catalog, info, name, name, length)
        )
        return b"".join(parts)


def _add_pages(
    objects: _Objects, root: int, pages: Sequence[PdfPage], resources: dict[str, int]
) -> list[int]:
    """The page tree under ``root``: pages in nodes of a hundred; the numbers of the pages."""
    groups = [pages[start : start + _KIDS] for start in range(0, len(pages), _KIDS)]
    nodes = objects.reserve(len(groups)) if len(groups) > 1 else range(root, root + 1)
    numbers: list[int] = []
    for node, group in zip(nodes, groups, strict=True):
        first = len(numbers)
        for page in group:
            packed = _pack(page.content)
            content = objects.add(
                b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
            )
            numbers.append(
                objects.add(
                    b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s]"
                    b" /Resources %d 0 R /Contents %d 0 R >>"
                    % (node, _number(page.width), _number(page.height), resources[page.form], content)
                )
            )
        kids = b" ".join([b"%d 0 R" % number for number in numbers[first:]])
        parent = b" /Parent %d 0 R" % root if node != root else b""
        objects.put(node, b"<< /Type /Pages%s /Count %d /Kids [%s] >>" % (parent, len(group), kids))
    if len(groups) > 1:
        kids = b" ".join([b"%d 0 R" % node for node in nodes])
        objects.put(root, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids))
    return numbers


def _pack(content: bytes) -> bytes:
    """Deflate with the small window and little memory that a short page needs: much quicker to set up."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 11, 4)
    return packer.compress(content) + packer.flush()


def _add_outline(objects: _Objects, pages: Sequence[PdfPage], numbers: Sequence[int]) -> int:
    """One bookmark a page; the number of the outline's root."""
    root = objects.next_number()
    first, last = root + 1, root + len(pages)
    objects.add(b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, last, len(pages)))
    for entry, (page, number) in enumerate(zip(pages, numbers, strict=True), first):
        objects.add(
            b"<< /Title %s /Parent %d 0 R%s%s /Dest [%d 0 R /Fit] >>"
            % (
                _text(page.title),
                root,
                b" /Prev %d 0 R" % (entry - 1) if entry > first else b"",
                b" /Next %d 0 R" % (entry + 1) if entry < last else b"",
                number,
            )
        )
    return root


def _text(text: str) -> bytes:
    """A text string of a PDF dictionary."""
    return b"<feff%s>" % text.encode("utf-16-be", "replace").hex().encode()


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
