"""The two encodings of Vietnamese before Unicode, TCVN3 (ABC) and VNI-Windows: read, written and recognised.

Text typed with a ``.VnTime`` or ``VNI-Times`` font reaches us as Latin-1 characters that only look right in
that font: "Héi TruyÒn thèng Tr\u00adêng S¬n" is "Hội Truyền thống Trường Sơn" (domain notes §8.3). In TCVN3
the soft hyphen U+00AD is the letter ư: decode before anything cleans the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.vietnamese.syllables import is_vietnamese_word
from app.vietnamese.text import TONE_MARKS, nfc


class Encoding(StrEnum):
    """How a piece of text was stored; the value is what the user is shown and what is remembered."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"


# One row a letter, 134 in all: Unicode, TCVN3, VNI ("-" stands for U+00AD). TCVN3 lower case and the seven
# capitals without tone are the codes of TCVN 5712:1993; its fonts have no other capitals: they are written as
# the plain capital and the small letter with its tone.
_ROWS = """
à µ aø|á ¸ aù|ả ¶ aû|ã · aõ|ạ ¹ aï|ă ¨ aê|ằ » aè|ắ ¾ aé|ẳ ¼ aú|ẵ ½ aü|ặ Æ aë|â © aâ
ầ Ç aà|ấ Ê aá|ẩ È aå|ẫ É aã|ậ Ë aä|è Ì eø|é Ð eù|ẻ Î eû|ẽ Ï eõ|ẹ Ñ eï|ê ª eâ|ề Ò eà
ế Õ eá|ể Ó eå|ễ Ô eã|ệ Ö eä|ì × ì|í Ý í|ỉ Ø æ|ĩ Ü ó|ị Þ ò|ò ß oø|ó ã où|ỏ á oû
õ â oõ|ọ ä oï|ô « oâ|ồ å oà|ố è oá|ổ æ oå|ỗ ç oã|ộ é oä|ơ ¬ ô|ờ ê ôø|ớ í ôù|ở ë ôû
ỡ ì ôõ|ợ î ôï|ù ï uø|ú ó uù|ủ ñ uû|ũ ò uõ|ụ ô uï|ư - ö|ừ õ öø|ứ ø öù|ử ö öû|ữ ÷ öõ
ự ù öï|ỳ ú yø|ý ý yù|ỷ û yû|ỹ ü yõ|ỵ þ î|đ ® ñ|À Aµ AØ|Á A¸ AÙ|Ả A¶ AÛ|Ã A· AÕ|Ạ A¹ AÏ
Ă ¡ AÊ|Ằ ¡» AÈ|Ắ ¡¾ AÉ|Ẳ ¡¼ AÚ|Ẵ ¡½ AÜ|Ặ ¡Æ AË|Â ¢ AÂ|Ầ ¢Ç AÀ|Ấ ¢Ê AÁ|Ẩ ¢È AÅ|Ẫ ¢É AÃ|Ậ ¢Ë AÄ
È EÌ EØ|É EÐ EÙ|Ẻ EÎ EÛ|Ẽ EÏ EÕ|Ẹ EÑ EÏ|Ê £ EÂ|Ề £Ò EÀ|Ế £Õ EÁ|Ể £Ó EÅ|Ễ £Ô EÃ|Ệ £Ö EÄ|Ì I× Ì
Í IÝ Í|Ỉ IØ Æ|Ĩ IÜ Ó|Ị IÞ Ò|Ò Oß OØ|Ó Oã OÙ|Ỏ Oá OÛ|Õ Oâ OÕ|Ọ Oä OÏ|Ô ¤ OÂ|Ồ ¤å OÀ|Ố ¤è OÁ
Ổ ¤æ OÅ|Ỗ ¤ç OÃ|Ộ ¤é OÄ|Ơ ¥ Ô|Ờ ¥ê ÔØ|Ớ ¥í ÔÙ|Ở ¥ë ÔÛ|Ỡ ¥ì ÔÕ|Ợ ¥î ÔÏ|Ù Uï UØ|Ú Uó UÙ|Ủ Uñ UÛ
Ũ Uò UÕ|Ụ Uô UÏ|Ư ¦ Ö|Ừ ¦õ ÖØ|Ứ ¦ø ÖÙ|Ử ¦ö ÖÛ|Ữ ¦÷ ÖÕ|Ự ¦ù ÖÏ|Ỳ Yú YØ|Ý Yý YÙ|Ỷ Yû YÛ|Ỹ Yü YÕ
Ỵ Yþ Î|Đ § Ñ
"""
TABLE: tuple[tuple[str, str, str], ...] = tuple(
    (unicode, "\u00ad" if tcvn3 == "-" else tcvn3, vni)
    for line in _ROWS.split("\n")
    for row in line.split("|")
    if row
    for unicode, tcvn3, vni in [row.split(" ")]
)
"""(letter, TCVN3, VNI) for each of the 134 letters."""

# What else is read, never written: capitals of the full TCVN 5712 character set (its control codes, and a
# letter followed by the code of the tone alone), which iconv and some converters write.
_TCVN3_TONES = dict(zip("\u00b0\u00b1\u00b2\u00b3\u00b4", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_TCVN3_CONTROLS = dict(
    zip(
        map(chr, (*range(0x01, 0x03), *range(0x04, 0x07), *range(0x11, 0x18), *range(0x80, 0xA0))),
        "ÚỤỪỬỮỨỰỲỶỸÝỴÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
        strict=True,
    )
)

_TO: dict[Encoding, dict[int, str]] = {
    Encoding.TCVN3: {ord(letter): tcvn3 for letter, tcvn3, _ in TABLE},
    Encoding.VNI: {ord(letter): vni for letter, _, vni in TABLE},
}
_FROM: dict[Encoding, dict[str, str]] = {
    Encoding.TCVN3: {
        **_TCVN3_CONTROLS,
        **{tcvn3: letter for letter, tcvn3, _ in TABLE},
        **{
            written + code: nfc(letter + tone)
            for letter, written in [
                *(("AEIOUY"[i], "AEIOUY"[i]) for i in range(6)),
                *((letter, tcvn3) for letter, tcvn3, _ in TABLE if letter in "ĂÂÊÔƠƯ"),
            ]
            for code, tone in _TCVN3_TONES.items()
        },
    },
    Encoding.VNI: {
        # A capital with a small mark is a slip of the old keyboards that its font drew alike.
        **{vni[0] + vni[1:].lower(): letter for letter, _, vni in TABLE},
        **{vni: letter for letter, _, vni in TABLE},
    },
}
_PATTERNS = {
    encoding: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    for encoding, table in _FROM.items()
}
#: Fonts of Windows and LibreOffice that have the Vietnamese letters of Unicode.
_UNICODE_FONTS = (
    "times new roman", "arial", "calibri", "cambria", "tahoma", "verdana", "segoe ui", "courier new",
    "georgia", "aptos", "liberation", "dejavu", "noto",
)  # fmt: skip
_FONT_STYLE = re.compile(r"(?:\s+(?:bold|italic|regular|normal|đậm|nghiêng))+$", re.IGNORECASE)


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Unicode text, in NFC, from text stored in ``encoding``.

    ``capitals`` says that the font showed everything in capitals (``.VnTimeH``). Text that is Unicode
    already is only normalised. Give the text as it stands in the file: cleaning it first would lose the ư of
    TCVN3.
    """
    if encoding is not Encoding.UNICODE:
        table = _FROM[encoding]
        text = _PATTERNS[encoding].sub(lambda found: table[found[0]], text)
    return nfc(text.upper() if capitals else text)


def encode(text: str, encoding: Encoding) -> str:
    """The text as an old font stores it, for tests and for partners who still ask for it.

    Characters that the old encoding does not have stay as they are.
    """
    text = nfc(text)
    return text if encoding is Encoding.UNICODE else text.translate(_TO[encoding])


def encoding_of_font(name: str) -> Encoding | None:
    """The encoding of which a font's name speaks; None when it says nothing.

    ``.VnTime`` is TCVN3, ``VNI-Times`` VNI (domain notes §8.3): such a font can show nothing else. A font
    that every machine has (Times New Roman, Arial …) gives UNICODE, and only as a weak hint: text pasted
    without its font keeps its old letters under it.
    """
    plain = _plain_font(name).casefold()
    if plain.startswith(".vn"):
        return Encoding.TCVN3
    if plain.startswith("vni"):
        return Encoding.VNI
    return Encoding.UNICODE if plain.startswith(_UNICODE_FONTS) else None


def is_capitals_font(name: str) -> bool:
    """Whether a TCVN3 font shows capitals for small letters (``.VnTimeH``): decode, then raise."""
    plain = _plain_font(name)
    return encoding_of_font(plain) is Encoding.TCVN3 and (
        plain.endswith("H") or (plain.islower() and plain.endswith("h"))
    )


def _plain_font(name: str) -> str:
    return _FONT_STYLE.sub("", name.strip())


@dataclass(frozen=True, slots=True)
class Detection:
    """What a column's text was found to be, and why; shown to the user before anything is converted.

    ``valid_words`` counts for each encoding how many of the ``examined`` accented words become possible
    Vietnamese. ``samples`` are up to three words before and after; ``reason`` is one sentence in Vietnamese.
    Not ``confident`` means: ask the user.
    """

    encoding: Encoding
    confident: bool
    capitals: bool
    examined: int
    valid_words: tuple[tuple[Encoding, int], ...]
    samples: tuple[tuple[str, str], ...]
    reason: str


_MOST_WORDS = 5_000  # enough to decide; a column of 300,000 rows says no more
_EDGES = "()[]{}<>.,;:!?\"'/\\-–—_*#0123456789"
_ENOUGH_VALID = 0.5
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0302\u0306\u031b" + TONE_MARKS + "]")


def detect_column(values: Iterable[str], font_names: Sequence[str] = ()) -> Detection:
    """Decide how the text of one column was stored (domain notes §8.3).

    Takes the column's cells as they stand in the file and the fonts seen in it. Letters that only Unicode
    has mean Unicode; otherwise the reading with most valid Vietnamese words wins, the fonts breaking a tie
    and plain Unicode breaking the rest, so that text without accents and text in Unicode is never converted.
    Single names can be ambiguous ("BÕ" is "Bế" in TCVN3): give the whole column.
    """
    accented, only_unicode = _accented_words(values)
    by_font, capitals = _of_fonts(font_names)
    counts = {each: sum(is_vietnamese_word(decode(word, each)) for word in accented) for each in Encoding}
    as_is = counts[Encoding.UNICODE]
    ranked = sorted(
        Encoding, key=lambda each: (counts[each], each is by_font, each is Encoding.UNICODE), reverse=True
    )
    best, second = ranked[0], ranked[1]
    total = len(accented)
    clear = counts[best] - counts[second] >= max(2, total // 10)
    if only_unicode:
        found, sure = Encoding.UNICODE, as_is * 10 >= total * 9
        reason = (
            "Chữ Unicode, để nguyên."
            if sure
            else "Có chữ Unicode lẫn chữ kiểu cũ: xin xem từng dòng trước khi nhập."
        )
    elif not total:
        found, sure, reason = Encoding.UNICODE, True, "Chữ không dấu, để nguyên."
    elif best is Encoding.UNICODE or counts[best] < total * _ENOUGH_VALID:
        found, sure = Encoding.UNICODE, clear and best is Encoding.UNICODE and by_font is None
        reason = f"Để nguyên thì {as_is}/{total} từ đúng tiếng Việt."
    else:
        found, sure = best, clear or (by_font is best and counts[best] == total)
        reason = f"Đọc theo {best} thì {counts[best]}/{total} từ đúng tiếng Việt, để nguyên chỉ {as_is}."
    capitals = capitals and found is Encoding.TCVN3
    changed = dict.fromkeys(accented) if found is not Encoding.UNICODE else {}
    return Detection(
        encoding=found,
        confident=sure,
        capitals=capitals,
        examined=total,
        valid_words=tuple(counts.items()),
        samples=tuple((word, decode(word, found, capitals=capitals)) for word in list(changed)[:3]),
        reason=reason,
    )


def _accented_words(values: Iterable[str]) -> tuple[list[str], bool]:
    """The words that an old encoding could mean, and whether other letters can only be Unicode."""
    accented: list[str] = []
    only_unicode = False
    for value in values:
        if value.isascii():
            continue
        for word in value.split():
            bare = word.strip(_EDGES)
            if bare.isascii():
                continue
            if has_unicode_letters(bare):
                only_unicode = True
            elif max(bare) <= "\u00ff":
                accented.append(bare)
        if len(accented) >= _MOST_WORDS:
            break
    return accented, only_unicode


def has_unicode_letters(text: str) -> bool:
    """Whether a text has letters that only Unicode has: then no old encoding can have written it."""
    return _ONLY_UNICODE.search(text) is not None


def _of_fonts(font_names: Sequence[str]) -> tuple[Encoding | None, bool]:
    """The one old encoding that the fonts speak of, if they agree, and whether most of them show capitals."""
    old = [name for name in font_names if encoding_of_font(name) in (Encoding.TCVN3, Encoding.VNI)]
    encodings = {encoding_of_font(name) for name in old}
    if len(encodings) != 1:
        return None, False
    return encodings.pop(), sum(map(is_capitals_font, old)) * 2 > len(old)
