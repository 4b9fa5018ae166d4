"""Fields of a record that are set by words: ``--set MỤC=NỘI DUNG``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from app.domain.record import FieldInfo, Record, fields_of, from_plain
from app.errors import FieldError, UsageError
from app.vietnamese.dates import PartialDate, parse_partial_date
from app.vietnamese.text import fold

_YES, _NO = ("co", "true", "1", "x"), ("khong", "false", "0")


class Settable:
    """The fields of a kind of record, found by their key or their Vietnamese name."""

    def __init__(self, kind: type[Record], *, without: Iterable[str] = ()) -> None:
        """``without`` are fields that cannot be typed."""
        left_out = {"id", "version", *without}
        #: What can be set, by key.
        self.fields = {info.name: info for info in fields_of(kind) if info.name not in left_out}

    def option(self, command: Callable[..., Any]) -> Callable[..., Any]:
        """The option ``--set`` of a command, which gets the words as ``settings``."""
        said = f"MỤC=NỘI DUNG, lặp lại được. Các mục, ghi bằng khóa hay tên: {self._known}."
        return click.option("--set", "settings", metavar="MỤC=NỘI DUNG", multiple=True, help=said)(command)

    def values(self, settings: Iterable[str]) -> dict[str, Any]:
        """What the words set, by field; raises UsageError for an unknown field, FieldError for a value."""
        values = {}
        by_label = {fold(info.label): info for info in self.fields.values()}
        for name, text in pairs(settings, "MỤC"):
            info = self.fields.get(name) or by_label.get(fold(name))
            if info is None:
                raise UsageError(f"Không có mục “{name}”. Các mục: {self._known}.")
            values[info.name] = _value(info, text)
        return values

    @property
    def _known(self) -> str:
        return ", ".join(f"{name} ({info.label})" for name, info in self.fields.items())


def pairs(said: Iterable[str], wanted: str) -> list[tuple[str, str]]:
    """Name and text of each "name=text"; raises UsageError, which asks for ``wanted``, for other words."""
    found = []
    for each in said:
        name, sign, text = each.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"“{each}” chưa đúng: hãy ghi {wanted}=NỘI DUNG.")
        found.append((name.strip(), text.strip()))
    return found


def _value(info: FieldInfo, text: str) -> Any:
    if info.type is str:
        return text
    if not text:
        return False if info.type is bool else None
    if info.type is PartialDate:
        return parse_partial_date(text)
    if info.type is int:
        try:
            return int(text)
        except ValueError as problem:
            raise FieldError(info.name, f"{info.label}: “{text}” không phải một số.") from problem
    if info.type is bool:
        word = fold(text)
        if word not in (*_YES, *_NO):
            raise FieldError(info.name, f"{info.label}: “{text}” – hãy ghi có hoặc không.")
        return word in _YES
    return from_plain(info, {"nam": "male", "nu": "female"}.get(fold(text), text))
