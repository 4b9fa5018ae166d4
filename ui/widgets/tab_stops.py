"""Where the Tab key goes in a list whose lines are made while it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def lead_through(stops: Sequence[QWidget], last: QWidget, within: QWidget) -> None:
    """Let the Tab key come from what stands before ``within`` to these one after the other, then to ``last``.

    ``last`` is the lasting part of ``within``; new lines would otherwise be the last stops in the window.
    """
    for before, after in pairwise([*_stop_before(last, within), *stops, last] if stops else []):
        QWidget.setTabOrder(before, after)


def tab_stops(parts: Sequence[QWidget]) -> list[QWidget]:
    """What the Tab key comes to in these parts, in the order in which it was made."""
    children = [child for part in parts for child in part.findChildren(QWidget)]
    return [each for each in children if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _stop_before(last: QWidget, within: QWidget) -> list[QWidget]:
    stop = last.previousInFocusChain()
    while stop is not None and stop is not last:
        if not within.isAncestorOf(stop) and stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return [stop]
        stop = stop.previousInFocusChain()
    return []
