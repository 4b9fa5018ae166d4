"""The program's log on this machine: what was done and what went wrong, never personal data."""

from __future__ import annotations

import io
import logging
import logging.handlers
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

_OURS = ("app", "ui")

_Problem = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@contextmanager
def log_to(folder: Path) -> Iterator[None]:
    """Write the log to "sohoi.log" in ``folder`` while the block runs (three files of 500 kB at most).

    The folder is made with the first line. A log that cannot be written stops nobody and says nothing.
    """
    handler = _LogFile(folder / "sohoi.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_is_wanted)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.split(".")[0] in _OURS


class _LogFile(logging.handlers.RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Go on without this line: the disk is full, the folder closed, or another process rotates."""


class _Discreet(logging.Formatter):
    """Tells where something went wrong and its kind, not the words: they may hold a name or a number."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the trace in our own form whatever another handler has made of it."""
        others = record.exc_text
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = others

    def formatException(self, ei: _Problem) -> str:  # noqa: N802 - logging's name
        """The places and the kind of every error of the chain, the first cause first."""
        told: list[str] = []
        problem = ei[1]
        while problem is not None and len(told) < 10:
            places = "".join(traceback.format_tb(problem.__traceback__))
            told.append(f"{places}{type(problem).__name__}")
            problem = problem.__cause__ or problem.__context__
        return "\n".join(reversed(told))
