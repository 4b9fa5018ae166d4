"""The fixed part of a certificate without its words: border, lines, pictures."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

from app.documents.certificates.colours import stroke_operator, without_colour
from app.documents.certificates.ornaments import Art, draw_art
from app.documents.layout_reader import layout_problem
from app.documents.layouts import Layout, Picture

_PT_PER_MM = 72 / 25.4
_NO_ART = Art("", ())
_MOST_PIXELS = 50_000_000


def art_of(layout: Layout, *, mono: bool = False) -> Art:
    """The border the layout names, drawn for its page; empty when it names none."""
    if not layout.art:
        return _NO_ART
    art = draw_art(layout.art, layout.width, layout.height)
    return Art(without_colour(art.operators), tuple(map(without_colour, art.parts))) if mono else art


def draw_lines_and_pictures(canvas: Any, layout: Layout, *, mono: bool = False) -> None:
    """Draw the layout's own lines and pictures on a canvas in pt, in colour or in greys."""
    height = layout.height * _PT_PER_MM
    for line in layout.lines:
        canvas.addLiteral(stroke_operator(line.colour, mono=mono))
        canvas.setLineWidth(line.width)
        canvas.line(
            line.x1 * _PT_PER_MM, height - line.y1 * _PT_PER_MM,
            line.x2 * _PT_PER_MM, height - line.y2 * _PT_PER_MM,
        )  # fmt: skip
    for picture in layout.pictures:
        canvas.drawImage(
            _opened(picture, layout.name, mono=mono),
            picture.x * _PT_PER_MM,
            height - (picture.y + picture.height) * _PT_PER_MM,
            picture.width * _PT_PER_MM,
            picture.height * _PT_PER_MM,
            mask="auto",
            preserveAspectRatio=True,
        )


def _opened(picture: Picture, layout: str, *, mono: bool) -> Any:
    """The picture, read whole; without colour when asked.

    Raises:
        FileProblemError: it is damaged or larger than any logo needs to be.
    """
    from PIL.Image import DecompressionBombError, DecompressionBombWarning
    from reportlab.lib.utils import ImageReader

    data = base64.b64decode(picture.data)
    try:
        with catch_warnings():
            simplefilter("ignore", DecompressionBombWarning)  # our own limit is lower
            reader: Any = ImageReader(BytesIO(data))
        width, height = reader.getSize()
        if width * height > _MOST_PIXELS:
            raise DecompressionBombError
        if mono:
            image = reader._image  # noqa: SLF001 - what it opened
            see_through = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
            return ImageReader(image.convert("RGBA").convert("LA") if see_through else image.convert("L"))
        reader.getRGBData()
    except DecompressionBombError as error:
        raise layout_problem(layout, "ảnh có quá nhiều điểm, hãy thu nhỏ ảnh") from error
    except (OSError, ValueError, SyntaxError) as error:  # what the picture library says of damaged files
        raise layout_problem(layout, "ảnh trong mẫu bị hỏng") from error
    return reader
