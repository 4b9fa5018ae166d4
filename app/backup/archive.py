"""Backups of a register: made by SQLite's backup interface, verified by opening them, named by date.

All registers of a machine share one folder, and two may be called alike: the name of a backup ends in the
first digits of the register's own id, which tell them apart.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.backup import retention
from app.backup.files import copy_content, in_words, make_lasting, make_names_lasting, register_id, verify
from app.errors import FileProblemError

#: The ending of a backup's name.
SUFFIX = ".sohoi-backup"

_STAMP = "%Y-%m-%d %H%M%S"
_NAME = re.compile(
    r"(?P<stem>.+) (?P<at>\d{4}-\d{2}-\d{2} \d{6})(?: \((?P<mark>[0-9a-f]{6})\))?(?: \(\d{1,5}\))?"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: the file and what its name tells: of which register, when (local time), and its mark."""

    path: Path
    stem: str
    at: datetime
    mark: str


def back_up(register: Path, folder: Path, *, at: datetime) -> Path:
    """Copy a register, open or not, as "NAME 2024-01-05 083000 (a1b2c3).sohoi-backup" into ``folder``.

    Gives the file. The copy is read whole before it gets its name. Raises FileProblemError when the folder
    cannot be written or is full, RegisterProblemError when the register is damaged; nothing half done stays
    behind.
    """
    if not register.is_file():
        raise FileProblemError(f"Không tìm thấy sổ “{register.name}” để sao lưu.")
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        mark = _mark_of(register)
        stem = f"{register.stem} {at.strftime(_STAMP)}" + (f" ({mark})" if mark else "")
        target = _free_name(folder, stem)
        unfinished = target.with_name(target.name + ".part")
        try:
            with closing(sqlite3.connect(register, isolation_level=None)) as source:
                copy_content(source, unfinished)
            verify(unfinished)
            make_lasting(unfinished)
            unfinished.replace(target)
            make_names_lasting(folder)
        finally:
            for leftover in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}{SUFFIX}"
    number = 2
    while target.exists():
        target = folder / f"{stem} ({number}){SUFFIX}"
        number += 1
    return target


def _mark_of(register: Path) -> str:
    return register_id(register)[:6]


def list_backups(folder: Path, register: Path) -> tuple[Backup, ...]:
    """The backups of this register in ``folder``, the newest first.

    They are known by the register's id, whatever it was called then. Where there is none, because the
    register is damaged or missing or had none when the backup was made, they are known by its name.
    """
    mark = _mark_of(register)
    found = [
        backup
        for backup in _all_backups(folder)
        if (backup.mark == mark if backup.mark and mark else backup.stem == register.stem)
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.path.name), reverse=True))


def _all_backups(folder: Path) -> Iterator[Backup]:
    with suppress(OSError):  # a stick that is not plugged in holds no backups
        for path in folder.glob(f"*{SUFFIX}"):
            parts = _NAME.fullmatch(path.name.removesuffix(SUFFIX))
            if parts is None:
                continue
            with suppress(ValueError):
                at = datetime.strptime(parts["at"], _STAMP)  # noqa: DTZ007 - local, as named
                yield Backup(path, parts["stem"], at, parts["mark"] or "")


def prune(folder: Path, register: Path, *, now: datetime) -> tuple[Path, ...]:
    """Delete the backups of this register that are no longer needed; gives what was deleted.

    Only what bears the register's mark and its name is ever deleted: what might be another's is kept.
    Raises FileProblemError when the folder cannot be written.
    """
    mark = _mark_of(register)
    backups = [
        backup
        for backup in list_backups(folder, register)
        if mark and backup.mark == mark and backup.stem == register.stem
    ]
    kept = retention.to_keep([backup.at for backup in backups], now)
    deleted = []
    with in_words(folder):
        for backup in backups:
            if backup.at not in kept:
                backup.path.unlink(missing_ok=True)
                deleted.append(backup.path)
    return tuple(deleted)
