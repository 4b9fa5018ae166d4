"""Votes and elections: who is elected, what passes, how many must come, which guest is named first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.meetings import Guest, RollCall, Share, quorum_reached, rank_guests
from app.domain.motions import Candidate, Election, Motion, outcome
from app.errors import FieldError

COUNTS = st.integers(0, 60)


def election(seats: int, valid: int | None) -> Election:
    return Election(meeting_id="m", name="Bầu BCH", office="Ủy viên", seats=seats, ballots_valid=valid)


def standing(votes: list[int]) -> list[Candidate]:
    return [
        Candidate(election_id="e", member_id=f"{place}", position=place, votes=number)
        for place, number in enumerate(votes)
    ]


@given(st.integers(1, 5), COUNTS, st.lists(COUNTS, max_size=8))
def test_elected_are_those_with_most_votes_of_more_than_half_and_never_one_of_equals(
    seats: int, valid: int, votes: list[int]
) -> None:
    people = standing(votes)
    found = outcome(election(seats, valid), people)
    winners, tied = list(found.elected), list(found.tied)
    assert len(winners) <= seats
    assert all(2 * (each.votes or 0) > valid for each in (*winners, *tied))
    rest = [each for each in people if each not in winners and each not in tied]
    least = min([each.votes or 0 for each in winners], default=10**6)
    assert all((each.votes or 0) < least for each in tied)
    # Nobody outside has as many votes as somebody inside, unless he did not reach half.
    for each in rest:
        if 2 * (each.votes or 0) > valid:
            assert len(winners) == seats or tied
            assert (each.votes or 0) < min(least, *(other.votes or 0 for other in tied), 10**6)
    if tied:
        assert len({each.votes for each in tied}) == 1
        assert len(winners) < seats < len(winners) + len(tied)


def test_nobody_is_elected_while_ballots_or_votes_are_not_counted() -> None:
    assert outcome(election(2, None), standing([5, 6])).elected == ()
    unknown = [*standing([9]), Candidate(election_id="e", member_id="x", votes=None)]
    assert outcome(election(2, 10), unknown).elected == ()


@given(COUNTS)
def test_a_share_is_the_least_number_that_is_enough(whole: int) -> None:
    half, two_thirds = Share.HALF.needed(whole), Share.TWO_THIRDS.needed(whole)
    assert 2 * half > whole >= 2 * (half - 1)
    assert Fraction(two_thirds) >= Fraction(2 * whole, 3) > two_thirds - 1
    assert Share.NONE.needed(whole) == 0


@given(COUNTS, COUNTS, st.sampled_from(Share))
def test_the_quorum_asks_for_a_share_of_those_called(came: int, more: int, quorum: Share) -> None:
    roll = RollCall(came + more, came, more, 0)
    reached = quorum_reached(quorum, roll)
    if quorum is Share.NONE or not roll.called:
        assert reached is None
    elif quorum is Share.HALF:
        assert reached is (came > more)
    else:
        assert reached is (came >= 2 * more)


@given(COUNTS, COUNTS, COUNTS)
def test_a_motion_passes_by_its_share_of_the_votes_cast(agree: int, against: int, other: int) -> None:
    motion = Motion(
        meeting_id="m", text="Thông qua", votes_for=agree, votes_against=against, votes_other=other
    )
    if motion.cast:
        assert motion.is_passed is (agree > against + other)
    else:
        assert motion.is_passed is None


def test_ballots_cannot_come_back_in_greater_number_than_they_were_given_out() -> None:
    with pytest.raises(FieldError) as issued:
        Election(meeting_id="m", name="Bầu", office="Ủy viên", ballots_issued=5, ballots_returned=6)
    with pytest.raises(FieldError) as valid:
        Election(meeting_id="m", name="Bầu", office="Ủy viên", ballots_returned=5, ballots_valid=6)
    assert (issued.value.field, valid.value.field) == ("ballots_returned", "ballots_valid")


#: In the order in which a secretary of protocol would name them.
OFFICES = (
    "Phó Chủ tịch Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh Việt Nam",
    "Ủy viên Ban Chấp hành Trung ương Hội, Phó Chủ tịch Hội Trường Sơn tỉnh Bắc Kạn",
    "Chủ tịch Hội Truyền thống Trường Sơn tỉnh Bắc Kạn",
    "Phó Bí thư Thường trực Tỉnh uỷ Bắc Kạn",
    "Phó Giám đốc Sở Nội vụ",
    "Bí thư Thành ủy",
    "Chủ tịch UBND thành phố Bắc Kạn",
    "Chủ tịch Ủy ban MTTQ Việt Nam thành phố Bắc Kạn",
    "Chủ tịch Hội Cựu chiến binh thành phố Bắc Kạn",
    "Phó Chủ tịch HĐND thành phố, Trưởng Ban Pháp chế",
    "Trưởng phòng Nội vụ thị xã",
    "Bí thư Đảng ủy phường Đức Xuân",
    "Chủ tịch Hội Cựu chiến binh phường Đức Xuân, thành phố Bắc Kạn, tỉnh Bắc Kạn",
    "Bí thư Chi bộ tổ 5",
    "Nhà báo",
)


@given(st.permutations(range(len(OFFICES))))
def test_guests_are_named_by_rank_whatever_order_they_were_typed_in(order: list[int]) -> None:
    typed = [
        Guest(meeting_id="m", name=f"Khách {number}", office=OFFICES[number], position=place)
        for place, number in enumerate(order)
    ]
    ranked = rank_guests(typed)
    assert [guest.position for guest in ranked] == list(range(1, len(OFFICES) + 1))
    assert tuple(guest.office for guest in ranked) == OFFICES
    assert rank_guests(ranked) == ranked
