"""The program's log on this machine: what was shown and what went wrong, never personal data."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path


def start_log(folder: Path) -> Path | None:
    """Write the log to ``folder`` (three files of 500 kB at most); ``None`` when it cannot be written."""
    path = folder / "sohoi.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
