"""Units over time: founded, renamed, moved, merged, split, ended, corrected; the past stays what it was."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from app.domain.members import Member
from app.domain.status import StatusEvent, StatusKind
from app.domain.units import UnitEvent
from app.errors import FieldError, RuleError
from app.services import history, members, unit_history, unit_split, units
from app.services.units import NewUnit
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
CUT = PartialDate(2023, 7, 1)


def add(register: Register, name: str, unit_id: str, joined: int = 2016, address: str = "") -> Member:
    member = Member(full_name=name, joined=PartialDate(joined), address=address)
    return members.add_member(register, member, unit_id=unit_id, today=TODAY)


def shown(register: Register, day: date | None = None) -> list[str]:
    return [
        f"{'  ' * row.depth}{row.state.name} {row.own}/{row.members}"
        for row in units.list_units(register, day)
    ]


@pytest.fixture
def small(register: Register) -> dict[str, str]:
    """Hội phường A with two chi hội below and one beside; 2, 1 and 1 members."""
    made = {"A": units.add_unit(register, "Hội phường A", level="Hội phường", on=PartialDate(2015)).id}
    for name, above in (("B", "A"), ("C", "A"), ("D", "")):
        unit = units.add_unit(
            register, f"Chi hội {name}", parent_id=made.get(above), on=PartialDate(2016, 3), today=TODAY
        )
        made[name] = unit.id
    for person, place in (("Ma Văn An", "B"), ("Bế Thị Ánh", "B"), ("Lý Văn Ba", "C"), ("Hà Văn Cả", "D")):
        add(register, person, made[place], 2017)
    return made


def test_units_are_listed_as_a_tree_with_members_of_their_own_and_those_below(
    register: Register, small: dict[str, str]
) -> None:
    assert shown(register) == ["Hội phường A 0/3", "  Chi hội B 2/2", "  Chi hội C 1/1", "Chi hội D 1/1"]
    assert shown(register, date(2016, 2, 1)) == ["Hội phường A 0/0"]


def test_what_happens_on_a_day_leaves_every_day_before_as_it_was(
    register: Register, small: dict[str, str]
) -> None:
    days = [CUT.earliest() - timedelta(days=back) for back in (1, 100, 2000, 3000)]
    before = [shown(register, day) for day in days]
    units.rename_unit(register, small["B"], "Chi hội Mới", on=CUT, paper="QĐ 1", today=TODAY)
    units.move_unit(register, small["D"], small["A"], on=CUT, today=TODAY)
    units.merge_units(register, [small["C"]], small["D"], on=CUT, today=TODAY)
    people = unit_split.split_members(register, small["B"], CUT.earliest())
    going = unit_split.SplitPart("Chi hội E", (people[0].id,))
    unit_split.split_unit(register, small["B"], [going], on=CUT, today=TODAY)
    assert shown(register) == shown(register, CUT.earliest()) == [
        "Hội phường A 0/4", "  Chi hội Mới 1/1", "  Chi hội D 2/2", "  Chi hội E 1/1",
    ]  # fmt: skip
    assert [shown(register, day) for day in days] == before


def test_a_parent_is_never_below_its_own_child(register: Register, small: dict[str, str]) -> None:
    with pytest.raises(RuleError, match="nằm dưới"):
        units.move_unit(register, small["A"], small["B"], on=CUT, today=TODAY)
    with pytest.raises(FieldError, match="chính nó"):
        units.move_unit(register, small["A"], small["A"], on=CUT, today=TODAY)
    assert shown(register)[0] == "Hội phường A 0/3"


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (lambda r, u: units.rename_unit(r, u["B"], "X", on=PartialDate(2015), today=TODAY), "chưa thành lập"),
        (lambda r, u: units.rename_unit(r, u["B"], "X", on=PartialDate(2032), today=TODAY), "phía trước"),
        (lambda r, u: units.rename_unit(r, u["B"], "Chi hội c", on=CUT, today=TODAY), "Đã có"),
        (lambda r, u: units.move_unit(r, u["D"], u["A"], on=PartialDate(2014), today=TODAY), "thành lập"),
        (lambda r, u: units.move_unit(r, u["B"], u["A"], on=CUT, today=TODAY), "chính nơi ấy"),
        (
            lambda r, u: units.add_unit(r, "Tổ 1", parent_id=u["B"], on=PartialDate(2015), today=TODAY),
            "“Chi hội B” của “Tổ 1” chưa thành lập",
        ),
        (lambda r, u: units.dissolve_unit(r, u["B"], on=CUT, today=TODAY), "còn 2 hội viên"),
        (lambda r, u: units.dissolve_unit(r, u["A"], on=CUT, today=TODAY), "còn trực thuộc"),
        (
            lambda r, u: units.merge_units(r, [u["B"]], u["C"], on=PartialDate(2015), today=TODAY),
            "chưa thành lập",
        ),
        (
            lambda r, u: units.merge_units(
                r, [u["B"]], NewUnit("Chi hội D", code="X"), on=CUT, paper="", today=TODAY
            ),
            "Đã có",
        ),
        (
            lambda r, u: unit_split.split_unit(
                r, u["B"], [unit_split.SplitPart("E")], on=PartialDate(2015), today=TODAY
            ),
            "chưa thành lập",
        ),
    ],
)
def test_impossible_dates_names_and_ends_are_refused_with_one_sentence(
    register: Register, small: dict[str, str], deed: object, said: str
) -> None:
    before = shown(register)
    assert callable(deed)
    with pytest.raises(RuleError, match=said) as refused:
        deed(register, small)
    assert "\n" not in refused.value.message
    assert shown(register) == before


def test_one_name_may_stand_under_two_parents_but_not_twice_under_one(
    register: Register, small: dict[str, str]
) -> None:
    for parent in ("B", "C"):
        units.add_unit(register, "Tổ 1", level="Tổ", parent_id=small[parent], on=PartialDate(2020))
    with pytest.raises(RuleError, match="Đã có"):
        units.add_unit(register, "tổ 1", level="Tổ", parent_id=small["B"], on=PartialDate(2020))
    assert units.tree(register).find("Tổ 1") is None, "two may be meant"


def test_a_code_is_given_once_and_changed_without_a_date(register: Register, small: dict[str, str]) -> None:
    unit = units.get_unit(register, small["D"])
    units.edit_unit(register, dataclasses.replace(unit, code="CH-D", position=0))
    assert shown(register)[0] == "Chi hội D 1/1"
    other = units.get_unit(register, small["B"])
    with pytest.raises(FieldError, match="đã dùng"):
        units.edit_unit(register, dataclasses.replace(other, code="ch-d"))


def test_a_unit_that_has_ended_is_not_merged_again(register: Register, small: dict[str, str]) -> None:
    units.merge_units(register, (small["B"],), small["C"], on=CUT, today=TODAY)
    with pytest.raises(RuleError, match="“Chi hội B” đã thôi hoạt động"):
        units.merge_units(register, (small["B"],), small["D"], on=CUT, today=TODAY)


def test_several_units_merge_into_one_founded_that_day_and_what_was_below_them_follows(
    register: Register, small: dict[str, str]
) -> None:
    into = units.merge_units(
        register,
        [small["A"], small["D"]],
        NewUnit("Hội phường Mới", "Hội phường"),
        on=CUT,
        paper="QĐ 5",
        today=TODAY,
    )
    assert shown(register) == ["Hội phường Mới 1/4", "  Chi hội B 2/2", "  Chi hội C 1/1"]
    assert shown(register, date(2023, 6, 30))[0] == "Hội phường A 0/3"
    assert [row.fate for row in units.list_units(register, gone=True) if row.fate] == [
        "Sáp nhập vào Hội phường Mới, 01/07/2023, QĐ 5"
    ] * 2
    assert [fact.text for fact in unit_history.unit_history(register, into)] == [
        "01/07/2023: thành lập, tên Hội phường Mới, QĐ 5",
        "01/07/2023: nhận Hội phường A sáp nhập vào, QĐ 5",
        "01/07/2023: nhận Chi hội D sáp nhập vào, QĐ 5",
    ]
    history.undo(register)
    assert shown(register)[0] == "Hội phường A 0/3"


def test_a_split_sends_members_by_choice_or_by_words_of_their_address_in_one_change(
    register: Register, small: dict[str, str]
) -> None:
    for name, address in (("Nông Văn Một", "Tổ 1, phường A"), ("Nông Văn Hai", "Tổ 12, phường A")):
        add(register, name, small["D"], 2018, address)
    add(register, "Nông Văn Muộn", small["D"], 2023)
    dead = add(register, "Nông Văn Cũ", small["D"], 2018, "to 1 phuong a")
    members.record_event(
        register,
        StatusEvent(member_id=dead.id, kind=StatusKind.DIED, on=PartialDate(2023, 9)),
        today=TODAY,
    )
    people = unit_split.split_members(register, small["D"], CUT.earliest())
    assert len(people) == 5
    going = tuple(p.id for p in people if unit_split.names_place(p.address, "tổ 1; tổ 3"))
    assert len(going) == 2
    parts = [unit_split.SplitPart("Chi hội D1", going), unit_split.SplitPart("Chi hội D2", code="D2")]
    unit_split.split_unit(register, small["D"], parts, rest=1, on=CUT, paper="QĐ 7", today=TODAY)
    assert shown(register, CUT.earliest())[-2:] == ["Chi hội D1 2/2", "Chi hội D2 3/3"]
    assert shown(register)[-2:] == ["Chi hội D1 1/1", "Chi hội D2 3/3"], "one died since"
    card = members.member_card(register, dead.id, today=TODAY)
    assert [e.kind for e in card.events] == [StatusKind.ADMITTED, StatusKind.CHANGED_UNIT, StatusKind.DIED]
    assert card.events[1].paper == "QĐ 7"
    assert history.undo(register).label == "Hoàn tác: Tách Chi hội D"
    assert shown(register)[-1] == "Chi hội D 4/4"


def test_a_split_takes_only_who_was_there_and_each_once(register: Register, small: dict[str, str]) -> None:
    (person,) = unit_split.split_members(register, small["D"], CUT.earliest())
    (other,) = unit_split.split_members(register, small["C"], CUT.earliest())
    part = unit_split.SplitPart
    for parts, said in (
        ([], "ít nhất một"),
        ([part("E", (person.id,)), part("F", (person.id,))], "hai đơn vị"),
        ([part("E", (other.id,))], "không sinh hoạt"),
    ):
        with pytest.raises(RuleError, match=said):
            unit_split.split_unit(register, small["D"], parts, on=CUT, today=TODAY)


def test_who_came_after_the_day_holds_a_split_back_that_would_end_the_unit(
    register: Register, small: dict[str, str]
) -> None:
    late = Member(full_name="Nông Văn Muộn", joined=PartialDate(2023, 10))
    members.add_member(register, late, unit_id=small["D"], today=TODAY)
    with pytest.raises(RuleError, match="còn 1 hội viên"):
        unit_split.split_unit(
            register, small["D"], [unit_split.SplitPart("Chi hội E")], rest=0, on=CUT, today=TODAY
        )


def facts(register: Register, unit_id: str) -> dict[str, UnitEvent]:
    return {fact.text: fact.event for fact in unit_history.unit_history(register, unit_id)}


def test_a_wrong_end_is_taken_back_or_dated_again(register: Register, small: dict[str, str]) -> None:
    units.merge_units(register, [small["C"]], small["B"], on=CUT, today=TODAY)
    end = facts(register, small["C"])["01/07/2023: sáp nhập vào Chi hội B"]
    later = dataclasses.replace(end, on=PartialDate(2023, 8, 1), paper="QĐ 9")
    unit_history.edit_unit_event(register, later, today=TODAY)
    assert "  Chi hội C 1/1" in shown(register, date(2023, 7, 31))
    assert "  Chi hội C 1/1" not in shown(register, date(2023, 8, 1))
    too_early = dataclasses.replace(facts(register, small["C"])["01/08/2023: sáp nhập vào Chi hội B, QĐ 9"])
    with pytest.raises(RuleError, match="chưa thành lập"):
        unit_history.edit_unit_event(
            register, dataclasses.replace(too_early, on=PartialDate(2016, 1)), today=TODAY
        )
    unit_history.remove_unit_event(register, end.id, today=TODAY)
    assert shown(register) == ["Hội phường A 0/3", "  Chi hội B 2/2", "  Chi hội C 1/1", "Chi hội D 1/1"]


def test_an_end_is_not_dated_back_over_the_heads_of_those_who_were_there(
    register: Register, small: dict[str, str]
) -> None:
    (person,) = unit_split.split_members(register, small["D"], CUT.earliest())
    move = StatusEvent(member_id=person.id, kind=StatusKind.CHANGED_UNIT, on=CUT, unit_id=small["C"])
    members.record_event(register, move, today=TODAY)
    units.dissolve_unit(register, small["D"], on=CUT, today=TODAY)
    end = facts(register, small["D"])["01/07/2023: giải thể"]
    with pytest.raises(RuleError, match="còn 1 hội viên"):
        unit_history.edit_unit_event(register, dataclasses.replace(end, on=PartialDate(2022)), today=TODAY)


def test_members_go_with_the_corrected_day_of_a_split(register: Register, small: dict[str, str]) -> None:
    (person,) = unit_split.split_members(register, small["D"], CUT.earliest())
    (made,) = unit_split.split_unit(
        register, small["D"], [unit_split.SplitPart("Chi hội E", (person.id,))], on=CUT, today=TODAY
    )
    birth = facts(register, made)["01/07/2023: tách từ Chi hội D, tên Chi hội E"]
    unit_history.edit_unit_event(register, dataclasses.replace(birth, on=PartialDate(2023, 5)), today=TODAY)
    assert shown(register, date(2023, 5, 1))[-2:] == ["Chi hội D 0/0", "Chi hội E 1/1"]
    assert shown(register, date(2023, 4, 30))[-1] == "Chi hội D 1/1"


def test_a_founding_is_taken_back_only_with_a_unit_that_nothing_ever_used(
    register: Register, small: dict[str, str]
) -> None:
    empty = units.add_unit(register, "Tổ nhầm", level="Tổ", on=PartialDate(2020))
    (event,) = facts(register, empty.id).values()
    unit_history.remove_unit_event(register, event.id, today=TODAY)
    assert units.tree(register).get(empty.id) is None
    units.rename_unit(register, small["D"], "Chi hội Đ", on=CUT, today=TODAY)
    founded, renamed = facts(register, small["D"]).values()
    with pytest.raises(RuleError, match="về sau"):
        unit_history.remove_unit_event(register, founded.id, today=TODAY)
    unit_history.remove_unit_event(register, renamed.id, today=TODAY)
    with pytest.raises(RuleError, match="còn được dùng"):
        unit_history.remove_unit_event(register, founded.id, today=TODAY)
    assert shown(register)[-1] == "Chi hội D 1/1"
