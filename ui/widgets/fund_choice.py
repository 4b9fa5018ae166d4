"""From which fund something is paid: shown only where there is more than the branch's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.funds import MAIN_FUND
from ui.page import Context
from ui.widgets.fields import ChoiceBox


class FundChoice(ChoiceBox):
    """A choice of the branch's funds, read by itself; ``None`` is the branch's own.

    Signal ``offered()`` when the funds are known.
    """

    offered = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__([(None, MAIN_FUND)], parent)
        self.setAccessibleName("Chi từ quỹ")
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self._wanted: str | None = None
        services = context.services

        def work() -> list[tuple[str | None, str]]:
            from app.services import funds

            lines = funds.list_funds(services.register, today=services.today())
            return [(line.fund.id if line.fund else None, line.name) for line in lines]

        context.ask(work, self._offer, to=self)

    def set_value(self, value: str | None) -> None:
        """Choose a fund; one that is not read yet is chosen when it is."""
        self._wanted = value
        super().set_value(value)

    def value(self) -> str | None:
        """The id of the fund, ``None`` for the branch's own."""
        chosen: str | None = super().value()
        return chosen if self.count() > 1 else self._wanted

    def _offer(self, funds: list[tuple[str | None, str]]) -> None:
        wanted = self.value() or self._wanted
        self.set_choices(funds)
        super().set_value(wanted)
        self.offered.emit()
