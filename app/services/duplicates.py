"""Finding people who stand in the register twice: while one is typed, and over the whole register."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

from app.domain.members import Member, NotSame
from app.progress import Progress, Silent
from app.services.likeness import LIKELY, POSSIBLE, known_of, likeness
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
    typed = known_of(member, None)
    with register.read() as reader:
        found = candidates(
            reader,
            full_name=member.full_name,
            birth=member.birth,
            national_id=member.national_id,
            phones=typed.facts.phones,
        )
        others = people(reader, set(found) - {member.id} - _told_apart(reader, member.id))
        likely = []
        for other in others.values():
            found_likely = likeness(typed, known_of(other.member, other.unit_id))
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
    found_people = people(reader, {marks[i].id for pair in pairs for i in pair})
    known = {member_id: known_of(each.member, each.unit_id) for member_id, each in found_people.items()}
    for one, other in pairs:
        found = likeness(known[marks[one].id], known[marks[other].id])
        if found.score >= POSSIBLE:
            yield found.score, -one, -other, found.reasons


def _blocked(marks: Sequence[Marks]) -> Iterator[_Pair]:
    """Pairs that share something, each once, those that share most first."""
    seen: set[_Pair] = set()
    names = _names(marks)
    for pairs, most in (
        (_within(_by_id(marks)), None),
        (_within(_by_day(marks, names)), None),
        (_within(_by_phone(marks), _SHARED_BY), None),
        (_same_year(marks, names, with_unit=True), _WEAK_PAIRS),
        (_same_year(marks, names, with_unit=False), _WEAK_PAIRS),
        (_birth_unknown(marks, names, with_unit=True), _WEAK_PAIRS),
        (_birth_unknown(marks, names, with_unit=False), _WEAK_PAIRS),
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


@dataclass(frozen=True, slots=True)
class _Name:
    """One name as many members may have it.

    ``words`` are bare of accents; ``number`` is shared by all names of these words in any order; ``shorter``
    are the numbers of those who have all the words but one between the first and the last.
    """

    words: tuple[str, ...]
    number: int
    shorter: tuple[int, ...]


def _names(marks: Sequence[Marks]) -> list[_Name]:
    """The name of each member, as often as there are members but kept once."""
    words = {name: tuple(fold(name).split()) for name in {each.full_name for each in marks}}
    numbers: dict[tuple[str, ...], int] = {}
    for each in words.values():
        numbers.setdefault(tuple(sorted(each)), len(numbers))
    names = {}
    for name, each in words.items():
        gaps = ((*each[:gap], *each[gap + 1 :]) for gap in range(1, len(each) - 1))
        shorter = {numbers.get(tuple(sorted(rest)), -1) for rest in gaps} - {-1}
        names[name] = _Name(each, numbers[tuple(sorted(each))], tuple(shorter))
    return [names[each.full_name] for each in marks]


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


def _by_day(marks: Sequence[Marks], names: Sequence[_Name]) -> Iterator[Sequence[int]]:
    """Born on one day, with one given name, or one family name and given names of one first letter."""
    known = [
        (names[i].words, each.birth, i)
        for i, each in enumerate(marks)
        if len(each.birth) == 10 and names[i].words
    ]
    yield from _groups(((birth, words[-1]), i) for words, birth, i in known)
    yield from _groups(((birth, words[0], words[-1][0]), i) for words, birth, i in known)


def _same_year(marks: Sequence[Marks], names: Sequence[_Name], *, with_unit: bool) -> Iterator[_Pair]:
    """One name, in any order of its words or without one of the middle ones, and days that can be one."""
    groups: dict[object, list[int]] = {}
    for i, each in enumerate(marks):
        if each.birth:
            key = (each.unit_id if with_unit else "", each.birth[:4], names[i].number)
            groups.setdefault(key, []).append(i)
    for group in groups.values():
        if len(group) > 1:
            yield from (pair for pair in combinations(group, 2) if _agree(marks, *pair))
    for i, each in enumerate(marks):
        if each.birth:
            for number in names[i].shorter:
                for j in groups.get((each.unit_id if with_unit else "", each.birth[:4], number), ()):
                    if _agree(marks, i, j):
                        yield min(i, j), max(i, j)


def _birth_unknown(marks: Sequence[Marks], names: Sequence[_Name], *, with_unit: bool) -> Iterator[_Pair]:
    """One name, of one of the two no date of birth."""
    unknown = [i for i, each in enumerate(marks) if not each.birth and names[i].words]
    wanted = {names[i].number for i in unknown}
    groups: dict[object, list[int]] = {}
    for i, each in enumerate(marks):
        if (number := names[i].number) in wanted:
            groups.setdefault((each.unit_id if with_unit else "", number), []).append(i)
    for i in unknown:
        for j in groups[marks[i].unit_id if with_unit else "", names[i].number]:
            if i != j:
                yield min(i, j), max(i, j)


def _agree(marks: Sequence[Marks], one: int, other: int) -> bool:
    mine, theirs = marks[one].birth, marks[other].birth
    return mine.startswith(theirs) or theirs.startswith(mine)


def _groups(keyed: Iterable[tuple[object, int]]) -> Iterable[Sequence[int]]:
    groups: dict[object, list[int]] = {}
    for key, place in keyed:
        groups.setdefault(key, []).append(place)
    return (group for group in groups.values() if len(group) > 1)
