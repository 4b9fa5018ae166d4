"""What was repaired while a list was read: a line for each cell, and sums for lists of any length."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.importers.plan import Repair, RepairSum

#: So many lines are kept with their rows; the sums count the others too.
MOST_LINES = 100_000
_SAMPLES = 3
_LONGEST = 300


@dataclass(slots=True)
class _Sum:
    cells: int = 0
    samples: list[tuple[str, str]] = field(default_factory=list)


class RepairLog:
    """Takes every repair of one import and keeps the sums by column and reason."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], _Sum] = {}
        self._lines = 0

    def line(self, repair: Repair) -> Repair | None:
        """Count a repair; gives it back, shortened, while lines are kept."""
        held = self._sums.setdefault((repair.sheet, repair.column, repair.reason), _Sum())
        held.cells += 1
        if len(held.samples) < _SAMPLES:
            held.samples.append((repair.before[:_LONGEST], repair.after[:_LONGEST]))
        if self._lines == MOST_LINES:
            return None
        self._lines += 1
        if len(repair.before) > _LONGEST or len(repair.after) > _LONGEST:
            before, after = repair.before[:_LONGEST], repair.after[:_LONGEST]
            return Repair(repair.row, repair.column, repair.sheet, before, after, repair.reason)
        return repair

    def sums(self) -> tuple[RepairSum, ...]:
        """The sums, sheet by sheet in the order in which they came up."""
        return tuple(
            RepairSum(sheet, column, reason, held.cells, tuple(held.samples))
            for (sheet, column, reason), held in self._sums.items()
        )
