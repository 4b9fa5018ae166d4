"""The rounds of commendations, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.services.commendations import RoundRow


class RoundTable(Table):
    """Year, name, state, decision and how many are honoured."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._rounds: tuple[RoundRow, ...] = ()
        model: TableModel[RoundRow] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda row: row.round.id
        )
        super().__init__(model, "rounds", context.theme, context.memory, parent)
        model.setParent(self)
        self._rounds_model = model
        self.setAccessibleName("Các đợt khen thưởng")
        self.set_empty_text("Chưa có đợt khen thưởng nào. Bấm “Đợt mới…” để bắt đầu.")

    def show_rounds(self, rounds: tuple[RoundRow, ...]) -> None:
        """Show these rounds."""
        self._rounds = rounds
        self._rounds_model.reload()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[RoundRow], int]:
        return self._rounds[offset : offset + limit], len(self._rounds)


_COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("year", "Năm", lambda row: str(row.round.year), width=80),
    Column("name", "Tên đợt", lambda row: row.round.name, width=360, least=300, grows=1),
    Column("state", "Tình trạng", lambda row: row.round.state.label, width=196, least=190),
    Column("decision", "Quyết định số", lambda row: row.round.decision_code, width=150),
    Column("count", "Số được khen", lambda row: row.count.phrase(), width=220, least=200),
)
