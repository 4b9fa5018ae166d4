"""Communes before and after a reform, and what an address says in the new words.

A commune is its name, its code and the day, never its code alone: 01843 was Phùng Chí Kiên until 30/06/2025
and is Bắc Kạn since (domain notes §6.1). Only where an old commune went over whole, and is surely the one
meant, is a new address sure; everything else is for the user to choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.members import Member
from app.domain.units import UnitState, may_be_one, place_less, unit_key
from app.errors import RuleError
from app.vietnamese.text import fold

#: The day on which communes were merged all over the country and districts ceased (domain notes §6).
REFORM_DAY = date(2025, 7, 1)


def address_on(member: Member, day: date) -> str:
    """Where a member lived in the words of a day: before the reform under the old names, if they are kept."""
    return member.old_address if day < REFORM_DAY and member.old_address else member.address


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One old commune, or a part of it, and where it belongs since ``on``."""

    old_name: str
    old_code: str
    old_district: str
    old_province: str
    new_name: str
    new_code: str
    new_province: str
    on: date
    whole: bool


@dataclass(frozen=True, slots=True)
class OldPlace:
    """An old commune with everything that became of it on one day."""

    changes: tuple[PlaceChange, ...]

    @property
    def name(self) -> str:
        """Its full name: "Phường Sông Cầu"."""
        return self.changes[0].old_name

    @property
    def successor(self) -> PlaceChange | None:
        """Where it went when it went over whole."""
        return self.changes[0] if len(self.changes) == 1 and self.changes[0].whole else None


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """A table of changed communes, with where it was taken from.

    Raises :class:`app.errors.RuleError` for a commune that went over whole to two places.
    """

    title: str
    source: str
    changes: tuple[PlaceChange, ...]
    _by_day: dict[date, PlaceIndex] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be and order the communes by day."""
        known: dict[tuple[date, str, str], list[PlaceChange]] = {}
        for change in self.changes:
            known.setdefault((change.on, change.old_code, fold(change.old_name)), []).append(change)
        by_day: dict[date, list[OldPlace]] = {}
        for (day, _, _), same in known.items():
            if len(same) > 1 and any(change.whole for change in same):
                raise RuleError(f"“{same[0].old_name}” ghi nhập toàn bộ nhưng có tới {len(same)} nơi đến")
            by_day.setdefault(day, []).append(OldPlace(tuple(same)))
        self._by_day.update({day: PlaceIndex(places) for day, places in by_day.items()})

    def on(self, day: date) -> PlaceIndex:
        """The communes that changed on a day."""
        return self._by_day.get(day) or PlaceIndex(())


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AddressProposal:
    """What an address may become: each option is a whole new address.

    ``sure`` says that the first option may be taken without asking; otherwise ``reason`` says why not.
    """

    old: str
    options: tuple[str, ...]
    sure: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a text names old communes, and what follows them."""

    start: int
    places: tuple[OldPlace, ...]
    has_kind: bool
    tail: _Tail


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a commune's name: old city or province, new province, nothing, or something else."""

    is_empty: bool = False
    is_old: bool = False
    is_new: bool = False
    has_district: bool = False
    is_glued: bool = False

    @property
    def is_understood(self) -> bool:
        return self.is_empty or self.is_old or self.is_new


_KINDS = {
    ("phuong",): "phuong", ("p",): "phuong", ("xa",): "xa", ("x",): "xa",
    ("thi", "tran"): "thi tran", ("tt",): "thi tran",
}  # fmt: skip
_TOWNS = (("thanh", "pho"), ("tp",), ("t", "p"), ("thi", "xa"), ("tx",))
_DISTRICTS = {
    "thanh pho": _TOWNS, "thi xa": _TOWNS,
    "huyen": (("huyen",), ("h",)), "quan": (("quan",), ("q",)),
}  # fmt: skip
_PROVINCES = {"tinh": (("tinh",), ("t",)), "thanh pho": _TOWNS}
_WORD = re.compile(r"\w+")
_BREAK = re.compile(r"[,;/()–—-]")


class PlaceIndex:
    """Finds the old communes of one day in addresses and in names of units."""

    def __init__(self, places: Iterable[OldPlace]) -> None:
        self.places = tuple(places)
        self._by_words: dict[tuple[str, ...], list[OldPlace]] = {}
        for place in self.places:
            self._by_words.setdefault(tuple(place_less(unit_key(place.name)).split()), []).append(place)
        self._longest = max((len(words) for words in self._by_words), default=0)
        # Most addresses of a province name none: found out before any is taken apart.
        self._any = re.compile("|".join(r"\W+".join(words) for words in self._by_words) or r"(?!)")

    def of_unit(self, state: UnitState, home: str = "") -> tuple[OldPlace, ...]:
        """The old communes a unit may be named after; of namesakes those whose district is in ``home``."""
        key = unit_key(state.name, state.level)
        found = tuple(place for place in self.places if may_be_one(key, unit_key(place.name)))
        if len(found) > 1:
            told = fold(home)
            near = tuple(p for p in found if _bare(p.changes[0].old_district)[1] in told) if told else ()
            return near or found
        return found

    def propose(self, text: str, home: Collection[OldPlace] = ()) -> AddressProposal | None:
        """What an address becomes; ``None`` when it names no old commune.

        ``home`` are the communes of the member's unit: they tell a commune that is named alone.
        """
        if not self._any.search(fold(text)):
            return None
        words = [_Word(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
        mentions = self._mentions(text, words)
        good = [m for m in mentions if m.tail.is_understood]
        others = {m.start for m in mentions if m.has_kind} - {m.start for m in good}
        if not mentions or (not good and not others):
            return None
        if not good:
            return AddressProposal(text, (), sure=False, reason="ghi huyện, tỉnh khác với bảng: phải tự xem")
        mention = good[-1]
        options = tuple(
            dict.fromkeys(_rewritten(text, mention.start, c) for p in mention.places for c in p.changes)
        )
        if mention.tail.is_new and all(_says_new(mention, change) for change in _changes(mention)):
            return None
        return AddressProposal(text, options, *_judged(mention, home, several=bool(others) or len(good) > 1))

    def _mentions(self, text: str, words: list[_Word]) -> list[_Mention]:
        found: list[_Mention] = []
        at = 0
        while at < len(words):
            mention, length = self._mention_at(text, words, at)
            if mention is not None:
                found.append(mention)
            at += max(1, length)
        return found

    def _mention_at(self, text: str, words: list[_Word], at: int) -> tuple[_Mention | None, int]:
        lead = next((each for each in _KINDS if _at(words, at, each)), ())
        begins = at == 0 or _BREAK.search(text, words[at - 1].end, words[at].start) is not None
        if not lead and not begins:
            return None, 1
        first = at + len(lead)
        for length in range(min(self._longest, len(words) - first), 0, -1):
            named = tuple(word.text for word in words[first : first + length])
            places = tuple(
                place
                for place in self._by_words.get(named, ())
                if not lead or unit_key(place.name).startswith(_KINDS[lead] + " ")
            )
            if places:
                return _mention(text, words, at, first + length, places, has_kind=bool(lead))
        return None, 1


def _mention(
    text: str, words: list[_Word], at: int, end: int, places: tuple[OldPlace, ...], *, has_kind: bool
) -> tuple[_Mention | None, int]:
    tails = [(place, _tail(text, words, end, place.changes[0])) for place in places]
    understood = [(place, tail) for place, tail in tails if tail.is_understood]
    chosen = understood or tails
    tail = chosen[0][1]
    if not tail.is_understood and tail.is_glued:  # "phường Tân Lập" is not the commune Tân
        return None, 1
    mention = _Mention(words[at].start, tuple(place for place, _ in chosen), has_kind, tail)
    return mention, end - at


def _tail(text: str, words: list[_Word], at: int, change: PlaceChange) -> _Tail:
    if at == len(words):
        return _Tail(is_empty=True)
    is_glued = _BREAK.search(text, words[at - 1].end, words[at].start) is None
    after = _after(words, at, change.old_district, _DISTRICTS)
    has_district = after is not None
    at = after if after is not None else at
    if has_district and _ends(words, at):
        return _Tail(is_old=True, has_district=True)
    for province, is_new in ((change.old_province, False), (change.new_province, True)):
        end = _after(words, at, province, _PROVINCES)
        if end is not None and _ends(words, end):
            return _Tail(is_old=not is_new, is_new=is_new, has_district=has_district)
    return _Tail(is_glued=is_glued)


def _after(
    words: list[_Word], at: int, name: str, kinds: Mapping[str, Sequence[tuple[str, ...]]]
) -> int | None:
    """Where the words go on after this city, district or province, with or without its kind in front."""
    kind, bare = _bare(name)
    for lead in (*kinds.get(kind, ()), ()):
        whole = (*lead, *bare.split())
        if _at(words, at, whole):
            return at + len(whole)
    return None


def _bare(name: str) -> tuple[str, str]:
    """A city, district or province as its kind and its own name, folded: ("thanh pho", "bac kan")."""
    folded = fold(name)
    for kind in ("thanh pho", "thi xa", "huyen", "quan", "tinh"):
        if folded.startswith(kind + " "):
            return kind, folded.removeprefix(kind + " ")
    return "", folded


def _ends(words: list[_Word], at: int) -> bool:
    """Whether nothing more is said than perhaps the country."""
    return at == len(words) or _at(words, at, ("viet", "nam"))


def _at(words: list[_Word], at: int, wanted: tuple[str, ...]) -> bool:
    return tuple(word.text for word in words[at : at + len(wanted)]) == wanted


def _changes(mention: _Mention) -> list[PlaceChange]:
    return [change for place in mention.places for change in place.changes]


def _says_new(mention: _Mention, change: PlaceChange) -> bool:
    """Whether the address is in the new words already: phường Đức Xuân, tỉnh Thái Nguyên."""
    return unit_key(change.old_name) == unit_key(change.new_name) and not mention.tail.has_district


def _judged(mention: _Mention, home: Collection[OldPlace], *, several: bool) -> tuple[bool, str]:
    name = _inside(mention.places[0].name)
    if several:
        return False, "nhắc tới hơn một phường, xã: phải tự chọn"
    if len(mention.places) > 1 or any(place.successor is None for place in mention.places):
        if len(mention.places) > 1:
            return False, f"có hơn một {name} trong bảng: phải tự chọn"
        return False, f"{name} cũ chia về nhiều nơi: phải tự chọn"
    if mention.tail.is_new:
        return False, f"ghi tỉnh mới nhưng còn tên {name} cũ: phải tự chọn"
    if mention.tail.is_empty and mention.places[0] not in home:
        return False, f"chỉ ghi {name}, nơi khác cũng có tên này: phải tự chọn"
    return True, ""


def _rewritten(text: str, start: int, change: PlaceChange) -> str:
    before = text[:start].rstrip(" ,;-–—")
    new = f"{_inside(change.new_name) if before else change.new_name}, {_inside(change.new_province)}"
    return f"{before}, {new}" if before else new


def _inside(name: str) -> str:
    """A place's name inside a line: its kind is written small."""
    return name[:1].lower() + name[1:]
