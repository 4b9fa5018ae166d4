"""What can be done with the list of a round: add, change, move, take off, and what follows the issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.commendations import Award, FormList, RecipientKind
from app.errors import RuleError
from ui.page import Context
from ui.pages.awards.rounds import KINDS, Done, Failed, RoundDeeds, is_draft
from ui.widgets.award_table import AwardLine

if TYPE_CHECKING:
    from collections.abc import Callable

_Units = tuple[tuple[str, str], ...]


class RecipientDeeds(QObject):
    """Signals: ``saved(str id)`` for an award, ``looked_at(str id)`` when its certificate is to be shown."""

    saved = Signal(str)
    looked_at = Signal(str)

    def __init__(self, context: Context, rounds: RoundDeeds, page: QWidget) -> None:
        super().__init__(page)
        self.context = context
        self._rounds = rounds
        self._page = page

    # ---------------------------------------------------------------- adding

    def add(self, kind: RecipientKind) -> None:
        """Ask whom to add."""
        card, services = self._rounds.card, self.context.services
        if card is None:
            return
        round_id = card.round.id

        def propose(whom: str) -> Award:
            from app.services import commendations

            return commendations.propose(services.register, round_id, kind, whom, today=services.today())

        self._with_choices(lambda units, forms: self._open(kind, None, units, forms, propose))

    def add_eligible(self) -> None:
        """Choose several members at once among those who could be honoured."""
        card = self._rounds.card
        if card is None:
            return
        listed = frozenset(award.member_id for award in card.awards if award.member_id)
        round_ = card.round

        def show(units: _Units, forms: FormList) -> None:
            from ui.dialogs.award_eligible import AwardEligibleDialog

            names = [form.name for form in forms.forms]
            offered = [form.name for form in forms.forms if form.is_own is not round_.is_upper]
            dialog = AwardEligibleDialog(
                self.context, round_.name, names, units, listed, self._page.window(), offered=offered
            )
            self._rounds.show(dialog, save)

        def save(chosen: tuple[list[str], str], done: Done, failed: Failed) -> None:
            from app.services import eligibility

            services = self.context.services

            def after(added: Sequence[Award]) -> None:
                done()
                self.saved.emit(added[0].id)

            self.context.change(
                lambda: eligibility.propose_many(
                    services.register, round_.id, chosen[0], today=services.today(), form=chosen[1]
                ),
                after,
                failed,
                kinds=KINDS,
            )

        self._with_choices(show)

    def _with_choices(self, show: Callable[[_Units, FormList], None]) -> None:
        services = self.context.services

        def work() -> tuple[_Units, FormList]:
            from app.services import award_forms, units

            alive = units.tree(services.register, services.today()).alive()
            named = tuple((each.unit_id, each.name) for each in alive)
            return named, award_forms.list_forms(services.register)

        self.context.ask(work, lambda found: show(*found))

    def _open(
        self,
        kind: RecipientKind,
        award: Award | None,
        units: _Units,
        forms: FormList,
        propose: Callable[[str], Award] | None = None,
    ) -> None:
        from ui.dialogs.award_edit import AwardDialog

        card = self._rounds.card
        dialog = AwardDialog(
            self.context,
            kind,
            award,
            self._page.window(),
            units=units,
            forms=forms,
            is_upper=card is not None and card.round.is_upper,
            propose=propose,
        )
        self._rounds.show(dialog, self._save)

    def _save(self, award: Award, done: Done, failed: Failed) -> None:
        from app.services import commendations

        def after(saved: Award) -> None:
            done()
            self.saved.emit(saved.id)

        register = self.context.services.register
        self.context.change(lambda: commendations.save_award(register, award), after, failed, kinds=KINDS)

    # ---------------------------------------------------------------- one line

    def open(self, line: AwardLine) -> None:
        """Change an award while the list is open; afterwards look at its certificate."""
        award = line.award
        if award is None:
            return
        if is_draft(self._rounds.card):
            self._with_choices(lambda units, forms: self._open(award.kind, award, units, forms))
        else:
            self.looked_at.emit(award.id)

    def remove(self, line: AwardLine) -> None:
        """Take an award off the list; the window offers Undo."""
        from app.services import commendations

        award, register = line.award, self.context.services.register
        if award is not None:
            self.context.change(lambda: commendations.remove_award(register, award.id), kinds=KINDS)

    def move(self, line: AwardLine, earlier: bool) -> None:
        """Let an award change places with its neighbour."""
        from app.services import commendations

        award, register = line.award, self.context.services.register
        if award is not None:
            self.context.change(
                lambda: commendations.move_award(register, award.id, earlier=earlier), kinds=KINDS
            )

    def sheets(self, line: AwardLine) -> None:
        """Show the sheets that were issued for an award."""
        from ui.dialogs.award_sheets import open_sheets

        award, card = line.award, self._rounds.card
        if award is None or card is None:
            return
        if award.id not in card.issued and award.register_number is None:
            self.context.messages.error(
                RuleError(f"{award.recipient}: chưa phát hành giấy nào. Giấy phát hành khi in hoặc ghi PDF.")
            )
            return
        open_sheets(self.context, award.id, award.recipient, self._page.window())

    def not_handed(self, line: AwardLine) -> None:
        """Take back a hand-over that was recorded by mistake."""
        from app.services import handing_over

        award, register = line.award, self.context.services.register
        if award is None:
            return
        if award.handed_on is None:
            self.context.messages.error(RuleError(f"{award.recipient}: chưa ghi là đã trao."))
            return
        self.context.change(lambda: handing_over.clear_hand_over(register, [award.id]), kinds=KINDS)
