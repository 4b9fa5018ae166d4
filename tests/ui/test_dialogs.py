"""History, import, backups and the settings page, on a real register."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.domain.offices import Office
from app.paths import Paths
from app.services import backups
from app.settings import Calibration, Settings
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY, add_member, fixed_clock, texts
from ui.dialogs.about import AboutDialog, KeysDialog
from ui.dialogs.backups import RestoreDialog, back_up_now
from ui.dialogs.calibrate import CalibrateDialog
from ui.dialogs.office_edit import OfficeDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.overview import OverviewPage
from ui.pages.settings import SettingsPage
from ui.theme import Theme

if TYPE_CHECKING:
    from app.services.bundle import Services


def test_a_backup_is_made_told_and_offered_for_restoring(
    context: Context, services: Services, messages: Recorder, qtbot: QtBot
) -> None:
    back_up_now(context)
    assert "Đã sao lưu" in messages.notices[0].text
    dialog = RestoreDialog(context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    chosen: list[Path] = []
    dialog.chosen.connect(chosen.append)
    assert dialog.restore_button.isEnabled()  # the newest is chosen from the start
    messages.answers.append(False)
    dialog.restore_button.click()
    assert chosen == []
    messages.answers.append(True)
    dialog.restore_button.click()
    assert [path.parent for path in chosen] == [services.paths.backups]


def test_about_and_keys_say_what_they_should(theme: Theme, qtbot: QtBot) -> None:
    about = AboutDialog()
    keys = KeysDialog([("Sao lưu ngay", "Ctrl+B", QAction("Sao lưu ngay"))])
    for dialog in (about, keys):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
    assert "PySide6" in texts(about)
    assert "Ctrl+B" in texts(keys)
    assert "Ctrl+F" in texts(keys)


# ---------------------------------------------------------------- Tổng quan and Thiết lập


def test_the_overview_of_an_empty_register_says_how_to_begin(context: Context, qtbot: QtBot) -> None:
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.show()
    assert "chưa có hội viên" in texts(page)


@pytest.mark.parametrize("width", [600, 1100])
def test_the_overview_shows_figures_and_pictures(
    context: Context, services: Services, qtbot: QtBot, width: int
) -> None:
    from app.services import members, units

    unit = units.add_unit(services.register, "Sông Cầu")
    for number in range(5):
        member = Member(full_name=f"Nông Văn {number}", birth=PartialDate(1945 + number))
        members.add_member(services.register, member, unit_id=unit.id, on=None, today=TODAY)
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.resize(width, 800)
    page.show()
    assert "5" in texts(page)
    assert "Hội viên theo chi hội" in texts(page)
    assert not page.grab().isNull()


def test_a_backup_that_is_a_month_old_is_asked_for_on_the_first_page(
    context: Context, services: Services, paths: Paths, qtbot: QtBot
) -> None:
    add_member(services, "Nông Văn Dền")
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.show()
    assert "chưa có bản sao lưu nào" in texts(page)
    made = backups.back_up(
        services.register.path, paths.backups, clock=lambda: fixed_clock() - timedelta(days=31)
    )
    page.refresh()
    assert "đã 31 ngày (05/12/2023)" in texts(page)
    go = next(each for each in page.findChildren(QPushButton) if "sao lưu" in each.accessibleName())
    go.click()
    assert context.navigator.went == [("settings", "")]  # type: ignore[attr-defined]
    made.unlink()
    backups.back_up(services.register.path, paths.backups, clock=lambda: fixed_clock() - timedelta(days=30))
    page.refresh()
    assert "sao lưu" not in texts(page)


def test_an_old_backup_of_a_register_that_has_not_changed_since_is_good_enough(
    services: Services, paths: Paths
) -> None:
    add_member(services, "Nông Văn Dền")
    backups.back_up(services.register.path, paths.backups, clock=fixed_clock)
    assert backups.backup_due(services, today=TODAY + timedelta(days=90)) == ""


@pytest.fixture
def settings_page(context: Context, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def test_the_branch_is_saved_and_a_wrong_number_template_is_said_under_its_field(
    settings_page: SettingsPage, services: Services
) -> None:
    from app.services import registers

    form = settings_page.branch.form
    form.editor("place").set_value("Sông Cầu")
    form.editor("number_template").set_value("{sai}")
    form.edited.emit()
    settings_page.branch.save_button.click()
    assert "number_template" in form.errors() or form.errors()
    assert registers.branch(services.register).place == "Bắc Kạn"
    form.editor("number_template").set_value("{so:02}/{loai}-{ky_hieu}")
    settings_page.branch.save_button.click()
    assert registers.branch(services.register).place == "Sông Cầu"
    assert not settings_page.branch.save_button.isEnabled()


def test_unsaved_typing_is_asked_about_before_the_page_is_left(
    settings_page: SettingsPage, messages: Recorder
) -> None:
    assert settings_page.leave()
    settings_page.branch.form.edited.emit()
    messages.answers.extend([False, True])
    assert not settings_page.leave()
    assert settings_page.leave()
    assert settings_page.leave()


def test_an_office_is_given_ended_and_shown_for_its_time(
    settings_page: SettingsPage, services: Services, context: Context, qtbot: QtBot
) -> None:
    from app.services import offices

    member = add_member(services, "Nông Văn Dền")
    settings_page.officers.add()
    dialog = settings_page.officers.findChildren(OfficeDialog)[-1]
    assert dialog.result_value() is None
    dialog.picker.set_value(member.id, member.full_name)
    dialog.form.editor("name").set_value("Chủ tịch")
    dialog.form.editor("starts").set_value(PartialDate(2020))
    dialog.try_save()
    held = offices.list_offices(services.register, day=TODAY)
    assert [(row.holder, row.office.name) for row in held] == [("Nông Văn Dền", "Chủ tịch")]
    settings_page.officers.load()
    settings_page.officers.table.selectRow(0)
    settings_page.officers._end_button.click()
    assert offices.list_offices(services.register)[0].office.ends == PartialDate.from_date(TODAY)


def test_editing_an_office_keeps_its_id(context: Context, services: Services, qtbot: QtBot) -> None:
    member = add_member(services, "Nông Văn Dền")
    office = Office(member_id=member.id, name="Chủ tịch")
    dialog = OfficeDialog(context, (), office, holder=member.full_name)
    qtbot.addWidget(dialog)
    dialog.form.editor("term").set_value("2020–2025")
    changed = dialog.result_value()
    assert changed is not None
    assert (changed.id, changed.term) == (office.id, "2020–2025")


def test_the_slider_changes_the_type_size_and_remembers_it(
    settings_page: SettingsPage, settings: Settings, theme: Theme
) -> None:
    settings_page.look.slider.setValue(1)
    assert theme.scale == 125
    assert settings.current.type_scale == 125
    settings_page.look.dark.click()
    assert theme.is_dark
    assert settings.current.dark


def test_kept_calibrations_are_shown_changed_and_forgotten_but_come_back(
    settings_page: SettingsPage, settings: Settings, messages: Recorder
) -> None:
    tab = settings_page.calibration
    assert tab.fields.isHidden()
    settings.calibrate(Calibration(0.4), "truyen-thong", "HP", "Manual")
    settings.calibrate(Calibration(2), "truyen-thong")
    tab.load()
    assert tab.none.isHidden()
    tab.kept.set_value("HP|Manual|truyen-thong")
    assert tab.kept.currentText() == "Truyền thống – A4 ngang – HP, nạp tay từng tờ"
    tab.kept.edited.emit()
    assert tab.dx.value() == 0.4
    tab.dx.setValue(0.5)
    tab.scale_y.setValue(99.5)
    assert settings.current.calibration("truyen-thong", "HP", "Manual") == Calibration(0.5, 0.0, 100, 99.5)
    assert settings.current.calibration("truyen-thong") == Calibration(2)
    tab.remove_button.click()
    assert settings.current.calibration("truyen-thong", "HP", "Manual") == Calibration(2)
    (undo,) = messages.notices[-1].actions
    undo[1]()
    assert settings.current.calibration("truyen-thong", "HP", "Manual").dx == 0.5
    assert tab.kept.value() == "HP|Manual|truyen-thong"
    tab.measure_button.click()
    (dialog,) = settings_page.findChildren(CalibrateDialog)
    assert dialog.target.value() == "truyen-thong"
    settings.calibrate(Calibration(3), "truyen-thong", "Canon")
    dialog.accept()
    assert tab.kept.value() == "Canon||truyen-thong"


def test_a_second_backup_place_is_chosen_and_shown(
    settings_page: SettingsPage, settings: Settings, messages: Recorder, tmp_path: Path
) -> None:
    messages.paths.append(tmp_path)
    settings_page.backup._choose("Nơi thứ hai", "second_backup_folder")
    assert settings.current.second_backup_folder == str(tmp_path)
    assert str(tmp_path) in texts(settings_page.backup)


def test_settings_that_cannot_be_written_are_told_and_hold_until_closing(
    settings_page: SettingsPage, settings: Settings, messages: Recorder, theme: Theme, tmp_path: Path
) -> None:
    (tmp_path / "tep").touch()
    settings.path = tmp_path / "tep" / "settings.json"
    settings_page.look.slider.setValue(1)
    settings_page.look.dark.click()
    messages.paths.append(tmp_path)
    settings_page.backup._choose("Nơi thứ hai", "second_backup_folder")
    settings_page.calibration._put({"||truyen-thong": Calibration(1.5)})
    assert (theme.scale, theme.is_dark) == (125, True)
    assert settings.current.second_backup_folder == str(tmp_path)
    assert len(messages.notices) == 4
    assert all("Không ghi được thiết lập" in each.text for each in messages.notices)
