"""Calibration: from the readings to the correction, and the corrected sheet puts the marks right."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from app.errors import RuleError
from app.paths import Paths
from app.services import calibrating
from app.services.blanks import Blank, save_blank
from app.services.calibrating import Readings

PRINTER = {"scale": 0.99, "right": 1.4, "down": -0.8}


def red_mark(content: bytes) -> tuple[float, float]:
    """Where the upper left crosshair lies on a page, in mm from the left and upper edges."""
    document = pypdfium2.PdfDocument(content)
    image = document[0].render(scale=300 / 72, rev_byteorder=True).to_pil().convert("RGB")
    document.close()
    red, green, _blue = image.crop((0, 0, 330, 330)).split()
    marks = ImageChops.subtract(red, green).point(lambda tone: 255 * (tone > 60))
    across = marks.resize((330, 1), Image.Resampling.BOX).tobytes()  # how red each column is
    down = marks.resize((1, 330), Image.Resampling.BOX).tobytes()
    return _middle(across) / 300 * 25.4, _middle(down) / 300 * 25.4


def _middle(tones: bytes) -> float:
    """The middle of the line, the reddest of all."""
    places = [place + 0.5 for place, tone in enumerate(tones) if tone >= 0.8 * max(tones)]
    return sum(places) / len(places)


def test_blanks_and_layouts_can_be_calibrated_and_readings_give_the_correction(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    save_blank(paths, Blank("", "Phôi rồng vàng", 360, 270))
    found = calibrating.targets(paths)
    assert (found[0].title, found[0].is_blank) == ("Phôi rồng vàng", True)
    layout = next(each for each in found if each.name == "truyen-thong")
    assert (layout.across, layout.down) == (257, 170)
    assert calibrating.measuring_sheet(paths, found[0]).startswith(b"%PDF")

    assert red_mark(calibrating.measuring_sheet(paths, layout)) == pytest.approx((20, 20), abs=0.1)
    at = calibrating.measured(layout, Readings(left=21.5, top=19.0))
    assert (at.dx, at.dy, at.scale_x, at.scale_y) == (-1.5, 1.0, 100, 100)
    corrected = calibrating.check_sheet(paths, layout, at)
    assert red_mark(corrected) == pytest.approx((18.5, 21.0), abs=0.1)
    with pytest.raises(RuleError, match="đo lại"):
        calibrating.measured(layout, Readings(left=80, top=20))


def test_a_printer_that_shrinks_and_shifts_puts_the_corrected_sheet_right(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    target = next(each for each in calibrating.targets(paths) if each.name == "truyen-thong")

    def on_paper(x: float, y: float) -> tuple[float, float]:
        """Where this printer puts a point, which it sizes from the paper's corner."""
        return x * PRINTER["scale"] + PRINTER["right"], y * PRINTER["scale"] + PRINTER["down"]

    left, top = on_paper(20, 20)
    read = Readings(left, top, target.across * PRINTER["scale"], target.down * PRINTER["scale"])
    at = calibrating.measured(target, read)
    assert at.scale_x == at.scale_y == 101.0
    where = red_mark(calibrating.check_sheet(paths, target, at))
    assert on_paper(*where) == pytest.approx((20, 20), abs=0.15)
