"""People who stand in the register twice: what is offered, what is not, and what is remembered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.members import Gender, Member
from app.errors import NotFoundError
from app.services import duplicates, history, members
from app.services.likeness import LIKELY, POSSIBLE, compare_names
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
FULL = PartialDate(1950, 8, 15)


def add(register: Register, name: str, **values: Any) -> Member:
    return members.add_member(register, Member(full_name=name, **values), unit_id=None, today=TODAY)


def scores(register: Register, name: str, **values: Any) -> list[int]:
    draft = Member(full_name=name, **values)
    return [each.score for each in duplicates.possible_duplicates(register, draft, today=TODAY)]


@pytest.mark.parametrize(
    ("one", "other", "points", "word"),
    [
        ("Nguyễn Văn An", "NGUYỄN  văn AN", 60, "cùng họ tên"),
        ("Đỗ Thị Hoà", "Đỗ Thị Hòa", 60, "cùng họ tên"),
        ("Nguyễn Thị Lý", "Nguyễn Thị Lí", 58, "i – y"),
        ("Nguyễn Văn An", "Nguyen Van An", 55, "không dấu"),
        ("Nguyễn Văn Anh", "Nguyễn Văn Ánh", 40, "Anh – Ánh"),
        ("Cao Minh Anh", "Cao Minh Ánh", 40, "Anh – Ánh"),
        ("Nguyễn Văn An", "Văn An Nguyễn", 45, "thứ tự"),
        ("Nguyễn An", "Nguyễn Văn An", 45, "thiếu chữ đệm (Văn)"),
        ("Văn An", "Nguyễn Văn An", 35, "thiếu họ (Nguyễn)"),
        ("Nguyễn Văn Hưng", "Nguyễn Văn Hugn", 45, "Hưng – Hugn"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Loan", 30, "Lan – Loan"),
        ("Nguyễn Văn An", "Nguyễn Đức An", 20, "khác chữ đệm"),
        ("Nguyễn Văn An", "Trần Thị Bình", 0, "khác họ tên"),
    ],
)
def test_names_are_near_by_how_vietnamese_names_go_wrong(
    one: str, other: str, points: int, word: str
) -> None:
    for pair in ((one, other), (other, one)):
        found, reason = compare_names(*pair)
        assert found == points
        assert word.partition(" – ")[0] in reason


def test_a_namesake_is_offered_until_his_birth_says_otherwise(register: Register) -> None:
    add(register, "Nguyễn Văn An", birth=FULL, phone="0912 345 678")
    assert POSSIBLE <= scores(register, "Nguyễn Văn An")[0] < LIKELY
    assert POSSIBLE <= scores(register, "nguyen van an", birth=PartialDate(1950))[0] < LIKELY
    assert scores(register, "Nguyễn Văn An", birth=FULL)[0] >= LIKELY
    assert scores(register, "Nguyễn Văn An", birth=PartialDate(1950, 8))[0] >= LIKELY
    assert scores(register, "Nguyễn Văn An", birth=PartialDate(1950, 8, 16)) == []
    assert scores(register, "Nguyễn Văn An", birth=PartialDate(1949)) == []
    # One name and one telephone are one person with a slip in the date.
    for birth in (PartialDate(1950, 8, 16), PartialDate(1905)):
        assert scores(register, "Nguyễn Văn An", birth=birth, phone="0912345678")


def test_other_accents_count_less_than_none_and_need_something_else(register: Register) -> None:
    add(register, "Nguyễn Văn Ánh", birth=FULL, phone="0912345678")
    assert scores(register, "Nguyễn Văn Anh") == []
    slip = scores(register, "Nguyễn Văn Anh", birth=FULL)[0]
    bare = scores(register, "Nguyen Van Anh", birth=FULL)[0]
    assert POSSIBLE <= slip < bare < scores(register, "Nguyễn Văn Ánh", birth=FULL)[0]
    assert scores(register, "Nguyễn Văn Anh", birth=FULL, phone="0912345678")[0] < 99


def test_an_identity_number_outweighs_the_name_and_two_numbers_are_two_people(register: Register) -> None:
    add(register, "Nguyễn Văn An", birth=FULL, national_id="006050001234")
    assert scores(register, "Nguyễn Văn An", national_id="006050001234") == [99]
    assert LIKELY <= scores(register, "Trần Thị Bình", national_id="006050001234")[0] < 99
    assert scores(register, "Nguyễn Văn An", birth=FULL, national_id="031050009999") == []
    assert scores(register, "Nguyễn Văn An", birth=FULL, national_id="006050001243")[0] >= LIKELY  # a slip
    assert scores(register, "Nguyễn Văn An", birth=FULL, national_id="095012345")[0] >= LIKELY  # the old card


def test_a_telephone_shared_by_a_couple_is_not_enough(register: Register) -> None:
    home = {"address": "Tổ 5, phường Đức Xuân", "hometown": "Bạch Thông", "phone": "0912345678"}
    add(register, "Nguyễn Văn An", birth=PartialDate(1950), gender=Gender.MALE, **home)
    assert scores(register, "Trần Thị Bình", birth=PartialDate(1950), **home) == []
    assert scores(register, "An", phone="0912345678") == []
    assert scores(register, "Nguyễn An", phone="0912.345.678")


def test_a_slip_in_the_given_name_is_found_by_the_full_date(register: Register) -> None:
    add(register, "Nguyễn Văn Hưng", birth=FULL)
    assert scores(register, "Nguyễn Văn Hugn", birth=FULL)


def test_a_member_is_not_a_duplicate_of_himself_nor_of_whom_he_was_told_from(register: Register) -> None:
    one, other = (add(register, "Nguyễn Văn An", birth=PartialDate(1950)) for _ in range(2))
    (offered,) = duplicates.possible_duplicates(register, one, today=TODAY)
    assert offered.row.id == other.id
    assert offered.reasons[:2] == ("cùng họ tên", "cùng năm sinh 1950")
    assert [(p.one.id, p.other.id) for p in duplicates.find_pairs(register, today=TODAY)] == [
        (one.id, other.id)
    ]
    duplicates.tell_apart(register, other.id, one.id)
    duplicates.tell_apart(register, one.id, other.id)  # said twice, remembered once
    assert len(register.history()) == 4
    assert duplicates.possible_duplicates(register, one, today=TODAY) == ()
    assert duplicates.find_pairs(register, today=TODAY) == ()
    history.undo(register)
    assert len(duplicates.find_pairs(register, today=TODAY)) == 1
    with pytest.raises(NotFoundError):
        duplicates.tell_apart(register, one.id, "nobody")


def test_pairs_over_the_whole_register_come_best_first(register: Register) -> None:
    people = [
        add(register, "Nguyễn Văn An", birth=FULL, national_id="006050001234"),
        add(register, "Nguyen Van An", national_id="006050001234"),  # by the number
        add(register, "Nông Thị Hiền", birth=PartialDate(1948, 2, 3)),
        add(register, "Nông Hiền", birth=PartialDate(1948, 2, 3)),  # a middle name missing
        add(register, "Ma Thế Lộc", birth=PartialDate(1951)),
        add(register, "Lộc Ma Thế", birth=PartialDate(1951, 4)),  # given name first
        add(register, "Hà Đức Mạnh"),
        add(register, "Hà Đức Mạnh", birth=PartialDate(1950)),  # birth not known of one
        add(register, "Lục Văn Tài", birth=PartialDate(1950, 1, 1)),
        add(register, "Lục Văn Tài", birth=PartialDate(1950, 1, 2)),  # two people
        add(register, "Bàn Văn Quý", birth=PartialDate(1950, 3, 4), phone="0912345678"),
        add(register, "Trần Thị Bình", birth=PartialDate(1952, 3, 4), phone="0912 345 678"),  # a couple
    ]
    found = duplicates.find_pairs(register, today=TODAY)
    places = {each.id: number for number, each in enumerate(people)}
    assert (places[found[0].one.id], places[found[0].other.id]) == (0, 1)
    assert {(places[p.one.id], places[p.other.id]) for p in found} == {(0, 1), (2, 3), (4, 5), (6, 7)}
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert len(duplicates.find_pairs(register, today=TODAY, limit=1)) == 1


def test_a_pair_that_shares_only_a_longer_name_is_found_within_a_year(register: Register) -> None:
    add(register, "Nguyễn Thị Minh Khai", birth=PartialDate(1950))
    add(register, "Nguyễn Minh Khai", birth=PartialDate(1950, 5))
    assert len(duplicates.find_pairs(register, today=TODAY)) == 1
