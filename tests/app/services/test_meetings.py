"""Meetings whole: votes, elections that become offices, tasks, the quorum, who came over the years."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from app.domain.attachments import Attachment
from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence, Share
from app.domain.members import Member
from app.domain.motions import Candidate, Election, Motion
from app.domain.offices import Office
from app.domain.periods import Period
from app.domain.status import StatusEvent, StatusKind
from app.domain.tasks import Task
from app.errors import FieldError, RuleError
from app.services import attachments, history, meetings, members, motions, offices, tasks
from app.services.attendance import AttendanceYear, attendance_of, attendance_table
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
NAMES = ("Ma Văn An", "Bế Thị Ánh", "Lý Văn Bình", "Nông Thị Chi")


@pytest.fixture
def people(register: Register) -> list[Member]:
    return [
        members.add_member(
            register, Member(full_name=name, joined=PartialDate(2015)), unit_id=None, today=TODAY
        )
        for name in NAMES
    ]


def congress(people: list[Member], *, valid: int | None = 4) -> tuple[Meeting, Election, list[Candidate]]:
    meeting = Meeting(kind=MeetingKind.CONGRESS, name="Đại hội II", on=date(2022, 6, 15))
    election = Election(
        meeting_id=meeting.id,
        name="Bầu Ban Chấp hành",
        office="Ủy viên Ban Chấp hành",
        seats=2,
        term="2022–2027",
        ends=PartialDate(2027),
        ballots_valid=valid,
    )
    votes = (4, 2, 3)
    standing = [
        Candidate(election_id=election.id, member_id=member.id, position=place, votes=number)
        for place, (member, number) in enumerate(zip(people, votes, strict=False), 1)
    ]
    return meeting, election, standing


def everything(register: Register) -> tuple[int, ...]:
    kinds = (Meeting, Attendance, Guest, Motion, Election, Candidate, Task, Attachment)
    with register.read() as reader:
        return tuple(reader.count(kind) for kind in kinds)


def test_a_meeting_is_saved_shown_removed_and_brought_back_with_all_that_belongs_to_it(
    register: Register, people: list[Member], tmp_path: Path
) -> None:
    meeting, election, standing = congress(people)
    meeting = dataclasses.replace(meeting, quorum=Share.TWO_THIRDS)
    roll = [
        Attendance(
            meeting_id=meeting.id,
            member_id=member.id,
            presence=Presence.ABSENT if place == 0 else Presence.PRESENT,
        )
        for place, member in enumerate(people)
    ]
    meetings.save_meeting(
        register,
        meeting,
        attendances=roll,
        guests=[
            Guest(meeting_id=meeting.id, name="Khách hai", position=2, came=False),
            Guest(meeting_id=meeting.id, name="Khách một", position=1),
        ],
        motions=[
            Motion(meeting_id=meeting.id, position=2, text="Thông qua nghị quyết"),
            Motion(meeting_id=meeting.id, position=1, text="Thông qua chương trình", votes_for=3),
        ],
        elections=[(election, standing)],
        tasks=[Task(meeting_id=meeting.id, text="Gửi biên bản", due=date(2022, 6, 20))],
    )
    paper = tmp_path / "giay-moi.txt"
    paper.write_text("Giấy mời", encoding="utf-8")
    attachments.attach(register, paper, meeting_id=meeting.id)
    card = meetings.meeting_card(register, meeting.id)
    assert (card.roll.called, card.roll.came, card.roll.guests, card.quorum) == (4, 3, 1, True)
    assert meetings.list_meetings(register)[0].roll == card.roll
    assert [guest.name for guest in card.guests] == ["Khách một", "Khách hai"]
    assert [motion.is_passed for motion in card.motions] == [True, None]
    (held,) = card.elections
    assert [member.full_name for _, member in held.candidates] == list(NAMES[:3])
    assert [each.member_id for each in held.outcome.elected] == [people[0].id, people[2].id]
    assert [task.text for task in card.tasks] == ["Gửi biên bản"]

    kept = everything(register)
    assert kept == (1, 4, 2, 2, 1, 3, 1, 1)
    meetings.remove_meeting(register, meeting.id)
    assert everything(register) == (0,) * 8
    history.undo(register)
    assert everything(register) == kept
    back = meetings.meeting_card(register, meeting.id)
    assert [m.full_name for _, m in back.elections[0].candidates] == list(NAMES[:3])

    # A list that is not given stays; one that is given empty goes, with what belongs to it.
    meetings.save_meeting(register, back.meeting, elections=[], tasks=[])
    assert everything(register) == (1, 4, 2, 2, 0, 0, 0, 1)


def test_the_deputy_who_is_elected_head_leaves_his_old_office_when_asked_to(
    register: Register, people: list[Member]
) -> None:
    an, anh, *_ = people
    on = PartialDate(2022, 6, 15)
    deputy = Office(member_id=an.id, name="Phó Chủ tịch", starts=PartialDate(2017))
    treasurer = Office(member_id=an.id, name="Thủ quỹ", starts=PartialDate(2017))
    past = dataclasses.replace(deputy, id="past", member_id=anh.id, ends=PartialDate(2020))
    new = Office(member_id=an.id, name="Chủ tịch", starts=on)
    for office in (deputy, treasurer, past, new):
        offices.appoint(register, office)
    left = motions.offices_left(register, [new, dataclasses.replace(new, id="b", member_id=anh.id)])
    assert [(each.name, each.office.name, each.ends) for each in left] == [
        (an.full_name, "Phó Chủ tịch", PartialDate(2022, 6, 14))
    ]
    motions.end_offices_left(register, left)
    assert motions.offices_left(register, [new]) == ()
    ends = {row.office.name: row.office.ends for row in offices.list_offices(register) if not row.office.ends}
    assert set(ends) == {"Thủ quỹ", "Chủ tịch"}


def test_who_is_elected_holds_the_office_and_the_old_term_ends_the_day_before(
    register: Register, people: list[Member]
) -> None:
    meeting, election, standing = congress(people)
    meetings.save_meeting(register, meeting, elections=[(election, standing)])
    an, anh, binh, chi = people
    old = Office(member_id=an.id, name="Ủy viên Ban Chấp hành", term="2017–2022", starts=PartialDate(2017))
    again = dataclasses.replace(old, id="anh", member_id=anh.id)
    over = dataclasses.replace(old, id="over", member_id=chi.id, ends=PartialDate(2020))
    other = Office(member_id=chi.id, name="Chủ tịch", starts=PartialDate(2017))
    for office in (old, again, over, other):
        offices.appoint(register, office)

    made = motions.make_offices(register, election.id)
    assert [each.member_id for each in made] == [an.id, binh.id]
    assert {(each.term, each.starts, each.ends) for each in made} == {
        ("2022–2027", PartialDate(2022, 6, 15), PartialDate(2027))
    }
    held = {
        (row.holder, row.office.name, row.office.starts): row.office.ends
        for row in offices.list_offices(register)
    }
    name = election.office
    assert held == {
        (an.full_name, name, PartialDate(2017)): PartialDate(2022, 6, 14),
        (anh.full_name, name, PartialDate(2017)): PartialDate(2022, 6, 14),
        (chi.full_name, name, PartialDate(2017)): PartialDate(2020),  # was over
        (chi.full_name, "Chủ tịch", PartialDate(2017)): None,
        (an.full_name, name, PartialDate(2022, 6, 15)): PartialDate(2027),
        (binh.full_name, name, PartialDate(2022, 6, 15)): PartialDate(2027),
    }
    assert motions.offices_left(register, made) == ()  # whoever heads the Hội may be of its committee
    newest = history.changes(register)[0].id
    assert motions.make_offices(register, election.id) == made
    assert history.changes(register)[0].id == newest  # twice changes nothing
    history.undo(register)
    assert {row.office.starts for row in offices.list_offices(register)} == {PartialDate(2017)}


def test_a_by_election_leaves_the_others_of_the_term_but_replaces_the_head(
    register: Register, people: list[Member]
) -> None:
    an, anh, binh, _ = people
    for name, member in (("Phó Chủ tịch", an), ("Chủ tịch", anh)):
        offices.appoint(
            register, Office(member_id=member.id, name=name, term="2022–2027", starts=PartialDate(2022))
        )
    meeting = Meeting(kind=MeetingKind.BY_ELECTION, name="Bầu bổ sung", on=date(2024, 1, 5))
    held = [
        Election(
            meeting_id=meeting.id,
            position=place,
            name=f"Bầu {name}",
            office=name,
            term="2022–2027",
            starts=PartialDate(2024),
            ballots_valid=3,
        )
        for place, name in enumerate(("Phó Chủ tịch", "Chủ tịch"))
    ]
    elections = [
        (each, [Candidate(election_id=each.id, member_id=member.id, votes=3)])
        for each, member in zip(held, (binh, an), strict=True)
    ]
    meetings.save_meeting(register, meeting, elections=elections)
    for each in held:
        motions.make_offices(register, each.id)
    ends = {(row.office.name, row.holder): row.office.ends for row in offices.list_offices(register)}
    assert ends == {
        ("Phó Chủ tịch", an.full_name): None,
        ("Phó Chủ tịch", binh.full_name): None,
        ("Chủ tịch", anh.full_name): PartialDate(2023),
        ("Chủ tịch", an.full_name): None,
    }


def test_nobody_gets_an_office_who_had_died_before_it_begins(
    register: Register, people: list[Member]
) -> None:
    meeting, election, standing = congress(people)
    meetings.save_meeting(register, meeting, elections=[(election, standing)])
    with register.change("Từ trần") as work:
        work.add(StatusEvent(member_id=people[0].id, kind=StatusKind.DIED, on=PartialDate(2022, 1, 5)))
    with pytest.raises(RuleError, match="khi ấy đã từ trần"):
        motions.make_offices(register, election.id)
    assert offices.list_offices(register) == ()


def test_an_election_written_down_late_or_corrected_leaves_one_head_at_a_time(
    register: Register, people: list[Member]
) -> None:
    def elect(on: date, votes: tuple[int, int]) -> Election:
        meeting = Meeting(kind=MeetingKind.CONGRESS, name="Đại hội", on=on)
        election = Election(meeting_id=meeting.id, name="Bầu", office="Chủ tịch", ballots_valid=4)
        standing = [
            Candidate(election_id=election.id, member_id=member.id, votes=number)
            for member, number in zip(people, votes, strict=False)
        ]
        meetings.save_meeting(register, meeting, elections=[(election, standing)])
        motions.make_offices(register, election.id)
        return election

    def terms() -> set[tuple[str, PartialDate | None, PartialDate | None]]:
        return {(r.holder, r.office.starts, r.office.ends) for r in offices.list_offices(register)}

    new, old = PartialDate(2022, 6, 15), PartialDate(2017, 5, 1)
    election = elect(date(2022, 6, 15), (3, 1))
    elect(date(2017, 5, 1), (1, 3))
    an, anh = people[0].full_name, people[1].full_name
    assert terms() == {(an, new, None), (anh, old, PartialDate(2022, 6, 14))}

    card = meetings.meeting_card(register, election.meeting_id)
    ((held, standing, _),) = ((each.election, each.candidates, each.outcome) for each in card.elections)
    turned = [dataclasses.replace(each, votes=4 - (each.votes or 0)) for each, _ in standing]
    meetings.save_meeting(register, card.meeting, elections=[(held, turned)])
    motions.make_offices(register, election.id)
    assert terms() == {(anh, new, None), (anh, old, PartialDate(2022, 6, 14))}
    history.undo(register)
    assert terms() == {(an, new, None), (anh, old, PartialDate(2022, 6, 14))}


def test_nobody_gets_an_office_before_the_ballots_are_counted(
    register: Register, people: list[Member]
) -> None:
    meeting, election, standing = congress(people, valid=None)
    meetings.save_meeting(register, meeting, elections=[(election, standing)])
    with pytest.raises(RuleError, match="chưa có ai trúng cử"):
        motions.make_offices(register, election.id)
    assert offices.list_offices(register) == ()


def test_tasks_come_by_their_day_until_they_are_done(register: Register, people: list[Member]) -> None:
    meeting = meetings.save_meeting(register, Meeting(name="Họp", on=date(2024, 1, 5)))
    late = tasks.save_task(register, Task(text="Nộp báo cáo", due=date(2024, 1, 31), assignee="Ban Thư ký"))
    soon = tasks.save_task(
        register,
        Task(text="Thăm hội viên ốm", due=date(2024, 1, 8), meeting_id=meeting.id, member_id=people[0].id),
    )
    tasks.save_task(register, Task(text="Sửa phòng họp"))
    rows = tasks.list_tasks(register)
    assert [(row.task.text, row.meeting_name, row.who) for row in rows] == [
        ("Thăm hội viên ốm", "Họp", "Ma Văn An"),
        ("Nộp báo cáo", "", "Ban Thư ký"),
        ("Sửa phòng họp", "", ""),
    ]
    assert [row.task.is_overdue(TODAY) for row in rows] == [True, False, False]
    assert [row.task.id for row in tasks.list_tasks(register, meeting_id=meeting.id)] == [soon.id]
    done = tasks.finish_task(register, soon.id, TODAY)
    assert not done.is_overdue(date(2025, 1, 1))
    assert [row.task.text for row in tasks.list_tasks(register)] == ["Nộp báo cáo", "Sửa phòng họp"]
    assert tasks.list_tasks(register, open_only=False)[-1].task.id == soon.id
    assert tasks.reopen_task(register, soon.id).done_on is None
    assert tasks.remove_task(register, late.id) == "Nộp báo cáo"
    assert len(tasks.list_tasks(register)) == 2


def test_attendance_counts_by_year_of_work_and_not_before_a_meeting_is_held(
    register: Register, people: list[Member]
) -> None:
    an, anh = people[:2]
    held = (
        (date(2023, 2, 1), None, Presence.LATE),
        (date(2023, 7, 1), None, Presence.EXCUSED),
        (date(2024, 1, 5), 2023, Presence.ABSENT),
        (date(2024, 1, 6), None, Presence.PRESENT),
        (date(2024, 2, 6), None, Presence.PRESENT),
    )
    for on, work_year, presence in held:
        meeting = Meeting(name="Họp", on=on, work_year=work_year)
        roll = [Attendance(meeting_id=meeting.id, member_id=an.id, presence=presence)]
        meetings.save_meeting(register, meeting, attendances=roll)
    assert attendance_of(register, an.id, today=TODAY) == (
        AttendanceYear(2024, called=1, came=1, late=0, excused=0, absent=0),
        AttendanceYear(2023, called=3, came=1, late=1, excused=1, absent=2),
    )
    assert attendance_of(register, an.id)[0].called == 2
    assert attendance_of(register, anh.id) == ()
    (row,) = attendance_table(register, Period.year_of(2023), today=TODAY)
    assert (row.name, row.called, row.came, row.late, row.excused, row.absent) == (
        an.full_name,
        3,
        1,
        1,
        1,
        2,
    )
    assert attendance_table(register, Period.half(2023, 1))[0].called == 1
    assert attendance_table(register, Period.year_of(2021)) == ()


def test_to_a_meeting_of_a_body_its_officers_of_that_day_are_called(
    register: Register, people: list[Member]
) -> None:
    day = date(2024, 1, 5)

    def called(kind: MeetingKind) -> list[str]:
        return [row.member.full_name for row in meetings.invited(register, day=day, kind=kind)]

    everybody = called(MeetingKind.YEAR_END)
    assert sorted(everybody) == sorted(NAMES)
    assert called(MeetingKind.COMMITTEE) == everybody  # nobody is known to be in it
    an, anh, binh, _ = people
    for member, name, ends in (
        (an, "Chủ tịch", None),
        (anh, "Ủy viên Ban Chấp hành", None),
        (binh, "Ủy viên Ban Chấp hành", PartialDate(2023)),
    ):
        offices.appoint(register, Office(member_id=member.id, name=name, ends=ends))
    assert called(MeetingKind.COMMITTEE) == [an.full_name, anh.full_name]
    assert called(MeetingKind.STANDING) == [an.full_name]


def test_the_history_names_votes_candidates_and_tasks(register: Register, people: list[Member]) -> None:
    meeting, election, standing = congress(people)
    motion = Motion(meeting_id=meeting.id, text="Thông qua nghị quyết\nvà chương trình")
    task = Task(meeting_id=meeting.id, text="Gửi biên bản", member_id=people[0].id)
    meetings.save_meeting(register, meeting, motions=[motion], elections=[(election, standing)], tasks=[task])
    assert history.name_of(register, motion.id) == "Biểu quyết: Thông qua nghị quyết"
    assert history.name_of(register, task.id) == "Việc cần làm: Gửi biên bản – Ma Văn An"
    assert history.name_of(register, standing[1].id) == "Người ứng cử: Bầu Ban Chấp hành – Bế Thị Ánh"


def test_nobody_has_more_votes_than_there_are_valid_ballots(register: Register, people: list[Member]) -> None:
    meeting, election, standing = congress(people, valid=3)
    with pytest.raises(FieldError, match="4 phiếu, nhiều hơn 3 phiếu hợp lệ"):
        meetings.save_meeting(register, meeting, elections=[(election, standing)])
    assert everything(register) == (0,) * 8
