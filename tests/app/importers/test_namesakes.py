"""Who shares a name with a member: never merged by name alone, never added without a word."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.members import Member
from app.importers.matching import is_unmarked
from app.importers.plan import ExistingMember, PlannedRow, RowKind
from app.vietnamese.dates import PartialDate
from tests.app.importers.lists import Memory, table

CUONG = Member(
    code="0004", full_name="Đỗ Đức Cường", birth=PartialDate(1951, 5, 12), national_id="006051000004"
)


def planned(row: tuple[Any, ...]) -> PlannedRow:
    memory = Memory("Chi hội A", "Chi hội B")
    memory.members.append(ExistingMember(CUONG, unit_id=memory.units[0].id))
    header = ("Họ và tên", "Ngày sinh", "Chi hội", "Số căn cước")
    return memory.plan(table(header, row)).rows[0]


@pytest.mark.parametrize(
    ("row", "kind", "said"),
    [
        # The name without its accents, everything else agreeing: perhaps he, never surely.
        (("Do Duc Cuong", "1951", "Chi hội A", ""), RowKind.DOUBTFUL, "Có thể là hội viên đã có"),
        # By the same id it is he, and his accents stay.
        (("Do Duc Cuong", "1951", "", "006051000004"), RowKind.SAME, ""),
        # Another year by one, another unit, no birth at all: another person, but told.
        (("Đỗ Đức Cường", "1952", "Chi hội A", ""), RowKind.NEW, "hãy gộp hai hồ sơ"),
        (("Đỗ Đức Cường", "", "Chi hội B", ""), RowKind.NEW, "Đỗ Đức Cường, sinh 12/05/1951"),
        # Surely another: born years apart, another id.
        (("Đỗ Đức Cường", "1960", "Chi hội A", ""), RowKind.NEW, ""),
        (("Đỗ Đức Cường", "", "Chi hội B", "006051999999"), RowKind.NEW, ""),
        # Another name that only reads alike without accents.
        (("Đỗ Đức Cương", "1951", "Chi hội A", ""), RowKind.NEW, ""),
    ],
)
def test_a_namesake_is_weighed_and_told(row: tuple[Any, ...], kind: RowKind, said: str) -> None:
    found = planned(row)
    assert found.kind is kind
    told = " ".join(problem.message for problem in found.problems)
    assert said in told
    assert bool(told) == bool(said)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Nguyen Van An", True), ("DO DUC CUONG", True), ("Ma Lan", False), ("Đỗ Duc", False), ("Ba", False)],
)
def test_a_name_is_known_to_lack_its_accents_only_where_it_must_have_some(name: str, expected: bool) -> None:
    assert is_unmarked(name) is expected
