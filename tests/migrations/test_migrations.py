"""Older registers become registers of today, and the migrations say the same as the tables."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app.backup.files import register_id
from app.domain.certificates import IssuedCertificate, IssueKind
from app.domain.members import Member
from app.errors import RegisterProblemError
from app.store import register as register_module
from app.store import tables
from app.store.migrations import runner
from app.store.register import Register

HERE = Path(__file__).parent
SAMPLES = sorted(HERE.glob("format-*.sohoi"))


def clock() -> datetime:
    return datetime(2024, 1, 5, 8, 30, tzinfo=UTC)


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    # Where a constraint stands in its table, and how a key is written, makes no difference.
    return {
        name: " ".join(
            sorted(
                re.split(r",\s*|\s+", _LINK.sub(r" \1 ", sql).replace("(", "( ").replace(")", " )").strip())
            )
        )
        for name, sql in rows
    }


#: A link is a constraint of the table, or of its column where it was added later; its name says the column.
_LINK = re.compile(r"(CONSTRAINT fk_\w+) FOREIGN KEY\s*\(\w+\)")


def migrated(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        runner.upgrade(connection)
    engine.dispose()


def test_the_head_that_the_program_knows_is_alembics() -> None:
    assert runner.newest() == tables.HEAD


def _real(differences: list[Any]) -> list[Any]:
    """Without links that differ in how they are written: of a column's own SQLite says no more."""
    leads = [
        (each[0], each[1].table.name, tuple(each[1].column_keys), each[1].elements[0].target_fullname)
        for each in differences
        if each[0] in ("add_fk", "remove_fk")
    ]
    matched = {
        (verb, *lead) for verb, *lead in leads if {("add_fk", *lead), ("remove_fk", *lead)} <= set(leads)
    }
    found = iter(leads)
    return [
        each for each in differences if each[0] not in ("add_fk", "remove_fk") or next(found) not in matched
    ]


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
    assert _real(differences) == []


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


def test_a_correction_of_an_older_format_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "old.sohoi"
    shutil.copyfile(SAMPLES[1], path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rows = connection.execute("SELECT * FROM issued_certificates")
        names = [column[0] for column in rows.description]
        row = dict(zip(names, rows.fetchone(), strict=True))
        row |= {"seq": 99, "id": "correction", "replaces_id": row["id"]}
        marks = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO issued_certificates ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - our names
            list(row.values()),
        )
    with Register.open(path, clock=clock) as register, register.read() as reader:
        corrected = reader.get(IssuedCertificate, "correction")
    assert (corrected.kind, corrected.reason) == (IssueKind.REISSUE, "Cấp lại")


def test_a_register_from_before_ids_gets_one_once_and_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sohoi"
    shutil.copyfile(SAMPLES[0], path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'register'")
    Register.open(path, clock=clock).close()
    given = register_id(path)
    assert re.fullmatch("[0-9a-f]{32}", given)
    Register.open(path, clock=clock).close()
    assert register_id(path) == given


NEXT = f"{int(tables.HEAD) + 1:04}"
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade():
    op.add_column("members", sa.Column("nickname", sa.Text(), nullable=False, server_default=""))
    {more}
"""


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this program one that knows a later format."""

    def install(more: str = "") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(runner.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        script = LATER.format(revision=NEXT, before=tables.HEAD, more=more)
        (scripts / "versions" / f"{NEXT}_later.py").write_text(script, encoding="utf-8")
        monkeypatch.setattr(runner, "__file__", str(scripts / "runner.py"))
        monkeypatch.setattr(register_module, "HEAD", NEXT)

    return install


def test_an_older_register_is_backed_up_then_upgraded(
    tmp_path: Path, later_program: Callable[[str], None]
) -> None:
    path = tmp_path / "old.sohoi"
    shutil.copyfile(SAMPLES[-1], path)
    later_program("")
    backed_up: list[bytes] = []
    before = path.read_bytes()
    with Register.open(
        path, clock=clock, before_upgrade=lambda at: backed_up.append(at.read_bytes())
    ) as register:
        assert backed_up == [before]
        with register.read() as reader:
            assert reader.connection.exec_driver_sql("SELECT DISTINCT nickname FROM members").all() == [("",)]
    with Register.open(path, clock=clock, before_upgrade=lambda at: backed_up.append(b"again")):
        assert len(backed_up) == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (int(NEXT),)
    # The program of before refuses it now.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_module, "HEAD", tables.HEAD)
        with pytest.raises(RegisterProblemError, match="mới hơn"):
            Register.open(path, clock=clock)


def test_an_upgrade_that_fails_leaves_the_register_as_it_was(
    tmp_path: Path, later_program: Callable[[str], None]
) -> None:
    path = tmp_path / "old.sohoi"
    shutil.copyfile(SAMPLES[-1], path)
    later_program("op.execute(\"UPDATE honours SET member_id = 'nobody'\")")
    with pytest.raises(RegisterProblemError, match="Không nâng cấp được"):
        Register.open(path, clock=clock)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (tables.HEAD,)
        assert "nickname" not in [row[1] for row in connection.execute("PRAGMA table_info(members)")]


def test_alembic_is_not_imported_for_a_register_of_today(tmp_path: Path) -> None:
    path = tmp_path / "today.sohoi"
    Register.create(path, clock=clock).close()
    script = (
        "import sys; from pathlib import Path; from app.clock import now\n"
        "from app.store.register import Register\n"
        "Register.open(Path(sys.argv[1]), clock=now).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 0
