"""What the pictures of meetings show: a congress with votes, an election and tasks, in every tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.meetings import Meeting
    from app.domain.motions import Candidate, Election, Motion
    from app.domain.tasks import Task
    from app.services.member_queries import MemberOnDay
    from ui.stage_window import Stage


_NAME = "Đại hội đại biểu nhiệm kỳ mới"


def congress(stage: Stage) -> str:
    """Write down a congress once; gives its id."""
    from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence, Share
    from app.services import meetings

    services = stage.context.services
    register, today = services.register, services.today()
    held = [row.meeting for row in meetings.list_meetings(register) if row.meeting.name == _NAME]
    if held:
        return held[0].id
    meeting = Meeting(
        kind=MeetingKind.CONGRESS, name=_NAME, on=today, starts="08:00", ends="11:30",
        place="Hội trường UBND phường Đức Xuân", chair="Vũ Xuân Dương", secretary="Hà Thị Mận",
        agenda="Báo cáo nhiệm kỳ\nSửa đổi Điều lệ\nBầu Ban Chấp hành\nKhen thưởng",
        discussion="Chi hội Đức Xuân đề nghị thăm hỏi hội viên ốm đau kịp thời hơn.\n"
        "Chi hội Sông Cầu đề nghị quyên góp sửa nhà cho hai hội viên khó khăn.",
        conclusions="Đại hội nhất trí với báo cáo và phương hướng nhiệm kỳ mới.",
        resolution="Phấn đấu kết nạp 20 hội viên mới trong nhiệm kỳ.\nMỗi chi hội sinh hoạt đủ bốn quý.",
        quorum=Share.TWO_THIRDS, minutes_code="01/BB-HTS", resolution_code="01/NQ-HTS",
    )  # fmt: skip
    people = meetings.invited(register, day=today)
    presences = (Presence.LATE, Presence.LEFT_EARLY, Presence.EXCUSED, Presence.ABSENT)
    hours = {Presence.LATE: "08:30", Presence.LEFT_EARLY: "10:15"}
    reasons = {Presence.LATE: "nhà xa", Presence.EXCUSED: "đang điều trị tại bệnh viện"}
    roll = [
        Attendance(
            meeting_id=meeting.id,
            member_id=row.member.id,
            presence=each,
            at=hours.get(each, ""),
            reason=reasons.get(each, ""),
        )
        for row, each in zip(people, (*presences, *[Presence.PRESENT] * len(people)), strict=False)
    ]
    guests = [
        Guest(meeting_id=meeting.id, salutation=how, name=name, office=office, position=place, came=place < 3)
        for place, (how, name, office) in enumerate(
            (
                ("Ông", "Nguyễn Hữu Tân", "Phó Chủ tịch UBND phường Đức Xuân"),
                ("Đồng chí", "Đỗ Đức Lại", "Chủ tịch Hội Trường Sơn tỉnh Bắc Kạn"),
                ("Bà", "Hoàng Thị Lý", "Chủ tịch Ủy ban MTTQ Việt Nam phường Sông Cầu"),
            ),
            1,
        )
    ]
    meetings.save_meeting(
        register,
        meeting,
        attendances=roll,
        guests=guests,
        motions=_motions(meeting, len(people) - 2),
        elections=[_election(meeting, people)],
        tasks=_tasks(meeting, people),
    )
    return meeting.id


def _motions(meeting: Meeting, came: int) -> list[Motion]:
    from app.domain.meetings import Share
    from app.domain.motions import Motion

    return [
        Motion(
            meeting_id=meeting.id, position=1, votes_for=came - 2, votes_against=1, votes_other=1,
            text="Thông qua báo cáo nhiệm kỳ và phương hướng nhiệm kỳ mới",
        ),
        Motion(
            meeting_id=meeting.id, position=2, by_ballot=True, majority=Share.TWO_THIRDS,
            votes_for=came // 2, votes_against=came - came // 2,
            text="Nâng mức hội phí lên 120.000 đồng một năm",
        ),
    ]  # fmt: skip


def _election(meeting: Meeting, people: tuple[MemberOnDay, ...]) -> tuple[Election, list[Candidate]]:
    from app.domain.motions import Candidate, Election
    from app.vietnamese.dates import PartialDate

    voters = len(people) - 2
    election = Election(
        meeting_id=meeting.id, position=1, name="Bầu Ban Chấp hành", office="Ủy viên Ban Chấp hành",
        seats=3, term=f"{meeting.on.year}–{meeting.on.year + 5}", starts=PartialDate.from_date(meeting.on),
        ballots_issued=voters, ballots_returned=voters, ballots_valid=voters - 1,
    )  # fmt: skip
    votes = (voters - 1, voters - 3, voters - 8, voters - 8, voters // 3)
    return election, [
        Candidate(election_id=election.id, member_id=row.member.id, position=place, votes=number)
        for place, (row, number) in enumerate(zip(people[5:], votes, strict=False), 1)
    ]


def _tasks(meeting: Meeting, people: tuple[MemberOnDay, ...]) -> list[Task]:
    from app.domain.tasks import Task

    def due(days: int) -> Any:
        return meeting.on + timedelta(days=days)

    return [
        Task(
            meeting_id=meeting.id, text="Gửi nghị quyết đến các chi hội", due=due(-10), assignee="Thư ký Hội"
        ),
        Task(
            meeting_id=meeting.id,
            text="Lập danh sách hội viên khó khăn để tặng quà Tết",
            member_id=people[6].member.id,
            due=due(20),
        ),
        Task(
            meeting_id=meeting.id,
            text="Báo cáo kết quả Đại hội lên Hội cấp trên",
            due=due(-3),
            done_on=due(-4),
        ),
    ]


def _dialog(stage: Stage) -> Any:
    """The dialog of the congress, as its page opens it."""
    from PySide6.QtWidgets import QApplication

    from ui.dialogs.meeting_edit import MeetingEditDialog

    meeting_id = congress(stage)
    stage.page("meetings").list.edit(meeting_id)
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return next(each for each in reversed(shown) if isinstance(each, MeetingEditDialog))


def _tab(number: int) -> Callable[[Stage], object]:
    def open_it(stage: Stage) -> object:
        dialog = _dialog(stage)
        dialog.show_tab(number)
        return dialog

    return open_it


def _election_edit(stage: Stage) -> object:
    from app.services import meetings
    from ui.dialogs.election_edit import ElectionDialog, ElectionEntry

    card = meetings.meeting_card(stage.context.services.register, congress(stage)).elections[0]
    entry = ElectionEntry(
        card.election,
        tuple(each for each, _ in card.candidates),
        {member.id: member.full_name for _, member in card.candidates},
    )
    return ElectionDialog(stage.context, entry, (), card.election.meeting_id, parent=stage.window)


def _task_edit(stage: Stage) -> object:
    from app.services import meetings, tasks
    from ui.dialogs.task_edit import TaskDialog, member_name

    register = stage.context.services.register
    rows = tasks.list_tasks(register, meeting_id=congress(stage))
    row = next(each for each in rows if each.task.member_id)
    held = [each.meeting for each in meetings.list_meetings(register)]
    names = {str(row.task.member_id): member_name(row.who, row.task)}
    return TaskDialog(stage.context, row.task, names, held, stage.window)


DIALOGS: dict[str, tuple[Callable[[Any], object], ...]] = {
    "election_edit": (_election_edit,),
    "meeting_edit": tuple(_tab(number) for number in range(7)),
    "task_edit": (_task_edit,),
}
