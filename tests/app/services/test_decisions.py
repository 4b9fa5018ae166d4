"""Review, tờ trình, decision and what follows; what the review declined and what the upper body decides."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.commendations import Award, RoundState, Verdict
from app.domain.funds import FundEntry
from app.domain.meetings import Meeting, MeetingKind
from app.errors import FieldError, RuleError
from app.services import (
    award_forms,
    certificates,
    commendations,
    decisions,
    handing_over,
    history,
    issuing,
    meetings,
    merging,
    reports,
)
from app.services.certificates import Writing
from app.services.decisions import Vote
from app.services.eligibility import EligibilityQuery, eligible
from app.services.history import Outcome
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.awards import (
    DAY,
    TODAY,
    UPPER,
    awards_of,
    chaired,
    chaired_file,
    find,
    make_round,
    propose,
)

__all__ = ["chaired", "chaired_file"]

MEETING = date(2023, 12, 28)


def take_back(register: Register, label: str) -> str:
    """Take back the newest change with this label; gives why it, or a part of it, stays."""
    change = next(each for each in register.history(limit=30) if each.label.startswith(label))
    try:
        told = history.take_back(register, change.id, today=TODAY)
    except RuleError as refused:
        return refused.message
    return " ".join(item.reason for item in told.items if item.outcome is not Outcome.RETURN)


def test_the_review_is_kept_with_its_meeting_and_votes(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An", "Bế Thị Ánh")
    held = Meeting(kind=MeetingKind.COMMITTEE, name="Họp xét", on=MEETING, work_year=2023)
    meetings.save_meeting(chaired, held, attendances=(), guests=())
    first, second = awards_of(chaired, round_id)
    votes = {
        first.id: Vote(Verdict.APPROVED, 7, 0),
        second.id: Vote(Verdict.DECLINED, 2, 5, "Để năm sau"),
    }
    saved = decisions.review(chaired, round_id, votes, meeting_id=held.id, by_ballot=True)
    assert (saved.minutes_on, saved.review_meeting_id, saved.by_ballot) == (MEETING, held.id, True)
    assert [(a.verdict, a.votes_for, a.votes_against) for a in awards_of(chaired, round_id)] == [
        (Verdict.APPROVED, 7, 0), (Verdict.DECLINED, 2, 5),
    ]  # fmt: skip
    other = make_round(chaired, "Bà Mùi")
    with pytest.raises(RuleError, match="không thuộc đợt"):
        decisions.review(chaired, other, {first.id: Vote(Verdict.APPROVED)})
    with pytest.raises(FieldError, match="không thể âm"):
        decisions.review(chaired, round_id, {first.id: Vote(Verdict.APPROVED, -1)})
    with pytest.raises(FieldError, match="trước ngày họp xét"):
        decisions.decide(chaired, round_id, decided_on=date(2023, 12, 1))


def test_nobody_is_decided_twice_after_two_records_of_one_person_were_merged(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An", "Bế Thị Ánh")
    plan = merging.plan_merge(chaired, find(chaired, "Ma Văn An"), find(chaired, "Bế Thị Ánh"), today=TODAY)
    merging.merge(chaired, plan, today=TODAY)
    with pytest.raises(RuleError, match="hai dòng Giấy khen"):
        decisions.decide(chaired, round_id, decided_on=DAY)
    commendations.remove_award(chaired, awards_of(chaired, round_id)[0].id)
    assert decisions.decide(chaired, round_id, decided_on=DAY).decision_number == 1


def test_who_is_declined_gets_no_number_no_paper_no_money_and_is_in_no_count(
    chaired: Register, tmp_path: Path
) -> None:
    round_id = make_round(chaired)
    awards = [
        propose(chaired, round_id, name, money=100_000) for name in ("Ma Văn An", "Bế Thị Ánh", "Bà Mùi")
    ]
    decisions.review(chaired, round_id, {awards[0].id: Vote(Verdict.DECLINED)}, minutes_on=MEETING)
    decisions.decide(chaired, round_id, decided_on=DAY)
    assert [award.register_number for award in awards_of(chaired, round_id)] == [None, 1, 2]
    card = commendations.round_card(chaired, round_id)
    assert (card.count.persons, len(card.printable)) == (2, 2)
    assert commendations.list_rounds(chaired)[0].count.persons == 2
    written = certificates.write_round(chaired, round_id, Writing(tmp_path / "a.pdf"), today=TODAY)
    assert written.pages == 2
    assert handing_over.hand_over(chaired, round_id, on=PartialDate(2024, 1, 9)) == 2
    assert handing_over.pay_rewards(chaired, round_id, on=PartialDate(2024, 1, 9)) == 200_000
    figures = reports.write_workbook(chaired, 2023, tmp_path / "b.xlsx", today=TODAY).figures
    assert figures["awards_persons"] == 2
    never = eligible(chaired, EligibilityQuery(never=True), today=TODAY)
    assert [row.name for row in never] == ["Ma Văn An", "Vũ Đình Trường"]
    all_declined = make_round(chaired, "Ma Văn An", name="Đợt khác")
    decisions.review(chaired, all_declined, {awards_of(chaired, all_declined)[0].id: Vote(Verdict.DECLINED)})
    with pytest.raises(RuleError, match="còn trống"):
        decisions.decide(chaired, all_declined, decided_on=DAY)


def test_a_round_for_the_upper_body_is_sent_and_its_decision_recorded(
    chaired: Register, tmp_path: Path
) -> None:
    round_id = make_round(chaired, "Ma Văn An", decider=UPPER)
    own = make_round(chaired, "Bế Thị Ánh")
    refusals: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: decisions.decide(chaired, round_id, decided_on=DAY), "do Ban Chấp hành Hội tỉnh quyết định"),
        (lambda: decisions.submit(chaired, own, on=DAY), "không phải trình"),
        (lambda: decisions.withdraw_submission(chaired, round_id), "không có tờ trình"),
        (
            lambda: decisions.record_upper_decision(chaired, own, decided_on=DAY, code="1"),
            "không chờ quyết định",
        ),
        (lambda: propose(chaired, own, "Bà Mùi", form="Bằng khen"), "cấp trên khen"),
    )
    for attempt, said in refusals:
        with pytest.raises(RuleError, match=said):
            attempt()
    sent = decisions.submit(chaired, round_id, on=DAY)
    assert sent.submission_code == "01/TTr-HTS"
    refusals = (
        (lambda: propose(chaired, round_id, "Bà Mùi"), "đã trình theo tờ trình 01/TTr-HTS"),
        (lambda: decisions.submit(chaired, round_id, on=DAY), "đã trình"),
        (
            lambda: decisions.record_upper_decision(chaired, round_id, decided_on=MEETING, code="15"),
            "trước ngày tờ trình",
        ),
        (
            lambda: decisions.record_upper_decision(chaired, round_id, decided_on=DAY, code=" "),
            "số quyết định của cấp trên",
        ),
    )
    for attempt, said in refusals:
        with pytest.raises(RuleError, match=said):
            attempt()
    decided = decisions.record_upper_decision(chaired, round_id, decided_on=DAY, code="15/QĐ-HT")
    assert (decided.state, decided.decision_number) == (RoundState.DECIDED, None)
    # It has no number of ours, no certificate of ours and costs our fund nothing.
    assert awards_of(chaired, round_id)[0].register_number is None
    assert decisions.decide(chaired, own, decided_on=DAY).decision_code == "01/QĐ-HTS"
    with pytest.raises(RuleError, match="giấy do cấp trên làm"):
        certificates.write_round(chaired, round_id, Writing(tmp_path / "a.pdf"), today=TODAY)
    with pytest.raises(RuleError, match="giấy do cấp trên làm"):
        issuing.issue(chaired, round_id, today=TODAY)
    assert handing_over.rewards_due(chaired, round_id) == ()
    with pytest.raises(RuleError, match=f"do {UPPER} chi"):
        handing_over.pay_rewards(chaired, round_id, on=PartialDate(2024, 2, 1))
    withdrawn = decisions.withdraw_decision(chaired, round_id)
    assert (withdrawn.state, withdrawn.submission_code) == (RoundState.DRAFT, "01/TTr-HTS")


def test_only_the_newest_submission_of_a_year_is_withdrawn(chaired: Register) -> None:
    first, second = (make_round(chaired, "Ma Văn An", decider=UPPER, name=name) for name in "AB")
    for round_id in (first, second):
        decisions.submit(chaired, round_id, on=DAY)
    with pytest.raises(RuleError, match="mới nhất"):
        decisions.withdraw_submission(chaired, first)
    oldest = [each for each in chaired.history(limit=30) if each.label == "Trình cấp trên khen thưởng"][-1]
    with pytest.raises(RuleError, match="sau tờ trình 01/TTr-HTS đã có tờ trình khác trong năm"):
        history.take_back(chaired, oldest.id, today=TODAY)
    decisions.withdraw_submission(chaired, second)
    decisions.withdraw_submission(chaired, first)
    assert decisions.submit(chaired, second, on=DAY).submission_code == "01/TTr-HTS"


def test_undo_passes_over_a_decision_on_which_an_issued_one_follows(chaired: Register) -> None:
    first, second = make_round(chaired, "Ma Văn An"), make_round(chaired, "Bế Thị Ánh", name="Đợt hai")
    for round_id in (first, second):
        decisions.decide(chaired, round_id, decided_on=DAY)
    issuing.issue(chaired, second, today=TODAY)
    assert "Quyết định" not in history.undo_state(chaired).undo
    history.undo(chaired)
    card = commendations.round_card(chaired, first)
    assert (card.round.decision_code, card.awards[0].register_number) == ("01/QĐ-HTS", 1)
    oldest = [each for each in chaired.history(limit=30) if each.label == "Quyết định khen thưởng"][-1]
    with pytest.raises(RuleError, match="sau quyết định 01/QĐ-HTS đã có quyết định khác trong năm"):
        history.take_back(chaired, oldest.id, today=TODAY)


@pytest.fixture
def decided(chaired: Register) -> str:
    """A round that was reviewed and decided, with a reward; by its id."""
    round_id = make_round(chaired)
    award = propose(chaired, round_id, "Ma Văn An", money=100_000)
    decisions.review(chaired, round_id, {award.id: Vote(Verdict.APPROVED, 7, 0)}, minutes_on=MEETING)
    decisions.decide(chaired, round_id, decided_on=DAY)
    return round_id


def only(register: Register, round_id: str) -> Award:
    (award,) = awards_of(register, round_id)
    return award


def test_what_follows_the_decision_can_be_taken_back_by_itself(chaired: Register, decided: str) -> None:
    issuing.issue(chaired, decided, today=TODAY)
    award = only(chaired, decided)
    issuing.nudge(chaired, award.id, "recipient 0 -1.5")
    held = Meeting(kind=MeetingKind.YEAR_END, name="Tổng kết", on=DAY, work_year=2023)
    meetings.save_meeting(chaired, held, attendances=(), guests=())
    handing_over.hand_over(chaired, decided, on=PartialDate(2024, 1, 5), meeting_id=held.id, to="Bà Mùi")
    handing_over.pay_rewards(chaired, decided, on=PartialDate(2024, 1, 5))
    with pytest.raises(RuleError, match="không còn tiền thưởng"):
        handing_over.pay_rewards(chaired, decided, on=PartialDate(2024, 1, 6))
    with pytest.raises(RuleError, match="Không còn ai"):
        handing_over.hand_over(chaired, decided, on=PartialDate(2024, 1, 6))
    for label in ("Chi tiền thưởng", "Ghi việc trao", "Dịch chữ"):
        assert take_back(chaired, label) == ""
    again = only(chaired, decided)
    assert (again.handed_on, again.handed_to, again.nudges) == (None, "", "")
    assert commendations.round_card(chaired, decided).round.meeting_id is None
    with chaired.read() as reader:
        assert reader.all(FundEntry) == ()
    assert handing_over.pay_rewards(chaired, decided, on=PartialDate(2024, 1, 6)) == 100_000


def test_what_led_to_a_decision_is_taken_back_after_it_alone(chaired: Register, decided: str) -> None:
    assert "đã có quyết định 01/QĐ-HTS" in take_back(chaired, "Ghi kết quả họp xét")
    assert "đã sửa" in take_back(chaired, "Thêm khen thưởng")
    assert take_back(chaired, "Quyết định khen thưởng") == ""
    assert (only(chaired, decided).register_number, only(chaired, decided).votes_for) == (None, 7)
    assert take_back(chaired, "Ghi kết quả họp xét") == ""
    assert (only(chaired, decided).verdict, only(chaired, decided).votes_for) == (Verdict.OPEN, None)
    decisions.decide(chaired, decided, decided_on=DAY)
    issuing.issue(chaired, decided, today=TODAY)
    assert "đã sửa Tình trạng" in take_back(chaired, "Quyết định khen thưởng")
    assert "đã in ra giấy" in take_back(chaired, "Phát hành")


def test_a_decision_stays_while_awards_are_handed_over_or_paid_on_it(chaired: Register, decided: str) -> None:
    with pytest.raises(FieldError, match="Ngày chi trước ngày quyết định"):
        handing_over.pay_rewards(chaired, decided, on=PartialDate(2024, 1, 4))
    handing_over.hand_over(chaired, decided, on=PartialDate(2024, 1, 5))
    with pytest.raises(RuleError, match="đã ghi trao khen thưởng nên chưa rút được"):
        decisions.withdraw_decision(chaired, decided)
    handing_over.clear_hand_over(chaired, [only(chaired, decided).id])
    handing_over.pay_rewards(chaired, decided, on=PartialDate(2024, 1, 5))
    with pytest.raises(RuleError, match="đã chi tiền thưởng từ quỹ nên chưa rút được"):
        decisions.withdraw_decision(chaired, decided)
    assert "đã chi tiền thưởng từ quỹ" in take_back(chaired, "Quyết định khen thưởng")
    assert take_back(chaired, "Chi tiền thưởng") == ""
    assert decisions.withdraw_decision(chaired, decided).state is RoundState.DRAFT


def test_a_form_keeps_its_name_while_decided_awards_wait_for_it_and_lists_follow_it(
    chaired: Register, decided: str
) -> None:
    draft = make_round(chaired, "Bế Thị Ánh", name="Đợt hai")
    forms = award_forms.list_forms(chaired).forms
    renamed = [dataclasses.replace(forms[0], name="Giấy khen của Hội"), *forms[1:]]
    for changed in (renamed, forms[1:]):
        with pytest.raises(RuleError, match="còn 01 “Giấy khen” chưa in"):
            award_forms.save_forms(chaired, changed)
    assert issuing.issue(chaired, decided, today=TODAY) == 1
    award_forms.save_forms(chaired, renamed)
    assert (only(chaired, decided).form, only(chaired, draft).form) == ("Giấy khen", "Giấy khen của Hội")
    decisions.decide(chaired, draft, decided_on=DAY)
    assert only(chaired, draft).register_number == 1  # numbers run for each form
    assert issuing.issue(chaired, draft, today=TODAY) == 1


def test_a_list_that_was_sent_up_and_a_recorded_decision_keep_their_order(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An", decider=UPPER)
    decisions.submit(chaired, round_id, on=DAY)
    assert "đã trình theo tờ trình 01/TTr-HTS" in take_back(chaired, "Thêm khen thưởng")
    decisions.record_upper_decision(chaired, round_id, decided_on=DAY, code="15/QĐ-HT")
    decisions.decide(chaired, make_round(chaired, "Bế Thị Ánh"), decided_on=DAY)
    # Numbers of our own decisions have nothing to do with what the upper body decided.
    assert take_back(chaired, "Ghi quyết định khen thưởng của cấp trên") == ""
    assert commendations.round_card(chaired, round_id).round.state is RoundState.DRAFT
    assert take_back(chaired, "Trình cấp trên") == ""
    decisions.submit(chaired, round_id, on=DAY)
    decisions.withdraw_submission(chaired, round_id)
    assert "phải trình lại" in take_back(chaired, "Rút tờ trình")
