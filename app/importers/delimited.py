"""Plain-text lists (.csv, .tsv): in what letters they are written, what separates their columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.importers.headers import find_header
from app.importers.tables import Row
from app.vietnamese.encodings import Encoding, decode, detect_column
from app.vietnamese.syllables import is_vietnamese_word
from app.vietnamese.text import nfc

_SEPARATORS = (",", ";", "\t", "|")
_TRIAL_ROWS = 60
_LONGEST_FIELD = 1_000_000
#: A cell with more line breaks than this is a quotation mark that somebody forgot to close.
_MOST_BREAKS = 30


def text_of_bytes(content: bytes, words: bytes | None = None) -> str:
    """The characters of a plain text; ``words`` are those of its bytes that tell the letters, if not all.

    UTF-8 and UTF-16 with or without byte order mark, Windows-1258; text in TCVN3 or VNI is given as the
    Latin-1
    characters it was stored as, for :func:`app.vietnamese.encodings.detect_column` to decide column by
    column.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, errors="replace")
    head = content[:4096]
    if head[1::2].count(0) > len(head) / 5:
        return content.decode("utf-16-le", errors="replace")
    if head[0::2].count(0) > len(head) / 5:
        return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy_text(content, words or content)


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a plain text; ``unclosed`` are the numbers of those whose quotation marks do not pair."""

    rows: tuple[Row, ...]
    unclosed: tuple[int, ...] = ()


def rows_of_text(text: str) -> TextRows:
    """The rows with their Excel numbers; rows without content are left out but counted.

    The separator is the one with which a header is found, or else the one that gives the most even
    columns. An
    Excel line ``sep=;`` at the top is obeyed and, as in Excel, not counted.
    """
    text = text.replace("\x00", "")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _rows(rest, first.strip()[4])
    return _rows(text, _separator(text))


def _legacy_text(content: bytes, words: bytes) -> str:
    """Windows-1258 if that gives more Vietnamese words than the older encodings do, else plain Latin-1."""
    try:
        windows = nfc(content.decode("cp1258"))
    except UnicodeDecodeError:
        return content.decode("latin-1")
    lines = words[:200_000].decode("latin-1").splitlines()[:2000]
    found = detect_column(lines).encoding
    old = "\n".join(lines)
    by_windows = nfc("\n".join(lines).encode("latin-1").decode("cp1258", errors="replace"))
    if found is not Encoding.UNICODE:
        old = decode(old, found)
    return windows if _valid_words(by_windows) > _valid_words(old) else content.decode("latin-1")


def _valid_words(text: str) -> int:
    words = [
        word.strip("()[].,;:!?\"'/-_*0123456789") for word in text.replace(",", " ").replace(";", " ").split()
    ]
    return sum(is_vietnamese_word(word) for word in words if not word.isascii())


def _separator(text: str) -> str:
    sample = text[:200_000]

    def merit(separator: str) -> tuple[int, int]:
        rows = _rows(sample, separator).rows[:_TRIAL_ROWS]
        header = find_header(rows)
        widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
        even = max(((count * (width - 1)) for width, count in widths.items()), default=0)
        return (len(header.columns) if header else 0), even

    return max(_SEPARATORS, key=merit)


def _rows(text: str, separator: str) -> TextRows:
    """Parse with quotation marks; where one is never closed, so that it would swallow rows, line by line."""
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = tuple(_parse(text, separator, strict=True))
        if _most_breaks(rows) <= _MOST_BREAKS:
            return TextRows(rows)
    except csv.Error:
        pass
    return _line_by_line(text, separator)


def _most_breaks(rows: Iterable[Row]) -> int:
    return max((cell.count("\n") for row in rows for cell in row.cells if isinstance(cell, str)), default=0)


def _line_by_line(text: str, separator: str) -> TextRows:
    rows: list[Row] = []
    unclosed: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        paired = line.count('"') % 2 == 0
        for row in _parse(line[:_LONGEST_FIELD], separator, csv.QUOTE_MINIMAL if paired else csv.QUOTE_NONE):
            rows.append(Row(number, row.cells))
            if not paired:
                unclosed.append(number)
    return TextRows(tuple(rows), tuple(unclosed))


def _parse(
    text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL, *, strict: bool = False
) -> Iterable[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=quoting,  # type: ignore[arg-type]
        strict=strict,
    )
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield Row(number, tuple(cells))
