"""What the pictures of the page Thăm hỏi show: gifts half handed over, mừng thọ, a death."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.services.campaigns import CampaignCard
    from ui.stage_window import Stage


def _page(stage: Stage, tab: str = "visits") -> Any:
    """The page on the year that has most to show, one of its tabs open."""
    page = stage.page("visits")
    card = _lay_ready(stage)
    page.year.show_year(card.campaign.on.year)
    page.tabs.setCurrentWidget(getattr(page, tab))
    page.campaigns.select(card.campaign.id)
    page.refresh()
    return page


def _lay_ready(stage: Stage) -> CampaignCard:
    """A round of gifts of which some were handed over; made where the register has none."""
    from app.domain.care import Campaign, VisitKind
    from app.services import campaigns, visits
    from app.vietnamese.dates import PartialDate

    services = stage.context.services
    register, today = services.register, services.today()
    rounds = campaigns.list_campaigns(register)
    for row in rounds:
        if 0 < row.given < row.recipients:
            return campaigns.campaign_card(register, row.campaign.id)
    years = [row.visit.on.year for row in visits.list_visits(register)]
    year = max(years, default=today.year)
    campaign = Campaign(
        name=f"Quà Tết năm {year}",
        kind=VisitKind.TET,
        on=PartialDate(year, 1, 15),
        gift="Bánh kẹo, chè",
        amount=300_000,
        gift_cost=100_000,
        visitors="Ban Chấp hành",
    )
    usual = [
        each.member_id for each in campaigns.candidates(register, VisitKind.TET, today=today) if each.is_usual
    ]
    saved = campaigns.save_campaign(register, campaign, member_ids=usual[:14])
    campaigns.add_recipients(register, saved.id, persons=["Mẹ liệt sĩ Hà Thị Mùi"], household=True)
    lines = campaigns.campaign_card(register, saved.id).lines
    ids = [row.visit.id for row in lines[: len(lines) // 3]]
    campaigns.hand_over_gifts(register, saved.id, on=PartialDate(year, 1, 16), visit_ids=ids)
    return campaigns.campaign_card(register, saved.id)


def _visit_edit(stage: Stage) -> object:
    page = stage.page("visits")
    row = page.visits.table.current_row()
    return page.visits.edit(row) if row is not None else page.visits.add()


def _gift_edit(stage: Stage) -> object:
    page = _page(stage, "campaigns")
    return page.campaigns.edit_line(page.campaigns.card.waiting[0])


def _campaign_edit(stage: Stage) -> object:
    page = _page(stage, "campaigns")
    return page.campaigns.edit(page.campaigns.table.current_row())


def _campaign_new(stage: Stage) -> object:
    return _page(stage, "longevity").longevity.make_campaign()


def _campaign_fill(stage: Stage) -> object:
    return _page(stage, "campaigns").campaigns.fill()


def _campaign_give(stage: Stage) -> object:
    return _page(stage, "campaigns").campaigns.give()


def _death(stage: Stage) -> object:
    from app.services import offices
    from ui.dialogs.death_edit import open_death

    services = stage.context.services
    held = offices.list_offices(services.register, day=services.today())
    member_id = held[-1].office.member_id if held else ""
    open_death(stage.context, stage.window, member_id)
    return None


def _longevity_cards(stage: Stage) -> object:
    page = _page(stage, "longevity")
    page.longevity.table.tick_all(is_on=True)
    return page.longevity.add()


#: Every dialog of care with what opens it; part of ui.stage.DIALOGS.
DIALOGS: dict[str, tuple[Callable[[Stage], object], ...]] = {
    "campaign_edit": (_campaign_edit, _campaign_new),
    "campaign_fill": (_campaign_fill,),
    "campaign_give": (_campaign_give,),
    "death_edit": (_death,),
    "longevity_cards": (_longevity_cards,),
    "visit_edit": (_visit_edit, _gift_edit),
}
