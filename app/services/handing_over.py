"""After the decision: certificates are handed over, reward money leaves the fund."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from app.domain.commendations import Award, AwardRound, RoundState, granted, in_order
from app.domain.funds import EntryKind, FundEntry
from app.domain.meetings import Meeting
from app.errors import FieldError, RuleError
from app.services.closings import require_open
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate


def hand_over(
    register: Register,
    round_id: str,
    *,
    on: PartialDate,
    award_ids: Collection[str] | None = None,
    meeting_id: str | None = None,
    to: str = "",
) -> int:
    """Record that awards of a decided round were handed over; returns how many.

    ``award_ids``: of these, else of all that were not yet. ``to`` is who received in somebody's stead;
    ``meeting_id`` is kept with the round.
    """
    with register.change("Ghi việc trao khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is RoundState.DRAFT or round_.decided_on is None:
            raise RuleError(f"Đợt “{round_.name}” chưa có quyết định nên chưa trao được.")
        if on.latest() < round_.decided_on:
            raise FieldError("handed_on", "Ngày trao trước ngày quyết định. Hãy xem lại.")
        awards = [
            award
            for award in granted(work.all(Award, round_id=round_id))
            if (award.id in award_ids if award_ids is not None else award.handed_on is None)
        ]
        if not awards:
            raise RuleError("Không còn ai trong đợt này chưa nhận.")
        for award in awards:
            work.replace(dataclasses.replace(award, handed_on=on, handed_to=to))
        if meeting_id is not None and meeting_id != round_.meeting_id:
            work.get(Meeting, meeting_id)
            work.replace(dataclasses.replace(round_, meeting_id=meeting_id))
        return len(awards)


def clear_hand_over(register: Register, award_ids: Collection[str]) -> None:
    """Take back a hand-over that was recorded by mistake."""
    with register.change("Bỏ ghi việc trao khen thưởng") as work:
        for award in work.all(Award, id=frozenset(award_ids)):
            if award.handed_on is not None:
                work.replace(dataclasses.replace(award, handed_on=None, handed_to=""))


def rewards_due(register: Register, round_id: str) -> tuple[Award, ...]:
    """The awards of a round whose money the branch's fund has not paid yet, in order."""
    with register.read() as reader:
        return _due(reader, reader.get(AwardRound, round_id))


def _due(reader: Reader, round_: AwardRound) -> tuple[Award, ...]:
    if round_.is_upper:
        return ()  # what the upper body gives does not come out of the branch's fund
    awards = [award for award in granted(in_order(reader.all(Award, round_id=round_.id))) if award.money]
    paid = paid_of(reader, awards)
    return tuple(award for award in awards if award.id not in paid)


def paid_of(reader: Reader, awards: Iterable[Award]) -> frozenset[str]:
    """Those of the awards, by id, whose reward money left the fund."""
    entries = reader.all(FundEntry, award_id=frozenset(award.id for award in awards))
    return frozenset(entry.award_id for entry in entries if entry.award_id is not None)


def pay_rewards(register: Register, round_id: str, *, on: PartialDate) -> int:
    """Pay the reward money of a decided round out of the fund, one entry an award; returns the sum in VND.

    What was paid is not paid again.
    """
    with register.change("Chi tiền thưởng từ quỹ") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is RoundState.DRAFT or round_.decided_on is None:
            raise RuleError(f"Đợt “{round_.name}” chưa có quyết định nên chưa chi tiền thưởng.")
        if on.latest() < round_.decided_on:
            raise FieldError("on", "Ngày chi trước ngày quyết định. Hãy xem lại.")
        if round_.is_upper:
            raise RuleError(
                f"Tiền thưởng của đợt “{round_.name}” do {round_.decider} chi, không lấy từ quỹ của Hội."
            )
        require_open(work, None, on)
        due = _due(work, round_)
        if not due:
            raise RuleError(f"Đợt “{round_.name}” không còn tiền thưởng nào phải chi từ quỹ.")
        for award in due:
            work.add(
                FundEntry(
                    on=on,
                    kind=EntryKind.EXPENSE,
                    amount=award.money,
                    purpose="Khen thưởng",
                    counterpart=award.recipient,
                    member_id=award.member_id,
                    unit_id=award.unit_id,
                    award_id=award.id,
                )
            )
        return sum(award.money for award in due)
