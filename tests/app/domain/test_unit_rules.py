"""Events of units that can and cannot follow each other, and the tree that follows from possible ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.unit_rules import find_faults
from app.domain.units import Unit, UnitEvent, UnitEventKind, tree_on
from app.vietnamese.dates import PartialDate

IDS = ("a", "b", "c", "d")
UNITS = tuple(Unit(id=name, position=n) for n, name in enumerate(IDS))
KIND = UnitEventKind


def event(unit: str, kind: UnitEventKind, year: int | None, other: str | None = None) -> UnitEvent:
    on = PartialDate(year) if year else None
    name = f"Chi hội {unit.upper()}" if kind in (KIND.ESTABLISHED, KIND.SPLIT, KIND.RENAMED) else ""
    if kind in (KIND.MERGED, KIND.SPLIT):
        return UnitEvent(unit_id=unit, kind=kind, on=on, name=name, level="Chi hội", other_id=other)
    return UnitEvent(unit_id=unit, kind=kind, on=on, name=name, level="Chi hội", parent_id=other)


BORN = [event(name, KIND.ESTABLISHED, 2010) for name in IDS]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], ""),
        ([event("b", KIND.MOVED, 2011, "a"), event("a", KIND.MERGED, 2012, "c")], ""),
        ([event("a", KIND.DISSOLVED, 2011), event("a", KIND.ESTABLISHED, 2012)], ""),
        ([event("a", KIND.RENAMED, 2009)], "chưa thành lập (thành lập 2010)"),
        ([event("a", KIND.RENAMED, None)], "chưa thành lập"),
        ([event("a", KIND.RENAMED, 2030)], "còn ở phía trước"),
        ([event("a", KIND.ESTABLISHED, 2011)], "đã có rồi"),
        (
            [event("a", KIND.DISSOLVED, 2011), event("a", KIND.RENAMED, 2012)],
            "đã thôi trước đó (giải thể 2011)",
        ),
        ([event("a", KIND.MERGED, 2011, "b"), event("a", KIND.MOVED, 2012, "c")], "sáp nhập 2011"),
        ([event("a", KIND.DISSOLVED, 2011), event("b", KIND.MERGED, 2012, "a")], "“Chi hội A” không còn"),
        ([event("a", KIND.MERGED, 2011, "b"), event("b", KIND.MERGED, 2011, "a")], "không còn"),
        ([event("b", KIND.MOVED, 2011, "a"), event("a", KIND.DISSOLVED, 2012)], "còn trực thuộc “Chi hội A”"),
        ([event("b", KIND.MOVED, 2011, "a"), event("a", KIND.MOVED, 2012, "b")], "nằm dưới"),
        ([event("b", KIND.MOVED, 2011, "a"), event("a", KIND.MERGED, 2012, "b")], "không thể là cấp trên"),
    ],
)
def test_what_cannot_follow_is_told_in_one_sentence(events: list[UnitEvent], said: str) -> None:
    found = find_faults(UNITS, [*BORN, *events], today=date(2024, 1, 1))
    assert bool(found) == bool(said)
    assert not said or said in found[0].message
    assert all("\n" not in fault.message for fault in found)


def test_a_unit_stands_under_none_that_comes_later_and_merges_into_none_either() -> None:
    late = event("d", KIND.ESTABLISHED, 2015)
    born = BORN[:3]
    for wrong in (event("a", KIND.MOVED, 2012, "d"), event("a", KIND.MERGED, 2012, "d")):
        (fault,) = find_faults(UNITS, [*born, late, wrong])
        assert "chưa thành lập" in fault.message


def test_namesakes_of_one_level_are_told_apart_by_their_parents_only() -> None:
    same = UnitEvent(unit_id="b", on=PartialDate(2010), name="CH a", level="Chi hội")
    events = [BORN[0], same, BORN[2]]
    assert ["Đã có đơn vị tên" in fault.message for fault in find_faults(UNITS[:3], events)] == [True]
    moved = event("b", KIND.MOVED, 2010, "c")
    assert find_faults(UNITS[:3], [*events, moved]) == ()
    other_level = UnitEvent(unit_id="b", on=PartialDate(2010), name="Hội A", level="Hội phường")
    assert find_faults(UNITS[:3], [BORN[0], other_level, BORN[2]]) == ()


@st.composite
def histories(draw: st.DrawFn) -> list[UnitEvent]:
    """Possible histories: each change is kept if the units can be with it, as the services do."""
    kept = list(BORN)
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from([KIND.MOVED, KIND.MERGED, KIND.DISSOLVED]))
        unit, other = draw(st.permutations(IDS))[:2]
        change = event(unit, kind, draw(st.integers(2011, 2014)), other)
        if not find_faults(UNITS, [*kept, change]):
            kept.append(change)
    return kept


@settings(max_examples=40)
@given(histories())
def test_on_every_day_of_a_possible_history_each_unit_stands_once_and_everybody_is_counted(
    events: list[UnitEvent],
) -> None:
    for year in range(2010, 2016):
        tree = tree_on(UNITS, events, date(year, 12, 31))
        lines = tree.lines()
        assert sorted(s.unit_id for s, _ in lines) == sorted(s.unit_id for s in tree.alive())
        roots = [s.unit_id for s, depth in lines if depth == 0]
        alive = {s.unit_id for s in tree.alive()}
        assert sorted(unit_id for root in roots for unit_id in tree.below(root) & alive) == sorted(alive)
        for state, depth in lines:
            assert len(tree.above(state.unit_id)) == depth
        for state in tree.states:
            gone_to = tree.get(tree.resolve(state.unit_id))
            assert gone_to is not None
            assert gone_to.alive or gone_to.merged_into is None


@settings(max_examples=40)
@given(histories(), st.integers(0, 1500))
def test_what_happens_later_never_changes_a_day_before(events: list[UnitEvent], back: int) -> None:
    day = date(2014, 12, 31) - timedelta(days=back)
    known = [e for e in events if e.on is not None and e.on.earliest() <= day]
    assert tree_on(UNITS, events, day) == tree_on(UNITS, known)
