"""Thăm hỏi beyond the visits: rounds of gifts, mừng thọ, who was forgotten, a death; all from the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.attachments import Attachment
from app.domain.care import Campaign, Visit, VisitKind
from app.domain.funds import FundEntry
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, standing_on
from app.services import campaigns, history, longevity, visits
from app.services.campaigns import CampaignCard
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import NowhereNavigator, opened, shown_page
from ui.dialogs.campaign_edit import CampaignEditDialog
from ui.dialogs.campaign_fill import CampaignFillDialog
from ui.dialogs.campaign_give import CampaignGiveDialog
from ui.dialogs.death_edit import DeathDialog, open_death
from ui.dialogs.longevity_cards import LongevityCardsDialog
from ui.dialogs.visit_edit import VisitEditDialog
from ui.page import Context
from ui.pages.visits import VisitsPage


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[VisitsPage]:
    with shown_page(VisitsPage(demo_context), qtbot) as page:
        yield page


def register_of(page: VisitsPage) -> Register:
    return page.context.services.register


def spent(page: VisitsPage) -> int:
    with register_of(page).read() as reader:
        return sum(entry.amount for entry in reader.all(FundEntry) if entry.visit_id)


def card_of(page: VisitsPage) -> CampaignCard:
    assert page.campaigns.card is not None
    return page.campaigns.card


def test_a_round_of_gifts_goes_from_its_list_to_the_cash_book(page: VisitsPage) -> None:
    before = spent(page)
    page.tabs.setCurrentWidget(page.campaigns)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(CampaignEditDialog)
    dialog.name.set_value("Quà 19/5 của Hội")
    dialog.form.editor("kind").set_value(VisitKind.TRADITION_DAY)
    dialog.form.editor("on").set_value(PartialDate(2024, 5, 19))
    dialog.form.editor("amount").set_value(200_000)
    dialog.try_save()
    tab = page.campaigns
    assert page.year.year == 2024
    assert card_of(page).campaign.name == "Quà 19/5 của Hội"

    tab.fill()
    fill = opened(CampaignFillDialog)
    everybody = len(fill.table.ticked)
    assert everybody > 40  # the day is everybody's
    fill.table.tick_all(is_on=False)
    fill.try_save()
    assert "Chưa chọn ai" in fill.error
    for row in (0, 1):
        fill.table.toggle(fill.table.ticks.row_at(row))
    fill.persons.setText("Bà Mùi, Trường Đức Xuân")
    fill.persons.edited.emit()
    assert fill.count.text() == "Đã chọn 4 người · 800.000 đồng"
    fill.try_save()
    assert len(card_of(page).lines) == 4
    assert spent(page) == before

    first = card_of(page).lines[0]
    tab.edit_line(first)
    line = opened(VisitEditDialog)
    line.amount.set_value(500_000)
    line.try_save()
    tab.lines.toggle(card_of(page).lines[0])
    assert tab.chosen.text() == "Đã chọn 1 suất · 500.000 đồng"
    tab.give()
    opened(CampaignGiveDialog).try_save()
    assert spent(page) == before + 500_000
    assert [row.visit.planned for row in card_of(page).lines].count(True) == 3
    tab.give()
    opened(CampaignGiveDialog).try_save()
    assert spent(page) == before + 1_100_000
    tab.take_back([card_of(page).lines[0]])
    assert spent(page) == before + 600_000
    tab.drop([card_of(page).lines[0]])
    assert len(card_of(page).lines) == 3
    tab.remove(tab.table.current_row())
    assert spent(page) == before + 600_000  # what was given stays a visit
    assert all(row.campaign.name != "Quà 19/5 của Hội" for row in campaigns.list_campaigns(register_of(page)))


def test_the_sheet_to_sign_is_written_where_it_is_asked(
    page: VisitsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = register_of(page)
    made = campaigns.save_campaign(
        register, Campaign(name="Quà 27/7", on=PartialDate(2022), amount=100_000), member_ids=()
    )
    campaigns.add_recipients(register, made.id, persons=["Bà Mùi"])
    page.open_record(made.id)
    assert page.tab is page.campaigns
    assert page.year.year == 2022
    asked: list[str] = []

    def choose(_title: str, suggested: Path, _files: str) -> Path:
        asked.append(suggested.name)
        return tmp_path / "ky.pdf"

    monkeypatch.setattr(page.context.messages, "choose_save_file", choose)
    page.campaigns.write_sheet(".pdf")
    assert asked == ["Ký nhận Quà 27-7.pdf"]
    assert (tmp_path / "ky.pdf").read_bytes().startswith(b"%PDF")


def test_cards_are_written_for_who_is_ticked_and_kept(
    page: VisitsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = page.longevity
    page.tabs.setCurrentWidget(tab)
    first = tab.table.ticks.row_at(0)
    assert first is not None
    assert first.heading
    tab.table.tick_all(is_on=True)
    assert len(tab.table.ticked) == len(tab.rows)  # a heading has no box
    tab.table.tick_all(is_on=False)
    row = tab.rows[-1]
    tab.write_cards([row])
    dialog = opened(LongevityCardsDialog)
    assert dialog.view.page_count == 1
    dialog.wishes.set_value("Kính chúc " * 200)
    dialog.draw()
    assert row.name in dialog.error
    dialog.wishes.set_value("")
    monkeypatch.setattr(page.context.messages, "choose_save_file", lambda *_asked: None)
    dialog.try_save()
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    monkeypatch.setattr(page.context.messages, "choose_save_file", lambda *_asked: tmp_path / "the.pdf")
    dialog.try_save()
    assert not dialog.isVisible()
    assert (tmp_path / "the.pdf").stat().st_size > 1000
    with register_of(page).read() as reader:
        assert [a.member_id for a in reader.all(Attachment, member_id=row.member_id)] == [row.member_id]
    assert [each.member_id for each in tab.rows if each.written] == [row.member_id]

    tab.make_campaign()
    made = opened(CampaignEditDialog)
    made.try_save()
    assert page.tab is page.campaigns
    assert len(card_of(page).lines) == len(tab.rows)
    today = page.context.services.today()
    assert len(longevity.longevity_of_year(register_of(page), tab.year, today=today)) == len(tab.rows)


def test_who_was_forgotten_is_one_double_click_from_a_visit(page: VisitsPage) -> None:
    tab = page.unvisited
    page.tabs.setCurrentWidget(tab)
    assert page.year.isHidden()
    everybody = tab.model.total
    tab.hardship.click()
    assert 0 < tab.model.total < everybody
    row = tab.table.current_row()
    tab.table.setFocus()
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    dialog = opened(VisitEditDialog)
    assert (dialog.person.member_id, dialog.person.value()) == (row.member_id, row.name)
    dialog.household.click()
    dialog.gift_cost.set_value(150_000)
    dialog.try_save()
    found = visits.list_visits(register_of(page), year=page.context.services.today().year)
    assert [(v.person, v.visit.total) for v in found if v.visit.member_id == row.member_id] == [
        (f"Gia đình {row.name}", 150_000)
    ]
    assert row.member_id not in {each.member_id for each in tab._all}


def test_a_death_is_written_down_in_one_dialog_and_undone_at_once(page: VisitsPage) -> None:
    register, today = register_of(page), page.context.services.today()
    with register.read() as reader:
        held = [o for o in reader.all(Office) if o.held_on(today)]
    member_id, before = held[-1].member_id, spent(page)
    open_death(page.context, page, member_id)
    dialog = opened(DeathDialog)
    assert held[-1].name in dialog.end_offices.text()
    dialog.on.setText("32/1/2024")
    dialog.try_save()
    assert list(dialog.form.errors()) == ["on"]
    dialog.on.set_value(PartialDate(2024, 1, 3))
    dialog.visit_on.set_value(PartialDate(2024, 1, 2))
    dialog.try_save()
    assert list(dialog.form.errors()) == ["visit_on"]
    dialog.visit_on.set_value(PartialDate(2024, 1, 4))
    dialog.amount.set_value(500_000)
    dialog.gift_cost.set_value(400_000)
    dialog.try_save()
    assert not dialog.isVisible()
    assert spent(page) == before + 900_000
    with register.read() as reader:
        standing = standing_on(reader.all(StatusEvent, member_id=member_id))
        assert standing is not None
        assert standing.status is Status.DECEASED
        assert not any(o.held_on(today) for o in reader.all(Office, member_id=member_id))
        assert reader.count(Visit, member_id=member_id, kind=VisitKind.DEATH) == 1
    open_death(page.context, page, member_id)
    again = opened(DeathDialog)
    assert (again.amount.value(), again.gift.value()) == (500_000, "Vòng hoa")
    again.reject()
    history.undo(register)
    assert spent(page) == before


def test_without_a_member_the_death_asks_whose_it_is(page: VisitsPage) -> None:
    page.visits.record_death()
    dialog = opened(DeathDialog)
    dialog.try_save()
    assert list(dialog.form.errors()) == ["member_id"]
    navigator = page.context.navigator
    assert isinstance(navigator, NowhereNavigator)
    assert navigator.went == []


def test_the_tab_key_goes_through_a_round_in_the_order_it_is_read(page: VisitsPage) -> None:
    register = register_of(page)
    made = campaigns.save_campaign(register, Campaign(name="Quà 27/7", on=PartialDate(2022), amount=1_000))
    campaigns.add_recipients(register, made.id, persons=["Bà Mùi"])
    page.open_record(made.id)
    tab = page.campaigns
    tab.table.setFocus()
    seen = []
    for _ in range(7):
        seen.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    buttons = (tab.fill_button, tab.edit_button, tab.sheet_button)
    assert seen == [tab.table, *buttons, tab.lines, tab.all_button, tab.give_button]
