"""The package of a foreign workbook that is filled in: its sheets, its names, what it must not exceed.

Nothing here is written with openpyxl: it would lose what it does not know. The parts are bytes.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from app.errors import FileProblemError

#: A form of more bytes, or that unpacks to more, is no form. All in bytes.
_LARGEST, _LARGEST_UNPACKED, _LARGEST_PART, _MOST_PARTS = 20_000_000, 150_000_000, 40_000_000, 3_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
#: The element names of both forms of the format, as expat and lxml tell them.
NAMESPACES = (_MAIN, _STRICT)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_TEXT_FORMAT = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of the workbook, what it points at as written there, and the sheet it is bound to, if any."""

    name: str
    points_at: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A worksheet: its name, its part, and the rows (first, last, and columns alike) of table headers."""

    name: str
    part: str
    headers: tuple[tuple[int, int, int, int], ...] = ()


class FormBook:
    """A workbook opened to be filled in.

    Raises FileProblemError for what is no whole .xlsx, is locked by a password or signed, or is too large.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._refuse_at_sight(content)
        try:
            self._open(content)
        except (
            zipfile.BadZipFile, zlib.error, etree.LxmlError, NotImplementedError, KeyError, ValueError,
            EOFError, RuntimeError,
        ) as problem:  # fmt: skip
            raise self.broken() from problem

    def broken(self) -> FileProblemError:
        """That the file is not what it claims to be."""
        return FileProblemError(
            f"{self.name} không phải là tệp Excel (.xlsx) còn nguyên vẹn. "
            "Hãy mở tệp trong Excel, lưu lại rồi thử lại."
        )

    def _refuse_at_sight(self, content: bytes) -> None:
        if content.startswith(_OLE_MAGIC):
            raise FileProblemError(
                f"{self.name} là tệp Excel đời cũ (.xls) hoặc có mật khẩu mở tệp. "
                "Hãy mở trong Excel, bỏ mật khẩu và lưu thành tệp .xlsx rồi thử lại."
            )
        if len(content) > _LARGEST:
            raise self._too_large()

    def _too_large(self) -> FileProblemError:
        return FileProblemError(
            f"{self.name} quá lớn để là một biểu mẫu. Hãy xóa bớt trang tính và hình thừa rồi thử lại."
        )

    def _open(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(content))
        self._infos = self._archive.infolist()
        sizes = [info.file_size for info in self._infos]
        if (
            len(sizes) > _MOST_PARTS
            or sum(sizes) > _LARGEST_UNPACKED
            or max((i.file_size for i in self._infos if i.filename.endswith((".xml", ".rels"))), default=0)
            > _LARGEST_PART
        ):
            raise self._too_large()
        self._parts = {info.filename.lower(): info.filename for info in self._infos}
        if any(part.startswith("_xmlsignatures/") for part in self._parts):
            raise FileProblemError(
                f"{self.name} có chữ ký số; điền vào sẽ làm chữ ký mất hiệu lực. "
                "Hãy xin cấp trên tệp chưa ký, hoặc lưu một bản không có chữ ký."
            )
        self.has_macros = any(part.endswith("vbaproject.bin") for part in self._parts)
        root = self._targets("", "_rels/.rels")
        self.workbook = dict(root.values())["officeDocument"]
        tree = self._tree(self.workbook)
        related = self._targets(
            self.workbook, posixpath.join(posixpath.dirname(self.workbook), "_rels", self._rels_name())
        )
        by_kind = dict(related.values())
        self.strings = by_kind.get("sharedStrings", "")
        self.is_1904 = any(each.get("date1904") in ("1", "true") for each in _all(tree, "workbookPr"))
        self.date_styles = self._date_styles(by_kind.get("styles", ""))
        listed = _all(tree, "sheet")
        names = [each.get("name", "") for each in listed]
        self.sheets = tuple(
            FormSheet(each.get("name", ""), part, self._table_headers(part))
            for each in listed
            for kind, part in (related.get(_relation(each), ("", "")),)
            if kind == "worksheet"
        )
        self.names = tuple(
            DefinedName(each.get("name", ""), (each.text or "").strip(), _scope(each, names))
            for each in _all(tree, "definedName")
            if each.get("hidden") not in ("1", "true") and not each.get("name", "").startswith("_xlnm")
        )

    def _rels_name(self) -> str:
        return f"{posixpath.basename(self.workbook)}.rels"

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises KeyError, or what zipfile raises of a damaged one."""
        return self._archive.read(self._parts[name.lower()])

    def with_parts(self, changed: dict[str, bytes]) -> bytes:
        """The whole file with some parts changed; every other one is the same byte for byte."""
        made = BytesIO()
        replaced = {self._parts[name.lower()]: content for name, content in changed.items()}
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for info in self._infos:
                content = replaced.get(info.filename)
                out.writestr(_like(info), self._archive.read(info) if content is None else content)
        return made.getvalue()

    # ---------------------------------------------------------------- small parts

    def _tree(self, part: str) -> Any:
        # No entity is expanded and nothing is fetched; a part with a document type is refused.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        tree = etree.fromstring(self.part(part), parser)
        if tree.getroottree().docinfo.doctype:
            raise ValueError("a document type")
        return tree

    def _targets(self, part: str, relations: str) -> dict[str, tuple[str, str]]:
        """The kind and the part of each relation by its id; none where the file has no relations."""
        if relations.lower() not in self._parts:
            return {}
        found = {}
        for each in self._tree(relations):
            if each.get("TargetMode") != "External" and each.get("Target"):
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), each.get("Target")))
                found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/"))
        return {key: (kind, name) for key, (kind, name) in found.items() if name.lower() in self._parts}

    def _date_styles(self, part: str) -> frozenset[int]:
        """The cell styles whose numbers are shown as days."""
        if not part:
            return frozenset()
        tree = self._tree(part)
        own = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in _all(tree, "numFmt")}
        formats = [
            int(style.get("numFmtId", 0)) for styles in _all(tree, "cellXfs") for style in _all(styles, "xf")
        ]
        return frozenset(
            place
            for place, number in enumerate(formats)
            if number in _BUILT_IN_DATES or _is_date(own.get(number, ""))
        )

    def _table_headers(self, part: str) -> tuple[tuple[int, int, int, int], ...]:
        """The header rows of a sheet's tables: their texts are the names of columns and must stay."""
        relations = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
        found = []
        for kind, table in self._targets(part, relations).values():
            if kind != "table":
                continue
            tree = self._tree(table)
            area = parse_area(tree.get("ref", ""))
            if area is not None and tree.get("headerRowCount", "1") != "0":
                first_row, first_column, _, last_column = area
                found.append((first_row, first_column, first_row, last_column))
        return tuple(found)


def _all(tree: Any, tag: str) -> list[Any]:
    return [each for space in NAMESPACES for each in tree.iter(f"{{{space}}}{tag}")]


def _relation(sheet: Any) -> str:
    return next((str(text) for key, text in sheet.attrib.items() if key.endswith("}id")), "")


def _scope(name: Any, sheets: list[str]) -> str:
    number = name.get("localSheetId", "")
    return sheets[int(number)] if number.isdecimal() and int(number) < len(sheets) else ""


def _is_date(code: str) -> bool:
    plain = _TEXT_FORMAT.sub("", code.split(";", maxsplit=1)[0]).lower()
    return "general" not in plain and any(letter in plain for letter in "dy")


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copied = zipfile.ZipInfo(info.filename, info.date_time)
    copied.compress_type = (
        zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    )
    copied.external_attr, copied.create_system = info.external_attr, info.create_system
    return copied


# ---------------------------------------------------------------- references

_CELL = r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_AREA = re.compile(rf"{_CELL}(?::{_CELL})?")
_ON_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)", re.DOTALL)


def column_number(letters: str) -> int:
    """1 for A, 28 for AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AB for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def parse_area(text: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of "B2" or "$B$2:D4"; None for anything else."""
    found = _AREA.fullmatch(text.strip())
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    columns = column_number(first), column_number(last or first)
    rows = int(top), int(bottom or top)
    return min(rows), min(columns), max(rows), max(columns)


def parse_place(text: str) -> tuple[str, tuple[int, int, int, int]] | None:
    """The sheet and the area of "'Biểu 1'!$B$2"; None for what is no one area of this workbook."""
    found = _ON_SHEET.fullmatch(text.strip())
    area = parse_area(found[3]) if found is not None else None
    if found is None or area is None:
        return None
    return (found[1] or "").replace("''", "'") or found[2].strip(), area
