"""Icons are drawn by Qt itself, take the colour of the text beside them, and leave nothing empty."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
DRAWINGS = sorted(ICONS.glob("*.svg"))
LINE_DRAWINGS = [file for file in DRAWINGS if file.stem != "sohoi"]
PAGES = {"overview", "members", "meetings", "awards", "visits", "fund", "reports", "settings"}


def drawn(file: Path) -> QImage:
    """The icon as the window shows it: 24 pixels, in the colour of its text."""
    renderer = QSvgRenderer(QByteArray(file.read_bytes().replace(b"currentColor", b"#ff0000")))
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def test_every_page_has_its_icon() -> None:
    assert {file.stem for file in LINE_DRAWINGS} >= PAGES


@pytest.mark.parametrize("file", LINE_DRAWINGS, ids=lambda file: file.stem)
def test_an_icon_draws_in_the_colour_of_the_text_and_stays_off_its_edge(file: Path) -> None:
    image = drawn(file)
    inked = [(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200]
    assert len(inked) > 10
    assert all(0 < x < 23 and 0 < y < 23 for x, y in inked)
    colours = [QColor(image.pixelColor(x, y).rgb()) for x, y in inked]
    assert all(colour.red() > 250 and colour.green() < 5 and colour.blue() < 5 for colour in colours)


def test_the_program_has_an_icon_in_the_sizes_windows_asks_for() -> None:
    data = (ICONS / "sohoi.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    sizes = set()
    for index in range(count):
        width, _, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * index)
        picture = QImage.fromData(data[offset : offset + length])
        assert picture.width() == picture.height() == (width or 256)
        sizes.add(picture.width())
    assert sizes >= {16, 24, 32, 48, 256}
