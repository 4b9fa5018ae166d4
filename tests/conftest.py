"""What every test stands on: no screen, no trace of the user's own profile, and noise that fails."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before Qt is imported anywhere: no screen, no scaling from the desktop, no look borrowed from it.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
for _name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE"):
    os.environ.pop(_name, None)

# Thousands of small registers are made, and each waits for the disk several times: let them lie in memory.
# (What a killed program has saved does not depend on the disk: no test cuts the power.)
_MEMORY = Path("/dev/shm")
if (
    _MEMORY.is_dir()
    and os.access(_MEMORY, os.W_OK | os.X_OK)
    and shutil.disk_usage(_MEMORY).free > 2 * 1024**3
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

_PROFILE_VARIABLES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/roaming",
    "LOCALAPPDATA": "home/local",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "XDG_RUNTIME_DIR": "run",
    "SOHOI_HOME": "so-hoi",
}


def _point_profile_at(folder: Path) -> dict[str, str]:
    """Make the folders of a user's profile under ``folder``; give the variables that lead there."""
    variables = {}
    for name, below in _PROFILE_VARIABLES.items():
        place = folder / below
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        variables[name] = str(place)
    return variables


# For what runs while tests are collected, and for Qt, which reads some of these only once.
_session_profile = tempfile.TemporaryDirectory(prefix="so-hoi-tests-", ignore_cleanup_errors=True)
os.environ.update(_point_profile_at(Path(_session_profile.name)))

# The same examples in every run, so that a check which passed once passes again; new ones are looked for
# with ``--hypothesis-profile=explore``.
settings.register_profile(
    "explore", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("steady", parent=settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("steady")

_profile_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests, in whatever order the rest was shuffled."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def own_profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own settings folder; the user's real profile is never touched.

    Returns the folder that ``SOHOI_HOME`` names; the program makes it when it first writes there.
    """
    home = tmp_path_factory.getbasetemp() / "profiles" / str(next(_profile_numbers))
    monkeypatch.setenv("SOHOI_HOME", str(home))
    return home


def morning() -> datetime:
    """The clock of the reference branch's register: the morning of its year-end meeting."""
    return datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference branch's register, made once; copy it, never change it."""
    from app.services.demo import build_demo

    path = tmp_path_factory.mktemp("demo") / "demo.sohoi"
    build_demo(path, clock=morning).close()
    return path


class _Noise(logging.Handler):
    """Keeps what the program logs as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in {"app", "ui"}:
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_noise(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a warning in the log, a thread running or a window open.

    A test that means to provoke a logged warning asks for ``caplog`` and looks at it there.
    (Qt's messages and Python's warnings fail by the settings in pyproject.toml.)
    """
    noise = _Noise()
    logging.getLogger().addHandler(noise)
    threads = set(threading.enumerate())
    yield
    logging.getLogger().removeHandler(noise)
    if "caplog" not in request.fixturenames:
        assert not noise.lines, "the test left warnings in the log"
    assert not _threads_left(threads), "the test left a thread running"
    assert not _windows_left(), "the test left a window open"


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that were started since and do not end by themselves within a second."""
    started = [thread for thread in threading.enumerate() if thread not in before]
    # What Python calls a dummy is a thread of Qt that ran Python code; Qt itself complains about those.
    ours = [thread for thread in started if not isinstance(thread, threading._DummyThread)]
    for thread in ours:
        thread.join(timeout=1)
    return [thread for thread in ours if thread.is_alive()]


def _windows_left() -> list[str]:
    """Windows still on the (absent) screen; they are closed so that only one test fails for them."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.windowTitle()!r}" for widget in left]
    for widget in left:
        widget.close()
    return names
