"""What the pictures of the counters show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.page import Context


class Stage(Protocol):
    """What of :class:`ui.stage.Stage` is asked for here."""

    @property
    def window(self) -> QWidget: ...
    @property
    def context(self) -> Context: ...
    def page(self, key: str) -> Any:
        """A page, shown and with a record chosen."""


def _counter(stage: Stage) -> object:
    """A counter whose percentage is of the members."""
    from app.services.counters import list_counters

    page = stage.page("settings")
    page.tabs.setCurrentWidget(page.counters)
    counters = list_counters(stage.context.services.register).counters
    return page.counters.edit(next(each for each in counters if each.share_of))


#: Which dialogs there are to show, by the module that makes them.
DIALOGS: dict[str, tuple[Callable[[Any], object], ...]] = {"counter_edit": (_counter,)}
