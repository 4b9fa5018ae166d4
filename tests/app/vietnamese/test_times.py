"""Hours are read as people type them."""

from __future__ import annotations

import pytest

from app.vietnamese.times import read_time


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("10h", "10:00"),
        ("7h30", "07:30"),
        ("8 giờ", "08:00"),
        ("8 giờ 30 phút", "08:30"),
        ("8g5", "08:05"),
        ("8.30", "08:30"),
        ("08:00", "08:00"),
        ("14", "14:00"),
        ("25h", "25h"),
        ("8h61", "8h61"),
        ("sáng", "sáng"),
        ("", ""),
    ],
)
def test_an_hour_is_read_as_it_is_typed_and_what_is_none_is_left_to_be_named(typed: str, hour: str) -> None:
    assert read_time(typed) == hour
