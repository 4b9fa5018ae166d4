"""The full check of a register: every record is sound, every derived column follows, the log agrees."""

from __future__ import annotations

import hashlib
from functools import cache

from sqlalchemy import Connection, func, select

from app.domain.record import fields_of, from_document
from app.domain.registry import KINDS
from app.errors import SoHoiError
from app.store.mapping import mapping_of, row_columns
from app.store.prepared import Prepared
from app.store.standing import wrong_places
from app.store.tables import TABLES, change_items, changes, files


def find_faults(connection: Connection) -> list[str]:
    """What is wrong with the contents, in Vietnamese; empty when all is well."""
    found: list[str] = []
    logged = _last_logged(connection)
    for name in KINDS:
        found += _wrong_records(connection, name, logged.get(name, {}))
    found += wrong_places(connection)
    found += _wrong_log(connection)
    found += _wrong_files(connection)
    return found


def _wrong_records(connection: Connection, name: str, logged: dict[str, str | None]) -> list[str]:
    found = []
    mapping = mapping_of(KINDS[name])
    width = len(mapping.columns)
    for row in _select_rows(name).rows(connection, {}):
        record_id = row[0]
        try:
            record = mapping.record(row[:width])
            document = mapping.document(record)
            if mapping.document(from_document(mapping.kind, document)) != document:
                found.append(f"{mapping.kind.title} mã {record_id}: nội dung chưa được chuẩn hóa")
            if tuple(row[width:]) != mapping.derived(record):
                found.append(f"{mapping.kind.title} mã {record_id}: cột sắp xếp, tìm kiếm không khớp")
        except SoHoiError as problem:
            found.append(f"{mapping.kind.title} mã {record_id}: {problem.message}")
            continue
        after = logged.pop(record_id, None)
        if after is None:
            found.append(f"{mapping.kind.title} mã {record_id}: không có trong lịch sử")
        elif {**mapping.log_document(after), "version": 0} != {**document, "version": 0}:
            found.append(f"{mapping.kind.title} mã {record_id}: khác với lần ghi cuối trong lịch sử")
    found += [
        f"{mapping.kind.title} mã {record_id}: có trong lịch sử nhưng không có trong sổ"
        for record_id, after in logged.items()
        if after is not None
    ]
    return found


@cache
def _select_rows(name: str) -> Prepared:
    """Selects all that is stored of a kind, what is derived after what is its own."""
    return Prepared(select(*(TABLES[name].c[column] for column in row_columns(name))))


def _last_logged(connection: Connection) -> dict[str, dict[str, str | None]]:
    """How the history left each record: kind → id → the record as it was last written, none when removed."""
    newest = (
        select(func.max(change_items.c.seq))
        .group_by(change_items.c.kind, change_items.c.record_id)
        .scalar_subquery()
    )
    items = select(change_items.c.kind, change_items.c.record_id, change_items.c.after)
    found: dict[str, dict[str, str | None]] = {}
    for name, record_id, after in connection.execute(items.where(change_items.c.seq.in_(newest))):
        found.setdefault(name, {})[record_id] = after
    return found


def _wrong_log(connection: Connection) -> list[str]:
    counted = (
        select(func.count())
        .where(change_items.c.change_id == changes.c.id)
        .correlate(changes)
        .scalar_subquery()
    )
    rows = connection.execute(select(changes.c.id).where(changes.c.item_count != counted))
    return [f"Lịch sử: thay đổi số {row[0]} thiếu chi tiết" for row in rows]


def _wrong_files(connection: Connection) -> list[str]:
    """Kept files whose content changed, and records that name a file which is not kept."""
    found = []
    known = set()
    for key, size, content in connection.execute(select(files.c.sha256, files.c.size, files.c.content)):
        known.add(key)
        if len(content) != size or hashlib.sha256(content).hexdigest() != key:
            found.append(f"Tệp kèm theo {key[:12]}…: nội dung đã bị hỏng")
    for name, kind in KINDS.items():
        table = TABLES[name]
        for info in fields_of(kind):
            if info.is_file:
                named = select(table.c.id, table.c[info.name]).where(table.c[info.name] != "")
                found += [
                    f"{kind.title} mã {record_id}: thiếu tệp ở mục “{info.label}”"
                    for record_id, key in connection.execute(named)
                    if key not in known
                ]
    return found
