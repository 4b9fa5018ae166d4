"""Workbooks of every kind, made byte by byte or by openpyxl."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from app.importers.child import write_answer
from app.importers.sheets import Workbook, workbook_of_answer


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def write_ods(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """The smallest OpenDocument sheet."""

    def cell(held: object) -> str:
        if held is None or held == "":
            return "<table:table-cell/>"
        if isinstance(held, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{held}"/>'
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(held))}</text:p></table:table-cell>"
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Danh sách">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def write_xls(path: Path, rows: Sequence[Sequence[object]], first: bytes = b"") -> Path:
    """The smallest Excel 97 workbook: BIFF8 records in a compound file; ``first`` are more of them."""

    def record(kind: int, body: bytes) -> bytes:
        return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body

    def short(number: int) -> bytes:
        return number.to_bytes(2, "little")

    def bof(kind: int) -> bytes:
        return record(0x0809, short(0x0600) + short(kind) + bytes(12))

    cells = b""
    for at, row in enumerate(rows):
        for column, held in enumerate(row):
            where = short(at) + short(column) + short(0)
            if isinstance(held, int | float):
                cells += record(0x0203, where + struct.pack("<d", held))
            elif held:
                text = str(held)
                cells += record(0x0204, where + short(len(text)) + b"\x01" + text.encode("utf-16-le"))
    name = b"\x01" + "Danh sách".encode("utf-16-le")
    head, end = bof(5) + first, record(0x000A, b"")
    size = len(head) + 4 + 7 + len(name) + len(end)
    stream = head + record(0x0085, size.to_bytes(4, "little") + b"\x00\x00" + bytes([9]) + name) + end
    assert len(stream) == size
    stream += bof(0x10) + cells + record(0x000A, b"")
    path.write_bytes(compound(stream))
    return path


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    assert sectors < 120, "one allocation sector holds 128 entries"
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack("<128I", *(chain + [0xFFFFFFFF] * (128 - len(chain))))

    def entry(called: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (called + "\0").encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 0, len(stream))
    directory = directory.ljust(512, b"\0")
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", sectors + 1) + b"\xff" * (108 * 4)
    )  # fmt: skip
    return header + stream + directory + fat


def windows_1258(text: str) -> str:
    """Vietnamese as Windows writes it: the letter, then its tone as a mark of its own."""
    out = ""
    for char in text:
        try:
            char.encode("cp1258")
            out += char
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return out


def write_xlsb(path: Path, rows: Sequence[Sequence[object]], fonts: Sequence[str] = ("Calibri",)) -> Path:
    """The smallest binary workbook; the font of a column is that of its place in ``fonts``, or the first."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = bytearray()
        rest = len(body)
        while True:
            size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
            rest >>= 7
            if not rest:
                return head + bytes(size) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")

    shared: dict[str, int] = {}
    sheet = (
        record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    )
    for at, row in enumerate(rows):
        sheet += record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
        for column, held in enumerate(row):
            cell = struct.pack("<II", column, column if column < len(fonts) else 0)
            if isinstance(held, int | float):
                sheet += record(5, cell + struct.pack("<d", held))
            elif str(held).startswith("#"):
                sheet += record(3, cell + b"\x2a")
            elif held and column % 2:
                sheet += record(7, cell + struct.pack("<I", shared.setdefault(str(held), len(shared))))
            elif held:
                sheet += record(6, cell + wide(str(held)))
    sheet += record(146) + record(130)
    strings = record(159, struct.pack("<II", len(shared), len(shared)))
    strings += b"".join(record(19, b"\0" + wide(text)) for text in shared) + record(160)
    face = struct.pack("<HHHHBBBB8sB", 220, 0, 400, 0, 0, 2, 0, 0, bytes(8), 0)
    styles = record(278) + record(611, struct.pack("<I", len(fonts)))
    styles += b"".join(record(43, face + wide(font)) for font in fonts) + record(612)
    styles += record(617, struct.pack("<I", len(fonts)))
    styles += b"".join(
        record(47, struct.pack("<HHHHHBBHH", 0, 0, at, 0, 0, 0, 0, 0, 0)) for at in range(len(fonts))
    )
    styles += record(618) + record(279)
    book = record(131) + record(153, struct.pack("<III", 0, 0, 0)) + record(143)
    book += (
        record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Danh sách")) + record(144) + record(132)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.bin"),
                ("styles", "styles.bin"),
                ("sharedStrings", "sharedStrings.bin"),
            ),
            1,
        )
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("xl/workbook.bin", book)
        out.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{package}">{relations}</Relationships>'
        )
        out.writestr("xl/worksheets/sheet1.bin", sheet)
        out.writestr("xl/sharedStrings.bin", strings)
        out.writestr("xl/styles.bin", styles)
    return path


def write_xml_2003(path: Path, rows: Sequence[Sequence[object]], fonts: Sequence[str] = ("Arial",)) -> Path:
    """The XML spreadsheet of Excel 2003; fonts as in :func:`write_xlsb`."""

    def cell(column: int, held: object) -> str:
        kind = "Number" if isinstance(held, int | float) else "String"
        style = column if column < len(fonts) else 0
        return f'<Cell ss:StyleID="s{style}"><Data ss:Type="{kind}">{escape(str(held))}</Data></Cell>'

    styles = "".join(
        f'<Style ss:ID="s{at}"><Font ss:FontName="{font}" ss:Size="12"/></Style>'
        for at, font in enumerate(fonts)
    )
    body = "".join(f"<Row>{''.join(cell(*each) for each in enumerate(row))}</Row>" for row in rows)
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="Danh sách"><Table>{body}</Table></Worksheet>'
        "</Workbook>",
        encoding="utf-8",
    )
    return path


def read_here(path: Path) -> Workbook:
    """What the reading process would read, read in this one: quicker, and without its bounds."""
    answer = io.BytesIO()
    write_answer(path, answer)
    answer.seek(0)
    return workbook_of_answer(answer)


def with_parts(source: Path, target: Path, parts: dict[str, bytes | None]) -> Path:
    """A copy of a package with other parts: new ones, changed ones, and without those that are None."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            if body is not None:
                new.writestr(name, body)
    return target


def with_sheet(path: Path, rows: str, **parts: bytes | None) -> Path:
    """A workbook whose only sheet holds these rows, as XML."""
    write_xlsx(path, [["x"]])
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    whole = path.rename(path.with_suffix(".plain"))
    return with_parts(whole, path, {"xl/worksheets/sheet1.xml": xml.encode(), **parts})
