"""The library of blanks: declared once with size, boxes and scan; taken away and had back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from app.services import blanks
from ui.dialogs.blank_edit import BlankDialog
from ui.dialogs.blank_library import BlankLibrary
from ui.messages import Recorder
from ui.page import Context


def _dialog() -> BlankDialog:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, BlankDialog)]
    return next(each for each in found if each.isVisible())


def test_a_blank_is_declared_changed_taken_away_and_had_back(
    context: Context, messages: Recorder, paths: Paths, tmp_path: Path
) -> None:
    library = BlankLibrary(context, boxes=[("recipient", "Họ tên"), ("detail", "Chức vụ")])
    library.show()
    assert not library.nothing.isHidden()
    library.add_button.click()
    dialog = _dialog()
    dialog.try_save()
    assert "đặt tên" in dialog.form.errors()["title"]
    dialog.name.setText("Phôi lễ hội")
    dialog.size_choice.set_value((360.0, 270.0))
    dialog.size_choice.activated.emit(dialog.size_choice.currentIndex())
    dialog.by_layout.click()
    for number in range(dialog.prints.count()):
        dialog.prints.item(number).setCheckState(Qt.CheckState.Unchecked)
    dialog.try_save()
    assert "ít nhất một ô" in dialog.form.errors()["prints"]
    dialog.prints.item(0).setCheckState(Qt.CheckState.Checked)
    image = QImage(300, 212, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(str(tmp_path / "scan.png"))
    messages.paths = [tmp_path / "scan.png"]
    dialog.choose_scan()
    assert dialog.form.cell("scan").findChildren(type(dialog.picture))
    dialog.wide.setValue(365)  # not of the scan's shape any more
    assert dialog.size_choice.value() is None
    dialog.try_save()
    saved = blanks.find_blank(paths, "phoi-le-hoi")
    assert (saved.width, saved.height, saved.prints) == (365, 270, ("recipient",))
    assert saved.backdrop
    assert library.list.count() == 1
    library.edit_button.click()
    dialog = _dialog()
    dialog.drop_button.click()
    dialog.by_layout.click()
    dialog.try_save()
    saved = blanks.find_blank(paths, "phoi-le-hoi")
    assert (saved.prints, saved.backdrop) == ((), "")
    messages.paths = [tmp_path / "phoi.json", tmp_path / "phoi.json"]
    library.out_button.click()
    library.remove_button.click()
    assert blanks.list_blanks(paths) == ()
    library.notice._buttons[0].click()
    assert blanks.find_blank(paths, "phoi-le-hoi") == saved
    library.in_button.click()
    assert [entry.title for entry in library.entries] == ["Phôi lễ hội", "Phôi lễ hội 2"]
    told: list[tuple[object, str]] = []
    library.closed.connect(lambda entries, name: told.append((entries, name)))
    library.close_button.click()
    assert told == [(library.entries, "phoi-le-hoi-2")]
