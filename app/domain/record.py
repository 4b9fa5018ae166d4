"""What every record is: a frozen value with an id and a version that checks itself when made."""

from __future__ import annotations

import dataclasses
import types
import typing
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import clean, clean_multiline

R = TypeVar("R", bound="Record")

#: Longest text of a one-line field, in characters; longer input is refused, never cut silently.
LINE_LIMIT = 300
#: Longest text of a field with several lines.
TEXT_LIMIT = 20_000


def new_id() -> str:
    """A new id that no other register will ever give (32 hexadecimal digits)."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What the screens, the history and the import know of a field: its Vietnamese label and its limits."""

    name: str
    label: str
    type: type
    optional: bool
    limit: int
    multiline: bool
    sensitive: bool
    links_to: str
    is_file: bool


def line(label: str, *, limit: int = LINE_LIMIT, sensitive: bool = False) -> Any:
    """A field with one line of text, empty when not known."""
    return field(default="", metadata={"label": label, "limit": limit, "sensitive": sensitive})


def lines(label: str, *, sensitive: bool = False, limit: int = TEXT_LIMIT) -> Any:
    """A field with several lines of text, empty when not known."""
    return field(
        default="", metadata={"label": label, "limit": limit, "multiline": True, "sensitive": sensitive}
    )


def value(label: str, default: Any = None, *, sensitive: bool = False) -> Any:
    """A field that holds anything but text: number, date, choice, yes or no."""
    return field(default=default, metadata={"label": label, "sensitive": sensitive})


def file_key(label: str) -> Any:
    """A field that names a file kept in the register by the SHA-256 of its content; empty for none."""
    return field(default="", metadata={"label": label, "limit": 64, "file": True})


def link(label: str, to: str) -> Any:
    """A required reference to the id of another record; ``to`` is that record's class name."""
    return field(metadata={"label": label, "links_to": to})


def optional_link(label: str, to: str) -> Any:
    """A reference to another record that may be missing (``None``)."""
    return field(default=None, metadata={"label": label, "links_to": to})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Root of all records. ``version`` counts the saves; 0 means not stored yet.

    Text fields are normalised (NFC, clean spaces) when the record is made, so that two records that
    read alike are alike. A wrong record cannot exist: :meth:`validate` raises
    :class:`app.errors.FieldError`.
    """

    #: The Vietnamese word for one such record, as in "Hội viên".
    title: ClassVar[str] = ""

    id: str = field(default_factory=new_id, metadata={"label": "Mã trong sổ"})
    version: int = field(default=0, metadata={"label": "Lần lưu"})

    def __post_init__(self) -> None:
        """Normalise the text and check the record."""
        values, infos = _reading(type(self))
        held: Any
        for held, info in zip(values(self), infos, strict=True):
            if type(held) is str and info.type is str:
                if held:  # most fields of most records are empty
                    self._normalise(info, held)
                continue
            if held is None:
                if not info.optional:
                    raise FieldError(info.name, f"{info.label}: không được để trống.")
                continue
            if not isinstance(held, info.type) or (info.type is int and isinstance(held, bool)):
                raise FieldError(info.name, f"{info.label}: giá trị không đúng loại ({held!r}).")
            if isinstance(held, str) and info.type is str:
                self._normalise(info, held)
            elif isinstance(held, int) and not -(10**15) <= held <= 10**15:
                raise FieldError(info.name, f"{info.label}: số {held} quá lớn.")
        if not self.id:
            raise FieldError("id", "Bản ghi thiếu mã.")
        self.validate()

    def _normalise(self, info: FieldInfo, held: str) -> None:
        tidy = held if held.isascii() and held.isalnum() else _tidy(held, info)
        if len(tidy) > info.limit:
            raise FieldError(
                info.name,
                f"{info.label}: dài {len(tidy)} ký tự, nhiều nhất là {info.limit}. Hãy rút ngắn lại.",
            )
        if tidy != held:
            object.__setattr__(self, info.name, tidy)

    def validate(self) -> None:
        """Check what this kind of record asks; raise :class:`app.errors.FieldError` if it cannot be."""


def _tidy(text: str, info: FieldInfo) -> str:
    if info.multiline:
        return clean_multiline(text)
    # A register writes the same places, units and names of offices in thousands of records.
    return _clean_short(text) if len(text) <= _SHORT else clean(text)


_SHORT = 80
_clean_short = lru_cache(maxsize=16_384)(clean)


def require(name: str, label: str, held: str) -> None:
    """Refuse an empty text field."""
    if not held:
        raise FieldError(name, f"{label}: không được để trống.")


def require_order(name: str, label: str, start: PartialDate | None, end: PartialDate | None) -> None:
    """Refuse a period that surely ends before it begins."""
    if start is not None and end is not None and end.latest() < start.earliest():
        raise FieldError(name, f"{label}: ngày kết thúc ({end}) trước ngày bắt đầu ({start}).")


def fields_of(kind: type[Record]) -> tuple[FieldInfo, ...]:
    """The fields of a kind of record in their order, id and version included."""
    known = _fields.get(kind)
    if known is None:
        known = _fields[kind] = _read_fields(kind)
    return known


_Reading = tuple[Callable[[Any], tuple[Any, ...]], tuple[FieldInfo, ...]]
_fields: dict[type, tuple[FieldInfo, ...]] = {}
_readings: dict[type, _Reading] = {}


def _reading(kind: type[Record]) -> _Reading:
    """What gives all values of a record at once, and their fields."""
    known = _readings.get(kind)
    if known is None:
        infos = fields_of(kind)
        known = _readings[kind] = attrgetter(*(info.name for info in infos)), infos
    return known


def _read_fields(kind: type[Record]) -> tuple[FieldInfo, ...]:
    hints = typing.get_type_hints(kind)
    infos = []
    for each in dataclasses.fields(kind):
        hint = hints[each.name]
        optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
        plain = next(a for a in typing.get_args(hint) if a is not type(None)) if optional else hint
        meta = each.metadata
        infos.append(
            FieldInfo(
                name=each.name,
                label=meta.get("label", each.name),
                type=plain,
                optional=optional,
                limit=meta.get("limit", LINE_LIMIT),
                multiline=meta.get("multiline", False),
                sensitive=meta.get("sensitive", False),
                links_to=meta.get("links_to", ""),
                is_file=meta.get("file", False),
            )
        )
    return tuple(infos)


def to_plain(kind: type, held: object) -> str | int | bool | None:
    """A field's value as JSON and the database hold it: text, number, true/false or nothing."""
    if held is None:
        return None
    if isinstance(held, PartialDate):
        return held.iso
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, StrEnum):
        return held.value
    if isinstance(held, str | bool | int):
        return held
    raise TypeError(f"{kind.__name__} has no plain form for {held!r}")


def from_plain(info: FieldInfo, held: object) -> Any:
    """A field's value from its plain form; raises :class:`app.errors.FieldError` when it cannot be."""
    if held is None:
        return None
    try:
        if info.type is PartialDate and isinstance(held, str):
            return PartialDate.from_iso(held)
        if info.type is date and isinstance(held, str):
            return date.fromisoformat(held)
        if issubclass(info.type, StrEnum) and isinstance(held, str):
            return info.type(held)
    except ValueError as problem:
        offered = ", ".join(info.type) if issubclass(info.type, StrEnum) else ""
        known = f" Hãy chọn một trong: {offered}." if offered else ""
        raise FieldError(info.name, f"{info.label}: không hiểu “{held}”.{known}") from problem
    if info.type is bool and held in (0, 1):
        return bool(held)
    return held


def to_document(record: Record) -> dict[str, str | int | bool | None]:
    """A record as a JSON object, field by field."""
    return {info.name: to_plain(info.type, getattr(record, info.name)) for info in fields_of(type(record))}


def from_document(kind: type[R], document: dict[str, Any]) -> R:
    """A record from its JSON object; unknown keys are refused, missing ones take their default."""
    infos = {info.name: info for info in fields_of(kind)}
    unknown = sorted(set(document) - set(infos))
    if unknown:
        raise FieldError(unknown[0], f"{kind.title}: không có mục tên {unknown[0]!r}.")
    try:
        return kind(**{name: from_plain(infos[name], held) for name, held in document.items()})
    except TypeError as problem:
        raise FieldError("", f"{kind.title}: thiếu mục bắt buộc ({problem}).") from problem
