"""The reference year with the years around it: what was sent stays, years stand beside each other."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from app.domain.activities import Activity
from app.domain.care import Visit, VisitKind
from app.domain.funds import EntryKind, FundEntry
from app.domain.meetings import Meeting, MeetingKind
from app.domain.members import Member
from app.domain.periods import Period
from app.domain.status import Status, StatusEvent, standing_on
from app.paths import user_paths
from app.services import (
    activities,
    campaigns,
    deaths,
    dues,
    funds,
    history,
    meetings,
    member_queries,
    members,
    reports,
    saved_reports,
    visits,
)
from app.services.report_papers import make_year_papers, write_sent
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.conftest import demo

__all__ = ["demo"]

YEARS = (2022, 2023, 2024)
NOVEMBER, JANUARY = date(2024, 11, 20), date(2025, 1, 10)


def amounts(register: Register, year: int, *, today: date = JANUARY) -> dict[str, int]:
    return reports.build_report(register, Period.year_of(year), today=today).amounts()


def raw(register: Register, year: int) -> dict[str, int]:
    """A few figures of a year, counted again from the bare records."""
    last = date(year, 12, 31)
    with register.read() as reader:
        lives: dict[str, list[StatusEvent]] = {}
        for event in reader.all(StatusEvent):
            lives.setdefault(event.member_id, []).append(event)
        given = [v for v in reader.all(Visit) if not v.planned and v.on.year == year]
        own = [e for e in reader.all(FundEntry) if e.fund_id is None and e.on.earliest() <= last]
        held = [m for m in reader.all(Meeting) if (m.work_year or m.on.year) == year]
    here = [
        life
        for life in lives.values()
        if (standing := standing_on(life, last)) and standing.status is Status.ACTIVE
    ]
    balance = sum(e.amount if e.kind is EntryKind.INCOME else -e.amount for e in own)
    return {
        "members_end": len(here),
        "visits": len(given),
        "visits_amount": sum(v.amount + v.gift_cost for v in given),
        "fund_closing": balance,
        "meetings": len(held),
    }


def the_year_before(register: Register) -> None:
    """What the secretary writes down later of 2022, whose cash book is closed."""
    for month, amount in ((3, 200_000), (9, 300_000)):
        visit = Visit(
            on=PartialDate(2022, month), kind=VisitKind.ILLNESS, person="Gia đình cụ Nông", amount=amount
        )
        visits.save_visit(register, visit, from_fund=False)
    meetings.save_meeting(
        register,
        Meeting(kind=MeetingKind.YEAR_END, name="Tổng kết 2022", on=date(2023, 1, 6), work_year=2022),
    )


def the_year_after(register: Register) -> None:
    """2024 until November: Tết, dues, a new member, a death."""
    tet = campaigns.list_campaigns(register, year=2024)[0].campaign
    campaigns.hand_over_gifts(register, tet.id, on=PartialDate(2024, 1, 30))
    owing = [row.member_id for row in dues.dues_of_year(register, 2024, today=NOVEMBER).rows if row.owes]
    dues.pay_dues(register, owing[:20], 2024, on=PartialDate(2024, 3, 15))
    members.add_member(
        register, Member(full_name="Hoàng Văn Mới"), unit_id=None, on=PartialDate(2024, 4, 1), today=NOVEMBER
    )
    (khai,) = member_queries.list_members(
        register, member_queries.MemberQuery(search="Nông Quốc Khải"), today=NOVEMBER
    ).rows
    visit = Visit(
        on=PartialDate(2024, 6, 3), kind=VisitKind.DEATH, member_id=khai.id, amount=500_000, gift_cost=300_000
    )
    deaths.record_death(
        register, khai.id, deaths.Death(on=PartialDate(2024, 6, 2), visit=visit), today=NOVEMBER
    )
    activities.save_activity(
        register,
        Activity(on=PartialDate(2024), counter="Gia đình văn hóa", quantity=42, measure="hộ", estimate=True),
    )


def test_three_years_stand_beside_each_other_and_what_was_sent_stays(demo: Register, tmp_path: Path) -> None:
    first = amounts(demo, 2023)
    the_year_before(demo)
    the_year_after(demo)

    # Every year's figures are those of the bare records, and last year stands beside this year.
    for year in YEARS:
        report = reports.build_report(demo, Period.year_of(year), today=JANUARY)
        counted = raw(demo, year)
        assert {key: report.amounts()[key] for key in counted} == counted
        before = amounts(demo, year - 1)
        previous = {figure.key: figure.previous for figure in report.figures if figure.previous is not None}
        assert {key: previous[key] for key in counted} == {key: before[key] for key in counted}
    assert amounts(demo, 2023) == first
    this_year = amounts(demo, 2024)
    assert (this_year["members_start"], this_year["gains"], this_year["losses"]) == (43, 1, 1)
    # Both years count the Tết handed over in them; the wreath left the fund with the condolence.
    spent = [row.entry for row in funds.cash_book(demo, year=2024).rows if row.entry.visit_id]
    assert sum(entry.amount for entry in spent) == this_year["visits_amount"]

    # In November the year is an estimate and goes out; in January it is final and differs where it should.
    paths = user_paths()
    for name in ("gui", "gui-lai", "chinh-thuc"):
        (tmp_path / name).mkdir()
    draft = saved_reports.draft_for(demo, Period.year_of(2024))
    saved_reports.set_figure(demo, draft.id, "members_end", 44, estimate=True, today=NOVEMBER)
    saved_reports.set_text(demo, draft.id, "limits", "Hội viên phần lớn tuổi cao, sức khỏe yếu.")
    sent = saved_reports.send(demo, draft.id, on=NOVEMBER, paths=paths, today=NOVEMBER)
    assert (sent.is_sent, sent.estimate) == (True, True)
    again = write_sent(demo, draft.id, tmp_path / "gui")
    kept = [path.read_bytes() for path in again.paths]
    visits.save_visit(
        demo, Visit(on=PartialDate(2024, 12, 12), kind=VisitKind.ILLNESS, person="Cụ Bế", amount=150_000)
    )
    told = {each.key: each for each in saved_reports.compare(demo, draft.id, today=JANUARY)}
    assert told["visits"].now == (told["visits"].sent or 0) + 1
    assert told["visits_amount"].now == (told["visits_amount"].sent or 0) + 150_000
    assert "awards" not in told
    assert [path.read_bytes() for path in write_sent(demo, draft.id, tmp_path / "gui-lai").paths] == kept

    final = make_year_papers(demo, Period.year_of(2024), tmp_path / "chinh-thuc", paths=paths, today=JANUARY)
    sheet = load_workbook(final.workbook.path, data_only=True).worksheets[0]
    said = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row if cell.value)
    assert "ước" not in said.lower()
    sheet = load_workbook(again.workbook.path, data_only=True).worksheets[0]
    said = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row if cell.value)
    assert "ước đến 31/12/2024" in said.lower()

    # Taking back the last visit brings the figures of before, and none of it touches the reference year.
    history.undo(demo)
    assert amounts(demo, 2024)["visits"] == told["visits"].sent
    assert dataclasses.asdict(sent) == dataclasses.asdict(saved_reports.report_card(demo, draft.id).report)
    assert amounts(demo, 2023) == first
    assert demo.check() == []
