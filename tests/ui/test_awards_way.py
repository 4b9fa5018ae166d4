"""The way of a round through the window: proposals, review, tờ trình, decision, handing over, rewards."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.domain.commendations import Award, AwardRound, RoundState, Verdict
from app.domain.funds import FundEntry
from app.services import commendations, decisions
from tests.ui.conftest import opened, shown_page
from ui.dialogs.award_day import AwardDayDialog
from ui.dialogs.award_edit import AwardDialog
from ui.dialogs.award_eligible import AwardEligibleDialog
from ui.dialogs.award_hand_over import AwardHandOverDialog
from ui.dialogs.award_review import AwardReviewDialog
from ui.dialogs.award_round import AwardRoundDialog
from ui.dialogs.decide import UpperDecisionDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.awards import AwardsPage
from ui.widgets.template_menu import open_template, reset_template

_UPPER = "Hội Trường Sơn tỉnh Bắc Kạn"


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[AwardsPage]:
    with shown_page(AwardsPage(demo_context), qtbot) as page:
        yield page
        page.certificates.pdf.clear()


def row(dialog: AwardEligibleDialog, number: int) -> Any:
    return dialog.table.ticks.row_at(number)


def open_round(page: AwardsPage, *, decider: str = "", people: int = 3) -> AwardRound:
    """A new round of the year 2024 with some members on its list, shown on the page."""
    register = page.context.services.register
    made = commendations.save_round(register, commendations.new_round(register, year=2024, decider=decider))
    page.open_record(made.id)
    page.recipients.add_eligible()
    dialog = opened(AwardEligibleDialog)
    for number in range(people):
        dialog.table.toggle(dialog.table.ticks.row_at(number))
    dialog.save_button.click()
    return made


def round_of(page: AwardsPage) -> AwardRound:
    assert page.card is not None
    return page.card.round


def awards_of(page: AwardsPage) -> tuple[Award, ...]:
    assert page.card is not None
    return page.card.awards


# ---------------------------------------------------------------- proposals


def test_members_are_narrowed_ticked_and_put_on_the_list_in_one_change(page: AwardsPage) -> None:
    register = page.context.services.register
    made = commendations.save_round(register, commendations.new_round(register, year=2024))
    page.open_record(made.id)
    page.recipients.add_eligible()
    dialog = opened(AwardEligibleDialog)
    everybody = dialog.table.ticks.total
    dialog.try_save()
    assert "Chưa đánh dấu ai" in dialog.error
    dialog.never.click()
    assert dialog.table.ticks.total == everybody - 6, "six members were honoured in 2023"
    dialog.table.order_asked.emit((("name", True),))
    last = row(dialog, 0)
    dialog.table.order_asked.emit((("name", False),))
    first = row(dialog, 0)
    assert last.name == row(dialog, everybody - 7).name
    dialog.table.setFocus()
    dialog.table.select_id(first.member_id)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    dialog.table.toggle(last)
    assert "đã chọn 2" in dialog.count.text()
    dialog.save_button.click()
    assert {award.recipient for award in awards_of(page)} == {first.name, last.name}
    assert all(award.proposer_id for award in awards_of(page)), "each is proposed by his own chi hội"
    assert register.history(limit=1)[0].label == "Thêm 2 người vào danh sách khen"
    page.recipients.add_eligible()
    again = opened(AwardEligibleDialog)
    again.never.click()
    assert again.table.ticks.total == everybody - 6 - 2, "who is on the list is not offered again"


def test_the_level_follows_the_form_and_the_proposing_unit_can_be_changed(page: AwardsPage) -> None:
    open_round(page, decider=_UPPER, people=1)
    award = awards_of(page)[0]
    assert award.form == "Bằng khen", "the first form that the upper body gives"
    page.recipients.open(page.awards.lines[1])
    dialog = opened(AwardDialog)
    dialog.form.editor("form").set_value("Kỷ niệm chương")
    assert dialog.form.editor("level").value() == "Trung ương Hội"
    dialog.form.editor("proposer_id").set_value(None)
    dialog.save_button.click()
    assert (awards_of(page)[0].form, awards_of(page)[0].proposer_id) == ("Kỷ niệm chương", None)


# ---------------------------------------------------------------- the branch's own round


def test_a_round_goes_from_proposals_over_review_to_decision_and_hand_over(
    page: AwardsPage, messages: Recorder
) -> None:
    listing = page.listing
    open_round(page)
    assert page.steps.accessibleName() == "Bước 2 trên 5: Họp xét"
    assert listing.review_button.property("primary") is True
    assert not listing.submit_button.isVisible()
    listing.review_button.click()
    dialog = opened(AwardReviewDialog)
    dialog.meeting.set_value(None)
    dialog.meeting.edited.emit()
    dialog.minutes_on.set_value(date(2024, 1, 4))
    dialog.voters.set_value(7)
    dialog.all_button.click()
    declined = dialog.table.current_row().id
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    dialog.votes_for.set_value(2)
    dialog.votes_against.set_value(5)
    dialog.reason.set_value("Vào Hội chưa đủ một năm")
    dialog.reason.edited.emit()
    dialog.by_ballot.click()
    dialog.save_button.click()
    assert round_of(page).minutes_on == date(2024, 1, 4)
    assert round_of(page).by_ballot
    told = {award.id: award for award in awards_of(page)}
    assert told[declined].verdict is Verdict.DECLINED
    assert (told[declined].votes_for, told[declined].votes_against) == (2, 5)
    assert [a.votes_for for a in told.values() if a.id != declined] == [7, 7]
    headings = [line.heading for line in page.awards.lines if line.heading]
    assert headings == ["I. Cá nhân (02)", "Không được thông qua (01)"]
    assert page.awards.lines[-1].state == "không nhất trí 2/7"
    assert page.awards.lines[-1].number == 0
    assert page.steps.accessibleName() == "Bước 3 trên 5: Quyết định"
    decisions.decide(page.context.services.register, round_of(page).id, decided_on=date(2024, 1, 5))
    page.on_changed(frozenset())
    assert page.steps.accessibleName() == "Bước 4 trên 5: Phát hành"
    assert listing.print_button.property("primary") is True
    listing.hand_button.click()
    handing = opened(AwardHandOverDialog)
    assert len(handing.table.ticked) == 2, "who was declined receives nothing"
    handing.to.set_value("Nguyễn Văn Con")
    handing.try_save()
    assert "chỉ ghi cho một người" in handing._cells["to"].error
    handing.table.toggle(handing.table.ticks.row_at(1))
    handing.on.set_value("2024")
    handing.try_save()
    handed = [award for award in awards_of(page) if award.handed_on is not None]
    assert [(str(award.handed_on), award.handed_to) for award in handed] == [("2024", "Nguyễn Văn Con")]
    page.recipients.not_handed(next(line for line in page.awards.lines if line.award == handed[0]))
    assert not any(award.handed_on for award in awards_of(page))
    assert messages.errors == []


def test_a_review_refuses_a_day_that_is_none_and_stays_open(page: AwardsPage) -> None:
    open_round(page, people=1)
    page.deeds.review()
    dialog = opened(AwardReviewDialog)
    dialog.meeting.set_value(None)
    dialog.meeting.edited.emit()
    dialog.minutes_on.setText("hôm qua")
    dialog.try_save()
    assert dialog._cells["minutes_on"].error
    dialog.minutes_on.set_value(date(2024, 1, 4))
    dialog.votes_for.setText("bảy")
    dialog.votes_for.edited.emit()
    dialog.try_save()
    assert dialog._cells["votes_for"].error
    assert dialog.isVisible()
    assert round_of(page).minutes_on is None


def test_reward_money_is_shown_and_leaves_the_fund_once(page: AwardsPage, messages: Recorder) -> None:
    register = page.context.services.register
    open_round(page, people=2)
    for award in awards_of(page):
        commendations.save_award(register, dataclasses.replace(award, money=300_000))
    decisions.decide(register, round_of(page).id, decided_on=date(2024, 1, 5))
    page.on_changed(frozenset())
    page.rewards_action.trigger()
    dialog = opened(AwardDayDialog)
    assert "600.000 đồng" in dialog._cell.findChildren(type(dialog.lead))[-1].text()
    dialog.save_button.click()
    with register.read() as reader:
        paid = [entry.amount for entry in reader.all(FundEntry) if entry.award_id]
    assert paid == [300_000, 300_000]
    assert messages.notices[-1].text == "Đã chi 600.000 đồng tiền thưởng ngày 05/01/2024."
    page.rewards_action.trigger()
    assert "không còn tiền thưởng" in messages.errors[-1].message


# ---------------------------------------------------------------- what the upper body decides


def test_a_round_for_the_upper_body_is_sent_up_withdrawn_and_its_decision_recorded(page: AwardsPage) -> None:
    page.add_round()
    asked = opened(AwardRoundDialog)
    asked.decider.whose.set_value(True)
    asked.decider.whose.edited.emit()
    assert asked.form.values()["name"] == "Đề nghị cấp trên khen công tác Hội năm 2023 (đợt 2)"
    asked.decider.name.set_value("")
    asked.try_save()
    assert "cấp trên nào" in asked.form.errors()["decider"]
    asked.decider.name.set_value(_UPPER)
    asked.save_button.click()
    page.recipients.add_eligible()
    dialog = opened(AwardEligibleDialog)
    dialog.table.tick_all(True)
    dialog.save_button.click()
    assert page.listing.submit_button.isVisible()
    assert not page.listing.decide_button.isVisible()
    page.listing.submit_button.click()
    sending = opened(AwardDayDialog)
    sending.day.setText("")
    sending.try_save()
    assert sending.isVisible()
    sending.day.set_value(date(2024, 1, 5))
    sending.try_save()
    assert "Tờ trình 01/TTr-HTS ngày 05/01/2024" in page.facts.text()
    assert not page.listing.add_button.isVisible()
    assert page.steps.accessibleName() == "Bước 4 trên 5: Quyết định"
    page.submission_action.trigger()
    assert page.listing.add_button.isVisible()
    page.deeds.submit()
    opened(AwardDayDialog).save_button.click()
    page.listing.decide_button.click()
    upper = opened(UpperDecisionDialog)
    upper.try_save()
    assert "số quyết định" in upper.form.errors()["decision_code"]
    upper.code.set_value("125/QĐ-HTS")
    upper.decided_on.set_value(date(2024, 1, 4))
    upper.try_save()
    assert "trước ngày tờ trình" in upper.form.errors()["decided_on"]
    upper.decided_on.set_value(date(2024, 2, 3))
    upper.try_save()
    assert (round_of(page).state, round_of(page).decision_code) == (RoundState.DECIDED, "125/QĐ-HTS")
    assert page.steps.accessibleName() == "Bước 5 trên 5: Trao"
    assert not page.listing.print_button.isVisible(), "the upper body prints its own certificates"
    page.show_certificates()
    assert "cấp trên làm" in page.certificates.shrunk.text()


# ---------------------------------------------------------------- papers


def entries(menu: QMenu) -> dict[str, object]:
    return {action.text(): action for action in menu.actions() if action.text()}


def test_every_paper_of_a_round_is_offered_and_written_as_word_and_pdf(
    page: AwardsPage, messages: Recorder, tmp_path: Path
) -> None:
    from app.services.award_papers import AwardPaperKind

    page.papers.fill()
    offered = list(entries(page.papers))
    assert "Biên bản họp xét khen thưởng" in offered
    assert "Quyết định khen thưởng" in offered
    assert not any(text.startswith("Tờ trình") for text in offered)
    assert "Sổ khen thưởng năm 2024" in offered
    word, book = tmp_path / "qd.docx", tmp_path / "so.pdf"
    messages.paths += [word, book]
    page.papers.write(AwardPaperKind.DECISION, ".docx")
    assert word.read_bytes()[:2] == b"PK"
    assert messages.notices[-1].text.startswith("Đã ghi qd.docx: ")
    assert [words for words, _ in messages.notices[-1].actions] == ["Mở", "Mở thư mục"]
    page.papers.write_book(2024, ".pdf")
    assert book.read_bytes()[:4] == b"%PDF"


def test_the_branch_changes_a_template_and_goes_back_to_the_first(
    page: AwardsPage, messages: Recorder
) -> None:
    from app.services.award_papers import AwardPaperKind

    minutes = (page.context, AwardPaperKind.MINUTES.value, AwardPaperKind.MINUTES.label)
    open_template(*minutes)
    own = messages.opened[-1]
    assert own.is_file()
    page.papers.fill()
    reset_template(*minutes)
    assert not own.is_file()
    assert "(cũ)" in messages.notices[-1].text
