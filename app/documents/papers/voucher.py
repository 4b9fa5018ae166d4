"""Phiếu thu and phiếu chi: one an A5 page lying, or two under each other on an A4 page to be cut.

The fields are those of forms 01-TT and 02-TT (Thông tư 133/2016/TT-BTC, Phụ lục 3), the heading that of the
Hội (domain notes §2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.papers.blocks import Frame, Signer, draw_heading, draw_signers, signers_height
from app.documents.papers.typesetting import (
    BOLD,
    ITALIC,
    LEADING,
    PT_PER_MM,
    REGULAR,
    Paper,
    Sheet,
    one_line,
    text_baseline,
    width,
    wrap,
)

_WIDE, _HIGH = 210.0, 148.5
#: Margins in millimetres: what the printers of offices reach, and a little more at the left to file it.
_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 14.0, 9.0, 8.0
_TITLE_SIZE = 17.0
#: Tried one after another until everything has its place: size, mm to sign in, distance of lines.
_TRIALS = (
    (13.0, 22, 1.75),
    (13.0, 20, 1.55),
    *((size, room, 1.42) for size in (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.0) for room in (20, 16, 13)),
)
#: Five names stand side by side.
_LARGEST_SIGNING = 11.0
_ABOVE_SIGNERS, _BELOW_SIGNERS = 5.0, 4.0
_BY_HAND = "……………"


@dataclass(frozen=True, slots=True)
class _Form:
    """Size of the type, room to sign in and distance of the lines of a paper, in points."""

    size: float
    room: float
    leading: float

    @property
    def signing(self) -> float:
        return min(self.size - 1, _LARGEST_SIGNING)


def _form(trial: tuple[float, float, float]) -> _Form:
    size, room, leading = trial
    return _Form(size, room * PT_PER_MM, leading * size)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One receipt or payment slip.

    ``heading`` are the issuer's lines, own name last; ``number`` is "" where it is written by hand; ``day``
    the line under the title, ``fund`` the fund unless it is the branch's own; ``fields`` are labels and what
    stands behind them ("" = to be written by hand); ``copy`` says which copy it is ("Liên 1").
    """

    heading: tuple[str, ...]
    title: str
    day: str
    fund: str
    number: str
    fields: tuple[tuple[str, str], ...]
    received: str
    signers: tuple[Signer, ...]
    copy: str = ""


def render_vouchers_pdf(vouchers: Sequence[Voucher], *, two_up: bool = False) -> bytes:
    """The PDF of some papers in their order: one an A5 page, or with ``two_up`` two an upright A4 page."""
    book = Paper()
    high = _HIGH * (2 if two_up else 1)
    per_page = 2 if two_up else 1
    for first in range(0, len(vouchers), per_page):
        sheet = Sheet(book, _WIDE * PT_PER_MM, high * PT_PER_MM)
        for place, voucher in enumerate(vouchers[first : first + per_page]):
            _draw(sheet, _area(place), voucher)
        if two_up:
            _draw_cut(sheet)
        book.add(sheet, vouchers[first].number or vouchers[first].title)
    titles = dict.fromkeys(voucher.title.capitalize() for voucher in vouchers)
    own = vouchers[0].heading[-1] if vouchers and vouchers[0].heading else ""
    return book.to_bytes(title=", ".join(titles), author=own)


def _area(place: int) -> Frame:
    """The text area of the upper (0) or lower (1) half of a page."""
    mm, above = PT_PER_MM, place * _HIGH
    return Frame(
        _WIDE * mm,
        _HIGH * mm,
        _LEFT * mm,
        (_WIDE - _RIGHT) * mm,
        (above + _TOP) * mm,
        (above + _HIGH - _BOTTOM) * mm,
    )


def _draw_cut(sheet: Sheet) -> None:
    """Where the page is cut: short marks at both edges, nothing across the paper."""
    y = _HIGH * PT_PER_MM
    for left, right in ((0.0, 8.0), (_WIDE - 8.0, _WIDE)):
        sheet.rule(left * PT_PER_MM, y, right * PT_PER_MM, y)


def _draw(sheet: Sheet, area: Frame, voucher: Voucher) -> None:
    top = draw_heading(sheet, area, voucher.heading) + 7
    top = _draw_title(sheet, area, top, voucher)
    form = next(
        (form for form in map(_form, _TRIALS) if top + _height(area, voucher, form) <= area.bottom),
        _form(_TRIALS[-1]),
    )
    for label, text in voucher.fields:
        top = _draw_field(sheet, area, top, label, text, form)
    top += _ABOVE_SIGNERS
    draw_signers(sheet, area, top, voucher.signers, form.room, form.signing)
    top += signers_height(area, voucher.signers, form.room, form.signing) + _BELOW_SIGNERS
    _draw_field(sheet, area, top, voucher.received, "", form)


def _draw_title(sheet: Sheet, area: Frame, top: float, voucher: Voucher) -> float:
    """Title and day in the middle, book and number at the right."""
    sheet.centred(area.middle, text_baseline(top, _TITLE_SIZE), voucher.title, BOLD, _TITLE_SIZE)
    number = f"Số: {voucher.number or _BY_HAND}"
    notes = [f"Quyển số: {_BY_HAND}", number, voucher.fund, voucher.copy]
    at = area.right - 38 * PT_PER_MM
    line = top + 2
    for note in notes:
        for part in wrap(one_line(note), REGULAR, 11.0, area.right - at):
            sheet.text(at, text_baseline(line, 11.0), part, REGULAR, 11.0)
            line += LEADING * 11.0
    day = top + LEADING * _TITLE_SIZE
    sheet.centred(area.middle, text_baseline(day, 12.0), one_line(voucher.day, ITALIC), ITALIC, 12.0)
    return max(day + LEADING * 12.0, line) + 4


def _lines(area: Frame, label: str, text: str, size: float) -> tuple[str, ...]:
    return wrap(one_line(f"{label}: {text}".rstrip()), REGULAR, size, area.room)


def _draw_field(sheet: Sheet, area: Frame, top: float, label: str, text: str, form: _Form) -> float:
    """A label, what stands behind it, and dots to the end of the line for what is written by hand."""
    lines = _lines(area, label, text, form.size)
    for line in lines:
        sheet.text(area.left, text_baseline(top, form.size), line, REGULAR, form.size)
        top += form.leading
    if not text:
        end = area.left + width(lines[-1], REGULAR, form.size) + 3
        sheet.dots(end, area.right, text_baseline(top - form.leading, form.size) + 1)
    return top


def _height(area: Frame, voucher: Voucher, form: _Form) -> float:
    """What fields and signatures take under the title."""
    lines = 1 + sum(len(_lines(area, label, text, form.size)) for label, text in voucher.fields)
    signing = signers_height(area, voucher.signers, form.room, form.signing)
    return lines * form.leading + _ABOVE_SIGNERS + signing + _BELOW_SIGNERS
