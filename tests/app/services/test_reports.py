"""Reports of any period: every figure is that of the raw records, and each leads to its rows."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.activities import Activity
from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Visit, VisitKind
from app.domain.commendations import LEVELS, Award, AwardRound, RecipientKind, RoundState, Verdict
from app.domain.counters import Counter, CounterKind
from app.domain.funds import DuesRate, EntryKind, Fund, FundEntry
from app.domain.meetings import Attendance, Meeting, MeetingKind, Presence, Share
from app.domain.members import Gender, Member, Policy, PolicyKind
from app.domain.periods import Period
from app.domain.record import Record
from app.domain.reports import Report, ReportFigure
from app.domain.status import StatusEvent, StatusKind
from app.domain.units import UnitState
from app.domain.year_report import Count, Total, YearReport, rows_of, share_of
from app.errors import NotFoundError
from app.services import history, reports, units
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 6, 1)
UNITS = ("Chi hội A", "Chi hội B", "Chi hội C")
_days = st.dates(date(2021, 1, 1), date(2024, 12, 31))
_few = st.integers(0, 3)


def on(day: date) -> PartialDate:
    return PartialDate.from_date(day)


def add(register: Register, *records: Record) -> None:
    with register.change("Ghi thử") as work:
        for record in records:
            work.add(record)


def _units(register: Register) -> list[str]:
    """The ids of the three chi hội, founded when they are first asked for."""
    held = units.tree(register).alive() or [
        units.add_unit(register, name, on=PartialDate(2015)) for name in UNITS
    ]
    return [each.unit_id if isinstance(each, UnitState) else each.id for each in held]


# ---------------------------------------------------------------- recomputed from the raw records

_people = st.lists(
    st.tuples(_days, st.none() | st.integers(0, 900), _few, st.booleans(), st.booleans()), max_size=6
)
_visits = st.lists(
    st.tuples(_days, st.sampled_from(VisitKind), st.integers(0, 9), st.integers(0, 9), st.booleans()),
    max_size=8,
)
_entries = st.lists(
    st.tuples(
        _days, st.sampled_from(EntryKind), st.integers(1, 99), st.sampled_from([None, "base", "other"])
    ),
    max_size=8,
)
_meetings = st.lists(
    st.tuples(_days, st.none() | st.integers(2021, 2024), st.lists(st.booleans(), max_size=3)), max_size=4
)
_rounds = st.lists(
    st.tuples(
        _days,
        st.integers(2021, 2024),
        st.lists(st.tuples(st.booleans(), st.sampled_from(LEVELS)), max_size=3),
    ),
    max_size=3,
)
_activities = st.lists(
    st.tuples(_days, st.sampled_from(("Buổi", "Hộ")), _few, st.integers(0, 20)), max_size=8
)
_periods = st.one_of(
    st.builds(Period.year_of, st.integers(2021, 2024)),
    st.builds(Period.half, st.integers(2021, 2024), st.integers(1, 2)),
    st.builds(Period.quarter, st.integers(2021, 2024), st.integers(1, 4)),
    st.builds(lambda a, days: Period(a, a + timedelta(days)), _days, st.integers(0, 1200)),
)


@settings(max_examples=20)
@given(_people, _visits, _entries, _meetings, _rounds, _activities, _periods)
def test_every_figure_is_that_of_the_raw_records_also_after_undo(
    register: Register,
    people: list[Any],
    visits: list[Any],
    entries: list[Any],
    meetings: list[Any],
    rounds: list[Any],
    noted: list[Any],
    period: Period,
) -> None:
    chapters = _units(register)
    empty = reports.build_report(register, period, today=TODAY)
    funds = {
        "base": Fund(name="Chân quỹ A", unit_id=chapters[0], is_base=True),
        "other": Fund(name="Nghĩa tình"),
    }
    records: list[Record] = [
        *funds.values(),
        Counter(name="Hộ", kind=CounterKind.LATEST),
        Counter(name="Buổi"),
    ]
    members = []
    for number, (joined, stays, unit, woman, poor) in enumerate(people):
        gender = Gender.FEMALE if woman else Gender.MALE
        member = Member(full_name=f"Ma Văn {number}", gender=gender, hardship=poor)
        unit_id = chapters[unit] if unit < 3 else None
        members.append(member)
        records += [
            member,
            StatusEvent(member_id=member.id, kind=StatusKind.ADMITTED, on=on(joined), unit_id=unit_id),
        ]
        if stays is not None:
            left = on(joined + timedelta(days=stays))
            records.append(StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=left))
    records += [
        Visit(on=on(day), kind=kind, person="Bà Mùi", amount=amount, gift_cost=cost, planned=planned)
        for day, kind, amount, cost, planned in visits
    ]
    records += [
        FundEntry(on=on(day), kind=kind, amount=amount, purpose="x", fund_id=funds[fund].id if fund else None)
        for day, kind, amount, fund in entries
    ]
    for day, year, came in meetings:
        meeting = Meeting(name="Họp", on=day, work_year=year, quorum=Share.HALF)
        records.append(meeting)
        for member, here in zip(members, came, strict=False):
            presence = Presence.PRESENT if here else Presence.ABSENT
            records.append(Attendance(meeting_id=meeting.id, member_id=member.id, presence=presence))
    for number, (day, year, given_) in enumerate(rounds, 1):
        # Decided by the upper body: a number of the branch's own would keep the change from being undone.
        round_ = AwardRound(
            name="Đợt",
            year=year,
            state=RoundState.DECIDED,
            decider="Tỉnh Hội",
            decision_code=f"{number}/QĐ",
            decided_on=day,
        )
        records.append(round_)
        records += [
            Award(
                round_id=round_.id,
                kind=RecipientKind.GROUP if group else RecipientKind.OUTSIDER,
                recipient="Ai đó",
                form="Giấy khen",
                level=level,
            )
            for group, level in given_
        ]
    records += [
        Activity(on=on(day), counter=counter, unit_id=chapters[unit] if unit < 3 else None, quantity=quantity)
        for day, counter, unit, quantity in noted
    ]
    add(register, *records)
    report = reports.build_report(register, period, today=TODAY)
    expected = _recomputed(people, visits, entries, meetings, rounds, noted, period)
    found = report.amounts()
    assert {key: found[key] for key in expected} == expected
    before = _recomputed(people, visits, entries, meetings, rounds, noted, period.before)
    assert {f.key: f.previous for f in report.figures if f.key in before} == before
    _require_rows(report)
    history.undo(register)
    assert reports.build_report(register, period, today=TODAY) == empty


def _recomputed(
    people: list[Any],
    visits: list[Any],
    entries: list[Any],
    meetings: list[Any],
    rounds: list[Any],
    noted: list[Any],
    period: Period,
) -> dict[str, int]:
    first, last = period.starts, period.ends

    def inside(day: date) -> bool:
        return first <= day <= last

    def here(day: date) -> list[Any]:
        return [p for p in people if p[0] <= day and (p[1] is None or p[0] + timedelta(days=p[1]) > day)]

    def counts_on(day: date, year: int | None) -> date:
        return day if year in (None, day.year) else date(year or 0, 12, 31)

    made = [v for v in visits if inside(v[0]) and not v[4]]
    held = [m for m in meetings if inside(counts_on(m[0], m[1]))]
    # Of a meeting still to come nobody has come, whatever its roll says.
    rolls = [m[2][: len(people)] for m in held if m[0] <= TODAY]
    awards = [a for day, year, given_ in rounds if inside(counts_on(day, year)) for a in given_]
    own = [(e[0], e[2] if e[1] is EntryKind.INCOME else -e[2]) for e in entries if e[3] is None]
    base = sum(
        e[2] if e[1] is EntryKind.INCOME else -e[2] for e in entries if e[3] == "base" and e[0] <= last
    )
    counted = [(n, each) for n, each in enumerate(noted) if inside(each[0])]
    houses: dict[int, int] = {}
    newest = None
    for _n, (_day, counter, unit, quantity) in sorted(counted, key=lambda each: (each[1][0], each[0])):
        if counter == "Hộ":
            houses[unit], newest = quantity, unit
    members = len(here(last))
    lost = [p[0] + timedelta(days=p[1]) for p in people if p[1] is not None]
    return {
        "members_start": len(here(first - timedelta(days=1))),
        "members_end": members,
        "members_listed": members,
        "gains": sum(inside(p[0]) for p in people),
        "losses": sum(inside(day) for day in lost),
        "died": sum(inside(day) for day in lost),
        "women": sum(p[3] for p in here(last)),
        "hardship": sum(p[4] for p in here(last)),
        "visits": len(made),
        "visits_amount": sum(v[2] + v[3] for v in made),
        "visits_tet": sum(v[1] is VisitKind.TET for v in made),
        "visits_tet_amount": sum(v[2] + v[3] for v in made if v[1] is VisitKind.TET),
        "meetings": len(held),
        "meetings_called": sum(len(roll) for roll in rolls),
        "meetings_came": sum(sum(roll) for roll in rolls),
        "meetings_no_quorum": sum(bool(roll) and 2 * sum(roll) <= len(roll) for roll in rolls),
        "awards": len(awards),
        "awards_collectives": sum(a[0] for a in awards),
        "awards_level_trung_uong_hoi": sum(a[1] == "Trung ương Hội" for a in awards),
        "fund_opening": sum(amount for day, amount in own if day < first),
        "fund_income": sum(amount for day, amount in own if inside(day) and amount > 0),
        "fund_expense": -sum(amount for day, amount in own if inside(day) and amount < 0),
        "fund_closing": sum(amount for day, amount in own if day <= last),
        "base_fund": base,
        "base_fund_units": int(base > 0),
        "activity_buoi": sum(each[3] for _n, each in counted if each[1] == "Buổi"),
        # The whole Hội (no unit) takes in what units said; where a unit spoke last, the units stand.
        "activity_ho": houses[3] if newest == 3 else sum(q for unit, q in houses.items() if unit != 3),
    }


def _require_rows(report: YearReport) -> None:
    """No figure without a list, and every list gives its figure."""
    for figure in report.figures:
        if figure.rule is None:
            with pytest.raises(KeyError):
                rows_of(report, figure)
            continue
        table, rule = rows_of(report, figure), figure.source
        assert all(len(row) == len(table.columns) for row in table.rows)
        if isinstance(rule, Total):
            place = table.index(rule.column)
            assert sum(v for row in table.rows if isinstance(v := row[place], int)) == report.evaluate(rule)
        elif isinstance(rule, Count):
            assert len(table.rows) == report.evaluate(rule)
        else:
            assert table.rows


# ---------------------------------------------------------------- single rules


def test_the_breakdown_of_counters_adds_up_to_their_figures(register: Register) -> None:
    a, b, _c = _units(register)
    add(
        register,
        *(
            Activity(on=PartialDate(2023, month), counter=counter, unit_id=unit, quantity=quantity)
            for month, counter, unit, quantity in (
                (1, "gia đình văn hóa", a, 5),
                (9, "Gia đình văn hóa", a, 7),
                (3, "Gia đình văn hóa", b, 3),
                (3, "Tuyên truyền truyền thống", None, 2),
                (4, "Tuyên truyền truyền thống", a, 1),
            )
        ),
    )
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    assert report.amounts()["activity_gia_dinh_van_hoa"] == 10, "the newest of each unit"
    assert report.counter_columns == ("Tuyên truyền truyền thống", "Gia đình văn hóa")
    lines = {u.name: [report.evaluate(rule) for rule in u.rules] for u in report.counter_units}
    assert lines == {"Chi hội A": [1, 7], "Chi hội B": [0, 3], "Cả Hội": [2, 0]}


def test_a_percentage_says_what_it_is_of(register: Register) -> None:
    people = [Member(full_name=f"Ma Văn {n}") for n in range(43)]
    day = PartialDate(2016)
    events = [StatusEvent(member_id=m.id, kind=StatusKind.ADMITTED, on=day) for m in people]
    add(
        register,
        *people,
        *events,
        Policy(member_id=people[0].id, kind=PolicyKind.WOUNDED),
        Policy(member_id=people[0].id, kind=PolicyKind.SICK_SOLDIER),
        Activity(on=PartialDate(2023), counter="Gia đình văn hóa", quantity=41),
        DuesRate(year=2023, amount=60_000),
        FundEntry(
            on=PartialDate(2023, 3, 1),
            amount=60_000,
            purpose="Hội phí",
            member_id=people[0].id,
            dues_year=2023,
        ),
        FundEntry(
            on=PartialDate(2024, 1, 2),
            amount=60_000,
            purpose="Hội phí",
            member_id=people[1].id,
            dues_year=2023,
        ),
    )
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    amounts = report.amounts()
    words = {f.key: s.words for f in report.figures if (s := share_of(report, f, amounts)) is not None}
    assert words["activity_gia_dinh_van_hoa"] == "95,3% của 43 hội viên cuối năm"
    assert words["war_invalids"] == "2,3% của 43 hội viên cuối năm", "one person, two papers"
    assert words["dues_paid"] == "2,3% của 2.580.000 đồng hội phí phải nộp"
    assert (amounts["dues_paid"], amounts["dues_owed"]) == (60_000, 42 * 60_000), "as of the last day"
    assert "meetings_came" not in words, "of nothing there is no percentage"


def test_while_the_period_lasts_the_report_is_an_estimate_and_says_so(register: Register) -> None:
    report = reports.build_report(register, Period.year_of(2024), today=TODAY)
    assert report.title.endswith("NĂM 2024 (ước đến 31/12/2024)")
    assert report.subtitle == "(Kèm theo Báo cáo kết quả công tác Hội năm 2024, ước đến 31/12/2024)"
    known = {f.key for f in report.figures if f.rule is not None and not f.estimate}
    assert known == {"members_start", "fund_opening"}
    over = reports.build_report(register, Period.year_of(2024), today=date(2024, 12, 31))
    assert not any(f.estimate for f in over.figures)
    assert over.title == "TỔNG HỢP SỐ LIỆU CÔNG TÁC HỘI NĂM 2024"
    half = reports.build_report(register, Period.half(2023, 1), today=TODAY)
    assert half.title == "TỔNG HỢP SỐ LIỆU CÔNG TÁC HỘI 6 THÁNG ĐẦU NĂM 2023"
    assert next(f.label for f in half.figures if f.key == "members_start") == "Hội viên đầu kỳ"


def test_what_was_typed_stands_beside_what_is_counted_until_the_year_is_over(register: Register) -> None:
    saved = Report(name="2024", starts=date(2024, 1, 1), ends=date(2024, 12, 31), code="05/BC", estimate=True)
    add(
        register,
        saved,
        Visit(on=PartialDate(2024, 2), person="Bà Mùi", amount=1),
        ReportFigure(report_id=saved.id, key="visits", amount=41, estimate=True),
        ReportFigure(report_id=saved.id, key="units", amount=9, previous=8),
        ReportFigure(
            report_id=saved.id, key="own-1", label="Ba tốt", measure="chi hội", part="emulation", amount=6
        ),
        ReportFigure(report_id=saved.id, key="own-2", label="Số bài báo", part="Báo chí", position=1),
        ReportFigure(
            report_id=saved.id, key="own_3", label="Trồng cây", part="", amount=3, estimate=True, position=2
        ),
    )
    period = Period.year_of(2024)
    report = reports.build_report(register, period, today=TODAY, saved_id=saved.id)
    assert report.number == "05/BC"
    visits = report.figure("visits")
    assert (report.amounts()["visits"], visits.estimate) == (41, True)
    assert visits.counted is not None
    assert report.evaluate(visits.counted) == 1 == len(rows_of(report, visits).rows)
    assert (report.amounts()["units"], report.figure("units").previous) == (9, 8)
    keys = [figure.key for figure in report.figures]
    assert keys[keys.index("own-1") + 1] == "h_fund", "the last of its part"
    assert [figure.label for figure in report.figures[-4:]] == [
        "Báo chí",
        "Số bài báo",
        "Số liệu khác",
        "Trồng cây",
    ]
    assert report.figure("own-2").missing
    assert rows_of(report, report.figure("own-2")).rows[0][2] is None
    add(register, dataclasses.replace(saved, id="over", estimate=False))
    with register.change("Hết năm") as work:
        for figure in work.all(ReportFigure, report_id=saved.id):
            work.replace(dataclasses.replace(figure, report_id="over"))
    over = reports.build_report(register, period, today=date(2025, 1, 5), saved_id="over")
    assert (over.amounts()["visits"], over.figure("visits").counted) == (1, None)
    assert over.amounts()["units"] == 9, "typed as what it is, not as an estimate"
    assert over.amounts()["own_3"] == 3, "nothing is counted for a row of their own"
    assert over.figure("own_3").estimate
    with pytest.raises(NotFoundError):
        reports.build_report(register, period, today=TODAY, saved_id="none")


def test_a_proposal_that_was_declined_and_a_draft_count_nowhere(register: Register) -> None:
    decided = AwardRound(
        name="Đợt",
        year=2023,
        state=RoundState.DECIDED,
        decision_number=1,
        decided_on=date(2024, 1, 5),
        signer="A",
    )
    draft = AwardRound(name="Nháp", year=2023)
    awards = [
        Award(
            round_id=round_.id,
            kind=RecipientKind.OUTSIDER,
            recipient="A",
            form="Cờ",
            level="Cụm thi đua",
            verdict=v,
        )
        for round_, v in ((decided, Verdict.APPROVED), (decided, Verdict.DECLINED), (draft, Verdict.APPROVED))
    ]
    add(register, decided, draft, *awards)
    found = reports.build_report(register, Period.quarter(2023, 4), today=TODAY).amounts()
    assert (found["awards"], found["awards_form_co"], found["awards_level_cum_thi_dua"]) == (1, 1, 1)
    assert reports.build_report(register, Period.quarter(2024, 1), today=TODAY).amounts()["awards"] == 0


def test_who_was_due_for_mung_tho_counts_in_the_year_whose_tet_the_period_holds(register: Register) -> None:
    member = Member(full_name="Ma Văn An", birth=PartialDate(1953))
    add(register, member, StatusEvent(member_id=member.id, kind=StatusKind.ADMITTED, on=PartialDate(2016)))

    def due(period: Period) -> tuple[int, int]:
        found = reports.build_report(register, period, today=TODAY).amounts()
        return found["longevity"], found["longevity_mung_tho"]

    assert due(Period.half(2023, 1)) == (1, 1)
    assert due(Period.half(2023, 2)) == (0, 0)
    assert due(Period(date(2020, 9, 1), date(2025, 8, 31))) == (1, 1)
    with register.change("Tính tuổi mụ") as work:
        work.replace(dataclasses.replace(work.get(Branch, BRANCH_ID), traditional_age=True))
    assert due(Period.year_of(2023)) == (0, 0)
    assert due(Period.year_of(2022)) == (1, 1)


def test_meetings_are_told_by_kind(register: Register) -> None:
    add(register, *(Meeting(name="Họp", on=date(2023, 3, 1), kind=kind) for kind in MeetingKind))
    found = reports.build_report(register, Period.year_of(2023), today=TODAY).amounts()
    assert all(found[f"meetings_{kind.value}"] == 1 for kind in MeetingKind)
    assert found["meetings"] == len(MeetingKind)
