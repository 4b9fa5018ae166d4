"""The whole register, its history included, as one open document; and a register made from one.

Documented by the JSON Schema that :mod:`app.store.schema` makes from the fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select

from app.domain.record import Record, from_document
from app.domain.registry import KINDS
from app.errors import FieldError, FileProblemError, RuleError
from app.store.history import ChangeKind
from app.store.mapping import mapping_named, mapping_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.tables import change_items, changes

#: What the document calls itself, and its version.
FORMAT = "sohoi"
VERSION = 1

_CHANGE_FIELDS: dict[str, tuple[type, ...]] = {
    "id": (int,),
    "at": (str,),
    "actor": (str,),
    "machine": (str,),
    "label": (str,),
    "kind": (str,),
    "undoable": (bool,),
    "undoes": (int, type(None)),
    "undone_by": (int, type(None)),
}


def dump(reader: Reader) -> dict[str, Any]:
    """Everything the register holds; :func:`load` makes the same register of it, with an identical dump."""
    records = {
        name: [mapping_of(kind).document(record) for record in reader.all(kind)]
        for name, kind in KINDS.items()
    }
    return {"format": FORMAT, "version": VERSION, "records": records, "changes": _dump_changes(reader)}


def _dump_changes(reader: Reader) -> list[dict[str, Any]]:
    dumped: dict[int, dict[str, Any]] = {}
    columns = [changes.c[name] for name in _CHANGE_FIELDS]
    for row in reader.connection.execute(select(*columns).order_by(changes.c.id)):
        dumped[row[0]] = {**dict(zip(_CHANGE_FIELDS, row, strict=True)), "items": []}
    items = select(
        change_items.c.change_id,
        change_items.c.kind,
        change_items.c.record_id,
        change_items.c.before,
        change_items.c.after,
    ).order_by(change_items.c.seq)
    for change_id, kind, record_id, before, after in reader.connection.execute(items):
        mapping = mapping_named(kind)
        dumped[change_id]["items"].append(
            {
                "kind": kind,
                "record_id": record_id,
                "before": None if before is None else mapping.log_document(before),
                "after": None if after is None else mapping.log_document(after),
            }
        )
    return list(dumped.values())


def load(register: Register, document: object, *, label: str = "Nạp sổ từ tệp") -> None:
    """Fill an empty register from a document, in one transaction.

    A document without ``changes`` is logged as one change called ``label``. Raises FileProblemError when it
    is no such document or is newer than the program, FieldError (with the record's kind and place) when a
    record cannot be, RuleError when the register is not empty or records point at what is not there.
    """
    content = _checked(document)
    records = list(_records(content["records"]))
    log = content.get("changes")
    if log is None:
        with register.change(label, undoable=False) as work:
            _require_empty(work)
            work.load_all(records)
        return
    rows, items = _log_rows(log)
    with register.transfer() as work:
        _require_empty(work)
        work.load_all(records)
        work.finish()
        if rows:
            work.connection.execute(insert(changes), rows)
        if items:
            work.connection.execute(insert(change_items), items)


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FileProblemError("Tệp này không phải là bản xuất của Sổ Hội. Hãy chọn tệp khác.")
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise FileProblemError("Tệp này do bản chương trình mới hơn xuất ra. Hãy cài bản Sổ Hội mới.")
    if not isinstance(document.get("records"), dict):
        raise FileProblemError("Tệp xuất thiếu phần các bản ghi (records). Hãy xuất lại từ sổ gốc.")
    return document


def _records(by_kind: dict[str, Any]) -> Iterator[Record]:
    unknown = sorted(set(by_kind) - set(KINDS))
    if unknown:
        raise FileProblemError(f"Tệp xuất có loại bản ghi không hiểu được: {unknown[0]!r}.")
    for name, kind in KINDS.items():
        documents = by_kind.get(name, [])
        if not isinstance(documents, list):
            raise FileProblemError(f"Tệp xuất: phần {name!r} phải là một danh sách.")
        for place, each in enumerate(documents, start=1):
            if not isinstance(each, dict):
                raise FileProblemError(f"Tệp xuất: {kind.title} thứ {place} không phải là một bản ghi.")
            try:
                yield from_document(kind, each)
            except FieldError as problem:
                raise FieldError(
                    problem.field,
                    f"{kind.title} thứ {place} (mã {each.get('id', 'không có')}): {problem.message}",
                ) from problem


def _require_empty(reader: Reader) -> None:
    if any(reader.count(kind) for kind in KINDS.values()) or _has_history(reader):
        raise RuleError("Sổ này đã có dữ liệu. Chỉ nạp được vào một sổ mới, chưa ghi gì.")


def _has_history(reader: Reader) -> bool:
    return reader.connection.execute(select(changes.c.id).limit(1)).first() is not None


def _log_rows(log: object) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if not isinstance(log, list):
        raise FileProblemError("Tệp xuất: phần lịch sử (changes) phải là một danh sách.")
    rows, items = [], []
    for place, entry in enumerate(log, start=1):
        try:
            row = {name: entry[name] for name in _CHANGE_FIELDS}
            wrong = [name for name, types in _CHANGE_FIELDS.items() if type(row[name]) not in types]
            if wrong:
                raise ValueError(wrong[0])
            ChangeKind(row["kind"])
            entry_items = [_item_row(row["id"], item) for item in entry["items"]]
        except (KeyError, TypeError, ValueError) as problem:
            raise FileProblemError(
                f"Tệp xuất: mục lịch sử thứ {place} không đúng dạng ({problem})."
            ) from problem
        rows.append({**row, "item_count": len(entry_items)})
        items += entry_items
    return rows, items


def _item_row(change_id: int, item: dict[str, Any]) -> dict[str, Any]:
    mapping = mapping_named(item["kind"])
    texts = {}
    for side in ("before", "after"):
        document = item[side]
        texts[side] = (
            None if document is None else mapping.log_text([document[name] for name in mapping.columns])
        )
    if not isinstance(item["record_id"], str):
        raise TypeError("record_id")
    return {"change_id": change_id, "kind": item["kind"], "record_id": item["record_id"], **texts}
