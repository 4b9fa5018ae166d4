"""Adding, taking away, doubling, ordering and restyling give layouts that a file could hold."""

from __future__ import annotations

import dataclasses

import pytest

from app.paths import user_paths
from app.services.layouts import FIELDS, Layout, find_layout
from ui.designer.editing import (
    add_field,
    add_line,
    add_picture,
    add_text,
    change_boxes,
    duplicate,
    remove,
    reorder,
    reordered_name,
    set_page,
)
from ui.designer.geometry import frames


@pytest.fixture(scope="module")
def usual() -> Layout:
    return find_layout(user_paths(), "truyen-thong")


def test_what_is_added_gets_a_free_name_and_does_not_lie_on_the_one_before(usual: Layout) -> None:
    first, name = add_field(usual, "recipient")
    second, other = add_field(first, "recipient")
    assert (name, other) == ("box:recipient-2", "box:recipient-3")
    assert frames(second)[name] != frames(second)[other]
    code, qr = add_field(usual, "qr")
    assert frames(code)[qr].width == frames(code)[qr].height
    words, text = add_text(usual, "Khen thưởng")
    assert words.box(text.removeprefix("box:")).text == "Khen thưởng"
    assert not words.box(text.removeprefix("box:")).overlay
    assert add_line(usual)[1] == f"line:{len(usual.lines)}"
    logo, picture = add_picture(usual, "aGk=", 2.0)
    frame = frames(logo)[picture]
    assert frame.width == pytest.approx(2 * frame.height, abs=0.2)


def test_taking_a_box_away_lets_the_next_follow_the_one_before(usual: Layout) -> None:
    assert usual.box("achievement").follows == "detail"
    left = remove(usual, {"box:detail"})
    assert left.box("achievement").follows == "recipient"
    assert all(each.key != "detail" for each in left.boxes)
    assert remove(left, {"box:recipient"}).box("achievement").follows == ""
    lined, name = add_line(usual)
    assert remove(lined, {name}) == usual


def test_a_copy_stands_beside_and_follows_nobody(usual: Layout) -> None:
    doubled, names = duplicate(usual, {"box:detail", "box:signer"})
    assert names == ("box:detail-2", "box:signer-2")
    assert doubled.box("detail-2").follows == ""
    assert doubled.box("detail-2").style == usual.box("detail").style
    assert frames(doubled)["box:detail-2"].x > frames(doubled)["box:detail"].x


def test_no_box_is_ordered_before_the_one_it_follows(usual: Layout) -> None:
    keys = [each.key for each in usual.boxes]
    at = keys.index("detail")
    assert reorder(usual, "box:detail", earlier=True) == usual
    assert keys[at - 1] == "recipient"
    later = reorder(usual, "box:signer", earlier=False)
    assert [each.key for each in later.boxes].index("signer") == keys.index("signer") + 1
    lined, _ = add_line(add_line(usual)[0])
    assert reordered_name(lined, "line:1", earlier=True) == "line:0"
    assert reordered_name(lined, "line:1", earlier=False) == "line:1"


def test_the_smallest_size_of_a_style_never_passes_its_size(usual: Layout) -> None:
    small = change_boxes(usual, {"box:signer"}, {"style.size": 9.0})
    assert (small.box("signer").style.size, small.box("signer").style.min_size) == (9.0, 9.0)
    large = change_boxes(usual, {"box:signer"}, {"style.min_size": 20.0})
    assert large.box("signer").style.size == 20.0
    assert change_boxes(usual, {"box:signer"}, {"rule.gap": 2.0}) == usual  # it has no rule to set
    assert change_boxes(usual, {"box:detail"}, {"align": "left"}).box("detail").align == "left"


def test_on_a_smaller_page_everything_comes_in(usual: Layout) -> None:
    small = set_page(usual, 210, 148)
    assert (small.width, small.height) == (210, 148)
    assert all(frame.right <= 210.01 and frame.bottom <= 148.01 for frame in frames(small).values())
    assert dataclasses.replace(set_page(usual, 420, 297), width=297, height=210) == usual


def test_every_field_of_the_register_can_be_added(usual: Layout) -> None:
    layout = usual
    for field in FIELDS:
        layout, _ = add_field(layout, field.key)
    assert len(layout.boxes) == len(usual.boxes) + len(FIELDS)
