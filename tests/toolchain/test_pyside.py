"""WORKAROUND for PySide6 6.12.0 on Python 3.11: it loses a reference to None or True in most calls."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

CALLS = 5_000


class _Sender(QObject):
    said = Signal(bool)
    handed = Signal(object)


def test_thousands_of_signals_lose_no_reference() -> None:
    sender = _Sender()
    seen = 0

    def receive(_value: object) -> None:
        nonlocal seen
        seen += 1

    sender.said.connect(receive)
    sender.handed.connect(receive)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        sender.said.emit(True)
        sender.handed.emit(None)
        sender.setProperty("x", None)
        sender.blockSignals(False)
    after = sys.getrefcount(None), sys.getrefcount(True)

    assert seen == 2 * CALLS
    assert after[0] > before[0] - CALLS / 10
    assert after[1] > before[1] - CALLS / 10
