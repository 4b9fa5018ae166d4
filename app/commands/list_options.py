"""The words that narrow, sort and shape a list of members on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import PolicyKind
from app.domain.status import Status
from app.errors import UsageError
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.services.bundle import Services

F = TypeVar("F", bound=Callable[..., Any])
_AGE = re.compile(r"(\d{1,3})?(-)?(\d{1,3})?")

_OPTIONS = (
    click.option(
        "--status",
        "statuses",
        multiple=True,
        metavar="active",
        help="active, moved, left, deceased; nhiều lần được.",
    ),
    click.option("--age", default="", metavar="70-80", help="Tuổi trong năm: 70-80, 70- hay -80."),
    click.option(
        "--policy",
        "policies",
        multiple=True,
        metavar="wounded",
        help="Diện chính sách; any là diện nào cũng được.",
    ),
    click.option("--unknown", multiple=True, metavar="birth", help="Những người chưa rõ mục này."),
    click.option("--view", default="", metavar="TÊN", help="Chế độ xem đã lưu: điều kiện, cột và cách xếp."),
    click.option("--sort", default="", metavar="birth,-name", help="Xếp theo; dấu - là giảm dần."),
    click.option("--columns", default="", metavar="full_name,age", help="Các cột, bằng khóa hay tên cột."),
)


def list_options(command: F) -> F:
    """Add the options to a command; their words are read by :func:`asked`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked(services: Services, words: dict[str, Any]) -> tuple[MemberQuery, tuple[str, ...]] | None:
    """The query and the columns that the words ask for; ``None`` when none was given.

    Raises UsageError for a word that means nothing, NotFoundError for a view there is none of.
    """
    if not any(words.values()):
        return None
    query, columns = MemberQuery(), tuple[str, ...]()
    if words["view"]:
        from app.services import saved_views

        view = saved_views.view_named(services.register, words["view"])
        query, columns = view.query, view.columns
    statuses = frozenset(_one_of(Status, word, "--status") for word in words["statuses"])
    policies = _policies(words["policies"])
    ages = _ages(words["age"]) if words["age"] else (query.age_from, query.age_to)
    query = replace(
        query,
        status=statuses or query.status,
        age_from=ages[0],
        age_to=ages[1],
        policies=policies or query.policies,
        unknown=_unknown(services, words["unknown"]) or query.unknown,
        sort=_sorts(words["sort"]) or query.sort,
    )
    return query, _parts(words["columns"]) or columns


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


E_ = TypeVar("E_", Status, PolicyKind)


def _one_of(kind: type[E_], word: str, option: str) -> E_:
    for each in kind:
        if fold(word) in (each.value, fold(each.label)):
            return each
    raise UsageError(
        f"{option}: không có “{word}”. Chọn một trong: {', '.join(each.value for each in kind)}."
    )


def _policies(wanted: Iterable[str]) -> frozenset[PolicyKind]:
    names = tuple(wanted)
    if any(fold(name) == "any" for name in names):
        return frozenset(PolicyKind)
    return frozenset(_one_of(PolicyKind, name, "--policy") for name in names)


def _ages(text: str) -> tuple[int | None, int | None]:
    found = _AGE.fullmatch(text.strip())
    if found is None or not (found[1] or found[3]):
        raise UsageError(f"--age: không hiểu “{text}”. Ghi như 70-80, 70- hay -80.")
    low, high = (int(part) if part else None for part in (found[1], found[3]))
    return (low, high) if found[2] else (low, low)


def _unknown(services: Services, names: Iterable[str]) -> frozenset[str]:
    from app.services.extra_fields import list_fields
    from app.services.query_words import unknown_choices

    wanted = tuple(names)
    if not wanted:
        return frozenset()
    choices = unknown_choices(use.field for use in list_fields(services.register))
    known = {fold(words): key for key, words in choices} | {key: key for key, _ in choices}
    for name in wanted:
        if name not in known and fold(name) not in known:
            raise UsageError(
                f"--unknown: không có mục “{name}”. Chọn một trong: {', '.join(k for k, _ in choices)}."
            )
    return frozenset(known.get(name) or known[fold(name)] for name in wanted)


def _sorts(text: str) -> tuple[Sort, ...]:
    from app.services.member_columns import SORT_KEYS

    found = []
    for part in _parts(text):
        key = SORT_KEYS.get(part.removeprefix("-"))
        if key is None:
            raise UsageError(f"--sort: không xếp theo “{part}” được. Chọn: {', '.join(SORT_KEYS)}.")
        found.append(Sort(key, part.startswith("-")))
    return tuple(found)
