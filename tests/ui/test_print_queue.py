"""Through a real print queue: what comes out of the printer lies where the layout says, to 0.2 mm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.ui.print_queue import print_queues, why_there_is_none

pytestmark = pytest.mark.skipif(bool(why_there_is_none()), reason=why_there_is_none() or "-")

DPI = 240
#: What a certificate may be out of place on paper (mm).
EXACT = 0.2


class Sheet:
    """A page that came out of a printer, measured in mm."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        document = pypdfium2.PdfDocument(content)
        assert len(document) == 1
        drawn = document[0].render(scale=DPI / 72, rev_byteorder=True).to_pil().convert("RGB")
        document.close()
        if drawn.height > drawn.width:  # all layouts here are wide; printers take the paper upright
            drawn = drawn.transpose(Image.Transpose.ROTATE_90)
        self.width, self.height = (side / DPI * 25.4 for side in drawn.size)
        white = Image.new("RGB", drawn.size, "white")
        self._ink = ImageChops.difference(drawn, white).convert("L").point(lambda tone: 255 * (tone > 90))
        red, green, _ = drawn.split()
        self._red = ImageChops.subtract(red, green).point(lambda tone: 255 * (tone > 90))

    def ink(self, *place: float) -> tuple[float, ...]:
        """The bounds (left, top, right, bottom) of what is printed, within a place (the same) or anywhere."""
        return self._bounds(self._ink, place)

    def red(self, *place: float) -> tuple[float, ...]:
        """The bounds of what is printed in red."""
        return self._bounds(self._red, place)

    def _bounds(self, of: Image.Image, place: tuple[float, ...]) -> tuple[float, ...]:
        area = place or (0, 0, self.width, self.height)
        left, top, right, bottom = (round(value / 25.4 * DPI) for value in area)
        found = of.crop((left, top, right, bottom)).getbbox()
        assert found is not None, f"nothing is printed at {area}"
        return tuple(
            at / DPI * 25.4 for at in (left + found[0], top + found[1], left + found[2], top + found[3])
        )


@pytest.fixture(scope="module")
def sources() -> dict[str, bytes]:
    """What is printed: a certificate whole, on a blank and moved there; two sheets to measure."""
    from app.documents.certificates import CertificatePage, render_certificates, render_test_page
    from app.documents.layouts import load_layout
    from app.domain.certificate_fields import FIELDS

    layout = load_layout("truyen-thong")
    texts = {field.key: field.sample for field in FIELDS}
    page = CertificatePage(texts, layout, "Một")

    def drawn(**how: Any) -> bytes:
        return render_certificates([page], title="Giấy khen", author="Hội", **how).content

    return {
        "ca-to": drawn(overlay=False),
        "len-phoi": drawn(overlay=True),
        "len-phoi-dich": drawn(overlay=True, dx=1.0, dy=-0.5),
        "do": render_test_page(layout),
        "do-phoi-to": render_test_page(load_layout(LARGE)),
    }


#: A layout of 360 × 270 mm, which no printer knows by name.
LARGE = "truyen-thong-360x270"


@pytest.fixture(scope="module")
def queue_folder() -> Iterator[Path]:
    """A folder that all may enter: filters run as another user when the scheduler is root."""
    with tempfile.TemporaryDirectory(prefix="so-hoi-cups-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def printed(sources: dict[str, bytes], queue_folder: Path) -> Iterator[dict[str, Any]]:
    """What the printers gave for each source, what Qt told, and the options of the jobs."""
    orders = []
    for name, content in sources.items():
        (queue_folder / f"{name}.pdf").write_bytes(content)
        tray, resolution = ("Tray2", 1200) if name == "len-phoi" else ("", 300)
        orders.append([name, tray, str(queue_folder / f"{name}.pdf"), resolution])
    with print_queues(queue_folder, tuple(sources)) as queues:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.print_job"],
            input=json.dumps(orders), capture_output=True, text=True, env=queues.environment, timeout=60,
            cwd=Path(__file__).parents[2], check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield {
            "told": json.loads(done.stdout),
            "options": {name: queues.options(name) for name in sources},
            **{name: queues.printed(name) for name in sources},
        }


def test_the_marks_of_the_sheet_to_measure_come_out_at_20_mm(printed: dict[str, Any]) -> None:
    for name, width, height in (("do", 297, 210), ("do-phoi-to", 360, 270)):
        sheet = Sheet(printed[name])
        assert (sheet.width, sheet.height) == (
            pytest.approx(width, abs=EXACT),
            pytest.approx(height, abs=EXACT),
        )
        for x, y in ((20, 20), (width - 20, 20), (20, height - 20), (width - 20, height - 20)):
            left, top, right, bottom = sheet.red(x - 5.8, y - 5.8, x + 5.8, y + 5.8)
            assert (left + right) / 2 == pytest.approx(x, abs=EXACT)
            assert (top + bottom) / 2 == pytest.approx(y, abs=EXACT)
            assert right - left == pytest.approx(10, abs=EXACT)


@pytest.mark.parametrize("name", ["ca-to", "len-phoi"])
def test_every_text_comes_out_where_the_layout_has_it(
    name: str, printed: dict[str, Any], sources: dict[str, bytes]
) -> None:
    from app.documents.layouts import load_layout

    made, asked = Sheet(printed[name]), Sheet(sources[name])
    assert made.ink() == pytest.approx(asked.ink(), abs=EXACT)
    boxes = [box for box in load_layout("truyen-thong").boxes if box.overlay]
    assert len(boxes) > 5
    for box in boxes:
        place = (box.x, box.y, box.x + box.width, box.y + box.height)
        assert made.ink(*place) == pytest.approx(asked.ink(*place), abs=EXACT), box.label


def test_a_millimetre_of_correction_is_a_millimetre_on_paper(printed: dict[str, Any]) -> None:
    plain, moved = Sheet(printed["len-phoi"]), Sheet(printed["len-phoi-dich"])
    left, top, right, bottom = plain.ink()
    assert moved.ink() == pytest.approx((left + 1, top - 0.5, right + 1, bottom - 0.5), abs=0.1)


def test_the_tray_is_asked_for_and_the_queues_own_wish_to_fit_is_not_followed(
    printed: dict[str, Any],
) -> None:
    assert "InputSlot=Tray2" in printed["options"]["len-phoi"]
    assert "InputSlot" not in printed["options"]["ca-to"]
    assert "sides=one-sided" in printed["options"]["ca-to"]
    assert "print-scaling=none" in printed["options"]["ca-to"]


def test_what_a_printer_takes_is_known_before_anything_is_sent(printed: dict[str, Any]) -> None:
    assert sorted(printed["told"]["names"]) == ["ca-to", "do", "do-phoi-to", "len-phoi", "len-phoi-dich"]
    assert printed["told"]["takes"] == [True, True, False]
