"""Vietnamese personal names: sorting by tên, splitting into họ, đệm and tên, and their capitals.

A sort key is a plain ASCII string whose byte order is the order wanted, so that SQLite's BINARY and
PostgreSQL's "C" collations sort like ICU's ``vi`` without knowing Vietnamese. It is built so:

* a letter is its ASCII base, with ``~`` or ``~~`` after it for the letters that follow that base in the
  alphabet (a, ă, â → ``a``, ``a~``, ``a~~``): ``~`` is above every other character, so ``ă`` follows ``az``;
* a syllable ends with its tone, ``(`` none ``)`` huyền ``*`` hỏi ``+`` ngã ``,`` sắc ``-`` nặng: these are
  below every letter, so the shorter of two syllables comes first and the tone only breaks a tie of letters;
* ``!``, below the tones, ends each of tên, họ and đệm;
* signs come before digits before letters before other scripts, as in ICU; digits compare as numbers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.vietnamese.text import TONE_MARKS, clean

_TONE_CODES = "()*+,-"
_FIELD_END = "!"
_SIGN = "."  # below the digits, above the tones
_OTHER_LETTER = "{"  # above z, below ~
_SIGNS_IN_ICU_ORDER = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_TONES = dict(zip(TONE_MARKS, _TONE_CODES[1:], strict=True))
_SECOND_LETTERS = {
    ("a", "\u0306"): "a~",
    ("a", "\u0302"): "a~~",
    ("e", "\u0302"): "e~",
    ("o", "\u0302"): "o~",
    ("o", "\u031b"): "o~~",
    ("u", "\u031b"): "u~",
}
_UNDECOMPOSED = {"đ": "d~", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"}
_UNSEEN = ("Cc", "Cf", "Cs")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")
_LETTER_RUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A full name in its three parts; ``surname`` and ``middle`` may be empty."""

    surname: str
    middle: str
    given: str


def split_name(full_name: str, given_words: int = 1) -> NameParts:
    """Họ is the first word, tên the last ``given_words`` words, đệm what stands between.

    A name of no more words than ``given_words`` is all tên.
    """
    words = clean(full_name).split()
    cut = max(len(words) - max(given_words, 1), 0)
    return NameParts(
        surname=words[0] if cut else "", middle=" ".join(words[1:cut]), given=" ".join(words[cut:])
    )


def name_sort_key(full_name: str, given_words: int = 1) -> str:
    """The ASCII key that sorts names by tên, then họ, then đệm (domain notes §8.1).

    Takes the name in any normal form and case, and how many last words are the tên. "hoà" and "hòa" are
    equal. The empty name has the empty key.
    """
    keys = [key for word in full_name.split() if (key := _syllable_key(word))]
    if not keys:
        return ""
    cut = max(len(keys) - max(given_words, 1), 0)
    if not cut:
        return "".join(keys) + _FIELD_END * 2
    return _FIELD_END.join(("".join(keys[cut:]), keys[0], "".join(keys[1:cut])))


def text_sort_key(text: str) -> str:
    """The ASCII key for ordinary text read left to right (units, titles): "Chi hội 2" before "Chi hội 10"."""
    return "".join([_syllable_key(word) for word in text.split()])


def proper_case(name: str) -> str:
    """A tidy name in which words typed all in capitals or all in small letters get one capital.

    Works word by word: "NGUYỄN văn An" → "Nguyễn Văn An". Each part around a hyphen or an apostrophe has its
    own capital ("H'MÔNG" → "H'Mông", "y-bion" → "Y-Bion"). A word of mixed case ("McLean", "Y'Bion") is left
    as typed. For names only: a sentence would get a capital on every word.
    """
    return " ".join(_proper_word(word) for word in clean(name).split(" "))


@lru_cache(maxsize=65_536)
def _proper_word(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    return _LETTER_RUN.sub(lambda run: _one_capital(run[0]), word)


def _one_capital(letters: str) -> str:
    first = letters[0].upper()
    if len(first) != 1:  # a letter without a single capital, such as ß: leave the word alone
        return letters
    return first + letters[1:].lower()


@lru_cache(maxsize=65_536)  # the syllables of a language are few; a name then costs its words' look-ups
def _syllable_key(word: str) -> str:
    letters: list[str] = []
    tone = _TONE_CODES[0]
    digits = ""
    for char in unicodedata.normalize("NFD", word.casefold().translate(_APOSTROPHES)):
        if char.isdecimal():
            digits += str(unicodedata.decimal(char))
            continue
        if digits:
            letters.append(_number_key(digits))
            digits = ""
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char):
            if letters:
                letters[-1] = _SECOND_LETTERS.get((letters[-1], char), letters[-1])
        elif unicodedata.category(char) not in _UNSEEN:
            letters.append(_letter_key(char))
    if digits:
        letters.append(_number_key(digits))
    if not letters and tone == _TONE_CODES[0]:
        return ""  # nothing visible: as if it were not there
    return "".join(letters) + tone


def _letter_key(char: str) -> str:
    if "a" <= char <= "z":
        return char
    if char in _UNDECOMPOSED:
        return _UNDECOMPOSED[char]
    place = _SIGNS_IN_ICU_ORDER.find(char)
    if place >= 0:
        return f"{_SIGN}{place:02}"
    if unicodedata.category(char)[0] in "LN":
        return f"{_OTHER_LETTER}{ord(char):06x}"
    return f"{_SIGN}z{ord(char):06x}"


def _number_key(digits: str) -> str:
    """Digits that compare as a number: how many there are, in a fixed width, then the digits."""
    digits = digits.lstrip("0")
    return f"{min(len(digits), 9_999):04}{digits}"
