"""The calendar: what falls on a day is found there once, whoever it is about."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Campaign, Visit, VisitKind
from app.domain.meetings import Meeting
from app.domain.members import Member
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.reports import Report
from app.domain.status import StatusEvent, StatusKind
from app.domain.tasks import Task
from app.services.overview import overview
from app.services.year_calendar import EventKind, events_between, lunar_words, lunar_year_words
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)


def put(register: Register, *records: Record) -> None:
    with register.change("Ghi") as work:
        work.add_all(records)


def member(member_id: str, birth: PartialDate | None, died: PartialDate | None = None) -> list[Record]:
    found: list[Record] = [
        Member(id=member_id, full_name=f"Đồng chí {member_id}", birth=birth),
        StatusEvent(member_id=member_id, on=PartialDate(2010)),
    ]
    if died:
        found.append(StatusEvent(member_id=member_id, kind=StatusKind.DIED, on=died))
    return found


def told(register: Register, starts: date, ends: date, *kinds: EventKind) -> list[tuple[date, str]]:
    return [(each.on, each.text) for each in events_between(register, starts, ends) if each.kind in kinds]


def test_birthdays_are_of_the_living_whose_day_is_known(register: Register) -> None:
    put(
        register,
        *member("an", PartialDate(1950, 1, 15)),
        *member("ba", PartialDate(1950, 1)),
        *member("ca", PartialDate(1948, 1, 15), died=PartialDate(2020, 5)),
        *member("leap", PartialDate(1952, 2, 29)),
    )
    shown = told(register, date(2024, 1, 1), date(2024, 2, 29), EventKind.BIRTHDAY)
    assert shown == [
        (date(2024, 1, 15), "Đồng chí an, 74 tuổi"),
        (date(2024, 2, 29), "Đồng chí leap, 72 tuổi"),
    ]
    assert told(register, date(1950, 1, 15), date(1950, 1, 15), EventKind.BIRTHDAY) == []


def test_days_of_remembrance_follow_the_lunar_calendar(register: Register) -> None:
    # 10/02/2020 was 17/1 of the lunar year; in 2024 that day is 26/02.
    put(register, *member("an", None, died=PartialDate(2020, 2, 10)))
    (found,) = events_between(register, date(2024, 2, 20), date(2024, 2, 28))
    assert (found.on, found.kind) == (date(2024, 2, 26), EventKind.REMEMBRANCE)
    assert "mất 10/02/2020, tức 17/1 âm lịch" in found.text
    assert told(register, date(2020, 2, 10), date(2020, 2, 10), EventKind.REMEMBRANCE) == []


def test_who_died_on_the_thirtieth_is_remembered_on_the_last_day_of_a_short_month(register: Register) -> None:
    # 09/02/2024 was 30/12; the last month of the next lunar year has twenty-nine days.
    put(register, *member("an", None, died=PartialDate(2024, 2, 9)))
    days = told(register, date(2025, 1, 20), date(2025, 1, 31), EventKind.REMEMBRANCE)
    assert [day for day, _ in days] == [date(2025, 1, 28)]


def test_who_was_restored_to_life_has_no_day_of_remembrance(register: Register) -> None:
    put(
        register,
        *member("an", None, died=PartialDate(2020, 2, 10)),
        StatusEvent(member_id="an", kind=StatusKind.RESTORED, on=PartialDate(2020, 3, 1)),
    )
    assert told(register, date(2024, 2, 20), date(2024, 2, 28), EventKind.REMEMBRANCE) == []


def test_great_days_and_the_founding_stand_in_every_year(register: Register) -> None:
    with register.change("Ngày thành lập") as work:
        branch = work.get(Branch, BRANCH_ID)

        work.replace(dataclasses.replace(branch, founded=PartialDate(2015, 7, 2)))
    shown = dict(told(register, date(2024, 2, 1), date(2024, 7, 31), EventKind.HOLIDAY, EventKind.FOUNDING))
    assert shown[date(2024, 2, 10)] == "Tết Nguyên đán Giáp Thìn"
    assert shown[date(2024, 7, 2)] == "Kỷ niệm 9 năm thành lập Hội (02/07/2015)"
    assert "Thương binh" in shown[date(2024, 7, 27)]
    assert told(register, date(2015, 7, 2), date(2015, 7, 2), EventKind.FOUNDING) == []
    assert (lunar_words(date(2024, 2, 10)), lunar_words(date(2024, 2, 11))) == ("1/1", "2")
    assert lunar_words(date(2023, 3, 22)) == "1/2 nhuận"
    assert (lunar_year_words(date(2024, 2, 9)), lunar_words(date(1950, 1, 1))) == ("Quý Mão", "")


def test_what_the_branch_plans_leads_to_its_record(register: Register) -> None:
    put(
        register,
        *member("an", None),
        Meeting(id="m", name="Họp Ban Chấp hành", on=date(2024, 1, 20), starts="08:00"),
        Task(id="t", text="Gửi báo cáo", assignee="đ/c An", due=date(2024, 1, 18), meeting_id="m"),
        Task(id="u", text="Xong rồi", due=date(2024, 1, 18), done_on=date(2024, 1, 12)),
        Campaign(id="c", name="Quà Tết", kind=VisitKind.TET, on=PartialDate(2024, 1, 30)),
        Visit(on=PartialDate(2024, 1, 30), member_id="an", campaign_id="c", planned=True),
        Office(member_id="an", name="Chủ tịch", ends=PartialDate(2024, 1, 31)),
    )
    found = [
        each
        for each in events_between(register, date(2024, 1, 10), date(2024, 1, 31))
        if each.kind is not EventKind.HOLIDAY
    ]
    assert [(each.text, each.page, each.record_id, each.is_done) for each in found] == [
        ("Gửi báo cáo (đ/c An)", "meetings", "t", False),
        ("Xong rồi", "meetings", "u", True),
        ("08:00 Họp Ban Chấp hành", "meetings", "m", False),
        ("Quà Tết", "visits", "c", False),
        ("Chủ tịch: Đồng chí an", "members", "an", False),
    ]


# ------------------------------------------------------------------ the first page


def todos(register: Register, today: date) -> str:
    return "\n".join(each.text for each in overview(register, today=today).todos)


def test_what_meetings_left_to_do_comes_back_until_it_is_done(register: Register) -> None:
    doer, *events = member("an", None)
    task = Task(text="Gửi báo cáo", due=date(2024, 1, 5), member_id=doer.id, assignee="Ban Kiểm tra")
    put(register, doer, *events, task, Task(text="Sang năm", due=date(2025, 1, 1)))
    shown = overview(register, today=TODAY)
    late = next(each for each in shown.todos if "Gửi báo cáo" in each.text)
    assert late.urgent
    assert late.text.endswith("(Đồng chí an, Ban Kiểm tra): quá hạn từ 05/01/2024.")
    assert "Sang năm" not in todos(register, TODAY)
    with register.change("Xong") as work:
        work.replace(dataclasses.replace(work.get(Task, task.id), done_on=TODAY))
    assert "Gửi báo cáo" not in todos(register, TODAY)


@pytest.mark.parametrize(
    ("today", "sent", "says"),
    [
        (date(2023, 11, 1), None, "Báo cáo cuối năm 2023: số ước đã sẵn"),
        (date(2023, 11, 1), True, ""),
        (TODAY, None, "kiểm tra số liệu và gửi"),
        (TODAY, True, "đã gửi số ước, cần gửi số chính thức"),
        (TODAY, False, ""),
        (date(2024, 4, 1), None, ""),
    ],
)
def test_the_report_is_asked_for_until_it_was_sent(
    register: Register, today: date, sent: bool | None, says: str
) -> None:
    put(register, *member("an", None))
    if sent is not None:
        day = today - timedelta(days=1)
        starts, ends = date(2023, 1, 1), date(2023, 12, 31)
        put(register, Report(name="Báo cáo", starts=starts, ends=ends, estimate=sent, sent_on=day))
    shown = todos(register, today)
    assert (says in shown) if says else ("Báo cáo cuối năm" not in shown)


def test_the_next_gifts_are_asked_for_while_nobody_listed_them(register: Register) -> None:
    put(register, *member("an", None))
    assert "Còn 31 ngày đến Tết Nguyên đán (10/02/2024)" in todos(register, TODAY)
    assert "27/7" not in todos(register, TODAY)
    put(register, Campaign(name="Quà Tết", kind=VisitKind.TET, on=PartialDate(2024, 2)))
    assert "Tết Nguyên đán" not in todos(register, TODAY)


def test_a_past_year_is_shown_as_it_stood_on_its_last_day(register: Register) -> None:
    put(
        register,
        *member("an", PartialDate(1950)),
        *member("ba", PartialDate(1940), died=PartialDate(2023, 6, 1)),
        Visit(on=PartialDate(2022, 5), member_id="an", kind=VisitKind.ILLNESS),
        Visit(on=PartialDate(2022, 6), member_id="an", kind=VisitKind.TET, planned=True),
    )
    past, now = overview(register, today=TODAY, year=2022), overview(register, today=TODAY)
    assert (dict(past.figures)["Hội viên"], dict(now.figures)["Hội viên"]) == ("2", "1")
    assert [band.label for band in past.ages if band.unknown] == ["70–74", "80–84"]
    assert past.visits_by_kind == (("Ốm đau", 1),)
    assert past.by_year[-1] == (2022, 2)
    assert past.todos == now.todos
