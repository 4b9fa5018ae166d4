"""Searching members: what was typed becomes conditions, met by the search index or line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, not_, select

from app.store import sqlite
from app.store.derived import digits_of
from app.store.tables import members
from app.vietnamese.text import clean, fold

#: Longer input is cut here; nobody types it, and a database should not be asked it.
_MOST_WORDS = 12
_LONGEST = 200
_NUMBER = re.compile(r"[0-9.()+]+")


@dataclass(frozen=True, slots=True)
class Search:
    """Pieces that must occur in the folded text, in the name as written, and must not all be in it."""

    folded: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.folded or self.marked)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement for a search looks like, whatever is searched: how many pieces of each sort.

    ``by_index``: the hits come from the search index; else each line is tested.
    """

    folded: int
    marked: int
    without: int
    by_index: bool


@lru_cache(maxsize=256)  # a list asks the same for every page
def parts(typed: str) -> tuple[Search, ...]:
    """The parts of a search in the order of the list; one part that asks nothing for an empty search.

    With accents typed there are two: the names that carry them, then all the others that have the words.
    """
    words = clean(typed[:_LONGEST]).casefold().split()[:_MOST_WORDS]
    plain = tuple(
        dict.fromkeys(_piece(each) for word in words if fold(word) == word for each in _spellings(word))
    )
    folded = tuple(dict.fromkeys(_piece(each) for word in words for each in _spellings(word)))
    if not folded:
        return (Search(),)
    marked = tuple(dict.fromkeys("  " + word for word in words if fold(word) != word))
    if not marked:
        return (Search(folded),)
    # A name that has a word with its accents has it without them: asking for both would cost twice.
    return Search(plain, marked), Search(folded, without=marked)


def _spellings(word: str) -> list[str]:
    """A telephone number typed with dots is searched as digits."""
    if _NUMBER.fullmatch(word) and len(digits_of(word)) >= 3:
        return [digits_of(word)]
    plain = fold(word)
    return [plain] if plain else []


def _piece(word: str) -> str:
    # One or two letters must begin a word: anywhere in a word they would find nearly everybody.
    return word if len(word) >= 3 else ("  " + word)[-3:]


def shape(part: Search, *, by_index: bool) -> Shape:
    """The shape of one part."""
    return Shape(len(part.folded), len(part.marked), len(part.without), by_index and bool(part))


def has_index(connection: Connection) -> bool:
    """Whether there is a search index; so far only SQLite's is used."""
    return connection.dialect.name == "sqlite"


def parameters(part: Search, status: str | None) -> dict[str, Any]:
    """The values of one part, for either way of searching; the index also knows the status."""
    if not part:
        return {}
    values: dict[str, Any] = {
        "match": sqlite.match_expression(part.folded, part.marked, part.without, status),
    }
    for name, pieces in (("folded", part.folded), ("marked", part.marked), ("without", part.without)):
        values |= {f"{name}_{place}": _escaped(piece) for place, piece in enumerate(pieces)}
    return values


@cache
def conditions(of: Shape) -> tuple[ColumnElement[bool], ...]:
    """The conditions on the members' table."""
    if of.by_index:
        return (members.c.seq.in_(sqlite.matching_seqs("match")),)
    found = [_contains(members.c.folded, "folded", place) for place in range(of.folded)]
    found += [_contains(members.c.marked, "marked", place) for place in range(of.marked)]
    if of.without:
        found.append(
            not_(and_(*(_contains(members.c.marked, "without", place) for place in range(of.without))))
        )
    return tuple(found)


@cache
def count_hits() -> Select[Any]:
    """Counts the hits from the search index alone."""
    return select(func.count()).select_from(sqlite.matching_seqs("match").columns().subquery())


def _contains(column: ColumnElement[Any], name: str, place: int) -> ColumnElement[bool]:
    return column.like(bindparam(f"{name}_{place}"), escape="\\")


def _escaped(piece: str) -> str:
    for sign in ("\\", "%", "_"):
        piece = piece.replace(sign, "\\" + sign)
    return f"%{piece}%"
