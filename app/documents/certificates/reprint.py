"""Pages cut out of kept certificate files, so that printing again gives what was printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from app.documents.certificates.file_names import certificate_file_name
from app.errors import FileProblemError, RuleError

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

Part = tuple[bytes, int, str]
"""A page to cut: the kept PDF's bytes, the page's number from 0, and whose it is (for the outline)."""


def cut_pages(parts: Sequence[Part], *, title: str, author: str) -> bytes:
    """One PDF of pages from one or several kept PDFs, in the order given.

    The pages themselves are taken over as they are; fonts and borders that several of them share stand once.

    Args:
        parts: where each page comes from, and its name in the outline.
        title: of the document.
        author: of the document (the branch).

    Returns:
        The same bytes for the same input.

    Raises:
        RuleError: there is nothing to cut.
        FileProblemError: a kept PDF is damaged or has no such page.
    """
    if not parts:
        raise RuleError("Chưa chọn giấy khen nào để in lại.")
    return _joined(parts, _Kept(), title, author)


def cut_each(parts: Sequence[Part], *, title: str, author: str) -> Iterator[tuple[str, bytes]]:
    """Each page as a PDF of its own: (file name such as "01 Nguyễn Văn An.pdf", content).

    Arguments and errors are those of :func:`cut_pages`; every page is looked for before the first is given.
    """
    if not parts:
        raise RuleError("Chưa chọn giấy khen nào để in lại.")
    kept = _Kept()
    for content, number, name in parts:
        kept.page(content, number, name)
    digits = max(2, len(str(len(parts))))
    for number, part in enumerate(parts, 1):
        name = part[2]
        yield certificate_file_name(number, name, digits), _joined([part], kept, f"{title} – {name}", author)


class _Kept:
    """The kept PDFs, each opened once."""

    def __init__(self) -> None:
        self._readers: dict[bytes, PdfReader] = {}

    def page(self, content: bytes, number: int, name: str) -> PdfReader:
        """The reader of a kept PDF that has that page."""
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

        try:
            reader = self._readers.get(content)
            if reader is None:
                reader = self._readers[content] = PdfReader(BytesIO(content))
            if 0 <= number < len(reader.pages):
                return reader
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _damaged(name) from error
        raise _damaged(name)


def _damaged(name: str) -> FileProblemError:
    return FileProblemError(
        f"Bản PDF đã lưu của giấy khen “{name}” bị hỏng hoặc thiếu trang. "
        "Hãy khôi phục sổ từ bản sao lưu, hoặc cấp lại giấy khen này."
    )


def _joined(parts: Sequence[Part], kept: _Kept, title: str, author: str) -> bytes:
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    for content, number, name in parts:
        reader = kept.page(content, number, name)
        try:
            page = writer.add_page(reader.pages[number])
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _damaged(name) from error
        writer.add_outline_item(title=name, page_number=page)
    _describe(writer, title, author)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _describe(writer: PdfWriter, title: str, author: str) -> None:
    """Title, author, language, outline shown, and no scaling when printed: as the kept PDF says it."""
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer.pdf_header = "%PDF-1.4"
    writer.add_metadata(
        {"/Title": title, "/Author": author, "/Creator": "Sổ Hội", "/Producer": "Sổ Hội (pypdf)"}
    )
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("vi-VN")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {
            NameObject("/PrintScaling"): NameObject("/None"),
            NameObject("/DisplayDocTitle"): BooleanObject(True),
            NameObject("/PickTrayByPDFSize"): BooleanObject(True),
        }
    )
