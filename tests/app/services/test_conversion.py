"""1 July 2025 in a register: what is proposed, what is left with its reason, and the change itself."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.members import Member
from app.domain.periods import Period
from app.domain.places import PlaceTable
from app.domain.status import StatusEvent, StatusKind
from app.errors import RuleError
from app.paths import resources
from app.services import conversion, history, imports, member_queries, members, place_tables, reports, units
from app.services.conversion import Choices, UnitDeed
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.edits import edit_member

BEFORE = date(2025, 6, 30)
DAY = date(2025, 7, 1)
TODAY = date(2026, 1, 5)
TABLE = place_tables.load_table(resources() / "places" / "thai-nguyen-bac-kan.json")


def add(register: Register, name: str, unit_id: str, address: str, old: str = "") -> Member:
    member = Member(full_name=name, joined=PartialDate(2016), address=address, old_address=old)
    return members.add_member(register, member, unit_id=unit_id, today=TODAY)


def shown(register: Register, day: date | None = None) -> list[str]:
    return [f"{'  ' * row.depth}{row.state.name} {row.members}" for row in units.list_units(register, day)]


def test_each_chi_hoi_is_moved_or_merged_as_chosen_and_the_second_run_proposes_nothing(
    demo: Register,
) -> None:
    before = shown(demo, BEFORE)
    proposal = conversion.propose(demo, TABLE)
    assert [(u.name, u.target_name, u.deed) for u in proposal.units][:2] == [
        ("Chi hội phường Đức Xuân", "Hội phường Đức Xuân", UnitDeed.MOVE),
        ("Chi hội phường Nguyễn Thị Minh Khai", "Hội phường Đức Xuân", UnitDeed.MOVE),
    ]
    assert len(proposal.units) == 8
    assert len(proposal.sure) == 43, "their unit tells the city"
    assert (proposal.doubtful, proposal.units_left) == ((), ())
    deeds = {u.unit_id: u.deed for u in proposal.units}
    merged = next(u for u in proposal.units if "Sông Cầu" in u.name)
    left = next(u for u in proposal.units if "Dương Quang" in u.name)
    deeds |= {merged.unit_id: UnitDeed.MERGE, left.unit_id: UnitDeed.LEAVE}
    choices = Choices(deeds, {row.member_id: 0 for row in proposal.sure}, "QĐ 12/QĐ-UBND")
    result = conversion.apply(demo, proposal, choices, today=TODAY)
    assert result == conversion.ConversionResult(("Hội phường Đức Xuân", "Hội phường Bắc Kạn"), 6, 1, 43)
    assert shown(demo, BEFORE) == before
    after = shown(demo, DAY)
    assert [line for line in after if not line.startswith(" ")] == [
        "Chi hội xã Dương Quang 5", "Hội phường Đức Xuân 18", "Hội phường Bắc Kạn 20",
    ]  # fmt: skip
    again = conversion.propose(demo, TABLE)
    assert [u.name for u in again.units] == ["Chi hội xã Dương Quang"]
    assert again.addresses == ()
    conversion.apply(demo, again, conversion.usual_choices(again), today=TODAY)
    third = conversion.propose(demo, TABLE)
    assert (third.units, third.units_left, third.addresses) == ((), (), ())
    logged = history.changes(demo, limit=1)[0]
    conversion.apply(demo, third, conversion.usual_choices(third), today=TODAY)
    assert history.changes(demo, limit=1)[0] == logged, "nothing to do changes nothing"
    assert shown(demo)[-1] == "  Chi hội xã Dương Quang 5"


def test_old_and_new_address_are_both_kept_and_what_is_not_sure_waits(register: Register) -> None:
    song_cau = units.add_unit(register, "Chi hội Sông Cầu").id
    other = units.add_unit(register, "Chi hội Trường Chinh").id
    full = "Tổ 4, phường Sông Cầu, TP Bắc Kạn, tỉnh Bắc Kạn"
    sure = add(register, "Ma Văn An", other, full)
    alone = add(register, "Bế Thị Ánh", other, "Tổ 1, phường Xuất Hóa")
    at_home = add(register, "Lý Văn Ba", song_cau, "Tổ 1, phường Sông Cầu")
    kept = add(register, "Hà Văn Cả", song_cau, "phường Sông Cầu, TP Bắc Kạn", old="Tổ 1")
    add(register, "Nông Văn Xa", other, "xã Xuất Hóa, tỉnh Phú Thọ")
    add(register, "Lý Văn Dài", other, f"{'số nhà ' * 39}, phường Sông Cầu, Bắc Kạn")
    dead = add(register, "Nông Văn Cũ", song_cau, full)
    died = StatusEvent(member_id=dead.id, kind=StatusKind.DIED, on=PartialDate(2020))
    members.record_event(register, died, today=TODAY)
    proposal = conversion.propose(register, TABLE)
    assert {row.member_id for row in proposal.sure} == {sure.id, at_home.id}
    assert {row.full_name: row.proposal.reason for row in proposal.doubtful} == {
        "Bế Thị Ánh": "chỉ ghi phường Xuất Hóa, nơi khác cũng có tên này: phải tự chọn",
        "Hà Văn Cả": "đã ghi địa chỉ cũ: để nguyên",
        "Lý Văn Dài": "địa chỉ mới dài quá: phải tự sửa",
    }
    chosen = {row.member_id: 0 for row in proposal.sure} | {alone.id: 0}
    conversion.apply(register, proposal, Choices({}, chosen), today=TODAY)
    now = {row.member.full_name: row.member for row in member_queries.members_on(register, TODAY)}
    assert now["Ma Văn An"].address == "Tổ 4, phường Bắc Kạn, tỉnh Thái Nguyên"
    assert now["Ma Văn An"].old_address == full
    assert now["Bế Thị Ánh"].address == "Tổ 1, phường Bắc Kạn, tỉnh Thái Nguyên"
    assert now["Hà Văn Cả"] == members.member_card(register, kept.id, today=TODAY).member
    assert now["Nông Văn Cũ"].address == full, "the dead stay as they were"
    again = conversion.propose(register, TABLE)
    with pytest.raises(RuleError, match="không đổi tự động"):
        conversion.apply(register, again, Choices({}, {kept.id: 0}), today=TODAY)


def test_a_commune_that_was_divided_or_has_a_namesake_is_left_to_the_user(register: Register) -> None:
    units.add_unit(register, "Chi hội Sông Cầu")
    row = next(c for c in TABLE.changes if c.old_name == "Phường Sông Cầu")
    divided = [
        dataclasses.replace(row, whole=False, new_name=name, new_code=code)
        for name, code in (("Phường Bắc Kạn", "01843"), ("Xã Phong Quang", "01849"))
    ]
    (left,) = conversion.propose(register, PlaceTable("x", "y", tuple(divided))).units_left
    assert left.reason == "Phường Sông Cầu cũ chia về nhiều nơi: phải tự chọn"
    far = dataclasses.replace(row, old_code="09001", old_district="Thành phố Hòa Bình")
    near = conversion.propose(register, PlaceTable("x", "y", (row, far)))
    assert [u.new_place for u in near.units] == ["Phường Bắc Kạn, tỉnh Thái Nguyên"], "the branch's own city"
    two = (dataclasses.replace(row, old_district="Thành phố Lạng Sơn"), far)
    (left,) = conversion.propose(register, PlaceTable("x", "y", two)).units_left
    assert left.reason == "có hơn một Phường Sông Cầu trong bảng: phải tự chọn"


def test_a_hoi_of_a_commune_is_merged_into_the_one_that_goes_on(register: Register) -> None:
    city = units.add_unit(register, "Hội thành phố", level="Hội thành phố").id
    duc_xuan = units.add_unit(register, "Hội phường Đức Xuân", level="Hội phường", parent_id=city).id
    huyen_tung = units.add_unit(register, "Hội phường Huyền Tụng", level="Hội phường", parent_id=city).id
    units.add_unit(register, "Chi hội Tổ 5", parent_id=huyen_tung)
    proposal = conversion.propose(register, TABLE)
    (unit,) = proposal.units
    assert (unit.unit_id, unit.target_id, unit.deed) == (huyen_tung, duc_xuan, UnitDeed.MERGE)
    conversion.apply(register, proposal, conversion.usual_choices(proposal), today=TODAY)
    assert shown(register) == ["Hội thành phố 0", "  Hội phường Đức Xuân 0", "    Chi hội Tổ 5 0"]


def test_a_stale_proposal_or_a_day_that_has_not_come_is_refused(demo: Register) -> None:
    proposal = conversion.propose(demo, TABLE)
    choices = conversion.usual_choices(proposal)
    with pytest.raises(RuleError, match="chưa tới"):
        conversion.apply(demo, proposal, choices, today=date(2025, 6, 30))
    first = member_queries.members_on(demo, TODAY)[0].member
    edit_member(demo, dataclasses.replace(first, address="Tổ 9, phường Sông Cầu"), today=TODAY)
    with pytest.raises(RuleError, match="vừa thay đổi"):
        conversion.apply(demo, proposal, choices, today=TODAY)


def test_an_old_list_brought_in_later_finds_the_new_unit_by_the_old_name(demo: Register) -> None:
    proposal = conversion.propose(demo, TABLE)
    choices = conversion.usual_choices(proposal, deed=UnitDeed.MERGE)
    conversion.apply(demo, proposal, choices, today=TODAY)
    path = demo.path.parent / "cu.csv"
    path.write_text("STT,Họ và tên,Năm sinh,Chi hội\n1,Nông Văn Về,1950,CH phường Sông Cầu\n", "utf-8")
    plan = imports.plan_import(demo, path, today=TODAY)
    assert plan.new_units == ()
    assert imports.apply_import(demo, plan, today=TODAY).added == 1
    (row,) = member_queries.members_on(demo, TODAY, search="Nông Văn Về")
    assert row.unit_name == "Hội phường Bắc Kạn"
    found = units.tree(demo).find("Chi hội phường Phùng Chí Kiên")
    assert found is not None
    assert found.name == "Hội phường Bắc Kạn"


@pytest.mark.parametrize(("today", "expected"), [(TODAY, 1), (date(2025, 6, 30), 0)])
def test_old_addresses_that_an_import_brings_are_counted_once_the_reform_is_there(
    demo: Register, tmp_path: Path, today: date, expected: int
) -> None:
    path = tmp_path / "a.csv"
    rows = ("Họ và tên,Nơi ở", 'Ma Văn Mới,"Tổ 4, xã Nông Thượng, TP Bắc Kạn"', "Bế Thị Mới,Hà Nội")
    path.write_text("\n".join(rows), "utf-8")
    plan = imports.plan_import(demo, path, today=today)
    assert conversion.old_addresses(plan, [TABLE], today=today) == expected


def printed(register: Register, year: int) -> list[object]:
    """Everything a year's report says, table by table, and the figures of each unit."""
    report = reports.build_report(register, Period.year_of(year), today=TODAY)
    return [*[(t.key, t.rows) for t in report.tables], *[unit.name for unit in report.units]]


def test_from_30_june_to_1_july_2025_papers_keep_their_time_and_undo_brings_all_back(demo: Register) -> None:
    papers_2023, roll = printed(demo, 2023), member_queries.members_on(demo, BEFORE)
    proposal = conversion.propose(demo, TABLE)
    choices = conversion.usual_choices(proposal, deed=UnitDeed.MERGE, paper="QĐ 12/QĐ-UBND")
    assert conversion.apply(demo, proposal, choices, today=TODAY).merged == 8

    assert printed(demo, 2023) == papers_2023, "units and addresses as they were"
    assert "Chi hội phường Sông Cầu" in papers_2023
    new = printed(demo, 2025)
    assert new[-3:] == ["Hội phường Đức Xuân", "Hội phường Bắc Kạn", "Hội xã Phong Quang"]
    tables: dict[str, Any] = dict(each for each in new if isinstance(each, tuple))
    listed = tables["members"]
    assert {row[3] for row in listed} == set(new[-3:])
    assert all(str(row[7]).endswith("tỉnh Thái Nguyên") for row in listed)

    june, july = member_queries.members_on(demo, BEFORE), member_queries.members_on(demo, DAY)
    assert [(r.unit_name, r.address) for r in june] == [(r.unit_name, r.address) for r in roll]
    assert [r.member.full_name for r in june] == [r.member.full_name for r in july]
    active = [r for r in july if r.standing.status.value == "active"]
    assert {r.unit_name for r in active} == set(new[-3:])

    history.undo(demo)
    assert member_queries.members_on(demo, DAY) != july
    assert [(r.unit_name, r.address) for r in member_queries.members_on(demo, DAY)] == [
        (r.unit_name, r.address) for r in roll
    ]
    assert conversion.propose(demo, TABLE).units == proposal.units


def test_a_unit_that_went_with_the_reform_and_was_moved_later_is_not_proposed_again(demo: Register) -> None:
    proposal = conversion.propose(demo, TABLE)
    unit = proposal.units[0]
    conversion.apply(demo, proposal, conversion.usual_choices(proposal), today=TODAY)
    units.move_unit(demo, unit.unit_id, None, on=PartialDate(2025, 10), today=TODAY)
    assert conversion.propose(demo, TABLE).units == ()
