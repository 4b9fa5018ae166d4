"""What the papers of a meeting are made of, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.documents.official.values import Signer
from app.domain.branch import BRANCH_ID, Branch
from app.domain.commendations import Award, AwardRound, RoundState, granted, in_order
from app.domain.meetings import MeetingKind
from app.services.meeting_people import Attendant, head_of, read_attendants
from app.services.meetings import MeetingCard, read_meeting_card
from app.services.offices import chairman
from app.services.paper_words import at_time, body_name, weekday
from app.services.tasks import read_tasks
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate, date_phrase
from app.vietnamese.numbers import count

_NOUNS = {
    MeetingKind.CONGRESS: "Đại hội",
    MeetingKind.COMMITTEE: "Hội nghị",
    MeetingKind.YEAR_END: "Hội nghị",
    MeetingKind.MID_YEAR: "Hội nghị",
    MeetingKind.BY_ELECTION: "Hội nghị",
    MeetingKind.UNIT: "Buổi sinh hoạt",
    MeetingKind.TRADITION: "Buổi gặp mặt",
}
_PEOPLE = {
    MeetingKind.CONGRESS: "đại biểu",
    MeetingKind.COMMITTEE: "ủy viên",
    MeetingKind.STANDING: "ủy viên",
    MeetingKind.AWARDS: "thành viên",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """The awards of one round that were handed over at a meeting."""

    round: AwardRound
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class MeetingSource:
    """A meeting with everything that its papers say.

    ``assignees`` names who does each task, by the task's id; ``signer`` is who signs an invitation.
    """

    branch: Branch
    card: MeetingCard
    attendants: tuple[Attendant, ...]
    handed: tuple[Handed, ...]
    assignees: Mapping[str, str]
    signer: Signer
    today: date

    @property
    def noun(self) -> str:
        """What the meeting is called in a sentence: "Hội nghị", "Đại hội"."""
        return _NOUNS.get(self.card.meeting.kind, "Cuộc họp")

    @property
    def people(self) -> str:
        """What those who were called are: "hội viên", "đại biểu"."""
        return _PEOPLE.get(self.card.meeting.kind, "hội viên")

    @property
    def heading(self) -> tuple[str, ...]:
        """The issuer's lines: the branch under its upper body, or the unit under the branch."""
        lines = (self.branch.parent_name, self.branch.name)
        if self.card.unit_name:
            lines = (self.branch.name, self.card.unit_name)
        return tuple(line.upper() for line in lines if line)

    @property
    def issuer(self) -> str:
        """Who invites and decides, as a sentence names it: "Ban Chấp hành Hội …"."""
        return self.card.unit_name or body_name(self.branch.authority, self.branch.name)

    @property
    def when(self) -> str:
        """Hour and day: "08 giờ 00 phút, thứ Sáu, ngày 05 tháng 01 năm 2024"."""
        meeting = self.card.meeting
        parts = (at_time(meeting.starts), weekday(meeting.on), date_phrase(meeting.on))
        return ", ".join(filter(None, parts))

    def with_office(self, name: str) -> str:
        """A name with the office that its bearer holds, where he was called."""
        return next((each.words for each in self.attendants if each.name == name), name)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The words that a template may use beside those of the paper."""
        meeting, roll = self.card.meeting, self.card.roll
        return (
            ("ten_hoi", self.branch.name),
            ("nam", str(meeting.year)),
            ("ten_cuoc_hop", meeting.name),
            ("thoi_gian", self.when),
            ("dia_diem", meeting.place),
            ("chu_toa", meeting.chair),
            ("thu_ky", meeting.secretary),
            ("trieu_tap", count(roll.called)),
            ("co_mat", count(roll.came)),
            ("vang", count(roll.absent)),
            ("vang_co_ly_do", count(roll.excused)),
            ("so_khach", count(roll.guests)),
        )


def read_meeting_source(register: Register, meeting_id: str, today: date) -> MeetingSource:
    """Read a meeting whole; raises NotFoundError."""
    with register.read() as reader:
        card = read_meeting_card(reader, meeting_id)
        branch = reader.get(Branch, BRANCH_ID)
        return MeetingSource(
            branch,
            card,
            read_attendants(reader, card),
            _handed(reader, card),
            {row.task.id: row.who for row in read_tasks(reader, open_only=False, meeting_id=meeting_id)},
            _signer(reader, card, branch, today),
            today,
        )


def _signer(reader: Reader, card: MeetingCard, branch: Branch, today: date) -> Signer:
    day = card.meeting.invitation_on or min(card.meeting.on, today)
    if card.meeting.unit_id:
        head = head_of(reader, card.meeting.unit_id, branch, day)
        return Signer(head.office, head.name, f"TM. {branch.unit_level or 'Chi hội'}")
    name, office = chairman(reader, day)
    return Signer(office or "Chủ tịch", name, branch.authority)


def _handed(reader: Reader, card: MeetingCard) -> tuple[Handed, ...]:
    """Awards of decided rounds that name this meeting: those handed over that day, or all while none is."""
    found = []
    for round_ in reader.all(AwardRound, meeting_id=card.meeting.id):
        if round_.state is RoundState.DRAFT:
            continue
        awards = in_order(granted(reader.all(Award, round_id=round_.id)))
        day = PartialDate.from_date(card.meeting.on)
        given = [each for each in awards if each.handed_on is not None and each.handed_on.compare(day) == 0]
        if not any(each.handed_on for each in awards):
            given = list(awards)
        if given:
            found.append(Handed(round_, tuple(given)))
    return tuple(sorted(found, key=lambda each: (each.round.decided_on or date.max, each.round.name)))
