"""Counters of the report: the usual ones, the branch's own, and what follows when one changes."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from app.domain.activities import Activity
from app.domain.counters import Counter, ReportPart
from app.domain.periods import Period
from app.domain.reports import Report, ReportFigure
from app.errors import FieldError, NotFoundError, RuleError
from app.services import activities, history, reports, units
from app.services.counters import (
    USUAL_COUNTERS,
    counter_key,
    find_counter,
    list_counters,
    save_counters,
)
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)


def note(register: Register, counter: str, quantity: int = 1) -> Activity:
    activity = Activity(on=PartialDate(2023, 5), counter=counter, quantity=quantity, measure="buổi")
    return activities.save_activity(register, activity)


def test_a_branch_begins_with_the_usual_counters_each_in_its_part(register: Register) -> None:
    usual = list_counters(register).counters
    assert usual == USUAL_COUNTERS
    assert {each.part for each in usual} >= {ReportPart.PROPAGANDA, ReportPart.CARE, ReportPart.MOVEMENT}
    assert all(each.measure for each in usual)
    assert len({counter_key(each.name) for each in usual}) == len(usual)


def test_activities_and_typed_estimates_follow_a_counter_to_its_new_name(register: Register) -> None:
    note(register, "gia dinh van hoa", 41)
    draft, sent = (
        Report(name=n, starts=date(2023, 1, 1), ends=date(2023, 12, 31), sent_on=on)
        for n, on in (("Nháp", None), ("Gửi", TODAY))
    )
    with register.change("Ghi") as work:
        for report in (draft, sent):
            work.add(report)
            work.add(ReportFigure(report_id=report.id, key="activity_gia_dinh_van_hoa", amount=43))
    counters = [
        dataclasses.replace(each, name="Gia đình hạnh phúc") if each.name == "Gia đình văn hóa" else each
        for each in list_counters(register).counters
    ]
    counters.append(Counter(name="Gia đình gương mẫu", share_of="Gia đình văn hóa"))
    saved = save_counters(register, counters)
    assert [a.counter for a in activities.list_activities(register)] == ["Gia đình hạnh phúc"]
    assert saved.counters[-1].share_of == "Gia đình hạnh phúc"
    with register.read() as reader:
        keys = {each.report_id: each.key for each in reader.all(ReportFigure)}
    assert keys == {draft.id: "activity_gia_dinh_hanh_phuc", sent.id: "activity_gia_dinh_van_hoa"}
    assert (
        reports.build_report(register, Period.year_of(2023), today=TODAY).amounts()[
            "activity_gia_dinh_hanh_phuc"
        ]
        == 41
    )
    history.undo(register)
    assert [a.counter for a in activities.list_activities(register)] == ["gia dinh van hoa"]
    assert list_counters(register).counters == USUAL_COUNTERS


@pytest.mark.parametrize(
    ("counters", "says"),
    [
        ([], "để trống"),
        ([Counter(name="Trồng cây"), Counter(name="trong cay")], "đã có"),
        ([Counter(name="Trồng cây", share_of="trồng cây")], "chính nó"),
        ([Counter(name="Trồng cây", share_of="Không có")], "không có số liệu"),
    ],
)
def test_a_list_that_cannot_be_is_refused(register: Register, counters: list[Counter], says: str) -> None:
    with pytest.raises(FieldError, match=says):
        save_counters(register, counters)
    assert list_counters(register).counters == USUAL_COUNTERS


def test_a_counter_that_activities_count_for_is_hidden_and_not_removed(register: Register) -> None:
    note(register, USUAL_COUNTERS[0].name)
    with pytest.raises(RuleError, match="Không dùng nữa"):
        save_counters(register, USUAL_COUNTERS[1:])
    hidden = dataclasses.replace(USUAL_COUNTERS[0], hidden=True)
    saved = save_counters(register, [hidden, *USUAL_COUNTERS[2:]])
    assert saved.offered == saved.counters[1:]
    found = {
        figure.label: figure
        for figure in reports.build_report(register, Period.year_of(2023), today=TODAY).figures
    }
    assert hidden.name in found, "what was noted is reported"
    with pytest.raises(NotFoundError):
        find_counter(saved, USUAL_COUNTERS[1].name)


def test_a_counter_of_the_branchs_own_is_reported_with_nothing_noted(register: Register) -> None:
    save_counters(
        register, [*USUAL_COUNTERS, Counter(name="Trồng cây", measure="cây", part=ReportPart.ECONOMY)]
    )
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    keys = [figure.key for figure in report.figures]
    assert keys[keys.index("activity_trong_cay") - 1] == "h_economy"
    assert report.amounts()["activity_trong_cay"] == 0
    assert counter_key(USUAL_COUNTERS[0].name) not in keys


def test_names_only_typed_are_offered_too_with_the_measure_they_were_noted_in(register: Register) -> None:
    note(register, "Trồng cây Trường Sơn")
    offered = activities.counters(register)
    assert offered.counters[-1].name == "Trồng cây Trường Sơn"
    assert offered.counters[-1].measure == "buổi"
    assert offered.find("trong cay truong son") is offered.counters[-1]
    assert [a.counter for a in activities.list_activities(register, counter="trong cay truong son")]
    assert not activities.list_activities(register, year=2022)


def test_a_figure_of_a_unit_that_is_not_there_yet_is_not_that_of_the_whole(register: Register) -> None:
    old, new = (
        units.add_unit(register, name, on=PartialDate(year)).id
        for name, year in (("Chi hội cũ", 2015), ("Chi hội mới", 2024))
    )
    for month, unit_id in ((3, old), (4, new)):
        activities.save_activity(
            register,
            Activity(on=PartialDate(2023, month), counter="Gia đình văn hóa", quantity=5, unit_id=unit_id),
        )
    report = reports.build_report(register, Period.year_of(2023), today=TODAY)
    assert report.amounts()["activity_gia_dinh_van_hoa"] == 10
    table = report.table("activities")
    assert [row[table.index("unit")] for row in table.rows] == ["Chi hội cũ", "Chi hội chưa có trong kỳ"]
    assert [each.name for each in report.counter_units] == ["Chi hội cũ", "Chi hội chưa có trong kỳ"]
