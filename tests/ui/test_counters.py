"""Counters in Thiết lập and the activities that count for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.counters import CounterKind
from app.domain.periods import Period
from app.services import activities, history, reports, units
from app.services.counters import list_counters
from tests.ui.conftest import TODAY, hide_dialogs, opened
from ui.dialogs.activity_edit import ActivityDialog
from ui.dialogs.counter_edit import CounterDialog
from ui.messages import Recorder
from ui.page import Context
from ui.pages.reports.activities import ActivitiesView
from ui.pages.settings.counters import CountersTab


@pytest.fixture
def tab(demo_context: Context, qtbot: QtBot) -> Iterator[CountersTab]:
    made = CountersTab(demo_context)
    demo_context.changes.happened.connect(lambda _kinds: made.load())
    qtbot.addWidget(made)
    made.load()
    made.show()
    yield made
    hide_dialogs()


def names(context: Context) -> list[str]:
    return [each.name for each in list_counters(context.services.register).counters]


def test_counters_are_added_moved_renamed_hidden_and_not_lost(
    tab: CountersTab, demo_context: Context, messages: Recorder
) -> None:
    register = demo_context.services.register
    tab.add_button.click()
    dialog = opened(CounterDialog)
    assert isinstance(dialog, CounterDialog)
    dialog.try_save()
    assert "không được để trống" in dialog.form.errors()["name"]
    dialog.form.editor("name").set_value("Trồng cây")
    dialog.form.editor("kind").set_value(CounterKind.LATEST)
    dialog.form.editor("share_of").set_value("units")
    dialog.try_save()
    made = list_counters(register).counters[-1]
    assert (made.name, made.kind, made.share_of) == ("Trồng cây", CounterKind.LATEST, "units")
    row = tab.table.current_row()
    assert row is not None
    assert row.name == "Trồng cây"
    QTest.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert names(demo_context)[-2] == "Trồng cây"
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    assert "Trồng cây" not in names(demo_context)
    used = next(each for each in list_counters(register).counters if each.name == "Gia đình văn hóa")
    tab.remove(used)
    assert "Không dùng nữa" in messages.errors[-1].message
    tab.edit(used)
    dialog = opened(CounterDialog)
    assert isinstance(dialog, CounterDialog)
    dialog.form.editor("name").set_value("Tuyên truyền truyền thống")
    dialog.try_save()
    assert "đã có trong danh sách" in dialog.form.errors()["name"]
    dialog.form.editor("name").set_value("Gia đình hạnh phúc")
    dialog.form.editor("hidden").set_value(True)
    dialog.try_save()
    assert not dialog.isVisible()
    assert [each.counter for each in activities.list_activities(register, counter="Gia đình hạnh phúc")]
    history.undo(register)
    assert "Gia đình văn hóa" in names(demo_context)


def test_activities_are_filtered_and_their_percentage_is_said(demo_context: Context, qtbot: QtBot) -> None:
    register, period = demo_context.services.register, Period.year_of(2023)
    chapter = units.tree(register).alive()[0]
    first = next(a for a in activities.list_activities(register, year=2023) if "văn hóa" in a.counter)
    other = dataclasses.replace(
        first, id="other", version=0, counter="Nhà tình nghĩa", unit_id=chapter.unit_id
    )
    activities.save_activity(register, other)
    view = ActivitiesView(demo_context)
    qtbot.addWidget(view)
    view.resize(1000, 500)

    def show() -> None:
        view.show_period(
            period,
            activities.list_activities(register, period=period),
            activities.counters(register),
            units.tree(register),
            reports.build_report(register, period, today=TODAY),
        )

    show()
    view.show()
    whole = len(view.rows)
    view.unit.set_value(chapter.unit_id)
    view.unit.edited.emit()
    assert [each.id for each in view.rows] == ["other"]
    view.select_counter("gia dinh van hoa")
    assert not view.rows
    view.unit.set_value("-")
    view.unit.edited.emit()
    assert [each.id for each in view.rows] == [first.id]
    assert view.summary.text() == "Báo cáo năm 2023: 41 hộ, 95,3% của 43 hội viên cuối năm."
    view.edit(view.rows[0])
    dialog = opened(ActivityDialog)
    assert isinstance(dialog, ActivityDialog)
    said = [label.text() for label in dialog.form.cell("quantity").findChildren(QLabel)]
    assert "= 95,3% của 43 hội viên cuối năm" in said
    dialog.quantity.set_value(43)
    dialog.ends.set_value(first.on)
    dialog.try_save()
    show()
    assert view.rows[0].quantity == 43
    assert "100% của 43" in view.summary.text()
    view.counter.set_value("")
    view.unit.set_value("")
    view.unit.edited.emit()
    assert len(view.rows) == whole
