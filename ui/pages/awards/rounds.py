"""What can be done with a round: make it, review, send up, decide, hand over, pay, and take steps back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.commendations import Award, AwardRound, RoundState, granted
from app.errors import RuleError, SoHoiError
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.numbers import count, group
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog

if TYPE_CHECKING:
    from app.domain.meetings import Meeting
    from app.services.commendations import RoundCard
    from ui.dialogs.award_hand_over import HandOver
    from ui.dialogs.award_review import Review
    from ui.dialogs.decide import Decision

KINDS = frozenset({"award_rounds", "awards"})
Done = Callable[[], None]
Failed = Callable[[SoHoiError], None]


class RoundDeeds(QObject):
    """Opens the dialogs of a round and saves what they give. Signal ``saved(str id)`` for a round."""

    saved = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self.context = context
        self._page = page
        #: The round that is shown.
        self.card: RoundCard | None = None

    # ---------------------------------------------------------------- the round itself

    def add(self) -> None:
        """Begin a round for the year of work that is being honoured."""
        services = self.context.services

        def work() -> tuple[AwardRound, str]:
            from app.services import commendations, registers, years

            year = years.report_year(services.register, today=services.today())
            made = commendations.new_round(services.register, year=year)
            return made, registers.branch(services.register).parent_name

        self.context.ask(work, lambda found: self._open_round(*found))

    def edit(self, round_: AwardRound) -> None:
        """Change a round that is not decided yet."""
        register = self.context.services.register

        def work() -> tuple[str, bool]:
            from app.services import commendations, registers

            card = commendations.round_card(register, round_.id)
            return registers.branch(register).parent_name, bool(card.awards)

        self.context.ask(work, lambda found: self._open_round(round_, found[0], has_list=found[1]))

    def _open_round(self, round_: AwardRound, upper: str, *, has_list: bool = False) -> None:
        from ui.dialogs.award_round import AwardRoundDialog

        dialog = AwardRoundDialog(self.context, round_, self._page.window(), upper=upper, has_list=has_list)
        self.show(dialog, self._save)

    def _save(self, round_: AwardRound, done: Done, failed: Failed) -> None:
        from app.services import commendations

        def after(saved: AwardRound) -> None:
            self.saved.emit(saved.id)
            done()

        register = self.context.services.register
        self.context.change(lambda: commendations.save_round(register, round_), after, failed, kinds=KINDS)

    def remove(self, round_: AwardRound) -> None:
        """Take out a round that was never decided; the window offers Undo."""
        from app.services import commendations

        register = self.context.services.register
        self._change(lambda: commendations.remove_round(register, round_.id))

    # ---------------------------------------------------------------- review, tờ trình

    def review(self) -> None:
        """Record the review meeting and what it said of every proposal."""
        card = self.card
        if card is None:
            return

        def show(near: tuple[Meeting, ...]) -> None:
            from ui.dialogs.award_review import AwardReviewDialog

            window = self._page.window()
            self.show(AwardReviewDialog(self.context, card.round, card.awards, near, window), save)

        def save(review: Review, done: Done, failed: Failed) -> None:
            from app.services import decisions

            register = self.context.services.register
            self._change(
                lambda: decisions.review(
                    register,
                    card.round.id,
                    review.votes,
                    meeting_id=review.meeting_id,
                    minutes_on=review.minutes_on,
                    by_ballot=review.by_ballot,
                ),
                done,
                failed,
            )

        self._with_meetings(card, show)

    def submit(self) -> None:
        """Send the list up with a tờ trình; asks for its day."""
        card = self.card
        if card is None:
            return
        from ui.dialogs.award_day import AwardDayDialog

        lead = (
            f"{card.round.name}: {card.count.phrase()}, trình {card.round.decider}. "
            "Tờ trình lấy số tiếp theo của năm."
        )
        dialog = AwardDayDialog(
            self.context, "Trình cấp trên khen", "Trình", lead, granted(card.awards), self._page.window()
        )

        def save(day: date, done: Done, failed: Failed) -> None:
            from app.services import decisions

            register = self.context.services.register
            self._change(lambda: decisions.submit(register, card.round.id, on=day), done, failed)

        self.show(dialog, save)

    def withdraw_submission(self) -> None:
        """Take the tờ trình back; its number is given again."""
        from app.services import decisions

        card, register = self.card, self.context.services.register
        if card is not None:
            self._change(lambda: decisions.withdraw_submission(register, card.round.id))

    # ---------------------------------------------------------------- decision

    def decide(self) -> None:
        """Ask for the decision of the round that is shown: the branch's own, or what the upper body wrote."""
        card = self.card
        if card is None:
            return

        def show(near: tuple[Meeting, ...]) -> None:
            from ui.dialogs.decide import DecideDialog, UpperDecisionDialog

            kind = UpperDecisionDialog if card.round.is_upper else DecideDialog
            self.show(kind(self.context, card.round, card.count, near, self._page.window()), save)

        def save(decision: Decision, done: Done, failed: Failed) -> None:
            self._change(lambda: self._decided(card.round, decision), done, failed)

        self._with_meetings(card, show)

    def _decided(self, round_: AwardRound, decision: Decision) -> AwardRound:
        from app.services import decisions

        register = self.context.services.register
        if round_.is_upper:
            return decisions.record_upper_decision(
                register,
                round_.id,
                decided_on=decision.decided_on,
                code=decision.code,
                signer=decision.signer,
                signer_office=decision.signer_office,
                meeting_id=decision.meeting_id,
            )
        return decisions.decide(
            register,
            round_.id,
            decided_on=decision.decided_on,
            minutes_on=decision.minutes_on,
            signer=decision.signer,
            signer_office=decision.signer_office,
            meeting_id=decision.meeting_id,
        )

    def withdraw(self) -> None:
        """Take the decision back; possible while nothing was issued, and can be undone."""
        from app.services import decisions

        card, register = self.card, self.context.services.register
        if card is not None:
            self._change(lambda: decisions.withdraw_decision(register, card.round.id))

    # ---------------------------------------------------------------- handing over, rewards

    def hand_over(self) -> None:
        """Record who received, when and at which meeting."""
        card = self.card
        if card is None:
            return

        def show(near: tuple[Meeting, ...]) -> None:
            from ui.dialogs.award_hand_over import AwardHandOverDialog

            awards, window = granted(card.awards), self._page.window()
            self.show(AwardHandOverDialog(self.context, card.round, awards, near, window), save)

        def save(handed: HandOver, done: Done, failed: Failed) -> None:
            from app.services import handing_over

            register = self.context.services.register
            self._change(
                lambda: handing_over.hand_over(
                    register,
                    card.round.id,
                    on=handed.on,
                    award_ids=handed.award_ids,
                    meeting_id=handed.meeting_id,
                    to=handed.to,
                ),
                done,
                failed,
            )

        self._with_meetings(card, show)

    def pay_rewards(self) -> None:
        """Show what is due, and pay it out of the fund on a day."""
        card, context = self.card, self.context
        if card is None:
            return
        register = context.services.register

        def work() -> tuple[Award, ...]:
            from app.services import handing_over

            return handing_over.rewards_due(register, card.round.id)

        def show(due: tuple[Award, ...]) -> None:
            from ui.dialogs.award_day import AwardDayDialog

            if not due:
                context.messages.error(
                    RuleError(
                        "Đợt này không còn tiền thưởng nào phải chi. Tiền thưởng ghi khi sửa từng người."
                    )
                )
                return
            lead = f"{count(len(due))} khoản chi vào sổ quỹ, mỗi người một dòng, mục “Khen thưởng”."
            dialog = AwardDayDialog(
                context, "Chi tiền thưởng từ quỹ", "Chi tiền", lead, due, self._page.window(), with_money=True
            )
            self.show(dialog, save)

        def save(day: date, done: Done, failed: Failed) -> None:
            from app.services import handing_over

            def after(paid: int) -> None:
                done()
                said = f"Đã chi {group(paid)} đồng tiền thưởng ngày {short_date(day)}."
                see = ("Mở trang Quỹ", lambda: context.navigator.open_page("fund"))
                # After the window's own line about the change, so that this one stays.
                context.ask(lambda: None, lambda _nothing: context.messages.done(said, (see,)))

            on = PartialDate.from_date(day)
            context.change(
                lambda: handing_over.pay_rewards(register, card.round.id, on=on),
                after,
                failed,
                kinds=KINDS | {"fund_entries"},
            )

        context.ask(work, show)

    # ---------------------------------------------------------------- parts

    def show(self, dialog: EditDialog, save: Callable[..., None]) -> None:
        """Open a dialog; ``save(value, done, failed)`` takes what it gives."""
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _with_meetings(self, card: RoundCard, show: Callable[[tuple[Meeting, ...]], None]) -> None:
        register = self.context.services.register
        first = card.round.year

        def work() -> tuple[Meeting, ...]:
            from app.services import meetings

            rows = meetings.list_meetings(register)
            decided = card.round.decided_on
            last = max(first, decided.year if decided is not None else first) + 1
            return tuple(row.meeting for row in rows if first <= row.meeting.on.year <= last)

        self.context.ask(work, show)

    def _change(
        self, work: Callable[[], Any], done: Done | None = None, failed: Failed | None = None
    ) -> None:
        self.context.change(work, lambda _result: done() if done is not None else None, failed, kinds=KINDS)


def is_draft(card: RoundCard | None) -> bool:
    """Whether the list of the round can be changed."""
    return card is not None and card.round.state is RoundState.DRAFT and not card.round.submission_code
