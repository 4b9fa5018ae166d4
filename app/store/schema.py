"""The JSON Schema of the open format, made from the fields of the records."""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.record import FieldInfo, Record, fields_of
from app.domain.registry import KINDS
from app.store.change_log import ChangeKind
from app.store.exchange import FORMAT, VERSION
from app.vietnamese.dates import PartialDate

_ENTRY = {
    "id": {"type": "integer"},
    "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "string"},
    "machine": {"type": "string"},
    "label": {"type": "string"},
    "kind": {"enum": [kind.value for kind in ChangeKind]},
    "undoable": {"type": "boolean"},
    "undoes": {"type": ["integer", "null"]},
    "undone_by": {"type": ["integer", "null"]},
}


def schema() -> dict[str, Any]:
    """The schema that every :func:`app.store.exchange.dump` follows; also in docs/register.schema.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sổ Hội",
        "description": (
            "Toàn bộ một sổ: các bản ghi theo loại và thứ tự đã thêm, và lịch sử thay đổi. "
            "Ngày ghi 1950, 1950-08 hoặc 1950-08-15, đúng như đã biết; tiền là đồng."
        ),
        "type": "object",
        "required": ["format", "version", "records"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "records": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in KINDS
                },
            },
            "changes": {"type": "array", "items": {"$ref": "#/$defs/change"}},
            "files": {
                "description": "Ảnh và giấy tờ mà các bản ghi nêu tên: SHA-256 của nội dung → base64.",
                "type": "object",
                "additionalProperties": False,
                "patternProperties": {
                    "^[0-9a-f]{64}$": {"type": "string", "contentEncoding": "base64"},
                },
            },
        },
        "$defs": {**{name: _kind(kind) for name, kind in KINDS.items()}, "change": _change()},
    }


def _kind(kind: type[Record]) -> dict[str, Any]:
    required = {
        each.name
        for each in dataclasses.fields(kind)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    }
    required |= {info.name for info in fields_of(kind) if info.name == "id"}
    return {
        "title": kind.title,
        "type": "object",
        "required": [info.name for info in fields_of(kind) if info.name in required],
        "additionalProperties": False,
        "properties": {info.name: _field(info) for info in fields_of(kind)},
    }


def _field(info: FieldInfo) -> dict[str, Any]:
    held: dict[str, Any]
    if issubclass(info.type, StrEnum):
        held = {"enum": [*(each.value for each in info.type), *([None] if info.optional else [])]}
        return {"title": info.label, **held}
    if issubclass(info.type, bool):
        held = {"type": "boolean"}
    elif issubclass(info.type, int):
        held = {"type": "integer"}
    elif issubclass(info.type, PartialDate):
        held = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    elif issubclass(info.type, date):
        held = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    else:
        held = {"type": "string", "maxLength": info.limit}
    if info.optional:
        held["type"] = [held["type"], "null"]
    if info.is_file:
        held["description"] = "key of files, or empty"
    if info.links_to:
        held["description"] = f"id of {info.links_to}"
    return {"title": info.label, **held}


def _change() -> dict[str, Any]:
    # An entry keeps the fields a record had when it was written, whatever they are called now.
    document = {"type": ["object", "null"]}
    item = {
        "type": "object",
        "required": ["kind", "record_id", "before", "after"],
        "additionalProperties": False,
        "properties": {
            "kind": {"enum": list(KINDS)},
            "record_id": {"type": "string"},
            "before": document,
            "after": document,
        },
    }
    return {
        "title": "Một lần thay đổi",
        "type": "object",
        "required": [*_ENTRY, "items"],
        "additionalProperties": False,
        "properties": {**_ENTRY, "items": {"type": "array", "items": item}},
    }
