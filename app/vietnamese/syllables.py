"""Which words can be Vietnamese: the test by which an old encoding is told from plain text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.vietnamese.text import TONE_MARKS

_ONSETS = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"  # the longer first
# Rimes without tone that end in a vowel, a nasal or a glide, and those that a stop ends.
_OPEN_RIMES = """
a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia iêm iên
iêng iêu im in inh iu o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oem oen oeo oi om on ong
oong ô ôi ôm ôn ông ơ ơi ơm ơn ơng u ua uân uâng uây uê uênh ui um un ung uơ uôi uôm uôn uông uy uya
uyên uynh uyu ư ưa ưi ưm ưn ưng ươi ươm ươn ương ươu ưu y yêm yên yêng yêu ym yn ynh
"""
_STOPPED_RIMES = """
ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich iêc iêp iêt ip it oac oach oap oat oăc oăt oc
oet ooc op ot ôc ôp ôt ơp ơt uât uc uêch uôc uôp uôt up ut uych uyêt uyt ưc ươc ươp ươt ưt yêt yt
"""
_OPEN = re.compile(rf"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_OPEN_RIMES.split())})")
_STOPPED = re.compile(rf"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_STOPPED_RIMES.split())})")
_STOP_TONES = ("\u0301", "\u0323")  # before a stop only sắc and nặng are spoken


@lru_cache(maxsize=16_384)
def is_vietnamese_word(word: str) -> bool:
    """Whether the word is a possible syllable, in small letters, in capitals or with one capital."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in TONE_MARKS else letters).append(char)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(letters))
    if _OPEN.fullmatch(plain):
        return True
    return _STOPPED.fullmatch(plain) is not None and tones in ([mark] for mark in _STOP_TONES)
