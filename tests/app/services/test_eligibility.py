"""Who could be honoured, and what follows a decision: handing over, and paying once."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from app.domain.commendations import Verdict
from app.domain.funds import FundEntry
from app.domain.members import Member
from app.domain.status import StatusEvent, StatusKind
from app.errors import FieldError, RuleError
from app.services import commendations, decisions, handing_over, history, members
from app.services.decisions import Vote
from app.services.eligibility import EligibilityQuery, Eligible, eligible, propose_many
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
DAY = date(2024, 1, 5)


@pytest.fixture
def people(register: Register) -> dict[str, str]:
    """Three members with their ids: of 2003 with a break of four years, of 2015, and of unknown date."""
    ids = {}
    for name, joined in (
        ("Ma Văn An", PartialDate(2003)),
        ("Bế Thị Ánh", PartialDate(2015)),
        ("Lý Mùi", None),
    ):
        added = members.add_member(register, Member(full_name=name, joined=joined), unit_id=None, today=TODAY)
        ids[name] = added.id
    for kind, year in ((StatusKind.RESIGNED, 2010), (StatusKind.RESTORED, 2015)):
        event = StatusEvent(member_id=ids["Ma Văn An"], kind=kind, on=PartialDate(year, 1, 1))
        members.record_event(register, event, today=TODAY)
    return ids


def row(register: Register, name: str, query: EligibilityQuery | None = None) -> Eligible:
    (found,) = (r for r in eligible(register, query or EligibilityQuery(), today=TODAY) if r.name == name)
    return found


def names(register: Register, query: EligibilityQuery) -> set[str]:
    return {each.name for each in eligible(register, query, today=TODAY)}


def test_years_of_membership_leave_out_the_time_away_and_unknown_stays_unknown(
    register: Register, people: dict[str, str]
) -> None:
    assert row(register, "Ma Văn An").years == 7 + 9
    assert row(register, "Bế Thị Ánh").years == 9
    assert row(register, "Lý Mùi").years is None
    assert names(register, EligibilityQuery(min_years=9)) == {"Ma Văn An", "Bế Thị Ánh"}
    assert names(register, EligibilityQuery(min_years=10)) == {"Ma Văn An"}


def test_who_had_what_and_who_never(register: Register, people: dict[str, str]) -> None:
    round_ = commendations.save_round(register, commendations.new_round(register, year=2023))
    ids = [people["Ma Văn An"], people["Bế Thị Ánh"]]
    added = propose_many(register, round_.id, ids, today=TODAY)
    assert [award.position for award in added] == [1, 2]
    assert propose_many(register, round_.id, [*ids, people["Lý Mùi"]], today=TODAY)[0].recipient == "Lý Mùi"
    with pytest.raises(RuleError, match="đã có trong danh sách"):
        propose_many(register, round_.id, ids, today=TODAY)
    assert names(register, EligibilityQuery(never=True)) == set(people)  # nothing is decided yet
    decisions.review(register, round_.id, {added[1].id: Vote(Verdict.DECLINED, 2, 5, "chưa đủ năm")})
    decisions.decide(register, round_.id, decided_on=DAY, signer="A")
    assert names(register, EligibilityQuery(never=True)) == {"Bế Thị Ánh"}
    assert names(register, EligibilityQuery(form="Giấy khen")) == {"Bế Thị Ánh"}
    assert names(register, EligibilityQuery(not_since=2023)) == {"Bế Thị Ánh"}
    assert names(register, EligibilityQuery(not_since=2024)) == set(people)
    assert (row(register, "Lý Mùi").last_form, row(register, "Lý Mùi").last_year) == ("Giấy khen", 2023)


def test_who_left_is_not_asked_for(register: Register, people: dict[str, str]) -> None:
    died = StatusEvent(member_id=people["Lý Mùi"], kind=StatusKind.DIED, on=PartialDate(2023, 5))
    members.record_event(register, died, today=TODAY)
    assert names(register, EligibilityQuery()) == {"Ma Văn An", "Bế Thị Ánh"}


def test_handing_over_comes_after_the_decision_and_can_be_taken_back(
    register: Register, people: dict[str, str]
) -> None:
    round_ = commendations.save_round(register, commendations.new_round(register, year=2023))
    first, second = propose_many(register, round_.id, list(people.values())[:2], today=TODAY)
    with pytest.raises(RuleError, match="chưa có quyết định"):
        handing_over.hand_over(register, round_.id, on=PartialDate(2024, 1, 5))
    decisions.decide(register, round_.id, decided_on=DAY, signer="A")
    with pytest.raises(FieldError, match="trước ngày quyết định"):
        handing_over.hand_over(register, round_.id, on=PartialDate(2024, 1, 4))
    assert handing_over.hand_over(register, round_.id, on=PartialDate(2024, 1, 5), award_ids={first.id}) == 1
    assert handing_over.hand_over(register, round_.id, on=PartialDate(2024, 1), to="con trai") == 1
    held = {a.id: a for a in commendations.round_card(register, round_.id).awards}
    assert held[first.id].handed_on == PartialDate(2024, 1, 5)
    assert held[second.id].handed_to == "con trai"
    with pytest.raises(RuleError, match="Không còn ai"):
        handing_over.hand_over(register, round_.id, on=PartialDate(2024, 1, 5))
    handing_over.clear_hand_over(register, [second.id])
    assert commendations.round_card(register, round_.id).awards[1].handed_on is None


def test_reward_money_leaves_the_fund_once(register: Register, people: dict[str, str]) -> None:
    round_ = commendations.save_round(register, commendations.new_round(register, year=2023))
    for award in propose_many(register, round_.id, list(people.values())[:2], today=TODAY):
        commendations.save_award(register, dataclasses.replace(award, money=100_000))
    with pytest.raises(RuleError, match="chưa có quyết định"):
        handing_over.pay_rewards(register, round_.id, on=PartialDate(2024, 1, 5))
    decisions.decide(register, round_.id, decided_on=DAY, signer="A")
    assert len(handing_over.rewards_due(register, round_.id)) == 2
    assert handing_over.pay_rewards(register, round_.id, on=PartialDate(2024, 1, 5)) == 200_000
    with pytest.raises(RuleError, match="không còn tiền thưởng"):
        handing_over.pay_rewards(register, round_.id, on=PartialDate(2024, 1, 5))
    with register.read() as reader:
        assert [entry.amount for entry in reader.all(FundEntry)] == [100_000, 100_000]
    history.undo(register)
    assert len(handing_over.rewards_due(register, round_.id)) == 2
