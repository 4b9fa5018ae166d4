"""What stands around the body of a paper: heading block, title, signatures, page number, line at the foot.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, as the Hội itself uses it (domain notes §2.2, §2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.papers.typesetting import (
    BOLD,
    ITALIC,
    LEADING,
    PT_PER_MM,
    REGULAR,
    Sheet,
    block_lines,
    drawable,
    width,
    wrap,
)
from app.domain.year_report import Signature

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_STATE_SIZE, _MOTTO_SIZE, _ISSUER_SIZE = 12.0, 13.0, 12.0
#: The rule under the issuer's name: between a third and a half of the line.
_ISSUER_RULE = 0.4
_TITLE_SIZE, _BELOW_SIZE, _OFFICE_SIZE = 14.0, 13.0, 13.0
_PAGE_NUMBER_SIZE = 13.0
_FOOT_SIZE = 10.0
_SIGNING_ROOM = 22 * PT_PER_MM
_GAP = 4 * PT_PER_MM


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its text area, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """The width of the text area."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The middle of the text area, from the left edge of the paper."""
        return (self.left + self.right) / 2


def frame(wide: float, high: float) -> Frame:
    """The text area of a page of so many millimetres, with the margins of Nghị định 30 (20, 20, 30, 15)."""
    mm = PT_PER_MM
    return Frame(wide * mm, high * mm, 30 * mm, (wide - 15) * mm, 20 * mm, (high - 20) * mm)


def halves(area: Frame) -> tuple[tuple[float, float], tuple[float, float]]:
    """(middle, width) of the left and of the right half; the right one holds the state's name in one line."""
    right = max(area.room * 0.5, width(STATE, BOLD, _STATE_SIZE) + 2)
    left = area.room - right - _GAP
    return (area.left + left / 2, left), (area.right - right / 2, right)


def draw_heading(sheet: Sheet, area: Frame, issuer: Sequence[str]) -> float:
    """Issuer at the left, state and motto at the right; gives where the block ends."""
    (left, left_room), (right, _) = halves(area)
    top = area.top
    last = ""
    size = _issuer_size(issuer, left_room)
    for number, line in enumerate(issuer, 1):
        own = number == len(issuer)
        font = BOLD if own else REGULAR
        lines = wrap(drawable(line, font), font, size, left_room)
        top = block_lines(sheet, lines, top, left, font, size)
        last = lines[-1] if lines else last
    left_end = top
    if last:
        half = width(last, BOLD, size) * _ISSUER_RULE / 2
        sheet.rule(left - half, top + 2, left + half, top + 2, 0.75)
    top = block_lines(sheet, (STATE,), area.top, right, BOLD, _STATE_SIZE)
    top = block_lines(sheet, (MOTTO,), top, right, BOLD, _MOTTO_SIZE)
    half = width(MOTTO, BOLD, _MOTTO_SIZE) / 2
    sheet.rule(right - half, top + 2, right + half, top + 2, 0.75)
    return max(left_end, top) + 3


def _issuer_size(issuer: Sequence[str], room: float) -> float:
    """12 pt as the decree asks, or a little less where that saves a long name from one line more."""

    def lines(size: float) -> int:
        return sum(len(wrap(drawable(line, BOLD), BOLD, size, room)) for line in issuer)

    return min((_ISSUER_SIZE, _ISSUER_SIZE - 0.5, _ISSUER_SIZE - 1), key=lines)


def draw_title(sheet: Sheet, area: Frame, top: float, title: str, below: Sequence[str]) -> float:
    """The title in bold capitals and the lines under it in italics; gives where they end."""
    room = area.room
    lines = wrap(drawable(title.upper(), BOLD), BOLD, _TITLE_SIZE, room)
    top = block_lines(sheet, lines, top + 14, area.middle, BOLD, _TITLE_SIZE) + 1
    for line in below:
        lines = wrap(drawable(line, ITALIC), ITALIC, _BELOW_SIZE, room)
        top = block_lines(sheet, lines, top, area.middle, ITALIC, _BELOW_SIZE)
    return top + 9


@dataclass(frozen=True, slots=True)
class _Signing:
    """The lines of a signature block, wrapped."""

    place_date: tuple[str, ...]
    left: tuple[str, ...]
    left_hint: str
    right: tuple[str, ...]
    left_name: tuple[str, ...]
    right_name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs beside another: the office, a hint under it, the name."""

    office: str
    hint: str
    name: str


def _signing(area: Frame, signature: Signature, left: Signer | None, size: float) -> _Signing:
    (_, left_room), (_, right_room) = halves(area)

    def lines(text: str, font: str, room: float) -> tuple[str, ...]:
        return wrap(drawable(text, font), font, size, room)

    right: tuple[str, ...] = ()
    for text in (signature.authority, signature.office):
        right += lines(text.upper(), BOLD, right_room)
    return _Signing(
        lines(signature.place_date, ITALIC, right_room),
        lines(left.office.upper(), BOLD, left_room) if left else (),
        left.hint if left else "",
        right,
        lines(left.name, BOLD, left_room) if left else (),
        lines(signature.name, BOLD, right_room),
    )


def signatures_height(
    area: Frame,
    signature: Signature,
    left: Signer | None = None,
    room: float = _SIGNING_ROOM,
    size: float = _OFFICE_SIZE,
) -> float:
    """The height that :func:`draw_signatures` takes; ``room`` is left to sign in."""
    block = _signing(area, signature, left, size)
    offices = max(len(block.left) + (0.9 if block.left_hint else 0), len(block.right))
    names = max(len(block.left_name), len(block.right_name), 1)
    return (len(block.place_date) + offices + names) * LEADING * size + room


def draw_signatures(
    sheet: Sheet,
    area: Frame,
    top: float,
    signature: Signature,
    left: Signer | None = None,
    room: float = _SIGNING_ROOM,
    size: float = _OFFICE_SIZE,
) -> None:
    """Place and date, and who signs at the right; at the left who else signs."""
    (left_middle, _), (right_middle, _) = halves(area)
    block = _signing(area, signature, left, size)
    end = top + signatures_height(area, signature, left, room, size)
    top = block_lines(sheet, block.place_date, top, right_middle, ITALIC, size)
    under = block_lines(sheet, block.left, top, left_middle, BOLD, size)
    if block.left_hint:
        block_lines(sheet, (block.left_hint,), under, left_middle, ITALIC, size - 2)
    block_lines(sheet, block.right, top, right_middle, BOLD, size)
    for middle, names in ((left_middle, block.left_name), (right_middle, block.right_name)):
        block_lines(sheet, names, end - len(names) * LEADING * size, middle, BOLD, size)


def signers_height(area: Frame, signers: Sequence[Signer], room: float, size: float) -> float:
    """The height that :func:`draw_signers` takes; ``room`` is left to sign in."""
    columns = _signer_lines(area, signers, size)
    offices = max(len(office) for office, _ in columns)
    names = max(1, *(len(name) for _, name in columns))
    return (offices + names) * LEADING * size + LEADING * (size - 1) + room


def draw_signers(
    sheet: Sheet, area: Frame, top: float, signers: Sequence[Signer], room: float, size: float
) -> None:
    """Those who sign side by side, as on papers of the fund: office, hint, room, name."""
    columns = _signer_lines(area, signers, size)
    wide = area.room / len(columns)
    hints = top + max(len(office) for office, _ in columns) * LEADING * size
    names = hints + LEADING * (size - 1) + room
    for place, (signer, (office, name)) in enumerate(zip(signers, columns, strict=True)):
        middle = area.left + wide * (place + 0.5)
        block_lines(sheet, office, top, middle, BOLD, size)
        block_lines(sheet, (signer.hint,), hints, middle, ITALIC, size - 1)
        block_lines(sheet, name, names, middle, BOLD, size)


def _signer_lines(
    area: Frame, signers: Sequence[Signer], size: float
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    room = area.room / len(signers) - 3

    def lines(text: str) -> tuple[str, ...]:
        return wrap(drawable(text, BOLD), BOLD, size, room)

    return [(lines(each.office), lines(each.name)) for each in signers]


def draw_page_number(sheet: Sheet, area: Frame, number: int) -> None:
    """The number in the middle of the top margin; the first page shows none (Nghị định 30)."""
    if number > 1:
        sheet.centred(
            area.middle, area.top / 2 + _PAGE_NUMBER_SIZE / 2, str(number), REGULAR, _PAGE_NUMBER_SIZE
        )


def draw_foot(sheet: Sheet, area: Frame, text: str) -> None:
    """A line in the bottom margin."""
    if text:
        baseline = area.bottom + 9 * PT_PER_MM
        sheet.centred(area.middle, baseline, drawable(text, ITALIC), ITALIC, _FOOT_SIZE)
