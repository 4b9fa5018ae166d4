"""Where a printer puts a page, and how that is measured and put right."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import RuleError

CROSS = 20.0
"""Mm from the edges of the test page to the middle of each crosshair."""

_FAR = 100.0  # mm
_LEAST, _MOST = 50.0, 150.0  # %


@dataclass(frozen=True, slots=True)
class Placement:
    """How a printer is corrected: shift right and down in mm, and size in % about the page's centre."""

    dx: float = 0.0
    dy: float = 0.0
    scale_x: float = 100.0
    scale_y: float = 100.0

    def check(self) -> None:
        """Refuse what cannot be a printer's error.

        Raises:
            RuleError: more than 100 mm or outside 50–150 %.
        """
        if not (-_FAR <= self.dx <= _FAR and -_FAR <= self.dy <= _FAR):
            raise RuleError("Độ dịch dx, dy phải từ -100 đến 100 mm. Hãy đo lại trên trang thử.")
        if not (_LEAST <= self.scale_x <= _MOST and _LEAST <= self.scale_y <= _MOST):
            raise RuleError("Tỷ lệ phải từ 50 đến 150 %. Hãy đo lại trên trang thử.")


AS_IT_IS = Placement()
"""No correction."""


def calibration_from(
    width: float, height: float, *, left: float, top: float, across: float, down: float
) -> Placement:
    """The correction that follows from four readings on a test page printed without any correction.

    Args:
        width: of the sheet in mm.
        height: of the sheet in mm.
        left: read from the left edge to the middle of the upper left crosshair, in mm.
        top: read from the upper edge to the middle of that crosshair.
        across: read between the two upper crosshairs.
        down: read between the two left crosshairs.

    Returns:
        dx and dy in steps of 0.1 mm, scale in steps of 0.1 %: printed with it, the crosshairs stand where
        they should (the shift allows for the size, which is corrected about the page's centre).

    Raises:
        RuleError: a reading that no printer gives; it says which.
    """
    dx, scale_x = _one_way(width, left, across, "trái", "ngang")
    dy, scale_y = _one_way(height, top, down, "trên", "dọc")
    return Placement(dx, dy, scale_x, scale_y)


def _one_way(length: float, edge: float, between: float, side: str, way: str) -> tuple[float, float]:
    """(shift in mm, size in %) along one side of the page."""
    wanted = length - 2 * CROSS
    if not 0.9 * wanted <= between <= 1.1 * wanted:
        raise RuleError(
            f"Khoảng cách {_mm(between)} mm giữa hai chữ thập theo chiều {way} khác xa {_mm(wanted)} mm. "
            "Hãy xem lại khổ giấy, chọn in cỡ thật (100 %) rồi đo lại."
        )
    if not 0 <= edge <= 2 * CROSS + 10:
        raise RuleError(f"Số đo {_mm(edge)} mm từ mép {side} khác xa {_mm(CROSS)} mm. Hãy đo lại.")
    grown = between / wanted
    middle = length / 2
    shift = (middle - edge) / grown - (middle - CROSS)
    return round(shift, 1) + 0.0, round(100 / grown, 1)


def _mm(value: float) -> str:
    return f"{value:g}".replace(".", ",")
