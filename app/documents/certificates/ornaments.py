"""Borders drawn by code."""

from __future__ import annotations

from typing import Any


def draw_art(canvas: Any, name: str, width: float, height: float) -> None:
    """Draw the named border."""
    canvas.setStrokeColor("#9e1b1e")
    canvas.setLineWidth(2)
    canvas.rect(24, 24, width - 48, height - 48)
