"""Reading a layout file value by value; every refusal says in Vietnamese which box and why."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.documents.art_names import ART_NAMES
from app.documents.fonts import FONT_NAMES
from app.errors import FileProblemError
from app.vietnamese.text import nfc

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MISSING: Any = object()
_MOST_BYTES = 40_000_000
_LARGE = 1e15  # JSON knows whole numbers that no float holds
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


LAYOUT = "mẫu giấy khen"
BLANK = "phôi"
"""What a file describes, as errors name it."""


def layout_problem(layout: str, reason: str, kind: str = LAYOUT) -> FileProblemError:
    """The error for a layout (or a blank) that cannot be used, in one sentence."""
    return FileProblemError(
        f"{kind.capitalize()} “{layout}” không dùng được: {reason}. Hãy sửa hoặc chọn {_another(kind)}."
    )


def _another(kind: str) -> str:
    return f"{kind.split(' ', maxsplit=1)[0]} khác"


def text_of_file(path: Path, kind: str = LAYOUT) -> str:
    """The text of a layout's or blank's file.

    Raises:
        FileProblemError: the file is missing, cannot be read, or is far too large.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise layout_problem(path.stem, f"tệp lớn quá {_MOST_BYTES // 10**6} MB", kind)
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise FileProblemError(f"Không tìm thấy {kind} {path.name}. Hãy chọn {_another(kind)}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblemError(f"Không đọc được {kind} {path.name}. Hãy chọn {_another(kind)}.") from error


def document_of(text: str, name: str, kind: str = LAYOUT) -> LayoutReader:
    """The JSON text of a layout or blank, ready to be read; ``name`` serves where it gives none.

    Raises:
        FileProblemError: it is not a JSON object.
    """
    try:
        document = json.loads(text)
        # A JSON escape can name half a character, which no file and no PDF can hold.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise layout_problem(name, "tệp không phải JSON đúng cách", kind) from error
    return LayoutReader(document, name, kind=kind)


class LayoutReader:
    """One JSON object of a layout; each value is asked for once, and what nobody asked for is refused."""

    def __init__(self, document: object, layout: str, where: str = "", *, kind: str = LAYOUT) -> None:
        self.layout = layout
        self._where = where
        self._kind = kind
        if not isinstance(document, Mapping):
            raise self.problem("không phải là một bộ giá trị { … }")
        self._values: dict[str, Any] = dict(document)

    def problem(self, reason: str) -> FileProblemError:
        """The error that says where in the layout the reason lies."""
        told = f"{self._where}: {reason}" if self._where else reason
        return layout_problem(self.layout, told, self._kind)

    def name_part(self, key: str) -> None:
        """Let later errors name the box by its key."""
        if key:
            self._where = f"ô “{key}”"

    def finish(self) -> None:
        """Refuse what is left over: a misspelt key must not be ignored."""
        if self._values:
            raise self.problem(f"không hiểu “{next(iter(self._values))}”")

    def text(self, key: str, *, default: str = _MISSING) -> str:
        """A text, in NFC."""
        value = self._take(key, default)
        if not isinstance(value, str) or len(value) > 2000:
            raise self.problem(f"“{key}” phải là chữ, không quá 2000 chữ cái")
        return nfc(value)

    def choice(self, key: str, choices: tuple[str, ...], *, default: str = _MISSING) -> str:
        """One of the listed words."""
        value = self._take(key, default)
        if value != default and value not in choices:
            raise self.problem(f"“{key}” là “{value}”, phải là một trong: {', '.join(choices)}")
        return str(value)

    def number(self, key: str, low: float, high: float, *, default: float = _MISSING) -> float:
        """A number between ``low`` and ``high``."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.problem(f"“{key}” phải là một số")
        if not low <= value <= high:
            shown = f"là {value:g}, " if abs(value) < _LARGE else ""
            raise self.problem(f"“{key}” {shown}phải từ {low:g} đến {high:g}")
        return float(value)

    def optional_number(self, key: str, low: float, high: float) -> float | None:
        """A number between ``low`` and ``high``, or None where there is none."""
        if self._values.get(key) is None:
            self._values.pop(key, None)
            return None
        return self.number(key, low, high)

    def integer(self, key: str, low: int, high: int, *, default: int = _MISSING) -> int:
        """A whole number between ``low`` and ``high``."""
        value = self.number(key, low, high, default=default)
        if value != int(value):
            raise self.problem(f"“{key}” phải là số nguyên")
        return int(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.problem(f"“{key}” phải là true hoặc false")
        return value

    def colour(self, key: str, *, default: str) -> str:
        """A colour as #rrggbb."""
        value = self._take(key, default)
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise self.problem(f"“{key}” phải là màu viết như #b01218")
        return value.lower()

    def picture(self, key: str, *, optional: bool = False) -> str:
        """Base64 of a PNG or JPEG file; an optional one may be absent or ""."""
        if optional and self._values.get(key, "") == "":
            self._values.pop(key, None)
            return ""
        value = self.text_of_any_length(key)
        try:
            content = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self.problem(f"“{key}” không phải là ảnh") from error
        if not content.startswith(_PICTURE_STARTS):
            raise self.problem(f"“{key}” phải là ảnh PNG hoặc JPEG")
        return value

    def text_of_any_length(self, key: str) -> str:
        """A text as it stands, however long."""
        value = self._take(key, _MISSING)
        if not isinstance(value, str):
            raise self.problem(f"“{key}” phải là chữ")
        return value

    def part(self, key: str, *, optional: bool = False) -> LayoutReader:
        """The object under ``key``; an absent optional one reads as false."""
        value = self._take(key, None if optional else _MISSING)
        where = f"{self._where}, “{key}”" if self._where else f"“{key}”"
        if value is None:
            return _Absent(self.layout)
        return LayoutReader(value, self.layout, where, kind=self._kind)

    def parts(self, key: str, *, optional: bool = False) -> list[LayoutReader]:
        """The objects of the list under ``key`` (at most 500)."""
        values = self._take(key, [] if optional else _MISSING)
        if not isinstance(values, list) or len(values) > 500:
            raise self.problem(f"“{key}” phải là danh sách không quá 500 mục")
        return [
            LayoutReader(value, self.layout, f"“{key}” mục {n}", kind=self._kind)
            for n, value in enumerate(values, 1)
        ]

    def words(self, key: str) -> tuple[str, ...]:
        """The different texts of the list under ``key`` (at most 500), in NFC; none where it is absent."""
        values = self._take(key, [])
        if not isinstance(values, list) or len(values) > 500 or not all(isinstance(v, str) for v in values):
            raise self.problem(f"“{key}” phải là danh sách không quá 500 tên")
        return tuple(dict.fromkeys(nfc(value) for value in values))

    def known_fonts(self) -> tuple[str, ...]:
        """The fonts a layout may name."""
        return FONT_NAMES

    def known_art(self) -> tuple[str, ...]:
        """The drawn borders a layout may name."""
        return ART_NAMES

    def __bool__(self) -> bool:
        return True

    def _take(self, key: str, default: Any) -> Any:
        value = self._values.pop(key, default)
        if value is _MISSING:
            raise self.problem(f"thiếu “{key}”")
        return value


class _Absent(LayoutReader):
    """An optional part that the layout does not have."""

    def __init__(self, layout: str) -> None:
        super().__init__({}, layout)

    def __bool__(self) -> bool:
        return False
