"""Meetings, care, money and the year-end report: every figure counts rows and agrees with the records."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.activities import Activity
from app.domain.care import Visit, VisitKind
from app.domain.funds import EntryKind, FundEntry
from app.domain.meetings import Guest, Meeting, MeetingKind, Presence
from app.domain.members import Gender, Member
from app.domain.periods import Period
from app.domain.status import Status, StatusEvent, StatusKind
from app.domain.year_report import TABLE_KEYS
from app.errors import FileProblemError, RuleError
from app.services import activities, funds, history, meetings, member_queries, members, reports, units, visits
from app.services.overview import overview
from app.services.search import search_everything
from app.services.year_tables import masked
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)


def figures(register: Register, year: int = 2023) -> dict[str, int]:
    return reports.build_report(register, Period.year_of(year), today=TODAY).amounts()


def member_id(register: Register, text: str) -> str:
    return (
        member_queries.list_members(register, member_queries.MemberQuery(search=text), today=TODAY).rows[0].id
    )


def test_the_figures_of_the_reference_year_are_those_of_the_raw_records(demo: Register) -> None:
    found = figures(demo)
    with demo.read() as reader:
        people = {m.id: m for m in reader.all(Member)}
        events = reader.all(StatusEvent)
        spent = [v.amount for v in reader.all(Visit) if v.on.year == 2023]
        entries = reader.all(FundEntry)
    leaving = {StatusKind.DIED, StatusKind.TRANSFERRED_OUT, StatusKind.RESIGNED}
    left = {e.member_id for e in events if e.kind in leaving and e.on and e.on.year <= 2023}
    came = [e for e in events if e.kind not in leaving and e.on and e.on.year == 2023]
    here = [m for m in people.values() if m.id not in left]
    assert found["members_end"] == found["members_listed"] == len(here) == 43
    assert found["gains"] == len(came)
    assert found["losses"] == len([e for e in events if e.kind in leaving and e.on and e.on.year == 2023])
    assert found["members_start"] + found["gains"] - found["losses"] == 43
    assert found["women"] == sum(m.gender is Gender.FEMALE for m in here)
    assert found["hardship"] == sum(m.hardship for m in here)
    assert found["visits"] == len(spent)
    assert found["visits_amount"] == sum(spent) == 2_950_000
    balance = sum(
        e.amount if e.kind is EntryKind.INCOME else -e.amount
        for e in entries
        if e.fund_id is None and e.on.latest() <= date(2023, 12, 31)
    )
    assert found["fund_closing"] == balance
    assert (found["awards"], found["awards_collectives"], found["awards_persons"]) == (9, 3, 6)
    assert found["units"] == 8


def test_the_meeting_that_sums_up_a_year_counts_in_that_year(demo: Register) -> None:
    report = reports.build_report(demo, Period.year_of(2023), today=TODAY)
    table = report.table("meetings")
    last = dict(zip([c.key for c in table.columns], table.rows[-1], strict=True))
    assert (last["on"], last["guests"]) == (date(2024, 1, 5), 1)
    assert last["called"] == 43
    assert figures(demo, 2024)["meetings"] == 0


def test_every_table_is_there_and_the_year_before_stands_beside(demo: Register) -> None:
    report = reports.build_report(demo, Period.year_of(2023), today=TODAY)
    assert tuple(t.key for t in report.tables) == TABLE_KEYS
    before = figures(demo, 2022)
    assert {f.key: f.previous for f in report.figures if f.rule and f.key in before} == {
        key: before[key] for key in before if key in report.amounts()
    }


def test_the_breakdown_by_unit_adds_up_to_the_whole(demo: Register) -> None:
    report = reports.build_report(demo, Period.year_of(2023), today=TODAY)
    total = report.amounts()
    columns = dict(
        zip(report.breakdown_columns, zip(*[u.rules for u in report.units], strict=True), strict=True)
    )
    for label, key in (
        ("Hội viên", "members_end"),
        ("Tăng", "gains"),
        ("Giảm", "losses"),
        ("Khen thưởng", "awards"),
    ):
        assert sum(report.evaluate(rule) for rule in columns[label]) == total[key], label


def test_the_breakdown_names_units_as_the_tree_stands_and_leaves_out_who_only_holds_others(
    register: Register,
) -> None:
    ward = units.add_unit(register, "Hội phường Đức Xuân", level="Hội phường")
    units.add_unit(register, "Chi hội trống", parent_id=ward.id)
    for name in ("Chi hội A", "Chi hội B"):
        chapter = units.add_unit(register, name, parent_id=ward.id)
        team = units.add_unit(register, "Tổ 1", level="Tổ", parent_id=chapter.id)
        members.add_member(register, Member(full_name=f"Ma {name}"), unit_id=team.id, today=TODAY)
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    listed = {unit.name: report.evaluate(unit.rules[0]) for unit in report.units}
    assert listed == {"Chi hội trống": 0, "Tổ 1 (Chi hội A)": 1, "Tổ 1 (Chi hội B)": 1}
    assert dict(overview(register, today=TODAY).by_unit) == listed


def test_a_changed_record_changes_the_papers(demo: Register, tmp_path: Path) -> None:
    before = figures(demo)
    visits.save_visit(
        demo,
        Visit(on=PartialDate(2023, 12, 1), kind=VisitKind.ILLNESS, person="Gia đình ông Tự", amount=50_000),
    )
    members.record_event(
        demo,
        StatusEvent(
            member_id=member_id(demo, "Vi Văn Ứng"), kind=StatusKind.DIED, on=PartialDate(2023, 12, 30)
        ),
        today=TODAY,
    )
    written = reports.write_workbook(demo, 2023, tmp_path / "a.xlsx", today=TODAY)
    assert written.figures["visits_amount"] == before["visits_amount"] + 50_000
    assert written.figures["members_end"] == 42
    assert written.figures["fund_closing"] == before["fund_closing"] - 50_000
    history.undo(demo)
    history.undo(demo)
    assert figures(demo) == before


def test_the_workbook_is_never_written_over_a_file_unasked(demo: Register, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written = reports.write_workbook(demo, 2023, path, today=TODAY)
    assert written.sheets == tuple(load_workbook(path).sheetnames)
    with pytest.raises(FileProblemError):
        reports.write_workbook(demo, 2023, path, today=TODAY)


def test_telephones_are_masked_unless_asked_for(demo: Register) -> None:
    def phones(*, full: bool) -> list[str]:
        table = reports.build_report(demo, Period.year_of(2023), today=TODAY, full_numbers=full).table(
            "members"
        )
        return [str(row[table.index("phone")]) for row in table.rows if row[table.index("phone")]]

    assert all("•" in number for number in phones(full=False))
    assert all(number.isdigit() for number in phones(full=True))
    assert masked("113") == "113"
    shown = [masked("1234567890"[:length]) for length in (4, 6, 7, 9, 10)]
    assert shown == ["•••34", "•••56", "12•••67", "12•••89", "1234•••890"]


def test_who_is_due_for_mung_tho_is_known_by_year_of_birth(demo: Register) -> None:
    table = reports.build_report(demo, Period.year_of(2023), today=TODAY).table("longevity")
    ages = {str(row[0]): (row[2], row[3]) for row in table.rows}
    assert ages["Nông Thị Hiền"] == (70, "Mừng thọ")
    assert ages["Nguyễn Văn Thành"] == (75, "Mừng thọ")
    assert "Bà" not in ages


def test_a_visit_pays_from_the_fund_once_and_follows_its_changes(register: Register) -> None:
    visit = visits.save_visit(register, Visit(on=PartialDate(2023, 5, 9), person="Bà Mùi", amount=200_000))
    assert funds.cash_book(register, year=2023).summary.expense == 200_000
    visit = visits.save_visit(register, dataclasses.replace(visit, amount=300_000))
    book = funds.cash_book(register, year=2023)
    assert (book.summary.expense, len(book.rows)) == (300_000, 1)
    with pytest.raises(RuleError, match="Thăm hỏi"):
        funds.remove_entry(register, book.rows[0].entry.id)
    visits.save_visit(register, visit, from_fund=False)
    assert funds.cash_book(register, year=2023).rows == ()
    visits.remove_visit(register, visit.id)
    assert visits.list_visits(register) == ()


def test_the_cash_book_runs_a_balance_from_the_year_before(register: Register) -> None:
    for on, kind, amount in (
        (PartialDate(2022, 12, 1), EntryKind.INCOME, 1_000_000),
        (PartialDate(2023, 1, 2), EntryKind.EXPENSE, 300_000),
        (PartialDate(2023, 1, 1), EntryKind.INCOME, 50_000),
    ):
        funds.save_entry(register, FundEntry(on=on, kind=kind, amount=amount, purpose="x"))
    book = funds.cash_book(register, year=2023)
    assert [row.balance for row in book.rows] == [1_050_000, 750_000]
    entry = book.rows[0].entry
    funds.save_entry(register, dataclasses.replace(entry, amount=60_000))
    funds.remove_entry(register, book.rows[1].entry.id)
    assert funds.cash_book(register, year=2023).summary.closing == 1_060_000


def test_a_meeting_keeps_its_roll_and_guests_and_loses_them_only_whole(demo: Register) -> None:
    row = next(r for r in meetings.list_meetings(demo) if r.meeting.kind is MeetingKind.YEAR_END)
    card = meetings.meeting_card(demo, row.meeting.id)
    assert (card.roll.called, card.roll.came, card.roll.guests) == (43, 37, 1)
    assert card.guests[0].name == "Đỗ Đức Lại"
    first = dataclasses.replace(card.attendances[0][0], presence=Presence.ABSENT, reason="")
    others = [a for a, _ in card.attendances[2:]]
    meetings.save_meeting(
        demo,
        card.meeting,
        attendances=[first, *others],
        guests=[*card.guests, Guest(meeting_id=card.meeting.id, name="Khách hai", position=2)],
    )
    changed = meetings.meeting_card(demo, row.meeting.id)
    assert (changed.roll.called, changed.roll.guests) == (42, 2)
    meetings.save_meeting(demo, dataclasses.replace(changed.meeting, place="Nhà văn hóa"))
    assert meetings.meeting_card(demo, row.meeting.id).roll == changed.roll
    for _ in range(2):
        history.undo(demo)
    assert meetings.meeting_card(demo, row.meeting.id).roll == card.roll


def test_a_meeting_is_removed_with_its_roll_and_comes_back_with_it(register: Register) -> None:
    for name in ("Ma Văn An", "Bế Thị Ánh"):
        members.add_member(
            register, Member(full_name=name, joined=PartialDate(2015)), unit_id=None, today=TODAY
        )
    meeting = Meeting(name="Họp", on=date(2024, 1, 5))
    people = [row.member for row in meetings.invited(register, day=meeting.on)]
    meetings.save_meeting(register, meeting, attendances=meetings.roll_of_present(meeting.id, people))
    assert meetings.remove_meeting(register, meeting.id) == "Họp"
    assert meetings.list_meetings(register) == ()
    history.undo(register)
    assert meetings.list_meetings(register)[0].roll.came == 2


def test_to_a_meeting_that_is_still_to_come_nobody_has_come(register: Register) -> None:
    members.add_member(register, Member(full_name="Ma Văn An"), unit_id=None, today=TODAY)
    for day in (TODAY, TODAY + timedelta(days=1)):
        meeting = Meeting(name="Họp", on=day)
        people = [row.member for row in meetings.invited(register, day=day)]
        meetings.save_meeting(register, meeting, attendances=meetings.roll_of_present(meeting.id, people))
    report = reports.build_report(register, Period.year_of(TODAY.year), today=TODAY)
    amounts = report.amounts()
    assert [amounts[key] for key in ("meetings", "meetings_called", "meetings_came")] == [2, 1, 1]
    assert [row[2:4] for row in report.table("attendance").rows] == [(1, 1)]


def test_only_members_of_the_day_are_called(demo: Register) -> None:
    assert len(meetings.invited(demo, day=date(2022, 12, 31))) == 44
    unit = members.member_card(demo, member_id(demo, "Vi Văn Ứng"), today=TODAY).standing
    assert unit is not None
    called = meetings.invited(demo, day=TODAY, unit_id=unit.unit_id)
    assert {row.unit_name for row in called} == {"Chi hội phường Phùng Chí Kiên"}


def test_activities_count_under_their_own_names(register: Register) -> None:
    for year, quantity in ((2022, 3), (2023, 4)):
        activities.save_activity(
            register,
            Activity(on=PartialDate(year, 5), counter="Tuyên truyền", quantity=quantity, measure="buổi"),
        )
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    figure = next(f for f in report.figures if f.label == "Tuyên truyền")
    assert (report.amounts()[figure.key], figure.previous, figure.measure) == (4, 3, "buổi")
    listed = activities.list_activities(register, year=2023)
    activities.save_activity(register, dataclasses.replace(listed[0], estimate=True, participants=90))
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    assert next(f for f in report.figures if f.label == "Tuyên truyền").estimate
    activities.remove_activity(register, listed[0].id)
    assert activities.list_activities(register, year=2023) == ()


def test_the_first_page_says_what_there_is_to_do(demo: Register, register: Register) -> None:
    shown = overview(demo, today=TODAY)
    assert dict(shown.figures)["Hội viên"] == "43"
    assert sum(number for _, number in shown.by_unit) == 43
    assert shown.by_year[-1] == (2024, 43)
    assert sum(band.men + band.women + band.unknown for band in shown.ages) + shown.age_unknown == 43
    texts = " ".join(todo.text for todo in shown.todos)
    assert "chưa in giấy khen" in texts
    assert "mừng thọ" in texts
    assert "Báo cáo cuối năm 2023" in texts
    assert "Sổ chưa có hội viên" in overview(register, today=TODAY).todos[0].text
    assert "2024" in " ".join(t.text for t in overview(demo, today=date(2024, 11, 20)).todos if t.urgent)


def test_one_search_finds_members_meetings_guests_and_awards(demo: Register) -> None:
    def kinds(text: str) -> set[str]:
        return {hit.kind for hit in search_everything(demo, text, today=TODAY)}

    assert {"Hội viên", "Giấy khen"} <= kinds("nong thi hien")
    assert kinds("do duc lai") == {"Khách mời"}
    assert "Cuộc họp" in kinds("tổng kết")
    assert kinds("in phoi giay khen") == {"Chi"}
    assert kinds("tang qua tet giap thin") == {"Việc cần làm", "Đợt tặng quà"}
    assert "Đợt khen thưởng" in kinds("01/QĐ")
    assert search_everything(demo, "  ", today=TODAY) == ()


def test_statuses_of_the_past_can_be_counted_again(demo: Register) -> None:
    def active(day: date) -> int:
        return len(member_queries.members_on(demo, day, status=Status.ACTIVE))

    assert [active(date(year, 12, 31)) for year in (2014, 2022, 2023)] == [0, 44, 43]


def test_somebody_who_moved_away_and_died_is_lost_once(register: Register) -> None:
    member = members.add_member(
        register, Member(full_name="Ma Văn An", joined=PartialDate(2015)), unit_id=None, today=TODAY
    )
    for kind, year in ((StatusKind.TRANSFERRED_OUT, 2022), (StatusKind.DIED, 2023)):
        event = StatusEvent(member_id=member.id, kind=kind, on=PartialDate(year))
        members.record_event(register, event, today=TODAY)
    for year, losses in ((2022, 1), (2023, 0)):
        found = figures(register, year)
        assert found["losses"] == losses
        assert found["members_end"] == found["members_listed"] == 0


def test_a_visit_keeps_the_unit_of_its_time_under_the_name_of_its_year(register: Register) -> None:
    a = units.add_unit(register, "Chi hội A", on=PartialDate(2015))
    b = units.add_unit(register, "Chi hội B", on=PartialDate(2015))
    member = members.add_member(
        register, Member(full_name="Ma Văn An", joined=PartialDate(2016)), unit_id=a.id, today=TODAY
    )
    visits.save_visit(register, Visit(on=PartialDate(2022, 5, 9), member_id=member.id, amount=200_000))
    members.record_event(
        register,
        StatusEvent(member_id=member.id, kind=StatusKind.CHANGED_UNIT, on=PartialDate(2023, 2), unit_id=b.id),
        today=TODAY,
    )
    units.rename_unit(register, a.id, "Chi hội Mới", on=PartialDate(2023, 7), today=TODAY)
    assert [row.unit_name for row in visits.list_visits(register)] == ["Chi hội A"]
    report = reports.build_report(register, Period.year_of(2022), today=TODAY)
    assert [unit.name for unit in report.units] == ["Chi hội A", "Chi hội B"]


def test_a_visit_of_an_unknown_day_stays_so_in_the_cash_book(register: Register) -> None:
    visits.save_visit(register, Visit(on=PartialDate(2022), person="Bà Mùi", amount=200_000))
    (row,) = funds.cash_book(register, year=2022).rows
    assert row.entry.on == PartialDate(2022)


def test_a_line_that_a_visit_made_cannot_be_cut_off_it(register: Register) -> None:
    visits.save_visit(register, Visit(on=PartialDate(2022, 5, 9), person="Bà Mùi", amount=200_000))
    (row,) = funds.cash_book(register, year=2022).rows
    with pytest.raises(RuleError, match="Thăm hỏi"):
        funds.save_entry(register, dataclasses.replace(row.entry, visit_id=None, amount=1))


def test_a_report_printed_years_later_invents_no_day(register: Register) -> None:
    def place_date(today: date) -> str:
        return reports.build_report(register, Period.year_of(2023), today=today).signature.place_date

    assert place_date(date(2024, 1, 5)) == "Bắc Kạn, ngày 05 tháng 01 năm 2024"
    assert place_date(date(2026, 5, 1)) == "Bắc Kạn, ngày …… tháng …… năm ………"
