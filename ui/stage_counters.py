"""What the pictures of the counters show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.stage_window import Stage


def _counter(stage: Stage) -> object:
    """A counter whose percentage is of the members."""
    from app.services.counters import list_counters

    page = stage.page("settings")
    page.tabs.setCurrentWidget(page.counters)
    counters = list_counters(stage.context.services.register).counters
    return page.counters.edit(next(each for each in counters if each.share_of))


#: Which dialogs there are to show, by the module that makes them.
DIALOGS: dict[str, tuple[Callable[[Any], object], ...]] = {"counter_edit": (_counter,)}
