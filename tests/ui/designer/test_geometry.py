"""Moving, sizing, snapping and lining up never lose a thing and never put one off the page."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.layouts import Box, Layout, Line, Picture, Style
from ui.designer.geometry import (
    HANDLES,
    SMALLEST,
    Frame,
    align,
    around,
    at_point,
    centre_on_page,
    distribute,
    frames,
    move,
    place,
    resize,
    snapped_move,
    snapped_pull,
    targets,
    within,
)

STYLE = Style("Tinos-Regular", 12, 8)


def box(key: str, x: float, y: float, width: float = 40, height: float = 10) -> Box:
    return Box(key, x, y, width, height, STYLE, text=key)


def page(*boxes: Box) -> Layout:
    return Layout("thu", "Thử", 297, 210, boxes)


LAYOUT = dataclasses.replace(
    page(box("a", 10, 10), box("b", 100, 50, 80, 20), box("c", 200, 120, 30, 10)),
    lines=(Line(20, 180, 120, 170, 0.6),),
    pictures=(Picture(250, 150, 30, 40, "aGk="),),
)
NAMES = tuple(frames(LAYOUT))

_mm = st.floats(-500, 500, allow_nan=False).map(lambda value: round(value, 2))
_some = st.sets(st.sampled_from(NAMES), min_size=1)


def is_on_page(layout: Layout) -> bool:
    return all(
        f.x >= 0 and f.y >= 0 and f.right <= layout.width + 0.011 and f.bottom <= layout.height + 0.011
        for f in frames(layout).values()
    )


@settings(max_examples=60)
@given(names=_some, dx=_mm, dy=_mm)
def test_moving_keeps_sizes_distances_and_the_page(names: set[str], dx: float, dy: float) -> None:
    before, moved = frames(LAYOUT), move(LAYOUT, names, dx, dy)
    after = frames(moved)
    assert is_on_page(moved)
    for steps in (
        [after[name].x - before[name].x for name in names],
        [after[name].y - before[name].y for name in names],
    ):
        assert max(steps) - min(steps) <= 0.02
    for name in NAMES:
        assert after[name].width == pytest.approx(before[name].width, abs=0.02)
        assert after[name].height == pytest.approx(before[name].height, abs=0.02)
        if name not in names:
            assert after[name] == before[name]


@settings(max_examples=80)
@given(name=st.sampled_from(NAMES), handle=st.sampled_from(HANDLES), dx=_mm, dy=_mm)
def test_a_pulled_thing_stays_on_the_page_and_its_other_edges_stay(
    name: str, handle: tuple[int, int], dx: float, dy: float
) -> None:
    before, sized = frames(LAYOUT)[name], resize(LAYOUT, name, handle, dx, dy)
    after = frames(sized)[name]
    assert is_on_page(sized)
    if handle[0] >= 0:
        assert after.x == pytest.approx(before.x, abs=0.02)
    if handle[0] <= 0:
        assert after.right == pytest.approx(before.right, abs=0.02)
    if handle[1] >= 0:
        assert after.y == pytest.approx(before.y, abs=0.02)
    if handle[1] <= 0:
        assert after.bottom == pytest.approx(before.bottom, abs=0.02)
    if not name.startswith("line:"):
        assert min(after.width, after.height) >= SMALLEST - 0.02


@settings(max_examples=40)
@given(names=_some, edge=st.sampled_from(["left", "centre", "right", "top", "middle", "bottom"]))
def test_lined_up_things_share_that_edge(names: set[str], edge: str) -> None:
    lined = align(LAYOUT, names, edge)
    attribute = {"left": "x", "top": "y"}.get(edge, edge)
    places = [getattr(frames(lined)[name], attribute) for name in names]
    assert max(places) - min(places) <= 0.02
    assert is_on_page(lined)
    if len(names) == 1:
        expected = getattr(Frame(0, 0, 297, 210), attribute)
        assert places[0] == pytest.approx(expected, abs=0.02)
    assert frames(align(lined, names, edge)).keys() == frames(lined).keys()


def test_distributed_things_have_equal_gaps_and_the_ends_stay() -> None:
    names = {"box:a", "box:b", "box:c"}
    spread = frames(distribute(LAYOUT, names, across=True))
    first, second, third = (spread[f"box:{key}"] for key in "abc")
    assert second.x - first.right == pytest.approx(third.x - second.right, abs=0.02)
    assert (first.x, third.right) == (10, 230)
    down = frames(distribute(LAYOUT, names, across=False))
    assert down["box:b"].y - down["box:a"].bottom == pytest.approx(
        down["box:c"].y - down["box:b"].bottom, abs=0.02
    )
    assert distribute(LAYOUT, {"box:a", "box:b"}, across=True) == LAYOUT


def test_centring_moves_a_group_as_a_whole() -> None:
    centred = frames(centre_on_page(LAYOUT, {"box:a", "box:b"}))
    whole = around([centred["box:a"], centred["box:b"]])
    assert whole.centre == pytest.approx(148.5, abs=0.01)
    assert centred["box:b"].x - centred["box:a"].x == pytest.approx(90, abs=0.02)


def test_things_are_drawn_by_edges_of_others_then_by_half_millimetres() -> None:
    frame = frames(LAYOUT)["box:a"]
    lines = targets(LAYOUT, {"box:a"}, uprights=(77.3,))
    near_b = snapped_move(frame, 89.2, 0.26, lines, 1.5)
    assert (near_b.dx, near_b.uprights) == (90, (100,))  # its left edge onto b's
    assert (near_b.dy, near_b.levels) == (0.5, ())
    guide = snapped_move(frame, 68, 33, lines, 1.5)
    assert guide.uprights == (77.3,)
    assert frame.x + guide.dx == pytest.approx(77.3)
    free = snapped_move(frame, 12.37, 0, lines, 0.0)
    assert (frame.x + free.dx) % 0.5 == 0
    assert free.uprights == ()
    pulled = snapped_pull(frame, (1, 0), 48.9, 7.0, lines, 1.5)
    assert frame.right + pulled.dx == 100 or frame.right + pulled.dx == pytest.approx(98.5)
    assert pulled.dy == 0


def test_of_things_over_one_another_the_smallest_is_taken() -> None:
    layout = page(box("large", 0, 0, 200, 100), box("small", 20, 20, 30, 10))
    assert at_point(layout, 25, 25, 0) == "box:small"
    assert at_point(layout, 100, 80, 0) == "box:large"
    assert at_point(layout, 250, 200, 1) == ""
    assert within(layout, Frame(190, 90, 30, 30)) == ("box:large",)


def test_numbers_are_held_to_the_page_and_a_falling_line_keeps_falling() -> None:
    assert frames(place(LAYOUT, "box:a", Frame(280, -5, 400, 30)))["box:a"] == Frame(0, 0, 297, 30)
    line = move(LAYOUT, {"line:0"}, 10, 5).lines[0]
    assert (line.x1, line.y1, line.x2, line.y2) == (30, 185, 130, 175)
    assert move(LAYOUT, (), 5, 5) == LAYOUT
