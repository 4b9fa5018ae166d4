"""An official paper as DOCX, from a template that the branch can change in Word.

The words of the paper become real paragraphs and tables in the template's styles. The same paper and the same
template give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from lxml import etree

from app.documents.official.placeholders import CELLS, columns_of, known_names, template_words
from app.documents.official.sandbox import TemplateEnvironment, TemplateRefusedError
from app.documents.official.values import OfficialPaper
from app.errors import FileProblemError

#: A template of more bytes, or that unpacks to more, is no template.
_LARGEST, _LARGEST_UNPACKED, _LARGEST_TEXT, _MOST_PARTS = 10_000_000, 60_000_000, 3_000_000, 1_000
#: What the properties tell when nobody says when the paper was made.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a property of a Word file has no zone
_FILE_DATE = (1980, 1, 1, 0, 0, 0)
_CELL = re.compile(r"\{\{-?\s*hang\.(\w+)")
_ROWS = re.compile(r"for\s+hang\s+in\s+(\w+)\.")
#: What python-docx, lxml and docxtpl say of files that are not what they should be.
_BROKEN = (
    OpcError, etree.LxmlError, zipfile.BadZipFile, NotImplementedError, KeyError, ValueError, AttributeError,
    TypeError, IndexError, EOFError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A Word file with places to fill in, and what it is called."""

    name: str
    content: bytes


def render_official_docx(paper: OfficialPaper, template: WordTemplate) -> bytes:
    """The bytes of the DOCX.

    Raises:
        FileProblemError: the template is no Word file, is too large, or names what nobody knows; the sentence
            names the file and what is wrong with it.
    """
    try:
        return _render(paper, template.content)
    except TemplateRefusedError as refused:
        raise FileProblemError(
            f"Mẫu {template.name} {refused}. Hãy sửa lại trong Word, hoặc lấy lại mẫu gốc."
        ) from refused


def _render(paper: OfficialPaper, content: bytes) -> bytes:
    _check_size(content)
    try:
        filling = _Filling(BytesIO(content))
        document = filling.get_docx()
        _check_marks(document)
        _drop_columns(document, paper)
    except _BROKEN as error:
        raise TemplateRefusedError("không phải là tệp Word (.docx) hoặc đã hỏng") from error
    try:
        filling.render(template_words(paper), TemplateEnvironment(known_names(paper.kind)), autoescape=True)
    except TemplateError as error:
        raise TemplateRefusedError("có chỗ điền không đúng chỗ của nó") from error
    except _BROKEN as error:
        raise TemplateRefusedError("có lệnh mở ở một chỗ mà đóng ở chỗ khác") from error
    document = filling.docx
    _keep_tables_company(document)
    _set_properties(document, paper)
    made = BytesIO()
    filling.save(made)
    return _packed_alike(made)


class _Filling(DocxTemplate):  # type: ignore[misc]
    """A template being filled in, which does not mend what a misplaced command has torn."""

    def fix_tables(self, xml: str) -> Any:
        """Refuse marks that do not match, then let the columns of tables be counted anew."""
        etree.fromstring(xml.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
        return super().fix_tables(xml)


def _check_size(content: bytes) -> None:
    """Raise TemplateRefusedError for what is no zip file, and for one that unpacks to too much."""
    if len(content) > _LARGEST:
        raise TemplateRefusedError("quá lớn")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise TemplateRefusedError("không phải là tệp Word (.docx) hoặc đã hỏng") from error
    texts = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
    if (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _LARGEST_UNPACKED
        or max(texts, default=0) > _LARGEST_TEXT
    ):
        raise TemplateRefusedError("quá lớn")


def _check_marks(document: Any) -> None:
    """Raise TemplateRefusedError for a place to fill in that does not end in the paragraph where it begins.

    Such a one would swallow what stands between it and the next.
    """
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        for paragraph in element.iter(qn("w:p")) if element is not None else ():
            text = _text(paragraph)
            if any(text.count(begin) != text.count(end) for begin, end in (("{{", "}}"), ("{%", "%}"))):
                raise TemplateRefusedError(f"viết sai ở chỗ điền “{text.strip()[:60]}”: thiếu dấu ngoặc")


# -------------------------------------------------------------------- columns that the paper does not have


def _drop_columns(document: Any, paper: OfficialPaper) -> None:
    """Take out the columns of the template's tables that no table of the paper has."""
    present = columns_of(paper)
    for table in document.element.body.iter(qn("w:tbl")):
        rows = [[_text(cell) for cell in row.tc_lst] for row in table.tr_lst]
        sources = _ROWS.findall(" ".join(text for row in rows for text in row))
        if len(sources) != 1 or sources[0] not in present:
            continue
        unused = {
            place
            for row in rows
            for place, text in enumerate(row)
            for key in _CELL.findall(text)
            if len(row) > 1 and key in CELLS - present[sources[0]]
        }
        if unused and len(unused) < len(table.tblGrid.gridCol_lst):
            _without(table, unused)


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def _without(table: Any, unused: set[int]) -> None:
    """Take columns out of a table by their places; the others share their room."""
    grid = table.tblGrid.gridCol_lst
    whole = sum(int(column.w or 0) for column in grid)
    for row in table.tr_lst:
        at = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            left = span - len(unused & set(range(at, at + span)))
            at += span
            if left:
                cell.grid_span = left
            else:
                row.remove(cell)
    for place in unused:
        table.tblGrid.remove(grid[place])
    grid = table.tblGrid.gridCol_lst
    kept = sum(int(column.w or 0) for column in grid) or 1
    for column in grid:
        column.w = int(column.w or 0) * whole // kept
    for row in table.tr_lst:
        at = 0
        for cell in row.tc_lst:
            cell.width = sum(int(column.w or 0) for column in grid[at : at + cell.grid_span])
            at += cell.grid_span


# -------------------------------------------------------------------- what Word cannot be told by a template


def _keep_tables_company(document: Any) -> None:
    """The line above a table goes with it to the next page: signatures never stand there alone."""
    for table in document.element.body.iter(qn("w:tbl")):
        above = table.getprevious()
        while above is not None and above.tag == qn("w:p"):
            properties = above.get_or_add_pPr()
            properties.keepNext_val = True
            if _text(above).strip():
                break
            above = above.getprevious()


def _set_properties(document: Any, paper: OfficialPaper) -> None:
    properties = document.core_properties
    properties.title, properties.author = paper.name[:255], paper.author[:255]
    properties.last_modified_by = paper.author[:255]
    properties.language = "vi-VN"
    properties.comments = properties.subject = properties.keywords = ""
    properties.revision = 1
    properties.created = properties.modified = _NO_DATE


def _packed_alike(made: BytesIO) -> bytes:
    """The same parts with one fixed date, so that the same paper is the same file."""
    packed = BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FILE_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return packed.getvalue()
