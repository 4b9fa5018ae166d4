"""The columns of the members' list as the table shows them: widths in pixels, which may step back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.year_report import ColumnKind
from app.services.member_columns import MemberColumn, cell
from ui.models.table_model import Column
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.services.member_queries import MemberRow

#: Liked and least width in pixels, and the part of what is left, of columns that need other than the usual.
_WIDTHS = {
    "full_name": (178, 178, 2),
    "unit_name": (268, 240, 1),
    "phone": (140, 130, 0),
    "role": (220, 190, 1),
    "address": (260, 190, 1),
    "policies": (260, 190, 1),
    "gender": (110, 96, 0),
}
_OF_KIND = {
    ColumnKind.DATE: (132, 126, 0),
    ColumnKind.NUMBER: (120, 84, 0),
    ColumnKind.IDENTIFIER: (140, 110, 0),
}
#: Pixels for a millimetre on paper.
_PIXELS = 5
_STEP_BACK = frozenset({"unit_name", "phone", "role"})


def shown_column(column: MemberColumn, *, steps_back: bool = True) -> Column[MemberRow]:
    """A column for the table; with ``steps_back`` some leave when the list has little room."""
    usual = _OF_KIND.get(column.kind, (column.width * _PIXELS, max(column.width * _PIXELS * 3 // 4, 90), 0))
    width, least, grows = _WIDTHS.get(column.key, usual)
    return Column(
        column.key,
        column.label,
        lambda row: _value(column, row),
        width,
        right=column.kind is ColumnKind.NUMBER,
        sortable=bool(column.sort),
        tip=(lambda row: row.unit_name) if column.key == "unit_name" else None,
        least=least,
        grows=grows,
        optional=steps_back and column.key in _STEP_BACK,
    )


def _value(column: MemberColumn, row: MemberRow) -> object:
    if column.key == "unit_name":
        return short_unit(row.unit_name)
    if column.key.startswith("extra:"):
        return cell(column, row, full_numbers=True)
    return row.value(column.key)
