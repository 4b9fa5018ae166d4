"""The history in the window: found by words, told field by field, taken back after a preview."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.domain.status import StatusEvent
from app.services import history
from tests.app.services.edits import edit_member
from tests.ui.conftest import add_member, texts
from ui.dialogs.history import HistoryDialog
from ui.page import Context
from ui.widgets.history_view import HistoryView
from ui.widgets.take_back import TakeBackDialog

if TYPE_CHECKING:
    from app.services.bundle import Services

TODAY = date(2024, 1, 5)


def count_members(services: Services) -> int:
    with services.register.read() as reader:
        return reader.count(Member)


def labels(view: HistoryView) -> list[str]:
    rows: list[Any] = [view.model.row_at(number) for number in range(view.model.total)]
    return [row.label for row in rows]


def opened(context: Context, record_id: str | None, qtbot: QtBot) -> HistoryDialog:
    dialog = HistoryDialog(context, record_id)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def preview(view: HistoryView, qtbot: QtBot) -> TakeBackDialog:
    view.take_back_button.click()
    (dialog,) = [each for each in view.findChildren(TakeBackDialog) if each.isVisible()]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def imported(services: Services) -> Member:
    """An import of two people after one who was there; one of them was corrected since. Gives that one."""
    add_member(services, "Lò Thị Ún")
    people = [Member(full_name=name) for name in ("Nông Văn Dền", "Ma Văn An")]
    with services.register.change("Nhập danh sách cũ.xlsx: 2 mới, 0 sửa") as work:
        work.add_all([*people, *(StatusEvent(member_id=person.id) for person in people)])
        work_an = work.get(Member, people[1].id)
    changed = dataclasses.replace(work_an, phone="0912 345 678")
    return edit_member(services.register, changed, today=TODAY)


def test_the_history_is_searched_narrowed_to_imports_and_undone(
    context: Context, services: Services, imported: Member, qtbot: QtBot
) -> None:
    dialog = opened(context, None, qtbot)
    view = dialog.view
    assert labels(view)[:2] == ["Sửa hội viên Ma Văn An", "Nhập danh sách cũ.xlsx: 2 mới, 0 sửa"]
    assert "(bỏ trống)" not in texts(view.detail)
    assert "0912 345 678" in texts(view.detail)
    dialog.imports_only.click()
    assert labels(view) == ["Nhập danh sách cũ.xlsx: 2 mới, 0 sửa"]
    assert "Nông Văn Dền" in texts(view.detail)
    dialog.imports_only.click()
    with qtbot.waitSignal(dialog.search.searched):
        dialog.search.setText("lò ún")
    assert labels(view) == ["Thêm hội viên Lò Thị Ún"]
    dialog.undo_button.click()
    with services.register.read() as reader:
        assert reader.get(Member, imported.id).phone == ""


def test_an_import_is_taken_back_after_a_preview_of_every_outcome(
    context: Context, services: Services, imported: Member, qtbot: QtBot
) -> None:
    view = opened(context, None, qtbot).view
    view.table.selectRow(1)
    dialog = preview(view, qtbot)
    assert dialog.summary.text() == "1 mục sẽ trả lại; 1 mục giữ vì đã sửa sau đó."
    assert dialog.do_button.text() == "Trả lại 1 mục"
    dialog.outcomes.set_value(history.Outcome.KEEP)
    dialog.outcomes.edited.emit()
    assert "Ma Văn An: giữ vì đã sửa sau đó" in dialog.detail.text()
    assert "Đã sửa ngày 05/01/2024" in dialog.detail.text()
    dialog.do_button.click()
    assert not dialog.isVisible()
    assert view.notice.text.startswith("Đã trả lại 1 mục: Nhập danh sách cũ")
    assert labels(view)[0] == "Trả lại: Nhập danh sách cũ.xlsx: 2 mới, 0 sửa"
    assert count_members(services) == 2
    view.notice.buttons()["Hoàn tác"].click()
    assert count_members(services) == 3


def test_a_record_shows_its_own_history_and_gives_back_its_own_part(
    context: Context, services: Services, imported: Member, qtbot: QtBot
) -> None:
    dialog = opened(context, imported.id, qtbot)
    view = dialog.view
    assert dialog.heading.text() == "Hội viên: Ma Văn An"
    assert labels(view) == ["Sửa hội viên Ma Văn An", "Nhập danh sách cũ.xlsx: 2 mới, 0 sửa"]
    preview(view, qtbot).do_button.click()
    assert labels(view)[0] == "Trả lại: Sửa hội viên Ma Văn An"
    view.table.selectRow(2)
    assert "Nông Văn Dền" not in texts(view.detail)
    asked = preview(view, qtbot)
    assert asked.do_button.isEnabled()  # what was altered since was taken back: it stands as imported
    asked.cancel_button.click()
    services.register.undo()
    services.register.undo()
    view.reload()
    view.table.selectRow(labels(view).index("Sửa hội viên Ma Văn An"))
    assert not view.take_back_button.isEnabled()  # undone already
    view.table.selectRow(labels(view).index("Nhập danh sách cũ.xlsx: 2 mới, 0 sửa"))
    preview(view, qtbot).do_button.click()
    with services.register.read() as reader:
        assert reader.find(Member, imported.id) is None
    assert count_members(services) == 2
    view.show_records(())
    assert view.model.total == 0
