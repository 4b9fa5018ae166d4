"""The page of commendations: from an empty list to printed papers, by key and click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.certificates import IssuedCertificate
from app.domain.commendations import Award, AwardRound, RecipientKind, RoundState
from app.services import commendations, history, units
from app.settings import Calibration
from tests.ui.conftest import TODAY, opened, shown_page
from ui.dialogs.award_edit import AwardDialog
from ui.dialogs.award_round import AwardRoundDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.print_certificates import PrintCertificatesDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.awards import AwardsPage

if TYPE_CHECKING:
    from app.store.register import Register


@pytest.fixture
def page(demo_context: Context, qtbot: QtBot) -> Iterator[AwardsPage]:
    yield from shown(AwardsPage(demo_context), qtbot)


@pytest.fixture
def empty_page(context: Context, qtbot: QtBot) -> Iterator[AwardsPage]:
    yield from shown(AwardsPage(context), qtbot)


def shown(made: AwardsPage, qtbot: QtBot) -> Iterator[AwardsPage]:
    with shown_page(made, qtbot) as page:
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        yield page
        page.certificates.pdf.clear()


def award_dialog() -> AwardDialog:
    return opened(AwardDialog)


def decide_dialog() -> DecideDialog:
    return opened(DecideDialog)


def register_of(page: AwardsPage) -> Register:
    return page.context.services.register


def count_pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def names(page: AwardsPage) -> list[str]:
    return [line.award.recipient if line.award else line.heading for line in page.awards.lines]


def round_of(page: AwardsPage) -> AwardRound:
    assert page.card is not None
    return page.card.round


def begin_draft(page: AwardsPage) -> None:
    """Take the reference round's decision back, so that its list can be changed."""
    listing = page.listing
    assert not any(action.isVisible() for action in listing.while_open)
    page.withdraw_action.trigger()
    assert round_of(page).state is RoundState.DRAFT
    assert all(action.isVisible() for action in listing.while_open)


# ---------------------------------------------------------------- the list


def test_the_list_stands_in_the_order_of_the_decision(page: AwardsPage) -> None:
    assert names(page)[0] == "I. Tập thể (03)"
    assert names(page)[4] == "II. Cá nhân (06)"
    assert names(page)[5] == "Nông Thị Hiền"
    assert "01/QĐ-HTS" in page.facts.text()
    assert "Vũ Đình Trường" in page.facts.text()
    QTest.keyClick(page.awards, Qt.Key.Key_Down)
    assert page.awards.current_row().award.recipient == names(page)[1], "the heading above is no row"


def test_a_register_without_rounds_says_how_to_begin(empty_page: AwardsPage) -> None:
    assert empty_page.rounds.model().rowCount() == 0
    assert not empty_page.tabs.isEnabled()
    assert empty_page.certificates.pdf.page_count == 0


def test_ctrl_n_begins_a_round_with_the_usual_words(empty_page: AwardsPage, qtbot: QtBot) -> None:
    QTest.keyClick(empty_page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(AwardRoundDialog)
    assert isinstance(dialog, AwardRoundDialog)
    assert dialog.form.values()["name"] == "Khen thưởng công tác Hội năm 2023"
    assert dialog.form.values()["place"] == "Bắc Kạn"
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    assert round_of(empty_page).name == "Khen thưởng công tác Hội năm 2023"
    assert not empty_page.listing.decide_button.isEnabled()


def test_a_round_without_a_name_is_refused_under_its_field(empty_page: AwardsPage) -> None:
    empty_page.add_round()
    dialog = opened(AwardRoundDialog)
    assert isinstance(dialog, AwardRoundDialog)
    dialog.form.editor("name").set_value("")
    dialog.try_save()
    assert "không được để trống" in dialog.form.errors()["name"]
    assert dialog.isVisible()


def test_a_decided_list_cannot_be_changed(page: AwardsPage, messages: Recorder) -> None:
    assert not page.listing.add_button.isVisible()
    page.awards.select_id(page.awards.lines[5].award.id)  # type: ignore[union-attr]
    QTest.keyClick(page.awards, Qt.Key.Key_Delete)
    assert "đã có quyết định" in messages.errors[0].message
    assert "Nông Thị Hiền" in names(page)


def test_enter_on_a_decided_award_shows_its_certificate(page: AwardsPage) -> None:
    page.awards.select_id(page.awards.lines[6].award.id)  # type: ignore[union-attr]
    QTest.keyClick(page.awards, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.certificates
    assert "Trang 5 / 9" in [each.text() for each in page.certificates.pdf.findChildren(QLabel)]
    assert page.certificates.pdf.page_count == 9


def test_del_takes_an_award_off_the_list_and_undo_puts_it_back(page: AwardsPage) -> None:
    begin_draft(page)
    page.awards.select_id(page.awards.lines[5].award.id)  # type: ignore[union-attr]
    QTest.keyClick(page.awards, Qt.Key.Key_Delete)
    assert "Nông Thị Hiền" not in names(page)
    history.undo(register_of(page))
    page.on_changed(frozenset())
    assert "Nông Thị Hiền" in names(page)


def test_alt_down_moves_an_award_within_its_group_only(page: AwardsPage) -> None:
    begin_draft(page)
    first, last = page.awards.lines[5].award, page.awards.lines[-1].award
    assert first is not None
    assert last is not None
    page.awards.setFocus()
    page.awards.select_id(first.id)
    QTest.keyClick(page.awards, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(page)[6] == "Nông Thị Hiền"
    page.awards.select_id(last.id)
    QTest.keyClick(page.awards, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(page)[-1] == last.recipient
    assert names(page)[4] == "II. Cá nhân (06)"


# ---------------------------------------------------------------- whom to add


def test_a_chosen_chi_hoi_brings_its_words_along(page: AwardsPage) -> None:
    begin_draft(page)
    page.recipients.add(RecipientKind.UNIT)
    dialog = award_dialog()
    assert dialog.unit is not None
    unit = next(u for u in units.tree(register_of(page)).alive() if u.name == "Chi hội xã Nông Thượng")
    dialog.unit.set_value(unit.unit_id)
    dialog.unit.edited.emit()
    assert dialog.form.values()["salutation"] == "Tập thể"
    dialog.save_button.click()
    assert names(page)[0] == "I. Tập thể (04)"
    assert "Chi hội xã Nông Thượng" in names(page)


def test_a_member_is_found_and_not_honoured_twice(page: AwardsPage) -> None:
    begin_draft(page)
    page.recipients.add(RecipientKind.MEMBER)
    dialog = award_dialog()
    dialog.try_save()
    assert dialog.isVisible(), "nobody is chosen yet"
    known = next(line.award for line in page.awards.lines if line.award and line.award.member_id)
    assert dialog.picker is not None
    dialog.picker.picked.emit(known.member_id, known.recipient)
    assert dialog.form.values()["recipient"] == known.recipient
    dialog.try_save()
    assert "đã có Giấy khen trong đợt này" in dialog.error
    assert dialog.isVisible()


def test_a_household_outside_the_register_is_honoured_by_name(page: AwardsPage, qtbot: QtBot) -> None:
    begin_draft(page)
    page.recipients.add(RecipientKind.HOUSEHOLD)
    dialog = award_dialog()
    assert dialog.name is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.setText("Hà Thị Mận")
    QTest.keyClick(dialog.name, Qt.Key.Key_Tab)
    assert dialog.form.values()["salutation"] == "Hộ gia đình"
    dialog.form.editor("money").set_value(300_000)
    dialog.save_button.click()
    with register_of(page).read() as reader:
        saved = reader.all(Award, recipient="Hà Thị Mận")[0]
    assert saved.kind is RecipientKind.HOUSEHOLD
    assert saved.money == 300_000
    assert names(page)[4] == "Hà Thị Mận"


def test_closing_with_typed_words_asks_first(page: AwardsPage, messages: Recorder) -> None:
    begin_draft(page)
    page.awards.select_id(page.awards.lines[5].award.id)  # type: ignore[union-attr]
    QTest.keyClick(page.awards, Qt.Key.Key_Return)
    dialog = award_dialog()
    QTest.keyClicks(dialog.form.fields["recipient"], " (ba)")
    messages.answers.append(False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    messages.answers.append(True)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert "Nông Thị Hiền" in names(page)


# ---------------------------------------------------------------- the decision


def test_the_decision_shows_its_number_and_signer_before_it_is_made(page: AwardsPage) -> None:
    begin_draft(page)
    page.listing.decide_button.click()
    dialog = decide_dialog()
    assert dialog.number.text() == "01/QĐ-HTS"
    assert dialog.signer.text() == "Vũ Đình Trường"
    assert dialog.minutes_on.text() == "28/12/2023"
    assert round_of(page).state is RoundState.DRAFT
    dialog.save_button.click()
    assert round_of(page).state is RoundState.DECIDED
    assert round_of(page).decided_on == TODAY
    assert page.listing.print_button.isVisible()
    assert not page.listing.decide_button.isVisible()


def test_a_decision_before_its_meeting_is_refused_under_the_day(page: AwardsPage) -> None:
    begin_draft(page)
    page.listing.decide_button.click()
    dialog = decide_dialog()
    dialog.decided_on.setText("1/12/2023")
    dialog.decided_on.edited.emit()
    dialog.try_save()
    assert "trước ngày họp xét" in dialog.form.errors()["decided_on"]
    assert round_of(page).state is RoundState.DRAFT


def test_a_signer_written_by_hand_stays_when_the_day_changes(page: AwardsPage) -> None:
    begin_draft(page)
    page.listing.decide_button.click()
    dialog = decide_dialog()
    dialog.signer.setText("Trần Thị Hòa")
    dialog.decided_on.setText("4/1/2024")
    dialog.decided_on.edited.emit()
    assert dialog.signer.text() == "Trần Thị Hòa"
    dialog.save_button.click()
    assert round_of(page).signer == "Trần Thị Hòa"


# ---------------------------------------------------------------- certificates


def issued(page: AwardsPage) -> int:
    with register_of(page).read() as reader:
        return len(reader.all(IssuedCertificate))


def test_a_preview_issues_nothing(page: AwardsPage) -> None:
    page.show_certificates()
    assert page.certificates.pdf.page_count == 9
    assert issued(page) == 0


def test_writing_says_what_issuing_means_and_no_leaves_all_as_it_was(
    page: AwardsPage, messages: Recorder
) -> None:
    messages.answers.append(False)
    page.certificates.write_button.click()
    assert "khóa nội dung 9 giấy khen" in messages.asked[0]
    assert issued(page) == 0


def test_writing_issues_once_and_tells_a_measured_fact(
    page: AwardsPage, messages: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "giay-khen.pdf"
    messages.answers.append(True)
    messages.paths.append(path)
    page.show_certificates()
    page.certificates.write_button.click()
    assert count_pages(path) == 9
    notice = messages.notices[-1]
    assert notice.text == f"9 giấy khen, 9 trang, {max(1, round(path.stat().st_size / 1024))} KB"
    assert [words for words, _ in notice.actions] == ["Mở", "Mở thư mục", "In…"]
    notice.actions[0][1]()
    assert messages.opened == [path]
    assert issued(page) == 9
    assert round_of(page).state is RoundState.ISSUED
    assert page.steps.present == 4
    assert not page.withdraw_action.isVisible()
    messages.paths.append(tmp_path / "lai.pdf")
    page.certificates.write_button.click()
    assert issued(page) == 9, "written again, not issued again"
    assert count_pages(tmp_path / "lai.pdf") == 9


def test_each_recipient_can_have_a_file_and_old_ones_are_not_lost_unasked(
    page: AwardsPage, messages: Recorder, tmp_path: Path
) -> None:
    page.certificates.separate.setChecked(True)
    messages.answers.append(True)
    messages.paths.append(tmp_path)
    page.certificates.write_button.click()
    folder = tmp_path / "giay-khen-2023"
    assert len(list(folder.glob("*.pdf"))) == 9
    assert "9 giấy khen, 9 tệp" in messages.notices[-1].text
    messages.paths.append(tmp_path)
    messages.answers.append(False)
    page.certificates.write_button.click()
    assert "đã có" in messages.asked[-1]
    assert len(messages.notices) == 1


def test_a_draft_can_be_looked_at_but_not_printed(page: AwardsPage) -> None:
    begin_draft(page)
    page.show_certificates()
    assert page.certificates.pdf.page_count == 9
    assert not page.certificates.write_button.isEnabled()
    assert not page.certificates.print_button.isEnabled()
    assert "hãy quyết định" in page.certificates.why_not.text()


def test_a_blank_is_written_where_it_was_measured_and_whole_pages_as_they_are_kept(page: AwardsPage) -> None:
    page.show_certificates()
    panel = page.certificates
    page.context.services.settings.calibrate(Calibration(dx=1.5), panel.choices.sheet_name())
    assert panel.choice().is_whole
    panel.overlay.setChecked(True)
    assert panel.choice().overlay
    assert panel.choice().calibration.dx == 1.5


def test_printing_issues_and_opens_the_sheets_that_are_wanted(page: AwardsPage, messages: Recorder) -> None:
    page.show_certificates()
    messages.answers.append(True)
    page.certificates.print_button.click()
    assert issued(page) == 9
    assert opened(PrintCertificatesDialog).isVisible()


def test_what_had_to_shrink_is_listed_by_its_recipient(page: AwardsPage) -> None:
    begin_draft(page)
    award = next(line.award for line in page.awards.lines if line.award is not None)
    long = "Đã có nhiều thành tích xuất sắc trong công tác xây dựng Hội và chăm lo đồng đội " * 5
    commendations.save_award(register_of(page), replace(award, achievement=long))
    page.on_changed(frozenset())
    page.show_certificates()
    assert page.certificates.pdf.page_count == 9
    assert f"{award.recipient}: thành tích từ" in page.certificates.shrunk.text()


def test_a_text_that_fits_nowhere_is_named_instead_of_a_preview(page: AwardsPage) -> None:
    begin_draft(page)
    award = next(line.award for line in page.awards.lines if line.award is not None)
    commendations.save_award(register_of(page), replace(award, achievement="Rất xuất sắc " * 75))
    page.on_changed(frozenset())
    page.show_certificates()
    assert award.recipient in page.certificates.trouble.text()
    assert page.certificates.pdf.page_count == 0


# ---------------------------------------------------------------- the room


def test_in_a_low_window_the_rounds_fold_into_a_choice(page: AwardsPage) -> None:
    assert page.rounds.isVisible()
    assert not page.round_choice.isVisible()
    page.resize(900, 480)
    assert not page.rounds.isVisible()
    assert page.round_choice.isVisible()
    assert page.round_choice.currentText() == "Khen thưởng công tác Hội năm 2023"


def test_a_notice_above_the_page_does_not_fold_the_rounds(page: AwardsPage) -> None:
    page.resize(1060, 640)
    assert page.rounds.isVisible()
    page.resize(1060, 590)
    assert page.rounds.isVisible()


def test_a_record_found_elsewhere_opens_its_round(page: AwardsPage) -> None:
    award = page.awards.lines[-1].award
    assert award is not None
    new = commendations.save_round(register_of(page), commendations.new_round(register_of(page), year=2024))
    page.refresh()
    page.open_record(new.id)
    assert round_of(page).id == new.id
    page.open_record(award.id)
    assert round_of(page).year == 2023
