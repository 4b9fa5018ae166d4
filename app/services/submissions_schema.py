"""The JSON Schema of the file that goes to the Hội above, made from the fields of the records."""

from __future__ import annotations

from typing import Any

from app.services.submissions_format import FORMAT, SENT_KINDS, VERSION, People, sent_fields
from app.store.schema import schema as register_schema

_TEXT = {"type": "string"}
_AMOUNT = {"type": ["integer", "null"]}
_FLAG = {"type": "boolean"}


def schema() -> dict[str, Any]:
    """The schema that every file written here follows; also in docs/submission.schema.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tệp nộp cấp trên của Sổ Hội",
        "description": (
            "Báo cáo một kỳ của một Hội gửi Hội cấp trên. sha256 tính trên tài liệu JSON bỏ mục sha256, tên "
            "mục xếp theo thứ tự, không dấu cách, mã UTF-8. Tiền là đồng, số nguyên. Trình đọc bỏ qua mục "
            "không biết; đổi nghĩa một mục thì tăng version."
        ),
        "type": "object",
        "required": ["format", "version", "sha256", "sender", "period", "estimate", "made_at", "figures"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "sender": {
                "type": "object",
                "required": ["name", "register_id"],
                "properties": dict.fromkeys(("name", "code", "register_id", "place", "contact"), _TEXT),
            },
            "period": {
                "type": "object",
                "required": ["starts", "ends"],
                "properties": {
                    "starts": {"type": "string", "format": "date"},
                    "ends": {"type": "string", "format": "date"},
                    "label": _TEXT,
                },
            },
            "estimate": {**_FLAG, "description": "Số ước: lập khi kỳ chưa hết."},
            "made_at": {"type": "string", "format": "date-time"},
            "figures": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
            "units": {
                "description": "Số liệu theo đơn vị: tên các cột, rồi tên và số của từng đơn vị.",
                "type": "object",
                "properties": {
                    "columns": {"type": "array", "items": _TEXT},
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["name", "amounts"],
                            "properties": {
                                "name": _TEXT,
                                "amounts": {"type": "array", "items": {"type": "integer"}},
                            },
                        },
                    },
                },
            },
            "people": {"$ref": "#/$defs/people"},
        },
        "$defs": {"figure": _figure(), "people": _people()},
    }


def _figure() -> dict[str, Any]:
    keys = {
        "share_of": "Khóa của số mà số này là một phần (tính phần trăm).",
        "average_of": "Số này là số có khóa này …",
        "average_per": "… chia cho số có khóa này.",
    }
    return {
        "description": "Một dòng của báo cáo; dòng không có số (amount trống) là tiêu đề hoặc chưa có số.",
        "type": "object",
        "required": ["key", "label"],
        "properties": {
            "key": _TEXT,
            "label": _TEXT,
            "measure": _TEXT,
            "amount": _AMOUNT,
            "previous": _AMOUNT,
            "money": _FLAG,
            "level": {"type": "integer"},
            "estimate": _FLAG,
            "own": {**_FLAG, "description": "Dòng do Hội tự thêm; khóa chỉ có nghĩa trong báo cáo ấy."},
            **{name: {**_TEXT, "description": said} for name, said in keys.items()},
        },
    }


def _people() -> dict[str, Any]:
    return {
        "description": (
            "Hội viên gửi kèm. refused: số người đã rút đồng ý; unasked: chưa ghi đồng ý. "
            "Mục nhạy cảm chỉ có khi sensitive là true; ghi chú và ảnh không bao giờ gửi."
        ),
        "type": "object",
        "required": ["who", "records"],
        "properties": {
            "who": {"enum": [each.value for each in People if each is not People.NONE]},
            "sensitive": _FLAG,
            "refused": {"type": "integer"},
            "unasked": {"type": "integer"},
            "records": {
                "type": "object",
                "properties": {name: {"type": "array", "items": _record(name)} for name in SENT_KINDS},
            },
        },
    }


def _record(name: str) -> dict[str, Any]:
    known: dict[str, Any] = register_schema()["$defs"][name]
    sent = sent_fields(name, sensitive=True)
    return {
        "title": known["title"],
        "type": "object",
        "required": [each for each in known["required"] if each in sent],
        "properties": {each: known["properties"][each] for each in sent},
    }
