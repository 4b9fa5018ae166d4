"""What commands share: the options for a register and for JSON, opening and closing with a backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.errors import FileProblemError
from app.terminal import PATH

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services

REGISTER = click.option("--register", "register_path", required=True, type=PATH, help="Tệp sổ (.sohoi).")
JSON = click.option("--json", "as_json", is_flag=True, help="In đúng một tài liệu JSON.")


@contextmanager
def opened(machine: Machine, path: Path) -> Iterator[Services]:
    """Open a register, and close it with a backup when the command changed something."""
    with closing(machine.open(path)) as services:
        yield services


@contextmanager
def closing(services: Services) -> Iterator[Services]:
    """Close a register; what was saved before a command failed is backed up as well."""
    from app.services.backups import close_with_backup

    try:
        yield services
    finally:
        try:
            close_with_backup(services)
        except FileProblemError as problem:
            # What was asked is done and saved, or its own error follows; only the second copy is missing.
            click.echo(f"Chưa sao lưu được sổ: {problem.message}", err=True)


#: How much of an id is enough to name a record; the lists of a terminal are narrow.
_LEAST_OF_ID = 6


def is_id(word: str, record_id: str) -> bool:
    """Whether the word is this id or its beginning, of at least six letters."""
    return word == record_id or (len(word) >= _LEAST_OF_ID and record_id.startswith(word.lower()))
