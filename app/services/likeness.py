"""How likely two records are one person: the name weighed with its Vietnamese traps, then what else is known.

Birth, telephone, home, unit and service are weighed as the import weighs them
(:func:`app.importers.matching.weigh`); the name adds how near the two ways of writing it are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from app.domain.members import Member
from app.importers.matching import Facts, facts_of_member, name_key, weigh
from app.vietnamese.dates import PartialDate
from app.vietnamese.syllables import is_vietnamese_word
from app.vietnamese.text import fold

#: From this score on two records are shown as "có thể", from the second as "rất giống"; 99 is the most.
POSSIBLE, LIKELY, _MOST = 50, 80, 99

_SAME_NAME = 60
#: Below this the names alone make two people: only what belongs to one person alone speaks against it.
_OTHER_NAME = 30
_POINT = 5
#: A couple shares a telephone: never the highest score for names that are not the same.
_SHARED_PHONE_MOST = 94


@dataclass(frozen=True, slots=True)
class Likely:
    """A score from 0 to 99 and what speaks for it and against it, in words."""

    score: int
    reasons: tuple[str, ...]


_APART = Likely(0, ())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one member: the name as written, all facts, and those that :func:`weigh` is given."""

    name: str
    facts: Facts
    weighed: Facts


def known_of(member: Member, unit_id: str | None) -> Known:
    """What is known of a member who stands in this unit now."""
    facts = facts_of_member(member, unit_id or "")
    # The name is weighed here; and each of two records has a code of its own, whoever it is about.
    return Known(member.full_name, facts, replace(facts, name="", code=""))


def likeness(mine: Known, theirs: Known) -> Likely:
    """How likely two records are one person.

    Two who are surely two – other date of birth, other identity number – score 0, unless the number, or name
    and telephone together, say otherwise.
    """
    one, other = mine.facts, theirs.facts
    same_id = bool(one.national_id) and one.national_id == other.national_id
    slip_in_id = not same_id and _nearly(one.national_id, other.national_id)
    shared_phone = bool(one.phones & other.phones)
    born_apart = one.birth is not None and other.birth is not None and one.birth.compare(other.birth) != 0
    named, name_reason = compare_names(mine.name, theirs.name)
    if not same_id:
        if born_apart and not (named >= _SAME_NAME and shared_phone):
            return _APART
        if named < _OTHER_NAME and not (shared_phone and _born_on_one_day(one.birth, other.birth)):
            return _APART
    reasons = [name_reason, *_reasons(one, other, same_id=same_id, slip_in_id=slip_in_id)]
    if same_id:
        return _told(_MOST if named >= _OTHER_NAME else LIKELY, reasons)
    score = min(named + _POINT * _points(mine, theirs, slip_in_id=slip_in_id), _MOST)
    if shared_phone and named < _SAME_NAME:
        score = min(score, _SHARED_PHONE_MOST)
    if born_apart:
        score = max(score, POSSIBLE)  # one name and one telephone: a slip in the date
    return _told(score, reasons)


def _points(mine: Known, theirs: Known, *, slip_in_id: bool) -> int:
    one, other = mine.weighed, theirs.weighed
    if mine.facts.code and mine.facts.code == theirs.facts.code:
        one, other = replace(one, code=mine.facts.code), replace(other, code=mine.facts.code)
    if slip_in_id:  # no other number, but a wrong digit
        one, other = replace(one, national_id=""), replace(other, national_id="")
    return weigh(one, other)


def _told(score: int, reasons: list[str]) -> Likely:
    return Likely(max(score, 0), tuple(reason for reason in reasons if reason))


def _nearly(one: str, other: str) -> bool:
    return len(one) == len(other) >= 9 and OSA.distance(one, other, score_cutoff=1) == 1


def _born_on_one_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and one.is_full and one == other


def _reasons(one: Facts, other: Facts, *, same_id: bool, slip_in_id: bool) -> list[str]:
    reasons = [_birth_reason(one.birth, other.birth)]
    if same_id:
        reasons.append("cùng số căn cước")
    elif slip_in_id:
        reasons.append("số căn cước chỉ lệch một chữ số")
    if one.phones & other.phones:
        reasons.append("cùng số điện thoại")
    if one.code and one.code == other.code:
        reasons.append("cùng mã hội viên")
    if one.gender and other.gender and one.gender is not other.gender:
        reasons.append("khác giới tính")
    for mine, theirs, what in (
        (one.chapter, other.chapter, "chi hội"),
        (one.address, other.address, "nơi ở"),
        (one.hometown, other.hometown, "quê quán"),
        (one.service_unit, other.service_unit, "đơn vị"),
    ):
        if mine and theirs:
            alike = mine == theirs or mine in theirs or theirs in mine
            reasons.append(f"cùng {what}" if alike else f"khác {what}")
    return reasons


def _birth_reason(one: PartialDate | None, other: PartialDate | None) -> str:
    if one is None or other is None:
        return ""
    if one.compare(other):
        return f"khác ngày sinh ({one} – {other})"
    common = min(one, other, key=lambda each: len(each.iso))
    what = "ngày" if common.is_full else "tháng" if common.month else "năm"
    return f"cùng {what} sinh {common}"


# ------------------------------------------------------------------ names


def compare_names(one: str, other: str) -> tuple[int, str]:
    """Points from 0 to 60 for two names being one person's, and why in words.

    "Nguyễn Văn Anh" and "Nguyễn Văn Ánh" are two names, and often one with a slip: they get less than a name
    typed without any accents. Then come words in another order, a missing đệm or họ, one wrong letter.
    """
    if one == other or name_key(one) == name_key(other):
        return _SAME_NAME, "cùng họ tên"
    if name_key(_one_i(one)) == name_key(_one_i(other)):
        return 58, "cùng họ tên (i – y)"
    words, others = _words(one), _words(other)
    mine, theirs = [fold(word) for word in words], [fold(word) for word in others]
    if not mine or not theirs:
        return 0, ""
    if mine == theirs:
        return _accents_apart(words, others)
    if sorted(mine) == sorted(theirs):
        return 45, "cùng các chữ trong họ tên, khác thứ tự"
    short, long = sorted((mine, theirs), key=len)
    if len(short) != len(long) and len(short) > 1:
        if short[0] == long[0] and short[-1] == long[-1] and _is_within(short, long):
            return 45, f"thiếu chữ đệm ({_missing(one, other)})"
        if long[-len(short) :] == short:
            return 35, f"thiếu họ ({_missing(one, other)})"
    return _one_slip(words, others, mine, theirs)


def _words(name: str) -> list[str]:
    return [word for word in name.split() if fold(word)]


def _accents_apart(one: list[str], other: list[str]) -> tuple[int, str]:
    """Two names of the same bare letters: one typed without accents, or a word with other accents."""
    marks = [sum(fold(word) != word.casefold() for word in words) for words in (one, other)]
    # "Cao Minh Anh" has none by nature; who types none at all leaves out several.
    if min(marks) == 0 and max(marks) > 1:
        return 55, "cùng họ tên, một bên không dấu"
    apart = [(a, b) for a, b in zip(one, other, strict=True) if name_key(a) != name_key(b)]
    return 40, "họ tên chỉ khác dấu (" + ", ".join(f"{a} – {b}" for a, b in apart) + ")"


def _one_slip(one: list[str], other: list[str], mine: list[str], theirs: list[str]) -> tuple[int, str]:
    """One wrong, missing or swapped letter; worth more where it leaves what cannot be a syllable."""
    if len(mine) != len(theirs) or OSA.distance(" ".join(mine), " ".join(theirs), score_cutoff=1) != 1:
        if mine[0] == theirs[0] and mine[-1] == theirs[-1]:
            return 20, "cùng họ và tên, khác chữ đệm"
        return 0, "khác họ tên"
    apart = next((a, b) for a, b in zip(one, other, strict=True) if fold(a) != fold(b))
    is_typo = not all(is_vietnamese_word(word) for word in apart)
    return 45 if is_typo else 30, f"họ tên lệch một chữ cái ({apart[0]} – {apart[1]})"


def _one_i(name: str) -> str:
    """One way of writing i and y: "Lý" and "Lí", "Mỹ" and "Mĩ" are one name."""
    letters = unicodedata.normalize("NFD", name).replace("y", "i").replace("Y", "I")
    return unicodedata.normalize("NFC", letters)


def _is_within(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _missing(one: str, other: str) -> str:
    short, long = sorted((one.split(), other.split()), key=len)
    known = {fold(word) for word in short}
    return " ".join(word for word in long if fold(word) not in known)
