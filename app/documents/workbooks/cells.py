"""Cells as the text of the file: what each kind of value becomes, and what must never become a formula."""

from __future__ import annotations

import re
from datetime import date

#: Excel's day 0; correct from 1 March 1900 on, and no earlier day is written as a number.
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
_LONGEST_TEXT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_SPECIAL = re.compile(r"[&<>\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|^ | $|  ")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def begins_like_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if somebody typed it."""
    return text.startswith(_FORMULA_STARTS)


def can_be_date(day: date) -> bool:
    """Whether a spreadsheet can hold this day as a date; it knows none before March 1900."""
    return day >= _FIRST_DAY


def serial(day: date) -> int:
    """The number under which a spreadsheet keeps a day."""
    return day.toordinal() - _EPOCH


def plain_text(text: str) -> str:
    """The text without what a spreadsheet file cannot hold: control characters, too many letters."""
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def escape(text: str) -> str:
    """Text between XML tags; ``_x0041_`` stays what it is instead of becoming a letter."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_xml(place: str, style: int, text: str) -> str:
    """A cell of text: always text, whatever it begins with."""
    if len(text) > _LONGEST_TEXT or _SPECIAL.search(text):
        text = escape(plain_text(text))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_xml(place: str, style: int, amount: int) -> str:
    """A cell of a number, or of a day as its serial number."""
    return f'<c r="{place}" s="{style}"><v>{amount}</v></c>'


def live_xml(place: str, style: int, formula: str, amount: float | str) -> str:
    """A cell of a formula (without its equals sign) that carries its value, a number or a text."""
    if isinstance(amount, str):
        return f'<c r="{place}" s="{style}" t="str"><f>{escape(formula)}</f><v>{escape(amount)}</v></c>'
    return f'<c r="{place}" s="{style}"><f>{escape(formula)}</f><v>{amount}</v></c>'


def blank_xml(place: str, style: int) -> str:
    """An empty cell that still has its look."""
    return f'<c r="{place}" s="{style}"/>'
