"""What a file really is, told by its first bytes and not by its name, and whether it may be opened at all."""

from __future__ import annotations

import struct
import zipfile
from enum import StrEnum
from pathlib import Path

from app.errors import FileProblemError
from app.importers.compound import CompoundFile

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SPREADSHEET_SUFFIXES = {".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".xlsb", ".ods", ".ots"}

#: A list of 300,000 members unpacks to about 400 MB of XML; more than this is no list of members.
_MOST_UNPACKED = 1_500_000_000
#: No honest spreadsheet packs this well once it is large.
_MOST_RATIO = 400
_LARGE = 50_000_000
_MOST_BYTES = 300_000_000
_MOST_PARTS = 20_000

_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_WEB_TAGS = (b"<html", b"<table", b"<tr", b"<td", b"<body", b"<head", b"<meta")
_SAVE_AS = "Hãy mở tệp bằng Excel, chọn “Lưu thành” (Save As) kiểu .xlsx rồi nhập lại."


class Format(StrEnum):
    """How the bytes of a file are to be read."""

    WORKBOOK = "workbook"
    DELIMITED = "delimited"
    WEB_PAGE = "web page"
    XML_SHEET = "XML spreadsheet"


def recognise(path: Path) -> Format:
    """Tell how to read a file; looks at its content first and at its name only for plain text.

    Raises :class:`FileProblemError` with one sentence for the user when it is missing, empty, encrypted,
    damaged,
    dangerous, or no list at all.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileProblemError(
            f"Tệp {path.name} trống rỗng (0 byte): hãy chép lại tệp từ máy cũ rồi nhập lại."
        )
    if size > _MOST_BYTES:
        raise too_large(path)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_ZIP):
        _check_package(path)
        return Format.WORKBOOK
    if head.startswith(_OLE):
        _check_compound(path)
        return Format.WORKBOOK
    return _recognise_text(path, head)


def too_large(path: Path) -> FileProblemError:
    """The error for a file that would eat the machine."""
    return FileProblemError(
        f"Tệp {path.name} quá lớn hoặc khai báo bảng khổng lồ, không phải danh sách hội viên bình thường. "
        "Hãy chép riêng phần danh sách sang một tệp Excel mới rồi nhập tệp đó."
    )


def damaged(path: Path) -> FileProblemError:
    """The error for a file that breaks off or is not built as its kind should be."""
    return FileProblemError(
        f"Tệp {path.name} bị hỏng hoặc chép chưa hết, không đọc được. Hãy chép lại tệp gốc; "
        "nếu Excel vẫn mở được, hãy chọn “Lưu thành” (Save As) kiểu .xlsx rồi nhập lại."
    )


def encrypted(path: Path) -> FileProblemError:
    """The error for a workbook with a password."""
    return FileProblemError(
        f"Tệp {path.name} có đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ), "
        "lưu lại rồi nhập lại."
    )


def _check_package(path: Path) -> None:
    """Refuse a zip that is cut off, packed like a bomb, or something else than a spreadsheet."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise damaged(path) from problem
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if packed > path.stat().st_size:
        raise damaged(path)  # parts that overlap: each is unpacked again from the same bytes
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise too_large(path)
    if unpacked > _LARGE and unpacked / packed > _MOST_RATIO:
        raise too_large(path)
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise encrypted(path)
    if any(name.startswith("word/") for name in names):
        raise _word(path)
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise FileProblemError(
            f"Tệp {path.name} là tệp nén (.zip), không phải bảng tính. "
            "Hãy giải nén rồi nhập tệp Excel bên trong."
        )


def _check_compound(path: Path) -> None:
    """Refuse an old-style container that holds no workbook: an encrypted one, a Word document."""
    try:
        with path.open("rb") as file:
            compound = CompoundFile(file)
            names = compound.names
            book = next((name for name in ("workbook", "book") if name in names), None)
            locked = book is not None and _asks_a_password(compound.stream(book, 4096))
    except (ValueError, KeyError, struct.error) as problem:
        raise damaged(path) from problem
    if locked:
        raise encrypted(path)
    if book is not None:
        return
    if "encryptedpackage" in names:
        raise encrypted(path)
    if "worddocument" in names:
        raise _word(path)
    raise FileProblemError(f"Tệp {path.name} không chứa bảng tính. {_SAVE_AS}")


def _asks_a_password(start: bytes) -> bool:
    """Whether a FILEPASS record is among the first of an .xls workbook ([MS-XLS] 2.4.117)."""
    at = 0
    while at + 4 <= len(start):
        kind, size = struct.unpack_from("<HH", start, at)
        if kind == 0x2F:
            return True
        at += 4 + size
    return False


def _word(path: Path) -> FileProblemError:
    return FileProblemError(
        f"Tệp {path.name} là tài liệu Word. "
        "Hãy chép bảng danh sách trong đó sang Excel, lưu kiểu .xlsx rồi nhập."
    )


def no_table(path: Path) -> FileProblemError:
    """The error for a web page or an XML file in which there is no table."""
    return FileProblemError(
        f"Tệp {path.name} là trang web hoặc tệp XML mà không có bảng nào đọc được. {_SAVE_AS}"
    )


def _recognise_text(path: Path, head: bytes) -> Format:
    """Tell apart what is no container; refuses what is no plain text with columns either."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    if start.startswith(b"%pdf"):
        raise FileProblemError(
            f"Tệp {path.name} là PDF, không lấy được bảng. Hãy tìm tệp Excel gốc của danh sách này."
        )
    if start.startswith(b"<"):
        if _XML_SHEET in start and b"<html" not in start:
            return Format.XML_SHEET
        if any(tag in start for tag in _WEB_TAGS):
            return Format.WEB_PAGE
        if start.startswith((b"<?xml", b"<!doctype")):
            raise no_table(path)
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a" for byte in start)
    if controls <= 8 and _has_columns(start):
        return Format.DELIMITED
    if path.suffix.lower() in _SPREADSHEET_SUFFIXES:
        raise FileProblemError(
            f"Tệp {path.name} không phải tệp Excel (có thể bị đổi đuôi hoặc bị hỏng). {_SAVE_AS}"
        )
    utf16 = (
        head[:2] in (b"\xff\xfe", b"\xfe\xff")
        or abs(head[0::2].count(0) - head[1::2].count(0)) > len(head) / 5
    )
    if controls + head.count(0) > 8 + len(head) / 50 and not utf16:
        raise FileProblemError(
            f"Tệp {path.name} không phải danh sách. "
            "Chương trình đọc được .xlsx, .xls, .xlsb, .ods, .csv và .tsv."
        )
    return Format.DELIMITED


def _has_columns(start: bytes) -> bool:
    """Whether the first lines are text with the same separator in each, as web systems name .xls too."""
    lines = [line for line in start.splitlines()[:3] if line.strip()][:2]
    return len(lines) == 2 and any(all(mark in line for line in lines) for mark in (b"\t", b";", b","))
