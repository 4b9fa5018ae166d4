"""One cell of a foreign list → one value of a member, with a sentence when it was repaired or left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.members import Gender, PolicyKind
from app.importers.plan import DraftPolicy, FieldValue
from app.importers.tables import Cell
from app.vietnamese.text import clean, fold

#: Excel's errors and the strokes people put where nothing is known.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|####*)", re.IGNORECASE)
_NOTHING = re.compile(rf"{_ERROR.pattern}|[-–—_.…?/\\\s]*", re.IGNORECASE)
#: Words in round or square brackets.
BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_PHONE_MARKS = str.maketrans("", "", " .-–()\u00a0\u2009_")
_PHONE_SPLIT = re.compile(r"\s*(?:[/;,\n]|\s-\s|\s(?=\+?84|0\d{9}\b))\s*")
_SCIENTIFIC = re.compile(r"(\d(?:[.,]\d+)?)E\+?(\d{1,2})", re.IGNORECASE)
_APOSTROPHES = "'`´‘’ʼ"
_LETTER_O = re.compile(r"(?<![^\W\d_])[Oo](?=[\dOo .-])|(?<=\d)[Oo](?![^\W\d_oO])")
_LETTERS = re.compile(r"[^\W\d_]")
#: Words between or behind the numbers of one cell: "máy bàn 0209 3870 456", "0912345678 con trai".
_WORDS = re.compile(r"[^\d+]*[^\W\d_][^\d+]*")
_LABELS = frozenset(
    {"dt", "sdt", "dtdd", "dd", "tel", "mobile", "dien thoai", "di dong", "may ban", "nr", "zalo"}
)
_ID_LABELS = re.compile(
    r"(?:cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân)?|số)\b", re.IGNORECASE
)
_LONG_NUMBER = re.compile(
    r"(?<!\d)(?:\d{12}|\d{9}|\d{3}(?:[ .]\d{3}){2,3}|\d{2}(?:[ .]\d{2})(?:[ .]\d{5}))(?!\d)"
)
_RATE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%|(?:hạng\s*)?\b[1-4]\s*/\s*4\b", re.IGNORECASE)
_SHOWN = 60

_MALE = {"nam", "male", "m", "trai", "ong"}
_FEMALE = {"nu", "female", "f", "gai", "ba"}
_NO = {"khong", "k", "no", "0", "chua", "khong co", "ko"}
_YES = {"x", "co", "v", "yes", "1", "true", "ho ngheo", "✓", "☑", "✔"}
_POLICY_WORDS = (
    (PolicyKind.AS_WOUNDED, ("nhu thuong binh", "tuong duong thuong binh")),
    (PolicyKind.HEROIC_MOTHER, ("me viet nam anh hung", "me vnah", "ba me viet nam")),
    (
        PolicyKind.MARTYR_RELATIVE,
        ("than nhan liet si", "con liet si", "vo liet si", "gia dinh liet si", "liet si"),
    ),
    (
        PolicyKind.TOXIC_CHEMICALS,
        ("chat doc", "da cam", "cddc", "cdhh", "cdmdc", "hcdc", "nndc", "nhiem doc"),
    ),
    (PolicyKind.SICK_SOLDIER, ("benh binh", "bb")),
    (PolicyKind.WOUNDED, ("thuong binh", "tb")),
    (PolicyKind.REVOLUTION_HELPER, ("co cong giup do", "giup do cach mang", "co cong voi cach mang")),
    (PolicyKind.HERO, ("anh hung luc luong", "ahllvt", "anh hung")),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell gives: a value or nothing, a sentence for the user, words that belong into the note.

    ``repair`` says in a few words why the value is not what stands in the cell.
    """

    value: FieldValue | None = None
    message: str = ""
    note: str = ""
    repair: str = ""


def texts_of(cells: Iterable[Cell]) -> list[str]:
    """:func:`text_of` for each of many cells."""
    # Most cells of a list are texts or empty, and a list is millions of cells.
    return [(_tidy(cell) if type(cell) is str else text_of(cell)) if cell else "" for cell in cells]


def text_of(cell: Cell) -> str:
    """A cell as text on one line: 912345678.0 as "912345678", a day as "15/08/1950", an Excel error as ""."""
    if cell is None or isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return _tidy(str(cell))


@lru_cache(maxsize=16_384)  # a list says the same chi hội, sex and people thousands of times
def _tidy(text: str) -> str:
    tidy = clean(text)
    return "" if _NOTHING.fullmatch(tidy) else tidy


def as_it_stands(cell: Cell) -> str:
    """A cell as the user sees it in the file, for a line on its repair: 912345678.0 as "912345678"."""
    return cell if isinstance(cell, str) else text_of(cell)


def is_error(cell: Cell) -> bool:
    """Whether a cell says "#N/A" or another error of a formula."""
    return isinstance(cell, str) and cell[:1] == "#" and _ERROR.fullmatch(cell.strip()) is not None


def text(cell: Cell, said: str) -> Reading:
    """Plain text; a number that became text is told, as a house number or a code has no decimals."""
    if not said:
        return Reading()
    return Reading(said, repair="số ghi thành chữ" if isinstance(cell, float | int) else "")


def quoted(text: str) -> str:
    """The raw text inside a message, shortened."""
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def phone(cell: Cell) -> Reading:
    """One or several telephone numbers, digits only; what had to be repaired for that is told.

    The zero that Excel took away is put back, the letter O is read as a zero, an apostrophe in front goes.
    """
    text = _unscientific(text_of(cell))
    if not text:
        return Reading()
    notes = [found.strip() for found in BRACKETED.findall(text) if _LETTERS.search(found)]
    bare = BRACKETED.sub(lambda found: " " if _LETTERS.search(found[0]) else found[0], text).strip()
    bare, repairs = _typed_right(bare)
    bare, words = _without_words(bare)
    notes += words
    numbers: list[str] = []
    for part in _PHONE_SPLIT.split(bare):
        digits = part.translate(_PHONE_MARKS)
        if not digits:
            continue
        if not re.fullmatch(r"\+?\d{6,15}", digits):
            return Reading(message=f"Điện thoại {quoted(text)}: không phải số điện thoại, đã để trống.")
        number, added = _national(digits)
        if added:
            repairs["thiếu số 0 ở đầu, đã thêm"] = None
        numbers.append(number)
    if not numbers:
        return Reading()
    value = " / ".join(dict.fromkeys(numbers))
    message = f"Điện thoại {quoted(text)}: {'; '.join(repairs)}." if repairs else ""
    if notes:
        repairs["lời bên số chuyển sang ghi chú"] = None
    elif not repairs and isinstance(cell, float | int):
        repairs["số ghi thành chữ"] = None
    elif not repairs and value.replace(" ", "") != text.replace(" ", ""):
        repairs["viết lại gọn bằng chữ số"] = None
    return Reading(value, message, f"Điện thoại: {'; '.join(notes)}" if notes else "", "; ".join(repairs))


def _typed_right(text: str) -> tuple[str, dict[str, None]]:
    """A telephone number without what slips in while typing, and what that was."""
    repairs: dict[str, None] = {}
    bare = text.lstrip(_APOSTROPHES)
    if bare != text:
        repairs["đã bỏ dấu nháy ở đầu"] = None
    if _LETTER_O.search(bare):
        bare = _LETTER_O.sub("0", bare)
        repairs["đã sửa chữ O thành số 0"] = None
    return bare, repairs


def _without_words(text: str) -> tuple[str, list[str]]:
    """The numbers of a cell parted by strokes, and the words beside them but for "ĐT", "máy bàn"."""
    if not _LETTERS.search(text) or _SCIENTIFIC.fullmatch(text) or not re.search(r"\d{3}", text):
        return text, []
    words = [found.strip(" .:,;/()–-") for found in _WORDS.findall(text)]
    return _WORDS.sub(" / ", text).strip(" /"), [each for each in words if fold(each) not in _LABELS]


def _national(digits: str) -> tuple[str, bool]:
    """The number with its leading zero, and whether the zero had to be put back."""
    if digits.startswith("+84") or (digits.startswith("84") and len(digits) in (11, 12)):
        return "0" + digits.removeprefix("+").removeprefix("84").removeprefix("0"), False
    if len(digits) == 9 and digits[0] in "35789":
        return "0" + digits, True
    if len(digits) == 10 and digits[0] == "2":
        return "0" + digits, True
    return digits, False


def national_id(cell: Cell) -> Reading:
    """A citizen id of 12 digits or an old one of 9; anything else is asked about and left out."""
    raw = text_of(cell)
    digits = _unscientific(raw).translate(_PHONE_MARKS).strip(_APOSTROPHES)
    if not digits:
        return Reading()
    named = f"Số căn cước {quoted(raw)}"
    if not (digits.isascii() and digits.isdigit()):
        among = _id_among(raw)
        if among is not None:
            return among
        return Reading(message=f"{named}: có ký tự lạ, đã để trống. Chỉ ghi 12 chữ số.")
    if len(digits) in (9, 12):
        if isinstance(cell, float | int):
            return Reading(digits, repair="số ghi thành chữ")
        return Reading(digits, repair="" if digits == raw.replace(" ", "") else "viết lại gọn bằng chữ số")
    if len(digits) in (10, 11):
        whole = digits.zfill(12)
        return Reading(
            message=f"{named}: chỉ có {len(digits)} chữ số, có lẽ là {whole} "
            "(Excel làm mất số 0 ở đầu). Đã để trống, xin xem thẻ rồi nhập lại."
        )
    return Reading(message=f"{named}: có {len(digits)} chữ số mà phải là 12 (hoặc 9 số cũ), đã để trống.")


def _id_among(text: str) -> Reading | None:
    """The one id among other words: "CCCD: 006050004321 cấp 2021"; the citizen id where both stand."""
    numbers = _LONG_NUMBER.findall(text)
    digits = ["".join(char for char in number if char.isdigit()) for number in numbers]
    chosen = [at for at, number in enumerate(digits) if len(number) == 12] or list(range(len(digits)))
    if len(chosen) != 1:
        return None
    rest = clean(_ID_LABELS.sub(" ", text.replace(numbers[chosen[0]], " "))).strip(" .,:;/()–-")
    note = f"Số căn cước: {rest}" if rest else ""
    return Reading(digits[chosen[0]], note=note, repair="chỉ lấy số, lời bên số chuyển sang ghi chú")


def _unscientific(text: str) -> str:
    """9.12345678E+08 as text is a number again when no digit was lost."""
    found = _SCIENTIFIC.fullmatch(text)
    if found is None:
        return text
    digits = found[1].replace(",", ".").replace(".", "")
    power = int(found[2])
    return digits + "0" * (power + 1 - len(digits)) if len(digits) >= power - 2 and power < 20 else text


def gender(text: str) -> Reading:
    """Nam or nữ in the words lists use."""
    if not text:
        return Reading()
    word = fold(text).strip(" .")
    if word in _MALE:
        return Reading(Gender.MALE)
    if word in _FEMALE:
        return Reading(Gender.FEMALE)
    return Reading(message=f"Giới tính {quoted(text)}: không hiểu, đã để trống. Hãy ghi Nam hoặc Nữ.")


def says_no(text: str) -> bool:
    """Whether a cell says that there is nothing: "không", "0", "chưa"."""
    return fold(text).strip(" .") in _NO


def says_only_yes(text: str) -> bool:
    """Whether a cell is only a mark: "x", "có"."""
    return fold(text).strip(" .") in _YES


def policies(text: str, title: str) -> tuple[DraftPolicy, ...]:
    """The state policy groups a cell names, each with its rate; a mark alone means what the title says."""
    if not text or says_no(text):
        return ()
    found: dict[PolicyKind, DraftPolicy] = {}
    for part in re.split(r"[;,\n+]", text):
        words = clean(part)
        if not words or says_no(words):
            continue
        kind = _policy_kind(words)
        if kind is None:
            by_title = _policy_kind(title)
            if by_title is None and says_only_yes(words):
                continue
            kind = (
                by_title if by_title and (says_only_yes(words) or _RATE.search(words)) else PolicyKind.OTHER
            )
        rate = _RATE.search(words)
        note = words if kind is PolicyKind.OTHER else ""
        found.setdefault(kind, DraftPolicy(kind, clean(rate[0]) if rate else "", note))
    return tuple(found.values())


def _policy_kind(text: str) -> PolicyKind | None:
    folded = f" {' '.join(re.sub(r'[^a-z]+', ' ', fold(text)).split())} "
    for kind, words in _POLICY_WORDS:
        if any(f" {word} " in folded for word in words):
            return kind
    return None
