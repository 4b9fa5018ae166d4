"""Members: adding, editing, leaving, and the register as of a past day."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from app.domain.members import Member, Policy, PolicyKind
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, StatusKind
from app.errors import ConflictError, FieldError, RuleError
from app.services import history, member_queries, members, offices, units
from app.services.member_queries import MemberQuery
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.edits import edit_member

TODAY = date(2024, 1, 10)


def add(register: Register, name: str, unit_id: str | None = None, **values: Any) -> Member:
    return members.add_member(register, Member(full_name=name, **values), unit_id=unit_id, today=TODAY)


def names(register: Register, **query: Any) -> list[str]:
    page = member_queries.list_members(register, MemberQuery(**query), today=TODAY)
    return [row.full_name for row in page.rows]


def test_members_are_listed_by_given_name_then_surname_then_middle_name(register: Register) -> None:
    for name in ("Nguyễn Văn Đạt", "Bế Thị Ánh", "Nguyễn Văn An", "Đỗ Văn An", "Lê Văn Dương"):
        add(register, name)
    assert names(register) == ["Đỗ Văn An", "Nguyễn Văn An", "Bế Thị Ánh", "Lê Văn Dương", "Nguyễn Văn Đạt"]


def test_a_member_is_found_without_accents_by_any_words(register: Register) -> None:
    add(register, "Đỗ Đức Lại", phone="0912345678")
    add(register, "Đỗ Văn An")
    assert names(register, search="do duc lai") == ["Đỗ Đức Lại"]
    assert names(register, search="lai do") == ["Đỗ Đức Lại"]
    assert names(register, search="345678") == ["Đỗ Đức Lại"]


def test_new_members_get_running_codes(register: Register) -> None:
    assert [add(register, f"Ma Văn {x}").code for x in ("An", "Ba")] == ["0001", "0002"]
    assert add(register, "Ma Văn Ca", code="0003").code == "0003"
    assert add(register, "Ma Văn Dần").code == "0004"


def test_the_day_of_joining_is_the_day_of_admission_and_follows_a_correction(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2016))
    edit_member(register, dataclasses.replace(member, joined=PartialDate(2015, 7, 2)), today=TODAY)
    card = members.member_card(register, member.id, today=TODAY)
    assert [event.on for event in card.events] == [PartialDate(2015, 7, 2)]


def test_a_second_save_of_an_old_version_is_refused_with_both_versions(register: Register) -> None:
    member = add(register, "Ma Văn An")
    edit_member(register, dataclasses.replace(member, phone="0912345678"), today=TODAY)
    with pytest.raises(ConflictError) as refused:
        edit_member(register, dataclasses.replace(member, phone="0987654321"), today=TODAY)
    assert isinstance(refused.value.theirs, Member)
    assert refused.value.theirs.phone == "0912345678"


def test_members_as_of_a_day_have_the_unit_role_and_standing_of_that_day(register: Register) -> None:
    old = units.add_unit(register, "Chi hội A")
    new = units.add_unit(register, "Chi hội B")
    member = add(register, "Ma Văn An", old.id, joined=PartialDate(2015))
    offices.appoint(
        register,
        Office(
            member_id=member.id,
            unit_id=old.id,
            name="Chi hội trưởng",
            starts=PartialDate(2016),
            ends=PartialDate(2019),
        ),
    )
    for kind, on, unit in (
        (StatusKind.CHANGED_UNIT, PartialDate(2020), new.id),
        (StatusKind.DIED, PartialDate(2023, 6, 12), None),
    ):
        members.record_event(
            register, StatusEvent(member_id=member.id, kind=kind, on=on, unit_id=unit), today=TODAY
        )

    def seen(day: date) -> list[tuple[str, str, Status]]:
        return [(r.unit_name, r.role, r.standing.status) for r in member_queries.members_on(register, day)]

    assert seen(date(2014, 12, 31)) == []
    assert seen(date(2018, 1, 1)) == [("Chi hội A", "Chi hội trưởng", Status.ACTIVE)]
    assert seen(date(2021, 1, 1)) == [("Chi hội B", "", Status.ACTIVE)]
    assert seen(TODAY) == [("Chi hội B", "", Status.DECEASED)]


def test_a_member_who_died_cannot_leave_and_nothing_is_written(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    members.record_event(
        register,
        StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2023)),
        today=TODAY,
    )
    before = history.changes(register)
    with pytest.raises(FieldError, match="từ trần"):
        members.record_event(
            register,
            StatusEvent(member_id=member.id, kind=StatusKind.RESIGNED, on=PartialDate(2024)),
            today=TODAY,
        )
    assert history.changes(register) == before


def test_a_wrong_event_can_be_corrected_or_taken_out(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    event = members.record_event(
        register, StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2023)), today=TODAY
    )
    members.edit_event(register, dataclasses.replace(event, kind=StatusKind.TRANSFERRED_OUT), today=TODAY)
    assert names(register, status=Status.MOVED) == ["Ma Văn An"]
    members.remove_event(register, event.id, today=TODAY)
    assert names(register, status=Status.ACTIVE) == ["Ma Văn An"]


def test_undo_brings_back_member_event_and_policies_together(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    members.set_policies(
        register, member.id, [Policy(member_id=member.id, kind=PolicyKind.WOUNDED, rate="2/4")]
    )
    members.remove_member(register, member.id)
    assert names(register) == []
    history.undo(register)
    card = members.member_card(register, member.id, today=TODAY)
    assert [p.rate for p in card.policies] == ["2/4"]
    assert [e.kind for e in card.events] == [StatusKind.ADMITTED]


def test_a_member_who_was_awarded_is_never_removed(demo: Register) -> None:
    row = member_queries.list_members(demo, MemberQuery(search="Nông Thị Hiền"), today=TODAY).rows[0]
    with pytest.raises(RuleError):
        members.remove_member(demo, row.id)
    assert names(demo, search="Nông Thị Hiền") == ["Nông Thị Hiền"]


def test_suggestions_are_what_was_typed_before(register: Register) -> None:
    for ethnicity in ("Tày", "Nùng", "Tày"):
        add(register, f"Ma Văn {ethnicity}", ethnicity=ethnicity)
    assert members.suggestions(register, "ethnicity") == ("Tày", "Nùng")


def test_a_second_unit_of_the_same_name_is_refused(register: Register) -> None:
    units.add_unit(register, "Chi hội Sông Cầu")
    with pytest.raises(RuleError, match="Đã có"):
        units.add_unit(register, "chi hội SÔNG CẦU")


def test_a_merged_units_members_are_found_in_the_new_one_and_its_old_name_stays_in_the_past(
    register: Register,
) -> None:
    old = units.add_unit(register, "Chi hội phường Huyền Tụng", on=PartialDate(2015))
    new = units.add_unit(register, "Chi hội phường Đức Xuân", on=PartialDate(2015))
    add(register, "Ma Văn An", old.id, joined=PartialDate(2016))
    units.merge_units(register, (old.id,), new.id, on=PartialDate(2023, 7, 1), today=TODAY)
    assert [r.unit_name for r in member_queries.members_on(register, date(2023, 6, 30))] == [
        "Chi hội phường Huyền Tụng"
    ]
    assert [r.unit_name for r in member_queries.members_on(register, TODAY)] == ["Chi hội phường Đức Xuân"]


def test_a_unit_with_active_members_is_not_dissolved(register: Register) -> None:
    unit = units.add_unit(register, "Chi hội A")
    member = add(register, "Ma Văn An", unit.id, joined=PartialDate(2016))
    with pytest.raises(RuleError, match="còn 1 hội viên"):
        units.dissolve_unit(register, unit.id, on=PartialDate(2023), today=TODAY)
    members.record_event(
        register, StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2023)), today=TODAY
    )
    units.dissolve_unit(register, unit.id, on=PartialDate(2024), today=TODAY)
    assert units.list_units(register) == ()


def test_a_renamed_unit_keeps_its_old_name_on_old_days(register: Register) -> None:
    unit = units.add_unit(register, "Chi hội A", on=PartialDate(2015))
    units.rename_unit(register, unit.id, "Chi hội B", on=PartialDate(2020), today=TODAY)
    assert units.tree(register, date(2019, 1, 1)).name(unit.id) == "Chi hội A"
    assert units.tree(register).name(unit.id) == "Chi hội B"


def test_a_list_shows_a_changed_unit_and_a_changed_number_at_once(register: Register) -> None:
    unit = units.add_unit(register, "Chi hội Cũ", on=PartialDate(2015))
    add(register, "Ma Văn An", unit.id)

    def shown() -> tuple[set[str], int]:
        page = member_queries.list_members(register, MemberQuery(search="ma"), today=TODAY)
        return {row.unit_name for row in page.rows}, page.total

    assert shown() == shown() == ({"Chi hội Cũ"}, 1)
    units.rename_unit(register, unit.id, "Chi hội Mới", on=PartialDate(2024, 1, 2), today=TODAY)
    add(register, "Ma Văn Ba", unit.id)
    assert shown() == ({"Chi hội Mới"}, 2)
    register.undo()
    register.undo()
    assert shown() == ({"Chi hội Cũ"}, 1)


def test_the_history_of_a_member_tells_old_and_new_of_each_field(register: Register) -> None:
    member = add(register, "Ma Văn An", birth=PartialDate(1950))
    edit_member(register, dataclasses.replace(member, birth=PartialDate(1950, 8)), today=TODAY)
    newest = history.record_history(register, [member.id])[0]
    assert [(f.label, f.old, f.new) for f in newest.fields] == [("Ngày sinh", "1950", "08/1950")]
    assert newest.verb == "sửa"
    assert history.undo_state(register).undo == "Sửa hội viên Ma Văn An"


def test_the_history_names_what_a_record_is_linked_to(register: Register) -> None:
    unit = units.add_unit(register, "Chi hội Sông Cầu")
    member = add(register, "Ma Văn An", unit.id, joined=PartialDate(2015))
    event = members.member_card(register, member.id, today=TODAY).events[0]
    told = history.record_history(register, [event.id])[0]
    assert {f.label: f.new for f in told.fields}["Hội viên"] == "Ma Văn An"
    assert {f.label: f.new for f in told.fields}["Chi hội"] == "Chi hội Sông Cầu"
    members.remove_member(register, member.id)
    assert {f.old for f in history.record_history(register, [event.id])[0].fields} >= {"(đã xóa)"}


def died(register: Register, member: Member, on: PartialDate) -> None:
    members.record_event(register, StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=on), today=TODAY)


def test_a_corrected_day_of_joining_never_brings_the_dead_back(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    died(register, member, PartialDate(2020))
    with pytest.raises(FieldError):
        edit_member(register, dataclasses.replace(member, joined=PartialDate(2021)), today=TODAY)
    with pytest.raises(FieldError, match="chưa vào Hội"):
        edit_member(register, dataclasses.replace(member, joined=PartialDate(2030)), today=TODAY)
    assert members.member_card(register, member.id, today=TODAY).member.joined == PartialDate(2015)


def test_a_member_with_a_life_in_the_register_is_never_removed(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    died(register, member, PartialDate(2020))
    with pytest.raises(RuleError, match="Biến động"):
        members.remove_member(register, member.id)


def test_the_event_that_brought_a_member_in_stays(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2015))
    event = members.member_card(register, member.id, today=TODAY).events[0]
    with pytest.raises(RuleError, match="lần vào Hội"):
        members.remove_event(register, event.id, today=TODAY)


def test_dates_known_to_the_year_follow_each_other_where_they_can(register: Register) -> None:
    member = add(register, "Ma Văn An", joined=PartialDate(2023, 6))
    died(register, member, PartialDate(2023))
    assert [row.standing.status for row in member_queries.members_on(register, date(2023, 12, 30))] == [
        Status.ACTIVE
    ]
    assert [row.standing.status for row in member_queries.members_on(register, TODAY)] == [Status.DECEASED]


def test_a_merged_unit_holds_its_new_members_and_is_not_dissolved_over_their_heads(
    register: Register,
) -> None:
    a, b, c = (units.add_unit(register, f"Chi hội {x}", on=PartialDate(2015)) for x in "ABC")
    add(register, "Ma Văn An", a.id, joined=PartialDate(2016))
    add(register, "Bế Thị Ánh", b.id, joined=PartialDate(2016))
    units.merge_units(register, (a.id, b.id), c.id, on=PartialDate(2023), today=TODAY)
    assert [(row.state.name, row.members) for row in units.list_units(register)] == [("Chi hội C", 2)]
    holding = units.tree(register).holding(c.id)
    assert len(names(register, unit_ids=holding)) == 2
    with pytest.raises(RuleError, match="còn 2 hội viên"):
        units.dissolve_unit(register, c.id, on=PartialDate(2024), today=TODAY)


def test_units_merge_only_into_a_living_unit_that_is_not_part_of_them(register: Register) -> None:
    top = units.add_unit(register, "Hội xã", level="Hội xã")
    below = units.add_unit(register, "Chi hội A", parent_id=top.id)
    ended = units.add_unit(register, "Chi hội B")
    units.dissolve_unit(register, ended.id, on=PartialDate(2023), today=TODAY)
    with pytest.raises(RuleError, match="nằm trong"):
        units.merge_units(register, (top.id,), below.id, on=PartialDate(2024), today=TODAY)
    with pytest.raises(RuleError, match="không còn"):
        units.merge_units(register, (below.id,), ended.id, on=PartialDate(2024), today=TODAY)
