"""The compound file of old Office programs (.xls, .doc, .et): which streams it holds, and their bytes.

Only what is needed to tell such files apart and to look into the workbook beside the reading library. Every
chain is followed within the size of the file, so a circle or a wild number ends in a ``ValueError``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_MARK = bytes.fromhex("D0CF11E0A1B11AE1")
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_SMALL = 64
_MOST_DIRECTORY = 4_000_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The streams of an open compound file. Raises :class:`ValueError` where it is not built as one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0, 2)
        self._length = file.tell()
        file.seek(0)
        head = file.read(512)
        if len(head) < 512 or not head.startswith(_MARK):
            raise ValueError("not a compound file")
        shift, small_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sector size")
        self._sector = 1 << shift
        directory, self._cutoff, small_table = struct.unpack_from("<I4xII", head, 48)
        self._next = self._table(head)
        content = self._chain(directory, _MOST_DIRECTORY)
        self._entries = [
            _entry(content[at : at + _ENTRY]) for at in range(0, len(content) - _ENTRY + 1, _ENTRY)
        ]
        self._small_table = small_table

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages, in small letters."""
        return frozenset(entry.name.lower() for entry in self._entries if entry.kind)

    def stream(self, name: str, most: int) -> bytes:
        """The bytes of a stream, at most ``most``. Raises :class:`KeyError` where there is none."""
        for entry in self._entries:
            if entry.kind == 2 and entry.name.lower() == name.lower():
                if entry.size >= self._cutoff:
                    return self._chain(entry.start, min(entry.size, most))
                return self._small_stream(entry)
        raise KeyError(name)

    def _small_stream(self, entry: _Entry) -> bytes:
        root = next((each for each in self._entries if each.kind == 5), None)
        if root is None:
            raise ValueError("no root")
        held = self._chain(root.start, root.size)
        table = _numbers(self._chain(self._small_table, _MOST_DIRECTORY))
        parts = [held[at * _SMALL : (at + 1) * _SMALL] for at in _follow(entry.start, table, len(held))]
        return b"".join(parts)[: entry.size]

    def _table(self, head: bytes) -> tuple[int, ...]:
        """Which sector follows which."""
        sectors = [at for at in struct.unpack_from("<109I", head, 76) if at < _LAST_SECTOR]
        more, count = struct.unpack_from("<II", head, 68)
        seen = 0
        while more < _LAST_SECTOR and seen <= min(count, self._length // self._sector):
            *held, more = _numbers(self._at(more)) or (_LAST_SECTOR,)
            sectors += [at for at in held if at < _LAST_SECTOR]
            seen += 1
        if len(sectors) > self._length // self._sector + 1:
            raise ValueError("more sectors than the file holds")
        return _numbers(b"".join(map(self._at, sectors)))

    def _at(self, sector: int) -> bytes:
        if (sector + 1) * self._sector >= self._length:
            raise ValueError("sector beyond the end")
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)

    def _chain(self, start: int, most: int) -> bytes:
        if most > self._length and most != _MOST_DIRECTORY:
            raise ValueError("stream longer than the file")
        found, size = [], 0
        for sector in _follow(start, self._next, self._length):
            found.append(self._at(sector))
            size += self._sector
            if size >= most:
                break
        return b"".join(found)[:most]


def _follow(start: int, table: tuple[int, ...], length: int) -> Iterator[int]:
    at, steps = start, 0
    while at < _LAST_SECTOR:
        if at >= len(table) or steps > length // _SMALL:
            raise ValueError("broken chain")
        yield at
        at, steps = table[at], steps + 1


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _entry(line: bytes) -> _Entry:
    (length,) = struct.unpack_from("<H", line, 64)
    start, size = struct.unpack_from("<II", line, 116)
    name = line[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
    return _Entry(name, line[66], start, size)
