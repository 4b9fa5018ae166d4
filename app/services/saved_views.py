"""Named views of the members' list: who, which columns, in which order; kept in the register."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import Gender, PolicyKind
from app.domain.status import Status
from app.domain.views import SavedView
from app.errors import NotFoundError, RuleError
from app.services.member_columns import USUAL
from app.services.query_words import GONE
from app.store.register import Register
from app.vietnamese.text import clean, fold

_PAGE = "members"


@dataclass(frozen=True, slots=True)
class MemberView:
    """One view: ``id`` is empty for those that come with the program, which nobody can change."""

    name: str
    query: MemberQuery
    columns: tuple[str, ...] = USUAL
    id: str = ""


#: The views that come with the program.
BUILT_IN = (
    MemberView("Đang sinh hoạt", MemberQuery(status=Status.ACTIVE)),
    MemberView(
        "Chưa rõ ngày sinh",
        MemberQuery(status=Status.ACTIVE, unknown=frozenset({"birth"})),
        ("full_name", "unit_name", "phone", "address"),
    ),
    MemberView(
        "Chưa có số điện thoại",
        MemberQuery(status=Status.ACTIVE, unknown=frozenset({"phone"})),
        ("full_name", "birth", "unit_name", "address"),
    ),
    MemberView(
        "Diện chính sách",
        MemberQuery(status=Status.ACTIVE, policies=frozenset(PolicyKind)),
        ("full_name", "birth", "unit_name", "policies", "phone"),
    ),
    MemberView(
        "70 tuổi trở lên",
        MemberQuery(status=Status.ACTIVE, age_from=70, sort=(Sort("birth"),)),
        ("full_name", "birth", "age", "unit_name", "address"),
    ),
    MemberView(
        "Đã mất, chuyển, thôi",
        MemberQuery(status=GONE),
        ("full_name", "birth", "unit_name", "status"),
    ),
)


def list_views(register: Register) -> tuple[MemberView, ...]:
    """The views of this register in their order; one that cannot be read any more is left out."""
    with register.read() as reader:
        held = reader.all(SavedView, page=_PAGE, order_by="position")
    return tuple(view for each in held if (view := _read(each)) is not None)


def view_named(register: Register, name: str) -> MemberView:
    """The view of this name, capitals and accents aside; raises NotFoundError."""
    views = (*list_views(register), *BUILT_IN)
    found = next((view for view in views if fold(view.name) == fold(clean(name))), None)
    if found is None:
        offered = ", ".join(f"“{view.name}”" for view in views)
        raise NotFoundError(f"Không có chế độ xem tên “{name}”. Các chế độ có sẵn: {offered}.")
    return found


def save_view(register: Register, name: str, query: MemberQuery, columns: Sequence[str]) -> MemberView:
    """Keep a view under a name; one of the register's own of the same name is replaced.

    The words searched for are no part of it. Refused for a name that comes with the program.
    """
    wanted = clean(name)
    if any(fold(wanted) == fold(view.name) for view in BUILT_IN):
        raise RuleError(f"“{wanted}” là chế độ xem có sẵn của chương trình. Hãy đặt tên khác.")
    document = json.dumps(
        {"query": query_document(dataclasses.replace(query, search="")), "columns": list(columns)},
        ensure_ascii=False,
    )
    with register.change(f"Lưu chế độ xem {wanted}") as work:
        held = work.all(SavedView, page=_PAGE)
        known = next((each for each in held if fold(each.name) == fold(wanted)), None)
        if known is not None:
            stored = work.replace(dataclasses.replace(known, name=wanted, document=document))
        else:
            place = max((each.position for each in held), default=0) + 1
            stored = work.add(SavedView(name=wanted, page=_PAGE, document=document, position=place))
    return MemberView(stored.name, dataclasses.replace(query, search=""), tuple(columns), stored.id)


def rename_view(register: Register, view_id: str, name: str) -> None:
    """Give a view another name; refused when another view has it."""
    wanted = clean(name)
    with register.change(f"Đổi tên chế độ xem thành {wanted}") as work:
        names = [view.name for view in BUILT_IN]
        names += [each.name for each in work.all(SavedView, page=_PAGE) if each.id != view_id]
        if any(fold(wanted) == fold(each) for each in names):
            raise RuleError(f"Đã có chế độ xem tên “{wanted}”. Hãy đặt tên khác.")
        work.replace(dataclasses.replace(work.get(SavedView, view_id), name=wanted))


def remove_view(register: Register, view_id: str) -> None:
    """Take a view out; the members it showed are not touched."""
    with register.change("Xóa chế độ xem") as work:
        work.remove(work.get(SavedView, view_id))


def query_document(query: MemberQuery) -> dict[str, Any]:
    """A query as a JSON object; what asks nothing is left out."""
    found: dict[str, Any] = {}
    for each in dataclasses.fields(query):
        held = getattr(query, each.name)
        if held != each.default:
            found[each.name] = _plain(held)
    return found


def _plain(held: Any) -> Any:
    if isinstance(held, Sort):
        return [held.key, held.descending]
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, frozenset):
        return sorted(held)
    return [_plain(each) for each in held] if isinstance(held, tuple) else held


def query_from(document: dict[str, Any]) -> MemberQuery:
    """The query of a JSON object; raises ValueError, TypeError or KeyError for what is none."""
    return MemberQuery(**{name: _READERS.get(name, _as_is)(held) for name, held in document.items()})


def _as_is(held: Any) -> Any:
    return held


def _status(held: Any) -> Status | frozenset[Status]:
    return Status(held) if isinstance(held, str) else frozenset(Status(each) for each in held)


_READERS: dict[str, Any] = {
    "status": _status,
    "unit_ids": frozenset,
    "on": date.fromisoformat,
    "gender": Gender,
    "policies": lambda held: frozenset(PolicyKind(each) for each in held),
    "categories": frozenset,
    "joined_from": date.fromisoformat,
    "joined_to": date.fromisoformat,
    "roles": frozenset,
    "unknown": frozenset,
    "extra": lambda held: tuple((str(field_id), str(text)) for field_id, text in held),
    "sort": lambda held: tuple(Sort(str(key), bool(descending)) for key, descending in held),
}


def _read(held: SavedView) -> MemberView | None:
    try:
        document = json.loads(held.document)
        columns = tuple(str(key) for key in document["columns"])
        return MemberView(held.name, query_from(document["query"]), columns or USUAL, held.id)
    except (ValueError, TypeError, KeyError):
        return None  # written by a newer program; it stays in the register for it
