"""What a meeting decided, in words: votes, elections, tasks; the same in the list and in the dialogs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.motions import Candidate, Election, Motion, Outcome
from app.domain.tasks import Task
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import percent_text

#: How a vote is taken.
WAYS = ((False, "Giơ tay"), (True, "Bỏ phiếu kín"))


def share_words(part: int, whole: int) -> str:
    """A part of a whole with both numbers: "35/37 (94,6%)"."""
    return f"{part}/{whole} ({percent_text(part, whole)})" if whole else str(part)


def motion_words(motion: Motion) -> str:
    """The result of a vote: "Được thông qua, tán thành 35/37 (94,6%)"; that it is not counted yet."""
    if motion.is_passed is None:
        return "Chưa ghi số phiếu."
    result = "Được thông qua" if motion.is_passed else "Không được thông qua"
    return f"{result}, tán thành {share_words(motion.votes_for or 0, motion.cast)}"


def ballots_doubt(election: Election, came: int) -> str:
    """What cannot be of the ballots: more than the ``came`` people there; empty when none is known."""
    ballots = max(election.ballots_issued or 0, election.ballots_returned or 0, election.ballots_valid or 0)
    if not came or ballots <= came:
        return ""
    what = "phiếu" if election.by_ballot else "người biểu quyết"
    return f"{ballots} {what}, nhiều hơn {came} người có mặt; xin xem lại số phiếu, điểm danh."


def candidate_words(candidate: Candidate, election: Election, outcome: Outcome) -> str:
    """How one candidate fared: "trúng cử, 38/41 (92,7%)"; empty while votes are not counted."""
    if candidate.votes is None:
        return ""
    votes = share_words(candidate.votes, election.ballots_valid or 0)
    if any(each.id == candidate.id for each in outcome.elected):
        return f"trúng cử, {votes}"
    if any(each.id == candidate.id for each in outcome.tied):
        return f"bằng phiếu, {votes}"
    return votes


def outcome_words(election: Election, outcome: Outcome, names: Mapping[str, str]) -> str:
    """Who is elected: "Trúng cử 2/3: …. Bằng phiếu, phải bầu lại: …"; ``names`` are the members' by ids."""

    def named(candidates: Sequence[Candidate]) -> str:
        return ", ".join(names.get(each.member_id, "?") for each in candidates)

    parts = []
    if outcome.elected:
        parts.append(f"Trúng cử {len(outcome.elected)}/{election.seats}: {named(outcome.elected)}.")
    if outcome.tied:
        left = election.seats - len(outcome.elected)
        parts.append(f"Bằng phiếu, phải bầu lại để chọn {left}: {named(outcome.tied)}.")
    return " ".join(parts) or "Chưa có ai trúng cử."


def election_words(
    election: Election, candidates: Sequence[Candidate], outcome: Outcome, names: Mapping[str, str]
) -> str:
    """An election in two lines: what was elected and how, then who is."""
    way = "bỏ phiếu kín" if election.by_ballot else "giơ tay"
    first = f"{election.name}: bầu {election.seats}, {len(candidates)} người ứng cử, {way}"
    return f"{first}\n{outcome_words(election, outcome, names)}"


def task_words(task: Task, who: str, today: date) -> str:
    """A task in two lines: what is to be done, then by whom and when."""
    if task.done_on is not None:
        when = f"xong ngày {short_date(task.done_on)}"
    elif task.due is None:
        when = "chưa định hạn"
    else:
        when = f"hạn {short_date(task.due)}" + (", quá hạn" if task.is_overdue(today) else "")
    return f"{task.text}\n" + " · ".join(part for part in (who, when) if part)
