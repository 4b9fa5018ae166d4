"""Runs Alembic inside the program, on a connection that is already open; no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.store import sqlite


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings; the scripts lie beside this file, in the source tree as in the built program."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the register on this connection to a revision, in the connection's transaction."""
    command.upgrade(configuration(connection), to)


def build(path: Path, to: str) -> None:
    """Make an empty register of the format that this revision was, as the program of then made it."""
    with sqlite.make_building_engine(path).begin() as connection:
        upgrade(connection, to)
    sqlite.finish_new_file(path, int(to))


def newest() -> str:
    """The newest revision that Alembic knows."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    if head is None:
        raise RuntimeError("no migration scripts were found beside the program")
    return head
