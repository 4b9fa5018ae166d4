"""Every text can be read on every ground it stands on, at every type size."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication, QPushButton

from app.paths import resources
from app.settings import TYPE_SCALES
from app.vietnamese.text import VIETNAMESE_LETTERS
from ui.icons import icon
from ui.theme import DARK, FAMILY, LIGHT, Colours, Theme, style_sheet

GROUNDS = ("paper", "surface", "stripe", "raised", "hover", "chosen")
PAIRS = [
    *[("ink", ground, 7.0) for ground in (*GROUNDS, "gold_ground", "warn_ground")],
    *[
        ("soft_ink", ground, 4.5)
        for ground in ("paper", "surface", "stripe", "raised", "hover", "gold_ground")
    ],
    *[("accent_ink", ground, 4.5) for ground in ("paper", "surface", "hover", "raised")],
    *[("gold", ground, 4.5) for ground in ("paper", "surface", "raised")],
    *[("warn", ground, 4.5) for ground in ("paper", "surface", "warn_ground")],
    *[("good", ground, 4.5) for ground in ("paper", "surface")],
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    *[("edge", ground, 3.0) for ground in ("paper", "surface", "raised")],
    *[("focus", ground, 3.0) for ground in ("paper", "surface", "raised")],
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda c: c.name)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(colours: Colours, text: str, ground: str, least: float) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= least


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda c: c.name)
@pytest.mark.parametrize("scale", TYPE_SCALES)
def test_the_sheet_has_no_unknown_name_left_and_grows_with_the_type_size(
    colours: Colours, scale: int
) -> None:
    sheet = style_sheet(colours, scale)
    assert "@" not in sheet
    assert f"font-size: {13 * scale / 100:.1f}pt" in sheet


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda c: c.name)
def test_every_picture_of_the_sheet_exists(colours: Colours) -> None:
    from pathlib import Path

    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet(colours, 100))
    assert pictures
    assert [path for path in pictures if not Path(path).is_file()] == []


def test_item_views_are_given_the_font_by_name() -> None:
    sheet = style_sheet(LIGHT, 100)
    rule = next(part for part in sheet.split("}") if "QTableView, QListView, QTreeView, QListWidget" in part)
    assert FAMILY in rule


def test_the_bundled_type_is_used_and_draws_every_vietnamese_letter(theme: Theme) -> None:
    font = QApplication.font()
    assert QFontInfo(font).family() == FAMILY
    raw = QRawFont.fromFont(font)
    assert [letter for letter in VIETNAMESE_LETTERS if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("scale", TYPE_SCALES)
def test_a_button_is_large_enough_to_hit(theme: Theme, scale: int) -> None:
    theme.apply(scale, dark=False)
    button = QPushButton("Lưu")
    button.ensurePolished()
    assert button.sizeHint().height() >= 40 * scale / 100


def test_the_palette_changes_at_once(theme: Theme) -> None:
    theme.apply(125, dark=True)
    assert theme.is_dark
    assert QApplication.palette().base().color().name() == DARK.surface
    assert QApplication.font().pointSizeF() == pytest.approx(16.25)


def test_every_icon_is_drawn_in_the_colour_asked_for(theme: Theme) -> None:
    wanted = QColor("#9b1c1f")
    colourless = []
    for path in (resources() / "icons").glob("*.svg"):
        image = icon(path.stem, wanted.name()).pixmap(QSize(24, 24)).toImage()
        solid = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        ]
        # Anti-aliasing rounds a channel by one or two.
        if not any(abs(c.red() - wanted.red()) <= 2 and abs(c.green() - wanted.green()) <= 2 for c in solid):
            colourless.append(path.stem)
    assert set(colourless) <= {"sohoi"}
