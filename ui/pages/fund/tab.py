"""What the tabs of the page Quỹ share: which fund and year are looked at, and buttons in the title line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.funds import MAIN_FUND
from ui.flow import FlowBox
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.page_tab import PageTab
from ui.widgets.row_deeds import row_button
from ui.widgets.sum_card import SumCard
from ui.widgets.table import Table
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.services.closings import ClosingRow

#: In a lower tab (pixels at 100 %) the list needs the room of the figures above it.
_HIGH = 380
_WIDE = 560


@dataclass(frozen=True, slots=True)
class Scope:
    """The year and the fund that are looked at; ``fund_id`` None is the branch's own fund.

    ``funds`` and ``units`` are (id, name), ``past_units`` those that are no more; ``closings`` are the closed
    years of the fund, the latest first.
    """

    year: int
    fund_id: str | None = None
    funds: tuple[tuple[str | None, str], ...] = ((None, MAIN_FUND),)
    units: tuple[tuple[str, str], ...] = ()
    past_units: tuple[tuple[str, str], ...] = ()
    closings: tuple[ClosingRow, ...] = ()

    @property
    def fund_name(self) -> str:
        """What the fund is called."""
        return dict(self.funds).get(self.fund_id, MAIN_FUND)

    @property
    def closed_until(self) -> int:
        """The last year that is closed, 0 when none is."""
        return self.closings[0].closing.year if self.closings else 0

    @property
    def closing(self) -> ClosingRow | None:
        """How the year was closed, itself or with the next one after it; None when it is open."""
        return next((row for row in reversed(self.closings) if row.closing.year >= self.year), None)


class FundTab(PageTab):
    """One tab; :meth:`load` reads what it shows, :meth:`add` is what Ctrl+N does in it."""

    #: Whether what the tab shows depends on the year, and on which fund is chosen.
    by_year = True
    by_fund = False
    #: The list of the tab, where the keyboard begins.
    table: Table
    #: The figures above the list; a low tab leaves their room to the list.
    sum: SumCard

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.scope = Scope(context.services.today().year)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self.context.theme.px
        # In a narrow tab the buttons take more lines, and the least height of the whole is above the mark.
        self.fold(is_low=self.height() < px(_HIGH) or self.width() < px(_WIDE))

    def fold(self, *, is_low: bool) -> None:
        """Leave out what the list needs the room of."""
        self.sum.setVisible(not is_low)

    def row_deed(
        self, box: FlowBox, text: str, icon_name: str, tip: str, act: Callable[[Any], object]
    ) -> QPushButton:
        """A button in ``box``, and an entry in the menu of a row; the deed is given the chosen row."""
        button = row_button(self.table, text, icon_name, act, self, tip=tip)
        box.flow.addWidget(button)
        self.table.add_row_action(text, icon_name, act)
        return button

    def load(self, scope: Scope) -> None:
        """Read what is shown for a year and a fund."""
        raise NotImplementedError


def unit_choices(units: Iterable[tuple[str, str]], every: str) -> list[tuple[str | None, str]]:
    """Units to choose from, by their short names; ``every`` stands for all of them."""
    return [(None, every), *((unit_id, short_unit(name)) for unit_id, name in units)]


def few_letters(box: ChoiceBox, letters: int) -> None:
    """Let a choice be so wide only, whatever long names it offers; they are whole in its list."""
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
