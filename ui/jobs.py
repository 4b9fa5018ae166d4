"""Long work: the only room with threads. One worker, in order; results come back on the window's thread.

Everything that touches the register runs here, so no two pieces of work ever meet in the database.
"""

from __future__ import annotations

import logging
import queue
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.errors import CancelledError, SoHoiError
from app.progress import Progress

T = TypeVar("T")

#: Work that is quicker than this shows nothing at all (milliseconds).
CURSOR_AFTER = 300
PROGRESS_AFTER = 600
#: Steps are passed on to the window at most this often (seconds).
_STEP_EVERY = 0.05

_log = logging.getLogger(__name__)


class Job:
    """One piece of work that waits, runs or is over. ``cancel`` asks it to stop at its next step."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], None] | None,
        on_failed: Callable[[SoHoiError], None] | None,
        on_end: Callable[[], None] | None,
        *,
        label: str,
        cancellable: bool,
    ) -> None:
        """Keep what is to be done and who wants to know."""
        self.work = work
        self.on_done = on_done
        self.on_failed = on_failed
        self.on_end = on_end
        self.label = label
        self.cancellable = cancellable
        self.cancelled = False
        self.result: Any = None
        self.problem: BaseException | None = None

    def cancel(self) -> None:
        """Ask the job to stop; work that has not begun is dropped."""
        self.cancelled = True


class _Steps:
    """The worker's :class:`Progress`: passes steps to the window, raises when the job was cancelled."""

    def __init__(self, job: Job, tell: Callable[[Job, int, int, str], None]) -> None:
        self._job = job
        self._tell = tell
        self._last = 0.0

    def step(self, done: int, total: int, text: str = "") -> None:
        if self._job.cancelled:
            raise CancelledError
        now = time.monotonic()
        if done >= total or now - self._last >= _STEP_EVERY:
            self._last = now
            self._tell(self._job, done, total, text)


class Jobs(Protocol):
    """Runs work in order, away from the window."""

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
        """Do ``work(progress)``; then ``on_done(result)`` on the window's thread.

        A :class:`SoHoiError` goes to ``on_failed``, or to the messages when there is none; a
        :class:`CancelledError` is silent; anything else goes to the report of our own bugs.
        ``on_end`` is called last in every case. ``label`` is what the status bar says.
        """

    def close(self) -> None:
        """Finish what was promised, drop what only wanted to look, and wait for the worker."""


class ImmediateJobs:
    """Does the work at once on the caller's thread; what tests and picture-taking use."""

    def __init__(self, on_problem: Callable[[SoHoiError], None] | None = None) -> None:
        """``on_problem`` shows the errors that nobody else takes; without it they are raised."""
        self._on_problem = on_problem

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
        """Do the work now."""
        job = Job(work, on_done, on_failed, on_end, label=label, cancellable=cancellable)
        show = on_failed or self._on_problem
        try:
            result = work(_Steps(job, lambda *_: None))
            if on_done is not None:
                on_done(result)
        except CancelledError:
            pass
        except SoHoiError as problem:
            if show is None:
                raise
            show(problem)
        finally:
            if on_end is not None:
                on_end()
        return job

    def close(self) -> None:
        """Nothing waits."""


class _Worker(QThread):
    """Takes jobs from the queue one after the other until it is given ``None``."""

    def __init__(self, owner: WorkerJobs) -> None:
        super().__init__()
        self.setObjectName("worker")
        self._owner = owner
        self.waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def run(self) -> None:
        while (job := self.waiting.get()) is not None:
            if job.cancelled:
                job.problem = CancelledError()
            else:
                self._owner.began.emit(job)
                try:
                    job.result = job.work(_Steps(job, self._tell))
                except BaseException as problem:  # noqa: BLE001 - carried to the window's thread, never lost
                    job.problem = problem
            self._owner.ended.emit(job)
            del job

    def _tell(self, job: Job, done: int, total: int, text: str) -> None:
        self._owner.stepped.emit(job, done, total, text)


class WorkerJobs(QObject):
    """The window's jobs: one worker thread. This object and its signals belong to the window's thread.

    Signals: ``shown(str label, bool cancellable)`` when work has lasted long enough to be worth showing,
    ``progressed(int done, int total, str text)``, ``hidden()`` when nothing is shown any more.
    ``began``, ``stepped`` and ``ended`` are the worker's messages and nobody else's.
    """

    shown = Signal(str, bool)
    progressed = Signal(int, int, str)
    hidden = Signal()
    began = Signal(object)
    stepped = Signal(object, int, int, str)
    ended = Signal(object)

    def __init__(self, on_problem: Callable[[SoHoiError], None], parent: QObject | None = None) -> None:
        """``on_problem`` shows the errors that a job's caller does not take himself."""
        super().__init__(parent)
        self._on_problem = on_problem
        self._current: Job | None = None
        self._pending: list[Job] = []
        self._closed = False
        self._is_shown = False
        self._cursor_is_set = False
        self._cursor_timer = QTimer(self, singleShot=True, interval=CURSOR_AFTER)
        self._cursor_timer.timeout.connect(self._on_cursor_due)
        self._show_timer = QTimer(self, singleShot=True, interval=PROGRESS_AFTER)
        self._show_timer.timeout.connect(self._on_show_due)
        queued = Qt.ConnectionType.QueuedConnection
        self.began.connect(self._on_began, queued)
        self.stepped.connect(self._on_stepped, queued)
        self.ended.connect(self._on_ended, queued)
        self._worker = _Worker(self)
        self._worker.start()

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
        """Put the work in the queue; see :class:`Jobs`."""
        job = Job(work, on_done, on_failed, on_end, label=label, cancellable=cancellable)
        if self._closed:
            job.cancel()
            return job
        self._pending.append(job)
        self._worker.waiting.put(job)
        return job

    def cancel_current(self) -> None:
        """Cancel the job that runs, if it allows that."""
        if self._current is not None and self._current.cancellable:
            self._current.cancel()

    def close(self) -> None:
        """Finish saves, drop cancellable and unlabelled work, wait for the thread. May be called twice."""
        if self._closed:
            return
        self._closed = True
        for job in self._pending:
            if job.cancellable or (not job.label and job is not self._current):
                job.cancel()
        self._worker.waiting.put(None)
        self._worker.wait()
        self._pending.clear()
        self._quieten()

    @Slot(object)
    def _on_began(self, job: Job) -> None:
        if self._closed:
            return
        self._current = job
        if job.label:
            self._cursor_timer.start()
            self._show_timer.start()

    @Slot(object, int, int, str)
    def _on_stepped(self, job: Job, done: int, total: int, text: str) -> None:
        if job is self._current and self._is_shown:
            self.progressed.emit(done, total, text)

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        self._quieten()
        self._current = None
        if self._closed:
            if job.problem is not None and not isinstance(job.problem, CancelledError):
                _log.error("Work ended after the window closed: %s", job.label, exc_info=job.problem)
            return
        self._pending.remove(job)
        try:
            self._deliver(job)
        finally:
            if job.on_end is not None:
                job.on_end()

    def _deliver(self, job: Job) -> None:
        problem = job.problem
        if problem is None and not job.cancelled:
            if job.on_done is not None:
                try:
                    job.on_done(job.result)
                except SoHoiError as refused:
                    self._on_problem(refused)
        elif isinstance(problem, SoHoiError):
            (job.on_failed or self._on_problem)(problem)
        elif problem is not None and not isinstance(problem, CancelledError):
            _report(type(problem), problem, problem.__traceback__)

    def _on_cursor_due(self) -> None:
        if self._current is not None and not self._cursor_is_set:
            self._cursor_is_set = True
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _on_show_due(self) -> None:
        if self._current is not None:
            self._is_shown = True
            self.shown.emit(self._current.label, self._current.cancellable)

    def _quieten(self) -> None:
        self._cursor_timer.stop()
        self._show_timer.stop()
        if self._cursor_is_set:
            self._cursor_is_set = False
            QGuiApplication.restoreOverrideCursor()
        if self._is_shown:
            self._is_shown = False
            self.hidden.emit()


def _report(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """Hand our own bug to the global hook, which lives on this thread."""
    sys.excepthook(kind, problem, trace)
