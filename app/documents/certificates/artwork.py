"""The fixed part of a certificate without its words: border, lines, pictures."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from app.documents.certificates.ornaments import draw_art
from app.documents.layouts import Layout

_PT_PER_MM = 72 / 25.4


def draw_fixed_part(canvas: Any, layout: Layout) -> None:
    """Draw the border the layout names, then its lines and pictures, on a canvas in pt."""
    width, height = layout.width * _PT_PER_MM, layout.height * _PT_PER_MM
    if layout.art:
        draw_art(canvas, layout.art, width, height)
    for line in layout.lines:
        canvas.setStrokeColor(line.colour)
        canvas.setLineWidth(line.width)
        canvas.line(
            line.x1 * _PT_PER_MM, height - line.y1 * _PT_PER_MM,
            line.x2 * _PT_PER_MM, height - line.y2 * _PT_PER_MM,
        )  # fmt: skip
    for picture in layout.pictures:
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(
            ImageReader(BytesIO(base64.b64decode(picture.data))),
            picture.x * _PT_PER_MM,
            height - (picture.y + picture.height) * _PT_PER_MM,
            picture.width * _PT_PER_MM,
            picture.height * _PT_PER_MM,
            mask="auto",
            preserveAspectRatio=True,
        )
