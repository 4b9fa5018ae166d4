"""The whole register, its history included, as one open document; and a register made from one.

Documented by the JSON Schema that :mod:`app.store.schema` makes from the fields.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.domain.branch import Branch
from app.domain.record import Record, from_document
from app.domain.registry import KINDS, NAMES
from app.errors import FieldError, FileProblemError, RuleError
from app.store.change_log import ChangeKind
from app.store.mapping import Mapping, mapping_named, mapping_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.tables import TABLES, change_items, changes, files
from app.store.work import Work
from app.vietnamese.text import clean

#: What the document calls itself, and its version.
FORMAT = "sohoi"
VERSION = 1

_GREATEST = 10**15  # as in the records
_LONGEST = 200

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
    document = {"format": FORMAT, "version": VERSION, "records": records, "changes": _dump_changes(reader)}
    kept = reader.connection.execute(select(files.c.sha256, files.c.content).order_by(files.c.sha256))
    if contents := {key: base64.b64encode(content).decode("ascii") for key, content in kept}:
        document["files"] = contents
    return document


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


class _NotNewError(RuleError):
    """The register, not the document, is to blame."""


def load(register: Register, document: object, *, label: str = "Nạp sổ từ tệp") -> None:
    """Fill a new register from a document, in one transaction.

    New is one that is empty or holds only its branch, as it was made; the branch is then replaced. A document
    without ``changes`` is logged as one change called ``label``. Raises FileProblemError, which names the
    record or the entry to blame, when the document is not one, is newer than the program, or holds what no
    register can; RuleError when the register is not new.
    """
    try:
        content = _checked(document)
        records = list(_records(content["records"]))
        contents = _files(content.get("files", {}))
        log = content.get("changes")
        rows, items = ([], []) if log is None else _log_rows(log)
        if log is None:
            with register.change(label, undoable=False) as work:
                _clear_new(work)
                _keep_files(work, contents)
                work.load_all(records)
            return
        with register.transfer() as work:
            _clear_new(work)
            _keep_files(work, contents)
            work.load_all(records)
            work.finish()
            if rows:
                work.connection.execute(insert(changes), rows)
            if items:
                work.connection.execute(insert(change_items), items)
    except _NotNewError:
        raise
    except RuleError as problem:
        raise FileProblemError(f"Tệp xuất không đúng: {_shortened(problem.message)}") from problem
    except (RecursionError, UnicodeEncodeError) as problem:
        raise FileProblemError("Tệp xuất có nội dung không đọc được. Hãy xuất lại từ sổ gốc.") from problem


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FileProblemError("Tệp này không phải là bản xuất của Sổ Hội. Hãy chọn tệp khác.")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise FileProblemError("Tệp xuất thiếu số phiên bản (version). Hãy xuất lại từ sổ gốc.")
    if version > VERSION:
        raise FileProblemError("Tệp này do bản chương trình mới hơn xuất ra. Hãy cài bản Sổ Hội mới.")
    if not isinstance(document.get("records"), dict):
        raise FileProblemError("Tệp xuất thiếu phần các bản ghi (records). Hãy xuất lại từ sổ gốc.")
    return document


def _files(held: object) -> dict[str, bytes]:
    if not isinstance(held, dict):
        raise FileProblemError("Tệp xuất: phần các tệp kèm theo (files) không đúng dạng.")
    contents = {}
    for key, text in held.items():
        try:
            contents[key] = base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError) as problem:
            raise FileProblemError(
                f"Tệp xuất: tệp kèm theo {_shortened(str(key))} không đọc được."
            ) from problem
    return contents


def _keep_files(work: Work, contents: dict[str, bytes]) -> None:
    for key, content in contents.items():
        if work.keep_file(content) != key:
            raise FileProblemError(f"Tệp xuất: tệp kèm theo {_shortened(key)} đã bị đổi nội dung.")


def _records(by_kind: dict[str, Any]) -> Iterator[Record]:
    unknown = sorted(set(by_kind) - set(KINDS))
    if unknown:
        raise FileProblemError(f"Tệp xuất có loại bản ghi không hiểu được: {_shortened(unknown[0])!r}.")
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
                known_as = _shortened(str(each.get("id", "không có")))
                raise FieldError(
                    problem.field, f"{kind.title} thứ {place} (mã {known_as}): {problem.message}"
                ) from problem


def _clear_new(work: Work) -> None:
    """Empty a register that holds nothing but the branch it was made with; raises for any other."""
    held = sum(work.count(kind) for kind in KINDS.values() if kind is not Branch)
    logged = work.connection.execute(select(func.count()).select_from(changes)).scalar_one()
    if held or logged > 1:
        raise _NotNewError("Sổ này đã có dữ liệu. Chỉ nạp được vào một sổ mới, chưa ghi gì ngoài tên Hội.")
    for table in (change_items, changes, TABLES[NAMES[Branch]]):
        work.connection.execute(delete(table))


def _log_rows(log: object) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if not isinstance(log, list):
        raise FileProblemError("Tệp xuất: phần lịch sử (changes) phải là một danh sách.")
    rows: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    known = {entry["id"] for entry in log if isinstance(entry, dict) and type(entry.get("id")) is int}
    last = 0
    for place, entry in enumerate(log, start=1):
        try:
            row = _log_row(entry, known, after=last)
            entry_items = [_item_row(row["id"], item) for item in _listed(entry["items"])]
        except (KeyError, TypeError, ValueError, FieldError) as problem:
            raise FileProblemError(
                f"Tệp xuất: mục lịch sử thứ {place} không đúng dạng ({_shortened(str(problem))})."
            ) from problem
        last = row["id"]
        rows.append({**row, "item_count": len(entry_items)})
        items += entry_items
    return rows, items


def _log_row(entry: dict[str, Any], known: set[int], *, after: int) -> dict[str, Any]:
    row = {name: entry[name] for name in _CHANGE_FIELDS}
    wrong = [name for name, types in _CHANGE_FIELDS.items() if type(row[name]) not in types]
    if wrong:
        raise ValueError(wrong[0])
    if not after < row["id"] <= _GREATEST:
        raise ValueError("id")
    datetime.fromisoformat(row["at"])
    if ChangeKind(row["kind"]) is not ChangeKind.DO and row["undoes"] is None:
        raise ValueError("undoes")
    if row["undoes"] is not None and row["undoes"] >= row["id"]:
        raise ValueError("undoes")
    for name in ("undoes", "undone_by"):
        if row[name] is not None and row[name] not in known:
            raise ValueError(name)
    return row


def _listed(held: object) -> list[Any]:
    if not isinstance(held, list):
        raise TypeError("items")
    return held


def _item_row(change_id: int, item: dict[str, Any]) -> dict[str, Any]:
    mapping = mapping_named(item["kind"])
    record_id = item["record_id"]
    texts = {side: _log_text(mapping, record_id, item[side]) for side in ("before", "after")}
    if texts["before"] is None and texts["after"] is None:
        raise ValueError("before, after")
    return {"change_id": change_id, "kind": item["kind"], "record_id": record_id, **texts}


def _log_text(mapping: Mapping[Record], record_id: object, document: object) -> str | None:
    """What the log keeps of a record; checked like a record, for undoing would put it back.

    As in a record, fields that came after the format of the export may be missing.
    """
    if document is None:
        return None
    if not isinstance(document, dict):
        raise TypeError("before, after")
    record = from_document(mapping.kind, document)
    if record.id != record_id:
        raise ValueError("record_id")
    return mapping.log_text(mapping.plain(record))


def _shortened(text: str) -> str:
    """One line that fits a message, whatever the file holds."""
    line = clean(text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
