"""A register for every test: a copy of an empty one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.store.register import Register


def clock() -> datetime:
    return datetime(2024, 1, 5, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.sohoi"
    Register.create(path, clock=clock).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "sổ hội.sohoi"
    shutil.copyfile(template, copy)
    return copy


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    opened = Register.open(path, clock=clock, actor="An")
    yield opened
    opened.close()
