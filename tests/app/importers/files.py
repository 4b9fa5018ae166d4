"""Workbooks of every kind, made byte by byte or by openpyxl."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl


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


def write_xls(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The smallest Excel 97 workbook: BIFF8 records in a compound file, as old machines wrote them."""

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
    size = len(bof(5)) + 4 + 8 + len(name) + 4
    sheet_entry = record(0x0085, size.to_bytes(4, "little") + b"\x00\x00" + bytes([9]) + name)
    stream = bof(5) + sheet_entry + record(0x000A, b"")
    assert len(stream) == len(bof(5)) + len(sheet_entry) + 4
    stream = stream.replace(size.to_bytes(4, "little"), len(stream).to_bytes(4, "little"), 1)
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
