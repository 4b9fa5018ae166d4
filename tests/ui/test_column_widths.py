"""Columns fill the list exactly, step back in turn, and never become unreadable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.column_widths import ColumnNeed, share_width

NAME = ColumnNeed(240, 180, grows=2)
BIRTH = ColumnNeed(130, 120)
UNIT = ColumnNeed(260, 236, grows=1)
PHONE = ColumnNeed(140, 130, optional=True)


def test_optional_columns_step_back_when_room_is_scarce() -> None:
    assert share_width(600, [NAME, BIRTH, UNIT, PHONE])[3] == 0
    assert share_width(700, [NAME, BIRTH, UNIT, PHONE])[3] >= 130


def test_without_room_every_column_keeps_its_least_width() -> None:
    assert share_width(300, [NAME, BIRTH, UNIT, PHONE]) == [180, 120, 236, 0]


def test_what_is_left_goes_to_those_that_grow() -> None:
    assert share_width(1070, [NAME, BIRTH, UNIT, PHONE]) == [440, 130, 360, 140]


def test_what_is_left_goes_to_the_last_when_none_grows() -> None:
    assert share_width(500, [BIRTH, ColumnNeed(100, 100)]) == [130, 370]


NEEDS = st.lists(
    st.builds(
        lambda least, more, grows, optional: ColumnNeed(least + more, least, grows, optional),
        st.integers(20, 300),
        st.integers(0, 200),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=9,
)


@given(NEEDS, st.integers(0, 3000))
def test_the_list_is_filled_exactly_or_scrolls_with_all_at_their_least(
    needs: list[ColumnNeed], room: int
) -> None:
    widths = share_width(room, needs)
    assert any(widths)
    for need, width in zip(needs, widths, strict=True):
        assert width >= need.least or (width == 0 and need.optional)
    if sum(widths) != room:
        assert sum(widths) > room
        assert all(width in (0, need.least) for need, width in zip(needs, widths, strict=True))
