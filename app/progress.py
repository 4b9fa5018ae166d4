"""How long work tells somebody how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the steps of one long job.

    ``step`` may raise :class:`app.errors.CancelledError` when the user has cancelled.
    """

    def step(self, done: int, total: int, text: str = "") -> None:
        """Tell that ``done`` of ``total`` parts are finished (total 0 = not known)."""


class Silent:
    """A listener for callers who do not care."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Ignore the step."""
