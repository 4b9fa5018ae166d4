"""What a list of members can show: every fact of a member as a column, with its words and its width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.extras import ExtraField, ExtraKind
from app.domain.members import Member
from app.domain.record import fields_of
from app.domain.year_report import Cell, ColumnKind
from app.errors import NotFoundError
from app.services.extra_fields import read_fields
from app.services.member_queries import MemberRow
from app.services.year_tables import masked
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class MemberColumn:
    """One column.

    ``width`` is in millimetres on an A4 landscape page, as a share; ``sort`` is the key of the order a click
    on its heading asks for, empty where the store has none.
    ``private`` columns are offered apart and shown to nobody who did not choose them; ``masked`` ones lose
    digits on paper unless asked.
    """

    key: str
    label: str
    group: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 25
    sort: str = ""
    private: bool = False
    masked: bool = False


#: The groups of columns in the order they are offered.
GROUPS = (
    "Nhân thân",
    "Trong Hội",
    "Quân ngũ, Trường Sơn",
    "Chính sách, hoàn cảnh",
    "Học vấn, ghi chú",
    "Riêng tư",
    "Mục riêng của Hội",
)
_PERSON, _HOI, _SERVICE, _CARE, _OTHER, _PRIVATE, _OWN = GROUPS
_TEXT, _DATE, _NUMBER, _ID = ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.NUMBER, ColumnKind.IDENTIFIER
_INFOS = {info.name: info for info in fields_of(Member)}
_LABELS = {
    "full_name": "Họ và tên", "birth": "Ngày sinh", "age": "Tuổi", "unit_name": "Chi hội", "role": "Chức vụ",
    "status": "Tình trạng", "joined": "Vào Hội", "code": "Mã", "policies": "Diện chính sách",
    "honours": "Số huân, huy chương", "honour_names": "Huân, huy chương", "hardship": "Khó khăn",
    "old_address": "Địa chỉ cũ", "party_joined": "Vào Đảng", "party_official": "Đảng chính thức",
    "rank": "Cấp bậc", "military_post": "Chức vụ quân đội", "card_number": "Số thẻ",
}  # fmt: skip


def _column(
    key: str, group: str, kind: ColumnKind = _TEXT, width: int = 25, sort: str = "", *, masked: bool = False
) -> MemberColumn:
    info = _INFOS.get(key)
    private = bool(info and info.sensitive)
    label = _LABELS.get(key) or (info.label if info else key)
    return MemberColumn(key, label, _PRIVATE if private else group, kind, width, sort, private, masked)


_COLUMNS = (
    _column("full_name", _PERSON, _TEXT, 42, "name"),
    _column("birth", _PERSON, _DATE, 22, "birth"),
    _column("age", _PERSON, _NUMBER, 12, "age"),
    _column("gender", _PERSON, _TEXT, 14, "gender"),
    _column("phone", _PERSON, _ID, 26, "phone", masked=True),
    _column("address", _PERSON, _TEXT, 40, "address"),
    _column("old_address", _PERSON, _TEXT, 40),
    _column("hometown", _PERSON, _TEXT, 34, "hometown"),
    _column("national_id", _PERSON, _ID, 26, masked=True),
    _column("unit_name", _HOI, _TEXT, 42, "unit"),
    _column("role", _HOI, _TEXT, 32, "role"),
    _column("status", _HOI, _TEXT, 24, "status"),
    _column("joined", _HOI, _DATE, 22, "joined"),
    _column("code", _HOI, _ID, 14, "code"),
    _column("card_number", _HOI, _ID, 22, masked=True),
    _column("category", _SERVICE, _TEXT, 26),
    _column("enlisted", _SERVICE, _DATE, 22, "enlisted"),
    _column("discharged", _SERVICE, _DATE, 22, "discharged"),
    _column("rank", _SERVICE, _TEXT, 22),
    _column("military_post", _SERVICE, _TEXT, 28),
    _column("service_unit", _SERVICE, _TEXT, 34),
    _column("route_from", _SERVICE, _DATE, 22, "route_from"),
    _column("route_to", _SERVICE, _DATE, 22, "route_to"),
    _column("route_unit", _SERVICE, _TEXT, 34),
    _column("policies", _CARE, _TEXT, 34),
    _column("honours", _CARE, _NUMBER, 18, "honours"),
    _column("honour_names", _CARE, _TEXT, 42),
    _column("hardship", _CARE, _TEXT, 16, "hardship"),
    _column("hardship_note", _CARE, _TEXT, 34),
    _column("education", _OTHER, _TEXT, 20),
    _column("profession", _OTHER, _TEXT, 30),
    _column("note", _OTHER, _TEXT, 42),
    _column("ethnicity", _PRIVATE, _TEXT, 18),
    _column("religion", _PRIVATE, _TEXT, 18),
    _column("party_joined", _PRIVATE, _DATE, 22, "party_joined"),
    _column("party_official", _PRIVATE, _DATE, 22, "party_official"),
    _column("party_cell", _PRIVATE, _TEXT, 26),
    _column("party_badge", _PRIVATE, _NUMBER, 18, "party_badge"),
    _column("health", _PRIVATE, _TEXT, 30),
)
#: The keys of orders by what asks for them: the column's own key or the order's.
SORT_KEYS = (
    {each.sort: each.sort for each in _COLUMNS if each.sort}
    | {each.key: each.sort for each in _COLUMNS if each.sort}
    | {"birthday": "birthday"}
)
#: What a list shows until somebody chooses.
USUAL = ("full_name", "birth", "unit_name", "phone", "role")
_EXTRA_KINDS = {ExtraKind.NUMBER: _NUMBER, ExtraKind.DATE: _DATE}


def columns_of(fields: Iterable[ExtraField]) -> tuple[MemberColumn, ...]:
    """All columns there are in a register whose branch defined these fields."""
    own = (
        MemberColumn(
            f"extra:{field.id}",
            field.name,
            _PRIVATE if field.sensitive else _OWN,
            _EXTRA_KINDS.get(field.kind, _TEXT),
            30,
            private=field.sensitive,
        )
        for field in fields
    )
    return (*_COLUMNS, *own)


def member_columns(register: Register) -> tuple[MemberColumn, ...]:
    """All columns there are in this register."""
    with register.read() as reader:
        return columns_of(read_fields(reader))


def chosen(columns: Iterable[MemberColumn], keys: Iterable[str]) -> tuple[MemberColumn, ...]:
    """The columns with these keys or labels, in this order; raises NotFoundError for one there is none of."""
    all_columns = tuple(columns)
    known = {column.key: column for column in all_columns}
    known |= {fold(column.label): column for column in reversed(all_columns)} | known
    found = []
    for key in keys:
        column = known.get(_OLD_KEYS.get(key, key)) or known.get(fold(key))
        if column is None:
            offered = ", ".join(f"{each.key} ({each.label})" for each in all_columns)
            raise NotFoundError(f"Danh sách không có cột “{key}”. Các cột có sẵn: {offered}.")
        found.append(column)
    return tuple(found)


def private_columns(register: Register, keys: Iterable[str]) -> tuple[str, ...]:
    """The labels of those columns that hold private data: off on paper unless asked for."""
    return tuple(each.label for each in chosen(member_columns(register), keys) if each.private)


_OLD_KEYS = {"name": "full_name", "unit": "unit_name", "chapter": "unit_name"}


def cell(column: MemberColumn, row: MemberRow, *, full_numbers: bool) -> Cell:
    """What a paper writes into a cell: masked numbers unless asked, a cross for yes, dates as dates."""
    held = row.value(column.key)
    if held is True:
        return "x"
    if held is None or held is False or held == "":
        return "" if column.kind is _TEXT else None
    if isinstance(held, Enum):
        return str(getattr(held, "label", held.value))
    if column.key.startswith("extra:"):
        return _extra_cell(column, str(held))
    if column.masked and not full_numbers:
        return masked(str(held))
    return held if isinstance(held, int | date | PartialDate) else str(held)


def _extra_cell(column: MemberColumn, held: str) -> Cell:
    """A value of the branch's own field as it was checked when it was entered."""
    if column.kind is _DATE:
        return PartialDate.from_iso(held)
    if column.kind is _NUMBER and held.removeprefix("-").isdigit():
        return int(held)
    return held
