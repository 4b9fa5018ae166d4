"""The conditions of a list in words, one by one: for the chips above a list and the line below a title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.extras import ExtraField
from app.domain.member_lists import MemberQuery
from app.domain.status import Status
from app.domain.units import UnitTree
from app.services.member_columns import columns_of
from app.vietnamese.dates import short_date


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: ``key`` takes it away (:func:`without`), ``text`` is what it asks."""

    key: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


#: What can be asked to be not known yet, as a list of things to find out.
UNKNOWN = (
    *("birth", "phone", "unit", "gender", "address", "hometown", "national_id", "joined", "card_number"),
    *("category", "enlisted", "discharged", "rank", "service_unit", "route_unit", "policies", "honours"),
    *("role", "ethnicity", "religion", "party_joined", "education", "health", "photo"),
)
_APART = {"unit": "Chi hội", "photo": "Ảnh", "honours": "Huân, huy chương"}
#: Who is in the branch no more.
GONE = frozenset(Status) - {Status.ACTIVE}


def unknown_choices(fields: Iterable[ExtraField]) -> tuple[tuple[str, str], ...]:
    """The things that can be asked to be not known, each with its words."""
    own = tuple(fields)
    labels = {column.key: column.label for column in columns_of(own)} | _APART
    return tuple((key, labels[key]) for key in (*UNKNOWN, *(f"extra:{field.id}" for field in own)))


def conditions(query: MemberQuery, tree: UnitTree, fields: Iterable[ExtraField]) -> tuple[Condition, ...]:
    """Everything the query asks besides its words, in words; ``tree`` and ``fields`` give the names."""
    return tuple(_conditions(query, tree, tuple(fields)))


def _conditions(query: MemberQuery, tree: UnitTree, fields: tuple[ExtraField, ...]) -> Iterator[Condition]:
    if query.statuses:
        words = ", ".join(status.label for status in Status if status in query.statuses)
        yield Condition("status", "Tình trạng", words)
    if query.on is not None:
        yield Condition("on", "Tính đến ngày", short_date(query.on))
    if query.unit_ids is not None:
        names = [state.name for state in tree.states if state.unit_id in query.unit_ids]
        yield Condition("unit_ids", "Đơn vị", ", ".join(names) or "không có đơn vị nào")
    yield from _of_person(query)
    labels = dict(unknown_choices(fields))
    for name in sorted(query.unknown & set(labels), key=list(labels).index):
        yield Condition(f"unknown:{name}", "Chưa rõ", labels[name])
    for field_id, text in query.extra:
        name = next((field.name for field in fields if field.id == field_id), "Mục đã bỏ")
        yield Condition(f"extra:{field_id}", name, text or "có ghi")


def _of_person(query: MemberQuery) -> Iterator[Condition]:
    if query.gender is not None:
        yield Condition("gender", "Giới tính", query.gender.label)
    if query.age_from is not None or query.age_to is not None:
        yield Condition("age", "Tuổi", _between(query.age_from, query.age_to))
    if query.policies:
        words = "có" if len(query.policies) > 2 else ", ".join(sorted(p.label for p in query.policies))
        yield Condition("policies", "Diện chính sách", words)
    if query.categories:
        yield Condition("categories", "Đối tượng", ", ".join(sorted(query.categories)))
    if query.hardship is not None:
        yield Condition("hardship", "Hoàn cảnh khó khăn", "có" if query.hardship else "không")
    if query.joined_from is not None or query.joined_to is not None:
        yield Condition("joined", "Vào Hội", _days(query.joined_from, query.joined_to))
    if query.roles:
        yield Condition("roles", "Chức vụ", ", ".join(sorted(query.roles)))


def _between(low: int | None, high: int | None) -> str:
    if low is None:
        return f"đến {high}"
    if high is None:
        return f"từ {low} trở lên"
    return str(low) if low == high else f"{low}–{high}"


def _days(first: date | None, last: date | None) -> str:
    parts = (f"từ {short_date(first)}" if first else "", f"đến {short_date(last)}" if last else "")
    return " ".join(part for part in parts if part)


def without(query: MemberQuery, key: str) -> MemberQuery:
    """The query without one of its conditions."""
    nothing = MemberQuery()
    name, _, detail = key.partition(":")
    if name == "unknown":
        return replace(query, unknown=query.unknown - {detail})
    if name == "extra":
        return replace(query, extra=tuple(pair for pair in query.extra if pair[0] != detail))
    names = [f"{name}_from", f"{name}_to"] if name in ("age", "joined") else [name]
    asks_nothing: dict[str, Any] = {each: getattr(nothing, each) for each in names}
    return replace(query, **asks_nothing)


def cleared(query: MemberQuery) -> MemberQuery:
    """The query without any condition, in its order."""
    return MemberQuery(search=query.search, sort=query.sort)
