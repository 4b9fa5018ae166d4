"""Bringing a list in: seen row by row before anything is changed, and taken back by one undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services import backups, history, member_queries
from app.vietnamese.encodings import Encoding, encode
from tests.ui.conftest import TODAY
from ui.dialogs.import_list import ImportDialog
from ui.messages import Recorder
from ui.page import Context

_LINES = (
    "STT;Họ và tên;Ngày sinh;Chi hội;Ưa thích",
    "1;Đặng Thị Kim Oanh;15/8/1952;Chi hội Một;hát",
    "2;Phan Văn Bảy;31/02/1950;Chi hội Hai;",
    "3;;1949;Chi hội Hai;hát",
)


@pytest.fixture
def dialog(context: Context, qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog(context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    yield made
    made.hide()


def written(folder: Path, lines: tuple[str, ...] = _LINES) -> Path:
    path = folder / "danh sách.csv"
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


def kinds(dialog: ImportDialog) -> list[str]:
    return [str(dialog.model.index(n, 1).data()) for n in range(dialog.model.rowCount())]


def total(context: Context) -> int:
    return member_queries.list_members(
        context.services.register, member_queries.MemberQuery(), today=TODAY
    ).total


def test_every_row_says_what_will_become_of_it_and_why(dialog: ImportDialog, tmp_path: Path) -> None:
    dialog.read(written(tmp_path))
    assert kinds(dialog) == ["Thêm mới", "Thêm mới", "Không nhập được"]
    dialog.table.selectRow(1)
    assert dialog.detail.text().startswith("Dòng 3: ")
    assert "31/02/1950" in dialog.detail.text()
    refused = dialog.model.index(2, 0).data(Qt.ItemDataRole.BackgroundRole)
    assert isinstance(refused, QColor)
    assert dialog.model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is None


def test_rows_of_one_kind_can_be_looked_at_alone(dialog: ImportDialog, tmp_path: Path) -> None:
    dialog.read(written(tmp_path))
    dialog.kinds.setCurrentIndex(dialog.kinds.findText("Không nhập được (1)"))
    dialog.kinds.activated.emit(dialog.kinds.currentIndex())
    assert kinds(dialog) == ["Không nhập được"]


def test_columns_show_what_they_were_taken_for_and_what_is_left_out(
    dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.read(written(tmp_path))
    seen = {
        dialog.column_model.index(n, 1).data(): dialog.column_model.index(n, 2).data()
        for n in range(dialog.column_model.rowCount())
    }
    assert seen["Ngày sinh"] == "Ngày sinh"
    assert "để lại" in seen["Ưa thích"]
    assert "Ưa thích" in dialog.remarks.text()


def test_nothing_is_changed_by_looking_and_cancelling(
    dialog: ImportDialog, context: Context, tmp_path: Path
) -> None:
    dialog.read(written(tmp_path))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert total(context) == 0


def test_it_is_done_behind_a_backup_in_one_change(
    dialog: ImportDialog, context: Context, tmp_path: Path
) -> None:
    dialog.read(written(tmp_path))
    dialog.apply_button.click()
    assert not dialog.isVisible()
    assert total(context) == 2
    assert len(backups.list_backups(context.services)) == 1
    undone = history.undo(context.services.register)
    assert "danh sách.csv" in undone.label
    assert total(context) == 0


def test_the_same_list_again_has_nothing_to_bring(
    dialog: ImportDialog, context: Context, tmp_path: Path
) -> None:
    dialog.read(written(tmp_path))
    dialog.apply_button.click()
    dialog.read(written(tmp_path))
    assert not dialog.apply_button.isEnabled()
    assert "Thêm mới" not in kinds(dialog)


def test_old_letters_are_repaired_and_shown_before_and_after(dialog: ImportDialog, tmp_path: Path) -> None:
    names = ("Nguyễn Thị Thưởng", "Hoàng Văn Được", "Lường Thị Bưởi", "Nông Đình Tự", "Triệu Thị Mùi")
    old = [encode(name, Encoding.TCVN3) for name in names]
    path = written(tmp_path, ("Họ và tên;Năm sinh", *(f"{name};195{n}" for n, name in enumerate(old))))
    dialog.read(path)
    assert dialog.model.index(0, 2).data() == "Nguyễn Thị Thưởng"
    letters = dialog.column_model.index(0, 3).data()
    assert "TCVN3" in letters
    assert "→" in letters


def test_a_file_that_cannot_be_read_is_told_and_opens_nothing(
    dialog: ImportDialog, messages: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    dialog.read(path)
    assert len(messages.errors) == 1
    assert not dialog.isVisible()
