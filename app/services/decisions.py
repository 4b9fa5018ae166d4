"""What decides a round: the review, the tờ trình to the upper body, the decision, and taking them back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificates import IssuedCertificate
from app.domain.commendations import (
    CERTIFICATE_FORM,
    Award,
    AwardRound,
    RoundState,
    Verdict,
    done_since,
    granted,
    in_order,
    require_draft,
)
from app.domain.meetings import Meeting
from app.errors import FieldError, RuleError
from app.services.commendations import undecided
from app.services.handing_over import paid_of
from app.services.offices import chairman
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.numbers import document_number


@dataclass(frozen=True, slots=True)
class Vote:
    """What the review said of one award; the votes may be unknown."""

    verdict: Verdict
    votes_for: int | None = None
    votes_against: int | None = None
    reason: str = ""


def review(
    register: Register,
    round_id: str,
    votes: Mapping[str, Vote],
    *,
    meeting_id: str | None = None,
    minutes_on: date | None = None,
    by_ballot: bool = False,
) -> AwardRound:
    """Record the review meeting: its day, and its verdict on awards by their ids.

    With a meeting of the register the day is that meeting's. Declined awards stay in the round and its
    minutes, and nowhere else.
    """
    with register.change("Ghi kết quả họp xét khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        require_draft(round_)
        if meeting_id is not None:
            minutes_on = work.get(Meeting, meeting_id).on
        for award_id, vote in votes.items():
            award = work.get(Award, award_id)
            if award.round_id != round_id:
                raise RuleError(f"“{award.recipient}” không thuộc đợt “{round_.name}”.")
            work.replace(
                dataclasses.replace(
                    award,
                    verdict=vote.verdict,
                    votes_for=vote.votes_for,
                    votes_against=vote.votes_against,
                    verdict_reason=vote.reason,
                )
            )
        return work.replace(
            dataclasses.replace(
                round_, minutes_on=minutes_on, review_meeting_id=meeting_id, by_ballot=by_ballot
            )
        )


# ---------------------------------------------------------------- the tờ trình


def submit(register: Register, round_id: str, *, on: date) -> AwardRound:
    """Send the list of a round that the upper body decides: the tờ trình gets the next number of its year."""
    with register.change("Trình cấp trên khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        require_draft(round_)
        if not round_.is_upper:
            raise RuleError(f"Đợt “{round_.name}” do Hội tự quyết định, không phải trình cấp trên.")
        _require_list(work, round_, on)
        branch = work.get(Branch, BRANCH_ID)
        number = 1 + _last_submission(work, on.year)
        return work.replace(
            dataclasses.replace(
                round_,
                submitted_on=on,
                submission_number=number,
                submission_code=document_number(branch.number_template, number, "TTr", branch.code),
                place=round_.place or branch.place,
                heading=_heading(branch),
            )
        )


def _heading(branch: Branch) -> str:
    """The issuer's lines of a paper, kept with it: the branch may be called otherwise later."""
    return "\n".join(line for line in (branch.parent_name, branch.name) if line)


def withdraw_submission(register: Register, round_id: str) -> AwardRound:
    """Take back the newest tờ trình of its year while there is no decision; its number is given again."""
    with register.change("Rút tờ trình khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is not RoundState.DRAFT or round_.submitted_on is None:
            raise RuleError(f"Đợt “{round_.name}” không có tờ trình nào đang chờ để rút.")
        if _last_submission(work, round_.submitted_on.year) != round_.submission_number:
            raise RuleError(
                f"Sau tờ trình {round_.submission_code} đã có tờ trình khác trong năm. "
                "Chỉ rút được tờ mới nhất."
            )
        return work.replace(undecided(round_, submission_of=None))


def record_upper_decision(
    register: Register,
    round_id: str,
    *,
    decided_on: date,
    code: str,
    signer: str = "",
    signer_office: str = "",
    meeting_id: str | None = None,
) -> AwardRound:
    """Record what the upper body decided, under the number that it wrote on its decision."""
    with register.change("Ghi quyết định khen thưởng của cấp trên") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is not RoundState.DRAFT or not round_.is_upper:
            raise RuleError(f"Đợt “{round_.name}” không chờ quyết định của cấp trên.")
        if not code.strip():
            raise FieldError("decision_code", "Hãy ghi số quyết định của cấp trên.")
        _require_list(work, round_, decided_on)
        if round_.submitted_on is not None and decided_on < round_.submitted_on:
            raise FieldError("decided_on", "Ngày quyết định trước ngày tờ trình. Hãy xem lại.")
        return work.replace(
            dataclasses.replace(
                round_,
                state=RoundState.DECIDED,
                heading=round_.heading or _heading(work.get(Branch, BRANCH_ID)),
                decided_on=decided_on,
                decision_code=code,
                signer=signer,
                signer_office=signer_office,
                meeting_id=meeting_id or round_.meeting_id,
            )
        )


# ---------------------------------------------------------------- the decision


def decide(
    register: Register,
    round_id: str,
    *,
    decided_on: date,
    minutes_on: date | None = None,
    signer: str = "",
    signer_office: str = "",
    meeting_id: str | None = None,
) -> AwardRound:
    """Decide a round: one decision number, and register numbers for its awards.

    Both run in the year of the decision, the register numbers for each form. Signer and office are the
    chairman's of that day when not given. Raises RuleError for an empty list.
    """
    with register.change("Quyết định khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        require_draft(round_)
        if round_.is_upper:
            raise RuleError(
                f"Đợt “{round_.name}” do {round_.decider} quyết định. Hãy ghi quyết định của cấp trên."
            )
        if minutes_on is not None:
            round_ = dataclasses.replace(round_, minutes_on=minutes_on)
        awards = _require_list(work, round_, decided_on)
        branch = work.get(Branch, BRANCH_ID)
        if not signer:
            signer, signer_office = chairman(work, decided_on)
        if not signer:
            raise FieldError("signer", "Chưa biết ai ký: hãy ghi Chủ tịch ở Thiết lập, hoặc điền người ký.")
        number = _last_decision_number(work, decided_on.year) + 1
        decided = work.replace(
            dataclasses.replace(
                round_,
                state=RoundState.DECIDED,
                decided_on=decided_on,
                decision_number=number,
                decision_code=document_number(branch.number_template, number, "QĐ", branch.code),
                signer=signer,
                signer_office=signer_office,
                place=round_.place or branch.place,
                authority=round_.authority or branch.authority,
                heading=_heading(branch),
                meeting_id=meeting_id or round_.meeting_id,
            )
        )
        last: dict[str, int] = {}
        for award in awards:
            if award.form not in last:
                last[award.form] = _last_register_number(work, decided_on.year, award.form)
            last[award.form] += 1
            work.replace(dataclasses.replace(award, register_number=last[award.form]))
        return decided


def _require_list(reader: Reader, round_: AwardRound, on: date) -> list[Award]:
    """The awards that stand after the review; refuses an empty list, anybody twice, a day before it."""
    awards = granted(in_order(reader.all(Award, round_id=round_.id)))
    if not awards:
        raise RuleError("Danh sách khen thưởng còn trống. Hãy thêm người hoặc chi hội trước.")
    known = set()
    for award in awards:
        # Two records of one person may have been merged since they were proposed.
        whose = (award.member_id or award.unit_id or award.id, award.form)
        if whose in known:
            raise RuleError(f"{award.recipient} có hai dòng {award.form} trong danh sách. Hãy bỏ một dòng.")
        known.add(whose)
    if round_.minutes_on is not None and round_.minutes_on > on:
        raise FieldError("decided_on", "Ngày ra văn bản trước ngày họp xét. Hãy xem lại.")
    return awards


def _last_decision_number(reader: Reader, year: int) -> int:
    decided = [r for r in reader.all(AwardRound) if r.decided_on and r.decided_on.year == year]
    return max((r.decision_number or 0 for r in decided), default=0)


def _last_submission(reader: Reader, year: int) -> int:
    sent = [r for r in reader.all(AwardRound) if r.submitted_on and r.submitted_on.year == year]
    return max((r.submission_number or 0 for r in sent), default=0)


def _last_register_number(work: Work, year: int, form: str) -> int:
    rounds = frozenset(r.id for r in work.all(AwardRound) if r.decided_on and r.decided_on.year == year)
    given: Iterable[int] = [a.register_number or 0 for a in work.all(Award, round_id=rounds, form=form)]
    # Certificates of the first format do not say their form: there was one.
    issued = [
        i.number for i in work.all(IssuedCertificate, year=year) if (i.form or CERTIFICATE_FORM) == form
    ]
    return max([*given, *issued], default=0)


def decision_preview(register: Register, day: date) -> tuple[str, str, str]:
    """What a decision of that day would carry: number, signer, signer's office (texts may be empty)."""
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        number = 1 + _last_decision_number(reader, day.year)
        signer, office = chairman(reader, day)
        return document_number(branch.number_template, number, "QĐ", branch.code), signer, office


def withdraw_decision(register: Register, round_id: str) -> AwardRound:
    """Take back the newest decision of its year while nothing was issued under it.

    Its numbers are then given to the next decision; taking back an older one would leave a gap. What was
    done on it, handing over or paying, is taken back first. What the upper body decided is only recorded here
    and can be corrected at any time.
    """
    with register.change("Rút quyết định khen thưởng") as work:
        round_ = work.get(AwardRound, round_id)
        if round_.state is not RoundState.DECIDED or round_.decided_on is None:
            raise RuleError(f"Đợt “{round_.name}” {round_.state.label.lower()}, không rút được quyết định.")
        newest = _last_decision_number(work, round_.decided_on.year)
        if not round_.is_upper and newest != round_.decision_number:
            raise RuleError(
                f"Sau quyết định {round_.decision_code} đã có quyết định khác trong năm. "
                "Chỉ rút được quyết định mới nhất."
            )
        awards = work.all(Award, round_id=round_id)
        done = "" if round_.is_upper else done_since(awards, paid_of(work, awards))
        if done:
            raise RuleError(
                f"Đợt “{round_.name}” {done} nên chưa rút được quyết định. "
                "Hãy bỏ ghi việc trao, xóa các khoản chi ấy trong sổ quỹ, rồi rút."
            )
        for award in awards:
            work.replace(dataclasses.replace(award, register_number=None))
        return work.replace(undecided(round_, submission_of=round_))
