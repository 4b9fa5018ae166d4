"""Plain Vietnamese text: one normal form, no hidden characters, and the accent-free form for searching."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
"""The 29 letters in dictionary order (f, j, w, z stand only in foreign names)."""

VOWELS = "aăâeêioôơuưy"
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"
"""The five written tones in dictionary order: huyền, hỏi, ngã, sắc, nặng (CLDR ``vi``)."""

_LOWER_LETTERS = "".join(
    [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONE_MARKS)] + ["đ"]
)
VIETNAMESE_LETTERS = "".join(c for c in _LOWER_LETTERS if not c.isascii()) + "".join(
    c for c in _LOWER_LETTERS.upper() if not c.isascii()
)
"""The 134 letters outside ASCII, lower case then capitals: what every font must draw."""

# Fillers and variation selectors: letters or marks to Unicode, nothing to the eye.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0]")
_OTHER_LINE_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"

# Letters that do not decompose but which a searcher types as the plain letter.
_UNDECOMPOSED = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}


def nfc(text: str) -> str:
    """The same text in normal form C, the form the register stores (domain notes §8.2)."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """One tidy line: NFC, invisible and control characters dropped, every run of blanks one space.

    Soft hyphens go too, so text in the TCVN3 encoding, where U+00AD is the letter ư, must be decoded
    before it is cleaned (domain notes §8.3). A lone surrogate, which no file can hold, becomes U+FFFD.
    """
    if not text.isprintable() or (not text.isascii() and _INVISIBLE.search(text)):
        text = _without_invisible(text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_multiline(text: str) -> str:
    """Like :func:`clean`, line by line.

    Every kind of line break becomes a line feed; empty lines at both ends go.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in _OTHER_LINE_BREAKS:
        text = text.replace(mark, "\n")
    return "\n".join(clean(line) for line in text.split("\n")).strip("\n")


def fold(text: str) -> str:
    """The form that is searched: lower case, đ as d, no accents, single spaces ("do duc lai").

    NFC and NFD give the same result, and folding twice changes nothing.
    """
    return " ".join([folded for word in text.split() if (folded := _fold_word(word))])


def _without_invisible(text: str) -> str:
    kept: list[str] = []
    for char in _INVISIBLE.sub("", text):
        if char.isprintable():
            kept.append(char)
        elif char.isspace():
            kept.append(" ")
        else:
            category = unicodedata.category(char)
            if category == "Cs":
                kept.append("\ufffd")
            elif category not in ("Cc", "Cf"):
                kept.append(char)  # private use and letters newer than this Python: not ours to drop
    return "".join(kept)


@lru_cache(maxsize=65_536)  # a register of 300,000 names is written with a few thousand syllables
def _fold_word(word: str) -> str:
    if word.isascii() and word.isprintable():
        return word.lower()
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFD", word).casefold()).casefold()
    return "".join(
        _UNDECOMPOSED.get(char, char)
        for char in _INVISIBLE.sub("", plain)
        if not unicodedata.combining(char) and unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
