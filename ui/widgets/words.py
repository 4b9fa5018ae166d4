"""Words on a page: titles, headings, quiet explanations; each look has one name in the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.domain.units import short_unit

__all__ = ["rule", "short_unit", "words"]


def words(text: str, look: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label of plain text.

    ``look`` is "", "pageTitle", "heading", "soft", "fieldLabel", "fieldError", "bigFigure" or its "…Low".
    """
    label = QLabel(text, parent)
    label.setObjectName(look)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label


def rule(parent: QWidget | None = None) -> QFrame:
    """A quiet line between two things."""
    line = QFrame(parent)
    line.setObjectName("rule")
    return line
