"""Jobs that belong to a window: once it is closed nobody is told of their results any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.errors import SoHoiError
from app.progress import Progress
from ui.jobs import Job, Jobs
from ui.messages import Messages

T = TypeVar("T")


class TiedJobs:
    """Runs work as the program's jobs do, while the window is open.

    What was begun is finished after that too; if it fails, and the user had asked for it (it has a label),
    he is told in a box.
    """

    def __init__(self, jobs: Jobs, messages: Messages) -> None:
        """``jobs`` are the program's."""
        self._jobs = jobs
        self._messages = messages
        self._is_open = True

    def run(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[SoHoiError], None] | None = None,
        *,
        on_end: Callable[[], None] | None = None,
        label: str = "",
        cancellable: bool = False,
    ) -> Job:
        """Do the work; see :class:`ui.jobs.Jobs`."""

        def done(result: T) -> None:
            if self._is_open and on_done is not None:
                on_done(result)

        def failed(problem: SoHoiError) -> None:
            if self._is_open and on_failed is not None:
                on_failed(problem)
            elif self._is_open or label:
                self._messages.error(problem)

        def end() -> None:
            if self._is_open and on_end is not None:
                on_end()

        return self._jobs.run(work, done, failed, on_end=end, label=label, cancellable=cancellable)

    def close(self) -> None:
        """The window is closed."""
        self._is_open = False
