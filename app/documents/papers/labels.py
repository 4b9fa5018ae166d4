"""Labels on bought sheets, and envelopes: every text inside its own label, on any sheet, from any place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.documents.papers.typesetting import (
    BASELINE,
    BOLD,
    LEADING,
    PT_PER_MM,
    REGULAR,
    Paper,
    Sheet,
    drawable,
    width,
    wrap,
)
from app.progress import Progress, Silent

if TYPE_CHECKING:
    from app.documents.papers.values import Label


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels, or an envelope (one label with a place for the sender); millimetres.

    ``left`` and ``top`` are where the first label begins, ``across`` and ``down`` from one label to the next.
    """

    key: str
    title: str
    page: tuple[float, float]
    columns: int
    rows: int
    label: tuple[float, float]
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0
    envelope: bool = False

    @property
    def per_page(self) -> int:
        """How many labels one sheet has."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a label in millimetres; ``place`` from 0, row by row."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down


_A4 = (210.0, 297.0)
#: The sheets that Vietnamese stationers sell, by the maker's own measures, and the two usual envelopes.
LABEL_SHEETS: dict[str, LabelSheet] = {
    each.key: each
    for each in (
        LabelSheet("3x8", "3 × 8 nhãn, 70 × 37 mm", _A4, 3, 8, (70, 37), 0, 0.5, 70, 37),
        LabelSheet("2x7", "2 × 7 nhãn, 99,1 × 38,1 mm", _A4, 2, 7, (99.1, 38.1), 4.65, 15.15, 101.6, 38.1),
        LabelSheet("3x7", "3 × 7 nhãn, 63,5 × 38,1 mm", _A4, 3, 7, (63.5, 38.1), 7.25, 15.15, 66.0, 38.1),
        LabelSheet("dl", "Phong bì DL, 220 × 110 mm", (220, 110), 1, 1, (220, 110), envelope=True),
        LabelSheet("c6", "Phong bì C6, 162 × 114 mm", (162, 114), 1, 1, (162, 114), envelope=True),
    )
}

#: Inside a label nothing stands nearer to its edge: printers and hands are not exact.
_EDGE = 5.0 * PT_PER_MM
_ENVELOPE_EDGE = 10.0 * PT_PER_MM
_NAME_SIZE, _ENVELOPE_NAME_SIZE = 14.0, 16.0
_SMALLEST = 6.0
_STEP = 0.5
#: The lines around the name are this much smaller than it.
_BESIDE = 0.82
_SENDER_SIZE = 11.0
_MARK = 3.0 * PT_PER_MM


@dataclass(frozen=True, slots=True)
class LabelPrint:
    """How labels are printed: ``start`` is the first free label of the first sheet, from 1; dx, dy in mm."""

    sheet: LabelSheet
    start: int = 1
    dx: float = 0.0
    dy: float = 0.0
    cut_marks: bool = False


@dataclass(frozen=True, slots=True)
class WrittenLabels:
    """The bytes of the PDF, and the names on labels whose text had to be cut."""

    content: bytes
    cut: tuple[str, ...]


def render_labels(
    labels: Sequence[Label], choice: LabelPrint, *, title: str, author: str, progress: Progress | None = None
) -> WrittenLabels:
    """The labels one after another, sheet by sheet. ``choice.start`` must be a label of the sheet."""
    listener = progress or Silent()
    kind = choice.sheet
    paper = Paper()
    cut: list[str] = []
    waiting = list(labels)
    place, number = choice.start - 1, 0
    while number < len(waiting):
        sheet = Sheet(paper, kind.page[0] * PT_PER_MM, kind.page[1] * PT_PER_MM)
        if choice.cut_marks:
            _draw_marks(sheet, choice)
        for spot in range(place, kind.per_page):
            if number == len(waiting):
                break
            label = waiting[number]
            left, top = kind.corner(spot)
            corner = ((left + choice.dx) * PT_PER_MM, (top + choice.dy) * PT_PER_MM)
            draw = _draw_envelope if kind.envelope else _draw_label
            if not draw(sheet, kind, corner, label):
                cut.append(label.name)
            number += 1
        place = 0
        paper.add(sheet, waiting[number - 1].name)
        listener.step(number, len(waiting), waiting[number - 1].name)
    return WrittenLabels(paper.to_bytes(title=title, author=author), tuple(cut))


def _draw_label(sheet: Sheet, kind: LabelSheet, corner: tuple[float, float], label: Label) -> bool:
    """Draw one label's lines in its middle; False when they had to be cut."""
    room = (kind.label[0] * PT_PER_MM - 2 * _EDGE, kind.label[1] * PT_PER_MM - 2 * _EDGE)
    whole, lines = _fit(label, room, _NAME_SIZE)
    high = sum(LEADING * size for _, _, size in lines)
    top = corner[1] + _EDGE + (room[1] - high) / 2
    for text, font, size in lines:
        sheet.text(corner[0] + _EDGE, top + BASELINE * size, text, font, size)
        top += LEADING * size
    return whole


def _draw_envelope(sheet: Sheet, kind: LabelSheet, corner: tuple[float, float], label: Label) -> bool:
    """Sender small in the upper left corner, the addressee in the lower right part (no stamp is hit)."""
    wide, high = kind.label[0] * PT_PER_MM, kind.label[1] * PT_PER_MM
    top = corner[1] + _ENVELOPE_EDGE
    sender_room = wide * 0.5 - _ENVELOPE_EDGE
    for number, line in enumerate(label.sender):
        font = BOLD if number == 0 else REGULAR
        for text in wrap(drawable(line, font), font, _SENDER_SIZE, sender_room)[:3]:
            sheet.text(corner[0] + _ENVELOPE_EDGE, top + BASELINE * _SENDER_SIZE, text, font, _SENDER_SIZE)
            top += LEADING * _SENDER_SIZE
    left, first = corner[0] + wide * 0.42, max(corner[1] + high * 0.46, top + 4)
    room = (corner[0] + wide - _ENVELOPE_EDGE - left, corner[1] + high - _ENVELOPE_EDGE - first)
    whole, lines = _fit(label, room, _ENVELOPE_NAME_SIZE)
    for text, font, size in lines:
        sheet.text(left, first + BASELINE * size, text, font, size)
        first += LEADING * size
    return whole


_Set = tuple[str, str, float]


def _fit(label: Label, room: tuple[float, float], largest: float) -> tuple[bool, list[_Set]]:
    """The lines (text, font, size) in the largest type that fits; cut with "…" when none does."""
    size = largest
    while size >= _SMALLEST:
        lines = _lines(label, room[0], size)
        if sum(LEADING * each for _, _, each in lines) <= room[1] and _name_is_whole(label, lines):
            return True, lines
        size -= _STEP
    lines = _lines(label, room[0], _SMALLEST)
    kept: list[_Set] = []
    used = 0.0
    for line in lines:
        used += LEADING * line[2]
        if used > room[1]:
            text, font, last = kept.pop()
            while text and width(f"{text}…", font, last) > room[0]:
                text = text[:-1]
            kept.append((f"{text.rstrip()}…", font, last))
            return False, kept
        kept.append(line)
    return True, kept


def _name_is_whole(label: Label, lines: Sequence[_Set]) -> bool:
    """Whether the name stands in one line, or is so long that it need not."""
    return len(label.name) > 36 or any(text == drawable(label.name, BOLD) for text, _, _ in lines)


def _lines(label: Label, room: float, size: float) -> list[_Set]:
    small = max(_SMALLEST, round(size * _BESIDE * 2) / 2)
    found: list[_Set] = [(text, REGULAR, small) for text in wrap(drawable(label.lead), REGULAR, small, room)]
    found += [(text, BOLD, size) for text in wrap(drawable(label.name, BOLD), BOLD, size, room)]
    for line in label.lines:
        found += [(text, REGULAR, small) for text in wrap(drawable(line), REGULAR, small, room)]
    return found


def _draw_marks(sheet: Sheet, choice: LabelPrint) -> None:
    """Short strokes at the corners of each label, to cut along."""
    kind = choice.sheet
    wide, high = kind.label[0] * PT_PER_MM, kind.label[1] * PT_PER_MM
    for place in range(kind.per_page):
        left, top = kind.corner(place)
        x, y = (left + choice.dx) * PT_PER_MM, (top + choice.dy) * PT_PER_MM
        for cx, to_x in ((x, 1), (x + wide, -1)):
            for cy, to_y in ((y, 1), (y + high, -1)):
                sheet.rule(cx, cy, cx + to_x * _MARK, cy, 0.25)
                sheet.rule(cx, cy, cx, cy + to_y * _MARK, 0.25)
