"""Registers for the services' tests: an empty branch, and the reference branch's year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.branch import new_branch
from app.services.registers import create_register, open_register
from app.store.register import Register

NOW = datetime(2024, 1, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of a branch called Hội A, made once; copy it, never change it."""
    path = tmp_path_factory.mktemp("empty") / "hoi-a.sohoi"
    create_register(path, new_branch("Hội A", place="Bắc Kạn", code="HTS"), clock=clock).close()
    return path


@pytest.fixture
def register(empty_file: Path, tmp_path: Path) -> Iterator[Register]:
    """An empty register of a branch called Hội A."""
    path = tmp_path / "hoi-a.sohoi"
    shutil.copyfile(empty_file, path)
    with open_register(path, clock=clock) as opened:
        yield opened


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Register]:
    """A copy of the reference branch's register."""
    path = tmp_path / "demo.sohoi"
    shutil.copyfile(demo_file, path)
    with open_register(path, clock=clock) as opened:
        yield opened
