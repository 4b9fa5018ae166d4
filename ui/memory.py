"""What the window remembers between two days: geometry, columns, widths; kept in the settings file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.errors import FileProblemError

if TYPE_CHECKING:
    from ui.messages import Messages

_log = logging.getLogger(__name__)


class _Preferences(Protocol):
    @property
    def window(self) -> dict[str, str]: ...


class SettingsFile(Protocol):
    """The part of :class:`app.settings.Settings` that is needed here."""

    @property
    def current(self) -> _Preferences: ...

    def change(self, **values: object) -> object: ...


def keep(write: Callable[[], object], messages: Messages) -> None:
    """Write a setting by ``write``; a disk that refuses is told quietly, the choice holds till closing."""
    try:
        write()
    except FileProblemError as problem:
        _log.info("Setting not written")  # without the path: it may hold the user's name
        messages.done(f"{problem.message} Điều vừa chọn chỉ giữ đến khi đóng chương trình.")


class Memory:
    """Small texts under names such as ``"members.columns"``; written when the window closes."""

    def __init__(self, settings: SettingsFile | None = None) -> None:
        """Without ``settings`` nothing outlives the program (tests, pictures)."""
        self._settings = settings
        self._held: dict[str, str] = dict(settings.current.window) if settings is not None else {}

    def get(self, name: str) -> str:
        """What was put under the name, or an empty text."""
        return self._held.get(name, "")

    def put(self, name: str, value: str) -> None:
        """Remember; reaches the disk with :meth:`save`."""
        self._held[name] = value

    def save(self) -> None:
        """Write everything; a disk that refuses is only logged, a lost column width is no reason to alarm."""
        if self._settings is None or self._settings.current.window == self._held:
            return
        try:
            self._settings.change(window=dict(self._held))
        except FileProblemError:
            _log.info("Window state not written")
