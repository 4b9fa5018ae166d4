"""Backups: on request, on closing when something changed, before import, upgrade and restore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.backup.archive import back_up as archive_register
from app.backup.archive import list_backups as archived
from app.backup.archive import prune
from app.backup.restore import restore as restore_file
from app.clock import Clock
from app.errors import FileProblemError
from app.paths import Paths
from app.services.bundle import Services
from app.settings import Settings
from app.store.register import Register
from app.vietnamese.dates import short_date

#: A backup older than this, with changes after it, is worth a word on the first page.
_BACKUP_DUE_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup for a list."""

    path: Path
    at: datetime
    size: int


def backup_folder(paths: Paths, settings: Settings) -> Path:
    """The folder backups go to: the user's, or the program's own."""
    chosen = settings.current.backup_folder
    return Path(chosen) if chosen else paths.backups


def back_up(register_path: Path, folder: Path, *, clock: Clock) -> Path:
    """Copy a register into a folder, prove the copy by opening it, and drop what need not be kept."""
    made = archive_register(register_path, folder, at=clock())
    prune(folder, register_path, now=clock())
    return made


def back_up_now(services: Services) -> tuple[Path, ...]:
    """Back the open register up to the backup folder and, when one is set and there, to the second place."""
    path = services.register.path
    made = [back_up(path, backup_folder(services.paths, services.settings), clock=services.clock)]
    second = services.settings.current.second_backup_folder
    if second:
        made.append(back_up(path, Path(second), clock=services.clock))
    return tuple(made)


def list_backups(services: Services) -> tuple[BackupRow, ...]:
    """The backups of the open register, newest first."""
    folder = backup_folder(services.paths, services.settings)
    found = archived(folder, services.register.path)
    return tuple(BackupRow(each.path, each.at, each.path.stat().st_size) for each in found)


def backup_due(services: Services, *, today: date) -> str:
    """Why the register should be backed up now, in words; "" when it need not.

    It is due when something was saved after the newest backup and that is more than thirty days old, or there
    is none: backups that are made on closing have then failed, or their place is not there.
    """
    changes = services.register.history(limit=1)
    if not changes:
        return ""
    held = list_backups(services)
    if not held:
        return "Sổ chưa có bản sao lưu nào. Hãy sao lưu một lần, nhất là ra USB hay ổ khác."
    newest = held[0].at
    # A backup's name carries the local time to the second, without its offset.
    if changes[0].at.replace(tzinfo=None) <= newest or today - newest.date() <= _BACKUP_DUE_AFTER:
        return ""
    days = (today - newest.date()).days
    return f"Bản sao lưu mới nhất đã {days} ngày ({short_date(newest.date())}). Hãy sao lưu lại."


def restore(backup: Path, register_path: Path, *, clock: Clock) -> Path | None:
    """Put a backup in a register's place; the replaced file is kept beside it and its path returned.

    The register must be closed. Raises FileProblemError when the backup is not sound.
    """
    return restore_file(backup, register_path, at=clock())


def close_with_backup(services: Services) -> Path | None:
    """Close the register; when something was changed since it was opened, back it up first.

    Returns the backup made. A backup that fails never keeps the register from closing: the error is raised
    after it is closed.
    """
    register: Register = services.register
    made: Path | None = None
    problem: FileProblemError | None = None
    if register.changed_since_open:
        try:
            made = back_up_now(services)[0]
        except FileProblemError as found:
            problem = found
    register.close()
    if problem is not None:
        raise problem
    return made
