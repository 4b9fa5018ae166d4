"""A list whose rows differ in weight and ground: headings of a report, kinds of rows of an import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont

from ui.jobs import Jobs
from ui.models.table_model import ROW_ROLE, Column, Index, TableModel
from ui.theme import Theme

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Tone:
    """How a row looks; ``ink`` and ``ground`` name colours of :class:`ui.theme.Colours`, "" is the usual.

    A ``heading`` only names the rows after it: it cannot be chosen, the keyboard passes over it.
    """

    bold: bool = False
    heading: bool = False
    ink: str = ""
    ground: str = ""


class TonedModel(TableModel[R]):
    """A :class:`TableModel` that asks ``tone`` how each row looks."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[int, int], tuple[Sequence[R], int]],
        jobs: Jobs,
        *,
        row_id: Callable[[R], str],
        tone: Callable[[R], Tone],
        theme: Theme,
        position: Callable[[str], int | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """As :class:`TableModel`; the colours are taken from ``theme`` when they are drawn."""
        super().__init__(columns, fetch, jobs, row_id=row_id, position=position, parent=parent)
        self._tone = tone
        self._theme = theme

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = super().data(index, ROW_ROLE)
        if row is not None and self._tone(row).heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        roles = Qt.ItemDataRole
        if role not in (roles.FontRole, roles.ForegroundRole, roles.BackgroundRole):
            return super().data(index, role)
        row = super().data(index, ROW_ROLE)
        if row is None:
            return None
        tone = self._tone(row)
        if role == roles.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font if tone.bold else None
        name = tone.ink if role == roles.ForegroundRole else tone.ground
        return QColor(str(getattr(self._theme.colours, name))) if name else None
