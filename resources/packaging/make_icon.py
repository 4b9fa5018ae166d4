"""Draws sohoi.ico and sohoi.png from resources/icons/sohoi.svg; run it after changing the drawing."""

from __future__ import annotations

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """One picture of the drawing, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know no file format as str here
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file: a directory of PNG pictures (256 is written as 0)."""
    offset = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, picture in pictures.items():
        head += struct.pack(
            "<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset + len(body)
        )
        body += picture
    return head + body


def main() -> None:
    """Write both files beside the drawing."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ICONS / "sohoi.svg"))
    pictures = {size: png(renderer, size) for size in SIZES}
    (ICONS / "sohoi.ico").write_bytes(ico(pictures))
    (ICONS / "sohoi.png").write_bytes(pictures[256])
    application.quit()


if __name__ == "__main__":
    main()
