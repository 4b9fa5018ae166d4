"""The drawn borders. Each is our own vector drawing, made for any page size: red and gold, with restraint.

All measures are millimetres on an A4 page and grow with the shorter side of a larger one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.documents.certificates.co_dien import draw_co_dien
from app.documents.certificates.hoa_sen import draw_hoa_sen
from app.documents.certificates.le_hoi import draw_le_hoi
from app.documents.certificates.pen import Pen
from app.documents.certificates.trang_nha import draw_trang_nha
from app.documents.certificates.truong_son import draw_truong_son
from app.documents.certificates.truyen_thong import draw_truyen_thong


@dataclass(frozen=True, slots=True)
class Art:
    """A drawn border as operators of a PDF form in pt, and the repeated parts they show."""

    operators: str
    parts: tuple[str, ...]


@lru_cache(maxsize=16)
def draw_art(name: str, width: float, height: float) -> Art:
    """The border of that name for a page of ``width`` × ``height`` mm."""
    pen = Pen(height, min(width, height) / 210)
    _DESIGNS[name](pen, width, height)
    return Art(pen.operators(), tuple(pen.parts))


_DESIGNS: dict[str, Callable[[Pen, float, float], None]] = {
    "truyen-thong": draw_truyen_thong,
    "trang-nha": draw_trang_nha,
    "hoa-sen": draw_hoa_sen,
    "truong-son": draw_truong_son,
    "le-hoi": draw_le_hoi,
    "co-dien": draw_co_dien,
}
