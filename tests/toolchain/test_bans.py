"""Threads, message boxes, child processes and the clock each live in one place; the linter sees to it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUFF = [sys.executable, "-m", "ruff", "check", "--output-format", "json", "--no-cache", "--exit-zero"]

BANNED = {
    "import threading": "ui/jobs.py",
    "from concurrent.futures import ThreadPoolExecutor": "ui/jobs.py",
    "from PySide6.QtCore import QThread": "ui/jobs.py",
    "from PySide6 import QtCore\nQtCore.QThreadPool()": "ui/jobs.py",
    "from PySide6.QtWidgets import QMessageBox": "ui/messages.py",
    "from PySide6.QtWidgets import QFileDialog": "ui/messages.py",
    "from datetime import date\ndate.today()": "app/clock.py",
    "import datetime\ndatetime.datetime.now()": "app/clock.py",
    "import time\ntime.time()": "app/clock.py",
    "import subprocess": "app/importers/reader.py",
    "import multiprocessing": "app/importers/reader.py",
}

# What each excepted place is excepted for, so that an exception for one thing opens no other door.
ALLOWED = {
    "app/clock.py": {"datetime.datetime.now"},
    "ui/jobs.py": {
        "threading",
        "concurrent",
        "PySide6.QtCore.QThread",
        "PySide6.QtCore.QThreadPool",
        "PySide6.QtCore.QRunnable",
    },
    "ui/messages.py": {
        "PySide6.QtWidgets.QMessageBox",
        "PySide6.QtWidgets.QFileDialog",
        "PySide6.QtWidgets.QInputDialog",
    },
    "app/importers": {"subprocess", "multiprocessing", "time.sleep"},
}


def lint(*arguments: str, source: str | None = None) -> list[str]:
    """The messages of the ban rule."""
    done = subprocess.run(
        [*RUFF, "--select", "TID251", *arguments],
        cwd=ROOT,
        input=source,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [found["message"] for found in json.loads(done.stdout)]


@pytest.mark.parametrize("source", BANNED, ids=lambda source: source.splitlines()[-1])
def test_a_banned_thing_is_refused_everywhere_but_in_its_place(source: str) -> None:
    assert lint("--stdin-filename", "app/services/x.py", "-", source=source)
    assert lint("--stdin-filename", "ui/pages/x.py", "-", source=source)
    assert not lint("--stdin-filename", BANNED[source], "-", source=source)


@pytest.mark.parametrize("place", ALLOWED)
def test_an_excepted_place_uses_nothing_but_what_it_is_excepted_for(place: str) -> None:
    found = lint("--config", "lint.per-file-ignores={}", place)
    names = {message.split("`")[1] for message in found}
    assert names <= ALLOWED[place] or {name.split(".")[0] for name in names} <= ALLOWED[place]
