"""Older registers become registers of today, and the migrations say the same as the tables."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app.domain.members import Member
from app.store import tables
from app.store.migrations import runner
from app.store.register import Register

HERE = Path(__file__).parent
SAMPLES = sorted(HERE.glob("format-*.sohoi"))


def clock() -> datetime:
    return datetime(2024, 1, 5, 8, 30, tzinfo=UTC)


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    # Where a constraint stands in its table, and how a primary key is written, makes no difference.
    return {
        name: " ".join(sorted(re.split(r",\s*|\s+", sql.replace("(", "( ").replace(")", " )"))))
        for name, sql in rows
    }


def migrated(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        runner.upgrade(connection)
    engine.dispose()


def test_the_head_that_the_program_knows_is_alembics() -> None:
    assert runner.newest() == tables.HEAD


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    migrated(tmp_path / "migrated.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(
                connection,
                opts={"include_name": lambda name, kind, _: not (name or "").startswith("members_parts")},
            ),
            tables.metadata,
        )
    engine.dispose()
    assert differences == []


def test_the_migrations_make_the_same_file_as_a_new_register(tmp_path: Path) -> None:
    migrated(tmp_path / "migrated.db")
    Register.create(tmp_path / "new.sohoi", clock=clock).close()
    with (
        closing(sqlite3.connect(tmp_path / "migrated.db")) as old,
        closing(sqlite3.connect(tmp_path / "new.sohoi")) as new,
    ):
        mine, theirs = schema_of(old), schema_of(new)
    assert set(mine) == set(theirs)
    for name, sql in theirs.items():
        if name != "alembic_version":
            assert mine[name] == sql


def test_every_format_has_a_sample() -> None:
    assert [path.name for path in SAMPLES] == [
        f"format-{number}.sohoi" for number in range(1, int(tables.HEAD) + 1)
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_register_of_every_format_opens(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.sohoi"
    shutil.copyfile(sample, path)
    with Register.open(path, clock=clock) as register:
        assert register.check() == []
        with register.read() as reader:
            assert "Đỗ Đức Lai" in {member.full_name for member in reader.all(Member)}
        assert register.undo().undoes is not None
        assert register.check() == []
