"""The looks of the sheets of a workbook, whatever its kind."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from app.importers.looks.sheet import Look, Looks

#: What reading a file that is not built as it should be can raise; its values may be sound all the same.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, ValueError, LookupError,
    EOFError, NotImplementedError, OverflowError, RuntimeError, MemoryError,
)  # fmt: skip


def looks_of(path: Path, most_columns: int) -> Looks:
    """What the sheets of a workbook tell beside their values; nothing where that cannot be read."""
    try:
        looks = _reader(path, most_columns)
    except _BROKEN:
        return lambda _name, _place: Look()

    def look(name: str, place: int) -> Look:
        try:
            return looks(name, place)
        except _BROKEN:
            return Look()

    return look


def _reader(path: Path, most_columns: int) -> Looks:
    # Each reader is loaded only for its kind: the child starts anew for every file.
    if not zipfile.is_zipfile(path):
        from app.importers.looks.xls import XlsLooks

        with path.open("rb") as file:
            return XlsLooks(file, most_columns)
    package = zipfile.ZipFile(path)
    names = {name.replace("\\", "/").lower() for name in package.namelist()}
    if "xl/workbook.bin" in names:
        from app.importers.looks.xlsb import XlsbLooks

        return XlsbLooks(package, most_columns)
    if "content.xml" in names:
        from app.importers.looks.ods import ods_looks

        found = ods_looks(package, most_columns)
        return lambda name, _place: found.get(name, Look())
    from app.importers.looks.xlsx import XlsxLooks

    return XlsxLooks(package, most_columns)
