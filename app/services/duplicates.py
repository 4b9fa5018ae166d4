"""Finding people who stand in the register twice: while one is typed, and over the whole register."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, islice

from app.domain.members import Member, NotSame
from app.importers.matching import Facts, facts_of_member
from app.progress import Progress, Silent
from app.services.likeness import LIKELY, POSSIBLE, likeness
from app.services.member_queries import MemberRow, roles_on
from app.services.units import read_tree
from app.store.derived import digits_of
from app.store.likeness import Marks, Person, all_marks, candidates, people
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.text import fold

#: Most that are offered while a member is typed; nobody reads more.
_OFFERED = 20
#: A telephone that more members than this share is a chi hội's, not a person's.
_SHARED_BY = 12
#: How many pairs of each weak sort are looked at: names and years of birth are shared by thousands.
_WEAK_PAIRS = 40_000
_BATCH = 4_000

_NUMBERS = re.compile(r"[/;,]")
_Pair = tuple[int, int]


def score_words(score: int) -> str:
    """A score as people say it: "rất giống" or "có thể"."""
    return "rất giống" if score >= LIKELY else "có thể"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A member who may be the one that is being typed; ``score`` from 50 to 99, ``reasons`` in words."""

    row: MemberRow
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who may be one person; ``one`` was entered first."""

    one: MemberRow
    other: MemberRow
    score: int
    reasons: tuple[str, ...]


def possible_duplicates(register: Register, member: Member, *, today: date) -> tuple[Likeness, ...]:
    """Members who may be the same person as ``member``, the likeliest first; at most twenty.

    Namesakes with another date of birth are left out, and whom the user said to be somebody else.
    """
    facts = facts_of_member(member, "")
    with register.read() as reader:
        found = candidates(
            reader,
            full_name=member.full_name,
            birth=member.birth,
            national_id=member.national_id,
            phones=facts.phones,
        )
        others = people(reader, set(found) - {member.id} - _told_apart(reader, member.id))
        likely = []
        for other in others.values():
            found_likely = likeness(facts, member.full_name, _facts(other), other.member.full_name)
            if found_likely.score >= POSSIBLE:
                likely.append((found_likely, other))
        likely.sort(key=lambda each: (-each[0].score, each[1].member.code))
        rows = _rows(reader, [other for _, other in likely[:_OFFERED]], today)
        return tuple(
            Likeness(rows[other.member.id], each.score, each.reasons) for each, other in likely[:_OFFERED]
        )


def find_pairs(
    register: Register, *, today: date, limit: int = 200, progress: Progress | None = None
) -> tuple[Pair, ...]:
    """The pairs of members likeliest to be one person, best first.

    Only members that share something are compared: an identity number, a telephone, a name, a given name and
    a date of birth. Pairs told apart before are left out. In a very large register those who share nothing
    but name and year of birth are looked at up to a bound, those of one unit first.
    """
    listener = progress or Silent()
    with register.read() as reader:
        marks = list(all_marks(reader))
        apart = {frozenset((each.member_id, each.other_id)) for each in reader.all(NotSame)}
        pairs = (pair for pair in _blocked(marks) if frozenset(marks[i].id for i in pair) not in apart)
        best: list[tuple[int, int, int, tuple[str, ...]]] = []
        looked_at = 0
        while batch := list(islice(pairs, _BATCH)):
            looked_at += len(batch)
            listener.step(looked_at, 0, "So các hồ sơ")
            for scored in _scored(reader, marks, batch):
                if len(best) < limit:
                    heapq.heappush(best, scored)
                else:
                    heapq.heappushpop(best, scored)
        chosen = sorted(best, reverse=True)
        shown = people(reader, {marks[-i].id for each in chosen for i in each[1:3]})
        rows = _rows(reader, shown.values(), today)
        return tuple(
            Pair(rows[marks[-one].id], rows[marks[-other].id], score, reasons)
            for score, one, other, reasons in chosen
        )


def tell_apart(register: Register, one_id: str, other_id: str) -> None:
    """Remember that two members are two people; they are not offered as one again."""
    with register.change("Ghi nhận hai người khác nhau") as work:
        for each in (one_id, other_id):
            work.get(Member, each)
        if other_id not in _told_apart(work, one_id):
            work.add(NotSame(member_id=one_id, other_id=other_id))


def _told_apart(reader: Reader, member_id: str) -> set[str]:
    """Who was said to be somebody else than this member."""
    return {each.other_id for each in reader.all(NotSame, member_id=member_id)} | {
        each.member_id for each in reader.all(NotSame, other_id=member_id)
    }


def _facts(person: Person) -> Facts:
    return facts_of_member(person.member, person.unit_id or "")


def _rows(reader: Reader, shown: Iterable[Person], today: date) -> dict[str, MemberRow]:
    listed = list(shown)
    tree = read_tree(reader)
    roles = roles_on(reader, today, frozenset(each.member.id for each in listed))
    return {
        each.member.id: MemberRow(
            id=each.member.id,
            code=each.member.code,
            full_name=each.member.full_name,
            gender=each.member.gender,
            birth=each.member.birth,
            unit_name=tree.name(tree.resolve(each.unit_id)),
            role=roles.get(each.member.id, ""),
            status=each.status,
            joined=each.member.joined,
            phone=each.member.phone,
            address=each.member.address,
            hardship=each.member.hardship,
        )
        for each in listed
    }


# ------------------------------------------------------------------ which pairs are looked at


def _scored(
    reader: Reader, marks: Sequence[Marks], pairs: Sequence[_Pair]
) -> Iterator[tuple[int, int, int, tuple[str, ...]]]:
    """Score, places (negative: of equal scores the first entered come first) and reasons of likely pairs."""
    known = people(reader, {marks[i].id for pair in pairs for i in pair})
    facts = {member_id: _facts(person) for member_id, person in known.items()}
    for one, other in pairs:
        mine, theirs = marks[one], marks[other]
        found = likeness(facts[mine.id], mine.full_name, facts[theirs.id], theirs.full_name)
        if found.score >= POSSIBLE:
            yield found.score, -one, -other, found.reasons


def _blocked(marks: Sequence[Marks]) -> Iterator[_Pair]:
    """Pairs that share something, each once, those that share most first."""
    seen: set[_Pair] = set()
    words = _words(marks)
    for pairs, most in (
        (_within(_by_id(marks)), None),
        (_within(_by_day(marks, words)), None),
        (_within(_by_phone(marks), _SHARED_BY), None),
        (_same_year(marks, words, with_unit=True), _WEAK_PAIRS),
        (_same_year(marks, words, with_unit=False), _WEAK_PAIRS),
        (_birth_unknown(marks, words, with_unit=True), _WEAK_PAIRS),
        (_birth_unknown(marks, words, with_unit=False), _WEAK_PAIRS),
    ):
        fresh = (pair for pair in pairs if pair not in seen and _may_be_one(marks[pair[0]], marks[pair[1]]))
        for pair in islice(fresh, most):
            seen.add(pair)
            yield pair


def _may_be_one(one: Marks, other: Marks) -> bool:
    """Whether a closer look is worth it: most pairs that share little have two identity numbers."""
    if len(one.national_id) != 12 or len(other.national_id) != 12:
        return True
    # A slip is one wrong digit, or two that changed places.
    return sum(a != b for a, b in zip(one.national_id, other.national_id, strict=True)) <= 2


def _words(marks: Sequence[Marks]) -> list[tuple[str, ...]]:
    """The bare words of each name; a name that many have is kept once."""
    known: dict[str, tuple[str, ...]] = {}
    return [
        known.get(each.full_name) or known.setdefault(each.full_name, tuple(fold(each.full_name).split()))
        for each in marks
    ]


def _within(groups: Iterable[Sequence[int]], most: int = 400) -> Iterator[_Pair]:
    for group in groups:
        if len(group) <= most:
            yield from combinations(group, 2)


def _by_id(marks: Sequence[Marks]) -> Iterable[Sequence[int]]:
    return _groups((each.national_id, i) for i, each in enumerate(marks) if each.national_id)


def _by_phone(marks: Sequence[Marks]) -> Iterable[Sequence[int]]:
    return _groups(
        (number, i)
        for i, each in enumerate(marks)
        if each.phone
        for number in {digits_of(part).lstrip("0") for part in _NUMBERS.split(each.phone)}
        if len(number) >= 6
    )


def _by_day(marks: Sequence[Marks], words: Sequence[tuple[str, ...]]) -> Iterator[Sequence[int]]:
    """Born on one day, with one given name, or one family name and given names of one first letter."""
    known = [i for i, each in enumerate(marks) if len(each.birth) == 10 and words[i]]
    yield from _groups(((words[i][-1], marks[i].birth), i) for i in known)
    yield from _groups(((words[i][0], words[i][-1][0], marks[i].birth), i) for i in known)


def _same_year(
    marks: Sequence[Marks], words: Sequence[tuple[str, ...]], *, with_unit: bool
) -> Iterator[_Pair]:
    """One name, in any order of its words or without one of the middle ones, and days that can be one."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, each in enumerate(marks):
        if each.birth:
            groups.setdefault(_key(words[i], each, with_unit, each.birth[:4]), []).append(i)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if _agree(marks, *pair))
    for i, each in enumerate(marks):
        if each.birth and len(words[i]) > 2:
            for gap in range(1, len(words[i]) - 1):
                shorter = (*words[i][:gap], *words[i][gap + 1 :])
                for j in groups.get(_key(shorter, each, with_unit, each.birth[:4]), ()):
                    if _agree(marks, i, j):
                        yield min(i, j), max(i, j)


def _birth_unknown(
    marks: Sequence[Marks], words: Sequence[tuple[str, ...]], *, with_unit: bool
) -> Iterator[_Pair]:
    """One name, of one of the two no date of birth."""
    unknown = [i for i, each in enumerate(marks) if not each.birth and words[i]]
    keys = {_key(words[i], marks[i], with_unit) for i in unknown}
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, each in enumerate(marks):
        key = _key(words[i], each, with_unit)
        if key in keys:
            groups.setdefault(key, []).append(i)
    for i in unknown:
        for j in groups[_key(words[i], marks[i], with_unit)]:
            if i != j:
                yield min(i, j), max(i, j)


def _key(words: tuple[str, ...], marks: Marks, with_unit: bool, year: str = "") -> tuple[object, ...]:
    return (marks.unit_id if with_unit else "", year, _sorted(words))


@lru_cache(maxsize=65_536)
def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name in one order, whatever the order they were written in."""
    return tuple(sorted(words))


def _agree(marks: Sequence[Marks], one: int, other: int) -> bool:
    mine, theirs = marks[one].birth, marks[other].birth
    return mine.startswith(theirs) or theirs.startswith(mine)


def _groups(keyed: Iterable[tuple[object, int]]) -> Iterable[Sequence[int]]:
    groups: dict[object, list[int]] = {}
    for key, place in keyed:
        groups.setdefault(key, []).append(place)
    return (group for group in groups.values() if len(group) > 1)
