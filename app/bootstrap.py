"""Puts the program together: folders → settings → log → register → services."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import Clock, now
from app.logs import log_to
from app.paths import Paths, user_paths
from app.settings import Settings

__all__ = ["Machine", "log_to", "start_machine"]

if TYPE_CHECKING:
    from app.domain.branch import Branch
    from app.services.bundle import Services


@dataclass(frozen=True, slots=True)
class Machine:
    """What the program knows before a register is open: folders, settings, clock, who works at it.

    The services are imported when a register is opened, so that a window can be painted before.
    """

    paths: Paths
    settings: Settings
    clock: Clock = now
    #: Who works at this machine, for the history; the name that he logged in with.
    actor: str = ""

    def open(self, path: Path) -> Services:
        """Open a register, upgraded behind a backup if it is of an older format."""
        from app.services import registers
        from app.services.bundle import Services

        register = registers.open_register(
            path, clock=self.clock, actor=self.actor, before_upgrade=self._backup
        )
        return Services(register, self.settings, self.paths, self.clock)

    def create(self, path: Path, branch: Branch) -> Services:
        """Make a new register and open it."""
        from app.services import registers
        from app.services.bundle import Services

        register = registers.create_register(path, branch, clock=self.clock, actor=self.actor)
        return Services(register, self.settings, self.paths, self.clock)

    def load(self, source: Path, path: Path) -> Services:
        """Make or fill a new register from a file in the open format, and open it."""
        from app.services import registers
        from app.services.bundle import Services

        register = registers.load_register(
            source, path, clock=self.clock, actor=self.actor, before_upgrade=self._backup
        )
        return Services(register, self.settings, self.paths, self.clock)

    def _backup(self, path: Path) -> None:
        from app.services import backups

        backups.back_up(path, backups.backup_folder(self.paths, self.settings), clock=self.clock)


def start_machine(paths: Paths | None = None, *, clock: Clock = now) -> Machine:
    """Read this machine's folders and settings."""
    folders = paths or user_paths()
    return Machine(folders, Settings(folders.settings_file), clock, actor=_user_name())


def _user_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name: what was done is noted all the same
        return ""
