"""Units as a dated tree; 1 July 2025 is the test case (domain notes §6)."""

from datetime import date

import pytest

from app.domain.unit_rules import find_faults
from app.domain.units import Unit, UnitEvent, UnitEventKind, UnitTree, in_order, tree_on
from app.errors import FieldError
from app.vietnamese.dates import PartialDate

CITY = Unit(id="city")
OLD = ("Đức Xuân", "Nguyễn Thị Minh Khai", "Huyền Tụng", "Sông Cầu")
CHAPTERS = tuple(Unit(id=name, position=n) for n, name in enumerate(OLD))
CUT = PartialDate(2025, 7, 1)
EVENTS = [
    UnitEvent(unit_id="city", name="Hội thành phố Bắc Kạn", level="Hội thành phố"),
    *(
        UnitEvent(
            unit_id=name,
            name=f"Chi hội phường {name}",
            level="Chi hội",
            parent_id="city",
            on=PartialDate(2015),
        )
        for name in OLD
    ),
    *(
        UnitEvent(unit_id=name, kind=UnitEventKind.MERGED, other_id="Đức Xuân", on=CUT)
        for name in ("Nguyễn Thị Minh Khai", "Huyền Tụng")
    ),
    UnitEvent(unit_id="city", kind=UnitEventKind.RENAMED, name="Hội phường Đức Xuân", on=CUT),
    UnitEvent(unit_id="Sông Cầu", kind=UnitEventKind.DISSOLVED, on=CUT),
]


def tree(day: date | None = None) -> UnitTree:
    return tree_on((CITY, *CHAPTERS), EVENTS, day)


def test_before_the_merger_all_units_live_under_their_old_names() -> None:
    before = tree(date(2025, 6, 30))
    assert [s.name for s in before.alive()] == ["Chi hội phường " + OLD[0], "Hội thành phố Bắc Kạn"] + [
        f"Chi hội phường {name}" for name in OLD[1:]
    ]
    assert before.resolve("Huyền Tụng") == "Huyền Tụng"


def test_after_the_merger_members_are_found_where_their_unit_went() -> None:
    after = tree(date(2025, 7, 1))
    assert [s.name for s in after.alive()] == ["Chi hội phường Đức Xuân", "Hội phường Đức Xuân"]
    assert after.resolve("Huyền Tụng") == "Đức Xuân"
    assert after.resolve("Sông Cầu") == "Sông Cầu"
    assert after.resolve(None) is None


def test_a_unit_that_did_not_exist_yet_is_not_in_the_tree() -> None:
    assert [s.unit_id for s in tree(date(2014, 12, 31)).states] == ["city"]
    assert tree(date(2014, 12, 31)).name("Đức Xuân") == ""


@pytest.mark.parametrize(
    "text",
    ["Đức Xuân", "duc xuan", "chi hội phường đức xuân", "Phường Đức Xuân", "CH p. Đức Xuân", "P.Đức Xuân"],
)
def test_a_unit_is_found_whatever_the_case_accents_or_level_word(text: str) -> None:
    found = tree(date(2020, 1, 1)).find(text)
    assert found is not None
    assert found.unit_id == "Đức Xuân"


def test_of_a_phuong_and_its_chi_hoi_of_one_name_the_chi_hoi_is_meant() -> None:
    after = tree(date(2025, 7, 1))
    for text in ("Đức Xuân", "Phường Đức Xuân", "CH Đức Xuân"):
        found = after.find(text)
        assert found is not None
        assert found.unit_id == "Đức Xuân"
    whole = after.find("Hội phường Đức Xuân")
    assert whole is not None
    assert whole.unit_id == "city"


def test_a_name_that_may_mean_two_units_finds_none() -> None:
    units = [Unit(id=name) for name in ("Phường Sông Cầu", "Xã Sông Cầu", "Chi hội Bản Áng")]
    two = tree_on(units, [UnitEvent(unit_id=unit.id, name=unit.id) for unit in units])
    assert two.find("CH Sông Cầu") is None
    for text, name in (
        ("X. Sông Cầu", "Xã Sông Cầu"),
        ("p.sông cầu", "Phường Sông Cầu"),
        ("Bản Áng", "Chi hội Bản Áng"),
    ):
        found = two.find(text)
        assert found is not None
        assert found.unit_id == name


def test_units_of_one_name_are_told_apart_by_what_is_above_them() -> None:
    units = [Unit(id=each) for each in ("a", "b", "a1", "b1")]
    events = [
        UnitEvent(unit_id="a", name="Chi hội A"),
        UnitEvent(unit_id="b", name="Chi hội B"),
        UnitEvent(unit_id="a1", name="Tổ 1", parent_id="a"),
        UnitEvent(unit_id="b1", name="Tổ 1", parent_id="b"),
    ]
    both = tree_on(units, events)
    assert [both.name(each) for each in ("a", "a1", "b1")] == [
        "Chi hội A",
        "Tổ 1 (Chi hội A)",
        "Tổ 1 (Chi hội B)",
    ]
    found = both.find("tổ 1 (chi hội b)")
    assert found is not None
    assert found.unit_id == "b1"
    assert both.find("Tổ 1") is None
    gone = UnitEvent(unit_id="b1", kind=UnitEventKind.DISSOLVED, on=CUT)
    assert tree_on(units, [*events, gone]).name("a1") == "Tổ 1"


def test_everything_below_a_unit_is_counted_with_it() -> None:
    assert tree(date(2020, 1, 1)).below("city") == {"city", *OLD}


def test_a_merger_into_itself_or_into_nothing_is_refused() -> None:
    with pytest.raises(FieldError, match="đơn vị nhận"):
        UnitEvent(unit_id="a", kind=UnitEventKind.MERGED)
    with pytest.raises(FieldError, match="chính nó"):
        UnitEvent(unit_id="a", kind=UnitEventKind.MERGED, other_id="a")


def test_a_unit_ends_after_all_else_of_that_day_whichever_was_written_first() -> None:
    founded = UnitEvent(unit_id="a", name="Chi hội A", on=PartialDate(2025, 7, 1))
    renamed = UnitEvent(unit_id="a", kind=UnitEventKind.RENAMED, name="Chi hội B", on=PartialDate(2025, 7))
    ended = UnitEvent(unit_id="a", kind=UnitEventKind.DISSOLVED, on=CUT)
    assert in_order([ended, renamed, founded]) == [founded, renamed, ended]
    assert find_faults([Unit(id="a")], [ended, renamed, founded]) == ()
