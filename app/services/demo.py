"""The reference branch's year 2023, told through the same services the window uses.

The branch, the meeting of 05/01/2024, its guest, the 43 members in 8 chi hội, the visits of nearly three
million đồng and the 3 + 6 giấy khen are those of a public press report; every member's name is invented.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.clock import Clock
from app.domain.activities import Activity
from app.domain.branch import new_branch
from app.domain.care import Visit, VisitKind
from app.domain.commendations import Verdict
from app.domain.funds import EntryKind, FundEntry
from app.domain.meetings import Attendance, Guest, Meeting, MeetingKind, Presence
from app.domain.members import Gender, Honour, Member, Policy, PolicyKind
from app.domain.offices import Office
from app.domain.status import StatusEvent, StatusKind
from app.progress import Progress, Silent
from app.services import (
    activities,
    commendations,
    decisions,
    funds,
    meetings,
    members,
    offices,
    registers,
    units,
    visits,
)
from app.services.decisions import Vote
from app.services.demo_people import OFFICERS, UNITS, Person, leavers, people
from app.services.demo_story import DAY, YEAR, Story
from app.services.demo_year import tell_decisions, tell_funds, tell_gifts, tell_plans, tell_report, tell_tet
from app.store.register import Register
from app.vietnamese.dates import PartialDate, parse_partial_date

NAME = "Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh thành phố Bắc Kạn"
SHORT = "Hội Truyền thống Trường Sơn thành phố Bắc Kạn"
PARENT = "Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh tỉnh Bắc Kạn"


def build_demo(path: Path, *, clock: Clock, progress: Progress | None = None) -> Register:
    """Make a register at ``path`` and record the branch's year in it; nothing is computed here."""
    told = progress or Silent()
    register = registers.create_register(
        path, new_branch(NAME, place="Bắc Kạn", code="HTS", parent_name=PARENT, short_name=SHORT), clock=clock
    )
    steps = (
        _people,
        _leavers,
        _officers,
        _care,
        _money,
        tell_funds,
        tell_plans,
        _activities,
        _meetings,
        tell_decisions,
        _awards,
        tell_tet,
        tell_report,
    )
    story = Story(register, clock().date())
    for number, step in enumerate(steps):
        told.step(number, len(steps), "Ghi sổ năm 2023")
        step(story)
    told.step(len(steps), len(steps))
    return register


def _date(text: str) -> PartialDate | None:
    return parse_partial_date(text) if text else None


def _people(story: Story) -> None:
    branch = registers.branch(story.register)
    registers.save_branch(
        story.register,
        dataclasses.replace(
            branch,
            term="2020–2025",
            term_starts=PartialDate(2020, 10),
            basis=(f"Điều lệ {PARENT}\nQuy chế thi đua, khen thưởng của Hội\nBiên bản họp xét khen thưởng"),
        ),
    )
    for name in UNITS:
        unit = units.add_unit(story.register, name, on=PartialDate(2015, 9))
        story.units[name] = unit.id
    for person in (*people(), *leavers()):
        _add(story, person)


def _add(story: Story, person: Person) -> None:
    member = members.add_member(
        story.register,
        Member(
            full_name=person.name,
            gender=Gender.FEMALE if person.woman else Gender.MALE,
            birth=_date(person.birth),
            ethnicity=person.ethnicity,
            hometown=person.hometown,
            address=person.address,
            phone=person.phone,
            category=person.category,
            enlisted=_date(person.enlisted),
            service_unit=person.unit_served,
            route_unit=person.unit_served,
            joined=_date(person.joined),
            party_joined=_date(person.party),
            hardship=bool(person.hardship),
            hardship_note=person.hardship,
            note=person.note,
        ),
        unit_id=story.units[person.unit],
        today=story.today,
        kind=StatusKind.TRANSFERRED_IN if person.came_from else StatusKind.ADMITTED,
        on=_date(person.came_on) if person.came_on else None,
    )
    if person.wounded:
        members.set_policies(
            story.register,
            member.id,
            [Policy(member_id=member.id, kind=PolicyKind.WOUNDED, rate=person.wounded)],
        )
    if person.medal:
        members.set_honours(
            story.register,
            member.id,
            [Honour(member_id=member.id, name=person.medal, received=PartialDate(1985))],
        )
    story.members[person.name] = member


def _leavers(story: Story) -> None:
    for person in leavers():
        member = story.member(person.name)
        members.record_event(
            story.register,
            StatusEvent(
                member_id=member.id,
                kind=StatusKind(person.left_how),
                on=_date(person.left_on),
                place=person.left_to,
                reason=person.note,
            ),
            today=story.today,
        )


def _officers(story: Story) -> None:
    for name, office, unit in OFFICERS:
        offices.appoint(
            story.register,
            Office(
                member_id=story.member(name).id,
                unit_id=story.units[unit] if unit else None,
                name=office,
                term="2020–2025",
                starts=PartialDate(2020, 10),
            ),
        )


def _care(story: Story) -> None:
    by = "Chủ tịch và chi hội trưởng"
    rows: Iterable[tuple[str, VisitKind, str, str, int]] = (
        ("16/1/2023", VisitKind.TET, "Hoàng Văn Páo", "Quà Tết", 300_000),
        ("16/1/2023", VisitKind.TET, "Triệu Thị Mùi", "Quà Tết", 300_000),
        ("22/3/2023", VisitKind.ILLNESS, "Nông Văn Thịnh", "Đường, sữa", 200_000),
        ("09/5/2023", VisitKind.ILLNESS, "Đặng Văn Phúc", "Đường, sữa", 200_000),
        ("14/6/2023", VisitKind.DEATH, "Ma Văn Khoan", "Vòng hoa, phúng viếng", 500_000),
        ("27/7/2023", VisitKind.WAR_INVALIDS_DAY, "Bế Văn Đàm", "Quà 27/7", 300_000),
        ("27/7/2023", VisitKind.WAR_INVALIDS_DAY, "Nguyễn Văn Thành", "Quà 27/7", 300_000),
        ("18/9/2023", VisitKind.BEREAVEMENT, "Lường Văn Quế", "Viếng thân mẫu", 300_000),
        ("02/11/2023", VisitKind.DEATH, "Hà Văn Sự", "Vòng hoa, phúng viếng", 500_000),
        ("11/2023", VisitKind.ILLNESS, "Bàn Văn Quý", "Thăm tại nhà", 50_000),
    )
    given = tell_gifts(story)
    for on, kind, name, gift, amount in rows:
        visits.save_visit(
            story.register,
            Visit(
                on=parse_partial_date(on),
                kind=kind,
                member_id=story.member(name).id,
                gift=gift,
                amount=amount,
                visitors=by,
                campaign_id=given.get(kind),
            ),
        )


def _money(story: Story) -> None:
    entries = (
        (date(2022, 12, 20), EntryKind.INCOME, 6_400_000, "Chân quỹ chuyển sang", "Các chi hội"),
        (date(2022, 12, 28), EntryKind.EXPENSE, 1_150_000, "Hội nghị tổng kết năm 2022", "Ban Chấp hành"),
        (date(2023, 2, 15), EntryKind.INCOME, 2_580_000, "Hội phí năm 2023", "43 hội viên"),
        (
            date(2023, 5, 19),
            EntryKind.INCOME,
            1_500_000,
            "Ủng hộ ngày truyền thống 19/5",
            "Hội viên, gia đình",
        ),
        (date(2023, 5, 19), EntryKind.EXPENSE, 900_000, "Gặp mặt truyền thống 19/5", "Ban Chấp hành"),
        (date(2023, 12, 25), EntryKind.EXPENSE, 450_000, "In phôi giấy khen, khung", "Cửa hàng"),
        (date(2024, 1, 5), EntryKind.EXPENSE, 1_200_000, "Hội nghị tổng kết năm 2023", "Ban Chấp hành"),
    )
    for on, kind, amount, purpose, who in entries:
        funds.save_entry(
            story.register,
            FundEntry(
                on=PartialDate.from_date(on),
                kind=kind,
                amount=amount,
                purpose=purpose,
                counterpart=who,
                voucher=funds.next_voucher(story.register, kind, on.year),
            ),
        )


def _activities(story: Story) -> None:
    rows = (
        ("5/2022", "Tuyên truyền truyền thống", "Nói chuyện truyền thống tại trường học", 3, "buổi", 410),
        ("5/2023", "Tuyên truyền truyền thống", "Nói chuyện truyền thống tại trường học", 4, "buổi", 620),
        ("2023", "Ngày công xây dựng nông thôn mới", "Làm đường, vệ sinh thôn tổ", 86, "công", 0),
        ("2023", "Gia đình văn hóa", "Gia đình hội viên đạt chuẩn", 41, "hộ", 0),
        ("2022", "Gia đình văn hóa", "Gia đình hội viên đạt chuẩn", 40, "hộ", 0),
    )
    for on, counter, name, quantity, measure, heard in rows:
        activities.save_activity(
            story.register,
            Activity(
                on=parse_partial_date(on),
                counter=counter,
                name=name,
                quantity=quantity,
                measure=measure,
                participants=heard,
            ),
        )


def _meetings(story: Story) -> None:
    chair = next(name for name, office, _ in OFFICERS if office == "Chủ tịch")
    committee = [story.member(name) for name, _, unit in OFFICERS if not unit]
    plans = (
        (
            MeetingKind.COMMITTEE,
            "Hội nghị Ban Chấp hành lần thứ nhất năm 2023",
            date(2023, 2, 10),
            None,
            committee,
        ),
        (MeetingKind.TRADITION, "Gặp mặt kỷ niệm ngày truyền thống 19/5", date(2023, 5, 19), None, None),
        (MeetingKind.MID_YEAR, "Hội nghị sơ kết 6 tháng đầu năm 2023", date(2023, 7, 7), None, committee),
        (MeetingKind.AWARDS, "Họp xét khen thưởng năm 2023", date(2023, 12, 28), None, committee),
        (MeetingKind.YEAR_END, "Hội nghị tổng kết công tác Hội năm 2023", DAY, YEAR, None),
    )
    for kind, name, on, work_year, called in plans:
        meeting = Meeting(
            kind=kind,
            name=name,
            on=on,
            work_year=work_year,
            starts="08:00",
            ends="10:30",
            place="Hội trường UBND thành phố Bắc Kạn" if called is None else "Văn phòng Hội",
            chair=chair,
            secretary="Nông Thị Hiền",
            agenda="Báo cáo kết quả công tác Hội năm 2023\nPhương hướng nhiệm vụ năm 2024\nKhen thưởng"
            if kind is MeetingKind.YEAR_END
            else "",
            conclusions="Thông qua báo cáo; trao giấy khen; giao Ban Chấp hành xây dựng kế hoạch năm 2024."
            if kind is MeetingKind.YEAR_END
            else "",
        )
        people = called or [row.member for row in meetings.invited(story.register, day=on)]
        guests = (
            [Guest(meeting_id=meeting.id, name="Đỗ Đức Lại", office=f"Chủ tịch {PARENT}", position=1)]
            if kind is MeetingKind.YEAR_END
            else []
        )
        meetings.save_meeting(
            story.register, meeting, attendances=_roll(meeting, people, every=7), guests=guests
        )


def _roll(meeting: Meeting, people: Iterable[Member], *, every: int) -> list[Attendance]:
    roll = meetings.roll_of_present(meeting.id, people)
    return [
        dataclasses.replace(a, presence=Presence.EXCUSED, reason="Sức khỏe yếu")
        if n % every == every - 1
        else a
        for n, a in enumerate(roll)
    ]


def _awards(story: Story) -> None:
    register = story.register
    round_ = commendations.save_round(register, commendations.new_round(register, year=YEAR))
    for name in UNITS[:3]:
        commendations.save_award(register, commendations.propose_unit(register, round_.id, story.units[name]))
    honoured = (
        "Nông Thị Hiền", "Hoàng Văn Páo", "Triệu Thị Mùi", "Nguyễn Văn Thành", "Bế Văn Đàm", "Lường Văn Quế",
    )  # fmt: skip
    for name in honoured:
        award = commendations.propose_member(register, round_.id, story.member(name).id, today=DAY)
        commendations.save_award(register, award)
    held = {row.meeting.kind: row for row in meetings.list_meetings(register, year=YEAR)}
    review = held[MeetingKind.AWARDS]
    for_all = Vote(Verdict.APPROVED, review.roll.came, 0)
    listed = commendations.round_card(register, round_.id).awards
    decisions.review(
        register, round_.id, {award.id: for_all for award in listed}, meeting_id=review.meeting.id
    )
    decisions.decide(register, round_.id, decided_on=DAY, meeting_id=held[MeetingKind.YEAR_END].meeting.id)
