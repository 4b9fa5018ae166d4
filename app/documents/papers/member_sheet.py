"""The sheet of one member: one page of A4, always, whatever the register holds of him.

Type shrinks between limits and lists go into two columns; what still does not fit is cut with a line that
says so, never silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.documents.papers.blocks import (
    Signer,
    draw_foot,
    draw_heading,
    draw_signatures,
    frame,
    signatures_height,
)
from app.documents.papers.typesetting import (
    BOLD,
    ITALIC,
    LEADING,
    PT_PER_MM,
    REGULAR,
    Paper,
    Sheet,
    block_lines,
    drawable,
    one_line,
    text_baseline,
    width,
    wrap,
)
from app.documents.papers.values import Entry, MemberSheet, Section
from app.progress import Progress, Silent

AREA = frame(210, 297)
PHOTO_WIDTH, PHOTO_HEIGHT = 30 * PT_PER_MM, 40 * PT_PER_MM
_PHOTO_GAP = 6 * PT_PER_MM
_GUTTER = 7 * PT_PER_MM
#: The person, who fills the sheet in, and the committee, which confirms it.
_LEFT_OFFICE, _LEFT_HINT = "Người khai", "(Ký, ghi rõ họ tên)"
_SIGNING_ROOM = 18 * PT_PER_MM
_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
#: Lists go into two columns from this size down.
_TWO_COLUMNS_FROM = 11.0
#: The most lines of one fact and of one list, tried in this order when even the smallest type is too large.
_CUTS = tuple(
    [(6, items) for items in (40, 32, 24, 20, 18, 16, 14, 12, 10, 8)]
    + [(3, items) for items in (8, 6, 5, 4)]
    + [(2, 4), (2, 3), (1, 3), (1, 2), (1, 1), (1, 0)]
)
_UNCUT = (10_000, 10_000)
#: A group has no more facts than this but for the branch's own fields, which may be cut like a list.
_USUAL_FACTS = 12
#: A fact longer than this many letters is set in upright type, not in bold: bold is to find, not to read.
_LONG_FACT = 90
_MORE = "… (còn nữa trong sổ)"
_DASH = "–"
#: Room to write on, where a fact is not known.
_LEAST_DOTS = 12 * PT_PER_MM


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of one line: where it begins, its text and font."""

    x: float
    text: str
    font: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the body: its pieces, dotted rules (from, to), and the room above it."""

    runs: tuple[_Run, ...]
    dots: tuple[tuple[float, float], ...] = ()
    above: float = 0.0
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Body:
    """The set body of one sheet."""

    size: float
    lines: tuple[_Line, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class WrittenSheets:
    """The bytes of the PDF, and the names of the members whose sheet does not hold everything."""

    content: bytes
    cut: tuple[str, ...]


def render_member_sheets(
    sheets: Iterable[MemberSheet], count: int, *, progress: Progress | None = None
) -> WrittenSheets:
    """A PDF with one page for each member, and an outline by name; ``sheets`` are taken one at a time.

    ``count`` is how many there are, at least one; ``progress`` is told of each.
    """
    listener = progress or Silent()
    paper = Paper()
    cut: list[str] = []
    title = author = ""
    for number, each in enumerate(sheets, 1):
        title = f"{each.title} – {each.name}" if count == 1 else each.title
        author = each.heading[-1] if each.heading else ""
        if _draw(paper, each):
            cut.append(each.name)
        listener.step(number, count, each.name)
    return WrittenSheets(paper.to_bytes(title=title, author=author, outline=True), tuple(cut))


def _draw(paper: Paper, member: MemberSheet) -> bool:
    """Draw one page; tells whether something had to be cut."""
    sheet = Sheet(paper, AREA.width, AREA.height)
    top = draw_heading(sheet, AREA, member.heading)
    top, form = _draw_name(paper, sheet, member, top)
    body = _body(member, AREA.bottom - top - _end_height(member))
    size = body.size
    for line in body.lines:
        top += line.above
        baseline = text_baseline(top, size)
        for run in line.runs:
            sheet.text(run.x, baseline, run.text, run.font, size)
        for start, stop in line.dots:
            sheet.dots(start, stop, baseline + 1)
        top += LEADING * size
        if line.ruled:
            sheet.rule(AREA.left, top + 1, AREA.right, top + 1)
    # What is left of the page stands above the signatures, but not all of it: they keep near their text.
    free = AREA.bottom - top - _end_height(member)
    begin = top + 10 + max(0.0, min(free, 14.0))
    draw_signatures(sheet, AREA, begin, member.signature, _person(member), _SIGNING_ROOM)
    draw_foot(sheet, AREA, member.foot)
    paper.add(sheet, member.name, form)
    return body.is_cut


def _person(member: MemberSheet) -> Signer:
    return Signer(_LEFT_OFFICE, _LEFT_HINT, member.name)


def _end_height(member: MemberSheet) -> float:
    return signatures_height(AREA, member.signature, _person(member), _SIGNING_ROOM) + 10


def _name_lines(member: MemberSheet) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """Size and lines of the name, and the line under it, beside the photo."""
    room = AREA.room - PHOTO_WIDTH - _PHOTO_GAP
    name = drawable(member.name.upper(), BOLD)
    size = 16.0
    while size > 9 and len(wrap(name, BOLD, size, room)) > 2:
        size -= 0.5
    under = wrap(drawable(member.under_name), REGULAR, 12, room)[:2]
    return size, wrap(name, BOLD, size, room)[:4], under


def _name_end(_member: MemberSheet, top: float) -> float:
    return top + 12 + PHOTO_HEIGHT + 2


def _draw_name(paper: Paper, sheet: Sheet, member: MemberSheet, top: float) -> tuple[float, str]:
    """Photo at the left; title, name and what stands under it in the middle of the rest."""
    end = _name_end(member, top)
    top += 12
    form = ""
    if member.photo:
        place = (AREA.left, top, PHOTO_WIDTH, PHOTO_HEIGHT)
        form = paper.picture_form(place, (AREA.width, AREA.height), member.photo)
    else:
        middle = AREA.left + PHOTO_WIDTH / 2
        block_lines(sheet, ("Ảnh", "3 × 4 cm"), top + PHOTO_HEIGHT / 2 - 12, middle, ITALIC, 10)
    sheet.box(AREA.left, top, PHOTO_WIDTH, PHOTO_HEIGHT)
    size, name, under = _name_lines(member)
    left = AREA.left + PHOTO_WIDTH + _PHOTO_GAP
    middle = (left + AREA.right) / 2
    high = LEADING * (15 + len(name) * size + len(under) * 12) + 10
    top += (PHOTO_HEIGHT - high) / 2
    top = block_lines(sheet, (one_line(member.title.upper(), BOLD),), top, middle, BOLD, 15) + 8
    top = block_lines(sheet, name, top, middle, BOLD, size) + 2
    block_lines(sheet, under, top, middle, REGULAR, 12)
    return end, form


# ---------------------------------------------------------------- setting the body


def _body(member: MemberSheet, room: float) -> _Body:
    """The body in the largest type that fits; cut, and saying so, when none does."""
    for size in _SIZES:
        for columns in (1, 2) if size <= _TWO_COLUMNS_FROM else (1,):
            body = _set(member, size, _UNCUT, columns, room)
            if body is not None:
                return body
    smallest = _SIZES[-1]
    for cut in _CUTS:
        body = _set(member, smallest, cut, 2, room)
        if body is not None:
            return body
    # The facts alone, a line each, are more than a page: the first ones stand, the rest is told of.
    kept: list[_Line] = []
    used = LEADING * smallest
    for line in _lines(_Setter(smallest, *_CUTS[-1], 2), member):
        used += LEADING * smallest + line.above
        if used > room:
            break
        kept.append(line)
    while kept and kept[-1].ruled:  # no title without what it names
        kept.pop()
    return _Body(smallest, (*kept, _Line((_Run(AREA.left, _MORE, ITALIC),))), is_cut=True)


def _set(member: MemberSheet, size: float, cut: tuple[int, int], columns: int, room: float) -> _Body | None:
    """The body at one size; None as soon as it is higher than the room."""
    setter = _Setter(size, *cut, columns)
    items = sum(-(-min(len(section.lines), cut[1]) // columns) for section in member.sections)
    if items * LEADING * size > room:
        return None
    lines: list[_Line] = []
    high = 0.0
    for line in _lines(setter, member):
        high += LEADING * size + line.above
        if high > room:
            return None
        lines.append(line)
    return _Body(size, tuple(lines), setter.is_cut)


def _lines(setter: _Setter, member: MemberSheet) -> Iterator[_Line]:
    for section in member.sections:
        yield from setter.section(section)


class _Setter:
    """Sets sections at one size of type."""

    def __init__(self, size: float, most_lines: int, most_items: int, columns: int) -> None:
        self._size = size
        self._most_lines, self._most_items = most_lines, most_items
        self._columns = columns
        self.is_cut = False

    def section(self, section: Section) -> Iterator[_Line]:
        """Title, facts two in a line, then the list."""
        yield _Line(
            (_Run(AREA.left, one_line(section.title, BOLD), BOLD),), above=self._size * 0.45, ruled=True
        )
        above = 3.5
        entries = section.entries[: max(_USUAL_FACTS, self._most_items)]
        for row in self._rows(entries):
            for number, line in enumerate(self._side_by_side(row)):
                yield _Line(line.runs, line.dots, above if number == 0 else 0.0)
            above = 1.5
        if len(entries) < len(section.entries):
            yield self._rest(len(section.entries) - len(entries))
        for line in self._list(section.lines):
            yield _Line(line.runs, line.dots, above + line.above)
            above = 0.0

    def _rows(self, entries: Sequence[Entry]) -> Iterator[list[tuple[Entry, float, float]]]:
        """The facts of each line with where they begin and end."""
        half = (AREA.room - _GUTTER) / 2
        waiting: list[tuple[Entry, float, float]] = []
        for entry in entries:
            if entry.wide or not self._fits(entry, half):
                if waiting:
                    yield waiting
                    waiting = []
                yield [(entry, AREA.left, AREA.right)]
            elif waiting:
                yield [*waiting, (entry, AREA.right - half, AREA.right)]
                waiting = []
            else:
                waiting = [(entry, AREA.left, AREA.left + half)]
        if waiting:
            yield waiting

    def _fits(self, entry: Entry, room: float) -> bool:
        label = width(f"{one_line(entry.label)}: ", REGULAR, self._size)
        text = drawable(entry.text, BOLD)
        if not text:
            return label + _LEAST_DOTS <= room
        return "\n" not in text and label + width(text, BOLD, self._size) <= room

    def _side_by_side(self, row: Sequence[tuple[Entry, float, float]]) -> Iterator[_Line]:
        sets = [self._entry(entry, start, stop) for entry, start, stop in row]
        for number in range(max(map(len, sets))):
            there = [each[number] for each in sets if number < len(each)]
            yield _Line(
                tuple(run for line in there for run in line.runs),
                tuple(dots for line in there for dots in line.dots),
            )

    def _entry(self, entry: Entry, start: float, stop: float) -> list[_Line]:
        size = self._size
        label = one_line(f"{entry.label}:")
        inset = start + width(label + " ", REGULAR, size)
        font = BOLD if len(entry.text) <= _LONG_FACT else REGULAR
        text = drawable(entry.text, font)
        if not text:
            return [_Line((_Run(start, label, REGULAR),), ((inset, stop),))]
        room = stop - inset
        if room < (stop - start) / 3:  # a label as long as the line: the fact begins under it
            first = wrap(label, REGULAR, size, stop - start)
            lines = [_Line((_Run(start, each, REGULAR),)) for each in first[: self._most_lines]]
            inset = start + size
            return lines + [
                _Line((_Run(inset, each, font),)) for each in self._kept(text, font, stop - inset)
            ]
        shown = self._kept(text, font, room)
        return [
            _Line(((_Run(start, label, REGULAR),) if number == 0 else ()) + (_Run(inset, each, font),))
            for number, each in enumerate(shown)
        ]

    def _kept(self, text: str, font: str, room: float) -> list[str]:
        """The lines of a fact, cut with a word about it when there are too many."""
        lines = list(wrap(text, font, self._size, room))
        if len(lines) <= self._most_lines:
            return lines
        self.is_cut = True
        kept = lines[: self._most_lines]
        words = kept[-1].split(" ")
        while words and width(f"{' '.join(words)} {_MORE}", font, self._size) > room:
            words.pop()
        kept[-1] = f"{' '.join(words)} {_MORE}".strip()
        if width(kept[-1], font, self._size) > room:
            kept[-1] = "…"
        return kept

    def _list(self, items: Sequence[str]) -> Iterator[_Line]:
        """The items of a list behind dashes, in one column or two."""
        shown = items[: self._most_items]
        columns = self._columns if len(shown) > 2 else 1
        room = (AREA.room - _GUTTER * (columns - 1)) / columns
        per_column = -(-len(shown) // columns)
        sets: list[list[_Line]] = []
        for column in range(columns):
            left = AREA.left + column * (room + _GUTTER)
            lines: list[_Line] = []
            for item in shown[column * per_column : (column + 1) * per_column]:
                lines += self._item(item, left, room)
            sets.append(lines)
        for number in range(max(map(len, sets), default=0)):
            yield _Line(tuple(run for each in sets if number < len(each) for run in each[number].runs))
        if len(shown) < len(items):
            yield self._rest(len(items) - len(shown))

    def _rest(self, count: int) -> _Line:
        self.is_cut = True
        return _Line((_Run(AREA.left, f"… còn {count} mục nữa trong sổ", ITALIC),))

    def _item(self, item: str, left: float, room: float) -> Iterator[_Line]:
        inset = width(f"{_DASH} ", REGULAR, self._size)
        for number, line in enumerate(self._kept(drawable(item), REGULAR, room - inset)):
            dash = (_Run(left, _DASH, REGULAR),) if number == 0 else ()
            yield _Line((*dash, _Run(left + inset, line, REGULAR)))
