"""What the pictures of commendations show: rounds at each step of their way, with real values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from app.domain.commendations import Award, AwardRound
    from ui.stage_window import Stage


def _page(stage: Stage) -> Any:
    return stage.page("awards")


def _draft(stage: Stage, *, decider: str = "", reviewed: bool = False) -> Any:
    """The page with a round whose list is open: some members, a unit and a household."""
    from app.domain.commendations import RoundState
    from app.services import commendations

    def fits(round_: AwardRound) -> bool:
        is_open = round_.state is RoundState.DRAFT and not round_.submission_code
        return is_open and round_.decider == decider and bool(round_.minutes_on) is reviewed

    rounds = [row.round for row in commendations.list_rounds(stage.context.services.register)]
    held = next((each.id for each in rounds if fits(each)), None)
    page = _page(stage)
    page.open_record(held or _new_draft(stage, decider, reviewed=reviewed))
    return page


def _new_draft(stage: Stage, decider: str, *, reviewed: bool) -> str:
    """Lay on such a round; gives its id."""
    from app.domain.commendations import RecipientKind, Verdict
    from app.services import commendations, decisions, eligibility, units
    from app.services.eligibility import EligibilityQuery

    services = stage.context.services
    register, today = services.register, services.today()
    made = commendations.save_round(
        register, commendations.new_round(register, year=today.year, decider=decider)
    )
    found = eligibility.eligible(register, EligibilityQuery(never=True), today=today)[:4]
    eligibility.propose_many(register, made.id, [each.member_id for each in found], today=today)
    unit = units.tree(register).alive()[1]
    for kind, whom in ((RecipientKind.UNIT, unit.unit_id), (RecipientKind.HOUSEHOLD, "bà Hà Thị Mận")):
        commendations.save_award(register, commendations.propose(register, made.id, kind, whom, today=today))
    if reviewed:
        awards = commendations.round_card(register, made.id).awards
        votes = {award.id: decisions.Vote(Verdict.APPROVED, 9, 0) for award in awards[:-1]}
        votes[awards[-1].id] = decisions.Vote(Verdict.DECLINED, 3, 6, "Vào Hội chưa đủ một năm")
        decisions.review(register, made.id, votes, minutes_on=today)
    return made.id


def _issued(stage: Stage) -> tuple[Any, Award]:
    """The page with the reference round issued, and one of its awards that was issued anew and copied."""
    from app.domain.commendations import RoundState
    from app.services import commendations, issuing

    services = stage.context.services
    register, today = services.register, services.today()
    rounds = [row.round for row in commendations.list_rounds(register)]
    decided = next(each for each in reversed(rounds) if each.state is not RoundState.DRAFT)
    issuing.issue(register, decided.id, today=today)
    award = commendations.round_card(register, decided.id).awards[-1]
    if len(issuing.issues_of(register, award.id)) < 2:
        name = {"recipient": award.recipient.replace("i", "ì", 1)}
        issuing.reissue(register, award.id, name, reason="In sai họ tên", today=today)
        issuing.duplicate(register, award.id, reason="Lưu hồ sơ", today=today)
    page = _page(stage)
    page.open_record(award.id)
    return page, award


def _award_edit(stage: Stage) -> object:
    page = _draft(stage)
    page.recipients.open(page.awards.lines[1])
    return None


def _award_new(stage: Stage) -> object:
    from app.domain.commendations import RecipientKind

    _draft(stage).recipients.add(RecipientKind.MEMBER)
    return None


def _upper_round(stage: Stage) -> object:
    page = _draft(stage, decider="Hội Trường Sơn tỉnh Bắc Kạn")
    page.edit_round()
    return None


def _submit(stage: Stage) -> object:
    _draft(stage, decider="Hội Trường Sơn tỉnh Bắc Kạn", reviewed=True).deeds.submit()
    return None


def _rewards(stage: Stage) -> QDialog:
    import dataclasses

    from app.domain.commendations import granted
    from ui.dialogs.award_day import AwardDayDialog

    page = _page(stage)
    due = [dataclasses.replace(each, money=300_000) for each in granted(page.card.awards)]
    lead = "09 khoản chi vào sổ quỹ, mỗi người một dòng, mục “Khen thưởng”."
    title = "Chi tiền thưởng từ quỹ"
    return AwardDayDialog(stage.context, title, "Chi tiền", lead, due, stage.window, with_money=True)


def _eligible(stage: Stage) -> object:
    from ui.dialogs.award_eligible import AwardEligibleDialog

    page = _draft(stage)
    page.recipients.add_eligible()
    dialog = stage.window.findChildren(AwardEligibleDialog)[-1]
    dialog.min_years.set_value(5)
    dialog.look()
    for row in (0, 2, 3):
        dialog.table.toggle(dialog.table.ticks.row_at(row))
    return dialog


def _form(stage: Stage) -> QDialog:
    from app.domain.commendations import USUAL_FORMS
    from app.services import layouts
    from ui.dialogs.award_form import AwardFormDialog

    named = [(each.name, each.title) for each in layouts.list_layouts(stage.context.services.paths)]
    return AwardFormDialog(stage.context, named, USUAL_FORMS[0], stage.window)


def _hand_over(stage: Stage) -> object:
    page = _page(stage)
    page.rounds.select_id(page.card.round.id)
    page, _award = _issued(stage)
    page.deeds.hand_over()
    return None


def _reason(stage: Stage) -> object:
    from ui.dialogs.award_reason import AwardReasonDialog

    _sheets(stage).void()
    return stage.window.findChildren(AwardReasonDialog)[-1]


def _reissue(stage: Stage) -> object:
    dialog = _sheets(stage)
    dialog.reissue()
    from ui.dialogs.award_reissue import AwardReissueDialog

    made = stage.window.findChildren(AwardReissueDialog)[-1]
    name = made.editors["recipient"]
    name.set_value(f"{name.value()} (Hải)")
    name.edited.emit()
    made.draw()
    return made


def _review(stage: Stage) -> object:
    _draft(stage, reviewed=True).deeds.review()
    return None


def _sheets(stage: Stage) -> Any:
    from ui.dialogs.award_sheets import open_sheets

    _page, award = _issued(stage)
    return open_sheets(stage.context, award.id, award.recipient, stage.window)


def _verify(stage: Stage) -> object:
    from app.services import issuing
    from ui.dialogs.award_verify import open_verify

    _page, award = _issued(stage)
    dialog = open_verify(stage.context, stage.window)
    first = issuing.issues_of(stage.context.services.register, award.id)[1]
    dialog.field.setPlainText(first.issue.code)
    dialog.check()
    return dialog


def _decide(stage: Stage) -> object:
    _draft(stage, reviewed=True).deeds.decide()
    return None


def _upper_decision(stage: Stage) -> object:
    from app.services import decisions

    services = stage.context.services
    page = _draft(stage, decider="Hội Trường Sơn tỉnh Bắc Kạn", reviewed=True)
    decisions.submit(services.register, page.card.round.id, on=services.today())
    page.refresh()
    page.deeds.decide()
    return None


#: Every dialog of commendations with what opens it; part of ui.stage.DIALOGS.
DIALOGS: dict[str, tuple[Callable[[Stage], object], ...]] = {
    "award_day": (_submit, _rewards),
    "award_edit": (_award_edit, _award_new),
    "award_eligible": (_eligible,),
    "award_form": (_form,),
    "award_hand_over": (_hand_over,),
    "award_reason": (_reason,),
    "award_reissue": (_reissue,),
    "award_review": (_review,),
    "award_round": (lambda stage: _page(stage).add_round(), _upper_round),
    "award_sheets": (_sheets,),
    "award_verify": (_verify,),
    "decide": (_decide, _upper_decision),
}
