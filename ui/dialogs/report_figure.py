"""The rows behind one figure of the year report: what was counted, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.year_report import Cell, ColumnKind, Table
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.table import row_table
from ui.widgets.words import short_unit, words

_Row = tuple[int, tuple[Cell, ...]]
_RIGHT = (ColumnKind.NUMBER, ColumnKind.MONEY)


class FigureDialog(QDialog):
    """A title, how many rows there are, and the rows."""

    def __init__(
        self,
        context: Context,
        title: str,
        lead: str,
        table: Table,
        rows: Sequence[tuple[Cell, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """``table`` gives the columns, ``rows`` are those of its rows that the figure counts."""
        super().__init__(parent)
        self.setWindowTitle(table.title)
        theme = context.theme
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words(title, "pageTitle", self, wrap=True))
        column.addWidget(words(lead, "soft", self, wrap=True))
        numbered: list[_Row] = list(enumerate(rows))
        columns = [
            self._column(place, each.label, each.kind, each.width, table)
            for place, each in enumerate(table.columns)
        ]
        self.table = row_table(columns, numbered, f"figure.{table.key}", context, lambda row: str(row[0]))
        self.table.set_empty_text("Không có dòng nào.")
        self.table.select_first()
        column.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        take_size(self, theme, 1120, 600)

    @staticmethod
    def _column(place: int, label: str, kind: ColumnKind, width: int, table: Table) -> Column[_Row]:
        # The report's widths are shares of a page in mm; five pixels a millimetre reads well on a screen. Its
        # headings take two lines on paper and one here.
        is_unit = table.columns[place].key == "unit"  # its heading says already that it is a chi hội
        return Column(
            table.columns[place].key,
            label,
            lambda row: short_unit(str(row[1][place] or "")) if is_unit else row[1][place],
            width=max(
                240 if is_unit else 134 if kind is ColumnKind.DATE else 90, width * 5, 9 * len(label) + 28
            ),
            right=kind in _RIGHT,
        )
