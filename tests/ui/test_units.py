"""The units in the window: the tree on any day, each change through its dialog, and 1 July 2025."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.vietnamese.dates import PartialDate
from tests.app.services.edits import edit_member
from tests.ui.conftest import TODAY
from ui.dialogs.place_conversion import PlaceConversionDialog
from ui.dialogs.unit_edit import MoveDialog, UnitAnswers, UnitCodeDialog, UnitDialog
from ui.dialogs.unit_end import DissolveDialog, MergeDialog
from ui.dialogs.unit_event import UnitEventDialog
from ui.dialogs.unit_split import SplitDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.settings.units import UnitsTab

if TYPE_CHECKING:
    from app.services.bundle import Services

W = TypeVar("W", bound=QWidget)


def made(context: Context, qtbot: QtBot) -> UnitsTab:
    tab = UnitsTab(context)
    qtbot.addWidget(tab)
    context.changes.happened.connect(lambda _kinds: tab.load())
    tab.load()
    return tab


@pytest.fixture
def tab(context: Context, qtbot: QtBot) -> UnitsTab:
    return made(context, qtbot)


@pytest.fixture
def later_tab(demo_context: Context, qtbot: QtBot) -> UnitsTab:
    """The reference branch two years later."""
    services = dataclasses.replace(
        demo_context.services, clock=lambda: datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    )
    return made(dataclasses.replace(demo_context, services=services), qtbot)


@pytest.fixture
def three(services: Services, tab: UnitsTab) -> list[str]:
    """Three chi hội of 2015 with two, one and one members."""
    from app.services import members, units

    names = ("Chi hội Huyền Tụng", "Chi hội Xuất Hóa", "Chi hội Đức Xuân")
    ids = [units.add_unit(services.register, name, on=PartialDate(2015)).id for name in names]
    for number, unit_id in enumerate([*ids, ids[0]]):
        member = Member(full_name=f"Nông Văn {number}", address=f"Tổ {number}, phường A")
        members.add_member(services.register, member, unit_id=unit_id, on=PartialDate(2016), today=TODAY)
    tab.load()
    return ids


def last(tab: UnitsTab, kind: type[W]) -> W:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return tab.findChildren(kind)[-1]


def listed(tab: UnitsTab) -> list[tuple[str, int, str, str]]:
    """Name, depth, members, standing of each line."""
    rows = [tab.model.row_at(n) for n in range(tab.model.rowCount())]
    return [
        (tab.model.index(n, 0).data(), row.depth, tab.model.index(n, 1).data(), tab.model.index(n, 3).data())
        for n, row in enumerate(rows)
        if row is not None
    ]


def told(tab: UnitsTab) -> list[str]:
    model = tab.detail.model
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def test_a_unit_is_added_under_another_renamed_moved_and_coded(tab: UnitsTab, three: list[str]) -> None:
    tab.add_button.click()
    dialog = last(tab, UnitDialog)
    dialog.try_save()
    assert list(dialog.form.errors()) == ["name"]
    dialog.name.set_value("Tổ 1")
    dialog.level.set_value("Tổ")
    dialog.above.set_value(three[2])
    dialog.on.setText("2014")
    dialog.try_save()
    assert "chưa thành lập" in dialog.form.errors()["on"]
    dialog.on.setText("2020")
    dialog.try_save()
    assert listed(tab)[-1] == ("Tổ 1", 1, "0", "Từ 2020")

    tab.table.selectRow(3)
    tab.rename_button.click()
    dialog = last(tab, UnitDialog)
    dialog.name.set_value("Tổ Một")
    dialog.on.setText("không phải ngày")
    dialog.try_save()
    assert "on" in dialog.form.errors()
    dialog.on.setText("1/7/2023")
    dialog.try_save()

    tab.move_button.click()
    move = last(tab, MoveDialog)
    assert [move.above.itemText(n).strip("\u2003") for n in range(move.above.count())][
        -1
    ] == "Chi hội Đức Xuân"
    move.try_save()
    assert list(move.form.errors()) == ["parent_id"]
    move.above.set_value(three[0])
    move.on.setText("7/2023")
    move.try_save()
    tab.code_button.click()
    code = last(tab, UnitCodeDialog)
    code.position.setText("x")
    code.try_save()
    assert list(code.form.errors()) == ["position"]
    code.position.set_value(9)
    code.code.set_value("T1")
    code.try_save()
    assert listed(tab)[1] == ("Tổ Một", 1, "0", "Từ 2020")
    assert tab.detail.place.text() == "Tổ · mã T1 · trực thuộc Chi hội Huyền Tụng · 0 hội viên"
    assert told(tab) == [
        "2020: thành lập, tên Tổ 1, trực thuộc Chi hội Đức Xuân",
        "01/07/2023: đổi tên thành Tổ Một",
        "07/2023: về trực thuộc Chi hội Huyền Tụng",
    ]


def test_units_are_merged_into_one_that_exists_and_shown_on_demand_with_what_became_of_them(
    tab: UnitsTab, three: list[str]
) -> None:
    tab.table.select_id(three[0])
    tab.merge_button.click()
    dialog = last(tab, MergeDialog)
    assert dialog.on.text() == "05/01/2024", "today, unless something else is typed"
    dialog.try_save()
    assert list(dialog.form.errors()) == ["other_id"]
    dialog.into.set_value(three[2])
    dialog.into.edited.emit()
    assert not dialog.ticks.boxes[three[2]].isEnabled(), "a unit is not merged into itself"
    assert dialog.name.isHidden() or not dialog.name.isVisible()
    dialog.ticks.boxes[three[0]].click()
    dialog.try_save()
    assert list(dialog.form.errors()) == ["unit_ids"]
    dialog.ticks.boxes[three[0]].click()
    dialog.ticks.boxes[three[1]].click()
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "3 hội viên chuyển sang; Chi hội Đức Xuân sẽ có 4 người." in said
    dialog.on.setText("7/2023")
    dialog.paper.set_value("QĐ 12")
    dialog.try_save()
    assert not dialog.isVisible()
    assert listed(tab) == [("Chi hội Đức Xuân", 0, "4", "Từ 2015")]
    tab.all_units.click()
    assert [(row[0], row[3]) for row in listed(tab)[1:]] == [
        ("Chi hội Huyền Tụng", "Sáp nhập vào Chi hội Đức Xuân, 07/2023, QĐ 12"),
        ("Chi hội Xuất Hóa", "Sáp nhập vào Chi hội Đức Xuân, 07/2023, QĐ 12"),
    ]
    tab.table.select_id(three[0])
    assert not tab.rename_button.isEnabled()
    assert not tab.merge_button.isEnabled()

    tab.detail.table.selectRow(1)
    tab.detail.edit_button.click()
    event = last(tab, UnitEventDialog)
    event.on.setText("2014")
    event.try_save()
    assert "chưa thành lập" in event.form.errors()["on"]
    event.on.setText("8/2023")
    event.try_save()
    assert told(tab)[1] == "08/2023: sáp nhập vào Chi hội Đức Xuân, QĐ 12"
    tab.detail.table.selectRow(1)
    tab.detail.remove_button.click()
    assert ("Chi hội Huyền Tụng", 0, "2", "Từ 2015") in listed(tab), "it lives again"


def test_units_are_merged_into_a_new_one_in_one_step(tab: UnitsTab, three: list[str]) -> None:
    tab.table.select_id(three[0])
    tab.merge_button.click()
    dialog = last(tab, MergeDialog)
    dialog.ticks.boxes[three[1]].click()
    dialog.into.setCurrentIndex(0)
    dialog.into.edited.emit()
    dialog.try_save()
    assert list(dialog.form.errors()) == ["name"]
    dialog.name.set_value("Hội phường Bắc Kạn")
    dialog.level.set_value("Hội phường")
    dialog.try_save()
    assert [row[:3] for row in listed(tab)] == [("Chi hội Đức Xuân", 0, "1"), ("Hội phường Bắc Kạn", 0, "3")]


def test_only_a_unit_without_members_is_dissolved(tab: UnitsTab, three: list[str]) -> None:
    from app.services import units

    empty = units.add_unit(tab._context.services.register, "Tổ cũ", level="Tổ", on=PartialDate(2015))
    tab.load()
    tab.table.select_id(three[1])
    tab.dissolve_button.click()
    dialog = last(tab, DissolveDialog)
    dialog.try_save()
    assert "còn 1 hội viên" in dialog.error
    dialog.reject()
    tab.table.select_id(empty.id)
    tab.dissolve_button.click()
    dialog = last(tab, DissolveDialog)
    dialog.on.setText("")
    dialog.try_save()
    assert list(dialog.form.errors()) == ["on"]
    dialog.on.setText("2023")
    dialog.try_save()
    tab.all_units.click()
    assert ("Tổ cũ", 0, "", "Giải thể, 2023") in listed(tab)


def test_a_unit_is_split_by_words_of_addresses_and_by_hand(tab: UnitsTab, three: list[str]) -> None:
    tab.table.select_id(three[0])
    tab.split_button.click()
    dialog = last(tab, SplitDialog)
    dialog.try_save()
    assert list(dialog.form.errors()) == ["parts"]
    first = dialog.parts.editors(0)
    first["name"].set_value("Chi hội Một")
    first["words"].set_value("tổ 0")
    dialog.parts.add_row()
    dialog.parts.editors(1)["name"].set_value("Chi hội Hai")
    dialog.parts.edited.emit()
    assert sorted(dialog.people.values().values()) == [-1, 0]
    dialog.people.table.select_first()
    dialog.people.table.selectRow(1)
    QTest.keyClick(dialog.people.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog.people.table, Qt.Key.Key_Space)
    assert sorted(dialog.people.values().values()) == [0, 1]
    first["words"].set_value("")
    dialog.parts.edited.emit()
    assert sorted(dialog.people.values().values()) == [-1, 1], "what was chosen by hand stays"
    dialog.rest.set_value(0)
    dialog.rest.edited.emit()
    dialog.on.setText("2014")
    dialog.on.editingFinished.emit()
    assert dialog.people.values() == {}, "nobody was there"
    dialog.on.setText("1/7/2023")
    dialog.on.editingFinished.emit()
    dialog.try_save()
    assert [row[:3] for row in listed(tab)] == [
        ("Chi hội Xuất Hóa", 0, "1"), ("Chi hội Đức Xuân", 0, "1"),
        ("Chi hội Một", 0, "1"), ("Chi hội Hai", 0, "1"),
    ]  # fmt: skip


def test_the_tree_of_a_past_day_is_looked_at_and_not_changed(tab: UnitsTab, three: list[str]) -> None:
    from app.services import units

    units.merge_units(
        tab._context.services.register, [three[0]], three[1], on=PartialDate(2023, 7, 1), today=TODAY
    )
    tab.load()
    assert [row[0] for row in listed(tab)] == ["Chi hội Xuất Hóa", "Chi hội Đức Xuân"]
    tab.day.setText("30/6/2023")
    tab.day.editingFinished.emit()
    assert [row[2] for row in listed(tab)] == ["2", "1", "1"]
    assert "như ngày 30/06/2023" in tab.lead.text()
    assert not tab.add_button.isEnabled()
    tab.table.select_first()
    assert not tab.rename_button.isEnabled()
    tab.day.setText("31/2/2023")
    tab.day.check()
    tab.day.editingFinished.emit()
    assert "31" in tab.day_error.text()
    tab.today_button.click()
    assert [row[2] for row in listed(tab)] == ["3", "1"]
    assert tab.add_button.isEnabled()


def test_a_unit_without_a_name_is_refused_under_the_field(context: Context, qtbot: QtBot) -> None:
    dialog = UnitDialog(context)
    qtbot.addWidget(dialog)
    assert dialog.result_value() is None
    dialog.name.set_value("Tổ 1")
    assert dialog.result_value() == UnitAnswers("Tổ 1", "Chi hội", None, "")


def test_what_is_not_sure_is_never_taken_along_with_all_the_others(
    later_tab: UnitsTab,
) -> None:
    from app.services import member_queries

    services = later_tab._context.services
    first = member_queries.members_on(services.register, services.today())[0].member
    doubtful = dataclasses.replace(first, address="phường Xuất Hóa, phường Sông Cầu, Bắc Kạn")
    edit_member(services.register, doubtful, today=services.today())
    later_tab.convert_button.click()
    dialog = last(later_tab, PlaceConversionDialog)
    assert dialog.summary.text().endswith("đổi 42 địa chỉ; 1 địa chỉ để nguyên.")
    dialog.addresses.table.selectRow(1)
    dialog.addresses.all_button.click()
    assert dialog.addresses.values()[first.id] == -1
    dialog.addresses.table.selectRow(0)
    assert "phải tự chọn" in dialog.addresses.box.currentText()
    QTest.keyClick(dialog.addresses.table, Qt.Key.Key_Space)
    assert dialog.summary.text().endswith("đổi 43 địa chỉ.")
    dialog._is_edited = False
    dialog.reject()


def test_the_reform_is_chosen_unit_by_unit_and_address_by_address_then_told(
    later_tab: UnitsTab, messages: Recorder, tmp_path: Path
) -> None:
    later_tab.convert_button.click()
    conversion = last(later_tab, PlaceConversionDialog)
    assert "1683/NQ-UBTVQH15" in conversion.source.text()
    assert conversion.summary.text() == "Từ 01/07/2025: sắp xếp 8 đơn vị, đổi 43 địa chỉ."
    conversion.units.table.selectRow(2)
    QTest.keyClick(conversion.units.table, Qt.Key.Key_Space)
    assert conversion.units.box.currentText() == "Sáp nhập vào Hội phường Bắc Kạn (lập mới)"
    conversion.addresses.table.selectRow(0)
    conversion.addresses.box.set_value(-1)
    conversion.addresses.box.edited.emit()
    assert "đổi 42 địa chỉ; 1 địa chỉ để nguyên" in conversion.summary.text()
    conversion.addresses.all_button.click()
    assert "đổi 0 địa chỉ" in conversion.summary.text()
    conversion.addresses.box.set_value(0)
    conversion.addresses.box.edited.emit()
    conversion.addresses.all_button.click()
    conversion.paper.set_value("QĐ 12")

    wrong = tmp_path / "bang.json"
    wrong.write_text("{", "utf-8")
    messages.paths.append(wrong)
    conversion.other.click()
    assert "không dùng được" in conversion.error
    assert not conversion.save_button.isEnabled()
    conversion.tables.setCurrentIndex(1)
    conversion.tables.edited.emit()
    assert conversion.error == ""
    conversion.units.table.selectRow(2)
    QTest.keyClick(conversion.units.table, Qt.Key.Key_Space)
    conversion.try_save()
    assert conversion.isVisible(), "the result is read before it is closed"
    assert "7 đơn vị về trực thuộc" in conversion.summary.text()
    assert "43 địa chỉ đã đổi" in conversion.summary.text()
    assert conversion.save_button.isHidden()
    conversion.cancel_button.click()
    assert not messages.asked[1:], "nothing is unsaved"
    assert [row[:3] for row in listed(later_tab)][:2] == [
        ("Hội phường Đức Xuân", 0, "18"), ("Chi hội phường Đức Xuân", 1, "6"),
    ]  # fmt: skip
    later_tab.day.setText("30/6/2025")
    later_tab.day.editingFinished.emit()
    assert len(listed(later_tab)) == 8
    later_tab.show_today()
    later_tab.convert_button.click()
    again = last(later_tab, PlaceConversionDialog)
    assert again.summary.text() == "Sổ này đã sắp xếp xong theo bảng."
    assert not again.save_button.isEnabled()
    again.done(0)
