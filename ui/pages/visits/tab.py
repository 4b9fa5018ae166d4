"""What the tabs of the page Thăm hỏi share: the year looked at, and the list where the keyboard begins."""

from __future__ import annotations

from ui.page import Context
from ui.widgets.page_tab import PageTab
from ui.widgets.table import Table

#: What changes with a visit or a gift.
KINDS = frozenset({"visits", "fund_entries", "campaigns"})


class CareTab(PageTab):
    """One tab; :meth:`load` reads what it shows of a year."""

    #: Whether what the tab shows depends on the year.
    by_year = True
    #: The list of the tab.
    table: Table

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.year = context.services.today().year

    def load(self, year: int) -> None:
        """Read what is shown of a year."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Put the keyboard where the tab begins."""
        self.table.setFocus()
