"""Who is who: whether a row of a list is a member of the register, or the same person as a row above.

Namesakes are never merged by name alone. Identity is weighed: an equal id or code, birth, telephone, chi hội,
home
and service speak for one person, differing ones against (points below). A name is compared with its accents
("Hùng" is
not "Hưng") but whatever its capitals and the place of its tone ("hoà" is "hòa").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from app.domain.members import Gender, Member
from app.importers.plan import MemberDraft
from app.vietnamese.dates import PartialDate
from app.vietnamese.names import name_sort_key
from app.vietnamese.text import fold

#: From this many points a row and a member are one person; at or below ``_APART`` they are two.
_ONE = 2
_APART = -2
_CERTAIN = 100
#: For agreeing in everything known, so that a list finds again the very members it made.
_ALIKE = 3
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person for telling him from another; ``chapter`` is any key of his unit.

    ``plain`` is the name without accents; ``is_unmarked`` says that it was surely written without them.
    """

    name: str
    code: str = ""
    national_id: str = ""
    birth: PartialDate | None = None
    gender: Gender | None = None
    phones: frozenset[str] = frozenset()
    chapter: str = ""
    hometown: str = ""
    address: str = ""
    service_unit: str = ""
    dates: tuple[PartialDate | None, ...] = ()
    plain: str = ""
    is_unmarked: bool = False


def facts_of_member(member: Member, chapter: str) -> Facts:
    """The facts of a member of the register."""
    return Facts(
        name=name_key(member.full_name),
        code=fold(member.code),
        national_id=member.national_id,
        birth=member.birth,
        gender=member.gender,
        phones=_phones(member.phone),
        chapter=chapter,
        hometown=_folded(member.hometown),
        address=_folded(member.address),
        service_unit=_folded(member.service_unit),
        dates=(member.enlisted, member.joined),
        plain=_folded(member.full_name),
        is_unmarked=is_unmarked(member.full_name),
    )


def facts_of_draft(draft: MemberDraft, chapter: str) -> Facts:
    """The facts of a row."""
    values = draft.values()
    return Facts(
        name=name_key(draft.full_name),
        code=fold(values.get("code", "")),
        national_id=values.get("national_id", ""),
        birth=values.get("birth"),
        gender=values.get("gender"),
        phones=_phones(values.get("phone", "")),
        chapter=chapter,
        hometown=_folded(values.get("hometown", "")),
        address=_folded(values.get("address", "")),
        service_unit=_folded(values.get("service_unit", "")),
        dates=(values.get("enlisted"), values.get("joined")),
        plain=_folded(draft.full_name),
        is_unmarked=is_unmarked(draft.full_name),
    )


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    return name_sort_key(name)


#: Syllables of names that always bear marks: where one bears none, the whole name was typed so.
_ALWAYS_MARKED = frozenset(
    "nguyen tran le pham vu vo dang bui do ngo duong ly trinh dinh truong trieu nong hua dam luong van thi "
    "duc huu ngoc quoc xuan".split()
)


def is_unmarked(name: str) -> bool:
    """Whether a name was surely typed without its accents: "Nguyen Van An" was, "Ma Lan" need not be."""
    return name.isascii() and not _ALWAYS_MARKED.isdisjoint(name.lower().split())


def weigh(one: Facts, other: Facts) -> int:
    """Points for and against two persons of one name (or one id, or one code) being one."""
    if one.national_id and one.national_id == other.national_id:
        return _CERTAIN
    if len(one.national_id) == len(other.national_id) == 12:
        return -_CERTAIN
    unmarked = one.name != other.name and is_without_marks(one, other)
    named = unmarked or one.name == other.name
    if one.code and one.code == other.code:
        return _CERTAIN // 2 if named or _birth(one.birth, other.birth) > 3 else 0
    if not named:
        return -_CERTAIN
    if unmarked:  # it may be he: never surely by such a name
        return min(_points(one, other), _ONE - 1)
    points = _points(one, other)
    alike = one == (other if one.code and other.code else replace(other, code=one.code))
    return max(points, 0) + _ALIKE if alike else points


def is_without_marks(one: Facts, other: Facts) -> bool:
    """Whether two names differ only in that one of them was typed without accents."""
    return bool(one.plain) and one.plain == other.plain and (one.is_unmarked or other.is_unmarked)


def _points(one: Facts, other: Facts) -> int:
    points = _birth(one.birth, other.birth)
    points += -3 if one.code and other.code else 0
    points += -6 if one.gender and other.gender and one.gender is not other.gender else 0
    if one.phones and other.phones:
        points += 5 if one.phones & other.phones else -1
    points += _equal(one.chapter, other.chapter, 2, -2)
    points += _equal(one.hometown, other.hometown, 2, -2)
    points += _equal(one.address, other.address, 2, 0)
    points += _equal(one.service_unit, other.service_unit, 1, -1)
    for mine, theirs in zip(one.dates, other.dates, strict=False):
        if mine and theirs:
            points += 1 if mine.compare(theirs) == 0 else -1
    return points


def reasons(one: Facts, other: Facts) -> tuple[int, str]:
    """The points of :func:`weigh`, and in words what agrees and what differs of two persons."""
    same: list[str] = []
    different: list[str] = []

    def compare(what: str, verdict: int) -> None:
        if verdict:
            (same if verdict > 0 else different).append(what)

    compare("họ tên", 1 if one.name == other.name else -1)
    compare("ngày sinh", _birth(one.birth, other.birth))
    compare("số căn cước", _equal(one.national_id, other.national_id, 1, -1))
    compare("mã hội viên", _equal(one.code, other.code, 1, -1))
    compare("giới tính", (1 if one.gender is other.gender else -1) if one.gender and other.gender else 0)
    compare("điện thoại", (1 if one.phones & other.phones else -1) if one.phones and other.phones else 0)
    compare("chi hội", _equal(one.chapter, other.chapter, 1, -1))
    compare("quê quán", _equal(one.hometown, other.hometown, 1, -1))
    compare("nơi ở", _equal(one.address, other.address, 1, -1))
    compare("đơn vị", _equal(one.service_unit, other.service_unit, 1, -1))
    parts = [f"{word} {', '.join(each)}" for word, each in (("cùng", same), ("khác", different)) if each]
    return weigh(one, other), "; ".join(parts)


def same_in_list(later: Facts, earlier: Facts) -> bool:
    """Whether two rows of one list are one person written twice.

    Who makes a list gives each person a row, so more is asked than for a member of the register: an equal
    id or code,
    the same full date of birth, or nothing that differs and an equal birth, telephone or address – or the
    very same row.
    """
    if later.name != earlier.name:
        return bool(later.national_id) and later.national_id == earlier.national_id
    points = weigh(later, earlier)
    if abs(points) >= _CERTAIN // 2:
        return points > 0
    if later == earlier:
        return True
    born = _birth(later.birth, earlier.birth)
    if born >= 6:
        return later.gender is None or earlier.gender is None or later.gender is earlier.gender
    if born < 0 or _differs(later, earlier):
        return False
    return (
        born > 0
        or bool(later.phones & earlier.phones)
        or bool(later.address and later.address == earlier.address)
    )


def _differs(one: Facts, other: Facts) -> bool:
    pairs = (
        (one.gender, other.gender), (one.chapter, other.chapter), (one.code, other.code),
        (one.phones, other.phones),
        (one.address, other.address), (one.service_unit, other.service_unit),
        (one.national_id, other.national_id),
    )  # fmt: skip
    if any(mine and theirs and mine != theirs for mine, theirs in pairs):
        return True
    if _equal(one.hometown, other.hometown, 0, -1):
        return True
    return any(
        mine and theirs and mine.compare(theirs) for mine, theirs in zip(one.dates, other.dates, strict=False)
    )


def _birth(one: PartialDate | None, other: PartialDate | None) -> int:
    if one is None or other is None:
        return 0
    if one.compare(other):
        return -5 if one.year == other.year else -8
    if one.day and other.day:
        return 6
    return 5 if one.month and other.month else 3


def _equal(one: str, other: str, same: int, different: int) -> int:
    if not one or not other:
        return 0
    return same if one == other or one in other or other in one else different


_folded = lru_cache(maxsize=16_384)(fold)  # a list names the same places and units again and again


def _phones(text: str) -> frozenset[str]:
    if not text:
        return frozenset()
    numbers = ("".join(_DIGITS.findall(part)) for part in re.split(r"[/;,]", text))
    return frozenset(number.lstrip("0") for number in numbers if len(number) >= 6)


@dataclass(frozen=True, slots=True)
class Match:
    """One person of the list: the place of the member he is, or of those he may be, or neither.

    ``namesake`` is a member of his name who by what is known is another, but not surely.
    """

    member: int | None = None
    doubtful: tuple[int, ...] = ()
    namesake: int | None = None


def match_all(
    rows: Sequence[Facts], members: Sequence[Facts], settled: Mapping[int, int | None] = MappingProxyType({})
) -> list[Match]:
    """Who of ``members`` each person of a list is; two persons of the list are never one member.

    ``settled`` is who some persons are, by the user's word: a member, or nobody. Then the surest pairs come
    first. A person whose best remaining pairs are equally good, or neither near nor far, is doubtful.
    """
    by_key = _by_key(members)
    pairs = sorted(_pairs(rows, members, by_key), key=lambda pair: (-pair[0], pair[1], pair[2]))
    open_pairs: dict[int, list[tuple[int, int]]] = {}
    for points, row, member in pairs:
        open_pairs.setdefault(row, []).append((points, member))
    found = {row: Match(member) for row, member in settled.items()}
    taken = {member for member in settled.values() if member is not None}
    contested: set[int] = set()  # changing one of these would decide a doubt at the next import
    for points, row, member in pairs:
        if row in found or member in taken or member in contested or points < _ONE:
            continue
        equal = [other for at, other in open_pairs[row] if at == points and other not in taken]
        if len(equal) > 1:
            found[row] = Match(doubtful=tuple(equal))
            contested.update(equal)
            continue
        found[row] = Match(member)
        taken.add(member)
    for row in range(len(rows)):
        if row not in found:
            near = tuple(member for _, member in open_pairs.get(row, ()) if member not in taken)
            free = (at for at in by_key.get(("name", rows[row].name), ()) if at not in taken)
            other = next((at for at in free if not _is_surely_another(rows[row], members[at])), None)
            found[row] = Match(doubtful=near, namesake=None if near else other)
    return [found[row] for row in range(len(rows))]


def _is_surely_another(one: Facts, other: Facts) -> bool:
    """Whether two of one name are two people beyond a slip of the pen."""
    years = one.birth and other.birth and abs(one.birth.year - other.birth.year) > 1
    codes = one.code and other.code and one.code != other.code
    ids = one.national_id and other.national_id and len(one.national_id) == len(other.national_id)
    genders = one.gender and other.gender and one.gender is not other.gender
    return bool(years or codes or ids or genders)


def _by_key(members: Sequence[Facts]) -> dict[tuple[str, str], list[int]]:
    by_key: dict[tuple[str, str], list[int]] = {}
    for at, member in enumerate(members):
        for key in _keys(member):
            by_key.setdefault(key, []).append(at)
        if member.plain:
            by_key.setdefault(("unmarked" if member.is_unmarked else "plain", member.plain), []).append(at)
    return by_key


def _pairs(
    rows: Sequence[Facts], members: Sequence[Facts], by_key: Mapping[tuple[str, str], Sequence[int]]
) -> Iterable[tuple[int, int, int]]:
    """Every pair of a person and a member that share a name, an id or a code and are not surely two."""
    for row, facts in enumerate(rows):
        keys = _keys(facts)
        if facts.plain:
            keys += [("unmarked", facts.plain), *([("plain", facts.plain)] if facts.is_unmarked else [])]
        near = {at for key in keys for at in by_key.get(key, ())}
        for at in near:
            points = weigh(facts, members[at])
            if points > _APART:
                yield points, row, at


def _keys(facts: Facts) -> list[tuple[str, str]]:
    keys = [("name", facts.name), ("id", facts.national_id), ("code", facts.code)]
    return [(kind, key) for kind, key in keys if key]
