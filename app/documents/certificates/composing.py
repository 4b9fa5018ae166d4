"""Turning certificates into page contents: the fixed part once, each recipient's text on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.documents.blanks import Blank
from app.documents.certificates.artwork import art_of, draw_lines_and_pictures
from app.documents.certificates.colours import fill_operator, stroke_operator
from app.documents.certificates.fitting import PT_PER_MM, SetLine, SetText, set_text, text_of
from app.documents.certificates.pdf_document import PdfDocument
from app.documents.certificates.placement import AS_IT_IS, Placement
from app.documents.certificates.qr import QUIET, check_size, qr_runs
from app.documents.fonts import face
from app.documents.layouts import QR_FIELD, Box, Layout, Style
from app.errors import FileProblemError, RuleError
from app.vietnamese.text import clean

_MARK_FONT = "BeVietnamPro-SemiBold"
_MARK_SIZE = 10.0  # pt on A4
_MARK_TRACKING = 80.0
_MARK_COLOUR = "#a3151a"
_MARK_PLACE = 33.0, 20.5  # mm on A4: inside every border, clear of its corner, before the first line
_MARK_UPRIGHT = 26.0, 39.5  # on an upright page: beside and under the first lines
_MARK_PAD = 1.6, 1.1  # mm between frame and ink
_MARK_LINE = 0.9  # pt
_LONGEST_MARK = 30
_SMALL = 0.01  # mm


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate to print: a text for each field key, its layout, and whose it is.

    ``nudges`` shift single boxes, named by key, by (right, down) in mm for this recipient; boxes that follow
    such a one stay where they are. ``mark`` ("BẢN SAO") is set small in the upper left corner, inside the
    border: framed, or on a blank as text alone.
    """

    texts: Mapping[str, str]
    layout: Layout
    name: str
    nudges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A text that had to be set smaller than its box asks: sizes in pt.

    ``recipient`` is "" when it stands on every certificate of the file (the issuer's name, say).
    """

    recipient: str
    box: str
    from_size: float
    to_size: float


@dataclass(frozen=True, slots=True)
class PrintWay:
    """How certificates are printed: whole or on a blank, placed for a printer, in colour or without."""

    overlay: bool = False
    placement: Placement = AS_IT_IS
    mono: bool = False
    blank: Blank | None = None


_End = tuple[float, float]  # where a text ends, in pt from the top: its last baseline, its lowest ink
_Nudge = tuple[float, float]  # mm, right and down
_STILL: _Nudge = (0.0, 0.0)


@dataclass(slots=True)
class _Drawn:
    """The operators of one text, and what it means for the report and for boxes that follow."""

    text: str
    paths: str
    end: _End
    shrunk: tuple[float, float] | None


class Composer:
    """Turns the certificates of one layout into page contents; equal texts are set only once."""

    def __init__(
        self, document: PdfDocument, layout: Layout, pages: Sequence[CertificatePage], way: PrintWay
    ) -> None:
        self._document = document
        self._layout = layout
        self._way = way
        self._placement = way.placement
        sheet = way.blank if way.overlay and way.blank is not None else layout
        self.width, self.height = sheet.width * PT_PER_MM, sheet.height * PT_PER_MM
        # A sheet of another size carries the layout in its middle.
        self._left = (sheet.width - layout.width) / 2 * PT_PER_MM
        self._top = (sheet.height - layout.height) / 2 * PT_PER_MM
        self.shrunk: list[Shrunk] = []
        self.form = ""
        self._form_place = ""
        self._drawn: dict[tuple[str, str, float | None, _Nudge], _Drawn | None] = {}
        self._on_sheet: set[tuple[str, _Nudge]] = set()
        self._marks: dict[str, tuple[str, str]] = {}
        self._followed = frozenset(box.follows for box in layout.boxes if box.follows)
        self._printed = self._chosen()
        self._own = self._needed() if way.overlay else self._draw_form(pages)

    def content(self, page: CertificatePage) -> bytes:
        """The operators of one certificate."""
        texts, paths = self._compose(self._own, page, page.name)
        parts = [self._form_place] if self.form else []
        if page.mark:
            mark, frame = self._mark(page.mark)
            texts.append(mark)
            if not self._way.overlay:
                paths.append(frame)
        parts.extend(paths)
        if texts:
            parts += ["BT", *texts, "ET"]
        return "\n".join(parts).encode("ascii")

    def _chosen(self) -> frozenset[str]:
        """The keys of the boxes that are printed."""
        boxes, blank = self._layout.boxes, self._way.blank
        if not self._way.overlay:
            return frozenset(box.key for box in boxes)
        if blank is None or not blank.prints:
            return frozenset(box.key for box in boxes if box.overlay)
        chosen = frozenset(box.key for box in boxes if box.key in blank.prints)
        if not chosen:
            raise RuleError(
                f"Mẫu giấy khen “{self._layout.title}” không có ô nào mà phôi “{blank.title}” cần in. "
                "Hãy chọn lại các ô của phôi, hoặc chọn mẫu khác."
            )
        return chosen

    def _needed(self) -> tuple[Box, ...]:
        """The boxes that are printed, and those that decide where these stand."""
        needed: set[str] = set()
        for box in reversed(self._layout.boxes):
            if box.key in self._printed or box.key in needed:
                needed |= {box.key, box.follows}
        return tuple(box for box in self._layout.boxes if box.key in needed)

    def _draw_form(self, pages: Sequence[CertificatePage]) -> tuple[Box, ...]:
        """Put into the form what is the same on every certificate; give back the boxes that are not."""
        boxes = self._layout.boxes
        nudged = frozenset(key for page in pages for key in page.nudges)
        fixed = tuple(
            box for box in boxes
            if not box.follows and box.key not in self._followed | nudged and _is_same(box, pages)
        )  # fmt: skip
        self._placement = AS_IT_IS
        texts, paths = self._compose(fixed, pages[0], "")
        place = self._placement = self._way.placement
        operators = "\n".join([*paths, "BT", *texts, "ET"] if texts else paths)
        mono = self._way.mono

        def draw(canvas: Any) -> None:
            draw_lines_and_pictures(canvas, self._layout, mono=mono)
            canvas.addLiteral(operators)

        self.form = self._document.add_form(self.width, self.height, art_of(self._layout, mono=mono), draw)
        across, down = place.scale_x / 100, place.scale_y / 100
        x = self.width / 2 * (1 - across) + place.dx * PT_PER_MM
        y = self.height / 2 * (1 - down) - place.dy * PT_PER_MM
        move = "" if place == AS_IT_IS else f"{across:.6g} 0 0 {down:.6g} {x:.4f} {y:.4f} cm "
        self._form_place = f"q {move}/{self.form} Do Q"
        return tuple(box for box in boxes if box not in fixed)

    def _compose(
        self, boxes: tuple[Box, ...], page: CertificatePage, recipient: str
    ) -> tuple[list[str], list[str]]:
        texts: list[str] = []
        paths: list[str] = []
        ends: dict[str, _End] = {}
        drawn_before = self._drawn
        for box in boxes:
            text = page.texts.get(box.field, "") if box.field else box.text
            end = ends.get(box.follows) if box.follows else None
            rise_to = rise(box, end) if end else None
            nudge = page.nudges.get(box.key, _STILL) if page.nudges else _STILL
            key = (box.key, text, rise_to, nudge)
            drawn = drawn_before.get(key)
            if drawn is None and key not in drawn_before:
                drawn = drawn_before[key] = self._draw(box, text, rise_to, nudge, page.name)
            if drawn is None:
                if end is not None:
                    ends[box.key] = end  # an empty box lets the next one rise in its stead
                continue
            if drawn.text:
                texts.append(drawn.text)
            if drawn.paths:
                paths.append(drawn.paths)
            if drawn.shrunk:
                self.shrunk.append(Shrunk(recipient, box.label, *drawn.shrunk))
            if box.key in self._followed:
                ends[box.key] = drawn.end
        return texts, paths

    def _draw(self, box: Box, text: str, rise_to: float | None, nudge: _Nudge, name: str) -> _Drawn | None:
        wanted = text_of(box, text)
        is_printed = box.key in self._printed
        if not wanted:
            if box.required and is_printed:
                raise RuleError(
                    f"Giấy khen của {name or 'một người nhận'} chưa có “{box.label}”. Hãy điền trước khi in."
                )
            return None
        if box.field == QR_FIELD:
            end = (box.y + box.height) * PT_PER_MM
            code = self._code_operators(box, wanted, nudge, name) if is_printed else ""
            return _Drawn("", code, (end, end), None)
        try:
            found = set_text(box, wanted, rise_to)
        except FileProblemError as error:
            raise FileProblemError(f"Giấy khen của {name}, ô “{box.label}”: {error.message}") from error
        if found is None:
            shown = wanted if len(wanted) <= 60 else f"{wanted[:57]}…"
            raise RuleError(
                f"Giấy khen của {clean(name)[:80]}: ô “{box.label}” không đủ chỗ cho “{clean(shown)}”. "
                "Hãy viết ngắn lại, hoặc chọn mẫu có ô rộng hơn."
            )
        end_of_text = found.lines[-1].baseline, found.bottom
        if not is_printed:
            return _Drawn("", "", end_of_text, None)
        if (box.key, nudge) not in self._on_sheet:
            self._check_on_sheet(box, nudge, name)
        shrunk = (box.style.size, found.size) if found.size < box.style.size - 1e-6 else None
        paths = "" if self._way.overlay else self._rule_operators(box, found, nudge)
        return _Drawn(self._text_operators(found, nudge), paths, end_of_text, shrunk)

    def _check_on_sheet(self, box: Box, nudge: _Nudge, name: str) -> None:
        """Refuse a box that a nudge, or a smaller sheet, would put off the paper."""
        left = box.x + nudge[0] + self._left / PT_PER_MM
        top = box.y + nudge[1] + self._top / PT_PER_MM
        right, bottom = left + box.width, top + box.height
        wide, high = self.width / PT_PER_MM, self.height / PT_PER_MM
        if left < -_SMALL or top < -_SMALL or right > wide + _SMALL or bottom > high + _SMALL:
            raise RuleError(
                f"Giấy khen của {clean(name)[:80]}: ô “{box.label}” nằm ra ngoài tờ giấy "
                f"{wide:g} × {high:g} mm. Hãy dịch ô lại, hoặc chọn mẫu đúng khổ."
            )
        self._on_sheet.add((box.key, nudge))

    # -------------------------------------------------------------- operators

    def _text_operators(self, found: SetText, nudge: _Nudge = _STILL) -> str:
        place = self._placement
        size = found.size * place.scale_y / 100
        shown_size = f"{size:.4f}".rstrip("0").rstrip(".")
        stretch = "1" if place.scale_x == place.scale_y else f"{place.scale_x / place.scale_y:.6g}"
        style = found.style
        tracking, word_space = style.tracking / 1000 * size, style.word_space / 1000 * size
        colour = fill_operator(style.colour, mono=self._way.mono)
        parts = [f"{colour} {tracking:.4g} Tc {word_space:.4g} Tw"]
        for line in found.lines:
            x, y = self._to_page(line.x, line.baseline, nudge)
            parts.append(self._document.show(style.font, shown_size, f"{x:.4f} {y:.4f}", line.text, stretch))
        return "\n".join(parts)

    def _rule_operators(self, box: Box, found: SetText, nudge: _Nudge) -> str:
        rule = box.rule
        if rule is None:
            return ""
        last = found.lines[-1]
        inset = (last.right - last.left) * (1 - rule.length) / 2
        x1, y = self._to_page(last.left + inset, last.baseline + rule.gap * PT_PER_MM, nudge)
        x2, _ = self._to_page(last.right - inset, last.baseline, nudge)
        width = rule.width * self._placement.scale_y / 100
        colour = stroke_operator(rule.colour, mono=self._way.mono)
        return f"q {colour} {width:.3f} w {x1:.4f} {y:.4f} m {x2:.4f} {y:.4f} l S Q"

    def _code_operators(self, box: Box, text: str, nudge: _Nudge, name: str) -> str:
        """The QR code in the middle of its box."""
        self._check_on_sheet(box, nudge, name)
        side = min(box.width, box.height)
        try:
            modules, runs = qr_runs(text)
            check_size(side, modules)
        except RuleError as error:
            raise RuleError(f"Giấy khen của {clean(name)[:80]}, ô “{box.label}”: {error.message}.") from error
        step = side / (modules + 2 * QUIET)
        left = box.x + (box.width - side) / 2 + QUIET * step
        top = box.y + (box.height - side) / 2 + QUIET * step
        x, y = self._to_page(left * PT_PER_MM, top * PT_PER_MM, nudge)
        across = step * PT_PER_MM * self._placement.scale_x / 100
        down = step * PT_PER_MM * self._placement.scale_y / 100
        colour = fill_operator(box.style.colour, mono=self._way.mono)
        squares = " ".join([f"{column} {-row - 1} {count} 1 re" for row, column, count in runs])
        return f"q {colour} {across:.5f} 0 0 {down:.5f} {x:.4f} {y:.4f} cm {squares} f Q"

    def _mark(self, mark: str) -> tuple[str, str]:
        """(the mark's text, its frame) as operators."""
        known = self._marks.get(mark)
        if known is None:
            known = self._marks[mark] = self._draw_mark(clean(mark)[:_LONGEST_MARK])
        return known

    def _draw_mark(self, mark: str) -> tuple[str, str]:
        unit = min(self._layout.width, self._layout.height) / 210
        style = Style(_MARK_FONT, _MARK_SIZE * unit, _MARK_SIZE * unit, _MARK_COLOUR, tracking=_MARK_TRACKING)
        line = face(_MARK_FONT).line(mark, _MARK_TRACKING / 1000)
        place = _MARK_PLACE if self._layout.width > self._layout.height else _MARK_UPRIGHT
        left, top = (mm * unit * PT_PER_MM for mm in place)
        pad_x, pad_y = (mm * unit * PT_PER_MM for mm in _MARK_PAD)
        high = face(_MARK_FONT).ascent * style.size
        right = left + line.span * style.size + 2 * pad_x
        bottom = top + high + 2 * pad_y
        x, baseline = left + pad_x - line.start * style.size, top + pad_y + high
        text = self._text_operators(
            SetText(style, style.size, (SetLine(mark, x, baseline, left + pad_x, right - pad_x),), baseline)
        )
        (x1, y1), (x2, y2) = self._to_page(left, top), self._to_page(right, bottom)
        colour = stroke_operator(_MARK_COLOUR, mono=self._way.mono)
        frame = f"q {colour} {_MARK_LINE * unit:.3f} w {x1:.4f} {y2:.4f} {x2 - x1:.4f} {y1 - y2:.4f} re S Q"
        return text, frame

    def _to_page(self, x: float, y: float, nudge: _Nudge = _STILL) -> tuple[float, float]:
        """From pt of the layout's top left corner to the PDF's bottom left, corrected for the printer."""
        place = self._placement
        centre_x, centre_y = self.width / 2, self.height / 2
        right = x + self._left + nudge[0] * PT_PER_MM
        up = self.height - y - self._top - nudge[1] * PT_PER_MM
        return (
            centre_x + (right - centre_x) * place.scale_x / 100 + place.dx * PT_PER_MM,
            centre_y + (up - centre_y) * place.scale_y / 100 - place.dy * PT_PER_MM,
        )


def rise(box: Box, end: _End) -> float:
    """The top (pt) to which a box rises under the text that it follows; never below its own."""
    baseline, bottom = end
    top = baseline + box.gap * PT_PER_MM
    if box.clear is not None:
        top = max(top, bottom + box.clear * PT_PER_MM)
    return min(top, box.y * PT_PER_MM)


def _is_same(box: Box, pages: Sequence[CertificatePage]) -> bool:
    """Whether the box says the same on every certificate (of a single one: whether a blank carries it)."""
    if not box.field:
        return True
    if len(pages) == 1:
        return not box.overlay
    first = pages[0].texts.get(box.field, "")
    return all(page.texts.get(box.field, "") == first for page in pages)
