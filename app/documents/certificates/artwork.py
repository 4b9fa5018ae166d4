"""The fixed part of a certificate without its words: border, lines, pictures."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from app.documents.certificates.ornaments import Art, draw_art
from app.documents.layouts import Layout

_PT_PER_MM = 72 / 25.4
_NO_ART = Art("", ())


def art_of(layout: Layout) -> Art:
    """The border the layout names, drawn for its page; empty when it names none."""
    return draw_art(layout.art, layout.width, layout.height) if layout.art else _NO_ART


def draw_lines_and_pictures(canvas: Any, layout: Layout) -> None:
    """Draw the layout's own lines and pictures on a canvas in pt."""
    height = layout.height * _PT_PER_MM
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
