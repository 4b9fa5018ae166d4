"""Registers for the services' tests: an empty branch, and the reference branch's year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.branch import new_branch
from app.services.demo import build_demo
from app.services.registers import create_register, open_register
from app.store.register import Register

NOW = datetime(2024, 1, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def clock() -> datetime:
    return NOW


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register of a branch called Hội A."""
    made = create_register(
        tmp_path / "hoi-a.sohoi", new_branch("Hội A", place="Bắc Kạn", code="HTS"), clock=clock
    )
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference branch's register, made once; copy it, never change it."""
    path = tmp_path_factory.mktemp("demo") / "demo.sohoi"
    build_demo(path, clock=clock).close()
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Register]:
    """A copy of the reference branch's register."""
    path = tmp_path / "demo.sohoi"
    shutil.copy(demo_file, path)
    opened = open_register(path, clock=clock)
    yield opened
    opened.close()
