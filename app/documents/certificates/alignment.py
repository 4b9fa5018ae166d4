"""The test page: rulers and marks that show by how much a printer misses a blank."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from app.documents.certificates.fitting import PT_PER_MM
from app.documents.fonts import face, truetype
from app.documents.layouts import Layout

_RED = "#b01218"
_GREY = "#5f6368"
_MARK = 20.0  # mm from the edges to the middle of each crosshair
_FONT = "BeVietnamPro-Regular"
_BOLD = "BeVietnamPro-SemiBold"


def render_test_page(layout: Layout) -> bytes:
    """A PDF page of the layout's size to print on plain paper and lay over a blank.

    It has rulers in mm along all edges, crosshairs, the outline of every box with its name, and says how to
    measure and which dx and dy to enter (right and down are positive).
    """
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
    canvas.setViewerPreference("PrintScaling", "None")
    _Sheet(canvas, layout).draw()
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


class _Sheet:
    """Draws in mm from the top left corner."""

    def __init__(self, canvas: Any, layout: Layout) -> None:
        self._canvas = canvas
        self._layout = layout

    def draw(self) -> None:
        """Rulers, crosshairs, boxes and the instruction."""
        self._rulers()
        self._boxes()
        self._crosshairs()
        self._instruction()

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
            (_MARK, _MARK), (width - _MARK, _MARK), (_MARK, height - _MARK), (width - _MARK, height - _MARK),
        ):  # fmt: skip
            self._line(x - 5, y, x + 5, y, 0.5)
            self._line(x, y - 5, x, y + 5, 0.5)
            self._canvas.circle(x * PT_PER_MM, (height - y) * PT_PER_MM, 2 * PT_PER_MM)
        self._words(26, 19, "Chữ thập ở 20 mm từ mép trái và 20 mm từ mép trên", 7)

    def _instruction(self) -> None:
        layout = self._layout
        span = layout.width - 2 * _MARK
        lines = (
            "1. In trang này ra giấy trắng đúng khổ, chọn cỡ thật (100 %), không chọn “Vừa trang” (Fit).",
            "2. Dùng thước đo từ mép giấy đến tâm chữ thập đỏ góc trên bên trái: đúng ra là 20 mm và 20 mm.",
            "3. dx = 20 − số đo từ mép trái.  dy = 20 − số đo từ mép trên.",
            "    Ví dụ đo được 21,5 mm và 19 mm: nhập dx = −1,5 và dy = 1 (số dương: sang phải, xuống dưới).",
            f"4. Đo giữa hai chữ thập trên: đúng ra là {span:g} mm. Tỉ lệ % = {span:g} × 100 ÷ số đo được.",
            "5. Nhập dx, dy và tỉ lệ, in lại ra giấy trắng, soi chồng lên phôi trước khi in thật.",
        )
        heading = f"TRANG THỬ – {layout.title} – {layout.width:g} × {layout.height:g} mm"
        room = layout.width - 2 * _MARK - 16
        em = max(*(face(_FONT).advance(line) for line in lines), face(_BOLD).advance(heading))
        size = min(9.5, room * PT_PER_MM / em)
        pitch = size * 1.5 / PT_PER_MM
        wide, high = em * size / PT_PER_MM + 8, pitch * (len(lines) + 1) + 5
        left, top = (layout.width - wide) / 2, self._emptiest(high)
        canvas = self._canvas
        canvas.setFillColor("#ffffff")
        canvas.rect(
            left * PT_PER_MM,
            (layout.height - top - high) * PT_PER_MM,
            wide * PT_PER_MM,
            high * PT_PER_MM,
            stroke=0,
            fill=1,
        )
        canvas.setFillColor("#1a1a1a")
        self._words(left + 4, top + pitch, heading, size, font=_BOLD)
        for number, line in enumerate(lines, 2):
            self._words(left + 4, top + number * pitch, line, size)

    def _emptiest(self, high: float) -> float:
        """The top of the strip of that height which hides least of the boxes."""
        boxes = [box for box in self._layout.boxes if box.overlay]

        def hidden(top: float) -> tuple[float, float]:
            shared = (min(top + high, b.y + b.height) - max(top, b.y) for b in boxes)
            return sum(max(part, 0.0) for part in shared), abs(top + high / 2 - self._layout.height / 2)

        tops = [float(top) for top in range(26, max(27, int(self._layout.height - high - 25)))]
        return min(tops, key=hidden)
