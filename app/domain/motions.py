"""What a meeting decides: votes on motions, elections with their ballots (domain notes §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from app.domain.meetings import Share
from app.domain.record import Record, line, lines, link, optional_link, require, require_order, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


def _refuse_negative(record: Record, **labels: str) -> None:
    for name, label in labels.items():
        held = getattr(record, name)
        if held is not None and held < 0:
            raise FieldError(name, f"{label} không thể âm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion(Record):
    """What a meeting voted on; votes are ``None`` while they are not counted."""

    title: ClassVar[str] = "Biểu quyết"

    meeting_id: str = link("Cuộc họp", "Meeting")
    position: int = value("Thứ tự", 0)
    text: str = lines("Nội dung biểu quyết")
    by_ballot: bool = value("Bỏ phiếu kín", False)
    majority: Share = value("Tỷ lệ cần có", Share.HALF)
    votes_for: int | None = value("Tán thành")
    votes_against: int | None = value("Không tán thành")
    votes_other: int | None = value("Ý kiến khác")

    def validate(self) -> None:
        """Ask what was voted on; votes are never negative."""
        require("text", "Nội dung biểu quyết", self.text)
        _refuse_negative(
            self, votes_for="Số tán thành", votes_against="Số không tán thành", votes_other="Số ý kiến khác"
        )

    @property
    def cast(self) -> int:
        """All votes that were cast."""
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.votes_other or 0)

    @property
    def is_passed(self) -> bool | None:
        """Whether it was agreed to; ``None`` while the votes are not counted."""
        if self.votes_for is None or not self.cast:
            return None
        return self.votes_for >= max(1, self.majority.needed(self.cast))


@dataclass(frozen=True, slots=True, kw_only=True)
class Election(Record):
    """One vote for people: how many seats of which office and term, and the ballots counted.

    By show of hands the three numbers of ballots are those of the voters.
    """

    title: ClassVar[str] = "Bầu cử"

    meeting_id: str = link("Cuộc họp", "Meeting")
    position: int = value("Thứ tự", 0)
    name: str = line("Nội dung bầu")
    office: str = line("Chức vụ")
    unit_id: str | None = optional_link("Đơn vị", "Unit")
    seats: int = value("Số người được bầu", 1)
    term: str = line("Nhiệm kỳ", limit=60)
    starts: PartialDate | None = value("Giữ chức từ")
    ends: PartialDate | None = value("Giữ chức đến")
    by_ballot: bool = value("Bỏ phiếu kín", True)
    ballots_issued: int | None = value("Phiếu phát ra")
    ballots_returned: int | None = value("Phiếu thu về")
    ballots_valid: int | None = value("Phiếu hợp lệ")

    def validate(self) -> None:
        """Ask for name, office and seats; no more ballots come back, or are valid, than there were."""
        require("name", "Nội dung bầu", self.name)
        require("office", "Chức vụ", self.office)
        require_order("ends", "Nhiệm kỳ", self.starts, self.ends)
        if self.seats < 1:
            raise FieldError("seats", "Số người được bầu phải từ 1 trở lên.")
        _refuse_negative(
            self,
            ballots_issued="Số phiếu phát ra",
            ballots_returned="Số phiếu thu về",
            ballots_valid="Số phiếu hợp lệ",
        )
        issued, returned, valid = self.ballots_issued, self.ballots_returned, self.ballots_valid
        if issued is not None and returned is not None and returned > issued:
            raise FieldError(
                "ballots_returned", f"Phiếu thu về ({returned}) nhiều hơn phiếu phát ra ({issued})."
            )
        if valid is not None and returned is not None and valid > returned:
            raise FieldError("ballots_valid", f"Phiếu hợp lệ ({valid}) nhiều hơn phiếu thu về ({returned}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Record):
    """Somebody who stood for election; ``office_id`` is the office that followed from it."""

    title: ClassVar[str] = "Người ứng cử"

    election_id: str = link("Bầu cử", "Election")
    member_id: str = link("Hội viên", "Member")
    position: int = value("Thứ tự", 0)
    votes: int | None = value("Số phiếu")
    office_id: str | None = optional_link("Chức vụ đã ghi", "Office")

    def validate(self) -> None:
        """Votes are never negative."""
        _refuse_negative(self, votes="Số phiếu")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, most votes first; who shares the last seat with others and must be voted on again."""

    elected: tuple[Candidate, ...]
    tied: tuple[Candidate, ...]


def is_counted(election: Election, candidates: Iterable[Candidate]) -> bool:
    """Whether ballots and all votes are counted, so that who is not elected has lost."""
    return election.ballots_valid is not None and all(each.votes is not None for each in candidates)


def require_countable(election: Election, candidates: Iterable[Candidate]) -> None:
    """Refuse with FieldError more votes for somebody than there are valid ballots."""
    most, valid = max((each.votes or 0 for each in candidates), default=0), election.ballots_valid
    if valid is not None and most > valid:
        raise FieldError(
            "votes", f"{election.name}: có người được {most} phiếu, nhiều hơn {valid} phiếu hợp lệ."
        )


def outcome(election: Election, candidates: Iterable[Candidate]) -> Outcome:
    """Who won: more than half of the valid ballots, then most votes, no more people than seats.

    Nobody is elected while ballots or votes are not counted.
    """
    standing = list(candidates)
    valid = election.ballots_valid
    if valid is None or not is_counted(election, standing):
        return Outcome((), ())
    needed = Share.HALF.needed(valid)
    ranked = sorted(
        (each for each in standing if (each.votes or 0) >= needed),
        key=lambda each: (-(each.votes or 0), each.position),
    )
    if len(ranked) <= election.seats:
        return Outcome(tuple(ranked), ())
    last = ranked[election.seats - 1].votes
    if ranked[election.seats].votes != last:
        return Outcome(tuple(ranked[: election.seats]), ())
    above = tuple(each for each in ranked if (each.votes or 0) > (last or 0))
    return Outcome(above, tuple(each for each in ranked if each.votes == last))
