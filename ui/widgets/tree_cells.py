"""Paints the names of a tree in a list, each as far to the right as it stands deep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.models.table_model import ROW_ROLE, Index
from ui.theme import Theme

_STEP = 22


class TreeCells(QStyledItemDelegate):
    """For the column of names; all lines of a long name are moved, and its ground is whole."""

    def __init__(self, depth: Callable[[Any], int], theme: Theme, parent: QObject | None = None) -> None:
        """``depth`` says how deep a row stands, from 0."""
        super().__init__(parent)
        self._depth = depth
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        moved = self._theme.px(_STEP) * self._depth(row) if row is not None else 0
        if moved:
            ground = QStyleOptionViewItem(option)
            self.initStyleOption(ground, index)
            ground.text = ""
            style = ground.widget.style()
            style.drawControl(style.ControlElement.CE_ItemViewItem, ground, painter, ground.widget)
            option = QStyleOptionViewItem(option)
            option.rect = option.rect.adjusted(moved, 0, 0, 0)
        super().paint(painter, option, index)
