"""How the columns of a list share its width until the user gives them widths of his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """What one column asks for, in pixels: ``width`` it likes, ``least`` it can be read at.

    ``grows`` is its part of the room that is left over; an ``optional`` one steps back when room is scarce.
    """

    width: int
    least: int
    grows: int = 0
    optional: bool = False


def share_width(room: int, needs: Sequence[ColumnNeed]) -> list[int]:
    """The widths of the columns in ``room`` pixels, in their order; 0 for one that steps back.

    Optional columns step back from the last on; then all go from their least width towards the one they
    like, and what is still left goes to those that grow, or to the last. Without room for what must stay
    every column keeps its least width and the list scrolls.
    """
    shown = list(range(len(needs)))
    for number in reversed(range(len(needs))):
        if sum(needs[each].least for each in shown) <= room:
            break
        if needs[number].optional and len(shown) > 1:
            shown.remove(number)
    widths = [0] * len(needs)
    for number in shown:
        widths[number] = needs[number].least
    spare = room - sum(widths)
    if spare <= 0 or not shown:
        return widths
    wishes = {number: needs[number].width - needs[number].least for number in shown}
    spare -= _give(widths, wishes, min(spare, sum(wishes.values())))
    growers = {number: needs[number].grows for number in shown if needs[number].grows}
    _give(widths, growers or {shown[-1]: 1}, spare)
    return widths


def _give(widths: list[int], parts: dict[int, int], room: int) -> int:
    """Add ``room`` to ``widths`` in proportion to ``parts``, to the pixel; returns what was given."""
    whole, given = sum(parts.values()), 0
    if whole <= 0:
        return 0
    passed = 0
    for number, part in parts.items():
        passed += part
        upto = room * passed // whole
        widths[number] += upto - given
        given = upto
    return given
