"""Ways to spoil a file: as cables, half copies, other programs and spiteful people do."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]

_NUMBERS = (
    b"0", b"-1", b"1", b"2", b"65535", b"65536", b"16384", b"16385", b"1048576", b"1048577", b"2147483647",
    b"4294967295", b"4294967296", b"9223372036854775807", b"18446744073709551616", b"1e308", b"-1e308",
    b"NaN", b"", b"0x10", b"1.7976931348623157e309", b"99999999999999999999999999",
)  # fmt: skip
_WORDS = (
    b"", b" ", b"\0", b"#N/A", b"_x0000_", b"_xD800_", b"&#0;", b"&#xD800;", b"&lol;", b"=cmd|'/c'!A1",
    b"true", b"]]>", b"<!--", b"<![CDATA[", b"\xff\xfe", b"\xed\xa0\x80", "\u202eỄ\u0301".encode(),
    "Họ và tên".encode(), b"x" * 40_000, b"<r>" * 3_000, b"\xad" * 50, b'"', b"'", b"\r", b"\x1a",
    b"31/02/1950", b"1900-02-29T00:00:00",
)  # fmt: skip


_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError,
    LookupError,
)  # fmt: skip


def spoil(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The file after one to three mutations; those inside a package are packed again."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        content = random.choice(_of_package if content.startswith(b"PK") else _of_any)(
            random, content, others
        )
    return content


def _place(random: Random, content: bytes) -> int:
    return random.randrange(len(content) + 1)


def _flip_bits(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    held = bytearray(content)
    for _ in range(random.choice((1, 2, 8, 40)) if held else 0):
        held[random.randrange(len(held))] ^= 1 << random.randrange(8)
    return bytes(held)


def _truncate(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return content[: _place(random, content)]


def _blank(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start = _place(random, content)
    size = random.choice((1, 16, 512, 4096))
    return content[:start] + bytes(len(content[start : start + size])) + content[start + size :]


def _repeat(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start = _place(random, content)
    piece = content[start : start + random.choice((1, 20, 300, 5_000))]
    return content[:start] + piece * random.choice((2, 3, 100)) + content[start:]


def _cut_out(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start = _place(random, content)
    return content[:start] + content[start + random.choice((1, 10, 200, 3_000)) :]


def _splice(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    start, size = _place(random, other), random.choice((10, 200, 4_000))
    at = _place(random, content)
    return content[:at] + other[start : start + size] + content[at + random.choice((0, size)) :]


def _binary_number(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """A word of a binary format set to a value at an edge."""
    held = bytearray(content)
    for _ in range(random.choice((1, 1, 3))):
        size = random.choice((1, 2, 4, 8))
        if len(held) > size:
            value = random.choice(
                (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE)
            )
            start = random.randrange(min(len(held), random.choice((2_000, 10**9))) - size)
            held[start : start + size] = (value & (256**size - 1)).to_bytes(size, "little")
    return bytes(held)


def _text_number(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return _replace_one(random, content, rb"-?\d+(?:\.\d+)?", _NUMBERS)


def _word(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return _replace_one(random, content, rb"(?<=[>\"',;\t])[^<>\"',;\t]{1,200}(?=[<\"',;\t])", _WORDS)


def _tag(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """A tag or one of its attributes lost, doubled, or closed at once."""
    tags = list(re.finditer(rb"<[^<>]{1,300}>", content[:2_000_000]))
    if not tags:
        return _flip_bits(random, content, _others)
    tag = random.choice(tags)
    new = random.choice(
        (
            b"",
            tag[0] * 2,
            tag[0] * 2_000,
            tag[0].replace(b">", b"/>"),
            re.sub(rb'\s[\w:]+="[^"]*"', b"", tag[0], count=1),
            tag[0].replace(b'"', b"'"),
            re.sub(rb"<(/?)(\w+:)?", rb"<\1z:", tag[0]),
        )
    )
    return content[: tag.start()] + new + content[tag.end() :]


def _entities(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Entities that stand for each other ten by ten, used in the first text."""
    declared = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    head = re.match(rb"\s*<\?xml[^>]*\?>", content)
    start = head.end() if head else 0
    body = re.sub(rb">([^<>]+)<", b">&a9;<", content[start:], count=1)
    return content[:start] + b"<!DOCTYPE x [" + declared + b"]>" + body


def _replace_one(random: Random, content: bytes, pattern: bytes, by: Sequence[bytes]) -> bytes:
    found = list(re.finditer(pattern, content[:500_000]))
    if not found:
        return content
    one = random.choice(found)
    return content[: one.start()] + random.choice(by) + content[one.end() :]


def _part(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """One part of a package spoilt, and all packed again so that the rest is sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
    except _BROKEN:
        return _flip_bits(random, content, others)
    told = [at for at, (name, body) in enumerate(parts) if body and not name.endswith((".png", ".jpeg"))]
    if not told:
        return content
    at = random.choice(told)
    name, body = parts[at]
    match random.randrange(12):
        case 0:
            del parts[at]
        case 1:
            parts.append((name + "x", body))
        case 2:
            parts[at] = (name, random.choice(parts)[1])
        case _:
            textual = body.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<")
            parts[at] = (name, random.choice(_of_xml if textual else _of_any)(random, body, others))
    packed = io.BytesIO()
    method = random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, body in parts:
            package.writestr(name, body)
    return packed.getvalue()


_of_any: tuple[Mutation, ...] = (
    _flip_bits, _truncate, _blank, _repeat, _cut_out, _splice, _binary_number, _text_number, _word, _tag,
)  # fmt: skip
_of_xml: tuple[Mutation, ...] = (
    _text_number, _text_number, _text_number, _word, _word, _tag, _tag, _entities, _truncate, _flip_bits,
    _repeat,
)  # fmt: skip
_of_package: tuple[Mutation, ...] = (
    _part,
    _part,
    _part,
    _part,
    _part,
    _flip_bits,
    _truncate,
    _binary_number,
    _splice,
)
