"""The test page: rulers and marks that show by how much a printer misses a blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import combinations
from typing import Any

from app.documents.blanks import Blank
from app.documents.certificates.fitting import PT_PER_MM
from app.documents.certificates.placement import AS_IT_IS, CROSS, Placement
from app.documents.fonts import face, truetype
from app.documents.layouts import Box, Layout

_RED = "#b01218"
_GREY = "#5f6368"
_FONT = "BeVietnamPro-Regular"
_BOLD = "BeVietnamPro-SemiBold"
_PITCH = 1.4  # of the instruction, in parts of the type size
_HANGING = 1.15  # em; under the text, not under its number
_SIZES = tuple(quarter / 4 for quarter in range(42, 31, -1))  # 10.5 to 8 pt: smaller is not for old eyes
_EDGE = 27.0  # mm; clear of rulers and crosshairs
_UNDER_THE_CROSS = 23.0  # mm; clear of the words beside the upper crosshair
_PAD = 1.5  # mm between the instruction and any box
_SMALL = 1e-6


def render_test_page(sheet: Layout | Blank, placement: Placement = AS_IT_IS) -> bytes:
    """A PDF page of the sheet's size to print on plain paper and lay over a blank.

    It has rulers in mm along all edges, crosshairs, of a layout the outline of every box with its name, and
    says which four readings to take (see :func:`~app.documents.certificates.placement.calibration_from`).
    The words stand where no box is; a layout that leaves no room for them gets them on a second page.

    With a ``placement`` it is the sheet to check that correction with: moved as a certificate would be, and
    saying what must be found.
    """
    placement.check()
    layout = sheet if isinstance(sheet, Layout) else _bare(sheet)
    from reportlab.pdfgen import canvas as reportlab_canvas

    for font in (_FONT, _BOLD):
        truetype(font)
    stream = BytesIO()
    size = (layout.width * PT_PER_MM, layout.height * PT_PER_MM)
    new_canvas: Any = reportlab_canvas.Canvas
    canvas = new_canvas(
        stream, pagesize=size, pageCompression=1, invariant=1, initialFontName=_FONT, lang="vi-VN"
    )
    canvas.setTitle(f"Trang thử – {layout.title}")
    canvas.setAuthor("Sổ Hội")
    canvas.setCreator("Sổ Hội")
    canvas.setViewerPreference("PrintScaling", "None")
    _Sheet(canvas, layout, placement).draw()
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _bare(blank: Blank) -> Layout:
    return Layout(blank.name, blank.title, blank.width, blank.height, ())


class _Sheet:
    """Draws in mm from the top left corner."""

    def __init__(self, canvas: Any, layout: Layout, placement: Placement) -> None:
        self._canvas = canvas
        self._layout = layout
        self._placement = placement
        self._texts = _texts(layout) if placement == AS_IT_IS else _texts_to_check(layout)

    def draw(self) -> None:
        """Rulers, crosshairs, boxes and the instruction."""
        self._place()
        self._rulers()
        self._boxes()
        self._crosshairs()
        place = _free_place(self._layout, self._texts)
        if place is None:
            self._canvas.showPage()
            self._place()
            place = _free_place(replace(self._layout, boxes=()), self._texts)
        if place is not None:  # None: a page of a few centimetres, the marks alone must do
            self._instruction(place)

    def _place(self) -> None:
        """Move and size the page about its centre, as certificates are."""
        at, layout = self._placement, self._layout
        across, down = at.scale_x / 100, at.scale_y / 100
        x = layout.width * PT_PER_MM / 2 * (1 - across) + at.dx * PT_PER_MM
        y = layout.height * PT_PER_MM / 2 * (1 - down) - at.dy * PT_PER_MM
        self._canvas.transform(across, 0, 0, down, x, y)

    def _line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.25) -> None:
        height = self._layout.height
        self._canvas.setLineWidth(width)
        self._canvas.line(
            x1 * PT_PER_MM, (height - y1) * PT_PER_MM, x2 * PT_PER_MM, (height - y2) * PT_PER_MM
        )

    def _words(
        self, x: float, y: float, text: str, size: float, *, font: str = _FONT, align: str = "left"
    ) -> None:
        self._canvas.setFont(font, size)
        wide = face(font).advance(text) * size
        start = x * PT_PER_MM - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        self._canvas.drawString(start, (self._layout.height - y) * PT_PER_MM, text)

    def _rulers(self) -> None:
        width, height = self._layout.width, self._layout.height
        self._canvas.setStrokeColor(_GREY)
        self._canvas.setFillColor(_GREY)
        for mm in range(1, int(width)):
            tick = 6.0 if mm % 10 == 0 else 4.5 if mm % 5 == 0 else 3.0
            self._line(mm, 0, mm, tick)
            self._line(mm, height, mm, height - tick)
            if mm % 10 == 0 and 10 < mm < width - 10:
                self._words(mm, 9, str(mm), 6, align="center")
                self._words(mm, height - 7, str(mm), 6, align="center")
        for mm in range(1, int(height)):
            tick = 6.0 if mm % 10 == 0 else 4.5 if mm % 5 == 0 else 3.0
            self._line(0, mm, tick, mm)
            self._line(width, mm, width - tick, mm)
            if mm % 10 == 0 and 10 < mm < height - 10:
                self._words(6.8, mm + 0.7, str(mm), 6)
                self._words(width - 6.8, mm + 0.7, str(mm), 6, align="right")

    def _boxes(self) -> None:
        height = self._layout.height
        canvas = self._canvas
        for box in self._layout.boxes:
            if not box.overlay:
                continue
            canvas.setStrokeColor(_GREY)
            canvas.setFillColor(_GREY)
            canvas.setLineWidth(0.35)
            canvas.setDash(2, 1.5)
            canvas.rect(
                box.x * PT_PER_MM, (height - box.y - box.height) * PT_PER_MM,
                box.width * PT_PER_MM, box.height * PT_PER_MM,
            )  # fmt: skip
            canvas.setDash()
            self._words(box.x + 0.8, box.y + min(box.height / 2 + 0.8, 3.0), box.label, 6)

    def _crosshairs(self) -> None:
        width, height = self._layout.width, self._layout.height
        self._canvas.setStrokeColor(_RED)
        self._canvas.setFillColor(_RED)
        for x, y in (
            (CROSS, CROSS), (width - CROSS, CROSS), (CROSS, height - CROSS), (width - CROSS, height - CROSS),
        ):  # fmt: skip
            self._line(x - 5, y, x + 5, y, 0.5)
            self._line(x, y - 5, x, y + 5, 0.5)
            self._canvas.circle(x * PT_PER_MM, (height - y) * PT_PER_MM, 2 * PT_PER_MM)
        self._words(26, 19, "Chữ thập ở 20 mm từ mép trái và 20 mm từ mép trên", 7)

    def _instruction(self, place: _Place) -> None:
        self._canvas.setFillColor("#1a1a1a")
        size = place.size
        pitch = _PITCH * size / PT_PER_MM
        for number, (indent, font, text) in enumerate(place.lines):
            top = place.top + (number + 0.8) * pitch
            self._words(place.left + indent * size / PT_PER_MM, top, text, size, font=font)


# ------------------------------------------------------------------ where the instruction stands


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the instruction stands (mm), its type size in pt and its lines: (indent in em, font, text)."""

    left: float
    top: float
    size: float
    lines: tuple[tuple[float, str, str], ...]


def _free_place(layout: Layout, said: Sequence[tuple[str, str]]) -> _Place | None:
    """The place between the boxes that takes the largest type; None when all are too small to read."""
    boxes = [box for box in layout.boxes if box.overlay]
    right, bottom = layout.width - _EDGE, layout.height - _EDGE
    columns = {_EDGE, right} | {x for b in boxes for x in (b.x - _PAD, b.x + b.width + _PAD)}
    texts = [(font, [(word, face(font).advance(word)) for word in text.split(" ")]) for font, text in said]
    best: tuple[float, float, _Place] | None = None
    for left, far in combinations(sorted(x for x in columns if _EDGE <= x <= right), 2):
        top, height = _highest_gap(boxes, left, far, bottom)
        for size in _SIZES:
            if best is not None and size < best[0]:
                break
            if len(texts) * _PITCH * size / PT_PER_MM > height:
                continue  # too low even if no line were broken
            lines = _wrapped(texts, (far - left) * PT_PER_MM / size)
            spare = height - len(lines) * _PITCH * size / PT_PER_MM if lines else -1.0
            if spare >= 0 and (best is None or (size, spare) > best[:2]):
                best = size, spare, _Place(left, top + spare / 2, size, lines)
                break
    return best and best[2]


def _highest_gap(boxes: Sequence[Box], left: float, right: float, bottom: float) -> tuple[float, float]:
    """(top, height) of the highest strip from ``left`` to ``right`` that no box reaches into."""
    best, top = (_UNDER_THE_CROSS, 0.0), _UNDER_THE_CROSS
    near = [b for b in boxes if left < b.x + b.width + _PAD - _SMALL and b.x - _PAD + _SMALL < right]
    for start, end in (*sorted((b.y - _PAD, b.y + b.height + _PAD) for b in near), (bottom, bottom)):
        if min(start, bottom) - top > best[1]:
            best = top, min(start, bottom) - top
        top = max(top, end)
    return best


def _wrapped(
    texts: Sequence[tuple[str, Sequence[tuple[str, float]]]], width: float
) -> tuple[tuple[float, str, str], ...]:
    """The paragraphs in lines at most ``width`` em wide; none when a word is wider."""
    lines: list[tuple[float, str, str]] = []
    for font, words in texts:
        space = face(font).widths[" "]
        continues = font == _FONT and not words[0][0][0].isdigit()
        indent, line = _HANGING if continues else 0.0, ""
        pen = 0.0
        for word, wide in words:
            if line and pen + space + wide > width:
                lines.append((indent, font, line))
                indent, line = _HANGING if font == _FONT else 0.0, ""
            line, pen = (f"{line} {word}", pen + space + wide) if line else (word, indent + wide)
            if pen > width:
                return ()
        lines.append((indent, font, line))
    return tuple(lines)


def _texts(layout: Layout) -> tuple[tuple[str, str], ...]:
    """The heading and the steps; numbers written as a ruler reads."""
    across, down = (f"{length - 2 * CROSS:g}".replace(".", ",") for length in (layout.width, layout.height))
    measure = "2. Lấy thước đo bốn số, đến nửa mi-li-mét. A, B: từ mép trái, từ mép trên"
    return (
        (_BOLD, f"TRANG THỬ – {layout.title} – {layout.width:g} × {layout.height:g} mm"),
        (_FONT, "1. In ra giấy trắng đúng khổ, chọn cỡ thật (100 %), không chọn “Vừa trang” (Fit)."),
        (_FONT, f"{measure} đến tâm chữ thập đỏ trên bên trái, đúng ra 20 và 20 mm."),
        (
            _FONT,
            f"C: giữa hai chữ thập trên, đúng ra {across} mm. D: giữa hai chữ thập trái, đúng ra {down}.",
        ),
        (_FONT, "3. Gõ bốn số vào mục căn chỉnh: Sổ Hội tính ra độ dịch dx, dy và tỷ lệ ngang, dọc."),
        (_FONT, "4. In lại ra giấy trắng, soi chồng lên phôi trước khi in thật."),
    )


def _texts_to_check(layout: Layout) -> tuple[tuple[str, str], ...]:
    """What the sheet says that is printed with a correction."""
    return (
        (_BOLD, f"TỜ KIỂM TRA – {layout.title} – {layout.width:g} × {layout.height:g} mm"),
        (_FONT, "1. Tờ này đã được dịch và chỉnh cỡ theo số vừa đo."),
        (_FONT, "2. Đo lại: tâm cả bốn chữ thập đỏ phải cách hai mép giấy gần nhất đúng 20 mm."),
        (_FONT, "3. Soi chồng lên phôi trước cửa sổ: chữ sẽ nằm trong các khung nét đứt."),
        (_FONT, "4. Còn lệch quá nửa mi-li-mét thì in lại tờ đo và đo lại từ đầu."),
    )
