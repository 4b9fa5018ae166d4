"""The way of a round as the secretary sees it: from the proposals to the day of handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.commendations import RoundState, Verdict, granted

if TYPE_CHECKING:
    from app.services.commendations import RoundCard

PROPOSE, REVIEW, SUBMIT, DECIDE, ISSUE, HAND_OVER = (
    "Đề nghị",
    "Họp xét",
    "Tờ trình",
    "Quyết định",
    "Phát hành",
    "Trao",
)
_OWN = (PROPOSE, REVIEW, DECIDE, ISSUE, HAND_OVER)
#: What the upper body decides it also prints; here it is sent up and handed over.
_UPPER = (PROPOSE, REVIEW, SUBMIT, DECIDE, HAND_OVER)


def steps_of(card: RoundCard | None) -> tuple[str, ...]:
    """The steps of a round, by who decides it."""
    return _UPPER if card is not None and card.round.is_upper else _OWN


def step_of(card: RoundCard | None) -> str:
    """The step that a round stands at; "" when all is done."""
    if card is None or not card.awards:
        return PROPOSE
    round_ = card.round
    if round_.state is RoundState.DRAFT:
        if not is_reviewed(card) and not round_.submission_code:
            return REVIEW
        return SUBMIT if round_.is_upper and not round_.submission_code else DECIDE
    if any(award.id not in card.issued for award in card.printable):
        return ISSUE
    return "" if all(award.handed_on for award in granted(card.awards)) else HAND_OVER


def is_reviewed(card: RoundCard) -> bool:
    """Whether a review was recorded, or only its day."""
    verdicts = {award.verdict for award in card.awards}
    return card.round.minutes_on is not None or verdicts != {Verdict.OPEN}


def present(card: RoundCard | None) -> int:
    """The place of the present step, counted from 0; the number of steps when all is done."""
    steps, step = steps_of(card), step_of(card)
    return steps.index(step) if step else len(steps)
