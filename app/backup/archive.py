"""Backups of a register: made by SQLite's backup interface, verified by opening them, named by date."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.backup import retention
from app.backup.files import in_words, make_lasting, make_names_lasting, open_readonly, verify
from app.errors import FileProblemError

#: The ending of a backup's name.
SUFFIX = ".sohoi-backup"

_STAMP = "%Y-%m-%d %H%M%S"
_NAME = re.compile(r"(?P<stem>.+) (?P<at>\d{4}-\d{2}-\d{2} \d{6})(?: \(\d+\))?")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: the file and the local time in its name."""

    path: Path
    at: datetime


def back_up(register: Path, folder: Path, *, at: datetime) -> Path:
    """Copy a register, open or not, as "NAME 2024-01-05 083000.sohoi-backup" into ``folder``; gives the file.

    The copy is read whole before it gets its name. Raises FileProblemError when the folder cannot be written
    or is full, RegisterProblemError when the register is damaged; nothing half done stays behind.
    """
    if not register.is_file():
        raise FileProblemError(f"Không tìm thấy sổ “{register.name}” để sao lưu.")
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, f"{register.stem} {at.strftime(_STAMP)}")
        unfinished = target.with_name(target.name + ".part")
        try:
            _copy(register, unfinished)
            verify(unfinished)
            make_lasting(unfinished)
            unfinished.replace(target)
            make_names_lasting(folder)
        finally:
            for leftover in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
    return target


def _copy(register: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(register, isolation_level=None)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # Until it has its name nobody minds what becomes of it, so it needs no journal.
        copy.execute("PRAGMA synchronous=OFF")
        # All pages at once: copied in steps it would start again at every write of somebody else.
        source.backup(copy, pages=-1)
        # One file that can be read from a write-protected stick, and no session that is still open in it.
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        copy.execute("DELETE FROM meta WHERE key LIKE 'session:%'")


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}{SUFFIX}"
    number = 2
    while target.exists():
        target = folder / f"{stem} ({number}){SUFFIX}"
        number += 1
    return target


def list_backups(folder: Path, register: Path) -> tuple[Backup, ...]:
    """The backups of this register in ``folder``, known by their names, the newest first."""
    found = []
    with suppress(OSError):  # a stick that is not plugged in holds no backups
        for path in folder.glob(f"*{SUFFIX}"):
            parts = _NAME.fullmatch(path.name.removesuffix(SUFFIX))
            if parts is None or parts["stem"] != register.stem:
                continue
            with suppress(ValueError):
                found.append(Backup(path, datetime.strptime(parts["at"], _STAMP)))  # noqa: DTZ007 - local, as named
    return tuple(sorted(found, key=lambda each: (each.at, each.path.name), reverse=True))


def fingerprint(path: Path) -> str:
    """Changes with every saved change of a register; a backup has that of the moment it was made.

    Raises FileProblemError when the file cannot be read.
    """
    try:
        with closing(open_readonly(path)) as connection:
            row = connection.execute("SELECT id, at FROM changes ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.Error as problem:
        raise FileProblemError(f"Không đọc được tệp “{path.name}”.") from problem
    return "" if row is None else f"{row[0]} {row[1]}"


def prune(folder: Path, register: Path, *, now: datetime) -> tuple[Path, ...]:
    """Delete the backups of this register that are no longer needed; gives what was deleted.

    Raises FileProblemError when the folder cannot be written.
    """
    backups = list_backups(folder, register)
    kept = retention.to_keep([backup.at for backup in backups], now)
    deleted = []
    with in_words(folder):
        for backup in backups:
            if backup.at not in kept:
                backup.path.unlink(missing_ok=True)
                deleted.append(backup.path)
    return tuple(deleted)
