"""Putting a backup back in the register's place; what it replaces stays beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from app.backup.files import (
    copy_content,
    in_words,
    make_lasting,
    make_names_lasting,
    open_readonly,
    verify,
)
from app.errors import FileProblemError, RegisterProblemError


def restore(backup: Path, register: Path, *, at: datetime) -> Path | None:
    """Make ``register`` what ``backup`` holds; gives the file that keeps what was there, or ``None``.

    The register must be closed. The kept file is "NAME (trước khi khôi phục 2024-01-05 083000).sohoi".
    Raises FileProblemError or RegisterProblemError, and changes nothing, when the backup is not sound, the
    register is in use, or the folder cannot be written.
    """
    if backup.is_dir():
        raise FileProblemError(f"“{backup}” là một thư mục. Hãy chọn một tệp .sohoi-backup trong đó.")
    if not backup.is_file():
        raise FileProblemError(f"Không tìm thấy bản sao lưu “{backup.name}”. Hãy kiểm tra ổ đĩa, USB.")
    verify(backup)
    folder = register.parent
    incoming = register.with_name(register.name + ".khoiphuc")
    with in_words(folder):
        try:
            # A register may be given instead of a backup, with saved changes that wait in its journal.
            with closing(open_readonly(backup)) as source:
                copy_content(source, incoming)
            _use_write_ahead_log(incoming)
            verify(incoming)
            make_lasting(incoming)
            kept = _set_aside(register, at)
            incoming.replace(register)
            make_names_lasting(folder)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    incoming.with_name(incoming.name + ending).unlink(missing_ok=True)
    return kept


def _use_write_ahead_log(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").fetchall()


def _set_aside(register: Path, at: datetime) -> Path | None:
    if register.exists():
        _require_closed(register)
    stem = f"{register.stem} (trước khi khôi phục {at:%Y-%m-%d %H%M%S})"
    kept = register.with_name(f"{stem}{register.suffix}")
    number = 2
    while kept.exists():
        kept = register.with_name(f"{stem} {number}{register.suffix}")
        number += 1
    held = register.exists()
    if held:
        try:
            os.link(register, kept)  # the register is never missing, whenever the power fails
        except OSError:
            register.replace(kept)  # a stick that knows no second name for a file
    # A journal is still there only when the register is damaged or lost. Left here it would be read into the
    # restored one; whoever tries to rescue the damaged one needs it.
    for ending in ("-wal", "-journal"):
        journal = register.with_name(register.name + ending)
        if not journal.exists():
            continue
        if journal.stat().st_size == 0:
            journal.unlink()
        else:
            journal.replace(kept.with_name(kept.name + ending))
    register.with_name(register.name + "-shm").unlink(missing_ok=True)
    return kept if held else None


def _require_closed(register: Path) -> None:
    """Raise RegisterProblemError while anybody has the register open; its journal is then taken in."""
    try:
        with closing(sqlite3.connect(register, isolation_level=None, timeout=0)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as problem:
        if (getattr(problem, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise RegisterProblemError(
                f"Sổ “{register.name}” đang mở ở cửa sổ hoặc chương trình khác. Hãy đóng lại rồi khôi phục."
            ) from problem
    except sqlite3.DatabaseError:
        return  # damaged: that is why it is being restored
