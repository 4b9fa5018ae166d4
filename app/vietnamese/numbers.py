"""Numbers and money as Vietnamese papers write them: groups, counts, words, document numbers."""

from __future__ import annotations

import re
import string
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.errors import FieldError
from app.vietnamese.text import clean, fold

LARGEST_IN_WORDS = 10**18
LARGEST_AMOUNT = 10**15
"""VND; more is a slip of the hand, and would not fit a 64-bit column when summed."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def group(number: int) -> str:
    """Write a number with dots between thousands: "3.000.000"."""
    return f"{number:,}".replace(",", ".")


def money(dong: int) -> str:
    """Write an amount in whole VND: "3.000.000 đồng"."""
    return f"{group(dong)} đồng"


def decimal_text(value: int | Decimal | Fraction, digits: int) -> str:
    """Write ``digits`` places after a comma, "1.234,50"; halves are rounded away from zero."""
    scaled = value * 10**digits
    if isinstance(scaled, Fraction):
        whole = int(abs(scaled) + Fraction(1, 2)) * (-1 if scaled < 0 else 1)
    else:
        whole = int(Decimal(scaled).to_integral_value(ROUND_HALF_UP))
    before, after = divmod(abs(whole), 10**digits)
    sign = "-" if whole < 0 else ""
    return f"{sign}{group(before)}" + (f",{after:0{digits}}" if digits else "")


def percent_text(part: int, whole: int) -> str:
    """Write what part of a whole something is: "100%", "85,7%"; "" of nothing."""
    if not whole:
        return ""
    percent = Fraction(100 * part, whole)
    return f"{decimal_text(percent, 0 if percent.denominator == 1 else 1)}%"


def count(number: int) -> str:
    """Write a count in a sentence as signed papers do: "03", "43" (domain notes §2.4)."""
    return f"{number:02}" if 0 <= number < 10 else group(number)


def roman(number: int) -> str:
    """A number from 1 to 3999 as the parts of a paper are counted: "IV"."""
    if not 1 <= number <= 3999:
        raise ValueError(number)
    written = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        written += letters * times
    return written


def number_in_words(number: int, *, linh: str = "linh") -> str:
    """Write a number as it is read aloud, "hai triệu chín trăm năm mươi nghìn" (domain notes §8.5).

    ``linh`` is the word for an empty tens place, "lẻ" in the south. Takes up to 10^18 either side of zero
    and raises :class:`FieldError` (field ``"number"``) beyond.
    """
    if abs(number) > LARGEST_IN_WORDS:
        raise FieldError("number", "Số quá lớn, không đọc thành chữ được: hãy xem lại số đã nhập.")
    if number == 0:
        return _DIGITS[0]
    return ("âm " if number < 0 else "") + _words(abs(number), linh, full=False)


def money_in_words(dong: int, *, linh: str = "linh") -> str:
    """Write an amount in words for a receipt, with a capital: "Ba triệu đồng chẵn".

    "chẵn" closes a round sum, here one of whole thousands; "Một trăm linh năm nghìn hai trăm đồng" has none.
    """
    words = f"{number_in_words(dong, linh=linh)} đồng"
    if dong and dong % 1000 == 0:
        words += " chẵn"
    return words[0].upper() + words[1:]


def _words(number: int, linh: str, *, full: bool) -> str:
    """The words of a positive number.

    ``full`` reads empty hundreds too ("không trăm linh năm"), as every group but the first does.
    """
    billions, rest = divmod(number, 10**9)
    said: list[str] = []
    if billions:
        said.append(f"{_words(billions, linh, full=False)} tỷ")
        full = True
    for power in (2, 1, 0):
        three = rest // 1000**power % 1000
        if three:
            said.append(_three_digits(three, linh, full=full) + _GROUPS[power])
            full = True
    return " ".join(said)


def _three_digits(number: int, linh: str, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    said: list[str] = []
    if hundreds or full:
        said.append(f"{_DIGITS[hundreds]} trăm")
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens:
        said.append("mười")
    elif units and said:
        said.append(linh)
    if units == 1 and tens > 1:
        said.append("mốt")
    elif units == 5 and tens:
        said.append("lăm")
    elif units:
        said.append(_DIGITS[units])
    return " ".join(said)


_UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "ng": 10**3,
    "k": 10**3,
}
_CURRENCY = re.compile(r"\s*(?:vn[dđ]|dong|d|₫)\.?(?:\s*chan)?\.?$")
_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]0{1,2})?")
_PLAIN = re.compile(r"(\d+)(?:[.,]0{1,2})?")
_PIECE = re.compile(r"(\d+(?:[.,]\d+)*)\s*(ty|ti|trieu|tr|nghin|ngan|ng|k)(?![a-z])\s*(ruoi)?\s*")
_TAIL = re.compile(r"\d{1,3}")


def parse_money(text: str, *, field: str = "amount") -> int:
    """Whole VND from "2.950.000", "2,950,000đ", "500 nghìn", "1,5 triệu", "2tr5" or "1 tỷ 200 triệu".

    Digits glued to the unit before them are its fraction ("2tr5" and "2tr500" are 2.500.000). Raises
    :class:`FieldError` (with ``field``) for what is not an amount, such as "1.5", and for a part of a đồng.
    """
    shown = clean(text)
    problem = FieldError(
        field, f"Không hiểu số tiền “{shown[:60]}”: hãy gõ như 500.000, 500 nghìn hoặc 1,5 triệu."
    )
    if not shown or len(shown) > 60:
        raise problem
    plain = fold(shown)
    negative = plain.startswith(("-", "\u2212"))
    plain = _CURRENCY.sub("", plain[1:].strip() if negative else plain)
    amount = _digits_amount(plain)
    if amount is None:
        amount = _unit_amount(plain)
    if amount is None or amount.denominator != 1 or amount > LARGEST_AMOUNT:
        raise problem
    return -int(amount) if negative else int(amount)


def _digits_amount(plain: str) -> Fraction | None:
    grouped = _GROUPED.fullmatch(plain)
    if grouped is not None:
        mark = grouped[1]
        whole = plain
        for other in {".", ","} - {mark}:
            whole = whole.split(other)[0]
        return Fraction(whole.replace(mark, ""))
    found = _PLAIN.fullmatch(plain)
    return Fraction(found[1]) if found is not None else None


def _unit_amount(plain: str) -> Fraction | None:
    """The sum of "1 ty 200 trieu"; units must fall, a short tail divides the last one ("2tr5")."""
    total = Fraction(0)
    last = 10**12
    place = 0
    while (piece := _PIECE.match(plain, place)) is not None:
        number = _decimal(piece[1])
        unit = _UNITS[piece[2]]
        if number is None or unit >= last:
            return None
        total += (number + (Fraction(1, 2) if piece[3] else 0)) * unit
        last, place = unit, piece.end()
    rest = plain[place:]
    if place == 0:
        return None
    if rest:
        if not _TAIL.fullmatch(rest) or plain[place - 1] == " ":
            return None
        total += Fraction(int(rest), 10 ** len(rest)) * last
    return total


def _decimal(digits: str) -> Fraction | None:
    whole = _digits_amount(digits)
    if whole is not None:
        return whole
    before, _, after = digits.replace(",", ".").partition(".")
    return Fraction(f"{before}.{after}") if after.isdecimal() else None


_NUMBER_WIDTH = re.compile(r"0?[1-9]?")


def document_number(template: str, number: int, kind: str, code: str, *, year: int | None = None) -> str:
    """Write "01/QĐ-HTS" from the branch's pattern, such as ``{so:02}/{loai}-{ky_hieu}`` (domain notes §2.3).

    Tokens: ``{so}`` the running number, with a width if wanted; ``{loai}`` the kind of paper; ``{ky_hieu}``
    the branch's code; ``{nam}`` the year, when one is given. Anything else in braces raises
    :class:`FieldError` (field ``"template"``).
    """
    words = {"loai": kind, "ky_hieu": code, **({} if year is None else {"nam": str(year)})}
    written: list[str] = []
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise _bad_template(template) from error
    for literal, name, width, conversion in pieces:
        written.append(literal)
        if name is None:
            continue
        if conversion is None and name == "so" and _NUMBER_WIDTH.fullmatch(width or ""):
            written.append(format(number, width or ""))
        elif conversion is None and not width and name in words:
            written.append(words[name])
        else:
            raise _bad_template(template)
    return "".join(written)


def number_of_document(template: str, written: str, kind: str, code: str) -> int | None:
    """The running number in a document number that :func:`document_number` could have written.

    One written otherwise ("5", "5/BC") gives the digits it begins with; ``None`` where there are none. Raises
    FieldError for a bad template.
    """
    document_number(template, 1, kind, code, year=1)
    words = {"loai": re.escape(kind), "ky_hieu": re.escape(code), "nam": r"\d{4}", "so": r"0*(?P<so>\d+)"}
    pattern, seen = "", False
    for literal, name, _width, _conversion in string.Formatter().parse(template):
        pattern += re.escape(literal)
        if name is not None:
            pattern += r"\d+" if name == "so" and seen else words[name]
            seen = seen or name == "so"
    found = re.fullmatch(pattern, written.strip(), re.IGNORECASE) if seen else None
    if found is not None:
        return int(found["so"])
    begins = re.match(r"\d{1,6}", written.strip())
    return int(begins[0]) if begins is not None else None


def _bad_template(template: str) -> FieldError:
    return FieldError(
        "template",
        f"Mẫu số văn bản “{template}” không đúng: chỉ dùng {{so:02}}, {{loai}}, {{ky_hieu}} và {{nam}}.",
    )
