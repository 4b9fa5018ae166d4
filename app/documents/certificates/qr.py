"""A QR code as vector squares: sharp at any resolution, and small enough to stand in a corner."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.errors import RuleError

QUIET = 4
"""Modules that must stay white around the code (ISO/IEC 18004)."""

_LONGEST = 300  # bytes; more would give modules too small for a telephone
_SMALLEST = 0.3  # mm a module; a laser printer draws no finer ones cleanly

Run = tuple[int, int, int]
"""Dark modules side by side: (row, first column, how many)."""


@lru_cache(maxsize=512)
def qr_runs(text: str) -> tuple[int, tuple[Run, ...]]:
    """The code of a text at error level M: (modules a side without the quiet zone, its dark runs).

    Raises:
        RuleError: the text is too long for a code that can be read from paper.
    """
    from reportlab.graphics.barcode import qrencoder

    if len(text.encode()) > _LONGEST:
        raise RuleError("Nội dung mã QR dài quá 300 byte. Hãy rút ngắn.")
    code: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(text))
    code.make()
    runs: list[Run] = []
    for row, modules in enumerate(code.modules):
        start = 0
        for column in range(1, len(modules) + 1):
            if column == len(modules) or bool(modules[column]) != bool(modules[start]):
                if modules[start]:
                    runs.append((row, start, column - start))
                start = column
    return len(code.modules), tuple(runs)


def check_size(side: float, modules: int) -> None:
    """Refuse a square of ``side`` mm in which the modules and their quiet zone would be too small to read.

    Raises:
        RuleError: with the smallest side that will do.
    """
    least = (modules + 2 * QUIET) * _SMALLEST
    if side < least:
        raise RuleError(f"ô mã QR rộng {side:g} mm là quá nhỏ, cần ít nhất {least:.0f} mm")
